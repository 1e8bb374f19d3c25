//! Pins and several machines at once in the window, on a real Sandbox: a pinned snapshot is asked for twice, and
//! snapshots that were taken together are restored and deleted together.
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

use std::time::{Duration, Instant};

use chrono::Utc;
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use snapgrove::app::{App, Background, SettingsKeeper};
use snapgrove::hypervisor::sandbox::{NewMachine, NewSnapshot, Sandbox, Usage};
use snapgrove::hypervisor::{ConnectOptions, SandboxWish};
use snapgrove::jobs::JobsOptions;
use snapgrove::model::{Machine, MachineId};
use snapgrove::pins::{PinsFile, SnapshotSetsFile};
use snapgrove::settings::SettingsFile;
use tempfile::TempDir;

/// A test that waits longer than this is stuck.
const PATIENCE: Duration = Duration::from_mins(2);
const CTRL: Modifiers = Modifiers { command: true, ctrl: true, ..Modifiers::NONE };
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, command: true, ctrl: true, ..Modifiers::NONE };

struct Bench {
    harness: Harness<'static, App>,
    sandbox: Sandbox,
    machines: Vec<MachineId>,
    folder: TempDir,
}

/// Three machines with the snapshot “clean” each, the last one also with “extra”.
fn open() -> Bench {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = Sandbox::open(folder.path().join("sandbox")).expect("the Sandbox opens");
    let mut machines = Vec::new();
    for (name, seed) in [("alpha", 1), ("beta", 2), ("gamma", 3)] {
        let machine = sandbox.create_machine(&NewMachine::small(name, 16 << 20), Utc::now()).expect("a machine");
        write(&sandbox, machine, seed);
        take(&sandbox, machine, "clean");
        machines.push(machine);
    }
    take(&sandbox, machines[2], "extra");
    let options = ConnectOptions {
        virtualbox_home: Some(folder.path().join("no virtualbox")),
        sandbox: SandboxWish::Always,
        sandbox_folder: Some(sandbox.folder().to_owned()),
        ..ConnectOptions::default()
    };
    let jobs = JobsOptions { folder: Some(folder.path().join("data")), ..JobsOptions::default() };
    let background = Background::start(&options, jobs).expect("threads can be started");
    let settings = SettingsKeeper::open(SettingsFile::none()).expect("a thread can be started");
    let harness = Harness::builder()
        .with_size([1280.0, 800.0])
        .build_eframe(move |cc| App::new(&cc.egui_ctx, background, options, settings));
    let mut bench = Bench { harness, sandbox, machines, folder };
    bench.until("the machines are there", |bench| {
        bench.shows("clean") && bench.harness.state().inventory().snapshot_count() == 4
    });
    bench
}

fn write(sandbox: &Sandbox, machine: MachineId, seed: u64) {
    let usage = Usage { disk: 0, bytes: 2 << 20, within: 6 << 20, seed };
    sandbox.simulate_use(machine, &usage).expect("the disk can be written");
}

fn take(sandbox: &Sandbox, machine: MachineId, name: &str) {
    let new = NewSnapshot { name: name.to_owned(), description: String::new(), taken_at: Utc::now() };
    sandbox.take(machine, &new).expect("a snapshot can be taken");
}

impl Bench {
    fn until(&mut self, what: &str, mut is_so: impl FnMut(&mut Self) -> bool) {
        let start = Instant::now();
        loop {
            self.harness.run_steps(2);
            if is_so(self) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "{what}: not within two minutes");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_steps(3);
    }

    fn write(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run_steps(3);
    }

    fn says(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).next().is_some()
    }

    fn shows(&self, name: &str) -> bool {
        self.harness.query_by_role_and_label(Role::TreeItem, name).is_some()
    }

    fn click(&mut self, button: &str) {
        // A dialog that has just got something new to show finds its place first.
        self.harness.run_steps(3);
        self.harness.get_by_role_and_label(Role::Button, button).click();
        self.harness.run_steps(3);
    }

    /// Chooses a command by its name.
    fn command(&mut self, name: &str) {
        self.press(CTRL, Key::K);
        self.write(name.trim_end_matches('…'));
        self.press(Modifiers::NONE, Key::Enter);
    }

    /// Whether a button is there and can be pressed.
    fn offers(&self, button: &str) -> bool {
        let node = self.harness.query_by_role_and_label(Role::Button, button);
        node.is_some_and(|node| !node.accesskit_node().is_disabled())
    }

    /// A machine as it is on the disk.
    fn on_disk(&self, machine: MachineId) -> Machine {
        use snapgrove::hypervisor::Hypervisor as _;
        let listing = self.sandbox.machines().expect("the list can be read");
        let entry = listing.machines.iter().find(|entry| entry.id == machine).expect("the machine is listed");
        self.sandbox.read(entry).expect("the machine can be read")
    }

    /// The name of the snapshot that a machine's current state descends from.
    fn current(&self, machine: MachineId) -> String {
        let machine = self.on_disk(machine);
        machine.tree.current().map_or_else(String::new, |current| machine.tree.get(current).name.clone())
    }

    fn names(&self, machine: MachineId) -> Vec<String> {
        let machine = self.on_disk(machine);
        machine.tree.pre_order().map(|index| machine.tree.get(index).name.clone()).collect()
    }

    fn pins(&self) -> Vec<String> {
        let pins = PinsFile::in_folder(&self.folder.path().join("data")).load().expect("the pins can be read");
        pins.iter().map(|(_, pin)| pin.reason.to_string()).collect()
    }

    fn sets(&self) -> Vec<(String, usize)> {
        let sets = SnapshotSetsFile::in_folder(&self.folder.path().join("data")).load().expect("sets can be read");
        sets.iter().map(|set| (set.name.clone(), set.members.len())).collect()
    }
}

