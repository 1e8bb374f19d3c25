//! Disks of the host that are nearly full.

use crate::health::view::Inspection;
use crate::health::{Evidence, Finding, Severity};
use crate::model::Bytes;

pub(in crate::health) fn check(inspection: &mut Inspection<'_>) {
    let thresholds = inspection.thresholds;
    for disk in &inspection.inventory.host_disks {
        let below = |bytes: Bytes, percent: u32| disk.free < bytes || is_below(disk.free, disk.size, percent);
        let severity = if below(thresholds.free_serious, thresholds.free_serious_percent) {
            Severity::Serious
        } else if below(thresholds.free_moderate, thresholds.free_moderate_percent) {
            Severity::Moderate
        } else {
            continue;
        };
        let evidence = Evidence::LowFreeSpace { free: disk.free, size: disk.size };
        inspection.findings.push(Finding::new(severity, evidence).at(&disk.path));
    }
}

fn is_below(free: Bytes, size: Bytes, percent: u32) -> bool {
    u128::from(free.0) * 100 < u128::from(size.0) * u128::from(percent)
}
