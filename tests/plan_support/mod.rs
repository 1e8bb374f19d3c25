//! Machines whose images exist in memory only, for plans.
#![allow(dead_code, clippy::allow_attributes, reason = "every test uses its own part of this")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use snapgrove::image::{AllocationMap, Location, State, Stretch};
use snapgrove::model::{
    Abilities, Attachment, AttachmentKind, Bytes, Connection, ConnectionId, ConnectionInventory, CurrentState,
    FileSizes, FileStatus, HardwareSettings, HostDisk, ImageFormat, ImageId, ImageMode, ImageRecord, Inventory,
    Machine, MachineEntry, MachineId, MachineKey, MachineReading, MachineState, Problem, ProblemKind, Snapshot,
    SnapshotId, SnapshotTreeBuilder, StepKind,
};
use snapgrove::plan::KnownImages;
use snapgrove::plan::forecast::{FileFacts, KnownImage, Place};
use uuid::Uuid;

pub const MIB: u64 = 1 << 20;
/// Size of every disk.
pub const DISK: u64 = 64 * MIB;
/// Length of an image that holds nothing.
pub const EMPTY: u64 = 2 * MIB;
const DEVICE: u64 = 7;
const CURRENT: usize = 1_000_000;

/// A machine with one disk: its snapshots with the blocks of 1 MiB that each image holds.
#[derive(Clone)]
pub struct Plain {
    pub number: u128,
    pub name: &'static str,
    pub snapshots: Vec<(Option<usize>, Vec<u64>)>,
    pub current: usize,
    /// What the current state's image holds.
    pub now: Vec<u64>,
    pub mode: ImageMode,
    pub state: Option<MachineState>,
    /// Images beside the usual ones: number, number of the parent, whether the current state has it plugged in.
    pub more_images: Vec<(usize, usize, bool)>,
    pub missing: Option<usize>,
    pub saved_states: HashMap<usize, &'static str>,
}

impl Plain {
    pub fn new(snapshots: &[(Option<usize>, &[u64])], current: usize, now: &[u64]) -> Self {
        Self {
            number: 1,
            name: "machine",
            snapshots: snapshots.iter().map(|(parent, blocks)| (*parent, blocks.to_vec())).collect(),
            current,
            now: now.to_vec(),
            mode: ImageMode::Normal,
            state: Some(MachineState::PoweredOff),
            more_images: Vec::new(),
            missing: None,
            saved_states: HashMap::new(),
        }
    }

    pub fn id(&self, snapshot: usize) -> SnapshotId {
        SnapshotId(Uuid::from_u128((self.number << 64) | snapshot as u128))
    }

    pub fn ids(&self, snapshots: &[usize]) -> Vec<SnapshotId> {
        snapshots.iter().map(|snapshot| self.id(*snapshot)).collect()
    }

    pub fn image(&self, snapshot: usize) -> ImageId {
        ImageId(Uuid::from_u128((self.number << 96) | snapshot as u128))
    }

    pub fn key(&self) -> MachineKey {
        MachineKey { connection: ConnectionId::new("virtualbox"), machine: MachineId(Uuid::from_u128(self.number)) }
    }

    fn path(&self, image: usize) -> Arc<Path> {
        PathBuf::from(format!("/vms/{}/{image}.vdi", self.number)).into()
    }

    fn record(&self, image: usize, parent: Option<ImageId>) -> Arc<ImageRecord> {
        let mode = if parent.is_none() { self.mode } else { ImageMode::Normal };
        Arc::new(ImageRecord {
            id: self.image(image),
            path: self.path(image),
            format: ImageFormat::Vdi,
            mode,
            auto_reset: false,
            parent,
            listed_by: Some(MachineId(Uuid::from_u128(self.number))),
        })
    }

    fn hardware(&self, image: usize, more: &[ImageId]) -> Arc<HardwareSettings> {
        let attachment = |(image, port): (ImageId, u32)| Attachment {
            controller: "SATA".into(),
            port,
            device: 0,
            kind: AttachmentKind::HardDisk,
            image: Some(image),
        };
        let images = std::iter::once(self.image(image)).chain(more.iter().copied());
        Arc::new(HardwareSettings { attachments: images.zip(0..).map(attachment).collect(), ..Default::default() })
    }

    pub fn machine(&self) -> Machine {
        let mut builder = SnapshotTreeBuilder::default();
        let mut places = Vec::new();
        let mut images = Vec::new();
        let covered = self.mode.covered_by_snapshots();
        for (number, (parent, _)) in self.snapshots.iter().enumerate() {
            let saved = self.saved_states.get(&number).map(|path| Arc::from(Path::new(path)));
            let snapshot = Snapshot {
                id: self.id(number),
                name: format!("s{number}"),
                description: String::new(),
                taken_at: chrono::DateTime::from_timestamp(i64::try_from(number).unwrap(), 0),
                online: saved.is_some(),
                saved_state: saved,
                firmware_file: None,
                hardware: self.hardware(if covered { number } else { 0 }, &[]),
            };
            places.push(builder.push(parent.map(|parent| places[parent]), snapshot).unwrap());
            if covered || number == 0 {
                images.push(self.record(number, parent.map(|parent| self.image(parent))));
            }
        }
        if covered {
            images.push(self.record(CURRENT, Some(self.image(self.current))));
        }
        let mut more = Vec::new();
        for (image, parent, plugged_in) in &self.more_images {
            images.push(self.record(*image, Some(self.image(*parent))));
            more.extend(plugged_in.then(|| self.image(*image)));
        }
        let path: Arc<Path> = PathBuf::from(format!("/vms/{}/machine.vbox", self.number)).into();
        Machine {
            id: MachineId(Uuid::from_u128(self.number)),
            name: self.name.into(),
            description: String::new(),
            groups: Vec::new(),
            os_type: None,
            settings_file: path.clone(),
            settings_version: None,
            snapshot_folder: path,
            recorded_state: MachineState::PoweredOff,
            state_since: None,
            tree: builder.finish(Some(self.id(self.current))),
            current_state: CurrentState {
                modified: true,
                hardware: self.hardware(if covered { CURRENT } else { 0 }, &more),
                saved_state: self.saved_states.get(&CURRENT).map(|path| Arc::from(Path::new(path))),
                firmware_file: None,
            },
            images,
            problems: Vec::new(),
        }
    }

