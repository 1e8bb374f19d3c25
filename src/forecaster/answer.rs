//! What deleting would do, as far as it is known.

use super::content::Stop;
use super::reading::ImageReader;
use crate::model::{Inventory, MachineKey, SnapshotId};
use crate::plan::forecast::{DiskShare, Duration, KnownImages, Rates, shares};
use crate::plan::{self, Plan};

/// How far an answer has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Order and blockers, without bytes.
    Order,
    /// What follows from the maps of the images: at least this is freed.
    Maps,
    /// Also what the data themselves say.
    Exact,
}

/// What deleting would do, as far as it is known.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The machine it is about.
    pub machine: MachineKey,
    /// The snapshots it is about, as they were asked for.
    pub marked: Vec<SnapshotId>,
    /// How far it has come; [`Stage::Exact`] is the last.
    pub stage: Stage,
    /// The plan with its forecasts.
    pub plan: Plan,
    /// If one snapshot was asked for: what becomes of each of its images. Empty before [`Stage::Maps`].
    pub disks: Vec<DiskShare>,
    /// How long it takes; `None` before [`Stage::Maps`].
    pub duration: Option<Duration>,
}

/// One stage of an answer. Keeps what was read for the next one.
pub(super) struct Work {
    pub stage: Stage,
    known: KnownImages,
}

impl Work {
    pub(super) fn new() -> Self {
        Self { stage: Stage::Order, known: KnownImages::default() }
    }

    /// Does the next stage. `None` if it was stopped.
    pub(super) fn step(
        &mut self,
        reader: &ImageReader,
        (inventory, machine, marked): (&Inventory, &MachineKey, &[SnapshotId]),
        rates: &Rates,
        stop: &Stop,
    ) -> Option<Answer> {
        let found = inventory.machine(machine).and_then(|(place, entry)| Some((place, entry.machine()?)));
        let mut known = std::mem::take(&mut self.known);
        if let Some((connection, machine)) = found {
            known = match self.stage {
                Stage::Order => known,
                Stage::Maps => reader.read(machine, &connection.images, marked, stop)?,
                // An earlier attempt at this stage may have been stopped after it took what was read.
                Stage::Exact if known.images.is_empty() => {
                    let maps = reader.read(machine, &connection.images, marked, stop)?;
                    reader.with_content(maps, &connection.images, stop)?
                }
                Stage::Exact => reader.with_content(known, &connection.images, stop)?,
            };
        }
        let plan = plan::delete(inventory, machine, marked, &known);
        if stop.load(std::sync::atomic::Ordering::Relaxed) {
            return None;
        }
        let disks = match (found, marked) {
            (Some((connection, machine)), [one]) => shares(machine, &connection.images, *one, &known),
            _ => Vec::new(),
        };
        let steps = plan.steps.iter().filter(|step| step.forecast.is_some()).count();
        let forecast = plan.forecast.as_ref().filter(|_| self.stage > Stage::Order);
        let duration = forecast.map(|forecast| rates.duration(forecast, steps));
        // Files that the data were read from are closed now.
        self.known = known.without_content();
        Some(Answer { machine: machine.clone(), marked: marked.to_vec(), stage: self.stage, plan, disks, duration })
    }
}
