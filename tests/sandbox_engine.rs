//! Practice machines behave as VirtualBox's do: what each act leaves, seen through the reader.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the helpers of a test fail as the test does"
)]

mod sandbox_support;

use std::sync::Arc;

use chrono::{DateTime, TimeZone as _, Utc};
use sandbox_support::{MIB, Picture, Random, View, assert_tidy, digest};
use snapgrove::hypervisor::sandbox::{
    DiskWrite, NewDisk, NewMachine, NewSnapshot, Refusal, Sandbox, SandboxError, SnapshotEdit, Usage,
};
use snapgrove::hypervisor::{Hypervisor, Scan};
use snapgrove::model::{CloneExtent, ImageMode, Machine, MachineId, SnapshotId};

const BLOCK: usize = 1 << 20;

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 4, 5, 6, 7).single().expect("a time")
}

struct Bench {
    sandbox: Sandbox,
    machine: MachineId,
    #[expect(dead_code, reason = "removed at the end")]
    folder: tempfile::TempDir,
}

impl Bench {
    fn with_disks(disks: &[(u64, ImageMode)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let sandbox = Sandbox::open(folder.path()).expect("a new Sandbox");
        let disks = disks.iter().map(|(size, mode)| NewDisk { size: *size, mode: *mode }).collect();
        let new = NewMachine { disks, ..NewMachine::small("web", MIB) };
        let machine = sandbox.create_machine(&new, now()).expect("a new machine");
        Self { sandbox, machine, folder }
    }

    fn new() -> Self {
        Self::with_disks(&[(8 * MIB, ImageMode::Normal)])
    }

    fn take(&self, name: &str) -> SnapshotId {
        let new = NewSnapshot { name: name.to_owned(), description: format!("about {name}"), taken_at: now() };
        self.sandbox.take(self.machine, &new).expect("a snapshot")
    }

    fn write(&self, disk: usize, block: u64, content: &[u8]) {
        let write = DiskWrite { disk, offset: block * MIB, content: content.to_vec() };
        self.sandbox.write(self.machine, &[write]).expect("the disk can be written");
    }

    fn fill(&self, blocks: std::ops::Range<u64>, byte: u8) {
        for block in blocks {
            self.write(0, block, &vec![byte; BLOCK]);
        }
    }

    fn view(&self) -> View {
        let view = View::of(&self.sandbox);
        assert_tidy(self.sandbox.folder(), &view);
        view
    }

    /// As [`Bench::view`], where there are other files than settings and images.
    fn view_of_any(&self) -> View {
        View::of(&self.sandbox)
    }

    fn picture(&self) -> Picture {
        self.view().picture(self.machine)
    }

    fn delete(&self, snapshot: SnapshotId) -> Result<(), SandboxError> {
        self.sandbox.delete_snapshot(self.machine, snapshot)
    }

    fn refusal(&self, snapshot: SnapshotId) -> Refusal {
        let before = sandbox_support::files_below(self.sandbox.folder());
        let error = self.delete(snapshot).expect_err("this is refused");
        assert_eq!(before, sandbox_support::files_below(self.sandbox.folder()));
        match error {
            SandboxError::Refused(refusal) => refusal,
            other => panic!("{other}"),
        }
    }
}

#[test]
fn a_new_machine_is_read_with_all_it_has() {
    let bench = Bench::with_disks(&[(8 * MIB, ImageMode::Normal), (3 * MIB + 512, ImageMode::WriteThrough)]);
    let view = bench.view();
    let machine = &view.machines[&bench.machine];
    assert_eq!((&*machine.name, machine.settings_version.as_deref().is_some()), ("web", true));
    assert_eq!(machine.images.len(), 2);
    assert_eq!(machine.images[1].mode, ImageMode::WriteThrough);
    assert_eq!(view.content(machine.images[1].id).len() as u64, 3 * MIB + 512);
    assert_eq!(machine.current_state.hardware.memory_mib, Some(1024));
    assert!(machine.current_state.modified);
    assert_eq!(std::fs::metadata(&machine.images[0].path).unwrap().len(), 2 * MIB);
}

#[test]
fn the_window_finds_nothing_wrong_with_it() {
    let bench = Bench::new();
    bench.take("one");
    bench.fill(0..3, 1);
    let sandbox = Sandbox::open(bench.sandbox.folder()).unwrap();
    let mut scan = Scan::new(vec![Arc::new(sandbox) as Arc<dyn Hypervisor>]);
    scan.list();
    scan.read_waiting(&mut |_| {});
    scan.measure_files();
    scan.read_headers();
    let inventory = scan.inventory();
    assert!(inventory.connections[0].problems.is_empty());
    let (connection, machine) = inventory.machines().next().unwrap();
    assert!(connection.images.iter().all(|(_, image)| image.problem().is_none()));
    assert_eq!(machine.usage.image_problems, 0);
    assert!(machine.usage.complete && machine.usage.current.0 >= 3 * MIB);
}

#[test]
fn take_write_restore() {
    let bench = Bench::new();
    bench.fill(0..2, 1);
    let one = bench.take("one");
    assert!(!bench.picture().modified);
    bench.fill(1..3, 2);
    let two = bench.take("two");
    bench.fill(5..6, 3);
    let before = bench.picture();
    assert!(before.modified);
    assert_eq!(before.snapshots[&two].parent, Some(one));
    bench.sandbox.restore(bench.machine, one).unwrap();
    let after = bench.picture();
    assert_eq!(after.disks, before.snapshots[&one].disks);
    assert_eq!((after.current, after.modified), (Some(one), false));
    assert_eq!(after.snapshots, before.snapshots);
}

#[test]
fn names_and_descriptions_of_every_kind() {
    let bench = Bench::new();
    let one = bench.take("one");
    let odd = "第二 \"quoted\" <&> 🌳\ttab";
    let text = "two\n\nlines & <more> \r trailing ";
    let edit = SnapshotEdit { name: Some(odd.to_owned()), description: Some(text.to_owned()) };
    bench.sandbox.edit(bench.machine, one, &edit).unwrap();
    let picture = bench.picture();
    assert_eq!((picture.snapshots[&one].name.as_str(), picture.snapshots[&one].description.as_str()), (odd, text));
    assert!(!picture.modified);
    let edit = SnapshotEdit { description: Some(String::new()), ..SnapshotEdit::default() };
    bench.sandbox.edit(bench.machine, one, &edit).unwrap();
    assert_eq!(bench.picture().snapshots[&one].description, "");
}

/// Deletes one snapshot of a line of four, and compares all that remains.
fn delete_of_line(which: usize, fills: &[std::ops::Range<u64>; 5], survivor_is_lower: bool, length: u64) {
    let bench = Bench::new();
    let mut line = Vec::new();
    for (number, blocks) in (1..).zip(&fills[..4]) {
        bench.fill(blocks.clone(), number);
        line.push(bench.take(&format!("s{number}")));
    }
    bench.fill(fills[4].clone(), 5);
    let before = bench.view();
    let hardware = |view: &View, snapshot: Option<SnapshotId>| {
        let machine = &view.machines[&bench.machine];
        let tree = &machine.tree;
        let hardware = snapshot.map(|id| tree.get(tree.find(id).unwrap()).hardware.clone());
        hardware.unwrap_or_else(|| machine.current_state.hardware.clone()).disks().next().unwrap().1
    };
    let lower = hardware(&before, Some(line[which]));
    let upper = hardware(&before, line.get(which + 1).copied());
    let mut expected = before.picture(bench.machine);
    bench.delete(line[which]).unwrap();
    if which == 3 {
        expected.current = Some(line[2]);
        expected.modified = true;
    }
    let gone = expected.snapshots.remove(&line[which]).unwrap();
    if let Some(child) = line.get(which + 1) {
        expected.snapshots.get_mut(child).unwrap().parent = gone.parent;
    }
    let after = bench.view();
    assert_eq!(after.picture(bench.machine), expected);
    let survivor = hardware(&after, line.get(which + 1).copied());
    assert_eq!(survivor, if survivor_is_lower { lower } else { upper });
    let path = &after.images[&survivor].path;
    assert_eq!(std::fs::metadata(path).unwrap().len(), length);
}

#[test]
fn the_base_image_always_stays() {
    delete_of_line(0, &[0..1, 1..6, 2..3, 3..4, 4..5], true, 8 * MIB);
}

#[test]
fn the_longer_file_stays_whichever_it_is() {
    delete_of_line(1, &[0..1, 0..4, 3..5, 3..4, 4..5], true, 7 * MIB);
    delete_of_line(1, &[0..1, 4..6, 2..5, 3..4, 4..5], false, 6 * MIB);
    // Alike: the upper one stays.
    delete_of_line(1, &[0..1, 0..2, 2..4, 3..4, 4..5], false, 6 * MIB);
}

#[test]
fn deleting_the_current_snapshot_makes_the_current_state_changed() {
    delete_of_line(3, &[0..1, 0..2, 2..4, 0..4, 4..5], true, 7 * MIB);
}

#[test]
fn zeros_and_what_was_there_before_take_no_space() {
    let bench = Bench::new();
    bench.fill(0..4, 1);
    let one = bench.take("one");
    // As the guest sees it, nothing changes in 0, and 1 becomes zeros.
    bench.fill(1..2, 0);
    bench.fill(2..3, 2);
    let two = bench.take("two");
    bench.fill(5..8, 3);
    let before = bench.picture();
    bench.delete(two).unwrap();
    assert_eq!(bench.picture().disks, before.disks);
    let view = bench.view();
    let hardware = &view.machines[&bench.machine].current_state.hardware;
    let path = &view.images[&hardware.disks().next().unwrap().1].path;
    assert_eq!(std::fs::metadata(path).unwrap().len(), 6 * MIB);
    assert_eq!(bench.picture().snapshots[&one], before.snapshots[&one]);
}

#[test]
fn refusals_are_virtualboxes_and_touch_nothing() {
    let bench = Bench::new();
    let root = bench.take("root");
    let left = bench.take("left");
    bench.sandbox.restore(bench.machine, root).unwrap();
    assert!(matches!(bench.refusal(root), Refusal::CurrentWithChild { .. }));
    let right = bench.take("right");
    assert!(matches!(bench.refusal(root), Refusal::SeveralChildren { children: 2, .. }));
    let clone = bench.sandbox.clone_machine(bench.machine, CloneExtent::Linked(left), "clone", now()).unwrap();
    assert!(matches!(bench.refusal(left), Refusal::UsedByOther { other, .. } if other == "clone"));
    let error = bench.sandbox.delete_machine(bench.machine).expect_err("a clone rests on it");
    assert!(matches!(error, SandboxError::Refused(Refusal::UsedByOther { .. })), "{error}");
    bench.sandbox.delete_machine(clone).unwrap();
    bench.delete(left).unwrap();
    let view = bench.view();
    let machine = &view.machines[&bench.machine];
    let top = machine.current_state.hardware.disks().next().unwrap().1;
    let frozen = view.images[&view.images[&top].parent.unwrap()].path.clone();
    std::fs::rename(&frozen, frozen.with_extension("away")).unwrap();
    assert!(matches!(bench.refusal(right), Refusal::BadImage { .. }));
    std::fs::copy(&view.images[&top].path, &frozen).unwrap();
    assert!(matches!(bench.refusal(right), Refusal::BadImage { .. }));
}

#[test]
fn a_tree_is_250_deep_at_most() {
    let bench = Bench::with_disks(&[]);
    bench.take("root");
    // 249 more, written by hand: each would take as long as the tree is deep.
    let path = bench.view().machines[&bench.machine].settings_file.clone();
    let text = std::fs::read_to_string(&path).unwrap();
    let id = |level: u32| format!("{{00000000-0000-4000-8000-{level:012}}}");
    let open = |level| {
        format!("<Snapshots><Snapshot uuid=\"{}\" name=\"s\" timeStamp=\"2026-03-04T05:06:07Z\"><Hardware/>", id(level))
    };
    let levels: String =
        (2..250).map(open).chain(std::iter::repeat_n("</Snapshot></Snapshots>".to_owned(), 248)).collect();
    let text = text.replacen("</Snapshot>", &format!("{levels}</Snapshot>"), 1);
    let root = bench.picture().current.unwrap();
    let text =
        text.replacen(&format!("currentSnapshot=\"{{{root}}}\""), &format!("currentSnapshot=\"{}\"", id(249)), 1);
    std::fs::write(&path, text).unwrap();
    bench.take("the deepest");
    let new = NewSnapshot { name: "one more".to_owned(), description: String::new(), taken_at: now() };
    let error = bench.sandbox.take(bench.machine, &new).expect_err("too deep");
    assert!(matches!(error, SandboxError::Refused(Refusal::TooDeep { depth: 250 })), "{error}");
}

#[test]
fn disks_that_snapshots_do_not_cover_are_not_rolled_back() {
    for mode in [ImageMode::WriteThrough, ImageMode::Shareable] {
        let bench = Bench::with_disks(&[(2 * MIB, ImageMode::Normal), (2 * MIB, mode)]);
        let one = bench.take("one");
        bench.write(0, 0, &vec![1; BLOCK]);
        bench.write(1, 0, &vec![2; BLOCK]);
        bench.sandbox.restore(bench.machine, one).unwrap();
        let mut expected = vec![0; 2 * BLOCK];
        assert_eq!(bench.picture().disks[0], digest(&expected));
        expected[..BLOCK].fill(2);
        assert_eq!(bench.picture().disks[1], digest(&expected));
        bench.delete(one).unwrap();
        assert_eq!(bench.picture().disks[1], digest(&expected));
    }
}

#[test]
fn an_immutable_disk_has_a_level_that_is_reset() {
    let bench = Bench::with_disks(&[(2 * MIB, ImageMode::Immutable)]);
    let one = bench.take("one");
    bench.fill(0..1, 7);
    let view = bench.view();
    assert_eq!(view.images.values().filter(|record| record.auto_reset).count(), 2);
    bench.sandbox.restore(bench.machine, one).unwrap();
    bench.fill(0..1, 8);
    let before = bench.picture();
    bench.delete(one).unwrap();
    assert_eq!(bench.picture().disks, before.disks);
}

#[test]
fn clones_have_what_they_were_made_from() {
    let bench = Bench::with_disks(&[(4 * MIB, ImageMode::Normal), (2 * MIB, ImageMode::WriteThrough)]);
    bench.fill(0..2, 1);
    let one = bench.take("one");
    bench.fill(1..3, 2);
    bench.take("two");
    bench.fill(3..4, 3);
    let origin = bench.picture();
    let clone = |extent| bench.sandbox.clone_machine(bench.machine, extent, "copy", now()).unwrap();
    let (current, everything) = (clone(CloneExtent::CurrentState), clone(CloneExtent::Everything));
    let of_one = clone(CloneExtent::Snapshot(one));
    let linked = bench.sandbox.clone_machine(bench.machine, CloneExtent::Linked(one), "linked", now()).unwrap();
    let pictures = bench.view().pictures();
    assert_eq!(pictures[&bench.machine], origin);
    assert_eq!(pictures[&current].disks, origin.disks);
    assert_eq!(pictures[&everything].disks, origin.disks);
    assert_eq!(pictures[&everything].snapshots, origin.snapshots);
    assert_eq!(pictures[&of_one].disks, origin.snapshots[&one].disks);
    assert_eq!(pictures[&linked].disks, origin.snapshots[&one].disks);
    assert!(pictures[&linked].snapshots.is_empty() && !pictures[&linked].modified);
    // Snapshots of the clone are listed by its origin, and go with it.
    let new = NewSnapshot { name: "of the clone".to_owned(), description: String::new(), taken_at: now() };
    let snapshot = bench.sandbox.take(linked, &new).unwrap();
    let usage = Usage { disk: 0, bytes: 2 * MIB, within: 4 * MIB, seed: 1 };
    bench.sandbox.simulate_use(linked, &usage).unwrap();
    let used = bench.view().pictures();
    assert_ne!(used[&linked].disks, pictures[&linked].disks);
    assert_eq!(used[&bench.machine], origin);
    bench.sandbox.delete_snapshot(linked, snapshot).unwrap();
    assert_eq!(bench.view().pictures()[&linked].disks, used[&linked].disks);
    for machine in [linked, of_one, everything, current] {
        bench.sandbox.delete_machine(machine).unwrap();
    }
    assert_eq!(bench.view().machines.len(), 1);
    bench.sandbox.delete_machine(bench.machine).unwrap();
    assert!(bench.view().machines.is_empty());
    assert_eq!(sandbox_support::files_below(bench.sandbox.folder()).len(), 1);
}

#[test]
fn an_imported_machine_keeps_what_is_not_known() {
    let bench = Bench::new();
    bench.fill(0..2, 1);
    let one = bench.take("one");
    let path = bench.view().machines[&bench.machine].settings_file.clone();
    let text = std::fs::read_to_string(&path).unwrap();
    let strange = "<Future mode=\"x\"><Deeper a=\"1\">text</Deeper></Future>";
    let text = text.replacen("<Hardware>", &format!("<Hardware>{strange}"), 2);
    std::fs::write(&path, text).unwrap();
    let original = bench.picture();
    let folder = tempfile::tempdir().unwrap();
    let other = Sandbox::open(folder.path()).unwrap();
    let imported = other.import(path.parent().unwrap()).unwrap();
    assert_eq!(imported, bench.machine);
    assert_eq!(View::of(&other).picture(imported), original);
    assert!(matches!(other.import(path.parent().unwrap()), Err(SandboxError::Refused(_))));
    let new = NewSnapshot { name: "two".to_owned(), description: String::new(), taken_at: now() };
    let two = other.take(imported, &new).unwrap();
    other.restore(imported, one).unwrap();
    other.delete_snapshot(imported, two).unwrap();
    let view = View::of(&other);
    assert_tidy(folder.path(), &view);
    let text = std::fs::read_to_string(&view.machines[&imported].settings_file).unwrap();
    assert_eq!(text.matches("<Deeper a=\"1\">text</Deeper>").count(), 2);
}

#[test]
fn small_writes_leave_the_rest_of_a_block() {
    let bench = Bench::new();
    bench.fill(0..1, 1);
    bench.take("one");
    let write = |offset, byte| DiskWrite { disk: 0, offset, content: vec![byte; 512] };
    bench.sandbox.write(bench.machine, &[write(512, 2), write(1536, 3), write(4 * MIB, 4)]).unwrap();
    let mut expected = vec![0; 8 * BLOCK];
    expected[..BLOCK].fill(1);
    for (offset, byte) in [(512, 2), (1536, 3), (4 * BLOCK, 4)] {
        expected[offset..offset + 512].fill(byte);
    }
    assert_eq!(bench.picture().disks, [digest(&expected)]);
    let mut random = Random(3);
    let content = random.block(1024);
    let overlapping = [write(0, 1), DiskWrite { disk: 0, offset: 0, content }];
    assert!(matches!(bench.sandbox.write(bench.machine, &overlapping), Err(SandboxError::Refused(_))));
    assert_eq!(bench.picture().disks, [digest(&expected)]);
}

/// Edits a settings file by hand, as only VirtualBox would.
fn rewrite(bench: &Bench, from: &str, to: &str) {
    let path = bench.view_of_any().machines[&bench.machine].settings_file.clone();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from));
    std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn saved_memory_goes_with_its_last_user() {
    let bench = Bench::new();
    let folder = bench.view().machines[&bench.machine].snapshot_folder.clone();
    std::fs::create_dir_all(&folder).unwrap();
    let saved = folder.join("2026-03-04T05-06-07-000000000Z.sav");
    std::fs::write(&saved, "memory").unwrap();
    rewrite(
        &bench,
        " snapshotFolder=",
        &format!(" stateFile=\"Snapshots/{}\" snapshotFolder=", saved.file_name().unwrap().display()),
    );
    let online = bench.take("online");
    let child = bench.take("child");
    let machine = |snapshot: SnapshotId| {
        let view = bench.view_of_any();
        let machine = view.machines[&bench.machine].clone();
        let at = machine.tree.find(snapshot).map(|index| machine.tree.get(index).clone());
        (machine.current_state.saved_state.is_some(), at.is_some_and(|snapshot| snapshot.online))
    };
    assert_eq!(machine(child), (true, true));
    bench.delete(child).unwrap();
    assert!(saved.exists());
    let offline = {
        rewrite(
            &bench,
            &format!(" stateFile=\"Snapshots/{}\" currentSnapshot", saved.file_name().unwrap().display()),
            " currentSnapshot",
        );
        bench.take("offline")
    };
    assert_eq!(machine(offline), (false, false));
    bench.sandbox.restore(bench.machine, online).unwrap();
    assert_eq!(machine(online), (true, true));
    bench.sandbox.restore(bench.machine, offline).unwrap();
    assert_eq!(machine(offline), (false, false));
    assert!(saved.exists(), "a snapshot has it still");
    bench.sandbox.delete_machine(bench.machine).unwrap();
    assert!(!saved.exists());
}

