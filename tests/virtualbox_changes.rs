//! Every step on a real VirtualBox: it does what was asked for, and nothing else.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

mod sandbox_support;
mod virtualbox_bed;

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use snapgrove::hypervisor::virtualbox::VirtualBox;
use snapgrove::hypervisor::{Hypervisor as _, HypervisorError, Progress};
use snapgrove::model::{CloneExtent, SnapshotId, Step, StepKind};
use virtualbox_bed::Bed;

fn take(name: &str, description: &str) -> Step {
    Step::Take { name: name.to_owned(), description: description.to_owned() }
}

fn edit(snapshot: SnapshotId, name: Option<&str>, description: Option<&str>) -> Step {
    Step::Edit { snapshot, name: name.map(str::to_owned), description: description.map(str::to_owned) }
}

fn clone(name: &str, extent: CloneExtent) -> Step {
    Step::Clone { name: name.to_owned(), extent }
}

/// Names and descriptions that tools stumble over.
const ODD: [(&str, &str); 9] = [
    ("-x", ""),
    ("--help", "-d"),
    ("--description=no", "--name=forged"),
    ("a \"quoted\" 'name' \\ $HOME `id` %s", "line one\n\n  line three\t\ttabs\r\nwindows"),
    ("构建 前 🚀", "安装分析工具之前的状态 🧪"),
    (" spaces around ", " leading\nand trailing \n"),
    ("<&> ]]> &#10;", "x\"\nSnapshotName-1-1=\"forged\""),
    ("*", "?"),
    ("f731f41c", "{f731f41c-0abe-4fdf-98bf-bdef0c3dbd36}"),
];

#[test]
#[ignore = "needs the testbed"]
fn odd_texts_are_kept_to_the_letter() {
    let bed = Bed::new();
    let machine = bed.machine("odd");
    let mut taken = Vec::new();
    for (name, description) in ODD {
        let outcome = bed.perform(&machine, &take(name, description)).unwrap();
        taken.push((outcome.snapshot.unwrap(), name, description));
        assert!(outcome.words.contains(&taken.last().unwrap().0.to_string()), "{}", outcome.words);
    }
    let check = |expected: &[(SnapshotId, &str, &str)]| {
        let pictures = bed.view().picture(machine.id);
        assert_eq!(pictures.snapshots.len(), expected.len());
        for (id, name, description) in expected {
            let snapshot = &pictures.snapshots[id];
            assert_eq!((snapshot.name.as_str(), snapshot.description.as_str()), (*name, *description));
        }
    };
    check(&taken);
    // Each gets the texts of the next; the first ones go in one step, the others one after the other.
    let ids: Vec<_> = taken.iter().map(|one| one.0).collect();
    let turned: Vec<_> = ids
        .iter()
        .zip(ODD.iter().cycle().skip(1))
        .map(|(id, (name, description))| (*id, *name, *description))
        .collect();
    for (position, (id, name, description)) in turned.iter().enumerate() {
        if position % 2 == 0 {
            bed.perform(&machine, &edit(*id, Some(name), Some(description))).unwrap();
        } else {
            bed.perform(&machine, &edit(*id, Some(name), None)).unwrap();
            bed.perform(&machine, &edit(*id, None, Some(description))).unwrap();
        }
    }
    check(&turned);
    let modified = bed.view().picture(machine.id).modified;
    assert!(!modified, "editing counts as a change of the current state");
    for (id, _, _) in &turned {
        bed.perform(&machine, &edit(*id, None, Some(""))).unwrap();
        bed.perform(&machine, &edit(*id, None, None)).unwrap();
    }
    check(&turned.iter().map(|(id, name, _)| (*id, *name, "")).collect::<Vec<_>>());
    // They can all be restored and deleted again, by id.
    for id in ids.iter().rev() {
        bed.perform(&machine, &Step::Restore { snapshot: *id }).unwrap();
        bed.perform(&machine, &Step::Delete { snapshot: *id }).unwrap();
    }
    assert!(bed.view().machines[&machine.id].tree.is_empty());
}

