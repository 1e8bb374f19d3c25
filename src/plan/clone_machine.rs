//! Making new machines from one.

use std::collections::HashSet;

use super::check::{Disk, Room, Subject, check_name, tidy_name};
use super::forecast::{Forecast, KnownImages, clones};
use super::{Blocker, Caution, Intent, Plan, PlannedStep};
use crate::model::{
    Bytes, CloneExtent, ConnectionId, ConnectionInventory, HardwareSettings, Inventory, MachineKey, MachineState,
    Snapshot, Step, StepKind,
};
use crate::words;

/// The longest name of a machine, in bytes: it becomes the name of a folder and of files with “.vbox-prev” after it, for
/// which file systems mostly have 255.
const LONGEST_MACHINE_NAME: usize = 200;

/// Plans to make new machines with these names, all from the same origin. `known` has what was read of the images that
/// are copied ([`clones::copied_images`]); without it, more space may be asked for than is needed.
#[must_use]
pub fn clone_machine(
    inventory: &Inventory,
    machine: &MachineKey,
    extent: CloneExtent,
    names: &[String],
    known: &KnownImages,
) -> Plan {
    Subject::plan(inventory, machine, Intent::Clone, |subject, plan| {
        let origin = match extent {
            CloneExtent::Snapshot(id) | CloneExtent::Linked(id) => subject.snapshot(id).map(|(_, found)| Some(found)),
            CloneExtent::CurrentState | CloneExtent::Everything => Ok(None),
        };
        match origin {
            Ok(_) if names.is_empty() => plan.blockers.push(Blocker::NothingToDo),
            Ok(snapshot) => plan.steps = steps(subject, extent, snapshot, names, known),
            Err(gone) => plan.blockers.push(gone),
        }
    })
}

fn steps(
    subject: &Subject<'_>,
    extent: CloneExtent,
    snapshot: Option<&Snapshot>,
    names: &[String],
    known: &KnownImages,
) -> Vec<PlannedStep> {
    let (usage, images) = (&subject.entry.usage, &subject.connection.images);
    let forecast = clones::clone(subject.machine, usage, images, extent, known);
    let common = against_all(subject, extent, snapshot);
    let cautions = cautions(subject, extent, snapshot);
    let mut taken = taken_names(subject.connection);
    let mut written = Bytes::ZERO;
    let mut steps = Vec::new();
    for name in names {
        let name = tidy_name(name);
        let mut step = subject.step(Step::Clone { name: name.clone(), extent }, name.clone());
        step.blockers.extend(common.iter().cloned());
        step.blockers.extend(check_machine_name(&name));
        if !name.is_empty() && !taken.insert(folded(&name)) {
            step.blockers.push(Blocker::NameTaken { name: name.clone() });
        }
        written += forecast.needs;
        step.blockers.extend(room(subject, &forecast, written).check());
        step.cautions.clone_from(&cautions);
        step.forecast = Some(forecast.clone());
        steps.push(step);
    }
    steps
}

/// What stands against any clone of this extent.
fn against_all(subject: &Subject<'_>, extent: CloneExtent, snapshot: Option<&Snapshot>) -> Vec<Blocker> {
    let mut found = Vec::new();
    let kind = if matches!(extent, CloneExtent::Linked(_)) { StepKind::CloneLinked } else { StepKind::CloneFull };
    // A snapshot's images are frozen: a running machine only reads them too.
    let busy = match snapshot {
        Some(_) => subject.state() == MachineState::Transient,
        None => subject.is_on() || subject.state() == MachineState::Transient,
    };
    if busy {
        found.push(subject.refuses(kind));
    }
    for hardware in read_settings(subject, extent, snapshot) {
        for blocker in subject.bad_images(hardware, false) {
            if !found.contains(&blocker) {
                found.push(blocker);
            }
        }
    }
    if let (CloneExtent::Linked(_), Some(snapshot)) = (extent, snapshot) {
        found.extend(subject.disks(&snapshot.hardware).iter().filter_map(Disk::too_long));
    }
    found
}

