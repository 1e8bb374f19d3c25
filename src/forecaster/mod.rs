//! Says in the background what deleting snapshots would do, so that the window never waits for a disk.
//!
//! An answer comes in stages: at once the order and what stands against it; then what follows from the maps of the
//! images; then, after those data were read that would be copied, the exact figures. A newer question for the same slot
//! takes the place of the older one, which is stopped. No image file stays open once an answer is there.

mod answer;
mod content;
mod many;
mod place;
mod reading;

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time;

pub use answer::{Answer, Stage};
pub use many::ManyReader;

use crate::model::{Bytes, CloneExtent, Inventory, MachineKey, SnapshotId};
use crate::plan::forecast::Rates;
use crate::plan::{self, KnownImages};
use answer::Work;
use content::Stop;
use reading::ImageReader;

/// What a question is for. Each has one question at a time; those that come first here are answered first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// The plan that the person looks at before confirming it.
    Review,
    /// The snapshot that is selected.
    Selection,
    /// The snapshots that are marked for deletion.
    Marked,
    /// One of several that stand side by side, such as the machines of a clean-up.
    Other(u32),
}

/// What would deleting these snapshots do?
#[derive(Debug, Clone)]
pub struct Question {
    /// What it is for.
    pub slot: Slot,
    /// What is known of the machines.
    pub inventory: Arc<Inventory>,
    /// Which machine.
    pub machine: MachineKey,
    /// Which of its snapshots.
    pub marked: Vec<SnapshotId>,
}

impl Question {
    fn is_about_the_same(&self, other: &Self) -> bool {
        self.machine == other.machine && self.marked == other.marked
    }
}

/// Answers questions on a thread of its own.
pub struct Forecaster {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    desk: Mutex<Desk>,
    news: Condvar,
    reader: ImageReader,
}

#[derive(Default)]
struct Desk {
    entries: BTreeMap<Slot, Entry>,
    /// The slot that is worked on, with what stops it.
    working: Option<(Slot, Stop)>,
    /// Counts questions, so that a late answer is not taken for that of a newer question.
    count: u64,
    rates: Rates,
    closing: bool,
}

struct Entry {
    number: u64,
    question: Question,
    /// What is still to be done; `None` while it is being worked on, and at the end.
    work: Option<Work>,
    answer: Option<Arc<Answer>>,
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Forecaster {
    /// Starts the thread. `wake` is called on it whenever there is an answer.
    ///
    /// # Errors
    /// If no thread can be started.
    pub fn start(wake: impl Fn() + Send + Sync + 'static) -> io::Result<Self> {
        let shared = Arc::new(Shared { desk: Mutex::default(), news: Condvar::new(), reader: ImageReader::new() });
        let own = shared.clone();
        let thread = Builder::new().name("forecaster".to_owned()).spawn(move || work(&own, &wake))?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Asks a question, in the place of the one that the slot had. Asking the same again costs nothing.
    ///
    /// While a new inventory is looked at, the answer to the same question about the old one stays.
    pub fn ask(&self, question: Question) {
        let mut desk = self.shared.desk();
        let before = desk.entries.get(&question.slot);
        let same = before.is_some_and(|before| before.question.is_about_the_same(&question));
        if same && before.is_some_and(|before| Arc::ptr_eq(&before.question.inventory, &question.inventory)) {
            return;
        }
        let answer = before.filter(|_| same).and_then(|before| before.answer.clone());
        desk.count += 1;
        let (slot, number) = (question.slot, desk.count);
        desk.entries.insert(slot, Entry { number, question, work: Some(Work::new()), answer });
        // Also what another slot works on: it goes on later, and what it found out is kept.
        desk.stop();
        self.shared.news.notify_all();
    }

    /// Takes a question back.
    pub fn forget(&self, slot: Slot) {
        let mut desk = self.shared.desk();
        desk.entries.remove(&slot);
        if desk.working.as_ref().is_some_and(|(working, _)| *working == slot) {
            desk.stop();
        }
    }

    /// The answer so far to the slot's newest question. Never waits for a disk.
    #[must_use]
    pub fn answer(&self, slot: Slot) -> Option<Arc<Answer>> {
        self.shared.desk().entries.get(&slot).and_then(|entry| entry.answer.clone())
    }

    /// Learns from work that was done how quickly this computer is.
    pub fn learn(&self, read: Bytes, written: Bytes, elapsed: time::Duration) {
        self.shared.desk().rates.learn(read, written, elapsed);
    }

    /// How quickly this computer is, as far as is known.
    #[must_use]
    pub fn rates(&self) -> Rates {
        self.shared.desk().rates
    }
}

impl Drop for Forecaster {
    fn drop(&mut self) {
        let mut desk = self.shared.desk();
        desk.closing = true;
        desk.stop();
        drop(desk);
        self.shared.news.notify_all();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the forecaster's thread has failed");
        }
    }
}

impl Desk {
    fn stop(&self) {
        if let Some((_, stop)) = &self.working {
            stop.store(true, Ordering::Relaxed);
        }
    }

