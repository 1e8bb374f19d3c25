//! One change to one machine: what plans consist of and hypervisors carry out.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{ImageId, Merging, SnapshotId};
use crate::text;

/// One change to one machine. Everything that changes a machine is a sequence of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Take a snapshot of the current state.
    Take {
        /// Its name; not empty.
        name: String,
        /// What the person writes about it; may be empty and have several lines.
        description: String,
    },
    /// Change a snapshot's name or description; `None` leaves it as it is.
    Edit {
        /// Which snapshot.
        snapshot: SnapshotId,
        /// Its new name.
        name: Option<String>,
        /// Its new description; empty removes it.
        description: Option<String>,
    },
    /// Bring a snapshot's disks and settings back. What the current state holds is lost.
    Restore {
        /// Which snapshot.
        snapshot: SnapshotId,
    },
    /// Delete a snapshot. What other snapshots and the current state hold stays.
    Delete {
        /// Which snapshot.
        snapshot: SnapshotId,
    },
    /// Make a new machine from this one.
    Clone {
        /// Name of the new machine; not empty.
        name: String,
        /// How much of the machine the clone has.
        extent: CloneExtent,
    },
    /// Switch the machine off as if its plug were pulled.
    PowerOff,
    /// Start the machine.
    Start,
    /// Throw the saved memory of the current state away, so that the machine is powered off.
    DiscardSavedState,
    /// Take an image that nothing uses out of the registry. Its file stays where it is.
    DetachImage {
        /// Which image.
        image: ImageId,
    },
}

/// How much of a machine a clone has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloneExtent {
    /// The current state, without snapshots.
    CurrentState,
    /// One snapshot as the clone's current state, without snapshots.
    Snapshot(SnapshotId),
    /// The current state and all snapshots.
    Everything,
    /// One snapshot as the clone's current state, resting on the disks of this machine.
    Linked(SnapshotId),
}

/// What a step does, without its particulars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// [`Step::Take`].
    Take,
    /// [`Step::Edit`].
    Edit,
    /// [`Step::Restore`].
    Restore,
    /// [`Step::Delete`].
    Delete,
    /// [`Step::Clone`] of a machine that then stands alone.
    CloneFull,
    /// [`Step::Clone`] of a machine that rests on this one.
    CloneLinked,
    /// [`Step::PowerOff`].
    PowerOff,
    /// [`Step::Start`].
    Start,
    /// [`Step::DiscardSavedState`].
    DiscardSavedState,
    /// [`Step::DetachImage`].
    DetachImage,
}

impl Step {
    /// What it does, without its particulars.
    #[must_use]
    pub fn kind(&self) -> StepKind {
        match self {
            Self::Take { .. } => StepKind::Take,
            Self::Edit { .. } => StepKind::Edit,
            Self::Restore { .. } => StepKind::Restore,
            Self::Delete { .. } => StepKind::Delete,
            Self::Clone { extent: CloneExtent::Linked(_), .. } => StepKind::CloneLinked,
            Self::Clone { .. } => StepKind::CloneFull,
            Self::PowerOff => StepKind::PowerOff,
            Self::Start => StepKind::Start,
            Self::DiscardSavedState => StepKind::DiscardSavedState,
            Self::DetachImage { .. } => StepKind::DetachImage,
        }
    }

    /// The snapshot it is about, if it is about one.
    #[must_use]
    pub fn snapshot(&self) -> Option<SnapshotId> {
        match self {
            Self::Edit { snapshot, .. } | Self::Restore { snapshot } | Self::Delete { snapshot } => Some(*snapshot),
            Self::Clone { extent: CloneExtent::Snapshot(snapshot) | CloneExtent::Linked(snapshot), .. } => {
                Some(*snapshot)
            }
            Self::Take { .. }
            | Self::Clone { extent: CloneExtent::CurrentState | CloneExtent::Everything, .. }
            | Self::PowerOff
            | Self::Start
            | Self::DiscardSavedState
            | Self::DetachImage { .. } => None,
        }
    }
}

impl fmt::Display for StepKind {
    /// As a verb phrase: “take a snapshot”.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Take => text!("model-step-take"),
            Self::Edit => text!("model-step-edit"),
            Self::Restore => text!("model-step-restore"),
            Self::Delete => text!("model-step-delete"),
            Self::CloneFull => text!("model-step-clone-full"),
            Self::CloneLinked => text!("model-step-clone-linked"),
            Self::PowerOff => text!("model-step-power-off"),
            Self::Start => text!("model-step-start"),
            Self::DiscardSavedState => text!("model-step-discard-saved-state"),
            Self::DetachImage => text!("model-step-detach-image"),
        })
    }
}

/// The steps that a connection can carry out. Whether a machine's state allows one now is another question,
/// which a plan answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Abilities {
    steps: BTreeSet<StepKind>,
    merging: Merging,
    through_vboxmanage: bool,
}

impl Abilities {
    /// Whether it can do this at all.
    #[must_use]
    pub fn can(&self, kind: StepKind) -> bool {
        self.steps.contains(&kind)
    }

    /// How it merges images.
    #[must_use]
    pub fn merging(&self) -> Merging {
        self.merging
    }

    /// Whether its steps are commands of VBoxManage, which a person can copy and use elsewhere.
    #[must_use]
    pub fn are_through_vboxmanage(&self) -> bool {
        self.through_vboxmanage
    }

    /// The same, merging in this way.
    #[must_use]
    pub fn with_merging(self, merging: Merging) -> Self {
        Self { merging, ..self }
    }

    /// The same, by commands of VBoxManage.
    #[must_use]
    pub fn by_vboxmanage(self) -> Self {
        Self { through_vboxmanage: true, ..self }
    }
}

impl FromIterator<StepKind> for Abilities {
    fn from_iter<I: IntoIterator<Item = StepKind>>(kinds: I) -> Self {
        Self { steps: kinds.into_iter().collect(), ..Self::default() }
    }
}
