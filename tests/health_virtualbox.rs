//! An inspection of machines that a real VirtualBox made finds what is wrong with them, and nothing else.
//!
//! Needs the testbed of `tests/testbed/virtualbox.sh`:
//!
//! ```sh
//! tests/testbed/virtualbox.sh install
//! SNAPGROVE_TESTBED=~/.cache/snapgrove-testbed cargo test --test health_virtualbox -- --ignored
//! ```
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

mod health_support;
mod sandbox_support;
mod sandbox_testbed;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use health_support::{inventory_of, of_kind, patient, plain, the_only};
use sandbox_testbed::Home;
use snapgrove::health::removal::{RemovalError, Trash, move_to_trash};
use snapgrove::health::{
    Bounds, Collected, Evidence, Finding, FindingKind, NameRules, Severity, Surroundings, Uncovered, collect, inspect,
};
use snapgrove::hypervisor::Hypervisor as _;
use snapgrove::hypervisor::virtualbox::VirtualBox;
use snapgrove::model::{Bytes, HostDisk, ImageMode, Inventory, Machine, MachineEntry, Problem};

struct Bed {
    home: Home,
}

impl Bed {
    fn new() -> Self {
        Self { home: Home::new() }
    }

    fn machine(&self, name: &str) {
        let folder = self.home.machines().display().to_string();
        self.home.must(&["createvm", "--name", name, "--register", "--basefolder", &folder]);
        self.home.must(&["storagectl", name, "--name", "SATA", "--add", "sata"]);
        self.disk(name, 0, name);
    }

    /// Makes a disk and plugs it in.
    fn disk(&self, machine: &str, port: u32, name: &str) {
        let path = self.file(machine, &format!("{name}.vdi")).display().to_string();
        self.home.must(&["createmedium", "disk", "--filename", &path, "--size", "16"]);
        self.plug(machine, port, &path);
    }

    fn plug(&self, machine: &str, port: u32, medium: &str) {
        let port = port.to_string();
        self.home.must(&[
            "storageattach",
            machine,
            "--storagectl",
            "SATA",
            "--port",
            &port,
            "--type",
            "hdd",
            "--medium",
            medium,
        ]);
    }

    fn take(&self, machine: &str, name: &str) {
        self.home.must(&["snapshot", machine, "take", name]);
    }

    fn file(&self, machine: &str, name: &str) -> PathBuf {
        self.home.machines().join(machine).join(name)
    }

    fn virtualbox(&self) -> VirtualBox {
        VirtualBox::open(Some(self.home.machines().with_file_name("config")), None)
    }

    fn inventory(&self) -> Arc<Inventory> {
        inventory_of(vec![Arc::new(self.virtualbox())])
    }

    fn read(&self, entry: &MachineEntry) -> Result<Machine, Problem> {
        self.virtualbox().read(entry).map_err(|error| error.to_problem())
    }

    fn collect(&self, inventory: &Inventory) -> Collected {
        collect(inventory, &|entry| self.read(entry), &Bounds::default())
    }

    /// What an inspection right now finds.
    fn find(&self) -> Vec<Finding> {
        let inventory = self.inventory();
        let collected = Some(Arc::new(self.collect(&inventory)));
        self.find_in(&inventory, &Surroundings { now: chrono::Utc::now(), collected, ..plain() })
    }

    #[expect(clippy::unused_self, reason = "reads as the others do")]
    fn find_in(&self, inventory: &Inventory, surroundings: &Surroundings) -> Vec<Finding> {
        let is_default = |name: &str| name.starts_with("Snapshot ");
        inspect(inventory, surroundings, &patient(), &NameRules { is_default: &is_default, convention: None })
    }

    /// Changes settings while VirtualBox's service, which would write its own again, has gone to sleep.
    fn edit(&self, machine: &str, from: &str, to: &str) {
        std::thread::sleep(Duration::from_secs(8));
        let path = self.file(machine, &format!("{machine}.vbox"));
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "“{from}” is not in {text}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
    }
}

fn names(finding: &Finding) -> Vec<&str> {
    finding.snapshots.iter().map(|snapshot| snapshot.name.as_str()).collect()
}

