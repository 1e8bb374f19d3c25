//! What is to be seen of jobs: where each stands, what it led to, and what was interrupted.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::summary::Summary;
use crate::model::{MachineKey, SnapshotId, Step};
use crate::plan::Intent;
use crate::plan::machines::can_be_done_again;
use crate::text;

/// Identity of a job while the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub(super) u64);

/// All jobs at one moment.
#[derive(Debug, Clone, Default)]
pub struct JobsStatus {
    /// Counts up with each change.
    pub generation: u64,
    /// Jobs in the order in which they were submitted; finished ones until they are dismissed.
    pub jobs: Vec<JobStatus>,
    /// What was under way when the program ended last, until it is acknowledged.
    pub interrupted: Vec<Interruption>,
    /// Whether it was looked for interrupted work. Nothing is begun before that.
    pub ready: bool,
    /// Why nothing can be carried out, such as a data folder that cannot be written.
    pub problem: Option<String>,
}

impl JobsStatus {
    /// The job with this id.
    #[must_use]
    pub fn job(&self, id: JobId) -> Option<&JobStatus> {
        self.jobs.iter().find(|job| job.id == id)
    }

    /// Whether some job waits or is at work.
    #[must_use]
    pub fn any_active(&self) -> bool {
        self.jobs.iter().any(|job| !matches!(job.phase, Phase::Finished(_)))
    }

    /// Jobs that wait for this machine or work on it.
    pub fn of_machine<'a>(&'a self, key: &'a MachineKey) -> impl Iterator<Item = &'a JobStatus> {
        let active = self.jobs.iter().filter(|job| !matches!(job.phase, Phase::Finished(_)));
        active.filter(move |job| job.machines.contains(key))
    }

    /// Why a machine must be left alone: the job that waits for it or works on it, or what a hypervisor still does of an
    /// interrupted one. `None` if nothing is under way.
    #[must_use]
    pub fn busy(&self, key: &MachineKey) -> Option<String> {
        let own = self.of_machine(key).next().map(|job| job.title.clone());
        let is_going_on = |one: &&Interruption| one.machine == *key && one.found == Found::StillGoing;
        own.or_else(|| self.interrupted.iter().find(is_going_on).map(|one| one.still.clone()))
    }

    /// The snapshots of a machine that are being deleted, or will be by what is under way.
    pub fn deleting<'a>(&'a self, key: &'a MachineKey) -> impl Iterator<Item = SnapshotId> + 'a {
        let all = self.jobs.iter().flat_map(|job| &job.deletes);
        all.filter(move |(machine, _)| machine == key).map(|(_, snapshot)| *snapshot)
    }
}

/// One job at one moment.
#[derive(Debug, Clone)]
pub struct JobStatus {
    /// Which job.
    pub id: JobId,
    /// What the plan was for; `None` when a copy of a settings file is put back.
    pub intent: Option<Intent>,
    /// What it does, such as `Delete 3 snapshots of “web01”`.
    pub title: String,
    /// The machines that it changes.
    pub machines: Vec<MachineKey>,
    /// When it was submitted.
    pub submitted_at: DateTime<Utc>,
    /// Where it stands.
    pub phase: Phase,
    /// The steps that are under way, one for each machine that is worked on.
    pub at_work: Vec<StepAtWork>,
    /// The snapshots that it is deleting, or will delete.
    pub deletes: Vec<(MachineKey, SnapshotId)>,
}

/// Where a job stands.
#[derive(Debug, Clone)]
pub enum Phase {
    /// Its machines are occupied by other jobs, or as many machines as allowed are at work.
    Waiting,
    /// It is at work.
    Running(Running),
    /// The person asked to stop: the steps under way are ended, no other is begun.
    Stopping(Running),
    /// It has ended.
    Finished(Arc<Summary>),
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq)]
pub struct Running {
    /// Number of the step under way, from 1; of the first, where there are several.
    pub step: usize,
    /// Number of all steps.
    pub of: usize,
    /// What is done now, such as `Delete “clean”`.
    pub what: String,
    /// Share of the whole job that is done, from 0 to 1.
    pub done: f32,
    /// How long it will still take, as far as can be said.
    pub left: Option<TimeLeft>,
    /// Whether stopping still has an effect: whether there are steps that were not begun.
    pub can_stop: bool,
    /// Whether some step under way can be stopped in the middle, and that was not asked for yet.
    pub can_stop_now: bool,
}

/// One step under way.
#[derive(Debug, Clone, PartialEq)]
pub struct StepAtWork {
    /// The machine that it changes.
    pub machine: MachineKey,
    /// Its place in the plan, from 0.
    pub index: usize,
    /// What is done, such as `Delete “clean”`.
    pub what: String,
    /// Which part of the step it is.
    pub stage: Stage,
    /// Share of the step that is done, from 0 to 1.
    pub done: f32,
    /// How long it will still take, as far as can be said.
    pub left: Option<TimeLeft>,
    /// Whether it can be stopped in the middle, and everything is then as it was before it.
    pub can_stop: bool,
}

