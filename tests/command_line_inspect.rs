//! What `snapgrove inspect` prints and writes, and how it exits, on machines of a Sandbox of their own.
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;
use chrono::{TimeDelta, Utc};
use serde_json::Value;
use snapgrove::hypervisor::sandbox::{NewMachine, NewSnapshot, Sandbox};

/// A machine with two snapshots of one name, of which a disk image may be missing.
fn practice_machine(folder: &Path, broken: bool) {
    let sandbox = Sandbox::open(folder).expect("the Sandbox opens");
    let machine = sandbox.create_machine(&NewMachine::small("web01", 64 << 20), Utc::now()).expect("a machine is made");
    for _ in 0..2 {
        let taken_at = Utc::now() - TimeDelta::days(1);
        let new = NewSnapshot { name: "before update".to_owned(), description: String::new(), taken_at };
        sandbox.take(machine, &new).expect("a snapshot is taken");
    }
    if broken {
        use snapgrove::hypervisor::Hypervisor as _;
        let listing = sandbox.machines().expect("the list can be read");
        let read = sandbox.read(&listing.machines[0]).expect("the machine can be read");
        std::fs::remove_file(&*read.images[0].path).expect("an image can be removed");
    }
}

fn outcome(folder: &Path, arguments: &[&str]) -> (String, i32) {
    let own = folder.join("person");
    let mut command = cargo_bin_cmd!("snapgrove");
    command.env("VBOX_USER_HOME", folder.join("no VirtualBox here"));
    command.env("HOME", &own).env("XDG_DATA_HOME", own.join("data")).env("XDG_CONFIG_HOME", own.join("config"));
    let output = command
        .arg(format!("--sandbox={}", folder.display()))
        .arg("inspect")
        .args(arguments)
        .output()
        .expect("the program runs");
    (String::from_utf8(output.stdout).expect("text"), output.status.code().expect("it ended by itself"))
}

fn kinds(folder: &Path) -> (Vec<String>, i32) {
    let (out, code) = outcome(folder, &["--json"]);
    let json: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(json["schema"], 1);
    let findings = json["findings"].as_array().expect("findings").iter();
    (findings.map(|finding| finding["kind"].as_str().expect("a kind").to_owned()).collect(), code)
}

#[test]
fn a_missing_image_is_serious_and_names_alone_are_not() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machine(folder.path(), false);
    let (found, _) = kinds(folder.path());
    assert!(found.contains(&"duplicate_name".to_owned()) && !found.contains(&"missing_image".to_owned()), "{found:?}");

    let broken = tempfile::tempdir().expect("a folder");
    practice_machine(broken.path(), true);
    let (found, code) = kinds(broken.path());
    assert!(found.contains(&"missing_image".to_owned()), "{found:?}");
    assert_eq!(code, 1);
}

#[test]
fn reports_are_written_and_text_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machine(folder.path(), true);
    let page = folder.path().join("report.html");
    let (out, code) = outcome(folder.path(), &["--html", page.to_str().expect("text")]);
    assert_eq!(code, 1);
    assert!(out.contains("Serious") && out.contains("is missing."), "{out}");
    assert!(std::fs::read_to_string(&page).expect("a page").contains("<!DOCTYPE html>"));
    let table = folder.path().join("report.csv");
    outcome(folder.path(), &["--csv", table.to_str().expect("text")]);
    assert!(std::fs::read_to_string(&table).expect("a table").contains("missing_image"));
}
