//! A VBoxManage that is missing, hangs, crashes, is killed or lies: nothing is lost, and the truth is told.
//!
//! A script stands in for the program. The machines are real settings files with real images, made by the Sandbox.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

mod sandbox_support;
mod virtualbox_bed;

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::Utc;
use sandbox_support::{MIB, View};
use snapgrove::hypervisor::sandbox::{NewMachine, NewSnapshot, Sandbox};
use snapgrove::hypervisor::virtualbox::{Patience, VirtualBox};
use snapgrove::hypervisor::{Hypervisor as _, HypervisorError, NoProgress, Outcome, Progress};
use snapgrove::model::{CloneExtent, MachineEntry, MachineState, SnapshotId, Step};
use virtualbox_bed::write_program;

/// Answers as VirtualBox does for a machine that is off, before the part that changes something.
const HONEST: &str = r#"
echo "$*" >> "$HERE/calls"
state=poweroff
[ -e "$HERE/state" ] && state=$(cat "$HERE/state")
case "$1" in
showvminfo) printf 'VMState="%s"\nVMStateChangeTime="2026-11-22T20:39:33.0"\n' "$state"; exit 0 ;;
sharedfolder) echo 'VBoxManage: error: Could not find a shared folder' >&2; exit 1 ;;
list) exit 0 ;;
esac
"#;

/// A machine “web” with the snapshots “one” and “two”, and a program that changes it.
struct Scene {
    folder: tempfile::TempDir,
    virtualbox: VirtualBox,
    entry: MachineEntry,
    one: SnapshotId,
}

impl Scene {
    /// The script is what the program does when it shall change something.
    fn new(script: &str) -> Self {
        Self::with_whole_script(&format!("{HONEST}\n{script}"))
    }

    fn with_whole_script(script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        let sandbox = Sandbox::open(&home).unwrap();
        let machine = sandbox.create_machine(&NewMachine::small("web", 4 * MIB), Utc::now()).unwrap();
        for name in ["one", "two"] {
            let new = NewSnapshot { name: name.to_owned(), description: String::new(), taken_at: Utc::now() };
            sandbox.take(machine, &new).unwrap();
        }
        drop(sandbox);
        let readable = VirtualBox::open(Some(home.clone()), Some("/nonexistent".into()));
        let snapshots = View::of(&readable).machines[&machine].snapshot_folder.clone();
        let program = folder.path().join("VBoxManage");
        let variables = format!("HERE='{}'\nSNAPSHOTS='{}'", folder.path().display(), snapshots.display());
        write_program(&program, &format!("{variables}\n{script}"));
        let virtualbox = VirtualBox::open(Some(home), Some(program)).with_patience(Patience {
            question: Duration::from_secs(20),
            refresh: Duration::from_secs(20),
            silence: Duration::from_millis(1500),
            work: Duration::from_mins(1),
            settling: Duration::from_secs(3),
            writing: Duration::from_millis(100),
        });
        let entry = virtualbox.machines().unwrap().machines.remove(0);
        let one = View::of(&virtualbox).ids("web", "one").1;
        Self { folder, virtualbox, entry, one }
    }

    fn with_patience(mut self, patience: Patience) -> Self {
        self.virtualbox = self.virtualbox.with_patience(patience);
        self
    }

    fn perform(&self, step: &Step) -> Result<Outcome, HypervisorError> {
        self.virtualbox.perform(&self.entry, step, &NoProgress)
    }

    fn view(&self) -> View {
        View::of(&self.virtualbox)
    }

    fn delete(&self) -> Step {
        Step::Delete { snapshot: self.one }
    }

    /// What the program was called with, one line a call.
    fn calls(&self) -> Vec<String> {
        let calls = std::fs::read_to_string(self.folder.path().join("calls")).unwrap_or_default();
        calls.lines().map(str::to_owned).collect()
    }

    fn settings_file(&self) -> PathBuf {
        self.entry.settings_file.to_path_buf()
    }

    /// Every step there is, with texts that are fine.
    fn steps(&self) -> Vec<Step> {
        vec![take("new"), edit(self.one, "renamed"), Step::Restore { snapshot: self.one }, self.delete(), clone("copy")]
    }
}

