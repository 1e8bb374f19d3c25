//! The kinds of findings and how much they matter.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Info,
    /// It will cost time, space or a surprise some day.
    Moderate,
    /// Something is lost, broken, or about to be.
    Serious,
}

impl Severity {
    /// All, the gravest first.
    pub const ALL: [Self; 3] = [Self::Serious, Self::Moderate, Self::Info];

    /// The word of the JSON format.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Moderate => "moderate",
            Self::Serious => "serious",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Info => text!("health-info"),
            Self::Moderate => text!("health-moderate"),
            Self::Serious => text!("health-serious"),
        })
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $title:expr;)*) => {
        /// What a finding is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum FindingKind {
            $($(#[$doc])* #[serde(rename = $key)] $name,)*
        }

        impl FindingKind {
            /// All kinds, in the order they are listed in.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The word of the JSON format and of the settings. Never changes.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)*
                }
            }

            /// A heading for findings of this kind.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)*
                }
            }
        }
    };
}

kinds! {
    /// A machine cannot be read.
    UnreadableMachine = "unreadable_machine", text!("health-title-unreadable-machine");
    /// The file of an image that is in use is not there.
    MissingImage = "missing_image", text!("health-title-missing-image");
    /// An image cannot be opened, or is damaged.
    UnreadableImage = "unreadable_image", text!("health-title-unreadable-image");
    /// An image is not the one its machine expects, or does not fit its parent.
    MismatchingImage = "mismatching_image", text!("health-title-mismatching-image");
    /// The memory of a snapshot is not there.
    MissingSavedState = "missing_saved_state", text!("health-title-missing-saved-state");
    /// The host's disk is nearly full.
    LowFreeSpace = "low_free_space", text!("health-title-low-free-space");
    /// There is no room left for deleting a snapshot.
    NoRoomToDelete = "no_room_to_delete", text!("health-title-no-room-to-delete");
    /// The host's disk will be full soon.
    FullSoon = "full_soon", text!("health-title-full-soon");
    /// Many images from base to current state.
    DeepChain = "deep_chain", text!("health-title-deep-chain");
    /// A snapshot takes much space.
    LargeSnapshot = "large_snapshot", text!("health-title-large-snapshot");
    /// Snapshots that are old.
    OldSnapshot = "old_snapshot", text!("health-title-old-snapshot");
    /// Everything rests on an old snapshot.
    ChainOnOldSnapshot = "chain_on_old_snapshot", text!("health-title-chain-on-old-snapshot");
    /// Much was written since the current snapshot, or long ago.
    FarFromSnapshot = "far_from_snapshot", text!("health-title-far-from-snapshot");
    /// An image file that is in no registry.
    UnregisteredImage = "unregistered_image", text!("health-title-unregistered-image");
    /// A copy of a registered image, with the same id, that nothing uses.
    CopiedImage = "copied_image", text!("health-title-copied-image");
    /// A registered image that nothing uses.
    UnattachedImage = "unattached_image", text!("health-title-unattached-image");
    /// A registered image that nothing uses and whose file is gone.
    GoneImage = "gone_image", text!("health-title-gone-image");
    /// A saved state that belongs to nothing.
    StraySavedState = "stray_saved_state", text!("health-title-stray-saved-state");
    /// A firmware file that belongs to nothing.
    StrayFirmwareFile = "stray_firmware_file", text!("health-title-stray-firmware-file");
    /// It cannot be told which files are unused.
    UnusedFilesUnknown = "unused_files_unknown", text!("health-title-unused-files-unknown");
    /// The current state writes into an image that is a snapshot's.
    WritesIntoSnapshot = "writes_into_snapshot", text!("health-title-writes-into-snapshot");
    /// A disk that snapshots do not cover.
    UncoveredDisk = "uncovered_disk", text!("health-title-uncovered-disk");
    /// Several snapshots of a machine have one name.
    DuplicateName = "duplicate_name", text!("health-title-duplicate-name");
    /// Snapshots without a name.
    EmptyName = "empty_name", text!("health-title-empty-name");
    /// Snapshots with the name that a program gave them.
    DefaultName = "default_name", text!("health-title-default-name");
    /// Snapshots whose names break the person's convention.
    UnconventionalName = "unconventional_name", text!("health-title-unconventional-name");
    /// A snapshot of a machine that had been cut off.
    UnstableSnapshot = "unstable_snapshot", text!("health-title-unstable-snapshot");
    /// Something that was begun and not ended.
    UnfinishedWork = "unfinished_work", text!("health-title-unfinished-work");
    /// The copy of the settings that would help in need cannot be read.
    UnreadableSettingsCopy = "unreadable_settings_copy", text!("health-title-unreadable-settings-copy");
    /// A saved state that an older version of the hypervisor wrote.
    OldSavedState = "old_saved_state", text!("health-title-old-saved-state");
    /// A linked clone rests on a snapshot.
    LinkedClone = "linked_clone", text!("health-title-linked-clone");
    /// A file system on which snapshots cost twice.
    CostsTwice = "costs_twice", text!("health-title-costs-twice");
    /// A machine is restored again and again.
    ManyRestores = "many_restores", text!("health-title-many-restores");
}

impl fmt::Display for FindingKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.title())
    }
}
