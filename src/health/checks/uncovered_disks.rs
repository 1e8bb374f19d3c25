//! Disks that snapshots do not protect.

use crate::health::evidence::Uncovered;
use crate::health::view::{Inspection, MachineView};
use crate::health::{Evidence, Finding, Severity};

pub(in crate::health) fn check(inspection: &mut Inspection<'_>, view: MachineView<'_>) {
    let collected = inspection.surroundings.collected.clone();
    let has_snapshots = !view.machine.tree.is_empty();
    for (_, id) in view.machine.current_state.hardware.disks() {
        let Some(top) = view.connection.images.find(id) else { continue };
        let base = view.connection.images.chain(top).last().unwrap_or(top);
        let image = view.connection.images.get(base);
        let is_device = collected.as_ref().is_some_and(|collected| {
            !collected.host_devices.is_empty()
                && collected.host_devices.contains(&(view.connection.connection.id.clone(), image.record.id))
        });
        let mode = image.record.mode;
        let uncovered = if !mode.covered_by_snapshots() {
            Uncovered::Mode(mode)
        } else if is_device {
            Uncovered::HostDevice
        } else {
            continue;
        };
        // Without snapshots there is nothing that could be taken for a protection.
        let severity = if has_snapshots { Severity::Moderate } else { Severity::Info };
        let finding = view.finding(severity, Evidence::UncoveredDisk { uncovered, has_snapshots });
        inspection.findings.push(Finding { image: Some(image.record.id), ..finding }.at(&image.record.path));
    }
}
