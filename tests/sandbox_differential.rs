//! The Sandbox against the real one: random machines and random sequences of what people do, done in the Sandbox and by
//! VirtualBox, and compared after every step: tree, current snapshot, whether the current state counts as changed, which
//! image survived, sizes, block maps and the whole content of every disk.
//!
//! Needs the testbed of `tests/testbed/virtualbox.sh`:
//!
//! ```sh
//! tests/testbed/virtualbox.sh install
//! SNAPGROVE_TESTBED=~/.cache/snapgrove-testbed cargo test --release --test sandbox_differential -- --ignored --nocapture
//! ```
//!
//! `SNAPGROVE_SEQUENCES`, `SNAPGROVE_STEPS` and `SNAPGROVE_SEED` say how much is done and where to begin; a failure
//! prints the seed that repeats it.
#![cfg(target_os = "linux")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the helpers of a test fail as the test does"
)]

mod sandbox_support;
mod sandbox_testbed;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use chrono::Utc;
use sandbox_support::{MIB, Random, View, assert_tidy};
use sandbox_testbed::Home;
use snapgrove::hypervisor::sandbox::{DiskWrite, NewDisk, NewMachine, NewSnapshot, Refusal, Sandbox, SandboxError};
use snapgrove::image::{State, read_map};
use snapgrove::model::{CloneExtent, HardwareSettings, ImageId, ImageMode, Machine, MachineId, SnapshotId};

fn number_from(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| text.parse().expect("a number"))
}

/// The same machines in both places. Names are unique, and tell which is which.
struct Pair<'a> {
    home: &'a Home,
    sandbox: Sandbox,
    random: Random,
    prefix: String,
    /// Snapshots taken and clones made so far.
    count: u32,
    /// Which image of VirtualBox each of ours is.
    same: BTreeMap<ImageId, ImageId>,
    log: String,
    refused: u32,
    not_tried: u32,
    /// Whether its base image is of a kind that the Sandbox does not make, and imports from VirtualBox.
    imported: bool,
}

impl<'a> Pair<'a> {
    fn new(home: &'a Home, folder: &Path, seed: u64) -> Self {
        let mut pair = Self {
            home,
            sandbox: Sandbox::open(folder).unwrap(),
            random: Random(seed),
            prefix: format!("m{seed}"),
            count: 0,
            same: BTreeMap::new(),
            log: String::new(),
            refused: 0,
            not_tried: 0,
            imported: seed % 5 == 4,
        };
        if pair.imported {
            pair.create_to_import();
        } else {
            pair.create();
        }
        pair.compare();
        pair
    }

    fn note(&mut self, what: &str) {
        writeln!(self.log, "{what}").unwrap();
    }

    fn create(&mut self) {
        let modes = [ImageMode::Normal, ImageMode::Normal, ImageMode::WriteThrough, ImageMode::Immutable];
        let count = 1 + self.random.below(2);
        let mut disks = vec![NewDisk { size: self.size(), mode: ImageMode::Normal }];
        for _ in 1..count {
            let mode = *self.random.pick(&modes).unwrap();
            disks.push(NewDisk { size: self.size(), mode });
        }
        let name = self.prefix.clone();
        self.note(&format!("create {disks:?}"));
        let new = NewMachine { disks: disks.clone(), ..NewMachine::small(&name, MIB) };
        self.sandbox.create_machine(&new, Utc::now()).unwrap();
        let home = self.home;
        home.must(&["createvm", "--name", &name, "--ostype", "Debian_64", "--register"]);
        home.must(&["storagectl", &name, "--name", "SATA", "--add", "sata"]);
        for (port, disk) in disks.iter().enumerate() {
            let path = home.machines().join(&name).join(format!("disk{port}.vdi")).display().to_string();
            home.must(&["createmedium", "disk", "--filename", &path, "--sizebyte", &disk.size.to_string()]);
            match disk.mode {
                ImageMode::WriteThrough => home.must(&["modifymedium", "disk", &path, "--type", "writethrough"]),
                ImageMode::Immutable => home.must(&["modifymedium", "disk", &path, "--type", "immutable"]),
                _ => {}
            }
            let port = port.to_string();
            home.must(&[
                "storageattach",
                &name,
                "--storagectl",
                "SATA",
                "--port",
                &port,
                "--device",
                "0",
                "--type",
                "hdd",
                "--medium",
                &path,
            ]);
        }
    }

