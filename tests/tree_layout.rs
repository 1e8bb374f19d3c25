//! The tree view shows every snapshot once, tidily, and finds what is visible.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends by panicking")]

mod shape_strategy;
mod shapes;

use std::collections::HashSet;

use proptest::prelude::*;
use shape_strategy::shapes;
use shapes::{Shape, id};
use snapgrove::app::tree::fold::{Folding, ItemKind, Place, VisibleTree};
use snapgrove::app::tree::layout::{Area, Direction, LayoutSizes, Point, Size, Trail, TreeLayout};
use snapgrove::model::{SnapshotIndex, SnapshotTree};

const SIZES: LayoutSizes = LayoutSizes {
    snapshot: Size { width: 206.0, height: 66.0 },
    fold: Size { width: 150.0, height: 34.0 },
    current_state: Size { width: 190.0, height: 38.0 },
    column_gap: 34.0,
    row_gap: 16.0,
    branch_gap: 12.0,
};

/// Rounding of sums of many thousand gaps.
const TOLERANCE: f64 = 1e-6;

fn layout(tree: &SnapshotTree, folding: &Folding, notable: &dyn Fn(SnapshotIndex) -> bool) -> TreeLayout {
    TreeLayout::new(VisibleTree::new(tree, folding, notable), SIZES)
}

fn unfolded(tree: &SnapshotTree) -> TreeLayout {
    layout(tree, &Folding::default(), &|_| true)
}

/// Everything that holds for any layout.
fn assert_tidy(tree: &SnapshotTree, layout: &TreeLayout) {
    assert_each_snapshot_once(tree, layout);
    for column in 0..layout.column_count() {
        let items = layout.column(column);
        for item in items.clone() {
            assert_eq!(layout.items()[item].column as usize, column);
            if item + 1 < items.end {
                let same_parent = layout.parent(item) == layout.parent(item + 1) && column > 0;
                let gap = SIZES.row_gap + if same_parent { 0.0 } else { SIZES.branch_gap };
                let between = layout.area(item + 1).top - layout.area(item).bottom;
                assert!(between >= gap - TOLERANCE, "{item}: {between}");
            }
        }
    }
    let mut top = f64::INFINITY;
    for item in 0..layout.len() {
        let area = layout.area(item);
        top = top.min(area.top);
        assert!(area.left >= 0.0 && area.right <= layout.bounds().right && area.bottom <= layout.bounds().bottom);
        let children = layout.tree().children(item);
        if let (Some(first), Some(last)) = (children.clone().next(), children.clone().next_back()) {
            let middle = f64::midpoint(layout.area(first).centre().y, layout.area(last).centre().y);
            assert!((area.centre().y - middle).abs() < TOLERANCE);
        }
        for child in children {
            assert_eq!(layout.parent(child), Some(item));
            assert!(area.right + SIZES.column_gap <= layout.area(child).left);
            let (from, to) = layout.edge(child).unwrap();
            assert_eq!((from.x, to.x), (area.right, layout.area(child).left));
        }
    }
    assert!(top.abs() < TOLERANCE, "{top}");
    let extent = layout.bounds().bottom;
    assert!((0..layout.len()).any(|item| (layout.area(item).bottom - extent).abs() < TOLERANCE));
}

/// Snapshots are items in the order of the tree, or hidden by exactly one fold or collapsed branch.
fn assert_each_snapshot_once(tree: &SnapshotTree, layout: &TreeLayout) {
    let mut shown = vec![0; tree.len()];
    let mut current_states = 0;
    for (position, item) in layout.items().iter().enumerate() {
        let mut hidden = Vec::new();
        match item.kind {
            ItemKind::Snapshot(index) => {
                shown[index.position()] += 1;
                assert_eq!(layout.find(index), Some(Place::Shown(position)));
                if item.hidden_below > 0 {
                    hidden.extend(tree.descendants(index));
                    assert_eq!(item.hidden_below as usize, hidden.len());
                    assert!(layout.tree().children(position).is_empty());
                }
                for &index in &hidden {
                    shown[index.position()] += 1;
                    assert_eq!(layout.find(index), Some(Place::Collapsed(position)));
                }
                current_states += usize::from(item.hides_current_state);
            }
            ItemKind::Fold { first, last, count } => {
                hidden.extend(tree.branch(first).take(count as usize));
                assert_eq!(hidden.last(), Some(&last));
                for &index in &hidden {
                    shown[index.position()] += 1;
                    assert_eq!(layout.find(index), Some(Place::Folded(position)));
                    assert_eq!((tree.children(index).len(), tree.current() == Some(index)), (1, false));
                }
            }
            ItemKind::CurrentState => {
                current_states += 1;
                assert_eq!(layout.tree().current_state(), Some(position));
            }
        }
        assert_children_are_right(tree, layout, position);
    }
    assert!(shown.iter().all(|&times| times == 1));
    assert_eq!(current_states, 1);
}

