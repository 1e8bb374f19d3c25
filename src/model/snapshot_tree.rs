//! The snapshots of one machine as a forest.
//!
//! An arena: nodes are addressed by index, a parent always has a smaller index than its children,
//! and no walk recurses, so that a chain of 50,000 is as safe as one of three.

use std::collections::HashMap;

use super::{Snapshot, SnapshotId};
use crate::text;

/// Place of a snapshot in its tree. Valid for that one tree only; the id is what lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SnapshotIndex(u32);

impl SnapshotIndex {
    /// Position in arrays that run parallel to [`SnapshotTree::iter`].
    #[must_use]
    pub fn position(self) -> usize {
        self.0 as usize
    }
}

/// Why snapshots do not make a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// More nodes than an index can address.
    #[error("{}", text!("model-tree-too-large", most = u32::MAX.to_string()))]
    TooMany,
    /// The parent that was named is not in the tree yet.
    #[error("{}", text!("model-tree-unknown-parent"))]
    UnknownParent,
}

#[derive(Debug, Clone, PartialEq)]
struct Node {
    snapshot: Snapshot,
    parent: Option<SnapshotIndex>,
    /// 1 for a root.
    depth: u32,
    /// Where this node's children stand in `SnapshotTree::children`.
    first_child: u32,
    child_count: u32,
}

/// A machine's snapshots: parents, children, and the current snapshot. There may be several roots.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SnapshotTree {
    nodes: Vec<Node>,
    /// The children of all nodes, sorted by time taken, one run for each node.
    children: Vec<SnapshotIndex>,
    roots: Vec<SnapshotIndex>,
    by_id: HashMap<SnapshotId, SnapshotIndex>,
    current: Option<SnapshotIndex>,
}

impl SnapshotTree {
    /// Number of snapshots.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no snapshot.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The snapshot at `index`.
    ///
    /// # Panics
    /// If `index` comes from another tree and lies outside this one.
    #[must_use]
    pub fn get(&self, index: SnapshotIndex) -> &Snapshot {
        &self.nodes[index.position()].snapshot
    }

    /// Where the snapshot with this id is. If an id repeats, the first one that was read.
    #[must_use]
    pub fn find(&self, id: SnapshotId) -> Option<SnapshotIndex> {
        self.by_id.get(&id).copied()
    }

    /// The snapshot the current state descends from.
    #[must_use]
    pub fn current(&self) -> Option<SnapshotIndex> {
        self.current
    }

    /// All snapshots, every parent before its children.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (SnapshotIndex, &Snapshot)> + DoubleEndedIterator {
        self.nodes.iter().enumerate().map(|(position, node)| (index_at(position), &node.snapshot))
    }

    /// The snapshots without parent, by time taken.
    #[must_use]
    pub fn roots(&self) -> &[SnapshotIndex] {
        &self.roots
    }

    /// The parent; `None` for a root.
    #[must_use]
    pub fn parent(&self, index: SnapshotIndex) -> Option<SnapshotIndex> {
        self.nodes[index.position()].parent
    }

    /// The children by time taken; of the same time, in the order of the settings file.
    #[must_use]
    pub fn children(&self, index: SnapshotIndex) -> &[SnapshotIndex] {
        let node = &self.nodes[index.position()];
        &self.children[node.first_child as usize..(node.first_child + node.child_count) as usize]
    }

    /// Levels from the root to this snapshot, both counted: 1 for a root.
    #[must_use]
    pub fn depth(&self, index: SnapshotIndex) -> u32 {
        self.nodes[index.position()].depth
    }

    /// The greatest depth; 0 for a tree without snapshots.
    #[must_use]
    pub fn max_depth(&self) -> u32 {
        self.nodes.iter().map(|node| node.depth).max().unwrap_or(0)
    }

    /// The snapshot itself, its parent, and so on up to the root.
    pub fn ancestors(&self, index: SnapshotIndex) -> impl Iterator<Item = SnapshotIndex> {
        std::iter::successors(Some(index), |&at| self.parent(at))
    }

    /// The snapshots from the root to the current one: what the current state rests on.
    #[must_use]
    pub fn current_path(&self) -> Vec<SnapshotIndex> {
        let mut path: Vec<_> = self.current.into_iter().flat_map(|current| self.ancestors(current)).collect();
        path.reverse();
        path
    }

    /// A branch: the snapshot itself and all below it, each before its children, siblings in order.
    pub fn branch(&self, index: SnapshotIndex) -> impl Iterator<Item = SnapshotIndex> {
        self.walk(vec![index])
    }

    /// Everything below a snapshot, each before its children, siblings in order.
    pub fn descendants(&self, index: SnapshotIndex) -> impl Iterator<Item = SnapshotIndex> {
        self.branch(index).skip(1)
    }

    /// All snapshots, each before its children, siblings in order.
    pub fn pre_order(&self) -> impl Iterator<Item = SnapshotIndex> {
        self.walk(self.roots.iter().rev().copied().collect())
    }

    /// All snapshots, each after its children, siblings in order.
    #[must_use]
    pub fn post_order(&self) -> Vec<SnapshotIndex> {
        // The mirror image of a pre-order that visits siblings backwards.
        let mut stack: Vec<_> = self.roots.clone();
        let mut order = Vec::with_capacity(self.len());
        while let Some(index) = stack.pop() {
            order.push(index);
            stack.extend_from_slice(self.children(index));
        }
        order.reverse();
        order
    }

    fn walk(&self, mut stack: Vec<SnapshotIndex>) -> impl Iterator<Item = SnapshotIndex> {
        std::iter::from_fn(move || {
            let index = stack.pop()?;
            stack.extend(self.children(index).iter().rev());
            Some(index)
        })
    }
}