    /// A disk of fixed size, or with blocks of 4 MiB below difference images that always have 1 MiB.
    fn create_to_import(&mut self) {
        let (name, home, size) = (self.prefix.clone(), self.home, self.size());
        let fixed = self.random.below(3) == 0;
        self.note(&format!("create {size}, {}", if fixed { "fixed" } else { "blocks of 4 MiB" }));
        let path = home.machines().join(&name).join("disk.vdi").display().to_string();
        let size = size.to_string();
        home.must(&["createvm", "--name", &name, "--ostype", "Debian_64", "--register"]);
        home.must(&["storagectl", &name, "--name", "SATA", "--add", "sata"]);
        let mut medium = vec!["createmedium", "disk", "--filename", &path, "--sizebyte", &size];
        medium.extend(if fixed { ["--variant", "Fixed"] } else { ["--property", "AllocationBlockSize=4194304"] });
        home.must(&medium);
        home.must(&[
            "storageattach",
            &name,
            "--storagectl",
            "SATA",
            "--port",
            "0",
            "--device",
            "0",
            "--type",
            "hdd",
            "--medium",
            &path,
        ]);
        self.sandbox.import(&home.machines().join(&name)).unwrap();
    }

    /// Now and then a disk whose last block is not whole.
    fn size(&mut self) -> u64 {
        let whole = 6 + self.random.below(8);
        whole * MIB + if self.random.below(3) == 0 { 512 * (1 + self.random.below(2000)) } else { 0 }
    }

    fn step(&mut self) {
        let view = View::of(&self.sandbox);
        let machines: Vec<&Machine> = view.machines.values().collect();
        let mut machines: Vec<&Machine> = machines;
        machines.sort_by_key(|machine| machine.name.clone());
        let machine = (*self.random.pick(&machines).unwrap()).clone();
        let snapshots: Vec<(SnapshotId, String)> =
            machine.tree.iter().map(|(_, snapshot)| (snapshot.id, snapshot.name.clone())).collect();
        match self.random.below(20) {
            0..5 => self.take(&machine),
            5..11 => self.write(&view, &machine),
            11..14 => self.restore(&machine, &snapshots),
            14..18 => self.delete(&machine, &snapshots),
            _ if machines.len() < 4 => self.clone_machine(&machine, &snapshots),
            _ => self.delete_machine(&machine),
        }
        self.compare();
    }

    fn take(&mut self, machine: &Machine) {
        self.count += 1;
        let name = format!("s{}", self.count);
        self.note(&format!("take {name} of {}", machine.name));
        let new = NewSnapshot { name: name.clone(), description: String::new(), taken_at: Utc::now() };
        self.sandbox.take(machine.id, &new).unwrap();
        self.home.must(&["snapshot", &machine.name, "take", &name]);
    }

    fn restore(&mut self, machine: &Machine, snapshots: &[(SnapshotId, String)]) {
        let Some((id, name)) = self.random.pick(snapshots) else { return };
        self.note(&format!("restore {name} of {}", machine.name));
        self.sandbox.restore(machine.id, *id).unwrap();
        self.home.must(&["snapshot", &machine.name, "restore", name]);
    }

    fn delete(&mut self, machine: &Machine, snapshots: &[(SnapshotId, String)]) {
        let Some((id, name)) = self.random.pick(snapshots) else { return };
        self.note(&format!("delete {name} of {}", machine.name));
        let ours = self.sandbox.delete_snapshot(machine.id, *id);
        match ours {
            Ok(()) => {}
            // VirtualBox would do it, and destroy the clone.
            Err(SandboxError::Refused(Refusal::UsedByOther { .. })) => {
                self.not_tried += 1;
                return self.note("  (not tried: a linked clone would be destroyed)");
            }
            Err(SandboxError::Refused(_)) => self.refused += 1,
            Err(error) => panic!("{error}"),
        }
        // It takes sizes from when it last looked.
        self.home.must(&["list", "hdds"]);
        let theirs = self.home.run(&["snapshot", &machine.name, "delete", name]);
        let words = String::from_utf8_lossy(&theirs.stderr).into_owned();
        assert_eq!(ours.is_ok(), theirs.status.success(), "ours: {ours:?}, VirtualBox: {words}");
    }

