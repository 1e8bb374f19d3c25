//! VMDK, VMware's format. A small text, the descriptor, says what the image consists of; it stands
//! in a file of its own or inside the one sparse extent. All numbers are little endian.

mod descriptor;
mod grains;
mod header;
mod map;
mod sparse;

pub(super) use descriptor::LARGEST_DESCRIPTOR;
pub(super) use header::{VmdkHeader, is_vmdk};
pub(super) use map::VmdkMap;
