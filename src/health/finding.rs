//! One warning of an inspection.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Evidence, FindingKind, MachineLabel, Severity};
use crate::model::{ConnectionId, ImageId, MachineKey, SnapshotId};

/// A snapshot with the name that people read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotLabel {
    /// Which snapshot of the machine.
    pub id: SnapshotId,
    /// Its name; may be empty.
    pub name: String,
}

/// One warning of an inspection: what was seen, and what it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// The connection it was found in; `None` for what concerns the host.
    pub connection: Option<ConnectionId>,
    /// The machine it concerns.
    pub machine: Option<MachineLabel>,
    /// The snapshots it concerns.
    pub snapshots: Vec<SnapshotLabel>,
    /// The image it concerns.
    pub image: Option<ImageId>,
    /// The file or folder it concerns.
    pub path: Option<Arc<Path>>,
    /// What was seen.
    pub evidence: Evidence,
}

/// Says which finding it is, in this inspection and in later ones: figures may change, what it is about does not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FindingId {
    /// Its kind.
    pub kind: FindingKind,
    /// Its machine.
    pub machine: Option<MachineKey>,
    /// What of the machine or of the host: the id of a snapshot or image, a path, a name. `None` for a finding about a
    /// machine as a whole, such as all its old snapshots.
    pub about: Option<String>,
}

impl Finding {
    /// A finding about the host, to be completed.
    #[must_use]
    pub(crate) fn new(severity: Severity, evidence: Evidence) -> Self {
        Self { severity, connection: None, machine: None, snapshots: Vec::new(), image: None, path: None, evidence }
    }

    /// With the file or folder it concerns.
    #[must_use]
    pub(crate) fn at(mut self, path: &Arc<Path>) -> Self {
        self.path = Some(path.clone());
        self
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> FindingKind {
        self.evidence.kind()
    }

    /// The snapshot it concerns, if it concerns exactly one.
    #[must_use]
    pub fn snapshot(&self) -> Option<SnapshotId> {
        match self.snapshots.as_slice() {
            [one] => Some(one.id),
            _ => None,
        }
    }

    /// Key of the machine it concerns.
    #[must_use]
    pub fn machine_key(&self) -> Option<&MachineKey> {
        self.machine.as_ref().map(|machine| &machine.key)
    }

    /// Whether it concerns this snapshot, alone or among others.
    #[must_use]
    pub fn concerns(&self, machine: &MachineKey, snapshot: SnapshotId) -> bool {
        self.machine_key() == Some(machine) && self.snapshots.iter().any(|label| label.id == snapshot)
    }

    /// Which finding it is.
    #[must_use]
    pub fn id(&self) -> FindingId {
        FindingId { kind: self.kind(), machine: self.machine_key().cloned(), about: self.about() }
    }

    fn about(&self) -> Option<String> {
        let path = || self.path.as_ref().map(|path| path.to_string_lossy().into_owned());
        let image = || self.image.map(|image| image.to_string());
        let snapshot = || self.snapshots.first().map(|snapshot| snapshot.id.to_string());
        match &self.evidence {
            // The snapshots of these change from day to day, what is wrong does not.
            Evidence::OldSnapshot { .. }
            | Evidence::NoRoomToDelete { .. }
            | Evidence::EmptyName
            | Evidence::DefaultName
            | Evidence::UnconventionalName { .. }
            | Evidence::FarFromSnapshot { .. }
            | Evidence::CostsTwice { .. }
            | Evidence::ManyRestores { .. } => None,
            Evidence::DuplicateName { name } => Some(name.clone()),
            // One snapshot may have several clones.
            Evidence::LinkedClone { clone } => Some(format!("{} {}", snapshot()?, clone.key.machine)),
            _ => image().or_else(path).or_else(snapshot),
        }
    }
}
