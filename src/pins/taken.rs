//! Lists of snapshots: those that Snapgrove took, to which a rule can be limited, and those that it took of machines that
//! had been cut off, which an inspection tells of.

use std::collections::BTreeSet;
use std::path::Path;

use super::SnapshotKey;
use crate::kept_lines::{DamagedLine, KeptError, KeptLines, Lines};
use crate::model::{MachineKey, SnapshotId};

const FILE: &str = "taken.jsonl";
const UNSTABLE: &str = "unstable.jsonl";

/// The snapshots that Snapgrove took; in [`UnstableFile`], those of machines that had been cut off.
#[derive(Debug, Clone, Default)]
pub struct TakenBySnapgrove {
    snapshots: BTreeSet<SnapshotKey>,
    damaged: Vec<DamagedLine>,
}

impl TakenBySnapgrove {
    /// Whether Snapgrove took it.
    #[must_use]
    pub fn has(&self, machine: &MachineKey, snapshot: SnapshotId) -> bool {
        self.snapshots.contains(&SnapshotKey::new(machine, snapshot))
    }

    /// Notes that Snapgrove took it.
    pub fn note(&mut self, snapshot: SnapshotKey) {
        self.snapshots.insert(snapshot);
    }

    /// The snapshot is gone.
    pub fn forget(&mut self, snapshot: &SnapshotKey) {
        self.snapshots.remove(snapshot);
    }

    /// Notes that Snapgrove cloned a machine with its snapshots.
    pub fn note_clone(&mut self, origin: &MachineKey, clone: &MachineKey) {
        let of_origin = |key: &&SnapshotKey| key.connection == origin.connection && key.machine == origin.machine;
        let copies: Vec<SnapshotKey> =
            self.snapshots.iter().filter(of_origin).map(|key| SnapshotKey::new(clone, key.snapshot)).collect();
        self.snapshots.extend(copies);
    }

    /// All of them, in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = &SnapshotKey> {
        self.snapshots.iter()
    }

    /// What could not be read of the file.
    #[must_use]
    pub fn damaged(&self) -> &[DamagedLine] {
        &self.damaged
    }

    fn from_lines(lines: Lines<SnapshotKey>) -> Self {
        Self { snapshots: lines.values.into_iter().collect(), damaged: lines.damaged }
    }
}

/// The file in which Snapgrove keeps what it took.
#[derive(Debug, Clone)]
pub struct TakenFile(KeptLines);

impl TakenFile {
    /// The file in the platform's data folder.
    #[must_use]
    pub fn usual() -> Self {
        Self(KeptLines::usual(FILE))
    }

    /// A file in `folder`.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Self {
        Self(KeptLines::in_folder(folder, FILE))
    }

    /// Reads what Snapgrove took; nothing where there is no file yet.
    ///
    /// # Errors
    /// [`KeptError`] if there is a file that cannot be read.
    pub fn load(&self) -> Result<TakenBySnapgrove, KeptError> {
        self.0.load().map(TakenBySnapgrove::from_lines)
    }

    /// Reads, changes and writes, and returns what is kept then. Other programs that do the same wait.
    ///
    /// # Errors
    /// [`KeptError`] if the file cannot be read or written; the old one stands then.
    pub fn update(&self, change: impl FnOnce(&mut TakenBySnapgrove)) -> Result<TakenBySnapgrove, KeptError> {
        self.0.update(|lines| {
            let mut taken = TakenBySnapgrove::from_lines(lines);
            change(&mut taken);
            let (written, damaged) = (taken.snapshots.iter().cloned().collect(), taken.damaged.clone());
            (taken, written, damaged)
        })
    }
}

/// The file in which Snapgrove keeps what it took of machines that had been cut off.
#[derive(Debug, Clone)]
pub struct UnstableFile(TakenFile);

impl UnstableFile {
    /// The file in the platform's data folder.
    #[must_use]
    pub fn usual() -> Self {
        Self(TakenFile(KeptLines::usual(UNSTABLE)))
    }

    /// A file in `folder`.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Self {
        Self(TakenFile(KeptLines::in_folder(folder, UNSTABLE)))
    }

    /// As [`TakenFile::load`].
    ///
    /// # Errors
    /// [`KeptError`] if there is a file that cannot be read.
    pub fn load(&self) -> Result<TakenBySnapgrove, KeptError> {
        self.0.load()
    }

    /// As [`TakenFile::update`].
    ///
    /// # Errors
    /// [`KeptError`] if the file cannot be read or written; the old one stands then.
    pub fn update(&self, change: impl FnOnce(&mut TakenBySnapgrove)) -> Result<TakenBySnapgrove, KeptError> {
        self.0.update(change)
    }
}
