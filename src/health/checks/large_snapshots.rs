//! Snapshots that take much space.

use crate::health::view::{Inspection, MachineView};
use crate::health::{Evidence, Severity};

pub(in crate::health) fn check(inspection: &mut Inspection<'_>, view: MachineView<'_>) {
    let of = view.listed.usage.total();
    for (index, _) in view.machine.tree.iter() {
        let size = view.listed.usage.snapshot(index);
        // The first snapshot of all froze the base image, which no deletion gives back.
        if size < inspection.thresholds.large_snapshot || freezes_base(view, index) {
            continue;
        }
        let evidence = Evidence::LargeSnapshot { size, of };
        inspection.findings.push(view.finding_about(Severity::Moderate, evidence, [index]));
    }
}

fn freezes_base(view: MachineView<'_>, index: crate::model::SnapshotIndex) -> bool {
    let images = &view.connection.images;
    let snapshot = view.machine.tree.get(index);
    let is_base = |id| images.image(id).is_some_and(|image| image.parent.is_none());
    view.machine.tree.parent(index).is_none() && snapshot.hardware.disks().any(|(_, id)| is_base(id))
}
