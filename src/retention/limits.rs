//! The limits of a rule: how deep a tree may be, and how much the snapshots of a machine may add.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::facts::MachineFacts;
use super::reason::Reason;
use super::remaining::Remaining;
use super::wishes::Wish;
use crate::model::{Bytes, SnapshotIndex, SnapshotTree};

/// What a limit may choose from.
pub(super) struct Choice<'a, 'b> {
    pub machine: &'a MachineFacts,
    pub tree: &'a SnapshotTree,
    pub wishes: &'b mut [Wish],
    /// The tree without what goes already.
    pub remaining: &'b mut Remaining<'a>,
}

impl Choice<'_, '_> {
    fn can_go(&self, index: SnapshotIndex) -> bool {
        self.wishes[index.position()].is_open()
            && self.machine.snapshots[index.position()].blocker.is_none()
            && self.remaining.is_legal(index)
    }

    /// The uppermost of each path that is too long, until it is not. Ends of branches stay: without them something is
    /// lost, not only shortened. Returns whether the limit holds then.
    pub(super) fn limit_levels(&mut self, most: u32) -> bool {
        let most = most as usize;
        // How many levels there are from each one to the deepest below it.
        let mut levels = vec![0_usize; self.tree.len()];
        for (index, _) in self.tree.iter().rev() {
            let at = index.position();
            levels[at] += usize::from(!self.remaining.is_gone(index));
            if let Some(parent) = self.tree.parent(index) {
                levels[parent.position()] = levels[parent.position()].max(levels[at]);
            }
        }
        let mut above = vec![0_usize; self.tree.len()];
        let mut holds = true;
        for (index, _) in self.tree.iter() {
            let at = index.position();
            let before = self.tree.parent(index).map_or(0, |parent| above[parent.position()]);
            above[at] = before;
            if self.remaining.is_gone(index) {
                continue;
            }
            let too_long = before + levels[at] > most;
            if too_long && self.remaining.child_count(index) == 1 && self.can_go(index) {
                let most = u32::try_from(most).unwrap_or(u32::MAX);
                self.wishes[at].delete.push(Reason::TooDeep { most });
                self.remaining.remove(index);
            } else {
                above[at] = before + 1;
                holds &= above[at] <= most;
            }
        }
        holds
    }

    /// The oldest, until the others add no more than this. Returns whether the limit holds then.
    pub(super) fn limit_bytes(&mut self, most: Bytes) -> bool {
        let mut adds: Vec<u64> = self.machine.snapshots.iter().map(|snapshot| snapshot.adds.0).collect();
        let stays = |index: SnapshotIndex| !self.remaining.is_gone(index);
        let mut sum: u64 = self
            .tree
            .iter()
            .filter(|(index, _)| stays(*index))
            .map(|(index, _)| adds[index.position()])
            .fold(0, u64::saturating_add);
        // By age: the last of the newest first is the oldest.
        let mut ages = vec![None; self.tree.len()];
        for (age, index) in self.machine.newest_first.iter().rev().enumerate() {
            ages[index.position()] = Some(age);
        }
        let open = |index: &SnapshotIndex| self.wishes[index.position()].is_open() && stays(*index);
        let waiting = self.machine.newest_first.iter().filter(|index| open(index));
        let mut waiting: BinaryHeap<Reverse<(Option<usize>, SnapshotIndex)>> =
            waiting.map(|index| Reverse((ages[index.position()], *index))).collect();
        let mut refused = vec![false; self.tree.len()];
        while sum > most.0 {
            let Some(Reverse((_, index))) = waiting.pop() else { break };
            if !self.can_go(index) {
                refused[index.position()] = true;
                continue;
            }
            self.wishes[index.position()].delete.push(Reason::TooLarge { most });
            sum = sum.saturating_sub(adds[index.position()]);
            let parent = self.remaining.parent(index);
            if parent.is_none() {
                // What is directly below becomes part of the base image.
                for child in self.remaining.below(index) {
                    sum = sum.saturating_sub(std::mem::take(&mut adds[child.position()]));
                }
            }
            self.remaining.remove(index);
            // What was a fork before may be none any more.
            if let Some(parent) = parent.filter(|parent| std::mem::take(&mut refused[parent.position()])) {
                waiting.push(Reverse((ages[parent.position()], parent)));
            }
        }
        let holds = sum <= most.0;
        if !holds {
            // These should go too: it is told why they cannot.
            for (wish, refused) in self.wishes.iter_mut().zip(refused) {
                wish.delete.extend(refused.then_some(Reason::TooLarge { most }));
            }
        }
        holds
    }
}