#[test]
#[ignore = "needs the testbed"]
fn what_is_wrong_with_machines_and_snapshots() {
    let bed = Bed::new();
    bed.machine("web");
    bed.take("web", "before");
    assert_eq!(bed.find(), []);
    for name in ["", "again", "again", "Snapshot 5", "six", "seven", "eight"] {
        bed.take("web", name);
    }
    assert_eq!(of_kind(&bed.find(), FindingKind::DeepChain).len(), 0);
    bed.take("web", "nine");
    let findings = bed.find();
    let deep = the_only(&findings, FindingKind::DeepChain);
    assert_eq!((deep.severity, &deep.evidence), (Severity::Moderate, &Evidence::DeepChain { images: 10, levels: 9 }));
    assert_eq!(names(&the_only(&findings, FindingKind::DuplicateName)), ["again", "again"]);
    assert_eq!(names(&the_only(&findings, FindingKind::EmptyName)), [""]);
    assert_eq!(names(&the_only(&findings, FindingKind::DefaultName)), ["Snapshot 5"]);
    assert_eq!(findings.len(), 4, "{findings:#?}");
    bed.home.must(&["clonevm", "web", "--snapshot", "six", "--options", "link", "--name", "clone", "--register"]);
    let clone = the_only(&bed.find(), FindingKind::LinkedClone);
    assert_eq!(names(&clone), ["six"]);
    assert!(clone.what().starts_with("The linked clone “clone” rests on"), "{}", clone.what());
}

#[test]
#[ignore = "needs the testbed"]
fn a_snapshot_of_a_machine_that_was_cut_off() {
    let bed = Bed::new();
    bed.machine("web");
    bed.take("web", "in order");
    bed.edit("web", "currentStateModified=\"false\" lastStateChange", "aborted=\"true\" lastStateChange");
    assert_eq!(of_kind(&bed.find(), FindingKind::UnstableSnapshot).len(), 0);
    bed.take("web", "cut off");
    assert_eq!(names(&the_only(&bed.find(), FindingKind::UnstableSnapshot)), ["cut off"]);
    // Going back to a sound snapshot is what ends it.
    bed.home.must(&["snapshot", "web", "restore", "in order"]);
    assert_eq!(of_kind(&bed.find(), FindingKind::UnstableSnapshot).len(), 0);
}

#[test]
#[ignore = "needs the testbed"]
fn a_saved_state_of_an_older_version() {
    let bed = Bed::new();
    bed.machine("web");
    let saved = bed.file("web", "old.sav");
    let mut header = b"\x7fVirtualBox SavedState V2.0\n".to_vec();
    header.resize(32, 0);
    header.extend([7, 0, 1, 0, 9, 0, 0, 0]);
    header.resize(4096, 0);
    fs::write(&saved, header).unwrap();
    bed.home.must(&["adoptstate", "web", &saved.display().to_string()]);
    bed.take("web", "running");
    let inventory = bed.inventory();
    let collected = Some(Arc::new(bed.collect(&inventory)));
    let found = |minor| {
        let installed = snapgrove::health::ProgramVersion { major: 7, minor, build: 22 };
        let versions = [(inventory.connections[0].connection.id.clone(), installed)].into();
        let surroundings = Surroundings { now: chrono::Utc::now(), collected: collected.clone(), versions, ..plain() };
        bed.find_in(&inventory, &surroundings)
    };
    assert_eq!(of_kind(&found(1), FindingKind::OldSavedState).len(), 0);
    assert_eq!(names(&the_only(&found(2), FindingKind::OldSavedState)), ["running"]);
}

