//! VDI, VirtualBox's own format. All numbers are little endian.

mod header;
mod map;

pub(super) use header::{VdiHeader, is_vdi};
pub(super) use map::VdiMap;
