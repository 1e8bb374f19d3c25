//! What is foretold of deletions is what happens, with random machines of the Sandbox.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod forecast_support;
mod sandbox_support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::Utc;
use forecast_support::{doable, images_below, inventory, occupied_below};
use proptest::prelude::*;
use sandbox_support::{MIB, Random, View, quick_folder};
use snapgrove::forecaster::{Stage, forecast_now};
use snapgrove::hypervisor::sandbox::{DiskWrite, Fault, Faults, FileAction, NewDisk, NewMachine, NewSnapshot, Sandbox};
use snapgrove::model::{CloneExtent, ImageMode, MachineId, MachineKey, SnapshotId};
use snapgrove::plan::{Certainty, KnownImages, clone_machine, foresee};

/// What file systems need for themselves, in bytes.
const NOISE: i64 = 32 << 10;
/// What a fixed image needs beside its blocks, in bytes.
const FIXED: i64 = 2 << 20;

/// Looks before each file action how much the machines take.
#[derive(Debug)]
struct Watch {
    folder: PathBuf,
    /// The most so far, in bytes; nothing is looked at while it is the largest number.
    highest: AtomicU64,
}

impl Watch {
    fn begin(&self) {
        self.highest.store(occupied_below(&self.folder), Ordering::Relaxed);
    }

    fn end(&self) -> u64 {
        self.highest.swap(u64::MAX, Ordering::Relaxed)
    }
}

impl Faults for Watch {
    fn before(&self, _action: FileAction, _path: &Path) -> Option<Fault> {
        if self.highest.load(Ordering::Relaxed) != u64::MAX {
            self.highest.fetch_max(occupied_below(&self.folder), Ordering::Relaxed);
        }
        None
    }
}

/// A machine that was used for a while.
struct World {
    folder: tempfile::TempDir,
    watch: Arc<Watch>,
    sandbox: Arc<Sandbox>,
    machine: MachineId,
    snapshots: Vec<SnapshotId>,
}

impl World {
    fn new(seed: u64, steps: u64) -> Self {
        let folder = quick_folder();
        let watch = Arc::new(Watch { folder: folder.path().to_owned(), highest: AtomicU64::new(u64::MAX) });
        let sandbox = Arc::new(Sandbox::open_with(folder.path(), watch.clone()).unwrap());
        let mut random = Random(seed);
        let mut disks = vec![NewDisk { size: 12 * MIB + 512 * random.below(2000), mode: ImageMode::Normal }];
        if random.below(2) == 0 {
            let modes = [ImageMode::Normal, ImageMode::Immutable, ImageMode::WriteThrough];
            disks.push(NewDisk { size: 5 * MIB, mode: *random.pick(&modes).unwrap() });
        }
        let new = NewMachine { disks, ..NewMachine::small("m", MIB) };
        let machine = sandbox.create_machine(&new, Utc::now()).unwrap();
        let mut world = Self { folder, watch, sandbox, machine, snapshots: Vec::new() };
        for _ in 0..steps {
            world.step(&mut random);
        }
        world
    }

    fn step(&mut self, random: &mut Random) {
        match random.below(10) {
            0..4 => self.write(random),
            4..9 => {
                let name = format!("s{}", self.snapshots.len());
                let new = NewSnapshot { name, description: String::new(), taken_at: Utc::now() };
                self.snapshots.push(self.sandbox.take(self.machine, &new).unwrap());
            }
            _ => {
                if let Some(snapshot) = random.pick(&self.snapshots) {
                    self.sandbox.restore(self.machine, *snapshot).unwrap();
                }
            }
        }
    }

