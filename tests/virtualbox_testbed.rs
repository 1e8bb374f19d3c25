//! What Snapgrove reads of a VirtualBox home is what VirtualBox itself says of it.
//!
//! These tests need the testbed, a real VirtualBox in a folder of its own. This installs it (once), runs them and takes
//! it down:
//!
//! ```sh
//! tests/testbed/virtualbox.sh test
//! ```
#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, clippy::panic, reason = "the helpers of a test fail as the test does")]

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use snapgrove::hypervisor::{ConnectOptions, Reader, ReaderSettings, Scan, connect};
use snapgrove::model::{
    AttachmentKind, ConnectionInventory, FileStatus, HardwareSettings, Image, ImageMode, Inventory, InventoryMachine,
};

// Where VirtualBox is

struct Testbed {
    /// The folder with VirtualBox in it.
    tree: PathBuf,
    /// The home that is read.
    home: PathBuf,
}

impl Testbed {
    /// The testbed with its machines, as the environment names it.
    fn given() -> Self {
        Self { tree: path_from("SNAPGROVE_TESTBED"), home: path_from("SNAPGROVE_TESTBED_HOME") }
    }

    fn script(&self, command: &str, more: &[&Path]) -> Output {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/testbed/virtualbox.sh");
        succeed(Command::new(script).arg(command).arg(&self.tree).arg(&self.home).args(more))
    }

    /// What VirtualBox says of the home.
    fn truth(&self) -> Value {
        serde_json::from_slice(&self.script("dump", &[]).stdout).expect("the dump is JSON")
    }

    fn snapgrove(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_snapgrove"));
        command.args(arguments).arg("--virtualbox-home").arg(self.home.join("config"));
        command
    }

    /// What Snapgrove says of the home, without asking any program.
    fn listed(&self) -> Value {
        let no_program = self.home.join("there-is-no-vboxmanage-here");
        let output = succeed(self.snapgrove(&["list", "--json"]).arg("--vboxmanage").arg(no_program));
        serde_json::from_slice(&output.stdout).expect("the list is JSON")
    }

    /// What Snapgrove says of the home, with states as VirtualBox tells them.
    fn listed_with(&self, vboxmanage: &Path) -> Value {
        let output = succeed(self.snapgrove(&["list", "--json"]).arg("--vboxmanage").arg(vboxmanage));
        serde_json::from_slice(&output.stdout).expect("the list is JSON")
    }
}

/// A test that cannot run must not look as if it had passed.
fn path_from(variable: &str) -> PathBuf {
    let value = std::env::var_os(variable)
        .unwrap_or_else(|| panic!("{variable} is not set: see the top of {} for how to run this test", file!()));
    PathBuf::from(value)
}

fn succeed(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}: {}\n{}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

// Comparing

/// All differences at once: one that is shown alone hides what they have in common.
fn assert_same(virtualbox: &Value, snapgrove: &Value) {
    let mut found = Vec::new();
    compare("", virtualbox, snapgrove, &mut found);
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}

fn compare(place: &str, virtualbox: &Value, snapgrove: &Value, found: &mut Vec<String>) {
    match (virtualbox, snapgrove) {
        (Value::Object(one), Value::Object(two)) => {
            for key in one.keys().chain(two.keys()).collect::<BTreeSet<_>>() {
                let inside = format!("{place}/{key}");
                compare(&inside, one.get(key).unwrap_or(&Value::Null), two.get(key).unwrap_or(&Value::Null), found);
            }
        }
        (one, two) if one == two => {}
        (one, two) => found.push(format!("{place}\n  VirtualBox: {}\n  Snapgrove:  {}", short(one), short(two))),
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 300 { text.chars().take(300).chain("…".chars()).collect() } else { text }
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("`{key}` is a list in {}", short(value)))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("`{key}` is a text in {}", short(value)))
}

/// An object of all values by the key that `key` gives.
fn by_key<'a>(values: &'a [Value], key: impl Fn(&Value) -> String, part: impl Fn(&'a Value) -> Value) -> Value {
    let mut all = Map::new();
    for value in values {
        let before = all.insert(key(value), part(value));
        assert!(before.is_none(), "twice: {}", key(value));
    }
    Value::Object(all)
}

