//! What is known of the files that machines are made of.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use super::{Bytes, ImageHeader};

/// State of one file on the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileStatus {
    /// The file is there.
    Present {
        /// Space it takes on the host: allocated blocks, not apparent length. An image of several
        /// files counts them all.
        occupied: Bytes,
        /// Apparent length.
        length: Bytes,
        /// When it was last written, where the file system tells.
        modified: Option<SystemTime>,
        /// What the image says of itself; `None` while it has not been read, for other files, and
        /// for formats that Snapgrove does not read.
        header: Option<ImageHeader>,
        /// Why the image's own header could not be read, in words.
        damage: Option<Arc<str>>,
    },
    /// There is no such file.
    Missing,
    /// The file could not be looked at, with the reason.
    Unreadable(Arc<str>),
}

impl FileStatus {
    /// Whether size and time are those of `before`: whatever was read from the file then is still true.
    #[must_use]
    pub fn is_same_file_as(&self, before: &Self) -> bool {
        match (self, before) {
            (
                Self::Present { occupied, length, modified, .. },
                Self::Present { occupied: occupied_before, length: length_before, modified: modified_before, .. },
            ) => (occupied, length, modified) == (occupied_before, length_before, modified_before),
            _ => self == before,
        }
    }

    /// Space the file takes on the host; nothing if it is not there.
    #[must_use]
    pub fn occupied(&self) -> Bytes {
        match self {
            Self::Present { occupied, .. } => *occupied,
            Self::Missing | Self::Unreadable(_) => Bytes::ZERO,
        }
    }
}

/// What was measured so far, by path. A file that is not in it has not been looked at yet.
pub type FileSizes = HashMap<Arc<Path>, FileStatus>;
