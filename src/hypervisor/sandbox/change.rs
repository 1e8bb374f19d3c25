//! One change: either all of it happens or nothing. [`journal`](super::journal) says how.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Component, Path, PathBuf};

use super::files::{Files, WritableFile};
use super::journal::{self, Action, Decision, Found, Journal, Patch, Undo};
use super::{Doing, Refusal, SandboxError};
use crate::text;

/// Ends the name of a settings file that waits to take the place of the old one.
const NEW: &str = "-new";
/// Bytes that are copied at once.
const COPY: usize = 1 << 20;

/// A change that is being prepared. Nothing of it can be seen until it is committed.
pub struct Change<'a> {
    files: &'a Files,
    folder: &'a Path,
    /// Begun with the first step, so that a refusal touches nothing.
    journal: Option<Journal>,
    undo: Vec<Undo>,
    patches: Vec<Action>,
    others: Vec<Action>,
    /// Folders with new names in them.
    folders: BTreeSet<PathBuf>,
}

impl<'a> Change<'a> {
    /// Prepares a change with `prepare` and carries it out. If anything fails before it is decided,
    /// all is as it was.
    pub fn carry_out<T>(
        files: &'a Files,
        folder: &'a Path,
        prepare: impl FnOnce(&mut Self) -> Result<T, SandboxError>,
    ) -> Result<T, SandboxError> {
        let mut change = Self {
            files,
            folder,
            journal: None,
            undo: Vec::new(),
            patches: Vec::new(),
            others: Vec::new(),
            folders: BTreeSet::new(),
        };
        let prepared = prepare(&mut change).and_then(|result| change.decide().map(|decision| (result, decision)));
        match (prepared, &mut change.journal) {
            (Ok((result, decision)), Some(journal)) => {
                finish(files, folder, journal, &decision, false)
                    .map_err(|source| SandboxError::Unfinished { source: Box::new(source) })?;
                Ok(result)
            }
            (Ok((result, _)), None) => Ok(result),
            (Err(error), journal) => {
                // If this fails too, whoever opens the Sandbox next does it.
                if journal.is_some()
                    && let Err(second) = roll_back(files, folder, &change.undo)
                {
                    tracing::warn!(%second, "a failed change of the Sandbox is undone later");
                }
                Err(error)
            }
        }
    }

    fn journal(&mut self) -> Result<&mut Journal, SandboxError> {
        match &mut self.journal {
            Some(journal) => Ok(journal),
            none => Ok(none.insert(Journal::begin(self.files, self.folder)?)),
        }
    }

    fn note(&mut self, undo: Undo) -> Result<(), SandboxError> {
        self.journal()?.note(&undo)?;
        self.undo.push(undo);
        Ok(())
    }

    fn relative(&self, path: &Path) -> PathBuf {
        path.strip_prefix(self.folder).unwrap_or(path).to_owned()
    }

    /// Settings that were edited by hand may name any file of the computer: none outside of the Sandbox is
    /// ever changed.
    fn check_place(&self, path: &Path) -> Result<(), SandboxError> {
        if is_inside(self.folder, path) {
            return Ok(());
        }
        let what = text!("hypervisor-sandbox-outside", path = path.display());
        Err(Refusal::Unsupported(what).into())
    }

    /// Makes a folder, if it is not there.
    pub fn create_folder(&mut self, path: &Path) -> Result<(), SandboxError> {
        self.check_place(path)?;
        if path.is_dir() {
            return Ok(());
        }
        self.note(Undo::RemoveFolder(self.relative(path)))?;
        self.files.create_folder(path)?;
        self.note_name(path);
        Ok(())
    }

    /// Makes a new file. It has to be flushed before the change is committed.
    pub fn create(&mut self, path: &Path) -> Result<WritableFile, SandboxError> {
        self.check_place(path)?;
        if fs::symlink_metadata(path).is_ok() {
            // Undoing would remove what was there before.
            return Err(SandboxError::file(path, Doing::Make, std::io::ErrorKind::AlreadyExists.into()));
        }
        self.note(Undo::RemoveFile(self.relative(path)))?;
        let file = self.files.create(path)?;
        self.note_name(path);
        Ok(file)
    }

