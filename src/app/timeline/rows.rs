//! The machines on the timeline: which, and where each one's band stands.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use egui::Rect;

use super::axis::Moment;
use super::band::Band;
use super::lines::Rails;
use crate::app::command::Node;
use crate::app::marks::{MarkedSet, Marks};
use crate::app::selection::Selection;
use crate::app::snapshot_context::SnapshotContext;
use crate::model::{ConnectionInventory, Inventory, InventoryMachine, MachineKey};

/// Height of a machine's name over its band, in points.
pub const HEADING: f32 = 26.0;
/// Room between two bands.
const GAP: f32 = 12.0;
/// Distances of two lanes: at least, and at most for one machine and for several.
const SPACING: (f32, f32, f32) = (20.0, 60.0, 46.0);
/// Room above the first lane for names.
const ABOVE: f32 = 30.0;
/// From this distance of two lanes on there is room for names between them.
const WITH_NAMES: f32 = 34.0;

/// All machines, for a view that shows several of them.
#[derive(Clone, Copy)]
pub struct Several<'a> {
    /// All machines.
    pub inventory: &'a Inventory,
    /// Which of them are chosen, and which place in each.
    pub selection: &'a Selection,
    /// What is marked in each.
    pub marks: &'a Marks,
}

/// One machine on the timeline in one frame.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// The connection it lives in.
    pub connection: &'a ConnectionInventory,
    /// The machine.
    pub entry: &'a InventoryMachine,
}

impl Several<'_> {
    /// The machines to show: all chosen ones if there are several, else the one that is shown.
    #[must_use]
    pub fn shown<'a>(&'a self, context: &SnapshotContext<'a>) -> Vec<(MachineKey, Shown<'a>)> {
        let one = || vec![(context.entry.entry.key(), Shown { connection: context.connection, entry: context.entry })];
        if self.selection.count() < 2 {
            return one();
        }
        let chosen = self.inventory.machines().filter_map(|(connection, entry)| {
            let key = entry.entry.key();
            (self.selection.contains(&key) && entry.machine().is_some()).then_some((key, Shown { connection, entry }))
        });
        let chosen: Vec<_> = chosen.collect();
        if chosen.is_empty() { one() } else { chosen }
    }
}

/// The band of a machine, with what is marked in it.
pub struct Row {
    /// The band.
    pub band: Band,
    marks_version: Option<u64>,
    /// For each lane, the positions of the marked snapshots, ascending.
    marked: Vec<Vec<usize>>,
}

impl Row {
    /// How many snapshots of a stretch of a lane are marked.
    #[must_use]
    pub fn marked_in(&self, lane: u8, range: &Range<usize>) -> usize {
        self.marked.get(usize::from(lane)).map_or(0, |marked| count_in(marked, range))
    }

    /// Whether a snapshot of a stretch of a lane has a problem.
    #[must_use]
    pub fn has_problem_in(&self, lane: u8, range: &Range<usize>) -> bool {
        self.band.tracks.get(usize::from(lane)).is_some_and(|track| count_in(&track.problems, range) > 0)
    }

    fn note_marks(&mut self, marked: &MarkedSet, version: u64) {
        if self.marks_version == Some(version) {
            return;
        }
        self.marks_version = Some(version);
        self.marked = vec![Vec::new(); self.band.tracks.len()];
        for id in marked {
            if let Some((lane, position)) = self.band.place_of(Node::Snapshot(*id))
                && let Some(lane) = self.marked.get_mut(usize::from(lane))
            {
                lane.push(position);
            }
        }
        self.marked.iter_mut().for_each(|lane| lane.sort_unstable());
    }
}

fn count_in(positions: &[usize], range: &Range<usize>) -> usize {
    positions.partition_point(|position| *position < range.end)
        - positions.partition_point(|position| *position < range.start)
}

/// The bands of all machines shown, made anew where a machine changed.
#[derive(Default)]
pub struct Rows {
    rows: HashMap<MachineKey, Row>,
}

