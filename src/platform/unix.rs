//! Linux, macOS and other descendants of Unix.

use std::fs::{File, Metadata};
use std::io;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

use super::{FileSystemKind, Space};
use crate::text;

pub(super) fn space(folder: &Path) -> Option<Space> {
    let space = rustix::fs::statvfs(folder).ok()?;
    // `f_bavail` is what an ordinary user may write: without the reserve of the administrator.
    Some(Space {
        free: space.f_bavail.saturating_mul(space.f_frsize),
        size: space.f_blocks.saturating_mul(space.f_frsize),
    })
}

/// macOS always has one, if only a simulated one.
#[cfg(target_os = "macos")]
pub(super) fn has_graphics_card() -> bool {
    true
}

/// Mesa draws through render nodes (`/dev/dri/renderD128` and on), NVIDIA's own driver and Windows' subsystem for Linux through
/// devices of their own. One that this person may not open draws nothing for them.
#[cfg(not(target_os = "macos"))]
pub(super) fn has_graphics_card() -> bool {
    let opens = |path: &Path| File::options().read(true).write(true).open(path).is_ok();
    let has_render_node = std::fs::read_dir("/dev/dri").is_ok_and(|entries| {
        let nodes = entries.flatten().filter(|entry| entry.file_name().as_encoded_bytes().starts_with(b"renderD"));
        nodes.map(|entry| entry.path()).any(|path| opens(&path))
    });
    has_render_node || ["/dev/nvidiactl", "/dev/dxg"].iter().any(|path| opens(Path::new(path)))
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

/// From Linux's `magic.h`.
#[cfg(target_os = "linux")]
const BTRFS: u32 = 0x9123_683E;
/// From ZFS's own source.
#[cfg(target_os = "linux")]
const ZFS: u32 = 0x2FC1_2FC1;
/// From bcachefs's own source.
#[cfg(target_os = "linux")]
const BCACHEFS: u32 = 0xCA45_1A4E;

/// The number that says what kind of file system a path lies on.
#[cfg(target_os = "linux")]
fn magic(path: &Path) -> Option<u32> {
    // These numbers have 32 bits, whatever type they come in.
    let [a, b, c, d, ..] = rustix::fs::statfs(path).ok()?.f_type.to_le_bytes();
    Some(u32::from_le_bytes([a, b, c, d]))
}

/// Numbers that have no name here: from Linux's `magic.h`.
#[cfg(target_os = "linux")]
pub(super) fn why_estimate(path: &Path) -> Option<&'static str> {
    match magic(path)? {
        BTRFS => Some(text!("platform-estimate-btrfs")),
        ZFS => Some(text!("platform-estimate-zfs")),
        BCACHEFS => Some(text!("platform-estimate-bcachefs")),
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

/// File systems that cannot flush a folder say so; they keep names in order by themselves.
pub(super) fn flush_names(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        flushed => flushed,
    }
}

pub(super) fn mount(folder: &Path) -> Option<PathBuf> {
    let device = std::fs::metadata(folder).ok()?.dev();
    let whole = folder.canonicalize().ok()?;
    let same = |folder: &&Path| std::fs::metadata(folder).is_ok_and(|metadata| metadata.dev() == device);
    let top = whole.ancestors().take_while(same).last().map(Path::to_owned);
    Some(top.unwrap_or(whole))
}

/// Number of the file system and of the file on it.
pub(super) type Identity = (u64, u64);

#[expect(clippy::unnecessary_wraps, reason = "Windows may not tell")]
pub(super) fn identity(_path: &Path, metadata: &Metadata) -> Option<Identity> {
    Some((metadata.dev(), metadata.ino()))
}

pub(super) fn link_to(target: &Path, path: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, path)
}

#[cfg(target_os = "linux")]
pub(super) fn program_that_has_open(path: &Path, metadata: &Metadata) -> Option<String> {
    use std::fs::{self, DirEntry};
    let name = path.file_name()?;
    let is_process = |entry: &DirEntry| entry.file_name().to_str().is_some_and(|name| name.parse::<u32>().is_ok());
    for process in fs::read_dir("/proc").ok()?.flatten().filter(is_process) {
        // Those of other users cannot be looked into.
        let Ok(open) = fs::read_dir(process.path().join("fd")) else { continue };
        for descriptor in open.flatten() {
            let leads_here = fs::read_link(descriptor.path()).is_ok_and(|target| target.file_name() == Some(name));
            let same = || fs::metadata(descriptor.path()).map(|data| (data.dev(), data.ino()));
            if leads_here && same().is_ok_and(|same| same == (metadata.dev(), metadata.ino())) {
                let name = fs::read_to_string(process.path().join("comm")).unwrap_or_default();
                let id = process.file_name().display().to_string();
                return Some(text!("platform-process", name = name.trim(), id = id));
            }
        }
    }
    None
}

/// Not asked on other systems.
#[cfg(not(target_os = "linux"))]
pub(super) fn program_that_has_open(_path: &Path, _metadata: &Metadata) -> Option<String> {
    None
}

#[cfg(target_os = "linux")]
pub(super) fn file_system_kind(folder: &Path) -> FileSystemKind {
    match magic(folder) {
        Some(BTRFS) => FileSystemKind::Btrfs,
        Some(ZFS) => FileSystemKind::Zfs,
        Some(BCACHEFS) => FileSystemKind::Bcachefs,
        _ => FileSystemKind::Other,
    }
}

/// Only Linux has those that copy on write under difference images.
#[cfg(not(target_os = "linux"))]
pub(super) fn file_system_kind(_folder: &Path) -> FileSystemKind {
    FileSystemKind::Other
}

#[cfg(target_os = "linux")]
pub(super) fn writes_in_place(folder: &Path) -> bool {
    let Ok(folder) = File::open(folder) else { return false };
    rustix::fs::ioctl_getflags(&folder).is_ok_and(|flags| flags.contains(rustix::fs::IFlags::NOCOW))
}

/// Not asked on other systems.
#[cfg(not(target_os = "linux"))]
pub(super) fn writes_in_place(_folder: &Path) -> bool {
    false
}
