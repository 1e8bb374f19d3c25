//! Deleting snapshots: which may go, in which order, and what that does.
//!
//! ```text
//! remaining    the tree after some deletions
//! refusals     why one cannot be deleted
//! sequence     from those that may go to an order
//! run          carries an order out on simulated images
//! space        whether the host's disks have room for it
//! ```

mod refusals;
mod remaining;
mod run;
mod sequence;
mod space;

pub use run::{ForeseenFile, foresee};

use std::collections::{HashMap, HashSet};

use super::check::Subject;
use super::forecast::{Forecast, KnownImages};
use super::{Blocker, Caution, Certainty, Intent, Plan, PlannedMachine, PlannedStep};
use crate::model::{Bytes, Inventory, MachineKey, MachineState, Merging, SnapshotId, SnapshotIndex, Step, StepKind};
use crate::text;
use crate::words;
use refusals::Rules;
use run::{Done, Run};
use sequence::Parts;

/// Plans the deletion of the marked snapshots of one machine, in the legal order that copies least among those that
/// fit onto the host's disks.
///
/// Those that cannot be deleted stay in the plan, with what stands against each; the others are planned as if these were
/// not marked. Forecasts are `None` as long as `known` lacks the maps they need. Nothing is read or changed here; only
/// [`KnownImages::content`] may look into files.
#[must_use]
pub fn delete(inventory: &Inventory, machine: &MachineKey, marked: &[SnapshotId], known: &KnownImages) -> Plan {
    let mut plan = Plan::empty(Intent::Delete);
    match Subject::find(inventory, machine) {
        Ok(subject) => Deletion { subject }.plan(marked, known, &mut plan),
        Err(blocker) => plan.blockers.push(blocker),
    }
    plan
}

/// What is to be deleted from, and what it lives among.
struct Deletion<'a> {
    subject: Subject<'a>,
}

