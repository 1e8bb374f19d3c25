//! Long chains of images, and the distance to where the hypervisor ends.

use crate::health::view::{Inspection, MachineView};
use crate::health::{Evidence, Severity};

pub(in crate::health) fn check(inspection: &mut Inspection<'_>, view: MachineView<'_>) {
    let (images, levels) = (view.listed.usage.chain_length, view.machine.tree.max_depth());
    let longest = images.max(levels);
    let severity = if longest >= inspection.thresholds.chain_serious {
        Severity::Serious
    } else if longest >= inspection.thresholds.chain_moderate {
        Severity::Moderate
    } else {
        return;
    };
    let current_path = view.machine.tree.current_path();
    // The first is what everything else rests on.
    let snapshots = current_path.first().copied();
    inspection.findings.push(view.finding_about(severity, Evidence::DeepChain { images, levels }, snapshots));
}
