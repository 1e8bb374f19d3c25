//! A machine's tree laid out, with what is needed to draw it. Made once for each change.

use std::sync::Arc;

use super::fold::{Folding, ItemKind, VisibleTree};
use super::layout::{LayoutSizes, Size, TreeLayout};
use crate::app::command::Node;
use crate::model::{Bytes, ImageForest, InventoryMachine, Machine, SnapshotIndex};

/// Sizes of the tree at zoom 1, in points.
const SIZES: LayoutSizes = LayoutSizes {
    snapshot: Size { width: 196.0, height: 66.0 },
    fold: Size { width: 196.0, height: 40.0 },
    current_state: Size { width: 196.0, height: 38.0 },
    column_gap: 32.0,
    row_gap: 18.0,
    branch_gap: 14.0,
};

/// A laid-out tree.
pub struct Scene {
    /// The machine it was made from.
    pub machine: Arc<Machine>,
    /// Where the items are.
    pub layout: TreeLayout,
    /// Whether each snapshot lies on the way from the root to the current state.
    on_path: Vec<bool>,
    /// Whether one of each snapshot's images has a problem.
    problems: Vec<bool>,
    /// What a full bar stands for.
    pub largest: Bytes,
    /// Counts up with each scene.
    pub stamp: u64,
    generation: u64,
}

impl Scene {
    /// Lays a machine out.
    #[must_use]
    pub fn new(
        machine: &Arc<Machine>,
        entry: &InventoryMachine,
        images: &ImageForest,
        folding: &Folding,
        generation: u64,
        stamp: u64,
    ) -> Self {
        let tree = &machine.tree;
        let mut on_path = vec![false; tree.len()];
        for index in tree.current_path() {
            on_path[index.position()] = true;
        }
        let lost_memory = |index: SnapshotIndex| entry.usage.lost_memory.contains(&index);
        let problem_in = |index: SnapshotIndex| {
            tree.get(index)
                .hardware
                .disks()
                .any(|(_, id)| images.image(id).is_none_or(|image| image.problem().is_some()))
        };
        let problems: Vec<bool> = tree.iter().map(|(index, _)| problem_in(index) || lost_memory(index)).collect();
        let notable = |index: SnapshotIndex| problems[index.position()];
        let layout = TreeLayout::new(VisibleTree::new(tree, folding, &notable), SIZES);
        let largest = tree.iter().map(|(index, _)| entry.usage.snapshot(index)).max().unwrap_or_default();
        Self { machine: machine.clone(), layout, on_path, problems, largest, stamp, generation }
    }

    /// Whether it still shows this machine at this generation of the inventory.
    #[must_use]
    pub fn is_of(&self, machine: &Arc<Machine>, generation: u64) -> bool {
        Arc::ptr_eq(&self.machine, machine) && self.generation == generation
    }

    /// Whether the way from the root to the current state runs through an item.
    #[must_use]
    pub fn on_path(&self, item: usize) -> bool {
        match self.layout.items().get(item).map(|item| item.kind) {
            Some(ItemKind::Snapshot(index) | ItemKind::Fold { first: index, .. }) => {
                self.on_path.get(index.position()).copied().unwrap_or(false)
            }
            Some(ItemKind::CurrentState) => true,
            None => false,
        }
    }

    /// Whether one of an item's images has a problem.
    #[must_use]
    pub fn has_problem(&self, item: usize) -> bool {
        match self.layout.items().get(item).map(|item| item.kind) {
            Some(ItemKind::Snapshot(index)) => self.problems.get(index.position()).copied().unwrap_or(false),
            _ => false,
        }
    }

    /// The item that shows or hides a place of the tree.
    #[must_use]
    pub fn item_of(&self, node: Node) -> Option<usize> {
        match node {
            Node::CurrentState => self.layout.tree().current_state(),
            Node::Snapshot(id) => {
                self.machine.tree.find(id).and_then(|index| self.layout.find(index)).map(super::fold::Place::item)
            }
        }
    }

    /// The place of the tree that an item shows; for a fold, its first snapshot.
    #[must_use]
    pub fn node_of(&self, item: usize) -> Option<Node> {
        Some(match self.layout.items().get(item)?.kind {
            ItemKind::Snapshot(index) | ItemKind::Fold { first: index, .. } => {
                Node::Snapshot(self.machine.tree.get(index).id)
            }
            ItemKind::CurrentState => Node::CurrentState,
        })
    }
}
