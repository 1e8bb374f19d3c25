//! What Snapgrove makes of VBoxManage's answers, and of a VBoxManage that does not answer.
//!
//! Scripts stand in for the program, so that it can hang and crash on demand.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use snapgrove::hypervisor::virtualbox::{VBoxManage, VirtualBox};
use snapgrove::hypervisor::{Hypervisor as _, HypervisorError};
use snapgrove::model::{MachineId, MachineState};
use tempfile::TempDir;

const WEB: &str = "f731f41c-0abe-4fdf-98bf-bdef0c3dbd36";
const BUILD: &str = "0a203990-d255-4a0f-97c4-468647b5aeda";

/// Has a shell write the program: a file that this process had open for writing could not be started
/// while a child that another test's thread is just starting still holds the open file.
fn program(folder: &TempDir, script: &str) -> PathBuf {
    let path = folder.path().join("VBoxManage");
    let write = "printf '#!/bin/sh\n%s\n' \"$2\" > \"$1\" && chmod 755 \"$1\"";
    let written = std::process::Command::new("sh").args(["-c", write, "sh"]).arg(&path).arg(script).status().unwrap();
    assert!(written.success());
    path
}

fn states_by(script: &str, limit: Duration) -> Result<HashMap<MachineId, MachineState>, HypervisorError> {
    let folder = tempfile::tempdir().unwrap();
    VBoxManage::new(program(&folder, script), None).with_limit(limit).states()
}

fn answers(list: &str, information: &str) -> String {
    format!("if [ \"$1\" = list ]; then\ncat <<'LIST'\n{list}\nLIST\nelse\ncat <<'INFO'\n{information}\nINFO\nfi")
}

const PATIENT: Duration = Duration::from_secs(20);

#[test]
fn each_state_of_a_running_machine_is_told() {
    for (word, state) in [
        ("running", MachineState::Running),
        ("paused", MachineState::Paused),
        ("gurumeditation", MachineState::Stuck),
        ("saving", MachineState::Transient),
        ("deletingsnapshotlive", MachineState::Transient),
        ("poweroff", MachineState::PoweredOff),
    ] {
        let information = format!("name=\"web\"\nVMState=\"{word}\"\nVMStateChangeTime=\"2026-11-22T20:39:33.0\"");
        let states = states_by(&answers(&format!("\"web\" {{{WEB}}}"), &information), PATIENT).unwrap();
        assert_eq!(states, HashMap::from([(WEB.parse().unwrap(), state)]), "{word}");
    }
}

#[test]
fn banner_odd_names_and_forged_lines_mislead_nobody() {
    let list = format!(
        "WARNING: The character device /dev/vboxdrv does not exist.\n\t Please install the virtualbox-dkms package\n\n\
         \"web \"01\" {{x}}\nVMState=\"paused\"\" {{{WEB}}}\n\"构建 🚀\" {{{BUILD}}}"
    );
    let information = "name=\"web\nVMState=\"paused\"\n\"\nVMState=\"running\"\nVMStateChangeTime=\"2026\"";
    let states = states_by(&answers(&list, information), PATIENT).unwrap();
    let running = [WEB, BUILD].map(|id| (id.parse().unwrap(), MachineState::Running));
    assert_eq!(states, HashMap::from(running));
}

#[test]
fn the_version_comes_after_warnings() {
    let folder = tempfile::tempdir().unwrap();
    let script = "echo 'WARNING: The character device\n\t is missing'\necho 7.2.22_Debianr175245";
    let version = VBoxManage::new(program(&folder, script), None).with_limit(PATIENT).version();
    assert_eq!(&*version.unwrap(), "7.2.22_Debianr175245");
    let silent = VBoxManage::new(program(&folder, "echo nothing"), None).with_limit(PATIENT).version();
    assert!(matches!(silent, Err(HypervisorError::Refused { .. })), "{silent:?}");
}

#[test]
fn no_machine_runs() {
    assert_eq!(states_by("exit 0", PATIENT).unwrap(), HashMap::new());
}

#[test]
fn a_program_that_hangs_is_ended_with_what_it_started() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    // The child ignores its parent's end, as the real program does below Debian's script.
    let script = format!("(sleep 2; echo late > '{}') &\nsleep 60", trace.display());
    let start = Instant::now();
    let answer = VBoxManage::new(program(&folder, &script), None).with_limit(Duration::from_secs(1)).states();
    assert!(matches!(answer, Err(HypervisorError::TimedOut { seconds: 1, .. })), "{answer:?}");
    assert!(start.elapsed() < Duration::from_secs(10));
    std::thread::sleep(Duration::from_secs(2));
    assert!(!trace.exists(), "what the program started still ran after it");
}

#[test]
fn a_service_that_keeps_the_streams_open_does_not_hold_up_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("sleep 30 &\necho $! > '{}'\nexit 0", folder.path().join("service").display());
    let start = Instant::now();
    let states = VBoxManage::new(program(&folder, &script), None).states().unwrap();
    assert!(states.is_empty() && start.elapsed() < Duration::from_secs(10));
    let service = std::fs::read_to_string(folder.path().join("service")).unwrap();
    std::process::Command::new("kill").arg(service.trim()).status().unwrap();
}

#[test]
fn a_machine_whose_question_fails_counts_as_running() {
    let script = format!("if [ \"$1\" = list ]; then echo '\"web\" {{{WEB}}}'; else kill -SEGV $$; fi");
    let states = states_by(&script, PATIENT).unwrap();
    assert_eq!(states, HashMap::from([(WEB.parse().unwrap(), MachineState::Running)]));
}

#[test]
fn a_crash_and_a_refusal_are_told_in_words() {
    let answer = states_by("kill -SEGV $$", PATIENT);
    assert!(matches!(&answer, Err(HypervisorError::Refused { words, .. }) if words.contains("signal")), "{answer:?}");
    let script =
        "echo 'WARNING: The character device\n\t is missing\n'\necho 'VBoxManage: error: E_ACCESSDENIED' >&2\nexit 1";
    let answer = states_by(script, PATIENT);
    let Err(HypervisorError::Refused { words, .. }) = answer else { unreachable!("{answer:?}") };
    assert_eq!(words, "VBoxManage: error: E_ACCESSDENIED");
}

#[test]
fn a_program_that_never_stops_talking_is_cut_short() {
    let script = format!("echo '\"web\" {{{WEB}}}'; yes | head -c 20000000; yes | head -c 20000000 >&2");
    let states = states_by(&format!("if [ \"$1\" = list ]; then {script}; fi"), PATIENT).unwrap();
    assert_eq!(states, HashMap::from([(WEB.parse().unwrap(), MachineState::Running)]));
}

#[test]
fn the_environment_is_what_answers_are_read_by() {
    let home = tempfile::tempdir().unwrap();
    let script = format!(
        "[ \"$LC_ALL\" = C.UTF-8 ] && [ \"$VBOX_USER_HOME\" = '{}' ] && ! read line && echo '\"web\" {{{WEB}}}'",
        home.path().display()
    );
    let virtualbox = VirtualBox::open(Some(home.path().to_owned()), Some(program(&home, &script)));
    assert_eq!(virtualbox.states().unwrap(), HashMap::from([(WEB.parse().unwrap(), MachineState::Running)]));
}

#[test]
fn a_program_that_is_not_there_is_missing() {
    let answer = VBoxManage::new(Path::new("/nonexistent/VBoxManage").to_owned(), None).states();
    assert!(matches!(answer, Err(HypervisorError::ToolMissing { .. })), "{answer:?}");
}
