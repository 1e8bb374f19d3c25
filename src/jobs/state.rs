//! What is known of all jobs while the program runs, and which of their strands can begin. The threads that carry them
//! out are in [`super::queue`].

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::folders::Folders;
use super::job::{Job, StrandStage, Work};
use super::journal::{Journal, Noted};
use super::live::Live;
use super::sets::SetWish;
use super::status::{HistoryEntry, Interruption, JobId, JobsStatus};
use super::stop::Wish;
use super::time_left::Rate;
use crate::hypervisor::Hypervisor;
use crate::model::MachineKey;

/// What is known of all jobs.
#[derive(Default)]
pub(super) struct State {
    pub(super) hypervisors: Vec<Arc<dyn Hypervisor>>,
    pub(super) folders: Option<Arc<Folders>>,
    pub(super) jobs: Vec<Job>,
    pub(super) next: u64,
    pub(super) occupied: HashSet<MachineKey>,
    /// Journals that an earlier process has left, and what was found about them.
    pub(super) left: Vec<Noted>,
    pub(super) interrupted: Vec<Interruption>,
    pub(super) looking: bool,
    pub(super) ended: Vec<(PathBuf, HistoryEntry)>,
    pub(super) ready: bool,
    pub(super) problem: Option<String>,
    /// Whether the window is about to close.
    pub(super) closing: bool,
    pub(super) generation: u64,
}

/// What a thread needs to carry a strand out.
pub(super) struct Task {
    pub(super) job: JobId,
    pub(super) strand: usize,
    pub(super) machine: MachineKey,
    pub(super) name: String,
    pub(super) steps: Vec<usize>,
    pub(super) work: Arc<Work>,
    pub(super) set: Arc<SetWish>,
    pub(super) journal: Arc<Journal>,
    pub(super) live: Arc<Live>,
    pub(super) wish: Arc<Wish>,
    pub(super) hypervisor: Option<Arc<dyn Hypervisor>>,
    pub(super) folders: Arc<Folders>,
}

impl State {
    pub(super) fn job(&self, id: JobId) -> Option<&Job> {
        self.jobs.iter().find(|job| job.id == id)
    }

    pub(super) fn job_mut(&mut self, id: JobId) -> Option<&mut Job> {
        self.jobs.iter_mut().find(|job| job.id == id)
    }

    /// Takes the oldest of the ended jobs out. Their journals are for the caller to remove.
    pub(super) fn forget_old(&mut self, most: usize) -> Vec<PathBuf> {
        let old = self.ended.len().saturating_sub(most);
        self.ended.drain(..old).map(|(path, _)| path).filter(|path| !path.as_os_str().is_empty()).collect()
    }

    /// The next strand that can begin: its machine is free and no earlier one waits for that machine.
    pub(super) fn next_task(&mut self, parallel: usize) -> Option<Task> {
        if !self.ready || self.occupied.len() >= parallel {
            return None;
        }
        let folders = self.folders.clone()?;
        let mut passed: HashSet<MachineKey> = self.occupied.clone();
        for job in &mut self.jobs {
            for (number, strand) in job.strands.iter_mut().enumerate().filter(|(_, strand)| strand.is_waiting()) {
                let free = passed.insert(strand.machine.clone());
                let (true, Some(journal)) = (free, &job.journal) else { continue };
                strand.stage = StrandStage::AtWork;
                self.occupied.insert(strand.machine.clone());
                let hypervisors = &self.hypervisors;
                let hypervisor = hypervisors.iter().find(|one| one.connection().id == strand.machine.connection);
                let name = job.submitted.steps.get(strand.steps[0]).map(|step| step.machine_name.clone());
                return Some(Task {
                    job: job.id,
                    strand: number,
                    machine: strand.machine.clone(),
                    name: name.unwrap_or_default(),
                    steps: strand.steps.clone(),
                    work: job.work.clone(),
                    set: job.set.clone(),
                    journal: journal.clone(),
                    live: strand.live.clone(),
                    wish: job.wish.clone(),
                    hypervisor: hypervisor.cloned(),
                    folders,
                });
            }
        }
        None
    }

    pub(super) fn shown(&self, rate: &Rate) -> JobsStatus {
        JobsStatus {
            generation: self.generation,
            jobs: self.jobs.iter().map(|job| job.shown(rate)).collect(),
            interrupted: self.interrupted.clone(),
            ready: self.ready,
            problem: self.problem.clone(),
        }
    }
}