#[test]
#[ignore = "needs the testbed"]
fn restoring_and_deleting_change_what_they_should_and_nothing_else() {
    let bed = Bed::new();
    let machine = bed.machine_of_three("web");
    let before = bed.view();
    let id = |name| before.ids("web", name).1;
    let (one, two, three) = (id("one"), id("two"), id("three"));
    let old = before.picture(machine.id);

    bed.perform(&machine, &Step::Restore { snapshot: two }).unwrap();
    let restored = bed.view().picture(machine.id);
    assert_eq!((restored.current, restored.modified), (Some(two), false));
    assert_eq!(restored.disks, old.snapshots[&two].disks);
    assert_eq!(restored.snapshots, old.snapshots);

    // A branch, so that there is a leaf that is not current.
    bed.fill(&machine, 9..12);
    let branch = bed.take(&machine, "branch");
    bed.fill(&machine, 2..3);
    let old = bed.view().picture(machine.id);
    for (delete, new_parents) in [(three, vec![]), (one, vec![(two, None)]), (branch, vec![]), (two, vec![])] {
        let before = bed.view().picture(machine.id);
        bed.perform(&machine, &Step::Delete { snapshot: delete }).unwrap();
        let after = bed.view().picture(machine.id);
        let mut expected = before.snapshots.clone();
        expected.remove(&delete);
        for (snapshot, parent) in new_parents {
            expected.get_mut(&snapshot).unwrap().parent = parent;
        }
        assert_eq!(after.snapshots, expected);
        assert_eq!(after.disks, old.disks, "the current state has the same content");
    }
    assert!(bed.view().machines[&machine.id].tree.is_empty());
    let left = sandbox_support::files_below(&bed.path.join("machines/web")).into_keys();
    let images: Vec<_> = left.filter(|path| path.extension().is_some_and(|extension| extension == "vdi")).collect();
    assert_eq!(images, [Path::new("disk.vdi")], "all was merged into the base image");
}

#[test]
#[ignore = "needs the testbed"]
fn clones_of_every_extent() {
    let bed = Bed::new();
    let machine = bed.machine_of_three("web");
    let before = bed.view().picture(machine.id);
    let two = bed.view().ids("web", "two").1;
    for (name, extent) in [
        ("copy of now", CloneExtent::CurrentState),
        ("-two", CloneExtent::Snapshot(two)),
        ("全部 🚀", CloneExtent::Everything),
        ("--register \"linked\"", CloneExtent::Linked(two)),
        ("copy of now, again", CloneExtent::CurrentState),
    ] {
        let outcome = bed.perform(&machine, &clone(name, extent)).unwrap();
        let view = bed.view();
        let copy = view.picture(outcome.machine.unwrap());
        assert_eq!(copy.name, name);
        match extent {
            CloneExtent::CurrentState => assert_eq!((copy.disks, copy.snapshots.len()), (before.disks.clone(), 0)),
            CloneExtent::Everything => {
                assert_eq!((copy.disks, &copy.snapshots), (before.disks.clone(), &before.snapshots));
            }
            CloneExtent::Snapshot(id) | CloneExtent::Linked(id) => {
                assert_eq!((copy.disks, copy.snapshots.len()), (before.snapshots[&id].disks.clone(), 0));
            }
        }
        assert_eq!(view.picture(machine.id), before, "the original is as it was");
        let files = &view.machines[&outcome.machine.unwrap()].settings_file;
        assert_eq!(files.parent().unwrap().parent().unwrap(), bed.path.join("machines"));
    }
}

#[test]
#[ignore = "needs the testbed"]
fn a_clone_lies_beside_its_original_and_in_its_groups() {
    let bed = Bed::new();
    bed.must(&["createvm", "--name", "web", "--register", "--groups", "/Production/site,/mine"]);
    let machine = bed.entry("web");
    let outcome = bed.perform(&machine, &clone("web 2", CloneExtent::CurrentState)).unwrap();
    let view = bed.view();
    let copy = &view.machines[&outcome.machine.unwrap()];
    assert_eq!(copy.groups, view.machines[&machine.id].groups);
    assert_eq!(*copy.settings_file, *bed.path.join("machines/Production/site/web 2/web 2.vbox"));
    // One that was put elsewhere by hand keeps its clone beside it.
    let elsewhere = bed.path.join("machines/elsewhere");
    bed.must(&["createvm", "--name", "db", "--register", "--basefolder", elsewhere.to_str().unwrap()]);
    bed.must(&["modifyvm", "db", "--groups", "/Production"]);
    let machine = bed.entry("db");
    let outcome = bed.perform(&machine, &clone("db 2", CloneExtent::CurrentState)).unwrap();
    let folder = bed.view().machines[&outcome.machine.unwrap()].settings_file.parent().map(Path::to_owned).unwrap();
    assert_eq!(folder.file_name().unwrap(), "db 2");
    assert_eq!(Some(folder.parent().unwrap()), machine.settings_file.parent().unwrap().parent());
}