fn take(name: &str) -> Step {
    Step::Take { name: name.to_owned(), description: String::new() }
}

fn edit(snapshot: SnapshotId, name: &str) -> Step {
    Step::Edit { snapshot, name: Some(name.to_owned()), description: None }
}

fn clone(name: &str) -> Step {
    Step::Clone { name: name.to_owned(), extent: CloneExtent::CurrentState }
}

#[test]
fn a_program_that_is_missing() {
    let scene = Scene::new("");
    let program = scene.folder.path().join("not there");
    let virtualbox = VirtualBox::open(Some(scene.folder.path().join("home")), Some(program));
    let before = scene.view().pictures();
    for step in scene.steps() {
        let answer = virtualbox.perform(&scene.entry, &step, &NoProgress);
        assert!(matches!(answer, Err(HypervisorError::ToolMissing { .. })), "{step:?}: {answer:?}");
    }
    assert_eq!(before, scene.view().pictures());
}

#[test]
fn texts_that_virtualbox_would_not_keep_never_reach_it() {
    let scene = Scene::new("");
    for name in
        ["", "  ", "f731f41c-0abe-4fdf-98bf-bdef0c3dbd36", "{f731f41c-0abe-4fdf-98bf-bdef0c3dbd36}", "bell\u{7}"]
    {
        for step in [take(name), edit(scene.one, name), clone(name)] {
            let answer = scene.perform(&step);
            assert!(matches!(answer, Err(HypervisorError::UnfitText { .. })), "{step:?}: {answer:?}");
        }
    }
    let bad = Step::Take { name: "good".to_owned(), description: "escape \u{1b}".to_owned() };
    assert!(matches!(scene.perform(&bad), Err(HypervisorError::UnfitText { .. })));
    assert!(scene.calls().iter().all(|call| call.starts_with("showvminfo")), "{:?}", scene.calls());
}

#[test]
fn a_program_that_hangs_is_ended_once_virtualbox_is_not_at_work() {
    let scene = Scene::new("sleep 600");
    let before = scene.view().pictures();
    let answer = scene.perform(&scene.delete());
    let Err(HypervisorError::Interrupted { words, .. }) = &answer else { unreachable!("{answer:?}") };
    assert!(words.contains("no sign of life") && words.contains("is not done"), "{words}");
    assert_eq!(before, scene.view().pictures());
    let calls = scene.calls();
    assert!(calls.last().unwrap().starts_with("showvminfo"), "it was asked how the machine stands: {calls:?}");
}

#[test]
fn a_program_that_hangs_before_it_changes_anything() {
    let scene = Scene::with_whole_script("sleep 600");
    let scene = scene.with_patience(Patience { question: Duration::from_millis(300), ..Patience::default() });
    let before = scene.view().pictures();
    for step in scene.steps() {
        let answer = scene.perform(&step);
        assert!(matches!(answer, Err(HypervisorError::TimedOut { .. })), "{step:?}: {answer:?}");
    }
    assert_eq!(before, scene.view().pictures());
}

#[test]
fn a_quiet_program_goes_on_while_files_change() {
    // It says nothing for twice as long as silence is borne, but writes.
    let scene = Scene::new(
        "mkdir -p \"$SNAPSHOTS\"; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo x >> \"$SNAPSHOTS/growing\"; sleep 0.25; done",
    );
    let answer = scene.perform(&edit(scene.one, "renamed"));
    assert!(matches!(answer, Err(HypervisorError::NotAsPromised { .. })), "it ran to its end: {answer:?}");
    let growing = scene.view().machines[&scene.entry.id].snapshot_folder.join("growing");
    assert_eq!(std::fs::read_to_string(growing).unwrap().lines().count(), 12);
}

#[test]
fn a_quiet_program_goes_on_while_virtualbox_is_at_work() {
    let scene = Scene::new("echo deletingsnapshot > \"$HERE/state\"; sleep 4; rm \"$HERE/state\"");
    let answer = scene.perform(&scene.delete());
    assert!(matches!(answer, Err(HypervisorError::NotAsPromised { .. })), "it ran to its end: {answer:?}");
}

