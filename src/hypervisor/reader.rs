//! Reads in the background and tells of it.
//!
//! One thread owns the [`Scan`]. It publishes an inventory as soon as names are known, again while
//! trees come in, and again with sizes; after that whenever a file changed or a state was answered.
//! The window only takes the newest inventory: it never waits for a disk, a process or a lock.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::{Hypervisor, HypervisorError, Scan};
use crate::model::{Inventory, MachineId, MachineState};

/// Times of the reader, as values so that tests can choose them.
#[derive(Debug, Clone, Copy)]
pub struct ReaderSettings {
    /// How long changes are collected before they are read: a save touches several files.
    pub settle: Duration,
    /// Least time between two inventories while many machines are being read.
    pub publish_every: Duration,
    /// How often the files of running machines are measured again.
    pub measure_running_every: Duration,
    /// How long after somebody wrote into a file it is measured: what writes goes on writing.
    pub measure_written_after: Duration,
    /// How often states are asked for although nothing changed, while a machine runs. Otherwise a
    /// change of its settings file tells that a machine was started, and asking would only keep
    /// waking a hypervisor that nobody uses.
    pub ask_states_every: Duration,
}

impl Default for ReaderSettings {
    fn default() -> Self {
        Self {
            settle: Duration::from_millis(5),
            publish_every: Duration::from_millis(50),
            measure_running_every: Duration::from_mins(1),
            measure_written_after: Duration::from_secs(2),
            ask_states_every: Duration::from_mins(1),
        }
    }
}

/// The background reader. Dropping it ends its thread.
pub struct Reader {
    requests: Sender<Request>,
}

enum Request {
    /// Read everything again.
    Refresh,
    /// Measure all files again.
    Measure,
    /// Something was written into files: see [`Work::written`].
    Written,
    /// These files changed.
    Changed(Vec<PathBuf>),
    /// The hypervisor with this number answered.
    States(usize, Result<HashMap<MachineId, MachineState>, HypervisorError>),
    /// Read other connections from now on.
    Replace(Vec<Arc<dyn Hypervisor>>),
    Stop,
}

impl Reader {
    /// Starts reading. `publish` is called on the reader's thread with every new inventory.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(
        hypervisors: Vec<Arc<dyn Hypervisor>>,
        settings: ReaderSettings,
        publish: impl FnMut(Arc<Inventory>) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (requests, inbox) = mpsc::channel();
        let work = Work {
            scan: Scan::new(hypervisors),
            settings,
            publish: Box::new(publish),
            requests: requests.clone(),
            watcher: None,
            watched: HashSet::new(),
            asking: HashSet::new(),
            written: Arc::default(),
        };
        std::thread::Builder::new().name("reader".to_owned()).spawn(move || work.run(&inbox))?;
        Ok(Self { requests })
    }

    /// Reads everything again.
    pub fn refresh(&self) {
        self.send(Request::Refresh);
    }

    /// Measures all files again, before somebody decides by their sizes.
    pub fn measure(&self) {
        self.send(Request::Measure);
    }

    /// Reads these connections from now on, in place of the ones before.
    pub fn replace(&self, hypervisors: Vec<Arc<dyn Hypervisor>>) {
        self.send(Request::Replace(hypervisors));
    }

    fn send(&self, request: Request) {
        // The thread ends only when this side is dropped, or when it panicked: then nothing is read
        // any more, which the log says.
        if self.requests.send(request).is_err() {
            tracing::error!("the background reader has ended");
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.send(Request::Stop);
    }
}

struct Work {
    scan: Scan,
    settings: ReaderSettings,
    publish: Box<dyn FnMut(Arc<Inventory>) + Send>,
    requests: Sender<Request>,
    watcher: Option<RecommendedWatcher>,
    watched: HashSet<PathBuf>,
    /// Hypervisors that are being asked for states right now.
    asking: HashSet<usize>,
    /// Files that somebody has written into since they were measured. Only the first of them wakes this thread.
    written: Arc<Mutex<HashSet<PathBuf>>>,
}

