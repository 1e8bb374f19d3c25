//! What an interrupted process was doing, and how the machines stand now.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::copies;
use super::journal::{Begun, Noted, NotedStep, Tool};
use super::look::Look;
use super::status::{Found, Interruption, InterruptionId};
use super::step::extent_of;
use super::summary::{StepResult, Summary};
use crate::hypervisor::{Hypervisor, Outcome};
use crate::model::{MachineKey, MachineState, Step};
use crate::plan::Difference;
use crate::text;
use crate::words::moment;

/// What a journal leaves open, for each machine of which the person was not told yet.
#[must_use]
pub fn examine(noted: &Noted, hypervisors: &[Arc<dyn Hypervisor>]) -> Vec<Interruption> {
    let open = open_machines(noted).into_iter().filter(|machine| !noted.acknowledged.contains(machine));
    open.filter_map(|machine| match &noted.summary {
        Some(summary) => closed(noted, &machine, summary),
        None => of_machine(noted, &machine, hypervisors),
    })
    .collect()
}

/// Whether the job of this journal has begun something on the machine after the interruption: it had looked at the machine
/// as it was then, and the person had confirmed what was to become of that. What the machine should have become before says
/// nothing any more.
#[must_use]
pub fn goes_on_after(noted: &Noted, one: &Interruption) -> bool {
    noted.path != one.id.journal
        && noted.begun.iter().any(|begun| {
            let step = noted.submitted.steps.get(begun.index);
            begun.at > one.at && step.is_some_and(|step| step.machine == one.machine)
        })
}

/// The machines on which the journal leaves something open, or something that was not told.
#[must_use]
pub fn open_machines(noted: &Noted) -> Vec<MachineKey> {
    let mut machines: Vec<MachineKey> = Vec::new();
    let mut note = |machine: &MachineKey| {
        if !machines.contains(machine) {
            machines.push(machine.clone());
        }
    };
    match &noted.summary {
        Some(summary) if noted.closing => {
            let undone = summary.steps.iter().filter(|step| !step.result.is_done());
            undone.for_each(|step| note(&step.machine));
        }
        Some(_) => {}
        None => {
            let open = noted.submitted.steps.iter().filter(|step| is_open(noted, &step.machine));
            open.for_each(|step| note(&step.machine));
        }
    }
    machines
}

/// The program of an interrupted step on this machine that is still at work, with what the step does.
#[must_use]
pub fn tool_at_work<'a>(noted: &'a Noted, machine: &MachineKey) -> Option<(&'a Tool, &'a NotedStep)> {
    if noted.summary.is_some() {
        return None;
    }
    noted.tools.iter().find_map(|tool| {
        let step = noted.submitted.steps.get(tool.index).filter(|step| step.machine == *machine)?;
        let is_open = result(noted, tool.index).is_none();
        (is_open && tool.process.is_running()).then_some((tool, step))
    })
}

fn result(noted: &Noted, index: usize) -> Option<&StepResult> {
    noted.ended.iter().find(|(at, _)| *at == index).map(|(_, result)| result)
}

fn steps<'a>(noted: &'a Noted, machine: &'a MachineKey) -> impl Iterator<Item = (usize, &'a NotedStep)> {
    noted.submitted.steps.iter().enumerate().filter(move |(_, step)| step.machine == *machine)
}

/// Whether a machine's steps were neither all done nor ended by a failure that was told.
fn is_open(noted: &Noted, machine: &MachineKey) -> bool {
    let failed = steps(noted, machine).any(|(index, _)| result(noted, index).is_some_and(|result| !result.is_done()));
    !failed && steps(noted, machine).any(|(index, _)| result(noted, index).is_none())
}