/// The settings whose disks the clone is made of.
fn read_settings<'a>(
    subject: &Subject<'a>,
    extent: CloneExtent,
    snapshot: Option<&'a Snapshot>,
) -> Vec<&'a HardwareSettings> {
    let current = &*subject.machine.current_state.hardware;
    match (extent, snapshot) {
        (CloneExtent::Everything, _) => {
            let of_tree = subject.machine.tree.iter().map(|(_, snapshot)| &*snapshot.hardware);
            of_tree.chain([current]).collect()
        }
        (_, Some(snapshot)) => vec![&snapshot.hardware],
        (_, None) => vec![current],
    }
}

fn cautions(subject: &Subject<'_>, extent: CloneExtent, snapshot: Option<&Snapshot>) -> Vec<Caution> {
    let mut found: Vec<Caution> = subject.state_caution().into_iter().collect();
    if let (CloneExtent::Linked(_), Some(snapshot)) = (extent, snapshot) {
        found.push(Caution::ClonesRestOn { snapshot: words::snapshot_name(&snapshot.name).to_owned() });
        let disks = subject.disks(&snapshot.hardware);
        let shared = disks.iter().filter(|disk| !disk.is_covered());
        found.extend(shared.map(|disk| Caution::SharesDisk { disk: disk.name(), mode: disk.mode }));
    } else if let Some(snapshot) = snapshot {
        found.extend(subject.uncovered_cautions(&snapshot.hardware));
    }
    let memory = match snapshot {
        Some(snapshot) => &snapshot.saved_state,
        None => &subject.machine.current_state.saved_state,
    };
    if memory.is_some() {
        found.push(Caution::CloneResumes);
    }
    found
}

fn check_machine_name(name: &str) -> Vec<Blocker> {
    let mut found = check_name(name);
    let is_long = |blocker: &Blocker| matches!(blocker, Blocker::TooLong { .. });
    if name.len() > LONGEST_MACHINE_NAME && !found.iter().any(is_long) {
        found.push(Blocker::TooLong { what: "name", length: name.len(), most: LONGEST_MACHINE_NAME });
    }
    found
}

fn room<'a>(subject: &Subject<'a>, forecast: &Forecast, written: Bytes) -> Room<'a> {
    let settings_file = &subject.machine.settings_file;
    let mut room = Room::new(subject.inventory, settings_file);
    // Clones lie beside their origin, as far as is known; copies of disks need a little room of their own.
    let margin = Bytes(forecast.copies.0 / 16);
    room.add(settings_file, written + margin);
    room
}

/// This name if no machine of the connection and no machine's folder has it, else with the first number from 2 on that
/// makes it free.
#[must_use]
pub fn unused_machine_name(inventory: &Inventory, connection: &ConnectionId, wanted: &str) -> String {
    let taken = inventory.connection(connection).map(|found| taken_names(found)).unwrap_or_default();
    let numbered = (2..).map(|number| format!("{wanted} {number}"));
    // One of as many numbers as there are names and one more is free.
    let mut names = std::iter::once(wanted.to_owned()).chain(numbered).take(taken.len() + 1);
    names.find(|name| !taken.contains(&folded(name))).unwrap_or_else(|| wanted.to_owned())
}

/// Names that machines and their folders have, as file systems compare them.
fn taken_names(connection: &ConnectionInventory) -> HashSet<String> {
    let mut taken = HashSet::new();
    for machine in &connection.machines {
        taken.insert(folded(machine.name()));
        let folder = machine.entry.settings_file.parent().and_then(|folder| folder.file_name());
        taken.extend(folder.map(|folder| folded(&folder.to_string_lossy())));
    }
    taken
}

/// Without what case and characters that no file name has could make different.
fn folded(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    lower.chars().map(|one| if "<>:\"/\\|?*".contains(one) { '_' } else { one }).collect()
}
