//! Whatever happens while the Sandbox changes something, nothing is lost: it is stopped at every file action of every
//! act, also in the middle of a write and while it recovers, and at each the system gives an error once.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the helpers of a test fail as the test does"
)]

mod sandbox_support;

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, TimeZone as _, Utc};
use sandbox_support::{MIB, NamedPicture, Random, View, assert_tidy, copy_folder, files_below, quick_folder};
use snapgrove::hypervisor::sandbox::{
    DiskWrite, Fault, Faults, FileAction, NewDisk, NewMachine, NewSnapshot, Sandbox, SandboxError, SnapshotEdit,
};
use snapgrove::model::{CloneExtent, ImageMode, MachineId};

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 4, 5, 6, 7).single().expect("a time")
}

/// Stops everything from one file action on, as if the process had been killed there.
#[derive(Debug)]
struct KilledAt {
    at: usize,
    /// Whether the first half of a write is still done.
    torn: bool,
    count: AtomicUsize,
}

impl Faults for KilledAt {
    fn before(&self, _: FileAction, _: &Path) -> Option<Fault> {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        match number.cmp(&self.at) {
            std::cmp::Ordering::Less => None,
            std::cmp::Ordering::Equal if self.torn => Some(Fault::Tear(ErrorKind::Other)),
            _ => Some(Fault::Fail(ErrorKind::Other)),
        }
    }
}

/// The system says once that the disk is full, in the middle of a write.
#[derive(Debug)]
struct FullAt {
    at: usize,
    count: AtomicUsize,
}

impl Faults for FullAt {
    fn before(&self, action: FileAction, _: &Path) -> Option<Fault> {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        // Removing a file needs no space.
        (number == self.at && action != FileAction::Remove).then_some(Fault::Tear(ErrorKind::StorageFull))
    }
}

type State = BTreeMap<String, NamedPicture>;
type Work = fn(&Sandbox) -> Result<(), SandboxError>;

fn write(sandbox: &Sandbox, machine: MachineId, disk: usize, blocks: &[u64], byte: u8) -> Result<(), SandboxError> {
    let content = vec![byte; usize::try_from(MIB).unwrap()];
    let writes: Vec<DiskWrite> =
        blocks.iter().map(|block| DiskWrite { disk, offset: block * MIB, content: content.clone() }).collect();
    sandbox.write(machine, &writes)
}

fn take(sandbox: &Sandbox, machine: MachineId, name: &str) -> Result<(), SandboxError> {
    let new = NewSnapshot { name: name.to_owned(), description: "about it".to_owned(), taken_at: now() };
    sandbox.take(machine, &new).map(drop)
}

/// Machines with all that acts can meet: a line, a branch, a linked clone, overlapping blocks, two disks.
fn prepare(folder: &Path) {
    let sandbox = Sandbox::open(folder).unwrap();
    let disks = vec![
        NewDisk { size: 5 * MIB + 512, mode: ImageMode::Normal },
        NewDisk { size: 2 * MIB, mode: ImageMode::Normal },
    ];
    let id = sandbox.create_machine(&NewMachine { disks, ..NewMachine::small("line", MIB) }, now()).unwrap();
    for (name, blocks, byte) in
        [("root", &[0, 1][..], 1), ("longer", &[1, 2, 3], 2), ("middle", &[3, 4], 3), ("last", &[0, 1, 2, 4], 4)]
    {
        write(&sandbox, id, 0, blocks, byte).unwrap();
        take(&sandbox, id, name).unwrap();
    }
    write(&sandbox, id, 1, &[0], 5).unwrap();
    write(&sandbox, id, 0, &[2], 0).unwrap();
    let id = sandbox.create_machine(&NewMachine::small("bush", 3 * MIB), now()).unwrap();
    take(&sandbox, id, "trunk").unwrap();
    write(&sandbox, id, 0, &[0, 2], 6).unwrap();
    take(&sandbox, id, "left").unwrap();
    let trunk = View::of(&sandbox).ids("bush", "trunk").1;
    sandbox.restore(id, trunk).unwrap();
    write(&sandbox, id, 0, &[1], 7).unwrap();
    take(&sandbox, id, "right").unwrap();
    let right = View::of(&sandbox).ids("bush", "right").1;
    let clone = sandbox.clone_machine(id, CloneExtent::Linked(right), "clone", now()).unwrap();
    write(&sandbox, clone, 0, &[0], 8).unwrap();
}

