//! Changing machines from the window, with the keyboard alone, on a real Sandbox: nothing between the key
//! and the disk is replaced.
#![expect(clippy::expect_used, clippy::panic, reason = "the helpers of a test fail as the test does")]

mod spoken;

use std::time::{Duration, Instant};

use chrono::Utc;
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use snapgrove::app::{App, Background, SettingsKeeper};
use snapgrove::hypervisor::sandbox::{NewMachine, NewSnapshot, Sandbox, SnapshotEdit, Usage};
use snapgrove::hypervisor::{ConnectOptions, SandboxWish};
use snapgrove::jobs::JobsOptions;
use snapgrove::model::{MachineId, SnapshotId};
use snapgrove::settings::SettingsFile;
use tempfile::TempDir;

/// A test that waits longer than this is stuck.
const PATIENCE: Duration = Duration::from_mins(2);

struct Bench {
    harness: Harness<'static, App>,
    sandbox: Sandbox,
    machine: MachineId,
    _folder: TempDir,
}

fn take(sandbox: &Sandbox, machine: MachineId, name: &str, seed: u64) -> SnapshotId {
    sandbox
        .simulate_use(machine, &Usage { disk: 0, bytes: 2 << 20, within: 6 << 20, seed })
        .expect("the disk can be written");
    let new = NewSnapshot { name: name.to_owned(), description: String::new(), taken_at: Utc::now() };
    sandbox.take(machine, &new).expect("a snapshot can be taken")
}

/// A machine with the snapshots “one”, “two”, “three” in a row, shown in the window.
fn open() -> Bench {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = Sandbox::open(folder.path().join("sandbox")).expect("the Sandbox opens");
    let machine = sandbox.create_machine(&NewMachine::small("web", 16 << 20), Utc::now()).expect("a machine");
    for (name, seed) in [("one", 1), ("two", 2), ("three", 3)] {
        take(&sandbox, machine, name, seed);
    }
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
    let mut bench = Bench { harness, sandbox, machine, _folder: folder };
    bench.until("the tree is there", |bench| bench.shows("three"));
    bench
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
        self.harness.run_steps(2);
    }

    /// Whether these words stand somewhere in the window.
    fn says(&self, words: &str) -> bool {
        self.harness.query_all_by_label(words).next().is_some()
    }

    /// Whether the tree shows a snapshot of this name.
    fn shows(&self, name: &str) -> bool {
        self.harness.query_by_role_and_label(Role::TreeItem, name).is_some()
    }

    fn selected(&self) -> Option<String> {
        let mut items = self.harness.query_all_by_role(Role::TreeItem);
        items
            .find(|node| node.accesskit_node().is_selected() == Some(true))
            .and_then(|node| node.accesskit_node().label())
    }

    /// Walks the tree with the arrow keys until `name` is chosen.
    fn walk_to(&mut self, key: Key, name: &str) {
        for _ in 0..10 {
            if self.selected().as_deref() == Some(name) {
                return;
            }
            self.press(Modifiers::NONE, key);
        }
        panic!("the arrow keys did not reach “{name}”");
    }

    /// Presses Tab until the button has the keyboard, then Space.
    fn tab_to(&mut self, button: &str) {
        for _ in 0..40 {
            let node = self.harness.get_by_role_and_label(Role::Button, button);
            if node.accesskit_node().is_focused() {
                self.press(Modifiers::NONE, Key::Space);
                return;
            }
            self.press(Modifiers::NONE, Key::Tab);
        }
        panic!("Tab did not reach “{button}”");
    }

    /// What has the keyboard.
    fn focused(&self) -> String {
        let node = self.harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
        node.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
    }

    fn walk_menu_to(&mut self, entry: &str) {
        for _ in 0..20 {
            if self.focused().starts_with(entry) {
                return;
            }
            self.press(Modifiers::NONE, Key::ArrowDown);
        }
        panic!("the arrow keys did not reach “{entry}”");
    }

    /// Names in the order of the tree, as they are on the disk.
    fn on_disk(&self) -> Vec<String> {
        use snapgrove::hypervisor::Hypervisor as _;
        let listing = self.sandbox.machines().expect("the list can be read");
        let entry = listing.machines.iter().find(|entry| entry.id == self.machine).expect("the machine is listed");
        let machine = self.sandbox.read(entry).expect("the machine can be read");
        machine.tree.pre_order().map(|index| machine.tree.get(index).name.clone()).collect()
    }
}

