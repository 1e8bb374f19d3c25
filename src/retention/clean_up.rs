//! From decisions to a plan.

use std::collections::HashSet;

use super::decisions::{Decisions, MachineDecisions};
use super::reason::{Decision, Reason};
use crate::model::{Inventory, SnapshotId};
use crate::pins::SnapshotKey;
use crate::plan::machines::{KnownOf, LeftOut, MachinesPlan, WhyLeftOut, delete_each};
use crate::plan::{Caution, Plan};

/// Plans what was decided, for all machines. The planner has the last word: what it refuses, because space is short or an
/// image is in the way, becomes [`Decision::Cannot`], so that decisions and plan tell the same.
#[must_use]
pub fn clean_up(inventory: &Inventory, decisions: &mut Decisions, known: KnownOf<'_>) -> MachinesPlan {
    let mut result = delete_each(inventory, &decisions.marked(), known);
    decisions.settle(&mut result);
    result
}

impl Decisions {
    /// Makes decisions and the plan for them tell the same: what the plan leaves out cannot be deleted, and what goes
    /// although it is pinned is said in the plan.
    pub fn settle(&mut self, result: &mut MachinesPlan) {
        for left_out in &result.left_out {
            self.refuse(left_out);
        }
        self.warn_of_pins(&mut result.plan);
    }

    /// What was left out of a plan cannot be deleted.
    pub fn refuse(&mut self, left_out: &LeftOut) {
        let WhyLeftOut::Blocked(blockers) = &left_out.why else { return };
        let Some(blocker) = blockers.first() else { return };
        let machines = self.machines.iter_mut().filter(|machine| machine.key == left_out.machine);
        let snapshots = machines.flat_map(|machine| &mut machine.snapshots);
        let concerned = |id: SnapshotId| left_out.snapshot.is_none_or(|snapshot| snapshot == id);
        for snapshot in snapshots.filter(|snapshot| concerned(snapshot.id) && snapshot.decision.deletes()) {
            snapshot.decision = Decision::Cannot(Reason::Blocked(blocker.clone()));
        }
    }

    /// Adds a caution to each step that deletes a pinned snapshot.
    pub fn warn_of_pins(&self, plan: &mut Plan) {
        let pinned = self.pinned_to_delete();
        for step in &mut plan.steps {
            let key = step.step.snapshot().map(|snapshot| SnapshotKey::new(&step.machine, snapshot));
            if key.is_some_and(|key| pinned.contains(&key)) {
                step.cautions.push(Caution::Pinned { snapshot: step.subject.clone() });
            }
        }
    }

    /// Those that go by hand although they are pinned.
    fn pinned_to_delete(&self) -> HashSet<SnapshotKey> {
        let of_machine = |machine: &MachineDecisions| {
            let pinned = machine.snapshots.iter().filter(|snapshot| snapshot.pinned && snapshot.decision.deletes());
            pinned.map(|snapshot| SnapshotKey::new(&machine.key, snapshot.id)).collect::<Vec<_>>()
        };
        self.machines.iter().flat_map(of_machine).collect()
    }
}
