//! What was read of image files.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::{Content, NoContent, Units};
use crate::image::AllocationMap;
use crate::model::{Bytes, ImageId};

/// What was read of the images and other files of a machine. A plan made with an empty one says nothing of bytes.
#[derive(Debug, Clone)]
pub struct KnownImages {
    /// Images whose map was read.
    pub images: HashMap<ImageId, Arc<KnownImage>>,
    /// Why others could not be looked into, in words.
    pub unknown: HashMap<ImageId, Arc<str>>,
    /// Saved states and firmware files.
    pub files: HashMap<Arc<Path>, FileFacts>,
    /// What the data in the images say.
    pub content: Arc<dyn Content>,
}

impl Default for KnownImages {
    fn default() -> Self {
        Self { images: HashMap::new(), unknown: HashMap::new(), files: HashMap::new(), content: Arc::new(NoContent) }
    }
}

impl KnownImages {
    /// The same without what the data say: what follows from the maps alone.
    #[must_use]
    pub fn without_content(&self) -> Self {
        Self { content: Arc::new(NoContent), ..self.clone() }
    }
}

/// Where a file lies, and what its file system does with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Number of the file system, where it is known; the same as [`HostDisk::device`](crate::model::HostDisk).
    pub device: Option<u64>,
    /// Why this file system's figures are estimates only.
    pub estimate: Option<Arc<str>>,
}

/// What one question to the file system tells of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileFacts {
    /// Apparent length.
    pub length: Bytes,
    /// Space that it takes on the host.
    pub occupied: Bytes,
    /// Names that the file has: as long as there is another, deleting one frees nothing.
    pub links: u64,
    /// Where it lies.
    pub place: Place,
}

impl FileFacts {
    /// What deleting the file gives back.
    #[must_use]
    pub fn freed(&self) -> Bytes {
        if self.links > 1 { Bytes::ZERO } else { self.occupied }
    }
}

/// An image whose map was read.
#[derive(Debug)]
pub struct KnownImage {
    /// Which parts of the guest's disk it holds, and where.
    pub map: Arc<dyn AllocationMap>,
    /// Length of the file that the registry names: what VirtualBox compares when it decides the direction of a merge.
    pub deciding_length: Bytes,
    /// All its files together.
    pub file: FileFacts,
    /// Parts of its file that take no space on the host although they belong to units in use, as places in the file
    /// (start and length in bytes), in order: writing there takes space.
    pub holes: Vec<(u64, u64)>,
    units: OnceLock<Arc<Units>>,
}

impl KnownImage {
    /// An image from what was read of it.
    #[must_use]
    pub fn new(map: Arc<dyn AllocationMap>, deciding_length: Bytes, file: FileFacts, holes: Vec<(u64, u64)>) -> Self {
        Self { map, deciding_length, file, holes, units: OnceLock::new() }
    }

    /// Its units as a set; made once.
    pub fn units(&self) -> Arc<Units> {
        self.units.get_or_init(|| Arc::new(Units::of(&*self.map))).clone()
    }
}
