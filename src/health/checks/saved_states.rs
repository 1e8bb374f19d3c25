//! Saved memories that are missing, or older than the hypervisor.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::health::view::{Inspection, MachineView};
use crate::health::{Evidence, ProgramVersion, Severity};
use crate::model::{ConnectionId, Inventory, SnapshotIndex};

pub(in crate::health) fn missing(inspection: &mut Inspection<'_>, view: MachineView<'_>) {
    for index in &view.listed.usage.lost_memory {
        let finding = view.finding_about(Severity::Serious, Evidence::MissingSavedState, [*index]);
        let path = view.machine.tree.get(*index).saved_state.clone();
        inspection.findings.push(path.map_or(finding.clone(), |path| finding.at(&path)));
    }
}

/// The versions that saved states must go by, of each connection: the installed one, or the newest that left a trace,
/// since a program of that version was there.
pub(in crate::health) fn present_versions(inspection: &Inspection<'_>) -> HashMap<ConnectionId, ProgramVersion> {
    let mut present = inspection.surroundings.versions.clone();
    let Some(collected) = &inspection.surroundings.collected else { return present };
    if collected.saved_by.is_empty() {
        return present;
    }
    for (connection, path) in saved_states(inspection.inventory) {
        if inspection.surroundings.versions.contains_key(connection) {
            continue;
        }
        if let Some(version) = collected.saved_by.get(path) {
            let newest = present.entry(connection.clone()).or_insert(*version);
            *newest = (*newest).max(*version);
        }
    }
    present
}

fn saved_states(inventory: &Inventory) -> impl Iterator<Item = (&ConnectionId, &Arc<Path>)> {
    let read = inventory.machines().filter_map(|(connection, listed)| Some((connection, listed.machine()?)));
    read.flat_map(|(connection, machine)| {
        let of_snapshots = machine.tree.iter().filter_map(|(_, snapshot)| snapshot.saved_state.as_ref());
        let paths = of_snapshots.chain(&machine.current_state.saved_state);
        paths.map(move |path| (&connection.connection.id, path))
    })
}

pub(in crate::health) fn outdated(
    inspection: &mut Inspection<'_>,
    view: MachineView<'_>,
    present: &HashMap<ConnectionId, ProgramVersion>,
) {
    let surroundings = inspection.surroundings;
    let Some(collected) = &surroundings.collected else { return };
    let Some(present) = present.get(&view.connection.connection.id).copied() else { return };
    let mut by_file: HashMap<&Arc<Path>, Vec<SnapshotIndex>> = HashMap::new();
    let mut order = Vec::new();
    let of_snapshots =
        view.machine.tree.iter().filter_map(|(index, snapshot)| Some((snapshot.saved_state.as_ref()?, Some(index))));
    let of_current = view.machine.current_state.saved_state.iter().map(|path| (path, None));
    for (path, index) in of_snapshots.chain(of_current) {
        let users = by_file.entry(path).or_insert_with(|| {
            order.push(path);
            Vec::new()
        });
        users.extend(index);
    }
    for path in order {
        let Some(written_by) = collected.saved_by.get(path).copied() else { continue };
        if written_by.is_left_behind_by(present) {
            let snapshots = by_file.remove(path).unwrap_or_default();
            let evidence = Evidence::OldSavedState { written_by, present };
            inspection.findings.push(view.finding_about(Severity::Moderate, evidence, snapshots).at(path));
        }
    }
}
