//! Jobs that wait, and the threads that carry them out. A job has a *strand* for each of its machines: the steps of one
//! machine, in order. Strands of one machine follow each other, those of different machines go in parallel.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::Builder;

use chrono::Utc;

use super::JobsOptions;
use super::copies::{Copies, SettingsCopy};
use super::error::JobError;
use super::fit::{self, CopyFit};
use super::job::{Job, Strand, StrandStage, Work};
use super::journal::{self, Journal, NotedStep, Submitted};
use super::remember::remember_set;
use super::sets::SetWish;
use super::state::{State, Task};
use super::status::{HistoryEntry, JobId, JobsStatus};
use super::step::{Expected, Worker, failed, panic_words};
use super::stop::Stop;
use super::summary::StepResult;
use super::time_left::Rate;
use super::title;
use crate::hypervisor::Hypervisor;
use crate::model::{MachineKey, Step};
use crate::plan::Plan;
use crate::text;

/// Everything that jobs share.
pub struct Queue {
    pub(super) options: JobsOptions,
    changed: Box<dyn Fn() + Send + Sync>,
    state: Mutex<State>,
    shown: Mutex<Arc<JobsStatus>>,
    pub(super) copies: Mutex<Copies>,
    rate: Rate,
    /// Held on background threads only, while journals are made or marked as told.
    pub(super) noting: Mutex<()>,
}

