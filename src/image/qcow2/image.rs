//! A qcow2 file as a whole: several states of a disk, and who uses which cluster.

use std::path::Path;

use super::clusters::Clusters;
use super::deletion::deletion;
use super::map::Qcow2Map;
use super::snapshots::read_snapshots;
use super::{Qcow2Deletion, Qcow2Header, Qcow2Refcounts, Qcow2Snapshot};
use crate::image::map::AllocationMap;
use crate::image::storage::{ImageFile, Storage};
use crate::image::{HostStorage, ImageError};
use crate::text;

/// An open qcow2 file. Close it (drop it) before the file is deleted: an open file keeps its space.
#[derive(Debug)]
pub struct Qcow2Image {
    file: ImageFile,
    header: Qcow2Header,
}

impl Qcow2Image {
    /// Opens the file at `path` and reads its header.
    ///
    /// # Errors
    /// If it cannot be read or is not a qcow2 file that Snapgrove understands.
    pub fn open(path: &Path) -> Result<Self, ImageError> {
        Self::open_in(&HostStorage, path)
    }

    /// As [`Qcow2Image::open`], from any storage.
    ///
    /// # Errors
    /// As [`Qcow2Image::open`].
    pub fn open_in(storage: &dyn Storage, path: &Path) -> Result<Self, ImageError> {
        Self::from_file(storage.open(path)?)
    }

    pub(crate) fn from_file(file: ImageFile) -> Result<Self, ImageError> {
        let header = Qcow2Header::read(&file)?;
        Ok(Self { file, header })
    }

    /// The header.
    #[must_use]
    pub fn header(&self) -> &Qcow2Header {
        &self.header
    }

    /// Which clusters the active state holds.
    ///
    /// # Errors
    /// If the tables are damaged or cannot be read.
    pub fn map(&self) -> Result<Box<dyn AllocationMap>, ImageError> {
        self.map_of(self.header.l1_offset, self.header.l1_entries, self.header.disk_size)
    }

    /// Which clusters an internal snapshot holds.
    ///
    /// # Errors
    /// If the tables are damaged or cannot be read.
    pub fn map_of_snapshot(&self, snapshot: &Qcow2Snapshot) -> Result<Box<dyn AllocationMap>, ImageError> {
        let disk_size = snapshot.disk_size.unwrap_or(self.header.disk_size);
        self.map_of(snapshot.l1_offset, snapshot.l1_entries, disk_size)
    }

    fn map_of(&self, l1_offset: u64, l1_entries: u32, disk_size: u64) -> Result<Box<dyn AllocationMap>, ImageError> {
        if self.header.external_data() {
            return Err(self.file.unsupported(text!("hypervisor-image-external-data")));
        }
        let clusters = Clusters::read(&self.file, &self.header, l1_offset, l1_entries, disk_size)?;
        Ok(Box::new(Qcow2Map::new(clusters, &self.header, disk_size, self.file.path().clone())))
    }

    /// The internal snapshots, in the order of their table.
    ///
    /// # Errors
    /// If the table is damaged or cannot be read.
    pub fn snapshots(&self) -> Result<Vec<Qcow2Snapshot>, ImageError> {
        read_snapshots(&self.file, &self.header)
    }

    /// How many references there are to every cluster of the file.
    ///
    /// # Errors
    /// If the tables are damaged or cannot be read.
    pub fn refcounts(&self) -> Result<Qcow2Refcounts, ImageError> {
        Qcow2Refcounts::read(&self.file, &self.header)
    }

    /// What deleting these snapshots of [`Qcow2Image::snapshots`] together frees. The order in which
    /// they are deleted makes no difference.
    ///
    /// # Errors
    /// If the tables are damaged or cannot be read, or if a crash has left the refcounts unsure.
    pub fn deletion(&self, deleted: &[&Qcow2Snapshot]) -> Result<Qcow2Deletion, ImageError> {
        if self.header.refcounts_unsure() || self.header.external_data() {
            return Err(self.file.unsupported(text!("hypervisor-image-stale-refcounts")));
        }
        deletion(&self.file, &self.header, &self.refcounts()?, &self.snapshots()?, deleted)
    }
}
