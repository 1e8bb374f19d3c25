//! Several machines at once: which they are, and one plan over those on which it can be carried out.

use std::sync::Arc;

use super::change_arguments::{Delete, Restore};
use super::changes::{self, Prepared};
use super::find::{self, Refused};
use super::several_arguments::Which;
use super::surroundings::Surroundings;
use crate::forecaster::read_now;
use crate::model::{Inventory, MachineKey, SnapshotId};
use crate::pins::{Pins, PinsFile};
use crate::plan::machines::{Goal, LeftOut, MachinesPlan, WhyLeftOut, delete_each, named, targets, together};
use crate::plan::{Blocker, Caution, Intent, Plan};
use crate::retention::{Pattern, Scope};

impl Which {
    /// Whether nothing is chosen.
    pub(super) fn is_empty(&self) -> bool {
        !self.all && self.group.is_empty() && self.machine.is_empty()
    }

    /// The machines that are chosen, each once, in the order of the inventory.
    pub(super) fn keys(&self, inventory: &Inventory) -> Result<Vec<MachineKey>, Refused> {
        let named: Result<Vec<MachineKey>, Refused> =
            self.machine.iter().map(|wanted| Ok(find::machine(inventory, wanted)?.entry.key())).collect();
        let named = named?;
        for group in &self.group {
            let scope = Scope::Groups(vec![group.clone()]);
            if !inventory.machines().any(|(_, entry)| is_in(&scope, entry)) {
                return Err(Refused::usage(format!("No machine that can be read is in the group “{group}”.")));
            }
        }
        let groups = Scope::Groups(self.group.clone());
        let chosen = inventory.machines().map(|(_, entry)| entry).filter(|entry| {
            self.all || named.contains(&entry.entry.key()) || (!self.group.is_empty() && is_in(&groups, entry))
        });
        Ok(chosen.map(|entry| entry.entry.key()).collect())
    }
}

/// A machine that cannot be read belongs to no group as far as anybody knows.
fn is_in(scope: &Scope, entry: &crate::model::InventoryMachine) -> bool {
    entry.machine().is_some_and(|machine| scope.includes(&entry.entry.key(), &machine.groups))
}

/// One plan of those of several machines. What stands against one stands against all, unless such machines are left out.
pub(super) fn gather(
    inventory: &Inventory,
    intent: Intent,
    plans: Vec<(MachineKey, Plan)>,
    mut left_out: Vec<LeftOut>,
    leave_out: bool,
) -> Prepared {
    let mut kept = Vec::new();
    for (key, plan) in plans {
        let mut blockers: Vec<Blocker> = plan.all_blockers().cloned().collect();
        blockers.dedup();
        if blockers.is_empty() || !leave_out {
            kept.push(plan);
        } else {
            left_out.push(left_out_machine(inventory, &key, WhyLeftOut::Blocked(blockers)));
        }
    }
    Prepared { left_out, stops: !leave_out, ..Prepared::new(together(intent, kept)) }
}

fn left_out_machine(inventory: &Inventory, key: &MachineKey, why: WhyLeftOut) -> LeftOut {
    let name = inventory.machine(key).map(|(_, machine)| machine.name().to_owned());
    let name = name.unwrap_or_else(|| key.machine.to_string());
    LeftOut { machine: key.clone(), name, snapshot: None, why }
}

/// Each machine goes back to its own snapshot; those that have none are told first.
pub(super) fn restore(inventory: &Inventory, around: &Surroundings, arguments: &Restore) -> Result<Prepared, Refused> {
    let goal = match (&arguments.snapshot_named, arguments.before) {
        (Some(name), _) if name.trim().is_empty() => {
            return Err(Refused::usage("An empty name names no snapshot."));
        }
        (Some(name), _) => Goal::Named(name.clone()),
        (None, Some(moment)) => {
            let at = moment.resolve(around.now).ok_or_else(|| Refused::usage("Clocks skip this moment."))?;
            Goal::NewestBefore(at)
        }
        (None, None) => return Err(Refused::usage("Which snapshot?")),
    };
    let keys = arguments.several.which.keys(inventory)?;
    let (found, missing) = targets(inventory, &keys, &goal);
    Ok(restore_each(inventory, around, &found, missing, arguments))
}

