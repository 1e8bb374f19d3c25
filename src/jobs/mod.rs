//! Carries confirmed plans out: a queue for each machine, progress, verification, the journal.
//!
//! ```text
//! queue, job    jobs that wait, and the threads that work on one machine each
//! start         what the program left behind when it ended last
//! step          one step: look, compare, check, copy, write the journal, do, look, compare
//! look, check, verify    the machine as it is now; what stands against a step; what it has led to
//! live, time_left, stop  what is to be seen meanwhile; the wish to stop
//! journal, interrupted   what was about to be done, and what the next start makes of it
//! copies, put_back       copies of settings files, and putting one back
//! mend, fit              settings that fit the images again after a step was cut off; whether a copy fits them
//! sets                   what a job takes is remembered as a set
//! remember               pins, sets and what was taken hear of what a step has led to
//! recorded               what the journals tell an inspection
//! folders, status, summary, title, error    where things are kept, and what is told
//! sentences              what is told, sentence by sentence
//! ```
//!
//! No method of [`Jobs`] waits for a disk, a process or a lock that is held for long.

mod check;
mod copies;
mod error;
mod fit;
mod folders;
mod interrupted;
mod job;
mod journal;
mod live;
mod look;
mod mend;
mod put_back;
mod queue;
mod recorded;
mod remember;
mod sentences;
mod sets;
mod start;
mod state;
mod status;
mod step;
mod stop;
mod summary;
mod time_left;
mod title;
mod verify;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub use copies::SettingsCopy;
pub use error::JobError;
pub use fit::CopyFit;
pub use recorded::{Recorded, recorded};
pub use status::{
    Found, HistoryEntry, Interruption, InterruptionId, JobId, JobStatus, JobsStatus, Phase, Running, Stage, StepAtWork,
    TimeLeft,
};
pub use stop::Stop;
pub use summary::{StepResult, StepSummary, Summary};
pub use title::{of_plan as title_of, of_step as step_in_words};

use crate::hypervisor::Hypervisor;
use crate::model::MachineKey;
use crate::plan::Plan;
use queue::Queue;
use sets::{SetOfJob, SetWish};

/// How jobs are carried out.
#[derive(Debug, Clone)]
pub struct JobsOptions {
    /// Where journals, copies of settings files and locks are kept; `None` for the platform's data folder.
    pub folder: Option<PathBuf>,
    /// Machines that are worked on at the same time, at most; at least 1.
    pub parallel: usize,
    /// Copies of settings files that are kept of each machine.
    pub copies: usize,
    /// Journals of ended jobs that are kept.
    pub history: usize,
    /// How long a machine may take to be what was promised after its hypervisor said that it is done.
    pub patience: Duration,
}

impl Default for JobsOptions {
    fn default() -> Self {
        Self { folder: None, parallel: 4, copies: 20, history: 200, patience: Duration::from_secs(10) }
    }
}

/// Jobs of this process: a handle that can be cloned and shared. Everything is done on threads of its own, which go on
/// to the end of what they have begun when the last handle is dropped.
#[derive(Clone)]
pub struct Jobs {
    queue: Arc<Queue>,
}

impl Jobs {
    /// Starts, and looks in the background for what was interrupted when the program ended last. `changed` is called
    /// on threads of its own whenever there is a new [`JobsStatus`]; it should do no more than ask for a repaint.
    ///
    /// # Errors
    /// If the system starts no thread.
    pub fn start(
        hypervisors: Vec<Arc<dyn Hypervisor>>,
        options: JobsOptions,
        changed: impl Fn() + Send + Sync + 'static,
    ) -> io::Result<Self> {
        Ok(Self { queue: Queue::start(hypervisors, options, Box::new(changed))? })
    }

    /// Other connections take the place of those before. Steps that have begun go on with the old ones.
    pub fn replace(&self, hypervisors: Vec<Arc<dyn Hypervisor>>) {
        self.queue.replace(hypervisors);
    }

    /// Carries a confirmed plan out, as soon as its machines are free. A plan that something stands against ends at
    /// once, and says so.
    #[expect(clippy::must_use_candidate, reason = "who does not wait for its end needs no id")]
    #[expect(clippy::needless_pass_by_value, reason = "a confirmed plan is given away: it is carried out once")]
    pub fn submit(&self, plan: Plan) -> JobId {
        self.queue.submit(&plan, SetWish::Usual)
    }

    /// The same for a plan that takes snapshots, which are remembered as a set of this name: each one as soon as it was
    /// taken. Without a name they are not remembered as taken together.
    #[expect(clippy::must_use_candidate, reason = "who does not wait for its end needs no id")]
    #[expect(clippy::needless_pass_by_value, reason = "a confirmed plan is given away: it is carried out once")]
    pub fn submit_as_set(&self, plan: Plan, set: Option<&str>) -> JobId {
        self.queue.submit(&plan, set.map_or(SetWish::No, |name| SetWish::Named(SetOfJob::new(name))))
    }

    /// Stops a job before its next steps. Those under way come to their end.
    pub fn cancel(&self, job: JobId) {
        self.queue.stop(job, Stop::BeforeNextStep);
    }

    /// Stops a job also in the middle of a step, where the hypervisor can leave everything as it was.
    pub fn stop_now(&self, job: JobId) {
        self.queue.stop(job, Stop::Now);
    }

    /// Stops all jobs because the window closes as soon as they have ended. What is not done then is told by the next
    /// start.
    pub fn close(&self, stop: Stop) {
        self.queue.close(stop);
    }

    /// Takes an ended job from the list. It stays in the history.
    pub fn dismiss(&self, job: JobId) {
        self.queue.dismiss(job);
    }

    /// The newest state of all jobs.
    #[must_use]
    pub fn status(&self) -> Arc<JobsStatus> {
        self.queue.status()
    }

    /// The person was told of an interruption: it leaves the list and becomes history.
    pub fn acknowledge(&self, interruption: &InterruptionId) {
        self.queue.acknowledge(interruption);
    }

    /// Looks again how the machines of interruptions stand.
    pub fn look_again(&self) {
        self.queue.look_again();
    }

    /// Jobs that have ended, the newest first, also those of earlier runs.
    #[must_use]
    pub fn history(&self) -> Vec<HistoryEntry> {
        self.queue.history()
    }

    /// Snapgrove's own copies of a machine's settings file, the newest first.
    #[must_use]
    pub fn settings_copies(&self, machine: &MachineKey) -> Vec<SettingsCopy> {
        self.queue.settings_copies(machine)
    }

    /// Looks how a machine's copies fit the disks now, on a thread of its own; `told` is called there with each, the newest
    /// first.
    ///
    /// # Errors
    /// If the system starts no thread.
    pub fn look_at_copies(
        &self,
        machine: &MachineKey,
        told: impl FnMut(SettingsCopy, Result<CopyFit, JobError>) -> bool + Send + 'static,
    ) -> io::Result<()> {
        self.queue.look_at_copies(machine, told)
    }

    /// Puts a copy of a settings file back, as a job in the machine's queue. The present file is kept as another copy
    /// first. Refused while the machine is in use.
    #[expect(clippy::must_use_candidate, reason = "who does not wait for its end needs no id")]
    pub fn restore_copy(&self, copy: &SettingsCopy, machine_name: &str) -> JobId {
        self.queue.restore_copy(copy, machine_name)
    }
}
