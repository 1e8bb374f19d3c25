//! Cleaning up in the window, on a real Sandbox: the rule is changed by hand, one decision too, and what the review
//! promised is what is on the disk afterwards.
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

mod window_machines;

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use snapgrove::app::{App, Background, SettingsKeeper};
use snapgrove::hypervisor::sandbox::{NewMachine, NewSnapshot, Sandbox, Usage};
use snapgrove::hypervisor::{ConnectOptions, Hypervisor as _, SandboxWish};
use snapgrove::jobs::JobsOptions;
use snapgrove::model::{ConnectionId, MachineId, MachineKey, SnapshotId, StepKind};
use snapgrove::pins::{Pins, PinsFile, SnapshotKey};
use snapgrove::settings::SettingsFile;
use tempfile::TempDir;
use window_machines::Outline;

/// A test that waits longer than this is stuck.
const PATIENCE: Duration = Duration::from_mins(2);
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, command: true, ctrl: true, ..Modifiers::NONE };

struct Bench {
    harness: Harness<'static, App>,
    sandbox: Sandbox,
    web: MachineId,
    lab: MachineId,
    folder: TempDir,
}

fn take(sandbox: &Sandbox, machine: MachineId, days_ago: i64) -> SnapshotId {
    let seed = u64::try_from(days_ago).expect("days");
    let usage = Usage { disk: 0, bytes: 1 << 20, within: 6 << 20, seed };
    sandbox.simulate_use(machine, &usage).expect("the disk can be written");
    let taken_at = Utc::now() - TimeDelta::days(days_ago);
    let new = NewSnapshot { name: format!("day {days_ago}"), description: String::new(), taken_at };
    sandbox.take(machine, &new).expect("a snapshot can be taken")
}

/// Two machines in a row of snapshots each. Of “web”, “day 800” is pinned if `pinned`.
fn open(pinned: bool) -> Bench {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = Sandbox::open(folder.path().join("sandbox")).expect("the Sandbox opens");
    let new = |name: &str| {
        sandbox.create_machine(&NewMachine::small(name, 16 << 20), Utc::now()).expect("a machine can be made")
    };
    let (web, lab) = (new("web"), new("lab"));
    let first = [800, 700, 600, 20, 10, 1].map(|days| take(&sandbox, web, days))[0];
    for days in [900, 30, 20, 2] {
        take(&sandbox, lab, days);
    }
    let data = folder.path().join("data");
    if pinned {
        let key = MachineKey { connection: ConnectionId::new("sandbox"), machine: web };
        let pin = |pins: &mut Pins| pins.pin(SnapshotKey::new(&key, first), "the audit", Utc::now());
        PinsFile::in_folder(&data).update(pin).expect("a pin can be kept");
    }
    let harness = window(folder.path(), &sandbox);
    let mut bench = Bench { harness, sandbox, web, lab, folder };
    bench.show_page();
    bench
}

/// A start of the program.
fn window(folder: &Path, sandbox: &Sandbox) -> Harness<'static, App> {
    let options = ConnectOptions {
        virtualbox_home: Some(folder.join("no virtualbox")),
        sandbox: SandboxWish::Always,
        sandbox_folder: Some(sandbox.folder().to_owned()),
        ..ConnectOptions::default()
    };
    let jobs = JobsOptions { folder: Some(folder.join("data")), ..JobsOptions::default() };
    let background = Background::start(&options, jobs).expect("threads can be started");
    let file = SettingsFile::at(&folder.join("settings.ron"));
    let settings = SettingsKeeper::open(file).expect("a thread can be started");
    Harness::builder()
        .with_size([1280.0, 900.0])
        .build_eframe(move |cc| App::new(&cc.egui_ctx, background, options, settings))
}

impl Bench {
    fn show_page(&mut self) {
        self.until("the machines are there", |bench| bench.says("10 snapshots"));
        self.harness.key_press_modifiers(CTRL_SHIFT, Key::L);
    }

    fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
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

