//! Machines that cannot be read.

use crate::health::view::{Inspection, label};
use crate::health::{Evidence, Finding, Severity};
use crate::model::{ConnectionInventory, InventoryMachine, ProblemKind};

pub(in crate::health) fn check(
    inspection: &mut Inspection<'_>,
    connection: &ConnectionInventory,
    listed: &InventoryMachine,
) {
    let Some(problem) = listed.problem() else { return };
    // An encrypted machine is as its owner wants it.
    let severity = if problem.kind == ProblemKind::Encrypted { Severity::Info } else { Severity::Serious };
    let evidence = Evidence::UnreadableMachine { why: problem.what.clone(), advice: problem.advice.clone() };
    inspection.findings.push(Finding {
        connection: Some(connection.connection.id.clone()),
        machine: Some(label(listed)),
        path: Some(listed.entry.settings_file.clone()),
        ..Finding::new(severity, evidence)
    });
}
