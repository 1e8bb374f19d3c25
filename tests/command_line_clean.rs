//! Cleaning up by a rule from the command line, on machines of a Sandbox of its own.
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;
use chrono::{TimeDelta, Utc};
use serde_json::Value;
use snapgrove::hypervisor::sandbox::{NewMachine, NewSnapshot, Sandbox};

/// Two machines with snapshots that are 300, 200, 100 and 1 days old.
fn furnish(folder: &Path) {
    let sandbox = Sandbox::open(folder).expect("the Sandbox opens");
    for machine in ["web", "db"] {
        let id = sandbox.create_machine(&NewMachine::small(machine, 16 << 20), Utc::now()).expect("a machine");
        for days in [300, 200, 100, 1] {
            let taken_at = Utc::now() - TimeDelta::days(days);
            let new = NewSnapshot { name: format!("{days} days"), description: String::new(), taken_at };
            sandbox.take(id, &new).expect("a snapshot");
        }
    }
}

/// Runs it, and returns what it printed, what it complained of and its exit code.
fn outcome(folder: &Path, arguments: &[&str]) -> (String, String, i32) {
    let mut command = cargo_bin_cmd!("snapgrove");
    let own = folder.join("person");
    command.env("VBOX_USER_HOME", folder.join("no VirtualBox here")).arg(format!("--sandbox={}", folder.display()));
    command.env("HOME", &own).env("XDG_DATA_HOME", own.join("data")).env("XDG_CONFIG_HOME", own.join("config"));
    let output = command.args(arguments).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (text(output.stdout), text(output.stderr), output.status.code().expect("it ended by itself"))
}

fn names(folder: &Path, machine: &str) -> Vec<String> {
    let (out, ..) = outcome(folder, &["show", machine, "--json"]);
    let shown: Value = serde_json::from_str(&out).expect("JSON");
    let snapshots = shown["machine"]["snapshots"].as_array().expect("snapshots").iter();
    snapshots.map(|snapshot| snapshot["name"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn a_rule_cleans_all_machines_and_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    furnish(folder);
    let rule = ["clean", "--older-than", "90d", "--keep-newest", "2"];
    let (out, _, code) = outcome(folder, &[&rule[..], &["--dry-run"]].concat());
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("web  300 days: delete: older than 90 days"), "{out}");
    assert!(out.contains("db  100 days: kept: one of the newest 2"), "{out}");
    assert_eq!(names(folder, "web").len(), 4, "looking changes nothing");

    let (_, err, code) = outcome(folder, &rule);
    assert_eq!(code, 2, "nobody can be asked: {err}");
    assert_eq!(names(folder, "web").len(), 4);

    let (out, err, code) = outcome(folder, &[&rule[..], &["--yes", "--json"]].concat());
    assert_eq!(code, 0, "{out}{err}");
    let told: Value = serde_json::from_str(&out).expect("JSON");
    let deleted = told["decided"].as_array().expect("decisions").iter().filter(|one| one["decision"] == "delete");
    assert_eq!(deleted.count(), 4);
    assert_eq!(told["result"]["done"], true);
    for machine in ["web", "db"] {
        assert_eq!(names(folder, machine), ["100 days", "1 days"]);
    }

    let (out, err, code) = outcome(folder, &[&rule[..], &["--yes"]].concat());
    assert_eq!(code, 0, "nothing is left to do: {out}{err}");
}

#[test]
fn rules_have_names_and_pins_must_be_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    furnish(folder);
    assert_eq!(outcome(folder, &["clean", "--yes"]).2, 2, "without a rule nothing is deleted");
    let (_, err, code) = outcome(folder, &["clean", "--rule", "nightly", "--yes"]);
    assert!(code == 2 && err.contains("There is no rule “nightly”"), "{err}");
    let (out, err, code) = outcome(folder, &["clean", "--rule", "thorough", "--machine", "web", "--yes"]);
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!(names(folder, "web"), ["100 days", "1 days"]);
    assert_eq!(names(folder, "db").len(), 4, "another machine");

    let data = folder.join("person/data/snapgrove");
    std::fs::create_dir_all(&data).expect("a folder");
    std::fs::write(data.join("pins.jsonl"), "not a pin\n").expect("a file");
    let (out, err, code) = outcome(folder, &["clean", "--rule", "thorough", "--yes"]);
    assert_eq!(code, 3, "{out}{err}");
    assert_eq!(names(folder, "db").len(), 4, "what is pinned is not known");
}
