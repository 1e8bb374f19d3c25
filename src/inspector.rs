//! Inspects all machines, in the background while the window is open, or once for a headless command.
//!
//! One thread takes the newest inventory when it has come to rest, looks into the machines' folders, carries the checks
//! out and keeps the daily records. Whoever asks never waits.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};

use crate::forecaster::read_maps_now;
use crate::health::news::{ToldFile, new_serious, notification};
use crate::health::removal::{RemovalError, Removed, SystemTrash, move_to_trash};
use crate::health::{
    Bounds, Collected, DiskOutlook, Finding, FindingKind, InterruptedStep, NameConvention, NameRules, ProgramVersion,
    Surroundings, Thresholds, collect, inspect,
};
use crate::history::History;
use crate::hypervisor::{Hypervisor, Scan};
use crate::jobs::recorded;
use crate::model::{Bytes, Inventory, Machine, MachineEntry, MachineKey, MachineReading, Problem, SnapshotId};
use crate::naming::{Template, is_default_name};
use crate::pins::UnstableFile;
use crate::text;
use crate::{plan, platform};

/// How long no newer inventory may come before one is inspected.
const SETTLE: Duration = Duration::from_millis(300);
/// Least time from the end of an inspection to the next.
const PAUSE: Duration = Duration::from_secs(2);
/// An inspection may take this share of the time at most: one in so many parts.
const SHARE: u32 = 10;
/// Snapshots of which is read what deleting them asks for, at most.
const MOST_FORECASTS: usize = 100;
/// Least time between two notes in the daily records.
const NOTE_EVERY: Duration = Duration::from_hours(1);

/// What is to be inspected, and how.
#[derive(Debug, Clone)]
pub struct Question {
    /// The machines.
    pub inventory: Arc<Inventory>,
    /// From where on checks speak.
    pub thresholds: Thresholds,
    /// The template that names follow, if there is a convention.
    pub convention: Option<Template>,
    /// The present moment.
    pub now: DateTime<Utc>,
}

/// How space went so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    /// Space of all machines, by day.
    pub by_day: Vec<(NaiveDate, Bytes)>,
    /// Disks that get fuller.
    pub outlooks: Vec<DiskOutlook>,
}

/// What an inspection led to.
#[derive(Debug)]
pub struct Inspected {
    /// The machines as they were.
    pub inventory: Arc<Inventory>,
    /// What was found in their folders.
    pub collected: Arc<Collected>,
    /// What was found, the gravest first; what the person silenced is among it.
    pub findings: Vec<Finding>,
    /// How space went so far.
    pub records: Records,
    /// When it was.
    pub at: DateTime<Utc>,
}

/// Inspects at once, on the calling thread. `records` may be `None` where none are kept; what fails in keeping them goes
/// to the log. `folder` is Snapgrove's data folder, `None` for the platform's: what it tells of restores, interrupted work
/// and snapshots is inspected too.
#[must_use]
pub fn inspect_now(
    question: &Question,
    hypervisors: &[Arc<dyn Hypervisor>],
    records: Option<&mut History>,
    note: bool,
    folder: Option<&Path>,
) -> Inspected {
    let Question { inventory, thresholds, convention, now } = question;
    let collected = Arc::new(collect(inventory, &|entry| read(hypervisors, entry), &Bounds::default()));
    let today = now.date_naive();
    let records = records.map_or_else(Records::default, |history| {
        if note && let Err(error) = history.note(inventory, Some(&collected), today) {
            tracing::warn!(%error, "daily records");
        }
        Records { by_day: history.total_by_day(), outlooks: history.outlooks(today) }
    });
    let mut surroundings = Surroundings {
        collected: Some(collected.clone()),
        outlooks: records.outlooks.clone(),
        ..remembered(*now, hypervisors, folder)
    };
    let follows = |name: &str| convention.as_ref().is_none_or(|template| template.is_followed_by(name));
    let rule =
        convention.as_ref().map(|template| NameConvention { template: template.to_string(), is_followed_by: &follows });
    let names = NameRules { is_default: &is_default_name, convention: rule };
    let mut findings = inspect(inventory, &surroundings, thresholds, &names);
    // Only where the upper bound does not fit is it worth reading what deleting truly asks for.
    let needs = deletion_needs(inventory, &findings);
    if !needs.is_empty() {
        surroundings.deletion_needs = needs;
        findings = inspect(inventory, &surroundings, thresholds, &names);
    }
    Inspected { inventory: inventory.clone(), collected, findings, records, at: *now }
}

