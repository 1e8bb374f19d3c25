//! What the headless commands print and how they exit, on machines of a Sandbox of their own.
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

use std::path::Path;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use chrono::{DateTime, Utc};
use serde_json::Value;
use snapgrove::hypervisor::sandbox::{NewMachine, NewSnapshot, Sandbox};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_348_800, 0).expect("a time in November 2026")
}

/// Two machines, one of them with two snapshots.
fn practice_machines(folder: &Path) -> Sandbox {
    let sandbox = Sandbox::open(folder).expect("the Sandbox opens");
    let web = sandbox.create_machine(&NewMachine::small("web01", 64 << 20), now()).expect("a machine is made");
    sandbox.create_machine(&NewMachine::small("empty", 64 << 20), now()).expect("a machine is made");
    for name in ["Initial State", "Before update"] {
        let new = NewSnapshot { name: name.to_owned(), description: "two\nlines".to_owned(), taken_at: now() };
        sandbox.take(web, &new).expect("a snapshot is taken");
    }
    sandbox
}

fn snapgrove(folder: &Path) -> Command {
    let mut command = cargo_bin_cmd!("snapgrove");
    let nowhere = folder.join("no VirtualBox here");
    command.env("VBOX_USER_HOME", nowhere).arg(format!("--sandbox={}", folder.display()));
    command
}

fn json(command: &mut Command) -> Value {
    let output = command.assert().success().get_output().stdout.clone();
    serde_json::from_slice(&output).expect("JSON")
}

#[test]
fn list_prints_the_stable_json() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machines(folder.path());
    let list = json(snapgrove(folder.path()).args(["list", "--json"]));
    assert_eq!(list["schema"], 1);
    let machines = list["machines"].as_array().expect("machines");
    assert_eq!(machines.iter().map(|machine| &machine["name"]).collect::<Vec<_>>(), ["empty", "web01"]);
    let web = &machines[1];
    assert_eq!(web["connection"], "sandbox");
    assert_eq!(web["state"], "powered_off");
    assert!(web["problem"].is_null());
    assert!(web["occupied_bytes"].as_u64().expect("bytes") > 0);
    let snapshots = web["snapshots"].as_array().expect("snapshots");
    assert_eq!(snapshots.len(), 2);
    assert_eq!(snapshots[0]["name"], "Initial State");
    assert!(snapshots[0]["parent"].is_null());
    assert_eq!(snapshots[1]["parent"], snapshots[0]["id"]);
    assert_eq!(snapshots[1]["description"], "two\nlines");
    assert_eq!(snapshots[1]["depth"], 2);
    assert_eq!(snapshots[1]["online"], false);
    assert_eq!(snapshots[0]["taken_at"], "2026-11-22T12:00:00Z");
    assert_eq!(web["current_snapshot"], snapshots[1]["id"]);
    let id = snapshots[0]["id"].as_str().expect("an id");
    assert!(id.len() == 36 && id == id.to_lowercase(), "{id}");
    // VirtualBox is not there, which is a problem of its connection and hides nothing.
    assert_eq!(list["problems"][0]["connection"], "virtualbox");
}

#[test]
fn show_prints_a_machine_by_name_and_by_id() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machines(folder.path());
    let shown = json(snapgrove(folder.path()).args(["show", "web01", "--json"]));
    let id = shown["machine"]["id"].as_str().expect("an id");
    assert_eq!(json(snapgrove(folder.path()).args(["show", id, "--json"])), shown);
    assert_eq!(shown["images"].as_array().expect("images").len(), 3);
    let text = snapgrove(folder.path()).args(["show", "web01"]).assert().success().get_output().stdout.clone();
    let text = String::from_utf8(text).expect("text");
    for line in ["web01", "● Initial State", "● Before update", "◉ Current state"] {
        assert!(text.contains(line), "{line} is missing in\n{text}");
    }
}

#[test]
fn wrong_usage_exits_with_2_and_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machines(folder.path());
    let refused = snapgrove(folder.path()).args(["show", "web02"]).assert().code(2);
    let words = String::from_utf8(refused.get_output().stderr.clone()).expect("text");
    assert!(words.contains("There is no machine “web02”") && words.contains("snapgrove list"), "{words}");
    snapgrove(folder.path()).arg("shwo").assert().code(2);
}

#[test]
fn a_new_sandbox_has_the_four_stories() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("new");
    let list = json(snapgrove(&place).args(["list", "--json"]));
    let names: Vec<&str> =
        list["machines"].as_array().expect("machines").iter().filter_map(|machine| machine["name"].as_str()).collect();
    for story in ["Web server", "Test lab", "Golden image", "Old bookkeeping"] {
        assert!(names.contains(&story), "{story} is not among {names:?}");
    }
}
