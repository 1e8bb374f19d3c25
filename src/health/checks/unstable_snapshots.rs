//! Snapshots of machines that had been cut off.

use crate::health::view::{Inspection, MachineView};
use crate::health::{Evidence, Severity};
use crate::model::MachineState;

pub(in crate::health) fn check(inspection: &mut Inspection<'_>, view: MachineView<'_>) {
    let tree = &view.machine.tree;
    let mut unstable = Vec::new();
    // Running marks the current state as modified. So an aborted machine that is not modified was aborted already when
    // its current snapshot was taken (seen on VirtualBox 7.2). Restoring and starting wipe the trace.
    let aborted = matches!(view.machine.recorded_state, MachineState::Aborted | MachineState::AbortedSaved);
    if aborted && !view.machine.current_state.modified {
        unstable.extend(tree.current());
    }
    let remembered = &inspection.surroundings.taken_unstable;
    if !remembered.is_empty() {
        let key = view.key();
        let of_this = remembered.iter().filter(|(machine, _)| *machine == key);
        unstable.extend(of_this.filter_map(|(_, snapshot)| tree.find(*snapshot)));
    }
    unstable.sort_unstable();
    unstable.dedup();
    for index in unstable {
        inspection.findings.push(view.finding_about(Severity::Moderate, Evidence::UnstableSnapshot, [index]));
    }
}
