//! VHD, Microsoft's older format. All numbers are big endian, but UUIDs are not.

mod header;
mod map;

pub(super) use header::{VhdHeader, has_copy_of_footer};
pub(super) use map::VhdMap;
