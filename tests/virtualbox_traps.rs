//! The traps of a real VirtualBox: each is seen before anything is changed, or told truly afterwards, and nothing is
//! lost in any of them.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

mod sandbox_support;
mod virtualbox_bed;

use std::path::{Path, PathBuf};

use snapgrove::hypervisor::{Hypervisor as _, HypervisorError, NoProgress, Outcome};
use snapgrove::model::{CloneExtent, MachineEntry, SnapshotId, Step};
use virtualbox_bed::Bed;

type Answer = Result<Outcome, HypervisorError>;

fn take(name: &str) -> Step {
    Step::Take { name: name.to_owned(), description: String::new() }
}

fn clone(name: &str, extent: CloneExtent) -> Step {
    Step::Clone { name: name.to_owned(), extent }
}

fn is_in_use_by_other(answer: &Answer, dependent: &str) -> bool {
    matches!(answer, Err(HypervisorError::InUseByOther { dependent: found, .. }) if found.contains(dependent))
}

/// A machine with a leaf that is not current, on which a linked clone rests.
fn with_linked_clone(bed: &Bed) -> (MachineEntry, SnapshotId) {
    let machine = bed.machine_of_three("web");
    let leaf = bed.view().ids("web", "three").1;
    let two = bed.view().ids("web", "two").1;
    bed.perform(&machine, &Step::Restore { snapshot: two }).unwrap();
    let outcome = bed.perform(&machine, &clone("linked", CloneExtent::Linked(leaf))).unwrap();
    bed.fill(&bed.entry_of(outcome.machine.unwrap()), 6..9);
    (machine, leaf)
}

#[test]
#[ignore = "needs the testbed"]
fn a_linked_clone_on_a_leaf() {
    let bed = Bed::new();
    let (machine, leaf) = with_linked_clone(&bed);
    let before = bed.view();
    let answer = bed.perform(&machine, &Step::Delete { snapshot: leaf });
    assert!(is_in_use_by_other(&answer, "“linked”"), "{answer:?}");
    bed.assert_unchanged(&before);
    // The way out.
    bed.must(&["unregistervm", "linked", "--delete"]);
    bed.perform(&machine, &Step::Delete { snapshot: leaf }).unwrap();
}

#[test]
#[ignore = "needs the testbed"]
fn a_linked_clone_beside_a_child() {
    let bed = Bed::new();
    let machine = bed.machine_of_three("web");
    let two = bed.view().ids("web", "two").1;
    bed.perform(&machine, &clone("linked", CloneExtent::Linked(two))).unwrap();
    let before = bed.view();
    let answer = bed.perform(&machine, &Step::Delete { snapshot: two });
    assert!(is_in_use_by_other(&answer, "“linked”"), "{answer:?}");
    bed.assert_unchanged(&before);
    // What the clone does not rest on directly may go: nothing of the clone's disk changes.
    let one = bed.view().ids("web", "one").1;
    let disks = before.picture(before.id("linked")).disks;
    bed.perform(&machine, &Step::Delete { snapshot: one }).unwrap();
    assert_eq!(bed.view().picture(before.id("linked")).disks, disks);
    let three = bed.view().ids("web", "three").1;
    bed.perform(&machine, &Step::Delete { snapshot: three }).unwrap();
    assert_eq!(bed.view().picture(before.id("linked")).disks, disks);
}

#[test]
#[ignore = "needs the testbed"]
fn an_image_elsewhere_that_no_machine_uses_now() {
    let bed = Bed::new();
    let machine = bed.machine_of_three("web");
    let two = bed.view().ids("web", "two").1;
    let leaf = bed.view().ids("web", "three").1;
    bed.perform(&machine, &Step::Restore { snapshot: two }).unwrap();
    let frozen = bed.view().machines[&machine.id].tree.iter().find(|(_, one)| one.id == leaf).unwrap().1.clone();
    let frozen = frozen.hardware.disks().map(|(_, image)| image).next().unwrap().to_string();
    let foreign = bed.path.join("machines/gone/disk.vdi");
    bed.must(&["createmedium", "disk", "--filename", foreign.to_str().unwrap(), "--diffparent", &frozen]);
    let before = bed.view();
    let answer = bed.perform(&machine, &Step::Delete { snapshot: leaf });
    assert!(is_in_use_by_other(&answer, "not registered"), "{answer:?}");
    bed.assert_unchanged(&before);
    assert!(foreign.exists());
    // The way out.
    let image = before.images.values().find(|record| *record.path == *foreign).unwrap().id;
    bed.perform(&machine, &Step::DetachImage { image }).unwrap();
    bed.perform(&machine, &Step::Delete { snapshot: leaf }).unwrap();
}