#[test]
fn a_killed_program_is_not_the_end_of_the_change() {
    // The service goes on for a while without its client.
    let scene = Scene::new("echo deletingsnapshot > \"$HERE/state\"; (sleep 1; rm \"$HERE/state\") & kill -9 $$");
    let before = scene.view().pictures();
    let answer = scene.perform(&scene.delete());
    let Err(HypervisorError::Interrupted { words, .. }) = &answer else { unreachable!("{answer:?}") };
    assert!(words.contains("powered off") && words.contains("not done"), "{words}");
    assert!(!scene.folder.path().join("state").exists(), "it returned while the machine was still changing");
    assert_eq!(before, scene.view().pictures());
}

#[test]
fn a_machine_that_does_not_come_to_rest_is_told() {
    let scene = Scene::new("echo deletingsnapshot > \"$HERE/state\"; kill -9 $$");
    let answer = scene.perform(&scene.delete());
    assert!(matches!(answer, Err(HypervisorError::NotSettled { .. })), "{answer:?}");
    // From now on nothing is begun.
    let next = scene.perform(&take("late"));
    let transient = matches!(next, Err(HypervisorError::WrongState { state: MachineState::Transient, .. }));
    assert!(transient, "{next:?}");
}

#[test]
fn a_crash_is_told_however_it_looks() {
    for script in ["kill -SEGV $$", "exit 139", "echo '0%...10%...' >&2; exit 133"] {
        let scene = Scene::new(script);
        let before = scene.view().pictures();
        for step in scene.steps() {
            let answer = scene.perform(&step);
            assert!(matches!(answer, Err(HypervisorError::Interrupted { .. })), "{script}, {step:?}: {answer:?}");
        }
        assert_eq!(before, scene.view().pictures());
    }
}

#[test]
fn success_without_a_change_is_a_lie() {
    let scene = Scene::new("echo 'Snapshot taken. UUID: f731f41c-0abe-4fdf-98bf-bdef0c3dbd36'; exit 0");
    let before = scene.view().pictures();
    // The machine's current snapshot is “two”.
    for step in scene.steps() {
        let answer = scene.perform(&step);
        assert!(matches!(answer, Err(HypervisorError::NotAsPromised { .. })), "{step:?}: {answer:?}");
    }
    assert_eq!(before, scene.view().pictures());
}

#[test]
fn success_with_a_settings_file_that_is_cut_short_is_a_lie() {
    for length in [0, 4096] {
        for number in 0..5 {
            let script = "file=$(ls -d \"$HERE\"/home/*/*.vbox \"$HERE\"/home/*/*/*.vbox 2>/dev/null | head -n 1)";
            let scene = Scene::new(&format!("{script}\ntruncate -s {length} \"$file\""));
            let step = &scene.steps()[number];
            let answer = scene.perform(step);
            let Err(error @ HypervisorError::NotAsPromised { what, .. }) = &answer else {
                unreachable!("{step:?}: {answer:?}")
            };
            assert!(what.contains("damaged") && error.advice().contains("copy"), "{what}");
            assert_eq!(std::fs::metadata(scene.settings_file()).unwrap().len(), length);
        }
    }
}

#[test]
fn success_that_took_more_than_it_should_is_a_lie() {
    // What truly stands is read, whatever the program says: here the wrong snapshot went.
    let scene = Scene::new("exit 0");
    let other = scene.view().ids("web", "two").1;
    let sandbox = Sandbox::open(scene.folder.path().join("home")).unwrap();
    let text = std::fs::read_to_string(scene.settings_file()).unwrap();
    sandbox.delete_snapshot(scene.entry.id, other).unwrap();
    let after = std::fs::read_to_string(scene.settings_file()).unwrap();
    std::fs::write(scene.folder.path().join("after"), after).unwrap();
    std::fs::write(scene.settings_file(), text).unwrap();
    drop(sandbox);
    let script = format!("cp \"$HERE/after\" '{}'", scene.settings_file().display());
    write_program(
        &scene.folder.path().join("VBoxManage"),
        &format!("HERE='{}'\n{HONEST}\n{script}", scene.folder.path().display()),
    );
    let answer = scene.perform(&edit(scene.one, "one"));
    // The image went as well, so that the machine is refused before anything is done where that matters.
    let Err(HypervisorError::NotAsPromised { what, .. }) = &answer else { unreachable!("{answer:?}") };
    assert!(what.contains(&other.to_string()), "{what}");
}

