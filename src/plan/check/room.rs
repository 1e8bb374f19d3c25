//! Free space on the host's disks.

use std::path::Path;

use crate::model::{Bytes, HostDisk, Inventory};
use crate::plan::Blocker;

/// What must stay free whatever is done. With a full disk VirtualBox reports success and leaves a settings file that is
/// cut off (measured on ext4 and tmpfs).
const MARGIN: Bytes = Bytes(16 << 20);

/// What a step writes where.
pub(in crate::plan) struct Room<'a> {
    inventory: &'a Inventory,
    /// Disks, with what will be written to each.
    wanted: Vec<(&'a HostDisk, Bytes)>,
}

impl<'a> Room<'a> {
    /// Room for the settings file alone.
    pub fn new(inventory: &'a Inventory, settings_file: &Path) -> Self {
        let mut room = Self { inventory, wanted: Vec::new() };
        room.add(settings_file, Bytes::ZERO);
        room
    }

    /// And for this much more at this place.
    pub fn add(&mut self, place: &Path, bytes: Bytes) {
        let Some(disk) = disk_of(self.inventory, place) else { return };
        match self.wanted.iter_mut().find(|(known, _)| known.device == disk.device) {
            Some((_, wanted)) => *wanted += bytes,
            None => self.wanted.push((disk, bytes)),
        }
    }

    /// The disks that are too full.
    pub fn check(&self) -> Vec<Blocker> {
        let needs = |bytes: Bytes| bytes + MARGIN;
        let full = self.wanted.iter().filter(|(disk, bytes)| disk.free < needs(*bytes));
        full.map(|(disk, bytes)| Blocker::NoSpace { place: disk.path.clone(), needs: needs(*bytes), free: disk.free })
            .collect()
    }
}

/// The disk that a file lies on, as far as the folders say: the one that shares most of the path.
pub(in crate::plan) fn disk_of<'a>(inventory: &'a Inventory, place: &Path) -> Option<&'a HostDisk> {
    let common = |disk: &&HostDisk| {
        let pairs = disk.path.components().zip(place.components());
        pairs.take_while(|(one, two)| one == two).count()
    };
    inventory.host_disks.iter().rev().max_by_key(common)
}
