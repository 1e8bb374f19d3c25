//! From what a person types to machines and snapshots.

use crate::model::{Inventory, InventoryMachine, Machine, SnapshotId};
use crate::words::moment;

/// Why a command is not carried out. Nothing was changed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused {
    /// What the person is told.
    pub words: String,
    /// The exit code.
    pub code: u8,
}

impl Refused {
    /// What was typed does not name one thing, or does not fit together.
    pub fn usage(words: impl Into<String>) -> Self {
        Self { words: words.into(), code: super::WRONG_USAGE }
    }

    /// Something stands against it.
    pub fn blocked(words: impl Into<String>) -> Self {
        Self { words: words.into(), code: super::REFUSED }
    }
}

fn wrong<T>(words: impl Into<String>) -> Result<T, Refused> {
    Err(Refused::usage(words))
}

/// The machine with this id or name.
pub(super) fn machine<'a>(inventory: &'a Inventory, wanted: &str) -> Result<&'a InventoryMachine, Refused> {
    // VBoxManage takes an empty name for something that is there; here it is a slip of a script.
    if wanted.is_empty() {
        return wrong("An empty name names no machine.");
    }
    match machines(inventory, wanted).as_slice() {
        [one] => Ok(one),
        [] => wrong(format!("There is no machine “{wanted}”. `snapgrove list` names those there are.")),
        several => {
            let ids: Vec<String> = several.iter().map(|machine| machine.entry.id.to_string()).collect();
            wrong(format!(
                "There are {} machines “{wanted}”. Use the id of one:\n  {}",
                several.len(),
                ids.join("\n  ")
            ))
        }
    }
}

/// By id, or by name: all of that name.
fn machines<'a>(inventory: &'a Inventory, wanted: &str) -> Vec<&'a InventoryMachine> {
    let by_id = wanted.parse().ok();
    let machines = || inventory.machines().map(|(_, machine)| machine);
    let with_id: Vec<_> = machines().filter(|machine| Some(machine.entry.id) == by_id).collect();
    if with_id.is_empty() { machines().filter(|machine| machine.name() == wanted).collect() } else { with_id }
}

/// The snapshot with this id or name.
pub(super) fn snapshot(machine: &Machine, wanted: &str) -> Result<SnapshotId, Refused> {
    if wanted.is_empty() {
        return wrong("An empty name names no snapshot. Use its id.");
    }
    let by_id: Option<SnapshotId> = wanted.parse().ok();
    if let Some(id) = by_id.filter(|id| machine.tree.find(*id).is_some()) {
        return Ok(id);
    }
    let found: Vec<_> =
        machine.tree.iter().map(|(_, snapshot)| snapshot).filter(|snapshot| snapshot.name == wanted).collect();
    let name = &machine.name;
    match found.as_slice() {
        [one] => Ok(one.id),
        [] => {
            wrong(format!("“{name}” has no snapshot “{wanted}”. `snapgrove show` with its name lists those there are."))
        }
        several => {
            let line = |snapshot: &&crate::model::Snapshot| {
                let taken = snapshot.taken_at.map(|at| format!("  taken {}", moment(at))).unwrap_or_default();
                format!("\n  {}{taken}", snapshot.id)
            };
            let lines: String = several.iter().map(line).collect();
            wrong(format!("“{name}” has {} snapshots “{wanted}”. Use the id of one:{lines}", several.len()))
        }
    }
}

/// These snapshots, each once.
pub(super) fn snapshots(machine: &Machine, wanted: &[String]) -> Result<Vec<SnapshotId>, Refused> {
    let mut found = Vec::new();
    for one in wanted {
        let id = snapshot(machine, one)?;
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}
