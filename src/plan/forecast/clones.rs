//! What new machines take on the host.
//!
//! A full clone of one state makes one image of each disk's whole chain: what several images hold of the same place is
//! written once, and what is all zeros is left out. So the union of the maps is the most that it
//! takes. Where a map is not known, it is no more than all images together, and no more than a full disk.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::simple::{CLUSTER, MIB, disks_of, empty_difference, new_differences, takes};
use super::{Certainty, Forecast, KnownImages, Units};
use crate::model::{
    Bytes, CloneExtent, FileStatus, Image, ImageForest, ImageFormat, ImageId, ImageIndex, Machine, MachineUsage,
};

/// Where the data of a fixed VDI image begin at most, in bytes.
const FIXED_DATA_OFFSET: u64 = 2 * MIB;

/// Makes a new machine: for a full clone at most what the chains of its disks hold, each place once; with all snapshots
/// what all images occupy here; for a linked one empty difference images. Saved memory and the firmware's variables are
/// copied with each: the clone is saved as its origin is (measured with VirtualBox 7.2.22).
///
/// `known` has the maps of [`copied_images`] and the sizes of [`copied_files`], as far as they were read.
#[must_use]
pub fn clone(
    machine: &Machine,
    usage: &MachineUsage,
    images: &ImageForest,
    extent: CloneExtent,
    known: &KnownImages,
) -> Forecast {
    let bytes: Bytes = match extent {
        CloneExtent::Linked(id) => {
            let snapshot = machine.tree.find(id).map(|index| &machine.tree.get(index).hardware);
            let disks = snapshot.map_or(Bytes::ZERO, |hardware| new_differences(hardware, images));
            let files = beside_disks(machine, usage, extent, known);
            let certainty = if files == Bytes::ZERO { Certainty::Exact } else { Certainty::AtLeast };
            return takes(disks + files, files, certainty);
        }
        CloneExtent::Everything => {
            let all: Bytes =
                copied_images(machine, images, extent).into_iter().map(|index| images.get(index).occupied()).sum();
            all + usage.saved_states
        }
        CloneExtent::CurrentState | CloneExtent::Snapshot(_) => {
            let disks: Bytes =
                tops(machine, images, extent).into_iter().map(|top| whole_disk(images, top, known)).sum();
            disks + beside_disks(machine, usage, extent, known)
        }
    };
    Forecast { copies: bytes, ..takes(bytes, bytes, Certainty::AtLeast) }
}

/// The images that a clone is made of: those of whole chains, each once. A linked clone reads none.
#[must_use]
pub fn copied_images(machine: &Machine, images: &ImageForest, extent: CloneExtent) -> HashSet<ImageIndex> {
    tops(machine, images, extent).into_iter().flat_map(|top| images.chain(top)).collect()
}

/// The saved memory and the firmware's variables that a clone of one state is made with.
pub fn copied_files(machine: &Machine, extent: CloneExtent) -> impl Iterator<Item = &Arc<Path>> {
    let current = &machine.current_state;
    let (memory, firmware) = match extent {
        CloneExtent::CurrentState => (&current.saved_state, &current.firmware_file),
        CloneExtent::Snapshot(id) | CloneExtent::Linked(id) => match machine.tree.find(id) {
            Some(index) => {
                let snapshot = machine.tree.get(index);
                (&snapshot.saved_state, &snapshot.firmware_file)
            }
            None => (&None, &None),
        },
        CloneExtent::Everything => (&None, &None),
    };
    memory.iter().chain(firmware)
}

fn beside_disks(machine: &Machine, usage: &MachineUsage, extent: CloneExtent, known: &KnownImages) -> Bytes {
    let sizes: Option<Vec<Bytes>> =
        copied_files(machine, extent).map(|path| known.files.get(path).map(|file| file.occupied)).collect();
    // Where one is not known, all that the machine has are the most.
    sizes.map_or(usage.saved_states, |sizes| sizes.into_iter().sum())
}