impl Queue {
    /// Starts with a look for interrupted work, on a thread of its own.
    pub fn start(
        hypervisors: Vec<Arc<dyn Hypervisor>>,
        options: JobsOptions,
        changed: Box<dyn Fn() + Send + Sync>,
    ) -> io::Result<Arc<Self>> {
        let queue = Arc::new(Self {
            options,
            changed,
            state: Mutex::new(State { hypervisors, ..State::default() }),
            shown: Mutex::default(),
            copies: Mutex::default(),
            rate: Rate::default(),
            noting: Mutex::default(),
        });
        let own = queue.clone();
        Builder::new().name("jobs-start".to_owned()).spawn(move || own.open())?;
        Ok(queue)
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The newest state.
    pub fn status(&self) -> Arc<JobsStatus> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes the state to be seen, and tells of it.
    pub(super) fn publish(&self) {
        let status = {
            let mut state = self.lock();
            state.generation += 1;
            Arc::new(state.shown(&self.rate))
        };
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        // Another thread may have been quicker.
        if status.generation > shown.generation {
            *shown = status;
        }
        drop(shown);
        (self.changed)();
    }

    pub(super) fn in_background(self: &Arc<Self>, name: &str, work: impl FnOnce(&Arc<Self>) + Send + 'static) {
        let own = self.clone();
        if let Err(error) = Builder::new().name(name.to_owned()).spawn(move || work(&own)) {
            tracing::warn!(%error, name, "the system starts no thread");
        }
    }

    /// Other connections.
    pub fn replace(self: &Arc<Self>, hypervisors: Vec<Arc<dyn Hypervisor>>) {
        let any = {
            let mut state = self.lock();
            state.hypervisors = hypervisors;
            !state.left.is_empty()
        };
        if any {
            self.look_again();
        }
    }

    /// Takes a plan up. What it takes is remembered as is wished.
    pub fn submit(self: &Arc<Self>, plan: &Plan, set: SetWish) -> JobId {
        let noted = |planned: &crate::plan::PlannedStep| NotedStep {
            machine: planned.machine.clone(),
            machine_name: plan
                .machine(&planned.machine)
                .map_or_else(|| planned.machine.machine.to_string(), |machine| machine.name.to_string()),
            what: title::of_step(planned),
            step: Some(planned.step.clone()),
            frees: planned.forecast.as_ref().map(|forecast| forecast.frees),
        };
        let submitted = Submitted {
            title: title::of_plan(plan),
            intent: Some(plan.intent.clone()),
            at: Utc::now(),
            steps: plan.steps.iter().map(noted).collect(),
        };
        let blockers: Vec<_> = plan.all_blockers().cloned().collect();
        let refused = (!blockers.is_empty()).then_some(JobError::Blocked { blockers });
        self.take_up(Work::Plan(plan.clone()), Arc::new(set), submitted, refused.as_ref())
    }

    /// Takes up to put a copy of a settings file back.
    pub fn restore_copy(self: &Arc<Self>, copy: &SettingsCopy, machine_name: &str) -> JobId {
        let what = text!("jobs-title-put-back-step", moment = crate::words::moment(copy.made_at));
        let machine = copy.machine.clone();
        let step = NotedStep { machine, machine_name: machine_name.to_owned(), what, step: None, frees: None };
        let (moment, machine) = (crate::words::moment(copy.made_at), machine_name);
        let title = text!("jobs-title-put-back", moment = moment, machine = machine);
        let submitted = Submitted { title, intent: None, at: Utc::now(), steps: vec![step] };
        self.take_up(Work::PutBack(copy.clone()), Arc::new(SetWish::No), submitted, None)
    }

    fn take_up(
        self: &Arc<Self>,
        work: Work,
        set: Arc<SetWish>,
        submitted: Submitted,
        refused: Option<&JobError>,
    ) -> JobId {
        let mut strands: Vec<Strand> = Vec::new();
        for (index, step) in submitted.steps.iter().enumerate() {
            match strands.iter_mut().find(|strand| strand.machine == step.machine) {
                Some(strand) => strand.steps.push(index),
                None => strands.push(Strand {
                    machine: step.machine.clone(),
                    steps: vec![index],
                    stage: StrandStage::Waiting,
                    live: Arc::default(),
                }),
            }
        }
        let mut results = vec![StepResult::NotStarted; submitted.steps.len()];
        if let Some(error) = refused {
            // Each machine's first step says why.
            for strand in &mut strands {
                strand.stage = StrandStage::Ended;
                results[strand.steps[0]] = failed(error, text!("jobs-stands-unchanged").to_owned());
            }
        }
        let id = {
            let mut state = self.lock();
            state.next += 1;
            let id = JobId(state.next);
            state.jobs.push(Job {
                id,
                work: Arc::new(work),
                set,
                submitted,
                strands,
                wish: Arc::default(),
                journal: None,
                results,
                summary: None,
                concluding: false,
            });
            id
        };
        self.publish();
        self.in_background("jobs-note", Self::note_waiting);
        id
    }

    /// Writes the journals of new jobs, and begins what can be begun. What was just submitted waits until that is done.
    pub(super) fn note_waiting(self: &Arc<Self>) {
        let _noting = self.noting.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let (id, submitted, folders, problem) = {
                let state = self.lock();
                let new = |job: &&Job| job.journal.is_none() && job.summary.is_none() && !job.concluding;
                let Some(job) = state.jobs.iter().find(new).filter(|_| state.ready) else { break };
                (job.id, job.submitted.clone(), state.folders.clone(), state.problem.clone())
            };
            let has_work = self.lock().job(id).is_some_and(|job| job.strands.iter().any(Strand::is_waiting));
            let journal = match (has_work, folders) {
                (false, _) => None,
                (true, Some(folders)) => Some(Journal::create(&folders.journals(), &submitted)),
                (true, None) => Some(Err(JobError::Fault { what: problem.unwrap_or_default() })),
            };
            match journal {
                None => self.conclude(id),
                Some(Ok(journal)) => {
                    let mut state = self.lock();
                    match state.job_mut(id).filter(|job| !job.concluding) {
                        Some(job) => job.journal = Some(Arc::new(journal)),
                        // It was cancelled meanwhile.
                        None => journal.discard(),
                    }
                }
                Some(Err(error)) => {
                    if let Some(job) = self.lock().job_mut(id) {
                        job.refuse(&error);
                    }
                    self.conclude(id);
                }
            }
            self.begin_waiting();
        }
        self.publish();
    }

