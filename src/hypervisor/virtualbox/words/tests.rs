//! What VirtualBox 7.2.22 was seen to print, and what it means.

use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;

use super::*;

fn ended(code: i32, stderr: &str) -> Output {
    Output { status: ExitStatus::from_raw(code << 8), stdout: String::new(), stderr: stderr.to_owned() }
}

fn kind(error: &HypervisorError) -> &'static str {
    match error {
        HypervisorError::NoSpace { .. } => "no space",
        HypervisorError::NotFound { .. } => "not found",
        HypervisorError::Locked { .. } => "locked",
        HypervisorError::WrongState { .. } => "wrong state",
        HypervisorError::Interrupted { .. } => "interrupted",
        HypervisorError::ToolBroken { .. } => "tool broken",
        HypervisorError::Refused { .. } => "refused",
        _ => "another",
    }
}

#[test]
fn every_known_failure_is_told_by_its_words() {
    for (expected, words) in [
        (
            "no space",
            "0%...\nVBoxManage: error: Snapshot operation failed\n\
             VBoxManage: error: Unable to merge storage '/vms/d0.vdi'. Not enough free storage space\n\
             VBoxManage: error: Details: code NS_ERROR_OUT_OF_MEMORY (0x8007000e), component SessionMachine",
        ),
        (
            "not found",
            "VBoxManage: error: Could not find a snapshot with UUID {00000000-0000-0000-0000-000000000001}\n\
             VBoxManage: error: Details: code NS_ERROR_FAILURE (0x80004005), component SessionMachine",
        ),
        (
            "not found",
            "VBoxManage: error: Could not find a registered machine with UUID {00000000-0000-0000-0000-000000000001}\n\
             VBoxManage: error: Details: code VBOX_E_OBJECT_NOT_FOUND (0x80bb0001), component VirtualBoxWrap",
        ),
        (
            "locked",
            "VBoxManage: error: The machine 't1' is already locked for a session (or being unlocked)\n\
             VBoxManage: error: Details: code VBOX_E_INVALID_OBJECT_STATE (0x80bb0007), component MachineWrap",
        ),
        (
            "refused",
            "VBoxManage: error: Snapshot 'A' of the machine 'ra-b' cannot be deleted, because it has 2 child \
             snapshots, which is more than the one snapshot allowed for deletion\n\
             VBoxManage: error: Details: code VBOX_E_INVALID_OBJECT_STATE (0x80bb0007), component SessionMachine",
        ),
        (
            "refused",
            "0%...10%...VBoxManage: error: Hard disk '/vms/d0.vdi' has more than one child hard disk (2)\n\
             VBoxManage: error: Details: code NS_ERROR_FAILURE (0x80004005), component SessionMachine",
        ),
        (
            "wrong state",
            "VBoxManage: error: Cannot take a snapshot of the virtual machine while it is changing state \
             (machine state: DeletingSnapshot)\n\
             VBoxManage: error: Details: code VBOX_E_INVALID_VM_STATE (0x80bb0002), component SessionMachine",
        ),
        ("wrong state", "VBoxManage: error: Machine '3d9d0d8f-7fb8-452f-bc0a-7d91f5662214' is not currently running."),
        (
            "interrupted",
            "0%...VBoxManage: error: Progress object failure: NS_ERROR_ABORT\n\
             VBoxManage: error: Details: code NS_ERROR_ABORT (0x80004004)",
        ),
        (
            "interrupted",
            "VBoxManage: error: Operation aborted\nVBoxManage: error: Code NS_ERROR_CALL_FAILED (0x800706be)",
        ),
        ("tool broken", "VBoxManage: error: Failed to create the VirtualBox object!"),
        ("tool broken", "VBoxManage: RTR3Init: VERR_NO_TRANSLATION"),
        (
            "refused",
            "VBoxManage: error: Medium '/vms/t1.vdi' cannot be closed because it is still attached to 1 virtual \
             machines\nVBoxManage: error: Details: code VBOX_E_OBJECT_IN_USE (0x80bb000c), component MediumWrap",
        ),
        ("refused", "VBoxManage: error: Method i_deleteSnapshot is not implemented"),
    ] {
        let error = failure("VBoxManage", "t1", &ended(1, words));
        assert_eq!(kind(&error), expected, "{words}");
    }
}

#[test]
fn the_state_that_the_words_name() {
    for (words, expected) in [
        ("(machine state: PoweredOff)", MachineState::PoweredOff),
        ("The machine is not mutable (state is Saved)", MachineState::Saved),
        ("(machine state: DeletingSnapshot)", MachineState::Transient),
        ("(machine state: Aborted-Saved)", MachineState::AbortedSaved),
    ] {
        let words = format!("VBoxManage: error: {words}\nVBoxManage: error: Details: code X (0x80bb0002), component");
        match failure("VBoxManage", "t1", &ended(1, &words)) {
            HypervisorError::WrongState { state, .. } => assert_eq!(state, expected, "{words}"),
            other => unreachable!("{words}: {other}"),
        }
    }
}

#[test]
fn however_it_crashed_it_was_interrupted() {
    let words = "0%...10%...";
    let by_signal = Output { status: ExitStatus::from_raw(9), stdout: String::new(), stderr: words.to_owned() };
    for output in [by_signal, ended(139, words), ended(133, words), ended(137, words)] {
        assert_eq!(kind(&failure("VBoxManage", "t1", &output)), "interrupted", "{}", output.status);
    }
}

#[test]
fn an_error_that_comes_with_success_is_an_error() {
    let words = "VBoxManage: error: Cannot discard the saved state as the machine is not in the Saved or \
                 Aborted-Saved state (machine state: PoweredOff)";
    assert!(!claims_success(&ended(0, words)));
    assert!(claims_success(&ended(0, "0%...100%\nVBoxManage: warning: slow\n")));
    // A name may look like one.
    assert!(claims_success(&ended(0, "Deleting 'VBoxManage: error: x'")));
    assert!(!claims_success(&ended(1, "")));
}
