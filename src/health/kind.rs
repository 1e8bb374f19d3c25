//! The kinds of findings and how much they matter.

use std::fmt;

use serde::{Deserialize, Serialize};

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
            Self::Info => "Info",
            Self::Moderate => "Moderate",
            Self::Serious => "Serious",
        })
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $title:literal;)*) => {
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
    UnreadableMachine = "unreadable_machine", "Machine cannot be read";
    /// The file of an image that is in use is not there.
    MissingImage = "missing_image", "Image missing";
    /// An image cannot be opened, or is damaged.
    UnreadableImage = "unreadable_image", "Image cannot be read";
    /// An image is not the one its machine expects, or does not fit its parent.
    MismatchingImage = "mismatching_image", "Image does not fit";
    /// The memory of a snapshot is not there.
    MissingSavedState = "missing_saved_state", "Saved state missing";
    /// The host's disk is nearly full.
    LowFreeSpace = "low_free_space", "Little free space";
    /// There is no room left for deleting a snapshot.
    NoRoomToDelete = "no_room_to_delete", "No room to delete";
    /// The host's disk will be full soon.
    FullSoon = "full_soon", "Disk will be full";
    /// Many images from base to current state.
    DeepChain = "deep_chain", "Deep chain";
    /// A snapshot takes much space.
    LargeSnapshot = "large_snapshot", "Large snapshot";
    /// Snapshots that are old.
    OldSnapshot = "old_snapshot", "Old snapshots";
    /// Everything rests on an old snapshot.
    ChainOnOldSnapshot = "chain_on_old_snapshot", "Everything rests on an old snapshot";
    /// Much was written since the current snapshot, or long ago.
    FarFromSnapshot = "far_from_snapshot", "Far from its snapshot";
    /// An image file that is in no registry.
    UnregisteredImage = "unregistered_image", "Image in no registry";
    /// A copy of a registered image, with the same id, that nothing uses.
    CopiedImage = "copied_image", "Copy of an image";
    /// A registered image that nothing uses.
    UnattachedImage = "unattached_image", "Image that nothing uses";
    /// A registered image that nothing uses and whose file is gone.
    GoneImage = "gone_image", "Entry of an image that is gone";
    /// A saved state that belongs to nothing.
    StraySavedState = "stray_saved_state", "Stray saved state";
    /// A firmware file that belongs to nothing.
    StrayFirmwareFile = "stray_firmware_file", "Stray firmware file";
    /// It cannot be told which files are unused.
    UnusedFilesUnknown = "unused_files_unknown", "Unused files cannot be told";
    /// A disk that snapshots do not cover.
    UncoveredDisk = "uncovered_disk", "Disk without protection";
    /// Several snapshots of a machine have one name.
    DuplicateName = "duplicate_name", "Same name twice";
    /// Snapshots without a name.
    EmptyName = "empty_name", "Snapshots without name";
    /// Snapshots with the name that a program gave them.
    DefaultName = "default_name", "Names that say nothing";
    /// Snapshots whose names break the person's convention.
    UnconventionalName = "unconventional_name", "Names beside the convention";
    /// A snapshot of a machine that had been cut off.
    UnstableSnapshot = "unstable_snapshot", "Snapshot of an unstable state";
    /// Something that was begun and not ended.
    UnfinishedWork = "unfinished_work", "Leftover of interrupted work";
    /// The copy of the settings that would help in need cannot be read.
    UnreadableSettingsCopy = "unreadable_settings_copy", "Settings copy cannot be read";
    /// A saved state that an older version of the hypervisor wrote.
    OldSavedState = "old_saved_state", "Saved state of an older version";
    /// A linked clone rests on a snapshot.
    LinkedClone = "linked_clone", "Linked clone";
    /// A file system on which snapshots cost twice.
    CostsTwice = "costs_twice", "File system copies as well";
    /// A machine is restored again and again.
    ManyRestores = "many_restores", "Many restores";
}

impl fmt::Display for FindingKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.title())
    }
}
