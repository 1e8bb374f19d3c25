//! The snapshot tree as it would be after some deletions.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::model::{Machine, Snapshot, SnapshotIndex, SnapshotTree};
use crate::text;
use crate::words;

/// A machine's tree, changed step by step.
#[derive(Debug, Clone)]
pub(in crate::plan) struct Remaining<'a> {
    machine: &'a Machine,
    parent: Vec<Option<SnapshotIndex>>,
    children: Vec<Vec<SnapshotIndex>>,
    current: Option<SnapshotIndex>,
    /// How many snapshots and current states need each saved state.
    saved_states: HashMap<&'a Path, usize>,
}

impl<'a> Remaining<'a> {
    /// The tree as it is.
    pub(in crate::plan) fn new(machine: &'a Machine) -> Self {
        let tree = &machine.tree;
        let mut saved_states: HashMap<&Path, usize> = HashMap::new();
        let of_snapshots = tree.iter().filter_map(|(_, snapshot)| snapshot.saved_state.as_deref());
        for path in of_snapshots.chain(machine.current_state.saved_state.as_deref()) {
            *saved_states.entry(path).or_default() += 1;
        }
        Self {
            machine,
            parent: tree.iter().map(|(index, _)| tree.parent(index)).collect(),
            children: tree.iter().map(|(index, _)| tree.children(index).to_vec()).collect(),
            current: tree.current(),
            saved_states,
        }
    }

    fn tree(&self) -> &'a SnapshotTree {
        &self.machine.tree
    }

    /// The snapshots below this one.
    pub(in crate::plan) fn children(&self, index: SnapshotIndex) -> &[SnapshotIndex] {
        self.children.get(index.position()).map_or(&[], Vec::as_slice)
    }

    /// The snapshot that the current state descends from.
    pub(in crate::plan) fn current(&self) -> Option<SnapshotIndex> {
        self.current
    }

    /// A snapshot's name, as the person reads it.
    pub(in crate::plan) fn name(&self, index: SnapshotIndex) -> &'a str {
        words::snapshot_name(&self.tree().get(index).name)
    }

    /// What a snapshot's data become part of when it is deleted.
    pub(in crate::plan) fn heirs(&self, index: SnapshotIndex) -> Vec<String> {
        let below = self.children(index).iter().map(|child| self.name(*child).to_owned());
        below.chain((self.current == Some(index)).then(|| text!("plan-heir-current-state").to_owned())).collect()
    }

    /// The files that go with a snapshot: the saved state before the disks are merged, the firmware's after it.
    pub(in crate::plan) fn files(&self, index: SnapshotIndex) -> (Vec<Arc<Path>>, Vec<Arc<Path>>) {
        let snapshot: &Snapshot = self.tree().get(index);
        let only_user = |path: &&Arc<Path>| self.saved_states.get(&***path).is_none_or(|users| *users <= 1);
        let saved = snapshot.saved_state.iter().filter(only_user).cloned().collect();
        (saved, snapshot.firmware_file.iter().cloned().collect())
    }

    /// Takes a snapshot out. Those below it move up.
    pub(in crate::plan) fn remove(&mut self, index: SnapshotIndex) {
        let at = index.position();
        let parent = self.parent.get(at).copied().flatten();
        let children = self.children.get_mut(at).map(std::mem::take).unwrap_or_default();
        for child in &children {
            if let Some(place) = self.parent.get_mut(child.position()) {
                *place = parent;
            }
        }
        if let Some(siblings) = parent.and_then(|parent| self.children.get_mut(parent.position())) {
            siblings.retain(|sibling| *sibling != index);
            siblings.extend(children);
        }
        if self.current == Some(index) {
            self.current = parent;
        }
        if let Some(users) =
            self.tree().get(index).saved_state.as_deref().and_then(|path| self.saved_states.get_mut(path))
        {
            *users = users.saturating_sub(1);
        }
    }
}
