//! What stands against a step at the moment at which it would begin, whatever the plan had seen.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::error::JobError;
use super::look::Look;
use crate::hypervisor::host;
use crate::image;
use crate::model::{
    Bytes, CloneExtent, FileStatus, HardwareSettings, HostDisk, Image, ImageFormat, ImageId, ImageIndex, ImageMode,
    MachineId, MachineState, SnapshotId, Step,
};
use crate::plan::{Blocker, Caution, PlannedStep, holds_data};

/// Least space that is left free on every file system that is written to, in bytes: on a full disk VirtualBox cuts
/// its settings files off.
const MARGIN: u64 = 64_000_000;

/// Checks everything that can be seen now.
///
/// # Errors
/// [`JobError::Blocked`] with all that stands against it.
pub fn check(look: &Look, planned: &PlannedStep, states: &HashMap<MachineId, MachineState>) -> Result<(), JobError> {
    let mut blockers: Vec<Blocker> = state(look, planned, states).into_iter().collect();
    blockers.extend(images(look, &planned.step));
    match &planned.step {
        Step::Delete { snapshot } => blockers.extend(others_on(look, *snapshot, &planned.subject)),
        Step::DetachImage { image } => blockers.extend(used(look, *image)),
        Step::Clone { name, .. } => blockers.extend(name_taken(look, name)),
        Step::Restore { .. } => blockers.extend(written_since(look, planned)),
        _ => {}
    }
    blockers.extend(space(look, planned));
    if blockers.is_empty() { Ok(()) } else { Err(JobError::Blocked { blockers }) }
}

fn state(look: &Look, planned: &PlannedStep, states: &HashMap<MachineId, MachineState>) -> Option<Blocker> {
    use MachineState::{Paused, Running, Stuck, Transient};
    let state = look.state(states);
    let told = |caution: &Caution| matches!(caution, Caution::MergesLive { .. } | Caution::StateUnknown { .. });
    let stands_against = match (&planned.step, state) {
        (Step::Edit { .. }, _) => false,
        (Step::PowerOff, state) => state == Transient,
        (_, Transient | Stuck) | (Step::Restore { .. } | Step::DiscardSavedState | Step::Start, Running | Paused) => {
            true
        }
        // Nobody who confirmed a deletion of a machine that was off has agreed to do it while the machine runs.
        (Step::Delete { .. }, Running | Paused) => !planned.cautions.iter().any(told),
        _ => false,
    };
    let machine = look.machine.name.to_string();
    stands_against.then(|| Blocker::State { machine, state, what: planned.step.kind() })
}

/// Who was told that going back loses nothing has not agreed to lose what was written since, or what the plan could not
/// have seen.
fn written_since(look: &Look, planned: &PlannedStep) -> Option<Blocker> {
    let is_told = |caution: &Caution| matches!(caution, Caution::NothingChanged { .. });
    let holds_data = |at: &ImageIndex| {
        let record = &look.images.get(*at).record;
        let base = look.images.chain(*at).last().unwrap_or(*at);
        let is_covered = look.images.get(base).record.mode.covered_by_snapshots();
        if record.parent.is_none() || !is_covered {
            return false;
        }
        match image::measure(&record.path, &record.format) {
            FileStatus::Present { occupied, header: Some(header), .. } => {
                holds_data(&record.format, header.virtual_size, occupied)
            }
            // What is wrong with it was told by itself.
            _ => false,
        }
    };
    let mut disks = look.machine.current_state.hardware.disks().filter_map(|(_, image)| look.images.find(image));
    let is_written = planned.cautions.iter().any(is_told) && disks.any(|at| holds_data(&at));
    is_written.then(|| Blocker::WrittenSince { machine: look.machine.name.to_string() })
}

/// Images that the step needs and that are missing, or others than the registry says.
fn images(look: &Look, step: &Step) -> Vec<Blocker> {
    let mut blockers = Vec::new();
    let (needed, unlisted) = needed_images(look, step);
    for id in unlisted {
        let problem = crate::model::ImageProblem::ParentUnknown(id);
        blockers.push(Blocker::BadImage { image: Path::new(&id.to_string()).into(), problem });
    }
    for index in needed {
        if let Some(problem) = look.problem(index) {
            blockers.push(Blocker::BadImage { image: look.images.get(index).record.path.clone(), problem });
        }
    }
    blockers
}

