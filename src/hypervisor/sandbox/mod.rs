//! The Sandbox: practice machines, there on every computer and safe to break.
//!
//! It is no mock. Its machines are real VirtualBox settings files with real VDI images, in a folder, and
//! what VirtualBox would do to them is done here with the same results: VirtualBox can register one and
//! go on with it. Rules and formats were measured on VirtualBox 7.2, and a test compares both.
//!
//! ```text
//! create, snapshots, restore, delete, clone, usage, remove, import, leftovers    what can be done, one file each
//! perform                           the steps of a plan, by means of these
//! samples                           what a newcomer finds
//! world, machine_file, document     all machines before a change; one settings file; XML that is edited
//! merge, writing, chain, vdi        the contents of disks
//! change, journal, files            all of it or nothing, whenever it is interrupted
//! ```

mod chain;
mod change;
mod clone;
mod create;
mod delete;
mod document;
mod error;
mod files;
mod import;
mod journal;
mod leftovers;
pub(super) mod machine_file;
mod merge;
mod perform;
mod remove;
mod restore;
mod samples;
mod snapshots;
mod storage;
mod usage;
mod vdi;
mod world;
mod writing;

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

pub use create::{NewDisk, NewMachine};
pub use error::{Doing, Refusal, SandboxError};
pub use files::{Fault, Faults, FileAction, NoFaults};
pub use samples::SamplePin;
pub use snapshots::{NewSnapshot, SnapshotEdit};
pub use usage::{DiskWrite, Usage};

use super::virtualbox::{self, parse_registry, parse_settings};
use super::{Hypervisor, HypervisorError, Listing, Outcome, Progress};
use crate::model::{Connection, ConnectionId, Machine, MachineEntry, MachineId, MachineState, Step};
use crate::text;
use change::{Change, recover};
use files::Files;
use world::{REGISTRY, World};

/// Held while something is changed, so that two programs do not work at the same time.
const LOCK: &str = "sandbox.lock";
/// How long another program's change is waited for.
const LOCK_TRIES: u32 = 100;
const LOCK_WAIT: std::time::Duration = std::time::Duration::from_millis(50);

/// A folder with practice machines. Shared between threads; one change is made at a time.
#[derive(Debug)]
pub struct Sandbox {
    connection: Connection,
    folder: PathBuf,
    files: Files,
    one_at_a_time: Mutex<()>,
}

impl Sandbox {
    /// Opens the Sandbox in `folder`, which is made if it is not there. A change that was interrupted is
    /// finished or undone.
    ///
    /// # Errors
    /// If the folder cannot be made or written, or its list of machines is damaged.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, SandboxError> {
        Self::open_with(folder, Arc::new(NoFaults))
    }

    /// As [`Sandbox::open`], with file actions that go wrong. For tests.
    ///
    /// # Errors
    /// As [`Sandbox::open`].
    pub fn open_with(folder: impl Into<PathBuf>, faults: Arc<dyn Faults>) -> Result<Self, SandboxError> {
        let folder = folder.into();
        fs::create_dir_all(&folder).map_err(|source| SandboxError::file(&folder, Doing::Make, source))?;
        let folder = std::path::absolute(&folder).unwrap_or(folder);
        let connection = Connection {
            id: ConnectionId::new("sandbox"),
            is_practice: true,
            name: text!("hypervisor-sandbox-name").into(),
            place: folder.display().to_string().into(),
            abilities: perform::abilities(),
        };
        let sandbox = Self { connection, folder, files: Files::new(faults), one_at_a_time: Mutex::default() };
        sandbox.exclusively(|| {
            recover(&sandbox.files, &sandbox.folder)?;
            let registry = sandbox.folder.join(REGISTRY);
            if registry.exists() {
                return Ok(());
            }
            Change::carry_out(&sandbox.files, &sandbox.folder, |change| {
                change.replace(&registry, World::empty_registry().as_bytes())
            })
        })?;
        Ok(sandbox)
    }

    /// Whether there is a Sandbox in `folder`.
    #[must_use]
    pub fn is_in(folder: &Path) -> bool {
        folder.join(REGISTRY).is_file()
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes a change: `prepare` looks at the machines as they are, refuses or edits them, and prepares
    /// what is to be done to images.
    fn change<T>(
        &self,
        prepare: impl FnOnce(&mut World, &mut Change<'_>) -> Result<T, SandboxError>,
    ) -> Result<T, SandboxError> {
        self.exclusively(|| {
            recover(&self.files, &self.folder)?;
            let mut world = World::load(&self.folder)?;
            Change::carry_out(&self.files, &self.folder, |change| {
                let result = prepare(&mut world, change)?;
                world.save(change)?;
                Ok(result)
            })
        })
    }

    fn exclusively<T>(&self, work: impl FnOnce() -> Result<T, SandboxError>) -> Result<T, SandboxError> {
        let _guard = self.one_at_a_time.lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.folder.join(LOCK);
        let failed = |source| SandboxError::file(&path, Doing::Open, source);
        let lock = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
        for attempt in 0.. {
            match lock.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if attempt < LOCK_TRIES => std::thread::sleep(LOCK_WAIT),
                Err(TryLockError::WouldBlock) => return Err(SandboxError::Busy { folder: self.folder.clone() }),
                Err(TryLockError::Error(source)) => return Err(failed(source)),
            }
        }
        // Closing the file at the end unlocks it, also when this process is killed.
        work()
    }
}

impl Hypervisor for Sandbox {
    fn connection(&self) -> &Connection {
        &self.connection
    }

    fn machines(&self) -> Result<Listing, HypervisorError> {
        let path = self.folder.join(REGISTRY);
        parse_registry(&read(&path)?, &path, &self.connection.id)
    }

    fn read(&self, entry: &MachineEntry) -> Result<Machine, HypervisorError> {
        self.read_as(entry, &read(&entry.settings_file)?)
    }

    fn read_as(&self, entry: &MachineEntry, content: &[u8]) -> Result<Machine, HypervisorError> {
        parse_settings(content, &entry.settings_file)
    }

    /// Practice machines never run: their settings files tell everything.
    fn states(&self) -> Result<HashMap<MachineId, MachineState>, HypervisorError> {
        Ok(HashMap::new())
    }

    fn watched_folders(&self, listing: &Listing) -> Vec<PathBuf> {
        let machines = listing.machines.iter().filter_map(|entry| entry.settings_file.parent());
        let folders = machines.map(Path::to_owned).filter(|folder| folder.is_dir());
        folders.chain([self.folder.clone()]).collect()
    }

    fn listing_files(&self) -> Vec<PathBuf> {
        vec![self.folder.join(REGISTRY)]
    }

    fn is_settings_file(&self, path: &Path) -> bool {
        virtualbox::is_settings_file(path)
    }

    fn perform(&self, entry: &MachineEntry, step: &Step, progress: &dyn Progress) -> Result<Outcome, HypervisorError> {
        if progress.is_cancelled() {
            return Err(HypervisorError::Cancelled);
        }
        Ok(self.carry_out(entry, step)?)
    }
}

fn read(path: &Path) -> Result<Vec<u8>, HypervisorError> {
    storage::read_text(path).map(String::into_bytes).map_err(|error| {
        let source = match error {
            SandboxError::File { source, .. } => source,
            other => std::io::Error::other(other),
        };
        HypervisorError::File { path: path.to_owned(), source }
    })
}
