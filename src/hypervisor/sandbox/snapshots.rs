//! Taking a snapshot, and changing its name and description.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::change::Change;
use super::create::add_difference;
use super::machine_file::MachineFile;
use super::{Refusal, Sandbox, SandboxError};
use crate::model::{MachineId, SnapshotId};
use crate::text;

/// The deepest tree VirtualBox opens (`SETTINGS_SNAPSHOT_DEPTH_MAX`).
const MOST_LEVELS: u32 = 250;

/// A snapshot to be taken.
#[derive(Debug, Clone)]
pub struct NewSnapshot {
    /// Its name; may be empty, and may be that of another one.
    pub name: String,
    /// What the person wrote about it.
    pub description: String,
    /// The time it gets. Settings files keep whole seconds.
    pub taken_at: DateTime<Utc>,
}

/// What is to be changed of a snapshot; `None` leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct SnapshotEdit {
    /// Its new name.
    pub name: Option<String>,
    /// Its new description.
    pub description: Option<String>,
}

impl Sandbox {
    /// Takes a snapshot of a machine's current state.
    ///
    /// # Errors
    /// If the tree would become deeper than VirtualBox can open, an image is missing, or files cannot be
    /// written. Nothing was changed then.
    pub fn take(&self, machine: MachineId, new: &NewSnapshot) -> Result<SnapshotId, SandboxError> {
        self.change(|world, change| {
            let at = world.find(machine)?;
            let file = &world.machines[at];
            let depth = file.machine.tree.current().map_or(0, |current| file.machine.tree.depth(current));
            if depth >= MOST_LEVELS {
                return Err(Refusal::TooDeep { depth: depth as usize }.into());
            }
            let id = SnapshotId(Uuid::new_v4());
            let disks = file.attached(file.node());
            let file = &mut world.machines[at];
            let node = file.add_snapshot(id, &new.name, new.taken_at);
            let node =
                node.ok_or_else(|| Refusal::Invalid(text!("hypervisor-sandbox-current-not-in-tree").to_owned()))?;
            file.set_description(node, &new.description);
            let saved = file.document.attribute(file.node(), "stateFile").map(str::to_owned);
            if let Some(saved) = saved {
                file.document.set_attribute(node, "stateFile", &saved, &["uuid", "name", "timeStamp"]);
            }
            keep_firmware_file(file, change, node, new.taken_at)?;
            file.set_current(Some(id), false);
            for (_, image) in disks {
                if world.mode(image).covered_by_snapshots() {
                    let difference = add_difference(world, change, at, image)?;
                    let file = &mut world.machines[at];
                    file.plug_in(file.node(), image, difference);
                }
            }
            Ok(id)
        })
    }

    /// Changes a snapshot's name or description.
    ///
    /// # Errors
    /// If there is no such snapshot, or the settings file cannot be written. Nothing was changed then.
    pub fn edit(&self, machine: MachineId, snapshot: SnapshotId, edit: &SnapshotEdit) -> Result<(), SandboxError> {
        self.change(|world, _| {
            let at = world.find(machine)?;
            world.find_snapshot(at, snapshot)?;
            let file = &mut world.machines[at];
            let Some(node) = file.settings_of(Some(snapshot)) else { return Ok(()) };
            if let Some(name) = &edit.name {
                file.document.set_attribute(node, "name", name, &["uuid"]);
                file.touch();
            }
            if let Some(description) = &edit.description {
                file.set_description(node, description);
            }
            Ok(())
        })
    }
}

/// Copies the firmware's variables, which belong to a state as the disks do.
fn keep_firmware_file(
    file: &mut MachineFile,
    change: &mut Change<'_>,
    snapshot: super::document::NodeId,
    time: DateTime<Utc>,
) -> Result<(), SandboxError> {
    let Some(current) = file.machine.current_state.firmware_file.clone().filter(|path| path.is_file()) else {
        return Ok(());
    };
    change.create_folder(&file.machine.snapshot_folder)?;
    let path = firmware_path(file, time);
    change.copy(&current, &path)?;
    file.set_firmware_file(snapshot, Some(&path));
    Ok(())
}

/// A name as VirtualBox makes it, which is not there yet.
fn firmware_path(file: &MachineFile, time: DateTime<Utc>) -> PathBuf {
    let mut nanoseconds = u64::from(time.timestamp_subsec_nanos());
    loop {
        let name = format!("{}-{nanoseconds:09}Z.nvram", time.format("%Y-%m-%dT%H-%M-%S"));
        let path = file.machine.snapshot_folder.join(name);
        if !path.exists() {
            return path;
        }
        nanoseconds += 1;
    }
}
