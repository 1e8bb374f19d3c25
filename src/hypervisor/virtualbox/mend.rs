//! Settings that fit the images again after VirtualBox was cut off in the middle of a change.
//!
//! VirtualBox merges the disks of a snapshot one after the other, removes each image as soon as it is merged, and saves
//! the settings at the very end (`SnapshotImpl.cpp`, `i_deleteSnapshotHandler`). Where its service dies in between, all
//! content is there, and the settings name images that are gone: VirtualBox cannot open the machine any more. And where
//! its client dies while a snapshot is taken, the settings may hold the new snapshot while the current state still writes
//! into that snapshot's own images (measured with VirtualBox 7.2.22). What is said here follows from the headers of the
//! images, and from that all were there when the step began: VirtualBox removes one only when all that it holds is in the
//! other (`VDMerge`). Where this does not tell with certainty, nothing is said.

use std::collections::HashSet;
use std::path::Path;

use crate::hypervisor::sandbox::machine_file::MachineFile;
use crate::image;
use crate::model::{
    FileStatus, HardwareSettings, ImageHeader, ImageId, ImageRecord, Machine, MachineState, MergeDirection, SnapshotId,
    Step,
};

/// What the settings file has to say. `None` if that is not certain, or if it is well as it is.
pub fn mended(content: &[u8], settings_file: &Path, step: &Step) -> Option<Vec<u8>> {
    let mut file = MachineFile::parse(std::str::from_utf8(content).ok()?, settings_file).ok()?;
    match step {
        Step::Delete { snapshot } => delete(&mut file, *snapshot)?,
        Step::Take { .. } => give_own_images(&mut file)?,
        _ => return None,
    }
    Some(file.to_bytes())
}

/// What one of the snapshot's images has come to.
enum Part {
    /// It has become one with the image that rested on it.
    Merged { direction: MergeDirection, lower: ImageId, upper: ImageId },
    /// It was not needed any more, and is gone.
    Removed(ImageId),
}

/// Finishes the deletion of a snapshot in the settings, if some of its images have gone already.
fn delete(file: &mut MachineFile, snapshot: SnapshotId) -> Option<()> {
    let machine = &file.machine;
    let index = machine.tree.find(snapshot)?;
    if machine.tree.children(index).len() > 1 {
        return None;
    }
    let is_current = machine.tree.current() == Some(index);
    let parent = machine.tree.parent(index).map(|parent| machine.tree.get(parent).id);
    let mut parts = Vec::new();
    for (_, lower) in machine.tree.get(index).hardware.disks() {
        if !is_used_beside(machine, lower, snapshot) {
            parts.extend(part(machine, lower).ok()?);
        }
    }
    if parts.is_empty() {
        return None;
    }
    for part in parts {
        match part {
            Part::Merged { direction, lower, upper } => {
                let (lower_node, upper_node) = (file.image_node(lower)?, file.image_node(upper)?);
                file.relist(direction, lower_node, upper_node);
                if direction == MergeDirection::Backward {
                    file.plug_in_everywhere(upper, lower);
                }
            }
            Part::Removed(image) => {
                let node = file.image_node(image)?;
                file.document.detach(node);
            }
        }
    }
    let node = file.settings_of(Some(snapshot))?;
    file.remove_snapshot(node);
    if is_current {
        file.set_current(parent, true);
    }
    Some(())
}

/// Whether another snapshot or the current state has the same image plugged in: snapshots do not cover such a disk.
fn is_used_beside(machine: &Machine, image: ImageId, snapshot: SnapshotId) -> bool {
    let others = machine.tree.iter().filter(|(_, one)| one.id != snapshot).map(|(_, one)| &*one.hardware);
    others.chain([&*machine.current_state.hardware]).any(|hardware| hardware.disks().any(|(_, used)| used == image))
}

/// The headers do not tell what became of an image.
struct Unclear;