    /// Starts a thread for every strand that can begin now.
    pub(super) fn begin_waiting(self: &Arc<Self>) {
        loop {
            let Some(task) = self.lock().next_task(self.options.parallel.max(1)) else { break };
            let (job, strand, machine) = (task.job, task.strand, task.machine.clone());
            let own = self.clone();
            let spawned = Builder::new().name(format!("job-{}", job.0)).spawn(move || own.work(&task));
            if let Err(error) = spawned {
                let error = JobError::Fault { what: text!("jobs-fault-no-thread", error = error) };
                let mut state = self.lock();
                state.occupied.remove(&machine);
                if let Some(job) = state.job_mut(job) {
                    job.end_strand(strand, Some(failed(&error, text!("jobs-stands-unchanged").to_owned())));
                }
                drop(state);
                self.conclude(job);
            }
        }
        self.publish();
    }

    /// Carries a strand out, on this thread.
    fn work(self: &Arc<Self>, task: &Task) {
        let work = catch_unwind(AssertUnwindSafe(|| self.carry_out(task)));
        let error = match work {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(failed(&error, text!("jobs-stands-unchanged").to_owned())),
            Err(panic) => {
                let error = JobError::Fault { what: panic_words(&*panic) };
                Some(failed(&error, text!("jobs-stands-must-be-looked-at").to_owned()))
            }
        };
        task.live.end();
        {
            let mut state = self.lock();
            state.occupied.remove(&task.machine);
            if let Some(job) = state.job_mut(task.job) {
                job.end_strand(task.strand, error);
            }
        }
        self.conclude(task.job);
        self.begin_waiting();
    }

    fn carry_out(self: &Arc<Self>, task: &Task) -> Result<(), JobError> {
        let hypervisor = task
            .hypervisor
            .as_ref()
            .ok_or_else(|| JobError::NoConnection { connection: task.machine.connection.to_string() })?;
        let _lock = task.folders.lock(&task.machine)?.ok_or_else(|| JobError::Busy { machine: task.name.clone() })?;
        self.must_be_left_by_others(&task.folders, &task.machine)?;
        let notify = || self.publish();
        let worker = Worker {
            hypervisor: &**hypervisor,
            key: &task.machine,
            name: &task.name,
            folders: &task.folders,
            copies: &self.copies,
            journal: &task.journal,
            live: &task.live,
            wish: &task.wish,
            rate: &self.rate,
            options: &self.options,
            notify: &notify,
        };
        match &*task.work {
            Work::Plan(plan) => self.carry_out_steps(task, &worker, plan),
            Work::PutBack(copy) => {
                let what = self.lock().job(task.job).map(|job| job.submitted.title.clone()).unwrap_or_default();
                task.live.begin(0, &what, None, false);
                self.publish();
                self.set_result(task.job, 0, worker.put_back(copy));
                Ok(())
            }
        }
    }

    fn carry_out_steps(&self, task: &Task, worker: &Worker<'_>, plan: &Plan) -> Result<(), JobError> {
        let confirmed =
            plan.machine(&task.machine).ok_or_else(|| JobError::NoMachine { machine: task.name.clone() })?;
        let steps: Vec<&Step> = task.steps.iter().map(|index| &plan.steps[*index].step).collect();
        let mut expected = Expected::Confirmed(confirmed, steps);
        for index in &task.steps {
            if task.wish.is_asked() {
                break;
            }
            let planned = &plan.steps[*index];
            let bytes = planned.forecast.as_ref().map(|forecast| (forecast.reads + forecast.writes).0);
            let can_stop = worker.hypervisor.can_stop(&planned.step);
            task.live.begin(*index, &title::of_step(planned), bytes, can_stop);
            self.publish();
            let mut result = worker.carry_out(*index, planned, &mut expected);
            if let SetWish::Named(set) = &*task.set {
                set.note(task.folders.root(), &task.machine, &planned.step, &mut result);
            }
            let goes_on = result.is_done();
            self.set_result(task.job, *index, result);
            task.live.end();
            if !goes_on {
                break;
            }
        }
        Ok(())
    }

    fn set_result(&self, job: JobId, index: usize, result: StepResult) {
        if let Some(place) = self.lock().job_mut(job).and_then(|job| job.results.get_mut(index)) {
            *place = result;
        }
    }

