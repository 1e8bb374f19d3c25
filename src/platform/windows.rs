//! Windows. What the standard library does not offer comes from small crates that keep the unsafe calls to themselves.

use std::fs::{File, Metadata};
use std::io;
use std::os::windows::fs::FileExt as _;
use std::path::{Path, PathBuf};

use filesize::PathExt as _;
use winapi_util::{Handle, file::Information};

use super::{FileSystemKind, Space};
use crate::text;

/// `GetDiskFreeSpaceExW`.
pub(super) fn space(folder: &Path) -> Option<Space> {
    let space = fs4::statvfs(folder).ok()?;
    Some(Space { free: space.available_space(), size: space.total_space() })
}

/// `GetFileInformationByHandle`, which the standard library does not offer in its stable part.
fn information(path: &Path) -> Option<Information> {
    let handle = Handle::from_path_any(path).ok()?;
    winapi_util::file::information(&handle).ok()
}

/// Windows draws by itself where there is none, and well enough.
pub(super) fn has_graphics_card() -> bool {
    true
}

pub(super) fn device(path: &Path, _metadata: &Metadata) -> Option<u64> {
    Some(information(path)?.volume_serial_number())
}

pub(super) fn links(path: &Path, _metadata: &Metadata) -> u64 {
    information(path).map_or(1, |information| information.number_of_links())
}

/// `GetCompressedFileSizeW`, which knows of compressed and sparse files.
pub(super) fn occupied(path: &Path, metadata: &Metadata) -> u64 {
    path.size_on_disk_fast(metadata).unwrap_or(metadata.len())
}

#[expect(clippy::unnecessary_wraps, reason = "Linux knows file systems that count exactly")]
pub(super) fn why_estimate(_path: &Path) -> Option<&'static str> {
    Some(text!("platform-estimate-ntfs"))
}

/// Needs a control code that no safe crate offers. Overwriting a part without space then takes some that was not
/// foreseen.
pub(super) fn holes(_file: &File) -> Vec<(u64, u64)> {
    Vec::new()
}

pub(super) fn read_exact_at(file: &File, mut buffer: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        match file.seek_read(buffer, offset) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                buffer = buffer.get_mut(read..).unwrap_or_default();
                offset = offset.saturating_add(read as u64);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Windows flushes names by itself, and has no way to ask for it.
#[expect(clippy::unnecessary_wraps, reason = "other systems can refuse")]
pub(super) fn flush_names(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// The topmost folder with the same number of the volume.
pub(super) fn mount(folder: &Path) -> Option<PathBuf> {
    let volume = information(folder)?.volume_serial_number();
    let whole = std::path::absolute(folder).ok()?;
    let same = |folder: &&Path| information(folder).is_some_and(|folder| folder.volume_serial_number() == volume);
    let top = whole.ancestors().take_while(same).last().map(Path::to_owned);
    Some(top.unwrap_or(whole))
}

/// The path that all others come to.
pub(super) type Identity = PathBuf;

pub(super) fn identity(path: &Path, _metadata: &Metadata) -> Option<Identity> {
    path.canonicalize().ok()
}

/// Needs rights that most people do not have, and nothing needs it here.
pub(super) fn link_to(_target: &Path, _path: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Windows itself refuses to move a file that is open.
pub(super) fn program_that_has_open(_path: &Path, _metadata: &Metadata) -> Option<String> {
    None
}

/// None of those that copy on write under difference images.
pub(super) fn file_system_kind(_folder: &Path) -> FileSystemKind {
    FileSystemKind::Other
}

/// Not asked: see [`file_system_kind`].
pub(super) fn writes_in_place(_folder: &Path) -> bool {
    false
}
