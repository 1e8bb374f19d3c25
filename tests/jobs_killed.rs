//! Snapgrove is killed at random moments while it carries plans out on the Sandbox: nothing is lost, and the next start
//! tells the truth.
//!
//! `SNAPGROVE_KILLS` says how often each plan is killed, `SNAPGROVE_SEED` where to begin.
#![cfg(unix)]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the helpers of a test fail as the test does"
)]

mod jobs_support;
mod sandbox_support;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::Utc;
use jobs_support::{delete, named, plan, read, rename, restore, run, snapshot, start, take, wait_for, wait_for_start};
use sandbox_support::{MIB, NamedPicture, Random, View, assert_tidy, copy_folder, quick_folder};
use snapgrove::hypervisor::sandbox::{DiskWrite, NewMachine, Sandbox};
use snapgrove::hypervisor::{Hypervisor, NoProgress};
use snapgrove::jobs::Found;
use snapgrove::model::{CloneExtent, Machine, Step};

type State = BTreeMap<String, NamedPicture>;
type Steps = fn(&Machine) -> Vec<Step>;

/// What is done to the machine “line”, whose snapshots are `one` to `four`.
const PLANS: &[(&str, Steps)] = &[
    ("take", |_| vec![take("new")]),
    ("edit", |machine| vec![rename(machine, "one", "first"), rename(machine, "two", "second")]),
    ("restore", |machine| vec![restore(machine, "two")]),
    ("take and restore", |machine| vec![take("safe"), restore(machine, "one")]),
    ("delete", |machine| vec![delete(machine, "two")]),
    ("delete several", |machine| vec![delete(machine, "three"), delete(machine, "one"), delete(machine, "two")]),
    ("clone", |_| vec![Step::Clone { name: "copy".to_owned(), extent: CloneExtent::Everything }]),
    ("linked clone", |machine| {
        let extent = CloneExtent::Linked(snapshot(machine, "two"));
        vec![Step::Clone { name: "copy".to_owned(), extent }, take("after")]
    }),
];

fn number_from(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| text.parse().unwrap())
}

fn prepare(folder: &Path) {
    let sandbox = Sandbox::open(folder).unwrap();
    let id = sandbox.create_machine(&NewMachine::small("line", 16 * MIB), Utc::now()).unwrap();
    let mut random = Random(1);
    for (number, name) in ["one", "two", "three", "four"].into_iter().enumerate() {
        let first = number as u64 * 3;
        let write = |block| DiskWrite { disk: 0, offset: block * MIB, content: random.block(MIB) };
        let writes: Vec<DiskWrite> = (first..first + 6).map(write).collect();
        sandbox.write(id, &writes).unwrap();
        let entry = sandbox.machines().unwrap().machines.remove(0);
        sandbox.perform(&entry, &take(name), &NoProgress).unwrap();
    }
    let content = random.block(MIB);
    sandbox.write(id, &[DiskWrite { disk: 0, offset: 15 * MIB, content }]).unwrap();
}

fn look(folder: &Path) -> State {
    // Opening finishes or undoes what was interrupted.
    let sandbox = Sandbox::open(folder).unwrap();
    let view = View::of(&sandbox);
    assert_tidy(folder, &view);
    view.by_name()
}

/// The machine before a plan, and after each of its steps.
fn states(template: &Path, steps: Steps) -> Vec<State> {
    let folder = quick_folder();
    copy_folder(template, folder.path());
    let mut states = vec![look(folder.path())];
    let sandbox = Sandbox::open(folder.path()).unwrap();
    let machine = named(&sandbox, "line");
    for step in steps(&machine) {
        let entry = sandbox.machines().unwrap().machines.into_iter().find(|entry| entry.id == machine.id).unwrap();
        sandbox.perform(&entry, &step, &NoProgress).unwrap();
        states.push(View::of(&sandbox).by_name());
    }
    states
}

/// Says in the child's environment what it does: number of the plan, the Sandbox's folder, the data folder.
const TASK: &str = "SNAPGROVE_KILLED_TASK";

/// The process that is killed: a Snapgrove that carries one plan out.
#[test]
#[ignore = "is started by the other test, in a process that can be killed"]
fn child() {
    let Ok(task) = std::env::var(TASK) else {
        println!("not started by the other test: nothing to do");
        return;
    };
    let parts: Vec<&str> = task.split('\n').collect();
    let [number, folder, data] = parts[..] else { panic!("{task}") };
    let sandbox: Arc<dyn Hypervisor> = Arc::new(Sandbox::open(folder).unwrap());
    let jobs = start(&sandbox, Path::new(data));
    wait_for_start(&jobs);
    let machine = named(&*sandbox, "line");
    let steps = PLANS[number.parse::<usize>().unwrap()].1;
    let plan = plan(&*sandbox, &machine, steps(&machine));
    say("go");
    let id = jobs.submit(plan);
    let summary = wait_for(&jobs, id);
    say(if summary.is_success() { "done" } else { "failed" });
}

