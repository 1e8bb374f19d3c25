//! What works for the window in the background beside the reader: jobs, forecasts and inspections.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::forecaster::{Answer, Forecaster, Question, Slot};
use crate::hypervisor::Hypervisor;
use crate::inspector::Inspector;
use crate::jobs::{HistoryEntry, Jobs, JobsOptions, JobsStatus};
use crate::model::{Inventory, MachineKey, SnapshotId};
use crate::plan::Plan;

/// What a forecast was asked for.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    generation: u64,
    machine: MachineKey,
    snapshots: Vec<SnapshotId>,
}

/// Jobs, forecasts and inspections. Without them, as in tests of views, nothing can be changed.
#[derive(Default)]
pub struct Workers {
    jobs: Option<Jobs>,
    forecaster: Option<Forecaster>,
    inspector: Option<Inspector>,
    asked: HashMap<Slot, Asked>,
}

impl Workers {
    /// Starts them. `wake` is called when there is something new to see. What cannot be started is missing,
    /// which the log says.
    #[must_use]
    pub fn start(
        hypervisors: Vec<Arc<dyn Hypervisor>>,
        options: JobsOptions,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let wake = Arc::new(wake);
        let (wake_too, wake_inspected) = (wake.clone(), wake.clone());
        let inspector = Inspector::start(hypervisors.clone(), options.folder.clone(), move || wake_inspected());
        let jobs = Jobs::start(hypervisors, options, move || wake());
        let forecaster = Forecaster::start(move || wake_too());
        let said = |error: &std::io::Error| tracing::error!(%error, "a background worker could not be started");
        Self {
            jobs: jobs.inspect_err(said).ok(),
            forecaster: forecaster.inspect_err(said).ok(),
            inspector: inspector.inspect_err(said).ok(),
            asked: HashMap::new(),
        }
    }

    /// What carries plans out.
    #[must_use]
    pub fn jobs(&self) -> Option<&Jobs> {
        self.jobs.as_ref()
    }

    /// What inspects machines.
    #[must_use]
    pub fn inspector(&self) -> Option<&Inspector> {
        self.inspector.as_ref()
    }

    /// Has a file moved to the trash that the newest inspection found unused.
    pub fn move_to_trash(&self, path: Arc<Path>) {
        if let Some(inspector) = &self.inspector {
            inspector.move_to_trash(path);
        }
    }

    /// Tells the jobs something, if there are any.
    pub fn with_jobs(&self, tell: impl FnOnce(&Jobs)) {
        if let Some(jobs) = &self.jobs {
            tell(jobs);
        }
    }

    /// Where all jobs stand.
    #[must_use]
    pub fn status(&self) -> Arc<JobsStatus> {
        // Without jobs there is nothing to look for.
        let none = || Arc::new(JobsStatus { ready: true, ..JobsStatus::default() });
        self.jobs.as_ref().map_or_else(none, Jobs::status)
    }

    /// Jobs that ended before, the newest first.
    #[must_use]
    pub fn history(&self) -> Vec<HistoryEntry> {
        self.jobs.as_ref().map_or_else(Vec::new, Jobs::history)
    }

    /// Has a plan carried out. Returns whether somebody is there to do it.
    pub fn submit(&self, plan: Plan) -> bool {
        self.jobs.as_ref().map(|jobs| jobs.submit(plan)).is_some()
    }

    /// Has a plan carried out, and what it takes remembered as a set, if that has a name. Returns whether somebody is there to do it.
    pub fn submit_as_set(&self, plan: Plan, set: Option<&str>) -> bool {
        self.jobs.as_ref().map(|jobs| jobs.submit_as_set(plan, set)).is_some()
    }

    /// Asks what deleting these snapshots would do, unless that is known or being found out.
    pub fn ask(&mut self, slot: Slot, inventory: &Arc<Inventory>, machine: &MachineKey, snapshots: Vec<SnapshotId>) {
        let Some(forecaster) = &self.forecaster else { return };
        let asked = Asked { generation: inventory.generation, machine: machine.clone(), snapshots };
        if self.asked.get(&slot) == Some(&asked) {
            return;
        }
        forecaster.ask(Question {
            slot,
            inventory: inventory.clone(),
            machine: machine.clone(),
            marked: asked.snapshots.clone(),
        });
        self.asked.insert(slot, asked);
    }

    /// The newest answer to what was asked last. Never one to an older question.
    #[must_use]
    pub fn answer(&self, slot: Slot) -> Option<Arc<Answer>> {
        let asked = self.asked.get(&slot).filter(|asked| !asked.snapshots.is_empty())?;
        let answer = self.forecaster.as_ref()?.answer(slot)?;
        (answer.machine == asked.machine && answer.marked == asked.snapshots).then_some(answer)
    }
}
