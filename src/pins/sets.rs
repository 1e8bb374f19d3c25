//! Snapshots that were taken together on several machines.

use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::SnapshotKey;
use crate::kept_lines::{DamagedLine, KeptError, KeptLines, Lines, moment};

const FILE: &str = "sets.jsonl";

/// Snapshots that were taken together, to be restored or deleted together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotSet {
    /// Identity.
    pub id: Uuid,
    /// What the person calls it.
    pub name: String,
    /// When it was taken.
    #[serde(with = "moment")]
    pub taken_at: DateTime<Utc>,
    /// Its snapshots, one for each machine.
    pub members: Vec<SnapshotKey>,
}

impl SnapshotSet {
    /// A new set.
    #[must_use]
    pub fn new(name: &str, taken_at: DateTime<Utc>, members: Vec<SnapshotKey>) -> Self {
        Self { id: Uuid::new_v4(), name: name.to_owned(), taken_at, members }
    }
}

/// All sets, the oldest first.
#[derive(Debug, Clone, Default)]
pub struct SnapshotSets {
    sets: Vec<SnapshotSet>,
    damaged: Vec<DamagedLine>,
}

impl SnapshotSets {
    /// The set with this id.
    #[must_use]
    pub fn get(&self, id: Uuid) -> Option<&SnapshotSet> {
        self.sets.iter().find(|set| set.id == id)
    }

    /// The sets that a snapshot belongs to.
    pub fn of<'a>(&'a self, snapshot: &'a SnapshotKey) -> impl Iterator<Item = &'a SnapshotSet> {
        self.sets.iter().filter(move |set| set.members.contains(snapshot))
    }

    /// All sets, the oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &SnapshotSet> {
        self.sets.iter()
    }

    /// Adds a set, or replaces the one with its id.
    pub fn put(&mut self, set: SnapshotSet) {
        self.sets.retain(|known| known.id != set.id);
        self.sets.push(set);
        self.sets.sort_by_key(|set| (set.taken_at, set.id));
    }

    /// Gives a set another name. Does nothing if it is not there.
    pub fn rename(&mut self, id: Uuid, name: &str) {
        if let Some(set) = self.sets.iter_mut().find(|set| set.id == id) {
            name.clone_into(&mut set.name);
        }
    }

    /// Forgets a set. Its snapshots stay.
    pub fn remove(&mut self, id: Uuid) {
        self.sets.retain(|set| set.id != id);
    }

    /// The snapshot is gone: takes it out of its sets, and forgets sets that are empty then.
    pub fn forget(&mut self, snapshot: &SnapshotKey) {
        for set in &mut self.sets {
            set.members.retain(|member| member != snapshot);
        }
        self.sets.retain(|set| !set.members.is_empty());
    }

    /// What could not be read of the file.
    #[must_use]
    pub fn damaged(&self) -> &[DamagedLine] {
        &self.damaged
    }

    fn from_lines(lines: Lines<SnapshotSet>) -> Self {
        let mut sets = Self { sets: Vec::new(), damaged: lines.damaged };
        lines.values.into_iter().for_each(|set| sets.put(set));
        sets
    }
}

/// The file that sets are kept in.
#[derive(Debug, Clone)]
pub struct SnapshotSetsFile(KeptLines);

impl SnapshotSetsFile {
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

    /// Reads the sets; none where there is no file yet.
    ///
    /// # Errors
    /// [`KeptError`] if there is a file that cannot be read.
    pub fn load(&self) -> Result<SnapshotSets, KeptError> {
        self.0.load().map(SnapshotSets::from_lines)
    }

    /// Reads, changes and writes, and returns what is kept then. Other programs that do the same wait.
    ///
    /// # Errors
    /// [`KeptError`] if the file cannot be read or written; the old one stands then.
    pub fn update(&self, change: impl FnOnce(&mut SnapshotSets)) -> Result<SnapshotSets, KeptError> {
        self.0.update(|lines| {
            let mut sets = SnapshotSets::from_lines(lines);
            change(&mut sets);
            let (written, damaged) = (sets.sets.clone(), sets.damaged.clone());
            (sets, written, damaged)
        })
    }
}
