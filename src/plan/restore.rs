//! Going back to a snapshot.

use super::check::{Room, Subject};
use super::forecast::{Forecast, simple};
use super::take::take_step;
use super::{Blocker, Caution, Intent, Plan, PlannedStep};
use crate::model::{
    Bytes, Difference, FileStatus, Inventory, MachineKey, MachineState, Snapshot, SnapshotId, SnapshotIndex, Step,
    StepKind,
};
use crate::words;

/// How to go back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RestoreOptions {
    /// Name of the snapshot of the current state that is taken first; `None` loses the current state.
    pub keep_current_as: Option<String>,
    /// Whether to start the machine afterwards.
    pub start_again: bool,
}

/// Plans to go back to a snapshot. A machine that is switched on is powered off first; then, where wanted, a snapshot is
/// taken of the current state.
#[must_use]
pub fn restore(inventory: &Inventory, machine: &MachineKey, snapshot: SnapshotId, options: &RestoreOptions) -> Plan {
    Subject::plan(inventory, machine, Intent::Restore, |subject, plan| match subject.snapshot(snapshot) {
        Ok(target) => plan.steps = steps(subject, target, options),
        Err(gone) => plan.blockers.push(gone),
    })
}

/// The settings that would change: what the current state has first, what the snapshot has second. Empty if one of
/// them is not there.
#[must_use]
pub fn settings_changes(inventory: &Inventory, machine: &MachineKey, snapshot: SnapshotId) -> Vec<Difference> {
    let Ok(subject) = Subject::find(inventory, machine) else { return Vec::new() };
    let Ok((_, target)) = subject.snapshot(snapshot) else { return Vec::new() };
    let now = &subject.machine.current_state.hardware;
    now.differences(&target.hardware, &|image| subject.connection.images.base_of(image))
}

fn steps(
    subject: &Subject<'_>,
    (index, snapshot): (SnapshotIndex, &Snapshot),
    options: &RestoreOptions,
) -> Vec<PlannedStep> {
    let mut steps = Vec::new();
    let mut state = subject.state();
    if subject.is_on() {
        let mut step = subject.step(Step::PowerOff, subject.name());
        step.cautions.push(Caution::PowersOff { machine: subject.name() });
        step.forecast = Some(Forecast::NOTHING);
        steps.push(step);
        state = MachineState::PoweredOff;
    }
    let keeps = options.keep_current_as.as_deref();
    steps.extend(keeps.map(|name| take_step(subject, name, "", state, None)));
    steps.push(restore_step(subject, (index, snapshot), state, keeps.is_some()));
    if options.start_again {
        let mut step = subject.step(Step::Start, subject.name());
        step.forecast = Some(Forecast::NOTHING);
        steps.push(step);
    }
    steps
}

fn restore_step(
    subject: &Subject<'_>,
    (index, snapshot): (SnapshotIndex, &Snapshot),
    state: MachineState,
    keeps: bool,
) -> PlannedStep {
    let mut step = subject.step(Step::Restore { snapshot: snapshot.id }, snapshot.name.clone());
    if state == MachineState::Transient {
        step.blockers.push(subject.refuses(StepKind::Restore));
    }
    step.blockers.extend(subject.bad_images(&snapshot.hardware, true));
    let disks = subject.disks(&snapshot.hardware);
    step.blockers.extend(disks.iter().filter(|disk| disk.is_covered()).filter_map(super::check::Disk::too_long));
    let forecast = forecast(subject, snapshot.id, keeps);
    let mut room = Room::new(subject.inventory, &subject.machine.settings_file);
    room.add(&subject.machine.snapshot_folder, forecast.needs);
    step.blockers.extend(room.check());
    step.cautions.extend(subject.state_caution());
    step.cautions.extend(what_is_lost(subject, keeps));
    step.cautions.extend(memory(subject, (index, snapshot)));
    step.cautions.extend(left_behind(subject, &step.blockers));
    step.cautions.extend(subject.uncovered_cautions(&snapshot.hardware));
    step.forecast = Some(forecast);
    step
}

fn forecast(subject: &Subject<'_>, snapshot: SnapshotId, keeps: bool) -> Forecast {
    let own = subject.beside_disks();
    let saved = subject.machine.current_state.saved_state.is_some();
    simple::restore(subject.machine, &subject.connection.images, snapshot, if saved { own } else { Bytes::ZERO }, keeps)
}

fn what_is_lost(subject: &Subject<'_>, keeps: bool) -> Vec<Caution> {
    let mut found = Vec::new();
    let tree = &subject.machine.tree;
    let since = tree.current().map(|current| words::snapshot_name(&tree.get(current).name).to_owned());
    let saved = subject.machine.current_state.saved_state.as_ref();
    let is_kept = keeps || tree.iter().any(|(_, snapshot)| snapshot.saved_state.as_ref() == saved);
    let drops_memory = saved.is_some() && !is_kept;
    match since {
        // With a memory thrown away, it is not true that nothing is lost.
        Some(_) if !is_modified(subject) && drops_memory => {}
        Some(since) if !is_modified(subject) => found.push(Caution::NothingChanged { since }),
        Some(_) | None if keeps => {}
        since => found.push(Caution::LosesCurrentState { since: since.unwrap_or_else(|| subject.name()) }),
    }
    if drops_memory {
        found.push(Caution::DropsSavedState);
    }
    found
}

/// Whether the current state differs from the current snapshot: as the hypervisor says, because it runs, or because
/// something has written to its disks although nobody says so.
fn is_modified(subject: &Subject<'_>) -> bool {
    let current = &subject.machine.current_state;
    let disks = subject.disks(&current.hardware);
    let covered = disks.iter().filter(|disk| disk.is_covered() && disk.image.record.parent.is_some());
    let mut written = covered.filter(|disk| {
        let size = match &disk.image.file {
            Some(FileStatus::Present { header: Some(header), .. }) => header.virtual_size,
            _ => return false,
        };
        simple::holds_data(&disk.image.record.format, size, disk.image.occupied())
    });
    current.modified || subject.is_on() || written.next().is_some()
}

fn memory(subject: &Subject<'_>, (index, snapshot): (SnapshotIndex, &Snapshot)) -> Option<Caution> {
    let snapshot_name = words::snapshot_name(&snapshot.name).to_owned();
    if subject.entry.usage.lost_memory.contains(&index) {
        return Some(Caution::MemoryMissing { snapshot: snapshot_name });
    }
    snapshot.online.then_some(Caution::ResumesMemory { snapshot: snapshot_name })
}

/// Images of the current state that VirtualBox may leave in its registry because something is wrong with them (it
/// ignores errors when it throws them away). Not those that stand against the step already.
fn left_behind(subject: &Subject<'_>, blockers: &[Blocker]) -> Vec<Caution> {
    let mut found = Vec::new();
    for disk in subject.disks(&subject.machine.current_state.hardware).iter().filter(|disk| disk.is_covered()) {
        for (image, problem) in disk.problems() {
            let stands = Blocker::BadImage { image: image.clone(), problem: problem.clone() };
            if !blockers.contains(&stands) {
                found.push(Caution::BadCurrentImage { image: image.clone(), problem });
            }
        }
    }
    found
}
