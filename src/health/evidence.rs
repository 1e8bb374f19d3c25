//! What a check saw, as data. Words are made of it as late as possible.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::{FileSystemKind, FindingKind};
use crate::model::{Bytes, ImageMode, MachineKey};

/// A machine with the name that people read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MachineLabel {
    /// Which machine.
    pub key: MachineKey,
    /// Its name.
    pub name: Arc<str>,
}

/// Version of the program that wrote a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProgramVersion {
    /// Changes now and then.
    pub major: u16,
    /// Changes with features.
    pub minor: u16,
    /// Changes with corrections: saved states stay good.
    pub build: u32,
}

impl ProgramVersion {
    /// The version at the beginning of a text, such as `7.2.22_Debianr170000`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, '.');
        let (major, minor, build) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = build.find(|one: char| !one.is_ascii_digit()).unwrap_or(build.len());
        let build = build.get(..digits)?.parse().ok()?;
        Some(Self { major: major.parse().ok()?, minor: minor.parse().ok()?, build })
    }

    /// Whether a state that this version saved may be refused by `newer`: another major or minor number.
    #[must_use]
    pub fn is_left_behind_by(self, newer: Self) -> bool {
        (self.major, self.minor) < (newer.major, newer.minor)
    }
}

impl fmt::Display for ProgramVersion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}.{}", self.major, self.minor, self.build)
    }
}

/// Why snapshots do not protect a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Uncovered {
    /// Its mode leaves it out of snapshots.
    Mode(ImageMode),
    /// It is a device of the host: what others write to it cannot be rolled back.
    HostDevice,
}

/// Something that was begun and not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfinished {
    /// Settings that were being written and never put in place.
    HalfWrittenSettings,
    /// The previous settings are there, the present ones are not.
    SettingsGone,
    /// An image that was being made: nothing names it and it cannot be read.
    PartialImage {
        /// Space it takes.
        size: Bytes,
        /// Why it cannot be read.
        why: Arc<str>,
    },
    /// A step in Snapgrove's journal that has a beginning and no end.
    Step {
        /// What was being done, as a verb phrase: “delete a snapshot”.
        what: Arc<str>,
        /// When it began.
        since: DateTime<Utc>,
    },
}

/// What a check saw. Snapshots, image and file that it concerns stand in the finding itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// For [`FindingKind::UnreadableMachine`].
    UnreadableMachine {
        /// What the reader said.
        why: Arc<str>,
        /// What the reader advised.
        advice: Arc<str>,
    },
    /// For [`FindingKind::MissingImage`].
    MissingImage,
    /// For [`FindingKind::UnreadableImage`].
    UnreadableImage {
        /// What is wrong.
        why: Arc<str>,
    },
    /// For [`FindingKind::MismatchingImage`].
    MismatchingImage {
        /// What is wrong.
        why: Arc<str>,
    },
    /// For [`FindingKind::MissingSavedState`].
    MissingSavedState,
    /// For [`FindingKind::LowFreeSpace`].
    LowFreeSpace {
        /// Bytes that may still be written.
        free: Bytes,
        /// Size of the file system.
        size: Bytes,
    },
    /// For [`FindingKind::NoRoomToDelete`]: the snapshots of the finding, that with the greatest need first.
    NoRoomToDelete {
        /// The greatest need among them.
        needs: Bytes,
        /// Bytes that may still be written.
        free: Bytes,
    },
    /// For [`FindingKind::FullSoon`].
    FullSoon {
        /// The day it is full at the present growth.
        by: NaiveDate,
        /// Days until then; 0 is today.
        days: i64,
        /// Bytes by which the free space shrinks in a day.
        per_day: Bytes,
        /// Bytes that may still be written.
        free: Bytes,
    },
    /// For [`FindingKind::DeepChain`].
    DeepChain {
        /// Images on the longest chain.
        images: u32,
        /// Levels of snapshots, from root to deepest.
        levels: u32,
    },
    /// For [`FindingKind::LargeSnapshot`].
    LargeSnapshot {
        /// What the snapshot adds.
        size: Bytes,
        /// What the whole machine takes.
        of: Bytes,
    },
    /// For [`FindingKind::OldSnapshot`]: the snapshots of the finding, the oldest first.
    OldSnapshot {
        /// When the oldest was taken.
        oldest: DateTime<Utc>,
        /// Days since then.
        days: i64,
    },
    /// For [`FindingKind::ChainOnOldSnapshot`]: the snapshot of the finding is the root.
    ChainOnOldSnapshot {
        /// When it was taken.
        taken_at: DateTime<Utc>,
        /// Days since then.
        days: i64,
        /// Snapshots of the machine that rest on it.
        above: u32,
    },
    /// For [`FindingKind::FarFromSnapshot`].
    FarFromSnapshot {
        /// Written since the current snapshot was taken.
        written: Bytes,
        /// Days since then, where the time is known.
        days: Option<i64>,
    },
    /// For [`FindingKind::UnregisteredImage`].
    UnregisteredImage {
        /// Space it takes.
        size: Bytes,
    },
    /// For [`FindingKind::CopiedImage`].
    CopiedImage {
        /// Space it takes.
        size: Bytes,
        /// The registered image with the same id.
        of: Arc<Path>,
    },
    /// For [`FindingKind::UnattachedImage`].
    UnattachedImage {
        /// Space it takes.
        size: Bytes,
        /// Whether others rest on it: then those must go first.
        has_children: bool,
    },
    /// For [`FindingKind::GoneImage`].
    GoneImage {
        /// Whether others rest on it: then those must go first.
        has_children: bool,
    },
    /// For [`FindingKind::StraySavedState`].
    StraySavedState {
        /// Space it takes.
        size: Bytes,
    },
    /// For [`FindingKind::StrayFirmwareFile`].
    StrayFirmwareFile {
        /// Space it takes.
        size: Bytes,
    },
    /// For [`FindingKind::UnusedFilesUnknown`].
    UnusedFilesUnknown {
        /// Why it cannot be told.
        why: Arc<str>,
    },
    /// For [`FindingKind::WritesIntoSnapshot`].
    WritesIntoSnapshot,
    /// For [`FindingKind::UncoveredDisk`].
    UncoveredDisk {
        /// Why snapshots do not protect it.
        uncovered: Uncovered,
        /// Whether the machine has snapshots, whose restoring would surprise.
        has_snapshots: bool,
    },
    /// For [`FindingKind::DuplicateName`].
    DuplicateName {
        /// The name.
        name: String,
    },
    /// For [`FindingKind::EmptyName`].
    EmptyName,
    /// For [`FindingKind::DefaultName`].
    DefaultName,
    /// For [`FindingKind::UnconventionalName`].
    UnconventionalName {
        /// The convention's template, as the person wrote it.
        convention: String,
    },
    /// For [`FindingKind::UnstableSnapshot`].
    UnstableSnapshot,
    /// For [`FindingKind::UnfinishedWork`].
    UnfinishedWork(Unfinished),
    /// For [`FindingKind::UnreadableSettingsCopy`].
    UnreadableSettingsCopy {
        /// What the reader said.
        why: Arc<str>,
    },
    /// For [`FindingKind::OldSavedState`].
    OldSavedState {
        /// The version that wrote it.
        written_by: ProgramVersion,
        /// The version that would have to read it.
        present: ProgramVersion,
    },
    /// For [`FindingKind::LinkedClone`].
    LinkedClone {
        /// The machine that rests on the snapshot.
        clone: MachineLabel,
    },
    /// For [`FindingKind::CostsTwice`].
    CostsTwice {
        /// The file system.
        file_system: FileSystemKind,
    },
    /// For [`FindingKind::ManyRestores`].
    ManyRestores {
        /// How many.
        count: usize,
        /// In how many hours.
        hours: u32,
    },
}

