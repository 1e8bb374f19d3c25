//! The order of deletions that copies least.
//!
//! Branches that go completely go first, leaf by leaf: nothing is copied. What remains are straight runs of snapshots,
//! each with one heir, which do not touch each other. Deleting a run of n snapshots merges n + 1 images into one, always
//! two neighbours at a time; what a merge copies depends only on which images each side is made of. So the best order is
//! that of the cheapest binary tree over the run, found by dynamic programming over its sections.

use std::sync::Arc;

use super::forecast::Units;
use crate::model::{MergeDirection, SnapshotIndex};

/// Places of a disk that are looked at to compare orders: enough for two digits, and quick for any disk.
const SAMPLES: u64 = 16_384;
/// Longest run that is looked at as a whole. The work grows with its cube.
const LONGEST_RUN: usize = 128;
/// Longest run of which every order is tried where the best one needs too much space.
const ALL_ORDERS: usize = 7;

/// A straight run of snapshots that are deleted, the uppermost first.
#[derive(Debug)]
pub(super) struct Run {
    pub snapshots: Vec<SnapshotIndex>,
    pub disks: Vec<RunDisk>,
}

/// One disk of a run: one image for each snapshot, and the one that all become part of.
#[derive(Debug)]
pub(super) struct RunDisk {
    /// Whether the first image is a base image, which always stays.
    pub starts_with_base: bool,
    /// What each image holds; `None` where there is none.
    pub images: Vec<Option<RunImage>>,
}

/// What an image of a run holds.
#[derive(Debug)]
pub(super) struct RunImage {
    /// Its units, where its map was read.
    pub units: Option<Arc<Units>>,
    /// Space it takes otherwise, in bytes.
    pub occupied: u64,
}

/// Sizes of what sections of a run would hold together, in bytes.
#[derive(Debug)]
struct Sizes {
    count: usize,
    of: Vec<u64>,
    starts_with_base: bool,
}

impl Sizes {
    fn new(disk: &RunDisk) -> Self {
        let count = disk.images.len();
        let mut sizes = Self { count, of: vec![0; count * count], starts_with_base: disk.starts_with_base };
        let known = disk.images.iter().flatten().all(|image| image.units.is_some());
        if known {
            sizes.sample(disk);
        } else {
            sizes.add_up(disk);
        }
        sizes
    }

    /// Without maps: as if nothing were written twice.
    fn add_up(&mut self, disk: &RunDisk) {
        for first in 0..self.count {
            let mut sum = 0_u64;
            for (last, image) in disk.images.iter().enumerate().skip(first) {
                sum = sum.saturating_add(image.as_ref().map_or(0, |image| image.occupied));
                self.of[first * self.count + last] = sum;
            }
        }
    }

    /// Looks at places all over the disk.
    fn sample(&mut self, disk: &RunDisk) {
        let all = || disk.images.iter().flatten().filter_map(|image| image.units.as_ref());
        let disk_size = all().map(|units| units.disk_size()).max().unwrap_or(0);
        let finest = all().map(|units| units.unit()).min().unwrap_or(1);
        let step = disk_size.div_ceil(SAMPLES).max(finest);
        let words = usize::try_from(disk_size.div_ceil(step.max(1)).div_ceil(u64::BITS.into())).unwrap_or(0);
        let samples: Vec<Vec<u64>> = disk.images.iter().map(|image| sampled(image.as_ref(), step, words)).collect();
        let mut union = vec![0_u64; words];
        for first in 0..self.count {
            union.fill(0);
            for (last, image) in samples.iter().enumerate().skip(first) {
                let mut held = 0;
                for (all, own) in union.iter_mut().zip(image) {
                    *all |= own;
                    held += u64::from(all.count_ones());
                }
                self.of[first * self.count + last] = held.saturating_mul(step);
            }
        }
    }

    fn of(&self, first: usize, last: usize) -> u64 {
        self.of[first * self.count + last]
    }

    /// What merging two neighbouring sections copies, adds to the one that stays, and frees.
    fn merge(&self, first: usize, middle: usize, last: usize) -> Merge {
        let (lower, upper, both) = (self.of(first, middle), self.of(middle + 1, last), self.of(first, last));
        if lower == 0 || upper == 0 {
            return Merge { copies: 0, grows: 0, frees: 0 };
        }
        match MergeDirection::choose(self.starts_with_base && first == 0, lower, upper) {
            MergeDirection::Backward => Merge { copies: upper, grows: both - lower, frees: upper },
            MergeDirection::Forward => Merge { copies: both - upper, grows: both - upper, frees: lower },
        }
    }
}