#[test]
fn clones_go_on_with_the_memory_of_what_they_were_made_from() {
    let bench = Bench::new();
    let folder = bench.view().machines[&bench.machine].snapshot_folder.clone();
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("first.sav"), "memory").unwrap();
    rewrite(&bench, " snapshotFolder=", " stateFile=\"Snapshots/first.sav\" snapshotFolder=");
    let online = bench.take("online");
    let clone = |extent: CloneExtent, name: &str| -> Machine {
        let id = bench.sandbox.clone_machine(bench.machine, extent, name, Utc::now()).unwrap();
        bench.view_of_any().machines[&id].clone()
    };
    let memory = |machine: &Machine| {
        let path = machine.current_state.saved_state.as_ref()?;
        assert!(path.starts_with(machine.settings_file.parent().unwrap()), "{}", path.display());
        Some(std::fs::read_to_string(path).unwrap())
    };
    let extents = [CloneExtent::CurrentState, CloneExtent::Snapshot(online), CloneExtent::Linked(online)];
    for (number, extent) in extents.into_iter().chain([CloneExtent::Everything]).enumerate() {
        assert_eq!(memory(&clone(extent, &format!("saved {number}"))).as_deref(), Some("memory"), "{extent:?}");
    }
    rewrite(&bench, " stateFile=\"Snapshots/first.sav\" currentSnapshot", " currentSnapshot");
    assert_eq!(memory(&clone(CloneExtent::CurrentState, "off")), None);
    let everything = clone(CloneExtent::Everything, "all, off");
    assert_eq!(memory(&everything), None);
    let kept = everything.tree.iter().next().unwrap().1.saved_state.clone().unwrap();
    assert_eq!(std::fs::read_to_string(kept).unwrap(), "memory");
}

