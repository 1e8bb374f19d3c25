//! The journal of the one change that is under way.
//!
//! A change has two halves. In the first, everything is only added: new files are made, images grow
//! behind their ends, new settings are written beside the old ones. Each such step is noted here before
//! it is done, so that it can be undone. Then one line says what remains to be done, all of which can be
//! done twice without harm: that line is the moment at which the change is decided. Whoever opens the
//! Sandbox next undoes a change without that line, and finishes one that has it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::change::is_inside;
use super::files::{Files, WritableFile};
use super::{Doing, SandboxError};
use crate::text;

/// The journal's name, in the Sandbox's folder. It is there only while a change is under way.
const NAME: &str = "change.journal";
/// Stands at the end of a decided change while images are still written to.
const PENDING: &[u8; 8] = b"pending\n";
/// Takes its place, byte for byte, so that it needs no space, once they are written.
const PATCHED: &[u8; 8] = b"patched\n";

/// How to undo a step of the first half.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Undo {
    /// Remove a file that was made.
    RemoveFile(PathBuf),
    /// Remove a folder that was made.
    RemoveFolder(PathBuf),
    /// Cut a file off that grew.
    Truncate {
        /// Which file.
        path: PathBuf,
        /// Its length before, in bytes.
        length: u64,
    },
}

/// A step of the second half.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// Write to an image in places that it has already.
    Patch(Patch),
    /// Put new settings in the place of the old ones.
    Rename {
        /// The new file.
        from: PathBuf,
        /// The old one.
        to: PathBuf,
    },
    /// Remove a file.
    Remove(PathBuf),
    /// Remove a folder if nothing is left in it.
    RemoveFolder(PathBuf),
}

/// What is written to an image.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patch {
    /// Which image.
    pub target: PathBuf,
    /// The file that is copied from; it stays as it is until all patches are done.
    pub source: PathBuf,
    /// What is copied.
    pub copies: Vec<Copied>,
    /// Where zeros are written: offset and length in bytes.
    pub zeros: Vec<(u64, u64)>,
    /// Where some bytes are written: offset and bytes.
    pub bytes: Vec<(u64, Vec<u8>)>,
}

/// A range of bytes that is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    /// Where it is in the source, in bytes.
    pub from: u64,
    /// Where it goes in the target, in bytes.
    pub to: u64,
    /// How long it is, in bytes.
    pub length: u64,
}

/// A decided change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What remains to be done, in this order: patches, then the others.
    pub actions: Vec<Action>,
}

/// What a journal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// No change is under way.
    Nothing,
    /// A change to be undone: these steps, in the order in which they were done.
    Undecided(Vec<Undo>),
    /// A change to be finished.
    Decided {
        /// What remains to be done.
        decision: Decision,
        /// Whether the patches are done.
        patched: bool,
    },
}

/// The journal, open for the change that is under way.
#[derive(Debug)]
pub struct Journal {
    file: WritableFile,
    length: u64,
}

