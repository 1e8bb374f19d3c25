//! Inventories for tests of plans: machines made in memory, with every file measured as the test says.
#![allow(dead_code, reason = "every test uses its own part of this")]
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use snapgrove::model::{
    Abilities, Attachment, AttachmentKind, Bytes, Connection, ConnectionId, ConnectionInventory, CurrentState,
    FileSizes, FileStatus, HardwareSettings, HostDisk, ImageFormat, ImageHeader, ImageId, ImageMode, ImageRecord,
    Inventory, Machine, MachineEntry, MachineId, MachineKey, MachineReading, MachineState, Problem, ProblemKind,
    Snapshot, SnapshotId, SnapshotTreeBuilder, StepKind,
};
use uuid::Uuid;

pub const MIB: u64 = 1 << 20;

pub fn connection() -> ConnectionId {
    ConnectionId::new("test")
}

pub fn snapshot_id(number: usize) -> SnapshotId {
    SnapshotId(Uuid::from_u128(1000 + number as u128))
}

/// Image `level` of a disk: 0 is the base, 1 that of the first snapshot's child, …; the last is the current state's.
pub fn image_id(machine: u128, disk: usize, level: usize) -> ImageId {
    ImageId(Uuid::from_u128((machine << 64) + ((disk as u128) << 32) + level as u128))
}

pub fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_348_800 + second, 0).expect("a time in November 2026")
}

/// A machine whose snapshots stand one below the other, with its disks.
#[derive(Clone)]
pub struct Sketch {
    pub number: u128,
    pub name: String,
    pub snapshots: Vec<String>,
    /// Which of the snapshots is the current one; none if there are none.
    pub current: Option<usize>,
    pub modes: Vec<ImageMode>,
    pub modified: bool,
    pub state: MachineState,
    /// Saved memory of the current state and of snapshots, by name of the file.
    pub saved_state: Option<&'static str>,
    pub saved_of: Vec<(usize, &'static str)>,
    /// What the current state's images occupy.
    pub current_occupied: u64,
    /// Images that were not measured as present.
    pub broken: Vec<(ImageId, FileStatus)>,
    pub memory_mib: Option<u32>,
}

impl Sketch {
    pub fn new(name: &str, snapshots: &[&str]) -> Self {
        Self {
            number: 1,
            name: name.to_owned(),
            snapshots: snapshots.iter().map(ToString::to_string).collect(),
            current: snapshots.len().checked_sub(1),
            modes: vec![ImageMode::Normal],
            modified: false,
            state: MachineState::PoweredOff,
            saved_state: None,
            saved_of: Vec::new(),
            current_occupied: 8192,
            broken: Vec::new(),
            memory_mib: Some(512),
        }
    }

    pub fn key(&self) -> MachineKey {
        MachineKey { connection: connection(), machine: MachineId(Uuid::from_u128(self.number)) }
    }

    fn folder(&self) -> String {
        format!("/vms/{}", self.name)
    }

    /// The level of the image that the current state is written to.
    pub fn top(&self) -> usize {
        self.snapshots.len()
    }

    fn hardware(&self, level: usize) -> Arc<HardwareSettings> {
        let attachments = (0..self.modes.len()).map(|disk| Attachment {
            controller: "SATA".into(),
            port: u32::try_from(disk).expect("few disks"),
            device: 0,
            kind: AttachmentKind::HardDisk,
            image: Some(image_id(self.number, disk, if self.modes[disk].covered_by_snapshots() { level } else { 0 })),
        });
        Arc::new(HardwareSettings {
            memory_mib: self.memory_mib,
            attachments: attachments.collect(),
            ..HardwareSettings::default()
        })
    }

    fn images(&self) -> Vec<Arc<ImageRecord>> {
        let mut images = Vec::new();
        for (disk, mode) in self.modes.iter().enumerate() {
            let levels = if mode.covered_by_snapshots() { self.snapshots.len() } else { 0 };
            for level in 0..=levels {
                images.push(Arc::new(ImageRecord {
                    id: image_id(self.number, disk, level),
                    path: Path::new(&format!("{}/disk{disk}-{level}.vdi", self.folder())).into(),
                    format: ImageFormat::Vdi,
                    mode: if level == 0 { *mode } else { ImageMode::Normal },
                    auto_reset: false,
                    parent: level.checked_sub(1).map(|below| image_id(self.number, disk, below)),
                    listed_by: Some(self.key().machine),
                }));
            }
        }
        images
    }

    fn file(&self, name: &str) -> Arc<Path> {
        Path::new(&format!("{}/Snapshots/{name}", self.folder())).into()
    }

