//! Settings that VirtualBox left in the middle of a change are brought in line with the images: every content stays.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod sandbox_support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::Utc;
use sandbox_support::{Content, MIB, Random, View};
use snapgrove::hypervisor::Hypervisor as _;
use snapgrove::hypervisor::sandbox::{DiskWrite, NewDisk, NewMachine, NewSnapshot, Sandbox};
use snapgrove::hypervisor::virtualbox::VirtualBox;
use snapgrove::model::{ImageMode, Machine, MachineEntry, MachineId, SnapshotId, Step};

/// What each snapshot holds, and the current state under `None`.
type Contents = BTreeMap<Option<SnapshotId>, Vec<Content>>;

/// A machine with two disks and the snapshots “one” to “four” in a line, whose files grow or shrink from one to the next.
struct Bench {
    folder: tempfile::TempDir,
    sandbox: Sandbox,
    machine: MachineId,
}

impl Bench {
    fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Sandbox::open(folder.path()).unwrap();
        let disk = NewDisk { size: 12 * MIB, mode: ImageMode::Normal };
        let new = NewMachine { disks: vec![disk; 2], ..NewMachine::small("line", MIB) };
        let machine = sandbox.create_machine(&new, Utc::now()).unwrap();
        let mut random = Random(seed);
        for name in ["one", "two", "three", "four", ""] {
            for disk in 0..2 {
                for _ in 0..=random.below(6) {
                    let write = DiskWrite { disk, offset: random.below(12) * MIB, content: random.block(MIB) };
                    sandbox.write(machine, &[write]).unwrap();
                }
            }
            if !name.is_empty() {
                let new = NewSnapshot { name: name.to_owned(), description: String::new(), taken_at: Utc::now() };
                sandbox.take(machine, &new).unwrap();
            }
        }
        Self { folder, sandbox, machine }
    }

    fn entry(&self) -> MachineEntry {
        self.sandbox.machines().unwrap().machines.remove(0)
    }

    fn read(&self) -> Machine {
        self.sandbox.read(&self.entry()).unwrap()
    }

    fn settings(&self) -> Vec<u8> {
        fs::read(&self.entry().settings_file).unwrap()
    }

    fn contents(&self) -> Contents {
        let view = View::of(&self.sandbox);
        let machine = &view.machines[&self.machine];
        let of = |hardware: &snapgrove::model::HardwareSettings| {
            hardware.disks().map(|(_, image)| view.digest(image)).collect::<Vec<_>>()
        };
        let snapshots = machine.tree.iter().map(|(_, one)| (Some(one.id), of(&one.hardware)));
        snapshots.chain([(None, of(&machine.current_state.hardware))]).collect()
    }

    fn mended(&self, content: &[u8], step: &Step) -> Option<Vec<u8>> {
        let nowhere = self.folder.path().join("no such program");
        VirtualBox::open(Some(self.folder.path().to_owned()), Some(nowhere)).mended(&self.entry(), content, step)
    }
}

/// The image files of a machine, by the disk that they belong to.
fn files(machine: &Machine, disk: usize) -> Vec<PathBuf> {
    let hardware = machine.tree.iter().map(|(_, one)| &one.hardware).chain([&machine.current_state.hardware]);
    let ids = hardware.filter_map(|hardware| hardware.disks().nth(disk).map(|(_, id)| id));
    let path = |id| machine.images.iter().find(|record| record.id == id).unwrap().path.to_path_buf();
    ids.map(path).collect()
}

fn put_back(saved: &Path, files: &[PathBuf]) {
    for file in files {
        fs::copy(saved.join(file.file_name().unwrap()), file).unwrap();
    }
}