fn by_id<'a>(values: &'a [Value], part: impl Fn(&'a Value) -> Value) -> Value {
    by_key(values, |value| text(value, "id").to_owned(), part)
}

fn sorted<T: Ord>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.into_iter().collect();
    values.sort();
    values
}

fn accessible(truth: &Value) -> Vec<Value> {
    list(truth, "machines").iter().filter(|machine| machine["accessible"] == true).cloned().collect()
}

/// Ids of the hard disks that are plugged in.
fn disks(settings: &Value) -> Vec<&str> {
    let attachments = list(settings, "attachments").iter();
    sorted(attachments.filter(|one| one["kind"] == "HardDisk").filter_map(|one| one["medium"].as_str()))
}

/// Settings files keep whole seconds. VirtualBox knows better as long as its service runs, and forgets it then.
fn seconds(milliseconds: &Value) -> Option<i64> {
    milliseconds.as_i64().map(|milliseconds| milliseconds.div_euclid(1000))
}

/// A machine as `list --json` should show it, from VirtualBox's answer.
fn expected(machine: &Value) -> Value {
    let snapshots = list(machine, "snapshots");
    let parents: BTreeMap<&str, Option<&str>> =
        snapshots.iter().map(|snapshot| (text(snapshot, "id"), snapshot["parent"].as_str())).collect();
    let depth = |id: &str| std::iter::successors(Some(id), |id| parents[id]).count();
    json!({
        "name": machine["name"],
        "settings_file": machine["settings_file"],
        "description": machine["description"],
        "current_snapshot": machine["current_snapshot"],
        // Without snapshots there is nothing that it could differ from, and the answers mean nothing.
        "current_state_modified": if snapshots.is_empty() { &Value::Null } else { &machine["current_state_modified"] },
        "current_images": disks(machine),
        "snapshots": by_id(snapshots, |snapshot| json!({
            "name": snapshot["name"],
            "description": snapshot["description"],
            "parent": snapshot["parent"],
            "taken_at": seconds(&snapshot["taken_at_ms"]),
            "online": snapshot["online"],
            "depth": depth(text(snapshot, "id")),
            "images": disks(snapshot),
        })),
    })
}

/// The same of what Snapgrove printed.
fn shown(machine: &Value) -> Value {
    let snapshots = list(machine, "snapshots");
    let time = |time: &str| {
        let time: DateTime<Utc> = time.parse().unwrap_or_else(|error| panic!("{time}: {error}"));
        time.timestamp()
    };
    json!({
        "name": machine["name"],
        "settings_file": machine["settings_file"],
        "description": machine["description"],
        "current_snapshot": machine["current_snapshot"],
        "current_state_modified": if snapshots.is_empty() { &Value::Null } else { &machine["current_state_modified"] },
        "current_images": sorted(list(machine, "current_images").iter().filter_map(Value::as_str)),
        "snapshots": by_id(snapshots, |snapshot| json!({
            "name": snapshot["name"],
            "description": snapshot["description"],
            "parent": snapshot["parent"],
            "taken_at": time(text(snapshot, "taken_at")),
            "online": snapshot["online"],
            "depth": snapshot["depth"],
            "images": sorted(list(snapshot, "images").iter().filter_map(Value::as_str)),
        })),
    })
}

fn readable(listed: &Value) -> Vec<Value> {
    list(listed, "machines").iter().filter(|machine| machine["problem"].is_null()).cloned().collect()
}

fn assert_trees_are_the_same(testbed: &Testbed) {
    let (truth, listed) = (testbed.truth(), testbed.listed());
    assert_same(&by_id(&accessible(&truth), expected), &by_id(&readable(&listed), shown));
}

// The machines of the testbed

#[test]
#[ignore = "needs the testbed"]
fn every_tree_is_as_virtualbox_says() {
    let testbed = Testbed::given();
    assert_trees_are_the_same(&testbed);
    let truth = testbed.truth();
    let count: usize = accessible(&truth).iter().map(|machine| list(machine, "snapshots").len()).sum();
    // So that an empty home cannot agree with itself.
    assert!(count > 300, "only {count} snapshots in {}", testbed.home.display());
}

