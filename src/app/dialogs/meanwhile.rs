//! What changes on a machine while its review is open: it is told, and nothing is done before the person has taken note.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{RichText, Ui};
use egui_material_icons::icons;

use super::frame::first_upper;
use crate::app::components::{card, sign_line};
use crate::app::theme::{self, space};
use crate::model::{Machine, MachineKey, Step};
use crate::plan::{Difference, Plan, meanwhile};
use crate::text;

/// Most changes that are told one by one.
const TOLD: usize = 5;

/// The machines of a plan as the person saw them first, or has taken note of them.
#[derive(Debug, Default)]
pub struct Meanwhile {
    machines: BTreeMap<MachineKey, Seen>,
}

#[derive(Debug)]
struct Seen {
    noted: Arc<Machine>,
    /// The newest reading that was compared.
    newest: Arc<Machine>,
    changes: Vec<String>,
}

impl Meanwhile {
    /// Compares the machines of a plan with what was seen, where they were read anew.
    pub fn follow(&mut self, plan: &Plan) {
        for planned in &plan.machines {
            let now = &planned.machine;
            let seen = self.machines.entry(planned.key.clone()).or_insert_with(|| Seen {
                noted: now.clone(),
                newest: now.clone(),
                changes: Vec::new(),
            });
            if Arc::ptr_eq(&seen.newest, now) {
                continue;
            }
            seen.newest = now.clone();
            let steps = plan.steps.iter().filter(|step| step.machine == planned.key);
            let steps: Vec<&Step> = steps.map(|step| &step.step).collect();
            seen.changes = meanwhile(&seen.noted, now, &steps).iter().map(Difference::meanwhile).collect();
        }
    }

    /// Tells what has changed, with a button to take note of it.
    pub fn show(&mut self, ui: &mut Ui) {
        let changed = || self.machines.values().filter(|seen| !seen.changes.is_empty());
        let machines = changed().count();
        if machines == 0 {
            return;
        }
        let told = changed().flat_map(|seen| {
            seen.changes.iter().map(move |change| match machines {
                1 => first_upper(change),
                _ => text!("named", name = seen.newest.name, value = change),
            })
        });
        let colors = theme::colors(ui);
        let more = changed().map(|seen| seen.changes.len()).sum::<usize>().saturating_sub(TOLD);
        let mut is_noted = false;
        ui.add_space(space::SMALL);
        card(ui, |ui| {
            let title = RichText::new(text!("dialogs-meanwhile")).font(theme::semibold(theme::TEXT));
            ui.label(title.color(colors.warning));
            for change in told.take(TOLD) {
                sign_line(ui, icons::ICON_SYNC_PROBLEM, &change, colors.warning);
            }
            if more > 0 {
                ui.colored_label(colors.warning, text!("dialogs-meanwhile-more", count = more));
            }
            ui.add_space(space::TIGHT);
            is_noted = ui.button(text!("dialogs-meanwhile-noted")).clicked();
        });
        if is_noted {
            self.machines.clear();
        }
    }

    /// Why nothing is done yet, if something has changed that the person has not taken note of.
    #[must_use]
    pub fn why_not(&self) -> Option<String> {
        let is_changed = self.machines.values().any(|seen| !seen.changes.is_empty());
        is_changed.then(|| text!("dialogs-meanwhile-why-not").to_owned())
    }
}
