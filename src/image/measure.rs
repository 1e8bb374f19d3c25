//! How much a file takes on the host, and what an image says of itself.

use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::Path;
use std::time::SystemTime;

use super::storage::{HostStorage, Storage};
use super::vmdk::{LARGEST_DESCRIPTOR, VmdkHeader, is_vmdk};
use super::{ImageError, SECTOR, read_header};
use crate::model::{Bytes, FileStatus, ImageFormat};
use crate::platform;
use crate::text;

/// Measures an image and reads its header: [`measure_size`], then [`examine`].
#[must_use]
pub fn measure(path: &Path, format: &ImageFormat) -> FileStatus {
    examine(measure_size(path, format), path, format)
}

/// Measures any file, with one question to the file system. The header stays unread.
#[must_use]
pub fn measure_file(path: &Path) -> FileStatus {
    let metadata = match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => metadata,
        Ok(_) => return FileStatus::Unreadable(text!("hypervisor-image-irregular").into()),
        // A file in the place of a folder: the file that is asked for cannot be there either.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return FileStatus::Missing;
        }
        Err(error) => return FileStatus::Unreadable(error.to_string().into()),
    };
    FileStatus::Present {
        occupied: Bytes(platform::occupied(path, &metadata)),
        length: Bytes(metadata.len()),
        modified: metadata.modified().ok(),
        header: None,
        damage: None,
    }
}

/// Measures an image without reading its header: [`measure_file`], and all the extent files of a
/// VMDK image that consists of several. `length` is that of the file at `path` alone, which is what
/// VirtualBox compares when it decides the direction of a merge; `modified` is the latest of all.
#[must_use]
pub fn measure_size(path: &Path, format: &ImageFormat) -> FileStatus {
    let mut status = measure_file(path);
    if let FileStatus::Present { occupied, length, modified, damage, .. } = &mut status
        && *format == ImageFormat::Vmdk
        && (1..=LARGEST_DESCRIPTOR).contains(&length.0)
    {
        match measure_extents(path) {
            Ok(extents) => {
                *occupied += extents.occupied;
                *modified = (*modified).max(extents.modified);
                *damage = extents.missing.map(|name| text!("hypervisor-image-extent-missing", name = name).into());
            }
            // The header is read later and says the same, in its place.
            Err(ImageError::OtherFormat { .. }) => {}
            Err(error) => *damage = Some(error.to_string().into()),
        }
    }
    status
}

/// Adds what the image says of itself to what was measured.
///
/// A format that Snapgrove does not read leaves it as it is.
#[must_use]
pub fn examine(mut status: FileStatus, path: &Path, format: &ImageFormat) -> FileStatus {
    if let FileStatus::Present { header, damage, .. } = &mut status {
        match read_header(path, format) {
            Ok(found) => *header = Some(found),
            Err(ImageError::Unsupported { .. }) => {}
            Err(ImageError::Io { source, .. }) => return FileStatus::Unreadable(source.to_string().into()),
            Err(error) => {
                damage.get_or_insert_with(|| error.to_string().into());
            }
        }
    }
    status
}

/// The extent files of an image, together.
#[derive(Debug, Default)]
struct Extents {
    occupied: Bytes,
    modified: Option<SystemTime>,
    /// The first that is not there.
    missing: Option<String>,
}

/// Measures the files beside a descriptor. None for a file that is no descriptor.
fn measure_extents(path: &Path) -> Result<Extents, ImageError> {
    let file = HostStorage.open(path)?;
    let mut measured = Extents::default();
    let start = file.read_up_to(0, SECTOR)?;
    if !is_vmdk(&start) || start.bytes().starts_with(b"KDMV") {
        return Ok(measured);
    }
    let descriptor = VmdkHeader::read(&file)?.descriptor.unwrap_or_default();
    let mut names: Vec<_> = descriptor.extents.iter().filter_map(|extent| extent.path_beside(path)).collect();
    // Partitions of a disk are several extents of one file, which counts once.
    names.sort_unstable();
    names.dedup();
    for extent in names {
        match fs::metadata(&extent) {
            Ok(metadata) if metadata.is_file() => measured.add(&extent, &metadata),
            _ if measured.missing.is_none() => {
                measured.missing = extent.file_name().map(|name| name.to_string_lossy().into_owned());
            }
            _ => {}
        }
    }
    Ok(measured)
}

impl Extents {
    fn add(&mut self, path: &Path, metadata: &Metadata) {
        self.occupied += Bytes(platform::occupied(path, metadata));
        self.modified = self.modified.max(metadata.modified().ok());
    }
}
