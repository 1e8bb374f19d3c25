//! Pins: snapshots that no rule deletes and that are asked for twice by hand.
//!
//! A pin belongs to a machine and a snapshot id, so that renaming either does not touch it. A clone with all snapshots
//! has other machine, but the same snapshot ids: what was pinned when Snapgrove made the clone is pinned in it too.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::SnapshotKey;
use crate::kept_lines::{DamagedLine, KeptError, KeptLines, Lines, moment};
use crate::model::{ConnectionId, MachineId, MachineKey, SnapshotId};

const FILE: &str = "pins.jsonl";

/// Why and since when a snapshot is pinned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// What the person wrote; may be empty.
    pub reason: Arc<str>,
    /// When it was pinned.
    pub pinned_at: DateTime<Utc>,
}

/// All pins.
#[derive(Debug, Clone, Default)]
pub struct Pins {
    /// `None` where a clone's inherited pin was taken off.
    marks: BTreeMap<SnapshotKey, Mark>,
    origins: HashMap<MachineKey, Origin>,
    damaged: Vec<DamagedLine>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Mark {
    Pinned(Pin),
    /// The pin that the snapshot has from its origin does not count.
    Released(DateTime<Utc>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Origin {
    machine: MachineKey,
    cloned_at: DateTime<Utc>,
}

/// One line of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Pinned {
        #[serde(flatten)]
        snapshot: SnapshotKey,
        #[serde(default)]
        reason: String,
        #[serde(with = "moment")]
        at: DateTime<Utc>,
    },
    Released {
        #[serde(flatten)]
        snapshot: SnapshotKey,
        #[serde(with = "moment")]
        at: DateTime<Utc>,
    },
    Cloned {
        connection: ConnectionId,
        machine: MachineId,
        origin: MachineId,
        #[serde(with = "moment")]
        at: DateTime<Utc>,
    },
}

impl Pins {
    /// The pin of a snapshot: its own, or the one that it had in the machine this one was cloned from.
    #[must_use]
    pub fn of(&self, machine: &MachineKey, snapshot: SnapshotId) -> Option<&Pin> {
        let mut at = machine;
        let mut latest: Option<DateTime<Utc>> = None;
        let mut seen = HashSet::new();
        // A damaged file may make a machine its own origin.
        while seen.insert(at) {
            match self.marks.get(&SnapshotKey::new(at, snapshot)) {
                Some(Mark::Pinned(pin)) if latest.is_none_or(|latest| pin.pinned_at <= latest) => return Some(pin),
                Some(Mark::Released(released)) if latest.is_none_or(|latest| *released <= latest) => return None,
                _ => {}
            }
            let origin = self.origins.get(at)?;
            latest = Some(latest.map_or(origin.cloned_at, |latest| latest.min(origin.cloned_at)));
            at = &origin.machine;
        }
        None
    }

    /// Whether a snapshot is pinned.
    #[must_use]
    pub fn has(&self, machine: &MachineKey, snapshot: SnapshotId) -> bool {
        self.of(machine, snapshot).is_some()
    }

    /// Pins a snapshot, or gives its pin another reason.
    pub fn pin(&mut self, snapshot: SnapshotKey, reason: &str, now: DateTime<Utc>) {
        self.hand_down(&snapshot);
        self.marks.insert(snapshot, Mark::Pinned(Pin { reason: reason.into(), pinned_at: now }));
    }

    /// Takes a snapshot's pin off. Clones of its machine keep theirs.
    pub fn unpin(&mut self, snapshot: &SnapshotKey, now: DateTime<Utc>) {
        self.hand_down(snapshot);
        self.marks.remove(snapshot);
        if self.has(&snapshot.machine_key(), snapshot.snapshot) {
            self.marks.insert(snapshot.clone(), Mark::Released(now));
        }
    }

    /// The snapshot is gone: forgets what is known of it. Clones of its machine keep their pins.
    pub fn forget(&mut self, snapshot: &SnapshotKey) {
        self.hand_down(snapshot);
        self.marks.remove(snapshot);
    }