/// What Snapgrove remembers of earlier work, and which programs are installed. What cannot be read is left out, and
/// logged.
fn remembered(now: DateTime<Utc>, hypervisors: &[Arc<dyn Hypervisor>], folder: Option<&Path>) -> Surroundings {
    let recorded = recorded(folder, hypervisors);
    let interrupted = recorded.interrupted.into_iter().map(|(machine, what, since)| InterruptedStep {
        machine,
        what: what.into(),
        since,
    });
    let unstable = folder.map_or_else(UnstableFile::usual, UnstableFile::in_folder).load();
    let unstable =
        unstable.inspect_err(|error| tracing::warn!(%error, "snapshots of cut off machines")).unwrap_or_default();
    let versions = hypervisors.iter().filter_map(|hypervisor| {
        let version = ProgramVersion::parse(&hypervisor.version()?)?;
        Some((hypervisor.connection().id.clone(), version))
    });
    Surroundings {
        now,
        versions: versions.collect(),
        restores: recorded.restores,
        interrupted: interrupted.collect(),
        taken_unstable: unstable.iter().map(|key| (key.machine_key(), key.snapshot)).collect(),
        ..Surroundings::default()
    }
}

/// What deleting each snapshot truly asks for, of which a finding says that there is no room, as far as its images can be
/// read. At most so many are looked at that it does not take long.
#[must_use]
pub fn deletion_needs(inventory: &Inventory, findings: &[Finding]) -> HashMap<(MachineKey, SnapshotId), Bytes> {
    let without_room = findings.iter().filter(|finding| finding.kind() == FindingKind::NoRoomToDelete);
    let concerned = without_room.filter_map(|finding| Some((finding.machine_key()?, &finding.snapshots)));
    let snapshots = concerned.flat_map(|(key, snapshots)| snapshots.iter().map(move |label| (key, label.id)));
    let forecast = |(key, snapshot): (&MachineKey, SnapshotId)| {
        let known = read_maps_now(inventory, key, &[snapshot]);
        let forecast = plan::delete(inventory, key, &[snapshot], &known).forecast?;
        Some(((key.clone(), snapshot), forecast.needs.max(forecast.insists)))
    };
    snapshots.take(MOST_FORECASTS).filter_map(forecast).collect()
}

/// Has the desktop tell of the serious findings that the person has not been told of yet. Where `shows` is false the
/// person has them before the eyes: they count as told. Takes up to ten seconds where the desktop does not answer.
///
/// # Errors
/// If the desktop shows no notification; the same is told the next time, then. That it could not be kept what was told goes
/// to the log.
pub fn tell_of_serious(findings: &[Finding], folder: Option<&Path>, shows: bool) -> std::io::Result<()> {
    let told = ToldFile::new(folder);
    let known = told.load().unwrap_or_else(|error| {
        tracing::warn!(%error, "everything serious is told as new");
        BTreeSet::new()
    });
    if let Some((title, body)) = notification(&new_serious(findings, &known)).filter(|_| shows) {
        platform::notify(&title, &body)?;
    }
    if let Err(error) = told.save(findings) {
        tracing::warn!(%error, "the same may be told again");
    }
    Ok(())
}

/// Opens the daily records: in this folder, or in the platform's for data.
#[must_use]
pub fn open_records(folder: Option<&Path>) -> Option<History> {
    let file: PathBuf = folder.map_or_else(History::usual_file, |folder| Some(folder.join("growth.jsonl")))?;
    History::open(&file).inspect_err(|error| tracing::warn!(%error, "daily records")).ok()
}

/// Reads a settings file as the connection of the entry does.
fn read(hypervisors: &[Arc<dyn Hypervisor>], entry: &MachineEntry) -> Result<Machine, Problem> {
    let hypervisor = hypervisors.iter().find(|hypervisor| hypervisor.connection().id == entry.connection);
    match hypervisor {
        Some(hypervisor) => hypervisor.read(entry).map_err(|error| error.to_problem()),
        None => Err(Problem {
            kind: crate::model::ProblemKind::Missing,
            what: text!("health-connection-closed").into(),
            advice: text!("health-connection-closed.advice").into(),
        }),
    }
}

/// How moving a file to the trash ended.
pub type TrashResult = Result<Removed, RemovalError>;

enum Request {
    Inspect(Box<Question>),
    Replace(Vec<Arc<dyn Hypervisor>>),
    Trash(Arc<Path>),
    Tell { findings: Vec<Finding>, shows: bool },
}

/// What the thread hands over.
#[derive(Default)]
struct Outbox {
    newest: Option<Arc<Inspected>>,
    trashed: Vec<TrashResult>,
}

/// The background inspection. Dropping it ends its thread after what it is at.
pub struct Inspector {
    requests: Sender<Request>,
    outbox: Arc<Mutex<Outbox>>,
}