#[test]
#[ignore = "needs the testbed"]
fn a_linked_clone_whose_settings_cannot_be_read() {
    let bed = Bed::new();
    let (machine, leaf) = with_linked_clone(&bed);
    let before = bed.view();
    let settings = bed.entry("linked").settings_file;
    let aside = settings.with_extension("aside");
    std::fs::rename(&settings, &aside).unwrap();
    let answer = bed.perform(&machine, &Step::Delete { snapshot: leaf });
    assert!(is_in_use_by_other(&answer, "cannot be read"), "{answer:?}");
    std::fs::rename(&aside, &settings).unwrap();
    bed.assert_unchanged(&before);
}

/// The machine's images from the base up: what the snapshots froze, and what the current state writes to.
fn images(bed: &Bed, machine: &MachineEntry) -> Vec<PathBuf> {
    let view = bed.view();
    let current = view.machines[&machine.id].current_state.hardware.disks().map(|(_, image)| image).next().unwrap();
    let mut chain: Vec<_> = view.chain(current).iter().map(|record| record.path.to_path_buf()).collect();
    chain.reverse();
    chain
}

#[test]
#[ignore = "needs the testbed"]
fn an_image_that_is_missing_anywhere_in_the_chain() {
    let bed = Bed::new();
    let machine = bed.machine_of_three("web");
    let before = bed.view();
    let [one, two, three] = ["one", "two", "three"].map(|name| before.ids("web", name).1);
    for image in images(&bed, &machine) {
        // VirtualBox keeps open, and knows, what it has seen.
        for service_is_new in [false, true] {
            let aside = image.with_extension("aside");
            std::fs::rename(&image, &aside).unwrap();
            if service_is_new {
                bed.wait_for_service();
            }
            for snapshot in [one, two, three] {
                let answer = bed.perform(&machine, &Step::Delete { snapshot });
                assert!(matches!(answer, Err(HypervisorError::BadImage { .. })), "{}: {answer:?}", image.display());
            }
            let answer = bed.perform(&machine, &take("new"));
            assert!(matches!(answer, Err(HypervisorError::BadImage { .. })), "{}: {answer:?}", image.display());
            std::fs::rename(&aside, &image).unwrap();
            bed.assert_unchanged(&before);
        }
    }
    // Going back needs only what the snapshot rests on.
    let chain = images(&bed, &machine);
    for (image, snapshot) in [(&chain[0], three), (&chain[1], two), (&chain[2], three)] {
        let aside = image.with_extension("aside");
        std::fs::rename(image, &aside).unwrap();
        let answer = bed.perform(&machine, &Step::Restore { snapshot });
        assert!(matches!(answer, Err(HypervisorError::BadImage { .. })), "{}: {answer:?}", image.display());
        std::fs::rename(&aside, image).unwrap();
        bed.assert_unchanged(&before);
    }
    bed.perform(&machine, &Step::Delete { snapshot: two }).unwrap();
}

#[test]
#[ignore = "needs the testbed"]
fn an_image_that_is_another_one() {
    let bed = Bed::new();
    let machine = bed.machine_of_three("web");
    let other = bed.machine_of_three("other");
    let before = bed.view();
    let two = before.ids("web", "two").1;
    for (image, stranger) in images(&bed, &machine).iter().zip(images(&bed, &other)) {
        let own = std::fs::read(image).unwrap();
        let mut other_parent = own.clone();
        // The parent's id in a VDI's header.
        other_parent[0x1A8] ^= 1;
        let stranger = std::fs::read(stranger).unwrap();
        // A base image has no parent, whatever stands there.
        let is_base = image.ends_with("disk.vdi");
        let other_parent = if is_base { &stranger } else { &other_parent };
        for wrong in [&stranger, other_parent, &own[..300].to_vec(), &Vec::new()] {
            std::fs::write(image, wrong).unwrap();
            for step in [Step::Delete { snapshot: two }, take("new")] {
                let answer = bed.perform(&machine, &step);
                assert!(matches!(answer, Err(HypervisorError::BadImage { .. })), "{step:?}: {answer:?}");
            }
            assert_eq!(std::fs::read(image).unwrap(), *wrong, "it was touched");
        }
        std::fs::write(image, &own).unwrap();
        bed.assert_unchanged(&before);
    }
    bed.wait_for_service();
    bed.perform(&machine, &Step::Delete { snapshot: two }).unwrap();
}

