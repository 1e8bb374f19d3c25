//! All machines and images of the connection, read afresh just before a change. What VirtualBox does not look at
//! itself, or only when it is too late, is looked at here.
//!
//! Images are found by all machines' registries and the common one together: the image of a linked
//! clone is listed by the machine that it was cloned from, and only the clone's own settings say who uses it.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::VirtualBox;
use crate::hypervisor::{Hypervisor as _, HypervisorError};
use crate::image;
use crate::model::{
    AttachmentKind, FileSizes, FileStatus, HardwareSettings, Image, ImageForest, ImageFormat, ImageId, ImageIndex,
    ImageRecord, ImageUse, Machine, MachineId,
};
use crate::text;

/// Length of a new difference image of a small disk, in bytes.
const EMPTY_IMAGE: u64 = 2 << 20;

/// All machines and images of the connection.
pub struct World {
    forest: ImageForest,
    names: HashMap<MachineId, Arc<str>>,
    /// Names of the machines that cannot be read.
    unreadable: Vec<Arc<str>>,
}

impl World {
    /// Reads all machines. `machine` is the one that is about to be changed, as it was just read.
    ///
    /// # Errors
    /// When the list of machines cannot be read.
    pub fn read(virtualbox: &VirtualBox, machine: &Machine) -> Result<Self, HypervisorError> {
        let listing = virtualbox.machines()?;
        let mut records = listing.shared_images;
        let (mut names, mut unreadable, mut uses) = (HashMap::new(), Vec::new(), Vec::new());
        for entry in &listing.machines {
            let read = if entry.id == machine.id { Ok(machine.clone()) } else { virtualbox.read(entry) };
            match read {
                Ok(machine) => {
                    names.insert(machine.id, machine.name.clone());
                    uses.extend(uses_of(&machine));
                    records.extend(machine.images);
                }
                Err(error) => {
                    tracing::warn!(machine = %entry.name, %error, "a machine cannot be read before a change");
                    unreadable.push(entry.name.clone());
                }
            }
        }
        let forest = ImageForest::build(&records, uses, &FileSizes::new());
        Ok(Self { forest, names, unreadable })
    }

    /// The image with this id.
    #[must_use]
    pub fn image(&self, id: ImageId) -> Option<&Image> {
        self.forest.image(id)
    }

    /// The images of these settings that snapshots cover. Images that snapshots leave alone are
    /// not concerned by any change of snapshots.
    ///
    /// # Errors
    /// When one of them is in no registry.
    pub fn covered(&self, hardware: &HardwareSettings) -> Result<Vec<ImageIndex>, HypervisorError> {
        let mut covered = Vec::new();
        for id in disks_of(hardware) {
            let index = self.forest.find(id).ok_or_else(|| HypervisorError::BadImage {
                path: PathBuf::from(id.to_string()),
                problem: text!("virtualbox-image-unlisted").to_owned(),
            })?;
            let base = self.forest.image(self.forest.base_of(id));
            if base.is_none_or(|base| base.record.mode.covered_by_snapshots()) {
                covered.push(index);
            }
        }
        Ok(covered)
    }

    /// Refuses if a file of the chains that these images end is missing, or is another image than the registry
    /// says.
    ///
    /// # Errors
    /// [`HypervisorError::BadImage`].
    pub fn check_chains(&self, images: &[ImageIndex]) -> Result<(), HypervisorError> {
        self.check_files(images.iter().flat_map(|index| self.forest.chain(*index)))
    }

    /// As [`World::check_chains`], and for everything that rests on these images.
    ///
    /// # Errors
    /// [`HypervisorError::BadImage`].
    pub fn check_trees(&self, images: &[ImageIndex]) -> Result<(), HypervisorError> {
        self.check_chains(images)?;
        self.check_files(images.iter().flat_map(|index| self.descendants(*index)))
    }

    fn check_files(&self, images: impl Iterator<Item = ImageIndex>) -> Result<(), HypervisorError> {
        for index in images {
            let image = self.forest.get(index);
            let file = Some(image::measure(&image.record.path, &image.record.format));
            if let Some(problem) = (Image { file, ..image.clone() }).problem() {
                return Err(HypervisorError::BadImage {
                    path: image.record.path.to_path_buf(),
                    problem: problem.to_string(),
                });
            }
        }
        Ok(())
    }