/// The parts of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// The machine is read again and the plan checked.
    #[default]
    Checking,
    /// The hypervisor is at work.
    Working,
    /// The machine is read again and compared with what was promised.
    Verifying,
}

impl fmt::Display for Stage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Checking => text!("jobs-stage-checking"),
            Self::Working => text!("jobs-stage-working"),
            Self::Verifying => text!("jobs-stage-verifying"),
        })
    }
}

/// How long something will still take: a range, which becomes narrow as work goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLeft {
    /// At least.
    pub from: Duration,
    /// At most, as far as can be said.
    pub to: Duration,
}

impl fmt::Display for TimeLeft {
    /// `about 2 min`, `10 s to 3 min`, `a moment`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (rounded(self.from), rounded(self.to));
        match (from, to) {
            (_, 0..=1) => out.pad(text!("jobs-time-moment")),
            (from, to) if in_words(from) == in_words(to) => out.pad(&text!("jobs-time-about", time = in_words(to))),
            (0..=1, to) => out.pad(&text!("jobs-time-up-to", time = in_words(to))),
            (from, to) => out.pad(&text!("jobs-time-range", from = in_words(from), to = in_words(to))),
        }
    }
}

/// Seconds in steps that do not flicker.
fn rounded(time: Duration) -> u64 {
    let seconds = time.as_secs() + u64::from(time.subsec_millis() >= 500);
    match seconds {
        0..10 => seconds,
        10..60 => seconds.div_ceil(5) * 5,
        60..3600 => seconds.div_ceil(60) * 60,
        _ => seconds.div_ceil(600) * 600,
    }
}

fn in_words(seconds: u64) -> String {
    match seconds {
        0..60 => text!("jobs-time-seconds", count = seconds),
        60..3600 => text!("jobs-time-minutes", count = seconds / 60),
        _ if seconds.is_multiple_of(3600) => text!("jobs-time-hours", count = seconds / 3600),
        _ => text!("jobs-time-hours-and-minutes", hours = seconds / 3600, minutes = seconds % 3600 / 60),
    }
}

/// Work of one job on one machine that was under way when the program ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Interruption {
    /// Identity, for [`Jobs::acknowledge`](super::Jobs::acknowledge).
    pub id: InterruptionId,
    /// What the job was.
    pub title: String,
    /// The machine.
    pub machine: MachineKey,
    /// Its name then.
    pub machine_name: String,
    /// The step that was begun and not ended; `None` if there is none, as the job ended between two steps.
    pub step: Option<String>,
    /// When that step began, or the job was submitted.
    pub at: DateTime<Utc>,
    /// How the machine stands now.
    pub found: Found,
    /// The same in words: what was interrupted and how the machine stands.
    pub words: String,
    /// What the person can do.
    pub advice: String,
    /// While the hypervisor is still at work: what it does, in a few words. Else empty.
    pub still: String,
    /// Steps that were not begun, in words.
    pub not_started: Vec<String>,
    /// Steps that were not done, to be done again; empty while it is not known how the machine stands.
    pub rest: Vec<(MachineKey, Step)>,
    /// The copy of the settings file made before the step.
    pub copy: Option<PathBuf>,
    /// The step itself, and what it made, if it was done after all.
    pub(super) done: Option<(Step, Option<uuid::Uuid>)>,
    /// The step itself, if it was done in part.
    pub(super) half: Option<Step>,
}

impl Interruption {
    /// Whether some step was not done and can be done again.
    #[must_use]
    pub fn has_rest(&self) -> bool {
        self.rest.iter().any(|(_, step)| can_be_done_again(step))
    }
}

/// Names an interruption.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct InterruptionId {
    pub(super) journal: PathBuf,
    pub(super) machine: MachineKey,
}

/// How a machine stands after a step of which the end is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The step was done after all.
    Done,
    /// Nothing of it was done, or all of it was undone.
    NotBegun,
    /// The machine is neither as it was nor as it should have become.
    Half,
    /// The hypervisor is still at work on it.
    StillGoing,
    /// The machine could not be looked at.
    Unknown,
    /// The end of the step is known: the window was closed, and the job had been stopped before or had failed.
    Closed,
}

/// A job that has ended, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// What it did.
    pub title: String,
    /// What the plan was for; `None` when a copy of a settings file was put back.
    pub intent: Option<Intent>,
    /// When it was submitted.
    pub submitted_at: DateTime<Utc>,
    /// How it ended; `None` if the program ended before.
    pub summary: Option<Summary>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_left_in_words() {
        for (from, to, text) in [
            (0, 1, "a moment"),
            (7, 7, "about 7 s"),
            (0, 12, "up to 15 s"),
            (10, 170, "10 s to 3 min"),
            (100, 110, "about 2 min"),
            (3000, 9000, "50 min to 2 h 30 min"),
        ] {
            let left = TimeLeft { from: Duration::from_secs(from), to: Duration::from_secs(to) };
            assert_eq!(left.to_string(), text);
        }
    }
}