    fn clone_machine(&mut self, machine: &Machine, snapshots: &[(SnapshotId, String)]) {
        self.count += 1;
        let name = format!("{}c{}", self.prefix, self.count);
        let (id, home) = (machine.id, self.home);
        let picked = self.random.pick(snapshots).cloned();
        let mut arguments = vec!["clonevm", &*machine.name, "--name", &name, "--register"];
        // VirtualBox makes the same unusual kind of image again, which the Sandbox does not.
        let kind = if self.imported { 3 } else { self.random.below(4) };
        self.note(&format!("clone {} as {name}, {picked:?}, {kind}", machine.name));
        match (kind, &picked) {
            (0, _) => {
                self.sandbox.clone_machine(id, CloneExtent::CurrentState, &name, Utc::now()).unwrap();
            }
            (1, _) => {
                self.sandbox.clone_machine(id, CloneExtent::Everything, &name, Utc::now()).unwrap();
                arguments.extend(["--mode", "all"]);
            }
            (2, Some((snapshot, of))) => {
                self.sandbox.clone_machine(id, CloneExtent::Snapshot(*snapshot), &name, Utc::now()).unwrap();
                arguments.extend(["--snapshot", of]);
            }
            (_, Some((snapshot, of))) => {
                self.sandbox.clone_machine(id, CloneExtent::Linked(*snapshot), &name, Utc::now()).unwrap();
                arguments.extend(["--snapshot", of, "--options", "link"]);
            }
            (_, None) => return,
        }
        home.must(&arguments);
    }

    fn delete_machine(&mut self, machine: &Machine) {
        if *machine.name == *self.prefix {
            return;
        }
        self.note(&format!("delete machine {}", machine.name));
        match self.sandbox.delete_machine(machine.id) {
            Ok(()) => {
                let theirs = self.home.run(&["unregistervm", &machine.name, "--delete"]);
                let words = String::from_utf8_lossy(&theirs.stderr);
                // VirtualBox stumbles over a disk that both a snapshot and the current state have plugged in: images and
                // registration go, the settings file stays.
                let stumbles = words.contains("The object is not ready") && !machine.tree.is_empty();
                assert!(theirs.status.success() || stumbles, "{words}");
            }
            Err(SandboxError::Refused(_)) => self.not_tried += 1,
            Err(error) => panic!("{error}"),
        }
    }

    /// Writes in the Sandbox, and gives VirtualBox's image the same blocks: their maps were the same before.
    fn write(&mut self, view: &View, machine: &Machine) {
        let disks: Vec<ImageId> = machine.current_state.hardware.disks().map(|(_, image)| image).collect();
        let Some(disk) = usize::try_from(self.random.below(disks.len() as u64)).ok() else { return };
        let image = disks[disk];
        let now = view.content(image);
        let writes = self.writes(disk, &now);
        self.note(&format!(
            "write to {} disk {disk}: {:?}",
            machine.name,
            writes.iter().map(|write| (write.offset, write.content.len(), write.content[0])).collect::<Vec<_>>()
        ));
        self.sandbox.write(machine.id, &writes).unwrap();
        let theirs = &self.home.view().images[&self.same[&image]];
        let mut content = fs::read(&view.images[&image].path).unwrap();
        let header = fs::read(&theirs.path).unwrap();
        content[0x188..0x1C8].copy_from_slice(&header[0x188..0x1C8]);
        fs::write(&theirs.path, content).unwrap();
        self.count += 1;
        // A machine that ran counts as changed; this makes it so without running it.
        self.home.must(&["modifyvm", &machine.name, "--description", &self.count.to_string()]);
    }