    /// Everything below an image.
    fn descendants(&self, index: ImageIndex) -> Vec<ImageIndex> {
        let mut found = self.forest.get(index).children.clone();
        let mut next = 0;
        while let Some(at) = found.get(next).copied() {
            found.extend(&self.forest.get(at).children);
            next += 1;
        }
        found
    }

    /// Refuses if an image directly on one of these belongs to another machine than `machine`, or may do so.
    ///
    /// An image that no machine uses is this machine's own leftover if it lies in this machine's folders.
    /// Elsewhere it may be a linked clone's whose machine is not registered now, or cannot be read.
    ///
    /// # Errors
    /// [`HypervisorError::InUseByOther`].
    pub fn check_dependents(&self, machine: &Machine, images: &[ImageIndex]) -> Result<(), HypervisorError> {
        for index in images {
            let parent = self.forest.get(*index);
            for child in &parent.children {
                let child = self.forest.get(*child);
                if let Some(dependent) = self.dependent(machine, child) {
                    return Err(HypervisorError::InUseByOther { dependent, path: parent.record.path.to_path_buf() });
                }
            }
        }
        Ok(())
    }

    /// Who but `machine` needs this image, in words.
    fn dependent(&self, machine: &Machine, image: &Image) -> Option<String> {
        if let Some(other) = image.users.iter().find(|user| user.machine != machine.id) {
            let name = self.names.get(&other.machine).map_or("", |name| name);
            return Some(text!("virtualbox-dependent-clone", name = name));
        }
        if !image.users.is_empty() {
            return None;
        }
        if let Some(name) = self.unreadable.first() {
            return Some(text!("virtualbox-dependent-unreadable", name = name));
        }
        let mut own = machine.settings_file.parent().into_iter().chain([&*machine.snapshot_folder]);
        let is_own = own.any(|folder| image.record.path.starts_with(folder));
        let path = image.record.path.display();
        (!is_own).then(|| text!("virtualbox-dependent-unregistered", path = path))
    }

    /// Refuses to take an image out of the registry that anything may need.
    ///
    /// # Errors
    /// [`HypervisorError::NotFound`], [`HypervisorError::InUseByOther`].
    pub fn check_unused(&self, id: ImageId) -> Result<&Image, HypervisorError> {
        let image = self
            .image(id)
            .ok_or_else(|| HypervisorError::NotFound { words: text!("virtualbox-no-image", id = id.to_string()) })?;
        let path = image.record.path.to_path_buf();
        let user = image.users.first().map(|user| self.names.get(&user.machine).map_or("", |name| name));
        let dependent = if let Some(name) = user {
            text!("virtualbox-dependent-machine", name = name)
        } else if let Some(child) = image.children.first() {
            self.forest.get(*child).record.path.display().to_string()
        } else if let Some(name) = self.unreadable.first() {
            text!("virtualbox-dependent-unreadable", name = name)
        } else {
            return Ok(image);
        };
        Err(HypervisorError::InUseByOther { dependent, path })
    }

    /// What deleting a snapshot with these images merges: for each that has one image on it, the one that is read
    /// and the one that is written to, as VirtualBox chooses them (`i_queryPreferredMergeDirection`) when it knows
    /// both sizes.
    ///
    /// # Errors
    /// [`HypervisorError::Refused`] if several images rest on one: VirtualBox would find that out only after it
    /// has thrown the snapshot's memory away.
    pub fn merges(&self, images: &[ImageIndex]) -> Result<Vec<Merge>, HypervisorError> {
        let mut merges = Vec::new();
        for index in images {
            let image = self.forest.get(*index);
            match image.children[..] {
                [] => {}
                [child] => merges.push(Merge::of(image, self.forest.get(child))),
                _ => {
                    let count = image.children.len();
                    let path = image.record.path.display();
                    return Err(HypervisorError::Refused {
                        program: "VirtualBox".to_owned(),
                        words: text!("virtualbox-several-images", count = count, path = path),
                    });
                }
            }
        }
        Ok(merges)
    }

