//! qcow2, QEMU's format. All numbers are big endian.

mod clusters;
mod deletion;
mod header;
mod image;
mod map;
mod refcounts;
mod snapshots;

pub use deletion::Qcow2Deletion;
pub use header::Qcow2Header;
pub(super) use header::is_qcow2;
pub use image::Qcow2Image;
pub use refcounts::Qcow2Refcounts;
pub use snapshots::Qcow2Snapshot;
