//! Several machines at once from the command line, and sets of what was taken together, on machines of a Sandbox.
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;
use chrono::{TimeDelta, Utc};
use serde_json::Value;
use snapgrove::hypervisor::sandbox::{NewMachine, NewSnapshot, Sandbox};

/// The machines `web`, `db` and `log`; each has a snapshot that is ten days old, `web` and `db` have `Base` of five days
/// ago.
fn furnish(folder: &Path) {
    let sandbox = Sandbox::open(folder).expect("the Sandbox opens");
    for machine in ["web", "db", "log"] {
        let id = sandbox.create_machine(&NewMachine::small(machine, 16 << 20), Utc::now()).expect("a machine");
        for (name, days) in [("first", 10), ("Base", 5)] {
            if machine != "log" || name != "Base" {
                let taken_at = Utc::now() - TimeDelta::days(days);
                let new = NewSnapshot { name: name.to_owned(), description: String::new(), taken_at };
                sandbox.take(id, &new).expect("a snapshot");
            }
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

fn done(folder: &Path, arguments: &[&str]) -> String {
    let (out, err, code) = outcome(folder, arguments);
    assert_eq!(code, 0, "{arguments:?}: {out}{err}");
    out
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    serde_json::from_str(&done(folder, &[arguments, &["--json"]].concat())).expect("JSON")
}

fn names(folder: &Path, machine: &str) -> Vec<String> {
    let shown = json(folder, &["show", machine]);
    let snapshots = shown["machine"]["snapshots"].as_array().expect("snapshots").iter();
    snapshots.map(|snapshot| snapshot["name"].as_str().expect("a name").to_owned()).collect()
}

/// The name of the machine's current snapshot.
fn current(folder: &Path, machine: &str) -> String {
    let shown = json(folder, &["show", machine]);
    let current = &shown["machine"]["current_snapshot"];
    let snapshots = shown["machine"]["snapshots"].as_array().expect("snapshots").iter();
    let mut found = snapshots.filter(|snapshot| snapshot["id"] == *current);
    found.next().expect("a current snapshot")["name"].as_str().expect("a name").to_owned()
}

/// Puts a machine into a group, as VirtualBox Manager does.
fn group(folder: &Path, machine: &str, group: &str) {
    let shown = json(folder, &["show", machine]);
    let path = shown["machine"]["settings_file"].as_str().expect("a path").to_owned();
    let text = std::fs::read_to_string(&path).expect("settings");
    let machine = text.find("<Machine ").expect("a machine");
    let inside = machine + text[machine..].find('>').expect("the end of a tag") + 1;
    let (before, after) = text.split_at(inside);
    std::fs::write(&path, format!("{before}<Groups><Group name=\"{group}\"/></Groups>{after}")).expect("settings");
}

#[test]
fn what_is_taken_together_is_a_set_that_goes_back_and_goes_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    furnish(folder);
    assert!(done(folder, &["sets", "list"]).contains("No snapshots were taken together"));
    done(
        folder,
        &["take", "--all", "--template", "{purpose} of {machine}", "--purpose", "State", "--set", "monday", "--yes"],
    );
    assert_eq!(current(folder, "db"), "State of db");
    done(folder, &["take", "web", "--name", "alone", "--yes"]);
    done(folder, &["take", "--machine", "web", "--machine", "db", "--name", "both", "--yes"]);
    let sets = json(folder, &["sets", "list"]);
    let told: Vec<(&str, usize)> = sets["sets"]
        .as_array()
        .expect("sets")
        .iter()
        .map(|set| (set["name"].as_str().expect("a name"), set["members"].as_array().expect("members").len()))
        .collect();
    assert_eq!(told, [("both", 2), ("monday", 3)], "one machine is no set");
    assert!(done(folder, &["sets", "list"]).contains("log: State of log"));

    done(folder, &["sets", "restore", "Monday", "--yes"]);
    for machine in ["web", "db", "log"] {
        assert_eq!(current(folder, machine), format!("State of {machine}"));
    }
    done(folder, &["sets", "delete", "both", "--yes"]);
    assert_eq!(names(folder, "web"), ["first", "Base", "State of web", "alone"]);
    let left = json(folder, &["sets", "list"]);
    assert_eq!(left["sets"].as_array().expect("sets").len(), 1, "with its snapshots a set goes");
    done(folder, &["sets", "forget", "monday"]);
    assert!(names(folder, "log").contains(&"State of log".to_owned()));
    let (_, err, code) = outcome(folder, &["sets", "restore", "monday", "--yes"]);
    assert!(code == 2 && err.contains("There is no set “monday”"), "{err}");
}

#[test]
fn each_goes_back_to_its_own_and_missing_ones_come_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    furnish(folder);
    let named = ["restore", "--all", "--snapshot-named", "base"];
    let (out, err, code) = outcome(folder, &[&named[..], &["--yes"]].concat());
    assert_eq!(code, 3, "{out}{err}");
    assert!(out.starts_with("✗ log: it has no snapshot “base”"), "{out}");
    assert_eq!(outcome(folder, &[&named[..], &["--dry-run"]].concat()).2, 3, "as it would be with --yes");
    done(folder, &[&named[..], &["--leave-out", "--yes"]].concat());

    let before = (Utc::now() - TimeDelta::days(7)).to_rfc3339();
    let told = json(folder, &["restore", "--all", "--before", &before, "--yes"]);
    assert_eq!(told["result"]["machines"].as_array().expect("machines").len(), 3);
    for machine in ["web", "db", "log"] {
        assert_eq!(current(folder, machine), "first");
    }
    let long_ago = outcome(folder, &["restore", "--all", "--before", "2001-01-01", "--yes"]);
    assert!(long_ago.2 == 3 && long_ago.0.contains("it has no snapshot taken before"), "{long_ago:?}");
    assert_eq!(outcome(folder, &["restore", "--all", "--before", "soon", "--yes"]).2, 2);
    assert_eq!(outcome(folder, &["restore", "--snapshot-named", "base", "--yes"]).2, 2, "on which machines?");
    assert_eq!(outcome(folder, &["restore", "web", "Base", "--all", "--yes"]).2, 2, "one or all?");
}

#[test]
fn names_are_deleted_on_all_machines_but_pinned_ones_stay() {
    use snapgrove::pins::{PinsFile, SnapshotKey};
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    furnish(folder);
    let shown = json(folder, &["show", "web"]);
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let key = SnapshotKey {
        connection: snapgrove::model::ConnectionId::new("sandbox"),
        machine: text(&shown["machine"]["id"]).parse().expect("an id"),
        snapshot: text(&shown["machine"]["snapshots"][0]["id"]).parse().expect("an id"),
    };
    let pins = PinsFile::in_folder(&folder.join("person/data/snapgrove"));
    pins.update(|pins| pins.pin(key, "", Utc::now())).expect("a pin");
    let told = json(folder, &["delete", "--all", "--name-like", "F*", "--dry-run"]);
    assert_eq!(told["plan"]["steps"].as_array().expect("steps").len(), 2);
    assert_eq!(told["stays"][0]["machine_name"], "web");
    done(folder, &["delete", "--all", "--name-like", "F*", "--yes"]);
    assert_eq!(names(folder, "web"), ["first", "Base"]);
    assert_eq!(names(folder, "db"), ["Base"]);
    assert!(names(folder, "log").is_empty());
    assert_eq!(outcome(folder, &["delete", "--all", "--name-like", "no such*", "--yes"]).2, 2);
    done(folder, &["delete", "--all", "--name-like", "first", "--yes"]);
    assert_eq!(names(folder, "web"), ["first", "Base"], "the pinned one alone is nothing to do");
    done(folder, &["delete", "--all", "--name-like", "first", "--also-pinned", "--yes"]);
    assert_eq!(names(folder, "web"), ["Base"]);
}

#[test]
fn groups_choose_and_one_that_cannot_stops_all_unless_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    furnish(folder);
    group(folder, "web", "/lab/front");
    group(folder, "db", "/lab");
    let told = json(folder, &["take", "--group", "/lab", "--name", "grouped", "--dry-run"]);
    assert_eq!(told["plan"]["steps"].as_array().expect("steps").len(), 2);
    let (_, err, code) = outcome(folder, &["take", "--group", "/lab/back", "--name", "grouped", "--yes"]);
    assert!(code == 2 && err.contains("/lab/back"), "{err}");

    // A machine whose disk is missing.
    let shown = json(folder, &["show", "log"]);
    let images = shown["images"].as_array().expect("images");
    std::fs::remove_file(images[0]["path"].as_str().expect("a path")).expect("an image can be removed");
    let (out, _, code) = outcome(folder, &["take", "--all", "--name", "all", "--yes"]);
    assert_eq!(code, 3, "{out}");
    assert!(!names(folder, "web").contains(&"all".to_owned()), "nothing was begun: {out}");
    let told = json(folder, &["take", "--all", "--name", "all", "--leave-out", "--yes"]);
    assert_eq!(told["left_out"][0]["machine_name"], "log");
    assert!(names(folder, "web").contains(&"all".to_owned()) && names(folder, "db").contains(&"all".to_owned()));
}
