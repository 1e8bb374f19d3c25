//! In which ways a machine is not what it should be: changed since a plan was made for it, or by a step in another way
//! than foreseen.

use super::Shape;
use crate::model::{Machine, Step};
use crate::text;

/// One way in which a machine is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// A snapshot is there that should not be.
    Appeared {
        /// Its name.
        snapshot: String,
    },
    /// A snapshot is gone.
    Gone {
        /// Its name.
        snapshot: String,
    },
    /// A snapshot has another name.
    Renamed {
        /// What it should be called.
        from: String,
        /// What it is called.
        to: String,
    },
    /// A snapshot has another description.
    Described {
        /// Its name.
        snapshot: String,
    },
    /// A snapshot stands below another one than it should.
    Moved {
        /// Its name.
        snapshot: String,
        /// What it should be below; `None` for nothing.
        from: Option<String>,
        /// What it is below.
        to: Option<String>,
    },
    /// The current state descends from another snapshot.
    CurrentMoved {
        /// The snapshot that it should descend from.
        from: Option<String>,
        /// The one that it does.
        to: Option<String>,
    },
    /// Disks rest on other images.
    Disks {
        /// The snapshot's name; `None` for the current state.
        of: Option<String>,
        /// The chains as they should be, in words.
        from: String,
        /// The chains as they are.
        to: String,
    },
    /// The machine was used since.
    Used,
}

impl Difference {
    /// Words for a change that happened since a plan was confirmed.
    #[must_use]
    pub fn meanwhile(&self) -> String {
        match self {
            Self::Appeared { snapshot } => text!("plan-meanwhile-appeared", snapshot = snapshot),
            Self::Gone { snapshot } => text!("plan-meanwhile-gone", snapshot = snapshot),
            Self::Renamed { from, to } => text!("plan-meanwhile-renamed", from = from, to = to),
            Self::Described { snapshot } => text!("plan-meanwhile-described", snapshot = snapshot),
            Self::Moved { snapshot, from, to } => {
                text!("plan-meanwhile-moved", snapshot = snapshot, to = place(to.as_ref()), from = place(from.as_ref()))
            }
            Self::CurrentMoved { from, to } => {
                text!("plan-meanwhile-current-moved", to = place(to.as_ref()), from = place(from.as_ref()))
            }
            Self::Disks { of, .. } => text!("plan-meanwhile-disks", of = state(of.as_ref())),
            Self::Used => text!("plan-meanwhile-used").to_owned(),
        }
    }

    /// Words for what a step should have led to and has not.
    #[must_use]
    pub fn instead(&self) -> String {
        match self {
            Self::Appeared { snapshot } => text!("plan-instead-appeared", snapshot = snapshot),
            Self::Gone { snapshot } => text!("plan-instead-gone", snapshot = snapshot),
            Self::Renamed { from, to } => text!("plan-instead-renamed", from = from, to = to),
            Self::Described { snapshot } => text!("plan-instead-described", snapshot = snapshot),
            Self::Moved { snapshot, from, to } => {
                text!("plan-instead-moved", snapshot = snapshot, from = place(from.as_ref()), to = place(to.as_ref()))
            }
            Self::CurrentMoved { from, to } => {
                text!("plan-instead-current-moved", from = place(from.as_ref()), to = place(to.as_ref()))
            }
            Self::Disks { of, from, to } => {
                text!("plan-instead-disks", of = state(of.as_ref()), from = from, to = to)
            }
            Self::Used => text!("plan-instead-used").to_owned(),
        }
    }
}

pub(super) fn place(snapshot: Option<&String>) -> String {
    snapshot.map_or_else(|| text!("plan-no-snapshot").to_owned(), |name| format!("“{name}”"))
}

fn state(snapshot: Option<&String>) -> String {
    snapshot.map_or_else(|| text!("plan-current-state").to_owned(), |name| format!("“{name}”"))
}

/// What has changed on a machine since it was `before`, as far as it matters for these steps: the tree and its images, names of
/// the snapshots that the steps are about, and whether the current state was used, where it would be lost.
#[must_use]
pub fn meanwhile(before: &Machine, now: &Machine, steps: &[&Step]) -> Vec<Difference> {
    let mut differences = Shape::of(before).differences_for(&Shape::of(now), steps.iter().copied());
    let keeps_or_loses = steps.iter().find(|step| matches!(step, Step::Take { .. } | Step::Restore { .. }));
    let is_used = !before.current_state.modified && now.current_state.modified;
    if is_used && matches!(keeps_or_loses, Some(Step::Restore { .. })) {
        differences.push(Difference::Used);
    }
    differences
}
