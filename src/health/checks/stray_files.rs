//! Files in machines' folders that nothing names, and why they sometimes cannot be told.

use std::collections::HashSet;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::health::evidence::Unfinished;
use crate::health::named::{Unknown, named_paths, unknown};
use crate::health::surroundings::{Collected, UnnamedFile, UnnamedKind};
use crate::health::view::{Inspection, label};
use crate::health::{Evidence, Finding, Severity};
use crate::model::{Inventory, MachineKey};

pub(in crate::health) fn check(inspection: &mut Inspection<'_>) {
    let inventory = inspection.inventory;
    let collected = inspection.surroundings.collected.clone();
    let blind = tell_blind_spots(inspection, collected.as_deref());
    let Some(collected) = collected.filter(|collected| !collected.unnamed.is_empty() && !blind) else { return };
    // The inventory may be newer than what was collected.
    let named: HashSet<&Path> = named_paths(inventory).collect();
    let settled = settled_before(inspection);
    for file in collected.unnamed.iter().filter(|file| !named.contains(&*file.path) && file.modified <= settled) {
        inspection.findings.push(finding(inventory, file));
    }
}

/// The moment before which a file must have been written last: a younger one may be in the making.
pub(in crate::health) fn settled_before(inspection: &Inspection<'_>) -> SystemTime {
    let minutes = u64::try_from(inspection.thresholds.settled_minutes).unwrap_or(0);
    let now = SystemTime::from(inspection.surroundings.now);
    now.checked_sub(Duration::from_secs(minutes * 60)).unwrap_or(SystemTime::UNIX_EPOCH)
}

/// Says what cannot be read, so that nobody takes silence for tidiness. Returns whether nothing can be told at all.
fn tell_blind_spots(inspection: &mut Inspection<'_>, collected: Option<&Collected>) -> bool {
    let mut blind = false;
    for unknown in unknown(inspection.inventory) {
        blind = true;
        let (connection, listed) = match unknown {
            Unknown::Registry(connection, _) => (connection, None),
            // One that is only waiting will be told when it is its turn.
            Unknown::Machine(_, listed) if listed.problem().is_none() => continue,
            Unknown::Machine(connection, listed) => (connection, Some(listed)),
        };
        let evidence = Evidence::UnusedFilesUnknown { why: unknown.why().into() };
        inspection.findings.push(Finding {
            connection: Some(connection.connection.id.clone()),
            machine: listed.map(label),
            ..Finding::new(Severity::Info, evidence)
        });
    }
    for spot in collected.into_iter().flat_map(|collected| &collected.blind_spots) {
        let evidence = Evidence::UnusedFilesUnknown { why: spot.why.clone() };
        let finding = about(inspection.inventory, spot.machine.as_ref(), Severity::Info, evidence);
        inspection.findings.push(finding.at(&spot.path));
    }
    blind
}

fn finding(inventory: &Inventory, file: &UnnamedFile) -> Finding {
    let size = file.occupied;
    let (severity, evidence) = match &file.kind {
        UnnamedKind::Image => (Severity::Moderate, Evidence::UnregisteredImage { size }),
        // Mostly somebody's backup.
        UnnamedKind::CopyOfImage(of) => (Severity::Info, Evidence::CopiedImage { size, of: of.clone() }),
        UnnamedKind::BrokenImage(why) => {
            (Severity::Moderate, Evidence::UnfinishedWork(Unfinished::PartialImage { size, why: why.clone() }))
        }
        UnnamedKind::SavedState => (Severity::Moderate, Evidence::StraySavedState { size }),
        UnnamedKind::FirmwareFile => (Severity::Info, Evidence::StrayFirmwareFile { size }),
    };
    let finding = about(inventory, file.machine.as_ref(), severity, evidence).at(&file.path);
    Finding { connection: Some(file.connection.clone()), ..finding }
}

/// A finding about a machine, where it is known.
pub(in crate::health) fn about(
    inventory: &Inventory,
    machine: Option<&MachineKey>,
    severity: Severity,
    evidence: Evidence,
) -> Finding {
    let found = machine.and_then(|key| inventory.machine(key));
    Finding {
        connection: machine.map(|key| key.connection.clone()),
        machine: found.map(|(_, listed)| label(listed)),
        ..Finding::new(severity, evidence)
    }
}
