//! From decisions to a plan.

use super::decisions::Decisions;
use super::reason::{Decision, Reason};
use crate::model::{Inventory, MachineKey, SnapshotId};
use crate::plan::Caution;
use crate::plan::machines::{KnownOf, LeftOut, MachinesPlan, WhyLeftOut, delete_each};

/// Plans what was decided, for all machines. The planner has the last word: what it refuses, because space is short or an
/// image is in the way, becomes [`Decision::Cannot`], so that decisions and plan tell the same.
#[must_use]
pub fn clean_up(inventory: &Inventory, decisions: &mut Decisions, known: KnownOf<'_>) -> MachinesPlan {
    let mut result = delete_each(inventory, &decisions.marked(), known);
    for left_out in &result.left_out {
        decisions.refuse(left_out);
    }
    for step in &mut result.plan.steps {
        let Some(snapshot) = step.step.snapshot() else { continue };
        if decisions.is_pinned(&step.machine, snapshot) {
            step.cautions.push(Caution::Pinned { snapshot: step.subject.clone() });
        }
    }
    result
}

impl Decisions {
    /// What was left out of a plan cannot be deleted.
    fn refuse(&mut self, left_out: &LeftOut) {
        let WhyLeftOut::Blocked(blockers) = &left_out.why else { return };
        let Some(blocker) = blockers.first() else { return };
        let machines = self.machines.iter_mut().filter(|machine| machine.key == left_out.machine);
        let snapshots = machines.flat_map(|machine| &mut machine.snapshots);
        let concerned = |id: SnapshotId| left_out.snapshot.is_none_or(|snapshot| snapshot == id);
        for snapshot in snapshots.filter(|snapshot| concerned(snapshot.id) && snapshot.decision.deletes()) {
            snapshot.decision = Decision::Cannot(Reason::Blocked(blocker.clone()));
        }
    }

    fn is_pinned(&self, machine: &MachineKey, id: SnapshotId) -> bool {
        let snapshots = self.machine(machine).into_iter().flat_map(|machine| &machine.snapshots);
        snapshots.into_iter().any(|snapshot| snapshot.id == id && snapshot.pinned)
    }
}
