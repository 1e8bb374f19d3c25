//! What steps do to the host's disk, in bytes.

use std::sync::Arc;

use crate::model::Bytes;

/// How sure the figures are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Certainty {
    /// To the byte, but for a few kilobytes of the file system's own.
    Exact,
    /// From the maps of the images alone: at least this is freed, at most this is needed.
    AtLeast,
    /// The file system counts in its own way; the reason in words.
    Estimate(Arc<str>),
}

/// What steps do to the host's disk. All amounts are what files occupy on the host, unless they say
/// otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// Bytes that the host's disk gets back in the end; negative where it gets fuller.
    pub frees: i64,
    /// The most that is needed at any moment beyond what is occupied before.
    pub needs: Bytes,
    /// Free space that the hypervisor itself insists on before it begins, whatever it really needs; the
    /// largest amount of all steps.
    pub insists: Bytes,
    /// Bytes that are read.
    pub reads: Bytes,
    /// Bytes that are written.
    pub writes: Bytes,
    /// Bytes of the guest's data that are copied from one image into another.
    pub copies: Bytes,
    /// How sure these figures are.
    pub certainty: Certainty,
}

impl Forecast {
    /// A step that moves no data worth counting.
    pub const NOTHING: Self = Self {
        frees: 0,
        needs: Bytes::ZERO,
        insists: Bytes::ZERO,
        reads: Bytes::ZERO,
        writes: Bytes::ZERO,
        copies: Bytes::ZERO,
        certainty: Certainty::Exact,
    };

    /// Bytes freed, nothing if the disk gets fuller.
    #[must_use]
    pub fn freed(&self) -> Bytes {
        Bytes(u64::try_from(self.frees).unwrap_or(0))
    }
}
