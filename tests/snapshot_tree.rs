//! The arena agrees with what the words mean: parent, child, ancestor, descendant, order, depth.

#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

mod shape_strategy;
mod shapes;

use std::collections::HashSet;

use proptest::prelude::*;
use shape_strategy::shapes;
use shapes::{Shape, id};
use snapgrove::model::{SnapshotIndex, SnapshotTree};

/// The definitions, as naive as can be, on the plain list of parents.
struct Naive<'a>(&'a Shape);

impl Naive<'_> {
    fn ancestors(&self, of: usize) -> Vec<usize> {
        std::iter::successors(Some(of), |&at| self.0.parents[at]).collect()
    }

    /// Those whose parent it is, by time taken (without one first), then in the order they came.
    fn children(&self, of: Option<usize>) -> Vec<usize> {
        let mut found: Vec<usize> =
            (0..self.0.parents.len()).filter(|&position| self.0.parents[position] == of).collect();
        found.sort_by_key(|&position| (self.0.times[position], position));
        found
    }

    fn descendants(&self, of: usize) -> HashSet<usize> {
        (0..self.0.parents.len()).filter(|&other| other != of && self.ancestors(other).contains(&of)).collect()
    }
}

fn positions(indices: impl IntoIterator<Item = SnapshotIndex>) -> Vec<usize> {
    indices.into_iter().map(SnapshotIndex::position).collect()
}

fn at(tree: &SnapshotTree, position: usize) -> SnapshotIndex {
    tree.find(id(position)).unwrap()
}

/// What can be checked in linear time, for trees of any size.
fn assert_consistent(shape: &Shape, tree: &SnapshotTree) {
    let count = shape.parents.len();
    assert_eq!((tree.len(), tree.is_empty()), (count, count == 0));
    assert_eq!(tree.current().map(SnapshotIndex::position), shape.current);
    let mut depths = vec![0; count];
    let mut seen_as_child = vec![0; count];
    for (position, &parent) in shape.parents.iter().enumerate() {
        let index = at(tree, position);
        assert_eq!(tree.parent(index).map(SnapshotIndex::position), parent);
        depths[position] = parent.map_or(1, |parent| depths[parent] + 1);
        assert_eq!(tree.depth(index), depths[position]);
        for &child in tree.children(index) {
            assert_eq!(tree.parent(child), Some(index));
            seen_as_child[child.position()] += 1;
        }
        assert_sorted(shape, tree.children(index));
    }
    for root in tree.roots() {
        assert_eq!(tree.parent(*root), None);
        seen_as_child[root.position()] += 1;
    }
    assert_sorted(shape, tree.roots());
    assert!(seen_as_child.iter().all(|&times| times == 1));
    assert_eq!(tree.max_depth(), depths.into_iter().max().unwrap_or(0));
    assert_orders(tree, &positions(tree.pre_order()), &positions(tree.post_order()));
    let path: Vec<usize> = std::iter::successors(shape.current, |&at| shape.parents[at]).collect();
    assert!(positions(tree.current_path()).into_iter().eq(path.into_iter().rev()));
}

fn assert_sorted(shape: &Shape, siblings: &[SnapshotIndex]) {
    let key = |index: &SnapshotIndex| (shape.times[index.position()], index.position());
    assert!(siblings.is_sorted_by_key(key));
}

/// A pre-order is one in which each branch is a run that begins with its snapshot and in which
/// siblings are in order; in a post-order it ends with it.
fn assert_orders(tree: &SnapshotTree, pre_order: &[usize], post_order: &[usize]) {
    let mut branch_sizes = vec![1; tree.len()];
    for (index, _) in tree.iter().rev() {
        if let Some(parent) = tree.parent(index) {
            branch_sizes[parent.position()] += branch_sizes[index.position()];
        }
    }
    let place = |order: &[usize]| {
        let mut places = vec![usize::MAX; tree.len()];
        for (place, &position) in order.iter().enumerate() {
            places[position] = place;
        }
        places
    };
    assert_eq!((pre_order.len(), post_order.len()), (tree.len(), tree.len()));
    let (before, after) = (place(pre_order), place(post_order));
    let assert_siblings = |siblings: &[SnapshotIndex], begin: usize, branch_begin: usize| {
        let (mut next, mut end) = (begin, branch_begin);
        for child in siblings {
            let size = branch_sizes[child.position()];
            assert_eq!(before[child.position()], next);
            next += size;
            end += size;
            assert_eq!(after[child.position()], end - 1);
        }
    };
    assert_siblings(tree.roots(), 0, 0);
    for (index, _) in tree.iter() {
        let position = index.position();
        assert_siblings(tree.children(index), before[position] + 1, after[position] + 1 - branch_sizes[position]);
    }
}

fn assert_like_the_definitions(shape: &Shape, tree: &SnapshotTree) {
    let naive = Naive(shape);
    let count = shape.parents.len();
    assert_eq!(positions(tree.roots().iter().copied()), naive.children(None));
    for position in 0..count {
        let index = at(tree, position);
        assert_eq!(positions(tree.children(index).iter().copied()), naive.children(Some(position)));
        assert_eq!(positions(tree.ancestors(index)), naive.ancestors(position));
        let descendants = positions(tree.descendants(index));
        assert_eq!(descendants.len(), naive.descendants(position).len());
        assert_eq!(descendants.into_iter().collect::<HashSet<_>>(), naive.descendants(position));
        assert_eq!(tree.branch(index).next(), Some(index));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn small_forests_are_like_the_definitions(shape in shapes(60)) {
        let tree = shape.tree();
        assert_consistent(&shape, &tree);
        assert_like_the_definitions(&shape, &tree);
    }

    #[test]
    fn forests_are_consistent(shape in shapes(3_000)) {
        assert_consistent(&shape, &shape.tree());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn large_forests_are_consistent(count in 50_000..100_000_usize, reach in 1..200_000_usize, seed in any::<u64>()) {
        let shape = Shape::random(count, reach, seed);
        assert_consistent(&shape, &shape.tree());
    }
}

#[test]
fn deep_and_wide_trees_are_consistent() {
    for shape in [Shape::chain(50_000), Shape::star(50_000), Shape::random(100_000, 2, 7)] {
        let tree = shape.tree();
        assert_consistent(&shape, &tree);
        let first = tree.roots()[0];
        assert_eq!(tree.descendants(first).count(), shape.parents.len() - 1);
    }
}