    /// Makes a new file with the content of another.
    pub fn copy(&mut self, from: &Path, to: &Path) -> Result<(), SandboxError> {
        let failed = |source| SandboxError::file(from, Doing::Read, source);
        let mut source = fs::File::open(from).map_err(failed)?;
        let mut target = self.create(to)?;
        let mut buffer = vec![0; COPY];
        let mut offset = 0;
        loop {
            let read = source.read(&mut buffer).map_err(failed)?;
            if read == 0 {
                return target.flush();
            }
            target.write_at(offset, &buffer[..read])?;
            offset += read as u64;
        }
    }

    /// Opens a file to let it grow. It has to be flushed before the change is committed.
    pub fn extend(&mut self, path: &Path) -> Result<WritableFile, SandboxError> {
        self.check_place(path)?;
        let file = self.files.open(path)?;
        let path = self.relative(path);
        // A file of this change is removed when it is undone. Undoing twice would find it gone.
        if !self.undo.contains(&Undo::RemoveFile(path.clone())) {
            self.note(Undo::Truncate { path, length: file.length()? })?;
        }
        Ok(file)
    }

    /// Writes new content for a file beside it; it takes the old one's place when the change is
    /// committed.
    pub fn replace(&mut self, path: &Path, content: &[u8]) -> Result<(), SandboxError> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(NEW);
        let beside = PathBuf::from(beside);
        let mut file = self.create(&beside)?;
        file.write_at(0, content)?;
        file.flush()?;
        self.others.push(Action::Rename { from: self.relative(&beside), to: self.relative(path) });
        Ok(())
    }

    /// Writes to an image, in places that it has already, when the change is committed.
    pub fn patch(&mut self, mut patch: Patch) -> Result<(), SandboxError> {
        self.check_place(&patch.target)?;
        patch.target = self.relative(&patch.target);
        patch.source = self.relative(&patch.source);
        self.patches.push(Action::Patch(patch));
        Ok(())
    }

    /// Writes to a file that was made in this change, at once.
    pub fn write_new(&self, patch: &Patch) -> Result<(), SandboxError> {
        apply(self.files, self.folder, patch)
    }

    /// Removes a file when the change is committed. One that is not in the Sandbox stays.
    pub fn remove(&mut self, path: &Path) {
        if is_inside(self.folder, path) {
            self.others.push(Action::Remove(self.relative(path)));
        }
    }

    /// Removes a folder when the change is committed, if nothing is left in it.
    pub fn remove_folder(&mut self, path: &Path) {
        if is_inside(self.folder, path) {
            self.others.push(Action::RemoveFolder(self.relative(path)));
        }
    }

    fn note_name(&mut self, path: &Path) {
        self.folders.extend(path.parent().map(Path::to_owned));
    }

    fn decide(&mut self) -> Result<Decision, SandboxError> {
        for folder in &self.folders {
            self.files.flush_folder(folder)?;
        }
        // Renames come before removals: a settings file never names an image that is gone already.
        self.others.sort_by_key(|action| match action {
            Action::Patch(_) | Action::Rename { .. } => 0,
            Action::Remove(_) => 1,
            Action::RemoveFolder(_) => 2,
        });
        let actions = self.patches.drain(..).chain(self.others.drain(..)).collect();
        let decision = Decision { actions };
        self.journal()?.decide(&decision)?;
        Ok(decision)
    }
}

/// Whether `path` lies below `folder`, without a step upwards.
pub fn is_inside(folder: &Path, path: &Path) -> bool {
    path.strip_prefix(folder).is_ok_and(|rest| {
        let mut parts = rest.components().peekable();
        parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
    })
}

/// Finishes or undoes what an earlier process left behind in `folder`.
pub fn recover(files: &Files, folder: &Path) -> Result<(), SandboxError> {
    match journal::read(folder)? {
        Found::Nothing => Ok(()),
        Found::Undecided(undo) => roll_back(files, folder, &undo),
        Found::Decided { decision, patched } => {
            let mut journal = Journal::open(files, folder)?;
            finish(files, folder, &mut journal, &decision, patched)
                .map_err(|source| SandboxError::Unfinished { source: Box::new(source) })
        }
    }
}

