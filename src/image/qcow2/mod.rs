//! qcow2, QEMU's format. All numbers are big endian.

mod header;

pub use header::Qcow2Header;
pub(super) use header::is_qcow2;
