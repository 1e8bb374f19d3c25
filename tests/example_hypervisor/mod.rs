//! A hypervisor written by the recipe in ARCHITECTURE.md, as small as one can be: a folder with one JSON file a machine.
//! Its machines have memory and snapshots and no disks; they cannot be cloned, so that is not offered.
//!
//! The numbers are those of the recipe.
#![allow(dead_code, clippy::allow_attributes, reason = "every test uses its own part of this")]

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use snapgrove::hypervisor::{Hypervisor, HypervisorError, Listing, Outcome, Progress};
use snapgrove::model::{
    Abilities, Connection, ConnectionId, CurrentState, HardwareSettings, Machine, MachineEntry, MachineId,
    MachineState, Snapshot, SnapshotId, SnapshotTreeBuilder, Step, StepKind,
};
use uuid::Uuid;

/// Machines in JSON files.
pub struct Notebook {
    connection: Connection,
    folder: PathBuf,
}

/// One machine, as it stands in its file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Page {
    pub id: MachineId,
    pub name: String,
    pub runs: bool,
    pub memory_mib: u32,
    pub current: Option<SnapshotId>,
    /// Every parent before its children.
    pub snapshots: Vec<Entry>,
}

/// One snapshot of a [`Page`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    pub id: SnapshotId,
    pub parent: Option<SnapshotId>,
    pub name: String,
    pub description: String,
    pub taken_at: DateTime<Utc>,
    pub memory_mib: u32,
}

impl Notebook {
    /// Part 1: Who it is: its id, its name, and what it can do. What is not among its abilities is not offered.
    pub fn open(folder: &Path) -> Self {
        let steps = [StepKind::Take, StepKind::Edit, StepKind::Restore, StepKind::Delete];
        let connection = Connection {
            id: ConnectionId::new("notebook"),
            is_practice: false,
            name: "Notebook".into(),
            place: folder.display().to_string().into(),
            abilities: steps.into_iter().collect::<Abilities>(),
        };
        Self { connection, folder: folder.to_owned() }
    }

    /// Puts a machine into the folder, or in the place of the one with its name.
    pub fn put(&self, page: &Page) -> Result<(), HypervisorError> {
        let path = self.folder.join(format!("{}.json", page.name));
        let text = serde_json::to_vec_pretty(page).map_err(|error| damaged(&path, &error))?;
        // Never half a file: the reader may look at any moment.
        let written = fs::write(path.with_extension("new"), text);
        written.and_then(|()| fs::rename(path.with_extension("new"), &path)).map_err(|source| file(&path, source))
    }

    fn page(path: &Path) -> Result<Page, HypervisorError> {
        parse(path, &fs::read(path).map_err(|source| file(path, source))?)
    }
}

impl Hypervisor for Notebook {
    fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Part 2: Which machines there are: cheap, from names alone where that is possible.
    fn machines(&self) -> Result<Listing, HypervisorError> {
        let mut listing = Listing::default();
        let files = fs::read_dir(&self.folder).map_err(|source| file(&self.folder, source))?;
        for path in files.flatten().map(|entry| entry.path()).filter(|path| self.is_settings_file(path)) {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            listing.machines.push(MachineEntry {
                connection: self.connection.id.clone(),
                // The same in every reading, without opening the file.
                id: MachineId(Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes())),
                name: name.as_ref().into(),
                settings_file: path.into(),
            });
        }
        listing.machines.sort_by(|one, two| one.name.cmp(&two.name));
        Ok(listing)
    }

    /// The folder itself says which machines there are.
    fn listing_files(&self) -> Vec<PathBuf> {
        vec![self.folder.clone()]
    }

    /// Part 3: One machine: from its file now, and from a copy of that file.
    fn read(&self, entry: &MachineEntry) -> Result<Machine, HypervisorError> {
        machine(entry, Self::page(&entry.settings_file)?)
    }

    fn read_as(&self, entry: &MachineEntry, content: &[u8]) -> Result<Machine, HypervisorError> {
        machine(entry, parse(&entry.settings_file, content)?)
    }

    fn watched_folders(&self, _listing: &Listing) -> Vec<PathBuf> {
        vec![self.folder.clone()]
    }

    fn is_settings_file(&self, path: &Path) -> bool {
        path.extension() == Some("json".as_ref())
    }

    /// Part 4: What they are doing. A machine that is left out keeps what its settings tell.
    fn states(&self) -> Result<HashMap<MachineId, MachineState>, HypervisorError> {
        let listing = self.machines()?;
        let pages =
            listing.machines.iter().filter_map(|entry| Some((entry.id, Self::page(&entry.settings_file).ok()?)));
        Ok(pages.map(|(id, page)| (id, state(&page))).collect())
    }

    /// Part 5: One step, and nothing around it. The plan was checked and the machine is locked; what the hypervisor itself
    /// refuses is an error, and then nothing has changed.
    fn perform(&self, entry: &MachineEntry, step: &Step, progress: &dyn Progress) -> Result<Outcome, HypervisorError> {
        let mut page = Self::page(&entry.settings_file)?;
        let mut outcome = Outcome::default();
        match step {
            Step::Take { name, description } => {
                let id = SnapshotId(Uuid::new_v4());
                let (parent, memory_mib, taken_at) = (page.current, page.memory_mib, Utc::now());
                let (name, description) = (name.clone(), description.clone());
                page.snapshots.push(Entry { id, parent, name, description, taken_at, memory_mib });
                page.current = Some(id);
                outcome.snapshot = Some(id);
            }
            Step::Edit { snapshot, name, description } => {
                let kept = page.find(*snapshot)?;
                kept.name = name.clone().unwrap_or_else(|| kept.name.clone());
                kept.description = description.clone().unwrap_or_else(|| kept.description.clone());
            }
            Step::Restore { snapshot } => {
                page.memory_mib = page.find(*snapshot)?.memory_mib;
                page.current = Some(*snapshot);
            }
            Step::Delete { snapshot } => page.delete(*snapshot)?,
            Step::Clone { .. } | Step::PowerOff | Step::Start | Step::DiscardSavedState | Step::DetachImage { .. } => {
                return Err(refused("a notebook cannot do that"));
            }
        }
        self.put(&page)?;
        progress.report(1.0);
        Ok(outcome)
    }
}

