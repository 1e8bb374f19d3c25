//! What is looked at just before a change, however old its plan is. Whatever is refused here, nothing has been
//! changed.

use std::path::{Path, PathBuf};

use super::command_line::NewHome;
use super::patience::{Nursery, Scene};
use super::space::{Needs, Purpose};
use super::world::World;
use super::{VirtualBox, texts};
use crate::hypervisor::HypervisorError;
use crate::model::{CloneExtent, Machine, MachineId, MachineState, SnapshotId, SnapshotIndex, Step};
use crate::text;

const MIB: u64 = 1 << 20;
/// What a settings file is written over with, as a multiple of its length: the new one beside the old
/// one, and the one before.
const SETTINGS_COPIES: u64 = 4;
/// Memory of a machine whose settings do not say, in MiB.
const USUAL_MEMORY: u32 = 128;

/// What is known when nothing stands against a change.
pub struct Ready {
    /// What to watch for signs of life.
    pub scene: Scene,
    /// For a clone: where it goes.
    pub clone: Option<CloneHome>,
}

/// Where a clone goes: beside the machine that it is made from, into the same groups.
#[derive(Debug, Clone)]
pub struct CloneHome {
    /// The clone's id.
    pub id: MachineId,
    folder: PathBuf,
    groups: String,
    /// The folder in which the clone's own folder will be, with the folders of its group.
    beside: PathBuf,
}

impl CloneHome {
    fn beside(machine: &Machine) -> Self {
        let own = machine.settings_file.parent().unwrap_or(Path::new(""));
        let beside = own.parent().unwrap_or(own).to_owned();
        // VirtualBox makes folders for the first group. A machine that lies elsewhere has a clone without groups, for
        // where its files are matters more.
        let first = machine.groups.first().map_or("", |group| group.trim_start_matches('/'));
        let plain = !machine.groups.iter().any(|group| group.contains(','));
        let above = (plain && !first.is_empty() && beside.ends_with(first))
            .then(|| beside.ancestors().nth(Path::new(first).components().count()))
            .flatten();
        let (folder, groups) = match above {
            Some(above) => (above.to_owned(), machine.groups.join(",")),
            None => (beside.clone(), String::new()),
        };
        Self { id: MachineId(uuid::Uuid::new_v4()), folder, groups, beside }
    }

    /// The same for the command line.
    #[must_use]
    pub fn as_new_home(&self) -> NewHome<'_> {
        NewHome { id: self.id, folder: &self.folder, groups: self.groups.clone() }
    }
}

/// Looks at everything that only needs files: texts, tree, images, space.
///
/// # Errors
/// Why the step must not be begun.
pub fn check(
    virtualbox: &VirtualBox,
    machine: &Machine,
    state: MachineState,
    step: &Step,
) -> Result<Ready, HypervisorError> {
    texts::check(step)?;
    check_state(machine, state, step)?;
    let snapshot = step.snapshot().map(|id| snapshot_of(machine, id)).transpose()?;
    let clone = match step {
        Step::Clone { .. } => Some(CloneHome::beside(machine)),
        _ => None,
    };
    let mut folders = vec![machine.snapshot_folder.to_path_buf()];
    folders.extend(machine.settings_file.parent().map(Path::to_owned));
    let nursery = clone.as_ref().map(|clone| Nursery::new(&clone.beside));
    let mut scene = Scene { folders, files: Vec::new(), nursery };
    let mut needs = settings_needs(virtualbox, machine);
    match (step, snapshot) {
        (Step::Delete { .. }, Some(snapshot)) => delete(virtualbox, machine, snapshot, &mut needs, &mut scene)?,
        (Step::Restore { .. }, Some(snapshot)) => restore(virtualbox, machine, snapshot, &mut needs)?,
        (Step::Take { .. }, _) => take(virtualbox, machine, state, &mut needs)?,
        (Step::Clone { extent, .. }, _) => {
            let folder = clone.as_ref().map_or(Path::new(""), |clone| &clone.beside);
            copy(virtualbox, machine, *extent, folder, &mut needs)?;
        }
        (Step::DetachImage { image }, _) => {
            World::read(virtualbox, machine)?.check_unused(*image)?;
        }
        _ => {}
    }
    needs.check()?;
    Ok(Ready { scene, clone })
}

fn snapshot_of(machine: &Machine, id: SnapshotId) -> Result<SnapshotIndex, HypervisorError> {
    let missing = || HypervisorError::NotFound {
        words: text!("virtualbox-no-snapshot", machine = machine.name, id = id.to_string()),
    };
    machine.tree.find(id).ok_or_else(missing)
}