#[test]
fn a_pinned_snapshot_is_only_deleted_when_its_box_is_ticked() {
    let mut bench = open();
    bench.harness.get_by_role_and_label(Role::TreeItem, "clean").click();
    bench.harness.run_steps(3);
    bench.press(Modifiers::NONE, Key::P);
    assert!(bench.says("Pin “clean”?"));
    bench.write("everything rests on it");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.until("it is pinned", |bench| bench.pins() == ["everything rests on it"]);
    bench.until("the card says so", |bench| {
        bench.harness.query_by_role_and_label(Role::Image, "pinned: everything rests on it").is_some()
    });

    bench.press(Modifiers::NONE, Key::P);
    assert!(bench.says("“clean” is pinned"), "P on a pinned one asks, and does not unpin by a slip");
    bench.write("we went live with it");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.until("it has another reason", |bench| bench.pins() == ["we went live with it"]);

    bench.press(Modifiers::NONE, Key::Delete);
    bench.press(CTRL, Key::Delete);
    bench.until("the plan is made", |bench| bench.says("Delete 1 snapshot") && bench.says("frees"));
    bench.until("the box is there", |bench| bench.says("Delete “clean” all the same"));
    assert!(!bench.offers("Delete 1 snapshot"), "a pinned snapshot needs its own confirmation");
    bench.harness.get_by_role_and_label(Role::CheckBox, "Delete “clean” all the same").click();
    bench.harness.run_steps(3);
    bench.until("the button works", |bench| bench.offers("Delete 1 snapshot"));
    bench.click("Delete 1 snapshot");
    bench.until("it is deleted", |bench| !bench.shows("clean"));
    assert!(bench.names(bench.machines[0]).is_empty());
    assert_eq!(bench.names(bench.machines[1]), ["clean"]);
}

#[test]
fn a_pin_is_taken_off_again() {
    let mut bench = open();
    bench.harness.get_by_role_and_label(Role::TreeItem, "clean").click();
    bench.harness.run_steps(3);
    bench.click("Pin…");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.until("it is pinned", |bench| bench.pins() == [""]);
    bench.until("the window knows it", |bench| {
        bench.harness.query_by_role_and_label(Role::Button, "Change the pin").is_some()
    });
    bench.click("Change the pin");
    bench.click("Unpin");
    bench.until("it is not", |bench| bench.pins().is_empty() && bench.offers("Pin…"));
}

#[test]
fn what_is_pinned_is_found_and_unpinned_on_several_machines() {
    let mut bench = open();
    bench.press(CTRL, Key::A);
    bench.command("Pin snapshots…");
    bench.write("the audit");
    bench.click("Pin 3 snapshots");
    bench.until("they are pinned", |bench| bench.pins() == ["the audit"; 3]);

    bench.press(CTRL, Key::K);
    bench.write("is:pinned");
    let found = |bench: &mut Bench| {
        let options = bench.harness.query_all_by_role(Role::ListBoxOption);
        options.filter_map(|node| node.accesskit_node().label()).collect::<Vec<_>>()
    };
    bench.until("all are found", |bench| found(bench).len() == 3);
    assert_eq!(found(&mut bench)[0], "clean, alpha · pinned: the audit");
    bench.press(Modifiers::NONE, Key::Escape);
    bench.press(CTRL, Key::K);
    bench.write("audit");
    bench.until("a reason is found by its words", |bench| found(bench).len() == 3);
    bench.press(Modifiers::NONE, Key::Escape);

    bench.command("Unpin snapshots…");
    assert!(bench.says("pinned: the audit"));
    bench.press(CTRL, Key::A);
    bench.write("extra");
    assert!(!bench.offers("Unpin 3 snapshots"));
    bench.press(CTRL, Key::A);
    bench.write("ext*");
    bench.click("Unpin 1 snapshot");
    bench.until("one is unpinned", |bench| bench.pins().len() == 2);
}

