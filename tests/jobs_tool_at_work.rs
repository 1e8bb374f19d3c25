//! Snapgrove is killed while VBoxManage works, which goes on without it: the next start says so, nothing else is begun on
//! the machine, and how it stands is told once the program has ended.
//!
//! A script stands in for the program. The machine is a real settings file with real images, made by the Sandbox.
#![cfg(target_os = "linux")]
#![expect(clippy::panic, clippy::unwrap_used, reason = "the helpers of a test fail as the test does")]

mod jobs_support;
mod sandbox_support;
mod virtualbox_bed;

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::Instant;

use chrono::Utc;
use jobs_support::{PATIENCE, failure, key, named, names, plan, rename, run, start, wait_for_start, wait_until};
use sandbox_support::MIB;
use snapgrove::hypervisor::Hypervisor;
use snapgrove::hypervisor::sandbox::{NewMachine, NewSnapshot, Sandbox};
use snapgrove::hypervisor::virtualbox::VirtualBox;
use snapgrove::jobs::{Found, Interruption, Jobs};
use virtualbox_bed::write_program;

/// Answers as VirtualBox does. Told to change a snapshot, it says where it works, waits for a sign, and renames “one”.
const SCRIPT: &str = r#"
state=poweroff
[ -e "$HERE/state" ] && state=$(cat "$HERE/state")
case "$1" in
showvminfo) printf 'VMState="%s"\nVMStateChangeTime="2026-11-22T20:39:33.0"\n' "$state"; exit 0 ;;
sharedfolder)
  [ -e "$HERE/locked" ] && { echo "VBoxManage: error: The machine 'web' is already locked for a session" >&2; exit 1; }
  echo 'VBoxManage: error: Could not find a shared folder' >&2; exit 1 ;;
list) exit 0 ;;
esac
echo $$ > "$HERE/at work"
while [ ! -e "$HERE/go" ]; do sleep 0.05; done
sed -i 's/name="one"/name="first"/' "$SETTINGS"
rm "$HERE/at work"
"#;

struct Scene {
    folder: tempfile::TempDir,
    virtualbox: Arc<dyn Hypervisor>,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        let sandbox = Sandbox::open(&home).unwrap();
        let machine = sandbox.create_machine(&NewMachine::small("web", 4 * MIB), Utc::now()).unwrap();
        for name in ["one", "two"] {
            let new = NewSnapshot { name: name.to_owned(), description: String::new(), taken_at: Utc::now() };
            sandbox.take(machine, &new).unwrap();
        }
        drop(sandbox);
        let settings = named(&VirtualBox::open(Some(home.clone()), Some("/nonexistent".into())), "web");
        let program = folder.path().join("VBoxManage");
        let variables = format!("HERE='{}'\nSETTINGS='{}'", folder.path().display(), settings.settings_file.display());
        write_program(&program, &format!("{variables}\n{SCRIPT}"));
        let virtualbox = Arc::new(VirtualBox::open(Some(home), Some(program)));
        Self { folder, virtualbox }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where Snapgrove keeps its journals.
    fn data(&self) -> PathBuf {
        self.path("data/snapgrove")
    }