/// Refuses what the machine's state does not allow (`SnapshotImpl.cpp`, `Machine::i_checkStateDependency`), and
/// everything while it changes its state.
fn check_state(machine: &Machine, state: MachineState, step: &Step) -> Result<(), HypervisorError> {
    use MachineState::{Aborted, AbortedSaved, Paused, PoweredOff, Running, Saved, Stuck, Teleported, Transient};
    let is_online = matches!(state, Running | Paused | Stuck);
    let is_at_rest = matches!(state, PoweredOff | Saved | Teleported | Aborted | AbortedSaved);
    let (allowed, words) = match step {
        Step::Take { .. } | Step::Delete { .. } => (state != Stuck, text!("virtualbox-state-stuck")),
        Step::Restore { .. } => (is_at_rest, text!("virtualbox-state-restore")),
        Step::Clone { extent: CloneExtent::CurrentState | CloneExtent::Everything, .. } => {
            (is_at_rest, text!("virtualbox-state-clone"))
        }
        Step::Edit { .. } | Step::DetachImage { .. } | Step::Clone { .. } => (true, ""),
        Step::PowerOff => (is_online, text!("virtualbox-state-power-off")),
        Step::Start => (is_at_rest, text!("virtualbox-state-start")),
        Step::DiscardSavedState => (matches!(state, Saved | AbortedSaved), text!("virtualbox-state-discard")),
    };
    let words = if state == Transient { text!("virtualbox-state-transient") } else { words };
    if allowed && state != Transient {
        return Ok(());
    }
    Err(HypervisorError::WrongState { name: machine.name.to_string(), state, words: words.to_owned() })
}

/// Every change writes the machine's settings file, and many write VirtualBox's own.
fn settings_needs(virtualbox: &VirtualBox, machine: &Machine) -> Needs {
    let mut needs = Needs::default();
    for file in [&*machine.settings_file, &virtualbox.registry_file()] {
        let length = std::fs::metadata(file).map_or(0, |metadata| metadata.len());
        let folder = file.parent().unwrap_or(Path::new(""));
        needs.add(folder, length.saturating_mul(SETTINGS_COPIES), Purpose::Settings);
    }
    needs
}

fn take(
    virtualbox: &VirtualBox,
    machine: &Machine,
    state: MachineState,
    needs: &mut Needs,
) -> Result<(), HypervisorError> {
    let world = World::read(virtualbox, machine)?;
    let hardware = &machine.current_state.hardware;
    let images = world.covered(hardware)?;
    world.check_chains(&images)?;
    needs.add(&machine.snapshot_folder, world.empty_differences(&images), Purpose::Differences);
    if matches!(state, MachineState::Running | MachineState::Paused) {
        let memory = hardware.memory_mib.unwrap_or(USUAL_MEMORY).saturating_add(hardware.video_memory_mib.unwrap_or(0));
        needs.add(&machine.snapshot_folder, u64::from(memory) * MIB, Purpose::Memory);
    }
    Ok(())
}

/// The current state's difference images are thrown away, and new ones are made.
fn restore(
    virtualbox: &VirtualBox,
    machine: &Machine,
    snapshot: SnapshotIndex,
    needs: &mut Needs,
) -> Result<(), HypervisorError> {
    let world = World::read(virtualbox, machine)?;
    let images = world.covered(&machine.tree.get(snapshot).hardware)?;
    world.check_chains(&images)?;
    let thrown_away = world.covered(&machine.current_state.hardware)?;
    world.check_bare(machine, &thrown_away)?;
    needs.add(&machine.snapshot_folder, world.empty_differences(&images), Purpose::Differences);
    Ok(())
}

fn delete(
    virtualbox: &VirtualBox,
    machine: &Machine,
    snapshot: SnapshotIndex,
    needs: &mut Needs,
    scene: &mut Scene,
) -> Result<(), HypervisorError> {
    check_tree(machine, snapshot)?;
    let world = World::read(virtualbox, machine)?;
    let images = world.covered(&machine.tree.get(snapshot).hardware)?;
    world.check_dependents(machine, &images)?;
    world.check_trees(&images)?;
    for merge in world.merges(&images)? {
        let folder = merge.target.parent().unwrap_or(Path::new(""));
        needs.add(folder, merge.wants, Purpose::Merge);
    }
    scene.files = world.files(&images);
    Ok(())
}

/// VirtualBox's own rules. It keeps them itself, but for some only after it has thrown the snapshot's memory away.
fn check_tree(machine: &Machine, snapshot: SnapshotIndex) -> Result<(), HypervisorError> {
    let children = machine.tree.children(snapshot).len();
    let name = &machine.tree.get(snapshot).name;
    let words = if children > 1 {
        text!("virtualbox-several-children", name = name, children = children)
    } else if children == 1 && machine.tree.current() == Some(snapshot) {
        text!("virtualbox-current-with-child", name = name)
    } else {
        return Ok(());
    };
    Err(HypervisorError::Refused { program: "VirtualBox".to_owned(), words })
}

fn copy(
    virtualbox: &VirtualBox,
    machine: &Machine,
    extent: CloneExtent,
    folder: &Path,
    needs: &mut Needs,
) -> Result<(), HypervisorError> {
    let world = World::read(virtualbox, machine)?;
    let of_snapshot = |id| snapshot_of(machine, id).map(|index| &machine.tree.get(index).hardware);
    let mut images = Vec::new();
    match extent {
        CloneExtent::CurrentState => images = world.covered(&machine.current_state.hardware)?,
        CloneExtent::Snapshot(id) | CloneExtent::Linked(id) => images = world.covered(of_snapshot(id)?)?,
        CloneExtent::Everything => {
            images.extend(world.covered(&machine.current_state.hardware)?);
            for (_, snapshot) in machine.tree.iter() {
                images.extend(world.covered(&snapshot.hardware)?);
            }
        }
    }
    images.sort_unstable();
    images.dedup();
    world.check_chains(&images)?;
    let copied = match extent {
        CloneExtent::Linked(_) => world.empty_differences(&images),
        _ => world.occupied(images),
    };
    needs.add(folder, copied, Purpose::Clone);
    Ok(())
}
