//! In which order the table shows the snapshots when branches are drawn beside them.

use crate::model::{SnapshotIndex, SnapshotTree};

/// What a row of the table stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// One snapshot.
    Snapshot(SnapshotIndex),
    /// The machine as it is now.
    CurrentState,
}

/// An order in which branches can be drawn: parents always stand on the same side of children.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RowOrder {
    /// Newest first, the current state on top; every child above its parent.
    #[default]
    NewestFirst,
    /// As the tree has them: every branch in one piece, every parent above its children.
    Tree,
}

impl RowOrder {
    /// All snapshots and the current state in this order.
    #[must_use]
    pub fn rows(self, tree: &SnapshotTree) -> Vec<Row> {
        match self {
            Self::NewestFirst => newest_first(tree),
            Self::Tree => tree_order(tree),
        }
    }
}

/// Clocks lie now and then: a snapshot that claims to be older than its parent, or claims nothing,
/// counts as taken at its parent's time. Of the same time, the one that was read later comes first:
/// a child always was.
fn newest_first(tree: &SnapshotTree) -> Vec<Row> {
    let mut times = Vec::with_capacity(tree.len());
    for (index, snapshot) in tree.iter() {
        let parent_time = tree.parent(index).and_then(|parent| times[parent.position()]);
        times.push(snapshot.taken_at.max(parent_time));
    }
    let mut order: Vec<SnapshotIndex> = tree.iter().map(|(index, _)| index).rev().collect();
    order.sort_by(|one, two| times[two.position()].cmp(&times[one.position()]));
    std::iter::once(Row::CurrentState).chain(order.into_iter().map(Row::Snapshot)).collect()
}

/// The current state comes after all else below the current snapshot, as in the tree view.
fn tree_order(tree: &SnapshotTree) -> Vec<Row> {
    let mut rows = Vec::with_capacity(tree.len() + 1);
    let mut stack = Vec::new();
    if tree.current().is_none() {
        stack.push(Row::CurrentState);
    }
    stack.extend(tree.roots().iter().rev().copied().map(Row::Snapshot));
    while let Some(row) = stack.pop() {
        rows.push(row);
        if let Row::Snapshot(index) = row {
            if tree.current() == Some(index) {
                stack.push(Row::CurrentState);
            }
            stack.extend(tree.children(index).iter().rev().copied().map(Row::Snapshot));
        }
    }
    rows
}
