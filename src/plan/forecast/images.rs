//! All images of a machine, changed step by step without touching a file.
//!
//! Merging never changes what the guest sees, so a simulated image needs no data of its own: which image's view of
//! the disk it has (`view`) and which units its file holds are enough. Views are those of today's files.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::merge::{Merge, Merged};
use super::simple::is_covered;
use super::{Certainty, FileFacts, Forecast, KnownImages, Ledger, Units};
use crate::model::{
    Bytes, FileStatus, HardwareSettings, ImageForest, ImageId, ImageIndex, ImageUse, MachineId, MergeDirection,
    Merging, SnapshotId,
};

/// What file systems mostly allocate at once, in bytes.
const CLUSTER: u64 = 4096;

/// One image as it would be.
#[derive(Debug, Clone)]
pub(in crate::plan) struct SimulatedImage {
    /// The image it rests on.
    pub parent: Option<ImageIndex>,
    /// The images that rest on it.
    pub children: Vec<ImageIndex>,
    /// Who has it plugged in.
    pub users: Vec<ImageUse>,
    /// The image whose view of the disk it has.
    pub view: ImageId,
    /// What it holds; `None` where that was not read.
    pub units: Option<Arc<Units>>,
    /// Length of the file that the registry names.
    pub deciding_length: u64,
    /// Its files; the length is that of all together.
    pub file: FileFacts,
    /// Whether it is gone.
    pub gone: bool,
    holes: Vec<(u64, u64)>,
}

/// What one deletion does.
#[derive(Debug, Clone)]
pub(in crate::plan) struct Work {
    /// Space over time.
    pub ledger: Ledger,
    /// Bytes read, written, and copied from one image to another.
    pub reads: u64,
    pub writes: u64,
    pub copies: u64,
    /// How sure this is.
    pub certainty: Certainty,
    /// Whether the maps that are needed were looked for: if not, the figures mean nothing.
    pub known: bool,
}

impl Work {
    fn new() -> Self {
        Self { ledger: Ledger::default(), reads: 0, writes: 0, copies: 0, certainty: Certainty::Exact, known: true }
    }

    /// As a forecast.
    pub(in crate::plan) fn forecast(&self) -> Forecast {
        Forecast {
            frees: self.ledger.frees(),
            needs: self.ledger.needs(),
            insists: self.ledger.insists(),
            reads: Bytes(self.reads),
            writes: Bytes(self.writes),
            copies: Bytes(self.copies),
            certainty: self.certainty.clone(),
        }
    }

    fn doubt(&mut self, certainty: Certainty) {
        self.certainty = self.certainty.clone().and(certainty);
    }

    fn remove(&mut self, file: &FileFacts) {
        self.ledger.free(file.place.device, file.freed().0);
        if let Some(why) = &file.place.estimate {
            self.doubt(Certainty::Estimate(why.clone()));
        }
    }
}

/// What is done to one image of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::plan) enum Part {
    /// Nothing rests on it: it goes.
    Remove(ImageIndex),
    /// It becomes one with the only image that rests on it.
    Merge(ImageIndex, ImageIndex),
    /// More than one image rests on it: it cannot be done.
    Refused(ImageIndex),
}

/// All images of a connection as they would be after some steps. Those that no step touches are not copied.
#[derive(Debug)]
pub(in crate::plan) struct SimulatedImages<'a> {
    forest: &'a ImageForest,
    known: &'a KnownImages,
    images: HashMap<ImageIndex, SimulatedImage>,
    /// Images whose place another one has taken.
    became: HashMap<ImageId, ImageIndex>,
}

impl<'a> SimulatedImages<'a> {
    /// The images as they are.
    pub(in crate::plan) fn new(forest: &'a ImageForest, known: &'a KnownImages) -> Self {
        Self { forest, known, images: HashMap::new(), became: HashMap::new() }
    }

