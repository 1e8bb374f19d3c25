//! Tells `pins` what a step has led to: what Snapgrove took, what is gone, what was cloned.
//!
//! It comes after the step was verified and never makes it fail: what cannot be kept is told beside the result.

use std::collections::HashSet;
use std::path::Path;

use chrono::{DateTime, Utc};

use super::journal::Submitted;
use super::summary::{StepResult, Summary};
use crate::model::{CloneExtent, MachineId, MachineKey, MachineState, SnapshotId, Step};
use crate::pins::{
    KeptError, PinsFile, SnapshotKey, SnapshotSet, SnapshotSetsFile, TakenBySnapgrove, TakenFile, UnstableFile,
};
use crate::plan::Intent;
use crate::text;

/// A step that was done.
pub struct DoneStep<'a> {
    /// The machine that it changed.
    pub machine: &'a MachineKey,
    /// What was done.
    pub step: &'a Step,
    /// The snapshot or machine that it made.
    pub made: Option<uuid::Uuid>,
    /// What the machine was doing before, where that was asked.
    pub state: Option<MachineState>,
    /// When it was done.
    pub at: DateTime<Utc>,
}

/// Keeps what is to be known of a step later, in the files in `folder`. Returns what could not be kept and what that
/// means, in sentences; usually nothing.
#[must_use]
pub fn remember(folder: &Path, done: &DoneStep<'_>) -> Vec<String> {
    let results = match (done.step, done.made) {
        (Step::Take { .. }, Some(made)) => took(folder, done, SnapshotId(made)),
        (Step::Delete { snapshot }, _) => deleted(folder, &SnapshotKey::new(done.machine, *snapshot)),
        (Step::Clone { extent: CloneExtent::Everything, .. }, Some(made)) => cloned(folder, done, MachineId(made)),
        _ => Vec::new(),
    };
    let failed = results.into_iter().filter_map(|(consequence, result)| Some((consequence, result.err()?)));
    failed
        .map(|(consequence, error)| {
            tracing::warn!(%error, "what a step has led to is not remembered");
            text!("jobs-forgotten", consequence = consequence, error = error.to_string())
        })
        .collect()
}

/// Notes what a job took together: at least two snapshots, one of a machine. Their name, if all have the same, is the
/// set's, else the job's title.
///
/// # Errors
/// If the set cannot be written.
pub fn remember_set(folder: &Path, submitted: &Submitted, summary: &Summary) -> Result<(), KeptError> {
    let mut members: Vec<SnapshotKey> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for (noted, ended) in submitted.steps.iter().zip(&summary.steps) {
        let (Some(Step::Take { name, .. }), StepResult::Done { made: Some(made), .. }) = (&noted.step, &ended.result)
        else {
            continue;
        };
        members.push(SnapshotKey::new(&noted.machine, SnapshotId(*made)));
        names.push(name);
    }
    let machines: HashSet<MachineKey> = members.iter().map(SnapshotKey::machine_key).collect();
    if submitted.intent != Some(Intent::Take) || members.len() < 2 || machines.len() < members.len() {
        return Ok(());
    }
    let same = names.iter().all(|name| *name == names[0]);
    let name = if same { names[0] } else { &submitted.title };
    let set = SnapshotSet::new(name, submitted.at, members);
    SnapshotSetsFile::in_folder(folder).update(|sets| sets.put(set)).map(drop)
}

/// What it means if something is not kept, and whether it is.
type Kept = (&'static str, Result<(), KeptError>);

fn took(folder: &Path, done: &DoneStep<'_>, snapshot: SnapshotId) -> Vec<Kept> {
    let key = SnapshotKey::new(done.machine, snapshot);
    let mut kept = vec![(
        text!("jobs-forgotten-taken"),
        TakenFile::in_folder(folder).update(|taken| taken.note(key.clone())).map(drop),
    )];
    let unstable = |state| matches!(state, MachineState::Aborted | MachineState::AbortedSaved | MachineState::Stuck);
    if done.state.is_some_and(unstable) {
        kept.push((
            text!("jobs-forgotten-unstable"),
            UnstableFile::in_folder(folder).update(|known| known.note(key)).map(drop),
        ));
    }
    kept
}

fn deleted(folder: &Path, key: &SnapshotKey) -> Vec<Kept> {
    let machine = key.machine_key();
    let (pins, taken) = (PinsFile::in_folder(folder), TakenFile::in_folder(folder));
    let (sets, unstable) = (SnapshotSetsFile::in_folder(folder), UnstableFile::in_folder(folder));
    vec![
        (
            text!("jobs-forgotten-pins-deleted"),
            pins.load().and_then(|known| {
                if_any(known.has(&machine, key.snapshot), &|| pins.update(|pins| pins.forget(key)).map(drop))
            }),
        ),
        (
            text!("jobs-forgotten-taken-deleted"),
            taken.load().and_then(|known| {
                if_any(known.has(&machine, key.snapshot), &|| taken.update(|taken| taken.forget(key)).map(drop))
            }),
        ),
        (
            text!("jobs-forgotten-set-deleted"),
            sets.load().and_then(|known| {
                if_any(known.of(key).next().is_some(), &|| sets.update(|sets| sets.forget(key)).map(drop))
            }),
        ),
        (
            text!("jobs-forgotten-unstable-deleted"),
            unstable.load().and_then(|known| {
                if_any(known.has(&machine, key.snapshot), &|| unstable.update(|known| known.forget(key)).map(drop))
            }),
        ),
    ]
}

fn cloned(folder: &Path, done: &DoneStep<'_>, clone: MachineId) -> Vec<Kept> {
    let origin = done.machine;
    let clone = MachineKey { connection: origin.connection.clone(), machine: clone };
    let (taken, unstable) = (TakenFile::in_folder(folder), UnstableFile::in_folder(folder));
    vec![
        (
            text!("jobs-forgotten-pins-cloned"),
            PinsFile::in_folder(folder).update(|pins| pins.note_clone(origin, &clone, done.at)).map(drop),
        ),
        (
            text!("jobs-forgotten-taken-cloned"),
            taken.load().and_then(|known| {
                if_any(speaks_of(&known, origin), &|| taken.update(|taken| taken.note_clone(origin, &clone)).map(drop))
            }),
        ),
        (
            text!("jobs-forgotten-unstable-cloned"),
            unstable.load().and_then(|known| {
                if_any(speaks_of(&known, origin), &|| unstable.update(|all| all.note_clone(origin, &clone)).map(drop))
            }),
        ),
    ]
}

fn speaks_of(known: &TakenBySnapgrove, machine: &MachineKey) -> bool {
    known.iter().any(|key| key.connection == machine.connection && key.machine == machine.machine)
}

/// Changes a file only where it speaks of what is concerned.
fn if_any(known: bool, change: &dyn Fn() -> Result<(), KeptError>) -> Result<(), KeptError> {
    if known { change() } else { Ok(()) }
}
