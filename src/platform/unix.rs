//! Linux, macOS and other descendants of Unix.

use std::fs::{File, Metadata};
use std::io;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::Path;

use super::Space;
use crate::text;

pub(super) fn space(folder: &Path) -> Option<Space> {
    let space = rustix::fs::statvfs(folder).ok()?;
    // `f_bavail` is what an ordinary user may write: without the reserve of the administrator.
    Some(Space {
        free: space.f_bavail.saturating_mul(space.f_frsize),
        size: space.f_blocks.saturating_mul(space.f_frsize),
    })
}

#[expect(clippy::unnecessary_wraps, reason = "Windows may not tell")]
pub(super) fn device(_path: &Path, metadata: &Metadata) -> Option<u64> {
    Some(metadata.dev())
}

pub(super) fn links(_path: &Path, metadata: &Metadata) -> u64 {
    metadata.nlink()
}

pub(super) fn occupied(_path: &Path, metadata: &Metadata) -> u64 {
    // POSIX leaves the unit of st_blocks open; Linux, macOS and the BSDs all use 512 bytes, whatever
    // the block size of the file system is.
    metadata.blocks().saturating_mul(512)
}

/// Numbers: `linux/magic.h`, and ZFS's own.
#[cfg(target_os = "linux")]
pub(super) fn why_estimate(path: &Path) -> Option<&'static str> {
    // These numbers have 32 bits, whatever type they come in.
    let [a, b, c, d, ..] = rustix::fs::statfs(path).ok()?.f_type.to_le_bytes();
    let kind = u32::from_le_bytes([a, b, c, d]);
    match kind {
        0x9123_683E => Some(text!("platform-estimate-btrfs")),
        0x2FC1_2FC1 => Some(text!("platform-estimate-zfs")),
        0xCA45_1A4E => Some(text!("platform-estimate-bcachefs")),
        0x5846_5342 => Some(text!("platform-estimate-xfs")),
        0x7366_746E | 0x5346_544E => Some(text!("platform-estimate-ntfs")),
        0x6969 | 0xFE53_4D42 | 0xFF53_4D42 | 0x517B | 0x0102_1997 => Some(text!("platform-estimate-network")),
        0x6573_5546 => Some(text!("platform-estimate-fuse")),
        _ => None,
    }
}

#[cfg(target_os = "macos")]
#[expect(clippy::unnecessary_wraps, reason = "Linux knows file systems that count exactly")]
pub(super) fn why_estimate(_path: &Path) -> Option<&'static str> {
    Some(text!("platform-estimate-apfs"))
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
#[expect(clippy::unnecessary_wraps, reason = "Linux knows file systems that count exactly")]
pub(super) fn why_estimate(_path: &Path) -> Option<&'static str> {
    Some(text!("platform-estimate-unknown"))
}

/// Most parts without space that are looked at in one file.
#[cfg(target_os = "linux")]
const MOST_HOLES: usize = 1 << 20;

#[cfg(target_os = "linux")]
pub(super) fn holes(file: &File) -> Vec<(u64, u64)> {
    use rustix::fs::{SeekFrom, seek};
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() < MOST_HOLES {
        let Ok(start) = seek(file, SeekFrom::Hole(at)) else { break };
        let end = seek(file, SeekFrom::Data(start)).unwrap_or(length).min(length);
        if end <= start {
            break;
        }
        found.push((start, end - start));
        at = end;
    }
    found
}

/// Not asked on other systems.
#[cfg(not(target_os = "linux"))]
pub(super) fn holes(_file: &File) -> Vec<(u64, u64)> {
    Vec::new()
}

pub(super) fn read_exact_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    file.read_exact_at(buffer, offset)
}

pub(super) fn flush_names(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