    /// New content, zeros, and what stands there already.
    fn write(&self, random: &mut Random) {
        let view = View::of(&*self.sandbox);
        let disks = view.machines[&self.machine].current_state.hardware.clone();
        let mut writes: BTreeMap<(usize, u64), DiskWrite> = BTreeMap::new();
        for (disk, (_, image)) in disks.disks().enumerate() {
            let now = view.content(image);
            for _ in 0..random.below(6) {
                let place = random.below((now.len() as u64).div_ceil(MIB)) * MIB;
                let length = MIB.min(now.len() as u64 - place);
                let start = usize::try_from(place).unwrap();
                let content = match random.below(4) {
                    0 => vec![0; usize::try_from(length).unwrap()],
                    // What an earlier snapshot shows here, so that merging finds it below.
                    1 => view.content(view.chain(image).last().unwrap().id)[start..]
                        [..usize::try_from(length).unwrap()]
                        .to_vec(),
                    _ => block(random, length),
                };
                let (offset, content) = if random.below(4) == 0 && length > 8192 {
                    (place + 4096, content[..1024].to_vec())
                } else {
                    (place, content)
                };
                // First something else: the image must then hold what is no news, or nothing but zeros.
                if random.below(2) == 0 {
                    let other = DiskWrite { disk, offset: place, content: block(random, length) };
                    self.sandbox.write(self.machine, &[other]).unwrap();
                }
                writes.insert((disk, place), DiskWrite { disk, offset, content });
            }
        }
        self.sandbox.write(self.machine, &writes.into_values().collect::<Vec<_>>()).unwrap();
    }

    fn key(&self) -> MachineKey {
        forecast_support::key(&inventory(self.sandbox.clone()), "m")
    }

    fn files(&self) -> BTreeMap<PathBuf, u64> {
        images_below(self.folder.path())
    }
}

/// Content of one byte throughout: made quickly, and now and then the same by chance.
fn block(random: &mut Random, length: u64) -> Vec<u8> {
    vec![u8::try_from(1 + random.below(255)).unwrap(); usize::try_from(length).unwrap()]
}

