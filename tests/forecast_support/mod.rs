//! Foretells what deletions do, and looks afterwards what they did.
#![allow(dead_code, clippy::allow_attributes, reason = "every test uses its own part of this")]
#![expect(clippy::expect_used, clippy::panic, reason = "the helpers of a test fail as the test does")]

#[cfg(target_os = "linux")]
pub mod scenario;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use snapgrove::hypervisor::{Hypervisor, Scan};
use snapgrove::model::{Inventory, MachineKey, SnapshotId, Step};
use snapgrove::plan::Plan;

/// Everything there is to know at this moment.
pub fn inventory(hypervisor: Arc<dyn Hypervisor>) -> Arc<Inventory> {
    let mut scan = Scan::new(vec![hypervisor]);
    scan.list();
    scan.read_waiting(&mut |_| {});
    scan.measure_files();
    scan.read_headers();
    scan.inventory()
}

/// The key of the machine with this name.
pub fn key(inventory: &Inventory, name: &str) -> MachineKey {
    let (_, found) =
        inventory.machines().find(|(_, machine)| machine.name() == name).unwrap_or_else(|| panic!("a machine {name}"));
    found.entry.key()
}

/// The id of the snapshot with this name.
pub fn snapshot(inventory: &Inventory, machine: &MachineKey, name: &str) -> SnapshotId {
    let (_, found) = inventory.machine(machine).expect("the machine is there");
    let tree = &found.machine().expect("it was read").tree;
    tree.iter().find(|(_, snapshot)| snapshot.name == name).unwrap_or_else(|| panic!("a snapshot {name}")).1.id
}

/// The snapshots that a plan deletes although nothing stands against them, in order.
pub fn doable(plan: &Plan) -> Vec<SnapshotId> {
    let clear = plan.steps.iter().filter(|step| step.blockers.is_empty());
    clear
        .filter_map(|step| match step.step {
            Step::Delete { snapshot } => Some(snapshot),
            _ => None,
        })
        .collect()
}

/// Length of every image file below a folder.
pub fn images_below(folder: &Path) -> BTreeMap<PathBuf, u64> {
    let mut found = BTreeMap::new();
    visit(folder, &mut |path, length, _| {
        let is_image = path.extension().is_some_and(|end| ["vdi", "vmdk", "vhd"].iter().any(|one| end == *one));
        if is_image {
            found.insert(path.to_owned(), length);
        }
    });
    found
}

/// Space that all files below a folder take on the host but those that the hypervisor keeps for itself (settings, logs,
/// locks), and those in a folder `elsewhere`.
pub fn occupied_below(folder: &Path) -> u64 {
    let mut sum = 0;
    visit(folder, &mut |path, _, occupied| {
        let own = [
            "vbox",
            "vbox-prev",
            "vbox-new",
            "vbox-tmp",
            "xml",
            "xml-prev",
            "xml-new",
            "log",
            "lock",
            "tmp",
            "journal",
        ];
        if !path.extension().is_some_and(|end| own.iter().any(|one| end == *one)) {
            sum += occupied;
        }
    });
    sum
}

#[cfg(unix)]
fn visit(folder: &Path, found: &mut dyn FnMut(&Path, u64, u64)) {
    use std::os::unix::fs::MetadataExt as _;
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_dir() {
            visit(&entry.path(), found);
        } else {
            found(&entry.path(), metadata.len(), metadata.blocks() * 512);
        }
    }
}

#[cfg(not(unix))]
fn visit(folder: &Path, found: &mut dyn FnMut(&Path, u64, u64)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_dir() {
            visit(&entry.path(), found);
        } else {
            found(&entry.path(), metadata.len(), metadata.len());
        }
    }
}
