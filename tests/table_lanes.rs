//! The lanes beside the table's rows lead every snapshot to its parent, and to nobody else.

#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

mod shape_strategy;
mod shapes;

use std::collections::HashMap;

use proptest::prelude::*;
use shape_strategy::shapes;
use shapes::Shape;
use snapgrove::app::table::lanes::{LANE_COLOURS, Lanes, Part, Segment, VISIBLE_LANES};
use snapgrove::app::table::row_order::{Row, RowOrder};
use snapgrove::model::{SnapshotIndex, SnapshotTree};

const ORDERS: [RowOrder; 2] = [RowOrder::NewestFirst, RowOrder::Tree];

/// More lanes than the small trees of these tests need.
const ALL_LANES: u8 = 250;

fn parent(tree: &SnapshotTree, row: Row) -> Option<SnapshotIndex> {
    match row {
        Row::Snapshot(index) => tree.parent(index),
        Row::CurrentState => tree.current(),
    }
}

/// Every row once; all children on the same side of their parent.
fn assert_order(tree: &SnapshotTree, order: RowOrder, lanes: &Lanes) {
    assert_eq!(lanes.rows().len(), tree.len() + 1);
    let mut current_states = 0;
    for (position, row) in lanes.rows().iter().enumerate() {
        match row.row {
            Row::Snapshot(index) => assert_eq!(lanes.row_of(index), Some(position)),
            Row::CurrentState => current_states += 1,
        }
        if let Some(parent) = parent(tree, row.row) {
            let parent_row = lanes.row_of(parent).unwrap();
            match order {
                RowOrder::NewestFirst => assert!(position < parent_row),
                RowOrder::Tree => assert!(position > parent_row),
            }
        }
    }
    assert_eq!(current_states, 1);
}

/// The lane at the end of a segment that points to the children, and to the parent.
fn ends(order: RowOrder, segment: Segment) -> (u8, u8) {
    match order {
        RowOrder::NewestFirst => (segment.from, segment.to),
        RowOrder::Tree => (segment.to, segment.from),
    }
}

fn leaves_node(order: RowOrder, segment: Segment) -> bool {
    segment.part == if order == RowOrder::NewestFirst { Part::FromNode } else { Part::ToNode }
}

/// Follows each line from the child to the parent, row by row, and notes whom each lane belongs to
/// between any two rows.
fn assert_lines_lead_to_parents(tree: &SnapshotTree, order: RowOrder, lanes: &Lanes) {
    let rows = lanes.rows();
    let mut owners: HashMap<(usize, u8), SnapshotIndex> = HashMap::new();
    let mut used = 0;
    for (start, row) in rows.iter().enumerate() {
        let out: Vec<Segment> =
            lanes.segments(row).iter().copied().filter(|&segment| leaves_node(order, segment)).collect();
        let Some(parent) = parent(tree, row.row) else {
            assert!(out.is_empty());
            continue;
        };
        assert_eq!(out.len(), 1);
        let (node, mut lane) = ends(order, out[0]);
        assert_eq!(node, row.lane);
        let mut position = start;
        loop {
            // Boundaries are known by the row above them.
            let boundary = if order == RowOrder::NewestFirst { position } else { position - 1 };
            let is_new = owners.insert((boundary, lane), parent);
            assert!(is_new.is_none_or(|owner| owner == parent), "a lane has one owner");
            position = if order == RowOrder::NewestFirst { position + 1 } else { position - 1 };
            let next: Vec<Segment> = lanes
                .segments(&rows[position])
                .iter()
                .copied()
                .filter(|&segment| !leaves_node(order, segment) && ends(order, segment).0 == lane)
                .collect();
            assert_eq!(next.len(), 1, "a line goes on in one way");
            lane = ends(order, next[0]).1;
            if next[0].part != Part::Through {
                break;
            }
        }
        assert_eq!((rows[position].row, rows[position].lane), (Row::Snapshot(parent), lane));
    }
    for row in rows {
        used += lanes.segments(row).iter().filter(|&&segment| !leaves_node(order, segment)).count();
    }
    assert_eq!(used, owners.len(), "no line comes from nowhere");
}

fn assert_current_path_is_first(tree: &SnapshotTree, lanes: &Lanes) {
    for row in lanes.rows() {
        let on_path = match row.row {
            Row::Snapshot(index) => tree.current_path().contains(&index),
            Row::CurrentState => tree.current().is_some(),
        };
        if on_path {
            assert_eq!((row.lane, row.colour), (0, 0));
        } else if matches!(row.row, Row::Snapshot(_)) {
            assert_ne!(row.colour, 0);
        }
        assert!(row.colour < LANE_COLOURS);
    }
}