impl Rows {
    /// Makes the bands of these machines, and forgets the others'.
    pub fn update(&mut self, shown: &[(MachineKey, Shown<'_>)], generation: u64, marks: &Marks) {
        let wanted: HashSet<&MachineKey> = shown.iter().map(|(key, _)| key).collect();
        self.rows.retain(|key, _| wanted.contains(key));
        for (key, Shown { connection, entry }) in shown {
            let Some(machine) = entry.machine() else { continue };
            let is_current = self.rows.get(key).is_some_and(|row| row.band.is_of(machine, generation));
            if !is_current {
                let band = Band::new(machine, entry, &connection.images, generation);
                self.rows.insert(key.clone(), Row { band, marks_version: None, marked: Vec::new() });
            }
            if let Some(row) = self.rows.get_mut(key) {
                row.note_marks(marks.of(key), marks.version());
            }
        }
    }

    /// The band of a machine.
    #[must_use]
    pub fn get(&self, key: &MachineKey) -> Option<&Row> {
        self.rows.get(key)
    }

    /// From the oldest snapshot to `now`, or to the newest snapshot if a clock went ahead.
    #[must_use]
    pub fn range(&self, now: Moment) -> (Moment, Moment) {
        let ranges = self.rows.values().filter_map(|row| row.band.range());
        ranges.fold((now, now), |whole, range| (whole.0.min(range.0), whole.1.max(range.1)))
    }
}

/// Where the bands stand in one frame.
pub struct Places {
    /// Top of each band, its heading included, from the top of the canvas.
    tops: Vec<f32>,
    /// Distance of two lanes.
    pub spacing: f32,
    /// Height of the headings.
    pub heading: f32,
    /// Height of all bands.
    pub height: f32,
}

impl Places {
    /// Divides a canvas among the bands. With one machine, its lanes stand in the middle.
    #[must_use]
    pub fn new(rows: &Rows, shown: &[(MachineKey, Shown<'_>)], height: f32) -> Self {
        let lanes = |key: &MachineKey| {
            let count = rows.get(key).map_or(1, |row| row.band.tracks.len().max(1));
            f32::from(u8::try_from(count).unwrap_or(u8::MAX))
        };
        let all: f32 = shown.iter().map(|(key, _)| lanes(key)).sum();
        let is_one = shown.len() == 1;
        let heading = if is_one { 0.0 } else { HEADING };
        let fixed: f32 = shown.iter().map(|_| heading + ABOVE + GAP).sum();
        let (least, one, several) = SPACING;
        let most = if is_one { one } else { several };
        let spacing = ((height - fixed) / all.max(1.0)).clamp(least, most);
        let content = fixed + all * spacing;
        let mut top = if is_one { ((height - content) / 2.0).max(0.0) } else { GAP };
        let mut tops = Vec::with_capacity(shown.len() + 1);
        for (key, _) in shown {
            tops.push(top);
            top += heading + ABOVE + lanes(key) * spacing + GAP;
        }
        tops.push(top);
        Self { tops, spacing, heading, height: top }
    }

    /// Whether names have room between the lanes.
    #[must_use]
    pub fn has_names(&self) -> bool {
        self.spacing >= WITH_NAMES
    }

    /// The room of a band on a canvas that is scrolled down so far.
    #[must_use]
    pub fn rect(&self, row: usize, canvas: Rect, down: f32) -> Rect {
        let edge = |row: usize| canvas.top() - down + self.tops.get(row).copied().unwrap_or_default();
        Rect::from_x_y_ranges(canvas.x_range(), edge(row)..=edge(row + 1))
    }

    /// The lanes of a band with this room.
    #[must_use]
    pub fn rails(&self, rect: Rect) -> Rails {
        let top = rect.top() + self.heading + ABOVE;
        Rails { left: rect.left(), top, spacing: self.spacing }
    }
}
