//! Random sequences of acts against a model that knows what every disk holds.
#![expect(clippy::panic, clippy::unwrap_used, reason = "the helpers of a test fail as the test does")]

mod sandbox_support;

use std::collections::BTreeMap;

use chrono::Utc;
use proptest::prelude::*;
use sandbox_support::{MIB, Random, View, assert_tidy, digest, quick_folder};
use snapgrove::hypervisor::sandbox::{DiskWrite, NewMachine, NewSnapshot, Refusal, Sandbox, SandboxError};
use snapgrove::model::{CloneExtent, MachineId, SnapshotId};

/// What a person does; numbers choose among what there is.
#[derive(Debug, Clone)]
enum Act {
    Take(u8),
    Write { machine: u8, places: Vec<(u8, u8)>, seed: u64 },
    Restore(u8, u8),
    Delete(u8, u8),
    CloneFull(u8, u8),
    CloneLinked(u8, u8),
    DeleteMachine(u8),
    Reopen,
}

fn act() -> impl Strategy<Value = Act> {
    let places = prop::collection::vec((any::<u8>(), 0..4_u8), 1..4);
    prop_oneof![
        5 => any::<u8>().prop_map(Act::Take),
        6 => (any::<u8>(), places, any::<u64>())
            .prop_map(|(machine, places, seed)| Act::Write { machine, places, seed }),
        3 => any::<(u8, u8)>().prop_map(|(machine, snapshot)| Act::Restore(machine, snapshot)),
        5 => any::<(u8, u8)>().prop_map(|(machine, snapshot)| Act::Delete(machine, snapshot)),
        1 => any::<(u8, u8)>().prop_map(|(machine, extent)| Act::CloneFull(machine, extent)),
        1 => any::<(u8, u8)>().prop_map(|(machine, snapshot)| Act::CloneLinked(machine, snapshot)),
        1 => any::<u8>().prop_map(Act::DeleteMachine),
        1 => Just(Act::Reopen),
    ]
}

#[derive(Debug, Clone, Default)]
struct MachineModel {
    disk: Vec<u8>,
    modified: bool,
    current: Option<SnapshotId>,
    /// Parent and disk of each snapshot.
    snapshots: BTreeMap<SnapshotId, (Option<SnapshotId>, Vec<u8>)>,
}

impl MachineModel {
    fn children(&self, of: SnapshotId) -> Vec<SnapshotId> {
        let children = self.snapshots.iter().filter(|(_, (parent, _))| *parent == Some(of));
        children.map(|(id, _)| *id).collect()
    }
}

struct World {
    sandbox: Sandbox,
    machines: BTreeMap<MachineId, MachineModel>,
    count: u32,
}

impl World {
    fn machine(&self, choice: u8) -> Option<MachineId> {
        let ids: Vec<MachineId> = self.machines.keys().copied().collect();
        ids.get(usize::from(choice) % ids.len().max(1)).copied()
    }

    fn snapshot(&self, machine: MachineId, choice: u8) -> Option<SnapshotId> {
        let ids: Vec<SnapshotId> = self.machines[&machine].snapshots.keys().copied().collect();
        ids.get(usize::from(choice) % ids.len().max(1)).copied()
    }

    fn name(&mut self) -> String {
        self.count += 1;
        format!("n{}", self.count)
    }

