//! Current states that would write into what a snapshot holds.
//!
//! VirtualBox 7.2.22 leaves it so where its client dies while a snapshot is taken (measured): the snapshot is in the tree,
//! and the current state has the same images plugged in as before.

use crate::health::view::{Inspection, MachineView};
use crate::health::{Evidence, Finding, Severity};
use crate::model::ImageMode;

pub(in crate::health) fn check(inspection: &mut Inspection<'_>, view: MachineView<'_>) {
    for (_, id) in view.machine.current_state.hardware.disks() {
        let images = &view.connection.images;
        let Some(top) = images.find(id) else { continue };
        let base = images.chain(top).last().unwrap_or(top);
        if images.get(base).record.mode != ImageMode::Normal {
            continue;
        }
        let has_it = |user: &&crate::model::ImageUse| user.machine == view.machine.id && user.snapshot.is_some();
        let snapshot = images.get(top).users.iter().find(has_it).and_then(|user| user.snapshot);
        let Some(index) = snapshot.and_then(|snapshot| view.machine.tree.find(snapshot)) else { continue };
        let finding = view.finding_about(Severity::Serious, Evidence::WritesIntoSnapshot, [index]);
        inspection.findings.push(Finding { image: Some(id), ..finding }.at(&images.get(top).record.path));
    }
}