    /// The images before any step.
    pub(in crate::plan) fn forest(&self) -> &'a ImageForest {
        self.forest
    }

    /// All images that a step has touched.
    pub(in crate::plan) fn touched(&self) -> impl Iterator<Item = (ImageIndex, &SimulatedImage)> {
        self.images.iter().map(|(index, image)| (*index, image))
    }

    /// The image that this one is now, which may be another one it was merged into.
    pub(in crate::plan) fn find(&self, id: ImageId) -> Option<ImageIndex> {
        self.became.get(&id).copied().or_else(|| self.forest.find(id))
    }

    /// An image as it is now.
    pub(in crate::plan) fn get(&mut self, index: ImageIndex) -> &mut SimulatedImage {
        let (forest, known) = (self.forest, self.known);
        self.images.entry(index).or_insert_with(|| SimulatedImage::of(forest, known, index))
    }

    /// The image, its parent, and so on to the base.
    pub(in crate::plan) fn chain(&mut self, index: ImageIndex) -> Vec<ImageIndex> {
        let mut chain = vec![index];
        let mut at = index;
        while let Some(parent) = self.get(at).parent {
            chain.push(parent);
            at = parent;
        }
        chain
    }

    /// What deleting a snapshot with these disks does to each.
    pub(in crate::plan) fn parts(&mut self, hardware: &HardwareSettings) -> Vec<Part> {
        let mut seen = HashSet::new();
        let mut parts = Vec::new();
        for (_, id) in hardware.disks() {
            let Some(index) = self.find(id).filter(|index| is_covered(self.forest, *index)) else { continue };
            if !seen.insert(index) {
                continue;
            }
            let image = self.get(index);
            match *image.children {
                // A base image without anything on it stays, unplugged.
                [] if image.parent.is_none() => {}
                [] => parts.push(Part::Remove(index)),
                [upper] => parts.push(Part::Merge(index, upper)),
                _ => parts.push(Part::Refused(index)),
            }
        }
        parts
    }

    /// Deletes a snapshot. `first` goes before the disks are merged, `last` after them.
    pub(in crate::plan) fn delete(
        &mut self,
        (machine, snapshot): (MachineId, SnapshotId),
        hardware: &HardwareSettings,
        (first, last): (&[Arc<Path>], &[Arc<Path>]),
        merging: Merging,
    ) -> Work {
        let mut work = Work::new();
        let parts = self.parts(hardware);
        if merging.insists {
            self.insist(&mut work, &parts);
        }
        let mut removed_last = Vec::new();
        for path in first {
            let file = self.support_file(&mut work, path);
            if merging.removes_last { removed_last.push(file) } else { work.remove(&file) }
        }
        for part in parts {
            let gone = match part {
                Part::Remove(index) => self.remove(index),
                Part::Merge(lower, upper) => self.merge(&mut work, lower, upper),
                Part::Refused(_) => continue,
            };
            if merging.removes_last { removed_last.push(gone) } else { work.remove(&gone) }
        }
        for file in &removed_last {
            work.remove(file);
        }
        for path in last {
            let file = self.support_file(&mut work, path);
            work.remove(&file);
        }
        self.unplug(machine, snapshot, hardware);
        work
    }

    fn support_file(&self, work: &mut Work, path: &Arc<Path>) -> FileFacts {
        self.known.files.get(path).cloned().unwrap_or_else(|| {
            work.doubt(Certainty::AtLeast);
            FileFacts::default()
        })
    }

    /// VirtualBox adds up the lengths of all files that go, on each file system, before it begins.
    fn insist(&mut self, work: &mut Work, parts: &[Part]) {
        let mut sums: HashMap<Option<u64>, u64> = HashMap::new();
        for part in parts {
            if let Part::Merge(lower, upper) = *part {
                let source = match self.direction(lower, upper) {
                    MergeDirection::Forward => lower,
                    MergeDirection::Backward => upper,
                };
                let source = self.get(source);
                let sum = sums.entry(source.file.place.device).or_default();
                *sum = sum.saturating_add(source.file.length.0);
            }
        }
        for (device, sum) in sums {
            work.ledger.insist(device, sum);
        }
    }

    /// Which way two neighbours are merged.
    pub(in crate::plan) fn direction(&mut self, lower: ImageIndex, upper: ImageIndex) -> MergeDirection {
        let upper = self.get(upper).deciding_length;
        let lower = self.get(lower);
        MergeDirection::choose(lower.parent.is_none(), lower.deciding_length, upper)
    }

    fn remove(&mut self, index: ImageIndex) -> FileFacts {
        let image = self.get(index);
        image.gone = true;
        image.users.clear();
        let (file, parent) = (image.file.clone(), image.parent);
        if let Some(parent) = parent {
            self.get(parent).children.retain(|child| *child != index);
        }
        file
    }

    /// Makes one image of two. Returns the files that go.
    fn merge(&mut self, work: &mut Work, lower: ImageIndex, upper: ImageIndex) -> FileFacts {
        let direction = self.direction(lower, upper);
        let (source, target) = match direction {
            MergeDirection::Forward => (lower, upper),
            MergeDirection::Backward => (upper, lower),
        };
        let below = self.get(lower).parent.map(|parent| self.get(parent).view);
        let (from, into) = (self.get(source).clone(), self.get(target).clone());
        match (&from.units, &into.units) {
            (Some(source_units), Some(target_units)) => {
                let merged = Merge {
                    direction,
                    source: source_units,
                    target: target_units,
                    target_format: &self.forest.get(target).record.format,
                    view: from.view,
                    below,
                    content: &*self.known.content,
                }
                .run();
                self.take_over(work, target, merged);
            }
            _ => self.take_over_unknown(work, source, target, &from),
        }
        if let Some(why) = &into.file.place.estimate {
            work.doubt(Certainty::Estimate(why.clone()));
        }
        match direction {
            MergeDirection::Forward => self.relink_forward(lower, upper),
            MergeDirection::Backward => self.relink_backward(lower, upper),
        }
        from.file
    }

    /// Counts what was written, and makes the target what it became.
    fn take_over(&mut self, work: &mut Work, target: ImageIndex, merged: Merged) {
        work.reads += merged.reads;
        work.writes += merged.writes;
        work.copies += merged.copies;
        if !merged.certain {
            work.doubt(Certainty::AtLeast);
        }
        let id = self.forest.get(target).record.id;
        let map = self.known.images.get(&id).map(|known| known.map.clone());
        let image = self.get(target);
        let mut filled = 0;
        if let Some(map) = map.filter(|_| !image.holes.is_empty()) {
            for (start, length) in merged.in_place {
                filled += fill_holes(&mut image.holes, &*map, start, length);
            }
        }
        let grown = merged.grown.saturating_mul(merged.units.cost());
        let before = image.file.length.0;
        let after = before.saturating_add(grown);
        // An image of several files grows in whole clusters wherever it grows.
        let one_file = image.deciding_length == before;
        let occupied = if one_file { aligned(after) - aligned(before) } else { grown } + filled;
        if one_file {
            image.deciding_length = after;
        }
        image.file.length = Bytes(after);
        image.file.occupied += Bytes(occupied);
        image.units = Some(Arc::new(merged.units));
        let device = image.file.place.device;
        work.ledger.grow(device, occupied);
    }

    /// Without a map, the worst: all of the source is added to the target.
    fn take_over_unknown(&mut self, work: &mut Work, source: ImageIndex, target: ImageIndex, from: &SimulatedImage) {
        let reason = [source, target].into_iter().find_map(|index| {
            let id = self.forest.get(index).record.id;
            self.known.unknown.get(&id).cloned()
        });
        match reason {
            Some(why) => work.doubt(Certainty::Estimate(why)),
            None => work.known = false,
        }
        let occupied = from.file.occupied;
        work.reads += occupied.0;
        work.writes += occupied.0;
        work.copies += occupied.0;
        let image = self.get(target);
        image.units = None;
        image.file.occupied += occupied;
        image.file.length += from.file.length;
        image.deciding_length = image.deciding_length.saturating_add(from.deciding_length);
        let device = image.file.place.device;
        work.ledger.grow(device, occupied.0);
    }

    /// The upper image rests on what the lower one rested on.
    fn relink_forward(&mut self, lower: ImageIndex, upper: ImageIndex) {
        let gone = self.get(lower);
        gone.gone = true;
        gone.users.clear();
        gone.children.clear();
        let parent = gone.parent;
        self.get(upper).parent = parent;
        if let Some(parent) = parent {
            let children = &mut self.get(parent).children;
            children.iter_mut().filter(|child| **child == lower).for_each(|child| *child = upper);
        }
    }

    /// The lower image takes the upper one's place.
    fn relink_backward(&mut self, lower: ImageIndex, upper: ImageIndex) {
        let gone = self.get(upper);
        gone.gone = true;
        let children = std::mem::take(&mut gone.children);
        let users = std::mem::take(&mut gone.users);
        let view = gone.view;
        for child in &children {
            self.get(*child).parent = Some(lower);
        }
        let image = self.get(lower);
        image.children = children;
        image.users.extend(users);
        image.view = view;
        let moved = self.forest.get(upper).record.id;
        self.became.insert(moved, lower);
        self.became.values_mut().filter(|place| **place == upper).for_each(|place| *place = lower);
    }

    fn unplug(&mut self, machine: MachineId, snapshot: SnapshotId, hardware: &HardwareSettings) {
        for (_, id) in hardware.disks() {
            if let Some(index) = self.find(id) {
                let users = &mut self.get(index).users;
                users.retain(|user| user.machine != machine || user.snapshot != Some(snapshot));
            }
        }
    }
}