fn of_machine(noted: &Noted, machine: &MachineKey, hypervisors: &[Arc<dyn Hypervisor>]) -> Option<Interruption> {
    let begun = noted.begun.iter().find(|begun| {
        result(noted, begun.index).is_none()
            && noted.submitted.steps.get(begun.index).is_some_and(|step| step.machine == *machine)
    });
    let (_, first) = steps(noted, machine).next()?;
    let waiting = |(index, _): &(usize, &NotedStep)| {
        result(noted, *index).is_none() && begun.is_none_or(|begun| begun.index != *index)
    };
    let not_started: Vec<String> = steps(noted, machine).filter(waiting).map(|(_, step)| step.what.clone()).collect();
    let to_do = |step: &NotedStep| Some((machine.clone(), step.step.clone()?));
    let mut rest: Vec<(MachineKey, Step)> =
        steps(noted, machine).filter(waiting).filter_map(|(_, step)| to_do(step)).collect();
    let done = steps(noted, machine).filter(|(index, _)| result(noted, *index).is_some()).count();
    let hypervisor = hypervisors.iter().find(|one| one.connection().id == machine.connection);
    let step = begun.and_then(|begun| noted.submitted.steps.get(begun.index));
    let mut done_after_all = None;
    let mut still = String::new();
    let (found, stands) = match (begun.zip(step), tool_at_work(noted, machine), hypervisor) {
        (None, _, _) => (Found::NotBegun, text!("jobs-stands-none-under-way").to_owned()),
        (Some((_, step)), Some((tool, _)), _) => {
            still = text!("jobs-still-at-work", program = tool.program, what = step.what);
            (Found::StillGoing, text!("jobs-stands-tool-at-work", program = tool.program))
        }
        (Some(_), None, None) => (Found::Unknown, text!("jobs-stands-not-open").to_owned()),
        (Some((begun, step)), None, Some(hypervisor)) => {
            let (found, stands) = look(&**hypervisor, machine, begun, step);
            if found == Found::StillGoing {
                let program = hypervisor.connection().name.clone();
                still = text!("jobs-still-at-work", program = program, what = step.what);
            }
            if let (Found::Done, Some(to_do)) = (found, &step.step) {
                done_after_all = Some((to_do.clone(), made(&**hypervisor, machine, begun, step)));
            }
            (found, stands)
        }
    };
    match found {
        Found::NotBegun => rest.splice(0..0, step.and_then(to_do)).for_each(drop),
        Found::Done | Found::Closed => {}
        Found::Half | Found::StillGoing | Found::Unknown => rest.clear(),
    }
    let at = begun.map_or(noted.submitted.at, |begun| begun.at);
    let told = Told { noted, first, step, at, done, stands: &stands, not_started: &not_started };
    Some(Interruption {
        id: InterruptionId { journal: noted.path.clone(), machine: machine.clone() },
        title: noted.submitted.title.clone(),
        machine: machine.clone(),
        machine_name: first.machine_name.clone(),
        step: step.map(|step| step.what.clone()),
        at,
        found,
        words: told.words(),
        advice: advice(found, !not_started.is_empty()),
        still,
        not_started,
        rest,
        copy: begun.and_then(|begun| begun.copy.clone()),
        done: done_after_all,
        half: step.filter(|_| found == Found::Half).and_then(|step| step.step.clone()),
    })
}

