//! What rules look at: computed once for an inventory, so that a change of a rule is answered at once.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::decisions::Unread;
use super::period::{LocalTime, Zone};
use super::reason::Reason;
use super::rule::Rule;
use crate::model::{
    Bytes, ConnectionInventory, FileStatus, ImageForest, ImageIndex, ImageMode, Inventory, InventoryMachine, Machine,
    MachineKey, MachineReading, MachineState, SnapshotId, SnapshotIndex, StepKind,
};
use crate::pins::{Pins, TakenBySnapgrove};
use crate::plan::{self, Blocker, KnownImages};

/// All machines with what rules look at. Made from one inventory; make another one when that, the pins or what Snapgrove
/// took has changed.
#[derive(Debug, Clone)]
pub struct Ground {
    pub(super) machines: Vec<MachineFacts>,
    pub(super) zone: Zone,
}

/// What rules look at in one machine.
#[derive(Debug, Clone)]
pub(super) struct MachineFacts {
    pub key: MachineKey,
    pub name: Arc<str>,
    pub groups: Vec<Arc<str>>,
    /// Why there is nothing to look at.
    pub unread: Option<Unread>,
    /// What stands against deleting anything in it.
    pub against_all: Option<Blocker>,
    /// Its state, if that is known.
    pub state: Option<MachineState>,
    pub machine: Option<Arc<Machine>>,
    /// Runs parallel to the tree.
    pub snapshots: Vec<SnapshotFacts>,
    /// Those with a time, the newest first.
    pub newest_first: Vec<SnapshotIndex>,
    /// Each after its children.
    pub post_order: Vec<SnapshotIndex>,
}

/// What rules look at in one snapshot.
#[derive(Debug, Clone)]
pub(super) struct SnapshotFacts {
    pub id: SnapshotId,
    pub lowercase_name: String,
    pub taken_at: Option<DateTime<Utc>>,
    pub local: Option<LocalTime>,
    /// What it adds, without base images.
    pub adds: Bytes,
    pub pin: Option<Arc<str>>,
    pub taken_by_snapgrove: bool,
    pub on_current_path: bool,
    /// What stands against deleting it whatever else is deleted.
    pub blocker: Option<Blocker>,
}

impl Ground {
    /// Looks at an inventory. `zone` tells where days, weeks, months and years begin.
    #[must_use]
    pub fn new(inventory: &Inventory, pins: &Pins, taken: &TakenBySnapgrove, zone: Zone) -> Self {
        let machines = inventory.machines().map(|(connection, machine)| {
            let mut facts = MachineFacts::outside(connection, machine);
            if let Some(read) = machine.machine() {
                facts.look_at(read, (pins, taken), &zone);
                facts.measure(read, connection, machine);
                if !is_regular(read, connection) {
                    facts.ask_planner(inventory);
                }
            }
            facts
        });
        Self { machines: machines.collect(), zone }
    }

    /// Number of snapshots.
    #[must_use]
    pub fn snapshot_count(&self) -> usize {
        self.machines.iter().map(|machine| machine.snapshots.len()).sum()
    }
}

impl MachineFacts {
    /// Why a rule leaves the machine alone because of what it is doing.
    pub fn against_state(&self, rule: &Rule) -> Option<Reason> {
        match self.state {
            Some(MachineState::PoweredOff) => None,
            state if rule.only_powered_off => Some(Reason::NotPoweredOff(state)),
            Some(state @ (MachineState::Running | MachineState::Paused)) if !rule.also_running_machines => {
                Some(Reason::MachineRuns(state))
            }
            _ => None,
        }
    }

    /// What is seen without looking into the machine.
    fn outside(connection: &ConnectionInventory, entry: &InventoryMachine) -> Self {
        let unread = match &entry.reading {
            MachineReading::Read(_) => None,
            MachineReading::Waiting => Some(Unread::Waiting),
            MachineReading::Failed(problem) => Some(Unread::Failed(problem.what.clone())),
        };
        let connection = &connection.connection;
        let against_all = if connection.abilities.can(StepKind::Delete) {
            match entry.state {
                Some(state @ (MachineState::Stuck | MachineState::Transient)) => {
                    Some(Blocker::State { machine: entry.name().to_owned(), state, what: StepKind::Delete })
                }
                _ => None,
            }
        } else {
            Some(Blocker::NotOffered { hypervisor: connection.name.to_string(), what: StepKind::Delete })
        };
        Self {
            key: entry.entry.key(),
            name: entry.name().into(),
            groups: entry.machine().map(|machine| machine.groups.clone()).unwrap_or_default(),
            unread,
            against_all,
            state: entry.state,
            machine: entry.machine().cloned(),
            snapshots: Vec::new(),
            newest_first: Vec::new(),
            post_order: Vec::new(),
        }
    }

