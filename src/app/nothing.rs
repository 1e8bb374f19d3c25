//! What stands in the window while there is no machine: what is the case, and what to do.

use egui::Ui;
use egui_material_icons::icons;

use super::command::{Command, UiCommand};
use super::components::empty_state;
use crate::model::{Inventory, ProblemKind};

/// Draws it.
pub fn show(ui: &mut Ui, inventory: &Inventory, commands: &mut Vec<Command>) {
    let problem = inventory
        .connections
        .iter()
        .flat_map(|connection| &connection.problems)
        .find(|problem| problem.kind != ProblemKind::Tool);
    let mut actions = |ui: &mut Ui| {
        if ui.button("Choose VirtualBox's folder…").clicked() {
            commands.push(Command::ChooseVirtualBoxHome);
        }
        if ui.button("Show the Sandbox with practice machines").clicked() {
            commands.push(Command::ShowSandbox(true));
        }
        if ui.button("Look again").clicked() {
            commands.push(Command::Ui(UiCommand::Refresh));
        }
    };
    match (inventory.generation, problem) {
        (0, _) => empty_state(ui, icons::ICON_HOURGLASS_EMPTY, "Looking for machines", "This takes a moment.", |_| {}),
        (_, Some(problem)) => {
            let text = format!("{}\n\n{}", problem.what, problem.advice);
            empty_state(ui, icons::ICON_SEARCH_OFF, "No machines found", &text, &mut actions);
        }
        (_, None) => {
            let text =
                "VirtualBox is here, but it has no machine yet. Make one in VirtualBox and it appears here by itself.";
            empty_state(ui, icons::ICON_COMPUTER, "No machines yet", text, &mut actions);
        }
    }
}
