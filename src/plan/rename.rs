//! Renaming several snapshots by a template.

use std::collections::HashSet;

use super::SnapshotChange;
use crate::model::{Inventory, MachineKey, SnapshotId};
use crate::naming::{Context, Field, Template};

/// New names for these snapshots, in the order given (mostly that of the tree), which `{n}` counts in.
///
/// Dates and times are those at which each was taken. Where `context` names no purpose, each keeps its own: what stands
/// in that place of its present name, or the whole of it. Numbers count up past those of snapshots that are not renamed, all with as
/// many digits as the last one has. Snapshots whose name stays, and those that are gone, are left out.
#[must_use]
pub fn rename_plan(
    inventory: &Inventory,
    machine: &MachineKey,
    snapshots: &[SnapshotId],
    template: &Template,
    context: &Context,
) -> Vec<SnapshotChange> {
    let Some(read) = inventory.machine(machine).and_then(|(_, entry)| entry.machine()) else { return Vec::new() };
    let renamed: HashSet<SnapshotId> = snapshots.iter().copied().collect();
    let others = read.tree.iter().filter(|(_, snapshot)| !renamed.contains(&snapshot.id));
    let others: HashSet<&str> = others.map(|(_, snapshot)| snapshot.name.as_str()).collect();
    let mut number = 1;
    let digits = template.digits(&others, renamed.len());
    let mut changes = Vec::new();
    let mut done = HashSet::new();
    for id in snapshots.iter().filter(|id| done.insert(**id)) {
        let Some(index) = read.tree.find(*id) else { continue };
        let snapshot = read.tree.get(index);
        let mut own = context.clone();
        own.at = snapshot.taken_at.unwrap_or(context.at);
        read.name.as_ref().clone_into(&mut own.machine);
        if own.purpose.trim().is_empty() {
            let present = template.captured(&snapshot.name, Field::Purpose);
            own.purpose = present.unwrap_or_else(|| snapshot.name.clone());
        }
        let name = template.expand_counting(&own, &others, &mut number, digits);
        if name != snapshot.name {
            changes.push(SnapshotChange { snapshot: *id, name: Some(name), description: None });
        }
    }
    changes
}
