//! The result of a rule: what becomes of every snapshot, and why.

use std::fmt;
use std::sync::Arc;

use super::reason::Decision;
use crate::model::{Bytes, MachineKey, SnapshotId};
use crate::text;

/// What becomes of the snapshots of all machines in a rule's scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// By machine, in the order of the inventory.
    pub machines: Vec<MachineDecisions>,
}

/// What becomes of the snapshots of one machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineDecisions {
    /// Which machine.
    pub key: MachineKey,
    /// Its name.
    pub name: Arc<str>,
    /// Why nothing is known of its snapshots.
    pub unread: Option<Unread>,
    /// All its snapshots, every parent before its children.
    pub snapshots: Vec<SnapshotDecision>,
    /// What the person should know beside.
    pub notes: Vec<Note>,
}

/// Why nothing is known of a machine's snapshots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// Its turn has not come yet.
    Waiting,
    /// It cannot be read, for this reason.
    Failed(Arc<str>),
}

impl fmt::Display for Unread {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Waiting => text!("retention-not-read-yet"),
            Self::Failed(why) => why,
        })
    }
}

/// What becomes of one snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotDecision {
    /// Which one.
    pub id: SnapshotId,
    /// What it adds, without base images. What deleting it frees is for a plan to say.
    pub adds: Bytes,
    /// Whether it is pinned: then it goes by hand only, and is asked for twice.
    pub pinned: bool,
    /// What becomes of it.
    pub decision: Decision,
}

/// Something about a machine that no single snapshot tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// The limit of levels does not hold even when all is deleted that may be.
    StillDeeper {
        /// Levels allowed.
        most: u32,
    },
    /// The limit of bytes does not hold even when all is deleted that may be.
    StillLarger {
        /// What is allowed.
        most: Bytes,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&match self {
            Self::StillDeeper { most } => text!("retention-still-deeper", most = *most),
            Self::StillLarger { most } => text!("retention-still-larger", most = *most),
        })
    }
}

/// How many snapshots become what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that stay.
    pub keep: usize,
    /// Those that go.
    pub delete: usize,
    /// Those that should go and cannot.
    pub cannot: usize,
}

impl MachineDecisions {
    /// The snapshots that go.
    #[must_use]
    pub fn marked(&self) -> Vec<SnapshotId> {
        self.snapshots.iter().filter(|snapshot| snapshot.decision.deletes()).map(|snapshot| snapshot.id).collect()
    }

    /// What becomes of a snapshot.
    #[must_use]
    pub fn get(&self, id: SnapshotId) -> Option<&Decision> {
        self.snapshots.iter().find(|snapshot| snapshot.id == id).map(|snapshot| &snapshot.decision)
    }
}

impl Decisions {
    /// The machine with this key.
    #[must_use]
    pub fn machine(&self, key: &MachineKey) -> Option<&MachineDecisions> {
        self.machines.iter().find(|machine| machine.key == *key)
    }

    /// The snapshots that go, by machine; machines of which all stay are left out.
    #[must_use]
    pub fn marked(&self) -> Vec<(MachineKey, Vec<SnapshotId>)> {
        let marked = self.machines.iter().map(|machine| (machine.key.clone(), machine.marked()));
        marked.filter(|(_, snapshots)| !snapshots.is_empty()).collect()
    }

    /// How many snapshots become what.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for snapshot in self.machines.iter().flat_map(|machine| &machine.snapshots) {
            match snapshot.decision {
                Decision::Keep(_) => counts.keep += 1,
                Decision::Delete(_) => counts.delete += 1,
                Decision::Cannot(_) => counts.cannot += 1,
            }
        }
        counts
    }
}
