//! Carries one step out, in this order: look, compare with what was confirmed, check, copy the settings file, write the
//! journal, let the hypervisor do it, look again, compare with what was promised, write the journal.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::Utc;

use super::JobsOptions;
use super::check;
use super::copies::{self, Copies, SettingsCopy};
use super::error::JobError;
use super::folders::Folders;
use super::journal::{Begun, Journal, Record};
use super::live::{Ended, FileWatch, Live, StepProgress};
use super::look::{Extent, Look};
use super::mend::Mending;
use super::remember::{DoneStep, remember};
use super::sentences::in_a_row;
use super::status::Stage;
use super::stop::Wish;
use super::summary::StepResult;
use super::time_left::Rate;
use super::verify::{After, Before};
use crate::hypervisor::{Hypervisor, HypervisorError, Outcome};
use crate::model::{Machine, MachineId, MachineKey, MachineState, Step};
use crate::plan::{Certainty, PlannedStep, Shape, meanwhile};
use crate::text;

/// Shortest and longest pause between two looks at a machine that is not yet as promised.
const SHORT: Duration = Duration::from_millis(20);
const LONG: Duration = Duration::from_secs(1);
/// How long a machine is looked at on which a hypervisor goes on although its program has ended.
const MOST_PATIENCE: Duration = Duration::from_hours(6);
/// Bytes that a file system may take or give back by itself.
const OWN_BYTES: u64 = 1_000_000;

/// Everything that the steps of one machine need.
pub struct Worker<'a> {
    /// Where the machine lives.
    pub hypervisor: &'a dyn Hypervisor,
    /// The machine.
    pub key: &'a MachineKey,
    /// Its name.
    pub name: &'a str,
    /// Snapgrove's own folders.
    pub folders: &'a Folders,
    /// Copies of settings files.
    pub copies: &'a Mutex<Copies>,
    /// The job's journal.
    pub journal: &'a Journal,
    /// What is to be seen meanwhile.
    pub live: &'a Live,
    /// Whether the person wants it to stop.
    pub wish: &'a Wish,
    /// How fast this computer is.
    pub rate: &'a Rate,
    /// How it is done.
    pub options: &'a JobsOptions,
    /// Told when there is something new to be seen.
    pub notify: &'a (dyn Fn() + Sync),
}

/// What the machine has to look like when the next step begins.
pub enum Expected<'a> {
    /// What the person confirmed, and the steps that they confirmed for it.
    Confirmed(&'a Machine, Vec<&'a Step>),
    /// What the step before has led to.
    Verified(Shape),
}