/// The other tests compare whatever there is: this one says that what is hard to read is there.
#[test]
#[ignore = "needs the testbed"]
fn what_is_hard_to_read_is_among_the_machines() {
    let truth = Testbed::given().truth();
    let machines = accessible(&truth);
    let snapshots: Vec<&Value> = machines.iter().flat_map(|machine| list(machine, "snapshots")).collect();
    let names: Vec<&str> = snapshots.iter().map(|snapshot| text(snapshot, "name")).collect();
    for hard in ["\"double\"", "\n", "\t", "🌳", "分析", "العربية", "<script>", "SnapshotName-1-1"] {
        assert!(names.iter().any(|name| name.contains(hard)), "no snapshot has {hard:?} in its name");
    }
    let has = |what: &str, is: &dyn Fn(&str) -> bool| assert!(names.iter().any(|name| is(name)), "{what}");
    has("no name begins with a dash", &|name| name.starts_with('-'));
    has("no name is empty", &str::is_empty);
    has("no name has 10,000 letters", &|name| name.chars().count() == 10_000);
    has("no name comes twice", &|name| names.iter().filter(|other| **other == name).count() > 1);
    let described = |is: &dyn Fn(&str) -> bool| snapshots.iter().any(|snapshot| is(text(snapshot, "description")));
    assert!(described(&|text| text.contains("\n\n")) && described(&|text| text.len() >= 100_000));

    let all = |key: &'static str| -> BTreeSet<&str> {
        list(&truth, "hard_disks").iter().map(|image| text(image, key)).collect()
    };
    assert_eq!(all("format"), BTreeSet::from(["VDI", "VHD", "VMDK"]));
    let modes = all("type");
    assert!(
        ["Immutable", "Writethrough", "Shareable", "MultiAttach"].iter().all(|mode| modes.contains(mode)),
        "{modes:?}"
    );
    let count = |is: &dyn Fn(&Value) -> bool| machines.iter().filter(|machine| is(machine)).count();
    assert!(count(&|machine| list(machine, "snapshots").len() > 1 && disks(machine).len() > 1) > 0, "two disks");
    assert!(count(&|machine| machine["firmware"] == "EFI" && has_file(&machine["firmware_memory_file"])) > 0, "NVRAM");
    assert!(count(&|machine| has_file(&machine["state_file"])) > 0, "a machine is saved");
    assert!(snapshots.iter().any(|snapshot| snapshot["online"] == true), "a snapshot is online");
    assert!(count(&|machine| is_branched(machine)) > 0, "branches");
    assert!(count(&|machine| list(machine, "snapshots").len() == 250) > 0, "a chain as long as VirtualBox allows");
    let users = |image: &Value| list(image, "users").iter().map(|user| text(user, "machine").to_owned()).collect();
    let owners: BTreeMap<&str, BTreeSet<String>> =
        list(&truth, "hard_disks").iter().map(|image| (text(image, "id"), users(image))).collect();
    let is_foreign = |image: &Value| {
        let below = image["parent"].as_str().and_then(|parent| owners.get(parent));
        below.is_some_and(|below| !below.is_empty() && below.is_disjoint(&users(image)))
    };
    assert!(list(&truth, "hard_disks").iter().any(is_foreign), "a linked clone");
}

fn has_file(path: &Value) -> bool {
    path.as_str().is_some_and(|path| Path::new(path).is_file())
}

fn is_branched(machine: &Value) -> bool {
    let parents: Vec<&Value> = list(machine, "snapshots").iter().map(|snapshot| &snapshot["parent"]).collect();
    (1..parents.len()).any(|position| parents[..position].contains(&parents[position]))
}

