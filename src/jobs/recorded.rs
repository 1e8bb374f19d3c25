//! What the journals tell an inspection, without a queue: restores, and work that was interrupted.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::folders::Folders;
use super::interrupted;
use super::journal::{self, Noted};
use super::status::Found;
use super::summary::StepResult;
use crate::hypervisor::Hypervisor;
use crate::model::{MachineKey, Step, StepKind};
use crate::text;

/// What the journals tell an inspection. Jobs that a living process carries out are not among it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    /// Machines that were restored, and when the job ended that did it.
    pub restores: Vec<(MachineKey, DateTime<Utc>)>,
    /// Steps that began and did not end, of which the person was not told yet, on machines that are neither as before nor
    /// as after, or cannot be looked at: which machine, what was done as a verb phrase, and when it began.
    pub interrupted: Vec<(MachineKey, String, DateTime<Utc>)>,
}

/// Reads the journals in `folder`, that of [`JobsOptions::folder`](super::JobsOptions::folder), and looks at the machines
/// whose work has no end. What cannot be read is left out, and logged.
#[must_use]
pub fn recorded(folder: Option<&Path>, hypervisors: &[Arc<dyn Hypervisor>]) -> Recorded {
    let mut recorded = Recorded::default();
    let Ok(folders) = Folders::new(folder.map(Path::to_owned)) else { return recorded };
    // Before the first job there is no folder.
    if !folders.journals().is_dir() {
        return recorded;
    }
    let all = journal::read_all(&folders.journals()).unwrap_or_else(|error| {
        tracing::warn!(%error, "the journals are not among what is inspected");
        Vec::new()
    });
    for noted in &all {
        recorded.restores.extend(restores(noted));
        recorded.interrupted.extend(unfinished(noted, &all, hypervisors));
    }
    recorded
}

fn restores(noted: &Noted) -> Vec<(MachineKey, DateTime<Utc>)> {
    let Some(summary) = &noted.summary else {
        let steps = noted.submitted.steps.iter().enumerate();
        let restored = |index| noted.ended.iter().any(|(at, result)| *at == index && result.is_done());
        let begun = |index| noted.begun.iter().find(|begun| begun.index == index).map(|begun| begun.at);
        let of_kind = steps.filter(|(_, step)| step.kind() == Some(StepKind::Restore));
        return of_kind
            .filter(|(index, _)| restored(*index))
            .filter_map(|(index, step)| Some((step.machine.clone(), begun(index)?)))
            .collect();
    };
    let done = summary.steps.iter().filter(|step| matches!(step.result, StepResult::Done { .. }));
    let restores = done.filter(|step| step.step.as_ref().map(Step::kind) == Some(StepKind::Restore));
    restores.map(|step| (step.machine.clone(), summary.ended_at)).collect()
}

/// Steps without an end, where it matters how the machine stands and nobody has gone on with it since.
fn unfinished(
    noted: &Noted,
    all: &[Noted],
    hypervisors: &[Arc<dyn Hypervisor>],
) -> Vec<(MachineKey, String, DateTime<Utc>)> {
    let left = interrupted::examine(noted, hypervisors);
    let matter = left.into_iter().filter(|one| one.step.is_some() && matches!(one.found, Found::Half | Found::Unknown));
    let matter = matter.filter(|one| !all.iter().any(|other| interrupted::goes_on_after(other, one)));
    matter
        .map(|one| {
            let step = noted.begun.iter().find(|begun| begun.at == one.at).map(|begun| begun.index);
            let kind = step.and_then(|index| noted.submitted.steps.get(index)).and_then(journal::NotedStep::kind);
            let what = kind.map_or_else(|| text!("jobs-verb-put-back").to_owned(), |kind| kind.to_string());
            (one.machine, what, one.at)
        })
        .collect()
}
