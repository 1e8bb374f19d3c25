//! Files that are there as they were, or as they shall be, and never in between.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use super::flush_names;

/// Puts a file in place as a whole, its folder too where that is missing. When this ends well, the content is on the disk
/// under its name: a failure of the power brings neither the old file back nor half of the new one.
///
/// # Errors
/// If the folder cannot be made or the file cannot be written. The old one stands then, unless only the folder could not be
/// flushed.
pub fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    write_whole_by(path, |file| file.write_all(content))
}

/// As [`write_whole`], for content that is written piece by piece.
///
/// # Errors
/// As [`write_whole`], and what `write` gives.
pub fn write_whole_by(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    write(file.as_file_mut())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    flush_names(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_content_stands_until_the_new_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new folder/file");
        write_whole(&path, b"old").unwrap();
        let failing = write_whole_by(&path, |file| {
            file.write_all(b"half of the n")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert_eq!(failing.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        write_whole(&path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
    }
}
