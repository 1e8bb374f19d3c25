//! Files in which Snapgrove keeps what it must not forget: one JSON value a line.
//!
//! A damaged line hides no other, and stays in the file as it is until somebody takes it out. The old file or the new one
//! is there at any moment, never half of one. Programs that change it at the same time wait for each other.

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::platform::write_whole;
use crate::text;

/// Most bytes that are read. More means that it is not a file of ours.
const LARGEST: u64 = 256 << 20;

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// The file could not be read or written.
    #[error("{}", text!("platform-kept-file", path = .path.display(), what = .what, source = .source))]
    File {
        /// Which file.
        path: PathBuf,
        /// `read` or `written`.
        what: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// A value could not be written down.
    #[error("{}", text!("platform-kept-write", source = .0.to_string()))]
    Write(#[from] serde_json::Error),
    /// The system names no folder for data.
    #[error("{}", text!("platform-kept-no-folder"))]
    NoFolder,
}

/// A line that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedLine {
    /// Which file.
    pub path: PathBuf,
    /// Number of the line when it was read, from 1.
    pub line: usize,
    /// Its text: kept to the byte when the file is written.
    pub text: Vec<u8>,
    /// What is wrong with it.
    pub why: String,
}

impl std::fmt::Display for DamagedLine {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (path, line) = (self.path.display(), self.line.to_string());
        out.write_str(&text!("platform-kept-damaged-line", line = line, path = path, why = self.why))
    }
}

/// What a file holds.
#[derive(Debug)]
pub(crate) struct Lines<T> {
    pub values: Vec<T>,
    pub damaged: Vec<DamagedLine>,
}

/// Where one kind of values is kept.
#[derive(Debug, Clone)]
pub(crate) struct KeptLines {
    path: Option<PathBuf>,
}

impl KeptLines {
    /// A file of this name in Snapgrove's data folder.
    pub(crate) fn usual(name: &str) -> Self {
        let folders = directories::ProjectDirs::from("org", "Snapgrove", "snapgrove");
        Self { path: folders.map(|folders| folders.data_dir().join(name)) }
    }

    /// A file of this name in `folder`.
    pub(crate) fn in_folder(folder: &Path, name: &str) -> Self {
        Self { path: Some(folder.join(name)) }
    }

    /// Reads all lines; none where there is no file yet.
    pub(crate) fn load<T: DeserializeOwned>(&self) -> Result<Lines<T>, KeptError> {
        let Some(path) = &self.path else { return Ok(Lines { values: Vec::new(), damaged: Vec::new() }) };
        match read(path) {
            Ok(bytes) => Ok(parse(path, &bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Lines { values: Vec::new(), damaged: Vec::new() }),
            Err(source) => Err(KeptError::File { path: path.clone(), what: "read", source }),
        }
    }

    /// Reads the file, lets `change` work on what it holds, and writes the result. While that lasts, other programs that do
    /// the same wait. Returns what is in the file then.
    pub(crate) fn update<T, State>(
        &self,
        change: impl FnOnce(Lines<T>) -> (State, Vec<T>, Vec<DamagedLine>),
    ) -> Result<State, KeptError>
    where
        T: Serialize + DeserializeOwned,
    {
        let Some(path) = &self.path else { return Err(KeptError::NoFolder) };
        let failed = |source| KeptError::File { path: path.clone(), what: "written", source };
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(failed)?;
        // The file itself is replaced, so that a lock on it would hold nobody off.
        let lock = File::options().create(true).truncate(false).write(true).open(path.with_extension("lock"));
        let lock = lock.map_err(failed)?;
        lock.lock().map_err(failed)?;
        let (state, values, damaged) = change(self.load()?);
        let mut bytes = Vec::new();
        for value in &values {
            serde_json::to_writer(&mut bytes, value)?;
            bytes.push(b'\n');
        }
        for line in &damaged {
            bytes.extend_from_slice(&line.text);
            bytes.push(b'\n');
        }
        write_whole(path, &bytes).map_err(failed)?;
        Ok(state)
    }
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    if std::fs::metadata(path)?.len() > LARGEST {
        return Err(std::io::Error::new(ErrorKind::FileTooLarge, text!("platform-kept-too-large")));
    }
    std::fs::read(path)
}

fn parse<T: DeserializeOwned>(path: &Path, bytes: &[u8]) -> Lines<T> {
    let mut lines = Lines { values: Vec::new(), damaged: Vec::new() };
    for (number, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice(line) {
            Ok(value) => lines.values.push(value),
            Err(error) => lines.damaged.push(DamagedLine {
                path: path.to_owned(),
                line: number + 1,
                text: line.to_owned(),
                why: error.to_string(),
            }),
        }
    }
    lines
}

/// A moment as text, such as `2026-10-11T12:03:00Z`.
pub(crate) mod moment {
    use chrono::{DateTime, SecondsFormat, Utc};
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
        let text = String::deserialize(deserializer)?;
        DateTime::parse_from_rfc3339(&text).map(|at| at.to_utc()).map_err(serde::de::Error::custom)
    }
}
