//! Snapshots of many machines get names by one template.

use super::delete::unread;
use super::together::{LeftOut, MachinesPlan, WhyLeftOut};
use crate::model::{Inventory, MachineKey, SnapshotId};
use crate::naming::{Context, Template};
use crate::plan::{Intent, Plan, edit, rename_plan};

/// Plans to rename those snapshots of these machines whose name `fits`, each machine counting for itself as
/// [`rename_plan`] does. A machine that has none is left out, as is one in which something stands against it. Snapshots
/// whose name stays are no step.
#[must_use]
pub fn rename_each(
    inventory: &Inventory,
    machines: &[MachineKey],
    wanted: &str,
    fits: &dyn Fn(&str) -> bool,
    template: &Template,
    context: &Context,
) -> MachinesPlan {
    let mut left_out = Vec::new();
    let mut plans: Vec<(MachineKey, Plan)> = Vec::new();
    for key in machines {
        let machine = inventory.machine(key).and_then(|(_, machine)| machine.machine());
        let Some(machine) = machine else {
            left_out.push(LeftOut::machine(inventory, key, WhyLeftOut::Blocked(unread(inventory, key))));
            continue;
        };
        let tree = &machine.tree;
        let order = tree.pre_order().map(|index| tree.get(index));
        let found: Vec<SnapshotId> =
            order.filter(|snapshot| fits(&snapshot.name)).map(|snapshot| snapshot.id).collect();
        if found.is_empty() {
            left_out.push(LeftOut::machine(inventory, key, WhyLeftOut::NoSnapshotNamed(wanted.to_owned())));
            continue;
        }
        let changes = rename_plan(inventory, key, &found, template, context);
        if !changes.is_empty() {
            plans.push((key.clone(), edit(inventory, key, &changes, None)));
        }
    }
    MachinesPlan::all_or_nothing(inventory, Intent::Edit, left_out, plans)
}