/// A place of each step of the disk, which is not the same in each step: data often repeat at even distances.
fn sampled(image: Option<&RunImage>, step: u64, words: usize) -> Vec<u64> {
    let mut set = vec![0_u64; words];
    let Some(units) = image.and_then(|image| image.units.as_ref()) else { return set };
    let inside = (step / units.unit()).max(1);
    for (number, word) in (0_u64..).zip(&mut set) {
        for bit in 0..u64::from(u64::BITS) {
            let sample = number * u64::from(u64::BITS) + bit;
            let jitter = sample.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
            let unit = sample.saturating_mul(step) / units.unit() + jitter % inside;
            *word |= u64::from(units.is_data(unit)) << bit;
        }
    }
    set
}

#[derive(Debug, Clone, Copy, Default)]
struct Merge {
    copies: u64,
    grows: u64,
    frees: u64,
}

fn merge_all(sizes: &[Sizes], first: usize, middle: usize, last: usize) -> u64 {
    sizes.iter().map(|disk| disk.merge(first, middle, last).copies).fold(0, u64::saturating_add)
}

impl Run {
    /// The order that copies least, and the one that copies most.
    pub(super) fn best_and_worst(&self) -> (Vec<SnapshotIndex>, Vec<SnapshotIndex>) {
        let (mut best, mut worst) = (Vec::new(), Vec::new());
        let mut start = 0;
        while start < self.snapshots.len() {
            let end = self.snapshots.len().min(start + LONGEST_RUN);
            let sizes = self.sizes(start, end);
            let section = &self.snapshots[start..end];
            best.extend(cheapest(&sizes, section.len(), false).into_iter().map(|at| section[at]));
            worst.extend(cheapest(&sizes, section.len(), true).into_iter().map(|at| section[at]));
            start = end;
        }
        (best, worst)
    }

    fn sizes(&self, start: usize, end: usize) -> Vec<Sizes> {
        let section = |disk: &RunDisk| {
            let images = disk.images.get(start..=end).unwrap_or_default();
            let images = images.iter().map(|image| {
                image.as_ref().map(|image| RunImage { units: image.units.clone(), occupied: image.occupied })
            });
            RunDisk { starts_with_base: disk.starts_with_base && start == 0, images: images.collect() }
        };
        self.disks.iter().map(section).filter(|disk| !disk.images.is_empty()).map(|disk| Sizes::new(&disk)).collect()
    }

    /// An order for where the best one does not fit into `room` bytes: the one that copies least among those that do, or
    /// the one that needs least if none does. Long runs are only tried in a few orders.
    pub(super) fn fitting(&self, room: u64) -> Vec<SnapshotIndex> {
        let sizes = self.sizes(0, self.snapshots.len());
        let count = self.snapshots.len();
        let mut search = Search { sizes: &sizes, room: i128::from(room), best: None };
        if count <= ALL_ORDERS {
            search.try_all(&mut Trial::new(count));
        } else {
            let ascending: Vec<usize> = (0..count).collect();
            let descending = ascending.iter().rev().copied().collect();
            let mut smallest = ascending.clone();
            smallest.sort_by_key(|at| sizes.iter().map(|disk| disk.of(*at, *at)).sum::<u64>());
            for order in [ascending, descending, smallest] {
                let mut trial = Trial::new(count);
                for at in order {
                    trial.delete(&sizes, at);
                }
                search.consider(&trial);
            }
        }
        let order = search.best.map_or_else(|| (0..count).collect(), |found| found.2);
        order.into_iter().map(|at| self.snapshots[at]).collect()
    }
}

/// The order of deletions (numbers of snapshots) that copies least, or most. Images are 0 to `snapshots`.
fn cheapest(sizes: &[Sizes], snapshots: usize, most: bool) -> Vec<usize> {
    let count = snapshots + 1;
    let mut cost = vec![0_u64; count * count];
    let mut split = vec![0_usize; count * count];
    for length in 2..=count {
        for first in 0..=count - length {
            let last = first + length - 1;
            let mut found: Option<(u64, usize)> = None;
            for middle in first..last {
                let both = cost[first * count + middle].saturating_add(cost[(middle + 1) * count + last]);
                let sum = both.saturating_add(merge_all(sizes, first, middle, last));
                if found.is_none_or(|(before, _)| if most { sum > before } else { sum < before }) {
                    found = Some((sum, middle));
                }
            }
            if let Some((sum, middle)) = found {
                cost[first * count + last] = sum;
                split[first * count + last] = middle;
            }
        }
    }
    let mut order = Vec::with_capacity(snapshots);
    let mut waiting = vec![(0, count - 1)];
    while let Some((first, last)) = waiting.pop() {
        if first < last {
            let middle = split[first * count + last];
            order.push(middle);
            waiting.push((first, middle));
            waiting.push((middle + 1, last));
        }
    }
    // Sections come before what is made of them.
    order.reverse();
    order
}

