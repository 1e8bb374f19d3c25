//! Whether a copy of a machine's settings file still fits the disks.
//!
//! A copy holds the tree; the disks go on without it. Where images were merged, deleted or frozen since, putting the copy
//! back would make a machine that does not start, or one that writes into what its snapshots rest on.

use std::path::Path;
use std::sync::Arc;

use super::copies::{self, SettingsCopy};
use super::error::JobError;
use super::look::{Extent, Look};
use super::mend::orphans;
use crate::hypervisor::Hypervisor;
use crate::model::{ImageId, ImageIndex, ImageMode, ImageProblem, ImageRecord, Machine, SnapshotId};
use crate::plan::Blocker;

/// How a copy fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyFit {
    /// Snapshots in the copy's tree.
    pub snapshots: usize,
    /// Names of snapshots that are there now and that the copy does not know.
    pub lacks: Vec<String>,
    /// Images that do not fit.
    pub against: Vec<Blocker>,
    /// Whether the present settings file can be read. One that cannot is what copies are for.
    pub present_is_readable: bool,
}

impl CopyFit {
    /// Whether the copy may be put back.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.against.is_empty() || !self.present_is_readable
    }
}

/// Looks how a copy fits now.
///
/// # Errors
/// If the machine is not there any more, or the copy cannot be read.
pub fn fit(hypervisor: &dyn Hypervisor, copy: &SettingsCopy, name: &str) -> Result<CopyFit, JobError> {
    let listing = hypervisor.machines()?;
    let entry = listing.machines.iter().find(|entry| entry.id == copy.machine.machine).cloned();
    let entry = entry.ok_or_else(|| JobError::NoMachine { machine: name.to_owned() })?;
    let machine = hypervisor.read_as(&entry, &copies::read(&copy.path)?)?;
    let present = hypervisor.read(&entry).ok();
    let look = Look::around(hypervisor, &listing, entry, machine, Extent::Connection);
    let orphans = match &present {
        Some(present) if copy.mended => orphans(&look, present),
        _ => Vec::new(),
    };
    let mut against = misfits(&look, &orphans);
    if let Some(present) = &present {
        against.extend(rested_on(&look, present, copy.mended));
    }
    let knows = |id: SnapshotId| look.machine.tree.find(id).is_some();
    let lacks = present.iter().flat_map(|present| present.tree.iter()).filter(|(_, snapshot)| !knows(snapshot.id));
    Ok(CopyFit {
        snapshots: look.machine.tree.len(),
        lacks: lacks.map(|(_, snapshot)| snapshot.name.clone()).collect(),
        against,
        present_is_readable: present.is_some(),
    })
}

/// Images that the copy's disks need and that are not there, or not as the copy says; but for those that are given another
/// parent with it.
pub(super) fn misfits(look: &Look, orphans: &[(ImageIndex, ImageId)]) -> Vec<Blocker> {
    let (images, unlisted) = look.own_chains();
    let unknown = unlisted.into_iter().map(|id| (Path::new(&id.to_string()).into(), ImageProblem::ParentUnknown(id)));
    let is_orphan = |index: &ImageIndex| orphans.iter().any(|(orphan, _)| orphan == index);
    let images = images.into_iter().filter(|index| !is_orphan(index));
    let wrong = images.filter_map(|index| Some((look.images.get(index).record.path.clone(), look.problem(index)?)));
    unknown.chain(wrong).map(|(image, problem): (Arc<Path>, _)| Blocker::BadImage { image, problem }).collect()
}

/// Images that the copy's current state would write into, although others rest on them now. What settings were mended for
/// is that images are gone which the present ones still name.
fn rested_on(look: &Look, present: &Machine, mended: bool) -> Vec<Blocker> {
    let written = look.machine.current_state.hardware.disks().map(|(_, id)| id);
    let counts = |record: &ImageRecord| !mended || record.path.exists();
    let rests = |id: ImageId| present.images.iter().any(|record| record.parent == Some(id) && counts(record));
    let in_use = written.filter_map(|id| look.images.image(id)).filter(|image| {
        // Only difference images and normal disks are written through snapshots' chains.
        image.record.mode == ImageMode::Normal && rests(image.record.id)
    });
    in_use.map(|image| Blocker::ImageInUse { image: image.record.path.clone() }).collect()
}
