//! The tree as it would be after some deletions, as far as legality goes. What the planner refuses because of images is
//! known before (see [`super::facts`]).

use crate::model::{SnapshotIndex, SnapshotTree};
use crate::plan::Blocker;

/// A tree from which snapshots are taken out one by one, in any order.
#[derive(Debug)]
pub(super) struct Remaining<'a> {
    tree: &'a SnapshotTree,
    /// For one that is gone: a way up. Otherwise unused.
    up: Vec<Option<SnapshotIndex>>,
    gone: Vec<bool>,
    children: Vec<usize>,
    current: Option<SnapshotIndex>,
}

impl<'a> Remaining<'a> {
    pub(super) fn new(tree: &'a SnapshotTree) -> Self {
        Self {
            tree,
            up: tree.iter().map(|(index, _)| tree.parent(index)).collect(),
            gone: vec![false; tree.len()],
            children: tree.iter().map(|(index, _)| tree.children(index).len()).collect(),
            current: tree.current(),
        }
    }

    /// Whether it was taken out.
    pub(super) fn is_gone(&self, index: SnapshotIndex) -> bool {
        self.gone[index.position()]
    }

    /// How many are directly below it now.
    pub(super) fn child_count(&self, index: SnapshotIndex) -> usize {
        self.children[index.position()]
    }

    /// Whether it can be taken out now.
    pub(super) fn is_legal(&self, index: SnapshotIndex) -> bool {
        match self.child_count(index) {
            0 => true,
            1 => self.current != Some(index),
            _ => false,
        }
    }

    /// The one directly above it now.
    pub(super) fn parent(&mut self, index: SnapshotIndex) -> Option<SnapshotIndex> {
        let mut at = index;
        loop {
            let above = self.up[at.position()]?;
            if !self.gone[above.position()] {
                return Some(above);
            }
            // The way gets shorter each time it is walked.
            let further = self.up[above.position()];
            self.up[at.position()] = further;
            at = if further.is_some_and(|further| !self.gone[further.position()]) { at } else { above };
        }
    }

    /// Takes it out. Those below it move up.
    pub(super) fn remove(&mut self, index: SnapshotIndex) {
        let parent = self.parent(index);
        self.gone[index.position()] = true;
        self.up[index.position()] = parent;
        if let Some(parent) = parent {
            self.children[parent.position()] += self.children[index.position()];
            self.children[parent.position()] -= 1;
        }
        if self.current == Some(index) {
            self.current = parent;
        }
    }

    /// Those directly below it now, in the order of the tree.
    pub(super) fn below(&self, index: SnapshotIndex) -> Vec<SnapshotIndex> {
        let mut below = Vec::new();
        let mut stack: Vec<SnapshotIndex> = self.tree.children(index).iter().rev().copied().collect();
        while let Some(at) = stack.pop() {
            if self.is_gone(at) {
                stack.extend(self.tree.children(at).iter().rev());
            } else {
                below.push(at);
            }
        }
        below
    }

    /// Why it cannot be taken out now.
    pub(super) fn against(&self, index: SnapshotIndex) -> Option<Blocker> {
        if self.is_legal(index) {
            return None;
        }
        let name = |index: SnapshotIndex| self.tree.get(index).name.clone();
        let snapshot = name(index);
        let mut children: Vec<String> = self.below(index).into_iter().map(name).collect();
        Some(if children.len() == 1 {
            Blocker::CurrentWithChild { snapshot, child: children.pop().unwrap_or_default() }
        } else {
            Blocker::SeveralChildren { snapshot, children }
        })
    }
}
