//! What interrupted work left: settings that were being written, and steps without an end.

use super::stray_files::{about, settled_before};
use crate::health::evidence::Unfinished;
use crate::health::surroundings::LeftoverKind;
use crate::health::view::Inspection;
use crate::health::{Evidence, Severity};

pub(in crate::health) fn check(inspection: &mut Inspection<'_>) {
    let surroundings = inspection.surroundings;
    for step in &surroundings.interrupted {
        let unfinished = Unfinished::Step { what: step.what.clone(), since: step.since };
        let evidence = Evidence::UnfinishedWork(unfinished);
        inspection.findings.push(about(inspection.inventory, Some(&step.machine), Severity::Serious, evidence));
    }
    let settled = settled_before(inspection);
    let leftovers = surroundings.collected.iter().flat_map(|collected| &collected.leftovers);
    for leftover in leftovers.filter(|leftover| leftover.modified <= settled) {
        let (severity, unfinished) = match leftover.kind {
            LeftoverKind::HalfWrittenSettings => (Severity::Moderate, Unfinished::HalfWrittenSettings),
            LeftoverKind::SettingsGone => (Severity::Serious, Unfinished::SettingsGone),
        };
        let evidence = Evidence::UnfinishedWork(unfinished);
        let mut finding = about(inspection.inventory, leftover.machine.as_ref(), severity, evidence);
        finding.connection = Some(leftover.connection.clone());
        inspection.findings.push(finding.at(&leftover.path));
    }
}
