//! What a plan does to each of the host's disks.

use crate::model::{HostDisk, Inventory, MachineKey};
use crate::plan::check::disk_of;
use crate::plan::{Forecast, Plan};

use super::together::at_once;

/// What a plan does to one of the host's disks.
#[derive(Debug, Clone, PartialEq)]
pub struct DiskForecast {
    /// Which disk, as it is before.
    pub disk: HostDisk,
    /// How many of the plan's machines lie on it.
    pub machines: usize,
    /// What all of them do together; `None` if that is not known of each.
    pub forecast: Option<Forecast>,
}

/// What a plan does to each of the host's disks, in the order of the inventory. A machine counts for the disk that its
/// folder of snapshots lies on.
#[must_use]
pub fn by_host_disk(inventory: &Inventory, plan: &Plan) -> Vec<DiskForecast> {
    let mut disks: Vec<(&HostDisk, Vec<Option<Forecast>>)> = Vec::new();
    for planned in &plan.machines {
        let Some(disk) = disk_of(inventory, &planned.machine.snapshot_folder) else { continue };
        let forecast = of_machine(plan, &planned.key);
        match disks.iter_mut().find(|(known, _)| known.device == disk.device) {
            Some((_, forecasts)) => forecasts.push(forecast),
            None => disks.push((disk, vec![forecast])),
        }
    }
    let place = |disk: &HostDisk| inventory.host_disks.iter().position(|known| known.device == disk.device);
    disks.sort_by_key(|(disk, _)| place(disk));
    let summed = disks.into_iter().map(|(disk, forecasts)| DiskForecast {
        disk: disk.clone(),
        machines: forecasts.len(),
        forecast: forecasts.iter().map(Option::as_ref).collect::<Option<Vec<_>>>().map(|all| at_once(&all)),
    });
    summed.collect()
}

/// The steps of one machine, one after the other.
fn of_machine(plan: &Plan, key: &MachineKey) -> Option<Forecast> {
    let mut steps = plan.steps.iter().filter(|step| step.machine == *key);
    steps.try_fold(Forecast::NOTHING, |sum, step| step.forecast.as_ref().map(|next| sum.then(next)))
}
