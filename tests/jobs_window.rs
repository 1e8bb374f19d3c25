//! The window while something is being done: closing it keeps its word, and what is being deleted is not unmarked.
//!
//! A script stands in for VBoxManage. The machine is a real settings file with real images, made by the Sandbox.
#![cfg(unix)]
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "the helpers of a test fail as the test does")]

mod jobs_support;
mod sandbox_support;
mod virtualbox_bed;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::Utc;
use egui::{Key, Modifiers, Role, ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jobs_support::{PATIENCE, start, wait_for_start};
use sandbox_support::MIB;
use snapgrove::app::{App, Background, SettingsKeeper};
use snapgrove::hypervisor::sandbox::{NewMachine, NewSnapshot, Sandbox};
use snapgrove::hypervisor::virtualbox::VirtualBox;
use snapgrove::hypervisor::{ConnectOptions, Hypervisor, SandboxWish};
use snapgrove::jobs::{Found, Interruption, JobsOptions};
use snapgrove::settings::SettingsFile;
use tempfile::TempDir;
use virtualbox_bed::write_program;

/// Answers as VirtualBox does for a machine that is off. A change goes on until the test gives a sign, or until it is
/// interrupted; then nothing has become of it.
const SCRIPT: &str = r#"
case "$1" in
showvminfo) printf 'VMState="poweroff"\nVMStateChangeTime="2026-11-22T20:39:33.0"\n'; exit 0 ;;
sharedfolder) echo 'VBoxManage: error: Could not find a shared folder' >&2; exit 1 ;;
list) exit 0 ;;
--version) echo 7.2.22; exit 0 ;;
esac
trap 'echo "VBoxManage: error: Operation canceled" >&2; touch "$HERE/interrupted"; exit 1' INT
touch "$HERE/at work"
while [ ! -e "$HERE/go" ]; do printf '65%%...' >&2; sleep 0.05; done
touch "$HERE/ended"
"#;

struct Bench {
    harness: Harness<'static, App>,
    folder: TempDir,
    closes: bool,
}

/// A machine with the snapshots “one” and “two”, shown in the window.
fn open() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let sandbox = Sandbox::open(&home).unwrap();
    let machine = sandbox.create_machine(&NewMachine::small("web", 4 * MIB), Utc::now()).unwrap();
    for name in ["one", "two"] {
        let new = NewSnapshot { name: name.to_owned(), description: String::new(), taken_at: Utc::now() };
        sandbox.take(machine, &new).unwrap();
    }
    drop(sandbox);
    let program = folder.path().join("VBoxManage");
    write_program(&program, &format!("HERE='{}'\n{SCRIPT}", folder.path().display()));
    let options = ConnectOptions {
        virtualbox_home: Some(home),
        vboxmanage: Some(program),
        sandbox: SandboxWish::Never,
        ..ConnectOptions::default()
    };
    let jobs = JobsOptions { folder: Some(folder.path().join("data")), ..jobs_support::options(folder.path()) };
    let background = Background::start(&options, jobs).expect("threads can be started");
    let settings = SettingsKeeper::open(SettingsFile::none()).expect("a thread can be started");
    let harness = Harness::builder()
        .with_size([1280.0, 800.0])
        .build_eframe(move |cc| App::new(&cc.egui_ctx, background, options, settings));
    let mut bench = Bench { harness, folder, closes: false };
    bench.until("the tree is there", |bench| bench.item("two"));
    bench
}

impl Bench {
    fn step(&mut self) {
        self.harness.step();
        let output = &self.harness.output().viewport_output[&ViewportId::ROOT];
        self.closes |= output.commands.contains(&ViewportCommand::Close);
    }

    fn until(&mut self, what: &str, mut is_so: impl FnMut(&mut Self) -> bool) {
        let begin = Instant::now();
        while !is_so(self) {
            assert!(begin.elapsed() < PATIENCE, "waited in vain: {what}");
            self.step();
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        (0..4).for_each(|_| self.step());
    }

    fn click(&mut self, button: &str) {
        self.until(button, |bench| bench.harness.query_by_role_and_label(Role::Button, button).is_some());
        // It finds its place.
        (0..4).for_each(|_| self.step());
        self.harness.get_by_role_and_label(Role::Button, button).click();
        (0..4).for_each(|_| self.step());
    }

    fn item(&self, name: &str) -> bool {
        self.harness.query_by_role_and_label(Role::TreeItem, name).is_some()
    }

    fn says(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).next().is_some()
    }

