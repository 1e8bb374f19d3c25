//! Many machines go back, each to its own snapshot.

use chrono::{DateTime, Utc};

use super::delete::unread;
use super::take::Naming;
use super::together::{LeftOut, MachinesPlan, WhyLeftOut};
use crate::model::{Inventory, Machine, MachineKey, Snapshot, SnapshotId};
use crate::plan::{Intent, RestoreOptions, restore};

/// Which of its snapshots each machine goes back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// The one of this name, upper and lower case being the same; the newest, if there are several.
    Named(String),
    /// The newest that was taken before this moment, or at it.
    NewestBefore(DateTime<Utc>),
}

impl Goal {
    fn find(&self, machine: &Machine) -> Option<SnapshotId> {
        let fits = |snapshot: &Snapshot| match self {
            Self::Named(name) => snapshot.name.trim().to_lowercase() == name.trim().to_lowercase(),
            Self::NewestBefore(moment) => snapshot.taken_at.is_some_and(|at| at <= *moment),
        };
        let tree = &machine.tree;
        let found = tree.iter().filter(|(_, snapshot)| fits(snapshot));
        let newest = found.max_by_key(|(index, snapshot)| (snapshot.taken_at, tree.depth(*index), snapshot.id));
        newest.map(|(_, snapshot)| snapshot.id)
    }

    fn missing(&self) -> WhyLeftOut {
        match self {
            Self::Named(name) => WhyLeftOut::NoSnapshotNamed(name.clone()),
            Self::NewestBefore(moment) => WhyLeftOut::NoSnapshotBefore(*moment),
        }
    }
}

/// The snapshot that each machine goes back to, and the machines that have none.
#[must_use]
pub fn targets(
    inventory: &Inventory,
    machines: &[MachineKey],
    goal: &Goal,
) -> (Vec<(MachineKey, SnapshotId)>, Vec<LeftOut>) {
    let mut found = Vec::new();
    let mut left_out = Vec::new();
    for key in machines {
        let machine = inventory.machine(key).and_then(|(_, machine)| machine.machine());
        match machine.map(|machine| goal.find(machine)) {
            Some(Some(snapshot)) => found.push((key.clone(), snapshot)),
            Some(None) => left_out.push(LeftOut::machine(inventory, key, goal.missing())),
            None => left_out.push(LeftOut::machine(inventory, key, WhyLeftOut::Blocked(unread(inventory, key)))),
        }
    }
    (found, left_out)
}

/// Plans that each machine goes back to its snapshot. Machines in which something stands against it are left out as a whole.
///
/// `keep_current` names the snapshot of the current state that is taken first; `None` loses current states. `missing` are
/// those without a snapshot to go back to, as [`targets`] says: they are told first.
#[must_use]
pub fn restore_each(
    inventory: &Inventory,
    targets: &[(MachineKey, SnapshotId)],
    missing: Vec<LeftOut>,
    keep_current: Option<Naming<'_>>,
    start_again: bool,
) -> MachinesPlan {
    let plans = targets.iter().map(|(key, snapshot)| {
        let keep_current_as = keep_current.map(|naming| naming.name(inventory, key));
        let options = RestoreOptions { keep_current_as, start_again };
        (key.clone(), restore(inventory, key, *snapshot, &options))
    });
    MachinesPlan::all_or_nothing(inventory, Intent::Restore, missing, plans)
}