    /// Ends a job of which all strands have ended: writes it down, then shows it.
    fn conclude(&self, id: JobId) {
        let (submitted, journal, mut summary, folders, closing) = {
            let mut state = self.lock();
            let (folders, closing) = (state.folders.clone(), state.closing);
            let Some(job) = state.job_mut(id) else { return };
            let folders = folders.filter(|_| matches!(*job.set, SetWish::Usual));
            if job.concluding || job.strands.iter().any(|strand| strand.stage != StrandStage::Ended) {
                return;
            }
            job.concluding = true;
            (job.submitted.clone(), job.journal.clone(), job.summarise(), folders, closing)
        };
        if let Some(Err(error)) = folders.map(|folders| remember_set(folders.root(), &submitted, &summary)) {
            tracing::warn!(%error, "what was taken together is not remembered");
            summary.remark(&text!("jobs-forgotten-together", error = error.to_string()));
        }
        let closing = closing && !summary.is_success();
        let path = journal.and_then(|journal| match journal.finish(&submitted, &summary, closing) {
            Ok(path) => Some(path),
            Err(error) => {
                tracing::warn!(%error, "the end of a job is not in its journal");
                None
            }
        });
        let mut state = self.lock();
        let Submitted { title, intent, at, .. } = submitted;
        let entry = HistoryEntry { title, intent, submitted_at: at, summary: Some(summary.clone()) };
        state.ended.push((path.unwrap_or_default(), entry));
        let old = state.forget_old(self.options.history);
        if let Some(job) = state.job_mut(id) {
            job.summary = Some(Arc::new(summary));
            job.journal = None;
        }
        drop(state);
        journal::remove(&old);
        self.publish();
    }

    /// Stops all jobs, of which the person will not see the end.
    pub fn close(self: &Arc<Self>, stop: Stop) {
        let all: Vec<JobId> = {
            let mut state = self.lock();
            state.closing = true;
            state.jobs.iter().map(|job| job.id).collect()
        };
        for id in all {
            self.stop(id, stop);
        }
    }

    /// Stops a job.
    pub fn stop(self: &Arc<Self>, id: JobId, stop: Stop) {
        {
            let mut state = self.lock();
            let Some(job) = state.job_mut(id).filter(|job| job.summary.is_none()) else { return };
            job.wish.ask(stop);
            for strand in job.strands.iter_mut().filter(|strand| strand.is_waiting()) {
                strand.stage = StrandStage::Ended;
            }
        }
        self.publish();
        self.in_background("jobs-cancel", move |queue| queue.conclude(id));
    }

    /// Takes an ended job from the list.
    pub fn dismiss(&self, id: JobId) {
        self.lock().jobs.retain(|job| job.id != id || job.summary.is_none());
        self.publish();
    }

    /// Jobs that have ended, the newest first.
    pub fn history(&self) -> Vec<HistoryEntry> {
        self.lock().ended.iter().rev().map(|(_, entry)| entry.clone()).collect()
    }

    /// Copies of a machine's settings file, the newest first.
    pub fn settings_copies(&self, key: &MachineKey) -> Vec<SettingsCopy> {
        self.copies.lock().unwrap_or_else(PoisonError::into_inner).of(key)
    }

    /// Looks on a thread of its own how copies fit; it ends when `told` returns false.
    pub fn look_at_copies(
        &self,
        key: &MachineKey,
        mut told: impl FnMut(SettingsCopy, Result<CopyFit, JobError>) -> bool + Send + 'static,
    ) -> io::Result<()> {
        let copies = self.settings_copies(key);
        let known = self.lock().hypervisors.clone();
        let hypervisor = known.into_iter().find(|one| one.connection().id == key.connection);
        let look = move || {
            for copy in copies {
                let unknown = || JobError::NoConnection { connection: copy.machine.connection.to_string() };
                let fit = hypervisor
                    .as_deref()
                    .ok_or_else(unknown)
                    .and_then(|hypervisor| fit::fit(hypervisor, &copy, &copy.machine.machine.to_string()));
                if !told(copy, fit) {
                    return;
                }
            }
        };
        Builder::new().name("copies".to_owned()).spawn(look).map(drop)
    }
}
