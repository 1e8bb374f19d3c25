//! From a rule to a decision about every snapshot.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::decisions::{Decisions, MachineDecisions, Note, SnapshotDecision};
use super::facts::{Ground, MachineFacts};
use super::limits::Choice;
use super::reason::{Decision, Reason};
use super::remaining::Remaining;
use super::rule::Rule;
use super::wishes::{ReadyRule, Wish};
use crate::model::{Machine, SnapshotIndex};
use crate::pins::SnapshotKey;

/// What the person chose by hand. It is stronger than any rule, also for pinned snapshots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides(HashMap<SnapshotKey, Choose>);

/// What the person chose for a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choose {
    /// It stays.
    Keep,
    /// It goes, if it can.
    Delete,
}

impl Overrides {
    /// Chooses for a snapshot; `None` leaves it to the rule again.
    pub fn set(&mut self, snapshot: SnapshotKey, choose: Option<Choose>) {
        match choose {
            Some(choose) => self.0.insert(snapshot, choose),
            None => self.0.remove(&snapshot),
        };
    }

    /// What was chosen for a snapshot.
    #[must_use]
    pub fn get(&self, snapshot: &SnapshotKey) -> Option<Choose> {
        self.0.get(snapshot).copied()
    }

    /// Number of snapshots that were chosen for.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether everything is left to the rule.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Ground {
    /// What becomes of every snapshot of every machine in the rule's scope. Nothing is read or changed.
    ///
    /// A snapshot that the rule deletes and that cannot be deleted, even after all others that can are gone, is
    /// [`Decision::Cannot`].
    #[must_use]
    pub fn decide(&self, rule: &Rule, overrides: &Overrides, now: DateTime<Utc>) -> Decisions {
        let ready = ReadyRule::new(rule, now, &self.zone);
        // A machine that cannot be read belongs to no group as far as anybody knows.
        let in_scope = self.machines.iter().filter(|machine| rule.scope.includes(&machine.key, &machine.groups));
        Decisions { machines: in_scope.map(|machine| decide_machine(machine, &ready, overrides)).collect() }
    }
}

fn decide_machine(facts: &MachineFacts, ready: &ReadyRule<'_>, overrides: &Overrides) -> MachineDecisions {
    let mut result = MachineDecisions {
        key: facts.key.clone(),
        name: facts.name.clone(),
        unread: facts.unread.clone(),
        snapshots: Vec::new(),
        notes: Vec::new(),
    };
    let Some(machine) = &facts.machine else { return result };
    let mut wishes = ready.wishes(facts);
    if !overrides.is_empty() {
        apply(facts, overrides, &mut wishes);
    }
    ready.protect_forks(facts, &mut wishes);
    limit(facts, machine, ready, &mut wishes, &mut result.notes);
    let against = if wishes.iter().any(Wish::deletes) { against(facts, machine, ready, &wishes) } else { Vec::new() };
    let mut against = against.into_iter();
    result.snapshots = facts
        .snapshots
        .iter()
        .zip(wishes)
        .map(|(snapshot, wish)| SnapshotDecision {
            id: snapshot.id,
            adds: snapshot.adds,
            pinned: snapshot.pin.is_some(),
            decision: match against.next().flatten() {
                Some(reason) => Decision::Cannot(reason),
                None if wish.deletes() => Decision::Delete(wish.delete),
                None if wish.keep.is_empty() => Decision::Keep(vec![ready.why_not()]),
                None => Decision::Keep(wish.keep),
            },
        })
        .collect();
    result
}

/// The person's choices take the place of the rule's.
fn apply(facts: &MachineFacts, overrides: &Overrides, wishes: &mut [Wish]) {
    for (snapshot, wish) in facts.snapshots.iter().zip(wishes) {
        match overrides.get(&SnapshotKey::new(&facts.key, snapshot.id)) {
            Some(Choose::Keep) => *wish = Wish { candidate: false, keep: vec![Reason::ByHand], delete: Vec::new() },
            Some(Choose::Delete) => *wish = Wish { candidate: true, keep: Vec::new(), delete: vec![Reason::ByHand] },
            None => {}
        }
    }
}

fn limit(facts: &MachineFacts, machine: &Machine, ready: &ReadyRule<'_>, wishes: &mut [Wish], notes: &mut Vec<Note>) {
    if ready.most_levels.is_none() && ready.most_bytes.is_none() {
        return;
    }
    let mut remaining = Remaining::new(&machine.tree);
    for index in facts.post_order.iter().filter(|index| wishes[index.position()].deletes()) {
        if facts.snapshots[index.position()].blocker.is_none() && remaining.is_legal(*index) {
            remaining.remove(*index);
        }
    }
    let mut choice = Choice { machine: facts, tree: &machine.tree, wishes, remaining: &mut remaining };
    if let Some(most) = ready.most_levels
        && !choice.limit_levels(most)
    {
        notes.push(Note::StillDeeper { most });
    }
    if let Some(most) = ready.most_bytes
        && !choice.limit_bytes(most)
    {
        notes.push(Note::StillLarger { most });
    }
}

/// Why each of those that are to go cannot. Those below come first: only they can make a difference to those above.
fn against(facts: &MachineFacts, machine: &Machine, ready: &ReadyRule<'_>, wishes: &[Wish]) -> Vec<Option<Reason>> {
    let mut against = vec![None; wishes.len()];
    let everywhere = facts.against_all.clone().map(Reason::Blocked).or_else(|| facts.against_state(ready.rule));
    let mut remaining = Remaining::new(&machine.tree);
    let wanted = |index: &&SnapshotIndex| wishes[index.position()].deletes();
    for index in facts.post_order.iter().filter(wanted) {
        let at = index.position();
        let reason = everywhere
            .clone()
            .or_else(|| facts.snapshots[at].blocker.clone().map(Reason::Blocked))
            .or_else(|| remaining.against(*index).map(Reason::Blocked));
        if reason.is_none() {
            remaining.remove(*index);
        }
        against[at] = reason;
    }
    against
}
