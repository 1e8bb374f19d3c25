//! What kind of file system a folder lies on, and how much room it has.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::model::Bytes;
use crate::platform::{self, FileSystemKind};
use crate::text;

impl FileSystemKind {
    /// Whether it writes every change to a new place, so that it keeps old blocks as difference images do.
    #[must_use]
    pub fn copies_on_write(self) -> bool {
        self != Self::Other
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
#[must_use]
pub fn disk_of(folder: &Path) -> Option<DiskFacts> {
    let space = platform::space(folder)?;
    let kind = platform::file_system_kind(folder);
    Some(DiskFacts {
        mount: platform::mount(folder)?.into(),
        free: Bytes(space.free),
        size: Bytes(space.size),
        kind,
        writes_in_place: kind.copies_on_write() && platform::writes_in_place(folder),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
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
