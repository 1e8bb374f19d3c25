//! The disks of a machine at one moment, and the images below them.

use std::path::Path;
use std::sync::Arc;

use super::Subject;
use crate::model::{HardwareSettings, Image, ImageId, ImageIndex, ImageMode, ImageProblem};
use crate::plan::{Blocker, Caution};
use crate::text;

/// The longest chain of images that VirtualBox opens (`SETTINGS_MEDIUM_DEPTH_MAX` in its settings.h).
const LONGEST_CHAIN: usize = 300;

/// A disk that is plugged in.
pub(in crate::plan) struct Disk<'a> {
    /// The image that is written to, or was frozen.
    pub image: &'a Image,
    /// All images from that one to the base.
    chain: Vec<&'a Image>,
    /// How the base behaves under snapshots, which decides for all of them.
    pub mode: ImageMode,
}

impl Disk<'_> {
    /// Whether snapshots freeze it and bring it back.
    pub fn is_covered(&self) -> bool {
        self.mode.covered_by_snapshots()
    }

    /// The file name of its base image: what a person knows it by.
    pub fn name(&self) -> String {
        file_name(&self.chain.last().unwrap_or(&self.image).record.path)
    }

    /// Its images with something wrong.
    pub fn problems(&self) -> impl Iterator<Item = (&Arc<Path>, ImageProblem)> {
        self.chain.iter().filter_map(|image| image.problem().map(|problem| (&image.record.path, problem)))
    }

    /// That one more image on it would be one too many.
    pub fn too_long(&self) -> Option<Blocker> {
        let (image, length) = (self.image.record.path.clone(), self.chain.len());
        (length >= LONGEST_CHAIN).then_some(Blocker::ChainTooLong { image, length })
    }
}

/// The last part of a path.
pub(in crate::plan) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

impl<'a> Subject<'a> {
    /// The disks of these settings whose images are listed somewhere.
    pub fn disks(&self, hardware: &HardwareSettings) -> Vec<Disk<'a>> {
        let found = hardware.disks().filter_map(|(_, id)| self.connection.images.find(id));
        found.map(|index| self.disk(index)).collect()
    }

    fn disk(&self, index: ImageIndex) -> Disk<'a> {
        let connection = self.connection;
        let chain: Vec<&Image> = connection.images.chain(index).map(|at| connection.images.get(at)).collect();
        let image = connection.images.get(index);
        Disk { image, mode: chain.last().unwrap_or(&image).record.mode, chain }
    }

    /// Images of these settings that no registry lists.
    fn unlisted(&self, hardware: &HardwareSettings) -> Vec<ImageId> {
        hardware.disks().map(|(_, id)| id).filter(|id| self.connection.images.find(*id).is_none()).collect()
    }

    /// What is wrong with the images that a step reads: all below these settings' disks, or below those that
    /// snapshots cover.
    pub fn bad_images(&self, hardware: &HardwareSettings, covered_only: bool) -> Vec<Blocker> {
        let mut found: Vec<Blocker> = Vec::new();
        for id in self.unlisted(hardware) {
            found.push(Blocker::Gone { what: text!("plan-gone-image-of-disk", id = id) });
        }
        for disk in self.disks(hardware).iter().filter(|disk| !covered_only || disk.is_covered()) {
            for (image, problem) in disk.problems() {
                let blocker = Blocker::BadImage { image: image.clone(), problem };
                if !found.contains(&blocker) {
                    found.push(blocker);
                }
            }
        }
        found
    }

    /// That some disks keep their present content whatever is restored.
    pub fn uncovered_cautions(&self, hardware: &HardwareSettings) -> Vec<Caution> {
        let disks = self.disks(hardware);
        let uncovered = disks.iter().filter(|disk| !disk.is_covered());
        uncovered.map(|disk| Caution::NotCovered { disk: disk.name(), mode: disk.mode }).collect()
    }
}