impl Evidence {
    /// The kind of finding that it is for.
    #[must_use]
    pub fn kind(&self) -> FindingKind {
        match self {
            Self::UnreadableMachine { .. } => FindingKind::UnreadableMachine,
            Self::MissingImage => FindingKind::MissingImage,
            Self::UnreadableImage { .. } => FindingKind::UnreadableImage,
            Self::MismatchingImage { .. } => FindingKind::MismatchingImage,
            Self::MissingSavedState => FindingKind::MissingSavedState,
            Self::LowFreeSpace { .. } => FindingKind::LowFreeSpace,
            Self::NoRoomToDelete { .. } => FindingKind::NoRoomToDelete,
            Self::FullSoon { .. } => FindingKind::FullSoon,
            Self::DeepChain { .. } => FindingKind::DeepChain,
            Self::LargeSnapshot { .. } => FindingKind::LargeSnapshot,
            Self::OldSnapshot { .. } => FindingKind::OldSnapshot,
            Self::ChainOnOldSnapshot { .. } => FindingKind::ChainOnOldSnapshot,
            Self::FarFromSnapshot { .. } => FindingKind::FarFromSnapshot,
            Self::UnregisteredImage { .. } => FindingKind::UnregisteredImage,
            Self::CopiedImage { .. } => FindingKind::CopiedImage,
            Self::UnattachedImage { .. } => FindingKind::UnattachedImage,
            Self::GoneImage { .. } => FindingKind::GoneImage,
            Self::StraySavedState { .. } => FindingKind::StraySavedState,
            Self::StrayFirmwareFile { .. } => FindingKind::StrayFirmwareFile,
            Self::UnusedFilesUnknown { .. } => FindingKind::UnusedFilesUnknown,
            Self::WritesIntoSnapshot => FindingKind::WritesIntoSnapshot,
            Self::UncoveredDisk { .. } => FindingKind::UncoveredDisk,
            Self::DuplicateName { .. } => FindingKind::DuplicateName,
            Self::EmptyName => FindingKind::EmptyName,
            Self::DefaultName => FindingKind::DefaultName,
            Self::UnconventionalName { .. } => FindingKind::UnconventionalName,
            Self::UnstableSnapshot => FindingKind::UnstableSnapshot,
            Self::UnfinishedWork(_) => FindingKind::UnfinishedWork,
            Self::UnreadableSettingsCopy { .. } => FindingKind::UnreadableSettingsCopy,
            Self::OldSavedState { .. } => FindingKind::OldSavedState,
            Self::LinkedClone { .. } => FindingKind::LinkedClone,
            Self::CostsTwice { .. } => FindingKind::CostsTwice,
            Self::ManyRestores { .. } => FindingKind::ManyRestores,
        }
    }

    /// Space that the finding's file would give back if it went.
    #[must_use]
    pub fn reclaimable(&self) -> Bytes {
        match self {
            Self::UnregisteredImage { size }
            | Self::CopiedImage { size, .. }
            | Self::UnattachedImage { size, has_children: false }
            | Self::StraySavedState { size }
            | Self::StrayFirmwareFile { size }
            | Self::UnfinishedWork(Unfinished::PartialImage { size, .. }) => *size,
            _ => Bytes::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_as_programs_write_them() {
        let version = |major, minor, build| Some(ProgramVersion { major, minor, build });
        for (text, expected) in [
            ("7.2.22r170000", version(7, 2, 22)),
            ("7.2.22_Debianr170000\n", version(7, 2, 22)),
            ("6.1.50", version(6, 1, 50)),
            ("7.2", None),
            ("7.2.x", None),
            ("", None),
        ] {
            assert_eq!(ProgramVersion::parse(text), expected, "{text}");
        }
    }
}