fn assert_children_are_right(tree: &SnapshotTree, layout: &TreeLayout, position: usize) {
    let item = layout.items()[position];
    if item.hidden_below > 0 {
        return;
    }
    let (ItemKind::Snapshot(last) | ItemKind::Fold { last, .. }) = item.kind else { return };
    let mut children = layout.tree().children(position);
    for &child in tree.children(last) {
        match layout.items()[children.next().unwrap()].kind {
            ItemKind::Snapshot(index) | ItemKind::Fold { first: index, .. } => assert_eq!(index, child),
            ItemKind::CurrentState => panic!("the current state comes after the snapshots"),
        }
    }
    if tree.current() == Some(last) {
        assert_eq!(layout.items()[children.next().unwrap()].kind, ItemKind::CurrentState);
    }
    assert_eq!(children.next(), None);
}

fn assert_searches_right(layout: &TreeLayout, area: Area) {
    let items: HashSet<usize> = (0..layout.len()).filter(|&item| layout.area(item).touches(&area)).collect();
    let found: Vec<usize> = layout.visible_items(area).collect();
    assert_eq!(found.len(), items.len());
    assert_eq!(found.into_iter().collect::<HashSet<_>>(), items);

    let crosses = |&item: &usize| {
        layout.edge(item).is_some_and(|(from, to)| {
            let (top, bottom) = (from.y.min(to.y), from.y.max(to.y));
            Area { left: from.x, top, right: to.x, bottom }.touches(&area)
        })
    };
    let edges: HashSet<usize> = (0..layout.len()).filter(crosses).collect();
    assert_thinned_out(layout, area, &edges);
    let corner = Point { x: area.left, y: area.top };
    let at_corner = (0..layout.len()).find(|&item| layout.area(item).contains(corner));
    assert_eq!(layout.item_at(corner), at_corner);
}

/// Lines are left out only if their child is out of sight and has many siblings beyond the edge.
fn assert_thinned_out(layout: &TreeLayout, area: Area, visible: &HashSet<usize>) {
    let drawn = layout.drawn_edges(area);
    let set: HashSet<usize> = drawn.iter().copied().collect();
    assert_eq!(set.len(), drawn.len());
    assert!(set.is_subset(visible));
    for &item in visible.difference(&set) {
        let y = layout.area(item).centre().y;
        assert!(y < area.top || y > area.bottom);
        let siblings = layout.tree().children(layout.parent(item).unwrap());
        let centre = |other: usize| layout.area(other).centre().y;
        let is_many = if y < area.top {
            siblings.take(34).all(|other| centre(other) < area.top)
        } else {
            siblings.rev().take(34).all(|other| centre(other) > area.bottom)
        };
        assert!(is_many);
        assert!(!layout.tree().current_path().contains(&item));
    }
}

/// An area given by shares of the bounds, reaching a little outside.
fn share(layout: &TreeLayout, [left, top, width, height]: [f64; 4]) -> Area {
    let bounds = layout.bounds();
    let left = (left * 1.2 - 0.1) * bounds.width();
    let top = (top * 1.2 - 0.1) * bounds.height();
    Area { left, top, right: left + width * bounds.width(), bottom: top + height * bounds.height() }
}

