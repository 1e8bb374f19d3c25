//! The button beside a finding.

use std::path::Path;
use std::sync::Arc;

use super::evidence::Unfinished;
use super::{Evidence, Finding};
use crate::model::{ConnectionId, ImageId, MachineKey, SnapshotId};
use crate::text;

/// What a button beside a finding does or shows. Whatever changes something goes the usual way: plan, review, confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Show the machine.
    ShowMachine(MachineKey),
    /// Show the snapshot in its tree.
    ShowSnapshot {
        /// The machine.
        machine: MachineKey,
        /// The snapshot.
        snapshot: SnapshotId,
    },
    /// Show the image on the disk map.
    ShowImage {
        /// Where it is registered.
        connection: ConnectionId,
        /// The image.
        image: ImageId,
    },
    /// Open the review of deleting these snapshots, all marked.
    ReviewDeletion {
        /// The machine.
        machine: MachineKey,
        /// The snapshots.
        snapshots: Vec<SnapshotId>,
    },
    /// Show the page that cleans up by a rule.
    CleanUp,
    /// Show that page with a rule that shortens this machine's chain.
    ShortenChain(MachineKey),
    /// Open the dialog that takes a snapshot.
    TakeSnapshot(MachineKey),
    /// Rename these snapshots.
    Rename {
        /// The machine.
        machine: MachineKey,
        /// The snapshots.
        snapshots: Vec<SnapshotId>,
    },
    /// Take an unused image out of the registry; its file stays.
    DetachImage {
        /// The machine whose settings list it.
        machine: MachineKey,
        /// The image.
        image: ImageId,
    },
    /// Move a file to the system's trash, by [`move_to_trash`](super::removal::move_to_trash).
    MoveToTrash(Arc<Path>),
    /// Open a folder in the system's file manager.
    OpenFolder(Arc<Path>),
}

impl Remedy {
    /// Text of the button.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::ShowMachine(_) => text!("health-remedy-show-machine"),
            Self::ShowSnapshot { .. } => text!("health-remedy-show-snapshot"),
            Self::ShowImage { .. } => text!("health-remedy-show-image"),
            Self::ReviewDeletion { .. } => text!("health-remedy-review-deletion"),
            Self::CleanUp | Self::ShortenChain(_) => text!("health-remedy-clean-up"),
            Self::TakeSnapshot(_) => text!("health-remedy-take-snapshot"),
            Self::Rename { .. } => text!("health-remedy-rename"),
            Self::DetachImage { .. } => text!("health-remedy-detach-image"),
            Self::MoveToTrash(_) => text!("health-remedy-move-to-trash"),
            Self::OpenFolder(_) => text!("health-remedy-open-folder"),
        }
    }
}

impl Finding {
    /// What a button beside it does or shows.
    #[must_use]
    pub fn remedy(&self) -> Option<Remedy> {
        match &self.evidence {
            Evidence::LargeSnapshot { .. } | Evidence::OldSnapshot { .. } | Evidence::ChainOnOldSnapshot { .. } => {
                self.review_deletion()
            }
            Evidence::FarFromSnapshot { .. } => self.machine_key().cloned().map(Remedy::TakeSnapshot),
            Evidence::DuplicateName { .. }
            | Evidence::EmptyName
            | Evidence::DefaultName
            | Evidence::UnconventionalName { .. } => {
                let snapshots = self.snapshots.iter().map(|label| label.id).collect();
                Some(Remedy::Rename { machine: self.machine_key()?.clone(), snapshots })
            }
            Evidence::LowFreeSpace { .. } | Evidence::FullSoon { .. } => Some(Remedy::CleanUp),
            Evidence::DeepChain { .. } => {
                Some(self.machine_key().cloned().map_or(Remedy::CleanUp, Remedy::ShortenChain))
            }
            Evidence::UnregisteredImage { .. }
            | Evidence::CopiedImage { .. }
            | Evidence::StraySavedState { .. }
            | Evidence::StrayFirmwareFile { .. }
            | Evidence::UnfinishedWork(Unfinished::PartialImage { .. } | Unfinished::HalfWrittenSettings) => {
                self.path.clone().map(Remedy::MoveToTrash)
            }
            Evidence::UnattachedImage { has_children: false, .. } | Evidence::GoneImage { has_children: false } => {
                match (self.machine_key(), self.image) {
                    (Some(machine), Some(image)) => Some(Remedy::DetachImage { machine: machine.clone(), image }),
                    _ => self.show_image(),
                }
            }
            Evidence::UnattachedImage { .. }
            | Evidence::GoneImage { .. }
            | Evidence::MismatchingImage { .. }
            | Evidence::UncoveredDisk { .. } => self.show_image(),
            Evidence::MissingImage
            | Evidence::UnreadableImage { .. }
            | Evidence::UnreadableMachine { .. }
            | Evidence::UnreadableSettingsCopy { .. }
            | Evidence::UnfinishedWork(Unfinished::SettingsGone) => self.open_folder(),
            Evidence::UnusedFilesUnknown { .. } => self.show_machine(),
            _ => self.show_snapshot().or_else(|| self.show_machine()),
        }
    }

    fn review_deletion(&self) -> Option<Remedy> {
        let snapshots = self.snapshots.iter().map(|label| label.id).collect();
        Some(Remedy::ReviewDeletion { machine: self.machine_key()?.clone(), snapshots })
    }

    fn show_machine(&self) -> Option<Remedy> {
        self.machine_key().cloned().map(Remedy::ShowMachine)
    }

    fn show_snapshot(&self) -> Option<Remedy> {
        let snapshot = self.snapshots.first()?.id;
        Some(Remedy::ShowSnapshot { machine: self.machine_key()?.clone(), snapshot })
    }

    fn show_image(&self) -> Option<Remedy> {
        Some(Remedy::ShowImage { connection: self.connection.clone()?, image: self.image? })
    }

    fn open_folder(&self) -> Option<Remedy> {
        self.path.as_deref()?.parent().map(|folder| Remedy::OpenFolder(folder.into()))
    }
}