    /// Refuses if anything rests on difference images that are about to be thrown away.
    ///
    /// # Errors
    /// [`HypervisorError::InUseByOther`].
    pub fn check_bare(&self, machine: &Machine, images: &[ImageIndex]) -> Result<(), HypervisorError> {
        let differences: Vec<_> =
            images.iter().copied().filter(|index| self.forest.get(*index).record.parent.is_some()).collect();
        self.check_dependents(machine, &differences)?;
        for index in differences {
            let image = self.forest.get(index);
            if let Some(child) = image.children.first() {
                let dependent = self.forest.get(*child).record.path.display().to_string();
                return Err(HypervisorError::InUseByOther { dependent, path: image.record.path.to_path_buf() });
            }
        }
        Ok(())
    }

    /// Most that a new difference image on each of these takes while nothing has been written to it, in bytes: its
    /// map, which grows with the disk.
    #[must_use]
    pub fn empty_differences(&self, images: &[ImageIndex]) -> u64 {
        let of_one = |index: &ImageIndex| {
            let record = &self.forest.get(*index).record;
            let header = image::read_header(&record.path, &record.format);
            let disk = header.map_or(0, |header| header.virtual_size.0);
            // VMDK has two maps with four bytes for 64 KiB, all written at once; VDI four bytes for 1 MiB.
            let map = if record.format == ImageFormat::Vmdk { disk / 8192 } else { disk / 131_072 };
            EMPTY_IMAGE.saturating_add(map)
        };
        images.iter().map(of_one).sum()
    }

    /// Space that the chains of these images take on the host, each image once, in bytes.
    #[must_use]
    pub fn occupied(&self, images: impl IntoIterator<Item = ImageIndex>) -> u64 {
        let mut chains: Vec<_> = images.into_iter().flat_map(|index| self.forest.chain(index)).collect();
        chains.sort_unstable();
        chains.dedup();
        chains.into_iter().map(|index| size_of(&self.forest.get(index).record)).sum()
    }

    /// Files of the chains that these images end, and of what rests on them.
    pub fn files(&self, images: &[ImageIndex]) -> Vec<PathBuf> {
        let around = |index: ImageIndex| self.forest.chain(index).chain(self.descendants(index)).collect::<Vec<_>>();
        let mut files: Vec<_> = images.iter().flat_map(|index| around(*index)).collect();
        files.sort_unstable();
        files.dedup();
        files.into_iter().map(|index| self.forest.get(index).record.path.to_path_buf()).collect()
    }
}

/// One image going into another.
#[derive(Debug, PartialEq, Eq)]
pub struct Merge {
    /// What VirtualBox wants to have free on the target's file system, in bytes: the size of the image that is read,
    /// however much of it will be copied.
    pub wants: u64,
    /// The image that is written to.
    pub target: PathBuf,
}

impl Merge {
    fn of(parent: &Image, child: &Image) -> Self {
        let lengths = [parent, child].map(|image| size_of(&image.record));
        // A base image keeps its place. Otherwise the larger is written to; of two equal ones, the child.
        let into_parent = parent.record.parent.is_none() || lengths[0] > lengths[1];
        let (source, target) = if into_parent { (lengths[1], parent) } else { (lengths[0], child) };
        Self { wants: source, target: target.record.path.to_path_buf() }
    }
}

/// Length of the file, or of all files of the image where there are several; 0 if it is not there.
fn size_of(record: &ImageRecord) -> u64 {
    match image::measure_size(&record.path, &record.format) {
        FileStatus::Present { occupied, length, .. } => occupied.0.max(length.0),
        FileStatus::Missing | FileStatus::Unreadable(_) => 0,
    }
}

fn disks_of(hardware: &HardwareSettings) -> impl Iterator<Item = ImageId> {
    let disks = hardware.attachments.iter().filter(|attachment| attachment.kind == AttachmentKind::HardDisk);
    disks.filter_map(|attachment| attachment.image)
}

/// Which images a machine uses, and where.
fn uses_of(machine: &Machine) -> Vec<(ImageId, ImageUse)> {
    let current = (None, &machine.current_state.hardware);
    let snapshots = machine.tree.iter().map(|(_, snapshot)| (Some(snapshot.id), &snapshot.hardware));
    let moments = snapshots.chain([current]);
    let uses = moments.flat_map(|(snapshot, hardware)| {
        disks_of(hardware).map(move |image| (image, ImageUse { machine: machine.id, snapshot }))
    });
    uses.collect()
}
