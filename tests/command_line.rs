//! What the headless commands print and how they exit, on machines of a Sandbox of their own.
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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
    // The journal and the settings are kept where the test can see them, and nowhere else.
    let own = folder.join("person");
    command.env("HOME", &own).env("XDG_DATA_HOME", own.join("data")).env("XDG_CONFIG_HOME", own.join("config"));
    command.env("USER", "ada");
    command
}

/// Runs it, and returns what it printed, what it complained of and its exit code.
fn outcome(folder: &Path, arguments: &[&str]) -> (String, String, i32) {
    let output = snapgrove(folder).args(arguments).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (text(output.stdout), text(output.stderr), output.status.code().expect("it ended by itself"))
}

/// Runs it with `--yes`, and sees that it is done.
fn done(folder: &Path, arguments: &[&str]) -> String {
    let mut all = arguments.to_vec();
    all.insert(1, "--yes");
    let (out, err, code) = outcome(folder, &all);
    assert_eq!(code, 0, "{arguments:?}: {out}{err}");
    out
}

fn shown(folder: &Path, machine: &str) -> Value {
    json(snapgrove(folder).args(["show", machine, "--json"]))["machine"].clone()
}

/// The names of the machine's snapshots, in the order of the tree.
fn names(folder: &Path, machine: &str) -> Vec<String> {
    let machine = shown(folder, machine);
    let snapshots = machine["snapshots"].as_array().expect("snapshots").iter();
    snapshots.map(|snapshot| snapshot["name"].as_str().expect("a name").to_owned()).collect()
}

/// Everything in the folder that is not the person's own, to see that nothing was changed.
fn picture(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && !path.ends_with("person") {
                folders.push(path);
            } else if path.is_file() {
                files.insert(path.clone(), std::fs::read(&path).expect("a file"));
            }
        }
    }
    files
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
    for command in ["take", "edit", "clone"] {
        let help = outcome(folder.path(), &[command, "--help"]).0;
        assert!(help.contains("n in braces") && !help.contains(", \n"), "{help}");
    }
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

#[test]
fn a_snapshot_is_taken_of_several_machines_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machines(folder.path());
    let out = done(
        folder.path(),
        &["take", "web01", "empty", "web01", "--template", "{purpose} {n} on {machine}", "--purpose", "Tests"],
    );
    assert!(
        out.contains("✓ Take “Tests 1 on web01” of “web01”")
            && out.contains("of “empty”")
            && out.contains("2 of 2 steps done"),
        "{out}"
    );
    assert_eq!(names(folder.path(), "web01"), ["Initial State", "Before update", "Tests 1 on web01"]);
    assert_eq!(names(folder.path(), "empty"), ["Tests 1 on empty"]);
    // One that cannot be done stops all, before anything is changed.
    let before = picture(folder.path());
    let (out, err, code) = outcome(folder.path(), &["take", "web01", "empty", "--name", " ", "--yes"]);
    assert_eq!(code, 3, "{out}{err}");
    assert!(out.contains("✗ A name is needed.\n       Write one."), "{out}");
    assert_eq!(picture(folder.path()), before);
}

#[test]
fn names_follow_the_convention_of_the_settings() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machines(folder.path());
    let (_, err, code) = outcome(folder.path(), &["take", "web01", "--yes"]);
    assert!(code == 2 && err.contains("--name or --template"), "{err}");
    let settings = folder.path().join("person/config/snapgrove");
    std::fs::create_dir_all(&settings).expect("a folder");
    std::fs::write(settings.join("settings.ron"), "(naming_convention: Some(\"Step {n}\"))").expect("settings");
    done(folder.path(), &["take", "web01"]);
    let out = done(folder.path(), &["take", "web01", "--name", "Something else", "--description", "-x"]);
    assert!(out.contains("! “Something else” does not follow your convention “Step {n}”."), "{out}");
    done(folder.path(), &["take", "web01"]);
    assert_eq!(names(folder.path(), "web01")[2..], ["Step 1", "Something else", "Step 2"]);
    assert_eq!(shown(folder.path(), "web01")["snapshots"][3]["description"], "-x");
}