#[test]
fn snapshots_taken_together_are_restored_and_deleted_together() {
    let mut bench = open();
    bench.press(CTRL, Key::A);
    assert!(bench.says("3 machines chosen"));
    let of_each = "Take a snapshot of each of 3 machines";
    // The key that takes one snapshot of one machine takes one of each, for whoever chose several.
    bench.press(CTRL.plus(Modifiers::SHIFT), Key::T);
    assert!(bench.says(of_each));
    bench.press(Modifiers::NONE, Key::Escape);
    bench.until("the dialog is closed", |bench| !bench.says(of_each));
    bench.click("Take snapshots…");
    assert!(bench.says(of_each));
    bench.write("Release");
    bench.press(Modifiers::NONE, Key::Tab);
    bench.press(CTRL, Key::A);
    bench.write("{purpose} of {machine}");
    assert!(bench.says("“Release of beta”"), "each machine's name is seen before");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.until("the set is remembered", |bench| bench.sets().iter().any(|(_, members)| *members == 3));
    let machines = bench.machines.clone();
    for (machine, name) in machines.iter().zip(["alpha", "beta", "gamma"]) {
        assert_eq!(bench.current(*machine), format!("Release of {name}"));
    }
    bench.until("the jobs have ended", |bench| bench.harness.state().inventory().snapshot_count() == 7);
    assert_eq!(bench.sets().len(), 1, "one set, not another one under a name of the job's");
    assert!(bench.sets()[0].0.starts_with("Release 2"), "{:?}", bench.sets());

    for (seed, machine) in machines.iter().enumerate() {
        write(&bench.sandbox, *machine, 10 + seed as u64);
        take(&bench.sandbox, *machine, "later");
    }
    bench.press(Modifiers::NONE, Key::F5);
    bench.until("what was done beside is seen", |bench| bench.harness.state().inventory().snapshot_count() == 10);
    bench.press(CTRL_SHIFT, Key::S);
    bench.until("the set is listed", |bench| bench.says("Restore the set Release"));
    bench.harness.get_by_label_contains("Restore the set Release").click();
    bench.harness.run_steps(3);
    assert!(bench.says("Restore the set “Release"));
    bench.until("the review is there", |bench| bench.offers("Restore 3 machines"));
    bench.click("Restore 3 machines");
    bench.until("all are back", |bench| {
        machines.iter().all(|machine| bench.current(*machine).starts_with("Release of "))
    });
    bench.until("the current states are kept", |bench| bench.harness.state().inventory().snapshot_count() == 13);
    assert!(bench.names(machines[0]).iter().any(|name| name.starts_with("Before restoring “Release")));

    // “later” rests on them now, and so do the kept states: all of that stays.
    bench.press(CTRL_SHIFT, Key::S);
    bench.until("the set is listed", |bench| bench.says("Delete the set Release"));
    bench.harness.get_by_label_contains("Delete the set Release").click();
    bench.until("the review tells why they must stay", |bench| bench.says("3 snapshots are left out"));
    assert!(bench.says("alpha, “Release of alpha”") && !bench.offers("Delete"));
    bench.press(Modifiers::NONE, Key::Escape);
    assert!(bench.sets().iter().any(|(_, members)| *members == 3));
}

#[test]
fn machines_without_the_snapshot_are_told_first_and_names_with_wildcards_delete_on_all() {
    let mut bench = open();
    bench.press(CTRL, Key::A);
    bench.click("Restore each…");
    bench.until("the name that all have is offered", |bench| bench.offers("Restore 3 machines"));
    bench.press(CTRL, Key::A);
    bench.write("EXTRA");
    bench.until("one is left", |bench| bench.offers("Restore 1 machine"));
    assert!(bench.says("2 machines are left out"));
    assert!(bench.says("alpha: it has no snapshot “EXTRA”"));
    bench.press(Modifiers::NONE, Key::Escape);

    bench.click("Delete by name…");
    bench.write("c*n");
    bench.until("the review is there", |bench| bench.offers("Delete 3 snapshots"));
    bench.click("Delete 3 snapshots");
    bench.until("they are deleted", |bench| bench.harness.state().inventory().snapshot_count() == 1);
    let machines = bench.machines.clone();
    assert!(bench.names(machines[0]).is_empty() && bench.names(machines[1]).is_empty());
    assert_eq!(bench.names(machines[2]), ["extra"]);
}