impl Inspector {
    /// Starts it. `records` is Snapgrove's data folder, with daily records and journals; `None` for the platform's. `wake` is called when there
    /// is something new.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(
        hypervisors: Vec<Arc<dyn Hypervisor>>,
        records: Option<PathBuf>,
        wake: impl Fn() + Send + 'static,
    ) -> std::io::Result<Self> {
        let (requests, inbox) = mpsc::channel();
        let outbox: Arc<Mutex<Outbox>> = Arc::default();
        let shared = outbox.clone();
        let work = move || {
            let history = open_records(records.as_deref());
            let (noted, rests_until) = (None, Instant::now());
            Work { hypervisors, history, folder: records, noted, rests_until, outbox: shared, wake }.run(&inbox);
        };
        std::thread::Builder::new().name("inspector".to_owned()).spawn(work)?;
        Ok(Self { requests, outbox })
    }

    /// Asks for an inspection. Of several questions in a row only the last is answered.
    pub fn ask(&self, question: Question) {
        self.send(Request::Inspect(Box::new(question)));
    }

    /// Other connections from now on.
    pub fn replace(&self, hypervisors: Vec<Arc<dyn Hypervisor>>) {
        self.send(Request::Replace(hypervisors));
    }

    /// Moves a file to the trash that the newest inspection found unused, if that is still so.
    pub fn move_to_trash(&self, path: Arc<Path>) {
        self.send(Request::Trash(path));
    }

    /// Has the desktop tell of what is serious and new among these findings; see [`tell_of_serious`].
    pub fn tell(&self, findings: Vec<Finding>, shows: bool) {
        self.send(Request::Tell { findings, shows });
    }

    /// The newest result.
    #[must_use]
    pub fn newest(&self) -> Option<Arc<Inspected>> {
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner).newest.clone()
    }

    /// How moving files to the trash ended since this was asked last.
    #[must_use]
    pub fn trashed(&self) -> Vec<TrashResult> {
        std::mem::take(&mut self.outbox.lock().unwrap_or_else(PoisonError::into_inner).trashed)
    }

    fn send(&self, request: Request) {
        if self.requests.send(request).is_err() {
            tracing::error!("the background inspection has ended");
        }
    }
}

struct Work<Wake> {
    hypervisors: Vec<Arc<dyn Hypervisor>>,
    history: Option<History>,
    folder: Option<PathBuf>,
    noted: Option<(NaiveDate, Instant)>,
    rests_until: Instant,
    outbox: Arc<Mutex<Outbox>>,
    wake: Wake,
}

impl<Wake: Fn()> Work<Wake> {
    fn run(mut self, inbox: &Receiver<Request>) {
        let mut question: Option<Box<Question>> = None;
        let mut asked = Instant::now();
        loop {
            let request = if question.is_some() {
                let due = (asked + SETTLE).max(self.rests_until);
                match inbox.recv_timeout(due.saturating_duration_since(Instant::now())) {
                    Ok(request) => Some(request),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            } else {
                match inbox.recv() {
                    Ok(request) => Some(request),
                    Err(mpsc::RecvError) => return,
                }
            };
            match request {
                Some(Request::Inspect(next)) => {
                    // What comes without end must not put the inspection off without end.
                    if question.is_none() {
                        asked = Instant::now();
                    }
                    question = Some(next);
                }
                Some(Request::Replace(hypervisors)) => self.hypervisors = hypervisors,
                Some(Request::Trash(path)) => self.trash(path),
                Some(Request::Tell { findings, shows }) => {
                    if let Err(error) = tell_of_serious(&findings, self.folder.as_deref(), shows) {
                        tracing::warn!(%error, "the desktop shows no notification");
                    }
                }
                None => {
                    if let Some(question) = question.take() {
                        self.inspect(&question);
                    }
                }
            }
        }
    }

    fn inspect(&mut self, question: &Question) {
        let is_read = |listed: &crate::model::InventoryMachine| !matches!(listed.reading, MachineReading::Waiting);
        if !question.inventory.machines().all(|(_, listed)| is_read(listed)) {
            // A newer inventory is on its way.
            return;
        }
        let began = Instant::now();
        let today = question.now.date_naive();
        let complete = question.inventory.machines().all(|(_, it)| it.machine().is_none() || it.usage.complete);
        let noted = self.noted.is_some_and(|(day, at)| day == today && at.elapsed() < NOTE_EVERY);
        let note = complete && !noted;
        let inspected = inspect_now(question, &self.hypervisors, self.history.as_mut(), note, self.folder.as_deref());
        if note {
            self.noted = Some((today, began));
        }
        self.rests_until = Instant::now() + PAUSE.max(began.elapsed() * SHARE);
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner).newest = Some(Arc::new(inspected));
        (self.wake)();
    }

    fn trash(&self, path: Arc<Path>) {
        let newest = self.outbox.lock().unwrap_or_else(PoisonError::into_inner).newest.clone();
        let Some(shown) = newest else { return };
        let hypervisors = self.hypervisors.clone();
        let look = || read_anew(hypervisors.clone());
        let read = |entry: &MachineEntry| read(&hypervisors, entry);
        let results = move_to_trash(&shown.collected, &[path], &look, &read, &SystemTrash);
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner).trashed.extend(results);
        (self.wake)();
    }
}

/// Everything from the disk, as it is now.
fn read_anew(hypervisors: Vec<Arc<dyn Hypervisor>>) -> Arc<Inventory> {
    let mut scan = Scan::new(hypervisors);
    scan.list();
    scan.read_waiting(&mut |_| {});
    scan.measure_files();
    scan.read_headers();
    scan.inventory()
}
