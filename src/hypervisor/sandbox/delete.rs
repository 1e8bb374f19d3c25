//! Deleting a snapshot: what it holds is merged into its neighbour.

use super::change::Change;
use super::merge::{backward, forward};
use super::restore::is_saved_state_used;
use super::vdi::Vdi;
use super::world::World;
use super::{Refusal, Sandbox, SandboxError};
use crate::model::{ImageId, ImageMode, ImageUse, MachineId, MergeDirection, SnapshotId};
use crate::text;

/// What is done to one image of the snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Nothing rests on it: it goes.
    Remove(ImageId),
    /// It becomes one with the only image that rests on it.
    Merge { lower: ImageId, upper: ImageId },
}

impl Sandbox {
    /// Deletes a snapshot. What other snapshots and the current state see stays as it is.
    ///
    /// # Errors
    /// If VirtualBox's rules forbid it, another machine rests on it, or an image is missing or another
    /// one ([`Refusal`]); or if files cannot be written. Nothing was changed then, except with
    /// [`SandboxError::Unfinished`].
    pub fn delete_snapshot(&self, machine: MachineId, snapshot: SnapshotId) -> Result<(), SandboxError> {
        self.change(|world, change| {
            let at = world.find(machine)?;
            check_tree(world, at, snapshot)?;
            let parts = parts(world, at, snapshot)?;
            for part in &parts {
                check_images(world, *part)?;
            }
            for part in parts {
                match part {
                    Part::Remove(image) => remove(world, change, image)?,
                    Part::Merge { lower, upper } => merge(world, change, lower, upper)?,
                }
            }
            forget(world, change, at, snapshot)
        })
    }
}

fn check_tree(world: &World, at: usize, snapshot: SnapshotId) -> Result<(), SandboxError> {
    let index = world.find_snapshot(at, snapshot)?;
    let tree = &world.machines[at].machine.tree;
    let (name, children) = (tree.get(index).name.clone(), tree.children(index).len());
    if children > 1 {
        return Err(Refusal::SeveralChildren { snapshot: name, children }.into());
    }
    if children == 1 && tree.current() == Some(index) {
        return Err(Refusal::CurrentWithChild { snapshot: name }.into());
    }
    Ok(())
}

/// What is to be done to the snapshot's images, after all rules were checked.
fn parts(world: &World, at: usize, snapshot: SnapshotId) -> Result<Vec<Part>, SandboxError> {
    let file = &world.machines[at];
    let index = world.find_snapshot(at, snapshot)?;
    let name = &file.machine.tree.get(index).name;
    let mut parts = Vec::new();
    for (_, lower) in file.machine.tree.get(index).hardware.disks() {
        let image = world.image(lower)?;
        if !world.mode(lower).covered_by_snapshots() {
            continue;
        }
        let own = file.machine.id;
        let other_use = |user: &&ImageUse| user.machine != own || user.snapshot != Some(snapshot);
        if let Some(user) = image.users.iter().find(other_use) {
            let other = world.find(user.machine).map(|at| world.machines[at].machine.name.to_string());
            return Err(Refusal::UsedByOther { what: name.clone(), other: other.unwrap_or_default() }.into());
        }
        match world.children(lower).as_slice() {
            // A base image without anything on it stays, unplugged.
            [] if image.record.parent.is_none() => {}
            [] => parts.push(Part::Remove(lower)),
            [_] if image.record.parent.is_none() && image.record.mode != ImageMode::Normal => {
                let what = text!(
                    "hypervisor-sandbox-mode-written",
                    mode = image.record.mode.to_string(),
                    image = lower.to_string()
                );
                return Err(Refusal::Unsupported(what).into());
            }
            [upper] => {
                check_user(world, at, name, *upper)?;
                parts.push(Part::Merge { lower, upper: *upper });
            }
            several => {
                let refusal = Refusal::SeveralImages { snapshot: name.clone(), image: lower, children: several.len() };
                return Err(refusal.into());
            }
        }
    }
    Ok(parts)
}