fn roll_back(files: &Files, folder: &Path, undo: &[Undo]) -> Result<(), SandboxError> {
    for step in undo.iter().rev() {
        match step {
            Undo::RemoveFile(path) => files.remove(&folder.join(path))?,
            Undo::RemoveFolder(path) => files.remove_empty_folder(&folder.join(path))?,
            Undo::Truncate { path, length } => {
                let mut file = files.open(&folder.join(path))?;
                if file.length()? > *length {
                    file.set_length(*length)?;
                }
                file.flush()?;
            }
        }
    }
    close(files, folder)
}

fn finish(
    files: &Files,
    folder: &Path,
    journal: &mut Journal,
    decision: &Decision,
    patched: bool,
) -> Result<(), SandboxError> {
    if !patched {
        for action in &decision.actions {
            if let Action::Patch(patch) = action {
                apply(files, folder, patch)?;
            }
        }
        journal.mark_patched()?;
    }
    let mut folders = BTreeSet::new();
    let mut removing = false;
    for action in &decision.actions {
        if !removing && matches!(action, Action::Remove(_) | Action::RemoveFolder(_)) {
            // The new settings are on the disk before anything that the old ones name goes.
            removing = true;
            flush_folders(files, &folders)?;
        }
        match action {
            Action::Patch(_) => {}
            Action::Rename { from, to } => {
                let (from, to) = (folder.join(from), folder.join(to));
                // Gone when it was renamed already.
                if from.exists() {
                    files.rename(&from, &to)?;
                }
                folders.extend(to.parent().map(Path::to_owned));
            }
            Action::Remove(path) => files.remove(&folder.join(path))?,
            Action::RemoveFolder(path) => files.remove_empty_folder(&folder.join(path))?,
        }
    }
    flush_folders(files, &folders)?;
    close(files, folder)
}

fn flush_folders(files: &Files, folders: &BTreeSet<PathBuf>) -> Result<(), SandboxError> {
    folders.iter().try_for_each(|folder| files.flush_folder(folder))
}

fn close(files: &Files, folder: &Path) -> Result<(), SandboxError> {
    files.remove(&journal::place(folder))?;
    files.flush_folder(folder)
}

fn apply(files: &Files, folder: &Path, patch: &Patch) -> Result<(), SandboxError> {
    let mut target = files.open(&folder.join(&patch.target))?;
    if !patch.copies.is_empty() {
        copy(&folder.join(&patch.source), &mut target, patch)?;
    }
    let nothing = vec![0; COPY];
    for (start, length) in &patch.zeros {
        let mut at = *start;
        let end = start.saturating_add(*length);
        while at < end {
            let part = (end - at).min(COPY as u64);
            target.write_at(at, &nothing[..usize::try_from(part).unwrap_or(COPY)])?;
            at += part;
        }
    }
    // What the image says of itself comes last: until then it does not show what was only added.
    if !patch.bytes.is_empty() {
        target.flush()?;
    }
    for (offset, bytes) in &patch.bytes {
        target.write_at(*offset, bytes)?;
    }
    target.flush()
}

fn copy(source: &Path, target: &mut WritableFile, patch: &Patch) -> Result<(), SandboxError> {
    let failed = |error| SandboxError::file(source, Doing::Read, error);
    let mut file = fs::File::open(source).map_err(failed)?;
    let mut buffer = vec![0; COPY];
    for range in &patch.copies {
        let mut done = 0;
        while done < range.length {
            let part = usize::try_from(range.length - done).unwrap_or(COPY).min(COPY);
            file.seek(SeekFrom::Start(range.from + done)).map_err(failed)?;
            file.read_exact(&mut buffer[..part]).map_err(failed)?;
            target.write_at(range.to + done, &buffer[..part])?;
            done += part as u64;
        }
    }
    Ok(())
}
