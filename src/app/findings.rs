//! What the newest inspection found, as the window shows it: without what is silenced, counted by machine.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::health::report::Totals;
use crate::health::{Finding, Severity, Silence, Sorted, sort};
use crate::inspector::Inspected;
use crate::model::MachineKey;

/// The findings of the newest inspection.
#[derive(Default)]
pub struct Findings {
    inspected: Option<Arc<Inspected>>,
    silences: Vec<Silence>,
    day: NaiveDate,
    sorted: Sorted,
    totals: Totals,
    by_machine: HashMap<MachineKey, (usize, Severity)>,
}

impl Findings {
    /// Takes over what is new. Returns whether there was another inspection.
    pub fn follow(&mut self, newest: Option<Arc<Inspected>>, silences: &[Silence], today: NaiveDate) -> bool {
        let Some(newest) = newest else { return false };
        let same = self.inspected.as_ref().is_some_and(|known| Arc::ptr_eq(known, &newest));
        if same && self.silences == silences && self.day == today {
            return false;
        }
        self.sorted = sort(newest.findings.clone(), silences, today);
        self.totals = Totals::of(&newest.inventory, &self.sorted.shown);
        self.by_machine.clear();
        for finding in &self.sorted.shown {
            if let Some(key) = finding.machine_key() {
                let (count, gravest) = self.by_machine.entry(key.clone()).or_insert((0, finding.severity));
                *count += 1;
                *gravest = finding.severity.max(*gravest);
            }
        }
        self.silences = silences.to_vec();
        self.day = today;
        self.inspected = Some(newest);
        !same
    }

    /// The inspection itself; `None` until the first has ended.
    #[must_use]
    pub fn inspected(&self) -> Option<&Arc<Inspected>> {
        self.inspected.as_ref()
    }

    /// What is shown, the gravest first.
    #[must_use]
    pub fn shown(&self) -> &[Finding] {
        &self.sorted.shown
    }

    /// What is silenced, with the silence of each.
    pub fn silenced(&self) -> impl Iterator<Item = (&Finding, &Silence)> {
        self.sorted.silenced.iter().filter_map(|(finding, place)| Some((finding, self.silences.get(*place)?)))
    }

    /// Sums over what is shown.
    #[must_use]
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// How many concern a machine, and the gravest of them.
    #[must_use]
    pub fn of_machine(&self, key: &MachineKey) -> Option<(usize, Severity)> {
        self.by_machine.get(key).copied()
    }

    /// The gravest of all that is shown.
    #[must_use]
    pub fn gravest(&self) -> Option<Severity> {
        self.sorted.shown.iter().map(|finding| finding.severity).max()
    }
}
