//! Branches as coloured lanes beside the rows, as git clients draw them.
//!
//! Every snapshot has one line, to its parent. Lines to the same parent run together in one lane
//! from where they meet, so there are as many lanes beside a row as there are parents still to
//! come: a snapshot with 50,000 children needs two. The path to the current state always has the
//! first lane and the first colour.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::row_order::{Row, RowOrder};
use crate::model::{SnapshotIndex, SnapshotTree};

/// Number of colours of lanes. The first one is the current path's alone.
pub const LANE_COLOURS: u8 = 8;

/// Lanes that are drawn beside a row; more would leave no room for the names.
pub const VISIBLE_LANES: u8 = 12;

/// Which part of its row a line crosses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// From the row's upper edge to its lower edge.
    Through,
    /// From the upper edge to the row's node.
    ToNode,
    /// From the row's node to the lower edge.
    FromNode,
}

/// A piece of a line within one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Segment {
    /// Which part of the row.
    pub part: Part,
    /// The lane at its upper end.
    pub from: u8,
    /// The lane at its lower end.
    pub to: u8,
    /// Its colour, below [`LANE_COLOURS`].
    pub colour: u8,
}

/// What is drawn beside one row. Lanes beyond the visible ones all count as the lane after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaneRow {
    /// What the row stands for.
    pub row: Row,
    /// The lane of the row's node.
    pub lane: u8,
    /// The colour of the row's node, below [`LANE_COLOURS`].
    pub colour: u8,
    /// Number of lanes beside this row that are not drawn.
    pub hidden_lanes: u32,
    first_segment: u32,
    segment_count: u16,
}

/// The rows of a table with the lanes beside them.
#[derive(Debug, Clone, PartialEq)]
pub struct Lanes {
    rows: Vec<LaneRow>,
    segments: Vec<Segment>,
    row_of: Vec<u32>,
    lane_count: u8,
}

impl Lanes {
    /// Computes the lanes of a tree's rows, of which `visible_lanes` are drawn.
    #[must_use]
    pub fn new(tree: &SnapshotTree, order: RowOrder, visible_lanes: u8) -> Self {
        let mut rows = order.rows(tree);
        // Lanes are found with children above their parents. The other order is its mirror image.
        let is_mirrored = order == RowOrder::Tree;
        if is_mirrored {
            rows.reverse();
        }
        let mut weaver = Weaver::new(tree, visible_lanes);
        for row in rows {
            weaver.add(row);
        }
        let mut lanes = weaver.lanes;
        if is_mirrored {
            lanes.mirror();
        }
        for (position, row) in lanes.rows.iter().enumerate() {
            if let Row::Snapshot(index) = row.row {
                lanes.row_of[index.position()] = narrow(position);
            }
        }
        lanes
    }

    /// The rows from the top.
    #[must_use]
    pub fn rows(&self) -> &[LaneRow] {
        &self.rows
    }

    /// The pieces of lines beside a row.
    #[must_use]
    pub fn segments(&self, row: &LaneRow) -> &[Segment] {
        let first = row.first_segment as usize;
        self.segments.get(first..first + usize::from(row.segment_count)).unwrap_or_default()
    }

    /// The row of a snapshot.
    #[must_use]
    pub fn row_of(&self, snapshot: SnapshotIndex) -> Option<usize> {
        self.row_of.get(snapshot.position()).map(|&row| row as usize)
    }

    /// Number of lanes that any row needs, the one for all hidden lanes included.
    #[must_use]
    pub fn lane_count(&self) -> u8 {
        self.lane_count
    }

    fn mirror(&mut self) {
        self.rows.reverse();
        for Segment { part, from, to, .. } in &mut self.segments {
            std::mem::swap(from, to);
            *part = match part {
                Part::Through => Part::Through,
                Part::ToNode => Part::FromNode,
                Part::FromNode => Part::ToNode,
            };
        }
    }
}

/// A lane in use: a line on its way down to a parent.
#[derive(Debug, Clone, Copy)]
struct Line {
    parent: SnapshotIndex,
    colour: u8,
}

