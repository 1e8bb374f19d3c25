//! Everything that Linux, macOS and Windows do differently, with the same signatures for each: files and file systems,
//! notifications of the desktop, whether it wants dark windows and less motion, what starts programs at certain times, and whether a process still runs.
//!
//! What a system does not tell is `None` here, and its callers say that it is not known. Three other files know what
//! they run on, since what they know is of VirtualBox: where it lives (`hypervisor/virtualbox/places.rs`), how its
//! tools are ended (`hypervisor/virtualbox/process.rs`), and what it calls the host (`hypervisor/sandbox/create.rs`).

mod color_scheme;
mod motion;
mod notification;
#[cfg(all(unix, not(target_os = "macos")))]
mod portal;
mod process;
mod scheduler;
pub mod tool;
#[cfg(unix)]
mod unix;
mod whole_file;
#[cfg(windows)]
mod windows;

pub use color_scheme::{ColorScheme, follow_color_scheme};
pub use motion::follow_reduced_motion;
pub use notification::notify;
pub use process::Process;
pub use scheduler::Scheduler;
pub use whole_file::{write_whole, write_whole_by};

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// What a file system has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// Bytes that this person may still write: without the administrator's reserve, within a quota where the system
    /// counts it.
    pub free: u64,
    /// Bytes of the whole file system.
    pub size: u64,
}

/// What the file system of a folder has room for.
#[must_use]
pub fn space(folder: &Path) -> Option<Space> {
    system::space(folder)
}

/// File systems that differ in what snapshots cost on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileSystemKind {
    /// Btrfs.
    Btrfs,
    /// ZFS.
    Zfs,
    /// Bcachefs.
    Bcachefs,
    /// One that writes in place, or one that is not known.
    Other,
}

/// The kind of the file system that a folder lies on.
#[must_use]
pub fn file_system_kind(folder: &Path) -> FileSystemKind {
    system::file_system_kind(folder)
}

/// Whether files that are made in this folder are written in place although its file system copies on write
/// (`chattr +C`; only Linux has that).
#[must_use]
pub fn writes_in_place(folder: &Path) -> bool {
    system::writes_in_place(folder)
}

/// The topmost folder on the same file system as this one. `None` where the folder is not there.
#[must_use]
pub fn mount(folder: &Path) -> Option<PathBuf> {
    system::mount(folder)
}

/// What is the same for all paths that lead to one file, as long as the file is there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FileIdentity(system::Identity);

/// Which file a path leads to, links followed. `None` where the system does not tell.
///
/// `metadata` is that of `path`.
#[must_use]
pub fn identity(path: &Path, metadata: &Metadata) -> Option<FileIdentity> {
    system::identity(path, metadata).map(FileIdentity)
}

/// A program of this user that has the file open, in words. `None` where there is none, and on systems that do not tell.
///
/// `metadata` is that of `path`.
#[must_use]
pub fn program_that_has_open(path: &Path, metadata: &Metadata) -> Option<String> {
    system::program_that_has_open(path, metadata)
}

/// Makes a link at `path` that leads to `target`.
///
/// # Errors
/// If it cannot be made; on Windows always, where links are for administrators.
pub fn link_to(target: &Path, path: &Path) -> io::Result<()> {
    system::link_to(target, path)
}

/// Whether there is a graphics card that this person may draw with. `true` where the system does not tell.
#[must_use]
pub fn has_graphics_card() -> bool {
    system::has_graphics_card()
}

/// Number of the file system that a file or folder lies on: what has the same number shares its free space.
///
/// `metadata` is that of `path`; which of the two is asked depends on the system.
#[must_use]
pub fn device(path: &Path, metadata: &Metadata) -> Option<u64> {
    system::device(path, metadata)
}

/// How many names a file has; its space is free only when the last is removed. 1 where it cannot be asked.
///
/// `metadata` is that of `path`.
#[must_use]
pub fn links(path: &Path, metadata: &Metadata) -> u64 {
    system::links(path, metadata)
}

/// Bytes that a file takes on the host: what is allocated, not the apparent length.
///
/// `metadata` is that of `path`.
#[must_use]
pub fn occupied(path: &Path, metadata: &Metadata) -> u64 {
    system::occupied(path, metadata)
}

/// Why [`occupied`] cannot be taken at its word for files at `path`, in words for a person.
#[must_use]
pub fn why_estimate(path: &Path) -> Option<&'static str> {
    system::why_estimate(path)
}

/// The parts of a file that take no space on the host, as offset and length in bytes, in order; at most a million.
///
/// Empty where the system does not tell.
#[must_use]
pub fn holes(file: &File) -> Vec<(u64, u64)> {
    system::holes(file)
}

/// Fills `buffer` from byte `offset` of the file, without a shared position that threads could move.
///
/// # Errors
/// If the file ends before that, or cannot be read.
pub fn read_exact_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    system::read_exact_at(file, buffer, offset)
}

/// Brings the names in a folder to the disk: after a file was made, renamed or removed in it.
///
/// # Errors
/// If the folder is not there or the disk refuses.
pub fn flush_names(folder: &Path) -> io::Result<()> {
    system::flush_names(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_and_its_folder_share_a_file_system_that_has_room() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, vec![7; 100_000]).unwrap();
        let of = |path: &Path| device(path, &std::fs::metadata(path).unwrap());
        assert!(of(&path).is_some());
        assert_eq!(of(&path), of(folder.path()));
        let space = space(folder.path()).unwrap();
        assert!(0 < space.free && space.free <= space.size);
        flush_names(folder.path()).unwrap();
    }

    #[test]
    fn every_name_of_a_file_counts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, "content").unwrap();
        assert_eq!(links(&path, &std::fs::metadata(&path).unwrap()), 1);
        std::fs::hard_link(&path, folder.path().join("other")).unwrap();
        assert_eq!(links(&path, &std::fs::metadata(&path).unwrap()), 2);
    }

    #[test]
    fn a_part_is_read_or_the_end_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, "0123456789").unwrap();
        let file = File::open(&path).unwrap();
        let mut part = [0; 4];
        read_exact_at(&file, &mut part, 6).unwrap();
        assert_eq!(&part, b"6789");
        assert_eq!(read_exact_at(&file, &mut part, 7).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn what_was_never_written_takes_no_space() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let file = File::create(&path).unwrap();
        file.set_len(64 << 20).unwrap();
        assert!(occupied(&path, &file.metadata().unwrap()) < 1 << 20);
        assert_eq!(holes(&File::open(&path).unwrap()), [(0, 64 << 20)]);
    }
}
