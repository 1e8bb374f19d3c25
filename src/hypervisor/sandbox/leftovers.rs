//! Taking off what the current state has no use for: a saved memory, and images that nothing uses.

use super::restore::is_saved_state_used;
use super::{Refusal, Sandbox, SandboxError};
use crate::model::{ImageId, MachineId};
use crate::text;

impl Sandbox {
    /// Throws the saved memory of the current state away. Snapshots that share it keep it.
    ///
    /// # Errors
    /// If nothing is saved, or files cannot be written. Nothing was changed then.
    pub fn discard_saved_state(&self, machine: MachineId) -> Result<(), SandboxError> {
        self.change(|world, change| {
            let at = world.find(machine)?;
            let Some(saved) = world.machines[at].machine.current_state.saved_state.clone() else {
                return Err(Refusal::Invalid(text!("hypervisor-sandbox-not-saved").to_owned()).into());
            };
            if !is_saved_state_used(world, at, &saved, None) {
                change.remove(&saved);
            }
            world.machines[at].set_saved_state(None);
            Ok(())
        })
    }

    /// Takes an image that nothing uses out of the machine's list. Its file stays.
    ///
    /// # Errors
    /// If something uses the image or rests on it, or files cannot be written. Nothing was changed then.
    pub fn detach_image(&self, machine: MachineId, image: ImageId) -> Result<(), SandboxError> {
        self.change(|world, _| {
            world.find(machine)?;
            let known = world.image(image)?;
            if !known.users.is_empty() || !known.children.is_empty() {
                return Err(Refusal::Invalid(text!("hypervisor-sandbox-image-used", image = image.to_string())).into());
            }
            if world.some_unreadable {
                let other = text!("hypervisor-sandbox-unreadable-machine").to_owned();
                return Err(Refusal::UsedByOther { what: known.record.path.display().to_string(), other }.into());
            }
            let (listing, node) = world.listed(image)?;
            let file = &mut world.machines[listing];
            file.document.detach(node);
            file.touch();
            Ok(())
        })
    }
}
