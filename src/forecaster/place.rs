//! What the host's file systems tell of files, beyond their length.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::image::measure_file;
use crate::model::{Bytes, FileStatus};
use crate::plan::forecast::{FileFacts, Place};

/// The file systems that were met, so that each is asked once.
#[derive(Debug, Default)]
pub(super) struct Places(HashMap<Option<u64>, Option<Arc<str>>>);

impl Places {
    /// What is known of a file.
    pub(super) fn facts(&mut self, path: &Path) -> io::Result<FileFacts> {
        let metadata = fs::metadata(path)?;
        let FileStatus::Present { occupied, length, .. } = measure_file(path) else {
            return Err(io::ErrorKind::NotFound.into());
        };
        let device = device(&metadata);
        let estimate = self.0.entry(device).or_insert_with(|| why_estimate(path).map(Arc::from)).clone();
        Ok(FileFacts { length, occupied, links: links(&metadata), place: Place { device, estimate } })
    }

    /// All files of an image together.
    pub(super) fn facts_of_all(&mut self, paths: &[Arc<Path>]) -> io::Result<FileFacts> {
        let mut all: Option<FileFacts> = None;
        for path in paths {
            let facts = self.facts(path)?;
            all = Some(match all {
                None => facts,
                Some(before) => FileFacts {
                    length: before.length + facts.length,
                    occupied: before.occupied + facts.occupied,
                    links: before.links.max(facts.links),
                    place: before.place,
                },
            });
        }
        Ok(all.unwrap_or_default())
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems do not tell")]
fn device(metadata: &Metadata) -> Option<u64> {
    use std::os::unix::fs::MetadataExt as _;
    Some(metadata.dev())
}

#[cfg(not(unix))]
fn device(_metadata: &Metadata) -> Option<u64> {
    None
}

#[cfg(unix)]
fn links(metadata: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    metadata.nlink()
}

#[cfg(not(unix))]
fn links(_metadata: &Metadata) -> u64 {
    1
}

/// Why the file system's figures cannot be taken at their word. Numbers: `linux/magic.h`, and ZFS's own.
#[cfg(target_os = "linux")]
fn why_estimate(path: &Path) -> Option<&'static str> {
    // These numbers have 32 bits, whatever type they come in.
    let [a, b, c, d, ..] = rustix::fs::statfs(path).ok()?.f_type.to_le_bytes();
    let kind = u32::from_le_bytes([a, b, c, d]);
    match kind {
        0x9123_683E => Some("btrfs keeps what was overwritten in part, and may compress or share data between files"),
        0x2FC1_2FC1 => Some("ZFS may compress data, and keeps what its own snapshots hold"),
        0xCA45_1A4E => Some("bcachefs may compress or share data between files"),
        0x5846_5342 => Some("XFS reserves space ahead and may share data between files: it settles within minutes"),
        0x7366_746E | 0x5346_544E => Some("NTFS may compress files"),
        0x6969 | 0xFE53_4D42 | 0xFF53_4D42 | 0x517B | 0x0102_1997 => {
            Some("the files are on another computer, which counts in its own way")
        }
        0x6573_5546 => Some("the file system is a program of its own, which counts in its own way"),
        _ => None,
    }
}

#[cfg(target_os = "macos")]
fn why_estimate(_path: &Path) -> Option<&'static str> {
    Some("APFS may share data between files")
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn why_estimate(_path: &Path) -> Option<&'static str> {
    Some("only the length of files is known on this system, not the space they take")
}

/// Most parts without space that are looked at in one file.
#[cfg(target_os = "linux")]
const MOST_HOLES: usize = 1 << 20;

/// The parts of a file that take no space on the host, in order, where the file takes less than `held` bytes, which it
/// would if it had none.
#[cfg(target_os = "linux")]
pub(super) fn holes(path: &Path, occupied: Bytes, held: u64) -> Vec<(u64, u64)> {
    use rustix::fs::{SeekFrom, seek};
    if occupied.0 >= held {
        return Vec::new();
    }
    let Ok(file) = fs::File::open(path) else { return Vec::new() };
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() < MOST_HOLES {
        let Ok(start) = seek(&file, SeekFrom::Hole(at)) else { break };
        let end = seek(&file, SeekFrom::Data(start)).unwrap_or(length).min(length);
        if end <= start {
            break;
        }
        found.push((start, end - start));
        at = end;
    }
    found
}

/// Not known on other systems: overwriting a part without space then takes some that was not foreseen.
#[cfg(not(target_os = "linux"))]
pub(super) fn holes(_path: &Path, _occupied: Bytes, _held: u64) -> Vec<(u64, u64)> {
    Vec::new()
}
