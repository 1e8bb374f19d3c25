//! Which snapshots the tree shows: collapsed branches and long straight runs are folded away.
//!
//! A chain of 200 snapshots is read by its ends and by what is notable in it; the stretches between
//! become one item each, that opens on a click.

use std::collections::HashSet;
use std::ops::Range;

use crate::model::{SnapshotId, SnapshotIndex, SnapshotTree};

/// Straight runs of up to this many snapshots are always shown whole: they fit on a screen, and a
/// fold saves too little to be worth a click.
const RUN_SHOWN_WHOLE: usize = 8;

/// Snapshots that stay visible at each end of a run, so that one sees where it begins and ends, and
/// so that the newest ones, which people restore, need no click.
const KEPT_AT_EACH_END: usize = 2;

/// A shorter stretch between visible snapshots is shown: the fold would be no smaller than it.
const SHORTEST_FOLD: usize = 4;

/// What a person has collapsed and opened. Ids last when the tree is read again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folding {
    /// Snapshots whose branches are collapsed: everything below them is hidden.
    pub collapsed: HashSet<SnapshotId>,
    /// Members of folds that were opened: they are never folded again by themselves, whatever else
    /// becomes notable around them.
    pub opened: HashSet<SnapshotId>,
}

impl Folding {
    /// Opens the fold that reaches from `first` down to `last`.
    pub fn open(&mut self, tree: &SnapshotTree, first: SnapshotIndex, last: SnapshotIndex) {
        self.opened.extend(straight_down(tree, first, last).map(|member| tree.get(member).id));
    }

    /// Shows the branches again in which `index` is hidden. A fold needs nothing: what is selected
    /// is notable, and so it is visible.
    pub fn reveal(&mut self, tree: &SnapshotTree, index: SnapshotIndex) {
        for ancestor in tree.ancestors(index).skip(1) {
            self.collapsed.remove(&tree.get(ancestor).id);
        }
    }
}

/// What an item of the tree view stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// One snapshot.
    Snapshot(SnapshotIndex),
    /// A straight stretch of snapshots that is folded.
    Fold {
        /// The uppermost of them. Its id is the identity of the fold.
        first: SnapshotIndex,
        /// The lowest of them.
        last: SnapshotIndex,
        /// How many they are.
        count: u32,
    },
    /// The machine as it is now.
    CurrentState,
}

/// One visible thing of the tree view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// What it stands for.
    pub kind: ItemKind,
    /// Position of the item it hangs on; `None` for a root.
    pub parent: Option<usize>,
    /// Levels above it: the column in which it stands.
    pub column: u32,
    /// Number of snapshots hidden below it because its branch is collapsed.
    pub hidden_below: u32,
    /// Whether the current state is among what is hidden below it.
    pub hides_current_state: bool,
    first_child: u32,
    child_count: u32,
}

/// Where a snapshot is found among the items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It is this item.
    Shown(usize),
    /// It is folded into this item.
    Folded(usize),
    /// It is hidden below this item, whose branch is collapsed.
    Collapsed(usize),
}

impl Place {
    /// The item that shows or hides it.
    #[must_use]
    pub fn item(self) -> usize {
        match self {
            Self::Shown(item) | Self::Folded(item) | Self::Collapsed(item) => item,
        }
    }
}

/// The items of a tree view, column by column: every parent before its children, siblings side by
/// side, the current state after its sibling snapshots.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VisibleTree {
    items: Vec<Item>,
    /// The item of each snapshot, parallel to the tree.
    item_of: Vec<u32>,
    current_state: Option<usize>,
    current_path: Vec<usize>,
}