    fn act(&mut self, act: &Act) -> Option<()> {
        match act {
            Act::Take(machine) => {
                let machine = self.machine(*machine)?;
                let new = NewSnapshot { name: self.name(), description: String::new(), taken_at: Utc::now() };
                let id = self.sandbox.take(machine, &new).unwrap();
                let model = self.machines.get_mut(&machine)?;
                model.snapshots.insert(id, (model.current, model.disk.clone()));
                (model.current, model.modified) = (Some(id), false);
            }
            Act::Write { machine, places, seed } => self.write(*machine, places, *seed)?,
            Act::Restore(machine, snapshot) => {
                let machine = self.machine(*machine)?;
                let snapshot = self.snapshot(machine, *snapshot)?;
                self.sandbox.restore(machine, snapshot).unwrap();
                let model = self.machines.get_mut(&machine)?;
                model.disk.clone_from(&model.snapshots[&snapshot].1);
                (model.current, model.modified) = (Some(snapshot), false);
            }
            Act::Delete(machine, snapshot) => self.delete(*machine, *snapshot)?,
            Act::CloneFull(machine, extent) => {
                let machine = self.machine(*machine).filter(|_| self.machines.len() < 4)?;
                let name = self.name();
                let everything = extent % 2 == 0;
                let extent = if everything { CloneExtent::Everything } else { CloneExtent::CurrentState };
                let clone = self.sandbox.clone_machine(machine, extent, &name, Utc::now()).unwrap();
                let origin = self.machines[&machine].clone();
                let model =
                    if everything { origin } else { MachineModel { disk: origin.disk, ..MachineModel::default() } };
                self.machines.insert(clone, model);
            }
            Act::CloneLinked(machine, snapshot) => {
                let machine = self.machine(*machine).filter(|_| self.machines.len() < 4)?;
                let snapshot = self.snapshot(machine, *snapshot)?;
                let name = self.name();
                let clone =
                    self.sandbox.clone_machine(machine, CloneExtent::Linked(snapshot), &name, Utc::now()).unwrap();
                let disk = self.machines[&machine].snapshots[&snapshot].1.clone();
                self.machines.insert(clone, MachineModel { disk, ..MachineModel::default() });
            }
            Act::DeleteMachine(machine) => {
                let machine = self.machine(*machine).filter(|_| self.machines.len() > 1)?;
                match self.sandbox.delete_machine(machine) {
                    Ok(()) => drop(self.machines.remove(&machine)),
                    Err(SandboxError::Refused(Refusal::UsedByOther { .. })) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            Act::Reopen => self.sandbox = Sandbox::open(self.sandbox.folder()).unwrap(),
        }
        Some(())
    }

    fn write(&mut self, machine: u8, places: &[(u8, u8)], seed: u64) -> Option<()> {
        let machine = self.machine(machine)?;
        let model = self.machines.get_mut(&machine)?;
        let mut random = Random(seed);
        let size = model.disk.len() as u64;
        let mut writes = BTreeMap::new();
        for (place, kind) in places {
            let block = u64::from(*place) % size.div_ceil(MIB) * MIB;
            let length = MIB.min(size - block);
            let (offset, content) = match kind {
                0 => (block, vec![0; usize::try_from(length).unwrap()]),
                1 if length > 4096 => (block + 512, random.block(2048)),
                _ => (block, random.block(length)),
            };
            writes.insert(block, DiskWrite { disk: 0, offset, content });
        }
        let writes: Vec<DiskWrite> = writes.into_values().collect();
        self.sandbox.write(machine, &writes).unwrap();
        for write in writes {
            let start = usize::try_from(write.offset).unwrap();
            model.disk[start..start + write.content.len()].copy_from_slice(&write.content);
        }
        model.modified = true;
        Some(())
    }

    fn delete(&mut self, machine: u8, snapshot: u8) -> Option<()> {
        let machine = self.machine(machine)?;
        let snapshot = self.snapshot(machine, snapshot)?;
        let result = self.sandbox.delete_snapshot(machine, snapshot);
        let model = self.machines.get_mut(&machine)?;
        let children = model.children(snapshot);
        let is_current = model.current == Some(snapshot);
        let forbidden = children.len() > 1 || (is_current && !children.is_empty());
        match result {
            Ok(()) => {
                assert!(!forbidden);
                let (parent, _) = model.snapshots.remove(&snapshot)?;
                for child in children {
                    model.snapshots.get_mut(&child)?.0 = parent;
                }
                if is_current {
                    (model.current, model.modified) = (parent, true);
                }
            }
            // Linked clones that rest on it are refused too.
            Err(SandboxError::Refused(refusal)) => assert!(
                forbidden || matches!(refusal, Refusal::UsedByOther { .. } | Refusal::SeveralImages { .. }),
                "{refusal}"
            ),
            Err(error) => panic!("{error}"),
        }
        Some(())
    }

    fn check(&self) {
        let view = View::of(&self.sandbox);
        assert_tidy(self.sandbox.folder(), &view);
        let pictures = view.pictures();
        assert!(pictures.keys().eq(self.machines.keys()));
        for (id, model) in &self.machines {
            let picture = &pictures[id];
            assert_eq!((picture.current, picture.modified), (model.current, model.modified));
            assert!(picture.disks == [digest(&model.disk)], "current state");
            assert!(picture.snapshots.keys().eq(model.snapshots.keys()));
            for (id, (parent, disk)) in &model.snapshots {
                assert_eq!(picture.snapshots[id].parent, *parent);
                assert!(picture.snapshots[id].disks == [digest(disk)], "snapshot");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 200, ..ProptestConfig::default() })]
    #[test]
    fn every_disk_holds_what_was_written(acts in prop::collection::vec(act(), 1..30), odd in any::<bool>()) {
        let folder = quick_folder();
        let sandbox = Sandbox::open(folder.path()).unwrap();
        let size = 4 * MIB + if odd { 1536 } else { 0 };
        let id = sandbox.create_machine(&NewMachine::small("first", size), Utc::now()).unwrap();
        let disk = vec![0; usize::try_from(size).unwrap()];
        let first = MachineModel { disk, modified: true, ..MachineModel::default() };
        let mut world = World { sandbox, machines: BTreeMap::from([(id, first)]), count: 0 };
        for act in &acts {
            world.act(act);
            world.check();
        }
    }
}
