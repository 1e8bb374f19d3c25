//! Practice machines for inspections: real settings files and images, read as the window reads them.
#![allow(dead_code, reason = "every test uses its own part of this")]
#![expect(clippy::expect_used, clippy::panic, reason = "the helpers of a test fail as the test does")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};
use snapgrove::health::{
    Bounds, Collected, Finding, FindingKind, NameRules, Surroundings, Thresholds, collect, inspect,
};
use snapgrove::hypervisor::sandbox::{DiskWrite, NewDisk, NewMachine, NewSnapshot, Sandbox};
use snapgrove::hypervisor::{Hypervisor, Scan};
use snapgrove::model::{
    Bytes, ImageMode, Inventory, Machine, MachineEntry, MachineId, MachineKey, Problem, SnapshotId,
};

pub const MIB: u64 = 1 << 20;

/// The moment at which everything is inspected.
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 6, 1, 12, 0, 0).single().expect("a time")
}

/// A number of days before that.
pub fn days_ago(days: i64) -> DateTime<Utc> {
    now() - TimeDelta::days(days)
}

/// Thresholds that no small machine reaches; a test sets the one it is about.
pub fn patient() -> Thresholds {
    Thresholds {
        free_moderate: Bytes(0),
        free_serious: Bytes(0),
        free_moderate_percent: 0,
        free_serious_percent: 0,
        ..Thresholds::default()
    }
}

/// A Sandbox in a folder of the test's own.
pub struct Practice {
    pub sandbox: Sandbox,
    folder: tempfile::TempDir,
}

impl Practice {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let sandbox = Sandbox::open(folder.path()).expect("a new Sandbox");
        Self { sandbox, folder }
    }

    /// With one machine of one disk.
    pub fn with_machine(name: &str) -> (Self, MachineId) {
        let practice = Self::new();
        let machine = practice.machine(name, &[ImageMode::Normal]);
        (practice, machine)
    }

    pub fn machine(&self, name: &str, disks: &[ImageMode]) -> MachineId {
        let disks = disks.iter().map(|mode| NewDisk { size: 8 * MIB, mode: *mode }).collect();
        let new = NewMachine { disks, ..NewMachine::small(name, MIB) };
        self.sandbox.create_machine(&new, now()).expect("a new machine")
    }

    pub fn take(&self, machine: MachineId, name: &str) -> SnapshotId {
        self.take_at(machine, name, now())
    }

    pub fn take_at(&self, machine: MachineId, name: &str, taken_at: DateTime<Utc>) -> SnapshotId {
        let new = NewSnapshot { name: name.to_owned(), description: String::new(), taken_at };
        self.sandbox.take(machine, &new).expect("a snapshot")
    }

    /// Writes whole MiB to the first disk.
    pub fn write(&self, machine: MachineId, blocks: std::ops::Range<u64>) {
        for block in blocks {
            let content = vec![7; usize::try_from(MIB).expect("small")];
            let write = DiskWrite { disk: 0, offset: block * MIB, content };
            self.sandbox.write(machine, &[write]).expect("the disk can be written");
        }
    }

    pub fn key(&self, machine: MachineId) -> MachineKey {
        MachineKey { connection: self.sandbox.connection().id.clone(), machine }
    }

    pub fn read(&self, machine: MachineId) -> Machine {
        self.sandbox.read(&self.entry(machine)).expect("the machine can be read")
    }

    pub fn entry(&self, machine: MachineId) -> MachineEntry {
        let listing = self.sandbox.machines().expect("the Sandbox can be read");
        listing.machines.into_iter().find(|entry| entry.id == machine).expect("the machine is listed")
    }

    pub fn settings_file(&self, machine: MachineId) -> PathBuf {
        self.entry(machine).settings_file.to_path_buf()
    }

    /// The folder that the machine's settings lie in.
    pub fn folder(&self, machine: MachineId) -> PathBuf {
        self.settings_file(machine).parent().expect("a folder").to_owned()
    }

    /// Changes the text of a machine's settings as another program would.
    pub fn edit(&self, machine: MachineId, from: &str, to: &str) {
        let path = self.settings_file(machine);
        let text = fs::read_to_string(&path).expect("settings are text");
        assert!(text.contains(from), "“{from}” is not in {text}");
        fs::write(&path, text.replacen(from, to, 1)).expect("settings can be written");
    }

    /// Files of the disks of the current state.
    pub fn current_image(&self, machine: MachineId) -> PathBuf {
        let read = self.read(machine);
        let (_, id) = read.current_state.hardware.disks().next().expect("a disk");
        read.images.iter().find(|record| record.id == id).expect("it is listed").path.to_path_buf()
    }

    pub fn inventory(&self) -> Arc<Inventory> {
        // Another opening, so that nothing is kept from before.
        inventory_of(vec![Arc::new(Sandbox::open(self.folder.path()).expect("the Sandbox opens again"))])
    }

    pub fn collect(&self, inventory: &Inventory) -> Collected {
        collect(inventory, &|entry| self.read_settings(entry), &Bounds::default())
    }

    pub fn read_settings(&self, entry: &MachineEntry) -> Result<Machine, Problem> {
        self.sandbox.read(entry).map_err(|error| error.to_problem())
    }

    /// What an inspection of everything finds, with a look into the folders.
    pub fn find(&self, thresholds: &Thresholds) -> Vec<Finding> {
        let inventory = self.inventory();
        let surroundings = Surroundings { collected: Some(Arc::new(self.collect(&inventory))), ..plain() };
        find(&inventory, &surroundings, thresholds)
    }
}

/// Surroundings of which only the time is known.
pub fn plain() -> Surroundings {
    Surroundings { now: now(), ..Surroundings::default() }
}

/// What an inspection finds, with no name taken for a default one.
pub fn find(inventory: &Inventory, surroundings: &Surroundings, thresholds: &Thresholds) -> Vec<Finding> {
    inspect(inventory, surroundings, thresholds, &NameRules { is_default: &|_| false, convention: None })
}

pub fn inventory_of(hypervisors: Vec<Arc<dyn Hypervisor>>) -> Arc<Inventory> {
    let mut scan = Scan::new(hypervisors);
    scan.list();
    scan.read_waiting(&mut |_| {});
    scan.measure_files();
    scan.read_headers();
    scan.inventory()
}

/// The findings of one kind.
pub fn of_kind(findings: &[Finding], kind: FindingKind) -> Vec<&Finding> {
    findings.iter().filter(|finding| finding.kind() == kind).collect()
}

/// The only finding of one kind.
pub fn the_only(findings: &[Finding], kind: FindingKind) -> Finding {
    match of_kind(findings, kind).as_slice() {
        [one] => (*one).clone(),
        others => panic!("one {} is expected: {others:#?}\namong {findings:#?}", kind.key()),
    }
}

/// Fails if there is a finding of this kind.
pub fn assert_none(findings: &[Finding], kind: FindingKind) {
    let found = of_kind(findings, kind);
    assert!(found.is_empty(), "{found:#?}");
}

/// Makes a file look as if it had been left alone for this long before the inspection.
pub fn age(path: &Path, minutes: u64) {
    let moment = SystemTime::from(now()) - Duration::from_secs(minutes * 60);
    File::options().write(true).open(path).and_then(|file| file.set_modified(moment)).expect("a time can be set");
}
