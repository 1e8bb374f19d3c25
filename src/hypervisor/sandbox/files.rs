//! Everything the Sandbox does to files goes through here, so that a test can stop it at any point.

use std::fmt::Debug;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Doing, SandboxError};
use crate::platform;

/// What is about to be done to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileAction {
    /// A file or folder is made.
    Create,
    /// Bytes are written.
    Write,
    /// The file is cut off, or its length set.
    SetLength,
    /// The system is told to bring what was written to the disk.
    Flush,
    /// A file takes another's place.
    Rename,
    /// A file or folder is removed.
    Remove,
}

/// What happens instead of a file action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is done, and the system gives this error.
    Fail(io::ErrorKind),
    /// The first half of the bytes is written, then the system gives this error.
    Tear(io::ErrorKind),
}

/// Decides which file actions go wrong. For tests; the real one lets everything pass.
pub trait Faults: Debug + Send + Sync {
    /// Called before each action. `None` lets it pass.
    fn before(&self, action: FileAction, path: &Path) -> Option<Fault>;
}

/// No faults but the system's own.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFaults;

impl Faults for NoFaults {
    fn before(&self, _action: FileAction, _path: &Path) -> Option<Fault> {
        None
    }
}

/// The way to change files.
#[derive(Debug, Clone)]
pub struct Files {
    faults: Arc<dyn Faults>,
    flush: bool,
}

impl Files {
    /// The way to change files, with these faults.
    pub fn new(faults: Arc<dyn Faults>) -> Self {
        Self { faults, flush: true }
    }

    /// The same, without waiting for the disk: for what can be made again.
    pub fn without_flushing(&self) -> Self {
        Self { flush: false, ..self.clone() }
    }

    fn check(&self, action: FileAction, path: &Path) -> io::Result<()> {
        match self.faults.before(action, path) {
            None => Ok(()),
            Some(Fault::Fail(kind) | Fault::Tear(kind)) => Err(kind.into()),
        }
    }

    /// Makes a new file for writing. There must be none yet.
    pub fn create(&self, path: &Path) -> Result<WritableFile, SandboxError> {
        self.check(FileAction::Create, path)
            .and_then(|()| OpenOptions::new().write(true).create_new(true).open(path))
            .map(|file| WritableFile { file, path: path.to_owned(), files: self.clone() })
            .map_err(|source| SandboxError::file(path, Doing::Make, source))
    }

    /// Opens a file that is there for writing.
    pub fn open(&self, path: &Path) -> Result<WritableFile, SandboxError> {
        let file = OpenOptions::new().write(true).open(path);
        file.map(|file| WritableFile { file, path: path.to_owned(), files: self.clone() })
            .map_err(|source| SandboxError::file(path, Doing::OpenForWriting, source))
    }

    /// Makes a folder, which must not be there yet.
    pub fn create_folder(&self, path: &Path) -> Result<(), SandboxError> {
        self.check(FileAction::Create, path)
            .and_then(|()| fs::create_dir(path))
            .map_err(|source| SandboxError::file(path, Doing::Make, source))
    }

    /// Puts `from` in the place of `to`.
    pub fn rename(&self, from: &Path, to: &Path) -> Result<(), SandboxError> {
        self.check(FileAction::Rename, to)
            .and_then(|()| fs::rename(from, to))
            .map_err(|source| SandboxError::file(to, Doing::Replace, source))
    }

    /// Removes a file. One that is not there is removed already.
    pub fn remove(&self, path: &Path) -> Result<(), SandboxError> {
        let removed = self.check(FileAction::Remove, path).and_then(|()| fs::remove_file(path));
        ignore_missing(removed).map_err(|source| SandboxError::file(path, Doing::Remove, source))
    }

    /// Removes a folder if nothing is in it; one with something in it stays.
    pub fn remove_empty_folder(&self, path: &Path) -> Result<(), SandboxError> {
        match self.check(FileAction::Remove, path).and_then(|()| fs::remove_dir(path)) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
            other => ignore_missing(other).map_err(|source| SandboxError::file(path, Doing::Remove, source)),
        }
    }

    /// Brings the names in a folder to the disk: after a file was made, renamed or removed in it.
    pub fn flush_folder(&self, path: &Path) -> Result<(), SandboxError> {
        if !self.flush {
            return Ok(());
        }
        let flushed = self.check(FileAction::Flush, path).and_then(|()| platform::flush_names(path));
        ignore_missing(flushed).map_err(|source| SandboxError::file(path, Doing::Flush, source))
    }
}

fn ignore_missing(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// A file open for writing.
#[derive(Debug)]
pub struct WritableFile {
    file: File,
    path: PathBuf,
    files: Files,
}

impl WritableFile {
    /// Writes at byte `offset`.
    pub fn write_at(&mut self, offset: u64, bytes: &[u8]) -> Result<(), SandboxError> {
        let fault = self.files.faults.before(FileAction::Write, &self.path);
        let written = match fault {
            None => self.put(offset, bytes),
            Some(Fault::Fail(kind)) => Err(kind.into()),
            Some(Fault::Tear(kind)) => {
                self.put(offset, &bytes[..bytes.len() / 2]).and_then(|()| Err(io::Error::from(kind)))
            }
        };
        written.map_err(|source| SandboxError::file(&self.path, Doing::Write, source))
    }

    fn put(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(offset))?;
        self.file.write_all(bytes)
    }

    /// Sets the length; what is added reads as zeros.
    pub fn set_length(&mut self, length: u64) -> Result<(), SandboxError> {
        self.files
            .check(FileAction::SetLength, &self.path)
            .and_then(|()| self.file.set_len(length))
            .map_err(|source| SandboxError::file(&self.path, Doing::SetLength, source))
    }

    /// Waits until everything is on the disk.
    pub fn flush(&mut self) -> Result<(), SandboxError> {
        if !self.files.flush {
            return Ok(());
        }
        self.files
            .check(FileAction::Flush, &self.path)
            .and_then(|()| self.file.sync_all())
            .map_err(|source| SandboxError::file(&self.path, Doing::Flush, source))
    }

    /// Length in bytes.
    pub fn length(&self) -> Result<u64, SandboxError> {
        let metadata = self.file.metadata();
        metadata.map(|metadata| metadata.len()).map_err(|source| SandboxError::file(&self.path, Doing::Read, source))
    }
}
