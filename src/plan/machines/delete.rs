//! Deleting snapshots of many machines: those that are marked, those of a name, those that a rule chose.

use std::collections::HashSet;
use std::sync::Arc;

use super::together::{LeftOut, MachinesPlan, WhyLeftOut, together};
use crate::model::{Inventory, MachineKey, SnapshotId};
use crate::plan::{Blocker, Intent, KnownImages, Plan, delete};

/// What was read of each machine's images.
pub type KnownOf<'a> = &'a dyn Fn(&MachineKey) -> Arc<KnownImages>;

/// Plans the deletion of marked snapshots of many machines. Those that cannot be deleted are left out, each with what stands
/// against it; the others are planned as if these were not marked.
#[must_use]
pub fn delete_each(
    inventory: &Inventory,
    marked: &[(MachineKey, Vec<SnapshotId>)],
    known: KnownOf<'_>,
) -> MachinesPlan {
    let mut left_out = Vec::new();
    let mut plans = Vec::new();
    for (key, marked) in marked {
        plans.extend(delete_what_can_be(inventory, key, marked, &known(key), &mut left_out));
    }
    MachinesPlan { plan: together(Intent::Delete, plans), left_out }
}

fn delete_what_can_be(
    inventory: &Inventory,
    key: &MachineKey,
    marked: &[SnapshotId],
    known: &KnownImages,
    left_out: &mut Vec<LeftOut>,
) -> Option<Plan> {
    let mut marked = marked.to_vec();
    // Leaving one out may leave less room for another: each round leaves out one at least.
    while !marked.is_empty() {
        let plan = delete(inventory, key, &marked, known);
        if !plan.blockers.is_empty() {
            left_out.push(LeftOut::machine(inventory, key, WhyLeftOut::Blocked(plan.blockers)));
            return None;
        }
        let blocked: Vec<(SnapshotId, &Vec<Blocker>)> = plan
            .steps
            .iter()
            .filter(|step| !step.blockers.is_empty())
            .filter_map(|step| Some((step.step.snapshot()?, &step.blockers)))
            .collect();
        if blocked.is_empty() {
            return Some(plan);
        }
        let machine = LeftOut::machine(inventory, key, WhyLeftOut::Blocked(Vec::new()));
        left_out.extend(blocked.iter().map(|(snapshot, blockers)| LeftOut {
            snapshot: Some(*snapshot),
            why: WhyLeftOut::Blocked((*blockers).clone()),
            ..machine.clone()
        }));
        let blocked: HashSet<SnapshotId> = blocked.into_iter().map(|(snapshot, _)| snapshot).collect();
        marked.retain(|snapshot| !blocked.contains(snapshot));
    }
    None
}

/// The snapshots of these machines whose name `fits`, by machine, to be given to [`delete_each`]; and the pinned ones among
/// them, which are left out. A machine that has none is left out too.
#[must_use]
pub fn named(
    inventory: &Inventory,
    machines: &[MachineKey],
    wanted: &str,
    fits: &dyn Fn(&str) -> bool,
    is_pinned: &dyn Fn(&MachineKey, SnapshotId) -> bool,
) -> (Vec<(MachineKey, Vec<SnapshotId>)>, Vec<LeftOut>) {
    let mut marked = Vec::new();
    let mut left_out = Vec::new();
    for key in machines {
        let machine = inventory.machine(key).and_then(|(_, machine)| machine.machine());
        let Some(machine) = machine else {
            left_out.push(LeftOut::machine(inventory, key, WhyLeftOut::Blocked(unread(inventory, key))));
            continue;
        };
        let found = machine.tree.iter().filter(|(_, snapshot)| fits(&snapshot.name)).map(|(_, snapshot)| snapshot.id);
        let (pinned, found): (Vec<SnapshotId>, Vec<SnapshotId>) = found.partition(|id| is_pinned(key, *id));
        if pinned.is_empty() && found.is_empty() {
            let why = WhyLeftOut::NoSnapshotNamed(wanted.to_owned());
            left_out.push(LeftOut::machine(inventory, key, why));
        }
        left_out.extend(pinned.into_iter().map(|snapshot| LeftOut {
            snapshot: Some(snapshot),
            ..LeftOut::machine(inventory, key, WhyLeftOut::Pinned)
        }));
        if !found.is_empty() {
            marked.push((key.clone(), found));
        }
    }
    (marked, left_out)
}

/// Why nothing is known of a machine's snapshots: as a plan for it says.
pub(super) fn unread(inventory: &Inventory, key: &MachineKey) -> Vec<Blocker> {
    delete(inventory, key, &[], &KnownImages::default()).blockers
}