#[test]
#[ignore = "needs the testbed"]
fn a_saved_state_is_kept_with_its_snapshot_and_discarded_alone() {
    let bed = Bed::new();
    let machine = bed.machine("saved");
    let memory = bed.path.join("machines/saved/memory.sav");
    std::fs::write(&memory, vec![7; 100_000]).unwrap();
    bed.must(&["adoptstate", "saved", memory.to_str().unwrap()]);
    let snapshot = bed.take(&machine, "warm");
    assert!(bed.view().machines[&machine.id].tree.iter().all(|(_, snapshot)| snapshot.online));

    bed.perform(&machine, &Step::DiscardSavedState).unwrap();
    let view = bed.view();
    assert!(view.machines[&machine.id].current_state.saved_state.is_none());
    let kept = view.machines[&machine.id].support_files().cloned().collect::<Vec<_>>();
    assert_eq!(kept.iter().map(|path| std::fs::read(path).unwrap().len()).collect::<Vec<_>>(), [100_000]);
    // VirtualBox itself prints an error and ends with success.
    let again = bed.perform(&machine, &Step::DiscardSavedState);
    assert!(matches!(again, Err(HypervisorError::WrongState { .. })), "{again:?}");

    bed.perform(&machine, &Step::Restore { snapshot }).unwrap();
    assert!(bed.view().machines[&machine.id].current_state.saved_state.is_some());
    bed.perform(&machine, &Step::DiscardSavedState).unwrap();
    bed.perform(&machine, &Step::Delete { snapshot }).unwrap();
    assert!(kept.iter().all(|path| !path.exists()), "the memory goes with the last who needs it");
}

#[test]
#[ignore = "needs the testbed"]
fn an_image_that_nothing_uses_leaves_the_registry_and_stays_on_disk() {
    let bed = Bed::new();
    let machine = bed.machine_of_three("web");
    let image = *bed.view().images.keys().next().unwrap();
    let used = bed.perform(&machine, &Step::DetachImage { image });
    assert!(matches!(used, Err(HypervisorError::InUseByOther { .. })), "{used:?}");

    let spare = bed.path.join("machines/web/spare.vdi");
    bed.must(&["createmedium", "disk", "--filename", spare.to_str().unwrap(), "--size", "8"]);
    let attach = ["storageattach", "web", "--storagectl", "SATA", "--port", "1", "--type", "hdd", "--medium"];
    bed.must(&[&attach[..], &[spare.to_str().unwrap()]].concat());
    bed.must(&[&attach[..], &["none"]].concat());
    let before = bed.view();
    let image = before.images.values().find(|record| *record.path == *spare).unwrap().id;
    bed.perform(&machine, &Step::DetachImage { image }).unwrap();
    assert!(spare.exists() && !bed.view().images.contains_key(&image));
    bed.assert_unchanged(&before);
    let gone = bed.perform(&machine, &Step::DetachImage { image });
    assert!(matches!(gone, Err(HypervisorError::NotFound { .. })), "{gone:?}");
}

#[test]
#[ignore = "needs the testbed"]
fn what_is_not_there_is_not_found() {
    let bed = Bed::new();
    let machine = bed.machine_of_three("web");
    let before = bed.view();
    let snapshot: SnapshotId = "00000000-0000-0000-0000-000000000000".parse().unwrap();
    for step in [
        Step::Delete { snapshot },
        Step::Restore { snapshot },
        edit(snapshot, Some("x"), None),
        clone("x", CloneExtent::Linked(snapshot)),
    ] {
        let answer = bed.perform(&machine, &step);
        assert!(matches!(answer, Err(HypervisorError::NotFound { .. })), "{step:?}: {answer:?}");
    }
    bed.assert_unchanged(&before);
    bed.must(&["unregistervm", "web"]);
    let answer = bed.perform(&machine, &take("late", ""));
    assert!(matches!(answer, Err(HypervisorError::NotFound { .. })), "{answer:?}");
}

#[test]
#[ignore = "needs the testbed"]
fn starting_and_switching_off_are_refused_with_reasons() {
    let bed = Bed::new();
    let machine = bed.machine("web");
    let before = bed.view();
    let off = bed.perform(&machine, &Step::PowerOff);
    assert!(matches!(off, Err(HypervisorError::WrongState { .. })), "{off:?}");
    // The testbed has no kernel driver.
    let start = bed.perform(&machine, &Step::Start);
    let Err(HypervisorError::Refused { words, .. }) = &start else { unreachable!("{start:?}") };
    // With a window of its own it comes as far as its process.
    assert!(words.contains("Could not launch") || words.contains("during startup"), "{words}");
    bed.assert_unchanged(&before);
}

