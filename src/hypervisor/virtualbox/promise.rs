//! Whether a machine is what a step promised: its settings file before and after, compared. VBoxManage may
//! report success and leave everything as it was, or a settings file that is cut short.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::model::{ImageId, Machine, SnapshotId, Step};
use crate::text;

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
        return Err(text!("virtualbox-promise-lost", count = lost.len(), id = id.to_string()));
    }
    if gone.len() < to_go.len() {
        return Err(text!("virtualbox-promise-not-deleted").to_owned());
    }
    let expected = usize::from(matches!(step, Step::Take { .. }));
    if added.len() > expected {
        return Err(text!("virtualbox-promise-added", count = added.len() - expected, id = added[0].to_string()));
    }
    check_disks(before, after)?;
    match step {
        Step::Take { name, description } => {
            return check_taken(&before.machine, after, &added, name, description).map(Some);
        }
        Step::Edit { snapshot, name, description } => {
            let index = after.tree.find(*snapshot).ok_or_else(|| text!("virtualbox-promise-snapshot-gone"))?;
            let snapshot = after.tree.get(index);
            if name.as_ref().is_some_and(|name| *name != snapshot.name) {
                return Err(text!("virtualbox-promise-name", name = snapshot.name));
            }
            if description.as_ref().is_some_and(|description| *description != snapshot.description) {
                return Err(text!("virtualbox-promise-description").to_owned());
            }
        }
        Step::Restore { snapshot } if after.tree.current().map(|index| after.tree.get(index).id) != Some(*snapshot) => {
            return Err(text!("virtualbox-promise-other-current").to_owned());
        }
        Step::DiscardSavedState if after.current_state.saved_state.is_some() => {
            return Err(text!("virtualbox-promise-still-saved").to_owned());
        }
        Step::DetachImage { image } if after.images.iter().any(|record| record.id == *image) => {
            return Err(text!("virtualbox-promise-still-listed").to_owned());
        }
        _ => {}
    }
    Ok(None)
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
    let index = added.first().and_then(|id| after.tree.find(*id)).ok_or_else(|| text!("virtualbox-promise-no-new"))?;
    let snapshot = after.tree.get(index);
    if snapshot.name != name {
        return Err(text!("virtualbox-promise-new-name", name = snapshot.name));
    }
    if snapshot.description != description {
        return Err(text!("virtualbox-promise-new-description").to_owned());
    }
    if after.tree.current() != Some(index) {
        return Err(text!("virtualbox-promise-new-not-current").to_owned());
    }
    let parent = after.tree.parent(index).map(|parent| after.tree.get(parent).id);
    if parent != before.tree.current().map(|current| before.tree.get(current).id) {
        return Err(text!("virtualbox-promise-new-parent").to_owned());
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
            return Err(text!("virtualbox-promise-image-unlisted", path = path));
        }
        if before.present.contains(&record.path) && !record.path.exists() {
            return Err(text!("virtualbox-promise-image-gone", path = path));
        }
    }
    Ok(())
}

fn images_of(machine: &Machine) -> BTreeSet<ImageId> {
    let snapshots = machine.tree.iter().map(|(_, snapshot)| &snapshot.hardware);
    let moments = snapshots.chain([&machine.current_state.hardware]);
    moments.flat_map(|hardware| hardware.attachments.iter().filter_map(|attachment| attachment.image)).collect()
}