const CTRL_SHIFT: Modifiers = Modifiers { shift: true, command: true, ctrl: true, ..Modifiers::NONE };
const CTRL: Modifiers = Modifiers { command: true, ctrl: true, ..Modifiers::NONE };

#[test]
fn a_snapshot_is_taken_renamed_restored_and_deleted_without_a_pointer() {
    let mut bench = open();
    bench.press(CTRL_SHIFT, Key::T);
    assert!(bench.says("Take a snapshot of web"));
    bench.write("before the move");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.until("the snapshot is taken", |bench| bench.shows("before the move"));

    bench.walk_to(Key::ArrowLeft, "before the move");
    bench.press(Modifiers::NONE, Key::F2);
    bench.write("moved");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.until("the snapshot is renamed", |bench| bench.shows("moved"));
    assert_eq!(bench.on_disk(), ["one", "two", "three", "moved"]);

    bench.walk_to(Key::ArrowLeft, "two");
    bench.press(CTRL_SHIFT, Key::R);
    assert!(bench.says("Restore “two” on web?"));
    bench.press(Modifiers::NONE, Key::Enter);
    bench.until("the current state is kept first", |bench| bench.on_disk().len() == 5);
    bench.until("the current state is below “two”", |bench| {
        let machine = bench.harness.state().inventory().machines().find_map(|(_, entry)| entry.machine().cloned());
        machine.is_some_and(|machine| {
            machine.tree.current().is_some_and(|current| machine.tree.get(current).name == "two")
        })
    });

    bench.walk_to(Key::ArrowRight, "three");
    bench.press(Modifiers::NONE, Key::Delete);
    assert!(bench.says("1 snapshot marked: three"));
    bench.press(CTRL, Key::Delete);
    bench.until("the plan is made", |bench| {
        bench.harness.query_by_role_and_label(Role::Button, "Delete 1 snapshot").is_some()
    });
    assert!(bench.says("Delete 1 snapshot of web?"));
    bench.tab_to("Delete 1 snapshot");
    bench.until("the snapshot is deleted", |bench| !bench.shows("three"));
    assert!(!bench.on_disk().contains(&"three".to_owned()));
    assert_eq!(bench.on_disk().len(), 4);
}

#[test]
fn going_to_the_current_state_chooses_it() {
    let mut bench = open();
    bench.walk_to(Key::ArrowLeft, "one");
    bench.press(Modifiers::NONE, Key::Home);
    assert_eq!(bench.selected().as_deref(), Some("Current state"));
    bench.press(Modifiers::NONE, Key::Delete);
    assert!(!bench.says("1 snapshot marked: one"), "what is not in sight is not marked");
    bench.until("it is said why", |bench| bench.says("Mark for deletion: choose a snapshot to delete"));
    bench.walk_to(Key::ArrowLeft, "three");
}

#[test]
fn marks_are_undone_and_nothing_is_deleted_by_cancelling() {
    let mut bench = open();
    bench.walk_to(Key::ArrowLeft, "two");
    bench.press(Modifiers::SHIFT, Key::Delete);
    assert!(bench.says("2 snapshots marked"));
    bench.press(CTRL, Key::Z);
    assert!(!bench.says("2 snapshots marked"));
    bench.press(CTRL_SHIFT, Key::Z);
    assert!(bench.says("2 snapshots marked"));
    bench.press(CTRL, Key::Delete);
    assert!(bench.says("Delete 2 snapshots of web?"));
    bench.press(Modifiers::NONE, Key::Enter);
    bench.press(Modifiers::NONE, Key::Escape);
    assert!(!bench.says("Delete 2 snapshots of web?"));
    assert_eq!(bench.on_disk(), ["one", "two", "three"], "Enter must not delete, and Esc must not either");
}

