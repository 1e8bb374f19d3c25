//! Copies of settings that would be needed after a damage, and cannot be read.

use super::stray_files::about;
use crate::health::view::Inspection;
use crate::health::{Evidence, Severity};

pub(in crate::health) fn check(inspection: &mut Inspection<'_>) {
    let Some(collected) = &inspection.surroundings.collected else { return };
    for copy in &collected.damaged_copies {
        // Where the settings themselves cannot be read either, this copy was the last hope.
        let is_read = inspection.inventory.machine(&copy.machine).is_some_and(|(_, listed)| listed.machine().is_some());
        let severity = if is_read { Severity::Moderate } else { Severity::Serious };
        let evidence = Evidence::UnreadableSettingsCopy { why: copy.why.clone() };
        let finding = about(inspection.inventory, Some(&copy.machine), severity, evidence);
        inspection.findings.push(finding.at(&copy.path));
    }
}
