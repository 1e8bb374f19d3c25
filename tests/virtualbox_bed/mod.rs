//! A real VirtualBox with a home of the test's own, and Snapgrove's way to it.
//!
//! These tests need the testbed, a real VirtualBox in a folder of its own:
//!
//! ```sh
//! tests/testbed/virtualbox.sh install
//! SNAPGROVE_TESTBED=~/.cache/snapgrove-testbed cargo test --test virtualbox_changes --test virtualbox_traps -- --ignored
//! ```
#![allow(dead_code, clippy::allow_attributes, reason = "every test uses its own part of this")]
#![expect(clippy::expect_used, clippy::panic, reason = "the helpers of a test fail as the test does")]

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher as _};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use snapgrove::hypervisor::virtualbox::{Patience, VirtualBox};
use snapgrove::hypervisor::{Hypervisor as _, HypervisorError, NoProgress, Outcome};
use snapgrove::model::{HardwareSettings, MachineEntry, MachineId, SnapshotId, Step};

use crate::sandbox_support::View;

/// Writes random bytes to the disk that a machine writes to now: machine, first MiB, end, MiB.
const FILL: &str = "
import os, sys, vboxapi
manager = vboxapi.VirtualBoxManager(None, None)
machine = manager.getVirtualBox().findMachine(sys.argv[1])
disk = machine.getMedium('SATA', 0, 0).openForIO(True, '')
for block in range(int(sys.argv[2]), int(sys.argv[3])):
    disk.write(block << 20, os.urandom(1 << 20))
disk.close()
";

/// Holds a machine's lock, as VirtualBox Manager does while it shows the machine's settings.
const LOCK: &str = "
import sys, vboxapi
manager = vboxapi.VirtualBoxManager(None, None)
box = manager.getVirtualBox()
session = manager.getSessionObject(box)
box.findMachine(sys.argv[1]).lockMachine(session, manager.constants.LockType_Write)
print('locked', flush=True)
sys.stdin.read()
session.unlockMachine()
";

/// What the disks of a machine hold, by snapshot; `None` is the current state.
pub type Digests = BTreeMap<Option<SnapshotId>, u64>;

/// A VirtualBox home of the test's own, taken down at the end.
pub struct Bed {
    tree: PathBuf,
    pub path: PathBuf,
    pub vboxmanage: PathBuf,
    pub virtualbox: VirtualBox,
    small_disk: bool,
    #[expect(dead_code, reason = "removed at the end")]
    folder: tempfile::TempDir,
}

