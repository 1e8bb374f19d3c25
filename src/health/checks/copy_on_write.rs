//! Difference images on file systems that copy on write as well.

use crate::health::view::{Inspection, MachineView};
use crate::health::{Evidence, Severity};

pub(in crate::health) fn check(inspection: &mut Inspection<'_>, view: MachineView<'_>) {
    // Without snapshots nothing is kept twice.
    if view.machine.tree.is_empty() {
        return;
    }
    let surroundings = inspection.surroundings;
    let Some(disk) = surroundings.collected.as_ref().and_then(|known| known.disk(&view.machine.snapshot_folder)) else {
        return;
    };
    if disk.kind.copies_on_write() && !disk.writes_in_place {
        let evidence = Evidence::CostsTwice { file_system: disk.kind };
        inspection.findings.push(view.finding(Severity::Info, evidence).at(&view.machine.snapshot_folder));
    }
}
