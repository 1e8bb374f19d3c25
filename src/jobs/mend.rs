//! Settings that fit the images again after a step was cut off in the middle. They are kept among the copies of the
//! machine's settings file; putting them in place is for the person.

use std::sync::{Mutex, PoisonError};

use super::copies::{self, Copies, SettingsCopy};
use super::error::JobError;
use super::fit::misfits;
use super::folders::Folders;
use super::look::{Extent, Look};
use crate::hypervisor::Hypervisor;
use crate::image;
use crate::model::{FileStatus, ImageId, ImageIndex, Machine, MachineKey, Step};

/// Where mended settings are kept.
pub struct Mending<'a> {
    /// Snapgrove's own folders.
    pub folders: &'a Folders,
    /// Copies of settings files.
    pub copies: &'a Mutex<Copies>,
    /// How many of a machine are kept.
    pub most: usize,
}

impl Mending<'_> {
    /// Keeps mended settings, if the hypervisor can tell what they have to be and all images fit them.
    ///
    /// # Errors
    /// If the machine is not there any more, or files cannot be read or written.
    pub fn keep(
        &self,
        hypervisor: &dyn Hypervisor,
        key: &MachineKey,
        name: &str,
        step: &Step,
    ) -> Result<Option<SettingsCopy>, JobError> {
        let listing = hypervisor.machines()?;
        let entry = listing.machines.iter().find(|entry| entry.id == key.machine).cloned();
        let entry = entry.ok_or_else(|| JobError::NoMachine { machine: name.to_owned() })?;
        let settings_file = entry.settings_file.clone();
        let Some(content) = hypervisor.mended(&entry, &copies::read(&settings_file)?, step) else { return Ok(None) };
        let machine = hypervisor.read_as(&entry, &content)?;
        let present = hypervisor.read(&entry)?;
        let look = Look::around(hypervisor, &listing, entry, machine, Extent::Connection);
        if !misfits(&look, &orphans(&look, &present)).is_empty() {
            return Ok(None);
        }
        let newest = self.copies.lock().unwrap_or_else(PoisonError::into_inner).of(key).into_iter().next();
        let copy = copies::keep(self.folders, key, &settings_file, &content, true, newest.as_ref())?;
        copies::take_up(self.copies, copy.clone(), self.most);
        Ok(Some(copy))
    }
}

/// Images of mended settings whose files still name the image as their parent that was merged into the one below it and
/// is gone, with that image below. `present` has the settings that are to be mended.
#[must_use]
pub fn orphans(look: &Look, present: &Machine) -> Vec<(ImageIndex, ImageId)> {
    let gone = |id: ImageId| {
        let record = present.images.iter().find(|record| record.id == id)?;
        matches!(image::measure_file(&record.path), FileStatus::Missing).then_some(record.parent?)
    };
    let orphan = |index: ImageIndex| {
        let record = &look.images.get(index).record;
        let FileStatus::Present { header: Some(header), .. } = image::measure(&record.path, &record.format) else {
            return None;
        };
        let below = record.parent.filter(|_| header.parent != record.parent)?;
        (header.id.is_none_or(|id| id == record.id) && gone(header.parent?)? == below).then_some((index, below))
    };
    look.own_chains().0.into_iter().filter_map(orphan).collect()
}
