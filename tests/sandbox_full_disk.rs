//! A disk that is really full: on a small file system of its own, made smaller and smaller, every act either happens or
//! leaves everything as it was. Needs the right to mount one; where there is none, the test says so.
#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "the helpers of a test fail as the test does")]

mod sandbox_support;

use std::fs;
use std::path::Path;
use std::process::Command;

use chrono::Utc;
use sandbox_support::{MIB, View, assert_tidy, files_below};
use snapgrove::hypervisor::sandbox::{DiskWrite, NewMachine, NewSnapshot, Sandbox, SandboxError};
use snapgrove::model::CloneExtent;

struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount(bytes: u64) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = format!("size={bytes}");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "none"]).arg(folder.path()).output();
        mounted.is_ok_and(|output| output.status.success()).then_some(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(self.0.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "{} stays mounted", self.0.path().display());
    }
}

fn write(sandbox: &Sandbox, blocks: std::ops::Range<u64>, byte: u8) -> Result<(), SandboxError> {
    let machine = View::of(sandbox).id("web");
    let content = vec![byte; usize::try_from(MIB).unwrap()];
    let one = |block| DiskWrite { disk: 0, offset: block * MIB, content: content.clone() };
    sandbox.write(machine, &blocks.map(one).collect::<Vec<_>>())
}

type Work = fn(&Sandbox) -> Result<(), SandboxError>;

const ACTS: &[(&str, Work)] = &[
    ("write", |sandbox| write(sandbox, 2..7, 9)),
    ("take", |sandbox| {
        let new = NewSnapshot { name: "new".to_owned(), description: String::new(), taken_at: Utc::now() };
        sandbox.take(View::of(sandbox).id("web"), &new).map(drop)
    }),
    ("delete", |sandbox| {
        let (machine, snapshot) = View::of(sandbox).ids("web", "one");
        sandbox.delete_snapshot(machine, snapshot)
    }),
    ("clone", |sandbox| {
        sandbox.clone_machine(View::of(sandbox).id("web"), CloneExtent::Everything, "copy", Utc::now()).map(drop)
    }),
    ("restore", |sandbox| {
        let (machine, snapshot) = View::of(sandbox).ids("web", "two");
        sandbox.restore(machine, snapshot)
    }),
];

#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    let size = 48 * MIB;
    let Some(disk) = SmallDisk::mount(size) else {
        eprintln!("NOT TESTED: a small file system cannot be mounted here (this needs root)");
        return;
    };
    let folder = disk.path().join("sandbox");
    let sandbox = Sandbox::open(&folder).unwrap();
    let machine = sandbox.create_machine(&NewMachine::small("web", 8 * MIB), Utc::now()).unwrap();
    let take = |name: &str| {
        let new = NewSnapshot { name: name.to_owned(), description: String::new(), taken_at: Utc::now() };
        sandbox.take(machine, &new).unwrap();
    };
    write(&sandbox, 0..2, 1).unwrap();
    take("one");
    write(&sandbox, 1..6, 2).unwrap();
    take("two");
    write(&sandbox, 0..1, 3).unwrap();
    let (mut refused, mut done) = (0, 0);
    for (name, work) in ACTS {
        let pictures = View::of(&sandbox).pictures();
        // From a full disk on, a little more room each time, until it is enough.
        for room in 0.. {
            let before = files_below(&folder);
            let ballast = disk.path().join("ballast");
            let free = rustix::fs::statvfs(disk.path()).map(|space| space.f_bavail * space.f_frsize).unwrap();
            let length = free.saturating_sub(room * 256 * 1024);
            fs::write(&ballast, vec![1; usize::try_from(length).unwrap()]).unwrap();
            let result = work(&sandbox);
            fs::remove_file(&ballast).unwrap();
            match result {
                Ok(()) => break,
                Err(SandboxError::NoSpace { .. }) => {
                    assert!(before == files_below(&folder), "{name} with {room}: not as it was");
                    assert_eq!(pictures, View::of(&sandbox).pictures(), "{name} with {room}");
                    refused += 1;
                }
                Err(error) => panic!("{name} with {room}: {error}"),
            }
        }
        assert_tidy(&folder, &View::of(&sandbox));
        done += 1;
    }
    println!("{done} acts, refused {refused} times for want of space, each time with everything as it was");
}
