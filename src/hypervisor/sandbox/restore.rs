//! Restoring a snapshot: its settings come back, its disks are gone on with in new difference images, and
//! what was the current state is gone.

use std::path::Path;

use super::change::Change;
use super::create::add_difference;
use super::vdi::Vdi;
use super::world::World;
use super::{Doing, Sandbox, SandboxError};
use crate::model::{ImageId, MachineId, SnapshotId};

impl Sandbox {
    /// Makes a snapshot the current state. The current state is lost; no snapshot is.
    ///
    /// # Errors
    /// If an image that the snapshot needs is missing or another one, or files cannot be written.
    /// Nothing was changed then.
    pub fn restore(&self, machine: MachineId, snapshot: SnapshotId) -> Result<(), SandboxError> {
        self.change(|world, change| {
            let at = world.find(machine)?;
            let index = world.find_snapshot(at, snapshot)?;
            let file = &world.machines[at];
            let kept = file.machine.tree.get(index).clone();
            let old_state = file.machine.current_state.clone();
            let old_disks = file.attached(file.node());
            let Some(source) = file.settings_of(Some(snapshot)) else { return Ok(()) };
            let file = &mut world.machines[at];
            let node = file.node();
            file.copy_settings(source, node);
            file.set_firmware_file(node, None);
            for (_, image) in file.attached(node) {
                if world.mode(image).covered_by_snapshots() {
                    let difference = add_difference(world, change, at, image)?;
                    let file = &mut world.machines[at];
                    file.plug_in(node, image, difference);
                }
            }
            for (_, image) in old_disks {
                drop_difference(world, change, at, image);
            }
            let file = &mut world.machines[at];
            if let (Some(from), Some(to)) = (&kept.firmware_file, &old_state.firmware_file) {
                bring_back(change, from, to)?;
            }
            file.set_saved_state(kept.saved_state.as_deref());
            if let Some(saved) = &old_state.saved_state
                && !is_saved_state_used(world, at, saved, None)
            {
                change.remove(saved);
            }
            let file = &mut world.machines[at];
            file.set_current(Some(snapshot), false);
            if let Some(time) = kept.taken_at {
                file.set_last_change(time);
            }
            Ok(())
        })
    }
}

/// Removes a difference image that only the current state used. A disk that was added after the snapshot
/// stays, unplugged, as in VirtualBox.
fn drop_difference(world: &mut World, change: &mut Change<'_>, at: usize, image: ImageId) {
    let Some(known) = world.images.image(image) else { return };
    let own = world.machines[at].machine.id;
    let only_current = known.users.iter().all(|user| user.machine == own && user.snapshot.is_none());
    if known.record.parent.is_none() || !known.children.is_empty() || !only_current {
        return;
    }
    let path = known.record.path.clone();
    if let Ok((listing, node)) = world.listed(image) {
        let file = &mut world.machines[listing];
        file.document.detach(node);
        file.touch();
        // A file with this name that is another image is not ours to remove.
        if Vdi::open(&path).is_ok_and(|found| found.id() == image) {
            change.remove(&path);
        }
    }
}

/// Puts a copy of `from` in the place of `to`.
fn bring_back(change: &mut Change<'_>, from: &Path, to: &Path) -> Result<(), SandboxError> {
    if !from.is_file() {
        return Ok(());
    }
    let content = std::fs::read(from).map_err(|source| SandboxError::file(from, Doing::Read, source))?;
    change.replace(to, &content)
}

/// Whether a snapshot other than `except` has this saved memory, which several may share.
pub fn is_saved_state_used(world: &World, at: usize, path: &Path, except: Option<SnapshotId>) -> bool {
    let mut snapshots = world.machines[at].machine.tree.iter();
    snapshots.any(|(_, snapshot)| Some(snapshot.id) != except && snapshot.saved_state.as_deref() == Some(path))
}
