//! What steps do to the host's disk, in bytes.
//!
//! ```text
//! known        what was read of image files: their maps, sizes and places
//! units        which parts of the guest's disk an image holds, as sets that can be changed
//! content      what the guest's data say where maps are not enough
//! merge        the rules by which one image is written into another
//! images       all images of a machine, changed step by step without touching a file
//! ledger       space over time: what is freed, and the most that is needed at any moment
//! shares       what of a snapshot's images goes, and what is still needed
//! rates        from bytes to time
//! simple       forecasts that need no maps: take, restore
//! clones       what new machines take
//! ```

pub mod clones;
mod content;
mod images;
mod known;
mod ledger;
mod merge;
mod rates;
mod shares;
pub mod simple;
mod units;

pub use content::{Content, Finding, NoContent};
pub(super) use images::{Part, SimulatedImages, Work};
pub use known::{FileFacts, KnownImage, KnownImages, Place};
pub(super) use ledger::Ledger;
pub use rates::{Duration, Rates};
pub use shares::{DiskShare, shares};
pub use units::Units;

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

impl Certainty {
    /// The less sure of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Estimate(why), _) | (_, Self::Estimate(why)) => Self::Estimate(why),
            (Self::AtLeast, _) | (_, Self::AtLeast) => Self::AtLeast,
            (Self::Exact, Self::Exact) => Self::Exact,
        }
    }
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

    /// These steps and then `next`: sums, and the highest of the peaks. What the first frees is there for
    /// the next.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let after = i128::from(next.needs.0) - i128::from(self.frees);
        let needs = self.needs.max(Bytes(u64::try_from(after).unwrap_or(0)));
        Self {
            frees: self.frees.saturating_add(next.frees),
            needs,
            insists: self.insists.max(next.insists),
            reads: self.reads + next.reads,
            writes: self.writes + next.writes,
            copies: self.copies + next.copies,
            certainty: self.certainty.clone().and(next.certainty.clone()),
        }
    }

    /// Bytes freed, nothing if the disk gets fuller.
    #[must_use]
    pub fn freed(&self) -> Bytes {
        Bytes(u64::try_from(self.frees).unwrap_or(0))
    }
}
