//! Jobs carry plans out, and look before and after: on the Sandbox, and on a hypervisor that fails, lies, hangs and
//! panics.
#![expect(clippy::panic, clippy::unwrap_used, reason = "the helpers of a test fail as the test does")]

mod jobs_support;
mod sandbox_support;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use chrono::Utc;
use jobs_support::*;
use sandbox_support::{MIB, quick_folder};
use snapgrove::hypervisor::sandbox::{DiskWrite, NewMachine, Sandbox};
use snapgrove::hypervisor::{Hypervisor, HypervisorError, Listing, NoProgress, Outcome, Progress, Scan};
use snapgrove::jobs::{Found, Jobs, JobsOptions, Phase, StepResult, Stop};
use snapgrove::model::{
    Bytes, CloneExtent, Connection, Machine, MachineEntry, MachineId, MachineState, SnapshotId, Step,
};
use snapgrove::plan::{Blocker, Caution, Certainty, Forecast};
use tempfile::TempDir;

/// A Sandbox with machines `a`, `b`, `c`, each with snapshots `one`, `two`, `three` in a line.
struct World {
    data: TempDir,
    #[expect(dead_code, reason = "removed at the end")]
    folder: TempDir,
    sandbox: Arc<Sandbox>,
}

impl World {
    fn new() -> Self {
        let (data, folder) = (quick_folder(), quick_folder());
        let sandbox = Arc::new(Sandbox::open(folder.path()).unwrap());
        for name in ["a", "b", "c"] {
            let id = sandbox.create_machine(&NewMachine::small(name, 4 * MIB), Utc::now()).unwrap();
            for (number, snapshot) in ["one", "two", "three"].into_iter().enumerate() {
                write(&sandbox, id, number as u64);
                let entry = entry(&*sandbox, id);
                sandbox.perform(&entry, &take(snapshot), &NoProgress).unwrap();
            }
        }
        Self { data, folder, sandbox }
    }

    fn hypervisor(&self) -> Arc<dyn Hypervisor> {
        self.sandbox.clone()
    }

    fn jobs(&self) -> Jobs {
        start(&self.hypervisor(), self.data.path())
    }

    fn machine(&self, name: &str) -> Arc<Machine> {
        named(&*self.sandbox, name)
    }

    fn plan(&self, machine: &str, steps: impl Fn(&Machine) -> Vec<Step>) -> snapgrove::plan::Plan {
        let machine = self.machine(machine);
        let steps = steps(&machine);
        plan(&*self.sandbox, &machine, steps)
    }

    fn names(&self, machine: &str) -> Vec<String> {
        names(&self.machine(machine))
    }
}

fn write(sandbox: &Sandbox, machine: MachineId, block: u64) {
    let content = vec![7; usize::try_from(MIB).unwrap()];
    sandbox.write(machine, &[DiskWrite { disk: 0, offset: block * MIB, content }]).unwrap();
}

fn entry(hypervisor: &dyn Hypervisor, machine: MachineId) -> MachineEntry {
    hypervisor.machines().unwrap().machines.into_iter().find(|entry| entry.id == machine).unwrap()
}

#[test]
fn a_plan_is_carried_out_and_verified() {
    let world = World::new();
    let jobs = world.jobs();
    let summary = run(&jobs, world.plan("a", |machine| vec![take("safe"), restore(machine, "one")]));
    assert!(summary.is_success(), "{summary:#?}");
    let machine = world.machine("a");
    assert_eq!(names(&machine), ["one", "safe", "three", "two"]);
    assert_eq!(machine.tree.current(), machine.tree.find(snapshot(&machine, "one")));
    let StepResult::Done { made: Some(made), .. } = summary.steps[0].result else { panic!("{summary:#?}") };
    assert_eq!(SnapshotId(made), snapshot(&machine, "safe"));
    for steps in [
        vec![rename(&machine, "two", "second"), delete(&machine, "three")],
        vec![Step::Clone { name: "full".to_owned(), extent: CloneExtent::Everything }],
        vec![Step::Clone { name: "linked".to_owned(), extent: CloneExtent::Linked(snapshot(&machine, "two")) }],
    ] {
        let summary = run(&jobs, world.plan("a", |_| steps.clone()));
        // “safe” is a child of “three”: both steps are among what is legal.
        assert!(summary.is_success(), "{summary:#?}");
    }
    assert_eq!(world.names("a"), ["one", "safe", "second"]);
    assert_eq!(world.names("full"), ["one", "safe", "second"]);
    assert!(world.names("linked").is_empty());
    // The images of a linked clone are listed by the machine that it rests on.
    assert!(run(&jobs, world.plan("linked", |_| vec![take("x"), take("y")])).is_success());
    let steps = |machine: &Machine| vec![rename(machine, "x", "z"), restore(machine, "x"), delete(machine, "y")];
    let summary = run(&jobs, world.plan("linked", steps));
    assert!(summary.is_success(), "{summary:#?}");
    assert_eq!(world.names("linked"), ["z"]);
    let titles: Vec<String> = jobs.history().into_iter().skip(2).map(|entry| entry.title).collect();
    assert_eq!(titles, ["Clone “a”", "Clone “a”", "Delete “three” of “a”", "Restore “one” of “a”"]);
}

