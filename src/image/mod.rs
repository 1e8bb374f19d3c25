//! Disk image files: how much they take, what they say of themselves, and which parts of the guest's
//! disk they hold.
//!
//! ```text
//! measure, measure_size, examine    size first, header later: what the tree and the table show
//! read_header                       identity, parent, size of the guest's disk
//! read_map, MapCache                which parts of the guest's disk are in the image, and where
//! Qcow2Image                        internal snapshots and refcounts, which only qcow2 has
//! ```
//!
//! Image files come from anywhere, so nothing in them is trusted: every reader gives an error for what
//! it does not understand, reads no more than the file holds, and keeps to named limits. Nothing here
//! writes to an image.

mod error;
mod map;
mod measure;
mod qcow2;
mod storage;
mod vdi;
mod vhd;
mod vmdk;

use std::path::Path;

pub use error::ImageError;
pub use map::{AllocationMap, Location, MapCache, State, Stretch, Stretches};
pub use measure::{examine, measure, measure_file, measure_size};
pub use qcow2::{Qcow2Deletion, Qcow2Header, Qcow2Image, Qcow2Refcounts, Qcow2Snapshot};
pub use storage::{Block, HostStorage, ImageFile, MemoryStorage, Storage};

use crate::model::{ImageFormat, ImageHeader};
use crate::text;

/// Length of a sector in bytes. All formats count in it, whatever the host's disk has.
pub const SECTOR: u64 = 512;

/// Reads what the image at `path` says of itself.
///
/// `format` is what a registry says. It is believed if the file agrees; otherwise the file's own
/// signature decides.
///
/// # Errors
/// If the file cannot be read, is damaged, or has a format that Snapgrove does not read
/// ([`ImageError::Unsupported`]).
pub fn read_header(path: &Path, format: &ImageFormat) -> Result<ImageHeader, ImageError> {
    read_header_in(&HostStorage, path, format)
}

/// As [`read_header`], from any storage.
///
/// # Errors
/// As [`read_header`].
pub fn read_header_in(storage: &dyn Storage, path: &Path, format: &ImageFormat) -> Result<ImageHeader, ImageError> {
    let file = storage.open(path)?;
    match true_format(&file, format)? {
        ImageFormat::Vdi => vdi::VdiHeader::read(&file).map(|header| header.common()),
        ImageFormat::Vmdk => vmdk::VmdkHeader::read(&file).map(|header| header.common()),
        ImageFormat::Vhd => vhd::VhdHeader::read(&file).map(|header| header.common()),
        ImageFormat::Qcow2 => Qcow2Header::read(&file).map(|header| header.common()),
        ImageFormat::Other(name) => Err(file.unsupported(text!("hypervisor-image-format-unknown", format = name))),
    }
}

/// Reads which parts of the guest's disk the image at `path` holds. For a qcow2 file that is the active
/// state; [`Qcow2Image`] reads its internal snapshots.
///
/// `format` is what a registry says, as in [`read_header`].
///
/// # Errors
/// If the file cannot be read, is damaged, contradicts itself, or is of a kind without a map
/// ([`ImageError::Unsupported`]), such as a stream-optimised VMDK.
pub fn read_map(path: &Path, format: &ImageFormat) -> Result<Box<dyn AllocationMap>, ImageError> {
    read_map_in(&HostStorage, path, format)
}

/// As [`read_map`], from any storage.
///
/// # Errors
/// As [`read_map`].
pub fn read_map_in(
    storage: &dyn Storage,
    path: &Path,
    format: &ImageFormat,
) -> Result<Box<dyn AllocationMap>, ImageError> {
    let file = storage.open(path)?;
    Ok(match true_format(&file, format)? {
        ImageFormat::Vdi => Box::new(vdi::VdiMap::read(&file)?),
        ImageFormat::Vmdk => Box::new(vmdk::VmdkMap::read(storage, &file)?),
        ImageFormat::Vhd => Box::new(vhd::VhdMap::read(&file)?),
        ImageFormat::Qcow2 => Qcow2Image::from_file(file)?.map()?,
        ImageFormat::Other(name) => {
            return Err(file.unsupported(text!("hypervisor-image-format-unknown", format = name)));
        }
    })
}

/// The format that a file has: the registered one if the file has its signature, else the one whose
/// signature it has, else the registered one (whose reader then says what is wrong).
///
/// A file that is registered as something else, such as a raw disk, is never guessed at: its first
/// bytes are the guest's, who could write there whatever makes us take it for another format.
fn true_format(file: &ImageFile, registered: &ImageFormat) -> Result<ImageFormat, ImageError> {
    if matches!(registered, ImageFormat::Other(name) if !name.is_empty()) {
        return Ok(registered.clone());
    }
    // The first bytes of a fixed-size VHD are the guest's as well.
    if *registered == ImageFormat::Vhd && !matches!(vhd::VhdHeader::read(file), Err(ImageError::OtherFormat { .. })) {
        return Ok(ImageFormat::Vhd);
    }
    let start = file.read_up_to(0, SECTOR)?;
    let found = [
        (ImageFormat::Vdi, vdi::is_vdi(&start)),
        (ImageFormat::Vmdk, vmdk::is_vmdk(&start)),
        (ImageFormat::Vhd, vhd::has_copy_of_footer(&start)),
        (ImageFormat::Qcow2, qcow2::is_qcow2(&start)),
    ];
    let agrees = found.iter().any(|(format, is)| *is && format == registered);
    let other = found.into_iter().find(|(_, is)| *is).map(|(format, _)| format);
    Ok(if agrees { registered.clone() } else { other.unwrap_or_else(|| registered.clone()) })
}
