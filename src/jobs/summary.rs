//! How a job ended: each step with its result, and what was promised beside what was freed.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::sentences::in_a_row;
use crate::model::{Bytes, MachineKey, Step};
use crate::plan::machines::can_be_done_again;
use crate::text;

/// How a job ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// How each step of the plan ended, in order.
    pub steps: Vec<StepSummary>,
    /// Bytes that the steps that were done had promised to free; `None` where nothing was promised.
    pub promised: Option<i64>,
    /// Bytes that they have freed; negative where the disk became fuller.
    pub freed: i64,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
}

/// One step with its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepSummary {
    /// The machine that it was about.
    pub machine: MachineKey,
    /// What it was, such as `Delete “clean”`.
    pub what: String,
    /// The step itself; `None` when a copy of a settings file was put back.
    #[serde(default)]
    pub step: Option<Step>,
    /// How it ended.
    pub result: StepResult,
}

/// How a step ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepResult {
    /// It was done and verified.
    Done {
        /// Bytes that it had promised to free.
        promised: Option<i64>,
        /// Bytes that it has freed; negative where the disk became fuller.
        freed: i64,
        /// Id of what it has made: a snapshot or a machine.
        made: Option<uuid::Uuid>,
        /// What the person should know all the same; may be empty.
        remark: String,
    },
    /// It was refused or failed.
    Failed {
        /// What happened.
        what: String,
        /// What stands: whether anything was changed.
        stands: String,
        /// What the person can do.
        advice: String,
    },
    /// It was stopped because the person wanted it, and everything is as it was before it.
    Stopped {
        /// What stands.
        stands: String,
    },
    /// It was not begun.
    NotStarted,
}

impl StepResult {
    /// Whether it was done.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done { .. })
    }

    /// Whether it was stopped in the middle.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        matches!(self, Self::Stopped { .. })
    }

    /// Whether it was refused or failed.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        matches!(self, Self::Failed { .. })
    }
}

impl Summary {
    pub(super) fn new(steps: Vec<StepSummary>, ended_at: DateTime<Utc>) -> Self {
        let mut all = Self { steps, promised: None, freed: 0, ended_at };
        for step in &all.steps {
            if let StepResult::Done { promised, freed, .. } = step.result {
                all.freed = all.freed.saturating_add(freed);
                if let Some(promised) = promised {
                    all.promised = Some(all.promised.unwrap_or(0).saturating_add(promised));
                }
            }
        }
        all
    }

    /// Adds something that the person should know to the last step that was done.
    pub(super) fn remark(&mut self, words: &str) {
        let results = self.steps.iter_mut().rev().map(|step| &mut step.result);
        for result in results {
            if let StepResult::Done { remark, .. } = result {
                *remark = in_a_row([&*remark, words]);
                return;
            }
        }
    }

    /// Whether every step was done.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.steps.iter().all(|step| step.result.is_done())
    }

    /// Whether it ended because the person stopped it, and nothing failed.
    #[must_use]
    pub fn was_stopped(&self) -> bool {
        let is_stop = |step: &StepSummary| matches!(step.result, StepResult::Stopped { .. } | StepResult::NotStarted);
        !self.is_success() && self.steps.iter().all(|step| step.result.is_done() || is_stop(step))
    }

    /// Whether some step was not done and can be done again.
    #[must_use]
    pub fn has_rest(&self) -> bool {
        self.undone().any(|(_, step)| can_be_done_again(step))
    }

    /// The steps that were not done, to be done again.
    #[must_use]
    pub fn rest(&self) -> Vec<(MachineKey, Step)> {
        self.undone().map(|(machine, step)| (machine.clone(), step.clone())).collect()
    }

    fn undone(&self) -> impl Iterator<Item = (&MachineKey, &Step)> {
        let undone = self.steps.iter().filter(|step| !step.result.is_done());
        undone.filter_map(|step| Some((&step.machine, step.step.as_ref()?)))
    }

    /// The steps that failed.
    pub fn failures(&self) -> impl Iterator<Item = &StepSummary> {
        self.steps.iter().filter(|step| step.result.is_failed())
    }

    /// One sentence: `3 of 3 steps done; predicted 51.2 GB, freed 51.2 GB`.
    #[must_use]
    pub fn words(&self) -> String {
        let count = |wanted: fn(&StepResult) -> bool| self.steps.iter().filter(|step| wanted(&step.result)).count();
        let (done, all) = (count(StepResult::is_done), self.steps.len());
        let mut words = match (done, all) {
            (1, 1) => text!("jobs-summary-done").to_owned(),
            (0, _) => text!("jobs-summary-nothing").to_owned(),
            _ => text!("jobs-summary-some", done = done, all = all),
        };
        let (failed, stopped) = (count(StepResult::is_failed), count(StepResult::is_stopped));
        if failed > 0 {
            words = text!("jobs-summary-failed", before = words, count = failed);
        }
        if stopped > 0 {
            words = text!("jobs-summary-stopped", before = words, count = stopped);
        }
        let (freed, end) = in_direction(self.freed);
        // What a snapshot's own empty files take is not worth a word.
        let worth_telling = |promised: &i64| *promised > 0 || self.freed.min(*promised) < -1_000_000;
        match self.promised {
            Some(promised) if worth_telling(&promised) => {
                let (promised, promise) = in_direction(promised);
                text!(
                    "jobs-summary-compared",
                    before = words,
                    promise = promise,
                    promised = promised,
                    end = end,
                    freed = freed
                )
            }
            None if self.freed > 0 => text!("jobs-summary-freed", before = words, freed = freed),
            _ => words,
        }
    }
}

/// An amount that is freed or taken, and the key of which it is.
fn in_direction(bytes: i64) -> (Bytes, &'static str) {
    (Bytes(bytes.unsigned_abs()), if bytes < 0 { "takes" } else { "frees" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_compares_promise_and_result() {
        let key = MachineKey {
            connection: crate::model::ConnectionId::new("sandbox"),
            machine: crate::model::MachineId(uuid::Uuid::nil()),
        };
        let step = |result| StepSummary { machine: key.clone(), what: "Delete “a”".to_owned(), step: None, result };
        let done = |promised, freed| StepResult::Done { promised, freed, made: None, remark: String::new() };
        let failed = || StepResult::Failed { what: "no".to_owned(), stands: String::new(), advice: String::new() };
        let words = |results: Vec<StepResult>| {
            Summary::new(results.into_iter().map(step).collect(), DateTime::UNIX_EPOCH).words()
        };
        assert_eq!(words(vec![done(Some(51_200_000_000), 51_199_991_808)]), "done; predicted 51.2 GB, freed 51.2 GB");
        assert_eq!(words(vec![done(Some(0), -8192)]), "done");
        assert_eq!(words(vec![done(Some(-50_000_000), -51_000_000)]), "done; predicted to take 50 MB, took 51 MB");
        assert_eq!(
            words(vec![done(None, 5_000_000), failed(), StepResult::NotStarted]),
            "1 of 3 steps done, 1 failed; freed 5 MB"
        );
        assert_eq!(words(vec![failed()]), "no step was completed, 1 failed");
        let stopped = StepResult::Stopped { stands: String::new() };
        assert_eq!(words(vec![done(None, 0), stopped]), "1 of 2 steps done, 1 stopped");
    }
}