/// Makes [`Lanes`] row by row, every child before its parent.
struct Weaver<'a> {
    tree: &'a SnapshotTree,
    visible: u8,
    branches: Branches,
    /// The line in each lane below the last row.
    lines: Vec<Option<Line>>,
    /// For each snapshot, the lane in which a line comes down to it.
    lane_to: Vec<Option<u32>>,
    free: BinaryHeap<Reverse<u32>>,
    /// Number of lines beyond the visible lanes.
    hidden: u32,
    lanes: Lanes,
}

impl<'a> Weaver<'a> {
    fn new(tree: &'a SnapshotTree, visible: u8) -> Self {
        let count = tree.len();
        Self {
            tree,
            visible,
            branches: Branches::of(tree),
            // The first lane belongs to the current path, and is not free before that is drawn.
            lines: if tree.current().is_some() { vec![None] } else { Vec::new() },
            lane_to: vec![None; count],
            free: BinaryHeap::new(),
            hidden: 0,
            lanes: Lanes {
                rows: Vec::with_capacity(count + 1),
                segments: Vec::with_capacity(count * 2),
                row_of: vec![0; count],
                lane_count: 0,
            },
        }
    }

    fn add(&mut self, row: Row) {
        let (incoming, parent, on_path) = match row {
            Row::Snapshot(index) => {
                (self.lane_to[index.position()], self.tree.parent(index), self.branches.is_on_path(index))
            }
            Row::CurrentState => (None, self.tree.current(), self.tree.current().is_some()),
        };
        let lane = match incoming {
            Some(lane) => lane,
            None if on_path => 0,
            None => self.take_lane(),
        };
        let colour = self.colour_of(row);
        let first_segment = self.lanes.segments.len();
        if let Some(lane) = incoming {
            let colour = self.lines[lane as usize].map_or(colour, |line| line.colour);
            self.draw(Part::ToNode, lane, lane, colour);
            self.set(lane, None);
        }
        let hidden_before = self.hidden + u32::from(lane >= u32::from(self.visible));
        // Where lines go on at the lower edge: only the current path draws another lane to itself.
        let drawn_in = parent.filter(|_| on_path).and_then(|parent| self.lane_to[parent.position()]);
        for passing in 0..self.lines.len().min(self.visible.into()) {
            if let Some(line) = self.lines[passing] {
                let passing = narrow(passing);
                let to = if drawn_in == Some(passing) { lane } else { passing };
                self.draw(Part::Through, passing, to, line.colour);
            }
        }
        if let Some(passing) = drawn_in {
            self.draw_in_hidden(passing, lane);
            self.release(passing);
        }
        match parent {
            Some(parent) => self.leave(row, lane, parent, colour, on_path),
            None => self.free.push(Reverse(lane)),
        }
        self.finish_row(row, lane, colour, hidden_before, first_segment);
    }

    /// Draws the line from a row's node towards its parent.
    fn leave(&mut self, row: Row, lane: u32, parent: SnapshotIndex, colour: u8, on_path: bool) {
        let joined = self.lane_to[parent.position()].filter(|_| !on_path);
        let to = joined.unwrap_or(lane);
        self.draw(Part::FromNode, lane, to, colour);
        if joined.is_none() {
            self.lane_to[parent.position()] = Some(lane);
            self.set(lane, Some(Line { parent, colour }));
            return;
        }
        self.free.push(Reverse(lane));
        // From here on the lane leads to the branch that goes on through the parent.
        if let Row::Snapshot(index) = row
            && self.branches.goes_on_through_parent(self.tree, index)
        {
            self.set(to, Some(Line { parent, colour }));
        }
    }

    /// A line from beyond the visible lanes that is drawn to the current path.
    fn draw_in_hidden(&mut self, passing: u32, lane: u32) {
        if let Some(line) = self.lines[passing as usize].filter(|_| passing >= u32::from(self.visible)) {
            self.draw(Part::Through, passing, lane, line.colour);
        }
    }

    fn finish_row(&mut self, row: Row, lane: u32, colour: u8, hidden_before: u32, first_segment: usize) {
        let lane = self.shown(lane);
        let widest = self.lanes.segments[first_segment..].iter().map(|segment| segment.from.max(segment.to)).max();
        self.lanes.lane_count = self.lanes.lane_count.max(widest.unwrap_or(0).max(lane).saturating_add(1));
        self.lanes.rows.push(LaneRow {
            row,
            lane,
            colour,
            hidden_lanes: hidden_before.max(self.hidden),
            first_segment: narrow(first_segment),
            segment_count: u16::try_from(self.lanes.segments.len() - first_segment).unwrap_or(u16::MAX),
        });
    }

