//! One machine on the timeline: its snapshots by lane and time, and the lines between them. Made once for
//! each change.
//!
//! The lanes are those of the table, which draws the same graph from the newest to the oldest: a line never
//! runs through a snapshot that is not its own.

use std::collections::HashSet;
use std::sync::Arc;

use super::axis::Moment;
use crate::app::command::Node;
use crate::app::table::lanes::{LaneRow, Lanes, Part, VISIBLE_LANES};
use crate::app::table::row_order::{Row, RowOrder};
use crate::model::{Bytes, ImageForest, InventoryMachine, Machine, SnapshotIndex, SnapshotTree};

/// The snapshots of one lane, by time.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Track {
    /// When each was taken, ascending.
    pub times: Vec<Moment>,
    /// Which they are.
    pub snapshots: Vec<SnapshotIndex>,
    /// Their colours, below [`LANE_COLOURS`](crate::app::table::lanes::LANE_COLOURS).
    pub colours: Vec<u8>,
    /// Positions of those with an image that has a problem, or with lost memory, ascending.
    pub problems: Vec<usize>,
}

/// A stretch of a line along a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Which lane.
    pub lane: u8,
    /// From when.
    pub from: Moment,
    /// Until when; for the line to the current state, until now.
    pub to: Moment,
    /// Its colour.
    pub colour: u8,
}

/// Where a line goes from one lane to another. It is in lane `from` at `at`, and in lane `to` shortly before,
/// but after `since`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bend {
    /// When.
    pub at: Moment,
    /// When the line's older end was taken.
    pub since: Moment,
    /// The lane of the newer end.
    pub from: u8,
    /// The lane of the older end.
    pub to: u8,
    /// Its colour.
    pub colour: u8,
}

/// One machine on the timeline.
pub struct Band {
    /// The machine.
    pub machine: Arc<Machine>,
    generation: u64,
    /// Its lanes, the current path's first.
    pub tracks: Vec<Track>,
    /// Lines along lanes; those that are drawn over others come last.
    pub spans: Vec<Span>,
    /// Lines between lanes, by time.
    pub bends: Vec<Bend>,
    /// The lane of the current state.
    pub current_lane: u8,
    /// Since when the line of the current state runs: since the current snapshot was taken.
    pub current_from: Option<Moment>,
    /// Snapshots without a known time, as the tree has them.
    pub unknown: Vec<SnapshotIndex>,
    /// Snapshots with a known time, the oldest first.
    pub by_time: Vec<SnapshotIndex>,
    /// Lane and position in it of each snapshot with a known time. Runs parallel to the tree.
    places: Vec<Option<(u8, u32)>>,
    /// What the largest snapshot adds.
    pub largest: Bytes,
}

impl Band {
    /// Makes the band of a machine.
    #[must_use]
    pub fn new(machine: &Arc<Machine>, entry: &InventoryMachine, images: &ImageForest, generation: u64) -> Self {
        let tree = &machine.tree;
        let lanes = Lanes::new(tree, RowOrder::NewestFirst, VISIBLE_LANES);
        let mut by_time: Vec<SnapshotIndex> =
            tree.iter().filter(|(_, snapshot)| snapshot.taken_at.is_some()).map(|(index, _)| index).collect();
        // Of the same time, a child comes after its parent: so it was read.
        by_time.sort_by_key(|index| time_of(tree, *index));
        let unknown = tree.iter().filter(|(_, snapshot)| snapshot.taken_at.is_none()).map(|(index, _)| index).collect();
        let mut tracks = vec![Track::default(); usize::from(lanes.lane_count().max(1))];
        let mut places = vec![None; tree.len()];
        let has_problem = |index: SnapshotIndex| {
            let mut disks = tree.get(index).hardware.disks();
            disks.any(|(_, id)| images.image(id).is_none_or(|image| image.problem().is_some()))
        };
        let lost: HashSet<SnapshotIndex> = entry.usage.lost_memory.iter().copied().collect();
        for &index in &by_time {
            let (Some(row), Some(time)) = (row_of(&lanes, index), time_of(tree, index)) else { continue };
            let Some(track) = tracks.get_mut(usize::from(row.lane)) else { continue };
            places[index.position()] = Some((row.lane, u32::try_from(track.times.len()).unwrap_or(u32::MAX)));
            if lost.contains(&index) || has_problem(index) {
                track.problems.push(track.times.len());
            }
            track.times.push(time);
            track.snapshots.push(index);
            track.colours.push(row.colour);
        }
        let (spans, bends) = Lines::of(tree, &lanes).finished();
        let current_lane = lanes.rows().iter().find(|row| row.row == Row::CurrentState).map_or(0, |row| row.lane);
        Self {
            machine: machine.clone(),
            generation,
            tracks,
            spans,
            bends,
            current_lane,
            current_from: tree.current().and_then(|current| time_of(tree, current)),
            unknown,
            by_time,
            places,
            largest: tree.iter().map(|(index, _)| entry.usage.snapshot(index)).max().unwrap_or_default(),
        }
    }

    /// Whether it still shows this machine at this generation of the inventory.
    #[must_use]
    pub fn is_of(&self, machine: &Arc<Machine>, generation: u64) -> bool {
        Arc::ptr_eq(&self.machine, machine) && self.generation == generation
    }