#[test]
fn promise_and_result_are_compared() {
    let world = World::new();
    let jobs = world.jobs();
    let mut plan = world.plan("a", |machine| vec![delete(machine, "two")]);
    let machine = world.machine("a");
    let occupied = |machine: &Machine| -> u64 {
        machine.images.iter().map(|image| snapgrove::image::measure_file(&image.path).occupied().0).sum()
    };
    let before = occupied(&machine);
    plan.steps[0].forecast = Some(Forecast { frees: 5_000_000_000, certainty: Certainty::Exact, ..Forecast::NOTHING });
    let summary = run(&jobs, plan);
    let freed = i64::try_from(before).unwrap() - i64::try_from(occupied(&world.machine("a"))).unwrap();
    let StepResult::Done { promised, freed: found, remark, .. } = &summary.steps[0].result else { panic!() };
    assert_eq!((*promised, *found), (Some(5_000_000_000), freed));
    assert!(remark.contains("not what was predicted"), "{remark}");
    assert!(summary.words().contains("predicted 5 GB"), "{}", summary.words());
}

#[test]
fn what_is_predicted_is_freed() {
    let world = World::new();
    let jobs = world.jobs();
    let mut scan = Scan::new(vec![world.hypervisor()]);
    scan.list();
    scan.read_waiting(&mut |_| {});
    scan.measure_files();
    scan.read_headers();
    let inventory = scan.inventory();
    let machine = world.machine("a");
    write(&world.sandbox, machine.id, 0);
    let marked = ["one", "two"].map(|name| snapshot(&machine, name));
    let key = key(&*world.sandbox, machine.id);
    let known = snapgrove::forecaster::read_now(&inventory, &key, &marked);
    let plan = snapgrove::plan::delete(&inventory, &key, &marked, &known);
    assert!(plan.is_clear() && plan.forecast.is_some(), "{plan:#?}");
    let summary = run(&jobs, plan);
    assert!(summary.is_success(), "{summary:#?}");
    let promised = summary.promised.unwrap();
    // A file system keeps a few kilobytes for itself.
    assert!(promised.abs_diff(summary.freed) <= 65_536, "{}", summary.words());
    assert_eq!(world.names("a"), ["three"]);
}

/// What is planned, what happens meanwhile, and what is said then.
type Case<'a> = (&'a str, Box<dyn Fn(&Machine) -> Step>, Box<dyn Fn(&Machine) -> Step>, &'a str);

#[test]
fn a_tree_that_changed_since_is_not_touched() {
    let world = World::new();
    let jobs = world.jobs();
    let a = world.machine("a").id;
    let act = |step: &Step| {
        world.sandbox.perform(&entry(&*world.sandbox, a), step, &NoProgress).unwrap();
    };
    let cases: Vec<Case<'_>> = vec![
        ("delete", Box::new(|m| delete(m, "two")), Box::new(|_| take("late")), "“late” was taken meanwhile"),
        ("take", Box::new(|_| take("new")), Box::new(|m| delete(m, "late")), "“late” was deleted meanwhile"),
        ("delete", Box::new(|m| delete(m, "one")), Box::new(|m| restore(m, "one")), "the current state descends from"),
        ("delete", Box::new(|m| delete(m, "three")), Box::new(|m| rename(m, "three", "precious")), "was renamed to"),
        ("edit", Box::new(|m| rename(m, "two", "x")), Box::new(|m| rename(m, "two", "y")), "was renamed to “y”"),
    ];
    for (name, planned, meanwhile, words) in cases {
        let plan = world.plan("a", |machine| vec![planned(machine)]);
        act(&meanwhile(&world.machine("a")));
        let before = world.names("a");
        let (what, stands) = failure(&run(&jobs, plan), 0);
        assert!(what.contains(words), "{name}: {what}");
        assert_eq!(stands, "Nothing was changed.");
        assert_eq!(before, world.names("a"));
    }
    // Renaming does not care what happens elsewhere in the tree.
    let plan = world.plan("a", |machine| vec![rename(machine, "one", "first")]);
    act(&take("later"));
    assert!(run(&jobs, plan).is_success());
}