impl Page {
    fn find(&mut self, id: SnapshotId) -> Result<&mut Entry, HypervisorError> {
        let found = self.snapshots.iter_mut().find(|entry| entry.id == id);
        found.ok_or_else(|| HypervisorError::NotFound { words: format!("no snapshot {id}") })
    }

    /// Its children move up to its parent.
    fn delete(&mut self, id: SnapshotId) -> Result<(), HypervisorError> {
        let parent = self.find(id)?.parent;
        self.snapshots.retain(|entry| entry.id != id);
        for entry in self.snapshots.iter_mut().filter(|entry| entry.parent == Some(id)) {
            entry.parent = parent;
        }
        if self.current == Some(id) {
            self.current = parent;
        }
        Ok(())
    }
}

fn machine(entry: &MachineEntry, page: Page) -> Result<Machine, HypervisorError> {
    let hardware =
        |memory_mib| Arc::new(HardwareSettings { memory_mib: Some(memory_mib), ..HardwareSettings::default() });
    let recorded_state = state(&page);
    let mut tree = SnapshotTreeBuilder::default();
    let mut places = HashMap::new();
    let mut memory_of_current = None;
    for kept in page.snapshots {
        let snapshot = Snapshot {
            id: kept.id,
            name: kept.name,
            description: kept.description,
            taken_at: Some(kept.taken_at),
            online: false,
            saved_state: None,
            firmware_file: None,
            hardware: hardware(kept.memory_mib),
        };
        if page.current == Some(kept.id) {
            memory_of_current = Some(kept.memory_mib);
        }
        let parent = kept.parent.and_then(|parent| places.get(&parent).copied());
        let place = tree.push(parent, snapshot).map_err(|error| damaged(&entry.settings_file, &error))?;
        places.insert(kept.id, place);
    }
    Ok(Machine {
        id: entry.id,
        name: page.name.into(),
        description: String::new(),
        groups: Vec::new(),
        os_type: None,
        settings_file: entry.settings_file.clone(),
        settings_version: None,
        snapshot_folder: entry.settings_file.parent().unwrap_or(Path::new("/")).into(),
        recorded_state,
        state_since: None,
        tree: tree.finish(page.current),
        current_state: CurrentState {
            modified: memory_of_current != Some(page.memory_mib),
            hardware: hardware(page.memory_mib),
            ..CurrentState::default()
        },
        images: Vec::new(),
        problems: Vec::new(),
    })
}

fn state(page: &Page) -> MachineState {
    if page.runs { MachineState::Running } else { MachineState::PoweredOff }
}

fn parse(path: &Path, content: &[u8]) -> Result<Page, HypervisorError> {
    serde_json::from_slice(content).map_err(|error| HypervisorError::Damaged {
        path: path.to_owned(),
        line: error.line() as u64,
        column: error.column() as u64,
        what: error.to_string(),
    })
}

fn damaged(path: &Path, error: &dyn std::error::Error) -> HypervisorError {
    HypervisorError::Damaged { path: path.to_owned(), line: 0, column: 0, what: error.to_string() }
}

fn file(path: &Path, source: std::io::Error) -> HypervisorError {
    HypervisorError::File { path: path.to_owned(), source }
}

fn refused(words: &str) -> HypervisorError {
    HypervisorError::Refused { program: "Notebook".to_owned(), words: words.to_owned() }
}