    /// Lane and position in it of a snapshot; `None` if its time is not known.
    #[must_use]
    pub fn place(&self, index: SnapshotIndex) -> Option<(u8, usize)> {
        let (lane, position) = self.places.get(index.position()).copied().flatten()?;
        Some((lane, position as usize))
    }

    /// The same for a snapshot by its id.
    #[must_use]
    pub fn place_of(&self, node: Node) -> Option<(u8, usize)> {
        match node {
            Node::Snapshot(id) => self.place(self.machine.tree.find(id)?),
            Node::CurrentState => None,
        }
    }

    /// When a snapshot was taken.
    #[must_use]
    pub fn time(&self, index: SnapshotIndex) -> Option<Moment> {
        time_of(&self.machine.tree, index)
    }

    /// When the oldest and the newest of its snapshots were taken.
    #[must_use]
    pub fn range(&self) -> Option<(Moment, Moment)> {
        Some((self.time(*self.by_time.first()?)?, self.time(*self.by_time.last()?)?))
    }

    /// The place before or after another in time. The current state comes last.
    #[must_use]
    pub fn neighbour(&self, node: Node, forward: bool) -> Option<Node> {
        let node_at = |position: usize| self.by_time.get(position).map(|index| self.node(*index));
        let at = match node {
            Node::CurrentState => None,
            Node::Snapshot(id) => self.machine.tree.find(id).and_then(|index| {
                // Times may repeat: found by time, then looked for among the same.
                let time = self.time(index)?;
                let first = self.by_time.partition_point(|other| self.time(*other).is_some_and(|other| other < time));
                (first..self.by_time.len()).find(|position| self.by_time[*position] == index)
            }),
        };
        match (at, forward) {
            (None, true) => None,
            (None, false) => node_at(self.by_time.len().checked_sub(1)?),
            (Some(at), false) => node_at(at.checked_sub(1)?),
            (Some(at), true) => Some(node_at(at + 1).unwrap_or(Node::CurrentState)),
        }
    }

    /// A snapshot as a place of the tree.
    #[must_use]
    pub fn node(&self, index: SnapshotIndex) -> Node {
        Node::Snapshot(self.machine.tree.get(index).id)
    }
}

fn time_of(tree: &SnapshotTree, index: SnapshotIndex) -> Option<Moment> {
    tree.get(index).taken_at.map(|at| at.timestamp_millis())
}

fn row_of(lanes: &Lanes, index: SnapshotIndex) -> Option<&LaneRow> {
    lanes.rows().get(lanes.row_of(index)?)
}

/// Makes the lines from every snapshot to its parent.
struct Lines {
    spans: Vec<Span>,
    /// Lines that join another one and give it their colour from there on.
    over: Vec<Span>,
    bends: Vec<Bend>,
}

impl Lines {
    fn of(tree: &SnapshotTree, lanes: &Lanes) -> Self {
        let mut on_path = vec![false; tree.len()];
        // The next snapshot of the current path after each of it.
        let mut next_on_path = vec![None; tree.len()];
        let path = tree.current_path();
        for pair in path.windows(2) {
            next_on_path[pair[0].position()] = Some(pair[1]);
        }
        for index in path {
            on_path[index.position()] = true;
        }
        let mut lines = Self { spans: Vec::new(), over: Vec::new(), bends: Vec::new() };
        for (index, _) in tree.iter() {
            let Some(parent) = tree.parent(index) else { continue };
            let (Some(from), Some(to)) = (time_of(tree, parent), time_of(tree, index)) else { continue };
            let (Some(row), Some(parent_row)) = (row_of(lanes, index), row_of(lanes, parent)) else { continue };
            let leaves = lanes.segments(row).iter().rev().find(|segment| segment.part == Part::FromNode);
            let lane = leaves.map_or(row.lane, |segment| segment.to);
            let colour = row.colour;
            if lane != row.lane {
                lines.bends.push(Bend { at: to, since: from, from: row.lane, to: lane, colour });
                if colour == parent_row.colour {
                    lines.over.push(span(lane, from, to, colour));
                }
                continue;
            }
            let mut start = from;
            if lane != parent_row.lane {
                // The table draws such a line to the current path below the path's next snapshot.
                let next = next_on_path[parent.position()].filter(|_| on_path[parent.position()]);
                start =
                    next.and_then(|next| time_of(tree, next)).filter(|time| *time > from && *time < to).unwrap_or(from);
                lines.bends.push(Bend { at: start, since: from, from: lane, to: parent_row.lane, colour });
            }
            lines.spans.push(span(lane, start, to, colour));
        }
        lines
    }

    /// Stretches that touch become one, so that there are about as many as branches.
    fn finished(mut self) -> (Vec<Span>, Vec<Bend>) {
        self.bends.sort_by_key(|bend| (bend.at, bend.from, bend.to));
        let mut spans = joined(self.spans);
        spans.extend(joined(self.over));
        (spans, self.bends)
    }
}

/// Clocks lie now and then: a snapshot may claim to be older than its parent.
fn span(lane: u8, from: Moment, to: Moment, colour: u8) -> Span {
    Span { lane, from: from.min(to), to: from.max(to), colour }
}

fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| (span.lane, span.colour, span.from, span.to));
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.lane == span.lane && last.colour == span.colour && span.from <= last.to => {
                last.to = last.to.max(span.to);
            }
            _ => joined.push(span),
        }
    }
    joined
}
