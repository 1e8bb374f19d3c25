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
    outcome_of(folder, &[&["inspect"], arguments].concat())
}

fn outcome_of(folder: &Path, arguments: &[&str]) -> (String, i32) {
    let own = folder.join("person");
    let mut command = cargo_bin_cmd!("snapgrove");
    command.env("VBOX_USER_HOME", folder.join("no VirtualBox here"));
    command.env("HOME", &own).env("XDG_DATA_HOME", own.join("data")).env("XDG_CONFIG_HOME", own.join("config"));
    let output =
        command.arg(format!("--sandbox={}", folder.display())).args(arguments).output().expect("the program runs");
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

/// Runs another command with `--yes`, and sees that it is done.
fn done(folder: &Path, arguments: &[&str]) {
    let own = folder.join("person");
    let mut command = cargo_bin_cmd!("snapgrove");
    command.env("VBOX_USER_HOME", folder.join("no VirtualBox here"));
    command.env("HOME", &own).env("XDG_DATA_HOME", own.join("data")).env("XDG_CONFIG_HOME", own.join("config"));
    command.arg(format!("--sandbox={}", folder.display())).args(arguments).arg("--yes").assert().success();
}

#[test]
fn many_restores_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machine(folder.path(), false);
    done(folder.path(), &["take", "web01", "--name", "start"]);
    for _ in 0..4 {
        done(folder.path(), &["restore", "web01", "start"]);
    }
    assert!(!kinds(folder.path()).0.contains(&"many_restores".to_owned()), "four are not many");
    done(folder.path(), &["restore", "web01", "start"]);
    assert!(kinds(folder.path()).0.contains(&"many_restores".to_owned()));
}

#[test]
fn a_snapshot_of_a_machine_that_had_been_cut_off_is_told_also_later() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machine(folder.path(), false);
    let (out, _) = outcome_of(folder.path(), &["show", "web01", "--json"]);
    let shown: Value = serde_json::from_str(&out).expect("JSON");
    let settings = shown["machine"]["settings_file"].as_str().expect("a path").to_owned();
    let change = |from: &str, to: &str| {
        let text = std::fs::read_to_string(&settings).expect("settings");
        assert!(text.contains(from), "“{from}” is not in {text}");
        std::fs::write(&settings, text.replacen(from, to, 1)).expect("settings can be written");
    };
    let told = || kinds(folder.path()).0.contains(&"unstable_snapshot".to_owned());
    assert!(!told());
    change("lastStateChange=", "aborted=\"true\" lastStateChange=");
    done(folder.path(), &["take", "web01", "--name", "after the power cut"]);
    // Whatever happens to the machine then, the snapshot is what it is.
    change("aborted=\"true\" ", "");
    assert!(told());
    done(folder.path(), &["delete", "web01", "after the power cut"]);
    assert!(!told(), "it is gone");
}

#[test]
fn work_without_an_end_is_told_until_the_person_was_told() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machine(folder.path(), false);
    let (out, _) = outcome_of(folder.path(), &["show", "web01", "--json"]);
    let shown: Value = serde_json::from_str(&out).expect("JSON");
    let machine = serde_json::json!({"connection": "sandbox", "machine": shown["machine"]["id"]});
    let step = serde_json::json!({"delete": {"snapshot": shown["machine"]["snapshots"][0]["id"]}});
    let at = "2026-11-20T10:00:00Z";
    let lines = [
        serde_json::json!({"record": "submitted", "title": "Delete “before update”", "intent": "delete", "at": at,
            "steps": [{"machine": machine, "machine_name": "web01", "what": "Delete “before update”", "step": step,
            "frees": null}]}),
        serde_json::json!({"record": "begun", "index": 0, "at": at, "before": null, "machines": [], "copy": null}),
    ];
    let journals = folder.path().join("person/data/snapgrove/journal");
    std::fs::create_dir_all(&journals).expect("a folder");
    let text = format!("{}\n{}\n", lines[0], lines[1]);
    std::fs::write(journals.join("2026-11-20T10-00-00.000-1.jsonl"), text).expect("a journal");
    let (found, code) = kinds(folder.path());
    assert!(found.contains(&"unfinished_work".to_owned()), "{found:?}");
    assert_eq!(code, 1);
}

/// A saved memory is measured by the version of the VirtualBox that is installed, as its program tells it.
#[test]
#[cfg(unix)]
fn a_saved_state_is_older_than_the_installed_version() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    practice_machine(folder.path(), false);
    let (out, _) = outcome_of(folder.path(), &["show", "web01", "--json"]);
    let shown: Value = serde_json::from_str(&out).expect("JSON");
    let settings = shown["machine"]["settings_file"].as_str().expect("a path");
    let mut saved = b"\x7fVirtualBox SavedState V2.0\n".to_vec();
    saved.resize(32, 0);
    saved.extend([7, 0, 1, 0, 4, 0, 0, 0]);
    std::fs::write(Path::new(settings).with_file_name("memory.sav"), &saved).expect("a saved memory");
    let text = std::fs::read_to_string(settings).expect("settings");
    std::fs::write(settings, text.replacen("lastStateChange=", "stateFile=\"memory.sav\" lastStateChange=", 1))
        .expect("settings");
    let home = folder.path().join("VirtualBox");
    std::fs::create_dir(&home).expect("a folder");
    let id = shown["machine"]["id"].as_str().expect("an id");
    let registry = format!(
        "<?xml version=\"1.0\"?><VirtualBox xmlns=\"http://www.virtualbox.org/\" version=\"1.12-linux\"><Global>\
         <MachineRegistry><MachineEntry uuid=\"{{{id}}}\" src=\"{settings}\"/></MachineRegistry></Global></VirtualBox>"
    );
    std::fs::write(home.join("VirtualBox.xml"), registry).expect("a registry");
    let program = folder.path().join("VBoxManage");
    let told = |version: &str| {
        std::fs::write(&program, format!("#!/bin/sh\n[ \"$1\" = --version ] && echo {version}\nexit 0\n"))
            .expect("a script");
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("it can be run");
        let mut command = cargo_bin_cmd!("snapgrove");
        let own = folder.path().join("person");
        command.env("HOME", &own).env("XDG_DATA_HOME", own.join("data")).env("XDG_CONFIG_HOME", own.join("config"));
        command.arg("--virtualbox-home").arg(&home).arg("--vboxmanage").arg(&program).args(["inspect", "--json"]);
        let output = command.output().expect("the program runs");
        String::from_utf8(output.stdout).expect("text").contains("old_saved_state")
    };
    assert!(!told("7.1.12r1"), "the same minor version");
    assert!(told("7.2.22r1"));
}
