//! What the guest's data say where maps are not enough: a merge leaves out what would be all zeros, and what
//! shows anyway.

use std::fmt::Debug;

use crate::model::ImageId;

/// What is known of a piece of the guest's disk, seen at two images of one chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Finding {
    /// Seen at the upper image, it is all zeros.
    pub zero: bool,
    /// Seen at both, it is the same.
    pub same: bool,
    /// Seen at the lower image, or with none at all, it is all zeros.
    pub below_zero: bool,
}

/// Tells what the guest's data are. Implementations that read files may be stopped, and then know
/// nothing more.
pub trait Content: Debug + Send + Sync {
    /// What is known of `length` bytes from byte `start` of the guest's disk, seen at the image `upper` and at the image
    /// `lower` further down its chain (`None`: below the base image, where all is zero), as the files are now. `None` if it is
    /// not known.
    fn look(&self, upper: ImageId, lower: Option<ImageId>, start: u64, length: u64) -> Option<Finding>;
}

/// Knows nothing: what follows from maps alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoContent;

impl Content for NoContent {
    fn look(&self, _upper: ImageId, _lower: Option<ImageId>, _start: u64, _length: u64) -> Option<Finding> {
        None
    }
}