/// Each of these machines goes back to the snapshot beside it.
pub(super) fn restore_each(
    inventory: &Inventory,
    around: &Surroundings,
    wanted: &[(MachineKey, SnapshotId)],
    missing: Vec<LeftOut>,
    arguments: &Restore,
) -> Prepared {
    let plan = |(key, snapshot): &(MachineKey, SnapshotId)| {
        let keep = (arguments.keep_as.clone(), arguments.discard_current);
        (key.clone(), changes::restore_one(inventory, around, key, *snapshot, keep, arguments.start))
    };
    gather(inventory, Intent::Restore, wanted.iter().map(plan).collect(), missing, arguments.several.leave_out)
}

/// Every snapshot of a name on several machines. Those that are pinned stay unless it is said that they go too.
pub(super) fn delete(inventory: &Inventory, arguments: &Delete) -> Result<Prepared, Refused> {
    let keys = arguments.several.which.keys(inventory)?;
    let patterns: Vec<Pattern> = arguments.name_like.iter().map(|text| Pattern::new(text)).collect();
    let wanted = arguments.name_like.join("” or “");
    let pins = pins()?;
    let fits = |name: &str| patterns.iter().any(|pattern| pattern.fits(name));
    let is_pinned = |key: &MachineKey, id| pins.has(key, id) && !arguments.also_pinned;
    let (marked, told) = named(inventory, &keys, &wanted, &fits, &is_pinned);
    // That a machine has none, or keeps a pinned one, is what was asked for.
    let (stay, stop): (Vec<LeftOut>, Vec<LeftOut>) =
        told.into_iter().partition(|left| !matches!(left.why, WhyLeftOut::Blocked(_)));
    if marked.is_empty() && stop.is_empty() && !stay.iter().any(|left| left.why == WhyLeftOut::Pinned) {
        return Err(Refused::usage(format!("No snapshot is named like “{wanted}”.")));
    }
    let mut prepared = delete_marked(inventory, &marked, stop, arguments.several.leave_out, &pins);
    prepared.stays = stay.into_iter().filter(|left| left.why == WhyLeftOut::Pinned).collect();
    Ok(prepared)
}

/// Deletes marked snapshots of several machines, with exact forecasts.
pub(super) fn delete_marked(
    inventory: &Inventory,
    marked: &[(MachineKey, Vec<SnapshotId>)],
    mut left_out: Vec<LeftOut>,
    leave_out: bool,
    pins: &Pins,
) -> Prepared {
    let known = |key: &MachineKey| {
        let of_machine = marked.iter().find(|(machine, _)| machine == key);
        Arc::new(read_now(inventory, key, of_machine.map_or(&[], |(_, snapshots)| snapshots)))
    };
    let MachinesPlan { mut plan, left_out: blocked } = delete_each(inventory, marked, &known);
    left_out.extend(blocked);
    caution_pinned(&mut plan, pins);
    Prepared { left_out, stops: !leave_out, ..Prepared::new(plan).on_disks(inventory) }
}

/// The pins, without which nothing is deleted: one of them could be among it.
pub(super) fn pins() -> Result<Pins, Refused> {
    let pins = PinsFile::usual().load().map_err(|error| Refused::blocked(format!("{error}. Nothing was changed.")))?;
    match pins.damaged().first() {
        None => Ok(pins),
        Some(line) => Err(Refused::blocked(format!(
            "The file of pins has damaged lines, so that a pinned snapshot could be among those to delete: {line}. Mend or \
             remove the line. Nothing was changed."
        ))),
    }
}

/// Says of each pinned snapshot that it goes. Returns the names of these.
pub(super) fn caution_pinned(plan: &mut Plan, pins: &Pins) -> Vec<String> {
    let mut names = Vec::new();
    for step in &mut plan.steps {
        let crate::model::Step::Delete { snapshot } = step.step else { continue };
        if pins.has(&step.machine, snapshot) {
            names.push(step.subject.clone());
            step.cautions.push(Caution::Pinned { snapshot: step.subject.clone() });
        }
    }
    names
}