/// The images that a step reads or changes, with those below them, each once; and those that no registry lists.
fn needed_images(look: &Look, step: &Step) -> (Vec<ImageIndex>, Vec<ImageId>) {
    let disks = |hardware: &HardwareSettings| hardware.disks().map(|(_, image)| image).collect::<Vec<_>>();
    let of_snapshot = |id| look.machine.tree.find(id).map(|at| disks(&look.machine.tree.get(at).hardware));
    let tops = match step {
        Step::Take { .. } | Step::Clone { extent: CloneExtent::CurrentState, .. } => {
            disks(&look.machine.current_state.hardware)
        }
        Step::Restore { snapshot }
        | Step::Clone { extent: CloneExtent::Snapshot(snapshot) | CloneExtent::Linked(snapshot), .. } => {
            of_snapshot(*snapshot).unwrap_or_default()
        }
        Step::Clone { extent: CloneExtent::Everything, .. } => return look.own_chains(),
        Step::Delete { snapshot } => {
            let mut tops = of_snapshot(*snapshot).unwrap_or_default();
            let upper = uppers(look, *snapshot).into_iter().flat_map(|(_, uppers)| uppers);
            let upper: Vec<ImageIndex> = upper.collect();
            // A merge also rewrites what those that rest on it say of their parent.
            let on_them = upper.iter().flat_map(|at| &look.images.get(*at).children).copied();
            let more = upper.iter().copied().chain(on_them);
            tops.extend(more.map(|at| look.images.get(at).record.id));
            tops
        }
        _ => Vec::new(),
    };
    let (mut found, mut unlisted) = (Vec::new(), Vec::new());
    for top in tops {
        if look.images.find(top).is_none() {
            unlisted.push(top);
        }
        for index in look.chain(top) {
            if found.contains(&index) {
                break;
            }
            found.push(index);
        }
    }
    (found, unlisted)
}

/// The images of a snapshot that go with it, each with those that rest on it. Images that something else has plugged
/// in too are not among them: snapshots do not cover such disks.
fn uppers(look: &Look, snapshot: SnapshotId) -> Vec<(ImageIndex, Vec<ImageIndex>)> {
    let Some(at) = look.machine.tree.find(snapshot) else { return Vec::new() };
    let lower = look.machine.tree.get(at).hardware.disks().filter_map(|(_, image)| look.images.find(image));
    let own = |index: &ImageIndex| {
        let users = &look.images.get(*index).users;
        users.iter().all(|user| user.machine == look.machine.id && user.snapshot == Some(snapshot))
    };
    lower.filter(own).map(|index| (index, look.images.get(index).children.clone())).collect()
}

/// Other machines that would lose an image, and images that stand against a merge.
fn others_on(look: &Look, snapshot: SnapshotId, subject: &str) -> Vec<Blocker> {
    let subject = subject.to_owned();
    let mut blockers = shared(look, snapshot, &subject);
    for (lower, uppers) in uppers(look, snapshot) {
        let foreign = |index: &ImageIndex| {
            let users = &look.images.get(*index).users;
            users.iter().find(|user| user.machine != look.machine.id).map(|user| user.machine)
        };
        for machine in uppers.iter().filter_map(foreign) {
            let name = look.other(machine).map_or_else(|| machine.to_string(), |other| other.name.to_string());
            blockers.push(Blocker::LinkedClone { subject: subject.clone(), machine: name });
        }
        let unused = uppers.iter().any(|index| look.images.get(*index).users.is_empty());
        if let (true, Some(machine)) = (unused, look.unreadable.first()) {
            blockers.push(Blocker::UnreadableMachine { subject: subject.clone(), machine: machine.clone() });
        }
        if uppers.len() > 1 {
            let image = look.images.get(lower).record.path.clone();
            blockers.push(Blocker::SeveralImages { subject: subject.clone(), image, children: uppers.len() });
        }
    }
    blockers
}

