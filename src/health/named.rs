//! Which files and images an inventory names: nothing of this is ever called unused.

use std::collections::HashSet;
use std::path::Path;

use crate::model::{
    ConnectionInventory, FileStatus, ImageId, Inventory, InventoryMachine, Machine, Problem, ProblemKind,
};
use crate::text;

/// Every file that a registry, a machine or a snapshot of any connection names.
pub(super) fn named_paths(inventory: &Inventory) -> impl Iterator<Item = &Path> {
    let registered = inventory
        .connections
        .iter()
        .flat_map(|connection| connection.images.iter())
        .map(|(_, image)| &*image.record.path);
    let settings = inventory.machines().map(|(_, listed)| &*listed.entry.settings_file);
    let of_machines = inventory.machines().filter_map(|(_, listed)| listed.machine()).flat_map(|machine| of(machine));
    registered.chain(settings).chain(of_machines)
}

/// Something that keeps an inventory from knowing all that is named.
pub(super) enum Unknown<'a> {
    /// A connection's registry, in whole or in part.
    Registry(&'a ConnectionInventory, &'a Problem),
    /// A machine that cannot be read, or has not been read yet.
    Machine(&'a ConnectionInventory, &'a InventoryMachine),
}

impl Unknown<'_> {
    /// Why it cannot be known what is unused.
    pub fn why(&self) -> String {
        match self {
            Self::Registry(_, problem) => problem.what.to_string(),
            Self::Machine(_, listed) if listed.problem().is_none() => {
                text!("health-unknown-not-read-yet", machine = listed.name())
            }
            Self::Machine(_, listed) => text!("health-unknown-unreadable", machine = listed.name()),
        }
    }
}

/// What keeps an inventory from knowing all that is named. While there is any of it, nothing can be called unused: a
/// machine may use files in another's folder, and one connection those of another.
pub(super) fn unknown(inventory: &Inventory) -> impl Iterator<Item = Unknown<'_>> {
    inventory.connections.iter().flat_map(|connection| {
        // That a program does not answer says nothing about what is registered, and a registry that is not there
        // registers nothing: that is how it is on a computer without that hypervisor.
        let matters = |problem: &&Problem| !matches!(problem.kind, ProblemKind::Tool | ProblemKind::Missing);
        let problems = connection.problems.iter().filter(matters);
        let unread = connection.machines.iter().filter(|listed| listed.machine().is_none());
        let registries = problems.map(|problem| Unknown::Registry(connection, problem));
        registries.chain(unread.map(|listed| Unknown::Machine(connection, listed)))
    })
}

/// Every file that one machine names.
pub(super) fn of(machine: &Machine) -> impl Iterator<Item = &Path> {
    let images = machine.images.iter().map(|record| &*record.path);
    images.chain(machine.support_files().map(|path| &**path))
}

/// Every image that is named anywhere: registered, plugged in, or expected as a parent, by registries or by the image
/// files themselves.
pub(super) fn named_images(inventory: &Inventory) -> HashSet<ImageId> {
    let mut named = HashSet::new();
    for connection in &inventory.connections {
        for (_, image) in connection.images.iter() {
            named.insert(image.record.id);
            named.extend(image.record.parent);
            if let Some(FileStatus::Present { header: Some(header), .. }) = &image.file {
                named.extend(header.parent);
            }
        }
    }
    for (_, listed) in inventory.machines() {
        named.extend(listed.machine().into_iter().flat_map(|machine| images_of(machine)));
    }
    named
}

/// Every image that one machine names.
pub(super) fn images_of(machine: &Machine) -> impl Iterator<Item = ImageId> {
    let listed = machine.images.iter().flat_map(|record| record.parent.into_iter().chain([record.id]));
    let in_snapshots = machine.tree.iter().flat_map(|(_, snapshot)| snapshot.hardware.disks());
    let plugged_in = in_snapshots.chain(machine.current_state.hardware.disks());
    listed.chain(plugged_in.map(|(_, image)| image))
}
