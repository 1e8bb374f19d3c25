//! Findings of an inspection: what is wrong, what takes the space, what can go.
//!
//! ```text
//! inspect                          all checks over an inventory: pure, quick, without a look at any disk
//! checks/                          one file a check
//! collector                        what checks need beside the inventory, read in the background
//! Finding                          what was seen, as data; what, why, advice and remedy are made of it late
//! Thresholds, Silence              what the person chose
//! report                           all of it as JSON, CSV or HTML
//! news                             what is new since the last inspection, for a notification
//! removal                          unused files into the system's trash
//! ```

mod advice;
mod checks;
mod collector;
mod evidence;
mod file_systems;
mod finding;
mod kind;
mod named;
pub mod news;
mod remedy;
pub mod removal;
pub mod report;
mod saved_state;
mod silence;
mod surroundings;
mod thresholds;
mod view;
mod what;

pub use collector::{Bounds, Collection, ReadSettings, SettingsReader, collect, collect_in_background};
pub use evidence::{Evidence, MachineLabel, ProgramVersion, Uncovered, Unfinished};
pub use file_systems::{DiskFacts, disk_of};
pub use finding::{Finding, FindingId, SnapshotLabel};
pub use kind::{FindingKind, Severity};
pub use remedy::Remedy;
pub use silence::{Silence, Silenced, Sorted, sort};
pub use surroundings::{
    BlindSpot, Collected, DamagedCopy, DiskOutlook, InterruptedStep, Leftover, LeftoverKind, Surroundings, UnnamedFile,
    UnnamedKind,
};
pub use thresholds::Thresholds;

use crate::model::Inventory;
pub use crate::platform::FileSystemKind;
use view::{Inspection, MachineView};

/// Images on one chain at which VirtualBox ends (`SETTINGS_MEDIUM_DEPTH_MAX`).
pub const MOST_IMAGES: u32 = 300;
/// Levels of snapshots at which VirtualBox ends (`SETTINGS_SNAPSHOT_DEPTH_MAX`).
pub const MOST_LEVELS: u32 = 250;

/// How names of snapshots are judged.
pub struct NameRules<'a> {
    /// Whether a program gave this name, and not a person.
    pub is_default: &'a dyn Fn(&str) -> bool,
    /// The person's convention, if there is one.
    pub convention: Option<NameConvention<'a>>,
}

/// A convention for names.
pub struct NameConvention<'a> {
    /// Its template, as the person wrote it.
    pub template: String,
    /// Whether a name follows it.
    pub is_followed_by: &'a dyn Fn(&str) -> bool,
}

/// Carries all checks out. The gravest findings come first, then by machine.
#[must_use]
pub fn inspect(
    inventory: &Inventory,
    surroundings: &Surroundings,
    thresholds: &Thresholds,
    names: &NameRules<'_>,
) -> Vec<Finding> {
    let mut inspection = Inspection { inventory, surroundings, thresholds, names, findings: Vec::new() };
    checks::free_space::check(&mut inspection);
    checks::full_soon::check(&mut inspection);
    checks::leftovers::check(&mut inspection);
    checks::settings_copies::check(&mut inspection);
    checks::restores::check(&mut inspection);
    checks::stray_files::check(&mut inspection);
    let versions = checks::saved_states::present_versions(&inspection);
    for connection in &inventory.connections {
        let used = view::used_images(connection);
        checks::image_problems::check(&mut inspection, connection, &used);
        checks::unused_images::check(&mut inspection, connection, &used);
        for listed in &connection.machines {
            checks::unreadable_machines::check(&mut inspection, connection, listed);
            if let Some(machine) = listed.machine() {
                let view = MachineView { connection, listed, machine };
                inspect_machine(&mut inspection, view);
                checks::saved_states::outdated(&mut inspection, view, &versions);
            }
        }
    }
    in_order(inspection.findings)
}

fn inspect_machine(inspection: &mut Inspection<'_>, view: MachineView<'_>) {
    checks::deep_chain::check(inspection, view);
    checks::large_snapshots::check(inspection, view);
    checks::old_snapshots::check(inspection, view);
    checks::chain_on_old_snapshot::check(inspection, view);
    checks::current_state::check(inspection, view);
    checks::room_to_delete::check(inspection, view);
    checks::uncovered_disks::check(inspection, view);
    checks::shared_with_snapshot::check(inspection, view);
    checks::names::check(inspection, view);
    checks::unstable_snapshots::check(inspection, view);
    checks::saved_states::missing(inspection, view);
    checks::linked_clones::check(inspection, view);
    checks::copy_on_write::check(inspection, view);
}

fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_cached_key(|finding| {
        let machine = finding.machine.as_ref().map(|machine| (machine.name.to_lowercase(), machine.key.clone()));
        (std::cmp::Reverse(finding.severity), machine, finding.kind())
    });
    findings
}
