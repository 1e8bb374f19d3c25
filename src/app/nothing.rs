//! What stands in the window while there is no machine: what is the case, and what to do.

use egui::Ui;
use egui_material_icons::icons;

use super::command::{Command, UiCommand};
use super::components::empty_state;
use crate::model::Inventory;
use crate::text;

/// Draws it.
pub fn show(ui: &mut Ui, inventory: &Inventory, commands: &mut Vec<Command>) {
    let problem = inventory.connections.iter().find_map(|connection| connection.why_empty());
    let mut actions = |ui: &mut Ui| {
        if ui.button(text!("nothing-choose-folder")).clicked() {
            commands.push(Command::ChooseVirtualBoxHome);
        }
        if ui.button(text!("nothing-show-sandbox")).clicked() {
            commands.push(Command::ShowSandbox(true));
        }
        if ui.button(text!("nothing-look-again")).clicked() {
            commands.push(Command::Ui(UiCommand::Refresh));
        }
    };
    match (inventory.generation, problem) {
        (0, _) => {
            let (title, text) = (text!("nothing-looking"), text!("nothing-looking-about"));
            empty_state(ui, icons::ICON_HOURGLASS_EMPTY, title, text, |_| {});
        }
        (_, Some(problem)) => {
            let text = format!("{}\n\n{}", problem.what, problem.advice);
            empty_state(ui, icons::ICON_SEARCH_OFF, text!("nothing-found"), &text, &mut actions);
        }
        (_, None) => {
            let (title, text) = (text!("nothing-yet"), text!("nothing-yet-about"));
            empty_state(ui, icons::ICON_COMPUTER, title, text, &mut actions);
        }
    }
}
