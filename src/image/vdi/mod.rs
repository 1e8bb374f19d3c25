//! VDI, VirtualBox's own format. All numbers are little endian.

mod header;

pub(super) use header::{VdiHeader, is_vdi};
