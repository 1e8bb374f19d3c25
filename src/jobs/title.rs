//! What a job and its steps are called.

use crate::model::{CloneExtent, Step};
use crate::plan::{Intent, Plan, PlannedStep};
use crate::text;
use crate::words::{self, snapshot_name};

/// What a plan does, such as `Delete 3 snapshots of “web01”`.
#[must_use]
pub fn of_plan(plan: &Plan) -> String {
    let machine = match &plan.machines[..] {
        [one] => format!("“{}”", one.machine.name),
        several => words::machines(several.len()),
    };
    let subject = plan.steps.iter().find(|planned| belongs(&plan.intent, &planned.step));
    let subject = subject.map_or("", |planned| match &planned.step {
        Step::Take { name, .. } => snapshot_name(name),
        _ => snapshot_name(&planned.subject),
    });
    let count = plan.steps.iter().filter(|planned| belongs(&plan.intent, &planned.step)).count();
    match (&plan.intent, count) {
        (Intent::Take, 1) => format!("Take “{subject}” of {machine}"),
        (Intent::Take, _) => format!("Take snapshots of {machine}"),
        (Intent::Edit, 1) if only_renames(plan) => {
            text!("jobs-title-rename-one", snapshot = subject, machine = machine)
        }
        (Intent::Edit, count) if only_renames(plan) => {
            text!("jobs-title-rename", count = count, machine = machine)
        }
        (Intent::Edit, 1) => format!("Edit “{subject}” of {machine}"),
        (Intent::Edit, _) => format!("Edit {} of {machine}", words::snapshots(count)),
        (Intent::Restore, 1) => format!("Restore “{subject}” of {machine}"),
        (Intent::Restore, _) => format!("Restore snapshots of {machine}"),
        (Intent::Delete, 1) => format!("Delete “{subject}” of {machine}"),
        (Intent::Delete, _) => format!("Delete {} of {machine}", words::snapshots(count)),
        (Intent::Clone, 1) => format!("Clone {machine}"),
        (Intent::Clone, _) => format!("Make {count} clones of {machine}"),
        (Intent::DiscardSavedState, _) => format!("Discard the saved state of {machine}"),
        (Intent::DetachImage, _) => format!("Detach an image of {machine}"),
    }
}

/// Whether snapshots get new names, and nothing else.
fn only_renames(plan: &Plan) -> bool {
    plan.steps.iter().all(|planned| matches!(planned.step, Step::Edit { name: Some(_), description: None, .. }))
}

/// Whether a step is what the plan is for, and not something that has to be done for it.
fn belongs(intent: &Intent, step: &Step) -> bool {
    matches!(
        (intent, step),
        (Intent::Take, Step::Take { .. })
            | (Intent::Edit, Step::Edit { .. })
            | (Intent::Restore, Step::Restore { .. })
            | (Intent::Delete, Step::Delete { .. })
            | (Intent::Clone, Step::Clone { .. })
            | (Intent::DiscardSavedState, Step::DiscardSavedState)
            | (Intent::DetachImage, Step::DetachImage { .. })
    )
}

/// What a step does, such as `Delete “clean”`.
#[must_use]
pub fn of_step(planned: &PlannedStep) -> String {
    let subject = snapshot_name(&planned.subject);
    match &planned.step {
        Step::Take { name, .. } => format!("Take “{}”", snapshot_name(name)),
        Step::Edit { name: Some(name), description: None, .. } => {
            text!("jobs-title-rename-step", snapshot = subject, name = snapshot_name(name))
        }
        Step::Edit { .. } => format!("Edit “{subject}”"),
        Step::Restore { .. } => format!("Restore “{subject}”"),
        Step::Delete { .. } => format!("Delete “{subject}”"),
        Step::Clone { name, extent: CloneExtent::Linked(_) } => format!("Make the linked clone “{name}”"),
        Step::Clone { name, .. } => format!("Make the clone “{name}”"),
        Step::PowerOff => "Power off".to_owned(),
        Step::Start => "Start".to_owned(),
        Step::DiscardSavedState => "Discard the saved state".to_owned(),
        Step::DetachImage { .. } => format!("Detach “{subject}”"),
    }
}