impl Worker<'_> {
    /// Carries a step out. `expected` is then what the next step must find.
    pub fn carry_out(&self, index: usize, planned: &PlannedStep, expected: &mut Expected<'_>) -> StepResult {
        let (before, state) = match self.prepare(index, planned, expected) {
            Ok(prepared) => prepared,
            Err(error) => return failed(&error, text!("jobs-stands-unchanged").to_owned()),
        };
        self.live.enter(Stage::Working);
        (self.notify)();
        let begin = Instant::now();
        let outcome = self.perform(index, &before, planned);
        let taken = begin.elapsed();
        self.live.enter(Stage::Verifying);
        (self.notify)();
        let result = match outcome {
            Ok(outcome) => match self.verify(&before, planned, &outcome) {
                Ok(after) => {
                    if let Some(forecast) = &planned.forecast {
                        self.rate.learn((forecast.reads + forecast.writes).0, taken);
                    }
                    let forgotten = self.remember(planned, &after, state);
                    let result = done(planned, &after, &forgotten);
                    *expected = Expected::Verified(after.shape);
                    result
                }
                Err(error) => {
                    let said = if outcome.words.is_empty() {
                        String::new()
                    } else {
                        text!("jobs-stands-hypervisor-said", words = outcome.words)
                    };
                    failed(&error, in_a_row([self.stands(&before, planned), said]))
                }
            },
            Err(error) => self.failed_in_the_middle(&before, planned, &error),
        };
        let record = Record::Ended { index, at: Utc::now(), result: result.clone() };
        if let Err(error) = self.journal.append(&record) {
            // The step has ended; at worst the next start asks the machine how it stands.
            tracing::warn!(%error, "the end of a step is not in the journal");
        }
        result
    }

    /// Everything that comes before the hypervisor is asked. Nothing has been changed when this fails. Says also what the
    /// machine is doing, where that was asked.
    fn prepare(
        &self,
        index: usize,
        planned: &PlannedStep,
        expected: &Expected<'_>,
    ) -> Result<(Before, Option<MachineState>), JobError> {
        let look = Look::at(self.hypervisor, self.key, self.name, extent_of(&planned.step))?;
        compare_with_confirmed(&look, expected)?;
        let states = self.states(&planned.step)?;
        check::check(&look, planned, &states)?;
        let state = (!matches!(planned.step, Step::Edit { .. })).then(|| look.state(&states));
        let copy = self.copy_settings(&look)?;
        let before = Before::new(look);
        let machines: Vec<MachineId> = match planned.step {
            Step::Clone { .. } => before.look.listed.iter().copied().collect(),
            _ => Vec::new(),
        };
        let shape = Some(before.look.shape.clone());
        let copy = copy.map(|copy| copy.path);
        self.journal.append(&Record::Begun(Begun { index, at: Utc::now(), before: shape, machines, copy }))?;
        Ok((before, state))
    }

    /// Pins, sets and the like hear of it. Returns what could not be kept.
    fn remember(&self, planned: &PlannedStep, after: &After, state: Option<MachineState>) -> Vec<String> {
        let (machine, made) = (self.key, after.made);
        let done = DoneStep { machine, step: &planned.step, made, state, at: Utc::now() };
        remember(self.folders.root(), &done)
    }

    /// What the machines are doing. Changing a name needs no answer.
    fn states(&self, step: &Step) -> Result<HashMap<MachineId, MachineState>, JobError> {
        if matches!(step, Step::Edit { .. }) {
            return Ok(HashMap::new());
        }
        Ok(self.hypervisor.states()?)
    }

    /// Copies the machine's settings file, and those of others that list images it rests on: taking a snapshot of a
    /// linked clone changes them too.
    fn copy_settings(&self, look: &Look) -> Result<Option<SettingsCopy>, JobError> {
        let own = self.copy(self.key, &look.machine.settings_file)?;
        let (chains, _) = look.own_chains();
        let mut others: Vec<MachineId> =
            chains.into_iter().filter_map(|index| look.images.get(index).record.listed_by).collect();
        others.sort_unstable();
        others.dedup();
        for other in others.into_iter().filter_map(|id| look.other(id)) {
            let key = MachineKey { connection: self.key.connection.clone(), machine: other.id };
            self.copy(&key, &other.settings_file)?;
        }
        Ok(Some(own))
    }

    /// Copies a settings file, and removes the copies that are too many.
    pub(super) fn copy(&self, key: &MachineKey, settings_file: &std::path::Path) -> Result<SettingsCopy, JobError> {
        let newest = self.copies.lock().unwrap_or_else(PoisonError::into_inner).of(key).into_iter().next();
        let copy = copies::copy(self.folders, key, settings_file, newest.as_ref())?;
        copies::take_up(self.copies, copy.clone(), self.options.copies);
        Ok(copy)
    }

    /// Lets the hypervisor do it, and watches the files meanwhile.
    fn perform(&self, index: usize, before: &Before, planned: &PlannedStep) -> Result<Outcome, JobError> {
        let progress = StepProgress::new(self, index);
        let writes = planned.forecast.as_ref().map(|forecast| forecast.writes);
        let watch = matches!(planned.step, Step::Delete { .. }).then(|| FileWatch::new(&before.look, writes)).flatten();
        let ended = Ended::default();
        std::thread::scope(|scope| {
            if let Some(watch) = &watch {
                let watching = || watch.watch(&progress, &ended);
                let builder = std::thread::Builder::new().name("job-watch".to_owned());
                if let Err(error) = builder.spawn_scoped(scope, watching) {
                    tracing::debug!(%error, "files are not watched");
                }
            }
            let perform = || self.hypervisor.perform(&before.look.entry, &planned.step, &progress);
            let result = catch_unwind(AssertUnwindSafe(perform));
            ended.set();
            match result {
                Ok(result) => result.map_err(JobError::from),
                Err(panic) => Err(JobError::Fault { what: panic_words(&*panic) }),
            }
        })
    }

    /// Waits until the machine is what was promised: a hypervisor may say that it is done a moment before it is.
    fn verify(&self, before: &Before, planned: &PlannedStep, outcome: &Outcome) -> Result<After, JobError> {
        let begin = Instant::now();
        let mut pause = SHORT;
        loop {
            let error = match self.compare(before, planned, outcome) {
                Ok(after) => return Ok(after),
                Err(error) => error,
            };
            if begin.elapsed() >= self.options.patience {
                return Err(error);
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(LONG);
        }
    }

    fn compare(&self, before: &Before, planned: &PlannedStep, outcome: &Outcome) -> Result<After, JobError> {
        before.compare(self.hypervisor, self.key, &planned.step, outcome, extent_of(&planned.step))
    }

    /// The hypervisor has reported an error: what stands decides.
    fn failed_in_the_middle(&self, before: &Before, planned: &PlannedStep, error: &JobError) -> StepResult {
        let may_go_on = matches!(
            error,
            JobError::Fault { .. }
                | JobError::Hypervisor(
                    HypervisorError::Interrupted { .. }
                        | HypervisorError::TimedOut { .. }
                        | HypervisorError::NotSettled { .. }
                )
        );
        if may_go_on {
            self.wait_until_quiet(before);
        }
        let stands = self.stands(before, planned);
        let was_stopped = matches!(error, JobError::Hypervisor(HypervisorError::Cancelled));
        if was_stopped && self.look(planned).is_ok_and(|now| before.is_unchanged(&now)) {
            return StepResult::Stopped { stands: text!("jobs-stopped-stands").to_owned() };
        }
        failed(error, stands)
    }

    /// Waits until nothing has changed for a while, neither the settings nor the sizes of files.
    fn wait_until_quiet(&self, before: &Before) {
        let begin = Instant::now();
        let mut since = Instant::now();
        let mut last = None;
        while since.elapsed() < self.options.patience && begin.elapsed() < MOST_PATIENCE {
            let now = Look::at(self.hypervisor, self.key, self.name, Extent::Machine).ok();
            let sizes: Vec<u64> = before.files.keys().map(|path| length(path)).collect();
            let seen = Some((now.map(|now| now.shape), sizes));
            if seen != last {
                last = seen;
                since = Instant::now();
            }
            if self.wish.is_now() {
                return;
            }
            std::thread::sleep(self.options.patience.min(LONG) / 4);
        }
    }

    /// Where the settings can be mended, that they can, and how.
    fn mended_in_words(&self, planned: &PlannedStep) -> Option<&'static str> {
        let mending = Mending { folders: self.folders, copies: self.copies, most: self.options.copies };
        let kept = mending.keep(self.hypervisor, self.key, self.name, &planned.step);
        let kept = kept.inspect_err(|error| tracing::warn!(%error, "mended settings cannot be kept"));
        kept.ok().flatten().map(|_| text!("jobs-stands-mended"))
    }

    fn look(&self, planned: &PlannedStep) -> Result<Look, JobError> {
        Look::at(self.hypervisor, self.key, self.name, extent_of(&planned.step))
    }

    /// How the machine stands after a step that failed, in words.
    fn stands(&self, before: &Before, planned: &PlannedStep) -> String {
        match self.look(planned) {
            Err(error) => text!("jobs-stands-unreadable", error = error.to_string()),
            Ok(now) if before.is_unchanged(&now) => text!("jobs-stands-unchanged").to_owned(),
            Ok(now) if let Some(count) = before.left_over(&now) => text!("jobs-stands-left-over", count = count),
            Ok(_) => match self.compare(before, planned, &Outcome::default()) {
                Ok(_) => text!("jobs-stands-done").to_owned(),
                // What differs would only hide what to do.
                Err(error) => self
                    .mended_in_words(planned)
                    .map_or_else(|| text!("jobs-stands-half", differences = error.to_string()), ToOwned::to_owned),
            },
        }
    }
}

