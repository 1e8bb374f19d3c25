//! Reads everything a connection holds, on several threads, and keeps what was read, so that one
//! changed machine is read again without the others.
//!
//! Nothing here waits for a hypervisor's program: states are asked for elsewhere and handed in.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::host;
use super::parallel::in_parallel;
use super::{Hypervisor, HypervisorError, Listing};
use crate::image;
use crate::model::{
    ConnectionInventory, FileSizes, FileStatus, HostDisk, ImageFormat, Inventory, Machine, MachineEntry, MachineId,
    MachineReading, MachineState, Problem,
};

/// Files that a thread measures at a time: there are many, they are quick, and threads seldom meet. Of machines it reads
/// one at a time, so that those behind one on a disk that hangs do not wait for it.
const FILES_AT_A_TIME: usize = 16;
/// Reading threads: more than there are processors, since a cold disk makes them wait.
const MAX_THREADS: usize = 8;

/// Everything read so far from a number of connections.
pub struct Scan {
    connections: Vec<ConnectionScan>,
    generation: u64,
    host_disks: Vec<HostDisk>,
    threads: usize,
}

/// Everything read so far from one connection.
struct ConnectionScan {
    hypervisor: Arc<dyn Hypervisor>,
    listing: Listing,
    failure: Option<Problem>,
    readings: HashMap<MachineId, MachineReading>,
    /// Names of machines that cannot be read, where that much could be.
    told_names: HashMap<MachineId, Arc<str>>,
    states: HashMap<MachineId, MachineState>,
    states_failure: Option<Problem>,
    files: FileSizes,
    /// The part of the inventory made from all this; made again only after a change.
    made: Option<Arc<ConnectionInventory>>,
}

impl Scan {
    /// A scan of these connections; nothing is read yet.
    #[must_use]
    pub fn new(hypervisors: Vec<Arc<dyn Hypervisor>>) -> Self {
        let connections = hypervisors
            .into_iter()
            .map(|hypervisor| ConnectionScan {
                hypervisor,
                listing: Listing::default(),
                failure: None,
                readings: HashMap::new(),
                told_names: HashMap::new(),
                states: HashMap::new(),
                states_failure: None,
                files: FileSizes::new(),
                made: None,
            })
            .collect();
        let processors = std::thread::available_parallelism().map_or(2, NonZeroUsize::get);
        Self { connections, generation: 0, host_disks: Vec::new(), threads: (processors * 2).clamp(2, MAX_THREADS) }
    }

    /// The connections' hypervisors, in order.
    pub fn hypervisors(&self) -> impl Iterator<Item = &Arc<dyn Hypervisor>> {
        self.connections.iter().map(|connection| &connection.hypervisor)
    }

    /// Reads which machines there are. Machines that are gone are forgotten; new ones wait to be
    /// read.
    pub fn list(&mut self) {
        for connection in &mut self.connections {
            connection.list();
        }
    }

    /// Reads the machines that wait, in parallel. `progress` is called now and then in between.
    pub fn read_waiting(&mut self, progress: &mut dyn FnMut(&mut Self)) {
        let waiting: Vec<(usize, MachineEntry)> = self
            .connections
            .iter()
            .enumerate()
            .flat_map(|(index, connection)| connection.waiting().map(move |entry| (index, entry.clone())))
            .collect();
        let hypervisors: Vec<Arc<dyn Hypervisor>> = self.hypervisors().cloned().collect();
        let read = |(index, entry): &(usize, MachineEntry)| match hypervisors[*index].read(entry) {
            Ok(machine) => (MachineReading::Read(Arc::new(machine)), None),
            Err(error) => (MachineReading::Failed(error.to_problem()), error.machine_name().map(Arc::from)),
        };
        in_parallel(&waiting, (self.threads, 1), read, |(index, entry), (reading, name)| {
            self.connections[*index].set_reading(entry.id, reading, name);
            progress(self);
        });
    }

    /// Measures the files that have not been looked at, and the room on the host's disks.
    pub fn measure_files(&mut self) {
        let mut wanted: Vec<(usize, Arc<Path>, Option<ImageFormat>)> = Vec::new();
        for (index, connection) in self.connections.iter().enumerate() {
            wanted.extend(connection.unmeasured().into_iter().map(|(path, format)| (index, path, format)));
        }
        let measure = |(_, path, format): &(usize, Arc<Path>, Option<ImageFormat>)| match format {
            Some(format) => image::measure_size(path, format),
            None => image::measure_file(path),
        };
        in_parallel(&wanted, (self.threads, FILES_AT_A_TIME), measure, |(index, path, _), status| {
            let connection = &mut self.connections[*index];
            connection.files.insert(path.clone(), status);
            connection.made = None;
        });
        self.host_disks = host::disks_of(self.machine_folders());
    }