/// Where the journal of the Sandbox in `folder` is.
pub fn place(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

impl Journal {
    /// Begins a journal.
    pub fn begin(files: &Files, folder: &Path) -> Result<Self, SandboxError> {
        let file = files.create(&place(folder))?;
        if let Err(error) = files.flush_folder(folder) {
            // Left behind, it would be an empty change that the next one undoes: no harm.
            files.remove(&place(folder)).ok();
            return Err(error);
        }
        Ok(Self { file, length: 0 })
    }

    /// Opens the journal of a decided change again.
    pub fn open(files: &Files, folder: &Path) -> Result<Self, SandboxError> {
        let file = files.open(&place(folder))?;
        let length = file.length()?;
        Ok(Self { file, length })
    }

    /// Notes how to undo what is done next.
    pub fn note(&mut self, undo: &Undo) -> Result<(), SandboxError> {
        self.append(&Line::Undo(undo.clone()), b"")
    }

    /// Decides the change.
    pub fn decide(&mut self, decision: &Decision) -> Result<(), SandboxError> {
        self.append(&Line::Decided(decision.clone()), PENDING)
    }

    /// Says that all patches are done.
    pub fn mark_patched(&mut self) -> Result<(), SandboxError> {
        self.file.write_at(self.length - PATCHED.len() as u64, PATCHED)?;
        self.file.flush()
    }

    fn append(&mut self, line: &Line, after: &[u8]) -> Result<(), SandboxError> {
        // Paths that are no Unicode cannot be written as JSON; nothing has been done yet when that shows.
        let mut bytes = serde_json::to_vec(line)
            .map_err(|error| SandboxError::file(NAME, Doing::Write, io::Error::other(error)))?;
        bytes.push(b'\n');
        bytes.extend_from_slice(after);
        self.file.write_at(self.length, &bytes)?;
        self.file.flush()?;
        self.length += bytes.len() as u64;
        Ok(())
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Line {
    Undo(Undo),
    Decided(Decision),
}

impl Line {
    /// No file outside of the Sandbox is changed, whatever a journal says.
    fn check(self, folder: &Path) -> Result<Self, String> {
        let changed: Vec<&Path> = match &self {
            Self::Undo(Undo::RemoveFile(path) | Undo::RemoveFolder(path) | Undo::Truncate { path, .. }) => vec![path],
            Self::Decided(decision) => decision.actions.iter().flat_map(Action::changed).collect(),
        };
        match changed.into_iter().find(|path| !is_inside(folder, &folder.join(path))) {
            Some(path) => Err(text!("hypervisor-sandbox-journal-outside", path = path.display())),
            None => Ok(self),
        }
    }
}

impl Action {
    /// The files that it changes.
    fn changed(&self) -> Vec<&Path> {
        match self {
            Self::Patch(patch) => vec![&patch.target],
            Self::Rename { from, to } => vec![from, to],
            Self::Remove(path) | Self::RemoveFolder(path) => vec![path],
        }
    }
}

/// Reads what the journal in `folder` says.
pub fn read(folder: &Path) -> Result<Found, SandboxError> {
    let path = place(folder);
    let bytes = match fs::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        other => other.map_err(|source| SandboxError::file(&path, Doing::Read, source))?,
    };
    let mut undo = Vec::new();
    let mut rest = bytes.as_slice();
    // A line without its end was being written when everything stopped: what it says was not done yet.
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let (line, after) = (&rest[..end], &rest[end + 1..]);
        let line = serde_json::from_slice(line).map_err(|error| error.to_string());
        match line.and_then(|line: Line| line.check(folder)) {
            Ok(Line::Undo(step)) => undo.push(step),
            Ok(Line::Decided(decision)) if after.len() >= PENDING.len() => {
                return Ok(Found::Decided { decision, patched: after.starts_with(PATCHED) });
            }
            Ok(Line::Decided(_)) => break,
            Err(error) => {
                let what = text!("hypervisor-sandbox-journal-line", error = error);
                return Err(SandboxError::Damaged { path, what });
            }
        }
        rest = after;
    }
    Ok(Found::Undecided(undo))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hypervisor::sandbox::files::NoFaults;
    use std::sync::Arc;

    #[test]
    fn a_journal_cut_off_anywhere_is_undone_until_it_is_decided() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(Arc::new(NoFaults));
        let undo = [Undo::RemoveFile("a".into()), Undo::Truncate { path: "b".into(), length: 7 }];
        let decision = Decision { actions: vec![Action::Remove("c".into())] };
        let mut journal = Journal::begin(&files, folder.path()).unwrap();
        journal.note(&undo[0]).unwrap();
        journal.note(&undo[1]).unwrap();
        let before = fs::read(place(folder.path())).unwrap().len();
        journal.decide(&decision).unwrap();
        let whole = fs::read(place(folder.path())).unwrap();
        for length in 0..whole.len() {
            fs::write(place(folder.path()), &whole[..length]).unwrap();
            let Found::Undecided(steps) = read(folder.path()).unwrap() else { panic!("decided at {length}") };
            assert_eq!(steps, undo[..steps.len()]);
            assert!(length < before || steps.len() == 2);
        }
        fs::write(place(folder.path()), &whole).unwrap();
        assert_eq!(read(folder.path()).unwrap(), Found::Decided { decision: decision.clone(), patched: false });
        Journal::open(&files, folder.path()).unwrap().mark_patched().unwrap();
        assert_eq!(read(folder.path()).unwrap(), Found::Decided { decision, patched: true });
    }

    #[test]
    fn a_journal_cannot_reach_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["../a", "/etc/passwd", "a/../../b", ""] {
            let undo = serde_json::to_string(&Line::Undo(Undo::RemoveFile(path.into()))).unwrap();
            fs::write(place(folder.path()), undo + "\n").unwrap();
            assert!(matches!(read(folder.path()), Err(SandboxError::Damaged { .. })), "{path}");
        }
    }
}
