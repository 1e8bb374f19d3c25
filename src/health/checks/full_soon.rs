//! Disks of the host that will be full soon.

use crate::health::view::Inspection;
use crate::health::{Evidence, Finding, Severity};

pub(in crate::health) fn check(inspection: &mut Inspection<'_>) {
    let today = inspection.surroundings.now.date_naive();
    for outlook in &inspection.surroundings.outlooks {
        let days = outlook.full_by.signed_duration_since(today).num_days();
        let severity = if days < inspection.thresholds.full_serious_days {
            Severity::Serious
        } else if days < inspection.thresholds.full_moderate_days {
            Severity::Moderate
        } else {
            continue;
        };
        let evidence = Evidence::FullSoon { by: outlook.full_by, days, per_day: outlook.per_day, free: outlook.free };
        inspection.findings.push(Finding::new(severity, evidence).at(&outlook.path));
    }
}
