//! What an operation would do, before it is done: steps, blockers, cautions, forecast.
//!
//! Plans are made by pure functions of an inventory, so that they are tested without any hypervisor. A
//! dialog shows a plan, the command line prints one, `jobs` carries one out, and the journal keeps
//! one: there is no other way to change a machine.

mod blocker;
mod caution;
mod check;
mod clone_machine;
mod delete;
mod difference;
mod edit;
mod expectation;
pub mod forecast;
mod leftovers;
pub mod machines;
mod order;
mod rename;
mod restore;
mod take;

pub use blocker::Blocker;
pub use caution::Caution;
pub use clone_machine::{clone_machine, unused_machine_name};
pub use delete::{ForeseenFile, delete, foresee};
pub use difference::{Difference, meanwhile};
pub use edit::{SnapshotChange, edit};
pub use expectation::Shape;
pub use forecast::simple::holds_data;
pub use forecast::{Certainty, Forecast, KnownImages};
pub use leftovers::{detach_image, discard_saved_state};
pub use rename::rename_plan;
pub use restore::{RestoreOptions, restore, settings_changes};
pub use take::take;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::{Bytes, Machine, MachineKey, SnapshotId, Step};

/// What a person asked for, as the title of its plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// Take a snapshot.
    Take,
    /// Rename or describe snapshots.
    Edit,
    /// Go back to a snapshot.
    Restore,
    /// Delete snapshots.
    Delete,
    /// Make new machines from one.
    Clone,
    /// Throw a saved memory away.
    DiscardSavedState,
    /// Take an image that nothing uses out of the registry.
    DetachImage,
}

/// One step with what it costs, what stands against it and what the person must know.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedStep {
    /// The machine that it changes.
    pub machine: MachineKey,
    /// What is done.
    pub step: Step,
    /// Name of the snapshot, image or machine that it is about, as the person knows it.
    pub subject: String,
    /// For a deletion: what the snapshot's data become part of, by name; empty if they just go.
    pub merges_into: Vec<String>,
    /// What it does to the host's disk; `None` while the images have not been read.
    pub forecast: Option<Forecast>,
    /// Why it cannot be done.
    pub blockers: Vec<Blocker>,
    /// What the person must know.
    pub cautions: Vec<Caution>,
}

/// A machine as it was when the plan was made: what the person confirms.
#[derive(Debug, Clone)]
pub struct PlannedMachine {
    /// Which machine.
    pub key: MachineKey,
    /// Its tree, disks and settings at that time.
    pub machine: Arc<Machine>,
}

/// An ordered list of steps, to be shown, confirmed and carried out.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What it is for.
    pub intent: Intent,
    /// What is done, in order. Steps of different machines do not wait for each other.
    pub steps: Vec<PlannedStep>,
    /// The machines that it changes, as they were when it was made.
    pub machines: Vec<PlannedMachine>,
    /// What stands against the plan as a whole.
    pub blockers: Vec<Blocker>,
    /// All steps together; `None` while the images have not been read.
    pub forecast: Option<Forecast>,
    /// What would be copied in the worst of the legal orders, where that is more.
    pub copies_in_worst_order: Option<Bytes>,
}

impl Plan {
    /// A plan without steps, to add to.
    pub(crate) fn empty(intent: Intent) -> Self {
        Self {
            intent,
            steps: Vec::new(),
            machines: Vec::new(),
            blockers: Vec::new(),
            forecast: None,
            copies_in_worst_order: None,
        }
    }

    /// Several plans with the same intent as one, such as taking a snapshot of several machines. What stands against one
    /// of them stands against all. `None` if there are none.
    #[must_use]
    pub fn together(plans: impl IntoIterator<Item = Self>) -> Option<Self> {
        plans.into_iter().reduce(|mut all, next| {
            all.steps.extend(next.steps);
            for machine in next.machines {
                if !all.machines.iter().any(|known| known.key == machine.key) {
                    all.machines.push(machine);
                }
            }
            all.blockers.extend(next.blockers);
            all.forecast = all.forecast.zip(next.forecast).map(|(first, then)| first.then(&then));
            all.copies_in_worst_order = match (all.copies_in_worst_order, next.copies_in_worst_order) {
                (None, None) => None,
                (one, other) => Some(one.unwrap_or_default() + other.unwrap_or_default()),
            };
            all
        })
    }

    /// Sums up the steps' forecasts, if each of them has one.
    pub(crate) fn sum_up(&mut self) {
        let mut forecasts = self.steps.iter().map(|step| step.forecast.as_ref());
        self.forecast = forecasts.try_fold(Forecast::NOTHING, |sum, next| next.map(|next| sum.then(next)));
    }

    /// Everything that stands against it. A plan with any of these is not carried out.
    pub fn all_blockers(&self) -> impl Iterator<Item = &Blocker> {
        self.blockers.iter().chain(self.steps.iter().flat_map(|step| &step.blockers))
    }

    /// Whether nothing stands against it and there is something to do.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        !self.steps.is_empty() && self.all_blockers().next().is_none()
    }

    /// What the person must know, each once, in order.
    #[must_use]
    pub fn all_cautions(&self) -> Vec<&Caution> {
        let mut all: Vec<&Caution> = Vec::new();
        for caution in self.steps.iter().flat_map(|step| &step.cautions) {
            if !all.contains(&caution) {
                all.push(caution);
            }
        }
        all
    }

    /// Says of each snapshot that it deletes, and that the person has protected, that it is pinned.
    pub fn note_pinned(&mut self, is_pinned: &dyn Fn(&MachineKey, SnapshotId) -> bool) {
        for step in self.steps.iter_mut().filter(|step| matches!(step.step, Step::Delete { .. })) {
            let caution = Caution::Pinned { snapshot: step.subject.clone() };
            let pinned = step.step.snapshot().is_some_and(|snapshot| is_pinned(&step.machine, snapshot));
            if pinned && !step.cautions.contains(&caution) {
                step.cautions.push(caution);
            }
        }
    }

    /// The machine with this key as it was when the plan was made.
    #[must_use]
    pub fn machine(&self, key: &MachineKey) -> Option<&Arc<Machine>> {
        self.machines.iter().find(|machine| machine.key == *key).map(|machine| &machine.machine)
    }

    /// The snapshots that it deletes, in order.
    pub fn deleted(&self) -> impl Iterator<Item = (&MachineKey, SnapshotId)> {
        self.steps.iter().filter_map(|planned| match planned.step {
            Step::Delete { snapshot } => Some((&planned.machine, snapshot)),
            _ => None,
        })
    }
}
