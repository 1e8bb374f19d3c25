//! Inventories for tests of clean-up rules: machines made in memory, with an image for every snapshot.
#![allow(dead_code, reason = "every test uses its own part of this")]
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Utc};
use snapgrove::model::{
    Abilities, Attachment, AttachmentKind, Bytes, Connection, ConnectionId, ConnectionInventory, CurrentState,
    FileSizes, FileStatus, HardwareSettings, ImageFormat, ImageHeader, ImageId, ImageMode, ImageRecord, Inventory,
    Machine, MachineEntry, MachineId, MachineKey, MachineReading, MachineState, Problem, ProblemKind, Snapshot,
    SnapshotId, SnapshotIndex, SnapshotTree, SnapshotTreeBuilder, StepKind,
};
use snapgrove::pins::{Pins, TakenBySnapgrove};
use snapgrove::retention::{Ground, Zone};
use uuid::Uuid;

pub const MB: u64 = 1_000_000;
pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 24 * HOUR;

/// Wednesday, 7 October 2026, 12:00 UTC.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_791_374_400, 0).expect("a time in 2026")
}

pub fn utc() -> Zone {
    Zone::of(Utc)
}

/// Two hours east of Greenwich.
pub fn east() -> Zone {
    Zone::of(FixedOffset::east_opt(7_200).expect("two hours"))
}

pub fn snapshot_id(number: usize) -> SnapshotId {
    SnapshotId(Uuid::from_u128(1 + number as u128))
}

pub fn machine_key(number: usize) -> MachineKey {
    MachineKey { connection: ConnectionId::new("test"), machine: MachineId(Uuid::from_u128(1 + number as u128)) }
}

/// The image frozen in a snapshot of a machine, or the one of its current state.
fn image_id(machine: usize, place: Option<usize>) -> ImageId {
    let place = place.map_or(0, |number| number as u128 + 1);
    ImageId(Uuid::from_u128(((machine as u128 + 1) << 64) + place))
}

/// A machine to be made.
#[derive(Debug, Clone, Default)]
pub struct Sketch {
    /// The parent of each snapshot, with a smaller number.
    pub parents: Vec<Option<usize>>,
    /// How many seconds before [`now`] each was taken.
    pub ages: Vec<Option<i64>>,
    /// Names; those that lack are empty.
    pub names: Vec<String>,
    pub current: Option<usize>,
    pub groups: Vec<&'static str>,
    pub state: Option<MachineState>,
    /// Snapshots on which a linked clone rests.
    pub clones: Vec<usize>,
    /// Snapshots whose image is missing.
    pub missing: Vec<usize>,
}

impl Sketch {
    /// One below the other, the first the oldest: these ages in days. The last is the current one.
    pub fn chain(days: &[i64]) -> Self {
        Self {
            parents: (0..days.len()).map(|number| number.checked_sub(1)).collect(),
            ages: days.iter().map(|days| Some(days * DAY)).collect(),
            current: days.len().checked_sub(1),
            ..Self::default()
        }
    }

    pub fn named(mut self, names: &[&str]) -> Self {
        self.names = names.iter().map(ToString::to_string).collect();
        self
    }

    fn hardware(machine: usize, place: Option<usize>) -> Arc<HardwareSettings> {
        let disk = Attachment {
            controller: "SATA".into(),
            port: 0,
            device: 0,
            kind: AttachmentKind::HardDisk,
            image: Some(image_id(machine, place)),
        };
        Arc::new(HardwareSettings { attachments: vec![disk], ..HardwareSettings::default() })
    }

    /// The tree, with the snapshots in an order that `shuffle` chooses among those in which parents come first; 0 leaves
    /// them as they are.
    pub fn tree(&self, machine: usize, shuffle: u64) -> SnapshotTree {
        let mut builder = SnapshotTreeBuilder::default();
        let mut placed: HashMap<usize, SnapshotIndex> = HashMap::new();
        for number in self.order(shuffle) {
            let snapshot = Snapshot {
                id: snapshot_id(number),
                name: self.names.get(number).cloned().unwrap_or_default(),
                description: String::new(),
                taken_at: self.ages[number].map(|age| now() - chrono::TimeDelta::seconds(age)),
                online: false,
                saved_state: None,
                firmware_file: None,
                hardware: Self::hardware(machine, Some(number)),
            };
            let parent = self.parents[number].map(|parent| placed[&parent]);
            placed.insert(number, builder.push(parent, snapshot).expect("a tree"));
        }
        builder.finish(self.current.map(snapshot_id))
    }

    fn order(&self, shuffle: u64) -> Vec<usize> {
        let mut waiting: Vec<usize> = (0..self.parents.len()).collect();
        if shuffle == 0 {
            return waiting;
        }
        let mut order: Vec<usize> = Vec::new();
        let mut random = shuffle;
        while !waiting.is_empty() {
            let is_ready = |number: &usize| self.parents[*number].is_none_or(|parent| order.contains(&parent));
            let ready: Vec<usize> = waiting.iter().copied().filter(is_ready).collect();
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(shuffle);
            let number = ready[usize::try_from(random >> 33).expect("small") % ready.len()];
            waiting.retain(|other| *other != number);
            order.push(number);
        }
        order
    }