/// A block that the image holds and that is all zeros is only marked in the image it is merged into, although it hides
/// something else.
#[test]
fn zeros_are_marked_and_not_copied() {
    let folder = quick_folder();
    let sandbox = Arc::new(Sandbox::open(folder.path()).unwrap());
    let machine = sandbox.create_machine(&NewMachine::small("m", 16 * MIB), Utc::now()).unwrap();
    let write = |place: u64, count: u64, byte: u8| {
        let content = vec![byte; usize::try_from(count * MIB).unwrap()];
        sandbox.write(machine, &[DiskWrite { disk: 0, offset: place * MIB, content }]).unwrap();
    };
    let take = |name: &str| {
        let new = NewSnapshot { name: name.to_owned(), description: String::new(), taken_at: Utc::now() };
        sandbox.take(machine, &new).unwrap()
    };
    write(0, 8, 1);
    take("below");
    write(0, 2, 2);
    write(0, 2, 0);
    let middle = take("middle");
    write(9, 3, 3);
    let now = inventory(sandbox.clone());
    let key = forecast_support::key(&now, "m");
    let forecast = forecast_now(&now, &key, &[middle]).plan.forecast.unwrap();
    assert_eq!((forecast.copies.0, forecast.needs.0), (0, 0));
    let maps = known_after(&now, &key, &[middle]).without_content();
    let at_least = snapgrove::plan::delete(&now, &key, &[middle], &maps).forecast.unwrap();
    assert_eq!((at_least.copies.0, at_least.certainty), (2 * MIB, Certainty::AtLeast));
    let before = i64::try_from(occupied_below(folder.path())).unwrap();
    sandbox.delete_snapshot(machine, middle).unwrap();
    assert_eq!(before - i64::try_from(occupied_below(folder.path())).unwrap(), forecast.frees);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 30, ..ProptestConfig::default() })]

    #[test]
    fn what_is_foretold_happens(seed in any::<u64>(), steps in 10_u64..30, marks in any::<u64>()) {
        let world = World::new(seed, steps);
        let now = inventory(world.sandbox.clone());
        let key = world.key();
        let chosen = |position: usize| marks >> (position * 2 % 64) & 3 != 0;
        let marked: Vec<SnapshotId> = world.snapshots.iter().enumerate()
            .filter(|(position, _)| chosen(*position)).map(|(_, id)| *id).collect();
        let answer = forecast_now(&now, &key, &marked);
        prop_assert_eq!(answer.stage, Stage::Exact);
        let plan = answer.plan;
        prop_assert_eq!(plan.steps.len(), marked.len());
        let order = doable(&plan);

        // Those with a blocker cannot be deleted; it is tried at the end, when they have the best chance.
        let blocked: Vec<SnapshotId> = marked.iter().copied().filter(|id| !order.contains(id)).collect();
        let before = world.files();
        let known = known_after(&now, &key, &marked);
        let foreseen = foresee(&now, &key, &order, &known).unwrap();
        let mut expected = before.clone();
        for file in &foreseen {
            match file.length {
                Some(length) => expected.insert(file.path.to_path_buf(), length.0),
                None => expected.remove(&*file.path),
            };
        }
        let occupied = |world: &World| i64::try_from(occupied_below(world.folder.path())).unwrap();
        for (id, step) in order.iter().zip(&plan.steps) {
            let before = occupied(&world);
            world.watch.begin();
            world.sandbox.delete_snapshot(world.machine, *id).unwrap();
            let peak = i64::try_from(world.watch.end()).unwrap() - before;
            let forecast = step.forecast.as_ref().unwrap();
            prop_assert!(forecast.certainty != Certainty::AtLeast, "{:?}", forecast);
            let freed = before - occupied(&world);
            let needs = i64::try_from(forecast.needs.0).unwrap();
            prop_assert!((peak - needs).abs() <= NOISE, "{} needed, {} foretold", peak, needs);
            prop_assert!((freed - forecast.frees).abs() <= NOISE, "{} foretold, {} freed", forecast.frees, freed);
        }
        prop_assert_eq!(world.files(), expected);
        for id in blocked {
            prop_assert!(world.sandbox.delete_snapshot(world.machine, id).is_err());
        }
    }

    /// The maps alone promise at most what is freed, and know at least what is needed.
    #[test]
    fn maps_alone_promise_no_more(seed in any::<u64>(), steps in 10_u64..30) {
        let world = World::new(seed, steps);
        let now = inventory(world.sandbox.clone());
        let key = world.key();
        for one in &world.snapshots {
            let exact = known_after(&now, &key, &[*one]);
            let maps = exact.without_content();
            let (exact, maps) = (
                snapgrove::plan::delete(&now, &key, &[*one], &exact),
                snapgrove::plan::delete(&now, &key, &[*one], &maps),
            );
            if let (Some(exact), Some(maps)) = (&exact.steps[0].forecast, &maps.steps[0].forecast) {
                prop_assert!(maps.frees <= exact.frees && maps.needs >= exact.needs, "{:?} {:?}", maps, exact);
                prop_assert_eq!(maps.insists, exact.insists);
            }
        }
    }

    /// A clone takes no more than foretold; whatever is twice in a chain is foretold once.
    #[test]
    fn clones_take_no_more_than_foretold(seed in any::<u64>(), steps in 4_u64..16) {
        let world = World::new(seed, steps);
        let now = inventory(world.sandbox.clone());
        let of_snapshots = world.snapshots.iter().flat_map(|id| [CloneExtent::Snapshot(*id), CloneExtent::Linked(*id)]);
        let extents = [CloneExtent::CurrentState, CloneExtent::Everything];
        for (number, extent) in extents.into_iter().chain(of_snapshots).take(8).enumerate() {
            let name = format!("clone {number}");
            let needs = |known: &KnownImages| {
                let plan = clone_machine(&now, &world.key(), extent, std::slice::from_ref(&name), known);
                plan.forecast.map(|forecast| i64::try_from(forecast.needs.0).unwrap())
            };
            let known = snapgrove::forecaster::read_copied_now(&now, &world.key(), extent);
            let (Some(foretold), Some(blind)) = (needs(&known), needs(&KnownImages::default())) else { continue };
            let before = occupied_below(world.folder.path());
            world.sandbox.clone_machine(world.machine, extent, &name, Utc::now()).unwrap();
            let taken = i64::try_from(occupied_below(world.folder.path()) - before).unwrap();
            prop_assert!(taken <= foretold + NOISE, "{:?}: {} taken, {} foretold", extent, taken, foretold);
            // A disk whose blocks are all written may be a fixed image, as far as its map tells.
            prop_assert!(foretold <= blind + 2 * FIXED + NOISE, "{:?}: {} with maps, {} without", extent, foretold, blind);
        }
    }
}

/// What the forecaster reads.
fn known_after(inventory: &snapgrove::model::Inventory, key: &MachineKey, marked: &[SnapshotId]) -> KnownImages {
    snapgrove::forecaster::read_now(inventory, key, marked)
}