    /// Whether something in the window has these words in its name.
    fn says(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).next().is_some()
    }

    fn has_button(&self, name: &str) -> bool {
        self.harness.query_by_role_and_label(Role::Button, name).is_some()
    }

    fn is_enabled(&self, name: &str) -> bool {
        let button = self.harness.query_by_role_and_label(Role::Button, name);
        button.is_some_and(|button| !button.accesskit_node().is_disabled())
    }

    fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.harness.run_steps(3);
    }

    fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run_steps(3);
    }

    /// Names in the order of the tree, as they are on the disk.
    fn on_disk(&self, machine: MachineId) -> Vec<String> {
        let listing = self.sandbox.machines().expect("the list can be read");
        let entry = listing.machines.iter().find(|entry| entry.id == machine).expect("the machine is listed");
        let machine = self.sandbox.read(entry).expect("the machine can be read");
        machine.tree.pre_order().map(|index| machine.tree.get(index).name.clone()).collect()
    }
}

#[test]
fn a_rule_is_changed_one_decision_too_and_what_was_reviewed_is_done() {
    let mut bench = open(false);
    // Of “web” the three newest stay, and those before are older than 90 days; of “lab” only the oldest goes.
    bench.until("the rule has decided", |bench| bench.has_button("Review and delete 4…"));
    bench.click("older than 90 days");
    bench.click("months");
    bench.until("nothing is older than 90 months", |bench| bench.says("Nothing to clean up"));
    assert!(!bench.is_enabled("Review and delete…"));
    bench.click("years");
    bench.click("days");
    bench.press(Key::Escape);
    bench.until("it is as before", |bench| bench.has_button("Review and delete 4…"));
    bench.click("Take away: the newest");
    bench.until("less is kept, but for months and weeks", |bench| bench.says("changed"));
    bench.click("undo");

    // By hand: “day 700” stays.
    bench.until("it is as before", |bench| bench.has_button("Review and delete 4…"));
    bench.click("Delete day 700");
    bench.until("one less", |bench| bench.has_button("Review and delete 3…") && bench.says("1 chosen by hand"));

    bench.click("Review and delete 3…");
    bench.until("the review is there", |bench| bench.has_button("Delete 3 snapshots"));
    assert!(bench.says("Delete 3 snapshots of 2 machines?"));
    bench.press(Key::Enter);
    assert_eq!(bench.on_disk(bench.web).len(), 6, "Enter must not delete");
    bench.click("Delete 3 snapshots");
    bench.until("it has ended", |bench| bench.says("3 of 3 snapshots deleted on 2 machines"));
    assert_eq!(bench.on_disk(bench.web), ["day 700", "day 20", "day 10", "day 1"]);
    assert_eq!(bench.on_disk(bench.lab), ["day 30", "day 20", "day 2"]);

    bench.click("Report…");
    assert!(bench.says("web: 2 of 2; promised"));
    assert!(bench.says("lab: 1 of 1; promised"));
    bench.click("Close");
    bench.click("Close the report of the last clean-up");
    assert!(!bench.says("3 of 3 snapshots deleted"));
}

#[test]
fn a_pinned_snapshot_is_kept_by_every_rule_and_asked_for_twice() {
    let mut bench = open(true);
    bench.until("the rule has decided", |bench| bench.has_button("Review and delete 3…"));
    assert!(bench.says("kept: pinned (“the audit”)"));
    bench.click("Delete day 800");
    bench.until("it goes by hand", |bench| bench.has_button("Review and delete 4…"));
    bench.click("Review and delete 4…");
    bench.until("the review is there", |bench| bench.has_button("Delete 4 snapshots"));
    assert!(!bench.is_enabled("Delete 4 snapshots"), "a pinned snapshot must be confirmed by itself");
    bench.click("Clean lab up");
    bench.until("the machine is left out", |bench| bench.has_button("Delete 3 snapshots"));
    bench.click("Delete day 800 although it is pinned");
    assert!(bench.is_enabled("Delete 3 snapshots"));
    bench.click("Delete 3 snapshots");
    bench.until("it has ended", |bench| bench.says("3 of 3 snapshots deleted on 1 machine"));
    assert_eq!(bench.on_disk(bench.web), ["day 20", "day 10", "day 1"]);
    assert_eq!(bench.on_disk(bench.lab).len(), 4);
}

