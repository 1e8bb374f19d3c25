//! The heading of a connection in the sidebar, and its menu.

use egui::{Align2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;

use super::row_id;
use crate::app::command::{Command, UiCommand};
use crate::app::components::{button_menu, context_menu, icon_button, line_in};
use crate::app::menu;
use crate::app::theme::{self, measure, space};
use crate::model::MachineKey;
use crate::text;

pub fn show_connection(
    ui: &mut Ui,
    rect: Rect,
    name: &str,
    is_practice: bool,
    has_trouble: bool,
    machines: &[MachineKey],
    commands: &mut Vec<Command>,
) {
    let colors = theme::colors(ui);
    let text = rect.shrink2(vec2(space::LARGE, 0.0)).with_min_y(rect.top() + 6.0);
    let ink = if is_practice { colors.info } else { colors.text_dim };
    line_in(ui.painter(), text, Align2::LEFT_CENTER, &name.to_uppercase(), theme::regular(theme::TEXT_SMALL), ink);
    // Not a place for the keyboard: only a right click does something here.
    let response = ui.interact(rect, row_id(ui, ("connection", name)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, name));
    context_menu(ui, &response, |ui| choose_entry(ui, text!("machines-choose-these"), machines, commands));
    if !is_practice && !has_trouble {
        return;
    }
    let place = Rect::from_center_size(pos2(rect.right() - 26.0, text.center().y), egui::Vec2::splat(measure::CONTROL));
    // A child of its own: a row must not make the sidebar wider.
    let mut corner = ui.new_child(egui::UiBuilder::new().max_rect(place));
    if has_trouble {
        let command = UiCommand::RealMachines;
        if icon_button(&mut corner, command.icon(), command.text()).clicked() {
            commands.push(Command::Ui(command));
        }
        return;
    }
    let button = icon_button(&mut corner, icons::ICON_MORE_HORIZ, text!("machines-sandbox"));
    button_menu(&corner, &button, |ui| {
        ui.set_min_width(280.0);
        for command in [UiCommand::NewPracticeMachine, UiCommand::ResetSandbox, UiCommand::RealMachines] {
            let button = egui::Button::new(command.text()).shortcut_text(command.keys_text(ui.ctx()));
            if menu::hint(ui.add(button), command.tooltip()).clicked() {
                commands.push(Command::Ui(command));
            }
        }
    });
}

/// Chooses several machines at once.
pub fn choose_entry(ui: &mut Ui, text: &str, machines: &[MachineKey], commands: &mut Vec<Command>) {
    ui.set_min_width(210.0);
    if ui.add_enabled(!machines.is_empty(), egui::Button::new(text)).clicked() {
        commands.push(Command::ChooseMachines(machines.to_vec()));
        ui.close();
    }
}
