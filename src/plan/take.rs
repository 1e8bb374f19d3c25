//! Taking a snapshot of the current state.

use super::check::{Room, Subject, check_description, check_name, name_cautions, tidy_description, tidy_name};
use super::forecast::{Forecast, simple};
use super::{Blocker, Caution, Intent, Plan, PlannedStep};
use crate::model::{Bytes, ImageMode, Inventory, MachineKey, MachineState, Step, StepKind};
use crate::naming::Template;

/// The deepest tree that VirtualBox opens (`SETTINGS_SNAPSHOT_DEPTH_MAX` in its settings.h).
const DEEPEST: u32 = 250;
/// Apparent length of a new difference image, in bytes.
const NEW_IMAGE: u64 = 2 << 20;
const MIB: u64 = 1 << 20;

/// Plans to take a snapshot of the current state. The space around the name is taken off.
#[must_use]
pub fn take(
    inventory: &Inventory,
    machine: &MachineKey,
    name: &str,
    description: &str,
    convention: Option<&Template>,
) -> Plan {
    Subject::plan(inventory, machine, Intent::Take, |subject, plan| {
        let step = take_step(subject, name, description, subject.state(), convention);
        plan.steps.push(step);
    })
}

/// Taking a snapshot while the machine is in `state`, which an earlier step may have brought about.
pub(super) fn take_step(
    subject: &Subject<'_>,
    name: &str,
    description: &str,
    state: MachineState,
    convention: Option<&Template>,
) -> PlannedStep {
    let (name, description) = (tidy_name(name), tidy_description(description));
    let hardware = &subject.machine.current_state.hardware;
    let mut step = subject.step(Step::Take { name: name.clone(), description: description.clone() }, name.clone());
    let running = matches!(state, MachineState::Running | MachineState::Paused);
    if matches!(state, MachineState::Stuck | MachineState::Transient) {
        step.blockers.push(subject.refuses(StepKind::Take));
    }
    step.blockers.extend(check_name(&name));
    step.blockers.extend(check_description(&description));
    step.blockers.extend(too_deep(subject));
    step.blockers.extend(subject.bad_images(hardware, true));
    step.blockers.extend(room(subject, running).check());
    step.cautions.extend(subject.state_caution());
    if running {
        step.cautions.push(Caution::KeepsMemory { memory: memory(subject) });
    }
    step.cautions.extend(disk_cautions(subject));
    if !name.is_empty() {
        let same = |_, other: &str| other == name;
        step.cautions.extend(name_cautions(subject.machine, &name, None, &same, convention));
    }
    step.forecast = Some(forecast(subject, running));
    step
}

/// A saved machine's memory and its firmware's variables are counted as one: what of it is copied is not known then.
fn forecast(subject: &Subject<'_>, running: bool) -> Forecast {
    let state = &subject.machine.current_state;
    let is_known = state.firmware_file.is_some() && state.saved_state.is_none();
    let firmware = if is_known { subject.beside_disks() } else { Bytes::ZERO };
    simple::take(subject.machine, &subject.connection.images, running, firmware)
}

fn too_deep(subject: &Subject<'_>) -> Vec<Blocker> {
    let tree = &subject.machine.tree;
    let depth = tree.current().map_or(0, |current| tree.depth(current));
    let mut found = Vec::new();
    if depth >= DEEPEST {
        found.push(Blocker::TooDeep { depth });
    }
    let disks = subject.disks(&subject.machine.current_state.hardware);
    found.extend(disks.iter().filter(|disk| disk.is_covered()).filter_map(super::check::Disk::too_long));
    found
}

fn room<'a>(subject: &Subject<'a>, running: bool) -> Room<'a> {
    let machine = subject.machine;
    let covered = subject.disks(&machine.current_state.hardware).iter().filter(|disk| disk.is_covered()).count();
    let memory = if running { memory(subject) } else { Bytes::ZERO };
    let mut room = Room::new(subject.inventory, &machine.settings_file);
    room.add(&machine.snapshot_folder, Bytes(NEW_IMAGE.saturating_mul(covered as u64)) + memory);
    room
}

fn memory(subject: &Subject<'_>) -> Bytes {
    let hardware = &subject.machine.current_state.hardware;
    let mib = u64::from(hardware.memory_mib.unwrap_or(0)) + u64::from(hardware.video_memory_mib.unwrap_or(0));
    Bytes(mib * MIB)
}

fn disk_cautions(subject: &Subject<'_>) -> Vec<Caution> {
    let hardware = &subject.machine.current_state.hardware;
    let mut found = subject.uncovered_cautions(hardware);
    let disks = subject.disks(hardware);
    let reset = disks.iter().filter(|disk| disk.mode == ImageMode::Immutable);
    found.extend(reset.map(|disk| Caution::NotReset { disk: disk.name(), mode: disk.mode }));
    found
}
