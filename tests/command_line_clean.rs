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

/// The JSON of a look at what would be done.
fn look(folder: &Path, arguments: &[&str]) -> Value {
    let (out, err, code) = outcome(folder, &[&["clean"], arguments, &["--dry-run", "--json"]].concat());
    assert_eq!(code, 0, "{arguments:?}: {out}{err}");
    serde_json::from_str(&out).expect("JSON")
}

/// The snapshots of “web” that would be deleted.
fn deleted(told: &Value) -> Vec<String> {
    let decided = told["decided"].as_array().expect("decisions").iter();
    let of_web = decided.filter(|one| one["machine_name"] == "web" && one["decision"] == "delete");
    of_web.map(|one| one["name"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn every_word_of_a_rule_has_its_option() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    furnish(folder);
    let cases: [(&[&str], &[&str], &str); 10] = [
        (
            &["--older-than", "150d"],
            &["300 days", "200 days"],
            "Delete snapshots older than 150 days; never pinned ones",
        ),
        (
            &["--deeper-than", "3"],
            &["300 days"],
            "Delete the oldest snapshots while a tree is more than 3 deep; never pinned ones",
        ),
        (
            &["--larger-than", "0.001MB", "--keep-newest", "2"],
            &["300 days", "200 days"],
            "Delete the oldest snapshots while a machine's snapshots take more than 1 KB, but keep the newest 2; never \
             pinned ones",
        ),
        (
            &["--keep-per", "year", "--keep-per", "week:2"],
            &["200 days", "100 days"],
            "Delete snapshots, but keep one per year for ever and one per week for 2 weeks; never pinned ones",
        ),
        (&["--name-like", "2*"], &["200 days"], "Delete snapshots named like “2*”; never pinned ones"),
        (
            &["--name-like", "*00 days", "--name-not-like", "2*"],
            &["300 days", "100 days"],
            "Delete snapshots named like “*00 days” but not named like “2*”; never pinned ones",
        ),
        (&["--taken-by-snapgrove"], &[], "Delete snapshots taken by Snapgrove; never pinned ones"),
        (
            &["--name-like", "*", "--also-current", "--also-forks"],
            &["300 days", "200 days", "100 days", "1 days"],
            "Delete snapshots named like “*”; also the current snapshot and forks of the current path; never \
             pinned ones",
        ),
        (
            &["--older-than", "150d", "--running", "--all"],
            &["300 days", "200 days"],
            "Delete snapshots older than 150 days; also those of running machines; never pinned ones",
        ),
        (
            &["--older-than", "150d", "--powered-off"],
            &["300 days", "200 days"],
            "Delete snapshots older than 150 days; only of machines that are powered off; never pinned ones",
        ),
    ];
    for (options, expected, sentence) in cases {
        let told = look(folder, options);
        if !options.contains(&"--keep-per") {
            assert_eq!(deleted(&told), expected, "{options:?}");
        }
        assert_eq!(told["rule"], sentence, "{options:?}");
    }
    // Which years the days lie in depends on the day of the test; that the newest stays does not.
    assert!(!deleted(&look(folder, &["--keep-per", "year"])).contains(&"1 days".to_owned()));
    // A snapshot that Snapgrove took, and that is not the current one.
    for name in ["mine", "newer"] {
        let (out, err, code) = outcome(folder, &["take", "web", "--name", name, "--yes"]);
        assert_eq!(code, 0, "{out}{err}");
    }
    assert_eq!(deleted(&look(folder, &["--taken-by-snapgrove"])), ["mine"]);
    assert_eq!(outcome(folder, &["clean", "--rule", "careful", "--older-than", "1d"]).2, 2);
    assert_eq!(outcome(folder, &["clean", "--name-not-like", "x"]).2, 2, "everything else, by a slip");
}

#[test]
fn totals_and_disks_are_told_before_and_after() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    furnish(folder);
    let told = look(folder, &["--older-than", "90d"]);
    let frees = told["plan"]["frees_bytes"].as_i64().expect("a figure");
    assert!(frees > 0 && told["plan"]["exact"].as_bool().is_some());
    let [disk] = told["disks"].as_array().expect("disks").as_slice() else { panic!("one disk: {told}") };
    assert_eq!((&disk["machines"], &disk["frees_bytes"]), (&Value::from(2), &Value::from(frees)));
    let (before, after) = (disk["free_bytes"].as_i64(), disk["free_afterwards_bytes"].as_i64());
    assert_eq!(after, before.map(|before| before + frees));
    let (out, err, code) = outcome(folder, &["clean", "--older-than", "90d", "--yes"]);
    assert_eq!(code, 0, "{out}{err}");
    for words in ["8 snapshots: 6 to delete, 2 kept", "free now", " afterwards", "web: 3 of 3 steps done", " expected"]
    {
        assert!(out.contains(words), "“{words}” is missing in {out}");
    }
}

#[test]
fn a_surprise_on_one_machine_stops_only_that_machine() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    furnish(folder);
    // Another Snapgrove is at work on “web”.
    let told = look(folder, &["--older-than", "150d"]);
    let decided = told["decided"].as_array().expect("decisions");
    let web = decided.iter().find(|one| one["machine_name"] == "web").expect("web")["machine"].as_str().expect("an id");
    let locks = folder.join("person/data/snapgrove/locks");
    std::fs::create_dir_all(&locks).expect("a folder");
    let lock = std::fs::File::create(locks.join(format!("sandbox-{web}.lock"))).expect("a lock");
    lock.lock().expect("it is free");
    let (out, err, code) = outcome(folder, &["clean", "--older-than", "150d", "--yes", "--json"]);
    assert_eq!(code, 4, "{out}{err}");
    let told: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(told["result"]["done"], false);
    let machines = told["result"]["machines"].as_array().expect("machines");
    let of = |name: &str| machines.iter().find(|one| one["machine_name"] == name).expect("a machine");
    assert_eq!((&of("db")["done"], &of("web")["done"]), (&Value::from(true), &Value::from(false)));
    assert_eq!((names(folder, "db").len(), names(folder, "web").len()), (2, 4));
    drop(lock);
    assert_eq!(outcome(folder, &["clean", "--older-than", "150d", "--yes"]).2, 0, "the next run does the rest");
    assert_eq!(names(folder, "web").len(), 2);
}

