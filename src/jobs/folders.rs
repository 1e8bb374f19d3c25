//! Where Snapgrove keeps what belongs to jobs: journals, copies of settings files, locks.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::error::JobError;
use crate::model::MachineKey;

/// The folders, below the platform's data folder or another one.
#[derive(Debug, Clone)]
pub struct Folders {
    root: PathBuf,
}

impl Folders {
    /// Below this folder; in the platform's data folder where none is given.
    ///
    /// # Errors
    /// If the system names no folder.
    pub fn new(root: Option<PathBuf>) -> Result<Self, JobError> {
        let usual = || {
            let folders = directories::ProjectDirs::from("org", "Snapgrove", "snapgrove")?;
            Some(folders.data_dir().to_owned())
        };
        root.or_else(usual).map(|root| Self { root }).ok_or(JobError::NoFolder)
    }

    /// Makes them.
    ///
    /// # Errors
    /// If that is not possible.
    pub fn create(&self) -> Result<(), JobError> {
        for folder in [self.journals(), self.copies(), self.locks()] {
            fs::create_dir_all(&folder).map_err(JobError::file(folder, "made"))?;
        }
        Ok(())
    }

    /// The folder that the others are below, with the files that `pins` keeps.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Journals, one file a job.
    pub fn journals(&self) -> PathBuf {
        self.root.join("journal")
    }

    /// Copies of settings files.
    pub fn copies(&self) -> PathBuf {
        self.root.join("settings-copies")
    }

    /// Copies of one machine's settings file.
    pub fn copies_of(&self, key: &MachineKey) -> PathBuf {
        self.copies().join(plain(key.connection.as_str())).join(key.machine.to_string())
    }

    fn locks(&self) -> PathBuf {
        self.root.join("locks")
    }

    /// Keeps other Snapgroves away from a machine as long as the result lives; `None` if another one is at work.
    /// The system takes the lock away when a process ends, however it ends.
    ///
    /// # Errors
    /// If the lock's file cannot be opened.
    pub fn lock(&self, key: &MachineKey) -> Result<Option<MachineLock>, JobError> {
        let path = self.locks().join(format!("{}-{}.lock", plain(key.connection.as_str()), key.machine));
        let open = || File::options().create(true).truncate(false).write(true).open(&path);
        let file = open().map_err(JobError::file(&path, "opened"))?;
        Ok(try_lock(&file).map_err(JobError::file(&path, "locked"))?.then_some(MachineLock { _file: file }))
    }
}

/// As long as it lives, no other Snapgrove works on the machine.
#[derive(Debug)]
pub struct MachineLock {
    _file: File,
}

/// Whether the lock was free and is held now.
pub fn try_lock(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// A connection's id as part of a file name.
fn plain(text: &str) -> String {
    text.chars().map(|one| if one.is_ascii_alphanumeric() || one == '-' { one } else { '_' }).collect()
}