/// What a job has left undone on one machine that ended while the window was being closed.
fn closed(noted: &Noted, machine: &MachineKey, summary: &Summary) -> Option<Interruption> {
    let (_, first) = steps(noted, machine).next()?;
    let own = || summary.steps.iter().filter(|step| step.machine == *machine);
    let mut words = text!(
        "jobs-closed",
        at = moment(summary.ended_at),
        machine = first.machine_name,
        title = noted.submitted.title
    );
    let mut add = |more: String| words = text!("jobs-sentences", first = words, second = more);
    let mut advised = text!("jobs-advice-closed").to_owned();
    for step in own() {
        match &step.result {
            StepResult::Failed { what, stands, advice } => {
                add(text!("jobs-closed-failed", step = step.what, what = what, stands = stands));
                advised.clone_from(advice);
            }
            StepResult::Stopped { stands } => add(text!("jobs-closed-stopped", step = step.what, stands = stands)),
            StepResult::Done { .. } | StepResult::NotStarted => {}
        }
    }
    let not_started: Vec<String> =
        own().filter(|step| step.result == StepResult::NotStarted).map(|step| step.what.clone()).collect();
    words = with_rest(words, &not_started);
    Some(Interruption {
        id: InterruptionId { journal: noted.path.clone(), machine: machine.clone() },
        title: noted.submitted.title.clone(),
        machine: machine.clone(),
        machine_name: first.machine_name.clone(),
        step: None,
        at: summary.ended_at,
        found: Found::Closed,
        words,
        advice: advised,
        still: String::new(),
        not_started,
        rest: summary.rest().into_iter().filter(|(key, _)| key == machine).collect(),
        copy: None,
        done: None,
        half: None,
    })
}

/// The same with what was not begun.
fn with_rest(words: String, not_started: &[String]) -> String {
    let rest = match not_started {
        [] => return words,
        [one] => text!("jobs-interrupted-rest-one", step = one),
        several => text!("jobs-interrupted-rest", count = several.len()),
    };
    text!("jobs-sentences", first = words, second = rest)
}

/// What is told of one machine.
struct Told<'a> {
    noted: &'a Noted,
    first: &'a NotedStep,
    step: Option<&'a NotedStep>,
    at: DateTime<Utc>,
    done: usize,
    stands: &'a str,
    not_started: &'a [String],
}

impl Told<'_> {
    fn words(&self) -> String {
        let (machine, at) = (&self.first.machine_name, moment(self.at));
        let what = match self.step {
            Some(step) => text!("jobs-interrupted-in-step", at = at, machine = machine, step = step.what),
            None => {
                text!("jobs-interrupted-before-end", at = at, machine = machine, title = self.noted.submitted.title)
            }
        };
        let mut words = text!("jobs-sentences", first = what, second = self.stands);
        if self.done > 0 {
            let done = text!("jobs-interrupted-done-before", count = self.done);
            words = text!("jobs-sentences", first = words, second = done);
        }
        with_rest(words, self.not_started)
    }
}

fn advice(found: Found, more: bool) -> String {
    match found {
        Found::Done if more => text!("jobs-advice-confirm-rest"),
        Found::Done => text!("jobs-advice-none"),
        Found::NotBegun => text!("jobs-advice-again"),
        Found::Half => text!("jobs-advice-look"),
        Found::StillGoing => text!("jobs-advice-wait"),
        Found::Unknown => text!("jobs-advice-refresh"),
        Found::Closed => text!("jobs-advice-closed"),
    }
    .to_owned()
}