impl VisibleTree {
    /// Computes the items. `notable` snapshots (selected, found by a search, with findings, …) are
    /// never folded, and neither is the current snapshot.
    #[must_use]
    pub fn new(tree: &SnapshotTree, folding: &Folding, notable: &dyn Fn(SnapshotIndex) -> bool) -> Self {
        let mut outline = Outline {
            tree,
            folds: find_folds(tree, folding, notable),
            collapsed: tree.iter().map(|(index, _)| is_collapsed(tree, folding, index)).collect(),
            visible: Self {
                items: Vec::with_capacity(tree.len() + 1),
                item_of: vec![0; tree.len()],
                current_state: None,
                current_path: Vec::new(),
            },
        };
        outline.add_all();
        outline.trace_current_path();
        outline.visible
    }

    /// The items, every parent before its children.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Positions of an item's children, from the top one.
    #[must_use]
    pub fn children(&self, item: usize) -> Range<usize> {
        self.items.get(item).map_or(0..0, |item| {
            let first = item.first_child as usize;
            first..first + item.child_count as usize
        })
    }

    /// Where a snapshot is.
    #[must_use]
    pub fn find(&self, snapshot: SnapshotIndex) -> Option<Place> {
        let item = *self.item_of.get(snapshot.position())? as usize;
        Some(match self.items.get(item)?.kind {
            ItemKind::Snapshot(shown) if shown == snapshot => Place::Shown(item),
            ItemKind::Fold { .. } => Place::Folded(item),
            ItemKind::Snapshot(_) | ItemKind::CurrentState => Place::Collapsed(item),
        })
    }

    /// The item of the current state; `None` if a collapsed branch hides it.
    #[must_use]
    pub fn current_state(&self) -> Option<usize> {
        self.current_state
    }

    /// The items from the root to the current state, or to the collapsed one that hides it: one in
    /// each column from the first.
    #[must_use]
    pub fn current_path(&self) -> &[usize] {
        &self.current_path
    }
}

/// A [`VisibleTree`] in the making.
struct Outline<'a> {
    tree: &'a SnapshotTree,
    /// For each snapshot at which a fold begins, the fold's last member and length.
    folds: Vec<Option<(SnapshotIndex, u32)>>,
    collapsed: Vec<bool>,
    visible: VisibleTree,
}

impl Outline<'_> {
    /// Adds the roots, then the children of each item in turn: column by column.
    fn add_all(&mut self) {
        for &root in self.tree.roots() {
            self.add(root, None);
        }
        if self.tree.current().is_none() {
            self.add_current_state(None);
        }
        let mut item = 0;
        while let Some(&Item { kind, .. }) = self.visible.items.get(item) {
            let first_child = self.visible.items.len();
            match kind {
                ItemKind::CurrentState => {}
                ItemKind::Snapshot(index) if self.collapsed[index.position()] => self.hide_below(index, item),
                ItemKind::Snapshot(index) | ItemKind::Fold { last: index, .. } => self.add_children(index, item),
            }
            let child_count = self.visible.items.len() - first_child;
            self.visible.items[item].first_child = narrow(first_child);
            self.visible.items[item].child_count = narrow(child_count);
            item += 1;
        }
    }

    fn add_children(&mut self, of: SnapshotIndex, item: usize) {
        let tree = self.tree;
        for &child in tree.children(of) {
            self.add(child, Some(item));
        }
        if tree.current() == Some(of) {
            self.add_current_state(Some(item));
        }
    }

    /// Adds a snapshot, or the fold that begins with it.
    fn add(&mut self, index: SnapshotIndex, parent: Option<usize>) {
        let item = narrow(self.visible.items.len());
        if let Some((last, count)) = self.folds[index.position()] {
            for member in straight_down(self.tree, index, last) {
                self.visible.item_of[member.position()] = item;
            }
            self.push(ItemKind::Fold { first: index, last, count }, parent);
        } else {
            self.visible.item_of[index.position()] = item;
            self.push(ItemKind::Snapshot(index), parent);
        }
    }

    fn add_current_state(&mut self, parent: Option<usize>) {
        self.visible.current_state = Some(self.visible.items.len());
        self.push(ItemKind::CurrentState, parent);
    }

    fn trace_current_path(&mut self) {
        let hidden_in = || self.visible.find(self.tree.current()?).map(Place::item);
        let end = self.visible.current_state.or_else(hidden_in);
        let path = std::iter::successors(end, |&item| self.visible.items[item].parent);
        self.visible.current_path = path.collect();
        self.visible.current_path.reverse();
    }

    fn push(&mut self, kind: ItemKind, parent: Option<usize>) {
        let column = parent.map_or(0, |parent| self.visible.items[parent].column + 1);
        self.visible.items.push(Item {
            kind,
            parent,
            column,
            hidden_below: 0,
            hides_current_state: false,
            first_child: 0,
            child_count: 0,
        });
    }

    fn hide_below(&mut self, index: SnapshotIndex, item: usize) {
        let mut hides_current_state = self.tree.current() == Some(index);
        let mut hidden_below = 0;
        for hidden in self.tree.descendants(index) {
            self.visible.item_of[hidden.position()] = narrow(item);
            hides_current_state |= self.tree.current() == Some(hidden);
            hidden_below += 1;
        }
        let item = &mut self.visible.items[item];
        item.hidden_below = hidden_below;
        item.hides_current_state = hides_current_state;
    }
}

