//! The start: what was interrupted when the program ended last, and telling the person of it.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use super::copies::Copies;
use super::error::JobError;
use super::folders::Folders;
use super::interrupted;
use super::journal::{self, Noted};
use super::mend::Mending;
use super::queue::Queue;
use super::remember::{DoneStep, remember};
use super::state::State;
use super::status::{Found, HistoryEntry, Interruption, InterruptionId};
use super::step::panic_words;
use super::summary::Summary;
use crate::hypervisor::Hypervisor;
use crate::model::MachineKey;
use crate::text;

/// How often interrupted work is looked at again, and how often in all, while a hypervisor may go on with it.
const LOOK_AGAIN: Duration = Duration::from_secs(2);
const LOOKS: u32 = 15;
/// How often after that, where it is known that the hypervisor is at work.
const LOOK_LATER: Duration = Duration::from_secs(5);

impl Queue {
    /// Opens the folders and looks for what was interrupted.
    pub(super) fn open(self: &Arc<Self>) {
        let opened = Folders::new(self.options.folder.clone()).and_then(|folders| {
            folders.create()?;
            let noted = journal::read_all(&folders.journals())?;
            Ok((folders, noted))
        });
        match opened {
            Ok((folders, mut noted)) => {
                for noted in noted.iter_mut().filter(|noted| interrupted::open_machines(noted).is_empty()) {
                    journal::settle(noted);
                }
                *self.copies.lock().unwrap_or_else(PoisonError::into_inner) = Copies::read(&folders);
                let ended = noted.iter().filter(|noted| noted.summary.is_some());
                let ended = ended.map(|noted| (noted.path.clone(), noted.history())).collect();
                noted.retain(is_to_be_told);
                let mut state = self.lock();
                state.folders = Some(Arc::new(folders));
                state.ended = ended;
                state.left = noted;
                let old = state.forget_old(self.options.history);
                drop(state);
                journal::remove(&old);
            }
            Err(error) => {
                let problem = text!("two-sentences", first = error.to_string(), second = error.advice());
                self.lock().problem = Some(problem);
            }
        }
        self.look_at_interrupted();
        self.remember_what_was_done();
        self.lock().ready = true;
        self.begin_waiting();
        self.note_waiting();
        self.publish();
        self.look_while_going_on();
    }

