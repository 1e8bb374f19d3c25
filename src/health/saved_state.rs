//! Which version wrote a saved state.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::ProgramVersion;

/// First bytes of a saved state of VirtualBox 3.1 and newer (`SSM.cpp`), in a field of 32.
const MAGIC: &[u8] = b"\x7fVirtualBox SavedState V2.0\n";
/// Where the version stands, little endian: major and minor in two bytes each, build in four.
const VERSION: usize = 32;

/// The version of VirtualBox that wrote this saved state. `None` if the file cannot be read, or is of another kind.
#[must_use]
pub(super) fn version_of(path: &Path) -> Option<ProgramVersion> {
    // Opening a pipe would wait for whoever writes into it.
    if !std::fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut header = [0; VERSION + 8];
    File::open(path).ok()?.read_exact(&mut header).ok()?;
    parse(&header)
}

fn parse(header: &[u8; VERSION + 8]) -> Option<ProgramVersion> {
    if !header.starts_with(MAGIC) {
        return None;
    }
    let [major_low, major_high, minor_low, minor_high, build @ ..] = header.get(VERSION..)? else { return None };
    Some(ProgramVersion {
        major: u16::from_le_bytes([*major_low, *major_high]),
        minor: u16::from_le_bytes([*minor_low, *minor_high]),
        build: u32::from_le_bytes(build.try_into().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_stands_after_the_magic() {
        let mut header = [0; VERSION + 8];
        header[..MAGIC.len()].copy_from_slice(MAGIC);
        header[VERSION..].copy_from_slice(&[5, 0, 1, 0, 28, 0, 0, 0]);
        assert_eq!(parse(&header), Some(ProgramVersion { major: 5, minor: 1, build: 28 }));
        header[5] = b'x';
        assert_eq!(parse(&header), None);
    }
}
