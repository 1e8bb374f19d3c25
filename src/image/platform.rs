//! Everything about files that differs between operating systems.

use std::fs::{File, Metadata};
use std::io;

/// Space that a file takes on the host, in bytes: allocated blocks, not apparent length.
#[cfg(unix)]
pub(super) fn occupied(metadata: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    // POSIX leaves the unit of st_blocks open; Linux, macOS and the BSDs all use 512 bytes, whatever
    // the block size of the file system is.
    metadata.blocks().saturating_mul(512)
}

/// Space that a file takes on the host, in bytes. Only the apparent length is known here, which is
/// right for all but sparse and compressed files.
#[cfg(not(unix))]
pub(super) fn occupied(metadata: &Metadata) -> u64 {
    metadata.len()
}

/// Fills `buffer` from byte `offset` of the file, without a shared position that threads could move.
#[cfg(unix)]
pub(super) fn read_exact_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    use std::os::unix::fs::FileExt;
    file.read_exact_at(buffer, offset)
}

/// Fills `buffer` from byte `offset` of the file.
#[cfg(windows)]
pub(super) fn read_exact_at(file: &File, mut buffer: &mut [u8], mut offset: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt;
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