impl Bed {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().canonicalize().expect("the temporary folder is there");
        Self::in_folder(folder, path, false)
    }

    /// A home on a file system of its own, with so many bytes. None, said loudly, where none can be mounted.
    pub fn on_small_disk(bytes: u64) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().canonicalize().expect("the temporary folder is there");
        let options = format!("size={bytes}");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "none"]).arg(&path).output();
        if !mounted.is_ok_and(|output| output.status.success()) {
            eprintln!("NOT TESTED: a small file system cannot be mounted here (this needs root)");
            return None;
        }
        Some(Self::in_folder(folder, path, true))
    }

    fn in_folder(folder: tempfile::TempDir, path: PathBuf, small_disk: bool) -> Self {
        // A test that cannot run must not look as if it had passed.
        let Some(tree) = std::env::var_os("SNAPGROVE_TESTBED").map(PathBuf::from) else {
            panic!("SNAPGROVE_TESTBED is not set: see the top of {} for how to run this test", file!());
        };
        let vboxmanage = path.join("vboxmanage");
        let virtualbox = VirtualBox::open(Some(path.join("config")), Some(vboxmanage.clone()));
        let bed = Self { tree, path, vboxmanage, virtualbox, small_disk, folder };
        bed.script("wrapper", &[&bed.vboxmanage]);
        bed
    }

    fn script(&self, command: &str, more: &[&Path]) {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/testbed/virtualbox.sh");
        let output = Command::new(script).arg(command).arg(&self.tree).arg(&self.path).args(more).output();
        let output = output.expect("the script can be run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// VirtualBox as Snapgrove sees it, with another program in VBoxManage's place: a shell script, in which
    /// `$REAL` is the real one.
    pub fn with_tool(&self, script: &str) -> VirtualBox {
        let path = self.path.join("stand-in");
        write_program(&path, &format!("REAL='{}'\n{script}", self.vboxmanage.display()));
        VirtualBox::open(Some(self.path.join("config")), Some(path)).with_patience(Patience {
            writing: Duration::from_millis(200),
            silence: Duration::from_secs(2),
            work: Duration::from_mins(1),
            settling: Duration::from_secs(30),
            ..Patience::default()
        })
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        Command::new(&self.vboxmanage).args(arguments).output().expect("VBoxManage can be run")
    }

    pub fn must(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("its output is text")
    }

    /// A machine with one disk of 16 MiB that has something in it.
    pub fn machine(&self, name: &str) -> MachineEntry {
        let path = self.path.join("machines").join(name).join("disk.vdi");
        self.machine_on(name, &path, 16)
    }

    /// A machine with one disk, which lies somewhere; MiB.
    pub fn machine_on(&self, name: &str, disk: &Path, size: u64) -> MachineEntry {
        let disk = disk.to_str().expect("text");
        self.must(&["createvm", "--name", name, "--ostype", "Debian_64", "--register"]);
        self.must(&["storagectl", name, "--name", "SATA", "--add", "sata"]);
        self.must(&["createmedium", "disk", "--filename", disk, "--size", &size.to_string()]);
        self.must(&["storageattach", name, "--storagectl", "SATA", "--port", "0", "--type", "hdd", "--medium", disk]);
        let entry = self.entry(name);
        self.fill(&entry, 0..3);
        entry
    }

    /// A machine with the snapshots “one”, “two” and “three” below each other, and different content in each.
    pub fn machine_of_three(&self, name: &str) -> MachineEntry {
        let entry = self.machine(name);
        for (position, snapshot) in (1..).zip(["one", "two", "three"]) {
            self.take(&entry, snapshot);
            self.fill(&entry, position..position + 4);
        }
        entry
    }

    /// The list of machines as it is now.
    pub fn entry(&self, name: &str) -> MachineEntry {
        let id = self.view().id(name);
        self.entry_of(id)
    }

    pub fn entry_of(&self, id: MachineId) -> MachineEntry {
        let listing = self.virtualbox.machines().expect("the list of machines can be read");
        listing.machines.into_iter().find(|entry| entry.id == id).expect("the machine is listed")
    }

    pub fn fill(&self, entry: &MachineEntry, blocks: std::ops::Range<u64>) {
        let arguments = [entry.id.to_string(), blocks.start.to_string(), blocks.end.to_string()];
        let output = self.python(FILL).args(arguments).output().expect("python can be run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn python(&self, program: &str) -> Command {
        let wrapper = std::fs::read_to_string(&self.vboxmanage).expect("the wrapper is there");
        let start = wrapper.rsplit_once("exec").expect("it starts a program").1;
        let start = start.rsplit_once(" /usr/lib/virtualbox/VBoxManage").expect("it starts VBoxManage").0;
        let mut words = start.split_whitespace();
        let mut command = Command::new(words.next().expect("a program"));
        command.args(words).args(["python3", "-c", program]);
        command
    }

    /// Locks a machine until the lock is dropped.
    pub fn lock(&self, entry: &MachineEntry) -> Lock {
        let mut command = self.python(LOCK);
        command.arg(entry.id.to_string()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("python can be run");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("it has an output")).read_line(&mut line).expect("it speaks");
        assert_eq!(line, "locked\n");
        Lock(child)
    }

    /// The process of this home's VBoxSVC.
    pub fn service(&self) -> Option<i32> {
        let wrapper = std::fs::read_to_string(&self.vboxmanage).expect("the wrapper is there");
        let socket = wrapper.split_whitespace().find(|word| word.starts_with("VBOX_IPC_SOCKETID=")).expect("a socket");
        std::fs::read_dir("/proc").expect("processes are listed").filter_map(Result::ok).find_map(|process| {
            let name = std::fs::read_to_string(process.path().join("comm")).ok()?;
            let variables = std::fs::read(process.path().join("environ")).ok()?;
            let is_it =
                name.trim() == "VBoxSVC" && variables.split(|byte| *byte == 0).any(|one| one == socket.as_bytes());
            is_it.then(|| process.file_name().to_str()?.parse().ok()).flatten()
        })
    }

    /// Sends a signal to VBoxSVC.
    pub fn signal_service(&self, signal: &str) {
        let process = self.service().expect("the service runs").to_string();
        assert!(Command::new("kill").args([signal, &process]).status().expect("kill can be run").success());
    }

    /// Waits until VBoxSVC has ended by itself: what is changed on disk before that, it does not see.
    pub fn wait_for_service(&self) {
        let start = Instant::now();
        while self.service().is_some() {
            assert!(start.elapsed() < Duration::from_secs(30), "VBoxSVC does not end");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    pub fn perform(&self, entry: &MachineEntry, step: &Step) -> Result<Outcome, HypervisorError> {
        self.virtualbox.perform(entry, step, &NoProgress)
    }

    pub fn take(&self, entry: &MachineEntry, name: &str) -> SnapshotId {
        let step = Step::Take { name: name.to_owned(), description: String::new() };
        let outcome = self.perform(entry, &step).unwrap_or_else(|error| panic!("{error}"));
        outcome.snapshot.expect("the snapshot is told")
    }

    pub fn view(&self) -> View {
        View::of(&self.virtualbox)
    }

    /// What the machine's disk holds now and in each snapshot. Large disks are not kept whole for it.
    pub fn digests(&self, machine: &MachineEntry) -> Digests {
        let view = self.view();
        let machine = &view.machines[&machine.id];
        let snapshots = machine.tree.iter().map(|(_, snapshot)| (Some(snapshot.id), &snapshot.hardware));
        let moments = snapshots.chain([(None, &machine.current_state.hardware)]);
        let digest = |hardware: &HardwareSettings| {
            let mut hasher = DefaultHasher::new();
            hardware.disks().for_each(|(_, image)| hasher.write(&view.content(image)));
            hasher.finish()
        };
        moments.map(|(moment, hardware)| (moment, digest(hardware))).collect()
    }

    /// Asserts that nothing is lost: all machines, snapshots, disks and their contents are as they were, and VirtualBox
    /// itself still opens all of them.
    pub fn assert_unchanged(&self, before: &View) {
        assert_eq!(before.pictures(), self.view().pictures());
        let list = self.must(&["list", "vms"]);
        assert!(!list.contains("<inaccessible>"), "{list}");
    }
}

impl Drop for Bed {
    fn drop(&mut self) {
        self.script("down", &[]);
        if self.small_disk {
            let unmounted = Command::new("umount").arg(&self.path).status();
            assert!(unmounted.is_ok_and(|status| status.success()), "{} stays mounted", self.path.display());
        }
    }
}

/// A machine's lock, held by another program.
pub struct Lock(Child);

impl Drop for Lock {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        self.0.wait().expect("it ends");
    }
}

/// Has a shell write a program: a file that this process had open for writing could not be started
/// while a child that another test's thread is just starting still holds the open file.
pub fn write_program(path: &Path, script: &str) {
    let write = "printf '#!/bin/sh\n%s\n' \"$2\" > \"$1\" && chmod 755 \"$1\"";
    let written = Command::new("sh").args(["-c", write, "sh"]).arg(path).arg(script).status();
    assert!(written.expect("a shell can be run").success());
}
