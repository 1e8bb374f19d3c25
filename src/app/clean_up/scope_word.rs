//! The word of a rule that says on which machines it works.

use std::collections::BTreeSet;

use egui::{Align2, ScrollArea, TextEdit, TextWrapMode, Ui};

use crate::app::theme::{self, measure, space};
use crate::model::{Inventory, MachineKey};
use crate::retention::Scope;
use crate::text;
use crate::words::{machines, shortened};

/// Height of the lists, in points.
const LIST: f32 = 240.0;
/// From so many machines on there is a field to find one.
const MANY: usize = 12;
/// Longest name in the lists, in characters.
const NAME: usize = 60;

/// Edits on which machines a rule works.
#[derive(Default)]
pub struct ScopeWord {
    filter: String,
}

impl ScopeWord {
    /// “all machines”, “the group /lab”, “3 machines”.
    pub fn words(scope: &Scope, inventory: &Inventory) -> String {
        match scope {
            Scope::All => text!("clean-up-word-all-machines").to_owned(),
            Scope::Groups(groups) => match groups.as_slice() {
                [one] => text!("clean-up-word-group", group = one),
                several => text!("clean-up-word-groups", count = several.len()),
            },
            Scope::Machines(keys) => match keys.as_slice() {
                [one] => inventory
                    .machine(one)
                    .map_or(text!("clean-up-word-one-machine"), |(_, entry)| entry.name())
                    .to_owned(),
                several => machines(several.len()),
            },
        }
    }

    /// Draws the editor.
    pub fn edit(&mut self, ui: &mut Ui, scope: &mut Scope, inventory: &Inventory) {
        ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
        if ui.radio(matches!(scope, Scope::All), text!("clean-up-scope-all")).clicked() {
            *scope = Scope::All;
        }
        let groups = all_groups(inventory);
        if !groups.is_empty() || matches!(scope, Scope::Groups(_)) {
            if ui.radio(matches!(scope, Scope::Groups(_)), text!("clean-up-scope-groups")).clicked()
                && !matches!(scope, Scope::Groups(_))
            {
                *scope = Scope::Groups(groups.iter().take(1).cloned().collect());
            }
            if let Scope::Groups(chosen) = scope {
                choose_groups(ui, chosen, &groups);
            }
        }
        if ui.radio(matches!(scope, Scope::Machines(_)), text!("clean-up-scope-chosen")).clicked()
            && !matches!(scope, Scope::Machines(_))
        {
            *scope = Scope::Machines(inventory.machines().take(1).map(|(_, entry)| entry.entry.key()).collect());
        }
        if let Scope::Machines(chosen) = scope {
            self.choose_machines(ui, chosen, inventory);
        }
    }

    fn choose_machines(&mut self, ui: &mut Ui, chosen: &mut Vec<MachineKey>, inventory: &Inventory) {
        if inventory.machines().count() > MANY {
            let field = TextEdit::singleline(&mut self.filter)
                .hint_text(text!("clean-up-find-machine"))
                .align(Align2::LEFT_CENTER);
            ui.add(field).accessible_name(text!("clean-up-find-machine"));
        }
        let wanted = self.filter.trim().to_lowercase();
        let fits = |name: &str| wanted.is_empty() || name.to_lowercase().contains(&wanted);
        let listed: Vec<_> = inventory.machines().map(|(_, entry)| entry).filter(|entry| fits(entry.name())).collect();
        #[expect(clippy::cast_precision_loss, reason = "a height in points")]
        let height = LIST.min(listed.len() as f32 * (measure::CONTROL + space::TIGHT));
        let area = ScrollArea::vertical().id_salt("machines").max_height(height).min_scrolled_height(height);
        area.show_rows(ui, measure::CONTROL, listed.len(), |ui, rows| {
            for entry in listed.get(rows).unwrap_or_default() {
                let key = entry.entry.key();
                let mut is_chosen = chosen.contains(&key);
                let response = ui.checkbox(&mut is_chosen, shortened(entry.name(), NAME));
                if response.on_hover_text(shortened(entry.name(), 500)).clicked() {
                    chosen.retain(|known| *known != key);
                    chosen.extend(is_chosen.then_some(key));
                }
            }
        });
        if listed.is_empty() {
            ui.colored_label(theme::colors(ui).text_dim, text!("clean-up-no-such-machine"));
        }
    }
}

fn choose_groups(ui: &mut Ui, chosen: &mut Vec<String>, groups: &BTreeSet<String>) {
    let listed: BTreeSet<&String> = groups.iter().chain(chosen.iter()).collect();
    let listed: Vec<String> = listed.into_iter().cloned().collect();
    ui.add_space(space::TIGHT);
    ScrollArea::vertical().id_salt("groups").max_height(LIST).show(ui, |ui| {
        for group in listed {
            let mut is_chosen = chosen.contains(&group);
            if ui.checkbox(&mut is_chosen, shortened(&group, NAME)).on_hover_text(&group).clicked() {
                chosen.retain(|known| *known != group);
                chosen.extend(is_chosen.then_some(group));
            }
        }
    });
}

/// All groups that say something: every machine of VirtualBox is in the group “/”.
fn all_groups(inventory: &Inventory) -> BTreeSet<String> {
    let machines = inventory.machines().filter_map(|(_, entry)| entry.machine());
    machines.flat_map(|machine| &machine.groups).filter(|group| group.len() > 1).map(ToString::to_string).collect()
}