    pub fn machine(&self) -> Machine {
        let mut builder = SnapshotTreeBuilder::default();
        let mut parent = None;
        for (position, name) in self.snapshots.iter().enumerate() {
            let saved = self.saved_of.iter().find(|(of, _)| *of == position).map(|(_, name)| self.file(name));
            let snapshot = Snapshot {
                id: snapshot_id(position),
                name: name.clone(),
                description: String::new(),
                taken_at: Some(at(i64::try_from(position).expect("few snapshots") * 86_400)),
                online: saved.is_some(),
                saved_state: saved,
                firmware_file: None,
                hardware: self.hardware(position),
            };
            parent = Some(builder.push(parent, snapshot).expect("a tree"));
        }
        Machine {
            id: self.key().machine,
            name: self.name.as_str().into(),
            description: String::new(),
            groups: Vec::new(),
            os_type: None,
            settings_file: Path::new(&format!("{}/{}.vbox", self.folder(), self.name)).into(),
            settings_version: None,
            snapshot_folder: self.file("x").parent().expect("a folder").into(),
            recorded_state: self.state,
            state_since: None,
            tree: builder.finish(self.current.map(snapshot_id)),
            current_state: CurrentState {
                modified: self.modified,
                hardware: self.hardware(self.snapshots.len()),
                saved_state: self.saved_state.map(|name| self.file(name)),
                firmware_file: None,
            },
            images: self.images(),
            problems: Vec::new(),
        }
    }

    fn files(&self) -> FileSizes {
        let mut files = FileSizes::new();
        for record in self.images() {
            let is_current = record.id == image_id(self.number, 0, self.top()) && self.top() > 0;
            let present = FileStatus::Present {
                occupied: Bytes(if is_current { self.current_occupied } else { 10 * MIB }),
                length: Bytes(10 * MIB),
                modified: None,
                header: Some(ImageHeader { id: Some(record.id), parent: record.parent, virtual_size: Bytes(64 * MIB) }),
                damage: None,
            };
            let broken = self.broken.iter().find(|(id, _)| *id == record.id).map(|(_, status)| status.clone());
            files.insert(record.path.clone(), broken.unwrap_or(present));
        }
        files
    }
}

/// An inventory of these machines, to be made different by the test.
pub struct Scene {
    pub sketches: Vec<Sketch>,
    pub abilities: Abilities,
    pub free: u64,
    pub tool_is_missing: bool,
    /// Names of machines that could not be read.
    pub unread: Vec<&'static str>,
}

pub fn all_abilities() -> Abilities {
    use StepKind::{
        CloneFull, CloneLinked, Delete, DetachImage, DiscardSavedState, Edit, PowerOff, Restore, Start, Take,
    };
    [Take, Edit, Restore, Delete, CloneFull, CloneLinked, PowerOff, Start, DiscardSavedState, DetachImage]
        .into_iter()
        .collect()
}

impl Scene {
    pub fn of(sketch: Sketch) -> Self {
        Self {
            sketches: vec![sketch],
            abilities: all_abilities(),
            free: 100_000 * MIB,
            tool_is_missing: false,
            unread: Vec::new(),
        }
    }

    pub fn inventory(&self) -> Inventory {
        self.inventory_with(&[])
    }

    /// The same with these images in the registry of the first machine.
    pub fn inventory_with(&self, more_images: &[Arc<ImageRecord>]) -> Inventory {
        let connection = Connection {
            id: connection(),
            is_practice: false,
            name: "Test".into(),
            place: "/vms".into(),
            abilities: self.abilities.clone(),
        };
        let mut files = FileSizes::new();
        let mut readings = Vec::new();
        for (position, sketch) in self.sketches.iter().enumerate() {
            files.extend(sketch.files());
            let mut machine = sketch.machine();
            if position == 0 {
                machine.images.extend(more_images.iter().cloned());
            }
            readings.push((entry(&sketch.name, sketch.number), MachineReading::Read(Arc::new(machine))));
        }
        for (number, name) in (900..).zip(&self.unread) {
            readings.push((entry(name, number), MachineReading::Failed(problem(ProblemKind::Damaged))));
        }
        let states: HashMap<MachineId, MachineState> = HashMap::new();
        let problems = if self.tool_is_missing { vec![problem(ProblemKind::Tool)] } else { Vec::new() };
        let connection = ConnectionInventory::assemble(connection, readings, &states, &[], &files, problems);
        let disk =
            HostDisk { device: 1, path: Path::new("/vms").into(), free: Bytes(self.free), size: Bytes(u64::MAX) };
        Inventory { generation: 1, connections: vec![Arc::new(connection)], host_disks: vec![disk] }
    }
}

fn entry(name: &str, number: u128) -> MachineEntry {
    MachineEntry {
        connection: connection(),
        id: MachineId(Uuid::from_u128(number)),
        name: name.into(),
        settings_file: Path::new(&format!("/vms/{name}/{name}.vbox")).into(),
    }
}

fn problem(kind: ProblemKind) -> Problem {
    Problem { kind, what: "it is broken".into(), advice: "mend it".into() }
}
