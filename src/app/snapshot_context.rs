//! What a view of one machine's snapshots shows.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::command::Node;
use super::marks::MarkedSet;
use crate::model::{ConnectionInventory, InventoryMachine, Machine, SnapshotId, SnapshotIndex};
use crate::pins::{Pin, Pins};

/// The machine, what is chosen in it, and the time: the same for tree, table and details.
#[derive(Clone, Copy)]
pub struct SnapshotContext<'a> {
    /// The connection the machine lives in.
    pub connection: &'a ConnectionInventory,
    /// The machine with its usage.
    pub entry: &'a InventoryMachine,
    /// The machine.
    pub machine: &'a Arc<Machine>,
    /// Generation of the inventory.
    pub generation: u64,
    /// The chosen place.
    pub selected: Node,
    /// What it is compared with.
    pub compared: Node,
    /// The snapshots marked for deletion.
    pub marked: &'a MarkedSet,
    /// Counts up with each change of the marks.
    pub marks_version: u64,
    /// Which snapshots are pinned; `None` until that was read.
    pub pins: Option<&'a Pins>,
    /// What is being done to the machine, if anything.
    pub busy: Option<&'a str>,
    /// The snapshots that are being deleted.
    pub deleting: &'a MarkedSet,
    /// The time now, for ages.
    pub now: DateTime<Utc>,
}

impl<'a> SnapshotContext<'a> {
    /// The pin of one of the machine's snapshots.
    #[must_use]
    pub fn pin(&self, snapshot: SnapshotId) -> Option<&'a Pin> {
        self.pins.and_then(|pins| pins.of(&self.entry.entry.key(), snapshot))
    }

    /// The pin of the chosen snapshot.
    #[must_use]
    pub fn chosen_pin(&self) -> Option<&'a Pin> {
        self.pin(self.machine.tree.get(self.snapshot()?).id)
    }

    /// The chosen snapshot; `None` when the current state is chosen.
    #[must_use]
    pub fn snapshot(&self) -> Option<SnapshotIndex> {
        match self.selected {
            Node::Snapshot(id) => self.machine.tree.find(id),
            Node::CurrentState => None,
        }
    }
}
