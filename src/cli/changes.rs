//! From arguments to plans.

use super::change_arguments::{ByTemplate, Clone, Delete, Edit, Manner, Marked, Restore, Take};
use super::clean::Decided;
use super::clean_arguments::Clean;
use super::find::{self, Refused};
use super::sets::{self, DeleteSet, RestoreSet};
use super::several;
use super::surroundings::Surroundings;
use crate::forecaster::{forecast_now, read_copied_now};
use crate::jobs::{StepResult, Summary};
use crate::model::{
    CloneExtent, Difference, Inventory, InventoryMachine, Machine, MachineKey, SnapshotId, SnapshotTree,
};
use crate::naming::{Context, Template, Zone};
use crate::pins::{SnapshotKey, SnapshotSetsFile};
use crate::plan::machines::{DiskForecast, LeftOut, by_host_disk};
use crate::plan::{self, Caution, Intent, Plan, RestoreOptions, SnapshotChange};
use crate::words::{moment, snapshot_name};

/// A change that was asked for.
pub(super) enum Change<'a> {
    Take(&'a Take),
    Restore(&'a Restore),
    Delete(&'a Delete),
    Edit(&'a Edit),
    Clone(&'a Clone),
    Clean(&'a Clean),
    RestoreSet(&'a RestoreSet),
    DeleteSet(&'a DeleteSet),
}

/// A plan with what is told beside it.
pub(super) struct Prepared {
    pub plan: Plan,
    /// Settings of the machine that change with it.
    pub settings: Vec<Difference>,
    /// What a rule decided.
    pub decided: Option<Decided>,
    /// Machines and snapshots that it cannot be done to.
    pub left_out: Vec<LeftOut>,
    /// Whether these stand against all of it.
    pub stops: bool,
    /// Snapshots that stay because they are pinned.
    pub stays: Vec<LeftOut>,
    /// What it does to the host's disks, where that is told.
    pub disks: Vec<DiskForecast>,
}

impl Prepared {
    /// A plan of which there is no more to tell.
    pub fn new(plan: Plan) -> Self {
        let (settings, left_out, stays, disks) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { plan, settings, decided: None, left_out, stops: false, stays, disks }
    }

    /// With what it does to the host's disks.
    pub fn on_disks(mut self, inventory: &Inventory) -> Self {
        self.disks = by_host_disk(inventory, &self.plan);
        self
    }

    /// Whether it has nothing to do because there is nothing that it should do.
    pub fn is_idle(&self) -> bool {
        let refused = !self.left_out.is_empty() || self.plan.all_blockers().next().is_some();
        let asked = self.decided.is_some() || !self.stays.is_empty();
        asked && self.plan.steps.is_empty() && !refused
    }

    /// Whether it can be carried out.
    pub fn is_clear(&self) -> bool {
        self.plan.is_clear() && (self.left_out.is_empty() || !self.stops)
    }
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
            Self::RestoreSet(set) => &set.manner,
            Self::DeleteSet(set) => &set.manner,
        }
    }

    /// Gives the set that was just taken the name that the person wants.
    pub(super) fn name_set(&self, summary: &Summary, around: &Surroundings, err: &mut dyn std::io::Write) {
        let Self::Take(Take { set: Some(name), .. }) = self else { return };
        let taken = summary.steps.iter().filter_map(|step| match step.result {
            StepResult::Done { made: Some(made), .. } => Some(SnapshotKey::new(&step.machine, SnapshotId(made))),
            _ => None,
        });
        let taken: Vec<SnapshotKey> = taken.collect();
        let folder = around.jobs.folder.as_deref();
        let file = folder.map_or_else(SnapshotSetsFile::usual, SnapshotSetsFile::in_folder);
        let renamed = file.update(|sets| {
            let set = sets.iter().find(|set| !taken.is_empty() && set.members == taken).map(|set| set.id);
            if let Some(id) = set {
                sets.rename(id, name);
            }
        });
        if let Err(error) = renamed {
            // The snapshots are there, and so may be the set: this is no failure of the change.
            writeln!(err, "The set has not got its name: {error}.").ok();
        }
    }

    /// The plan for it.
    pub(super) fn prepare(&self, inventory: &Inventory, around: &Surroundings) -> Result<Prepared, Refused> {
        match self {
            Self::Take(arguments) => take(inventory, around, arguments),
            Self::Restore(arguments) => restore(inventory, around, arguments),
            Self::Delete(arguments) => delete(inventory, arguments),
            Self::Edit(arguments) => edit(inventory, around, arguments).map(Prepared::new),
            Self::Clone(arguments) => clone(inventory, around, arguments).map(Prepared::new),
            Self::Clean(arguments) => super::clean::prepare(inventory, around, arguments),
            Self::RestoreSet(arguments) => sets::restore(inventory, around, arguments),
            Self::DeleteSet(arguments) => sets::delete(inventory, arguments),
        }
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
pub(super) fn tree_of<'a>(inventory: &'a Inventory, wanted: &str) -> Result<(MachineKey, &'a Machine), Refused> {
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

fn take(inventory: &Inventory, around: &Surroundings, arguments: &Take) -> Result<Prepared, Refused> {
    let convention = around.settings.convention();
    let template = arguments.by_template.template.as_ref().or(convention.as_ref());
    let mut keys = Vec::new();
    for wanted in &arguments.machines {
        let (key, ..) = found(inventory, wanted)?;
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let chosen = arguments.several.which.keys(inventory)?;
    keys.extend(chosen.into_iter().filter(|key| !keys.contains(key)).collect::<Vec<_>>());
    if keys.is_empty() {
        return Err(Refused::usage("There is no machine to take a snapshot of."));
    }
    let mut plans = Vec::new();
    for key in keys {
        let entry = inventory.machine(&key).map(|(_, entry)| entry);
        let name = match (&arguments.name, template) {
            (Some(name), _) => name.clone(),
            (None, Some(template)) => {
                let machine = entry.and_then(InventoryMachine::machine);
                let taken = machine.into_iter().flat_map(|machine| names_in(&machine.tree));
                let machine_name = entry.map_or("", InventoryMachine::name);
                template.expand(&context(&arguments.by_template, around, machine_name), taken)
            }
            (None, None) => {
                return Err(Refused::usage("A snapshot needs a name: use --name or --template."));
            }
        };
        // Whoever names a template for once does not break the convention by a slip.
        let measure = convention.as_ref().filter(|_| arguments.by_template.template.is_none());
        let plan = plan::take(inventory, &key, &name, &arguments.description, measure);
        plans.push((key, plan));
    }
    Ok(several::gather(inventory, Intent::Take, plans, Vec::new(), arguments.several.leave_out))
}

fn restore(inventory: &Inventory, around: &Surroundings, arguments: &Restore) -> Result<Prepared, Refused> {
    let (Some(machine), Some(snapshot)) = (&arguments.one, &arguments.snapshot) else {
        return several::restore(inventory, around, arguments);
    };
    if !arguments.several.which.is_empty() {
        return Err(Refused::usage("For several machines, say the snapshot with --snapshot-named or --before."));
    }
    let (key, machine) = tree_of(inventory, machine)?;
    let snapshot = find::snapshot(machine, snapshot)?;
    let keep = (arguments.keep_as.clone(), arguments.discard_current);
    let plan = restore_one(inventory, around, &key, snapshot, keep, arguments.start);
    Ok(Prepared { settings: plan::settings_changes(inventory, &key, snapshot), ..Prepared::new(plan) })
}

/// One machine goes back. What would be lost is kept in a snapshot first, unless it is to be discarded.
pub(super) fn restore_one(
    inventory: &Inventory,
    around: &Surroundings,
    key: &MachineKey,
    snapshot: SnapshotId,
    (keep_as, discard_current): (Option<String>, bool),
    start: bool,
) -> Plan {
    let plan_with = |keep_current_as| {
        let options = RestoreOptions { keep_current_as, start_again: start };
        plan::restore(inventory, key, snapshot, &options)
    };
    let by_default = keep_as.is_none() && !discard_current;
    let plan = plan_with(keep_as);
    let loses = |caution: &&Caution| matches!(caution, Caution::LosesCurrentState { .. } | Caution::DropsSavedState);
    let machine = inventory.machine(key).and_then(|(_, entry)| entry.machine());
    match machine.filter(|_| by_default && plan.all_cautions().iter().any(loses)) {
        Some(machine) => plan_with(Some(kept_name(machine, snapshot, around))),
        None => plan,
    }
}

fn delete(inventory: &Inventory, arguments: &Delete) -> Result<Prepared, Refused> {
    let Some(machine) = &arguments.one else { return several::delete(inventory, arguments) };
    if !arguments.several.which.is_empty() {
        return Err(Refused::usage("For several machines, say the snapshots with --name-like."));
    }
    let pins = several::pins()?;
    let marked = Marked { machine: machine.clone(), snapshots: arguments.snapshots.clone(), branch: arguments.branch };
    let mut plan = forecast(inventory, &marked)?;
    check_pinned(&several::caution_pinned(&mut plan, &pins), arguments.also_pinned)?;
    Ok(Prepared::new(plan))
}

/// Refuses if pinned snapshots are among what is to be deleted, and it was not said that they are meant.
pub(super) fn check_pinned(pinned: &[String], also_pinned: bool) -> Result<(), Refused> {
    if pinned.is_empty() || also_pinned {
        return Ok(());
    }
    let names: Vec<String> =
        pinned.iter().map(|name| format!("“{}”", super::text::plain(snapshot_name(name)))).collect();
    let words = format!("Pinned: {}. Use --also-pinned if you mean these too. Nothing was changed.", names.join(", "));
    Err(Refused::blocked(words))
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
        let tree = &machine.tree;
        for index in tops.into_iter().filter_map(|top| tree.find(top)).flat_map(|top| tree.branch(top)) {
            let id = tree.get(index).id;
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
    let known = read_copied_now(inventory, &key, extent);
    Ok(plan::clone_machine(inventory, &key, extent, &names, &known))
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
