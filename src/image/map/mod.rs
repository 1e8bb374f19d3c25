//! Which parts of the guest's disk an image holds.

mod cache;
mod table;
mod two_level;

use std::fmt::Debug;
use std::path::Path;
use std::sync::Arc;

pub use cache::MapCache;
pub(super) use table::{Entry, TableBuilder, UnitTable};
pub(super) use two_level::for_each_table;

use crate::model::Bytes;

/// Most bytes of tables that are read from one image: the map of a VDI disk of 256 TB, of a VMDK disk
/// of 16 TB or of a completely filled qcow2 disk of 8 TB. A map takes about as much memory as its
/// tables at worst, so a hostile file that is all holes cannot make us take more.
pub(super) const MOST_TABLE_BYTES: u64 = 1 << 30;

/// Place of some of the guest's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Location {
    /// Which of [`AllocationMap::files`].
    pub file: usize,
    /// Where in the file, in bytes.
    pub offset: u64,
}

/// What an image holds of a part of the guest's disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Nothing: the parent's content shows, or zeros in a base image.
    Free,
    /// Zeros, which hide the parent's content without taking space.
    Zero,
    /// Data, as they are.
    Data(Location),
    /// Data that start at this place, compressed.
    Compressed(Location),
}

impl State {
    /// Whether it takes space in the image.
    #[must_use]
    pub fn takes_space(self) -> bool {
        matches!(self, Self::Data(_) | Self::Compressed(_))
    }

    /// The state `bytes` further on in the same unit or run.
    #[must_use]
    pub(super) fn advanced(self, bytes: u64) -> Self {
        match self {
            Self::Data(place) => Self::Data(Location { file: place.file, offset: place.offset.saturating_add(bytes) }),
            other => other,
        }
    }
}

/// A part of the guest's disk that is all of one kind, and in one piece if it is data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Where it starts on the guest's disk, in bytes.
    pub start: u64,
    /// Its length in bytes; never zero.
    pub length: u64,
    /// What the image holds of it. A location is that of the first byte.
    pub state: State,
}

impl Stretch {
    /// Where it ends on the guest's disk, in bytes.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.start.saturating_add(self.length)
    }

    /// Whether `next` starts where this ends and is more of the same.
    fn continued_by(&self, next: &Self) -> bool {
        let alike = match self.state {
            State::Free | State::Zero => self.state == next.state,
            State::Data(_) => self.state.advanced(self.length) == next.state,
            State::Compressed(_) => false,
        };
        alike && self.end() == next.start
    }
}

/// Which parts of the guest's disk an image holds, and where. Holds no file open: an open file would
/// keep the space of an image that is deleted meanwhile.
///
/// A *unit* is what the format allocates at once. Some formats know more exactly which part of a unit
/// is in use (sectors of a VHD block, sub-clusters of qcow2): [`AllocationMap::stretch`] tells that,
/// [`AllocationMap::state`] tells what takes space.
pub trait AllocationMap: Debug + Send + Sync {
    /// Size of the disk that the guest sees.
    fn virtual_size(&self) -> Bytes;

    /// Bytes of the guest's disk in one unit; never zero.
    fn unit(&self) -> u64;

    /// Bytes that a unit takes in the file beside its data.
    fn overhead(&self) -> u64;

    /// The state of unit number `unit`; free behind the last one.
    fn state(&self, unit: u64) -> State;

    /// The stretch that byte `offset` of the guest's disk lies in, from that byte on; `None` behind
    /// the end of the disk. It may end early where the next stretch is more of the same.
    fn stretch(&self, offset: u64) -> Option<Stretch>;

    /// Number of units that take space.
    fn units_in_use(&self) -> u64;

    /// The files that the data are in.
    fn files(&self) -> &[Arc<Path>];

    /// Memory that the map takes, about.
    fn memory(&self) -> Bytes;

    /// Number of units that the disk consists of.
    fn units(&self) -> u64 {
        self.virtual_size().0.div_ceil(self.unit().max(1))
    }
}

impl dyn AllocationMap + '_ {
    /// The whole disk as stretches, in order, each as long as possible.
    #[must_use]
    pub fn stretches(&self) -> Stretches<'_> {
        Stretches { map: self, next: self.stretch(0) }
    }
}

/// The stretches of a map, in order.
#[derive(Debug)]
pub struct Stretches<'a> {
    map: &'a dyn AllocationMap,
    next: Option<Stretch>,
}

impl Iterator for Stretches<'_> {
    type Item = Stretch;

    fn next(&mut self) -> Option<Stretch> {
        let mut whole = self.next.take()?;
        loop {
            self.next = self.map.stretch(whole.end());
            match self.next {
                Some(next) if whole.continued_by(&next) => whole.length = whole.length.saturating_add(next.length),
                _ => return Some(whole),
            }
        }
    }
}
