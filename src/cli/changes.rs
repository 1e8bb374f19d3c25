//! From arguments to plans.

use super::change_arguments::{ByTemplate, Clean, Clone, Delete, Edit, Manner, Marked, Restore, Take};
use super::clean::Decided;
use super::find::{self, Refused};
use super::surroundings::Surroundings;
use crate::forecaster::forecast_now;
use crate::model::{
    CloneExtent, Difference, Inventory, InventoryMachine, Machine, MachineKey, SnapshotId, SnapshotTree,
};
use crate::naming::{Context, Template, Zone};
use crate::plan::{self, Caution, Plan, RestoreOptions, SnapshotChange, sets};
use crate::words::{moment, snapshot_name};

/// A change that was asked for.
pub(super) enum Change<'a> {
    Take(&'a Take),
    Restore(&'a Restore),
    Delete(&'a Delete),
    Edit(&'a Edit),
    Clone(&'a Clone),
    Clean(&'a Clean),
}

/// A plan with what is told beside it.
pub(super) struct Prepared {
    pub plan: Plan,
    /// Settings of the machine that change with it.
    pub settings: Vec<Difference>,
    /// What a rule decided about each snapshot.
    pub decided: Vec<Decided>,
}

impl Change<'_> {
    pub(super) fn manner(&self) -> &Manner {
        match self {
            Self::Take(take) => &take.manner,
            Self::Restore(restore) => &restore.manner,
            Self::Delete(delete) => &delete.manner,
            Self::Edit(edit) => &edit.manner,
            Self::Clone(clone) => &clone.manner,
            Self::Clean(clean) => &clean.manner,
        }
    }

    /// The plan for it.
    pub(super) fn prepare(&self, inventory: &Inventory, around: &Surroundings) -> Result<Prepared, Refused> {
        let plan = match self {
            Self::Take(arguments) => take(inventory, around, arguments)?,
            Self::Restore(arguments) => return restore(inventory, around, arguments),
            Self::Delete(arguments) => forecast(inventory, &arguments.marked)?,
            Self::Edit(arguments) => edit(inventory, around, arguments)?,
            Self::Clone(arguments) => clone(inventory, around, arguments)?,
            Self::Clean(arguments) => return super::clean::prepare(inventory, around, arguments),
        };
        Ok(Prepared { plan, settings: Vec::new(), decided: Vec::new() })
    }
}

/// The machine with its key and, if it could be read, what is in it.
fn found<'a>(
    inventory: &'a Inventory,
    wanted: &str,
) -> Result<(MachineKey, &'a InventoryMachine, Option<&'a Machine>), Refused> {
    let entry = find::machine(inventory, wanted)?;
    Ok((entry.entry.key(), entry, entry.machine().map(|machine| &**machine)))
}

/// A machine that snapshots are looked for in. One that was not read has none, and its plan says why.
fn tree_of<'a>(inventory: &'a Inventory, wanted: &str) -> Result<(MachineKey, &'a Machine), Refused> {
    let (key, entry, machine) = found(inventory, wanted)?;
    let unread = || {
        let why = entry.problem().map_or_else(|| "its turn has not come".to_owned(), ToString::to_string);
        Refused::blocked(format!("“{}” has not been read: {why}", entry.name()))
    };
    machine.map(|machine| (key, machine)).ok_or_else(unread)
}

fn context(by_template: &ByTemplate, around: &Surroundings, machine: &str) -> Context {
    Context {
        purpose: by_template.purpose.clone(),
        at: around.now,
        zone: Zone::Local,
        machine: machine.to_owned(),
        user: around.user.clone(),
    }
}

fn names_in(tree: &SnapshotTree) -> impl Iterator<Item = &str> {
    tree.iter().map(|(_, snapshot)| snapshot.name.as_str())
}

fn take(inventory: &Inventory, around: &Surroundings, arguments: &Take) -> Result<Plan, Refused> {
    let convention = around.settings.convention();
    let template = arguments.by_template.template.as_ref().or(convention.as_ref());
    let mut keys = Vec::new();
    let mut plans = Vec::new();
    for wanted in &arguments.machines {
        let (key, entry, machine) = found(inventory, wanted)?;
        if keys.contains(&key) {
            continue;
        }
        let name = match (&arguments.name, template) {
            (Some(name), _) => name.clone(),
            (None, Some(template)) => {
                let taken = machine.into_iter().flat_map(|machine| names_in(&machine.tree));
                template.expand(&context(&arguments.by_template, around, entry.name()), taken)
            }
            (None, None) => {
                return Err(Refused::usage("A snapshot needs a name: use --name or --template."));
            }
        };
        // Whoever names a template for once does not break the convention by a slip.
        let measure = convention.as_ref().filter(|_| arguments.by_template.template.is_none());
        plans.push(plan::take(inventory, &key, &name, &arguments.description, measure));
        keys.push(key);
    }
    Plan::together(plans).ok_or_else(|| Refused::usage("Which machine?"))
}

fn restore(inventory: &Inventory, around: &Surroundings, arguments: &Restore) -> Result<Prepared, Refused> {
    let (key, machine) = tree_of(inventory, &arguments.machine)?;
    let snapshot = find::snapshot(machine, &arguments.snapshot)?;
    let plan_with = |keep_current_as| {
        plan::restore(inventory, &key, snapshot, &RestoreOptions { keep_current_as, start_again: arguments.start })
    };
    let mut plan = plan_with(arguments.keep_as.clone());
    let loses = |caution: &&Caution| matches!(caution, Caution::LosesCurrentState { .. } | Caution::DropsSavedState);
    if arguments.keep_as.is_none() && !arguments.discard_current && plan.all_cautions().iter().any(loses) {
        plan = plan_with(Some(kept_name(machine, snapshot, around)));
    }
    Ok(Prepared { plan, settings: plan::settings_changes(inventory, &key, snapshot), decided: Vec::new() })
}

/// How the snapshot of the current state is called if nobody says so.
fn kept_name(machine: &Machine, snapshot: SnapshotId, around: &Surroundings) -> String {
    let name = machine.tree.find(snapshot).map_or("", |index| machine.tree.get(index).name.as_str());
    let plain = super::text::plain(snapshot_name(name));
    let short: String = plain.chars().take(LONGEST_QUOTED).collect();
    let dots = if short.len() < plain.len() { "…" } else { "" };
    format!("Before going back to “{short}{dots}”, {}", moment(around.now))
}

/// Of a name that is part of another one, so many characters at most.
const LONGEST_QUOTED: usize = 80;

/// The plan of a deletion with its exact forecast.
pub(super) fn forecast(inventory: &Inventory, arguments: &Marked) -> Result<Plan, Refused> {
    let (key, machine) = tree_of(inventory, &arguments.machine)?;
    let mut marked = find::snapshots(machine, &arguments.snapshots)?;
    if arguments.branch {
        let tops = std::mem::take(&mut marked);
        for id in tops.into_iter().flat_map(|top| sets::branch(&machine.tree, top)) {
            if !marked.contains(&id) {
                marked.push(id);
            }
        }
    }
    Ok(forecast_now(inventory, &key, &marked).plan)
}

fn edit(inventory: &Inventory, around: &Surroundings, arguments: &Edit) -> Result<Plan, Refused> {
    let (key, machine) = tree_of(inventory, &arguments.machine)?;
    let snapshots = find::snapshots(machine, &arguments.snapshots)?;
    if arguments.name.is_some() && snapshots.len() > 1 {
        return Err(Refused::usage("--name is for one snapshot. Use --template for several."));
    }
    let template = arguments.by_template.template.as_ref();
    if arguments.name.is_none() && arguments.description.is_none() && template.is_none() {
        return Err(Refused::usage("Nothing is to be changed: use --name, --template or --description."));
    }
    let renamed = template.map_or_else(Vec::new, |template| {
        let context = context(&arguments.by_template, around, &machine.name);
        plan::rename_plan(inventory, &key, &snapshots, template, &context)
    });
    let change = |id: &SnapshotId| {
        let by_template = renamed.iter().find(|change| change.snapshot == *id);
        SnapshotChange {
            snapshot: *id,
            name: arguments.name.clone().or_else(|| by_template.and_then(|change| change.name.clone())),
            description: arguments.description.clone(),
        }
    };
    let changes: Vec<SnapshotChange> = snapshots.iter().map(change).collect();
    let convention = around.settings.convention().filter(|_| template.is_none());
    Ok(plan::edit(inventory, &key, &changes, convention.as_ref()))
}

fn clone(inventory: &Inventory, around: &Surroundings, arguments: &Clone) -> Result<Plan, Refused> {
    let (key, machine) = tree_of(inventory, &arguments.machine)?;
    let extent = match &arguments.snapshot {
        Some(wanted) => {
            let snapshot = find::snapshot(machine, wanted)?;
            if arguments.linked { CloneExtent::Linked(snapshot) } else { CloneExtent::Snapshot(snapshot) }
        }
        None if arguments.everything => CloneExtent::Everything,
        None => CloneExtent::CurrentState,
    };
    let names = match &arguments.by_template.template {
        Some(template) => clone_names(inventory, around, arguments, (&key, &machine.name), template)?,
        None => arguments.name.clone(),
    };
    if names.is_empty() {
        return Err(Refused::usage("A clone needs a name: use --name or --template."));
    }
    Ok(plan::clone_machine(inventory, &key, extent, &names))
}

/// Names of new machines, past those that are there.
fn clone_names(
    inventory: &Inventory,
    around: &Surroundings,
    arguments: &Clone,
    (key, machine): (&MachineKey, &str),
    template: &Template,
) -> Result<Vec<String>, Refused> {
    if arguments.count > 1 && !template.has(crate::naming::Field::Number) {
        return Err(Refused::usage(format!("{} machines need a template with {{n}} in it.", arguments.count)));
    }
    let connection = inventory.connection(&key.connection);
    let mut taken: Vec<String> =
        connection.iter().flat_map(|place| &place.machines).map(|machine| machine.name().to_owned()).collect();
    let context = context(&arguments.by_template, around, machine);
    let mut names = Vec::new();
    for _ in 0..arguments.count {
        let name = template.expand(&context, taken.iter().map(String::as_str));
        taken.push(name.clone());
        names.push(name);
    }
    Ok(names)
}
