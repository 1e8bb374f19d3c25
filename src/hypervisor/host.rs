//! What the host's disks have room for.

use std::collections::HashSet;
use std::path::Path;

use crate::model::{Bytes, HostDisk};
use crate::platform;

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
#[must_use]
pub fn disk_of(folder: &Path) -> Option<(u64, HostDisk)> {
    let device = platform::device(folder, &std::fs::metadata(folder).ok()?)?;
    let space = platform::space(folder)?;
    Some((device, HostDisk { device, path: folder.into(), free: Bytes(space.free), size: Bytes(space.size) }))
}