#[test]
fn without_a_yes_nothing_is_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machines(folder.path());
    let before = picture(folder.path());
    let commands: [&[&str]; 5] = [
        &["take", "web01", "--name", "x"],
        &["restore", "web01", "Initial State"],
        &["delete", "web01", "Initial State"],
        &["edit", "web01", "Initial State", "--name", "x"],
        &["clone", "web01", "--name", "x"],
    ];
    for command in commands {
        let (out, err, code) = outcome(folder.path(), command);
        assert_eq!(code, 2, "{command:?}");
        assert!(err.contains("--yes") && err.contains("Nothing was changed"), "{err}");
        assert!(out.contains("“web01”"), "the plan is printed all the same: {out}");
        let (out, err, code) = outcome(folder.path(), &[command, &["--dry-run"]].concat());
        assert!(code == 0 && err.is_empty() && out.contains("“web01”"), "{command:?}: {out}{err}");
        let (out, _, code) = outcome(folder.path(), &[command, &["--dry-run", "--json"]].concat());
        let plan: Value = serde_json::from_str(&out).expect("JSON");
        assert!(code == 0 && plan["result"].is_null() && plan["plan"]["steps"][0]["kind"].is_string(), "{plan}");
        assert_eq!(outcome(folder.path(), &[command, &["--dry-run", "--yes"]].concat()).2, 2);
    }
    assert_eq!(picture(folder.path()), before);
}

#[test]
fn going_back_keeps_the_current_state_unless_nothing_would_be_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = practice_machines(folder.path());
    // Nothing was changed since the last snapshot.
    let out = done(folder.path(), &["restore", "web01", "Initial State"]);
    assert!(out.contains("Nothing has changed since “Before update”"), "{out}");
    assert_eq!(names(folder.path(), "web01").len(), 2);
    let machine = shown(folder.path(), "web01");
    assert_eq!(machine["current_snapshot"], machine["snapshots"][0]["id"]);
    // A machine without a snapshot of its current state.
    drop(sandbox);
    done(folder.path(), &["delete", "web01", "Initial State", "Before update"]);
    let (_, err, code) = outcome(folder.path(), &["restore", "web01", "Initial State", "--yes"]);
    assert!(code == 2 && err.contains("has no snapshot “Initial State”"), "{err}");
    done(folder.path(), &["take", "web01", "--name", "A"]);
    done(folder.path(), &["take", "web01", "--name", "B"]);
    done(folder.path(), &["delete", "web01", "B"]);
    // Deleting the current snapshot has left the current state changed.
    let out = done(folder.path(), &["restore", "web01", "A"]);
    assert!(out.contains("Take “Before going back to “A”"), "{out}");
    assert_eq!(names(folder.path(), "web01").len(), 2);
    let (out, err, code) = outcome(folder.path(), &["restore", "web01", "A", "--start", "--yes"]);
    assert!(code == 3 && out.contains("cannot start"), "practice machines do not run: {out}{err}");
}

#[test]
fn what_would_be_lost_is_lost_only_on_demand() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machines(folder.path());
    done(folder.path(), &["delete", "web01", "Before update"]);
    let restore = |more: &[&str]| done(folder.path(), &[&["restore", "web01", "Initial State"], more].concat());
    let out = restore(&["--discard-current"]);
    assert!(out.contains("! What changed since “Initial State” is lost"), "{out}");
    assert_eq!(names(folder.path(), "web01"), ["Initial State"]);
    let out = restore(&["--keep-as", "As it was"]);
    assert!(!out.contains("is lost"), "{out}");
    assert_eq!(names(folder.path(), "web01"), ["Initial State", "As it was"]);
}