/// What the headers tell of this image; `None` while it is still needed.
fn part(machine: &Machine, lower: ImageId) -> Result<Option<Part>, Unclear> {
    let record = record(machine, lower).ok_or(Unclear)?;
    let uppers: Vec<&ImageRecord> = resting_on(machine, lower).collect();
    let upper = match uppers[..] {
        [] if record.parent.is_none() => return Ok(None),
        [] => return Ok(header(record)?.is_none().then_some(Part::Removed(lower))),
        [upper] => upper,
        _ => return Err(Unclear),
    };
    let into = |direction| Ok(Some(Part::Merged { direction, lower, upper: upper.id }));
    let all_on = |wanted: &[ImageId]| {
        let mut above = resting_on(machine, upper.id).map(|record| header(record).ok().flatten()?.parent);
        above.all(|parent| parent.is_some_and(|parent| wanted.contains(&parent)))
    };
    let is_last = resting_on(machine, upper.id).next().is_none();
    match (header(record)?, header(upper)?) {
        // The upper one is given its new parent last.
        (None, Some(found)) if record.parent.is_some() && found.parent == Some(lower) => into(MergeDirection::Forward),
        (lower_header, Some(found)) if record.parent.is_some() && found.parent == record.parent => {
            // Merged to the end: the parent is written when all content is there.
            if lower_header.is_some_and(|lower_header| lower_header.parent != record.parent) {
                return Err(Unclear);
            }
            into(MergeDirection::Forward)
        }
        // Those on it are given their new parent last.
        (Some(found), None) if found.parent == record.parent && all_on(&[lower, upper.id]) => {
            into(MergeDirection::Backward)
        }
        (Some(_), Some(found)) if found.parent == Some(lower) && all_on(&[upper.id]) => Ok(None),
        (Some(_), Some(found)) if found.parent == Some(lower) && !is_last && all_on(&[lower]) => {
            into(MergeDirection::Backward)
        }
        _ => Err(Unclear),
    }
}

/// The header of an image's file; `None` if there is no such file.
fn header(record: &ImageRecord) -> Result<Option<ImageHeader>, Unclear> {
    match image::measure(&record.path, &record.format) {
        FileStatus::Present { header: Some(header), .. } if header.id.is_none_or(|id| id == record.id) => {
            Ok(Some(header))
        }
        FileStatus::Missing => Ok(None),
        FileStatus::Present { .. } | FileStatus::Unreadable(_) => Err(Unclear),
    }
}

fn record(machine: &Machine, image: ImageId) -> Option<&ImageRecord> {
    machine.images.iter().find(|record| record.id == image).map(|record| &**record)
}

fn resting_on(machine: &Machine, image: ImageId) -> impl Iterator<Item = &ImageRecord> {
    machine.images.iter().filter(move |record| record.parent == Some(image)).map(|record| &**record)
}

/// Lets the current state write into the empty images that were made for it, where it writes into its snapshot's.
fn give_own_images(file: &mut MachineFile) -> Option<()> {
    let machine = &file.machine;
    if matches!(machine.recorded_state, MachineState::Running | MachineState::Paused) {
        return None;
    }
    let snapshot = machine.tree.get(machine.tree.current()?);
    let used: HashSet<ImageId> = machine
        .tree
        .iter()
        .map(|(_, one)| &*one.hardware)
        .chain([&*machine.current_state.hardware])
        .flat_map(HardwareSettings::disks)
        .map(|(_, image)| image)
        .collect();
    let mut new = Vec::new();
    for (_, image) in snapshot.hardware.disks() {
        let is_shared = machine.current_state.hardware.disks().any(|(_, current)| current == image);
        if !is_shared || !is_covered(machine, image)? {
            continue;
        }
        let mut own = resting_on(machine, image).filter(|record| !used.contains(&record.id));
        let (Some(own), None) = (own.next(), own.next()) else { return None };
        let is_empty = || image::read_map(&own.path, &own.format).is_ok_and(|map| map.units_in_use() == 0);
        if header(own).ok().flatten()?.parent != Some(image) || !is_empty() {
            return None;
        }
        new.push((image, own.id));
    }
    let (is_any, node) = (!new.is_empty(), file.node());
    for (shared, own) in new {
        file.plug_in(node, shared, own);
    }
    is_any.then_some(())
}

/// Whether snapshots cover the disk that this image is a part of.
fn is_covered(machine: &Machine, image: ImageId) -> Option<bool> {
    let mut at = record(machine, image)?;
    // No chain is longer than the list.
    for _ in 0..machine.images.len() {
        match at.parent {
            Some(parent) => at = record(machine, parent)?,
            None => return Some(at.mode.covered_by_snapshots()),
        }
    }
    None
}