/// Finds the stretches to fold: for each snapshot with which one begins, its last member and length.
fn find_folds(
    tree: &SnapshotTree,
    folding: &Folding,
    notable: &dyn Fn(SnapshotIndex) -> bool,
) -> Vec<Option<(SnapshotIndex, u32)>> {
    let mut folds = vec![None; tree.len()];
    let is_straight = |index: SnapshotIndex| child_count(tree, index) == 1 && !is_collapsed(tree, folding, index);
    let stays = |index: SnapshotIndex| {
        tree.current() == Some(index) || contains(&folding.opened, tree, index) || notable(index)
    };
    let mut in_a_run = vec![false; tree.len()];
    let mut run = Vec::new();
    for (index, _) in tree.iter() {
        if in_a_run[index.position()] || !is_straight(index) {
            continue;
        }
        run.clear();
        let downwards = std::iter::successors(Some(index), |&at| tree.children(at).first().copied());
        run.extend(downwards.take_while(|&at| is_straight(at)));
        for member in &run {
            in_a_run[member.position()] = true;
        }
        // Whether a run folds at all does not depend on what is notable in it: selecting a
        // snapshot must not make the rest of the run jump open.
        if run.len() > RUN_SHOWN_WHOLE {
            let between = &run[KEPT_AT_EACH_END..run.len() - KEPT_AT_EACH_END];
            for stretch in between.split(|&member| stays(member)) {
                if let (SHORTEST_FOLD.., Some(first), Some(last)) = (stretch.len(), stretch.first(), stretch.last()) {
                    folds[first.position()] = Some((*last, narrow(stretch.len())));
                }
            }
        }
    }
    folds
}

/// Children of a snapshot, the current state counted as one.
fn child_count(tree: &SnapshotTree, index: SnapshotIndex) -> usize {
    tree.children(index).len() + usize::from(tree.current() == Some(index))
}

/// Whether the branch is collapsed and has something to hide. A current state alone is not worth it.
fn is_collapsed(tree: &SnapshotTree, folding: &Folding, index: SnapshotIndex) -> bool {
    !tree.children(index).is_empty() && contains(&folding.collapsed, tree, index)
}

/// Most sets are empty most of the time, and 100,000 look-ups are not free.
fn contains(set: &HashSet<SnapshotId>, tree: &SnapshotTree, index: SnapshotIndex) -> bool {
    !set.is_empty() && set.contains(&tree.get(index).id)
}

/// From `first` down to `last` along first children.
fn straight_down(
    tree: &SnapshotTree,
    first: SnapshotIndex,
    last: SnapshotIndex,
) -> impl Iterator<Item = SnapshotIndex> {
    std::iter::successors(Some(first), move |&at| if at == last { None } else { tree.children(at).first().copied() })
}

/// A tree has fewer than `u32::MAX` snapshots, so positions and counts fit.
fn narrow(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
