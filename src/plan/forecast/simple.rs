//! Forecasts that need no map of any image: take, restore.

use super::{Certainty, Forecast};
use crate::model::{
    Bytes, FileStatus, HardwareSettings, Image, ImageForest, ImageFormat, ImageId, ImageIndex, Machine, SnapshotId,
};

/// What file systems mostly allocate at once, in bytes.
pub(super) const CLUSTER: u64 = 4096;
pub(super) const MIB: u64 = 1 << 20;
/// File systems allocate a little more than a file needs: less than a block of any format, in bytes.
const ROUNDING: u64 = 1 << 15;

/// The space that a new, empty difference image takes on the host: headers and tables, as far as VirtualBox writes them
/// when it makes the image. Measured with disks of 40 MiB and 40 GiB.
#[must_use]
pub fn empty_difference(format: &ImageFormat, disk_size: Bytes) -> Bytes {
    let clusters = |bytes: u64| bytes.div_ceil(CLUSTER).max(1);
    let all = match format {
        // Four bytes for each block of 2 MiB, and 2 KiB of headers.
        ImageFormat::Vhd => clusters(disk_size.0.div_ceil(2 * MIB) * 4 + 2048),
        // Two directories of four bytes for each 32 MiB; the tables they name stay holes. Header and descriptor.
        ImageFormat::Vmdk => 2 * clusters(disk_size.0.div_ceil(32 * MIB) * 4) + 3,
        // Four bytes for each block of 1 MiB, and the header.
        _ => clusters(disk_size.0.div_ceil(MIB) * 4) + 1,
    };
    Bytes(all * CLUSTER)
}

/// Whether a difference image takes so much space that something was written into it: more than an empty one, and more
/// than file systems round up.
#[must_use]
pub fn holds_data(format: &ImageFormat, disk_size: Bytes, occupied: Bytes) -> bool {
    occupied > empty_difference(format, disk_size) + Bytes(ROUNDING)
}

/// Takes a snapshot: an empty difference image for each disk that snapshots cover, a copy of the firmware's variables of
/// `firmware` bytes, and the machine's memory if it runs.
#[must_use]
pub fn take(machine: &Machine, images: &ImageForest, running: bool, firmware: Bytes) -> Forecast {
    let disks = &machine.current_state.hardware;
    let memory = if running { memory_of(disks) } else { Bytes::ZERO };
    let needs = new_differences(disks, images) + memory + firmware;
    let certainty = if running { Certainty::AtLeast } else { Certainty::Exact };
    takes(needs, Bytes::ZERO, certainty)
}

/// Goes back to a snapshot: the current state's difference images go, with its saved memory of `saved_state` bytes if no
/// snapshot shares it; new ones are made. If the current state is kept by a snapshot taken just before (`keeps`), only the
/// empty images go that this has made.
#[must_use]
pub fn restore(
    machine: &Machine,
    images: &ImageForest,
    snapshot: SnapshotId,
    saved_state: Bytes,
    keeps: bool,
) -> Forecast {
    let lost: Bytes = covered(&machine.current_state.hardware, images)
        .filter(|image| image.parent.is_some() && image.children.is_empty())
        .map(Image::occupied)
        .sum();
    let made = machine.tree.find(snapshot).map_or(Bytes::ZERO, |index| {
        let hardware = &machine.tree.get(index).hardware;
        new_differences(hardware, images)
    });
    let shared = machine.tree.iter().any(|(_, one)| one.saved_state == machine.current_state.saved_state);
    let freed = match keeps {
        true => new_differences(&machine.current_state.hardware, images),
        false if shared => lost,
        false => lost + saved_state,
    };
    Forecast {
        frees: signed(freed) - signed(made),
        // New images are made before the old ones go.
        needs: made,
        writes: made,
        ..Forecast::NOTHING
    }
}

pub(super) fn takes(needs: Bytes, reads: Bytes, certainty: Certainty) -> Forecast {
    Forecast { frees: -signed(needs), needs, reads, writes: needs, certainty, ..Forecast::NOTHING }
}

pub(super) fn disks_of(hardware: &HardwareSettings) -> impl Iterator<Item = ImageId> {
    hardware.disks().map(|(_, image)| image)
}

fn covered<'a>(hardware: &'a HardwareSettings, images: &'a ImageForest) -> impl Iterator<Item = &'a Image> {
    let found = hardware.disks().filter_map(|(_, id)| images.find(id));
    found.filter(|index| is_covered(images, *index)).map(|index| images.get(index))
}

/// Whether taking a snapshot freezes this image; its base image decides.
pub(super) fn is_covered(images: &ImageForest, index: ImageIndex) -> bool {
    let base = images.chain(index).last().unwrap_or(index);
    images.get(base).record.mode.covered_by_snapshots()
}

pub(super) fn new_differences(hardware: &HardwareSettings, images: &ImageForest) -> Bytes {
    let new = |image: &Image| {
        let size = match &image.file {
            Some(FileStatus::Present { header: Some(header), .. }) => header.virtual_size,
            _ => Bytes::ZERO,
        };
        empty_difference(&image.record.format, size)
    };
    covered(hardware, images).map(new).sum()
}

fn memory_of(hardware: &HardwareSettings) -> Bytes {
    let mib = u64::from(hardware.memory_mib.unwrap_or(0)) + u64::from(hardware.video_memory_mib.unwrap_or(0));
    Bytes(mib * MIB)
}

fn signed(bytes: Bytes) -> i64 {
    i64::try_from(bytes.0).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_images_as_virtualbox_makes_them() {
        let disk = Bytes(40 << 30);
        for (format, occupied) in [(ImageFormat::Vdi, 167_936), (ImageFormat::Vmdk, 28_672), (ImageFormat::Vhd, 86_016)]
        {
            assert_eq!(empty_difference(&format, disk), Bytes(occupied), "{format}");
        }
        assert_eq!(empty_difference(&ImageFormat::Vdi, Bytes(40 << 20)), Bytes(8192));
    }
}