/// Builds a [`SnapshotTree`] from the root down.
#[derive(Debug, Default)]
pub struct SnapshotTreeBuilder {
    nodes: Vec<Node>,
}

impl SnapshotTreeBuilder {
    /// Adds a snapshot below `parent`, or as a root.
    ///
    /// # Errors
    /// [`TreeError`] if the parent is not there or there are too many; nothing is added then.
    pub fn push(&mut self, parent: Option<SnapshotIndex>, snapshot: Snapshot) -> Result<SnapshotIndex, TreeError> {
        let index = SnapshotIndex(u32::try_from(self.nodes.len()).map_err(|_| TreeError::TooMany)?);
        let depth = match parent {
            None => 1,
            Some(parent) => {
                let parent = self.nodes.get_mut(parent.position()).ok_or(TreeError::UnknownParent)?;
                parent.child_count += 1;
                parent.depth + 1
            }
        };
        self.nodes.push(Node { snapshot, parent, depth, first_child: 0, child_count: 0 });
        Ok(index)
    }

    /// The snapshot at `index`, to be completed.
    pub fn snapshot_mut(&mut self, index: SnapshotIndex) -> Option<&mut Snapshot> {
        self.nodes.get_mut(index.position()).map(|node| &mut node.snapshot)
    }

    /// The tree. `current` is the current snapshot's id; one that is not in the tree counts as none.
    #[must_use]
    pub fn finish(self, current: Option<SnapshotId>) -> SnapshotTree {
        let mut nodes = self.nodes;
        let mut next = 0;
        for node in &mut nodes {
            node.first_child = next;
            next += node.child_count;
        }
        let mut roots = Vec::new();
        let mut children = vec![SnapshotIndex(0); next as usize];
        let mut filled = vec![0_u32; nodes.len()];
        let mut by_id = HashMap::with_capacity(nodes.len());
        for (position, node) in nodes.iter().enumerate() {
            let index = index_at(position);
            by_id.entry(node.snapshot.id).or_insert(index);
            match node.parent {
                None => roots.push(index),
                Some(parent) => {
                    let slot = &mut filled[parent.position()];
                    children[(nodes[parent.position()].first_child + *slot) as usize] = index;
                    *slot += 1;
                }
            }
        }
        let taken_at = |index: &SnapshotIndex| nodes[index.position()].snapshot.taken_at;
        roots.sort_by_key(taken_at);
        for node in nodes.iter().filter(|node| node.child_count > 1) {
            children[node.first_child as usize..(node.first_child + node.child_count) as usize].sort_by_key(taken_at);
        }
        let current = current.and_then(|id| by_id.get(&id).copied());
        SnapshotTree { nodes, children, roots, by_id, current }
    }
}

/// Positions come from arenas that [`SnapshotTreeBuilder::push`] keeps below `u32::MAX`.
fn index_at(position: usize) -> SnapshotIndex {
    SnapshotIndex(u32::try_from(position).unwrap_or(u32::MAX))
}