/// Fills the disk of a home until so many bytes are free.
fn fill_disk(bed: &Bed, free: u64) -> PathBuf {
    let ballast = bed.path.join("ballast");
    let space = rustix::fs::statvfs(&bed.path).unwrap();
    let length = (space.f_bavail * space.f_frsize).saturating_sub(free);
    std::fs::write(&ballast, vec![1; usize::try_from(length).unwrap()]).unwrap();
    ballast
}

fn is_no_space(answer: &Answer) -> bool {
    matches!(answer, Err(HypervisorError::NoSpace { .. }))
}

#[test]
#[ignore = "needs the testbed"]
fn a_disk_that_is_full_or_too_full_to_merge() {
    let Some(bed) = Bed::on_small_disk(96 << 20) else { return };
    let machine = bed.machine_of_three("web");
    let before = bed.view();
    let [one, two] = ["one", "two"].map(|name| before.ids("web", name).1);
    let edit = Step::Edit { snapshot: two, name: Some("renamed".to_owned()), description: None };
    // Quite full: VirtualBox would report success and leave a settings file that is cut short.
    let all = [
        take("new"),
        edit,
        Step::Restore { snapshot: two },
        Step::Delete { snapshot: two },
        Step::Delete { snapshot: one },
        clone("copy", CloneExtent::CurrentState),
        clone("copy", CloneExtent::Linked(two)),
    ];
    for free in [0, 4096, 100_000, 2 << 20] {
        let ballast = fill_disk(&bed, free);
        for step in &all {
            let answer = bed.perform(&machine, step);
            assert!(is_no_space(&answer), "{free}: {step:?}: {answer:?}");
        }
        std::fs::remove_file(ballast).unwrap();
        bed.assert_unchanged(&before);
    }
    // Enough for everything but what VirtualBox insists on before it merges: the whole of the smaller image.
    let ballast = fill_disk(&bed, 9 << 20);
    for snapshot in [one, two] {
        let answer = bed.perform(&machine, &Step::Delete { snapshot });
        assert!(is_no_space(&answer), "{answer:?}");
    }
    let answer = bed.perform(&machine, &clone("copy", CloneExtent::CurrentState));
    assert!(is_no_space(&answer), "{answer:?}");
    bed.assert_unchanged(&before);
    std::fs::remove_file(ballast).unwrap();
    // VirtualBox says the same when it is asked directly, so that its own check was what stood in the way.
    let ballast = fill_disk(&bed, 5 << 20);
    bed.must(&["list", "hdds"]);
    let refused = bed.run(&["snapshot", "web", "delete", &two.to_string()]);
    let words = String::from_utf8_lossy(&refused.stderr);
    assert!(words.contains("Not enough free storage space"), "{words}");
    std::fs::remove_file(ballast).unwrap();
    bed.perform(&machine, &Step::Delete { snapshot: two }).unwrap();
    bed.perform(&machine, &Step::Delete { snapshot: one }).unwrap();
}

#[test]
#[ignore = "needs the testbed"]
fn which_image_goes_into_which_does_not_depend_on_what_was_asked_before() {
    let bed = Bed::new();
    for (name, large, small) in [("below", 0, 1), ("above", 1, 0)] {
        let machine = bed.machine(name);
        bed.take(&machine, "one");
        // What “two” froze, and what came after it.
        for (position, image) in [0, 1].into_iter().zip(["two", "three"]) {
            bed.fill(&machine, if position == large { 0..12 } else { 3..5 });
            bed.take(&machine, image);
        }
        bed.wait_for_service();
        let chain = images(&bed, &machine);
        let merged = [&chain[1], &chain[2]];
        let before = bed.view().picture(machine.id);
        // Whoever asks for one image only makes VirtualBox prefer it.
        bed.must(&["showmediuminfo", "disk", merged[small].to_str().unwrap()]);
        let two = bed.view().ids(name, "two").1;
        bed.perform(&machine, &Step::Delete { snapshot: two }).unwrap();
        assert!(merged[large].exists() && !merged[small].exists(), "{name}: the smaller one stayed");
        let after = bed.view().picture(machine.id);
        assert_eq!(after.disks, before.disks);
        assert!(after.snapshots.iter().all(|(id, snapshot)| snapshot.disks == before.snapshots[id].disks));
    }
}

