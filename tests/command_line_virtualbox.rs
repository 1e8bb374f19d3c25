//! The commands that change machines, on a real VirtualBox: they do what they print, and nothing else.
//!
//! ```sh
//! tests/testbed/virtualbox.sh install
//! SNAPGROVE_TESTBED=~/.cache/snapgrove-testbed cargo test --test command_line_virtualbox -- --ignored
//! ```
#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

mod sandbox_support;
mod virtualbox_bed;

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use snapgrove::model::SnapshotId;
use virtualbox_bed::Bed;

fn snapgrove(bed: &Bed, arguments: &[&str]) -> Command {
    snapgrove_with(bed, &bed.vboxmanage, arguments)
}

fn snapgrove_with(bed: &Bed, vboxmanage: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_snapgrove"));
    let own = bed.path.join("person");
    command.env("HOME", &own).env("XDG_DATA_HOME", own.join("data")).env("XDG_CONFIG_HOME", own.join("config"));
    command.arg("--virtualbox-home").arg(bed.path.join("config")).arg("--vboxmanage").arg(vboxmanage);
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Runs it: what it printed, what it complained of, its exit code.
fn outcome(bed: &Bed, arguments: &[&str]) -> (String, String, i32) {
    let output = snapgrove(bed, arguments).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (text(output.stdout), text(output.stderr), output.status.code().expect("it ended by itself"))
}

fn done(bed: &Bed, arguments: &[&str]) -> String {
    let mut all = arguments.to_vec();
    all.insert(1, "--yes");
    let (out, err, code) = outcome(bed, &all);
    assert_eq!(code, 0, "{arguments:?}: {out}{err}");
    out
}

fn json(bed: &Bed, arguments: &[&str]) -> Value {
    let (out, err, code) = outcome(bed, &[arguments, &["--json"]].concat());
    assert_eq!(code, 0, "{arguments:?}: {out}{err}");
    serde_json::from_str(&out).expect("JSON")
}

fn snapshots(bed: &Bed, machine: &str) -> Vec<(String, SnapshotId)> {
    let shown = json(bed, &["show", machine]);
    let all = shown["machine"]["snapshots"].as_array().expect("snapshots").iter();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    all.map(|one| (text(&one["name"]), text(&one["id"]).parse().expect("an id"))).collect()
}

fn names(bed: &Bed, machine: &str) -> Vec<String> {
    snapshots(bed, machine).into_iter().map(|(name, _)| name).collect()
}

#[test]
#[ignore = "needs the testbed"]
fn a_life_from_the_command_line() {
    let bed = Bed::new();
    let entry = bed.machine_of_three("web01");
    let before = bed.digests(&entry);

    // Names that are hard for programs reach VirtualBox and come back.
    let odd = "-x 快照 'quoted' \"twice\" $(id)";
    done(&bed, &["take", "web01", &format!("--name={odd}"), "--description", "--uniquename\nForce"]);
    assert_eq!(names(&bed, "web01"), ["one", "two", "three", odd]);
    let shown = json(&bed, &["show", "web01"]);
    assert_eq!(shown["machine"]["snapshots"][3]["description"], "--uniquename\nForce");
    done(&bed, &["edit", "web01", "--template", "{n}: {purpose}", "--", "two", odd]);
    assert_eq!(names(&bed, "web01"), ["one", "1: two", "three", &format!("2: {odd}")]);

    // What is foretold is freed.
    let foretold = json(&bed, &["forecast", "web01", "1: two"]);
    assert_eq!((&foretold["exact"], foretold["order"].as_array().map(Vec::len)), (&Value::Bool(true), Some(1)));
    let deleted = json(&bed, &["delete", "web01", "1: two", "--yes"]);
    assert_eq!(deleted["result"]["done"], true, "{deleted}");
    assert_eq!(deleted["result"]["freed_bytes"], foretold["frees_bytes"], "{deleted}");
    assert_eq!(names(&bed, "web01"), ["one", "three", &format!("2: {odd}")]);

    // Going back keeps what is there now.
    bed.fill(&entry, 9..11);
    let now = bed.digests(&entry)[&None];
    let out = done(&bed, &["restore", "web01", "one", "--keep-as", "As it was"]);
    assert!(out.contains("Take “As it was”") && out.contains("✓ Restore “one”"), "{out}");
    let after = bed.digests(&entry);
    let id = |wanted: &str| snapshots(&bed, "web01").into_iter().find(|(name, _)| name == wanted).map(|(_, id)| id);
    assert_eq!(after[&None], after[&id("one")], "the current state is that of the snapshot");
    assert_eq!(after[&id("As it was")], now, "what was there is kept");
    for (snapshot, digest) in before.iter().filter(|(snapshot, _)| snapshot.is_some()) {
        assert!(after.get(snapshot).is_none_or(|found| found == digest), "{snapshot:?} has changed");
    }

    // Clones, one of which something rests on.
    done(&bed, &["clone", "web01", "--snapshot", "three", "--linked", "--template", "{machine}-{n}", "--count", "2"]);
    assert!(names(&bed, "web01-2").is_empty());
    let (out, _, code) = outcome(&bed, &["delete", "web01", "three", "--yes"]);
    assert!(code == 3 && out.contains("web01-1"), "a linked clone is never destroyed: {out}");
    done(&bed, &["clone", "web01", "--everything", "--name", "whole"]);
    assert_eq!(names(&bed, "whole"), names(&bed, "web01"));
    let (out, _, code) = outcome(&bed, &["clone", "web01", "--name", "WHOLE", "--yes"]);
    assert!(code == 3 && out.contains("already"), "{out}");
}

#[test]
#[ignore = "needs the testbed"]
fn a_plan_is_the_commands_that_it_prints() {
    let bed = Bed::new();
    bed.machine_of_three("web01");
    let name = "it's 快照; $(touch trap) `touch trap` \\";
    let plans: [&[&str]; 4] = [
        &["take", "web01", "--name", name, "--description", "two\n'lines'"],
        &["edit", "web01", "one", "--name", "-first"],
        &["restore", "web01", "two", "--discard-current"],
        &["delete", "web01", "three", name],
    ];
    for plan in plans {
        let (script, err, code) = outcome(&bed, &[plan, &["--commands"]].concat());
        assert_eq!(code, 0, "{err}");
        let script = format!("VBoxManage() {{ '{}' \"$@\"; }}\n{script}", bed.vboxmanage.display());
        let output = Command::new("sh").arg("-c").arg(&script).current_dir(&bed.path).output().expect("a shell");
        assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(names(&bed, "web01"), ["-first", "two"]);
    let shown = json(&bed, &["show", "web01"]);
    assert_eq!(shown["machine"]["current_snapshot"], shown["machine"]["snapshots"][1]["id"]);
    assert!(!bed.path.join("trap").exists());
}

#[test]
#[ignore = "needs the testbed"]
fn a_saved_machine_keeps_or_loses_its_memory_as_was_said() {
    let bed = Bed::new();
    let entry = bed.machine("web01");
    bed.take(&entry, "one");
    let memory = bed.path.join("memory.sav");
    std::fs::write(&memory, vec![7_u8; 1 << 20]).expect("a file");
    bed.must(&["adoptstate", "web01", memory.to_str().expect("text")]);
    let out = outcome(&bed, &["restore", "web01", "one", "--discard-current", "--dry-run"]).0;
    assert!(out.contains("! The saved memory of the current state is thrown away."), "{out}");
    let out = done(&bed, &["restore", "web01", "one", "--keep-as", "With its memory"]);
    assert!(!out.contains("thrown away"), "{out}");
    assert_eq!(json(&bed, &["show", "web01"])["machine"]["state"], "powered_off");
    let out = done(&bed, &["restore", "web01", "With its memory", "--discard-current"]);
    assert!(out.contains("was taken while the machine ran"), "{out}");
    assert_eq!(json(&bed, &["show", "web01"])["machine"]["state"], "saved");
    assert_eq!(names(&bed, "web01"), ["one", "With its memory"]);
}

#[test]
#[ignore = "needs the testbed"]
fn without_vboxmanage_nothing_is_changed() {
    let bed = Bed::new();
    bed.machine_of_three("web01");
    let before = bed.view();
    let nowhere = bed.path.join("nothing-is-here");
    for command in [&["take", "web01", "--name", "x"][..], &["delete", "web01", "one"], &["restore", "web01", "one"]] {
        let mut command = snapgrove_with(&bed, &nowhere, &[command, &["--yes"]].concat());
        let output = command.output().expect("the program runs");
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(4), "{out}{err}");
        assert!(out.contains("nothing-is-here was not found") && out.contains("Nothing was changed"), "{out}{err}");
    }
    bed.assert_unchanged(&before);
}

#[test]
#[ignore = "needs the testbed"]
fn ctrl_c_stops_before_the_next_step() {
    let bed = Bed::new();
    let entry = bed.machine("web01");
    let all: Vec<String> = (0..8).map(|number| format!("step {number}")).collect();
    for (number, name) in (1..).zip(&all) {
        bed.take(&entry, name);
        bed.fill(&entry, number..number + 2);
    }
    let digests = bed.digests(&entry);
    let words: Vec<&str> = ["delete", "web01", "--yes"].into_iter().chain(all.iter().map(String::as_str)).collect();
    let mut command = snapgrove(&bed, &words);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
    let mut told = BufReader::new(child.stderr.take().expect("messages")).lines();
    let first = told.find(|line| line.as_ref().is_ok_and(|line| line.starts_with("1 of 8")));
    assert!(first.is_some(), "the first step is told");
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill can be run").success());
    let rest: Vec<String> = told.map_while(Result::ok).collect();
    let mut out = String::new();
    child.stdout.take().expect("an output").read_to_string(&mut out).expect("text");
    let code = child.wait().expect("it ends").code();
    assert_eq!(code, Some(4), "{out}{rest:?}");
    assert!(rest.iter().any(|line| line.starts_with("Stopping")), "{rest:?}");
    let done = out.lines().filter(|line| line.starts_with("✓ Delete")).count();
    let left = out.lines().filter(|line| line.contains(": not begun")).count();
    assert!(done + left == 8 && left > 0, "{out}");
    assert_eq!(names(&bed, "web01").len(), left, "what was said is what stands");
    let after = bed.digests(&entry);
    assert!(after.iter().all(|(moment, digest)| digests[moment] == *digest), "no content has changed");
}
