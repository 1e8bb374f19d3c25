//! Whether a file that no path names is one that nobody uses.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use super::names::Names;
use super::{Listed, Place};
use crate::health::surroundings::{UnnamedFile, UnnamedKind};
use crate::image::{self, ImageError};
use crate::model::{FileStatus, ImageFormat, ImageHeader, ImageId, ImageRecord};

/// Sorts of files by their names.
enum Candidate {
    Image(ImageFormat),
    SavedState,
    FirmwareFile,
}

/// Looks at a file that no path names. `None` if it is none of the sorts that are looked for, if something does name
/// it after all, or if that cannot be told.
pub(super) fn judge(place: &Place, file: &Listed, names: &mut Names, files_left: &mut usize) -> Option<UnnamedFile> {
    let candidate = candidate(place, &file.path)?;
    if *files_left == 0 || names.has_file(&file.path, &file.metadata) {
        return None;
    }
    *files_left -= 1;
    let kind = match &candidate {
        Candidate::Image(format) => judge_image(&file.path, format, names)?,
        Candidate::SavedState => UnnamedKind::SavedState,
        Candidate::FirmwareFile => UnnamedKind::FirmwareFile,
    };
    let measured = match &candidate {
        Candidate::Image(format) => image::measure_size(&file.path, format),
        Candidate::SavedState | Candidate::FirmwareFile => image::measure_file(&file.path),
    };
    let FileStatus::Present { occupied, length, .. } = measured else { return None };
    Some(UnnamedFile {
        path: file.path.as_path().into(),
        kind,
        occupied,
        length,
        modified: file.metadata.modified().ok()?,
        machine: place.machine.clone(),
        connection: place.connection.clone(),
    })
}

fn candidate(place: &Place, path: &Path) -> Option<Candidate> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    let stem = path.file_stem()?.to_str()?;
    // Elsewhere, the person may keep images of other programs.
    let named_by_hypervisor = is_image_name(stem) || is_moment_name(stem);
    if !place.own && !named_by_hypervisor {
        return None;
    }
    match extension.as_str() {
        "vdi" => Some(Candidate::Image(ImageFormat::Vdi)),
        "vmdk" => Some(Candidate::Image(ImageFormat::Vmdk)),
        "vhd" => Some(Candidate::Image(ImageFormat::Vhd)),
        "qcow2" if named_by_hypervisor => Some(Candidate::Image(ImageFormat::Qcow2)),
        "sav" => Some(Candidate::SavedState),
        "nvram" => Some(Candidate::FirmwareFile),
        _ => None,
    }
}

fn judge_image(path: &Path, format: &ImageFormat, names: &Names) -> Option<UnnamedKind> {
    match image::read_header(path, format) {
        Ok(ImageHeader { id: Some(id), .. }) if names.has_image(id) => {
            original(id, names).map(UnnamedKind::CopyOfImage)
        }
        // A VMDK file without an id is a piece of an image of several files.
        Ok(header) if header.id.is_none() && *format == ImageFormat::Vmdk => None,
        Ok(_) => Some(UnnamedKind::Image),
        Err(ImageError::Io { .. }) => None,
        // Only in a file that the hypervisor named itself can a header that is no header mean anything: another may be
        // a piece of an image, or something else altogether.
        Err(error) if path.file_stem().and_then(|stem| stem.to_str()).is_some_and(is_image_name) => {
            let is_named = path.file_stem().and_then(|stem| stem.to_str()?.parse::<ImageId>().ok());
            let is_named = is_named.is_some_and(|id| names.has_image(id));
            (!is_named).then(|| UnnamedKind::BrokenImage(error.to_string().into()))
        }
        Err(_) => None,
    }
}

/// The registered image that a file with the same id is a copy of. `None` unless that one is where it should be: otherwise
/// the file may be the image itself, moved by somebody.
fn original(id: ImageId, names: &Names) -> Option<Arc<Path>> {
    let is_there = |record: &&Arc<ImageRecord>| {
        image::read_header(&record.path, &record.format).is_ok_and(|header| header.id == Some(id))
    };
    let registered = names.registered(id);
    // Where several connections have it, the file may belong to the one that misses its own.
    let all_there = !registered.is_empty() && registered.iter().all(|record| is_there(&record));
    registered.first().filter(|_| all_there).map(|record| record.path.clone())
}

/// Whether this is how VirtualBox names difference images: `{uuid}`.
fn is_image_name(stem: &str) -> bool {
    stem.starts_with('{') && stem.parse::<ImageId>().is_ok()
}

/// Whether this is how VirtualBox names saved states and firmware files: `2026-11-22T20-39-33-123456789Z`.
fn is_moment_name(stem: &str) -> bool {
    let shape = "dddd-dd-ddTdd-dd-dd-";
    let (Some(start), Some(rest)) = (stem.get(..shape.len()), stem.get(shape.len()..)) else { return false };
    let fits =
        |(expected, found): (char, char)| if expected == 'd' { found.is_ascii_digit() } else { found == expected };
    let fraction = rest.strip_suffix('Z').unwrap_or_default();
    shape.chars().zip(start.chars()).all(fits) && !fraction.is_empty() && fraction.chars().all(|c| c.is_ascii_digit())
}

/// Whether this VMDK file describes a device of the host in place of a file (`createType` of VMware's specification).
pub(super) fn is_host_device(path: &Path) -> bool {
    /// No description of a device is longer.
    const LONGEST: u64 = 64 * 1024;
    let is_short_file = |path: &Path| std::fs::metadata(path).is_ok_and(|data| data.is_file() && data.len() <= LONGEST);
    if !is_short_file(path) {
        return false;
    }
    let Ok(file) = File::open(path) else { return false };
    let mut bytes = Vec::new();
    if file.take(LONGEST).read_to_end(&mut bytes).is_err() {
        return false;
    }
    let text = String::from_utf8_lossy(&bytes);
    let value = text.lines().find_map(|line| line.trim().strip_prefix("createType="));
    matches!(value.map(|value| value.trim().trim_matches('"')), Some("fullDevice" | "partitionedDevice"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_virtualbox_gives() {
        assert!(is_image_name("{f731f41c-0abe-4fdf-98bf-bdef0c3dbd36}"));
        assert!(!is_image_name("f731f41c-0abe-4fdf-98bf-bdef0c3dbd36") && !is_image_name("{web}"));
        assert!(is_moment_name("2026-11-22T20-39-33-123456789Z"));
        for other in ["2026-11-22T20-39-33Z", "2026-11-22T20-39-33-Z", "web", "", "2026-11-22T20-39-33-12é"] {
            assert!(!is_moment_name(other), "{other}");
        }
    }
}