#[test]
fn errors_that_come_with_success_are_errors() {
    let scene = Scene::new(
        "echo 'VBoxManage: error: The machine is already locked for a session (or being unlocked)' >&2\nexit 0",
    );
    let answer = scene.perform(&take("new"));
    assert!(matches!(answer, Err(HypervisorError::Locked { .. })), "{answer:?}");
}

#[test]
fn a_full_disk_in_the_middle_is_told_as_an_interruption() {
    let scene = Scene::new(
        "echo '0%...10%...VBoxManage: error: Operation aborted' >&2\n\
         echo 'VBoxManage: error: Details: code NS_ERROR_ABORT (0x80004004)' >&2\nexit 1",
    );
    let answer = scene.perform(&scene.delete());
    assert!(matches!(answer, Err(HypervisorError::Interrupted { .. })), "{answer:?}");
}

#[test]
fn a_locked_machine_is_left_alone() {
    let locked = HONEST.replace("Could not find a shared folder", "The machine is already locked for a session");
    let scene = Scene::with_whole_script(&format!("{locked}\nexit 0"));
    for step in [take("new"), Step::Restore { snapshot: scene.one }, scene.delete()] {
        let answer = scene.perform(&step);
        assert!(matches!(answer, Err(HypervisorError::Locked { .. })), "{step:?}: {answer:?}");
    }
    assert!(scene.calls().iter().all(|call| !call.starts_with("snapshot")), "{:?}", scene.calls());
}

#[test]
fn no_second_change_of_a_machine_at_the_same_time() {
    let scene = Scene::new("touch \"$HERE/begun\"; while [ ! -e \"$HERE/end\" ]; do sleep 0.05; done");
    std::thread::scope(|threads| {
        let first = threads.spawn(|| scene.perform(&edit(scene.one, "first")));
        while !scene.folder.path().join("begun").exists() {
            std::thread::sleep(Duration::from_millis(10));
        }
        let second = scene.perform(&edit(scene.one, "second"));
        assert!(matches!(second, Err(HypervisorError::Locked { .. })), "{second:?}");
        std::fs::write(scene.folder.path().join("end"), "").unwrap();
        assert!(!matches!(first.join().unwrap(), Err(HypervisorError::Locked { .. })));
    });
    // The door is open again, whatever became of the first.
    assert!(!matches!(scene.perform(&edit(scene.one, "third")), Err(HypervisorError::Locked { .. })));
}

#[test]
fn images_are_refreshed_before_a_merge() {
    let scene = Scene::new("exit 0");
    for step in [scene.delete(), Step::Restore { snapshot: scene.one }] {
        drop(scene.perform(&step));
        let calls = scene.calls();
        let change = calls.iter().rposition(|call| call.starts_with("snapshot")).unwrap();
        assert_eq!(calls[change - 1], "list hdds", "{calls:?}");
    }
}

#[test]
fn a_state_that_does_not_allow_it() {
    let scene = Scene::new("exit 0");
    let refused = |state: &str, step: &Step| {
        std::fs::write(scene.folder.path().join("state"), state).unwrap();
        matches!(scene.perform(step), Err(HypervisorError::WrongState { .. }))
    };
    let restore = Step::Restore { snapshot: scene.one };
    for state in ["deletingsnapshot", "saving", "starting", "onlinesnapshotting", "something new"] {
        for step in scene.steps().iter().chain([&Step::PowerOff, &Step::Start, &Step::DiscardSavedState]) {
            assert!(refused(state, step), "{state}: {step:?}");
        }
    }
    for state in ["running", "paused", "gurumeditation"] {
        assert!(refused(state, &restore) && refused(state, &clone("copy")) && refused(state, &Step::Start), "{state}");
        assert!(!refused(state, &edit(scene.one, "one")), "{state}");
    }
    assert!(refused("gurumeditation", &take("new")) && refused("gurumeditation", &scene.delete()));
    assert!(refused("poweroff", &Step::PowerOff) && refused("poweroff", &Step::DiscardSavedState));
}