fn say(word: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{word}").unwrap();
    out.flush().unwrap();
}

fn spawn(number: usize, folder: &Path, data: &Path) -> Child {
    let task = format!("{number}\n{}\n{}", folder.display(), data.display());
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--ignored", "--nocapture", "--test-threads=1"])
        .env(TASK, task)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    lines.find(|line| line.as_ref().is_ok_and(|line| line == "go")).expect("the child begins").unwrap();
    child
}

/// How long a plan takes, from the moment at which it is submitted.
fn duration(number: usize, template: &Path) -> Duration {
    let (folder, data) = (quick_folder(), quick_folder());
    copy_folder(template, folder.path());
    let mut child = spawn(number, folder.path(), data.path());
    let begin = Instant::now();
    child.wait().unwrap();
    begin.elapsed()
}

/// Kills a plan after this time. Returns after how many steps, and what the next start had to tell.
fn kill(number: usize, template: &Path, states: &[State], after: Duration) -> (usize, Option<Found>) {
    let (name, _) = PLANS[number];
    let (folder, data) = (quick_folder(), quick_folder());
    copy_folder(template, folder.path());
    let mut child = spawn(number, folder.path(), data.path());
    let begin = Instant::now();
    while begin.elapsed() < after {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let found = look(folder.path());
    let done = states.iter().position(|state| *state == found);
    let done = done.unwrap_or_else(|| panic!("{name} after {after:?}: {found:#?}\nbefore: {:#?}", states[0]));

    let sandbox: Arc<dyn Hypervisor> = Arc::new(Sandbox::open(folder.path()).unwrap());
    let jobs = start(&sandbox, data.path());
    let status = wait_for_start(&jobs);
    let told = match &status.interrupted[..] {
        [] => {
            // Nothing had been noted yet, or everything was done and noted.
            let all = states.len() - 1;
            assert!(done == 0 || done == all, "{name} after {after:?}: {done} of {all} steps done, nothing told");
            assert_eq!(jobs.history().len(), usize::from(done == all), "{name} after {after:?}");
            None
        }
        [one] => {
            let all = states.len() - 1;
            let begun = usize::from(one.step.is_some());
            let ended = all - one.not_started.len() - begun;
            let expected = match (one.step.is_some(), done == ended) {
                (_, true) => Found::NotBegun,
                (true, false) => Found::Done,
                (false, false) => panic!("{name} after {after:?}: {done} steps done and {ended} told: {one:#?}"),
            };
            assert_eq!(one.found, expected, "{name} after {after:?}: {done} of {all} steps done: {one:#?}");
            assert!(done == ended || done == ended + 1, "{name} after {after:?}: {done}: {one:#?}");
            jobs.acknowledge(&one.id);
            Some(one.found)
        }
        several => panic!("{several:#?}"),
    };
    if done == 0 {
        // The same plan can be carried out now.
        let machine = named(&*sandbox, "line");
        let machine = read(&*sandbox, machine.id);
        let summary = run(&jobs, plan(&*sandbox, &machine, PLANS[number].1(&machine)));
        assert!(summary.is_success(), "{name} after {after:?}, again: {summary:#?}");
        assert!(look(folder.path()) == *states.last().unwrap(), "{name} after {after:?}, again");
    }
    (done, told)
}

#[test]
fn killed_at_random_moments() {
    let kills = number_from("SNAPGROVE_KILLS", 13);
    let mut random = Random(number_from("SNAPGROVE_SEED", 1));
    let template = quick_folder();
    prepare(template.path());
    for (number, (name, steps)) in PLANS.iter().enumerate() {
        let states = states(template.path(), *steps);
        let mut durations: Vec<Duration> = (0..3).map(|_| duration(number, template.path())).collect();
        durations.sort();
        let longest = durations[1];
        let mut told: BTreeMap<String, u32> = BTreeMap::new();
        for _ in 0..kills {
            let after = longest.mul_f64(f64::from(u32::try_from(random.below(1000)).unwrap()) / 1000.0);
            let (done, found) = kill(number, template.path(), &states, after);
            let found = found.map_or_else(|| "nothing".to_owned(), |found| format!("{found:?}"));
            *told.entry(format!("{done} of {} done, told: {found}", states.len() - 1)).or_default() += 1;
        }
        println!("{name}, killed {kills} times within {longest:?}: {told:?}");
    }
}