    fn has_button(&self, name: &str) -> bool {
        self.harness.query_by_role_and_label(Role::Button, name).is_some()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn is_there(&self, name: &str) -> bool {
        self.file(name).exists()
    }

    fn go(&self) {
        std::fs::write(self.file("go"), "").unwrap();
    }

    /// As the button of the window's frame does.
    fn ask_to_close(&mut self) {
        let events = |bench: &mut Self, new: Vec<ViewportEvent>| {
            bench.harness.input_mut().viewports.entry(ViewportId::ROOT).or_default().events = new;
        };
        events(self, vec![ViewportEvent::Close]);
        self.step();
        events(self, Vec::new());
        self.until("the question", |bench| bench.says("Close while something is being done?"));
        // It finds its place.
        (0..4).for_each(|_| self.step());
    }

    /// Clones the machine, and waits until VBoxManage is at work.
    fn begin_clone(&mut self) {
        self.press(Modifiers { shift: true, command: true, ctrl: true, ..Modifiers::NONE }, Key::C);
        self.click("Clone");
        self.until("the clone has begun", |bench| bench.is_there("at work"));
    }

    /// Marks a snapshot, has it deleted, and waits until VBoxManage is at work.
    fn begin_deletion(&mut self, name: &str) {
        self.harness.get_by_role_and_label(Role::TreeItem, name).click();
        (0..4).for_each(|_| self.step());
        self.press(Modifiers::NONE, Key::Delete);
        self.press(Modifiers { command: true, ctrl: true, ..Modifiers::NONE }, Key::Delete);
        self.click("Delete 1 snapshot");
        self.until("the deletion has begun", |bench| bench.is_there("at work"));
    }

    /// What the next start tells.
    fn told_next(self) -> Vec<Interruption> {
        let Self { harness, folder, .. } = self;
        drop(harness);
        let home = folder.path().join("home");
        let virtualbox: Arc<dyn Hypervisor> =
            Arc::new(VirtualBox::open(Some(home), Some(folder.path().join("VBoxManage"))));
        let jobs = start(&virtualbox, &folder.path().join("data"));
        wait_for_start(&jobs).interrupted.clone()
    }
}

#[test]
fn finishing_the_running_step_lets_it_finish() {
    let mut bench = open();
    bench.begin_clone();
    bench.ask_to_close();
    bench.click("Finish the running step, then close");
    // As long as it works, the window stays, and nobody disturbs it.
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_millis(500) {
        bench.step();
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(!bench.is_there("interrupted") && !bench.closes);
    assert!(bench.says(" · stopping"));
    bench.go();
    bench.until("the window closes", |bench| bench.closes);
    assert!(bench.is_there("ended") && !bench.is_there("interrupted"));
    // The stand-in has made no clone. Nobody has seen that: the window was closed.
    let [told] = &bench.told_next()[..] else { panic!("it is not told") };
    assert!(told.found == Found::Closed && told.words.contains("failed"), "{told:#?}");
}

#[test]
fn a_clone_can_be_stopped_to_close() {
    let mut bench = open();
    bench.begin_clone();
    bench.ask_to_close();
    assert!(bench.says("This can also be stopped in the middle"));
    bench.click("Stop it and close");
    bench.until("the window closes", |bench| bench.closes);
    assert!(bench.is_there("interrupted") && !bench.is_there("ended"));
    let journals = std::fs::read_dir(bench.file("data/journal")).unwrap();
    let journal: String = journals.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap()).collect();
    assert!(journal.contains("\"stopped\"") && !journal.contains("not_started"), "{journal}");
    let [told] = &bench.told_next()[..] else { panic!("it is not told") };
    assert!(told.found == Found::Closed && told.words.contains("was stopped"), "{told:#?}");
}

#[test]
fn a_deletion_is_not_offered_to_be_stopped_and_its_marks_stay() {
    let mut bench = open();
    bench.begin_deletion("one");
    assert!(bench.says("1 snapshot marked"));
    let discard = bench.harness.get_by_role_and_label(Role::Button, "Unmark all");
    assert!(discard.accesskit_node().is_disabled(), "as if that stopped it");
    bench.press(Modifiers::NONE, Key::Delete);
    bench.press(Modifiers { command: true, ctrl: true, ..Modifiers::NONE }, Key::Z);
    assert!(bench.says("1 snapshot marked"));
    bench.ask_to_close();
    assert!(!bench.has_button("Stop it and close") && bench.has_button("Finish the running step, then close"));
    bench.click("Go on working");
    assert!(!bench.says("Close while something is being done?"));
    bench.go();
    bench.until("the deletion has ended", |bench| bench.says("1 failed"));
    // It is there still, so it can be unmarked again.
    bench.press(Modifiers::NONE, Key::Delete);
    assert!(!bench.says("1 snapshot marked"));
}

#[test]
fn what_failed_is_reviewed_and_done_again() {
    let mut bench = open();
    bench.begin_deletion("one");
    bench.go();
    bench.click("Do what is left…");
    assert!(bench.says("Delete 1 snapshot of web?"));
    bench.press(Modifiers::NONE, Key::Escape);
    bench.harness.get_by_role_and_label(Role::Button, "Remove from the list").click();
    for name in ["at work", "ended", "go"] {
        std::fs::remove_file(bench.file(name)).unwrap();
    }
    bench.begin_clone();
    bench.go();
    bench.click("Do what is left…");
    assert!(bench.says("Do what was left undone?") && bench.says("Make the clone “web clone”"));
    assert!(bench.has_button("Do it"));
}