fn delete(sandbox: &Sandbox, machine: &str, snapshot: &str) -> Result<(), SandboxError> {
    let (machine, snapshot) = View::of(sandbox).ids(machine, snapshot);
    sandbox.delete_snapshot(machine, snapshot)
}

fn id(sandbox: &Sandbox, machine: &str) -> MachineId {
    View::of(sandbox).id(machine)
}

const ACTS: &[(&str, Work)] = &[
    ("take", |sandbox| take(sandbox, id(sandbox, "line"), "new")),
    ("take on a linked clone", |sandbox| take(sandbox, id(sandbox, "clone"), "new")),
    ("edit", |sandbox| {
        let (machine, snapshot) = View::of(sandbox).ids("line", "middle");
        let edit = SnapshotEdit { name: Some("other".to_owned()), description: Some("text".to_owned()) };
        sandbox.edit(machine, snapshot, &edit)
    }),
    ("write to new and old places", |sandbox| write(sandbox, id(sandbox, "line"), 0, &[0, 2, 3], 9)),
    ("write to a linked clone", |sandbox| write(sandbox, id(sandbox, "clone"), 0, &[0, 1], 9)),
    ("restore", |sandbox| {
        let (machine, snapshot) = View::of(sandbox).ids("line", "longer");
        sandbox.restore(machine, snapshot)
    }),
    ("delete: into the base", |sandbox| delete(sandbox, "line", "root")),
    ("delete: backward", |sandbox| delete(sandbox, "line", "longer")),
    ("delete: forward", |sandbox| delete(sandbox, "line", "middle")),
    ("delete: the current one", |sandbox| delete(sandbox, "line", "last")),
    ("delete: the end of a branch", |sandbox| delete(sandbox, "bush", "left")),
    ("clone the current state", |sandbox| {
        sandbox.clone_machine(id(sandbox, "line"), CloneExtent::CurrentState, "copy", now()).map(drop)
    }),
    ("clone everything", |sandbox| {
        sandbox.clone_machine(id(sandbox, "line"), CloneExtent::Everything, "copy", now()).map(drop)
    }),
    ("linked clone", |sandbox| {
        let (machine, snapshot) = View::of(sandbox).ids("line", "middle");
        sandbox.clone_machine(machine, CloneExtent::Linked(snapshot), "second clone", now()).map(drop)
    }),
    ("create", |sandbox| sandbox.create_machine(&NewMachine::small("new", 2 * MIB), now()).map(drop)),
    ("delete a machine", |sandbox| sandbox.delete_machine(id(sandbox, "line"))),
    ("delete a linked clone", |sandbox| sandbox.delete_machine(id(sandbox, "clone"))),
];

fn look(sandbox: &Sandbox) -> State {
    let view = View::of(sandbox);
    assert_tidy(sandbox.folder(), &view);
    view.by_name()
}

/// One act, with the states before and after it and the number of file actions it takes.
struct Case {
    name: &'static str,
    work: Work,
    before: State,
    after: State,
    actions: usize,
}

fn cases(template: &Path) -> Vec<Case> {
    let measure = |(name, work): &(&'static str, Work)| {
        let folder = quick_folder();
        copy_folder(template, folder.path());
        let before = look(&Sandbox::open(folder.path()).unwrap());
        let counter = Arc::new(FullAt { at: usize::MAX, count: AtomicUsize::new(0) });
        let sandbox = Sandbox::open_with(folder.path(), counter.clone()).unwrap();
        let opening = counter.count.load(Ordering::Relaxed);
        assert_eq!(opening, 0, "opening changes nothing");
        work(&sandbox).unwrap_or_else(|error| panic!("{name}: {error}"));
        let after = look(&sandbox);
        assert_ne!(before, after, "{name}");
        Case { name, work: *work, before, after, actions: counter.count.load(Ordering::Relaxed) }
    };
    ACTS.iter().map(measure).collect()
}