#[test]
fn a_name_without_letters_is_refused_and_a_description_is_kept_on_leaving() {
    let mut bench = open();
    bench.walk_to(Key::ArrowLeft, "three");
    bench.press(Modifiers::NONE, Key::F2);
    bench.write(" ");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.until("the refusal is told", |bench| bench.harness.query_by_label_contains("A name is needed").is_some());
    bench.harness.get_by_label("Description").focus();
    bench.harness.run_steps(3);
    bench.write("Kept\nas it is now");
    bench.harness.get_by_role_and_label(Role::TreeItem, "two").click();
    bench.until("the description is on the disk", |bench| {
        let entry = bench.harness.state().inventory().machines().find_map(|(_, entry)| entry.machine().cloned());
        entry.is_some_and(|machine| {
            machine
                .tree
                .iter()
                .any(|(_, snapshot)| snapshot.name == "three" && snapshot.description == "Kept\nas it is now")
        })
    });
    assert_eq!(bench.on_disk(), ["one", "two", "three"]);
}

/// The id of the snapshot with this name, as the disk has it.
fn snapshot(bench: &Bench, name: &str) -> SnapshotId {
    use snapgrove::hypervisor::Hypervisor as _;
    let listing = bench.sandbox.machines().expect("the list can be read");
    let entry = listing.machines.iter().find(|entry| entry.id == bench.machine).expect("the machine is listed");
    let machine = bench.sandbox.read(entry).expect("the machine can be read");
    let found = machine.tree.iter().find(|(_, snapshot)| snapshot.name == name);
    found.expect("the snapshot is there").1.id
}

/// Renames a snapshot as another program does.
fn rename_elsewhere(bench: &Bench, from: &str, to: &str) {
    let edit = SnapshotEdit { name: Some(to.to_owned()), ..SnapshotEdit::default() };
    bench.sandbox.edit(bench.machine, snapshot(bench, from), &edit).expect("it can be renamed");
}

#[test]
fn a_review_tells_what_another_program_changes_and_waits_for_the_person() {
    let mut bench = open();
    bench.walk_to(Key::ArrowLeft, "two");
    bench.press(Modifiers::NONE, Key::Delete);
    bench.press(CTRL, Key::Delete);
    let is_enabled = |bench: &Bench| {
        let button = bench.harness.query_by_role_and_label(Role::Button, "Delete 1 snapshot");
        button.is_some_and(|button| !button.accesskit_node().is_disabled())
    };
    bench.until("the review can be confirmed", |bench| is_enabled(bench));

    rename_elsewhere(&bench, "two", "golden");
    bench.until("the change is told", |bench| bench.says("“two” was renamed to “golden” meanwhile"));
    assert!(bench.says("Changed since you opened this"));
    assert!(!is_enabled(&bench), "nothing is deleted before the person has taken note");

    bench.tab_to("Go on with it as it is now");
    bench.until("the review can be confirmed again", |bench| is_enabled(bench));
    assert!(!bench.says("Changed since you opened this"));

    let gone = snapshot(&bench, "golden");
    bench.sandbox.delete_snapshot(bench.machine, gone).expect("it can be deleted");
    bench.until("the review is closed", |bench| !bench.says("Delete 1 snapshot of web?"));
    let told = "What this was about is no longer there";
    bench.until("that is told", |bench| bench.harness.query_by_label_contains(told).is_some());
    assert_eq!(bench.on_disk(), ["one", "three"]);
}

#[test]
fn going_back_waits_where_another_program_has_moved_the_current_state() {
    let mut bench = open();
    bench.walk_to(Key::ArrowLeft, "two");
    bench.press(CTRL_SHIFT, Key::R);
    assert!(bench.says("Restore “two” on web?"));
    bench.sandbox.restore(bench.machine, snapshot(&bench, "one")).expect("it can be restored");
    bench.until("the change is told", |bench| bench.says("Changed since you opened this"));
    bench.press(Modifiers::NONE, Key::Enter);
    assert!(bench.says("Restore “two” on web?"), "Enter confirms nothing that was not seen");
    assert_eq!(bench.on_disk().len(), 3);
}

