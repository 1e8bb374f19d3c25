//! Plans, and waiting for jobs, for the tests of jobs.
#![allow(dead_code, reason = "every test uses its own part of this")]
#![expect(clippy::expect_used, clippy::panic, reason = "the helpers of a test fail as the test does")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use snapgrove::hypervisor::Hypervisor;
use snapgrove::jobs::{JobId, JobStatus, Jobs, JobsOptions, JobsStatus, Phase, StepResult, Summary};
use snapgrove::model::{Machine, MachineId, MachineKey, SnapshotId, Step};
use snapgrove::plan::{Intent, Plan, PlannedMachine, PlannedStep};

/// A test that waits longer than this is stuck.
pub const PATIENCE: Duration = Duration::from_mins(2);

pub fn options(folder: &Path) -> JobsOptions {
    JobsOptions { folder: Some(folder.to_owned()), patience: Duration::from_millis(300), ..JobsOptions::default() }
}

pub fn start(hypervisor: &Arc<dyn Hypervisor>, folder: &Path) -> Jobs {
    Jobs::start(vec![hypervisor.clone()], options(folder), || {}).expect("threads can be started")
}

pub fn key(hypervisor: &dyn Hypervisor, machine: MachineId) -> MachineKey {
    MachineKey { connection: hypervisor.connection().id.clone(), machine }
}

pub fn read(hypervisor: &dyn Hypervisor, machine: MachineId) -> Arc<Machine> {
    let listing = hypervisor.machines().expect("the list can be read");
    let entry = listing.machines.into_iter().find(|entry| entry.id == machine).expect("the machine is listed");
    Arc::new(hypervisor.read(&entry).expect("the machine can be read"))
}

/// The machine with this name.
pub fn named(hypervisor: &dyn Hypervisor, name: &str) -> Arc<Machine> {
    let listing = hypervisor.machines().expect("the list can be read");
    let mut machines = listing.machines.iter().filter_map(|entry| hypervisor.read(entry).ok());
    Arc::new(machines.find(|machine| *machine.name == *name).expect("a machine of this name"))
}

pub fn snapshot(machine: &Machine, name: &str) -> SnapshotId {
    let mut all = machine.tree.iter().map(|(_, snapshot)| snapshot);
    all.find(|snapshot| snapshot.name == name).unwrap_or_else(|| panic!("no snapshot “{name}”")).id
}

pub fn names(machine: &Machine) -> Vec<String> {
    let mut names: Vec<String> = machine.tree.iter().map(|(_, snapshot)| snapshot.name.clone()).collect();
    names.sort();
    names
}

pub fn take(name: &str) -> Step {
    Step::Take { name: name.to_owned(), description: "about it".to_owned() }
}

pub fn delete(machine: &Machine, name: &str) -> Step {
    Step::Delete { snapshot: snapshot(machine, name) }
}

pub fn restore(machine: &Machine, name: &str) -> Step {
    Step::Restore { snapshot: snapshot(machine, name) }
}

pub fn rename(machine: &Machine, from: &str, to: &str) -> Step {
    Step::Edit { snapshot: snapshot(machine, from), name: Some(to.to_owned()), description: None }
}

/// A plan of steps of one machine, as it is now.
pub fn plan(hypervisor: &dyn Hypervisor, machine: &Arc<Machine>, steps: Vec<Step>) -> Plan {
    plan_of_several(hypervisor, vec![(machine.clone(), steps)])
}

pub fn plan_of_several(hypervisor: &dyn Hypervisor, machines: Vec<(Arc<Machine>, Vec<Step>)>) -> Plan {
    let mut all = Vec::new();
    let mut planned = Vec::new();
    for (machine, steps) in machines {
        let key = key(hypervisor, machine.id);
        for step in steps {
            let subject =
                step.snapshot().and_then(|id| machine.tree.find(id)).map(|at| machine.tree.get(at).name.clone());
            all.push(PlannedStep {
                machine: key.clone(),
                subject: subject.unwrap_or_default(),
                step,
                merges_into: Vec::new(),
                forecast: None,
                blockers: Vec::new(),
                cautions: Vec::new(),
            });
        }
        planned.push(PlannedMachine { key, machine });
    }
    let intent = match all.last().map(|planned| &planned.step) {
        Some(Step::Take { .. }) => Intent::Take,
        Some(Step::Edit { .. }) => Intent::Edit,
        Some(Step::Restore { .. }) => Intent::Restore,
        Some(Step::Clone { .. }) => Intent::Clone,
        _ => Intent::Delete,
    };
    Plan { intent, steps: all, machines: planned, blockers: Vec::new(), forecast: None, copies_in_worst_order: None }
}

/// Waits until the status is as wanted.
pub fn wait_until(jobs: &Jobs, what: &str, wanted: impl Fn(&JobsStatus) -> bool) -> Arc<JobsStatus> {
    let begin = Instant::now();
    loop {
        let status = jobs.status();
        if wanted(&status) {
            return status;
        }
        assert!(begin.elapsed() < PATIENCE, "waited in vain for {what}: {status:#?}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

pub fn wait_for_start(jobs: &Jobs) -> Arc<JobsStatus> {
    wait_until(jobs, "the start", |status| status.ready)
}

pub fn finished(job: &JobStatus) -> Option<&Arc<Summary>> {
    match &job.phase {
        Phase::Finished(summary) => Some(summary),
        _ => None,
    }
}

pub fn wait_for(jobs: &Jobs, id: JobId) -> Arc<Summary> {
    let status = wait_until(jobs, "the end of a job", |status| status.job(id).and_then(finished).is_some());
    status.job(id).and_then(finished).cloned().expect("it has ended")
}

/// Carries a plan out to its end.
pub fn run(jobs: &Jobs, plan: Plan) -> Arc<Summary> {
    let id = jobs.submit(plan);
    wait_for(jobs, id)
}

/// The words of a step that failed.
pub fn failure(summary: &Summary, step: usize) -> (String, String) {
    match &summary.steps[step].result {
        StepResult::Failed { what, stands, .. } => (what.clone(), stands.clone()),
        other => panic!("step {step} should have failed: {other:?}"),
    }
}
