//! `snapgrove schedule` writes what systemd reads, changes nothing that it did not write, and tells what is installed.
#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

use std::path::{Path, PathBuf};
use std::process::Command;

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;

/// Runs it, and returns what it printed, what it complained of and its exit code. The person's systemd is out of reach.
fn outcome(home: &Path, arguments: &[&str]) -> (String, String, i32) {
    let mut command = cargo_bin_cmd!("snapgrove");
    command.env("HOME", home).env("XDG_CONFIG_HOME", home.join("config")).env("XDG_DATA_HOME", home.join("data"));
    command.env_remove("XDG_RUNTIME_DIR").env_remove("DBUS_SESSION_BUS_ADDRESS").env_remove("VBOX_USER_HOME");
    let output = command.args(arguments).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (text(output.stdout), text(output.stderr), output.status.code().expect("it ended by itself"))
}

fn units(home: &Path) -> PathBuf {
    home.join("config/systemd/user")
}

/// The names of the files in the folder of units.
fn written(home: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(units(home)) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn installed(home: &Path) -> Vec<Value> {
    let (out, err, code) = outcome(home, &["schedule", "show", "--json"]);
    assert_eq!(code, 0, "{out}{err}");
    let told: Value = serde_json::from_str(&out).expect("JSON");
    told["installed"].as_array().expect("a list").clone()
}

#[test]
fn what_is_written_is_shown_first_and_removed_without_a_trace() {
    let home = tempfile::tempdir().expect("a folder");
    let home = home.path();
    assert!(installed(home).is_empty());
    let install = ["schedule", "install", "--every", "week", "--on", "tuesday", "--at", "07:30"];
    let (out, _, code) = outcome(home, &[&install[..], &["--dry-run"]].concat());
    assert!(code == 0 && out.contains("OnCalendar=Tue *-*-* 07:30:00"), "{out}");
    assert!(out.contains("every Tuesday at 07:30"), "{out}");
    assert!(outcome(home, &install).2 == 2, "nobody can be asked");
    assert!(written(home).is_empty());

    let (out, err, code) = outcome(home, &[&install[..], &["--yes"]].concat());
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("begins with your next login") && out.contains("started next on"), "{out}");
    assert_eq!(written(home), ["snapgrove-inspection.service", "snapgrove-inspection.timer", "timers.target.wants"]);
    let link = std::fs::read_link(units(home).join("timers.target.wants/snapgrove-inspection.timer")).expect("a link");
    assert_eq!(link, units(home).join("snapgrove-inspection.timer"));
    let told = installed(home);
    assert_eq!((told.len(), &told[0]["when"]), (1, &Value::from("every Tuesday at 07:30")));
    assert!(told[0]["next"].is_string() && told[0]["rule"].is_null());

    let (out, _, code) = outcome(home, &["schedule", "remove", "--yes"]);
    assert!(code == 0 && out.ends_with("Removed.\n"), "{out}");
    assert_eq!(written(home), ["timers.target.wants"]);
    assert!(installed(home).is_empty());
    assert_eq!(outcome(home, &["schedule", "remove", "--yes"]).2, 0, "nothing is left to remove");
}

#[test]
fn a_clean_up_is_installed_only_if_it_is_asked_for_and_its_rule_is_there() {
    let home = tempfile::tempdir().expect("a folder");
    let home = home.path();
    let (_, err, code) = outcome(home, &["schedule", "install", "--clean", "nightly", "--yes"]);
    assert!(code == 2 && err.contains("There is no rule “nightly”"), "{err}");
    assert!(written(home).is_empty());
    let machines = home.join("my machines");
    let place = format!("--sandbox={}", machines.display());
    let (out, err, code) = outcome(home, &[&place, "schedule", "install", "--clean", "balanced", "--yes"]);
    assert_eq!(code, 0, "{out}{err}");
    let service = std::fs::read_to_string(units(home).join("snapgrove-clean-up.service")).expect("a service");
    let command = service.lines().find(|line| line.starts_with("ExecStart=")).expect("a command");
    assert!(command.ends_with(&format!("\"{place}\" \"clean\" \"--rule=Balanced\" \"--yes\"")), "{command}");
    assert_eq!(installed(home).iter().map(|one| one["task"].clone()).collect::<Vec<_>>(), ["inspection", "clean-up"]);
    let (out, _, _) = outcome(home, &["schedule", "show"]);
    assert!(out.contains("deletes what the rule “Balanced” names, without asking, every day at 09:00"), "{out}");
    // Installed again without it, the clean-up goes.
    let (out, _, code) = outcome(home, &["schedule", "install", "--yes"]);
    assert!(code == 0 && out.contains("clean-up that was installed before is removed"), "{out}");
    assert_eq!(installed(home).len(), 1);
}

#[test]
fn what_somebody_else_wrote_stays() {
    let home = tempfile::tempdir().expect("a folder");
    let home = home.path();
    std::fs::create_dir_all(units(home)).expect("a folder");
    let theirs = units(home).join("snapgrove-inspection.timer");
    std::fs::write(&theirs, "[Timer]\nOnCalendar=daily\n").expect("a file");
    let (_, err, code) = outcome(home, &["schedule", "install", "--yes"]);
    assert!(code == 3 && err.contains("was not written by Snapgrove"), "{err}");
    assert_eq!(written(home), ["snapgrove-inspection.timer"], "nothing was written");
    assert_eq!(std::fs::read_to_string(&theirs).expect("a file"), "[Timer]\nOnCalendar=daily\n");
    assert_eq!(outcome(home, &["schedule", "remove", "--yes"]).2, 0, "it is not Snapgrove's");
    assert!(theirs.exists());
}

/// The names of rules that are hard for systemd are what `systemd-analyze` reads too.
#[test]
fn systemd_understands_what_is_written() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        println!("NOT RUN: systemd-analyze is not installed");
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let home = home.path();
    let rules = "[(name: \"50% $HOME -- \\\"x\\\"\", when: [OlderThan(\"90 days\")])]";
    std::fs::create_dir_all(home.join("config/snapgrove")).expect("a folder");
    std::fs::write(home.join("config/snapgrove/rules.ron"), rules).expect("rules");
    let rule = "--clean=50% $HOME -- \"x\"";
    for every in ["hour", "day", "week", "month"] {
        let (out, err, code) = outcome(home, &["schedule", "install", "--every", every, rule, "--yes"]);
        assert_eq!(code, 0, "{out}{err}");
        for name in ["inspection", "clean-up"] {
            let files = ["service", "timer"].map(|end| units(home).join(format!("snapgrove-{name}.{end}")));
            let mut verify = Command::new("systemd-analyze");
            verify.args(["--user", "verify", "--man=no"]).args(&files).env("XDG_RUNTIME_DIR", home);
            let verified = verify.output().expect("systemd-analyze runs");
            let complaints = String::from_utf8_lossy(&verified.stderr).into_owned();
            assert!(!complaints.contains("snapgrove-"), "{every}: {complaints}");
        }
    }
    assert_eq!(installed(home)[1]["rule"], "50% $HOME -- \"x\"");
}
