//! A real VirtualBox whose program or service ends, hangs or is busy in the middle of a change: the end of it is
//! waited for, what stands is told truly, and nothing is lost that was not to be deleted.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

mod sandbox_support;
mod virtualbox_bed;

use std::time::{Duration, Instant};

use snapgrove::hypervisor::virtualbox::Patience;
use snapgrove::hypervisor::{Hypervisor as _, HypervisorError, NoProgress};
use snapgrove::model::{CloneExtent, MachineEntry, MachineState, SnapshotId, Step};
use virtualbox_bed::{Bed, Digests};

fn take(name: &str) -> Step {
    Step::Take { name: name.to_owned(), description: String::new() }
}

fn clone(name: &str, extent: CloneExtent) -> Step {
    Step::Clone { name: name.to_owned(), extent }
}

/// A machine whose snapshot “one” takes a while to delete.
fn with_long_merge(bed: &Bed) -> (MachineEntry, SnapshotId) {
    let machine = bed.machine_on("big", &bed.path.join("machines/big/big.vdi"), 320);
    let one = bed.take(&machine, "one");
    bed.fill(&machine, 0..300);
    bed.take(&machine, "two");
    bed.fill(&machine, 0..5);
    bed.perform(&machine, &Step::Restore { snapshot: bed.view().ids("big", "two").1 }).unwrap();
    (machine, one)
}

