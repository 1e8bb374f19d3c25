//! What jobs tell to pins, sets and the list of what Snapgrove took; and that jobs go on where that cannot be kept.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test ends by panicking")]

mod jobs_support;
mod sandbox_support;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{TimeDelta, Utc};
use jobs_support::*;
use sandbox_support::{MIB, quick_folder};
use snapgrove::hypervisor::sandbox::{NewMachine, NewSnapshot, Sandbox};
use snapgrove::hypervisor::{Hypervisor, HypervisorError, Listing, Outcome, Progress, Scan};
use snapgrove::jobs::{StepResult, recorded};
use snapgrove::model::{
    CloneExtent, Connection, Inventory, Machine, MachineEntry, MachineId, MachineKey, MachineState, SnapshotId, Step,
};
use snapgrove::pins::{PinsFile, SnapshotKey, SnapshotSet, SnapshotSetsFile, TakenFile, UnstableFile};
use tempfile::TempDir;

/// A Sandbox with a machine `a`, with the snapshots `one` and `two`.
struct World {
    data: TempDir,
    #[expect(dead_code, reason = "removed at the end")]
    folder: TempDir,
    sandbox: Arc<Sandbox>,
    id: MachineId,
}

impl World {
    fn new() -> Self {
        let (data, folder) = (quick_folder(), quick_folder());
        let sandbox = Arc::new(Sandbox::open(folder.path()).unwrap());
        let id = sandbox.create_machine(&NewMachine::small("a", 4 * MIB), Utc::now()).unwrap();
        for name in ["one", "two"] {
            let new = NewSnapshot { name: name.to_owned(), description: String::new(), taken_at: Utc::now() };
            sandbox.take(id, &new).unwrap();
        }
        Self { data, folder, sandbox, id }
    }

    fn hypervisor(&self) -> Arc<dyn Hypervisor> {
        self.sandbox.clone()
    }

    fn key(&self) -> MachineKey {
        key(&*self.sandbox, self.id)
    }

    fn snapshot(&self, name: &str) -> SnapshotId {
        snapshot(&read(&*self.sandbox, self.id), name)
    }

    /// Carries the steps out, and returns how each ended.
    fn run(&self, steps: Vec<Step>) -> Vec<StepResult> {
        let jobs = start(&self.hypervisor(), self.data.path());
        let plan = plan(&*self.sandbox, &read(&*self.sandbox, self.id), steps);
        run(&jobs, plan).steps.iter().map(|step| step.result.clone()).collect()
    }

    fn inventory(&self) -> Arc<Inventory> {
        let mut scan = Scan::new(vec![self.hypervisor()]);
        scan.list();
        scan.read_waiting(&mut |_| {});
        scan.inventory()
    }
}