#[test]
fn what_cannot_go_is_told_and_pinned_ones_stay() {
    use snapgrove::pins::{PinsFile, SnapshotKey};
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    furnish(folder);
    let told = look(folder, &["--older-than", "150d", "--machine", "web"]);
    let oldest = &told["decided"][0];
    let key = SnapshotKey {
        connection: snapgrove::model::ConnectionId::new("sandbox"),
        machine: oldest["machine"].as_str().expect("an id").parse().expect("an id"),
        snapshot: oldest["snapshot"].as_str().expect("an id").parse().expect("an id"),
    };
    let pins = PinsFile::in_folder(&folder.join("person/data/snapgrove"));
    pins.update(|pins| pins.pin(key, "for the audit", Utc::now())).expect("a pin");
    let (out, err, code) = outcome(folder, &["clean", "--older-than", "90d", "--machine", "web", "--yes"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("web  300 days: kept: pinned (“for the audit”)"), "{out}");
    assert_eq!(names(folder, "web"), ["300 days", "1 days"]);
    // By hand it is asked for twice.
    let (out, err, code) = outcome(folder, &["delete", "web", "300 days", "--yes"]);
    assert!(code == 3 && err.contains("Pinned: “300 days”"), "{out}{err}");
    assert_eq!(outcome(folder, &["delete", "web", "300 days", "--also-pinned", "--yes"]).2, 0);
    assert_eq!(pins.load().expect("pins").iter().count(), 0, "it is gone, and its pin with it");
    // A linked clone rests on a snapshot: nothing is left that can be done.
    let (out, err, code) =
        outcome(folder, &["clone", "db", "--snapshot", "300 days", "--linked", "--name", "dbclone", "--yes"]);
    assert_eq!(code, 0, "{out}{err}");
    let (out, err, code) = outcome(folder, &["clean", "--older-than", "250d", "--machine", "db", "--yes"]);
    assert!(code == 3 && out.contains("cannot: clone dbclone needs it"), "{out}{err}");
    assert_eq!(names(folder, "db").len(), 4);
}

#[test]
fn pins_are_set_listed_and_taken_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    furnish(folder);
    assert_eq!(outcome(folder, &["pins", "list"]).0, "Nothing is pinned.\n");
    assert_eq!(outcome(folder, &["pins", "add", "web", "300 days", "--reason", "-x for the audit"]).2, 0);
    assert_eq!(outcome(folder, &["pins", "add", "web", "no such"]).2, 2);
    let (out, ..) = outcome(folder, &["pins", "list", "--json"]);
    let told: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(
        (&told["pins"][0]["name"], &told["pins"][0]["reason"]),
        (&"300 days".into(), &"-x for the audit".into())
    );
    assert!(outcome(folder, &["pins", "list"]).0.contains("web  300 days"));
    // A clone with all snapshots has the pin too.
    let (out, err, code) = outcome(folder, &["clone", "web", "--everything", "--name", "copy", "--yes"]);
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!(outcome(folder, &["pins", "remove", "web", "300 days"]).2, 0);
    let (out, ..) = outcome(folder, &["pins", "list"]);
    assert!(out.contains("copy  300 days") && !out.contains("web"), "{out}");
}
