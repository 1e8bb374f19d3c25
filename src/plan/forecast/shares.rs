//! What becomes of each image of one snapshot: how much of it goes, and how much others still need.

use std::path::Path;
use std::sync::Arc;

use super::simple::is_covered;
use super::{KnownImages, Units};
use crate::model::{Bytes, ImageForest, ImageId, Machine, SnapshotId};

/// One disk image of a snapshot, in two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiskShare {
    /// Which image.
    pub image: ImageId,
    /// Its file.
    pub path: Arc<Path>,
    /// Space that it takes on the host.
    pub occupied: Bytes,
    /// What was written again later, or what nothing rests on: deleting the snapshot frees it.
    pub rewritten: Bytes,
    /// What shows through what was written later: it becomes part of the image above.
    pub needed: Bytes,
}

/// The images of a snapshot that snapshots cover. Leaves out those whose map, or that of an image above, is not known.
#[must_use]
pub fn shares(machine: &Machine, images: &ImageForest, snapshot: SnapshotId, known: &KnownImages) -> Vec<DiskShare> {
    let Some(index) = machine.tree.find(snapshot) else { return Vec::new() };
    let disks = machine.tree.get(index).hardware.disks();
    let found = disks.filter_map(|(_, id)| images.find(id)).filter(|index| is_covered(images, *index));
    found
        .filter_map(|index| {
            let image = images.get(index);
            let own = known.images.get(&image.record.id)?;
            let above = image.children.iter().map(|child| known.images.get(&images.get(*child).record.id));
            let above: Option<Vec<Arc<Units>>> = above.map(|child| child.map(|child| child.units())).collect();
            let occupied = own.file.occupied;
            let needed = match above?.as_slice() {
                // A base image that nothing rests on stays as it is.
                [] if image.parent.is_none() => occupied,
                [] => Bytes::ZERO,
                above => Bytes(shows_through(&own.units(), above)).min(occupied),
            };
            let rewritten = Bytes(occupied.0 - needed.0);
            Some(DiskShare { image: image.record.id, path: image.record.path.clone(), occupied, rewritten, needed })
        })
        .collect()
}

/// Bytes of the units that at least one of the images above does not hide.
fn shows_through(own: &Units, above: &[Arc<Units>]) -> u64 {
    let shows = |unit: u64| {
        let (start, length) = (unit * own.unit(), own.length_of(unit).max(1));
        above.iter().any(|image| {
            let mut covering = start / image.unit()..=(start + length - 1) / image.unit();
            covering.any(|unit| image.is_free(unit))
        })
    };
    let count = own.held().filter(|(unit, is_data)| *is_data && shows(*unit)).count();
    own.unit().saturating_mul(count as u64)
}