/// The uppermost image of each disk, as often as the disk is copied.
fn tops(machine: &Machine, images: &ImageForest, extent: CloneExtent) -> Vec<ImageIndex> {
    let current = &machine.current_state.hardware;
    let found: Vec<ImageId> = match extent {
        CloneExtent::CurrentState => disks_of(current).collect(),
        CloneExtent::Snapshot(id) => {
            let snapshot = machine.tree.find(id).map(|index| &machine.tree.get(index).hardware);
            snapshot.into_iter().flat_map(|hardware| disks_of(hardware)).collect()
        }
        CloneExtent::Everything => {
            let of_snapshots = machine.tree.iter().flat_map(|(_, snapshot)| disks_of(&snapshot.hardware));
            of_snapshots.chain(disks_of(current)).collect()
        }
        CloneExtent::Linked(_) => Vec::new(),
    };
    found.into_iter().filter_map(|id| images.find(id)).collect()
}

/// The most that one image with all that a chain shows can take.
fn whole_disk(images: &ImageForest, top: ImageIndex, known: &KnownImages) -> Bytes {
    let chain: Vec<&Image> = images.chain(top).map(|index| images.get(index)).collect();
    let Some(target) = chain.first().map(|image| Target::like(&image.record.format)) else { return Bytes::ZERO };
    let read: Option<Vec<_>> =
        chain.iter().map(|image| known.images.get(&image.record.id).map(|known| known.units())).collect();
    if let Some(read) = read {
        return target.occupied(&read.iter().map(|units| &**units).collect::<Vec<_>>());
    }
    let all: Bytes = chain.iter().map(|image| image.occupied()).sum();
    let size = chain.iter().filter_map(|image| virtual_size(image)).max();
    size.map_or(all, |size| all.min(Bytes(target.full(size)) + target.metadata(size)))
}

fn virtual_size(image: &Image) -> Option<Bytes> {
    match &image.file {
        Some(FileStatus::Present { header: Some(header), .. }) => Some(header.virtual_size),
        _ => None,
    }
}

/// The image that VirtualBox makes: of the format of the one that is cloned where it can make that, else VDI.
struct Target {
    format: ImageFormat,
    /// What it allocates at once, and what it needs beside that.
    unit: u64,
    overhead: u64,
}

impl Target {
    fn like(format: &ImageFormat) -> Self {
        match format {
            ImageFormat::Vmdk => Self { format: ImageFormat::Vmdk, unit: 64 << 10, overhead: 0 },
            ImageFormat::Vhd => Self { format: ImageFormat::Vhd, unit: 2 * MIB, overhead: 512 },
            _ => Self { format: ImageFormat::Vdi, unit: MIB, overhead: 0 },
        }
    }

    /// Headers and tables of an image for a disk of this size.
    fn metadata(&self, size: Bytes) -> Bytes {
        let more = match self.format {
            // Two sets of tables, of which a difference image that was just made leaves the entries as holes.
            ImageFormat::Vmdk => 2 * (size.0.div_ceil(self.unit) * 4).next_multiple_of(CLUSTER),
            // The footer, behind all blocks.
            ImageFormat::Vhd => CLUSTER,
            _ => 0,
        };
        empty_difference(&self.format, size) + Bytes(more)
    }

    /// What all units of a disk of this size take.
    fn full(&self, size: Bytes) -> u64 {
        size.0.div_ceil(self.unit).saturating_mul(self.unit + self.overhead)
    }

    /// What it takes to hold what the images of a chain, the uppermost first, show together.
    fn occupied(&self, chain: &[&Units]) -> Bytes {
        let Some(size) = chain.iter().map(|units| units.disk_size()).max() else { return Bytes::ZERO };
        let mut held = Units::empty(self.unit, self.overhead, size);
        for units in chain {
            self.add(&mut held, units);
        }
        // A fixed image stays one, and what stands before its data is allocated as well. With others above it, it does not.
        let is_fixed = self.format == ImageFormat::Vdi && chain.len() == 1 && held.in_use() == held.count();
        let before = if is_fixed { FIXED_DATA_OFFSET } else { 0 };
        self.metadata(Bytes(size)) + Bytes(held.in_use().saturating_mul(held.cost()) + before)
    }

    fn add(&self, held: &mut Units, units: &Units) {
        // Zeros that hide what lies below do so for a whole unit only.
        let alike = units.unit() == self.unit;
        for (number, is_data) in units.held() {
            let start = number * units.unit();
            let last = (start + units.length_of(number)).saturating_sub(1);
            for unit in start / self.unit..=last / self.unit {
                match (is_data, alike) {
                    (true, true) if held.is_zero(unit) => {}
                    (true, _) => held.set_data(unit),
                    (false, true) => held.set_zero(unit),
                    (false, false) => {}
                }
            }
        }
    }
}
