//! Reads whole settings files, within a limit.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::{Doing, SandboxError};

/// Largest settings file that is read, in bytes.
const MOST: u64 = 256 << 20;

/// Reads a text file.
pub fn read_text(path: &Path) -> Result<String, SandboxError> {
    let failed = |source| SandboxError::file(path, Doing::Read, source);
    let mut text = String::new();
    File::open(path).map_err(failed)?.take(MOST + 1).read_to_string(&mut text).map_err(failed)?;
    if text.len() as u64 > MOST {
        return Err(failed(std::io::ErrorKind::FileTooLarge.into()));
    }
    Ok(text)
}