    fn snapgrove(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_snapgrove"));
        command.env("HOME", self.path("person")).env("XDG_DATA_HOME", self.path("data"));
        command.env("XDG_CONFIG_HOME", self.path("config"));
        command.arg("--virtualbox-home").arg(self.path("home")).arg("--vboxmanage").arg(self.path("VBoxManage"));
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Renames “one” from the command line, and kills Snapgrove while the program works.
    fn kill_while_it_works(&self) {
        let mut child = self.snapgrove(&["edit", "web", "one", "--name", "first", "--yes"]).spawn().unwrap();
        let begin = Instant::now();
        while !self.path("at work").exists() || !self.journal().contains("\"record\":\"tool\"") {
            assert!(begin.elapsed() < PATIENCE, "the program is not started");
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// All journals, as they are on the disk.
    fn journal(&self) -> String {
        let Ok(all) = std::fs::read_dir(self.data().join("journal")) else { return String::new() };
        all.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap_or_default()).collect()
    }

    fn jobs(&self) -> Jobs {
        start(&self.virtualbox, &self.data())
    }

    fn names(&self) -> Vec<String> {
        names(&named(&*self.virtualbox, "web"))
    }
}

fn told(jobs: &Jobs) -> Interruption {
    let status = wait_for_start(jobs);
    let [one] = &status.interrupted[..] else { panic!("{status:#?}") };
    one.clone()
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

#[test]
fn a_program_that_outlives_snapgrove_keeps_its_machine_busy() {
    let scene = Scene::new();
    scene.kill_while_it_works();
    let jobs = scene.jobs();
    let one = told(&jobs);
    assert_eq!(one.found, Found::StillGoing, "{one:#?}");
    assert!(one.words.contains("VBoxManage is still finishing it"), "{}", one.words);
    assert!(one.advice.contains("Wait"), "{}", one.advice);
    let web = named(&*scene.virtualbox, "web");
    let busy = jobs.status().busy(&key(&*scene.virtualbox, web.id));
    assert_eq!(busy.as_deref(), Some("VBoxManage is still at work: Rename “one” to “first”"));
    // It cannot be set aside while it is so.
    jobs.acknowledge(&one.id);
    assert_eq!(told(&jobs).found, Found::StillGoing);

    // Nothing else is begun, neither here nor by another Snapgrove.
    let second = plan(&*scene.virtualbox, &web, vec![rename(&web, "two", "second")]);
    let (what, stands) = failure(&run(&jobs, second), 0);
    assert!(what.contains("VBoxManage") && what.contains("still at work on “web”: Rename “one” to “first”"), "{what}");
    assert_eq!(stands, "Nothing was changed.");
    let output = scene.snapgrove(&["edit", "web", "two", "--name", "second", "--yes"]).output().unwrap();
    assert!(output.status.code() == Some(4) && text(&output).contains("still at work on “web”"), "{}", text(&output));
    assert_eq!(scene.names(), ["one", "two"]);

    std::fs::write(scene.path("go"), "").unwrap();
    let status = wait_until(&jobs, "the end", |status| status.interrupted.iter().all(|one| one.found == Found::Done));
    assert!(status.interrupted[0].words.contains("It was done all the same"), "{status:#?}");
    assert_eq!(status.busy(&key(&*scene.virtualbox, web.id)), None);
    assert_eq!(scene.names(), ["first", "two"]);
    let web = named(&*scene.virtualbox, "web");
    std::fs::write(scene.path("go"), "").unwrap();
    let next = run(&jobs, plan(&*scene.virtualbox, &web, vec![rename(&web, "two", "second")]));
    assert!(!failure(&next, 0).0.contains("still at work"), "the machine is free again: {next:#?}");
}

#[test]
fn a_snapgrove_that_is_open_hears_of_another_one_that_was_killed() {
    let scene = Scene::new();
    let jobs = scene.jobs();
    assert!(wait_for_start(&jobs).interrupted.is_empty());
    scene.kill_while_it_works();
    let web = named(&*scene.virtualbox, "web");
    let second = plan(&*scene.virtualbox, &web, vec![rename(&web, "two", "second")]);
    let (what, _) = failure(&run(&jobs, second), 0);
    assert!(what.contains("still at work on “web”"), "{what}");
    wait_until(&jobs, "the interruption", |status| status.interrupted.len() == 1);
    std::fs::write(scene.path("go"), "").unwrap();
    wait_until(&jobs, "the end", |status| status.interrupted[0].found == Found::Done);
}

#[test]
fn without_a_known_process_the_words_of_virtualbox_decide() {
    let scene = Scene::new();
    scene.kill_while_it_works();
    let process = std::fs::read_to_string(scene.path("at work")).unwrap();
    Command::new("kill").args(["-9", process.trim()]).status().unwrap();
    // As if the system had not told which process it was.
    for entry in std::fs::read_dir(scene.data().join("journal")).unwrap() {
        let path = entry.unwrap().path();
        let lines = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = lines.lines().filter(|line| !line.contains("\"record\":\"tool\"")).collect();
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    }
    std::fs::write(scene.path("state"), "deletingsnapshot").unwrap();
    assert_eq!(told(&scene.jobs()).found, Found::StillGoing);
    std::fs::remove_file(scene.path("state")).unwrap();
    std::fs::write(scene.path("locked"), "").unwrap();
    let jobs = scene.jobs();
    let one = told(&jobs);
    assert!(one.found == Found::StillGoing && one.words.contains("already locked"), "{one:#?}");
    std::fs::remove_file(scene.path("locked")).unwrap();
    let status = wait_until(&jobs, "the end", |status| status.interrupted[0].found != Found::StillGoing);
    assert_eq!(status.interrupted[0].found, Found::NotBegun, "{status:#?}");
}
