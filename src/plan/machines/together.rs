//! The plans of several machines as one.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::model::{Bytes, Inventory, MachineKey, SnapshotId};
use crate::plan::{Blocker, Forecast, Intent, Plan};
use crate::text;
use crate::words;

/// So many machines are worked on at the same time, if the person has not chosen otherwise: their peaks add up.
pub const AT_ONCE: usize = 4;

/// A plan for those machines that it can be carried out on, and what is left out.
#[derive(Debug, Clone)]
pub struct MachinesPlan {
    /// What is done. Nothing stands against any step.
    pub plan: Plan,
    /// What is not done, in the order in which it was asked for. To be shown first.
    pub left_out: Vec<LeftOut>,
}

/// A machine or a snapshot of which nothing is done.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// Which machine.
    pub machine: MachineKey,
    /// Its name, or its id if it is not there.
    pub name: String,
    /// Which snapshot; `None` for the machine as a whole.
    pub snapshot: Option<SnapshotId>,
    /// Why.
    pub why: WhyLeftOut,
}

/// Why nothing is done.
#[derive(Debug, Clone, PartialEq)]
pub enum WhyLeftOut {
    /// All this stands against it.
    Blocked(Vec<Blocker>),
    /// The machine has no snapshot of this name.
    NoSnapshotNamed(String),
    /// The machine has no snapshot taken before this moment.
    NoSnapshotBefore(DateTime<Utc>),
    /// The snapshot is pinned.
    Pinned,
}

impl fmt::Display for WhyLeftOut {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocked(blockers) => {
                let all: Vec<String> = blockers.iter().map(ToString::to_string).collect();
                out.write_str(&all.join(text!("list-sentences")))
            }
            Self::NoSnapshotNamed(name) => out.write_str(&text!("plan-left-out-no-snapshot-named", name = name)),
            Self::NoSnapshotBefore(at) => {
                out.write_str(&text!("plan-left-out-no-snapshot-before", moment = words::moment(*at)))
            }
            Self::Pinned => out.write_str(text!("plan-left-out-pinned")),
        }
    }
}

impl LeftOut {
    /// A machine of which nothing is done.
    pub(super) fn machine(inventory: &Inventory, key: &MachineKey, why: WhyLeftOut) -> Self {
        let name = inventory.machine(key).map(|(_, machine)| machine.name().to_owned());
        Self { machine: key.clone(), name: name.unwrap_or_else(|| key.machine.to_string()), snapshot: None, why }
    }
}

impl MachinesPlan {
    /// Puts together plans of which each is carried out as a whole or not at all.
    pub(super) fn all_or_nothing(
        inventory: &Inventory,
        intent: Intent,
        mut left_out: Vec<LeftOut>,
        plans: impl IntoIterator<Item = (MachineKey, Plan)>,
    ) -> Self {
        let mut clear = Vec::new();
        for (key, plan) in plans {
            let mut blockers: Vec<Blocker> = plan.all_blockers().cloned().collect();
            if blockers.is_empty() {
                clear.push(plan);
            } else {
                blockers.dedup();
                left_out.push(LeftOut::machine(inventory, &key, WhyLeftOut::Blocked(blockers)));
            }
        }
        Self { plan: together(intent, clear), left_out }
    }
}

/// The plans of several machines as one, in their order, with all that stands against them.
///
/// Amounts add up; what is needed at a time is that of the [`AT_ONCE`] machines that need most. The forecast is `None` if
/// that of any plan is.
#[must_use]
pub fn together(intent: Intent, plans: Vec<Plan>) -> Plan {
    let forecasts: Option<Vec<&Forecast>> = plans.iter().map(|plan| plan.forecast.as_ref()).collect();
    let forecast = forecasts.map(|forecasts| at_once(&forecasts));
    let mut worst = None;
    if plans.iter().any(|plan| plan.copies_in_worst_order.is_some()) {
        let usual = |plan: &Plan| plan.forecast.as_ref().map_or(Bytes::ZERO, |forecast| forecast.copies);
        worst = Some(plans.iter().map(|plan| plan.copies_in_worst_order.unwrap_or_else(|| usual(plan))).sum());
    }
    let mut all = Plan {
        intent,
        steps: Vec::new(),
        machines: Vec::new(),
        blockers: Vec::new(),
        forecast,
        copies_in_worst_order: worst,
    };
    for plan in plans {
        all.steps.extend(plan.steps);
        all.blockers.extend(plan.blockers);
        for machine in plan.machines {
            if !all.machines.iter().any(|known| known.key == machine.key) {
                all.machines.push(machine);
            }
        }
    }
    all
}

/// What several machines do to a disk, [`AT_ONCE`] of them at the same time.
pub(super) fn at_once(forecasts: &[&Forecast]) -> Forecast {
    let mut sum = forecasts.iter().fold(Forecast::NOTHING, |sum, next| sum.then(next));
    let mut needs: Vec<Bytes> = forecasts.iter().map(|forecast| forecast.needs).collect();
    needs.sort_unstable_by_key(|bytes| std::cmp::Reverse(*bytes));
    sum.needs = needs.into_iter().take(AT_ONCE).sum();
    sum
}
