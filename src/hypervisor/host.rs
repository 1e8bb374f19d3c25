//! What the host's disks have room for.

use std::collections::HashSet;
use std::path::Path;

use crate::model::{Bytes, HostDisk};

/// The file systems these folders lie on, each once, in the order of first appearance.
#[must_use]
pub fn disks_of<'a>(folders: impl Iterator<Item = &'a Path>) -> Vec<HostDisk> {
    let mut seen = HashSet::new();
    let mut parents = HashSet::new();
    let mut disks = Vec::new();
    for folder in folders {
        // Machines mostly share their parent folder: one look at it is enough for a thousand.
        if parents.contains(&folder.parent()) {
            continue;
        }
        if let Some((device, disk)) = disk_of(folder) {
            parents.insert(folder.parent());
            if seen.insert(device) {
                disks.push(disk);
            }
        }
    }
    disks
}

/// The file system that a folder lies on, with a number that tells it from others.
#[cfg(unix)]
#[must_use]
pub fn disk_of(folder: &Path) -> Option<(u64, HostDisk)> {
    use std::os::unix::fs::MetadataExt as _;
    let device = std::fs::metadata(folder).ok()?.dev();
    let space = rustix::fs::statvfs(folder).ok()?;
    let disk = HostDisk {
        device,
        path: folder.into(),
        // `f_bavail` is what an ordinary user may write: without the reserve of the administrator.
        free: Bytes(space.f_bavail.saturating_mul(space.f_frsize)),
        size: Bytes(space.f_blocks.saturating_mul(space.f_frsize)),
    };
    Some((device, disk))
}

/// Not known on other systems yet: the window then shows no free space.
#[cfg(not(unix))]
#[must_use]
pub fn disk_of(_folder: &Path) -> Option<(u64, HostDisk)> {
    None
}
