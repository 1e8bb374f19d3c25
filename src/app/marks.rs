//! The snapshots marked for deletion, machine by machine, with undo and redo.

use std::collections::{BTreeSet, HashMap};

use crate::model::{Inventory, MachineKey, SnapshotId};

/// Most changes that can be undone for a machine.
const MOST_UNDO: usize = 200;

/// A set of marked snapshots.
pub type MarkedSet = BTreeSet<SnapshotId>;

/// The marks of one machine.
#[derive(Debug, Default)]
struct MachineMarks {
    marked: MarkedSet,
    undo: Vec<MarkedSet>,
    redo: Vec<MarkedSet>,
}

/// The marks of all machines. Nothing is deleted by a mark.
#[derive(Debug, Default)]
pub struct Marks {
    machines: HashMap<MachineKey, MachineMarks>,
    none: MarkedSet,
    version: u64,
}

impl Marks {
    /// The marked snapshots of a machine.
    #[must_use]
    pub fn of(&self, machine: &MachineKey) -> &MarkedSet {
        self.machines.get(machine).map_or(&self.none, |marks| &marks.marked)
    }

    /// No snapshot at all.
    #[must_use]
    pub fn none(&self) -> &MarkedSet {
        &self.none
    }

    /// Counts up with each change, so that pictures know when to be drawn anew.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Marks these snapshots; if all of them are marked already, unmarks them.
    pub fn toggle(&mut self, machine: &MachineKey, snapshots: &[SnapshotId]) {
        let mut next = self.of(machine).clone();
        if snapshots.iter().all(|id| next.contains(id)) {
            next.retain(|id| !snapshots.contains(id));
        } else {
            next.extend(snapshots);
        }
        self.set(machine, next);
    }

    /// Marks exactly these snapshots.
    pub fn set(&mut self, machine: &MachineKey, next: MarkedSet) {
        let marks = self.machines.entry(machine.clone()).or_default();
        if marks.marked == next {
            return;
        }
        marks.undo.push(std::mem::replace(&mut marks.marked, next));
        if marks.undo.len() > MOST_UNDO {
            marks.undo.remove(0);
        }
        marks.redo.clear();
        self.version += 1;
    }

    /// Goes back to the marks before the last change.
    pub fn undo(&mut self, machine: &MachineKey) {
        self.turn(machine, |marks| (&mut marks.undo, &mut marks.redo));
    }

    /// Goes forward again.
    pub fn redo(&mut self, machine: &MachineKey) {
        self.turn(machine, |marks| (&mut marks.redo, &mut marks.undo));
    }

    fn turn(
        &mut self,
        machine: &MachineKey,
        ends: fn(&mut MachineMarks) -> (&mut Vec<MarkedSet>, &mut Vec<MarkedSet>),
    ) {
        let Some(marks) = self.machines.get_mut(machine) else { return };
        let Some(next) = ends(marks).0.pop() else { return };
        let before = std::mem::replace(&mut marks.marked, next);
        ends(marks).1.push(before);
        self.version += 1;
    }

    /// Whether there is something to go back to, and something to go forward to.
    #[must_use]
    pub fn can_undo_and_redo(&self, machine: &MachineKey) -> (bool, bool) {
        self.machines.get(machine).map_or((false, false), |marks| (!marks.undo.is_empty(), !marks.redo.is_empty()))
    }

    /// Forgets snapshots that are gone.
    pub fn follow(&mut self, inventory: &Inventory) {
        self.machines.retain(|key, _| inventory.machine(key).is_some());
        self.version += 1;
        for (key, marks) in &mut self.machines {
            let Some(machine) = inventory.machine(key).and_then(|(_, entry)| entry.machine()) else { continue };
            let exists = |id: &SnapshotId| machine.tree.find(*id).is_some();
            let sets = marks.undo.iter_mut().chain(&mut marks.redo).chain([&mut marks.marked]);
            sets.for_each(|set| set.retain(exists));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConnectionId, MachineId};
    use uuid::Uuid;

    fn snapshot(id: u128) -> SnapshotId {
        SnapshotId(Uuid::from_u128(id))
    }

    fn set(ids: &[u128]) -> MarkedSet {
        ids.iter().map(|id| snapshot(*id)).collect()
    }

    #[test]
    fn marks_are_undone_and_redone_in_order() {
        let key = MachineKey { connection: ConnectionId::new("virtualbox"), machine: MachineId(Uuid::nil()) };
        let mut marks = Marks::default();
        marks.toggle(&key, &[snapshot(1)]);
        marks.toggle(&key, &[snapshot(1), snapshot(2)]);
        assert_eq!(*marks.of(&key), set(&[1, 2]), "one of them was not marked, so both are");
        marks.toggle(&key, &[snapshot(1)]);
        assert_eq!(*marks.of(&key), set(&[2]));
        marks.undo(&key);
        marks.undo(&key);
        assert_eq!(*marks.of(&key), set(&[1]));
        marks.redo(&key);
        assert_eq!(*marks.of(&key), set(&[1, 2]));
        marks.set(&key, MarkedSet::new());
        assert_eq!(marks.can_undo_and_redo(&key), (true, false), "a new change ends what could be redone");
    }
}
