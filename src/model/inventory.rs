//! Everything known at one moment: what the views draw.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::{
    Abilities, Bytes, ConnectionId, FileSizes, FileStatus, Image, ImageForest, ImageRecord, ImageUse, Machine,
    MachineEntry, MachineId, MachineKey, MachineState, MachineUsage, Problem, ProblemKind,
};

/// Everything known at one moment. Never changed: a new one takes its place.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// Counts up with each inventory, so that views know when to compute again.
    pub generation: u64,
    /// The connections, in the order the person sees them.
    pub connections: Vec<Arc<ConnectionInventory>>,
    /// The host's disks that machines lie on.
    pub host_disks: Vec<HostDisk>,
}

/// One place that keeps virtual machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// Identity.
    pub id: ConnectionId,
    /// Whether its machines are for practice, and safe to break.
    pub is_practice: bool,
    /// What the person reads, such as `VirtualBox`.
    pub name: Arc<str>,
    /// The folder or address it is found at.
    pub place: Arc<str>,
    /// What it can do to its machines.
    pub abilities: Abilities,
}

/// A file system of the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostDisk {
    /// Number of the file system: files with the same number share its free space.
    pub device: u64,
    /// A folder on it that machines lie in.
    pub path: Arc<Path>,
    /// Bytes the person may still write.
    pub free: Bytes,
    /// Its size.
    pub size: Bytes,
}

/// How far reading a machine has come.
#[derive(Debug, Clone)]
pub enum MachineReading {
    /// Its turn has not come.
    Waiting,
    /// It was read.
    Read(Arc<Machine>),
    /// It cannot be read.
    Failed(Problem),
}

/// One machine of an inventory.
#[derive(Debug, Clone)]
pub struct InventoryMachine {
    /// Who it is.
    pub entry: MachineEntry,
    /// What is in it.
    pub reading: MachineReading,
    /// State as the hypervisor says, or as the settings file tells; `None` while neither is known.
    pub state: Option<MachineState>,
    /// Space it takes.
    pub usage: MachineUsage,
}

impl InventoryMachine {
    /// Its name: as the settings file says, or as the entry guesses.
    #[must_use]
    pub fn name(&self) -> &str {
        self.machine().map_or(&self.entry.name, |machine| &machine.name)
    }

    /// The machine, if it has been read.
    #[must_use]
    pub fn machine(&self) -> Option<&Arc<Machine>> {
        match &self.reading {
            MachineReading::Read(machine) => Some(machine),
            MachineReading::Waiting | MachineReading::Failed(_) => None,
        }
    }

    /// Why it cannot be read.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match &self.reading {
            MachineReading::Failed(problem) => Some(problem),
            MachineReading::Waiting | MachineReading::Read(_) => None,
        }
    }
}

/// One connection's part of an inventory.
#[derive(Debug, Clone)]
pub struct ConnectionInventory {
    /// Which connection.
    pub connection: Connection,
    /// Its machines, by name.
    pub machines: Vec<InventoryMachine>,
    /// Its images.
    pub images: ImageForest,
    /// What is wrong with the connection itself.
    pub problems: Vec<Problem>,
    /// Space of all its files, each counted once.
    pub occupied: Bytes,
}

impl ConnectionInventory {
    /// Puts together what was read: links images across machines and counts space.
    #[must_use]
    pub fn assemble(
        connection: Connection,
        readings: Vec<(MachineEntry, MachineReading)>,
        states: &HashMap<MachineId, MachineState>,
        shared_images: &[Arc<ImageRecord>],
        files: &FileSizes,
        problems: Vec<Problem>,
    ) -> Self {
        let read = |reading: &MachineReading| match reading {
            MachineReading::Read(machine) => Some(machine.clone()),
            MachineReading::Waiting | MachineReading::Failed(_) => None,
        };
        let known: Vec<Arc<Machine>> = readings.iter().filter_map(|(_, reading)| read(reading)).collect();
        let records = known.iter().flat_map(|machine| &machine.images).chain(shared_images);
        let images = ImageForest::build(records, known.iter().flat_map(|machine| uses_of(machine)), files);
        let mut machines: Vec<InventoryMachine> = readings
            .into_iter()
            .map(|(entry, reading)| {
                let machine = read(&reading);
                let usage =
                    machine.as_ref().map(|machine| MachineUsage::measure(machine, &images, files)).unwrap_or_default();
                let recorded = machine.map(|machine| machine.recorded_state);
                let state = states.get(&entry.id).copied().or(recorded);
                InventoryMachine { entry, reading, state, usage }
            })
            .collect();
        machines.sort_by_cached_key(|machine| (machine.name().to_lowercase(), machine.entry.id));
        let occupied = occupied_once(&images, &known, files);
        Self { connection, machines, images, problems, occupied }
    }

    /// Why there is no machine in it, if that has a reason. That its program is missing is none: machines are read without.
    #[must_use]
    pub fn why_empty(&self) -> Option<&Problem> {
        let mut reasons = self.problems.iter().filter(|problem| problem.kind != ProblemKind::Tool);
        reasons.next().filter(|_| self.machines.is_empty())
    }

    /// The machine with this id.
    #[must_use]
    pub fn machine(&self, id: MachineId) -> Option<&InventoryMachine> {
        self.machines.iter().find(|machine| machine.entry.id == id)
    }
}

impl Inventory {
    /// The connection with this id.
    #[must_use]
    pub fn connection(&self, id: &ConnectionId) -> Option<&Arc<ConnectionInventory>> {
        self.connections.iter().find(|connection| connection.connection.id == *id)
    }

    /// The machine with this key, and the connection it lives in.
    #[must_use]
    pub fn machine(&self, key: &MachineKey) -> Option<(&Arc<ConnectionInventory>, &InventoryMachine)> {
        let connection = self.connection(&key.connection)?;
        connection.machine(key.machine).map(|machine| (connection, machine))
    }

    /// All machines of all connections.
    pub fn machines(&self) -> impl Iterator<Item = (&ConnectionInventory, &InventoryMachine)> {
        self.connections
            .iter()
            .flat_map(|connection| connection.machines.iter().map(move |machine| (&**connection, machine)))
    }

    /// Number of snapshots of all machines.
    #[must_use]
    pub fn snapshot_count(&self) -> usize {
        self.machines().filter_map(|(_, machine)| machine.machine()).map(|machine| machine.tree.len()).sum()
    }

    /// Space of all files of all connections.
    #[must_use]
    pub fn occupied(&self) -> Bytes {
        self.connections.iter().map(|connection| connection.occupied).sum()
    }
}

fn uses_of(machine: &Machine) -> impl Iterator<Item = (super::ImageId, ImageUse)> {
    let of_snapshots = machine.tree.iter().flat_map(|(_, snapshot)| {
        snapshot
            .hardware
            .disks()
            .map(|(_, image)| (image, ImageUse { machine: machine.id, snapshot: Some(snapshot.id) }))
    });
    let of_current_state = machine
        .current_state
        .hardware
        .disks()
        .map(|(_, image)| (image, ImageUse { machine: machine.id, snapshot: None }));
    of_snapshots.chain(of_current_state)
}

fn occupied_once(images: &ImageForest, machines: &[Arc<Machine>], files: &FileSizes) -> Bytes {
    let of_images: Bytes = images.iter().map(|(_, image)| Image::occupied(image)).sum();
    let support: HashSet<&Arc<Path>> = machines.iter().flat_map(|machine| machine.support_files()).collect();
    let of_support: Bytes = support.into_iter().filter_map(|path| files.get(path)).map(FileStatus::occupied).sum();
    of_images + of_support
}