/// VirtualBox itself would merge the only image of a linked clone away, and the clone would be lost.
fn check_user(world: &World, at: usize, snapshot: &str, upper: ImageId) -> Result<(), SandboxError> {
    let own = world.machines[at].machine.id;
    let users = &world.image(upper)?.users;
    let refuse = |other: String| Refusal::UsedByOther { what: snapshot.to_owned(), other };
    if let Some(user) = users.iter().find(|user| user.machine != own) {
        let other = world.find(user.machine).map(|at| world.machines[at].machine.name.to_string());
        return Err(refuse(other.unwrap_or_default()).into());
    }
    if users.is_empty() && world.some_unreadable {
        return Err(refuse(text!("hypervisor-sandbox-unreadable-machine").to_owned()).into());
    }
    Ok(())
}

/// All images that are read or changed must be what the settings say, before anything is touched.
fn check_images(world: &World, part: Part) -> Result<(), SandboxError> {
    match part {
        Part::Remove(image) => {
            world.open_chain(image)?;
        }
        Part::Merge { upper, .. } => {
            world.open_chain(upper)?;
            for child in world.children(upper) {
                super::world::check(&world.image(child)?.record)?;
            }
        }
    }
    Ok(())
}

fn remove(world: &mut World, change: &mut Change<'_>, image: ImageId) -> Result<(), SandboxError> {
    change.remove(&world.image(image)?.record.path);
    let (listing, node) = world.listed(image)?;
    let file = &mut world.machines[listing];
    file.document.detach(node);
    file.touch();
    Ok(())
}

fn merge(world: &mut World, change: &mut Change<'_>, lower: ImageId, upper: ImageId) -> Result<(), SandboxError> {
    let nothing = || Refusal::Invalid(text!("hypervisor-sandbox-no-image").to_owned());
    let (top, rest) = world.open_chain(upper)?.split_top().ok_or_else(nothing)?;
    let (bottom, below) = rest.split_top().ok_or_else(nothing)?;
    let direction = MergeDirection::choose(below.top().is_none(), bottom.length(), top.length());
    match direction {
        MergeDirection::Backward => {
            let mut file = change.extend(bottom.path())?;
            let patch = backward(&top, &bottom, &below, &mut file)?;
            change.patch(patch)?;
            for child in world.children(upper) {
                let child = Vdi::open(&world.image(child)?.record.path)?;
                change.patch(child.set_parent(Some(bottom.as_parent())))?;
            }
            change.remove(top.path());
        }
        MergeDirection::Forward => {
            let mut file = change.extend(top.path())?;
            let patch = forward(&bottom, &top, &below, &mut file)?;
            change.patch(patch)?;
            change.remove(bottom.path());
        }
    }
    relist(world, direction, lower, upper)
}

/// The settings after the merge of two images.
fn relist(world: &mut World, direction: MergeDirection, lower: ImageId, upper: ImageId) -> Result<(), SandboxError> {
    let (listing, lower_node) = world.listed(lower)?;
    let (_, upper_node) = world.listed(upper)?;
    world.machines[listing].relist(direction, lower_node, upper_node);
    if direction == MergeDirection::Backward {
        for file in &mut world.machines {
            file.plug_in_everywhere(upper, lower);
        }
    }
    Ok(())
}

/// Takes the snapshot out of the tree, with the files that only it has.
fn forget(world: &mut World, change: &mut Change<'_>, at: usize, snapshot: SnapshotId) -> Result<(), SandboxError> {
    let index = world.find_snapshot(at, snapshot)?;
    let machine = &world.machines[at].machine;
    let gone = machine.tree.get(index).clone();
    let is_current = machine.tree.current() == Some(index);
    let parent = machine.tree.parent(index).map(|parent| machine.tree.get(parent).id);
    if let Some(saved) = &gone.saved_state
        && machine.current_state.saved_state.as_ref() != Some(saved)
        && !is_saved_state_used(world, at, saved, Some(snapshot))
    {
        change.remove(saved);
    }
    if let Some(firmware) = &gone.firmware_file {
        change.remove(firmware);
    }
    let file = &mut world.machines[at];
    if let Some(node) = file.settings_of(Some(snapshot)) {
        file.remove_snapshot(node);
    }
    if is_current {
        file.set_current(parent, true);
    }
    Ok(())
}