#[test]
fn firmware_variables_are_kept_and_come_back() {
    let bench = Bench::new();
    rewrite(&bench, "<Firmware/>", "<Firmware type=\"EFI\"/>");
    let path = bench.view_of_any().machines[&bench.machine].current_state.firmware_file.clone().unwrap();
    std::fs::write(&path, "first").unwrap();
    let one = bench.take("one");
    let two = bench.take("two");
    let kept = |snapshot| {
        let view = bench.view_of_any();
        let tree = &view.machines[&bench.machine].tree;
        tree.get(tree.find(snapshot).unwrap()).firmware_file.clone().unwrap()
    };
    assert_ne!(kept(one), kept(two), "each has its own");
    std::fs::write(&path, "second").unwrap();
    bench.sandbox.restore(bench.machine, one).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "first");
    assert_eq!(bench.view_of_any().machines[&bench.machine].current_state.firmware_file, Some(path));
    let gone = kept(two);
    bench.delete(two).unwrap();
    assert!(!gone.exists() && kept(one).exists());
    for extent in [CloneExtent::CurrentState, CloneExtent::Everything, CloneExtent::Snapshot(one)] {
        let clone = bench.sandbox.clone_machine(bench.machine, extent, "copy", now()).unwrap();
        let view = bench.view_of_any();
        let clone = &view.machines[&clone];
        assert!(clone.support_files().all(|path| std::fs::read_to_string(path).unwrap() == "first"));
        let own = clone.settings_file.parent().unwrap();
        assert!(clone.support_files().all(|path| path.starts_with(own)));
    }
}