#[test]
#[ignore = "needs the testbed"]
fn a_machine_that_virtualbox_cannot_read_has_a_reason() {
    let testbed = Testbed::given();
    let truth = testbed.truth();
    let inaccessible = sorted(
        list(&truth, "machines").iter().filter(|machine| machine["accessible"] == false).map(|one| text(one, "id")),
    );
    assert_eq!(inaccessible.len(), 2, "the testbed has one damaged machine and one that is gone");
    let listed = testbed.listed();
    let with_problem: Vec<&Value> =
        list(&listed, "machines").iter().filter(|machine| !machine["problem"].is_null()).collect();
    assert_eq!(sorted(with_problem.iter().map(|machine| text(machine, "id"))), inaccessible);
    let reasons: Vec<String> = with_problem.iter().map(|machine| machine["problem"].to_string()).collect();
    assert!(reasons.iter().all(|reason| reason.len() > 20), "{reasons:?}");
}

#[test]
#[ignore = "needs the testbed"]
fn states_are_the_ones_that_virtualbox_tells() {
    let testbed = Testbed::given();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let vboxmanage = folder.path().join("vboxmanage");
    testbed.script("wrapper", &[&vboxmanage]);
    let state = |machine: &Value| match text(machine, "state") {
        "PoweredOff" => "powered_off",
        "Saved" => "saved",
        "Aborted" => "aborted",
        other => panic!("the testbed cannot run machines, so none is {other}"),
    };
    let truth = by_id(&accessible(&testbed.truth()), |machine| json!(state(machine)));
    let asked = testbed.listed_with(&vboxmanage);
    assert_same(&truth, &by_id(&readable(&asked), |machine| machine["state"].clone()));
    // Otherwise the program was not asked.
    assert_eq!(asked["problems"], json!([]));
    // The settings files tell the same as long as nothing runs.
    assert_same(&truth, &by_id(&readable(&testbed.listed()), |machine| machine["state"].clone()));
    let states: BTreeSet<&str> = truth.as_object().into_iter().flatten().filter_map(|(_, one)| one.as_str()).collect();
    assert_eq!(states, BTreeSet::from(["aborted", "powered_off", "saved"]));
}

// What the list does not tell

fn options(testbed: &Testbed) -> ConnectOptions {
    ConnectOptions { virtualbox_home: Some(testbed.home.join("config")), ..ConnectOptions::default() }
}

fn inventory(testbed: &Testbed) -> Arc<Inventory> {
    let mut scan = Scan::new(connect(&options(testbed)).hypervisors);
    scan.list();
    scan.read_waiting(&mut |_| {});
    scan.measure_files();
    scan.read_headers();
    scan.inventory()
}

/// The only connection of the inventory.
fn connection(inventory: &Inventory) -> &ConnectionInventory {
    match inventory.connections.as_slice() {
        [one] => one,
        other => panic!("{} connections", other.len()),
    }
}

#[test]
#[ignore = "needs the testbed"]
fn every_image_is_as_virtualbox_says() {
    let testbed = Testbed::given();
    let truth = testbed.truth();
    let known = by_id(list(&truth, "hard_disks"), |image| {
        let broken = image["state"] == "Inaccessible";
        json!({
            "parent": image["parent"],
            "location": image["location"],
            "format": image["format"],
            "mode": image["type"],
            "auto_reset": image["auto_reset"],
            "users": sorted(list(image, "users").iter().map(|user| format!("{} {}", user["machine"], user["snapshot"]))),
            "broken": broken,
            // VirtualBox gives up at a broken image, Snapgrove goes on with what it finds.
            "virtual_size": if broken { &Value::Null } else { &image["virtual_size"] },
        })
    });
    let inventory = inventory(&testbed);
    let images =
        connection(&inventory).images.iter().map(|(_, image)| (image.record.id.to_string(), shown_image(image)));
    assert_same(&known, &Value::Object(images.collect()));
}

