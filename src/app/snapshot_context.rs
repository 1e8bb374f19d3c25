//! What a view of one machine's snapshots shows.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::command::Node;
use crate::model::{ConnectionInventory, InventoryMachine, Machine};

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
    /// The time now, for ages.
    pub now: DateTime<Utc>,
}