    /// Measures files again that were measured before: those of `only`, or all. Returns whether one of them is another than
    /// it was. What a running machine writes to is left to [`Scan::forget_growing_files`] if `only` names it.
    pub fn measure_again(&mut self, only: Option<&HashSet<PathBuf>>) -> bool {
        let mut wanted: Vec<(usize, Arc<Path>, Option<ImageFormat>, FileStatus)> = Vec::new();
        for (index, connection) in self.connections.iter().enumerate() {
            let measured = connection.measured(only).into_iter();
            wanted.extend(measured.map(|(path, format, status)| (index, path, format, status)));
        }
        let measure = |(_, path, format, before): &(usize, Arc<Path>, Option<ImageFormat>, FileStatus)| {
            let now = match format {
                Some(format) => image::measure_size(path, format),
                None => image::measure_file(path),
            };
            if now.is_same_file_as(before) {
                return None;
            }
            Some(match format {
                Some(format) if !matches!(format, ImageFormat::Other(_)) => image::examine(now, path, format),
                _ => now,
            })
        };
        let mut any = false;
        in_parallel(&wanted, (self.threads, FILES_AT_A_TIME), measure, |(index, path, ..), changed| {
            let Some(status) = changed else { return };
            let connection = &mut self.connections[*index];
            connection.files.insert(path.clone(), status);
            connection.made = None;
            any = true;
        });
        if any {
            self.host_disks = host::disks_of(self.machine_folders());
        }
        any
    }

    /// Reads the headers of the images that were found, to see whether chains fit together.
    pub fn read_headers(&mut self) {
        let mut wanted: Vec<(usize, Arc<Path>, ImageFormat, FileStatus)> = Vec::new();
        for (index, connection) in self.connections.iter().enumerate() {
            let without = connection.without_header().into_iter();
            wanted.extend(without.map(|(path, format, status)| (index, path, format, status)));
        }
        let examine = |(_, path, format, status): &(usize, Arc<Path>, ImageFormat, FileStatus)| {
            image::examine(status.clone(), path, format)
        };
        in_parallel(&wanted, (self.threads, FILES_AT_A_TIME), examine, |(index, path, ..), status| {
            let connection = &mut self.connections[*index];
            connection.files.insert(path.clone(), status);
            connection.made = None;
        });
    }

    /// Takes what a hypervisor said of its machines' states.
    /// Returns whether that is news.
    pub fn set_states(
        &mut self,
        index: usize,
        answer: Result<HashMap<MachineId, MachineState>, HypervisorError>,
    ) -> bool {
        let Some(connection) = self.connections.get_mut(index) else { return false };
        let (states, failure) = match answer {
            Ok(states) => (states, None),
            Err(error) => (HashMap::new(), Some(error.to_problem())),
        };
        let news = connection.states != states || connection.states_failure != failure;
        if news {
            connection.states = states;
            connection.states_failure = failure;
            connection.made = None;
        }
        news
    }

    /// Whether some machine runs, or is about to change its state, as far as is known.
    #[must_use]
    pub fn any_machine_active(&self) -> bool {
        let is_active = |state: &MachineState| {
            matches!(
                state,
                MachineState::Running | MachineState::Paused | MachineState::Stuck | MachineState::Transient
            )
        };
        self.connections.iter().any(|connection| connection.states.values().any(is_active))
    }

    /// Marks what lies at these paths as changed. Returns whether any of it concerns a connection.
    pub fn forget(&mut self, changed: &HashSet<PathBuf>) -> Forgotten {
        let mut forgotten = Forgotten::default();
        for connection in &mut self.connections {
            connection.forget(changed, &mut forgotten);
        }
        forgotten
    }

    /// Marks everything as changed, for a complete new reading.
    pub fn forget_all(&mut self) {
        for connection in &mut self.connections {
            connection.readings.clear();
            connection.files.clear();
            connection.made = None;
        }
    }

