//! What checks need to know beside the inventory: the clock, the host's folders and disks, and what Snapgrove
//! remembers.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use chrono::{DateTime, NaiveDate, Utc};

use super::ProgramVersion;
use super::file_systems::DiskFacts;
use crate::model::{Bytes, ConnectionId, ImageId, MachineKey, SnapshotId};

/// What checks need to know beside the inventory. Whatever is not known is left empty: the checks that need it are then
/// silent.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The present moment.
    pub now: DateTime<Utc>,
    /// What was found in the host's folders; `None` while nobody has looked.
    pub collected: Option<Arc<Collected>>,
    /// Versions of the hypervisors that are installed. Without it, the newest version that left a trace counts.
    pub versions: HashMap<ConnectionId, ProgramVersion>,
    /// Disks that get fuller, from [`History::outlooks`](crate::history::History::outlooks).
    pub outlooks: Vec<DiskOutlook>,
    /// Restores that Snapgrove did, from its journal.
    pub restores: Vec<(MachineKey, DateTime<Utc>)>,
    /// Steps that began and did not end, from Snapgrove's journal.
    pub interrupted: Vec<InterruptedStep>,
    /// Snapshots that were taken while the machine was cut off or changing its state, from Snapgrove's journal.
    pub taken_unstable: HashSet<(MachineKey, SnapshotId)>,
    /// What deleting a snapshot asks for, where a forecast was made. Without it, an upper bound counts.
    pub deletion_needs: HashMap<(MachineKey, SnapshotId), Bytes>,
}

/// When a disk will be full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiskOutlook {
    /// Where it is mounted, or a folder on it.
    pub path: Arc<Path>,
    /// Bytes that may still be written.
    pub free: Bytes,
    /// Bytes by which the free space shrinks in a day.
    pub per_day: Bytes,
    /// The day it is full at this growth.
    pub full_by: NaiveDate,
}

/// A step that began and did not end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterruptedStep {
    /// The machine that it changes.
    pub machine: MachineKey,
    /// What was being done, as a verb phrase: “delete a snapshot”.
    pub what: Arc<str>,
    /// When it began.
    pub since: DateTime<Utc>,
}

/// What was found in the folders that machines lie in.
#[derive(Debug, Clone, Default)]
pub struct Collected {
    /// The folders that were looked at, with what is known of the disks they lie on.
    pub folders: HashMap<Arc<Path>, DiskFacts>,
    /// Disk images, saved states and firmware files that nothing names.
    pub unnamed: Vec<UnnamedFile>,
    /// Files that interrupted work left.
    pub leftovers: Vec<Leftover>,
    /// Previous versions of settings that cannot be read.
    pub damaged_copies: Vec<DamagedCopy>,
    /// Versions of the programs that wrote saved states.
    pub saved_by: HashMap<Arc<Path>, ProgramVersion>,
    /// Images that are devices of the host.
    pub host_devices: HashSet<(ConnectionId, ImageId)>,
    /// Why some or all files without an owner cannot be told.
    pub blind_spots: Vec<BlindSpot>,
}

impl Collected {
    /// What is known of the disk a folder lies on, by the folder itself or one above it.
    #[must_use]
    pub fn disk(&self, folder: &Path) -> Option<&DiskFacts> {
        folder.ancestors().find_map(|folder| self.folders.get(folder))
    }
}

/// Sorts of files that are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnnamedKind {
    /// A disk image.
    Image,
    /// A copy of the registered image at this path: it has the same id, and that one is there.
    CopyOfImage(Arc<Path>),
    /// An image file that cannot be read, with the reason: one that was never finished.
    BrokenImage(Arc<str>),
    /// The memory of a machine.
    SavedState,
    /// The firmware's variables.
    FirmwareFile,
}

/// A file that nothing names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnnamedFile {
    /// The file.
    pub path: Arc<Path>,
    /// What it is.
    pub kind: UnnamedKind,
    /// Space it takes.
    pub occupied: Bytes,
    /// Apparent length.
    pub length: Bytes,
    /// When it was last written.
    pub modified: SystemTime,
    /// The machine in whose folder it lies, where that is one machine's only.
    pub machine: Option<MachineKey>,
    /// The connection in one of whose folders it lies.
    pub connection: ConnectionId,
}

/// Sorts of leftovers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftoverKind {
    /// Settings that were being written.
    HalfWrittenSettings,
    /// Previous settings without present ones.
    SettingsGone,
}

/// A file that interrupted work left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// The file.
    pub path: Arc<Path>,
    /// What it is.
    pub kind: LeftoverKind,
    /// Apparent length.
    pub length: Bytes,
    /// When it was last written.
    pub modified: SystemTime,
    /// The machine in whose folder it lies, where that is one machine's only.
    pub machine: Option<MachineKey>,
    /// The connection in one of whose folders it lies.
    pub connection: ConnectionId,
}

/// A previous version of settings that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedCopy {
    /// The file.
    pub path: Arc<Path>,
    /// What the reader said.
    pub why: Arc<str>,
    /// The machine whose settings it copies.
    pub machine: MachineKey,
}

/// Something that keeps unused files from being told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlindSpot {
    /// The file or folder that cannot be read, or was not looked at.
    pub path: Arc<Path>,
    /// Why, in words.
    pub why: Arc<str>,
    /// The machine it concerns.
    pub machine: Option<MachineKey>,
}
