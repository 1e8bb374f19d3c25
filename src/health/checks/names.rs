//! Names of snapshots that tell too little.

use crate::health::view::{Inspection, MachineView};
use crate::health::{Evidence, Severity};
use crate::model::SnapshotIndex;

pub(in crate::health) fn check(inspection: &mut Inspection<'_>, view: MachineView<'_>) {
    let mut by_name: Vec<(&str, SnapshotIndex)> = Vec::with_capacity(view.machine.tree.len());
    let (mut empty, mut default, mut unconventional) = (Vec::new(), Vec::new(), Vec::new());
    for (index, snapshot) in view.machine.tree.iter() {
        let name = snapshot.name.as_str();
        if name.trim().is_empty() {
            empty.push(index);
            continue;
        }
        by_name.push((name, index));
        if (inspection.names.is_default)(name) {
            default.push(index);
        } else if let Some(convention) = &inspection.names.convention
            && !(convention.is_followed_by)(name)
        {
            unconventional.push(index);
        }
    }
    let convention = inspection.names.convention.as_ref().map(|convention| convention.template.clone());
    let mut tell = |severity, evidence, snapshots: Vec<SnapshotIndex>| {
        if !snapshots.is_empty() {
            inspection.findings.push(view.finding_about(severity, evidence, snapshots));
        }
    };
    by_name.sort_unstable();
    for alike in by_name.chunk_by(|one, two| one.0 == two.0).filter(|alike| alike.len() > 1) {
        let Some((name, _)) = alike.first() else { continue };
        let snapshots = alike.iter().map(|(_, index)| *index).collect();
        tell(Severity::Moderate, Evidence::DuplicateName { name: (*name).to_owned() }, snapshots);
    }
    tell(Severity::Moderate, Evidence::EmptyName, empty);
    tell(Severity::Info, Evidence::DefaultName, default);
    let convention = convention.unwrap_or_default();
    tell(Severity::Info, Evidence::UnconventionalName { convention }, unconventional);
}
