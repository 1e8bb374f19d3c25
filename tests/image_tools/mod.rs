//! Independent programs that make images and say what is in them.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#![allow(dead_code, clippy::allow_attributes, reason = "every test file uses a part of it")]

use std::path::PathBuf;
use std::process::Command;

use snapgrove::model::ImageId;

/// Runs `qemu-img`; `None`, said loudly, where it is not installed.
pub fn qemu_img(arguments: &[&str]) -> Option<()> {
    let output = match Command::new("qemu-img").args(arguments).output() {
        Ok(output) => output,
        Err(error) => {
            eprintln!("NOT TESTED: qemu-img cannot be run ({error}); install qemu-utils");
            return None;
        }
    };
    assert!(output.status.success(), "qemu-img {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(())
}

/// Runs VirtualBox's tool; `None`, said loudly, where there is none for tests.
pub fn vboxmanage(arguments: &[&str]) -> Option<String> {
    let Some(tool) = std::env::var_os("SNAPGROVE_VBOXMANAGE") else {
        eprintln!("NOT TESTED: SNAPGROVE_VBOXMANAGE does not name a VBoxManage");
        return None;
    };
    let output = Command::new(tool).args(arguments).output().expect("SNAPGROVE_VBOXMANAGE can be run");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

pub fn created_id(output: &str) -> ImageId {
    output.split_once("UUID: ").expect("the tool prints the id").1.trim().parse().expect("an id")
}

/// A folder inside the test VirtualBox's home: it may see no other.
pub fn shared_folder() -> Option<tempfile::TempDir> {
    let home = std::env::var_os("SNAPGROVE_VBOX_HOME").map(PathBuf::from)?;
    Some(tempfile::Builder::new().prefix("images").tempdir_in(home).unwrap())
}