fn shown_image(image: &Image) -> Value {
    let broken = image.problem().is_some();
    let header = match &image.file {
        Some(FileStatus::Present { header, .. }) if !broken => *header,
        _ => None,
    };
    let optional = |id: Option<String>| json!(id).to_string();
    let users = image.users.iter().map(|user| {
        format!("{} {}", json!(user.machine.to_string()), optional(user.snapshot.map(|snapshot| snapshot.to_string())))
    });
    json!({
        "parent": image.record.parent.map(|parent| parent.to_string()),
        "location": image.record.path,
        "format": image.record.format.to_string().to_uppercase(),
        "mode": match image.record.mode {
            ImageMode::Normal => "Normal",
            ImageMode::Immutable => "Immutable",
            ImageMode::WriteThrough => "Writethrough",
            ImageMode::Shareable => "Shareable",
            ImageMode::ReadOnly => "Readonly",
            ImageMode::MultiAttach => "MultiAttach",
        },
        "auto_reset": image.record.auto_reset,
        "users": sorted(users),
        "broken": broken,
        "virtual_size": header.map(|header| header.virtual_size.0),
    })
}

#[test]
#[ignore = "needs the testbed"]
fn every_snapshot_has_the_settings_that_virtualbox_says() {
    let testbed = Testbed::given();
    let known = by_id(&accessible(&testbed.truth()), |machine| {
        json!({
            "description": machine["description"],
            "groups": machine["groups"],
            "os_type": machine["os_type"],
            "snapshot_folder": machine["snapshot_folder"],
            "now": expected_settings(machine),
            "snapshots": by_id(list(machine, "snapshots"), expected_settings),
        })
    });
    let inventory = inventory(&testbed);
    let read = connection(&inventory).machines.iter().filter_map(InventoryMachine::machine).map(|machine| {
        let snapshots = machine.tree.iter().map(|(_, snapshot)| {
            let settings =
                shown_settings(&snapshot.hardware, snapshot.saved_state.as_deref(), snapshot.firmware_file.as_deref());
            (snapshot.id.to_string(), settings)
        });
        let now = &machine.current_state;
        let root = ["/".into()];
        let shown = json!({
            "description": machine.description,
            "groups": if machine.groups.is_empty() { &root[..] } else { &machine.groups },
            "os_type": machine.os_type,
            "snapshot_folder": machine.snapshot_folder,
            "now": shown_settings(&now.hardware, now.saved_state.as_deref(), now.firmware_file.as_deref()),
            "snapshots": Value::Object(snapshots.collect()),
        });
        (machine.id.to_string(), shown)
    });
    assert_same(&known, &Value::Object(read.collect()));
}

fn expected_settings(settings: &Value) -> Value {
    let network = |adapter: &Value| {
        let kind = match text(adapter, "kind") {
            "Internal" => "Internal network",
            "HostOnly" => "Host-only",
            same => same,
        };
        json!({ "kind": kind, "mac": adapter["mac"] })
    };
    let place = |one: &Value| format!("{} {}:{}", text(one, "controller"), one["port"], one["device"]);
    json!({
        "memory": settings["memory_mb"],
        "processors": settings["cpus"],
        "video_memory": settings["video_memory_mb"],
        "firmware": settings["firmware"],
        "graphics": settings["graphics"],
        "network": by_key(list(settings, "network"), |adapter| adapter["slot"].to_string(), network),
        "attachments": by_key(list(settings, "attachments"), place, |one| json!([one["kind"], one["medium"]])),
        "shared_folders": by_key(list(settings, "shared_folders"), |one| text(one, "name").to_owned(), |one| one["path"].clone()),
        "state_file": settings["state_file"],
        // VirtualBox names a place for this file also where the machine has none.
        "firmware_file": settings["firmware_memory_file"].as_str().filter(|path| Path::new(path).exists()),
    })
}

fn shown_settings(hardware: &HardwareSettings, state_file: Option<&Path>, firmware_file: Option<&Path>) -> Value {
    let network = hardware
        .network
        .iter()
        .map(|adapter| (adapter.slot.to_string(), json!({ "kind": adapter.attached_to, "mac": adapter.mac_address })));
    let attachments = hardware.attachments.iter().map(|one| {
        let kind = match one.kind {
            AttachmentKind::HardDisk => "HardDisk",
            AttachmentKind::Dvd => "DVD",
            AttachmentKind::Floppy => "Floppy",
        };
        let place = format!("{} {}:{}", one.controller, one.port, one.device);
        (place, json!([kind, one.image.map(|image| image.to_string())]))
    });
    let folders = hardware.shared_folders.iter().map(|folder| (folder.name.to_string(), json!(folder.host_path)));
    json!({
        // What a settings file leaves out has the default that VirtualBox's manual names.
        "memory": hardware.memory_mib,
        "processors": hardware.processors.unwrap_or(1),
        "video_memory": hardware.video_memory_mib.unwrap_or(8),
        "firmware": hardware.firmware.as_deref().unwrap_or("BIOS"),
        "graphics": hardware.graphics_controller.as_deref().unwrap_or("VBoxVGA"),
        "network": Value::Object(network.collect()),
        "attachments": Value::Object(attachments.collect()),
        "shared_folders": Value::Object(folders.collect()),
        "state_file": state_file,
        "firmware_file": firmware_file.filter(|path| path.exists()),
    })
}