    /// The blocks of every image, by its number.
    fn blocks(&self) -> Vec<(usize, Vec<u64>)> {
        let of_snapshots = self.snapshots.iter().map(|(_, blocks)| blocks.clone()).enumerate();
        of_snapshots.chain([(CURRENT, self.now.clone())]).collect()
    }

    pub fn known(&self) -> KnownImages {
        let mut known = KnownImages::default();
        for (image, blocks) in self.blocks() {
            let length = Bytes(EMPTY + MIB * blocks.len() as u64);
            let occupied = Bytes(8192 + MIB * blocks.len() as u64);
            let place = Place { device: Some(DEVICE), estimate: None };
            let map = Arc::new(Blocks { files: [self.path(image)], held: blocks.into_iter().collect() });
            let file = FileFacts { length, occupied, links: 1, place: place.clone() };
            known.images.insert(self.image(image), Arc::new(KnownImage::new(map, length, file, Vec::new())));
            for path in self.saved_states.values() {
                let file = FileFacts { length: Bytes(5000), occupied: Bytes(8192), links: 1, place: place.clone() };
                known.files.insert(Path::new(path).into(), file);
            }
        }
        known
    }
}

/// The current state, as a key of saved states.
pub const CURRENT_STATE: usize = CURRENT;

/// What the host's disk has free.
pub const PLENTY: u64 = 1 << 40;

/// An inventory of these machines, and of one that cannot be read.
pub fn inventory(machines: &[&Plain], unreadable: bool, free: u64) -> Arc<Inventory> {
    inventory_with(machines, unreadable, free, [StepKind::Delete].into_iter().collect())
}

pub fn inventory_with(machines: &[&Plain], unreadable: bool, free: u64, abilities: Abilities) -> Arc<Inventory> {
    let mut readings = Vec::new();
    let (mut states, mut files) = (HashMap::new(), FileSizes::new());
    let connection = ConnectionId::new("virtualbox");
    let entry = |id: MachineId, name: &str| MachineEntry {
        connection: connection.clone(),
        id,
        name: name.into(),
        settings_file: Path::new("/vms/x.vbox").into(),
    };
    for plain in machines {
        let machine = plain.machine();
        for (image, blocks) in plain.blocks() {
            let length = Bytes(EMPTY + MIB * blocks.len() as u64);
            let there = FileStatus::Present { occupied: length, length, modified: None, header: None, damage: None };
            let status = if plain.missing == Some(image) { FileStatus::Missing } else { there };
            files.insert(plain.path(image), status);
        }
        states.extend(plain.state.map(|state| (machine.id, state)));
        readings.push((entry(machine.id, plain.name), MachineReading::Read(Arc::new(machine))));
    }
    if unreadable {
        let what = "the file is damaged".into();
        let problem = Problem { kind: ProblemKind::Damaged, what, advice: "".into() };
        readings.push((entry(MachineId(Uuid::from_u128(99)), "broken"), MachineReading::Failed(problem)));
    }
    let place = Connection {
        id: connection.clone(),
        is_practice: false,
        name: "VirtualBox".into(),
        place: "/".into(),
        abilities,
    };
    let assembled = ConnectionInventory::assemble(place, readings, &states, &[], &files, Vec::new());
    let disk = HostDisk { device: DEVICE, path: Path::new("/vms").into(), free: Bytes(free), size: Bytes(u64::MAX) };
    Arc::new(Inventory { generation: 1, connections: vec![Arc::new(assembled)], host_disks: vec![disk] })
}

/// A map of blocks of 1 MiB.
#[derive(Debug)]
struct Blocks {
    files: [Arc<Path>; 1],
    held: BTreeSet<u64>,
}

impl AllocationMap for Blocks {
    fn virtual_size(&self) -> Bytes {
        Bytes(DISK)
    }

    fn unit(&self) -> u64 {
        MIB
    }

    fn overhead(&self) -> u64 {
        0
    }

    fn state(&self, unit: u64) -> State {
        let place = Location { file: 0, offset: EMPTY + MIB * self.held.range(..unit).count() as u64 };
        if self.held.contains(&unit) { State::Data(place) } else { State::Free }
    }

    fn stretch(&self, offset: u64) -> Option<Stretch> {
        let length = (offset < DISK).then(|| MIB - offset % MIB)?;
        Some(Stretch { start: offset, length, state: self.state(offset / MIB) })
    }

    fn units_in_use(&self) -> u64 {
        self.held.len() as u64
    }

    fn files(&self) -> &[Arc<Path>] {
        &self.files
    }

    fn memory(&self) -> Bytes {
        Bytes::ZERO
    }
}
