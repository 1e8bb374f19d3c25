//! A machine as its settings file describes it.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{ConnectionId, HardwareSettings, ImageRecord, MachineId, MachineKey, SnapshotTree};
use crate::text;

/// What is known of a machine before its settings file has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineEntry {
    /// Where it lives.
    pub connection: ConnectionId,
    /// Identity.
    pub id: MachineId,
    /// Its name as far as known without reading it: from the settings file's name.
    pub name: Arc<str>,
    /// Its settings file.
    pub settings_file: Arc<Path>,
}

impl MachineEntry {
    /// The machine's full key.
    #[must_use]
    pub fn key(&self) -> MachineKey {
        MachineKey { connection: self.connection.clone(), machine: self.id }
    }
}

/// A machine: who it is, its snapshots and its current state.
#[derive(Debug, Clone, PartialEq)]
pub struct Machine {
    /// Identity.
    pub id: MachineId,
    /// A label.
    pub name: Arc<str>,
    /// What the person wrote about it; may have several lines.
    pub description: String,
    /// Groups it belongs to, such as `/lab/web`; empty when it is in none.
    pub groups: Vec<Arc<str>>,
    /// Kind of guest system as the hypervisor calls it, such as `Debian_64`.
    pub os_type: Option<Arc<str>>,
    /// Its settings file.
    pub settings_file: Arc<Path>,
    /// Version of the settings file's format, such as `1.19-linux`.
    pub settings_version: Option<Arc<str>>,
    /// Where new difference images and saved states go.
    pub snapshot_folder: Arc<Path>,
    /// State as the settings file tells; only the hypervisor knows whether it runs.
    pub recorded_state: MachineState,
    /// Since when it is in that state.
    pub state_since: Option<DateTime<Utc>>,
    /// Its snapshots.
    pub tree: SnapshotTree,
    /// The machine as it is now.
    pub current_state: CurrentState,
    /// The images its settings file lists: its own, and those of linked clones that hang on them.
    pub images: Vec<Arc<ImageRecord>>,
    /// What is wrong with it although it could be read, such as a current snapshot that is missing.
    pub problems: Vec<Problem>,
}

impl Machine {
    /// Its saved states and firmware files. One that several snapshots share comes several times.
    pub fn support_files(&self) -> impl Iterator<Item = &Arc<Path>> {
        let of_snapshots =
            self.tree.iter().flat_map(|(_, snapshot)| snapshot.saved_state.iter().chain(&snapshot.firmware_file));
        of_snapshots.chain(&self.current_state.saved_state).chain(&self.current_state.firmware_file)
    }
}

/// The machine as it is now, below its current snapshot.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CurrentState {
    /// Whether it differs from the current snapshot, as far as the hypervisor knows.
    pub modified: bool,
    /// Settings as they are now, with the images the disks are written to.
    pub hardware: Arc<HardwareSettings>,
    /// Memory of the machine if its state is saved.
    pub saved_state: Option<Arc<Path>>,
    /// The file with the firmware's variables.
    pub firmware_file: Option<Arc<Path>>,
}

/// What a machine is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MachineState {
    /// Off.
    PoweredOff,
    /// Stopped, with its memory kept in a file.
    Saved,
    /// Moved to another host while running.
    Teleported,
    /// Ended without being shut down.
    Aborted,
    /// Ended while its saved state was being resumed.
    AbortedSaved,
    /// Running.
    Running,
    /// Running, but stopped for the moment.
    Paused,
    /// Running into an error inside the hypervisor.
    Stuck,
    /// Between two states: starting, saving, taking a snapshot, merging, …
    Transient,
}

impl MachineState {
    /// The word of the JSON format.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::PoweredOff => "powered_off",
            Self::Saved => "saved",
            Self::Teleported => "teleported",
            Self::Aborted => "aborted",
            Self::AbortedSaved => "aborted_saved",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Stuck => "stuck",
            Self::Transient => "transient",
        }
    }
}

impl fmt::Display for MachineState {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::PoweredOff => text!("model-state-powered-off"),
            Self::Saved => text!("model-state-saved"),
            Self::Teleported => text!("model-state-teleported"),
            Self::Aborted => text!("model-state-aborted"),
            Self::AbortedSaved => text!("model-state-aborted-saved"),
            Self::Running => text!("model-state-running"),
            Self::Paused => text!("model-state-paused"),
            Self::Stuck => text!("model-state-stuck"),
            Self::Transient => text!("model-state-transient"),
        })
    }
}

/// Something wrong with a machine or a connection, as data: it never hides the others.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Problem {
    /// What sort of problem.
    pub kind: ProblemKind,
    /// What happened, in one sentence.
    pub what: Arc<str>,
    /// What the person can do about it.
    pub advice: Arc<str>,
}

/// Sorts of problems, for the views to choose how they show them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// The settings file is not there.
    Missing,
    /// The settings file cannot be opened or read.
    Unreadable,
    /// The settings file is damaged.
    Damaged,
    /// The machine is encrypted: its snapshots cannot be seen without its password.
    Encrypted,
    /// The settings file is of a version that cannot be read.
    TooOld,
    /// The machine was read, but parts of it do not fit together.
    Inconsistent,
    /// The hypervisor's program could not be asked.
    Tool,
}