/// What is drawn stays within the visible lanes, and is the same there as if all were drawn.
fn assert_bounded(all: &Lanes, some: &Lanes, visible: u8) {
    let mut widest = 0;
    for (full, row) in all.rows().iter().zip(some.rows()) {
        assert_eq!((full.row, full.lane.min(visible)), (row.row, row.lane));
        let segments = some.segments(row);
        assert!(segments.len() <= usize::from(visible) + 3);
        widest = segments.iter().map(|one| one.from.max(one.to)).chain([widest, row.lane]).max().unwrap();
        let ends = |lanes: &[Segment]| -> Vec<_> {
            let drawn = lanes.iter().filter(|one| one.from < visible && one.to < visible);
            drawn.map(|one| (one.part, one.from, one.to)).collect()
        };
        assert_eq!(ends(all.segments(full)), ends(segments));
        let hidden = |lane: u8| lane >= visible;
        let hides = all.segments(full).iter().any(|one| hidden(one.from) || hidden(one.to)) || hidden(full.lane);
        assert_eq!(row.hidden_lanes > 0, hides);
    }
    assert_eq!(some.lane_count(), widest + 1);
    assert!(some.lane_count() <= visible + 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn lanes_lead_to_parents(shape in shapes(240), visible in 1..20_u8) {
        let tree = shape.tree();
        for order in ORDERS {
            let lanes = Lanes::new(&tree, order, ALL_LANES);
            prop_assert!(lanes.lane_count() < ALL_LANES);
            assert_order(&tree, order, &lanes);
            assert_lines_lead_to_parents(&tree, order, &lanes);
            assert_current_path_is_first(&tree, &lanes);
            assert_bounded(&lanes, &Lanes::new(&tree, order, visible), visible);
        }
    }
}

#[test]
fn large_trees_need_little() {
    let shapes = [
        Shape::random(100_000, 1_000_000, 1),
        Shape::random(100_000, 30, 2),
        Shape::chain(50_000),
        Shape::star(50_000),
    ];
    for shape in shapes {
        let tree = shape.tree();
        for order in ORDERS {
            let lanes = Lanes::new(&tree, order, VISIBLE_LANES);
            assert_order(&tree, order, &lanes);
            assert!(lanes.lane_count() <= VISIBLE_LANES + 1);
        }
    }
}

#[test]
fn fifty_thousand_children_need_two_lanes() {
    let tree = Shape::star(50_000).tree();
    for order in ORDERS {
        assert_eq!(Lanes::new(&tree, order, VISIBLE_LANES).lane_count(), 2);
    }
}

#[test]
fn branches_keep_their_colours_when_the_current_path_grows() {
    let mut shape = Shape::new(vec![None, Some(0), Some(0), Some(2), Some(2)]);
    shape.current = Some(4);
    let before = Lanes::new(&shape.tree(), RowOrder::NewestFirst, VISIBLE_LANES);
    shape.parents.push(Some(4));
    shape.times.push(Some(5));
    shape.current = Some(5);
    let tree = shape.tree();
    let after = Lanes::new(&tree, RowOrder::NewestFirst, VISIBLE_LANES);
    for (index, _) in tree.iter().take(5) {
        let colour = |lanes: &Lanes| lanes.rows()[lanes.row_of(index).unwrap()].colour;
        assert_eq!(colour(&before), colour(&after));
    }
}

/// The lanes as text, two characters a lane: what a person would see.
fn picture(shape: &Shape, order: RowOrder) -> Vec<String> {
    let lanes = Lanes::new(&shape.tree(), order, VISIBLE_LANES);
    let name = |row| match row {
        Row::Snapshot(index) => SnapshotIndex::position(index).to_string(),
        Row::CurrentState => "now".to_owned(),
    };
    let draw = |row| {
        let mut text = vec![b' '; usize::from(lanes.lane_count()) * 2];
        for segment in lanes.segments(row) {
            let (from, to) = (usize::from(segment.from), usize::from(segment.to));
            match from.cmp(&to) {
                std::cmp::Ordering::Equal if segment.part == Part::Through => text[from * 2] = b'|',
                std::cmp::Ordering::Equal => {}
                std::cmp::Ordering::Less => text[to * 2 - 1] = b'\\',
                std::cmp::Ordering::Greater => text[from * 2 - 1] = b'/',
            }
        }
        text[usize::from(row.lane) * 2] = b'*';
        String::from_utf8(text).unwrap()
    };
    lanes.rows().iter().map(|row| format!("{}{}", draw(row), name(row.row))).collect()
}

#[test]
fn pictures() {
    // 0 ← 1 ← {2 ← 3, 4 ← 5 ← now}, 0 ← 6 ← 7
    let mut shape = Shape::new(vec![None, Some(0), Some(1), Some(2), Some(1), Some(4), Some(0), Some(6)]);
    shape.current = Some(5);
    assert_eq!(
        picture(&shape, RowOrder::NewestFirst),
        ["*     now", "| *   7", "| *   6", "* |   5", "* |   4", "| | * 3", "| |/* 2", "*/    1", "*     0"]
    );
    assert_eq!(
        picture(&shape, RowOrder::Tree),
        ["*     0", "*\\    1", "| |\\* 2", "| | * 3", "* |   4", "* |   5", "* |   now", "  *   6", "  *   7"]
    );
}
