//! Renaming and describing snapshots.

use std::collections::HashMap;

use super::check::{Room, Subject, check_description, check_name, name_cautions, tidy_description, tidy_name};
use super::forecast::Forecast;
use super::{Blocker, Intent, Plan, PlannedStep};
use crate::model::{Inventory, MachineKey, Snapshot, SnapshotId, Step};
use crate::naming::Template;

/// What shall be different about a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotChange {
    /// Which snapshot.
    pub snapshot: SnapshotId,
    /// Its new name; `None` leaves it.
    pub name: Option<String>,
    /// Its new description; empty removes it, `None` leaves it.
    pub description: Option<String>,
}

/// Plans to rename and describe snapshots, in any state of the machine. What is as it should be already is left out.
#[must_use]
pub fn edit(
    inventory: &Inventory,
    machine: &MachineKey,
    changes: &[SnapshotChange],
    convention: Option<&Template>,
) -> Plan {
    Subject::plan(inventory, machine, Intent::Edit, |subject, plan| {
        let new_names: HashMap<SnapshotId, String> =
            changes.iter().filter_map(|change| Some((change.snapshot, tidy_name(change.name.as_deref()?)))).collect();
        for change in changes {
            match subject.snapshot(change.snapshot) {
                Ok((_, snapshot)) => plan.steps.extend(step(subject, snapshot, change, &new_names, convention)),
                Err(gone) => plan.blockers.push(gone),
            }
        }
        if plan.steps.is_empty() && plan.blockers.is_empty() {
            plan.blockers.push(Blocker::NothingToDo);
        }
    })
}

fn step(
    subject: &Subject<'_>,
    snapshot: &Snapshot,
    change: &SnapshotChange,
    new_names: &HashMap<SnapshotId, String>,
    convention: Option<&Template>,
) -> Option<PlannedStep> {
    // A name that was not touched keeps even the space around it.
    let name = change.name.as_ref().filter(|name| **name != snapshot.name).map(|name| tidy_name(name));
    let name = name.filter(|name| *name != snapshot.name);
    let description = change.description.as_deref().filter(|text| *text != snapshot.description).map(tidy_description);
    let description = description.filter(|text| *text != snapshot.description);
    if name.is_none() && description.is_none() {
        return None;
    }
    let edit = Step::Edit { snapshot: snapshot.id, name: name.clone(), description: description.clone() };
    let mut step = subject.step(edit, snapshot.name.clone());
    if let Some(name) = &name {
        step.blockers.extend(check_name(name));
        if !name.is_empty() {
            let same = |id, present: &str| new_names.get(&id).map_or(present, String::as_str) == name;
            step.cautions.extend(name_cautions(subject.machine, name, Some(snapshot.id), &same, convention));
        }
    }
    if let Some(description) = &description {
        step.blockers.extend(check_description(description));
    }
    step.blockers.extend(Room::new(subject.inventory, &subject.machine.settings_file).check());
    step.forecast = Some(Forecast::NOTHING);
    Some(step)
}
