//! Looks at the images of many machines, one after another.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Stage;
use super::reading::ImageReader;
use crate::model::{Inventory, MachineKey, SnapshotId};
use crate::plan::KnownImages;

/// Looks at the images of many machines, one after another, and keeps the maps of those that did not change since. No
/// file stays open longer than what it gives is kept.
#[derive(Debug)]
pub struct ManyReader(ImageReader);

impl Default for ManyReader {
    fn default() -> Self {
        Self(ImageReader::new())
    }
}

impl ManyReader {
    /// What there is to know at this stage of the images that deleting these snapshots concerns. `None` if `stop` was set
    /// meanwhile. Of a machine that is not there or was not read, nothing is known.
    #[must_use]
    pub fn read(
        &self,
        inventory: &Inventory,
        (machine, marked): (&MachineKey, &[SnapshotId]),
        stage: Stage,
        stop: &Arc<AtomicBool>,
    ) -> Option<KnownImages> {
        let found = inventory.machine(machine).and_then(|(place, entry)| Some((place, entry.machine()?)));
        let Some((connection, machine)) = found.filter(|_| stage > Stage::Order) else {
            return Some(KnownImages::default());
        };
        let known = self.0.read(machine, &connection.images, marked, stop)?;
        let known = match stage {
            Stage::Order | Stage::Maps => known,
            Stage::Exact => self.0.with_content(known, &connection.images, stop)?,
        };
        (!stop.load(Ordering::Relaxed)).then_some(known)
    }
}
