//! What a job and its steps are called.

use crate::model::{CloneExtent, Step};
use crate::plan::{Intent, Plan, PlannedStep};
use crate::text;
use crate::words::{self, snapshot_name};

/// What a plan does, such as `Delete 3 snapshots of “web01”`.
#[must_use]
pub fn of_plan(plan: &Plan) -> String {
    let machine = match &plan.machines[..] {
        [one] => text!("jobs-title-machine", name = one.machine.name),
        several => text!("jobs-title-machines", machines = words::machines(several.len())),
    };
    let subject = plan.steps.iter().find(|planned| belongs(&plan.intent, &planned.step));
    let subject = subject.map_or("", |planned| match &planned.step {
        Step::Take { name, .. } => snapshot_name(name),
        _ => snapshot_name(&planned.subject),
    });
    let count = plan.steps.iter().filter(|planned| belongs(&plan.intent, &planned.step)).count();
    match (&plan.intent, count) {
        (Intent::Take, 1) => text!("jobs-title-take-one", snapshot = subject, machine = machine),
        (Intent::Take, _) => text!("jobs-title-take", machine = machine),
        (Intent::Edit, 1) if only_renames(plan) => {
            text!("jobs-title-rename-one", snapshot = subject, machine = machine)
        }
        (Intent::Edit, count) if only_renames(plan) => {
            text!("jobs-title-rename", count = count, machine = machine)
        }
        (Intent::Edit, 1) => text!("jobs-title-edit-one", snapshot = subject, machine = machine),
        (Intent::Edit, count) => {
            text!("jobs-title-edit", snapshots = words::snapshots(count), machine = machine)
        }
        (Intent::Restore, 1) => text!("jobs-title-restore-one", snapshot = subject, machine = machine),
        (Intent::Restore, _) => text!("jobs-title-restore", machine = machine),
        (Intent::Delete, 1) => text!("jobs-title-delete-one", snapshot = subject, machine = machine),
        (Intent::Delete, count) => {
            text!("jobs-title-delete", snapshots = words::snapshots(count), machine = machine)
        }
        (Intent::Clone, 1) => text!("jobs-title-clone-one", machine = machine),
        (Intent::Clone, count) => text!("jobs-title-clone", count = count, machine = machine),
        (Intent::DiscardSavedState, _) => text!("jobs-title-discard", machine = machine),
        (Intent::DetachImage, _) => text!("jobs-title-detach", machine = machine),
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
        Step::Take { name, .. } => text!("jobs-title-take-step", snapshot = snapshot_name(name)),
        Step::Edit { name: Some(name), description: None, .. } => {
            text!("jobs-title-rename-step", snapshot = subject, name = snapshot_name(name))
        }
        Step::Edit { .. } => text!("jobs-title-edit-step", snapshot = subject),
        Step::Restore { .. } => text!("jobs-title-restore-step", snapshot = subject),
        Step::Delete { .. } => text!("jobs-title-delete-step", snapshot = subject),
        Step::Clone { name, extent: CloneExtent::Linked(_) } => text!("jobs-title-clone-linked-step", name = name),
        Step::Clone { name, .. } => text!("jobs-title-clone-step", name = name),
        Step::PowerOff => text!("jobs-title-power-off-step").to_owned(),
        Step::Start => text!("jobs-title-start-step").to_owned(),
        Step::DiscardSavedState => text!("jobs-title-discard-step").to_owned(),
        Step::DetachImage { .. } => text!("jobs-title-detach-step", image = subject),
    }
}