#[test]
fn no_file_outside_of_the_sandbox_is_ever_touched() {
    let bench = Bench::new();
    bench.take("one");
    let view = bench.view();
    let machine = &view.machines[&bench.machine];
    let top = machine.current_state.hardware.disks().next().unwrap().1;
    let elsewhere = tempfile::tempdir().unwrap();
    let moved = elsewhere.path().join("moved.vdi");
    std::fs::rename(&view.images[&top].path, &moved).unwrap();
    let content = std::fs::read(&moved).unwrap();
    let upwards =
        bench.sandbox.folder().join("web/../../").join(elsewhere.path().file_name().unwrap()).join("moved.vdi");
    let written = format!("Snapshots/{{{top}}}.vdi");
    for location in [moved.display().to_string(), upwards.display().to_string()] {
        rewrite(&bench, &written, &location);
        let write = DiskWrite { disk: 0, offset: 0, content: vec![1; 512] };
        assert!(matches!(bench.sandbox.write(bench.machine, &[write]), Err(SandboxError::Refused(_))));
        let folder = tempfile::tempdir().unwrap();
        let other = Sandbox::open(folder.path()).unwrap();
        let source = bench.view_of_any().machines[&bench.machine].settings_file.clone();
        assert!(other.import(source.parent().unwrap()).is_err());
        rewrite(&bench, &location, &written);
        assert_eq!(std::fs::read(&moved).unwrap(), content);
    }
    rewrite(&bench, &written, &moved.display().to_string());
    bench.sandbox.delete_machine(bench.machine).unwrap();
    assert_eq!(std::fs::read(&moved).unwrap(), content);
}

#[test]
fn a_linked_clone_goes_with_all_its_snapshots() {
    // Ids are random, and the order of images by id must not matter.
    for _ in 0..8 {
        let bench = Bench::new();
        let one = bench.take("one");
        let clone = bench.sandbox.clone_machine(bench.machine, CloneExtent::Linked(one), "clone", now()).unwrap();
        for name in ["a", "b", "c"] {
            let new = NewSnapshot { name: name.to_owned(), description: String::new(), taken_at: now() };
            bench.sandbox.take(clone, &new).unwrap();
        }
        bench.sandbox.delete_machine(clone).unwrap();
        assert_eq!(bench.view().images.len(), 2);
    }
}
