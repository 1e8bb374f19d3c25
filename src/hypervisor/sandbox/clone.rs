//! Cloning a machine: a copy that stands alone, or one that rests on a snapshot of its origin.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::chain::Chain;
use super::change::Change;
use super::create::{add_difference, disk_name, in_memory, mode_word, new_image, new_mac_address};
use super::document::{Document, NodeId};
use super::import::create_folders;
use super::machine_file::{MachineFile, braced};
use super::vdi::{Block, Vdi};
use super::world::World;
use super::writing::{Piece, Writing};
use super::{Refusal, Sandbox, SandboxError};
use crate::model::{CloneExtent, ImageId, Machine, MachineId};
use crate::text;

impl Sandbox {
    /// Makes a new machine from this one: a copy with disks of its own, or with [`CloneExtent::Linked`] one
    /// whose disks rest on those of a snapshot.
    ///
    /// # Errors
    /// If an image is missing, or files cannot be written. Nothing was changed then.
    pub fn clone_machine(
        &self,
        machine: MachineId,
        extent: CloneExtent,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<MachineId, SandboxError> {
        check_name(name)?;
        self.change(|world, change| {
            let at = world.find(machine)?;
            let (mut clone, file_name) = begin(world, change, at, extent, name, now)?;
            match extent {
                CloneExtent::Linked(_) => clone = rest_on_origin(world, change, clone)?,
                CloneExtent::Everything => {
                    let copied = copy_tree(world, change, at, &mut clone, &file_name)?;
                    plug_in_copies(&mut clone, &copied);
                }
                CloneExtent::CurrentState | CloneExtent::Snapshot(_) => {
                    let copied = copy_state(world, change, &mut clone, &file_name)?;
                    plug_in_copies(&mut clone, &copied);
                }
            }
            end(world, change, &clone)
        })
    }
}

/// Gives a clone, which still has the origin's images plugged in, difference images on top of them.
fn rest_on_origin(world: &mut World, change: &mut Change<'_>, clone: MachineFile) -> Result<MachineFile, SandboxError> {
    let disks = clone.attached(clone.node());
    world.machines.push(clone);
    let new = world.machines.len() - 1;
    for (_, image) in disks {
        if world.mode(image).covered_by_snapshots() {
            let difference = add_difference(world, change, new, image)?;
            let file = &mut world.machines[new];
            file.plug_in(file.node(), image, difference);
        }
    }
    Ok(world.machines.remove(new))
}

fn check_name(name: &str) -> Result<(), Refusal> {
    if name.trim().is_empty() { Err(Refusal::Invalid(text!("hypervisor-sandbox-no-name").to_owned())) } else { Ok(()) }
}

/// The settings file of a clone, with the origin's images still plugged in, and the name of its files.
fn begin(
    world: &World,
    change: &mut Change<'_>,
    at: usize,
    extent: CloneExtent,
    name: &str,
    now: DateTime<Utc>,
) -> Result<(MachineFile, String), SandboxError> {
    let origin = &world.machines[at];
    let snapshot = match extent {
        CloneExtent::Snapshot(snapshot) | CloneExtent::Linked(snapshot) => {
            world.find_snapshot(at, snapshot)?;
            Some(snapshot)
        }
        CloneExtent::CurrentState | CloneExtent::Everything => None,
    };
    let (folder, file_name) = world.new_folder(name);
    change.create_folder(&folder)?;
    let path = folder.join(format!("{file_name}.vbox"));
    let memory = copy_support_files(change, &origin.machine, extent, &path)?;
    let (document, node) = copy_document(origin, extent);
    let mut clone = in_memory(document, node, &path)?;
    let id = MachineId(Uuid::new_v4());
    clone.document.set_attribute(node, "uuid", &braced(id.0), &[]);
    clone.document.set_attribute(node, "name", name, &["uuid"]);
    if let Some(source) = snapshot.and_then(|snapshot| clone.settings_of(Some(snapshot))) {
        clone.copy_settings(source, node);
    }
    if !matches!(extent, CloneExtent::Everything) {
        let tree: Vec<NodeId> = clone.document.named(node, "Snapshot").collect();
        for snapshot in tree {
            clone.document.detach(snapshot);
        }
        // As VirtualBox does: the clone is what it was made from. One with snapshots is as its origin is.
        clone.set_current(None, false);
        clone.set_firmware_file(node, None);
    }
    clone.set_saved_state(memory.as_deref());
    clone.set_last_change(now);
    renew_addresses(&mut clone.document, node);
    let clone = in_memory(clone.document, node, &path)?;
    Ok((clone, file_name))
}

/// A copy of a settings file without its list of images.
fn copy_document(origin: &MachineFile, extent: CloneExtent) -> (Document, NodeId) {
    let mut document = origin.document.clone();
    let node = origin.node();
    let mut gone: Vec<NodeId> = document.named(node, "MediaRegistry").collect();
    // What is said of the origin is not true of a clone without its past.
    if !matches!(extent, CloneExtent::Everything) {
        gone.extend(document.named(node, "ExtraData"));
    }
    for node in gone {
        document.detach(node);
    }
    (document, node)
}

/// Copies the firmware's variables and the saved memory of what is cloned, as VirtualBox does. Gives the memory that the
/// clone goes on with.
fn copy_support_files(
    change: &mut Change<'_>,
    origin: &Machine,
    extent: CloneExtent,
    settings: &Path,
) -> Result<Option<PathBuf>, SandboxError> {
    let snapshot = match extent {
        CloneExtent::Snapshot(id) | CloneExtent::Linked(id) => origin.tree.find(id).map(|index| origin.tree.get(index)),
        CloneExtent::CurrentState | CloneExtent::Everything => None,
    };
    let current = &origin.current_state;
    let (firmware, memory) = snapshot.map_or((&current.firmware_file, &current.saved_state), |snapshot| {
        (&snapshot.firmware_file, &snapshot.saved_state)
    });
    if let Some(firmware) = firmware.as_ref().filter(|path| path.is_file()) {
        change.copy(firmware, &settings.with_extension("nvram"))?;
    }
    let mut copied = BTreeSet::new();
    if matches!(extent, CloneExtent::Everything) {
        let files =
            origin.tree.iter().flat_map(|(_, snapshot)| snapshot.saved_state.iter().chain(&snapshot.firmware_file));
        copied.extend(files.filter(|path| path.is_file()));
    }
    let memory = memory.as_ref().filter(|path| path.is_file());
    copied.extend(memory);
    for file in copied {
        copy_to_same_place(change, file, origin, settings)?;
    }
    memory.map(|memory| same_place(memory, origin, settings)).transpose()
}

fn copy_to_same_place(
    change: &mut Change<'_>,
    file: &Path,
    origin: &Machine,
    settings: &Path,
) -> Result<(), SandboxError> {
    let to = same_place(file, origin, settings)?;
    let folder = settings.parent().unwrap_or(Path::new(""));
    create_folders(change, folder, to.strip_prefix(folder).unwrap_or(&to))?;
    change.copy(file, &to)
}

/// Where a file of the origin lies in the clone's folder: settings name it relative to themselves, by the same words in
/// both.
fn same_place(file: &Path, origin: &Machine, settings: &Path) -> Result<PathBuf, SandboxError> {
    let relative = origin.settings_file.parent().and_then(|from| file.strip_prefix(from).ok());
    match (relative, settings.parent()) {
        (Some(relative), Some(to)) => Ok(to.join(relative)),
        _ => Err(Refusal::Unsupported(text!("hypervisor-sandbox-outside-machine", path = file.display())).into()),
    }
}

fn renew_addresses(document: &mut Document, machine: NodeId) {
    for node in document.descendants(machine, |_| true) {
        if document.name(node) == "Adapter" && document.attribute(node, "MACAddress").is_some() {
            document.set_attribute(node, "MACAddress", &new_mac_address(), &[]);
        }
    }
}

/// Writes the clone's settings and enters it into the list.
fn end(world: &mut World, change: &mut Change<'_>, clone: &MachineFile) -> Result<MachineId, SandboxError> {
    let clone_file = in_memory(clone.document.clone(), clone.node(), clone.path())?;
    let id = clone_file.machine.id;
    change.replace(clone.path(), &clone.to_bytes())?;
    world.register(id, clone.path());
    Ok(id)
}

/// An image and its copy.
struct Copy {
    old: ImageId,
    new: ImageId,
}

fn plug_in_copies(clone: &mut MachineFile, copies: &[Copy]) {
    for copy in copies {
        clone.plug_in_everywhere(copy.old, copy.new);
    }
}

/// Copies what the guest sees of each disk into a base image of its own.
fn copy_state(
    world: &World,
    change: &mut Change<'_>,
    clone: &mut MachineFile,
    file_name: &str,
) -> Result<Vec<Copy>, SandboxError> {
    let mut copies = Vec::new();
    for (_, old) in clone.attached(clone.node()) {
        let source = world.open_chain(old)?;
        let Some(top) = source.top() else { continue };
        let new = ImageId(Uuid::new_v4());
        let path = clone.folder().join(disk_name(file_name, copies.len()));
        new_image(change, new, &path, top.disk_size(), None)?;
        fill(change, &path, &Chain::default(), |writing| {
            let mut buffer = vec![0; usize::try_from(top.block_size()).unwrap_or(0)];
            for number in 0..top.block_count() {
                if source.is_free(number) {
                    continue;
                }
                let offset = number * top.block_size();
                source.read(offset, &mut buffer)?;
                writing.write(offset, top.block_size(), Piece::Memory(&buffer, 0))?;
            }
            Ok(())
        })?;
        let mode = world.image(old)?.record.mode;
        let list = clone.base_images();
        clone.list_image(list, new, &path, &[("type", mode_word(mode))]);
        copies.push(Copy { old, new });
    }
    Ok(copies)
}

/// Copies every image that the machine uses, and all below them, each by itself.
fn copy_tree(
    world: &World,
    change: &mut Change<'_>,
    at: usize,
    clone: &mut MachineFile,
    file_name: &str,
) -> Result<Vec<Copy>, SandboxError> {
    let mut copies = Vec::new();
    let mut known: HashMap<ImageId, (ImageId, PathBuf, NodeId)> = HashMap::new();
    let mut bases = 0;
    for old in used_images(world, at) {
        let record = world.image(old)?.record.clone();
        let source = world.open_chain(old)?;
        let Some(top) = source.top() else { continue };
        let new = ImageId(Uuid::new_v4());
        let parent = record.parent.and_then(|parent| known.get(&parent));
        let (path, list, link) = if let Some((_, parent_path, parent_node)) = parent {
            change.create_folder(&clone.machine.snapshot_folder)?;
            (clone.new_image_path(new), *parent_node, Some(Vdi::open(parent_path)?.as_parent()))
        } else {
            bases += 1;
            (clone.folder().join(disk_name(file_name, bases - 1)), clone.base_images(), None)
        };
        new_image(change, new, &path, top.disk_size(), link)?;
        let below = Chain::open(paths_below(&known, world, record.parent).iter().map(PathBuf::as_path))?;
        fill(change, &path, &below, |writing| copy_blocks(top, writing))?;
        let mode: &[_] = if link.is_none() { &[("type", mode_word(record.mode))] } else { &[] };
        let node = clone.list_image(list, new, &path, mode);
        known.insert(old, (new, path, node));
        copies.push(Copy { old, new });
    }
    Ok(copies)
}

/// The images a machine uses, with those they rest on, parents before children.
fn used_images(world: &World, at: usize) -> Vec<ImageId> {
    let machine = &world.machines[at].machine;
    let hardware = machine.tree.iter().map(|(_, snapshot)| &snapshot.hardware).chain([&machine.current_state.hardware]);
    let mut ordered = Vec::new();
    for (_, image) in hardware.flat_map(|hardware| hardware.disks()) {
        for record in world.chain(image).iter().rev() {
            if !ordered.contains(&record.id) {
                ordered.push(record.id);
            }
        }
    }
    ordered
}

fn paths_below(
    known: &HashMap<ImageId, (ImageId, PathBuf, NodeId)>,
    world: &World,
    parent: Option<ImageId>,
) -> Vec<PathBuf> {
    let chain = parent.map(|parent| world.chain(parent)).unwrap_or_default();
    chain.iter().filter_map(|record| known.get(&record.id).map(|(_, path, _)| path.clone())).collect()
}

fn copy_blocks(source: &Vdi, writing: &mut Writing<'_>) -> Result<(), SandboxError> {
    for number in 0..source.block_count() {
        let (offset, length) = (number * source.block_size(), source.block_size());
        match source.block(number) {
            Block::Free => {}
            Block::Zero => writing.write(offset, length, Piece::Zeros)?,
            Block::Data(place) => writing.write(offset, length, Piece::File(source.file(), place))?,
        }
    }
    Ok(())
}

/// Writes to an image that was just made.
fn fill(
    change: &mut Change<'_>,
    path: &Path,
    below: &Chain,
    write: impl FnOnce(&mut Writing<'_>) -> Result<(), SandboxError>,
) -> Result<(), SandboxError> {
    let image = Vdi::open(path)?;
    let mut file = change.extend(path)?;
    let mut writing = Writing::new(&image, below, &mut file);
    write(&mut writing)?;
    let patch = writing.finish()?;
    change.write_new(&patch)
}
