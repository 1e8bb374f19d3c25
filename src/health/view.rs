//! What a check looks at, and how it tells of what it found.

use chrono::{DateTime, Utc};

use super::finding::SnapshotLabel;
use super::{Evidence, Finding, MachineLabel, NameRules, Severity, Surroundings, Thresholds};
use crate::model::{
    Bytes, ConnectionInventory, Image, Inventory, InventoryMachine, Machine, MachineId, MachineKey, SnapshotIndex,
};

/// An inspection under way: everything that checks look at, and what they found.
pub(super) struct Inspection<'a> {
    pub inventory: &'a Inventory,
    pub surroundings: &'a Surroundings,
    pub thresholds: &'a Thresholds,
    pub names: &'a NameRules<'a>,
    pub findings: Vec<Finding>,
}

/// One machine that could be read, for a check.
#[derive(Clone, Copy)]
pub(super) struct MachineView<'a> {
    pub connection: &'a ConnectionInventory,
    pub listed: &'a InventoryMachine,
    pub machine: &'a Machine,
}

impl MachineView<'_> {
    /// A finding about this machine, to be completed.
    pub fn finding(&self, severity: Severity, evidence: Evidence) -> Finding {
        Finding {
            connection: Some(self.connection.connection.id.clone()),
            machine: Some(label(self.listed)),
            ..Finding::new(severity, evidence)
        }
    }

    /// A finding about some of its snapshots.
    pub fn finding_about(
        &self,
        severity: Severity,
        evidence: Evidence,
        snapshots: impl IntoIterator<Item = SnapshotIndex>,
    ) -> Finding {
        let label = |index| {
            let snapshot = self.machine.tree.get(index);
            SnapshotLabel { id: snapshot.id, name: snapshot.name.clone() }
        };
        Finding { snapshots: snapshots.into_iter().map(label).collect(), ..self.finding(severity, evidence) }
    }

    pub fn key(&self) -> MachineKey {
        self.listed.entry.key()
    }

    /// Free space where the machine's new images go, if that is known.
    pub fn free_space(&self, inspection: &Inspection<'_>) -> Option<Bytes> {
        if let Some(collected) = &inspection.surroundings.collected
            && let Some(disk) = collected.disk(&self.machine.snapshot_folder)
        {
            return Some(disk.free);
        }
        match inspection.inventory.host_disks.as_slice() {
            [only] => Some(only.free),
            // Which of several it is cannot be told from paths alone.
            _ => None,
        }
    }
}

/// A machine with the name people read.
pub(super) fn label(listed: &InventoryMachine) -> MachineLabel {
    MachineLabel { key: listed.entry.key(), name: listed.name().into() }
}

/// A finding about an image of a connection, with the machine that it concerns.
pub(super) fn about_image(
    connection: &ConnectionInventory,
    image: &Image,
    severity: Severity,
    evidence: Evidence,
) -> Finding {
    let owner = image.record.listed_by.or_else(|| image.users.first().map(|user| user.machine));
    Finding {
        connection: Some(connection.connection.id.clone()),
        machine: owner.and_then(|owner| connection.machine(owner)).map(label),
        image: Some(image.record.id),
        path: Some(image.record.path.clone()),
        ..Finding::new(severity, evidence)
    }
}

/// Whole days between a moment and now; 0 if it lies ahead.
pub(super) fn days_since(moment: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    now.signed_duration_since(moment).num_days().max(0)
}

/// The images of a connection that a machine or snapshot uses, or that carry one that is used. Runs parallel to the
/// forest.
pub(super) fn used_images(connection: &ConnectionInventory) -> Vec<bool> {
    let mut used = vec![false; connection.images.len()];
    for (index, image) in connection.images.iter() {
        if image.users.is_empty() {
            continue;
        }
        for below in connection.images.chain(index) {
            if std::mem::replace(&mut used[below.position()], true) {
                break;
            }
        }
    }
    used
}

/// Machines of a connection that could not be read: what they use is unknown.
pub(super) fn unread(connection: &ConnectionInventory) -> impl Iterator<Item = &InventoryMachine> {
    connection.machines.iter().filter(|listed| listed.machine().is_none())
}

/// The users of an image other than `machine`.
pub(super) fn other_users(image: &Image, machine: MachineId) -> impl Iterator<Item = MachineId> {
    image.users.iter().map(|user| user.machine).filter(move |user| *user != machine)
}