    /// Marks the sizes of all files of running machines as changed: they grow without notice.
    pub fn forget_growing_files(&mut self) -> bool {
        self.connections.iter_mut().map(ConnectionScan::forget_growing_files).fold(false, |any, one| any | one)
    }

    /// What is known now.
    pub fn inventory(&mut self) -> Arc<Inventory> {
        self.generation += 1;
        let connections = self.connections.iter_mut().map(ConnectionScan::make).collect();
        Arc::new(Inventory { generation: self.generation, connections, host_disks: self.host_disks.clone() })
    }

    /// Folders whose changes matter: those of settings, and those of the files that the machines read so far name.
    #[must_use]
    pub fn watched_folders(&self) -> HashSet<PathBuf> {
        let of = |connection: &ConnectionScan| connection.hypervisor.watched_folders(&connection.listing);
        let of_settings: HashSet<PathBuf> = self.connections.iter().flat_map(of).collect();
        let of_files: HashSet<&Path> = self.connections.iter().flat_map(ConnectionScan::folders_of_files).collect();
        let of_files = of_files.into_iter().filter(|folder| !of_settings.contains(*folder) && folder.is_dir());
        let of_files: Vec<PathBuf> = of_files.map(Path::to_owned).collect();
        of_settings.into_iter().chain(of_files).collect()
    }

    fn machine_folders(&self) -> impl Iterator<Item = &Path> {
        let entries = self.connections.iter().flat_map(|connection| &connection.listing.machines);
        let of_machines: Vec<&Path> = entries.filter_map(|entry| entry.settings_file.parent()).collect();
        // Disks may lie elsewhere, and it is their file system that runs full.
        let known: HashSet<&Path> = of_machines.iter().copied().collect();
        let records = self.connections.iter().flat_map(ConnectionScan::machines).flat_map(|machine| &machine.images);
        let folders: BTreeSet<&Path> = records.filter_map(|record| record.path.parent()).collect();
        let elsewhere =
            folders.into_iter().filter(move |folder| !folder.ancestors().any(|above| known.contains(above)));
        of_machines.into_iter().chain(elsewhere)
    }
}

/// What a change of files touched.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Forgotten {
    /// A list of machines must be read again.
    pub listings: bool,
    /// Machines must be read again.
    pub machines: bool,
    /// Files must be measured again.
    pub files: bool,
}

impl ConnectionScan {
    fn list(&mut self) {
        self.made = None;
        match self.hypervisor.machines() {
            Ok(listing) => {
                let known: HashSet<MachineId> = listing.machines.iter().map(|entry| entry.id).collect();
                self.readings.retain(|id, _| known.contains(id));
                self.listing = listing;
                self.failure = None;
            }
            Err(error) => {
                self.listing = Listing::default();
                self.readings.clear();
                self.failure = Some(error.to_problem());
            }
        }
    }

    /// The folders of all images and other files of machines.
    fn folders_of_files(&self) -> impl Iterator<Item = &Path> {
        let images = self.machines().flat_map(|machine| &machine.images).chain(&self.listing.shared_images);
        let support = self.machines().flat_map(|machine| machine.support_files());
        images.map(|record| &record.path).chain(support).filter_map(|path| path.parent())
    }

    fn waiting(&self) -> impl Iterator<Item = &MachineEntry> {
        self.listing.machines.iter().filter(|entry| {
            !matches!(self.readings.get(&entry.id), Some(MachineReading::Read(_) | MachineReading::Failed(_)))
        })
    }

    fn set_reading(&mut self, id: MachineId, reading: MachineReading, name: Option<Arc<str>>) {
        self.readings.insert(id, reading);
        match name {
            Some(name) => self.told_names.insert(id, name),
            None => self.told_names.remove(&id),
        };
        self.made = None;
    }

    fn machines(&self) -> impl Iterator<Item = &Arc<Machine>> {
        self.readings.values().filter_map(|reading| match reading {
            MachineReading::Read(machine) => Some(machine),
            MachineReading::Waiting | MachineReading::Failed(_) => None,
        })
    }

    /// Files that no size is known of, each once, with its format where it is an image.
    fn unmeasured(&self) -> Vec<(Arc<Path>, Option<ImageFormat>)> {
        let of_all = self.all_files(|_| true).filter(|(path, _)| !self.files.contains_key(*path));
        of_all.map(|(path, format)| (path.clone(), format.cloned())).collect()
    }

