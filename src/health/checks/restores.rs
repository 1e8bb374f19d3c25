//! Machines that are restored again and again.

use chrono::TimeDelta;

use super::stray_files::about;
use crate::health::view::Inspection;
use crate::health::{Evidence, Severity};

pub(in crate::health) fn check(inspection: &mut Inspection<'_>) {
    let (hours, many) = (inspection.thresholds.many_restores_hours, inspection.thresholds.many_restores);
    let since = inspection.surroundings.now - TimeDelta::hours(i64::from(hours));
    let mut recent: Vec<_> = inspection.surroundings.restores.iter().filter(|(_, at)| *at > since).collect();
    recent.sort_unstable();
    for run in recent.chunk_by(|one, two| one.0 == two.0) {
        let Some((machine, _)) = run.first() else { continue };
        if run.len() >= many.max(1) && inspection.inventory.machine(machine).is_some() {
            let evidence = Evidence::ManyRestores { count: run.len(), hours };
            inspection.findings.push(about(inspection.inventory, Some(machine), Severity::Info, evidence));
        }
    }
}