/// Refuses if the machine is not what was confirmed, or what the step before has led to.
fn compare_with_confirmed(look: &Look, expected: &Expected<'_>) -> Result<(), JobError> {
    let differences = match expected {
        Expected::Confirmed(machine, steps) => meanwhile(machine, &look.machine, steps),
        // What the step before led to is the machine alone, without the other machines' registries.
        Expected::Verified(shape) => shape.differences(&Shape::of(&look.machine)),
    };
    if differences.is_empty() {
        return Ok(());
    }
    Err(JobError::Changed { machine: look.machine.name.to_string(), differences })
}

fn length(path: &std::path::Path) -> u64 {
    std::fs::metadata(path).map_or(0, |metadata| metadata.len())
}

/// How much has to be seen for a step.
pub(super) fn extent_of(step: &Step) -> Extent {
    match step {
        Step::Edit { .. } | Step::PowerOff | Step::Start | Step::DiscardSavedState => Extent::Machine,
        Step::Take { .. }
        | Step::Restore { .. }
        | Step::Delete { .. }
        | Step::Clone { .. }
        | Step::DetachImage { .. } => Extent::Connection,
    }
}

fn done(planned: &PlannedStep, after: &After, forgotten: &[String]) -> StepResult {
    let promised = planned.forecast.as_ref().map(|forecast| forecast.frees);
    let exact = planned.forecast.as_ref().is_some_and(|forecast| forecast.certainty == Certainty::Exact);
    let differs = promised.is_some_and(|promised| promised.abs_diff(after.freed) > OWN_BYTES);
    let unlike = (exact && differs).then(|| text!("jobs-remark-unlike-promised"));
    let remark = in_a_row(unlike.into_iter().chain(forgotten.iter().map(String::as_str)));
    StepResult::Done { promised, freed: after.freed, made: after.made, remark }
}

pub(super) fn failed(error: &JobError, stands: String) -> StepResult {
    StepResult::Failed { what: error.to_string(), stands, advice: error.advice() }
}

pub(super) fn panic_words(panic: &(dyn std::any::Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().copied();
    let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    words.unwrap_or_else(|| text!("jobs-fault-unknown")).to_owned()
}
