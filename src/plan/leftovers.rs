//! Taking off what the current state has no use for: a saved memory, and images that nothing uses.

use super::check::{Room, Subject, file_name};
use super::forecast::Forecast;
use super::{Blocker, Caution, Intent, Plan};
use crate::model::{
    ConnectionId, ConnectionInventory, Image, ImageId, Inventory, MachineKey, MachineReading, MachineState, Step,
    StepKind,
};
use crate::text;

/// Plans to throw the saved memory of the current state away, so that the machine is powered off.
#[must_use]
pub fn discard_saved_state(inventory: &Inventory, machine: &MachineKey) -> Plan {
    Subject::plan(inventory, machine, Intent::DiscardSavedState, |subject, plan| {
        let mut step = subject.step(Step::DiscardSavedState, subject.name());
        let is_saved = matches!(subject.state(), MachineState::Saved | MachineState::AbortedSaved);
        if !is_saved && subject.machine.current_state.saved_state.is_none() {
            step.blockers.push(Blocker::NothingToDo);
        } else if !is_saved {
            step.blockers.push(subject.refuses(StepKind::DiscardSavedState));
        }
        step.blockers.extend(Room::new(subject.inventory, &subject.machine.settings_file).check());
        step.cautions.extend(subject.state_caution());
        step.cautions.push(Caution::DropsSavedState);
        plan.steps.push(step);
    })
}

/// Plans to take an image that nothing uses out of the registry. Its file stays where it is.
#[must_use]
pub fn detach_image(inventory: &Inventory, connection: &ConnectionId, image: ImageId) -> Plan {
    let gone = |what: String| Plan { blockers: vec![Blocker::Gone { what }], ..Plan::empty(Intent::DetachImage) };
    let Some(place) = inventory.connection(connection) else { return gone(text!("plan-gone-connection").to_owned()) };
    let Some(found) = place.images.image(image) else { return gone(text!("plan-gone-image", id = image)) };
    let Some(key) = keeper(place, found) else { return gone(text!("plan-gone-keeper").to_owned()) };
    Subject::plan(inventory, &key, Intent::DetachImage, |subject, plan| {
        let name = file_name(&found.record.path);
        let mut step = subject.step(Step::DetachImage { image }, name.clone());
        if subject.state() == MachineState::Transient {
            step.blockers.push(subject.refuses(StepKind::DetachImage));
        }
        if !found.users.is_empty() || !found.children.is_empty() {
            step.blockers.push(Blocker::ImageInUse { image: found.record.path.clone() });
        }
        let unread = place.machines.iter().find(|machine| !matches!(machine.reading, MachineReading::Read(_)));
        if let Some(machine) = unread {
            let machine = machine.name().to_owned();
            step.blockers.push(Blocker::UnreadableMachine { subject: name, machine });
        }
        step.blockers.extend(Room::new(inventory, &subject.machine.settings_file).check());
        step.forecast = Some(Forecast::NOTHING);
        plan.steps.push(step);
    })
}

/// The machine whose settings file lists the image; for one of the common registry any machine, because a step needs
/// one.
fn keeper(connection: &ConnectionInventory, image: &Image) -> Option<MachineKey> {
    let listed_by = image.record.listed_by.and_then(|id| connection.machine(id));
    let any = || connection.machines.iter().find(|machine| machine.machine().is_some());
    listed_by.or_else(any).map(|machine| machine.entry.key())
}
