//! One job with its strands, and what is to be seen of it.

use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;

use super::copies::SettingsCopy;
use super::error::JobError;
use super::journal::{Journal, Submitted};
use super::live::Live;
use super::sets::SetWish;
use super::status::{JobId, JobStatus, Phase, Running, StepAtWork, TimeLeft};
use super::step::failed;
use super::stop::Wish;
use super::summary::{StepResult, StepSummary, Summary};
use super::time_left::{Rate, time_left};
use crate::model::{MachineKey, SnapshotId, Step};
use crate::plan::Plan;
use crate::text;

/// What a job does.
pub enum Work {
    Plan(Plan),
    PutBack(SettingsCopy),
}

pub struct Job {
    pub id: JobId,
    pub work: Arc<Work>,
    /// What its snapshots are remembered as.
    pub set: Arc<SetWish>,
    pub submitted: Submitted,
    pub strands: Vec<Strand>,
    pub wish: Arc<Wish>,
    pub journal: Option<Arc<Journal>>,
    pub results: Vec<StepResult>,
    pub summary: Option<Arc<Summary>>,
    /// Whether its end is being written down.
    pub concluding: bool,
}

pub struct Strand {
    pub machine: MachineKey,
    /// Places of its steps in the plan.
    pub steps: Vec<usize>,
    pub stage: StrandStage,
    pub live: Arc<Live>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StrandStage {
    Waiting,
    AtWork,
    Ended,
}

impl Strand {
    pub fn is_waiting(&self) -> bool {
        self.stage == StrandStage::Waiting
    }
}

impl Job {
    /// A strand has ended; with an error of its own where none of its steps says why.
    pub fn end_strand(&mut self, number: usize, error: Option<StepResult>) {
        let Some(strand) = self.strands.get_mut(number) else { return };
        strand.stage = StrandStage::Ended;
        let next = strand.steps.iter().find(|index| self.results[**index] == StepResult::NotStarted);
        if let (Some(error), Some(index)) = (error, next) {
            self.results[*index] = error;
        }
    }

    /// Nothing of it can be begun.
    pub fn refuse(&mut self, error: &JobError) {
        for number in 0..self.strands.len() {
            self.end_strand(number, Some(failed(error, text!("jobs-stands-unchanged").to_owned())));
        }
    }

    pub fn summarise(&self) -> Summary {
        let steps = self.submitted.steps.iter().zip(&self.results).map(|(step, result)| StepSummary {
            machine: step.machine.clone(),
            what: step.what.clone(),
            step: step.step.clone(),
            result: result.clone(),
        });
        Summary::new(steps.collect(), Utc::now())
    }

    pub fn shown(&self, rate: &Rate) -> JobStatus {
        let at_work: Vec<StepAtWork> =
            self.strands.iter().filter_map(|strand| strand.live.shown(&strand.machine, rate)).collect();
        JobStatus {
            id: self.id,
            intent: self.submitted.intent.clone(),
            title: self.submitted.title.clone(),
            machines: self.strands.iter().map(|strand| strand.machine.clone()).collect(),
            submitted_at: self.submitted.at,
            phase: self.phase(&at_work, rate),
            deletes: self.deletes(&at_work),
            at_work,
        }
    }

    /// The snapshots that it is deleting, or will delete.
    fn deletes(&self, at_work: &[StepAtWork]) -> Vec<(MachineKey, SnapshotId)> {
        let goes_on = self.summary.is_none() && !self.wish.is_asked();
        let is_due = |index: usize| {
            at_work.iter().any(|step| step.index == index) || (goes_on && self.results[index] == StepResult::NotStarted)
        };
        let steps = self.submitted.steps.iter().enumerate().filter(|(index, _)| is_due(*index));
        steps
            .filter_map(|(_, step)| match step.step {
                Some(Step::Delete { snapshot }) => Some((step.machine.clone(), snapshot)),
                _ => None,
            })
            .collect()
    }

    fn phase(&self, at_work: &[StepAtWork], rate: &Rate) -> Phase {
        if let Some(summary) = &self.summary {
            return Phase::Finished(summary.clone());
        }
        let begun = self.strands.iter().any(|strand| strand.stage == StrandStage::AtWork)
            || self.results.iter().any(|result| *result != StepResult::NotStarted);
        let cancelled = self.wish.is_asked();
        if !begun && !cancelled {
            return Phase::Waiting;
        }
        let running = self.running(at_work, rate);
        if cancelled { Phase::Stopping(running) } else { Phase::Running(running) }
    }

    #[expect(clippy::cast_precision_loss, reason = "a share is drawn, never summed")]
    fn running(&self, at_work: &[StepAtWork], rate: &Rate) -> Running {
        let of = self.results.len();
        let ended = self.results.iter().filter(|result| **result != StepResult::NotStarted).count();
        let what = match at_work {
            [] => self.submitted.title.clone(),
            [one] => one.what.clone(),
            several => text!("jobs-machines-at-work", count = several.len()),
        };
        let done = (ended as f32 + at_work.iter().map(|step| step.done).sum::<f32>()) / of.max(1) as f32;
        let step = at_work.iter().map(|step| step.index + 1).min().unwrap_or((ended + 1).min(of));
        let can_stop = of > ended + at_work.len() && !self.wish.is_asked();
        let can_stop_now = at_work.iter().any(|step| step.can_stop) && !self.wish.is_now();
        Running { step, of, what, done, left: self.left(at_work, rate), can_stop, can_stop_now }
    }

    /// How long the whole job will still take: the strand that takes longest. `None` where nothing is known of a step.
    fn left(&self, at_work: &[StepAtWork], rate: &Rate) -> Option<TimeLeft> {
        let mut all = TimeLeft { from: Duration::ZERO, to: Duration::ZERO };
        for strand in self.strands.iter().filter(|strand| strand.stage != StrandStage::Ended) {
            let mut own = TimeLeft { from: Duration::ZERO, to: Duration::ZERO };
            for index in strand.steps.iter().filter(|index| self.results[**index] == StepResult::NotStarted) {
                let left = match at_work.iter().find(|step| step.index == *index) {
                    Some(step) => step.left,
                    None => time_left(rate, self.bytes(*index), 0.0, Duration::ZERO),
                }?;
                own = TimeLeft { from: own.from + left.from, to: own.to + left.to };
            }
            all = TimeLeft { from: all.from.max(own.from), to: all.to.max(own.to) };
        }
        Some(all)
    }

    /// What a step reads and writes, where that is known.
    fn bytes(&self, index: usize) -> Option<u64> {
        let Work::Plan(plan) = &*self.work else { return None };
        let forecast = plan.steps.get(index)?.forecast.as_ref()?;
        Some((forecast.reads + forecast.writes).0)
    }
}
