//! Snapshots that can no longer be deleted, because merging asks for more room than there is.

use crate::health::view::{Inspection, MachineView};
use crate::health::{Evidence, Severity};
use crate::model::{Bytes, FileStatus, Image, SnapshotIndex};

pub(in crate::health) fn check(inspection: &mut Inspection<'_>, view: MachineView<'_>) {
    let Some(free) = view.free_space(inspection) else { return };
    let needs = &inspection.surroundings.deletion_needs;
    // Making a key for each snapshot costs more than everything else here.
    let key = (!needs.is_empty()).then(|| view.key());
    let known = |index: SnapshotIndex| needs.get(&(key.clone()?, view.machine.tree.get(index).id)).copied();
    let mut blocked: Vec<(Bytes, SnapshotIndex)> = view
        .machine
        .tree
        .iter()
        .map(|(index, _)| index)
        .filter(|index| could_be_deleted(view, *index))
        .map(|index| (known(index).unwrap_or_else(|| upper_bound(view, index)), index))
        .filter(|(needs, _)| *needs > free)
        .collect();
    blocked.sort_unstable_by(|one, two| two.cmp(one));
    let Some((needs, _)) = blocked.first().copied() else { return };
    let evidence = Evidence::NoRoomToDelete { needs, free };
    let snapshots = blocked.into_iter().map(|(_, index)| index);
    inspection.findings.push(view.finding_about(Severity::Serious, evidence, snapshots));
}

/// Whether the tree allows it: what it refuses anyway needs no room.
fn could_be_deleted(view: MachineView<'_>, index: SnapshotIndex) -> bool {
    let tree = &view.machine.tree;
    match tree.children(index).len() {
        0 => true,
        1 => tree.current() != Some(index),
        _ => false,
    }
}

/// The most that merging this snapshot's images can ask for.
fn upper_bound(view: MachineView<'_>, index: SnapshotIndex) -> Bytes {
    let images = &view.connection.images;
    let insists = view.connection.connection.abilities.merging().insists;
    let of_disk = |id| {
        let frozen = images.image(id)?;
        if !frozen.record.mode.covered_by_snapshots() {
            return None;
        }
        let [child] = frozen.children.as_slice() else { return None };
        let source = source_of_merge(frozen, images.get(*child));
        // VirtualBox checks for the whole length of the source before it begins, whatever it will need; without such a
        // check nothing grows by more than what the source holds.
        Some(if insists { length(source) } else { source.occupied() })
    };
    view.machine.tree.get(index).hardware.disks().filter_map(|(_, id)| of_disk(id)).sum()
}

/// The image that is read and then removed: the child of a base image, else the shorter file.
fn source_of_merge<'a>(frozen: &'a Image, child: &'a Image) -> &'a Image {
    if frozen.parent.is_none() || length(child) < length(frozen) { child } else { frozen }
}

fn length(image: &Image) -> Bytes {
    match &image.file {
        Some(FileStatus::Present { length, .. }) => *length,
        Some(FileStatus::Missing | FileStatus::Unreadable(_)) | None => Bytes::ZERO,
    }
}
