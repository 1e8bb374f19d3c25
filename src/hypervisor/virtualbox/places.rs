//! Where VirtualBox keeps its registry, and where its program is, on each system.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Name of the registry of all machines.
pub const REGISTRY: &str = "VirtualBox.xml";

/// VirtualBox's configuration folder: `VBOX_USER_HOME`, else the platform's place.
///
/// `variable` looks up an environment variable, so that tests need none.
#[must_use]
pub fn configuration_folder(variable: &dyn Fn(&str) -> Option<OsString>) -> PathBuf {
    if let Some(folder) = variable("VBOX_USER_HOME").filter(|folder| !folder.is_empty()) {
        return PathBuf::from(folder);
    }
    let home = PathBuf::from(variable(if cfg!(windows) { "USERPROFILE" } else { "HOME" }).unwrap_or_default());
    if cfg!(windows) {
        return home.join(".VirtualBox");
    }
    if cfg!(target_os = "macos") {
        return home.join("Library/VirtualBox");
    }
    // Before 4.3 it was in the home folder itself; VirtualBox still uses that folder if it is there, whatever is in it
    // (`VirtualBox/com/com.cpp`).
    let old = home.join(".VirtualBox");
    if old.is_dir() {
        return old;
    }
    let configuration = variable("XDG_CONFIG_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    configuration.unwrap_or_else(|| home.join(".config")).join("VirtualBox")
}

/// The program VBoxManage, if it is where installers put it or in the search path.
#[must_use]
pub fn find_vboxmanage(variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let name = if cfg!(windows) { "VBoxManage.exe" } else { "VBoxManage" };
    // The program itself before Debian's wrapper script, which prints a banner.
    let usual: &[&str] = if cfg!(windows) {
        &[r"C:\Program Files\Oracle\VirtualBox"]
    } else if cfg!(target_os = "macos") {
        &["/Applications/VirtualBox.app/Contents/MacOS"]
    } else {
        &["/usr/lib/virtualbox", "/opt/VirtualBox"]
    };
    let installed = variable("VBOX_MSI_INSTALL_PATH").map(PathBuf::from).into_iter();
    let usual = usual.iter().map(|folder| Path::new(folder).to_owned());
    let searched: Vec<PathBuf> =
        variable("PATH").iter().flat_map(|paths| std::env::split_paths(paths).collect::<Vec<_>>()).collect();
    installed.chain(usual).chain(searched).map(|folder| folder.join(name)).find(|program| program.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_names_the_folder_first() {
        let variable = |name: &str| match name {
            "VBOX_USER_HOME" => Some(OsString::from("/elsewhere")),
            _ => Some(OsString::from("/home/user")),
        };
        assert_eq!(configuration_folder(&variable), Path::new("/elsewhere"));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn linux_has_two_places_of_which_an_existing_old_one_wins() {
        let home = tempfile::tempdir().unwrap();
        let variable = |name: &str| (name == "HOME").then(|| home.path().as_os_str().to_owned());
        assert_eq!(configuration_folder(&variable), home.path().join(".config/VirtualBox"));
        std::fs::create_dir(home.path().join(".VirtualBox")).unwrap();
        assert_eq!(configuration_folder(&variable), home.path().join(".VirtualBox"));
    }

    #[test]
    fn the_program_is_looked_for_in_the_search_path() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join(if cfg!(windows) { "VBoxManage.exe" } else { "VBoxManage" });
        std::fs::write(&program, "").unwrap();
        let variable = |name: &str| (name == "PATH").then(|| folder.path().as_os_str().to_owned());
        assert!(find_vboxmanage(&variable).is_some());
    }
}