#[test]
fn deleting_is_foretold_and_done() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machines(folder.path());
    done(folder.path(), &["restore", "web01", "Initial State"]);
    done(folder.path(), &["take", "web01", "--name", "Other"]);
    // Two are below it.
    let blocked = json(snapgrove(folder.path()).args(["forecast", "web01", "Initial State", "--json"]));
    let id = |number: usize| shown(folder.path(), "web01")["snapshots"][number]["id"].clone();
    assert_eq!(blocked["blockers"][0]["snapshot"], id(0));
    assert!(blocked["blockers"][0]["why"].as_str().is_some_and(|why| why.contains("has 2 snapshots below it")));
    assert!(blocked["blockers"][0]["way_out"].is_string());
    assert_eq!(blocked["order"], Value::Array(Vec::new()));
    let before = picture(folder.path());
    let (out, err, code) = outcome(folder.path(), &["delete", "web01", "Initial State", "--yes"]);
    assert!(code == 3 && err.contains("Nothing was changed") && out.contains("✗"), "{out}{err}");
    assert_eq!(picture(folder.path()), before);
    // With all below it, those at the end go first.
    let foretold = json(snapgrove(folder.path()).args(["forecast", "web01", "Initial State", "--branch", "--json"]));
    assert_eq!(foretold["schema"], 1);
    assert_eq!(foretold["exact"], true);
    assert_eq!(foretold["blockers"], Value::Array(Vec::new()));
    assert_eq!(foretold["order"].as_array().map(Vec::len), Some(3));
    for bytes in ["frees_bytes", "needs_bytes", "copies_bytes"] {
        assert!(foretold[bytes].is_i64() || foretold[bytes].is_u64(), "{bytes}: {foretold}");
    }
    assert!(foretold["cautions"].is_array());
    let out = json(snapgrove(folder.path()).args(["delete", "web01", "Initial State", "--branch", "--yes", "--json"]));
    assert_eq!(out["result"]["done"], true);
    assert_eq!(out["result"]["freed_bytes"], foretold["frees_bytes"], "{out}");
    assert!(names(folder.path(), "web01").is_empty());
}

#[test]
fn a_name_that_fits_several_is_refused_with_their_ids() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machines(folder.path());
    done(folder.path(), &["take", "web01", "--name", "Before update"]);
    let before = picture(folder.path());
    let machine = shown(folder.path(), "web01");
    for command in ["delete", "restore", "forecast"] {
        let (_, err, code) = outcome(folder.path(), &[command, "web01", "Before update"]);
        assert_eq!(code, 2);
        for snapshot in [1, 2] {
            let id = machine["snapshots"][snapshot]["id"].as_str().expect("an id");
            assert!(err.contains(id), "{id} is missing in {err}");
        }
        // VBoxManage takes an empty name for the first snapshot, and deletes it.
        let (_, err, code) = outcome(folder.path(), &[command, "web01", ""]);
        assert!(code == 2 && err.contains("An empty name"), "{err}");
        let nobody = "00000000-0000-0000-0000-000000000000";
        assert_eq!(outcome(folder.path(), &[command, "web01", nobody]).2, 2);
    }
    assert_eq!(picture(folder.path()), before);
    let id = machine["snapshots"][1]["id"].as_str().expect("an id");
    done(folder.path(), &["delete", "web01", &format!("{{{}}}", id.to_uppercase())]);
    assert_eq!(shown(folder.path(), "web01")["snapshots"][1]["id"], machine["snapshots"][2]["id"]);
}

#[test]
fn odd_names_are_kept_as_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machines(folder.path());
    let odd = ["-x", "--yes", "'quoted' \"twice\" \\ $(id) `id`", "快照 👩‍💻 état", "<a href='x'>&amp;</a>", "a;b|c"];
    for name in odd {
        done(folder.path(), &["take", "empty", &format!("--name={name}"), "--description", name]);
        let out = done(folder.path(), &["edit", "empty", "--description=", "--", name]);
        assert!(out.contains("without description"), "{out}");
    }
    assert_eq!(names(folder.path(), "empty"), odd);
    for name in ["", "a\nb", "bell \u{7}", "f731f41c-0abe-4fdf-98bf-bdef0c3dbd36"] {
        let (out, _, code) = outcome(folder.path(), &["take", "empty", "--name", name, "--yes"]);
        assert_eq!(code, 3, "{name:?}: {out}");
        assert!(!out.contains('\u{7}'), "the terminal is not played with");
    }
    assert_eq!(names(folder.path(), "empty"), odd);
}