#[test]
fn a_deletion_that_merged_some_disks_is_finished_in_the_settings() {
    let mut told = 0;
    for (seed, name) in (1..=2).flat_map(|seed| ["one", "two", "three", "four"].map(|name| (seed, name))) {
        for merged in [[true, true], [true, false], [false, true], [false, false]] {
            let bench = Bench::new(seed);
            let (machine, settings) = (bench.read(), bench.settings());
            let mut wanted = bench.contents();
            let saved = tempfile::tempdir().unwrap();
            let of_disk = [files(&machine, 0), files(&machine, 1)];
            for file in of_disk.iter().flatten() {
                fs::copy(file, saved.path().join(file.file_name().unwrap())).unwrap();
            }
            let snapshot = machine.tree.iter().find(|(_, one)| one.name == name).unwrap().1.id;
            bench.sandbox.delete_snapshot(bench.machine, snapshot).unwrap();
            for disk in (0..2).filter(|disk| !merged[*disk]) {
                put_back(saved.path(), &of_disk[disk]);
            }
            let mended = bench.mended(&settings, &Step::Delete { snapshot });
            let place = format!("seed {seed}, “{name}”, merged: {merged:?}");
            assert_eq!(mended.is_some(), merged.contains(&true), "{place}");
            let Some(mended) = mended else { continue };
            fs::write(&bench.entry().settings_file, mended).unwrap();
            wanted.remove(&Some(snapshot));
            assert_eq!(bench.contents(), wanted, "{place}");
            told += 1;
        }
    }
    assert_eq!(told, 24);
}

#[test]
fn what_images_do_not_tell_is_not_mended() {
    let bench = Bench::new(3);
    let (machine, settings) = (bench.read(), bench.settings());
    let named = |name: &str| machine.tree.iter().find(|(_, one)| one.name == name).unwrap().1;
    let images = files(&machine, 0);
    let step = Step::Delete { snapshot: named("two").id };
    // Both images of a merge are gone.
    let away = |image: &PathBuf| fs::rename(image, image.with_extension("away")).unwrap();
    let back = |image: &PathBuf| fs::rename(image.with_extension("away"), image).unwrap();
    images[1..3].iter().for_each(away);
    assert_eq!(bench.mended(&settings, &step), None);
    images[1..3].iter().for_each(back);
    // Another snapshot's image is gone.
    away(&images[3]);
    assert_eq!(bench.mended(&settings, &step), None);
    back(&images[3]);
    // Another image lies in the place of one.
    fs::copy(&images[4], &images[2]).unwrap();
    assert_eq!(bench.mended(&settings, &step), None);
    // Other steps leave nothing of this kind.
    assert_eq!(bench.mended(&settings, &Step::Restore { snapshot: named("two").id }), None);
}

#[test]
fn a_current_state_that_writes_into_its_snapshot_is_given_its_own_images() {
    let bench = Bench::new(2);
    let wanted = bench.contents();
    let before = bench.read();
    let take = Step::Take { name: "new".to_owned(), description: String::new() };
    let new = NewSnapshot { name: "new".to_owned(), description: String::new(), taken_at: Utc::now() };
    bench.sandbox.take(bench.machine, &new).unwrap();
    let after = bench.settings();
    assert_eq!(bench.mended(&after, &take), None, "all is well");
    // As VirtualBox leaves it where its client dies: the last attachments are those of before.
    let mut broken = String::from_utf8(after.clone()).unwrap();
    let (old, own) = (before.current_state.hardware.disks(), bench.read());
    for ((_, old), (_, own)) in old.zip(own.current_state.hardware.disks()) {
        let at = broken.rfind(&format!("<Image uuid=\"{{{own}}}\"")).unwrap();
        let end = broken[at..].find('>').unwrap() + at;
        let plugged = broken[at..end].replace(&own.to_string(), &old.to_string());
        broken.replace_range(at..end, &plugged);
    }
    let mended = bench.mended(broken.as_bytes(), &take).expect("it can be mended");
    fs::write(&bench.entry().settings_file, &mended).unwrap();
    assert_eq!(bench.contents()[&None], wanted[&None]);
    assert_eq!(bench.read().current_state.hardware, own.current_state.hardware);
    // Not if something was written in the meantime.
    let own = files(&own, 1).pop().unwrap();
    let write = DiskWrite { disk: 1, offset: 0, content: vec![7; usize::try_from(MIB).unwrap()] };
    bench.sandbox.write(bench.machine, &[write]).unwrap();
    assert!(own.exists());
    assert_eq!(bench.mended(broken.as_bytes(), &take), None);
}
