//! The JSON format for programs. Fields may be added, never renamed.

use std::io::{self, Write};

use chrono::SecondsFormat;
use serde::Serialize;

use super::state_key;
use crate::model::{
    ConnectionInventory, HardwareSettings, ImageForest, Inventory, InventoryMachine, Machine, SnapshotIndex,
};

/// Version of the format.
pub(super) const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct ListJson {
    schema: u32,
    machines: Vec<MachineJson>,
    problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct ShowJson {
    schema: u32,
    machine: MachineJson,
    images: Vec<ImageJson>,
}

#[derive(Serialize)]
struct MachineJson {
    connection: String,
    id: String,
    name: String,
    state: &'static str,
    problem: Option<String>,
    settings_file: String,
    description: String,
    groups: Vec<String>,
    current_snapshot: Option<String>,
    current_state_modified: bool,
    current_images: Vec<String>,
    chain_length: u32,
    occupied_bytes: u64,
    snapshots: Vec<SnapshotJson>,
}

#[derive(Serialize)]
struct SnapshotJson {
    id: String,
    name: String,
    description: String,
    parent: Option<String>,
    taken_at: Option<String>,
    online: bool,
    depth: u32,
    images: Vec<String>,
    occupied_bytes: u64,
}

#[derive(Serialize)]
struct ImageJson {
    id: String,
    parent: Option<String>,
    path: String,
    format: String,
    mode: String,
    occupied_bytes: u64,
    problem: Option<String>,
}

#[derive(Serialize)]
struct ProblemJson {
    connection: String,
    what: String,
}

/// Prints all machines.
pub fn list(inventory: &Inventory, out: &mut dyn Write) -> io::Result<()> {
    let machines = inventory.machines().map(|(_, machine)| machine_json(machine)).collect();
    let problems = inventory.connections.iter().flat_map(|connection| {
        connection.problems.iter().map(|problem| ProblemJson {
            connection: connection.connection.id.to_string(),
            what: problem.what.to_string(),
        })
    });
    print(&ListJson { schema: SCHEMA, machines, problems: problems.collect() }, out)
}

/// Prints one machine with its images.
pub fn show(inventory: &Inventory, machine: &InventoryMachine, out: &mut dyn Write) -> io::Result<()> {
    let connection = inventory.connection(&machine.entry.connection);
    let images = connection.zip(machine.machine()).map(|(connection, read)| images_json(connection, read));
    print(&ShowJson { schema: SCHEMA, machine: machine_json(machine), images: images.unwrap_or_default() }, out)
}

pub(super) fn print(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)?;
    out.flush()
}

fn machine_json(entry: &InventoryMachine) -> MachineJson {
    let machine = entry.machine();
    let snapshots =
        machine.map(|machine| machine.tree.iter().map(|(index, _)| snapshot_json(machine, index, entry)).collect());
    let current =
        machine.and_then(|machine| machine.tree.current().map(|index| machine.tree.get(index).id.to_string()));
    let path = machine.map_or(&entry.entry.settings_file, |machine| &machine.settings_file);
    MachineJson {
        connection: entry.entry.connection.to_string(),
        id: entry.entry.id.to_string(),
        name: entry.name().to_owned(),
        state: state_key(entry),
        problem: entry.problem().map(|problem| problem.what.to_string()),
        settings_file: path.display().to_string(),
        description: machine.map(|machine| machine.description.clone()).unwrap_or_default(),
        groups: machine.map(|machine| machine.groups.iter().map(ToString::to_string).collect()).unwrap_or_default(),
        current_snapshot: current,
        current_state_modified: machine.is_some_and(|machine| machine.current_state.modified),
        current_images: machine.map(|machine| disk_ids(&machine.current_state.hardware)).unwrap_or_default(),
        chain_length: entry.usage.chain_length,
        occupied_bytes: entry.usage.total().0,
        snapshots: snapshots.unwrap_or_default(),
    }
}

fn snapshot_json(machine: &Machine, index: SnapshotIndex, entry: &InventoryMachine) -> SnapshotJson {
    let snapshot = machine.tree.get(index);
    SnapshotJson {
        id: snapshot.id.to_string(),
        name: snapshot.name.clone(),
        description: snapshot.description.clone(),
        parent: machine.tree.parent(index).map(|parent| machine.tree.get(parent).id.to_string()),
        taken_at: snapshot.taken_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        online: snapshot.online,
        depth: machine.tree.depth(index),
        images: disk_ids(&snapshot.hardware),
        occupied_bytes: entry.usage.snapshot(index).0,
    }
}

fn disk_ids(hardware: &HardwareSettings) -> Vec<String> {
    hardware.disks().map(|(_, image)| image.to_string()).collect()
}

/// Every image in the machine's chains and registry, each once, base images first.
fn images_json(connection: &ConnectionInventory, machine: &Machine) -> Vec<ImageJson> {
    let forest: &ImageForest = &connection.images;
    let of_tree = machine.tree.iter().flat_map(|(_, snapshot)| snapshot.hardware.disks());
    let attached = of_tree.chain(machine.current_state.hardware.disks()).map(|(_, image)| image);
    let listed = machine.images.iter().map(|record| record.id);
    let mut seen = std::collections::BTreeMap::new();
    for index in attached.chain(listed).filter_map(|id| forest.find(id)) {
        for ancestor in forest.chain(index) {
            seen.entry(ancestor).or_insert_with(|| forest.chain(ancestor).count());
        }
    }
    let mut order: Vec<_> = seen.into_iter().collect();
    order.sort_by_key(|(index, depth)| (*depth, *index));
    order.into_iter().map(|(index, _)| image_json(forest.get(index))).collect()
}

fn image_json(image: &crate::model::Image) -> ImageJson {
    ImageJson {
        id: image.record.id.to_string(),
        parent: image.record.parent.map(|parent| parent.to_string()),
        path: image.record.path.display().to_string(),
        format: image.record.format.to_string(),
        mode: image.record.mode.to_string(),
        occupied_bytes: image.occupied().0,
        problem: image.problem().map(|problem| problem.to_string()),
    }
}
