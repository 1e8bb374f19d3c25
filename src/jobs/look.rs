//! Looks at a machine as it is at this moment, past everything that was read before.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::error::JobError;
use crate::hypervisor::{Hypervisor, Listing};
use crate::image;
use crate::model::{
    Bytes, FileSizes, FileStatus, HardwareSettings, Image, ImageForest, ImageId, ImageIndex, ImageRecord, ImageUse,
    Machine, MachineEntry, MachineId, MachineKey, MachineState,
};
use crate::plan::Shape;

/// A machine as it is at this moment, with the images of its connection.
#[derive(Debug)]
pub struct Look {
    /// Who it is.
    pub entry: MachineEntry,
    /// What its settings file says.
    pub machine: Machine,
    /// Its tree and chains, among all the images that were read.
    pub shape: Shape,
    /// The other machines of the connection that can be read; none if it was not looked at them.
    pub others: Vec<Machine>,
    /// The machines of the connection, also those that cannot be read.
    pub listed: BTreeSet<MachineId>,
    /// Names of the others that cannot be read.
    pub unreadable: Vec<String>,
    /// The images that were read, linked. Files are not measured.
    pub images: ImageForest,
}

/// How much is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The machine alone.
    Machine,
    /// All machines of the connection: for what others may rest on, or hold.
    Connection,
}

impl Look {
    /// Looks at a machine.
    ///
    /// # Errors
    /// If it is not there or cannot be read.
    pub fn at(hypervisor: &dyn Hypervisor, key: &MachineKey, name: &str, extent: Extent) -> Result<Self, JobError> {
        let listing = hypervisor.machines()?;
        let entry = listing.machines.iter().find(|entry| entry.id == key.machine).cloned();
        let entry = entry.ok_or_else(|| JobError::NoMachine { machine: name.to_owned() })?;
        let machine = hypervisor.read(&entry)?;
        Ok(Self::around(hypervisor, &listing, entry, machine, extent))
    }

    /// Looks at what lies around a machine that was read.
    pub(super) fn around(
        hypervisor: &dyn Hypervisor,
        listing: &Listing,
        entry: MachineEntry,
        machine: Machine,
        extent: Extent,
    ) -> Self {
        let (mut others, mut unreadable) = (Vec::new(), Vec::new());
        if extent == Extent::Connection {
            for other in listing.machines.iter().filter(|other| other.id != entry.id) {
                match hypervisor.read(other) {
                    Ok(machine) => others.push(machine),
                    Err(_) => unreadable.push(other.name.to_string()),
                }
            }
        }
        let images = forest(&machine, &others, listing);
        let listed = listing.machines.iter().map(|entry| entry.id).collect();
        let shape = Shape::with_images(&machine, images.iter().map(|(_, image)| &image.record));
        Self { entry, machine, shape, others, listed, unreadable, images }
    }

    /// The machine with this id among the others.
    #[must_use]
    pub fn other(&self, id: MachineId) -> Option<&Machine> {
        self.others.iter().find(|machine| machine.id == id)
    }

    /// The images from the one with this id down to its base; those of which nobody knows are left out.
    pub fn chain(&self, id: ImageId) -> impl Iterator<Item = ImageIndex> {
        self.images.find(id).into_iter().flat_map(|top| self.images.chain(top))
    }

    /// All images that disks of the machine rest on, each once, with those that are in no registry.
    #[must_use]
    pub fn own_chains(&self) -> (Vec<ImageIndex>, Vec<ImageId>) {
        chains(&self.machine, &self.images)
    }

    /// Images of another machine that no registry lists.
    #[must_use]
    pub fn unlisted_of(&self, machine: &Machine) -> Vec<ImageId> {
        chains(machine, &self.images).1
    }

    /// What is wrong with an image, after looking at its file and header.
    #[must_use]
    pub fn problem(&self, index: ImageIndex) -> Option<crate::model::ImageProblem> {
        let image = self.images.get(index);
        let file = Some(image::measure(&image.record.path, &image.record.format));
        Image { file, ..image.clone() }.problem()
    }

    /// The files that the machine consists of, each once: what it lists, what its disks rest on, saved states and
    /// firmware files, with the space they take. Files of linked clones that it lists are not counted.
    #[must_use]
    pub fn files(&self) -> FileSizes {
        let foreign = |record: &ImageRecord| {
            let users = self.images.image(record.id).map(|image| image.users.as_slice()).unwrap_or_default();
            !users.is_empty() && users.iter().all(|user| user.machine != self.machine.id)
        };
        let listed = self.machine.images.iter().filter(|record| !foreign(record)).cloned();
        let in_chains = self.own_chains().0.into_iter().map(|index| self.images.get(index).record.clone());
        let mut files = FileSizes::new();
        for record in listed.chain(in_chains) {
            files.entry(record.path.clone()).or_insert_with(|| image::measure_size(&record.path, &record.format));
        }
        for path in self.machine.support_files() {
            files.entry(path.clone()).or_insert_with(|| image::measure_file(path));
        }
        files
    }

    /// What the machine is doing: as the hypervisor says, or as its settings tell.
    #[must_use]
    pub fn state(&self, states: &HashMap<MachineId, MachineState>) -> MachineState {
        states.get(&self.machine.id).copied().unwrap_or(self.machine.recorded_state)
    }
}

/// The space that files take together.
#[must_use]
pub fn occupied(files: &FileSizes) -> Bytes {
    files.values().map(FileStatus::occupied).sum()
}

/// The files that are there.
pub fn present(files: &FileSizes) -> impl Iterator<Item = &Arc<Path>> {
    files.iter().filter(|(_, status)| matches!(status, FileStatus::Present { .. })).map(|(path, _)| path)
}

fn forest(machine: &Machine, others: &[Machine], listing: &Listing) -> ImageForest {
    let all = || std::iter::once(machine).chain(others);
    let records = all().flat_map(|machine| &machine.images).chain(&listing.shared_images);
    let uses = all().flat_map(|machine| {
        let of = move |hardware: &HardwareSettings, snapshot| {
            let image = |(_, image)| (image, ImageUse { machine: machine.id, snapshot });
            hardware.disks().map(image).collect::<Vec<_>>()
        };
        let snapshots = machine.tree.iter().flat_map(move |(_, one)| of(&one.hardware, Some(one.id)));
        snapshots.chain(of(&machine.current_state.hardware, None))
    });
    ImageForest::build(records, uses, &FileSizes::new())
}

fn chains(machine: &Machine, images: &ImageForest) -> (Vec<ImageIndex>, Vec<ImageId>) {
    let hardware = machine.tree.iter().map(|(_, snapshot)| &*snapshot.hardware);
    let hardware = hardware.chain(std::iter::once(&*machine.current_state.hardware));
    let (mut found, mut seen, mut unlisted) = (Vec::new(), HashSet::new(), Vec::new());
    for (_, id) in hardware.flat_map(HardwareSettings::disks) {
        let Some(top) = images.find(id) else {
            unlisted.push(id);
            continue;
        };
        for index in images.chain(top) {
            if !seen.insert(index) {
                break;
            }
            found.push(index);
            let image = images.get(index);
            if let (Some(parent), None) = (image.record.parent, image.parent) {
                unlisted.push(parent);
            }
        }
    }
    (found, unlisted)
}
