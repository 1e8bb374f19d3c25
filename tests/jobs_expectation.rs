//! What a step must lead to is what it leads to: random steps on random machines, with all kinds of disks. And every
//! difference from that is seen.
#![expect(clippy::unwrap_used, reason = "the helpers of a test fail as the test does")]

mod jobs_support;
mod sandbox_support;

use std::sync::Arc;

use chrono::Utc;
use jobs_support::read;
use sandbox_support::{MIB, Random, quick_folder};
use snapgrove::hypervisor::sandbox::{DiskWrite, NewDisk, NewMachine, Sandbox};
use snapgrove::hypervisor::{Hypervisor as _, HypervisorError, NoProgress, Outcome};
use snapgrove::model::{CloneExtent, ImageMode, Machine, MachineId, SnapshotId, Step};
use snapgrove::plan::{Difference, Shape};

struct Playground {
    sandbox: Sandbox,
    machines: Vec<MachineId>,
    random: Random,
    count: u32,
}

impl Playground {
    fn new(sandbox: Sandbox, seed: u64) -> Self {
        let mut random = Random(seed);
        let modes = [ImageMode::Normal, ImageMode::Normal, ImageMode::WriteThrough, ImageMode::Immutable];
        let mut disks = vec![NewDisk { size: 3 * MIB, mode: ImageMode::Normal }];
        for _ in 0..random.below(3) {
            disks.push(NewDisk { size: 2 * MIB, mode: *random.pick(&modes).unwrap() });
        }
        let new = NewMachine { disks, ..NewMachine::small("first", MIB) };
        let id = sandbox.create_machine(&new, Utc::now()).unwrap();
        Self { sandbox, machines: vec![id], random, count: 0 }
    }

    /// Among the images of all machines: a linked clone's are listed by its origin.
    fn shape(&self, machine: MachineId) -> Shape {
        let all: Vec<Arc<Machine>> = self.machines.iter().map(|id| read(&self.sandbox, *id)).collect();
        Shape::with_images(&read(&self.sandbox, machine), all.iter().flat_map(|machine| &machine.images))
    }

    fn name(&mut self) -> String {
        self.count += 1;
        format!("n{}", self.count)
    }

    fn step(&mut self, machine: &Machine) -> Step {
        let snapshots: Vec<SnapshotId> = machine.tree.iter().map(|(_, one)| one.id).collect();
        let Some(snapshot) = self.random.pick(&snapshots).copied() else {
            return Step::Take { name: self.name(), description: String::new() };
        };
        match self.random.below(10) {
            0..4 => Step::Take { name: self.name(), description: "two\nlines".to_owned() },
            4 => Step::Edit { snapshot, name: Some(self.name()), description: Some(String::new()) },
            5..7 => Step::Restore { snapshot },
            7..9 => Step::Delete { snapshot },
            _ => Step::Clone { name: self.name(), extent: CloneExtent::Linked(snapshot) },
        }
    }

    fn perform(&mut self, machine: &Machine, step: &Step) -> Result<Outcome, HypervisorError> {
        let entry = self.sandbox.machines()?.machines.into_iter().find(|entry| entry.id == machine.id).unwrap();
        let outcome = self.sandbox.perform(&entry, step, &NoProgress)?;
        self.machines.extend(outcome.machine);
        Ok(outcome)
    }

    fn write(&mut self, machine: MachineId) {
        let content = self.random.block(MIB);
        self.sandbox.write(machine, &[DiskWrite { disk: 0, offset: self.random.below(3) * MIB, content }]).unwrap();
    }
}

#[test]
fn steps_lead_to_what_is_expected() {
    let (mut done, mut refused) = (0, 0);
    for seed in 0..8 {
        let folder = quick_folder();
        let mut playground = Playground::new(Sandbox::open(folder.path()).unwrap(), seed);
        for _ in 0..20 {
            let machines = playground.machines.clone();
            let id = *playground.random.pick(&machines).unwrap();
            playground.write(id);
            let machine: Arc<Machine> = read(&playground.sandbox, id);
            let step = playground.step(&machine);
            let before = playground.shape(id);
            let Ok(outcome) = playground.perform(&machine, &step) else {
                refused += 1;
                continue;
            };
            done += 1;
            let now = playground.shape(id);
            // Also where the hypervisor does not tell what it has made.
            for made in [outcome.snapshot, None] {
                let unlike = before.after(&step, made, &now).differences(&now);
                assert!(unlike.is_empty(), "seed {seed}, {step:?}: {unlike:#?}");
            }
            // Nothing but an edit that changes nothing looks as if it had not been done.
            let told = before.differences(&now);
            let is_told = !matches!(step, Step::Clone { .. });
            assert_eq!(!told.is_empty(), is_told, "seed {seed}, {step:?}: {told:#?}");
            check_other_steps(&mut playground, &before, &step, &now);
        }
    }
    assert!(done > 100 && refused > 1, "{done} done, {refused} refused");
    println!("{done} steps led to what was expected; {refused} were refused");
}

/// What one step has led to is not what another would have.
fn check_other_steps(playground: &mut Playground, before: &Shape, step: &Step, now: &Shape) {
    let mut others = vec![Step::Take { name: playground.name(), description: String::new() }];
    if let Some(snapshot) = step.snapshot() {
        others.extend([
            Step::Delete { snapshot },
            Step::Restore { snapshot },
            Step::Edit { snapshot, name: Some(playground.name()), description: None },
        ]);
    }
    for other in others.iter().filter(|other| other.kind() != step.kind()) {
        let unlike = before.after(other, None, now).differences(now);
        assert!(!unlike.is_empty(), "{step:?} was taken for {other:?}");
    }
}

#[test]
fn what_changed_meanwhile_is_said_in_words() {
    let folder = quick_folder();
    let mut playground = Playground::new(Sandbox::open(folder.path()).unwrap(), 1);
    let id = playground.machines[0];
    let take = |name: &str| Step::Take { name: name.to_owned(), description: String::new() };
    let act = |playground: &mut Playground, step: &Step| {
        let machine = read(&playground.sandbox, id);
        playground.perform(&machine, step).unwrap().snapshot
    };
    let first = act(&mut playground, &take("first")).expect("an id");
    act(&mut playground, &take(" ")).expect("an id");
    let before = Shape::of(&read(&playground.sandbox, id));
    act(&mut playground, &Step::Restore { snapshot: first });
    act(&mut playground, &take("other"));
    let now = Shape::of(&read(&playground.sandbox, id));
    let words: Vec<String> = before.differences(&now).iter().map(Difference::meanwhile).collect();
    assert_eq!(
        words,
        [
            "“other” was taken meanwhile",
            "the current state descends from “other” now and no longer from “(no name)”",
            "the disks of the current state rest on other images now",
        ]
    );
    let back: Vec<String> = now.differences(&before).iter().map(Difference::instead).collect();
    assert!(back.contains(&"“other” should be there and is not".to_owned()), "{back:?}");
}