/// Looks at the machine that a step was begun on.
fn look(hypervisor: &dyn Hypervisor, key: &MachineKey, begun: &Begun, step: &NotedStep) -> (Found, String) {
    let Some(to_do) = &step.step else { return look_at_copy(hypervisor, key, begun) };
    let now = match Look::at(hypervisor, key, &step.machine_name, extent_of(to_do)) {
        Ok(now) => now,
        Err(error) => return (Found::Unknown, text!("jobs-stands-unreadable", error = error.to_string())),
    };
    // Where the hypervisor cannot be asked, nothing is claimed of what it does.
    let at_work = hypervisor.why_not_at_rest(&now.entry).inspect_err(|error| tracing::debug!(%error, "not asked"));
    if let Ok(Some(words)) = at_work {
        return (Found::StillGoing, text!("jobs-stands-still-going", words = words));
    }
    let states = hypervisor.states().unwrap_or_default();
    let state = now.state(&states);
    if state == MachineState::Transient {
        return (Found::StillGoing, text!("jobs-stands-transient").to_owned());
    }
    if let Some(problem) = bad_image(&now) {
        return (Found::Half, problem);
    }
    let Some(before) = &begun.before else {
        return (Found::Unknown, text!("jobs-stands-before-unknown").to_owned());
    };
    let unchanged = before.differences(&now.shape).is_empty();
    let expected = before.after(to_do, Outcome::default().snapshot, &now.shape);
    let unlike = expected.differences(&now.shape);
    let is_up = matches!(state, MachineState::Running | MachineState::Paused);
    let done = match to_do {
        Step::Take { .. } | Step::Edit { .. } | Step::Restore { .. } | Step::Delete { .. } => {
            // An edit that changes nothing looks the same before and after.
            unlike.is_empty()
        }
        Step::Clone { name, .. } => {
            now.others.iter().any(|machine| *machine.name == **name && !begun.machines.contains(&machine.id))
        }
        Step::PowerOff => !is_up,
        Step::Start => is_up,
        Step::DiscardSavedState => now.machine.current_state.saved_state.is_none(),
        Step::DetachImage { image } => now.images.image(*image).is_none(),
    };
    match (done, unchanged) {
        (true, _) => (Found::Done, text!("jobs-stands-done").to_owned()),
        (false, true) if matches!(to_do, Step::Clone { .. }) => {
            (Found::NotBegun, text!("jobs-stands-no-clone").to_owned())
        }
        (false, true) => (Found::NotBegun, text!("jobs-stands-as-before").to_owned()),
        (false, false) => {
            let unlike: Vec<String> = unlike.iter().take(5).map(Difference::instead).collect();
            (Found::Half, text!("jobs-stands-half", differences = unlike.join(text!("list-sentences"))))
        }
    }
}

/// The snapshot or machine that a step made which was done after all.
fn made(hypervisor: &dyn Hypervisor, key: &MachineKey, begun: &Begun, step: &NotedStep) -> Option<uuid::Uuid> {
    let to_do = step.step.as_ref()?;
    let now = Look::at(hypervisor, key, &step.machine_name, extent_of(to_do)).ok()?;
    match to_do {
        Step::Take { .. } => {
            let before = begun.before.as_ref()?;
            now.machine.tree.iter().map(|(_, snapshot)| snapshot.id).find(|id| !before.has(*id)).map(|id| id.0)
        }
        Step::Clone { name, .. } => {
            let is_new =
                |machine: &&crate::model::Machine| *machine.name == **name && !begun.machines.contains(&machine.id);
            now.others.iter().find(is_new).map(|machine| machine.id.0)
        }
        _ => None,
    }
}

fn bad_image(now: &Look) -> Option<String> {
    let (images, unlisted) = now.own_chains();
    if let Some(id) = unlisted.first() {
        return Some(text!("jobs-stands-image-unlisted", image = id.to_string()));
    }
    images.into_iter().find_map(|index| {
        let problem = now.problem(index)?;
        let path = now.images.get(index).record.path.display();
        Some(text!("jobs-stands-image", path = path, problem = problem.to_string()))
    })
}

/// A copy of a settings file was being put back.
fn look_at_copy(hypervisor: &dyn Hypervisor, key: &MachineKey, begun: &Begun) -> (Found, String) {
    let listing = hypervisor.machines();
    let entry = listing.iter().flat_map(|listing| &listing.machines).find(|entry| entry.id == key.machine);
    let (Some(entry), Some(copy)) = (entry, &begun.copy) else {
        return (Found::Unknown, text!("jobs-stands-not-found").to_owned());
    };
    match (copies::read(&entry.settings_file), copies::read(copy)) {
        (Ok(now), Ok(copy)) if now == copy => (Found::Done, text!("jobs-stands-copy-back").to_owned()),
        (Ok(_), Ok(_)) => (Found::NotBegun, text!("jobs-stands-copy-not").to_owned()),
        (Err(error), _) | (_, Err(error)) => {
            (Found::Unknown, text!("jobs-stands-copy-unknown", error = error.to_string()))
        }
    }
}