#[test]
fn rows_are_walked_and_decided_with_the_keyboard() {
    let mut bench = open(false);
    bench.until("the rule has decided", |bench| bench.has_button("Review and delete 4…"));
    let row = |bench: &Bench, name: &str| {
        bench.harness.query_all_by_label_contains(name).any(|node| node.accesskit_node().is_focused())
    };
    bench
        .harness
        .get_by(|node| node.role() == Role::Row && node.label().is_some_and(|label| label.starts_with("web, ")))
        .focus();
    bench.harness.run_steps(2);
    bench.press(Key::ArrowDown);
    assert!(row(&bench, "day 800 of web, delete: older than 90 days"));
    bench.press(Key::ArrowDown);
    bench.press(Key::Space);
    bench.until("it stays", |bench| bench.has_button("Review and delete 3…"));
    assert!(row(&bench, "day 700 of web, kept: chosen by hand"));
    bench.press(Key::Space);
    bench.until("it goes again, as the rule says", |bench| {
        bench.has_button("Review and delete 4…") && !bench.says("chosen by hand")
    });
    bench.press(Key::ArrowLeft);
    bench.press(Key::ArrowLeft);
    bench.until("the machine is folded", |bench| !bench.says("day 800 of web"));
    bench.press(Key::ArrowRight);
    bench.press(Key::ArrowDown);
    bench.press(Key::Enter);
    bench.until("its tree is shown", |bench| {
        bench
            .harness
            .query_by_role_and_label(Role::TreeItem, "day 800")
            .is_some_and(|item| item.accesskit_node().is_selected() == Some(true))
    });
}

#[test]
fn a_rule_is_saved_and_nothing_goes_while_pins_cannot_be_read() {
    let mut bench = open(false);
    bench.until("the rule has decided", |bench| bench.has_button("Review and delete 4…"));
    bench.click("Save as rule…");
    bench.harness.event(egui::Event::Text(" mine".to_owned()));
    bench.harness.run_steps(2);
    bench.press(Key::Enter);
    bench.until("the rule has its name", |bench| bench.has_button("Rule Balanced mine") && !bench.says("not saved"));
    let rules = std::fs::read_to_string(bench.folder.path().join("data").join("rules.ron")).expect("rules are kept");
    assert!(rules.contains("Balanced mine") && rules.contains("Thorough"));

    let pins = bench.folder.path().join("data").join("pins.jsonl");
    std::fs::write(&pins, "no line of a file of pins\n").expect("the file can be written");
    bench.press(Key::F5);
    take(&bench.sandbox, bench.lab, 1);
    bench.until("no rule deletes anything", |bench| bench.says("Nothing can be cleaned up now"));
    assert!(!bench.is_enabled("Review and delete…"));
    std::fs::remove_file(&pins).expect("the file can be removed");
    bench.click("Read again");
    bench.until("the rule decides again", |bench| bench.is_enabled("Review and delete 4…"));
}

#[test]
fn a_rule_that_was_changed_and_not_saved_is_there_after_the_next_start() {
    let mut bench = open(false);
    bench.until("the rule has decided", |bench| bench.has_button("Review and delete 4…"));
    bench.click("older than 90 days");
    bench.click("years");
    bench.press(Key::Escape);
    bench.until("nothing is older than 90 years", |bench| {
        bench.says("changed") && !bench.is_enabled("Review and delete…")
    });
    let settings = bench.folder.path().join("settings.ron");
    bench.until("it is kept", |_| {
        std::fs::read_to_string(&settings).is_ok_and(|text| text.contains("changed_rule: Some"))
    });

    bench.harness = window(bench.folder.path(), &bench.sandbox);
    bench.show_page();
    bench.until("it counts", |bench| bench.has_button("older than 90 years") && bench.says("changed"));
    bench.click("undo");
    bench.until("the saved rule counts again", |bench| bench.has_button("Review and delete 4…"));
    bench.until("nothing is kept", |_| {
        std::fs::read_to_string(&settings).is_ok_and(|text| text.contains("changed_rule: None"))
    });
}