    fn writes(&mut self, disk: usize, now: &[u8]) -> Vec<DiskWrite> {
        let size = now.len() as u64;
        let mut writes: BTreeMap<u64, DiskWrite> = BTreeMap::new();
        for _ in 0..=self.random.below(5) {
            let block = self.random.below(size.div_ceil(MIB)) * MIB;
            let length = MIB.min(size - block);
            let place = usize::try_from(block).unwrap()..usize::try_from(block + length).unwrap();
            let (offset, content) = match self.random.below(8) {
                0 => (block, vec![0; usize::try_from(length).unwrap()]),
                1 => (block, now[place].to_vec()),
                2 if length > 8192 => (block + 4096, self.random.block(1024)),
                _ => (block, self.random.block(length)),
            };
            writes.insert(block, DiskWrite { disk, offset, content });
        }
        writes.into_values().collect()
    }

    fn compare(&mut self) {
        let (ours, theirs) = (View::of(&self.sandbox), self.home.view());
        assert_tidy(self.sandbox.folder(), &ours);
        let of_name = |view: &View, name: &str| {
            view.machines.values().find(|machine| *machine.name == *name).map(|machine| machine.id)
        };
        let own = |view: &View| {
            let names = view.machines.values().map(|machine| machine.name.to_string());
            let mut names: Vec<String> =
                names.filter(|name| *name == self.prefix || name.starts_with(&format!("{}c", self.prefix))).collect();
            names.sort();
            names
        };
        let names = own(&ours);
        assert_eq!(names, own(&theirs), "machines");
        for name in names {
            let (our, their) = (of_name(&ours, &name).unwrap(), of_name(&theirs, &name).unwrap());
            self.compare_machine(&ours, &theirs, (our, their));
        }
    }

    fn compare_machine(&mut self, ours: &View, theirs: &View, (our, their): (MachineId, MachineId)) {
        let (our, their) = (&ours.machines[&our], &theirs.machines[&their]);
        assert_eq!(tree(our), tree(their), "tree of {}", our.name);
        assert_eq!(our.current_state.modified, their.current_state.modified, "{} is changed", our.name);
        for ((_, our), (_, their)) in our.tree.iter().zip(their.tree.iter()) {
            self.compare_disks(ours, theirs, (&our.hardware, &their.hardware), &our.name);
        }
        let current = (&*our.current_state.hardware, &*their.current_state.hardware);
        self.compare_disks(ours, theirs, current, "current state");
    }

    fn compare_disks(
        &mut self,
        ours: &View,
        theirs: &View,
        (our, their): (&HardwareSettings, &HardwareSettings),
        place: &str,
    ) {
        assert_eq!(our.disks().count(), their.disks().count(), "number of disks in {place}");
        for ((_, our), (_, their)) in our.disks().zip(their.disks()) {
            let (our_chain, their_chain) = (ours.chain(our), theirs.chain(their));
            assert_eq!(our_chain.len(), their_chain.len(), "length of the chain in {place}");
            for (our, their) in our_chain.iter().zip(&their_chain) {
                let known = *self.same.entry(our.id).or_insert(their.id);
                assert_eq!(known, their.id, "another image survived in {place}");
                assert_eq!((our.mode, our.auto_reset), (their.mode, their.auto_reset), "kind of image in {place}");
                assert_eq!(map(&our.path), map(&their.path), "blocks of an image in {place}");
                let length = |path: &Path| fs::metadata(path).unwrap().len();
                assert_eq!(length(&our.path), length(&their.path), "size of an image in {place}");
            }
            assert!(ours.content(our) == theirs.content(their), "content of a disk in {place}");
        }
    }