fn unit_areas() -> impl Strategy<Value = Vec<[f64; 4]>> {
    let small = [0.0..1.0, 0.0..1.0, 0.0..0.05, 0.0..0.05];
    let any = [0.0..1.0, 0.0..1.0, 0.0..1.0, 0.0..1.0];
    prop::collection::vec(prop_oneof![small, any], 12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn everything_shown_is_tidy(shape in shapes(1_500), areas in unit_areas()) {
        let tree = shape.tree();
        let layout = unfolded(&tree);
        assert_tidy(&tree, &layout);
        prop_assert_eq!(layout.len(), tree.len() + 1);
        for area in areas {
            assert_searches_right(&layout, share(&layout, area));
        }
    }

    #[test]
    fn folded_and_collapsed_is_tidy(
        shape in shapes(1_500),
        areas in unit_areas(),
        seed in any::<usize>(),
        few in 2_usize..200,
    ) {
        let tree = shape.tree();
        let chosen = |salt: usize, index: SnapshotIndex| {
            (index.position().wrapping_mul(2_654_435_761).wrapping_add(seed ^ salt) >> 7).is_multiple_of(few)
        };
        let pick = |salt| tree.iter().filter(|(index, _)| chosen(salt, *index)).map(|(_, one)| one.id).collect();
        let folding = Folding { collapsed: pick(11), opened: pick(22) };
        let layout = layout(&tree, &folding, &|index| chosen(33, index));
        assert_tidy(&tree, &layout);
        for (index, snapshot) in tree.iter() {
            let stays = chosen(33, index) || folding.opened.contains(&snapshot.id) || tree.current() == Some(index);
            prop_assert!(!(stays && matches!(layout.find(index), Some(Place::Folded(_)))));
        }
        for area in areas {
            assert_searches_right(&layout, share(&layout, area));
        }
    }

    #[test]
    fn arrows_lead_to_neighbours(shape in shapes(300)) {
        let tree = shape.tree();
        let layout = unfolded(&tree);
        let mut trail = Trail::default();
        for item in 0..layout.len() {
            let parent = layout.neighbour(item, Direction::Left, &trail);
            prop_assert_eq!(parent, layout.items()[item].parent);
            if let Some(parent) = parent {
                trail.visit(&layout, item);
                prop_assert_eq!(layout.neighbour(parent, Direction::Right, &trail), Some(item));
            }
            if let Some(below) = layout.neighbour(item, Direction::Down, &trail) {
                prop_assert_eq!(layout.items()[below].column, layout.items()[item].column);
                prop_assert!(layout.area(below).top > layout.area(item).bottom);
                prop_assert_eq!(layout.neighbour(below, Direction::Up, &trail), Some(item));
            }
        }
    }
}

#[test]
fn large_trees_are_tidy() {
    let shapes = [
        Shape::random(100_000, 1_000_000, 1),
        Shape::random(100_000, 30, 2),
        Shape::chain(50_000),
        Shape::star(50_000),
        comb(50_000),
    ];
    for shape in shapes {
        let tree = shape.tree();
        let layout = unfolded(&tree);
        assert_tidy(&tree, &layout);
        assert_searches_right(&layout, share(&layout, [0.4, 0.4, 0.01, 0.01]));
    }
}

/// A chain in which each member has a second child.
fn comb(count: usize) -> Shape {
    Shape::new(
        (0..count)
            .map(|position| if position < 2 { position.checked_sub(1) } else { Some((position - 2) / 2 * 2) })
            .collect(),
    )
}

#[test]
fn small_branches_are_spread_between_large_ones() {
    // A root with: a branch of two columns and 9 leaves, three leaves, and such a branch again.
    let mut parents = vec![None, Some(0), Some(0), Some(0), Some(0), Some(0)];
    parents.extend([1; 9].map(Some));
    parents.extend([5; 9].map(Some));
    let tree = Shape::new(parents).tree();
    let layout = unfolded(&tree);
    let centres: Vec<f64> = layout.column(1).map(|item| layout.area(item).centre().y).collect();
    let steps: Vec<f64> = centres.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(steps.len(), 4);
    assert!(steps.iter().all(|step| (step - steps[0]).abs() < TOLERANCE), "{steps:?}");
}

#[test]
fn shallow_branches_nestle_into_the_space_beside_deep_ones() {
    // The second child is a leaf, and stands right below the first although that one's children reach further down.
    let mut parents = vec![None, Some(0), Some(0)];
    parents.extend([1; 9].map(Some));
    let tree = Shape::new(parents).tree();
    let layout = unfolded(&tree);
    let column = layout.column(1);
    let gap = layout.area(column.start + 1).top - layout.area(column.start).bottom;
    assert!((gap - SIZES.row_gap).abs() < TOLERANCE);
}

#[test]
fn a_frame_draws_few_lines_of_many() {
    let mut shape = Shape::star(50_000);
    shape.current = Some(20_000);
    let layout = unfolded(&shape.tree());
    let centre = layout.bounds().centre();
    let (top, bottom) = (centre.y - 450.0, centre.y + 450.0);
    let drawn = layout.drawn_edges(Area { left: 0.0, top, right: 1440.0, bottom });
    assert!(drawn.len() < 100, "{}", drawn.len());
    assert_eq!(layout.tree().current_path().len(), 3);
    assert!(drawn.contains(&layout.tree().current_path()[1]));
}

#[test]
fn a_machine_without_snapshots_has_its_current_state() {
    let layout = unfolded(&Shape::chain(0).tree());
    assert_eq!(layout.len(), 1);
    assert_eq!(layout.items()[0].kind, ItemKind::CurrentState);
    assert_eq!(layout.area(0), Area { left: 0.0, top: 0.0, right: 190.0, bottom: 38.0 });
}

fn kinds(tree: &SnapshotTree, folding: &Folding, notable: &[usize]) -> Vec<String> {
    let visible = VisibleTree::new(tree, folding, &|index| notable.contains(&index.position()));
    let word = |kind| match kind {
        ItemKind::Snapshot(index) => index.position().to_string(),
        ItemKind::Fold { first, last, count } => format!("{}-{}({count})", first.position(), last.position()),
        ItemKind::CurrentState => "now".to_owned(),
    };
    visible.items().iter().map(|item| word(item.kind)).collect()
}

#[test]
fn a_long_chain_shows_its_ends_and_what_is_notable() {
    let tree = Shape::chain(200).tree();
    let mut folding = Folding::default();
    assert_eq!(kinds(&tree, &folding, &[]), ["0", "1", "2-197(196)", "198", "199", "now"]);
    assert_eq!(kinds(&tree, &folding, &[100]), ["0", "1", "2-99(98)", "100", "101-197(97)", "198", "199", "now"]);
    // Three between two notable ones are not worth a fold.
    assert_eq!(
        kinds(&tree, &folding, &[100, 104]),
        ["0", "1", "2-99(98)", "100", "101", "102", "103", "104", "105-197(93)", "198", "199", "now"]
    );
    // What was opened stays open when something else becomes notable.
    let at = |position: usize| tree.find(id(position)).unwrap();
    folding.open(&tree, at(101), at(197));
    let opened = kinds(&tree, &folding, &[100]);
    assert_eq!(opened.len(), 3 + 100 + 1);
    assert_eq!(kinds(&tree, &folding, &[100, 150]), opened);
}

#[test]
fn short_runs_are_shown_whole() {
    let folding = Folding::default();
    assert_eq!(kinds(&Shape::chain(8).tree(), &folding, &[]).len(), 9);
    assert_eq!(kinds(&Shape::chain(9).tree(), &folding, &[]), ["0", "1", "2-6(5)", "7", "8", "now"]);
}

#[test]
fn a_collapsed_branch_says_what_it_hides() {
    let tree = Shape::random(1_000, 5, 9).tree();
    let root = tree.roots()[0];
    let current = tree.current().unwrap();
    let mut folding = Folding::default();
    folding.collapsed.insert(tree.get(root).id);
    let visible = VisibleTree::new(&tree, &folding, &|_| true);
    assert_eq!(visible.items()[0].hidden_below as usize, tree.descendants(root).count());
    assert_eq!(visible.find(current), Some(Place::Collapsed(0)));
    assert_eq!(visible.current_state(), None);
    folding.reveal(&tree, current);
    assert_eq!(folding, Folding::default());
    // A current snapshot with nothing but the current state below it has nothing to collapse.
    folding.collapsed.insert(tree.get(current).id);
    assert!(VisibleTree::new(&tree, &folding, &|_| true).current_state().is_some());
}