fn template() -> tempfile::TempDir {
    let folder = quick_folder();
    prepare(folder.path());
    folder
}

/// Kills the act at one file action, looks at what is found afterwards, and does what remains to be done.
fn kill(template: &Path, case: &Case, at: usize, torn: bool, recovery: Option<usize>) -> bool {
    let place = format!("{} killed at {at} of {}, torn {torn}, again at {recovery:?}", case.name, case.actions);
    let folder = quick_folder();
    copy_folder(template, folder.path());
    let faults = Arc::new(KilledAt { at, torn, count: AtomicUsize::new(0) });
    let sandbox = Sandbox::open_with(folder.path(), faults).unwrap();
    assert!((case.work)(&sandbox).is_err(), "{place}");
    drop(sandbox);
    if let Some(at) = recovery {
        let faults = Arc::new(KilledAt { at, torn, count: AtomicUsize::new(0) });
        // Recovering may take fewer steps than that.
        drop(Sandbox::open_with(folder.path(), faults));
    }
    let sandbox = Sandbox::open(folder.path()).unwrap_or_else(|error| panic!("{place}: {error}"));
    let found = look(&sandbox);
    let done = found == case.after;
    assert!(done || found == case.before, "{place}: {found:#?}\nwas {:#?}\nbecomes {:#?}", case.before, case.after);
    if !done {
        (case.work)(&sandbox).unwrap_or_else(|error| panic!("{place}, again: {error}"));
        assert!(look(&sandbox) == case.after, "{place}, again");
    }
    done
}

#[test]
fn killed_at_every_file_action() {
    let template = template();
    let (mut points, mut finished) = (0, 0);
    for case in cases(template.path()) {
        for at in 0..case.actions {
            points += 1;
            finished += u32::from(kill(template.path(), &case, at, false, None));
        }
    }
    println!("killed at {points} file actions: {finished} changes were finished, the others undone");
}

#[test]
fn killed_at_random_points_within_writes_and_while_recovering() {
    let template = template();
    let cases = cases(template.path());
    let mut random = Random(1);
    for _ in 0..200 {
        let case = random.pick(&cases).unwrap();
        let at = usize::try_from(random.below(case.actions as u64)).unwrap();
        let again = usize::try_from(random.below(2 * case.actions as u64)).unwrap();
        kill(template.path(), case, at, true, (again < case.actions).then_some(again));
    }
}

#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    let template = template();
    let (mut points, mut later) = (0, 0);
    for case in cases(template.path()) {
        for at in 0..case.actions {
            let folder = quick_folder();
            copy_folder(template.path(), folder.path());
            let faults = Arc::new(FullAt { at, count: AtomicUsize::new(0) });
            let before = files_below(folder.path());
            let sandbox = Sandbox::open_with(folder.path(), faults).unwrap();
            let place = format!("{} at {at}", case.name);
            match (case.work)(&sandbox) {
                // Only a removal was to happen there.
                Ok(()) => {}
                Err(SandboxError::NoSpace { .. }) => {
                    points += 1;
                    assert!(before == files_below(folder.path()), "{place}: not as it was");
                }
                Err(SandboxError::Unfinished { .. }) => {
                    later += 1;
                    let sandbox = Sandbox::open(folder.path()).unwrap();
                    assert!(look(&sandbox) == case.after, "{place}: not finished");
                }
                Err(error) => panic!("{place}: {error}"),
            }
        }
    }
    println!("full at {points} file actions: all as it was; at {later} after the change was decided: finished later");
}
