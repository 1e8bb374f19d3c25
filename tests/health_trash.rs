//! The system's own trash takes a file and keeps it. The trash of whoever runs the tests stays as it is: the test runs
//! itself again with a trash of its own.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use snapgrove::health::removal::{SystemTrash, Trash as _};

const FILE: &str = "SNAPGROVE_TEST_TRASH_FILE";

#[test]
fn the_file_can_be_put_back() {
    if let Some(file) = std::env::var_os(FILE) {
        return put_twice(&PathBuf::from(file));
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stray “image”.vdi");
    fs::write(&file, "content").unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_file_can_be_put_back"])
        .env(FILE, &file)
        .env("XDG_DATA_HOME", folder.path().join("data"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(!file.exists());
    let trash = folder.path().join("data/Trash");
    assert_eq!(fs::read_to_string(trash.join("files/stray “image”.vdi")).unwrap(), "content");
    let note = fs::read_to_string(trash.join("info/stray “image”.vdi.trashinfo")).unwrap();
    assert!(note.contains("Path=") && note.contains("DeletionDate="), "{note}");
}

fn put_twice(file: &Path) {
    SystemTrash.put(file).unwrap();
    assert!(SystemTrash.put(file).is_err(), "it is gone already");
}