#[test]
#[ignore = "needs the testbed"]
fn images_and_files() {
    let bed = Bed::new();
    bed.machine("web");
    for (port, kind) in (1..).zip(["writethrough", "shareable", "immutable"]) {
        bed.disk("web", port, kind);
        bed.plug("web", port, "none");
        let path = bed.file("web", &format!("{kind}.vdi")).display().to_string();
        if kind == "shareable" {
            // Only a disk of fixed size can be shared.
            bed.home.must(&["closemedium", "disk", &path, "--delete"]);
            let make = ["createmedium", "disk", "--filename", &path, "--size", "1", "--variant", "Fixed"];
            bed.home.must(&make);
        }
        bed.home.must(&["modifymedium", "disk", &path, "--type", kind]);
        bed.plug("web", port, &path);
    }
    bed.take("web", "one");
    bed.take("web", "two");
    let findings = bed.find();
    let mut modes = Vec::new();
    for finding in of_kind(&findings, FindingKind::UncoveredDisk) {
        if let Evidence::UncoveredDisk { uncovered: Uncovered::Mode(mode), has_snapshots: true } = finding.evidence {
            modes.push(mode);
        }
    }
    assert_eq!(modes, [ImageMode::WriteThrough, ImageMode::Shareable]);
    assert_eq!(findings.len(), 2, "{findings:#?}");
    // VirtualBox insists on the length of what it merges, whatever it will need.
    let inventory = bed.inventory();
    let told = |free| {
        let disk = HostDisk { path: bed.home.machines().into(), free: Bytes(free), size: Bytes(1 << 40), device: 0 };
        let inventory = Inventory { host_disks: vec![disk], ..(*inventory).clone() };
        let found = bed.find_in(&inventory, &plain());
        of_kind(&found, FindingKind::NoRoomToDelete).first().map(|finding| finding.evidence.clone())
    };
    // Two difference images for each snapshot, with nothing in them but their headers.
    let needs = 2 * (2 << 20);
    assert_eq!(told(needs), None);
    let expected = Evidence::NoRoomToDelete { needs: Bytes(needs), free: Bytes(needs - 1) };
    assert_eq!(told(needs - 1), Some(expected));
    // Made and never plugged in; then taken out of the registry.
    let loose = bed.file("web", "loose.vdi");
    let path = loose.display().to_string();
    bed.home.must(&["createmedium", "disk", "--filename", &path, "--size", "16"]);
    let unattached = the_only(&bed.find(), FindingKind::UnattachedImage);
    assert_eq!(unattached.path.as_deref(), Some(&*loose));
    bed.home.must(&["closemedium", "disk", &path]);
    let now = std::time::SystemTime::now() - Duration::from_hours(2);
    fs::File::options().write(true).open(&loose).and_then(|file| file.set_modified(now)).unwrap();
    let findings = bed.find();
    assert_eq!(the_only(&findings, FindingKind::UnregisteredImage).path.as_deref(), Some(&*loose));
    assert_eq!(of_kind(&findings, FindingKind::UnattachedImage).len(), 0);
    removal(&bed, &loose);
    // The image of a snapshot goes missing.
    let read = bed.read(&bed.inventory().connections[0].machines[0].entry).unwrap();
    let frozen = read.tree.iter().find(|(_, snapshot)| snapshot.name == "two").unwrap().1;
    let (_, id) = frozen.hardware.disks().next().unwrap();
    fs::remove_file(&read.images.iter().find(|image| image.id == id).unwrap().path).unwrap();
    let missing = the_only(&bed.find(), FindingKind::MissingImage);
    assert_eq!((missing.severity, names(&missing)), (Severity::Serious, vec!["two"]));
}

/// Removes by deleting: what the system's own trash does has a test of its own.
struct Away;

impl Trash for Away {
    fn put(&self, path: &std::path::Path) -> Result<(), String> {
        fs::remove_file(path).map_err(|error| error.to_string())
    }
}

/// A file that VirtualBox took in again between look and click stays; else it goes.
fn removal(bed: &Bed, file: &std::path::Path) {
    let remove = |shown: &Collected| {
        let read = |entry: &MachineEntry| bed.read(entry);
        let results = move_to_trash(shown, &[file.into()], &|| bed.inventory(), &read, &Away);
        results.into_iter().next().unwrap()
    };
    let shown = bed.collect(&bed.inventory());
    bed.plug("web", 7, &file.display().to_string());
    let error = remove(&shown).unwrap_err();
    assert!(matches!(error, RemovalError::InUse(_)) && file.exists(), "{error}");
    bed.plug("web", 7, "none");
    bed.home.must(&["closemedium", "disk", &file.display().to_string()]);
    // The previous version of the settings names it until the next change.
    assert!(matches!(remove(&shown).unwrap_err(), RemovalError::InUse(_)));
    bed.home.must(&["modifyvm", "web", "--description", "changed"]);
    // Plugging it in has written into it: it is no longer the file that was shown.
    assert!(matches!(remove(&shown).unwrap_err(), RemovalError::Changed(_)) && file.exists());
    let shown = bed.collect(&bed.inventory());
    assert_eq!(&*remove(&shown).unwrap().path, file);
    assert!(!file.exists());
}
