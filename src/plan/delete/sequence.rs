//! From the snapshots that may go to the order in which they go.

use std::collections::{HashMap, HashSet};

use super::remaining::Remaining;
use crate::model::{FileStatus, HardwareSettings, ImageForest, ImageId, ImageIndex, Machine, SnapshotIndex};
use crate::plan::forecast::KnownImages;
use crate::plan::order::{Run, RunDisk, RunImage};

/// What goes, in parts that do not touch each other.
pub(super) struct Parts {
    /// Branches that go completely, each snapshot after those below it.
    pub dead: Vec<SnapshotIndex>,
    /// Straight runs whose data become part of what is below.
    pub runs: Vec<Run>,
}

impl Parts {
    /// Sorts the snapshots that may be deleted.
    pub(super) fn new(
        machine: &Machine,
        images: &ImageForest,
        known: &KnownImages,
        doable: &HashSet<SnapshotIndex>,
    ) -> Self {
        let tree = &machine.tree;
        let mut remaining = Remaining::new(machine);
        let dead: Vec<SnapshotIndex> = dead_branches(machine, doable);
        for index in &dead {
            remaining.remove(*index);
        }
        let dead_set: HashSet<SnapshotIndex> = dead.iter().copied().collect();
        let merged = |index: &SnapshotIndex| doable.contains(index) && !dead_set.contains(index);
        let mut runs = Vec::new();
        for (start, _) in tree.iter() {
            let goes_on = tree.parent(start).is_some_and(|parent| merged(&parent));
            if !merged(&start) || goes_on {
                continue;
            }
            let mut snapshots = vec![start];
            let mut at = start;
            while let [next] = *remaining.children(at) {
                if !merged(&next) {
                    break;
                }
                snapshots.push(next);
                at = next;
            }
            let heir = match *remaining.children(at) {
                [child] => Some(&*tree.get(child).hardware),
                _ if remaining.current() == Some(at) => Some(&*machine.current_state.hardware),
                _ => None,
            };
            let disks = disks(machine, images, known, &snapshots, heir);
            runs.push(Run { snapshots, disks });
        }
        Self { dead, runs }
    }
}

/// Snapshots with nothing below them that stays, leaves first.
fn dead_branches(machine: &Machine, doable: &HashSet<SnapshotIndex>) -> Vec<SnapshotIndex> {
    let tree = &machine.tree;
    let mut alive = vec![false; tree.len()];
    let mut dead = Vec::new();
    for index in tree.post_order() {
        let below = tree.children(index).iter().any(|child| alive[child.position()]);
        let stays = below || tree.current() == Some(index) || !doable.contains(&index);
        alive[index.position()] = stays;
        if !stays {
            dead.push(index);
        }
    }
    dead
}

/// The disks of a run, each told from the others by its base image.
fn disks(
    machine: &Machine,
    images: &ImageForest,
    known: &KnownImages,
    snapshots: &[SnapshotIndex],
    heir: Option<&HardwareSettings>,
) -> Vec<RunDisk> {
    let mut found: HashMap<ImageId, RunDisk> = HashMap::new();
    let length = snapshots.len() + 1;
    let of_snapshots = snapshots.iter().map(|index| &*machine.tree.get(*index).hardware);
    for (position, hardware) in of_snapshots.chain(heir).enumerate() {
        for index in hardware.disks().filter_map(|(_, id)| images.find(id)) {
            let Some(base) = images.chain(index).last().map(|base| images.get(base)) else { continue };
            if !base.record.mode.covered_by_snapshots() {
                continue;
            }
            let disk = found.entry(base.record.id).or_insert_with(|| RunDisk {
                starts_with_base: false,
                images: std::iter::repeat_with(|| None).take(length).collect(),
            });
            disk.starts_with_base |= position == 0 && images.get(index).parent.is_none();
            if let Some(place) = disk.images.get_mut(position) {
                *place = Some(image(images, known, index));
            }
        }
    }
    found.into_values().collect()
}

fn image(images: &ImageForest, known: &KnownImages, index: ImageIndex) -> RunImage {
    let image = images.get(index);
    let occupied = match &image.file {
        Some(FileStatus::Present { occupied, .. }) => occupied.0,
        _ => 0,
    };
    RunImage { units: known.images.get(&image.record.id).map(|known| known.units()), occupied }
}