#[test]
fn a_restore_is_refused_when_the_machine_was_used_since() {
    let world = World::new();
    let jobs = world.jobs();
    let plan = world.plan("a", |machine| vec![restore(machine, "one")]);
    assert!(!world.machine("a").current_state.modified);
    write(&world.sandbox, world.machine("a").id, 3);
    let (what, _) = failure(&run(&jobs, plan), 0);
    assert!(what.contains("the current state was changed meanwhile"), "{what}");
}

#[test]
fn a_restore_that_loses_nothing_is_refused_when_something_was_written_past_the_hypervisor() {
    let world = World::new();
    let jobs = world.jobs();
    let mut plan = world.plan("a", |machine| vec![restore(machine, "one")]);
    plan.steps[0].cautions = vec![Caution::NothingChanged { since: "three".to_owned() }];
    let machine = world.machine("a");
    let (_, current) = machine.current_state.hardware.disks().next().unwrap();
    let image = machine.images.iter().find(|image| image.id == current).unwrap().path.clone();
    let mut file = std::fs::OpenOptions::new().append(true).open(&image).unwrap();
    std::io::Write::write_all(&mut file, &vec![7; 1 << 20]).unwrap();
    let (what, _) = failure(&run(&jobs, plan.clone()), 0);
    assert!(what.contains("Something was written to the current state of “a”"), "{what}");
    assert!(image.exists() && !world.machine("a").current_state.modified);
    // Who was told that it is lost has agreed to it.
    plan.steps[0].cautions = vec![Caution::LosesCurrentState { since: "three".to_owned() }];
    assert!(run(&jobs, plan).is_success());
}

#[test]
fn what_can_be_seen_now_stands_against_a_step() {
    let world = World::new();
    let jobs = world.jobs();
    let machine = world.machine("a");
    let clone = Step::Clone { name: "linked".to_owned(), extent: CloneExtent::Linked(snapshot(&machine, "three")) };
    let deletion = world.plan("a", |machine| vec![delete(machine, "three")]);
    assert!(run(&jobs, world.plan("a", |_| vec![clone.clone()])).is_success());
    let (what, _) = failure(&run(&jobs, deletion), 0);
    assert!(what.contains("linked clone “linked” rests on “three”"), "{what}");
    let (what, _) = failure(&run(&jobs, world.plan("a", |_| vec![clone.clone()])), 0);
    assert!(what.contains("there is a machine “linked” already"), "{what}");

    let b = world.machine("b");
    let image = b.images.iter().find(|image| image.parent.is_some()).unwrap().path.clone();
    let hidden = image.with_extension("away");
    std::fs::rename(&image, &hidden).unwrap();
    for step in [take("new"), delete(&b, "two"), restore(&b, "three")] {
        let (what, stands) = failure(&run(&jobs, world.plan("b", |_| vec![step.clone()])), 0);
        assert!(what.contains("the file is missing"), "{what}");
        assert_eq!(stands, "Nothing was changed.");
    }
    std::fs::rename(&hidden, &image).unwrap();

    let mut plan = world.plan("c", |machine| vec![delete(machine, "two")]);
    plan.steps[0].forecast = Some(Forecast { needs: Bytes(u64::MAX / 2), ..Forecast::NOTHING });
    let (what, _) = failure(&run(&jobs, plan), 0);
    assert!(what.contains("free"), "{what}");
    let mut plan = world.plan("c", |machine| vec![delete(machine, "two")]);
    plan.steps[0].blockers.push(Blocker::NothingToDo);
    assert_eq!(failure(&run(&jobs, plan), 0).0, "nothing would change");
    assert_eq!(world.names("c").len(), 3);
}