    /// Notes that Snapgrove cloned a machine with its snapshots: what is pinned now is pinned in the clone too.
    pub fn note_clone(&mut self, origin: &MachineKey, clone: &MachineKey, now: DateTime<Utc>) {
        if origin != clone {
            self.origins.insert(clone.clone(), Origin { machine: origin.clone(), cloned_at: now });
        }
    }

    /// The machine that Snapgrove cloned this one from.
    #[must_use]
    pub fn origin_of(&self, machine: &MachineKey) -> Option<&MachineKey> {
        self.origins.get(machine).map(|origin| &origin.machine)
    }

    /// The pins that were set by hand, in the order of their keys. Those that clones have from their origins are not
    /// among them.
    pub fn iter(&self) -> impl Iterator<Item = (&SnapshotKey, &Pin)> {
        self.marks.iter().filter_map(|(key, mark)| match mark {
            Mark::Pinned(pin) => Some((key, pin)),
            Mark::Released(_) => None,
        })
    }

    /// What could not be read of the file.
    #[must_use]
    pub fn damaged(&self) -> &[DamagedLine] {
        &self.damaged
    }

    /// Gives the direct clones of a machine what they have from it, before it changes.
    fn hand_down(&mut self, snapshot: &SnapshotKey) {
        let origin = snapshot.machine_key();
        let clones: Vec<MachineKey> =
            self.origins.iter().filter(|(_, from)| from.machine == origin).map(|(clone, _)| clone.clone()).collect();
        for clone in clones {
            let key = SnapshotKey::new(&clone, snapshot.snapshot);
            if self.marks.contains_key(&key) {
                continue;
            }
            if let Some(pin) = self.of(&clone, snapshot.snapshot).cloned() {
                self.marks.insert(key, Mark::Pinned(pin));
            }
        }
    }

    fn from_lines(lines: Lines<Line>) -> Self {
        let mut pins = Self { damaged: lines.damaged, ..Self::default() };
        for line in lines.values {
            match line {
                Line::Pinned { snapshot, reason, at } => {
                    pins.marks.insert(snapshot, Mark::Pinned(Pin { reason: reason.into(), pinned_at: at }));
                }
                Line::Released { snapshot, at } => {
                    pins.marks.insert(snapshot, Mark::Released(at));
                }
                Line::Cloned { connection, machine, origin, at } => {
                    let clone = MachineKey { connection: connection.clone(), machine };
                    pins.note_clone(&MachineKey { connection, machine: origin }, &clone, at);
                }
            }
        }
        pins
    }

    fn lines(&self) -> Vec<Line> {
        let marks = self.marks.iter().map(|(key, mark)| match mark {
            Mark::Pinned(pin) => {
                Line::Pinned { snapshot: key.clone(), reason: pin.reason.to_string(), at: pin.pinned_at }
            }
            Mark::Released(at) => Line::Released { snapshot: key.clone(), at: *at },
        });
        let mut origins: Vec<(&MachineKey, &Origin)> = self.origins.iter().collect();
        origins.sort_by_key(|(clone, _)| *clone);
        let clones = origins.into_iter().map(|(clone, origin)| Line::Cloned {
            connection: clone.connection.clone(),
            machine: clone.machine,
            origin: origin.machine.machine,
            at: origin.cloned_at,
        });
        marks.chain(clones).collect()
    }
}

/// The file that pins are kept in.
#[derive(Debug, Clone)]
pub struct PinsFile(KeptLines);

impl PinsFile {
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

    /// Reads the pins; none where there is no file yet. Damaged lines are told by [`Pins::damaged`].
    ///
    /// # Errors
    /// [`KeptError`] if there is a file that cannot be read.
    pub fn load(&self) -> Result<Pins, KeptError> {
        self.0.load().map(Pins::from_lines)
    }

    /// Reads the pins, changes them and writes them, and returns what is kept then. Other programs that do the same wait.
    ///
    /// # Errors
    /// [`KeptError`] if the file cannot be read or written; the old one stands then.
    pub fn update(&self, change: impl FnOnce(&mut Pins)) -> Result<Pins, KeptError> {
        self.0.update(|lines| {
            let mut pins = Pins::from_lines(lines);
            change(&mut pins);
            let (written, damaged) = (pins.lines(), pins.damaged.clone());
            (pins, written, damaged)
        })
    }
}
