//! Snapshots that were taken long ago.

use crate::health::view::{Inspection, MachineView, days_since};
use crate::health::{Evidence, Severity};

pub(in crate::health) fn check(inspection: &mut Inspection<'_>, view: MachineView<'_>) {
    let now = inspection.surroundings.now;
    let mut old: Vec<_> = view
        .machine
        .tree
        .iter()
        .filter_map(|(index, snapshot)| Some((snapshot.taken_at?, index)))
        .filter(|(taken_at, _)| days_since(*taken_at, now) >= inspection.thresholds.old_snapshot_days)
        .collect();
    old.sort_unstable();
    let Some((oldest, _)) = old.first().copied() else { return };
    let evidence = Evidence::OldSnapshot { oldest, days: days_since(oldest, now) };
    let snapshots = old.into_iter().map(|(_, index)| index);
    inspection.findings.push(view.finding_about(Severity::Info, evidence, snapshots));
}