    fn record(machine: usize, place: Option<usize>, parent: Option<ImageId>) -> Arc<ImageRecord> {
        let file = place.map_or_else(|| "current".to_owned(), |number| number.to_string());
        Arc::new(ImageRecord {
            id: image_id(machine, place),
            path: Path::new(&format!("/vms/{machine}/{file}.vdi")).into(),
            format: ImageFormat::Vdi,
            mode: ImageMode::Normal,
            auto_reset: false,
            parent,
            listed_by: Some(machine_key(machine).machine),
        })
    }

    pub fn machine(&self, number: usize, shuffle: u64) -> Machine {
        let parent_image = |place: Option<usize>| place.map(|place| image_id(number, Some(place)));
        let of_snapshots =
            (0..self.parents.len()).map(|place| Self::record(number, Some(place), parent_image(self.parents[place])));
        let of_current_state = Self::record(number, None, parent_image(self.current));
        Machine {
            id: machine_key(number).machine,
            name: name(number).as_str().into(),
            description: String::new(),
            groups: self.groups.iter().map(|group| Arc::from(*group)).collect(),
            os_type: None,
            settings_file: Path::new(&format!("/vms/{number}/{number}.vbox")).into(),
            settings_version: None,
            snapshot_folder: Path::new(&format!("/vms/{number}/Snapshots")).into(),
            recorded_state: self.state.unwrap_or(MachineState::PoweredOff),
            state_since: None,
            tree: self.tree(number, shuffle),
            current_state: CurrentState {
                modified: false,
                hardware: Self::hardware(number, None),
                saved_state: None,
                firmware_file: None,
            },
            images: of_snapshots.chain([of_current_state]).collect(),
            problems: Vec::new(),
        }
    }
}

pub fn name(number: usize) -> String {
    format!("machine {number}")
}

fn entry(number: usize) -> MachineEntry {
    MachineEntry {
        connection: ConnectionId::new("test"),
        id: machine_key(number).machine,
        name: name(number).as_str().into(),
        settings_file: Path::new(&format!("/vms/{number}/{number}.vbox")).into(),
    }
}

/// A machine whose only disk rests on a snapshot of another one.
fn linked_clone(number: usize, origin: usize, snapshot: usize) -> Machine {
    let mut clone = Sketch::default().machine(number, 0);
    clone.images = vec![Sketch::record(number, None, Some(image_id(origin, Some(snapshot))))];
    clone
}

/// An inventory of these machines and their clones. Every image occupies 10 MB.
pub fn inventory(sketches: &[Sketch], shuffle: u64) -> Inventory {
    inventory_with(sketches, shuffle, &[])
}

/// The same, with machines of these numbers that cannot be read.
pub fn inventory_with(sketches: &[Sketch], shuffle: u64, unread: &[usize]) -> Inventory {
    let mut readings = Vec::new();
    let mut files = FileSizes::new();
    let mut next_clone = 1_000_000;
    for (number, sketch) in sketches.iter().enumerate() {
        readings.push((entry(number), sketch.machine(number, shuffle)));
        for snapshot in &sketch.clones {
            readings.push((entry(next_clone), linked_clone(next_clone, number, *snapshot)));
            next_clone += 1;
        }
    }
    for record in readings.iter().flat_map(|(_, machine)| &machine.images) {
        let (present, header) =
            (Bytes(10 * MB), ImageHeader { id: Some(record.id), parent: record.parent, virtual_size: Bytes(64 * MB) });
        let status = FileStatus::Present {
            occupied: present,
            length: present,
            modified: None,
            header: Some(header),
            damage: None,
        };
        files.insert(record.path.clone(), status);
    }
    for (number, sketch) in sketches.iter().enumerate() {
        for place in &sketch.missing {
            files.insert(Sketch::record(number, Some(*place), None).path.clone(), FileStatus::Missing);
        }
    }
    let states = sketches.iter().enumerate();
    let states = states.filter_map(|(number, sketch)| Some((machine_key(number).machine, sketch.state?))).collect();
    let mut readings: Vec<(MachineEntry, MachineReading)> =
        readings.into_iter().map(|(entry, machine)| (entry, MachineReading::Read(Arc::new(machine)))).collect();
    let problem = Problem { kind: ProblemKind::Damaged, what: "it is damaged".into(), advice: "mend it".into() };
    readings.extend(unread.iter().map(|number| (entry(*number), MachineReading::Failed(problem.clone()))));
    let abilities: Abilities = [StepKind::Delete, StepKind::Take, StepKind::Restore].into_iter().collect();
    let connection = Connection {
        id: ConnectionId::new("test"),
        is_practice: false,
        name: "Test".into(),
        place: "/vms".into(),
        abilities,
    };
    let connection = ConnectionInventory::assemble(connection, readings, &states, &[], &files, Vec::new());
    Inventory { generation: 1, connections: vec![Arc::new(connection)], host_disks: Vec::new() }
}

/// What rules look at, with nothing pinned and nothing taken by Snapgrove.
pub fn ground(inventory: &Inventory) -> Ground {
    Ground::new(inventory, &Pins::default(), &TakenBySnapgrove::default(), utc())
}