/// Hears how far it is.
#[derive(Default)]
struct Listener {
    heard: Mutex<Vec<f32>>,
}

impl Progress for Listener {
    fn report(&self, done: f32) {
        self.heard.lock().unwrap().push(done);
    }

    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Asks to stop as soon as something has been reported. The service waits meanwhile: on a quick computer it would have done
/// everything before it hears of the wish.
struct Stopping<'a> {
    bed: &'a Bed,
    asks: AtomicBool,
}

impl Stopping<'_> {
    fn let_go_on(&self) {
        while !self.asks.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_secs(2));
        self.bed.signal_service("-CONT");
    }
}

impl Progress for Stopping<'_> {
    fn report(&self, _done: f32) {
        if !self.asks.load(Ordering::Relaxed) {
            self.bed.signal_service("-STOP");
            self.asks.store(true, Ordering::Relaxed);
        }
    }

    fn is_cancelled(&self) -> bool {
        self.asks.load(Ordering::Relaxed)
    }
}

#[test]
#[ignore = "needs the testbed"]
fn progress_is_told_and_a_clone_can_be_stopped() {
    let bed = Bed::new();
    // Large enough to be copied for longer than this computer may take to hear of it.
    let machine = bed.machine_on("big", &bed.path.join("machines/big/big.vdi"), 2048);
    bed.fill(&machine, 0..1500);
    let before = bed.view();
    let listener = Listener::default();
    bed.virtualbox.perform(&machine, &take("one", ""), &listener).unwrap();
    let heard = listener.heard.lock().unwrap().clone();
    assert!(heard.is_sorted() && heard.first() == Some(&0.0) && heard.last() == Some(&1.0), "{heard:?}");
    let one = bed.view().ids("big", "one").1;
    bed.perform(&machine, &Step::Delete { snapshot: one }).unwrap();

    let stopping = Stopping { bed: &bed, asks: AtomicBool::new(false) };
    let stopped = std::thread::scope(|threads| {
        threads.spawn(|| stopping.let_go_on());
        bed.virtualbox.perform(&machine, &clone("copy", CloneExtent::CurrentState), &stopping)
    });
    assert!(matches!(stopped, Err(HypervisorError::Cancelled)), "{stopped:?}");
    assert!(!bed.path.join("machines/copy").exists(), "something of the clone is left");
    assert_eq!(before.machines.keys().collect::<Vec<_>>(), bed.view().machines.keys().collect::<Vec<_>>());
    bed.perform(&machine, &clone("copy", CloneExtent::CurrentState)).unwrap();
}

/// Asks to stop at once.
struct Stopped;

impl Progress for Stopped {
    fn report(&self, done: f32) {
        unreachable!("{done} was done");
    }

    fn is_cancelled(&self) -> bool {
        true
    }
}

#[test]
#[ignore = "needs the testbed"]
fn everything_can_be_stopped_before_it_begins() {
    let bed = Bed::new();
    let machine = bed.machine_of_three("web");
    let before = bed.view();
    let (_, two) = before.ids("web", "two");
    for step in [
        take("x", ""),
        edit(two, Some("x"), None),
        Step::Restore { snapshot: two },
        Step::Delete { snapshot: two },
        clone("x", CloneExtent::Everything),
    ] {
        let stopped = bed.virtualbox.perform(&machine, &step, &Stopped);
        assert!(matches!(stopped, Err(HypervisorError::Cancelled)), "{step:?}: {stopped:?}");
    }
    bed.assert_unchanged(&before);
}

#[test]
fn abilities_come_with_the_program() {
    let all = [
        StepKind::Take,
        StepKind::Edit,
        StepKind::Restore,
        StepKind::Delete,
        StepKind::CloneFull,
        StepKind::CloneLinked,
        StepKind::PowerOff,
        StepKind::Start,
        StepKind::DiscardSavedState,
        StepKind::DetachImage,
    ];
    let folder = tempfile::tempdir().unwrap();
    let with = VirtualBox::open(Some(folder.path().to_owned()), Some("/some/VBoxManage".into()));
    assert!(all.iter().all(|kind| with.connection().abilities.can(*kind)));
}