/// Images of the snapshot that another machine has plugged in itself, although snapshots cover them.
fn shared(look: &Look, snapshot: SnapshotId, subject: &str) -> Vec<Blocker> {
    let Some(at) = look.machine.tree.find(snapshot) else { return Vec::new() };
    let mut blockers = Vec::new();
    for (_, id) in look.machine.tree.get(at).hardware.disks() {
        let base = look.chain(id).last().map(|base| look.images.get(base).record.mode);
        let (Some(image), true) = (look.images.image(id), base.is_some_and(ImageMode::covered_by_snapshots)) else {
            continue;
        };
        let other = image.users.iter().find(|user| user.machine != look.machine.id);
        if let Some(other) = other.and_then(|user| look.other(user.machine)) {
            blockers.push(Blocker::LinkedClone { subject: subject.to_owned(), machine: other.name.to_string() });
        }
    }
    blockers
}

fn used(look: &Look, image: ImageId) -> Option<Blocker> {
    let found = look.images.image(image)?;
    let in_use = !found.users.is_empty() || !found.children.is_empty();
    in_use.then(|| Blocker::ImageInUse { image: found.record.path.clone() })
}

fn name_taken(look: &Look, name: &str) -> Option<Blocker> {
    let taken = std::iter::once(&look.machine).chain(&look.others).any(|machine| *machine.name == *name);
    taken.then(|| Blocker::NameTaken { name: name.to_owned() })
}

/// File systems that are too full.
fn space(look: &Look, planned: &PlannedStep) -> Vec<Blocker> {
    if matches!(planned.step, Step::PowerOff) {
        return Vec::new();
    }
    let mut disks: BTreeMap<u64, (HostDisk, u64)> = BTreeMap::new();
    let mut note = |folder: &Path, bytes: u64| {
        // A folder that is not made yet lies where its parent does.
        let found = folder.ancestors().find_map(host::disk_of);
        if let Some((device, disk)) = found {
            let entry = disks.entry(device).or_insert((disk, 0));
            entry.1 = entry.1.saturating_add(bytes);
        }
    };
    for folder in look.machine.settings_file.parent().into_iter().chain([&*look.machine.snapshot_folder]) {
        note(folder, 0);
    }
    let mut bound = 0_u64;
    if let Step::Delete { snapshot } = &planned.step {
        for (lower, uppers) in uppers(look, *snapshot) {
            for upper in uppers {
                let (into_lower, into_upper) = (size(look.images.get(upper)), size(look.images.get(lower)));
                bound = bound.saturating_add(into_lower.max(into_upper));
                for (index, bytes) in [(lower, into_lower), (upper, into_upper)] {
                    if let Some(folder) = look.images.get(index).record.path.parent() {
                        note(folder, bytes);
                    }
                }
            }
        }
    }
    let needs = planned.forecast.as_ref().map_or(bound, |forecast| forecast.needs.0);
    let insists = planned.forecast.as_ref().map_or(0, |forecast| forecast.insists.0);
    let several = disks.len() > 1;
    let is_merge = matches!(planned.step, Step::Delete { .. });
    let mut blockers = Vec::new();
    for (disk, most) in disks.into_values() {
        // Which of several file systems grows is not known; none grows by more than what may be copied to it.
        let needs = if several && is_merge { needs.min(most) } else { needs };
        let wanted = Bytes(needs.saturating_add(MARGIN.max(needs / 100)));
        if disk.free < wanted {
            blockers.push(Blocker::NoSpace { place: disk.path.clone(), needs: wanted, free: disk.free });
        } else if !several && disk.free.0 < insists {
            blockers.push(Blocker::InsistsOnSpace { insists: Bytes(insists), needs: Bytes(needs), free: disk.free });
        }
    }
    blockers
}

/// What an image takes, and at most puts into another: of a format without a map, its length.
fn size(image: &Image) -> u64 {
    match image::measure_size(&image.record.path, &image.record.format) {
        crate::model::FileStatus::Present { occupied, length, .. } => match image.record.format {
            ImageFormat::Other(_) => occupied.0.max(length.0),
            _ => occupied.0,
        },
        _ => 0,
    }
}