impl Deletion<'_> {
    fn merging(&self) -> Merging {
        self.subject.connection.connection.abilities.merging()
    }

    fn plan(&self, marked: &[SnapshotId], known: &KnownImages, plan: &mut Plan) {
        plan.machines.push(PlannedMachine { key: self.subject.key.clone(), machine: self.subject.machine.clone() });
        plan.blockers.extend(self.against_all());
        let tree = &self.subject.machine.tree;
        let mut wanted: HashSet<SnapshotIndex> = HashSet::new();
        for id in marked {
            match tree.find(*id) {
                Some(index) => {
                    wanted.insert(index);
                }
                None => plan.blockers.push(Blocker::Gone { what: text!("plan-gone-snapshot", id = id) }),
            }
        }
        if wanted.is_empty() && plan.blockers.is_empty() {
            plan.blockers.push(Blocker::NothingToDo);
        }
        let refused = self.refused(&wanted);
        let doable: HashSet<SnapshotIndex> = wanted.iter().copied().filter(|at| !refused.contains_key(at)).collect();
        let done = self.best_order(known, &doable, plan);
        let rooms = space::Rooms::new(self.subject.inventory, &self.subject.machine.settings_file);
        let against_space = rooms.check(&done);
        plan.forecast = done.iter().try_fold(Forecast::NOTHING, |sum, one| one.forecast().map(|next| sum.then(&next)));
        for (one, blockers) in done.into_iter().zip(against_space) {
            plan.steps.push(self.step(one, blockers));
        }
        // In the order of the tree, so that the list does not jump about.
        for index in tree.pre_order().filter(|index| refused.contains_key(index)) {
            let blockers = refused.get(&index).cloned().unwrap_or_default();
            plan.steps.push(self.refused_step(index, blockers));
        }
    }

    /// What stands against any deletion in this machine.
    fn against_all(&self) -> Option<Blocker> {
        let connection = &self.subject.connection.connection;
        if !connection.abilities.can(StepKind::Delete) {
            return Some(Blocker::NotOffered { hypervisor: connection.name.to_string(), what: StepKind::Delete });
        }
        let unsettled = matches!(self.subject.entry.state, Some(MachineState::Stuck | MachineState::Transient));
        unsettled.then(|| self.subject.refuses(StepKind::Delete))
    }

    fn is_running(&self) -> bool {
        matches!(self.subject.entry.state, Some(MachineState::Running | MachineState::Paused))
    }

    /// Which of the wanted ones cannot be deleted, even when all others that can are gone. Those below come first: only
    /// they can make a difference to those above.
    fn refused(&self, wanted: &HashSet<SnapshotIndex>) -> HashMap<SnapshotIndex, Vec<Blocker>> {
        let rules = Rules::new(self.subject.connection, self.subject.machine.id);
        let nothing = KnownImages::default();
        let mut run = Run::new(self.subject.machine, &self.subject.connection.images, &nothing, self.merging());
        let mut refused = HashMap::new();
        for index in self.subject.machine.tree.post_order().into_iter().filter(|index| wanted.contains(index)) {
            let hardware = &self.subject.machine.tree.get(index).hardware;
            let blockers = rules.check(&run.tree, &mut run.images, index, hardware);
            if blockers.is_empty() {
                run.delete(index);
            } else {
                refused.insert(index, blockers);
            }
        }
        refused
    }

    /// The order that copies least, if it fits; else another one. Returns what each step does.
    fn best_order(&self, known: &KnownImages, doable: &HashSet<SnapshotIndex>, plan: &mut Plan) -> Vec<Done> {
        let maps = known.without_content();
        let forest = &self.subject.connection.images;
        let parts = Parts::new(self.subject.machine, forest, &maps, doable);
        let try_out = |known: &KnownImages, order: &[SnapshotIndex]| {
            let mut run = Run::new(self.subject.machine, forest, known, self.merging());
            order.iter().map(|index| run.delete(*index)).collect::<Vec<Done>>()
        };
        let rooms = space::Rooms::new(self.subject.inventory, &self.subject.machine.settings_file);
        let (best, worst): (Vec<_>, Vec<_>) = parts.runs.iter().map(super::order::Run::best_and_worst).unzip();
        // Runs that free most go first, for the others to have room.
        let order = in_turn(&parts, best, |order| try_out(&maps, order));
        let mut done = try_out(&maps, &order);
        let copies = |done: &[Done]| done.iter().map(|one| Bytes(one.work.copies)).sum::<Bytes>();
        if !rooms.fit(&done) {
            let room = rooms.free_for(&done);
            let fitting: Vec<_> = parts.runs.iter().map(|run| run.fitting(room.0)).collect();
            let other = in_turn(&parts, fitting, |order| try_out(&maps, order));
            let instead = try_out(&maps, &other);
            if rooms.fit(&instead) || rooms.lack(&instead) < rooms.lack(&done) {
                done = instead;
            }
        }
        if done.iter().all(|one| one.work.known) {
            let worst = in_turn(&parts, worst, |order| try_out(&maps, order));
            let top_down: Vec<SnapshotIndex> = run::top_down(self.subject.machine, doable);
            let most = copies(&try_out(&maps, &worst)).max(copies(&try_out(&maps, &top_down)));
            plan.copies_in_worst_order = Some(most).filter(|most| *most > copies(&done));
        }
        let order: Vec<SnapshotIndex> = done.iter().map(|one| one.snapshot).collect();
        try_out(known, &order)
    }

    fn step(&self, done: Done, blockers: Vec<Blocker>) -> PlannedStep {
        let snapshot = self.subject.machine.tree.get(done.snapshot);
        let mut forecast = done.forecast();
        let mut cautions = self.cautions();
        if let Some(forecast) = &mut forecast {
            if self.is_running() {
                forecast.certainty = forecast.certainty.clone().and(Certainty::Estimate(refusals::running()));
            } else if let Certainty::Estimate(why) = &forecast.certainty {
                cautions.push(Caution::Estimate { why: why.clone() });
            }
            if forecast.frees < 0 {
                let more = Bytes(forecast.frees.unsigned_abs());
                let name = words::snapshot_name(&snapshot.name).to_owned();
                cautions.push(Caution::TakesSpace { snapshot: name, more });
            }
        }
        PlannedStep {
            machine: self.subject.key.clone(),
            step: Step::Delete { snapshot: snapshot.id },
            subject: words::snapshot_name(&snapshot.name).to_owned(),
            merges_into: done.heirs,
            forecast,
            blockers,
            cautions,
        }
    }

    fn refused_step(&self, index: SnapshotIndex, blockers: Vec<Blocker>) -> PlannedStep {
        let snapshot = self.subject.machine.tree.get(index);
        PlannedStep {
            machine: self.subject.key.clone(),
            step: Step::Delete { snapshot: snapshot.id },
            subject: words::snapshot_name(&snapshot.name).to_owned(),
            merges_into: remaining::Remaining::new(self.subject.machine).heirs(index),
            forecast: None,
            blockers,
            cautions: self.cautions(),
        }
    }

    /// What the person must know of any deletion in this machine.
    fn cautions(&self) -> Vec<Caution> {
        let live = self.is_running().then(|| Caution::MergesLive { machine: self.subject.name() });
        live.into_iter().chain(self.subject.state_caution()).collect()
    }
}

/// Branches that go completely, then one run after the other, those that free most first.
fn in_turn(
    parts: &Parts,
    mut runs: Vec<Vec<SnapshotIndex>>,
    try_out: impl Fn(&[SnapshotIndex]) -> Vec<Done>,
) -> Vec<SnapshotIndex> {
    if runs.len() > 1 {
        let all: Vec<SnapshotIndex> = parts.dead.iter().chain(runs.iter().flatten()).copied().collect();
        let frees: HashMap<SnapshotIndex, i64> =
            try_out(&all).into_iter().map(|one| (one.snapshot, one.work.ledger.frees())).collect();
        let sum = |run: &Vec<SnapshotIndex>| run.iter().filter_map(|index| frees.get(index)).sum::<i64>();
        let place = |run: &Vec<SnapshotIndex>| run.iter().min().copied();
        runs.sort_by_key(|run| (std::cmp::Reverse(sum(run)), place(run)));
    }
    parts.dead.iter().copied().chain(runs.into_iter().flatten()).collect()
}
