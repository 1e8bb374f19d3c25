//! Paths in settings files. The file may come from another system than this one.

use std::path::Path;
use std::sync::Arc;

/// Turns the locations in one file into paths.
#[derive(Debug, Clone)]
pub struct Locations<'a> {
    folder: &'a Path,
    /// Whether `\` separates folders in the file: it does in files that Windows wrote, and it is a
    /// letter of a name elsewhere.
    backslash_separates: bool,
}

impl<'a> Locations<'a> {
    /// Locations in a file of `folder` with this settings version, such as `1.19-windows`.
    #[must_use]
    pub fn new(folder: &'a Path, version: &str) -> Self {
        Self { folder, backslash_separates: version.ends_with("-windows") && !cfg!(windows) }
    }

    /// The path that a location stands for.
    ///
    /// A Windows path stays as it is on other systems: it names nothing there, and is shown as
    /// written.
    #[must_use]
    pub fn resolve(&self, location: &str) -> Arc<Path> {
        if is_absolute(location) {
            Arc::from(Path::new(location))
        } else if self.backslash_separates && location.contains('\\') {
            Arc::from(self.folder.join(location.replace('\\', "/")))
        } else {
            Arc::from(self.folder.join(location))
        }
    }
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
        for (version, location, path) in [
            ("1.19-linux", "web.vdi", "/vms/web/web.vdi"),
            ("1.19-linux", "Snapshots/{a}.vdi", "/vms/web/Snapshots/{a}.vdi"),
            ("1.19-linux", "/data/disk.vdi", "/data/disk.vdi"),
            ("1.19-linux", "odd\\name.vdi", "/vms/web/odd\\name.vdi"),
            ("1.19-windows", "D:/VMs/OSX.vdi", "D:/VMs/OSX.vdi"),
            ("1.19-windows", "C:\\VMs\\a.vdi", "C:\\VMs\\a.vdi"),
            ("1.19-windows", "\\\\server\\share\\a.vdi", "\\\\server\\share\\a.vdi"),
            #[cfg(not(windows))]
            ("1.19-windows", "Snapshots\\a.sav", "/vms/web/Snapshots/a.sav"),
        ] {
            assert_eq!(&*Locations::new(folder, version).resolve(location), Path::new(path), "{location}");
        }
    }
}