fn made(result: &StepResult) -> uuid::Uuid {
    match result {
        StepResult::Done { made: Some(made), remark, .. } if remark.is_empty() => *made,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_taken_is_noted_and_what_is_deleted_is_forgotten() {
    let world = World::new();
    let (data, key) = (world.data.path(), world.key());
    let (pins, taken, sets) =
        (PinsFile::in_folder(data), TakenFile::in_folder(data), SnapshotSetsFile::in_folder(data));
    let new = SnapshotId(made(&world.run(vec![take("three")])[0]));
    assert!(taken.load().unwrap().has(&key, new));
    assert!(!taken.load().unwrap().has(&key, world.snapshot("one")), "taken by another program");
    let of_new = SnapshotKey::new(&key, new);
    pins.update(|pins| pins.pin(of_new.clone(), "for the audit", Utc::now())).unwrap();
    let both = vec![of_new.clone(), SnapshotKey::new(&key, world.snapshot("one"))];
    sets.update(|sets| sets.put(SnapshotSet::new("a set", Utc::now(), both))).unwrap();
    // A new name changes nothing of it.
    let machine = read(&*world.sandbox, world.id);
    world.run(vec![rename(&machine, "three", "third")]);
    assert!(pins.load().unwrap().has(&key, new) && taken.load().unwrap().has(&key, new));
    let results = world.run(vec![Step::Delete { snapshot: new }]);
    assert!(matches!(&results[0], StepResult::Done { remark, .. } if remark.is_empty()), "{results:?}");
    assert!(!pins.load().unwrap().has(&key, new) && !taken.load().unwrap().has(&key, new));
    let left = sets.load().unwrap();
    assert_eq!(left.iter().map(|set| set.members.len()).collect::<Vec<_>>(), [1]);
}

#[test]
fn clones_with_all_snapshots_keep_what_is_pinned_and_others_do_not() {
    let world = World::new();
    let (data, key) = (world.data.path(), world.key());
    let one = world.snapshot("one");
    let pins = PinsFile::in_folder(data);
    pins.update(|pins| pins.pin(SnapshotKey::new(&key, one), "", Utc::now())).unwrap();
    let clone = |name: &str, extent| Step::Clone { name: name.to_owned(), extent };
    let results =
        world.run(vec![take("mine"), clone("full", CloneExtent::Everything), clone("flat", CloneExtent::CurrentState)]);
    let mine = SnapshotId(made(&results[0]));
    let of = |number: usize| MachineKey { machine: MachineId(made(&results[number])), ..key.clone() };
    let (full, flat) = (of(1), of(2));
    let known = pins.load().unwrap();
    assert!(known.has(&full, one) && !known.has(&flat, one));
    assert!(TakenFile::in_folder(data).load().unwrap().has(&full, mine));
    assert_eq!((known.origin_of(&full), known.origin_of(&flat)), (Some(&key), None));
    // The origin's snapshot goes, and with it its pin; the clone's stays.
    world.run(vec![Step::Delete { snapshot: one }]);
    let known = pins.load().unwrap();
    assert!(!known.has(&key, one) && known.has(&full, one));
}

#[test]
fn a_file_that_cannot_be_written_fails_no_job_and_is_told() {
    let world = World::new();
    std::fs::create_dir(world.data.path().join("taken.jsonl")).unwrap();
    let results = world.run(vec![take("three")]);
    let StepResult::Done { remark, made: Some(_), .. } = &results[0] else { panic!("{results:?}") };
    assert!(remark.contains("will pass this snapshot over") && remark.contains("taken.jsonl"), "{remark}");
    assert_eq!(names(&read(&*world.sandbox, world.id)), ["one", "three", "two"]);
}

#[test]
fn a_snapshot_of_a_machine_that_was_cut_off_is_remembered_as_such() {
    let world = World::new();
    let unstable = UnstableFile::in_folder(world.data.path());
    let fine = SnapshotId(made(&world.run(vec![take("fine")])[0]));
    let path = read(&*world.sandbox, world.id).settings_file.clone();
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("lastStateChange=", "aborted=\"true\" lastStateChange=", 1)).unwrap();
    let cut = SnapshotId(made(&world.run(vec![take("cut off")])[0]));
    let known = unstable.load().unwrap();
    assert!(known.has(&world.key(), cut) && !known.has(&world.key(), fine));
}

/// The Sandbox, which keeps the journals as they are just after it has carried a step out: as they would be if Snapgrove
/// were killed then.
struct Killed {
    sandbox: Arc<Sandbox>,
    journals: PathBuf,
    kept: PathBuf,
}

impl Hypervisor for Killed {
    fn connection(&self) -> &Connection {
        self.sandbox.connection()
    }

    fn machines(&self) -> Result<Listing, HypervisorError> {
        self.sandbox.machines()
    }

    fn read(&self, entry: &MachineEntry) -> Result<Machine, HypervisorError> {
        self.sandbox.read(entry)
    }

    fn read_as(&self, entry: &MachineEntry, content: &[u8]) -> Result<Machine, HypervisorError> {
        self.sandbox.read_as(entry, content)
    }

    fn states(&self) -> Result<HashMap<MachineId, MachineState>, HypervisorError> {
        self.sandbox.states()
    }

    fn watched_folders(&self, listing: &Listing) -> Vec<PathBuf> {
        self.sandbox.watched_folders(listing)
    }

    fn listing_files(&self) -> Vec<PathBuf> {
        self.sandbox.listing_files()
    }

    fn is_settings_file(&self, path: &Path) -> bool {
        self.sandbox.is_settings_file(path)
    }

    fn perform(&self, entry: &MachineEntry, step: &Step, progress: &dyn Progress) -> Result<Outcome, HypervisorError> {
        let outcome = self.sandbox.perform(entry, step, progress)?;
        for journal in std::fs::read_dir(&self.journals).unwrap() {
            let journal = journal.unwrap();
            std::fs::copy(journal.path(), self.kept.join(journal.file_name())).unwrap();
        }
        Ok(outcome)
    }
}

#[test]
fn a_clone_that_was_made_just_before_the_end_keeps_its_pins() {
    let world = World::new();
    let (key, one) = (world.key(), world.snapshot("one"));
    let (other, kept) = (quick_folder(), quick_folder());
    let killed =
        Killed { sandbox: world.sandbox.clone(), journals: other.path().join("journal"), kept: kept.path().to_owned() };
    let killed: Arc<dyn Hypervisor> = Arc::new(killed);
    let step = Step::Clone { name: "copy".to_owned(), extent: CloneExtent::Everything };
    let plan = plan(&*world.sandbox, &read(&*world.sandbox, world.id), vec![step]);
    assert!(run(&start(&killed, other.path()), plan).is_success());

    // The data folder as it was left: a journal without an end, and nothing known of the clone.
    let data = world.data.path();
    std::fs::create_dir(data.join("journal")).unwrap();
    for journal in std::fs::read_dir(kept.path()).unwrap() {
        let journal = journal.unwrap();
        std::fs::copy(journal.path(), data.join("journal").join(journal.file_name())).unwrap();
    }
    let pins = PinsFile::in_folder(data);
    pins.update(|pins| pins.pin(SnapshotKey::new(&key, one), "", Utc::now() - TimeDelta::hours(1))).unwrap();
    let copy = MachineKey { machine: named(&*world.sandbox, "copy").id, ..key };
    assert!(!pins.load().unwrap().has(&copy, one));
    let status = wait_for_start(&start(&world.hypervisor(), data));
    assert_eq!(status.interrupted.len(), 1);
    assert!(pins.load().unwrap().has(&copy, one));
}

#[test]
fn journals_tell_of_restores() {
    let world = World::new();
    let nothing = recorded(Some(world.data.path()), &[world.hypervisor()]);
    assert!(nothing.restores.is_empty() && nothing.interrupted.is_empty());
    let (one, two) = (world.snapshot("one"), world.snapshot("two"));
    world.run(vec![Step::Restore { snapshot: one }]);
    world.run(vec![take("between"), Step::Restore { snapshot: two }]);
    let found = recorded(Some(world.data.path()), &[world.hypervisor()]);
    assert_eq!(found.restores.len(), 2);
    assert!(found.restores.iter().all(|(machine, _)| *machine == world.key()));
    assert!(world.inventory().machine(&found.restores[0].0).is_some());
}