    /// The leftmost free lane.
    fn take_lane(&mut self) -> u32 {
        self.free.pop().map_or_else(
            || {
                self.lines.push(None);
                narrow(self.lines.len() - 1)
            },
            |Reverse(lane)| lane,
        )
    }

    fn release(&mut self, lane: u32) {
        self.set(lane, None);
        self.free.push(Reverse(lane));
    }

    fn set(&mut self, lane: u32, new: Option<Line>) {
        let old = std::mem::replace(&mut self.lines[lane as usize], new);
        if let Some(old) = old.filter(|_| new.is_none()) {
            self.lane_to[old.parent.position()] = None;
        }
        if lane >= u32::from(self.visible) {
            self.hidden += u32::from(new.is_some());
            self.hidden -= u32::from(old.is_some());
        }
    }

    fn draw(&mut self, part: Part, from: u32, to: u32, colour: u8) {
        self.lanes.segments.push(Segment { part, from: self.shown(from), to: self.shown(to), colour });
    }

    fn shown(&self, lane: u32) -> u8 {
        u8::try_from(lane).unwrap_or(u8::MAX).min(self.visible)
    }

    /// The colour of the branch that a row is part of. A branch that is seen for the first time
    /// gets its own colour, or the next one that no line beside it has.
    fn colour_of(&mut self, row: Row) -> u8 {
        let Row::Snapshot(index) = row else { return 0 };
        let base = self.branches.base_of[index.position()];
        if let Some(colour) = self.branches.colour_of_base[base.position()] {
            return colour;
        }
        let own = own_colour(self.tree, base);
        let beside = self.lines.iter().take(self.visible.into()).flatten();
        let taken = beside.fold(0_u32, |taken, line| taken | 1 << line.colour);
        let others = (own..LANE_COLOURS).chain(1..own);
        let colour = others.into_iter().find(|&colour| taken & 1 << colour == 0).unwrap_or(own);
        self.branches.colour_of_base[base.position()] = Some(colour);
        colour
    }
}

/// Which branch each snapshot is part of. A branch goes on through a snapshot's eldest child, or
/// through the one on the current path, and is known by its first snapshot, its base.
struct Branches {
    base_of: Vec<SnapshotIndex>,
    colour_of_base: Vec<Option<u8>>,
    on_path: Vec<bool>,
}

impl Branches {
    fn of(tree: &SnapshotTree) -> Self {
        let mut on_path = vec![false; tree.len()];
        for index in tree.current_path() {
            on_path[index.position()] = true;
        }
        let mut branches = Self { base_of: Vec::new(), colour_of_base: vec![None; tree.len()], on_path };
        for (index, _) in tree.iter() {
            let through = tree.parent(index).filter(|_| branches.goes_on_through_parent(tree, index));
            let base = through.map_or(index, |parent| branches.base_of[parent.position()]);
            branches.base_of.push(base);
        }
        if let Some(&root) = tree.current_path().first() {
            branches.colour_of_base[root.position()] = Some(0);
        }
        branches
    }

    fn is_on_path(&self, index: SnapshotIndex) -> bool {
        self.on_path[index.position()]
    }

    /// Whether a snapshot is part of the same branch as its parent.
    fn goes_on_through_parent(&self, tree: &SnapshotTree, index: SnapshotIndex) -> bool {
        tree.parent(index).is_some_and(|parent| {
            if self.is_on_path(parent) { self.is_on_path(index) } else { tree.children(parent).first() == Some(&index) }
        })
    }
}

/// The colour that a branch gets by its base, so that it keeps it whatever comes and goes around.
fn own_colour(tree: &SnapshotTree, base: SnapshotIndex) -> u8 {
    let (high, low) = tree.get(base).id.0.as_u64_pair();
    let colour = (high ^ low) % u64::from(LANE_COLOURS - 1);
    1 + u8::try_from(colour).unwrap_or(0)
}

/// A tree has fewer than `u32::MAX` snapshots, and a row only a few segments.
fn narrow(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