/// Every file once: images with all their parts, saved states, firmware files.
#[test]
#[ignore = "needs the testbed"]
fn occupied_bytes_are_what_the_file_system_says() {
    let testbed = Testbed::given();
    let truth = testbed.truth();
    let machines = accessible(&truth);
    let settings = machines.iter().flat_map(|machine| list(machine, "snapshots").iter().chain([machine]));
    let support = settings
        .flat_map(|one| [&one["state_file"], &one["firmware_memory_file"]])
        .filter_map(|path| path.as_str().map(PathBuf::from));
    let images = list(&truth, "hard_disks").iter().flat_map(|image| parts(Path::new(text(image, "location"))));
    let files: BTreeSet<PathBuf> = support.chain(images).collect();
    let on_disk: u64 = files.iter().filter_map(|path| path.metadata().ok()).map(|file| file.blocks() * 512).sum();
    let inventory = inventory(&testbed);
    assert_eq!(connection(&inventory).occupied.0, on_disk);
    let complete = connection(&inventory).machines.iter().filter(|one| one.machine().is_some());
    assert!(complete.into_iter().all(|machine| machine.usage.complete));
}

/// The files of an image: a VMDK of several files has its parts, `NAME-s001.vmdk` and so on, beside it.
fn parts(image: &Path) -> Vec<PathBuf> {
    let name = image.file_stem().expect("an image has a name").to_string_lossy();
    let beside = image.parent().expect("an image is in a folder").read_dir().into_iter().flatten().flatten();
    let parts = beside.map(|entry| entry.path()).filter(|path| {
        path.extension().is_some_and(|extension| extension == "vmdk")
            && path.file_stem().is_some_and(|stem| stem.to_string_lossy().starts_with(&format!("{name}-s")))
    });
    parts.chain([image.to_owned()]).collect()
}

// A home that changes

/// A home of the test's own, which is taken down at the end, however the test ends.
struct OwnHome {
    testbed: Testbed,
    vboxmanage: PathBuf,
    folder: tempfile::TempDir,
}

impl OwnHome {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let home = folder.path().canonicalize().expect("the temporary folder is there");
        let testbed = Testbed { tree: path_from("SNAPGROVE_TESTBED"), home };
        let vboxmanage = folder.path().join("vboxmanage");
        testbed.script("wrapper", &[&vboxmanage]);
        Self { testbed, vboxmanage, folder }
    }

    fn path(&self, inside: &str) -> String {
        self.testbed.home.join(inside).display().to_string()
    }

    fn vboxmanage(&self, arguments: &[&str]) -> Output {
        succeed(Command::new(&self.vboxmanage).args(arguments))
    }

    /// Lets VirtualBox do something, and compares what both say afterwards.
    fn act(&self, arguments: &[&str]) {
        self.vboxmanage(arguments);
        println!("{}", arguments.join(" "));
        assert_trees_are_the_same(&self.testbed);
    }
}

impl Drop for OwnHome {
    fn drop(&mut self) {
        self.testbed.script("down", &[]);
        assert!(self.folder.path().exists(), "the folder goes after the mount in it has gone");
    }
}