#[test]
fn settings_are_copied_before_each_change_and_can_be_put_back() {
    let world = World::new();
    let jobs = world.jobs();
    let machine = world.machine("a");
    let key = key(&*world.sandbox, machine.id);
    let original = std::fs::read(&machine.settings_file).unwrap();
    assert!(run(&jobs, world.plan("a", |machine| vec![rename(machine, "one", "renamed")])).is_success());
    let copies = jobs.settings_copies(&key);
    assert_eq!(copies.len(), 1);
    assert_eq!(std::fs::read(&copies[0].path).unwrap(), original);
    // Cut off, as a full disk leaves it.
    std::fs::write(&machine.settings_file, "<?xml").unwrap();
    let id = jobs.restore_copy(&copies[0], "a");
    let summary = wait_for(&jobs, id);
    assert!(summary.is_success(), "{summary:#?}");
    assert_eq!(std::fs::read(&machine.settings_file).unwrap(), original);
    assert_eq!(world.names("a"), ["one", "three", "two"]);
    let copies = jobs.settings_copies(&key);
    assert_eq!(std::fs::read(&copies[0].path).unwrap(), b"<?xml", "what was there is kept");
}

#[test]
fn a_copy_that_the_disks_have_left_behind_is_not_put_back() {
    let world = World::new();
    let jobs = world.jobs();
    let key = key(&*world.sandbox, world.machine("a").id);
    assert!(run(&jobs, world.plan("a", |machine| vec![delete(machine, "two")])).is_success());
    assert!(run(&jobs, world.plan("a", |_| vec![take("later")])).is_success());
    assert!(run(&jobs, world.plan("a", |machine| vec![rename(machine, "one", "first")])).is_success());
    let present = std::fs::read(&world.machine("a").settings_file).unwrap();
    let copies = jobs.settings_copies(&key);
    let (sender, told) = std::sync::mpsc::channel();
    jobs.look_at_copies(&key, move |copy, fit| sender.send((copy, fit.unwrap())).is_ok()).unwrap();
    let fits: Vec<_> = told.iter().map(|(copy, fit)| (copy, fit.against.is_empty(), fit.lacks)).collect();
    let [(_, only_renamed, none), (before_later, frozen_since, later), (before_all, merged_since, _)] = &fits[..]
    else {
        panic!("{fits:#?}");
    };
    assert_eq!([&fits[0].0, before_later, before_all], [&copies[0], &copies[1], &copies[2]]);
    assert!(*only_renamed && none.is_empty(), "only a name has changed since: {fits:#?}");
    assert!(!frozen_since, "its current state would write into what “later” rests on");
    assert_eq!(later, &["later".to_owned()]);
    assert!(!merged_since, "the images of “two” are gone");
    for copy in [before_later, before_all] {
        let id = jobs.restore_copy(copy, "a");
        assert_eq!(failure(&wait_for(&jobs, id), 0).1, "Nothing was changed.");
        assert_eq!(std::fs::read(&world.machine("a").settings_file).unwrap(), present);
    }
    let id = jobs.restore_copy(&copies[0], "a");
    assert!(wait_for(&jobs, id).is_success());
    assert!(world.names("a").contains(&"one".to_owned()));
}

/// What a hypervisor does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    /// Nothing.
    Nothing,
    /// It reports an error and does nothing.
    Fails,
    /// It says that it is done and does nothing.
    Lies,
    /// It does it and reports an error.
    DoesItAndFails,
    /// It does something else.
    DoesAnother,
    /// It cuts the settings file off and says that it is done.
    Truncates,
    /// It removes an image that nobody wanted to be removed.
    LosesAnImage,
    /// It panics.
    Panics,
    /// It panics while the machine is read.
    PanicsWhenRead,
}

/// A Sandbox that does things wrong, or waits to be told to go on.
struct Faulty {
    sandbox: Arc<Sandbox>,
    wrong: Mutex<Wrong>,
    /// Machines at work now, and the most there were; and whether they may go on.
    at_work: AtomicUsize,
    most: AtomicUsize,
    held: Mutex<bool>,
    released: Condvar,
    states: Mutex<HashMap<MachineId, MachineState>>,
}