    /// What VirtualBox itself reads from its disks is what our reader reads from ours.
    fn compare_as_virtualbox_reads(&mut self) {
        let (ours, theirs) = (View::of(&self.sandbox), self.home.view());
        for our in ours.machines.values() {
            let their = theirs.machines.values().find(|their| their.name == our.name).unwrap();
            let hardware = |machine: &Machine| {
                let snapshots = machine.tree.iter().map(|(_, snapshot)| snapshot.hardware.clone());
                snapshots.chain([machine.current_state.hardware.clone()]).collect::<Vec<_>>()
            };
            for (our, their) in hardware(our).iter().zip(hardware(their)) {
                for ((_, our), (_, their)) in our.disks().zip(their.disks()) {
                    let raw = self.home.machines().join("read.raw");
                    let path = raw.display().to_string();
                    self.home.must(&["clonemedium", "disk", &their.to_string(), &path, "--format", "RAW"]);
                    let read = fs::read(&raw).unwrap();
                    self.home.must(&["closemedium", "disk", &path, "--delete"]);
                    assert!(ours.content(our) == read, "what VirtualBox reads");
                }
            }
        }
    }
}

/// Names in the order of the settings file, each with its parent's, and which is current.
fn tree(machine: &Machine) -> Vec<(String, Option<String>, bool)> {
    let tree = &machine.tree;
    let name = |index| tree.get(index).name.clone();
    tree.iter()
        .map(|(index, snapshot)| (snapshot.name.clone(), tree.parent(index).map(name), tree.current() == Some(index)))
        .collect()
}

/// One letter a block: free, zeros or data.
fn map(path: &Path) -> String {
    let map = read_map(path, &snapgrove::model::ImageFormat::Vdi).unwrap();
    let letter = |unit| match map.state(unit) {
        State::Free => '.',
        State::Zero => '0',
        State::Data(_) | State::Compressed(_) => 'x',
    };
    (0..map.units()).map(letter).collect()
}

/// One sequence. How many deletions were refused by both, and by us alone; `None` if there was a difference, which was
/// printed.
fn sequence(home: &Home, seed: u64, steps: u64) -> Option<(u32, u32)> {
    let folder = tempfile::tempdir().unwrap();
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut pair = Pair::new(home, folder.path(), seed);
        for _ in 0..steps {
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| pair.step()));
            assert!(done.is_ok(), "seed {seed}: VirtualBox differs after\n{}", pair.log);
        }
        pair.compare_as_virtualbox_reads();
        (pair.refused, pair.not_tried)
    }));
    result.ok()
}

#[test]
#[ignore = "needs the testbed"]
fn random_sequences_end_as_in_virtualbox() {
    let (sequences, steps) = (number_from("SNAPGROVE_SEQUENCES", 5), number_from("SNAPGROVE_STEPS", 20));
    let first = number_from("SNAPGROVE_SEED", 1);
    let (mut refused, mut not_tried, mut died) = (0, 0, 0);
    let mut different = Vec::new();
    let mut home = Home::new();
    for seed in first..first + sequences {
        // A service that knows many machines is slow.
        if (seed - first) % 20 == 19 {
            home = Home::new();
        }
        let mut result = sequence(&home, seed, steps);
        // Seen twice in 450 sequences, during a linked clone; both were alike when repeated. Why is not known.
        if result.is_none() && home.service_died() {
            println!("seed {seed}: VirtualBox's service died; once more in a new home");
            died += 1;
            home = Home::new();
            result = sequence(&home, seed, steps);
        }
        if let Some(counts) = result {
            refused += counts.0;
            not_tried += counts.1;
            println!("seed {seed}: {steps} steps alike");
        } else {
            println!("seed {seed}: DIFFERENT");
            different.push(seed);
        }
    }
    assert!(different.is_empty(), "VirtualBox differs with the seeds {different:?}");
    println!(
        "{sequences} sequences of {steps} steps from seed {first}: alike; {refused} deletions refused by both, \
         {not_tried} refused here that VirtualBox would have done to a linked clone's harm, \
         {died} repeated because VirtualBox's service died"
    );
}

