//! The rows of the table, made again only when the decisions, the filter or the folds change.

use std::collections::HashMap;
use std::ops::Range;

use super::preview::Preview;
use crate::model::MachineKey;
use crate::pins::SnapshotKey;
use crate::retention::{Choose, Counts, Decision, MachineDecisions, Overrides, SnapshotDecision};

/// Which snapshots are listed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// All of them.
    #[default]
    All,
    /// Only those that go.
    Going,
    /// Only those that should go and cannot.
    Cannot,
}

impl Filter {
    fn lists(self, decision: &Decision) -> bool {
        match self {
            Self::All => true,
            Self::Going => decision.deletes(),
            Self::Cannot => matches!(decision, Decision::Cannot(_)),
        }
    }
}

/// One row, by places in the decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A machine.
    Machine(usize),
    /// A snapshot of a machine.
    Snapshot(usize, usize),
}

/// Identity of a row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RowKey {
    /// A machine.
    Machine(MachineKey),
    /// A snapshot.
    Snapshot(SnapshotKey),
}

/// What is known of a machine's row without looking at its snapshots again.
#[derive(Debug, Clone, Copy, Default)]
pub struct MachineRow {
    /// How many snapshots become what.
    pub counts: Counts,
    /// Whether its snapshots are listed below it.
    pub is_open: bool,
}

/// The rows and what they were made of.
#[derive(Default)]
pub struct Rows {
    made_of: Option<(u64, Filter, u64)>,
    listed: Vec<Row>,
    machines: Vec<MachineRow>,
    /// Number of snapshots that were chosen by hand.
    pub by_hand: usize,
}

/// Which machines are open, where the person chose.
#[derive(Default)]
pub struct Folds {
    chosen: HashMap<MachineKey, bool>,
    generation: u64,
}

impl Folds {
    /// Opens or closes a machine.
    pub fn set(&mut self, key: &MachineKey, open: bool) {
        self.chosen.insert(key.clone(), open);
        self.generation += 1;
    }

    /// Opens or closes all.
    pub fn set_all<'a>(&mut self, keys: impl Iterator<Item = &'a MachineKey>, open: bool) {
        self.chosen = keys.map(|key| (key.clone(), open)).collect();
        self.generation += 1;
    }
}

impl Rows {
    /// Makes them again if anything has changed.
    pub fn update(&mut self, preview: &Preview, overrides: &Overrides, filter: Filter, folds: &Folds) {
        let made_of = (preview.generation(), filter, folds.generation);
        if self.made_of == Some(made_of) {
            return;
        }
        self.made_of = Some(made_of);
        self.listed.clear();
        self.machines.clear();
        self.by_hand = 0;
        let machines = &preview.decisions().machines;
        let mut places: Vec<usize> = (0..machines.len()).collect();
        // What is to be looked at comes first; a sort keeps the order of the others.
        places.sort_by_key(|place| !concerns(&machines[*place], overrides));
        self.machines.resize(machines.len(), MachineRow::default());
        for place in places {
            let machine = &machines[place];
            let counts = counts_of(machine);
            let by_hand = |id| overrides.get(&SnapshotKey::new(&machine.key, id)).is_some();
            if !overrides.is_empty() {
                self.by_hand += machine.snapshots.iter().filter(|one| by_hand(one.id)).count();
            }
            // What was decided by hand stays in sight: it can be taken back, and nothing slides under the pointer.
            let is_listed =
                |one: &SnapshotDecision| filter.lists(&one.decision) || filter == Filter::Going && by_hand(one.id);
            // What needs no decision is folded away.
            let is_open = folds.chosen.get(&machine.key).copied().unwrap_or(counts.delete > 0 || counts.cannot > 0);
            self.machines[place] = MachineRow { counts, is_open };
            let listed = in_order_of_time(preview, machine);
            let listed: Vec<usize> = listed.into_iter().filter(|at| is_listed(&machine.snapshots[*at])).collect();
            if filter != Filter::All && listed.is_empty() {
                continue;
            }
            self.listed.push(Row::Machine(place));
            if is_open {
                self.listed.extend(listed.into_iter().map(|at| Row::Snapshot(place, at)));
            }
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.listed.len()
    }

    /// The row at this place.
    pub fn get(&self, place: usize) -> Option<Row> {
        self.listed.get(place).copied()
    }

    /// What is known of a machine.
    pub fn machine(&self, place: usize) -> MachineRow {
        self.machines.get(place).copied().unwrap_or_default()
    }

    /// Identity of the row at this place.
    pub fn key(&self, preview: &Preview, place: usize) -> Option<RowKey> {
        let machines = &preview.decisions().machines;
        Some(match self.get(place)? {
            Row::Machine(machine) => RowKey::Machine(machines.get(machine)?.key.clone()),
            Row::Snapshot(machine, snapshot) => {
                let machine = machines.get(machine)?;
                RowKey::Snapshot(SnapshotKey::new(&machine.key, machine.snapshots.get(snapshot)?.id))
            }
        })
    }

    /// Where a row stands.
    pub fn position(&self, preview: &Preview, key: &RowKey) -> Option<usize> {
        (0..self.len()).find(|place| self.key(preview, *place).as_ref() == Some(key))
    }

    /// Places of the rows that an area from `top` to `bottom` shows, each `height` points high.
    pub fn seen(&self, top: f32, bottom: f32, height: f32) -> Range<usize> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a scroll offset is never negative"
        )]
        let at = |y: f32| (y.max(0.0) / height) as usize;
        at(top).min(self.len())..(at(bottom) + 1).min(self.len())
    }
}

/// Whether the rule wants something of a machine. What was chosen by hand does not count, so that no machine moves under the
/// pointer that chooses.
fn concerns(machine: &MachineDecisions, overrides: &Overrides) -> bool {
    machine.snapshots.iter().any(|snapshot| match overrides.get(&SnapshotKey::new(&machine.key, snapshot.id)) {
        Some(choose) => choose == Choose::Keep,
        None => !matches!(snapshot.decision, Decision::Keep(_)),
    })
}

fn counts_of(machine: &MachineDecisions) -> Counts {
    let mut counts = Counts::default();
    for snapshot in &machine.snapshots {
        match snapshot.decision {
            Decision::Keep(_) => counts.keep += 1,
            Decision::Delete(_) => counts.delete += 1,
            Decision::Cannot(_) => counts.cannot += 1,
        }
    }
    counts
}

/// Places of the snapshots, the oldest first: those without a time before all others.
fn in_order_of_time(preview: &Preview, machine: &MachineDecisions) -> Vec<usize> {
    let mut places: Vec<usize> = (0..machine.snapshots.len()).collect();
    if let (Some(read), _) = preview.machine(&machine.key) {
        let times: Vec<_> = read.tree.iter().map(|(_, snapshot)| snapshot.taken_at).collect();
        places.sort_by_key(|place| times.get(*place).copied().flatten());
    }
    places
}