/// A machine's settings with ten snapshots in a row, seven weeks apart.
fn settings(number: u128) -> String {
    let names: Vec<String> = (0..10).map(|at| format!("before update {at}")).collect();
    let snapshots: Vec<(Option<usize>, &str)> =
        names.iter().enumerate().map(|(at, name)| (at.checked_sub(1), name.as_str())).collect();
    let name = format!("server {number:04}");
    Outline { name: &name, group: "/", snapshots: &snapshots, current: 9 }.settings(number * 1000 + 1)
}

#[test]
fn a_thousand_machines_are_decided_on_and_only_what_is_seen_is_drawn() {
    let (sender, inbox) = std::sync::mpsc::channel();
    let settings_files: Vec<String> = (0..1000).map(settings).collect();
    let mut inventory = (*window_machines::inventory(1, &settings_files)).clone();
    let connection = std::sync::Arc::make_mut(&mut inventory.connections[0]);
    connection.connection.abilities = [StepKind::Delete].into_iter().collect();
    sender.send(std::sync::Arc::new(inventory)).expect("the window is there");
    let background = Background::from_inbox(inbox);
    let keeper = SettingsKeeper::open(SettingsFile::none()).expect("a thread can be started");
    let mut harness = Harness::builder().with_size([1280.0, 900.0]).build_eframe(move |cc| {
        App::new(&cc.egui_ctx, background, ConnectOptions::default(), keeper).with_clock(window_machines::now)
    });
    harness.run_steps(3);
    harness.key_press_modifiers(CTRL_SHIFT, Key::L);
    let until = |harness: &mut Harness<'_, App>, words: &str| {
        let start = Instant::now();
        while harness.query_all_by_label_contains(words).next().is_none() {
            harness.run_steps(1);
            assert!(start.elapsed() < PATIENCE, "{words}: not within two minutes");
        }
    };
    // Ten weeks back: one each week, so that “Balanced” keeps all of them.
    until(&mut harness, "All 10,000");
    until(&mut harness, "Nothing to clean up");
    harness.get_by_label("Rule Balanced").click();
    harness.run_steps(3);
    until(&mut harness, "Thorough");
    harness.get_by_label("Thorough").click();
    // Of ten, four are the only ones of a week of the last month.
    until(&mut harness, "Only what goes 6,000");
    harness.get_by_label("Take away: one per week").click();
    until(&mut harness, "Only what goes 8,000");
    let rows = harness.query_all_by_role(Role::Row).count();
    assert!((5..60).contains(&rows), "{rows} rows are drawn");
}

#[test]
fn machines_that_something_goes_from_stand_first_and_stay_there_when_it_is_excepted() {
    let mut bench = open(false);
    let new = NewMachine::small("attic", 16 << 20);
    let attic = bench.sandbox.create_machine(&new, Utc::now()).expect("a machine can be made");
    take(&bench.sandbox, attic, 3);
    let height = |bench: &Bench, snapshot: &str| {
        let name = format!("Delete {snapshot}");
        let tick = bench.harness.query_by_role_and_label(Role::CheckBox, &name);
        tick.map(|tick| tick.rect().top())
    };
    bench.until("the new machine is decided on", |bench| bench.says("All 11"));
    bench.click("Unfold all machines");
    bench.until("all are listed", |bench| height(bench, "day 3").is_some() && height(bench, "day 900").is_some());
    assert!(height(&bench, "day 900") < height(&bench, "day 3"), "“lab” is above “attic”, although its name is not");
    let before = height(&bench, "day 900");
    bench.click("Delete day 900");
    bench.until("it is excepted", |bench| bench.says("1 chosen by hand"));
    assert_eq!(height(&bench, "day 900"), before, "nothing slides under the pointer");
}