/// What has come in and waits to be done together.
#[derive(Default)]
struct Pending {
    refresh: bool,
    measure: bool,
    written: bool,
    changed: HashSet<PathBuf>,
}

impl Work {
    fn run(mut self, inbox: &Receiver<Request>) {
        self.start_watching();
        self.read_everything();
        let mut states_due = Instant::now() + self.settings.ask_states_every;
        let mut sizes_due = Instant::now() + self.settings.measure_running_every;
        let mut written_due: Option<Instant> = None;
        loop {
            let due = states_due.min(sizes_due).min(written_due.unwrap_or(sizes_due));
            let wait = due.saturating_duration_since(Instant::now());
            match inbox.recv_timeout(wait) {
                Ok(request) => {
                    let Some(pending) = self.collect(request, inbox) else { return };
                    self.catch_up(&pending);
                    if pending.written {
                        written_due.get_or_insert(Instant::now() + self.settings.measure_written_after);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    if Instant::now() >= states_due {
                        if self.scan.any_machine_active() {
                            self.ask_states();
                        }
                        states_due = Instant::now() + self.settings.ask_states_every;
                    }
                    if written_due.is_some_and(|due| Instant::now() >= due) {
                        written_due = None;
                        self.measure_written();
                    }
                    if Instant::now() >= sizes_due {
                        self.measure_running();
                        sizes_due = Instant::now() + self.settings.measure_running_every;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Takes requests until none has come for the settling time. `None` means stop.
    fn collect(&mut self, first: Request, inbox: &Receiver<Request>) -> Option<Pending> {
        let mut pending = Pending::default();
        let mut next = Some(first);
        let latest = Instant::now() + self.settings.settle * 10;
        while let Some(request) = next {
            match request {
                Request::Stop => return None,
                Request::Refresh => pending.refresh = true,
                Request::Measure => pending.measure = true,
                Request::Written => pending.written = true,
                Request::Changed(paths) => pending.changed.extend(paths),
                Request::States(index, answer) => self.take_states(index, answer),
                Request::Replace(hypervisors) => {
                    self.scan = Scan::new(hypervisors);
                    self.start_watching();
                    pending.refresh = true;
                }
            }
            let busy = pending.refresh || !pending.changed.is_empty();
            next = if busy && Instant::now() < latest {
                inbox.recv_timeout(self.settings.settle).ok()
            } else {
                inbox.try_recv().ok()
            };
        }
        Some(pending)
    }

    fn catch_up(&mut self, pending: &Pending) {
        if pending.refresh {
            self.scan.forget_all();
            self.read_everything();
            return;
        }
        if pending.measure && self.scan.measure_again(None) {
            self.publish();
        }
        if pending.changed.is_empty() {
            return;
        }
        let forgotten = self.scan.forget(&pending.changed);
        if forgotten.listings {
            self.scan.list();
            self.watch_folders();
        }
        self.forget_watches_of(&pending.changed);
        if forgotten.listings || forgotten.machines || forgotten.files {
            self.scan.read_waiting(&mut |_| {});
            self.watch_folders();
            self.scan.measure_files();
            self.publish();
            self.scan.read_headers();
            self.publish();
        }
        if forgotten.listings || forgotten.machines {
            self.ask_states();
        }
    }

    fn read_everything(&mut self) {
        self.scan.list();
        self.publish();
        // Before the reading: a change in between must not be missed.
        self.watch_folders();
        let publish = &mut self.publish;
        let every = self.settings.publish_every;
        let mut due = Instant::now() + every;
        self.scan.read_waiting(&mut |scan| {
            if Instant::now() >= due {
                publish(scan.inventory());
                due = Instant::now() + every;
            }
        });
        self.publish();
        // Only now it is known where all the images lie. Before they are measured, for the same reason.
        self.watch_folders();
        self.scan.measure_files();
        self.publish();
        self.ask_states();
        self.scan.read_headers();
        self.publish();
    }

    fn publish(&mut self) {
        (self.publish)(self.scan.inventory());
    }

    fn measure_running(&mut self) {
        if self.scan.forget_growing_files() {
            self.scan.measure_files();
            self.scan.read_headers();
            self.publish();
        }
    }

    fn measure_written(&mut self) {
        let written = std::mem::take(&mut *self.written.lock().unwrap_or_else(PoisonError::into_inner));
        if self.scan.measure_again(Some(&written)) {
            self.publish();
        }
    }

    fn take_states(&mut self, index: usize, answer: Result<HashMap<MachineId, MachineState>, HypervisorError>) {
        self.asking.remove(&index);
        if self.scan.set_states(index, answer) {
            self.publish();
        }
    }

    /// Asks every hypervisor for its machines' states, each on a thread of its own: an answer may
    /// take seconds, or never come.
    fn ask_states(&mut self) {
        let hypervisors: Vec<_> = self.scan.hypervisors().cloned().enumerate().collect();
        for (index, hypervisor) in hypervisors {
            if !self.asking.insert(index) {
                continue;
            }
            let requests = self.requests.clone();
            let ask = move || {
                let answer = hypervisor.states();
                // Nobody waits for the answer once the reader has stopped.
                requests.send(Request::States(index, answer)).ok();
            };
            if let Err(error) = std::thread::Builder::new().name("states".to_owned()).spawn(ask) {
                self.asking.remove(&index);
                tracing::warn!(%error, "a thread to ask for machine states could not be started");
            }
        }
    }

    fn start_watching(&mut self) {
        let requests = self.requests.clone();
        let written = self.written.clone();
        self.watched.clear();
        let hypervisors: Vec<_> = self.scan.hypervisors().cloned().collect();
        let is_settings_file = move |path: &Path| hypervisors.iter().any(|one| one.is_settings_file(path));
        let tell = move |event: notify::Result<notify::Event>| match event {
            Ok(event) if is_change(&event) => {
                let all = comes_or_goes(event.kind);
                let (paths, others): (Vec<PathBuf>, Vec<PathBuf>) =
                    event.paths.into_iter().partition(|path| all || is_settings_file(path));
                if !others.is_empty() {
                    let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
                    if written.is_empty() {
                        requests.send(Request::Written).ok();
                    }
                    written.extend(others);
                }
                if !paths.is_empty() {
                    requests.send(Request::Changed(paths)).ok();
                }
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "watching files"),
        };
        match notify::recommended_watcher(tell) {
            Ok(watcher) => self.watcher = Some(watcher),
            Err(error) => tracing::warn!(%error, "files are not watched: changes show after a refresh"),
        }
    }

    /// The watch on a folder that was removed or renamed is lost, also if there is one of its name again.
    fn forget_watches_of(&mut self, changed: &HashSet<PathBuf>) {
        let Some(watcher) = &mut self.watcher else { return };
        for folder in changed {
            if self.watched.remove(folder) {
                watcher.unwatch(folder).ok();
            }
        }
    }

    /// Watches folders, not files: a settings file is replaced at each save, and a watch on it
    /// would stay with the old one.
    fn watch_folders(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        let wanted = self.scan.watched_folders();
        for gone in self.watched.difference(&wanted) {
            // A folder that was removed has lost its watch already.
            watcher.unwatch(gone).ok();
        }
        let mut watched: HashSet<PathBuf> = self.watched.intersection(&wanted).cloned().collect();
        for folder in wanted.difference(&self.watched) {
            match watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    watched.insert(folder.clone());
                }
                Err(error) => tracing::warn!(%error, folder = %folder.display(), "this folder is not watched"),
            }
        }
        self.watched = watched;
    }
}

/// Whether a file appeared, vanished or got another name.
fn comes_or_goes(kind: notify::EventKind) -> bool {
    use notify::EventKind;
    use notify::event::ModifyKind;
    matches!(kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)))
}

fn is_change(event: &notify::Event) -> bool {
    !matches!(event.kind, notify::EventKind::Access(_))
}
