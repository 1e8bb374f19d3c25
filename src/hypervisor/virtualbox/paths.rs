//! Paths in settings files. The file may come from another system than this one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The absolute path that `location`, written in a file of `folder`, stands for.
///
/// A Windows path stays as it is on other systems: it names nothing there, and is shown as written.
#[must_use]
pub fn resolve(folder: &Path, location: &str) -> Arc<Path> {
    if is_absolute(location) {
        return Arc::from(Path::new(location));
    }
    let relative = if cfg!(windows) { location.to_owned() } else { location.replace('\\', "/") };
    let joined: PathBuf = folder.join(relative);
    Arc::from(joined)
}

/// Whether a location is absolute on the system that wrote it.
#[must_use]
pub fn is_absolute(location: &str) -> bool {
    let bytes = location.as_bytes();
    let drive = bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes.get(1) == Some(&b':')
        && matches!(bytes.get(2), Some(b'/' | b'\\'));
    drive || location.starts_with('/') || location.starts_with("\\\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_of_every_system() {
        let folder = Path::new("/vms/web");
        for (location, path) in [
            ("web.vdi", "/vms/web/web.vdi"),
            ("Snapshots/{a}.vdi", "/vms/web/Snapshots/{a}.vdi"),
            ("/data/disk.vdi", "/data/disk.vdi"),
            ("D:/VMs/OSX.vdi", "D:/VMs/OSX.vdi"),
            ("C:\\VMs\\a.vdi", "C:\\VMs\\a.vdi"),
            ("\\\\server\\share\\a.vdi", "\\\\server\\share\\a.vdi"),
        ] {
            assert_eq!(&*resolve(folder, location), Path::new(path), "{location}");
        }
        #[cfg(not(windows))]
        assert_eq!(&*resolve(folder, "Snapshots\\a.sav"), Path::new("/vms/web/Snapshots/a.sav"));
    }
}