    /// Looks how the machines stand that an earlier process has left in the middle.
    fn look_at_interrupted(&self) {
        let (left, hypervisors) = {
            let state = self.lock();
            (state.left.clone(), state.hypervisors.clone())
        };
        let mut found = Vec::new();
        for noted in &left {
            let look = || interrupted::examine(noted, &hypervisors);
            // A fault in a reader must not keep all other work from being done.
            match catch_unwind(AssertUnwindSafe(look)) {
                Ok(interruptions) => found.extend(interruptions),
                Err(panic) => tracing::error!(what = panic_words(&*panic), "an interruption cannot be examined"),
            }
        }
        for one in &mut found {
            self.mend(one, &hypervisors);
        }
        found.sort_by_key(|one: &Interruption| std::cmp::Reverse(one.at));
        let mut state = self.lock();
        let (settled, mut found): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| state.was_gone_on_after(one));
        // What was acknowledged meanwhile is not told again.
        found.retain(|one: &Interruption| {
            let noted = state.left.iter().find(|noted| noted.path == one.id.journal);
            noted.is_some_and(|noted| !noted.acknowledged.contains(&one.id.machine))
        });
        state.interrupted = found;
        drop(state);
        // From now on it is history, for the inspection too.
        for one in settled {
            self.note_acknowledged(&one.id);
        }
    }

    /// Keeps mended settings for the person where a step was done in part, and says so.
    fn mend(&self, interruption: &mut Interruption, hypervisors: &[Arc<dyn Hypervisor>]) {
        let folders = self.lock().folders.clone();
        let hypervisor = hypervisors.iter().find(|one| one.connection().id == interruption.machine.connection);
        let (Some(step), Some(folders), Some(hypervisor)) = (&interruption.half, folders, hypervisor) else { return };
        let mending = Mending { folders: &folders, copies: &self.copies, most: self.options.copies };
        match mending.keep(&**hypervisor, &interruption.machine, &interruption.machine_name, step) {
            Ok(Some(_)) => text!("jobs-stands-mended").clone_into(&mut interruption.advice),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "mended settings cannot be kept"),
        }
    }

    /// Pins, sets and the like hear of steps that were done although the program ended in the middle.
    fn remember_what_was_done(&self) {
        let (interrupted, folders) = {
            let state = self.lock();
            (state.interrupted.clone(), state.folders.clone())
        };
        let Some(folders) = folders else { return };
        for one in &interrupted {
            let Some((step, made)) = &one.done else { continue };
            let done = DoneStep { machine: &one.machine, step, made: *made, state: None, at: one.at };
            // What cannot be kept is in the log: there is no result to tell it with.
            for words in remember(folders.root(), &done) {
                tracing::warn!("{words}");
            }
        }
    }

    /// Refuses while a program that an earlier process has started is still at work on the machine. That process may
    /// have ended after this one was started.
    ///
    /// # Errors
    /// [`JobError::StillAtWork`]; or if the journals cannot be read.
    pub(super) fn must_be_left_by_others(
        self: &Arc<Self>,
        folders: &Folders,
        machine: &MachineKey,
    ) -> Result<(), JobError> {
        let known: HashSet<PathBuf> = {
            let state = self.lock();
            let ended = state.ended.iter().map(|(path, _)| path.clone());
            ended.chain(state.left.iter().map(|noted| noted.path.clone())).collect()
        };
        let mut new = journal::read_all_but(&folders.journals(), &known)?;
        new.retain(|noted| noted.summary.is_none() && is_to_be_told(noted));
        let any_new = !new.is_empty();
        let left = {
            let mut state = self.lock();
            state.left.extend(new);
            state.left.clone()
        };
        if any_new {
            self.look_again();
        }
        let mut at_work = left.iter().filter_map(|noted| interrupted::tool_at_work(noted, machine));
        at_work.next().map_or(Ok(()), |(tool, step)| {
            Err(JobError::StillAtWork {
                program: tool.program.clone(),
                machine: step.machine_name.clone(),
                what: step.what.clone(),
            })
        })
    }

    /// A hypervisor may go on with what it was told, although the process that told it is gone.
    fn look_while_going_on(self: &Arc<Self>) {
        let unsettled = |one: &Interruption| {
            one.step.is_some() && matches!(one.found, Found::NotBegun | Found::Half | Found::StillGoing)
        };
        {
            let mut state = self.lock();
            if state.looking || !state.interrupted.iter().any(unsettled) {
                return;
            }
            state.looking = true;
        }
        let mut looks = 0;
        // Nobody is told any more once all others have let go of the queue.
        while Arc::strong_count(self) > 1 {
            std::thread::sleep(if looks < LOOKS { LOOK_AGAIN } else { LOOK_LATER });
            let before = self.lock().interrupted.clone();
            self.look_at_interrupted();
            let after = self.lock().interrupted.clone();
            if before != after {
                self.publish();
            }
            looks += 1;
            let goes_on = after.iter().any(|one| one.found == Found::StillGoing);
            if !after.iter().any(unsettled) || (looks >= LOOKS && !goes_on) {
                break;
            }
        }
        self.lock().looking = false;
    }

    /// Looks again, on a thread of its own.
    pub fn look_again(self: &Arc<Self>) {
        self.in_background("jobs-look", |queue| {
            queue.look_at_interrupted();
            queue.publish();
            queue.look_while_going_on();
        });
    }

    /// The person was told of an interruption.
    pub fn acknowledge(self: &Arc<Self>, id: &InterruptionId) {
        {
            let mut state = self.lock();
            if state.interrupted.iter().any(|one| one.id == *id && one.found == Found::StillGoing) {
                // Forgotten now, the machine would count as free.
                return;
            }
            state.interrupted.retain(|one| one.id != *id);
        }
        self.publish();
        let id = id.clone();
        self.in_background("jobs-told", move |queue| queue.note_acknowledged(&id));
    }

    fn note_acknowledged(&self, id: &InterruptionId) {
        let _noting = self.noting.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(mut noted) = self.lock().left.iter().find(|noted| noted.path == id.journal).cloned() else { return };
        let open = interrupted::open_machines(&noted);
        if let Err(error) = journal::acknowledge(&mut noted, &id.machine, &open) {
            tracing::warn!(%error, "it is not noted that an interruption was told");
            return;
        }
        let mut state = self.lock();
        state.left.retain(|left| left.path != noted.path);
        if noted.summary.is_some() && !state.ended.iter().any(|(path, _)| *path == noted.path) {
            state.ended.push((noted.path.clone(), noted.history()));
        }
        if is_to_be_told(&noted) {
            state.left.push(noted);
        }
        state.interrupted.retain(|one| one.id != *id);
    }
}

impl State {
    /// Whether a later job has worked on the machine.
    fn was_gone_on_after(&self, one: &Interruption) -> bool {
        if matches!(one.found, Found::StillGoing | Found::Closed) {
            return false;
        }
        let ended = |(path, entry): &(PathBuf, HistoryEntry)| {
            let done = |summary: &Summary| {
                summary.steps.iter().any(|step| step.machine == one.machine && step.result.is_done())
            };
            *path != one.id.journal && entry.submitted_at > one.at && entry.summary.as_ref().is_some_and(done)
        };
        self.left.iter().any(|noted| interrupted::goes_on_after(noted, one)) || self.ended.iter().any(ended)
    }
}

/// Whether a journal leaves something of which the person was not told.
fn is_to_be_told(noted: &Noted) -> bool {
    interrupted::open_machines(noted).iter().any(|machine| !noted.acknowledged.contains(machine))
}
