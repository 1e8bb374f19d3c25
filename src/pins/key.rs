//! A snapshot among those of all connections.

use serde::{Deserialize, Serialize};

use crate::model::{ConnectionId, MachineId, MachineKey, SnapshotId};

/// Full key of a snapshot: its own id repeats in clones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SnapshotKey {
    /// Where its machine lives.
    pub connection: ConnectionId,
    /// Its machine.
    pub machine: MachineId,
    /// Which snapshot.
    pub snapshot: SnapshotId,
}

impl SnapshotKey {
    /// A snapshot of a machine.
    #[must_use]
    pub fn new(machine: &MachineKey, snapshot: SnapshotId) -> Self {
        Self { connection: machine.connection.clone(), machine: machine.machine, snapshot }
    }

    /// Its machine.
    #[must_use]
    pub fn machine_key(&self) -> MachineKey {
        MachineKey { connection: self.connection.clone(), machine: self.machine }
    }
}