impl SimulatedImage {
    fn of(forest: &ImageForest, known: &KnownImages, index: ImageIndex) -> Self {
        let image = forest.get(index);
        let read = known.images.get(&image.record.id);
        let looked_at = read.map(|read| &read.file).or_else(|| known.files.get(&image.record.path));
        let file = looked_at.cloned().unwrap_or_else(|| facts_of(image.file.as_ref()));
        Self {
            parent: image.parent,
            children: image.children.clone(),
            users: image.users.clone(),
            view: image.record.id,
            units: read.map(|known| known.units()),
            deciding_length: read.map_or(file.length.0, |known| known.deciding_length.0),
            file,
            gone: false,
            holes: read.map(|known| known.holes.clone()).unwrap_or_default(),
        }
    }
}

/// What the inventory knows of a file that was not looked at for this.
fn facts_of(status: Option<&FileStatus>) -> FileFacts {
    match status {
        Some(FileStatus::Present { occupied, length, .. }) => {
            FileFacts { length: *length, occupied: *occupied, links: 1, ..FileFacts::default() }
        }
        Some(FileStatus::Missing | FileStatus::Unreadable(_)) | None => FileFacts::default(),
    }
}

fn aligned(length: u64) -> u64 {
    length.div_ceil(CLUSTER).saturating_mul(CLUSTER)
}

