//! Carries a confirmed plan out and tells of it, a line a step.

use std::collections::HashSet;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::channel;
use std::time::Duration;

use super::plan_text::of_machine;
use super::surroundings::Surroundings;
use super::text::plain;
use crate::hypervisor::Hypervisor;
use crate::jobs::{JobStatus, Jobs, JobsStatus, Phase, Summary};
use crate::plan::Plan;

/// How often it is looked whether the person wants to stop.
const LOOK: Duration = Duration::from_millis(100);

/// Carries it out, and returns when it has ended. When the person wants to stop, no other step is begun; those under way
/// are stopped where the hypervisor can leave everything as it was, and ended where it cannot.
///
/// # Errors
/// If the system starts no thread. Nothing was changed then.
pub(super) fn carry_out(
    plan: &Plan,
    hypervisors: Vec<Arc<dyn Hypervisor>>,
    around: &Surroundings,
    err: &mut dyn Write,
) -> std::io::Result<Arc<Summary>> {
    let (news, changed) = channel();
    let tell = move || {
        // Nobody listens any more once the job has ended.
        news.send(()).ok();
    };
    around.at_work.store(true, Ordering::Relaxed);
    let jobs = Jobs::start(hypervisors, around.jobs.clone(), tell)?;
    let job = jobs.submit(plan.clone());
    let mut told = Told::default();
    loop {
        let status = jobs.status();
        told.interruptions(&status, err);
        if let Some(job) = status.job(job) {
            if let Phase::Finished(summary) = &job.phase {
                return Ok(summary.clone());
            }
            told.steps(job, plan, err);
        }
        if around.stop.load(Ordering::Relaxed) {
            if !told.stopping {
                told.stopping = true;
                jobs.cancel(job);
                say(err, "Stopping: nothing else is begun. What is under way is ended, or undone where that is safe.");
            }
            if status.job(job).is_some_and(can_stop_now) {
                jobs.stop_now(job);
            }
        }
        // A timeout is a look at the wish to stop.
        changed.recv_timeout(LOOK).ok();
    }
}

fn can_stop_now(job: &JobStatus) -> bool {
    matches!(&job.phase, Phase::Running(running) | Phase::Stopping(running) if running.can_stop_now)
}

/// What the person has been told already.
#[derive(Default)]
struct Told {
    steps: HashSet<usize>,
    interruptions: bool,
    stopping: bool,
}

impl Told {
    fn steps(&mut self, job: &JobStatus, plan: &Plan, err: &mut dyn Write) {
        for step in &job.at_work {
            if self.steps.insert(step.index) {
                let (number, all, what) = (step.index + 1, plan.steps.len(), plain(&step.what));
                say(err, &format!("{number} of {all}: {what}{}", of_machine(plan, &step.machine)));
            }
        }
    }

    /// What was interrupted earlier. It stays for the window to tell: a script has no eyes.
    fn interruptions(&mut self, status: &JobsStatus, err: &mut dyn Write) {
        if !status.ready || self.interruptions {
            return;
        }
        self.interruptions = true;
        for one in &status.interrupted {
            say(err, &format!("Interrupted earlier: {} {}", plain(&one.words), plain(&one.advice)));
        }
    }
}

/// Without a place for messages the work goes on all the same.
fn say(err: &mut dyn Write, words: &str) {
    writeln!(err, "{words}").ok();
}
