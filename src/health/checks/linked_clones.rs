//! Linked clones that rest on a snapshot.

use crate::health::view::{Inspection, MachineView, label, other_users};
use crate::health::{Evidence, Severity};

pub(in crate::health) fn check(inspection: &mut Inspection<'_>, view: MachineView<'_>) {
    let images = &view.connection.images;
    for (index, snapshot) in view.machine.tree.iter() {
        let mut clones = Vec::new();
        for (_, id) in snapshot.hardware.disks() {
            let Some(frozen) = images.image(id) else { continue };
            for child in &frozen.children {
                clones.extend(other_users(images.get(*child), view.machine.id));
            }
        }
        clones.sort_unstable();
        clones.dedup();
        for clone in clones.into_iter().filter_map(|clone| view.connection.machine(clone)) {
            let evidence = Evidence::LinkedClone { clone: label(clone) };
            inspection.findings.push(view.finding_about(Severity::Info, evidence, [index]));
        }
    }
}
