//! Sets of snapshots that people delete together, as names for what they mean.

use std::collections::HashSet;

use crate::model::{SnapshotId, SnapshotIndex, SnapshotTree};

/// A branch: the snapshot and all below it. If the current state descends from it, its data go into the parent of the
/// branch, or are all that is left.
#[must_use]
pub fn branch(tree: &SnapshotTree, top: SnapshotId) -> Vec<SnapshotId> {
    let Some(top) = tree.find(top) else { return Vec::new() };
    tree.branch(top).map(|index| tree.get(index).id).collect()
}

/// All but the snapshots that the current state rests on.
#[must_use]
pub fn all_but_current_path(tree: &SnapshotTree) -> Vec<SnapshotId> {
    let path: HashSet<SnapshotIndex> = tree.current_path().into_iter().collect();
    tree.iter().filter(|(index, _)| !path.contains(index)).map(|(_, snapshot)| snapshot.id).collect()
}

/// The snapshots to delete so that at most `keep` remain on the path to the current state. The newest stay, and those that
/// `pinned` names. A fork stays as long as something beside the path rests on it: its other branches would have to go
/// first. So more than `keep` may remain.
#[must_use]
pub fn shorten(tree: &SnapshotTree, keep: usize, pinned: &dyn Fn(SnapshotId) -> bool) -> Vec<SnapshotId> {
    let path = tree.current_path();
    let excess = path.len().saturating_sub(keep);
    let current = tree.current();
    let may_go = |index: &SnapshotIndex| {
        let children = tree.children(*index).len();
        // The current one can only go if nothing is below it but the current state.
        let straight = if current == Some(*index) { children == 0 } else { children == 1 };
        straight && !pinned(tree.get(*index).id)
    };
    path.iter().filter(|index| may_go(index)).take(excess).map(|index| tree.get(*index).id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{HardwareSettings, Snapshot, SnapshotTreeBuilder};
    use uuid::Uuid;

    /// 1 – 2 – 3 – 4 – 5 (current), with 20 below 2 and 21 below 20.
    fn tree() -> SnapshotTree {
        let mut builder = SnapshotTreeBuilder::default();
        let mut places = std::collections::HashMap::new();
        for (id, parent) in [(1, 0), (2, 1), (3, 2), (4, 3), (5, 4), (20, 2), (21, 20)] {
            let snapshot = Snapshot {
                id: id_of(id),
                name: id.to_string(),
                description: String::new(),
                taken_at: None,
                online: false,
                saved_state: None,
                firmware_file: None,
                hardware: std::sync::Arc::new(HardwareSettings::default()),
            };
            places.insert(id, builder.push(places.get(&parent).copied(), snapshot).unwrap());
        }
        builder.finish(Some(id_of(5)))
    }

    fn id_of(number: u128) -> SnapshotId {
        SnapshotId(Uuid::from_u128(number))
    }

    fn numbers(ids: &[SnapshotId]) -> Vec<u128> {
        ids.iter().map(|id| id.0.as_u128()).collect()
    }

    #[test]
    fn what_people_mean() {
        let tree = tree();
        assert_eq!(numbers(&branch(&tree, id_of(3))), [3, 4, 5]);
        assert!(branch(&tree, id_of(99)).is_empty());
        assert_eq!(numbers(&all_but_current_path(&tree)), [20, 21]);
        let nothing = |_| false;
        assert_eq!(numbers(&shorten(&tree, 3, &nothing)), [1, 3]);
        assert_eq!(numbers(&shorten(&tree, 3, &|id| id == id_of(1))), [3, 4]);
        assert_eq!(numbers(&shorten(&tree, 0, &nothing)), [1, 3, 4, 5]);
        assert!(shorten(&tree, 5, &nothing).is_empty());
    }
}