impl Faulty {
    fn new(world: &World, wrong: Wrong) -> Arc<Self> {
        Arc::new(Self {
            sandbox: world.sandbox.clone(),
            wrong: Mutex::new(wrong),
            at_work: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
            held: Mutex::new(false),
            released: Condvar::new(),
            states: Mutex::default(),
        })
    }

    fn hold(&self, held: bool) {
        *self.held.lock().unwrap() = held;
        self.released.notify_all();
    }

    fn wait(&self) {
        let at_work = self.at_work.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(at_work, Ordering::SeqCst);
        let held = self.held.lock().unwrap();
        drop(self.released.wait_while(held, |held| *held).unwrap());
        self.at_work.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Hypervisor for Faulty {
    fn connection(&self) -> &Connection {
        self.sandbox.connection()
    }

    fn machines(&self) -> Result<Listing, HypervisorError> {
        self.sandbox.machines()
    }

    fn read(&self, entry: &MachineEntry) -> Result<Machine, HypervisorError> {
        assert!(*self.wrong.lock().unwrap() != Wrong::PanicsWhenRead, "reading is broken");
        self.sandbox.read(entry)
    }

    fn read_as(&self, entry: &MachineEntry, content: &[u8]) -> Result<Machine, HypervisorError> {
        self.sandbox.read_as(entry, content)
    }

    fn states(&self) -> Result<HashMap<MachineId, MachineState>, HypervisorError> {
        Ok(self.states.lock().unwrap().clone())
    }

    fn watched_folders(&self, listing: &Listing) -> Vec<PathBuf> {
        self.sandbox.watched_folders(listing)
    }

    fn listing_files(&self) -> Vec<PathBuf> {
        self.sandbox.listing_files()
    }

    fn is_settings_file(&self, path: &Path) -> bool {
        self.sandbox.is_settings_file(path)
    }

    fn perform(&self, entry: &MachineEntry, step: &Step, progress: &dyn Progress) -> Result<Outcome, HypervisorError> {
        self.wait();
        let error = || HypervisorError::Refused { program: "Faulty".to_owned(), words: "no".to_owned() };
        let wrong = *self.wrong.lock().unwrap();
        let done = || self.sandbox.perform(entry, step, progress);
        match wrong {
            Wrong::Nothing | Wrong::PanicsWhenRead => done(),
            Wrong::Fails => Err(error()),
            Wrong::Lies => Ok(Outcome { words: "100%".to_owned(), ..Outcome::default() }),
            Wrong::DoesItAndFails => done().and(Err(error())),
            Wrong::DoesAnother => self.sandbox.perform(entry, &take("unasked"), progress),
            Wrong::Truncates => {
                std::fs::write(&entry.settings_file, "").unwrap();
                Ok(Outcome::default())
            }
            Wrong::LosesAnImage => {
                let machine = self.sandbox.read(entry).unwrap();
                let base = machine.images.iter().find(|image| image.parent.is_none()).unwrap().path.clone();
                let done = done();
                std::fs::remove_file(base).unwrap();
                done
            }
            Wrong::Panics => panic!("a fault of the test's hypervisor"),
        }
    }
}

#[test]
fn whatever_a_hypervisor_does_wrong_is_told() {
    for (wrong, what, stands) in [
        (Wrong::Fails, "Faulty refused: no", "Nothing was changed."),
        (Wrong::Lies, "“two” is there and should not be", "Nothing was changed."),
        (Wrong::DoesItAndFails, "Faulty refused: no", "It was done all the same"),
        (Wrong::DoesAnother, "“unasked” is there and should not be", "neither as it was nor as it should be"),
        (Wrong::Truncates, "damaged", "The machine cannot be read now"),
        (Wrong::LosesAnImage, "the file is missing", "neither as it was nor as it should be"),
        (Wrong::Panics, "a fault of the test's hypervisor", "Nothing was changed."),
        (Wrong::PanicsWhenRead, "reading is broken", "must be looked at"),
    ] {
        let world = World::new();
        let faulty: Arc<dyn Hypervisor> = Faulty::new(&world, wrong);
        let jobs = start(&faulty, world.data.path());
        let steps = world.plan("a", |machine| vec![delete(machine, "two"), delete(machine, "one")]);
        let summary = run(&jobs, steps);
        let (found, standing) = failure(&summary, 0);
        assert!(found.contains(what), "{wrong:?}: {found}");
        assert!(standing.contains(stands), "{wrong:?}: {standing}");
        assert_eq!(summary.steps[1].result, StepResult::NotStarted, "{wrong:?}: the machine stops there");
        // The threads live: the next job is carried out by a hypervisor that has come to its senses.
        jobs.replace(vec![world.hypervisor()]);
        let other = run(&jobs, world.plan("b", |machine| vec![delete(machine, "two")]));
        assert!(other.is_success(), "{wrong:?}: {other:#?}");
    }
}

#[test]
fn a_failure_stops_its_machine_only() {
    let world = World::new();
    let jobs = world.jobs();
    let (a, b) = (world.machine("a"), world.machine("b"));
    let plan = plan_of_several(
        &*world.sandbox,
        vec![
            (a.clone(), vec![Step::Delete { snapshot: SnapshotId(uuid::Uuid::nil()) }, take("never")]),
            (b.clone(), vec![delete(&b, "one"), delete(&b, "two")]),
        ],
    );
    let summary = run(&jobs, plan);
    assert!(summary.steps[0].result.is_failed());
    assert_eq!(summary.steps[1].result, StepResult::NotStarted);
    assert!(summary.steps[2].result.is_done() && summary.steps[3].result.is_done(), "{summary:#?}");
    assert!(summary.words().starts_with("2 of 4 steps done, 1 failed"), "{}", summary.words());
    assert_eq!(world.names("b"), ["three"]);
}

#[test]
fn machines_go_in_parallel_and_the_steps_of_one_in_order() {
    let world = World::new();
    let faulty = Faulty::new(&world, Wrong::Nothing);
    faulty.hold(true);
    let hypervisor: Arc<dyn Hypervisor> = faulty.clone();
    let options = JobsOptions { parallel: 2, ..options(world.data.path()) };
    let jobs = Jobs::start(vec![hypervisor], options, || {}).unwrap();
    let all =
        ["a", "b", "c"].map(|name| (world.machine(name), vec![rename(&world.machine(name), "one", "x"), take("y")]));
    let first = jobs.submit(plan_of_several(&*world.sandbox, all.to_vec()));
    let second = jobs.submit(world.plan("a", |machine| vec![rename(machine, "two", "z")]));
    let status = wait_until(&jobs, "two at work", |_| faulty.at_work.load(Ordering::SeqCst) == 2);
    let job = status.job(first).unwrap();
    let Phase::Running(running) = &job.phase else { panic!("{job:#?}") };
    assert!(running.can_stop && running.of == 6, "{running:?}");
    assert!(matches!(status.job(second).unwrap().phase, Phase::Waiting));
    faulty.hold(false);
    assert!(wait_for(&jobs, first).is_success());
    assert!(wait_for(&jobs, second).is_success());
    assert_eq!(faulty.most.load(Ordering::SeqCst), 2);
    assert_eq!(world.names("a"), ["three", "x", "y", "z"]);
    jobs.dismiss(first);
    assert!(jobs.status().job(first).is_none());
}

#[test]
fn stopping_ends_a_job_before_its_next_step() {
    let world = World::new();
    let faulty = Faulty::new(&world, Wrong::Nothing);
    faulty.hold(true);
    let hypervisor: Arc<dyn Hypervisor> = faulty.clone();
    let jobs = start(&hypervisor, world.data.path());
    let id = jobs.submit(world.plan("a", |machine| vec![rename(machine, "one", "x"), rename(machine, "two", "y")]));
    let waiting = jobs.submit(world.plan("a", |machine| vec![rename(machine, "three", "z")]));
    wait_until(&jobs, "work", |_| faulty.at_work.load(Ordering::SeqCst) == 1);
    jobs.cancel(waiting);
    let summary = wait_for(&jobs, waiting);
    assert_eq!(summary.steps[0].result, StepResult::NotStarted);
    jobs.cancel(id);
    assert!(matches!(jobs.status().job(id).unwrap().phase, Phase::Stopping(_)));
    faulty.hold(false);
    let summary = wait_for(&jobs, id);
    assert!(summary.steps[0].result.is_done(), "the step under way comes to its end: {summary:#?}");
    assert_eq!(summary.steps[1].result, StepResult::NotStarted);
    assert_eq!(world.names("a"), ["three", "two", "x"]);
}

#[test]
fn a_step_that_is_stopped_in_the_middle_is_told_as_stopped() {
    let world = World::new();
    let faulty = Faulty::new(&world, Wrong::Nothing);
    faulty.hold(true);
    let hypervisor: Arc<dyn Hypervisor> = faulty.clone();
    let jobs = start(&hypervisor, world.data.path());
    let id = jobs.submit(world.plan("a", |machine| vec![rename(machine, "one", "x"), rename(machine, "two", "y")]));
    let other = jobs.submit(world.plan("b", |machine| vec![rename(machine, "one", "x")]));
    wait_until(&jobs, "work", |_| faulty.at_work.load(Ordering::SeqCst) == 2);
    // The Sandbox looks whether it was stopped before it begins.
    jobs.stop_now(id);
    faulty.hold(false);
    let summary = wait_for(&jobs, id);
    assert!(summary.steps[0].result.is_stopped(), "it had begun: {summary:#?}");
    assert_eq!(summary.steps[1].result, StepResult::NotStarted);
    assert_eq!(summary.words(), "no step was completed, 1 stopped");
    assert!(wait_for(&jobs, other).is_success(), "another job is not concerned");
    assert_eq!(world.names("a"), ["one", "three", "two"]);
    let told = jobs.history().into_iter().find_map(|entry| entry.summary.filter(|end| !end.is_success()));
    assert_eq!(told.as_ref(), Some(&*summary));
    // Who stopped it has seen it: the next start has nothing to tell.
    assert!(wait_for_start(&world.jobs()).interrupted.is_empty());
}

#[test]
fn what_was_not_done_when_the_window_closed_is_told_by_the_next_start() {
    for (stop, words, names) in [
        (Stop::BeforeNextStep, "Not begun: Rename “two” to “y”.", ["three", "two", "x"]),
        (Stop::Now, "Rename “one” to “x” was stopped.", ["one", "three", "two"]),
    ] {
        let world = World::new();
        let faulty = Faulty::new(&world, Wrong::Nothing);
        faulty.hold(true);
        let hypervisor: Arc<dyn Hypervisor> = faulty.clone();
        let jobs = start(&hypervisor, world.data.path());
        let steps = |machine: &Machine| vec![rename(machine, "one", "x"), rename(machine, "two", "y")];
        let id = jobs.submit(world.plan("a", steps));
        wait_until(&jobs, "work", |_| faulty.at_work.load(Ordering::SeqCst) == 1);
        jobs.close(stop);
        faulty.hold(false);
        wait_for(&jobs, id);
        drop(jobs);
        assert_eq!(world.names("a"), names);
        let jobs = world.jobs();
        let status = wait_for_start(&jobs);
        let [told] = &status.interrupted[..] else { panic!("{status:#?}") };
        assert_eq!((told.found, &*told.machine_name, &told.step), (Found::Closed, "a", &None));
        assert!(told.words.contains(words) && told.words.contains("Rename “two”"), "{}", told.words);
        assert_eq!(jobs.history().len(), 1);
        jobs.acknowledge(&told.id);
        let is_noted = |entry: std::fs::DirEntry| !std::fs::read_to_string(entry.path()).unwrap().contains("closing");
        let folder = world.data.path().join("journal");
        wait_until(&jobs, "the note", |_| std::fs::read_dir(&folder).unwrap().all(|entry| is_noted(entry.unwrap())));
        assert_eq!(jobs.history().len(), 1);
        assert!(wait_for_start(&world.jobs()).interrupted.is_empty(), "it is told once");
    }
}

#[test]
fn a_machine_that_runs_is_not_restored_and_not_merged_without_a_word() {
    let world = World::new();
    let faulty = Faulty::new(&world, Wrong::Nothing);
    let hypervisor: Arc<dyn Hypervisor> = faulty.clone();
    let jobs = start(&hypervisor, world.data.path());
    for (state, allowed) in [
        (MachineState::Running, [true, true, false, false]),
        (MachineState::Transient, [true, false, false, false]),
        (MachineState::Saved, [true; 4]),
    ] {
        faulty.states.lock().unwrap().insert(world.machine("a").id, state);
        let steps = [
            rename(&world.machine("a"), "one", "one"),
            take(state.key()),
            delete(&world.machine("a"), "two"),
            restore(&world.machine("a"), "one"),
        ];
        for (step, allowed) in steps.into_iter().zip(allowed) {
            let done = run(&jobs, world.plan("a", |_| vec![step.clone()]));
            assert_eq!(done.is_success(), allowed, "{state}: {done:#?}");
        }
    }
    let summary = {
        faulty.states.lock().unwrap().insert(world.machine("b").id, MachineState::Running);
        let key = key(&*world.sandbox, world.machine("b").id);
        assert!(run(&jobs, world.plan("b", |machine| vec![rename(machine, "one", "x")])).is_success());
        let id = jobs.restore_copy(&jobs.settings_copies(&key)[0], "b");
        wait_for(&jobs, id)
    };
    assert!(failure(&summary, 0).0.contains("in use"), "{summary:#?}");
}

#[test]
fn another_snapgrove_is_kept_away_from_a_machine_at_work() {
    let world = World::new();
    let faulty = Faulty::new(&world, Wrong::Nothing);
    faulty.hold(true);
    let hypervisor: Arc<dyn Hypervisor> = faulty.clone();
    let (one, two) = (start(&hypervisor, world.data.path()), world.jobs());
    let first = one.submit(world.plan("a", |machine| vec![rename(machine, "one", "x")]));
    wait_until(&one, "work", |_| faulty.at_work.load(Ordering::SeqCst) == 1);
    let (what, stands) = failure(&run(&two, world.plan("a", |machine| vec![rename(machine, "two", "y")])), 0);
    assert_eq!(what, "another Snapgrove is changing “a”");
    assert_eq!(stands, "Nothing was changed.");
    assert!(run(&two, world.plan("b", |machine| vec![rename(machine, "two", "y")])).is_success());
    // What another one has under way is not an interruption.
    let third = world.jobs();
    assert!(wait_for_start(&third).interrupted.is_empty());
    faulty.hold(false);
    assert!(wait_for(&one, first).is_success());
    assert!(run(&two, world.plan("a", |machine| vec![rename(machine, "two", "y")])).is_success());
}

#[test]
fn nothing_is_done_without_a_journal() {
    let world = World::new();
    let folder = quick_folder();
    let file = folder.path().join("no folder");
    std::fs::write(&file, "").unwrap();
    let jobs = start(&world.hypervisor(), &file);
    let (what, _) = failure(&run(&jobs, world.plan("a", |machine| vec![delete(machine, "two")])), 0);
    assert!(what.contains("cannot be made"), "{what}");
    assert!(jobs.status().problem.is_some());
    assert_eq!(world.names("a").len(), 3);
}

#[test]
fn history_outlives_the_program_and_has_an_end() {
    let world = World::new();
    let options = JobsOptions { history: 3, ..options(world.data.path()) };
    let jobs = Jobs::start(vec![world.hypervisor()], options.clone(), || {}).unwrap();
    for name in ["t1", "t2", "t3", "t4", "t5"] {
        assert!(run(&jobs, world.plan("a", |_| vec![take(name)])).is_success());
    }
    let words = |jobs: &Jobs| jobs.history().into_iter().map(|entry| entry.title).collect::<Vec<_>>();
    let expected = ["Take “t5” of “a”", "Take “t4” of “a”", "Take “t3” of “a”"];
    assert_eq!(words(&jobs), expected);
    drop(jobs);
    let jobs = Jobs::start(vec![world.hypervisor()], options, || {}).unwrap();
    wait_for_start(&jobs);
    assert_eq!(words(&jobs), expected);
    assert_eq!(std::fs::read_dir(world.data.path().join("journal")).unwrap().count(), 3);
    assert!(jobs.status().interrupted.is_empty());
}

fn journals(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("journal")).unwrap().count()
}

#[test]
fn a_cancelled_job_leaves_no_journal_open() {
    let world = World::new();
    let jobs = world.jobs();
    for _ in 0..20 {
        let id = jobs.submit(world.plan("a", |machine| vec![rename(machine, "one", "one")]));
        jobs.cancel(id);
        wait_for(&jobs, id);
    }
    wait_until(&jobs, "the last thread", |_| journals(world.data.path()) <= 20);
    drop(jobs);
    let jobs = world.jobs();
    assert!(wait_for_start(&jobs).interrupted.is_empty());
}