    /// The next piece of work: those that have come least far, the first slot of them.
    fn take(&mut self) -> Option<(u64, Question, Work, Stop)> {
        let stage = |entry: &Entry| entry.work.as_ref().map(|work| work.stage);
        let waiting = self.entries.iter().filter_map(|(slot, entry)| Some((stage(entry)?, *slot)));
        let (_, slot) = waiting.min()?;
        let entry = self.entries.get_mut(&slot)?;
        let work = entry.work.take()?;
        let stop = Stop::new(AtomicBool::new(false));
        self.working = Some((slot, stop.clone()));
        Some((entry.number, entry.question.clone(), work, stop))
    }

    /// Takes an answer in, or work that was stopped. Returns whether there is news.
    fn put_back(&mut self, number: u64, slot: Slot, mut work: Work, answer: Option<Answer>) -> bool {
        self.working = None;
        let Some(entry) = self.entries.get_mut(&slot).filter(|entry| entry.number == number) else { return false };
        let next = match (&answer, work.stage) {
            (None, stage) => Some(stage),
            (Some(_), Stage::Order) => Some(Stage::Maps),
            (Some(_), Stage::Maps) => Some(Stage::Exact),
            (Some(_), Stage::Exact) => None,
        };
        entry.work = next.map(|stage| {
            work.stage = stage;
            work
        });
        let Some(answer) = answer else { return false };
        // The exact answer about an older inventory is better than a first glance at the newer one.
        let is_better = entry.answer.as_ref().is_none_or(|before| answer.stage >= before.stage);
        if is_better {
            entry.answer = Some(Arc::new(answer));
        }
        is_better
    }
}

fn work(shared: &Shared, wake: &dyn Fn()) {
    loop {
        let mut desk = shared.desk();
        let (number, question, mut work, stop) = loop {
            if desk.closing {
                return;
            }
            if let Some(taken) = desk.take() {
                break taken;
            }
            desk = shared.news.wait(desk).unwrap_or_else(PoisonError::into_inner);
        };
        let rates = desk.rates;
        drop(desk);
        let about = (&*question.inventory, &question.machine, &question.marked[..]);
        let answer = work.step(&shared.reader, about, &rates, &stop);
        if shared.desk().put_back(number, question.slot, work, answer) {
            wake();
        }
    }
}

/// What deleting these snapshots would do, exactly. Reads what it needs before it returns: for the command line, and for
/// looking once more before a job begins.
#[must_use]
pub fn forecast_now(inventory: &Inventory, machine: &MachineKey, marked: &[SnapshotId]) -> Answer {
    let reader = ImageReader::new();
    let stop = Stop::default();
    let mut work = Work::new();
    let about = (inventory, machine, marked);
    let rates = Rates::default();
    let mut answer = None;
    for stage in [Stage::Maps, Stage::Exact] {
        work.stage = stage;
        answer = work.step(&reader, about, &rates, &stop).or(answer);
    }
    answer.unwrap_or_else(|| Answer {
        machine: machine.clone(),
        marked: marked.to_vec(),
        stage: Stage::Order,
        plan: plan::delete(inventory, machine, marked, &KnownImages::default()),
        disks: Vec::new(),
        duration: None,
    })
}

/// What the maps of the images say that deleting these snapshots concerns. No data are read: forecasts made of it say the
/// least that is freed and the most that is needed.
#[must_use]
pub fn read_maps_now(inventory: &Inventory, machine: &MachineKey, marked: &[SnapshotId]) -> KnownImages {
    let found = inventory.machine(machine).and_then(|(place, entry)| Some((place, entry.machine()?)));
    let Some((connection, machine)) = found else { return KnownImages::default() };
    ImageReader::new().read(machine, &connection.images, marked, &Stop::default()).unwrap_or_default()
}

/// What there is to know of the images that deleting these snapshots concerns, with access to their data. Files stay open
/// only as long as this is kept.
#[must_use]
pub fn read_now(inventory: &Inventory, machine: &MachineKey, marked: &[SnapshotId]) -> KnownImages {
    let found = inventory.machine(machine).and_then(|(place, entry)| Some((place, entry.machine()?)));
    let Some((connection, machine)) = found else { return KnownImages::default() };
    let (reader, stop) = (ImageReader::new(), Stop::default());
    let maps = reader.read(machine, &connection.images, marked, &stop).unwrap_or_default();
    reader.with_content(maps, &connection.images, &stop).unwrap_or_default()
}

/// What there is to know of the files that a clone of one state is made of, from maps alone. With all snapshots every file
/// is copied as it is, for which no map is needed.
#[must_use]
pub fn read_copied_now(inventory: &Inventory, machine: &MachineKey, extent: CloneExtent) -> KnownImages {
    let found = inventory.machine(machine).and_then(|(place, entry)| Some((place, entry.machine()?)));
    let Some((connection, machine)) = found.filter(|_| extent != CloneExtent::Everything) else {
        return KnownImages::default();
    };
    ImageReader::new().read_copied(machine, &connection.images, extent, &Stop::default()).unwrap_or_default()
}