#[test]
fn switching_off_waits_until_the_machine_is_off() {
    let script = "if [ \"$1\" = controlvm ]; then echo stopping > \"$HERE/state\"; (sleep 1; rm \"$HERE/state\") & fi";
    let scene = Scene::new(script);
    std::fs::write(scene.folder.path().join("state"), "running").unwrap();
    scene.perform(&Step::PowerOff).unwrap();
    assert!(!scene.folder.path().join("state").exists(), "it returned before the machine was off");
}

/// Hears how far it is, and asks to stop from some share on.
struct Listener {
    heard: Mutex<Vec<f32>>,
    stops_at: f32,
    stops: AtomicBool,
}

impl Listener {
    fn new(stops_at: f32) -> Self {
        Self { heard: Mutex::default(), stops_at, stops: AtomicBool::new(false) }
    }
}

impl Progress for Listener {
    fn report(&self, done: f32) {
        self.heard.lock().unwrap().push(done);
        self.stops.fetch_or(done >= self.stops_at, Ordering::Relaxed);
    }

    fn is_cancelled(&self) -> bool {
        self.stops.load(Ordering::Relaxed)
    }
}

const SLOW: &str = "trap 'echo CANCELED >&2; exit 1' INT
for percent in 0 10 20 30 40 50 60 70 80 90 100; do printf '%s%%...' $percent >&2; sleep 0.1; done";

#[test]
fn progress_is_told_as_it_comes() {
    let scene = Scene::new(SLOW);
    let listener = Listener::new(2.0);
    drop(scene.virtualbox.perform(&scene.entry, &edit(scene.one, "x"), &listener));
    let heard = listener.heard.lock().unwrap().clone();
    assert!(heard.is_sorted() && heard.contains(&0.3) && heard.contains(&0.7), "{heard:?}");
}

#[test]
fn what_cannot_be_stopped_goes_on() {
    let scene = Scene::new(SLOW);
    let mut steps = scene.steps();
    let clone = steps.pop().unwrap();
    for step in steps {
        let listener = Listener::new(0.2);
        let answer = scene.virtualbox.perform(&scene.entry, &step, &listener);
        assert!(matches!(answer, Err(HypervisorError::NotAsPromised { .. })), "{step:?} ran to its end: {answer:?}");
    }
    let listener = Listener::new(0.2);
    let answer = scene.virtualbox.perform(&scene.entry, &clone, &listener);
    assert!(matches!(answer, Err(HypervisorError::Cancelled)), "{answer:?}");
    assert!(!listener.heard.lock().unwrap().contains(&0.9));
}

#[test]
fn the_language_of_the_parent_does_not_matter() {
    const IS_CHILD: &str = "SNAPGROVE_TEST_IN_ANOTHER_LANGUAGE";
    if std::env::var_os(IS_CHILD).is_none() {
        // Runs itself in a process of its own, whose language has no letters beyond ASCII.
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "the_language_of_the_parent_does_not_matter"]);
        let output = child.env("LC_ALL", "C").env("LANG", "C").env(IS_CHILD, "1").output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
        return;
    }
    assert_eq!(std::env::var("LC_ALL").unwrap(), "C");
    let scene =
        Scene::new("[ \"$LC_ALL\" = C.UTF-8 ] && [ \"$4\" = '构建 🚀' ] && [ $# = 4 ] && ! read line && echo right");
    let answer = scene.perform(&take("构建 🚀"));
    let Err(HypervisorError::NotAsPromised { words, .. }) = answer else { unreachable!("{answer:?}") };
    assert_eq!(words, "right");
}

#[test]
fn a_banner_is_no_answer_and_no_error() {
    let banner = "printf 'WARNING: The character device /dev/vboxdrv does not exist.\\n\\t Please install it\\n\\n'";
    let scene = Scene::with_whole_script(&format!("{banner}\n{HONEST}\nexit 1"));
    let answer = scene.perform(&take("new"));
    let Err(HypervisorError::Refused { words, .. }) = &answer else { unreachable!("{answer:?}") };
    assert!(!words.contains("WARNING"), "{words}");
}
