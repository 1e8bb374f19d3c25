//! Current states that have gone far from their snapshot.

use crate::health::view::{Inspection, MachineView, days_since};
use crate::health::{Evidence, Severity};

pub(in crate::health) fn check(inspection: &mut Inspection<'_>, view: MachineView<'_>) {
    let tree = &view.machine.tree;
    let Some(current) = tree.current() else { return };
    let written = view.listed.usage.current;
    let days = tree.get(current).taken_at.map(|taken_at| days_since(taken_at, inspection.surroundings.now));
    let much = written >= inspection.thresholds.far_written;
    let long = days.is_some_and(|days| days >= inspection.thresholds.far_days) && view.machine.current_state.modified;
    let severity = match (much, long) {
        (true, true) => Severity::Moderate,
        (true, false) | (false, true) => Severity::Info,
        (false, false) => return,
    };
    let evidence = Evidence::FarFromSnapshot { written, days };
    inspection.findings.push(view.finding_about(severity, evidence, [current]));
}
