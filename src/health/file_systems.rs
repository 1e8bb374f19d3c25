//! What kind of file system a folder lies on, and how much room it has.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::model::Bytes;
use crate::text;

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

impl FileSystemKind {
    /// Whether it writes every change to a new place, so that it keeps old blocks as difference images do.
    #[must_use]
    pub fn copies_on_write(self) -> bool {
        self != Self::Other
    }

    /// The kind with this magic number of `statfs`. Numbers from Linux's `magic.h`, and from ZFS's and bcachefs's own
    /// sources.
    #[must_use]
    pub fn from_magic(magic: u64) -> Self {
        match magic & 0xFFFF_FFFF {
            0x9123_683E => Self::Btrfs,
            0x2FC1_2FC1 => Self::Zfs,
            0xCA45_1A4E => Self::Bcachefs,
            _ => Self::Other,
        }
    }
}

impl fmt::Display for FileSystemKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Btrfs => "Btrfs",
            Self::Zfs => "ZFS",
            Self::Bcachefs => "bcachefs",
            Self::Other => text!("health-this-file-system"),
        })
    }
}

/// What is known of the disk a folder lies on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiskFacts {
    /// The topmost folder on it: what names the disk, from day to day.
    pub mount: Arc<Path>,
    /// Bytes the person may still write.
    pub free: Bytes,
    /// Its size.
    pub size: Bytes,
    /// Its kind.
    pub kind: FileSystemKind,
    /// Whether copy-on-write is switched off for files that are made in this folder.
    pub writes_in_place: bool,
}

/// Looks at the disk a folder lies on. `None` where the folder is not there or the system does not tell.
#[cfg(unix)]
#[must_use]
pub fn disk_of(folder: &Path) -> Option<DiskFacts> {
    use std::os::unix::fs::MetadataExt as _;
    let device = std::fs::metadata(folder).ok()?.dev();
    let space = rustix::fs::statvfs(folder).ok()?;
    let whole = folder.canonicalize().ok()?;
    let same = |folder: &&Path| std::fs::metadata(folder).is_ok_and(|metadata| metadata.dev() == device);
    let mount = whole.ancestors().take_while(same).last().unwrap_or(&whole);
    let (kind, writes_in_place) = kind_of(folder);
    Some(DiskFacts {
        mount: mount.into(),
        // What an ordinary user may write: without the reserve of the administrator.
        free: Bytes(space.f_bavail.saturating_mul(space.f_frsize)),
        size: Bytes(space.f_blocks.saturating_mul(space.f_frsize)),
        kind,
        writes_in_place,
    })
}

/// Looks at the disk a folder lies on. Other systems do not tell yet.
#[cfg(not(unix))]
#[must_use]
pub fn disk_of(_folder: &Path) -> Option<DiskFacts> {
    None
}

#[cfg(target_os = "linux")]
fn kind_of(folder: &Path) -> (FileSystemKind, bool) {
    let Ok(facts) = rustix::fs::statfs(folder) else { return (FileSystemKind::Other, false) };
    // The type of the field differs between processors.
    #[allow(clippy::allow_attributes, clippy::cast_sign_loss, clippy::unnecessary_cast, reason = "see above")]
    let kind = FileSystemKind::from_magic(facts.f_type as u64);
    (kind, kind.copies_on_write() && has_no_copy_on_write(folder))
}

/// Only Linux has these file systems with a flag to switch copy-on-write off.
#[cfg(all(unix, not(target_os = "linux")))]
fn kind_of(_folder: &Path) -> (FileSystemKind, bool) {
    (FileSystemKind::Other, false)
}

/// Whether files made in this folder are written in place (`chattr +C`).
#[cfg(target_os = "linux")]
fn has_no_copy_on_write(folder: &Path) -> bool {
    let Ok(folder) = std::fs::File::open(folder) else { return false };
    rustix::fs::ioctl_getflags(&folder).is_ok_and(|flags| flags.contains(rustix::fs::IFlags::NOCOW))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn magic_numbers() {
        let kinds = [0x9123_683E, 0x2FC1_2FC1, 0xCA45_1A4E, 0xEF53, 0xFFFF_FFFF_9123_683E];
        let kinds: Vec<_> = kinds.into_iter().map(FileSystemKind::from_magic).collect();
        assert_eq!(
            kinds,
            [
                FileSystemKind::Btrfs,
                FileSystemKind::Zfs,
                FileSystemKind::Bcachefs,
                FileSystemKind::Other,
                FileSystemKind::Btrfs
            ]
        );
    }

    #[test]
    #[cfg(unix)]
    fn a_folder_lies_on_a_disk_whose_top_is_above_it() {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("machine");
        std::fs::create_dir(&below).unwrap();
        let (one, two) = (disk_of(folder.path()).unwrap(), disk_of(&below).unwrap());
        assert_eq!((&one.mount, one.size), (&two.mount, two.size));
        assert!(below.canonicalize().unwrap().starts_with(&*one.mount) && one.free <= one.size);
        assert_eq!(disk_of(&folder.path().join("missing")), None);
    }
}
