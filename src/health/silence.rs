//! Findings that the person does not want to see, with a reason and perhaps an end.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Finding, FindingId, FindingKind};
use crate::model::MachineKey;

/// What is silenced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Silenced {
    /// One finding.
    Finding(FindingId),
    /// All findings of a kind, of one machine or of all.
    Kind {
        /// The kind.
        kind: FindingKind,
        /// The machine; `None` for all.
        machine: Option<MachineKey>,
    },
}

/// Findings that the person does not want to see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silence {
    /// Which.
    pub what: Silenced,
    /// Why, in the person's words.
    pub reason: String,
    /// The last day on which it holds; `None` for ever.
    pub until: Option<NaiveDate>,
}

impl Silence {
    /// Whether it holds for this finding on this day.
    #[must_use]
    pub fn covers(&self, finding: &Finding, today: NaiveDate) -> bool {
        if self.until.is_some_and(|until| until < today) {
            return false;
        }
        match &self.what {
            Silenced::Finding(id) => *id == finding.id(),
            Silenced::Kind { kind, machine } => {
                *kind == finding.kind() && machine.as_ref().is_none_or(|machine| finding.machine_key() == Some(machine))
            }
        }
    }
}

/// What an inspection shows and what it keeps to itself.
#[derive(Debug, Clone, Default)]
pub struct Sorted {
    /// What is shown.
    pub shown: Vec<Finding>,
    /// What was silenced, with the place of the silence in the list.
    pub silenced: Vec<(Finding, usize)>,
}

/// Sorts findings by whether they are silenced on this day. The order stays.
#[must_use]
pub fn sort(findings: Vec<Finding>, silences: &[Silence], today: NaiveDate) -> Sorted {
    let mut sorted = Sorted::default();
    for finding in findings {
        match silences.iter().position(|silence| silence.covers(&finding, today)) {
            Some(place) => sorted.silenced.push((finding, place)),
            None => sorted.shown.push(finding),
        }
    }
    sorted
}
