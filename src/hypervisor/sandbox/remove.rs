//! Deleting a machine with all its files.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{Refusal, Sandbox, SandboxError};
use crate::model::{ImageId, MachineId};
use crate::text;

impl Sandbox {
    /// Deletes a machine: its settings, images, saved states and firmware files. Other files in its folder
    /// stay.
    ///
    /// # Errors
    /// If a linked clone rests on it, or files cannot be written. Nothing was changed then.
    pub fn delete_machine(&self, machine: MachineId) -> Result<(), SandboxError> {
        self.change(|world, change| {
            let at = world.find(machine)?;
            let name = world.machines[at].machine.name.to_string();
            let own: Vec<ImageId> = world.machines[at].machine.images.iter().map(|record| record.id).collect();
            let listed_elsewhere: Vec<ImageId> = world
                .images
                .iter()
                .filter(|(_, image)| image.record.listed_by != Some(machine) && image.record.parent.is_some())
                // Difference images of this machine alone, which an origin lists.
                .filter(|(_, image)| image.record.path.starts_with(world.machines[at].folder()))
                .map(|(_, image)| image.record.id)
                .collect();
            let images: BTreeSet<ImageId> = own.into_iter().chain(listed_elsewhere).collect();
            for image in &images {
                if let Some(other) = world.other_user(at, *image) {
                    return Err(Refusal::UsedByOther { what: name, other: other.to_owned() }.into());
                }
            }
            if world.some_unreadable && images.iter().any(|image| foreign_child(world, at, *image)) {
                let other = text!("hypervisor-sandbox-unreadable-machine").to_owned();
                return Err(Refusal::UsedByOther { what: name, other }.into());
            }
            // Found first: an image that is taken off takes those that rest on it along.
            let listed = images.iter().map(|image| world.listed(*image)).collect::<Result<Vec<_>, _>>()?;
            for (image, (listing, node)) in images.iter().zip(listed) {
                change.remove(&world.image(*image)?.record.path);
                if listing != at {
                    world.machines[listing].document.detach(node);
                    world.machines[listing].touch();
                }
            }
            let file = &world.machines[at];
            for path in file.machine.support_files() {
                change.remove(path);
            }
            change.remove(file.path());
            let mut previous = file.path().as_os_str().to_owned();
            previous.push("-prev");
            change.remove(&PathBuf::from(previous));
            change.remove_folder(&file.machine.snapshot_folder);
            change.remove_folder(file.folder());
            world.unregister(machine);
            Ok(())
        })
    }
}

/// Whether an image of another machine's folder rests on this one.
fn foreign_child(world: &super::world::World, at: usize, image: ImageId) -> bool {
    let folder = world.machines[at].folder();
    let children = world.children(image);
    children.iter().any(|child| world.image(*child).is_ok_and(|child| !child.record.path.starts_with(folder)))
}
