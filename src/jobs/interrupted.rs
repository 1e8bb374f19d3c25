//! What an interrupted process was doing, and how the machines stand now.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::copies;
use super::journal::{Begun, Noted, NotedStep};
use super::look::Look;
use super::status::{Found, Interruption, InterruptionId, StepResult};
use super::step::extent_of;
use crate::hypervisor::{Hypervisor, Outcome};
use crate::model::{MachineKey, MachineState, Step};
use crate::plan::Difference;
use crate::words::moment;

/// What a journal leaves open, for each machine of which the person was not told yet.
#[must_use]
pub fn examine(noted: &Noted, hypervisors: &[Arc<dyn Hypervisor>]) -> Vec<Interruption> {
    if noted.summary.is_some() {
        return Vec::new();
    }
    let open = open_machines(noted).into_iter().filter(|machine| !noted.acknowledged.contains(machine));
    open.filter_map(|machine| of_machine(noted, &machine, hypervisors)).collect()
}

/// The machines on which the journal leaves something open.
#[must_use]
pub fn open_machines(noted: &Noted) -> Vec<MachineKey> {
    let mut machines: Vec<MachineKey> = Vec::new();
    for step in &noted.submitted.steps {
        if !machines.contains(&step.machine) && is_open(noted, &step.machine) {
            machines.push(step.machine.clone());
        }
    }
    machines
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
    let done = steps(noted, machine).filter(|(index, _)| result(noted, *index).is_some()).count();
    let hypervisor = hypervisors.iter().find(|one| one.connection().id == machine.connection);
    let step = begun.and_then(|begun| noted.submitted.steps.get(begun.index));
    let mut done_after_all = None;
    let (found, stands) = match (begun.zip(step), hypervisor) {
        (None, _) => (Found::NotBegun, "No step was under way.".to_owned()),
        (Some(_), None) => (Found::Unknown, "Its connection is not open, so that it cannot be looked at.".to_owned()),
        (Some((begun, step)), Some(hypervisor)) => {
            let (found, stands) = look(&**hypervisor, machine, begun, step);
            if let (Found::Done, Some(to_do)) = (found, &step.step) {
                done_after_all = Some((to_do.clone(), made(&**hypervisor, machine, begun, step)));
            }
            (found, stands)
        }
    };
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
        not_started,
        copy: begun.and_then(|begun| begun.copy.clone()),
        done: done_after_all,
    })
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
        let machine = &self.first.machine_name;
        let what = match self.step {
            Some(step) => {
                format!("Snapgrove ended on {} in the middle of “{}” on “{machine}”.", moment(self.at), step.what)
            }
            None => format!(
                "Snapgrove ended before “{}” of {} was done on “{machine}”.",
                self.noted.submitted.title,
                moment(self.at)
            ),
        };
        let done = match self.done {
            0 => String::new(),
            1 => "One step had been done before.".to_owned(),
            done => format!("{done} steps had been done before."),
        };
        let rest = match self.not_started {
            [] => String::new(),
            [one] => format!("“{one}” was not begun."),
            several => format!("{} more steps were not begun.", several.len()),
        };
        let sentences = [what.as_str(), self.stands, &done, &rest];
        sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

fn advice(found: Found, more: bool) -> String {
    let advice = match found {
        Found::Done if more => "Confirm the rest again if you still want it.",
        Found::Done => "Nothing needs to be done.",
        Found::NotBegun => "Nothing is lost. Do it again if you still want it.",
        Found::Half => {
            "Look at the machine before you do anything else. A copy of its settings file from before the step is \
             among its settings copies."
        }
        Found::StillGoing => "Wait until the hypervisor is done.",
        Found::Unknown => "Refresh when the machine can be read again.",
    };
    advice.to_owned()
}

/// Looks at the machine that a step was begun on.
fn look(hypervisor: &dyn Hypervisor, key: &MachineKey, begun: &Begun, step: &NotedStep) -> (Found, String) {
    let Some(to_do) = &step.step else { return look_at_copy(hypervisor, key, begun) };
    let now = match Look::at(hypervisor, key, &step.machine_name, extent_of(to_do)) {
        Ok(now) => now,
        Err(error) => return (Found::Unknown, format!("The machine cannot be read now: {error}.")),
    };
    let states = hypervisor.states().unwrap_or_default();
    let state = now.state(&states);
    if state == MachineState::Transient {
        return (Found::StillGoing, "The hypervisor is still at work on it.".to_owned());
    }
    if let Some(problem) = bad_image(&now) {
        return (Found::Half, format!("{problem}."));
    }
    let Some(before) = &begun.before else {
        return (Found::Unknown, "It is not known how the machine was before.".to_owned());
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
        (true, _) => (Found::Done, "It was done all the same: the machine is as it should be after it.".to_owned()),
        (false, true) if matches!(to_do, Step::Clone { .. }) => (
            Found::NotBegun,
            "The machine is as it was, and there is no new one. Files of the unfinished clone may have been left behind."
                .to_owned(),
        ),
        (false, true) => (Found::NotBegun, "The machine is as it was before it.".to_owned()),
        (false, false) => {
            let unlike: Vec<String> = unlike.iter().take(5).map(Difference::instead).collect();
            (Found::Half, format!("The machine is neither as it was nor as it should be: {}.", unlike.join("; ")))
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
        return Some(format!("The image {id} is in no registry"));
    }
    images.into_iter().find_map(|index| {
        let problem = now.problem(index)?;
        Some(format!("{}: {problem}", now.images.get(index).record.path.display()))
    })
}

/// A copy of a settings file was being put back.
fn look_at_copy(hypervisor: &dyn Hypervisor, key: &MachineKey, begun: &Begun) -> (Found, String) {
    let listing = hypervisor.machines();
    let entry = listing.iter().flat_map(|listing| &listing.machines).find(|entry| entry.id == key.machine);
    let (Some(entry), Some(copy)) = (entry, &begun.copy) else {
        return (Found::Unknown, "The machine cannot be found now.".to_owned());
    };
    match (copies::read(&entry.settings_file), copies::read(copy)) {
        (Ok(now), Ok(copy)) if now == copy => (Found::Done, "The copy was put back all the same.".to_owned()),
        (Ok(_), Ok(_)) => (Found::NotBegun, "The settings file is not that copy.".to_owned()),
        (Err(error), _) | (_, Err(error)) => (Found::Unknown, format!("It cannot be compared: {error}.")),
    }
}
