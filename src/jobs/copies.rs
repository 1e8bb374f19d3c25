//! Copies of machines' settings files, made before each step and when one is put back.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, NaiveDateTime, Utc};

use super::error::JobError;
use super::folders::Folders;
use crate::model::{ConnectionId, MachineId, MachineKey};
use crate::platform::write_whole;
use crate::text;

/// How times stand in names of copies.
const TIME: &str = "%Y-%m-%dT%H-%M-%S%.6fZ";
/// What follows the time in names of mended settings.
const MENDED: &str = "-mended";
/// Largest settings file that is copied, in bytes.
const MOST_BYTES: u64 = 256 << 20;

/// A copy of a machine's settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsCopy {
    /// The machine.
    pub machine: MachineKey,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Where it is.
    pub path: PathBuf,
    /// Whether it is no copy of what was there, but what has to be there after a change that was cut off in the middle.
    pub mended: bool,
}

/// Which copies there are. The folder is read once; later it is kept in step.
#[derive(Debug, Default)]
pub struct Copies {
    /// The newest first.
    of: HashMap<MachineKey, Vec<SettingsCopy>>,
}

impl Copies {
    /// Reads which copies there are. What cannot be read, or is none, is left out.
    #[must_use]
    pub fn read(folders: &Folders) -> Self {
        let mut of: HashMap<MachineKey, Vec<SettingsCopy>> = HashMap::new();
        for connection in entries(&folders.copies()) {
            for machine in entries(&connection) {
                let Some((key, copies)) = copies_in(&connection, &machine) else { continue };
                of.insert(key, copies);
            }
        }
        Self { of }
    }

    /// Copies of a machine's settings file, the newest first.
    #[must_use]
    pub fn of(&self, key: &MachineKey) -> Vec<SettingsCopy> {
        self.of.get(key).cloned().unwrap_or_default()
    }

    /// Takes a new copy up. Returns those that are too many now; their files are for the caller to remove.
    pub fn add(&mut self, copy: SettingsCopy, most: usize) -> Vec<SettingsCopy> {
        let copies = self.of.entry(copy.machine.clone()).or_default();
        if !copies.contains(&copy) {
            copies.insert(0, copy);
        }
        copies.split_off(copies.len().min(most.max(1)))
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(Result::ok).map(|entry| entry.path()).collect()
}

fn copies_in(connection: &Path, machine: &Path) -> Option<(MachineKey, Vec<SettingsCopy>)> {
    let connection = ConnectionId::new(connection.file_name()?.to_str()?);
    let id: MachineId = machine.file_name()?.to_str()?.parse().ok()?;
    let key = MachineKey { connection, machine: id };
    let copy = |path: PathBuf| {
        let name = path.file_stem()?.to_str()?;
        let (time, mended) = name.strip_suffix(MENDED).map_or((name, false), |time| (time, true));
        let made_at = NaiveDateTime::parse_from_str(time, TIME).ok()?.and_utc();
        Some(SettingsCopy { machine: key.clone(), made_at, path, mended })
    };
    let mut copies: Vec<SettingsCopy> = entries(machine).into_iter().filter_map(copy).collect();
    copies.sort_by_key(|copy| std::cmp::Reverse(copy.made_at));
    Some((key, copies))
}

/// Copies a settings file. Where the newest copy is the same, that one is returned.
///
/// # Errors
/// If it cannot be read, or the copy cannot be written.
pub fn copy(
    folders: &Folders,
    key: &MachineKey,
    settings_file: &Path,
    newest: Option<&SettingsCopy>,
) -> Result<SettingsCopy, JobError> {
    keep(folders, key, settings_file, &read(settings_file)?, false, newest)
}

/// Keeps what is, or has to be, the content of a settings file. Where the newest copy is the same, that one is returned.
///
/// # Errors
/// If it cannot be written.
pub fn keep(
    folders: &Folders,
    key: &MachineKey,
    settings_file: &Path,
    content: &[u8],
    mended: bool,
    newest: Option<&SettingsCopy>,
) -> Result<SettingsCopy, JobError> {
    if let Some(newest) = newest
        && newest.mended == mended
        && fs::read(&newest.path).is_ok_and(|known| known == content)
    {
        return Ok(newest.clone());
    }
    let folder = folders.copies_of(key);
    fs::create_dir_all(&folder).map_err(JobError::file(&folder, "made"))?;
    // Names tell no more than that.
    let now = Utc::now();
    let mut made_at = DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now);
    if let Some(newest) = newest
        && made_at <= newest.made_at
    {
        // The clock was put back; the order of the copies stays true.
        made_at = newest.made_at + chrono::TimeDelta::microseconds(1);
    }
    let name = made_at.format(TIME).to_string();
    let kind = if mended { MENDED } else { "" };
    let extension = settings_file.extension().map_or_else(|| "vbox".into(), std::ffi::OsStr::to_string_lossy);
    let path = folder.join(format!("{name}{kind}.{extension}"));
    write_whole(&path, content).map_err(JobError::file(&path, "written"))?;
    Ok(SettingsCopy { machine: key.clone(), made_at, path, mended })
}

/// Takes a new copy up, and removes those that are too many now.
pub fn take_up(copies: &Mutex<Copies>, copy: SettingsCopy, most: usize) {
    let old = copies.lock().unwrap_or_else(PoisonError::into_inner).add(copy, most);
    for old in old {
        if let Err(error) = fs::remove_file(&old.path) {
            tracing::warn!(path = %old.path.display(), %error, "an old copy cannot be removed");
        }
    }
}

/// Reads a settings file or a copy of one.
///
/// # Errors
/// If it cannot be read, or is larger than any settings file.
pub fn read(path: &Path) -> Result<Vec<u8>, JobError> {
    let failed = || JobError::file(path, "read");
    let metadata = fs::metadata(path).map_err(failed())?;
    if !metadata.is_file() || metadata.len() > MOST_BYTES {
        return Err(failed()(io::Error::new(io::ErrorKind::InvalidInput, text!("jobs-error-no-settings-file"))));
    }
    fs::read(path).map_err(failed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_copies_are_kept_and_equal_ones_made_once() {
        let root = tempfile::tempdir().unwrap();
        let folders = Folders::new(Some(root.path().to_owned())).unwrap();
        folders.create().unwrap();
        let key = MachineKey { connection: ConnectionId::new("sandbox"), machine: MachineId(uuid::Uuid::from_u128(1)) };
        let settings = root.path().join("web01.vbox");
        let mut copies = Copies::default();
        for number in 0..7 {
            fs::write(&settings, format!("version {}", number / 2)).unwrap();
            let made = copy(&folders, &key, &settings, copies.of(&key).first()).unwrap();
            for old in copies.add(made, 3) {
                fs::remove_file(old.path).unwrap();
            }
        }
        let read = Copies::read(&folders).of(&key);
        assert_eq!(read, copies.of(&key));
        let texts: Vec<String> = read.iter().map(|copy| fs::read_to_string(&copy.path).unwrap()).collect();
        assert_eq!(texts, ["version 3", "version 2", "version 1"]);
    }
}