/// VirtualBox takes a practice machine as it is, and goes on with it.
#[test]
#[ignore = "needs the testbed"]
fn virtualbox_goes_on_with_a_practice_machine() {
    let home = Home::new();
    let folder = home.machines().join("sandbox");
    let sandbox = Sandbox::open(&folder).unwrap();
    let disks = [ImageMode::Normal, ImageMode::WriteThrough, ImageMode::Immutable]
        .map(|mode| NewDisk { size: 5 * MIB + 512, mode });
    let new =
        NewMachine { disks: disks.to_vec(), description: "two\nlines".to_owned(), ..NewMachine::small("一 <&>", MIB) };
    let machine = sandbox.create_machine(&new, Utc::now()).unwrap();
    let take = |name: &str| {
        let new = NewSnapshot { name: name.to_owned(), description: "a\nb \"c\" 第".to_owned(), taken_at: Utc::now() };
        sandbox.take(machine, &new).unwrap()
    };
    let write = |byte: u8| {
        let content = vec![byte; usize::try_from(2 * MIB).unwrap()];
        let writes: Vec<DiskWrite> = (0..3)
            .map(|disk| DiskWrite { disk, offset: u64::from(byte % 3) * MIB, content: content.clone() })
            .collect();
        sandbox.write(machine, &writes).unwrap();
    };
    write(1);
    let one = take("one");
    write(2);
    let two = take("two 第二");
    write(3);
    sandbox.restore(machine, one).unwrap();
    write(4);
    take("three");
    write(5);
    let before = View::of(&sandbox).picture(machine);
    let path = View::of(&sandbox).machines[&machine].settings_file.display().to_string();
    home.must(&["registervm", &path]);
    assert_eq!(home.view().picture(machine), before);
    let id = machine.to_string();
    home.must(&["snapshot", &id, "take", "by VirtualBox"]);
    let after = home.view().picture(machine);
    assert_eq!(after.disks, before.disks);
    assert!(before.snapshots.iter().all(|(id, snapshot)| after.snapshots[id] == *snapshot));
    home.must(&["snapshot", &id, "delete", &two.to_string()]);
    home.must(&["snapshot", &id, "delete", "three"]);
    let merged = home.view().picture(machine);
    assert_eq!(merged.disks, before.disks);
    assert_eq!(merged.snapshots[&one].disks, before.snapshots[&one].disks);
    home.must(&["clonevm", &id, "--name", "copy", "--mode", "all", "--register"]);
    home.must(&["snapshot", &id, "restore", &one.to_string()]);
    let restored = home.view().picture(machine);
    // The write-through disk, the second, is not rolled back.
    assert_eq!(restored.disks[0], before.snapshots[&one].disks[0]);
    assert_eq!(restored.disks[1], before.disks[1]);
    home.must(&["unregistervm", &id]);
    // And the Sandbox goes on with what VirtualBox left.
    let sandbox = Sandbox::open(&folder).unwrap();
    sandbox
        .delete_snapshot(
            machine,
            View::of(&sandbox)
                .picture(machine)
                .snapshots
                .into_iter()
                .find(|(_, snapshot)| snapshot.name == "by VirtualBox")
                .unwrap()
                .0,
        )
        .unwrap();
    assert_eq!(View::of(&sandbox).picture(machine).disks, restored.disks);
}

/// A copy of a machine's folder that VirtualBox made can be practised on.
#[test]
#[ignore = "needs the testbed"]
fn a_machine_of_virtualbox_can_be_imported() {
    let home = Home::new();
    let folder = tempfile::tempdir().unwrap();
    let mut pair = Pair::new(&home, folder.path(), 77);
    for _ in 0..6 {
        let view = View::of(&pair.sandbox);
        let machine = view.machines.values().next().unwrap();
        pair.write(&view, machine);
        pair.take(machine);
        pair.compare();
    }
    let view = home.view();
    let (id, machine) = view.machines.iter().next().unwrap();
    let before = view.picture(*id);
    let other = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::open(other.path()).unwrap();
    let imported = sandbox.import(machine.settings_file.parent().unwrap()).unwrap();
    assert_eq!(View::of(&sandbox).picture(imported), before);
    let middle = *before.snapshots.iter().find(|(_, snapshot)| snapshot.parent.is_some()).unwrap().0;
    if before.current != Some(middle) {
        sandbox.delete_snapshot(imported, middle).unwrap();
    }
    let after = View::of(&sandbox);
    assert_tidy(other.path(), &after);
    assert_eq!(after.picture(imported).disks, before.disks);
    assert_eq!(view.picture(*id), before);
}