/// Some deletions of a run, one after the other.
#[derive(Debug, Clone)]
struct Trial {
    /// Whether each snapshot is still there: the borders between the sections.
    there: Vec<bool>,
    order: Vec<usize>,
    copies: u64,
    now: i128,
    peak: i128,
}

impl Trial {
    fn new(snapshots: usize) -> Self {
        Self { there: vec![true; snapshots], order: Vec::new(), copies: 0, now: 0, peak: 0 }
    }

    fn delete(&mut self, sizes: &[Sizes], at: usize) {
        let first = self.there[..at].iter().rposition(|there| *there).map_or(0, |border| border + 1);
        let last =
            self.there[at + 1..].iter().position(|there| *there).map_or(self.there.len(), |border| at + 1 + border);
        for disk in sizes {
            let merge = disk.merge(first, at, last);
            self.copies = self.copies.saturating_add(merge.copies);
            self.now += i128::from(merge.grows);
            self.peak = self.peak.max(self.now);
            self.now -= i128::from(merge.frees);
        }
        self.there[at] = false;
        self.order.push(at);
    }
}

/// The best of many trials: those that fit come before those that do not.
struct Search<'a> {
    sizes: &'a [Sizes],
    room: i128,
    best: Option<(i128, u64, Vec<usize>)>,
}

impl Search<'_> {
    fn consider(&mut self, trial: &Trial) {
        let excess = (trial.peak - self.room).max(0);
        let better = self.best.as_ref().is_none_or(|best| (excess, trial.copies) < (best.0, best.1));
        if better {
            self.best = Some((excess, trial.copies, trial.order.clone()));
        }
    }

    /// Recurses as deep as there are snapshots, which are few.
    fn try_all(&mut self, trial: &mut Trial) {
        let left: Vec<usize> = (0..trial.there.len()).filter(|at| trial.there[*at]).collect();
        if left.is_empty() {
            return self.consider(trial);
        }
        for at in left {
            let mut next = trial.clone();
            next.delete(self.sizes, at);
            self.try_all(&mut next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn run(images: &[Vec<u64>], starts_with_base: bool) -> Vec<Sizes> {
        let image = |held: &Vec<u64>| {
            let mut units = Units::empty(1 << 20, 0, 64 << 20);
            for unit in held {
                units.set_data(*unit);
            }
            Some(RunImage { units: Some(Arc::new(units)), occupied: 0 })
        };
        vec![Sizes::new(&RunDisk { starts_with_base, images: images.iter().map(image).collect() })]
    }

    fn copies_of(sizes: &[Sizes], order: &[usize]) -> u64 {
        let mut trial = Trial::new(order.len());
        for at in order {
            trial.delete(sizes, *at);
        }
        trial.copies
    }

    fn all_orders(left: &[usize]) -> Vec<Vec<usize>> {
        if left.is_empty() {
            return vec![Vec::new()];
        }
        let mut all = Vec::new();
        for (position, at) in left.iter().enumerate() {
            let mut rest = left.to_vec();
            rest.remove(position);
            all.extend(all_orders(&rest).into_iter().map(|mut order| {
                order.insert(0, *at);
                order
            }));
        }
        all
    }

    proptest! {
        #[test]
        fn no_order_copies_less_and_none_more(
            images in prop::collection::vec(prop::collection::vec(0_u64..64, 1..20), 2..7),
            base in any::<bool>(),
            room in 0_u64..40,
        ) {
            let sizes = run(&images, base);
            let snapshots = images.len() - 1;
            let (best, worst) = (cheapest(&sizes, snapshots, false), cheapest(&sizes, snapshots, true));
            let orders = all_orders(&(0..snapshots).collect::<Vec<_>>());
            let copies: Vec<u64> = orders.iter().map(|order| copies_of(&sizes, order)).collect();
            prop_assert_eq!(copies_of(&sizes, &best), *copies.iter().min().unwrap());
            prop_assert_eq!(copies_of(&sizes, &worst), *copies.iter().max().unwrap());

            let mut search = Search { sizes: &sizes, room: i128::from(room << 20), best: None };
            search.try_all(&mut Trial::new(snapshots));
            let (excess, found, _) = search.best.unwrap();
            let least = orders.iter().map(|order| {
                let mut trial = Trial::new(snapshots);
                for at in order {
                    trial.delete(&sizes, *at);
                }
                ((trial.peak - i128::from(room << 20)).max(0), trial.copies)
            }).min().unwrap();
            prop_assert_eq!((excess, found), least);
        }
    }
}