/// Writes a part of the guest's disk in place. Returns how many bytes of the file had no space before, and have now.
fn fill_holes(holes: &mut Vec<(u64, u64)>, map: &dyn crate::image::AllocationMap, start: u64, length: u64) -> u64 {
    let end = start.saturating_add(length);
    let mut filled = 0;
    let mut at = start;
    while let Some(stretch) = map.stretch(at).filter(|_| at < end) {
        let part = stretch.end().min(end) - at;
        if let crate::image::State::Data(place) = stretch.state {
            filled += cut_out(holes, place.offset, part);
        }
        at += part;
    }
    filled
}

/// Takes a range out of a list of ranges. Returns how much of it was there.
fn cut_out(holes: &mut Vec<(u64, u64)>, start: u64, length: u64) -> u64 {
    let end = start.saturating_add(length);
    let mut cut = 0;
    let first = holes.partition_point(|(at, size)| at.saturating_add(*size) <= start);
    let last = holes.partition_point(|(at, _)| *at < end);
    if first >= last {
        return 0;
    }
    let mut left = Vec::new();
    for (at, size) in holes.drain(first..last) {
        let hole_end = at.saturating_add(size);
        cut += hole_end.min(end) - at.max(start);
        if at < start {
            left.push((at, start - at));
        }
        if hole_end > end {
            left.push((end, hole_end - end));
        }
    }
    holes.splice(first..first, left);
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_once() {
        let mut holes = vec![(0, 10), (20, 10), (40, 10)];
        assert_eq!(cut_out(&mut holes, 5, 20), 10);
        assert_eq!(holes, [(0, 5), (25, 5), (40, 10)]);
        assert_eq!(cut_out(&mut holes, 5, 20), 0);
        assert_eq!(cut_out(&mut holes, 0, 100), 20);
        assert!(holes.is_empty());
    }
}