#[test]
fn several_are_renamed_by_a_template() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machines(folder.path());
    let both = ["edit", "web01", "Initial State", "Before update"];
    let (_, err, code) = outcome(folder.path(), &[&both[..], &["--name", "x", "--yes"]].concat());
    assert!(code == 2 && err.contains("--template"), "{err}");
    assert_eq!(outcome(folder.path(), &[&both[..], &["--yes"]].concat()).2, 2);
    assert_eq!(outcome(folder.path(), &[&both[..], &["--template", "{porpoise}", "--yes"]].concat()).2, 2);
    done(folder.path(), &[&both[..], &["--template", "{n}: {purpose} ({user})"]].concat());
    assert_eq!(names(folder.path(), "web01"), ["1: Initial State (ada)", "2: Before update (ada)"]);
    let (out, _, code) =
        outcome(folder.path(), &["edit", "web01", "2: Before update (ada)", "--description", "two\nlines", "--yes"]);
    assert!(code == 3 && out.contains("Nothing would change"), "{out}");
}

#[test]
fn clones_are_made_by_name_and_by_number() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machines(folder.path());
    done(folder.path(), &["clone", "web01", "--everything", "--name", "copy"]);
    assert_eq!(names(folder.path(), "copy"), ["Initial State", "Before update"]);
    let linked = ["clone", "web01", "--snapshot", "Initial State", "--linked"];
    let out = done(folder.path(), &[&linked[..], &["--template", "{machine} lab {n}", "--count", "3"]].concat());
    assert!(out.contains("! The clone rests on “Initial State”"), "{out}");
    for name in ["web01 lab 1", "web01 lab 2", "web01 lab 3"] {
        assert!(names(folder.path(), name).is_empty());
    }
    // What clones rest on is not deleted.
    let (out, _, code) = outcome(folder.path(), &["delete", "web01", "Initial State", "--yes"]);
    assert!(code == 3 && out.contains("web01 lab"), "{out}");
    let (out, _, code) = outcome(folder.path(), &["clone", "web01", "--name", "COPY", "--yes"]);
    assert!(code == 3 && out.contains("There is a machine “COPY” already"), "{out}");
    for wrong in [&["--count", "2", "--template", "x"][..], &["--linked", "--name", "x"], &["--yes"]] {
        assert_eq!(outcome(folder.path(), &[&["clone", "web01"], wrong].concat()).2, 2, "{wrong:?}");
    }
    let (_, err, code) = outcome(folder.path(), &["clone", "web01", "--name", "x", "--commands"]);
    assert!(code == 2 && err.contains("VirtualBox"), "{err}");
}

#[test]
fn results_are_told_as_json() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machines(folder.path());
    let taken = json(snapgrove(folder.path()).args(["take", "web01", "--name", "New", "--yes", "--json"]));
    assert_eq!(taken["schema"], 1);
    assert_eq!(taken["plan"]["title"], "Take “New” of “web01”");
    let step = &taken["plan"]["steps"][0];
    assert_eq!((&step["kind"], &step["connection"]), (&Value::from("take"), &Value::from("sandbox")));
    assert_eq!(taken["result"]["done"], true);
    assert_eq!(taken["result"]["steps"][0]["result"], "done");
    assert_eq!(taken["result"]["steps"][0]["made"], shown(folder.path(), "web01")["current_snapshot"]);
    let refused = snapgrove(folder.path()).args(["take", "web01", "--name", "", "--yes", "--json"]).assert().code(3);
    let refused: Value = serde_json::from_slice(&refused.get_output().stdout).expect("JSON");
    assert_eq!(refused["plan"]["blockers"][0]["why"], "a name is needed");
    assert!(refused["result"].is_null());
}

#[test]
fn what_fails_exits_with_4_and_says_what_stands() {
    let folder = tempfile::tempdir().expect("a folder");
    practice_machines(folder.path());
    // The journal cannot be written: nothing may be begun without it.
    let data = folder.path().join("person/data");
    std::fs::create_dir_all(data.parent().expect("a folder")).expect("a folder");
    std::fs::write(&data, "not a folder").expect("a file");
    let before = picture(folder.path());
    let (out, err, code) = outcome(folder.path(), &["take", "web01", "--name", "New", "--yes"]);
    assert_eq!(code, 4, "{out}{err}");
    assert!(out.contains("✗ Take “New”") && out.contains("Nothing was changed"), "{out}");
    assert_eq!(picture(folder.path()), before);
}
