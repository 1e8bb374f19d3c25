//! What a job did not do, planned anew for the machines as they are now.

use super::together::MachinesPlan;
use crate::model::{CloneExtent, Inventory, MachineKey, SnapshotId, Step};
use crate::plan::{
    Intent, KnownImages, Plan, RestoreOptions, SnapshotChange, clone_machine, detach_image, discard_saved_state, edit,
    restore, take,
};

/// Plans these steps again, except deletions: those are planned with what is known of the images
/// ([`delete_each`](super::delete_each)). Switching off and on belongs to going back, and is planned with it. Machines in which
/// something stands against it are left out as a whole.
#[must_use]
pub fn again(inventory: &Inventory, rest: &[(MachineKey, Step)]) -> MachinesPlan {
    let mut machines: Vec<(&MachineKey, Vec<&Step>)> = Vec::new();
    for (key, step) in rest {
        match machines.iter_mut().find(|(known, _)| *known == key) {
            Some((_, steps)) => steps.push(step),
            None => machines.push((key, vec![step])),
        }
    }
    let plans: Vec<(MachineKey, Plan)> =
        machines.iter().flat_map(|(key, steps)| of_machine(inventory, key, steps)).collect();
    let intent = plans.first().map_or(Intent::Edit, |(_, plan)| plan.intent.clone());
    MachinesPlan::all_or_nothing(inventory, intent, Vec::new(), plans)
}

/// Whether [`again`] makes something of the step by itself.
#[must_use]
pub fn can_be_done_again(step: &Step) -> bool {
    !matches!(step, Step::PowerOff | Step::Start)
}

fn of_machine(inventory: &Inventory, key: &MachineKey, steps: &[&Step]) -> Vec<(MachineKey, Plan)> {
    let target = steps.iter().find_map(|step| match step {
        Step::Restore { snapshot } => Some(*snapshot),
        _ => None,
    });
    let mut plans: Vec<Plan> = match target {
        Some(snapshot) => vec![restore(inventory, key, snapshot, &options(steps))],
        None => steps.iter().filter_map(|step| take_again(inventory, key, step)).collect(),
    };
    let changes: Vec<SnapshotChange> = steps.iter().filter_map(|step| change(step)).collect();
    if !changes.is_empty() {
        plans.push(edit(inventory, key, &changes, None));
    }
    plans.extend(steps.iter().filter_map(|step| leftover(inventory, key, step)));
    plans.extend(clones(inventory, key, steps));
    plans.into_iter().map(|plan| (key.clone(), plan)).collect()
}

/// The current state is kept first if that was not done yet.
fn options(steps: &[&Step]) -> RestoreOptions {
    let kept_as = steps.iter().find_map(|step| match step {
        Step::Take { name, .. } => Some(name.clone()),
        _ => None,
    });
    RestoreOptions { keep_current_as: kept_as, start_again: steps.contains(&&Step::Start) }
}

fn take_again(inventory: &Inventory, key: &MachineKey, step: &Step) -> Option<Plan> {
    match step {
        Step::Take { name, description } => Some(take(inventory, key, name, description, None)),
        _ => None,
    }
}

fn change(step: &Step) -> Option<SnapshotChange> {
    match step {
        Step::Edit { snapshot, name, description } => {
            Some(SnapshotChange { snapshot: *snapshot, name: name.clone(), description: description.clone() })
        }
        _ => None,
    }
}

fn leftover(inventory: &Inventory, key: &MachineKey, step: &Step) -> Option<Plan> {
    match step {
        Step::DiscardSavedState => Some(discard_saved_state(inventory, key)),
        Step::DetachImage { image } => Some(detach_image(inventory, &key.connection, *image)),
        _ => None,
    }
}

/// Clones of one origin are planned together: their names must not be the same.
fn clones(inventory: &Inventory, key: &MachineKey, steps: &[&Step]) -> Vec<Plan> {
    let mut wanted: Vec<(CloneExtent, Vec<String>)> = Vec::new();
    for step in steps {
        let Step::Clone { name, extent } = step else { continue };
        match wanted.iter_mut().find(|(known, _)| known == extent) {
            Some((_, names)) => names.push(name.clone()),
            None => wanted.push((*extent, vec![name.clone()])),
        }
    }
    let plan = |(extent, names): (CloneExtent, Vec<String>)| {
        clone_machine(inventory, key, extent, &names, &KnownImages::default())
    };
    wanted.into_iter().map(plan).collect()
}

/// The snapshots that these steps delete, machine by machine.
#[must_use]
pub fn deletions(rest: &[(MachineKey, Step)]) -> Vec<(MachineKey, Vec<SnapshotId>)> {
    let mut marked: Vec<(MachineKey, Vec<SnapshotId>)> = Vec::new();
    for (key, step) in rest {
        let Step::Delete { snapshot } = step else { continue };
        match marked.iter_mut().find(|(known, _)| known == key) {
            Some((_, snapshots)) => snapshots.push(*snapshot),
            None => marked.push((key.clone(), vec![*snapshot])),
        }
    }
    marked
}
