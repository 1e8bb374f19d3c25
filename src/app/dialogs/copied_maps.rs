//! What is read of a machine's images while the person thinks about a clone: on a thread of its own, since a disk may
//! take its time.

use std::sync::{Arc, OnceLock};
use std::thread::Builder;

use egui::Context;

use crate::forecaster::read_copied_now;
use crate::model::{CloneExtent, Inventory, MachineKey};
use crate::plan::KnownImages;

/// The maps of the images that a clone would be made of, as soon as they are read.
#[derive(Debug, Default)]
pub struct CopiedMaps {
    asked: Option<(CloneExtent, u64)>,
    reading: Arc<OnceLock<KnownImages>>,
    read: Option<(CloneExtent, Arc<OnceLock<KnownImages>>)>,
}

impl CopiedMaps {
    /// Asks for what a clone of this extent copies, and returns whether there is news since the last call.
    pub fn update(
        &mut self,
        ctx: &Context,
        inventory: &Arc<Inventory>,
        machine: &MachineKey,
        extent: CloneExtent,
    ) -> bool {
        let wanted = (extent, inventory.generation);
        if self.asked != Some(wanted) {
            self.asked = Some(wanted);
            self.reading = Arc::default();
            read(ctx, inventory.clone(), machine.clone(), extent, self.reading.clone());
        }
        let is_news = self.read.as_ref().is_none_or(|(_, read)| !Arc::ptr_eq(read, &self.reading));
        if is_news && self.reading.get().is_some() {
            self.read = Some((extent, self.reading.clone()));
            return true;
        }
        false
    }

    /// What was read last for this extent; while a newer inventory is looked at, what the one before told.
    pub fn known(&self, extent: CloneExtent) -> Option<&KnownImages> {
        self.read.as_ref().filter(|(of, _)| *of == extent).and_then(|(_, read)| read.get())
    }
}

fn read(
    ctx: &Context,
    inventory: Arc<Inventory>,
    machine: MachineKey,
    extent: CloneExtent,
    place: Arc<OnceLock<KnownImages>>,
) {
    let ctx = ctx.clone();
    let work = move || {
        // Only this thread writes there.
        place.set(read_copied_now(&inventory, &machine, extent)).ok();
        ctx.request_repaint();
    };
    if let Err(error) = Builder::new().name("maps".to_owned()).spawn(work) {
        tracing::warn!(%error, "a thread to read allocation maps could not be started");
    }
}