/// Waits until the base image, into which a merge goes, has begun to grow.
fn wait_for_merge(bed: &Bed) {
    let base = bed.path.join("machines/big/big.vdi");
    let length = || std::fs::metadata(&base).unwrap().len();
    let (start, before) = (Instant::now(), length());
    while length() < before + (20 << 20) {
        assert!(start.elapsed() < Duration::from_mins(1), "the merge does not begin");
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
#[ignore = "needs the testbed"]
fn a_second_change_from_outside() {
    let bed = Bed::new();
    let (machine, one) = with_long_merge(&bed);
    let before = bed.digests(&machine);
    let mut merge = std::process::Command::new(&bed.vboxmanage);
    let mut merge = merge.args(["snapshot", "big", "delete", &one.to_string()]).spawn().unwrap();
    wait_for_merge(&bed);
    let mut refusals = 0;
    while merge.try_wait().unwrap().is_none() {
        // As soon as the merge is done it may be taken.
        match bed.perform(&machine, &take("meanwhile")) {
            Err(
                HypervisorError::WrongState { state: MachineState::Transient, .. } | HypervisorError::Locked { .. },
            ) => {
                refusals += 1;
            }
            Ok(_) => break,
            Err(other) => unreachable!("{other}"),
        }
    }
    assert!(merge.wait().unwrap().success() && refusals > 0, "{refusals} refusals");
    let mut after = bed.digests(&machine);
    after.retain(|moment, _| before.contains_key(moment));
    let mut expected = before;
    expected.remove(&Some(one));
    assert_eq!(after, expected);
}

#[test]
#[ignore = "needs the testbed"]
fn vboxmanage_is_killed_in_the_middle_of_a_merge() {
    let bed = Bed::new();
    let (machine, one) = with_long_merge(&bed);
    let before = bed.digests(&machine);
    let own = bed.with_tool("echo $$ > \"$(dirname \"$0\")/client\"\nexec \"$REAL\" \"$@\"");
    let answer = std::thread::scope(|threads| {
        let worker = threads.spawn(|| own.perform(&machine, &Step::Delete { snapshot: one }, &NoProgress));
        wait_for_merge(&bed);
        let client = std::fs::read_to_string(bed.path.join("client")).unwrap();
        std::process::Command::new("kill").args(["-9", client.trim()]).status().unwrap();
        worker.join().unwrap()
    });
    let Err(HypervisorError::Interrupted { words, .. }) = &answer else { unreachable!("{answer:?}") };
    assert!(words.contains("is done all the same"), "{words}");
    assert_the_rest_is_there(&bed, &machine, one, &before);
}

/// All snapshots but one, and the current state, hold what they held.
fn assert_the_rest_is_there(bed: &Bed, machine: &MachineEntry, one: SnapshotId, before: &Digests) {
    let (mut expected, mut after) = (before.clone(), bed.digests(machine));
    for digests in [&mut expected, &mut after] {
        digests.remove(&Some(one));
    }
    assert_eq!(after, expected);
}

#[test]
#[ignore = "needs the testbed"]
fn vboxmanage_is_killed_in_the_middle_of_a_clone() {
    let bed = Bed::new();
    let machine = bed.machine_on("big", &bed.path.join("machines/big/big.vdi"), 320);
    bed.fill(&machine, 0..300);
    let before = bed.digests(&machine);
    let own = bed.with_tool("echo $$ > \"$(dirname \"$0\")/client\"\nexec \"$REAL\" \"$@\"");
    // VirtualBox gives it a folder of another name.
    let folder = bed.path.join("machines/_copy");
    let answer = std::thread::scope(|threads| {
        let step = clone("-copy", CloneExtent::CurrentState);
        let worker = threads.spawn(|| own.perform(&machine, &{ step }, &NoProgress));
        while !folder.join("-copy.vdi").exists() {
            std::thread::sleep(Duration::from_millis(1));
        }
        let client = std::fs::read_to_string(bed.path.join("client")).unwrap();
        std::process::Command::new("kill").args(["-9", client.trim()]).status().unwrap();
        worker.join().unwrap()
    });
    let Err(HypervisorError::Interrupted { words, .. }) = &answer else { unreachable!("{answer:?}") };
    assert!(words.contains("not done") && words.contains(folder.to_str().unwrap()), "{words}");
    // VirtualBox went on without it, to the end; the clone is complete, and nobody knows it.
    let length = || std::fs::metadata(folder.join("-copy.vdi")).unwrap().len();
    let now = length();
    assert!(now > 300 << 20, "{now} bytes");
    assert_eq!(bed.digests(&machine), before);
    assert_eq!(bed.view().machines.len(), 1);
}

#[test]
#[ignore = "needs the testbed"]
fn vboxsvc_dies_in_the_middle_of_a_merge() {
    let bed = Bed::new();
    let (machine, one) = with_long_merge(&bed);
    let before = bed.digests(&machine);
    let answer = std::thread::scope(|threads| {
        let worker = threads.spawn(|| bed.perform(&machine, &Step::Delete { snapshot: one }));
        wait_for_merge(&bed);
        bed.signal_service("-KILL");
        worker.join().unwrap()
    });
    let Err(HypervisorError::Interrupted { words, .. }) = &answer else { unreachable!("{answer:?}") };
    assert!(words.contains("is not done"), "{words}");
    assert_the_rest_is_there(&bed, &machine, one, &before);
    assert!(bed.digests(&machine).contains_key(&Some(one)), "it is still there, and can be tried again");
    bed.perform(&machine, &Step::Delete { snapshot: one }).unwrap();
    assert_the_rest_is_there(&bed, &machine, one, &before);
}

#[test]
#[ignore = "needs the testbed"]
fn vboxsvc_hangs_in_the_middle_of_a_merge() {
    let bed = Bed::new();
    let (machine, one) = with_long_merge(&bed);
    let before = bed.digests(&machine);
    let hurried = bed.with_tool("exec \"$REAL\" \"$@\"").with_patience(Patience {
        question: Duration::from_secs(1),
        silence: Duration::from_secs(2),
        settling: Duration::from_secs(2),
        ..Patience::default()
    });
    let answer = std::thread::scope(|threads| {
        let worker = threads.spawn(|| hurried.perform(&machine, &Step::Delete { snapshot: one }, &NoProgress));
        wait_for_merge(&bed);
        bed.signal_service("-STOP");
        worker.join().unwrap()
    });
    assert!(matches!(answer, Err(HypervisorError::NotSettled { .. })), "{answer:?}");
    // It comes back to life, and goes on to the end.
    bed.signal_service("-CONT");
    bed.wait_for_service();
    assert_the_rest_is_there(&bed, &machine, one, &before);
}
