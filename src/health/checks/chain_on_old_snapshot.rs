//! Machines that rest on one old snapshot with all they have.

use crate::health::view::{Inspection, MachineView, days_since};
use crate::health::{Evidence, Severity};

pub(in crate::health) fn check(inspection: &mut Inspection<'_>, view: MachineView<'_>) {
    let tree = &view.machine.tree;
    let Some(root) = tree.current().and_then(|current| tree.ancestors(current).last()) else { return };
    let Some(taken_at) = tree.get(root).taken_at else { return };
    let days = days_since(taken_at, inspection.surroundings.now);
    let above = u32::try_from(tree.len() - 1).unwrap_or(u32::MAX);
    // A single old snapshot is told as an old snapshot.
    if days < inspection.thresholds.old_root_days || above == 0 {
        return;
    }
    let evidence = Evidence::ChainOnOldSnapshot { taken_at, days, above };
    inspection.findings.push(view.finding_about(Severity::Moderate, evidence, [root]));
}