#[test]
fn a_name_that_was_changed_elsewhere_meanwhile_is_not_overwritten_unasked() {
    let mut bench = open();
    bench.walk_to(Key::ArrowLeft, "two");
    bench.press(Modifiers::NONE, Key::F2);
    bench.write("mine");
    rename_elsewhere(&bench, "two", "theirs");
    bench.until("the window knows", |bench| {
        let machine = bench.harness.state().inventory().machines().find_map(|(_, entry)| entry.machine().cloned());
        machine.is_some_and(|machine| machine.tree.iter().any(|(_, snapshot)| snapshot.name == "theirs"))
    });
    bench.press(Modifiers::NONE, Key::Enter);
    assert!(bench.says("Call it “mine” all the same?"));
    assert_eq!(bench.on_disk(), ["one", "theirs", "three"]);
    bench.tab_to("Rename all the same");
    bench.until("it is renamed", |bench| bench.on_disk() == ["one", "mine", "three"]);
}

#[test]
fn menus_are_worked_with_the_keyboard() {
    let mut bench = open();
    bench.walk_to(Key::ArrowLeft, "three");
    bench.press(Modifiers::SHIFT, Key::F10);
    assert!(bench.focused().starts_with("Restore"));
    bench.press(Modifiers::NONE, Key::ArrowUp);
    let last = bench.focused();
    bench.press(Modifiers::NONE, Key::ArrowDown);
    assert!(bench.focused().starts_with("Restore"), "below the last comes the first");
    bench.press(Modifiers::NONE, Key::End);
    assert_eq!(bench.focused(), last);
    bench.press(Modifiers::NONE, Key::Home);
    assert!(bench.focused().starts_with("Restore"));
    // It closes without a choice, and the tree goes on from where it was.
    bench.press(Modifiers::NONE, Key::Escape);
    assert_eq!(bench.focused(), "three");
    assert!(!bench.says("Copy the id"));
    bench.press(Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(bench.selected().as_deref(), Some("two"));

    bench.press(Modifiers::SHIFT, Key::F10);
    bench.walk_menu_to("Rename");
    bench.press(Modifiers::NONE, Key::Enter);
    assert!(!bench.says("Copy the id"), "a choice closes the menu");
    bench.write("from the menu");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.until("the snapshot is renamed", |bench| bench.shows("from the menu"));
    assert_eq!(bench.on_disk(), ["one", "from the menu", "three"]);
}

#[test]
fn the_menu_of_a_button_closes_with_a_choice_and_gives_the_keyboard_back() {
    let mut bench = open();
    bench.tab_to("More");
    let first = bench.focused();
    assert!(first.starts_with("Take"), "{first}");
    bench.press(Modifiers::NONE, Key::Tab);
    // What cannot be used is passed over.
    assert!(bench.focused().starts_with("Clone"), "{}", bench.focused());
    bench.walk_menu_to("Mark all but");
    bench.press(Modifiers::NONE, Key::Space);
    assert!(!bench.says(&first));
    assert_eq!(bench.focused(), "More");
    // In a menu keys walk, and do nothing else.
    bench.press(Modifiers::NONE, Key::Space);
    assert_eq!(bench.focused(), first);
    bench.press(CTRL_SHIFT, Key::T);
    assert!(!bench.says("Take a snapshot of web"));
    bench.press(Modifiers::NONE, Key::Escape);
    assert_eq!(bench.focused(), "More");
}

#[test]
fn several_are_renamed_and_only_those_that_are_chosen() {
    let mut bench = open();
    bench.harness.get_by_role_and_label(Role::Button, "More").click();
    bench.harness.run_steps(4);
    bench.harness.get_by_label_contains("Rename several").click();
    bench.harness.run_steps(4);
    assert!(bench.says("Rename snapshots of web"));
    assert!(bench.says("3 of 3 chosen"));
    assert!(bench.says("two → 2 two"));
    bench.harness.get_by_label("one → 1 one").click();
    bench.harness.run_steps(3);
    assert!(bench.says("2 of 3 chosen"));
    // What is not chosen stays, and the others are counted from 1.
    assert!(bench.says("one") && bench.says("two → 1 two") && bench.says("three → 2 three"));
    bench.harness.get_by_label("2 of 3 chosen").click();
    bench.harness.run_steps(3);
    bench.harness.get_by_label("3 of 3 chosen").click();
    bench.harness.run_steps(3);
    assert!(bench.says("0 of 3 chosen") && bench.says("Rename no snapshots"));
    bench.harness.get_by_label("0 of 3 chosen").click();
    bench.harness.run_steps(3);
    bench.harness.get_by_label("three → 3 three").click();
    bench.harness.run_steps(3);
    bench.harness.get_by_role_and_label(Role::Button, "Rename 2 snapshots").click();
    bench.until("they are renamed", |bench| bench.on_disk() == ["1 one", "2 two", "three"]);
    bench.until("the job is told", |bench| {
        bench.harness.query_all_by_label_contains("Rename 2 snapshots of “web”").next().is_some()
    });
}

#[test]
fn what_is_marked_is_chosen_for_renaming() {
    let mut bench = open();
    bench.walk_to(Key::ArrowLeft, "two");
    bench.press(Modifiers::NONE, Key::Delete);
    bench.harness.get_by_role_and_label(Role::Button, "More").click();
    bench.harness.run_steps(4);
    bench.harness.get_by_label_contains("Rename several").click();
    bench.harness.run_steps(4);
    assert!(bench.says("1 of 3 chosen") && bench.says("two → 1 two"));
}

#[test]
fn a_clone_gets_a_name_that_is_free() {
    let mut bench = open();
    bench.sandbox.create_machine(&NewMachine::small("web clone", 16 << 20), Utc::now()).expect("a machine");
    bench.until("the other machine is there", |bench| {
        bench.harness.state().inventory().machines().any(|(_, entry)| entry.name() == "web clone")
    });
    bench.press(CTRL_SHIFT, Key::C);
    bench.until("the dialog is there", |bench| bench.says("Full clone"));
    bench.press(Modifiers::NONE, Key::Enter);
    bench.until("the clone is there", |bench| {
        bench.harness.state().inventory().machines().any(|(_, entry)| entry.name() == "web clone 2")
    });
}

#[test]
fn everything_in_dialogs_has_a_name() {
    let mut bench = open();
    // The settings name each language in its own writing, which the fonts of tests do not have.
    bench.harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    bench.walk_to(Key::ArrowLeft, "two");
    bench.press(Modifiers::NONE, Key::Delete);
    let shift_f2 = (Modifiers::SHIFT, Key::F2);
    let dialogs = [
        ("take", (CTRL_SHIFT, Key::T), "Take a snapshot of web"),
        ("restore", (CTRL_SHIFT, Key::R), "Restore “two” on web?"),
        ("clone", (CTRL_SHIFT, Key::C), "Clone “two” of web"),
        ("delete", (CTRL, Key::Delete), "Delete 1 snapshot of web?"),
        ("rename", shift_f2, "Rename snapshots of web"),
        ("pin", (Modifiers::NONE, Key::P), "Pin “two”?"),
        ("settings", (CTRL, Key::Comma), "Settings"),
        ("take of each", (Modifiers::ALT, Key::T), "Take a snapshot of each of 1 machine"),
        ("restore each", (Modifiers::ALT, Key::R), "Restore each of 1 machine?"),
        ("sets", (CTRL_SHIFT, Key::S), "Snapshot sets"),
    ];
    for (scene, (modifiers, key), title) in dialogs {
        bench.press(modifiers, key);
        bench.until(scene, |bench| bench.says(title));
        bench.harness.run_steps(4);
        assert!(spoken::names(&bench.harness, scene).len() > 20, "{scene}");
        bench.press(Modifiers::NONE, Key::Escape);
        bench.until(scene, |bench| scene == "settings" || !bench.says(title));
    }
}

#[test]
fn text_grows_with_everything_and_stays_so() {
    let mut bench = open();
    let shows_menu = |bench: &Bench| bench.harness.query_by_role_and_label(Role::Button, "All commands").is_some();
    for _ in 0..5 {
        bench.press(CTRL, Key::Plus);
    }
    bench.harness.run_steps(6);
    assert!((bench.harness.ctx.zoom_factor() - 1.5).abs() < 0.01);
    assert!(bench.says("Current state") && shows_menu(&bench));
    for _ in 0..20 {
        bench.press(CTRL, Key::Plus);
    }
    assert!((bench.harness.ctx.zoom_factor() - 2.5).abs() < 0.01, "the largest");
    assert!(shows_menu(&bench), "there is a way back");
    bench.press(CTRL, Key::Num0);
    assert!((bench.harness.ctx.zoom_factor() - 1.0).abs() < 0.01);
}