    fn look_at(&mut self, machine: &Machine, (pins, taken): (&Pins, &TakenBySnapgrove), zone: &Zone) {
        let tree = &machine.tree;
        let key = &self.key;
        let path: HashSet<SnapshotIndex> = tree.current_path().into_iter().collect();
        let snapshots = tree.iter().map(|(index, snapshot)| SnapshotFacts {
            id: snapshot.id,
            lowercase_name: snapshot.name.to_lowercase(),
            taken_at: snapshot.taken_at,
            local: snapshot.taken_at.map(|at| zone.local(at)),
            adds: Bytes::ZERO,
            pin: pins.of(key, snapshot.id).map(|pin| pin.reason.clone()),
            taken_by_snapgrove: taken.has(key, snapshot.id),
            on_current_path: path.contains(&index),
            blocker: None,
        });
        self.snapshots = snapshots.collect();
        // Of the same time, the deeper one is newer; ids make the order independent of that of the file.
        let mut timed: Vec<(DateTime<Utc>, u32, SnapshotId, SnapshotIndex)> = tree
            .iter()
            .filter_map(|(index, snapshot)| Some((snapshot.taken_at?, tree.depth(index), snapshot.id, index)))
            .collect();
        timed.sort_unstable_by(|one, two| two.cmp(one));
        self.newest_first = timed.into_iter().map(|(.., index)| index).collect();
        self.post_order = tree.post_order();
    }

    /// What each snapshot adds without base images: those stay whatever is deleted.
    fn measure(&mut self, machine: &Machine, connection: &ConnectionInventory, entry: &InventoryMachine) {
        let images = &connection.images;
        let mut counted: HashSet<ImageIndex> = HashSet::new();
        for (index, snapshot) in machine.tree.iter() {
            let mut bases = Bytes::ZERO;
            for image in snapshot.hardware.disks().filter_map(|(_, image)| images.find(image)) {
                let base = images.chain(image).last().filter(|base| counted.insert(*base));
                bases += base.map_or(Bytes::ZERO, |base| own_base(images, base, machine));
            }
            let adds = entry.usage.snapshot(index).0.saturating_sub(bases.0);
            if let Some(facts) = self.snapshots.get_mut(index.position()) {
                facts.adds = Bytes(adds);
            }
        }
    }

    /// Asks the planner about a machine in which more than the tree decides: what stands against a snapshot even if all
    /// are to be deleted stands against it always.
    fn ask_planner(&mut self, inventory: &Inventory) {
        let all: Vec<SnapshotId> = self.snapshots.iter().map(|snapshot| snapshot.id).collect();
        let plan = plan::delete(inventory, &self.key, &all, &KnownImages::default());
        let mut blockers: HashMap<SnapshotId, Blocker> = HashMap::new();
        for planned in plan.steps {
            let lasting = planned.blockers.into_iter().find(|blocker| {
                !matches!(
                    blocker,
                    Blocker::SeveralChildren { .. }
                        | Blocker::CurrentWithChild { .. }
                        | Blocker::NoSpace { .. }
                        | Blocker::InsistsOnSpace { .. }
                )
            });
            if let (Some(blocker), Some(snapshot)) = (lasting, planned.step.snapshot()) {
                blockers.insert(snapshot, blocker);
            }
        }
        for snapshot in &mut self.snapshots {
            snapshot.blocker = blockers.remove(&snapshot.id);
        }
    }
}

/// What a base image counts for in [`crate::model::MachineUsage`].
fn own_base(images: &ImageForest, index: ImageIndex, machine: &Machine) -> Bytes {
    let image = images.get(index);
    let elsewhere = !image.users.is_empty() && image.users.iter().all(|user| user.machine != machine.id);
    if elsewhere || !image.record.mode.covered_by_snapshots() {
        return Bytes::ZERO;
    }
    image.file.as_ref().map_or(Bytes::ZERO, FileStatus::occupied)
}

/// Whether only the tree decides what can be deleted: every image is there, is what it should be, and is used once,
/// within this machine.
fn is_regular(machine: &Machine, connection: &ConnectionInventory) -> bool {
    let images = &connection.images;
    let of_snapshots = machine.tree.iter().map(|(_, snapshot)| &snapshot.hardware);
    let mut seen: HashSet<ImageIndex> = HashSet::new();
    for hardware in of_snapshots.chain([&machine.current_state.hardware]) {
        for (_, id) in hardware.disks() {
            let Some(index) = images.find(id) else { return false };
            for at in images.chain(index) {
                if !seen.insert(at) {
                    break;
                }
                if !is_regular_image(machine, images, at) {
                    return false;
                }
            }
        }
    }
    true
}

fn is_regular_image(machine: &Machine, images: &ImageForest, index: ImageIndex) -> bool {
    let image = images.get(index);
    let is_own = |index: ImageIndex| images.get(index).users.iter().all(|user| user.machine == machine.id);
    image.problem().is_none()
        && image.users.len() == 1
        && image.record.mode == ImageMode::Normal
        && is_own(index)
        && image.children.iter().all(|child| is_own(*child) && !images.get(*child).users.is_empty())
}