#[test]
#[ignore = "needs the testbed"]
fn every_change_is_read_at_once() {
    let home = OwnHome::new();
    let (disk, state) = (home.path("machines/one/one.vdi"), home.path("machines/one/Snapshots/one.sav"));
    home.act(&["createvm", "--name", "one", "--ostype", "Debian_64", "--register"]);
    home.vboxmanage(&["createmedium", "disk", "--filename", &disk, "--size", "1024"]);
    home.vboxmanage(&["storagectl", "one", "--name", "SATA", "--add", "sata"]);
    let disk_options = ["--storagectl", "SATA", "--port", "0", "--type", "hdd", "--medium", &disk];
    home.act(&[&["storageattach", "one"], &disk_options[..]].concat());
    home.act(&["snapshot", "one", "take", "first", "--description", "one\ntwo"]);
    home.act(&["modifyvm", "one", "--memory", "256", "--description", "changed"]);
    home.act(&["snapshot", "one", "take", "第二 \"quoted\" <&>"]);
    home.act(&["snapshot", "one", "take", "third"]);
    home.act(&["snapshot", "one", "restore", "first"]);
    home.act(&["snapshot", "one", "take", "branch"]);
    home.act(&["snapshot", "one", "edit", "third", "--name", "renamed 🌳", "--description", "line\n\nline"]);
    home.act(&["clonevm", "one", "--snapshot", "branch", "--options", "link", "--name", "linked", "--register"]);
    home.act(&["snapshot", "linked", "take", "on a linked clone"]);
    home.act(&["clonevm", "one", "--mode", "all", "--name", "copy", "--register"]);
    home.act(&["snapshot", "one", "delete", "第二 \"quoted\" <&>"]);
    std::fs::create_dir_all(home.path("machines/one/Snapshots")).expect("the folder can be made");
    std::fs::write(&state, b"no real state").expect("the state can be written");
    home.act(&["adoptstate", "one", &state]);
    home.act(&["snapshot", "one", "take", "online"]);
    home.act(&["discardstate", "one"]);
    home.act(&["snapshot", "copy", "restore", "renamed 🌳"]);
    home.act(&["unregistervm", "linked", "--delete-all"]);
}

#[test]
#[ignore = "needs the testbed"]
fn what_virtualbox_changes_appears_by_itself() {
    let home = OwnHome::new();
    home.vboxmanage(&["createvm", "--name", "watched", "--register"]);
    let (news, inbox) = mpsc::channel();
    let publish = move |inventory| news.send(inventory).unwrap_or_default();
    let _reader =
        Reader::start(connect(&options(&home.testbed)).hypervisors, ReaderSettings::default(), publish).unwrap();
    // Long enough for a busy computer: how quick it is, is measured elsewhere.
    let wait_for = |what: &str, there: &dyn Fn(&Inventory) -> bool| {
        let end = Instant::now() + Duration::from_secs(30);
        loop {
            match inbox.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(inventory) if there(&inventory) => break,
                Ok(_) => {}
                Err(error) => panic!("{what} did not appear: {error}"),
            }
        }
    };
    let has_snapshot = |inventory: &Inventory, name: &str| {
        inventory
            .machines()
            .filter_map(|(_, machine)| machine.machine())
            .any(|machine| machine.tree.iter().any(|(_, snapshot)| snapshot.name == name))
    };
    wait_for("the machine", &|inventory| inventory.machines().any(|(_, machine)| machine.machine().is_some()));
    home.vboxmanage(&["snapshot", "watched", "take", "one"]);
    wait_for("the first snapshot", &|inventory| has_snapshot(inventory, "one"));
    home.vboxmanage(&["snapshot", "watched", "edit", "one", "--name", "renamed"]);
    wait_for("the new name", &|inventory| has_snapshot(inventory, "renamed"));
    home.vboxmanage(&["createvm", "--name", "second", "--register"]);
    home.vboxmanage(&["snapshot", "second", "take", "of the second"]);
    wait_for("the new machine's snapshot", &|inventory| has_snapshot(inventory, "of the second"));
    home.vboxmanage(&["snapshot", "watched", "delete", "renamed"]);
    wait_for("the deletion", &|inventory| !has_snapshot(inventory, "renamed"));
    home.vboxmanage(&["unregistervm", "second", "--delete-all"]);
    wait_for("the removal", &|inventory| inventory.machines().count() == 1);
}