    /// Files that were measured, each once: all, or those of `only` that no running machine writes to.
    fn measured(&self, only: Option<&HashSet<PathBuf>>) -> Vec<(Arc<Path>, Option<ImageFormat>, FileStatus)> {
        let running = |machine: &Machine| matches!(self.states.get(&machine.id), Some(MachineState::Running));
        let of_all = self.all_files(|machine| only.is_none() || !running(machine));
        let of_all = of_all.filter(|(path, _)| only.is_none_or(|only| only.contains(&***path)));
        of_all
            .filter_map(|(path, format)| Some((path.clone(), format.cloned(), self.files.get(path)?.clone())))
            .collect()
    }

    /// The images and other files of those machines, each once, with the format of images.
    fn all_files(
        &self,
        of: impl Fn(&Machine) -> bool + Copy,
    ) -> impl Iterator<Item = (&Arc<Path>, Option<&ImageFormat>)> {
        let mut seen: HashSet<&Arc<Path>> = HashSet::new();
        let machines = move || self.machines().filter(move |machine| of(machine));
        let images = machines().flat_map(|machine| &machine.images).chain(&self.listing.shared_images);
        let images = images.map(|record| (&record.path, Some(&record.format)));
        let support = machines().flat_map(|machine| machine.support_files()).map(|path| (path, None));
        images.chain(support).filter(move |(path, _)| seen.insert(path))
    }

    fn without_header(&self) -> Vec<(Arc<Path>, ImageFormat, FileStatus)> {
        let images = self.machines().flat_map(|machine| &machine.images).chain(&self.listing.shared_images);
        let wanted = images.filter(|record| !matches!(record.format, ImageFormat::Other(_)));
        wanted
            .filter_map(|record| match self.files.get(&record.path)? {
                status @ FileStatus::Present { header: None, damage: None, .. } => {
                    Some((record.path.clone(), record.format.clone(), status.clone()))
                }
                _ => None,
            })
            .collect()
    }

    fn forget(&mut self, changed: &HashSet<PathBuf>, forgotten: &mut Forgotten) {
        let hit: Vec<MachineEntry> =
            self.listing.machines.iter().filter(|entry| changed.contains(&*entry.settings_file)).cloned().collect();
        for entry in &hit {
            if let Some(MachineReading::Read(machine)) = self.readings.remove(&entry.id) {
                for record in &machine.images {
                    self.files.remove(&record.path);
                }
                for path in machine.support_files() {
                    self.files.remove(path);
                }
            }
            self.made = None;
            forgotten.machines = true;
        }
        // What lies in a folder that went away went with it.
        let before = self.files.len();
        self.files.retain(|path, _| !path.ancestors().any(|above| changed.contains(above)));
        if self.files.len() < before {
            self.made = None;
            forgotten.files = true;
        }
        // Where a folder is the list, it changes with each file in it.
        let lists = self.hypervisor.listing_files();
        let is_list = |path: &Path| lists.iter().any(|list| list == path);
        forgotten.listings |= changed.iter().any(|path| is_list(path) || path.parent().is_some_and(is_list));
    }

    fn forget_growing_files(&mut self) -> bool {
        let running = |id: &MachineId| matches!(self.states.get(id), Some(MachineState::Running));
        let paths: Vec<Arc<Path>> = self
            .machines()
            .filter(|machine| running(&machine.id))
            .flat_map(|machine| machine.images.iter().map(|record| record.path.clone()))
            .collect();
        for path in &paths {
            self.files.remove(path);
        }
        !paths.is_empty()
    }

    fn make(&mut self) -> Arc<ConnectionInventory> {
        if let Some(made) = &self.made {
            return made.clone();
        }
        let readings = self
            .listing
            .machines
            .iter()
            .map(|entry| {
                let mut entry = entry.clone();
                if let Some(name) = self.told_names.get(&entry.id) {
                    entry.name = name.clone();
                }
                let reading = self.readings.get(&entry.id).cloned().unwrap_or(MachineReading::Waiting);
                (entry, reading)
            })
            .collect();
        let problems = self.failure.iter().chain(&self.listing.problems).chain(&self.states_failure).cloned().collect();
        let made = Arc::new(ConnectionInventory::assemble(
            self.hypervisor.connection().clone(),
            readings,
            &self.states,
            &self.listing.shared_images,
            &self.files,
            problems,
        ));
        self.made = Some(made.clone());
        made
    }
}
