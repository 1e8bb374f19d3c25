//! What is to be seen of a step while it is under way.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::journal::{Journal, Record, Tool};
use super::look::Look;
use super::status::{Stage, StepAtWork};
use super::step::Worker;
use super::stop::Wish;
use super::time_left::{Rate, time_left};
use crate::hypervisor::Progress;
use crate::image;
use crate::model::{Bytes, FileStatus, ImageFormat, MachineKey};
use crate::platform::Process;

/// How often files are looked at while a hypervisor works.
const POLL: Duration = Duration::from_millis(250);
/// How often it is told that something has changed, at most.
const NOTICE: Duration = Duration::from_millis(100);

/// The step that one machine's part of a job has under way.
#[derive(Debug, Default)]
pub struct Live(Mutex<Option<LiveStep>>);

#[derive(Debug)]
struct LiveStep {
    index: usize,
    what: String,
    stage: Stage,
    done: f32,
    /// What it reads and writes in all, where that is known.
    bytes: Option<u64>,
    /// Since when the hypervisor is at work.
    since: Option<Instant>,
    /// Whether it can be stopped in the middle.
    can_stop: bool,
}

impl Live {
    fn lock(&self) -> MutexGuard<'_, Option<LiveStep>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A step begins. `can_stop` says whether it can be stopped in the middle.
    pub fn begin(&self, index: usize, what: &str, bytes: Option<u64>, can_stop: bool) {
        let (what, stage) = (what.to_owned(), Stage::Checking);
        *self.lock() = Some(LiveStep { index, what, stage, done: 0.0, bytes, since: None, can_stop });
    }

    /// The step comes to its next part.
    pub fn enter(&self, stage: Stage) {
        if let Some(step) = &mut *self.lock() {
            step.stage = stage;
            if stage == Stage::Working {
                step.since = Some(Instant::now());
            }
        }
    }

    /// The step has ended.
    pub fn end(&self) {
        *self.lock() = None;
    }

    /// So much is done. What was done stays done, whoever reports less.
    fn advance(&self, done: f32) {
        if let Some(step) = &mut *self.lock()
            && done.is_finite()
        {
            step.done = step.done.max(done.clamp(0.0, 1.0));
        }
    }

    /// As the status shows it.
    pub fn shown(&self, machine: &MachineKey, rate: &Rate) -> Option<StepAtWork> {
        let step = self.lock();
        let step = step.as_ref()?;
        let elapsed = step.since.map_or(Duration::ZERO, |since| since.elapsed());
        let left = time_left(rate, step.bytes, step.done, elapsed);
        let (what, machine) = (step.what.clone(), machine.clone());
        let can_stop = step.can_stop && step.stage != Stage::Verifying;
        Some(StepAtWork { machine, index: step.index, what, stage: step.stage, done: step.done, left, can_stop })
    }
}

/// Hands on what a hypervisor reports.
pub struct StepProgress<'a> {
    index: usize,
    live: &'a Live,
    wish: &'a Wish,
    journal: &'a Journal,
    notify: &'a (dyn Fn() + Sync),
    begun: Instant,
    /// Milliseconds after `begun` at which it was told last.
    told: AtomicU64,
}

impl<'a> StepProgress<'a> {
    /// Reports of the step with this place in the plan go to the job's `live`; its `notify` is told of them now and then.
    pub fn new(worker: &Worker<'a>, index: usize) -> Self {
        let Worker { live, wish, journal, notify, .. } = *worker;
        Self { index, live, wish, journal, notify, begun: Instant::now(), told: AtomicU64::new(0) }
    }
}

impl Progress for StepProgress<'_> {
    fn report(&self, done: f32) {
        self.live.advance(done);
        let now = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let told = self.told.load(Ordering::Relaxed);
        let due = u128::from(now.saturating_sub(told)) >= NOTICE.as_millis();
        if due && self.told.compare_exchange(told, now, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            (self.notify)();
        }
    }

    fn is_cancelled(&self) -> bool {
        self.wish.is_now()
    }

    fn works_through(&self, program: &str, process: u32) {
        // Of what the system tells nothing, nothing is claimed later.
        let Some(process) = Process::running(process) else { return };
        let record = Record::Tool(Tool { index: self.index, program: program.to_owned(), process });
        if let Err(error) = self.journal.append(&record) {
            tracing::warn!(%error, "the program that does a step is not in the journal");
        }
    }
}

/// Watches a machine's images grow while a hypervisor merges them: it may be silent, and what it says is the place on
/// the guest's disk and not what was copied.
pub struct FileWatch {
    images: Vec<(Arc<Path>, ImageFormat, u64)>,
    writes: u64,
}

impl FileWatch {
    /// Watches the images of a machine, into which so much is written; `None` where nothing is.
    #[must_use]
    pub fn new(look: &Look, writes: Option<Bytes>) -> Option<Self> {
        let writes = writes.filter(|writes| writes.0 > 0)?.0;
        let images = look.own_chains().0.into_iter().map(|index| look.images.get(index).record.clone());
        let images = images.map(|record| {
            let occupied = image::measure_size(&record.path, &record.format).occupied().0;
            (record.path.clone(), record.format.clone(), occupied)
        });
        Some(Self { images: images.collect(), writes })
    }

    /// Looks now and then until `ended`, and reports.
    pub fn watch(&self, progress: &StepProgress<'_>, ended: &Ended) {
        while !ended.wait(POLL) {
            progress.report(self.done());
        }
    }

    /// Share of what is written that is there, by the growth of the images.
    fn done(&self) -> f32 {
        /// Growth tells nothing of what is still to be tidied up.
        const MOST: f32 = 0.99;
        let grown = self.images.iter().filter_map(|(path, format, before)| match image::measure_size(path, format) {
            FileStatus::Present { occupied, .. } => Some(occupied.0.saturating_sub(*before)),
            _ => None,
        });
        Bytes(grown.fold(0_u64, u64::saturating_add)).share_of(Bytes(self.writes)).min(MOST)
    }
}

/// Says that something has ended, to a thread that waits for it.
#[derive(Debug, Default)]
pub struct Ended {
    flag: Mutex<bool>,
    changed: std::sync::Condvar,
}

impl Ended {
    /// It has.
    pub fn set(&self) {
        *self.flag.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    /// Waits so long, or until it has ended. Whether it has.
    fn wait(&self, time: Duration) -> bool {
        let flag = self.flag.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(flag, time, |ended| !*ended);
        let (flag, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *flag
    }
}