#[test]
#[ignore = "needs the testbed"]
fn names_that_repeat_are_told_apart() {
    let bed = Bed::new();
    let machine = bed.machine("web");
    let taken: Vec<_> = (1..4)
        .map(|position| {
            bed.fill(&machine, position..position + 3);
            bed.take(&machine, "same")
        })
        .collect();
    let before = bed.view().picture(machine.id);
    let edit = Step::Edit { snapshot: taken[2], name: None, description: Some("the third".to_owned()) };
    bed.perform(&machine, &edit).unwrap();
    bed.perform(&machine, &Step::Delete { snapshot: taken[1] }).unwrap();
    let after = bed.view().picture(machine.id);
    let mut expected = before.snapshots.clone();
    expected.remove(&taken[1]);
    let third = expected.get_mut(&taken[2]).unwrap();
    third.description = "the third".to_owned();
    third.parent = Some(taken[0]);
    assert_eq!((after.snapshots, after.disks), (expected, before.disks));
}

#[test]
#[ignore = "needs the testbed"]
fn a_machine_that_another_program_has_locked() {
    let bed = Bed::new();
    let machine = bed.machine_of_three("web");
    let before = bed.view();
    let [one, two] = ["one", "two"].map(|name| before.ids("web", name).1);
    let steps = [take("new"), Step::Restore { snapshot: two }, Step::Delete { snapshot: one }];
    let lock = bed.lock(&machine);
    for step in &steps {
        let answer = bed.perform(&machine, step);
        assert!(matches!(answer, Err(HypervisorError::Locked { .. })), "{step:?}: {answer:?}");
    }
    bed.assert_unchanged(&before);
    drop(lock);
    for step in &steps {
        bed.perform(&machine, step).unwrap();
    }
}

#[test]
#[ignore = "needs the testbed"]
fn a_banner_on_standard_output() {
    let bed = Bed::new();
    let banner = "printf 'WARNING: The character device /dev/vboxdrv does not exist.\\n\\t Please install it\\n\\n'";
    let noisy = bed.with_tool(&format!("{banner}\nexec \"$REAL\" \"$@\""));
    let machine = bed.machine("web");
    let outcome = noisy.perform(&machine, &take("one"), &NoProgress).unwrap();
    assert!(outcome.words.starts_with("Snapshot taken"), "{}", outcome.words);
    noisy.perform(&machine, &Step::Delete { snapshot: outcome.snapshot.unwrap() }, &NoProgress).unwrap();
}

#[test]
#[ignore = "needs the testbed"]
fn a_parent_whose_language_is_not_utf_8() {
    const IS_CHILD: &str = "SNAPGROVE_TEST_IN_ANOTHER_LANGUAGE";
    if std::env::var_os(IS_CHILD).is_none() {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "a_parent_whose_language_is_not_utf_8", "--ignored"]);
        let output = child.env("LC_ALL", "C").env("LANG", "C").env(IS_CHILD, "1").output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
        return;
    }
    let bed = Bed::new();
    let machine = bed.machine("构建 🚀");
    // The testbed's own wrapper sets the language; this one hands on what it is given.
    let wrapper = std::fs::read_to_string(&bed.vboxmanage).unwrap();
    let honest = wrapper.replace("LC_ALL=C.UTF-8", "LC_ALL=\"$LC_ALL\"");
    assert_ne!(honest, wrapper);
    let tool = bed.with_tool(honest.split_once('\n').unwrap().1);
    let name = "前 🚀";
    let outcome = tool.perform(&machine, &take(name), &NoProgress).unwrap();
    assert_eq!(bed.view().picture(machine.id).snapshots[&outcome.snapshot.unwrap()].name, name);
    assert!(Path::new(&*machine.settings_file).exists());
}
