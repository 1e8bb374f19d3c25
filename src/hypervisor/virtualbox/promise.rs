//! Whether a machine is what a step promised: its settings file before and after, compared. VBoxManage may
//! report success and leave everything as it was, or a settings file that is cut short.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::model::{ImageId, Machine, SnapshotId, Step};

/// A machine before a step.
pub struct Before {
    /// As its settings file described it.
    pub machine: Machine,
    /// Those of its images whose files were there.
    present: BTreeSet<Arc<Path>>,
}

impl Before {
    /// Remembers a machine, and which of its images are there now.
    #[must_use]
    pub fn new(machine: Machine) -> Self {
        let files = machine.images.iter().map(|record| record.path.clone());
        let present = files.filter(|path| path.exists()).collect();
        Self { machine, present }
    }
}

/// Compares a machine with what it was. Returns the snapshot that was taken.
///
/// # Errors
/// What is different from the promise, as the rest of a sentence that begins with “it reported success, but”.
pub fn check(before: &Before, after: &Machine, step: &Step) -> Result<Option<SnapshotId>, String> {
    let (old, new) = (ids(&before.machine), ids(after));
    let added: Vec<_> = new.difference(&old).copied().collect();
    let gone: Vec<_> = old.difference(&new).copied().collect();
    let to_go: &[SnapshotId] = if let Step::Delete { snapshot } = step { &[*snapshot] } else { &[] };
    let lost: Vec<_> = gone.iter().filter(|id| !to_go.contains(id)).collect();
    if let Some(id) = lost.first() {
        return Err(format!("{} is not there any more: {id}", one_of(lost.len())));
    }
    if gone.len() < to_go.len() {
        return Err("the snapshot is still there".to_owned());
    }
    let expected = usize::from(matches!(step, Step::Take { .. }));
    if added.len() > expected {
        return Err(format!("{} has been added: {}", one_of(added.len() - expected), added[0]));
    }
    check_disks(before, after)?;
    match step {
        Step::Take { name, description } => {
            return check_taken(&before.machine, after, &added, name, description).map(Some);
        }
        Step::Edit { snapshot, name, description } => {
            let index = after.tree.find(*snapshot).ok_or("the snapshot is not there any more")?;
            let snapshot = after.tree.get(index);
            if name.as_ref().is_some_and(|name| *name != snapshot.name) {
                return Err(format!("the snapshot's name is “{}”", snapshot.name));
            }
            if description.as_ref().is_some_and(|description| *description != snapshot.description) {
                return Err("the snapshot's description is another one".to_owned());
            }
        }
        Step::Restore { snapshot } if after.tree.current().map(|index| after.tree.get(index).id) != Some(*snapshot) => {
            return Err("another snapshot is the current one".to_owned());
        }
        Step::DiscardSavedState if after.current_state.saved_state.is_some() => {
            return Err("the saved state is still there".to_owned());
        }
        Step::DetachImage { image } if after.images.iter().any(|record| record.id == *image) => {
            return Err("the image is still in the machine's registry".to_owned());
        }
        _ => {}
    }
    Ok(None)
}

fn one_of(count: usize) -> String {
    if count == 1 { "one snapshot".to_owned() } else { format!("one of {count} snapshots") }
}

fn ids(machine: &Machine) -> BTreeSet<SnapshotId> {
    machine.tree.iter().map(|(_, snapshot)| snapshot.id).collect()
}

fn check_taken(
    before: &Machine,
    after: &Machine,
    added: &[SnapshotId],
    name: &str,
    description: &str,
) -> Result<SnapshotId, String> {
    let index = added.first().and_then(|id| after.tree.find(*id)).ok_or("there is no new snapshot")?;
    let snapshot = after.tree.get(index);
    if snapshot.name != name {
        return Err(format!("the new snapshot's name is “{}”", snapshot.name));
    }
    if snapshot.description != description {
        return Err("the new snapshot's description is another one".to_owned());
    }
    if after.tree.current() != Some(index) {
        return Err("the new snapshot is not the current one".to_owned());
    }
    let parent = after.tree.parent(index).map(|parent| after.tree.get(parent).id);
    if parent != before.tree.current().map(|current| before.tree.get(current).id) {
        return Err("the new snapshot rests on another one than it should".to_owned());
    }
    Ok(snapshot.id)
}

/// No image that the machine uses may have gone from the registry or from the disk with the step: a merge that
/// fails can take both.
fn check_disks(before: &Before, after: &Machine) -> Result<(), String> {
    let listed = |machine: &Machine, id| machine.images.iter().find(|record| record.id == id).cloned();
    for id in images_of(after) {
        let Some(record) = listed(&before.machine, id) else { continue };
        let path = record.path.display();
        if listed(after, id).is_none() {
            return Err(format!("the image {path} is in no registry any more, and still in use"));
        }
        if before.present.contains(&record.path) && !record.path.exists() {
            return Err(format!("the image {path} is not there any more, and still in use"));
        }
    }
    Ok(())
}

fn images_of(machine: &Machine) -> BTreeSet<ImageId> {
    let snapshots = machine.tree.iter().map(|(_, snapshot)| &snapshot.hardware);
    let moments = snapshots.chain([&machine.current_state.hardware]);
    moments.flat_map(|hardware| hardware.attachments.iter().filter_map(|attachment| attachment.image)).collect()
}
