//! The menu of all commands: every one has its place there, with its keys, and says why it cannot be used now.

use egui::{Button, RichText, ScrollArea, Ui, vec2};
use egui_material_icons::icons;

use super::command::{Command, UiCommand};
use super::components::{button_menu, icon_button};
use super::menu;
use super::theme::{self, measure, space};
use super::ui_command::{GROUPS, Group};
use crate::text;

/// Columns of groups, where there is room.
const MOST_COLUMNS: usize = 3;
/// Width of a column, in points.
const COLUMN: f32 = 268.0;

/// Draws the button that opens it.
pub fn show(ui: &mut Ui, why_not: &dyn Fn(UiCommand) -> Option<String>, commands: &mut Vec<Command>) {
    let button = icon_button(ui, icons::ICON_MENU, text!("command-menu"));
    button_menu(ui, &button, |ui| {
        let room = ui.content_rect();
        let columns = GROUPS.len().min(MOST_COLUMNS);
        let columns = (1..=columns).rev().find(|columns| width_of(*columns) + 2.0 * space::LARGE < room.width());
        let columns = columns.unwrap_or(1);
        ui.set_width(width_of(columns));
        // A popup is no higher than half of a usual window unless it is told.
        ui.set_max_height(room.height() - 2.0 * measure::TOP_BAR);
        ScrollArea::vertical().show(ui, |ui| {
            for row in GROUPS.chunks(columns) {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = space::MEDIUM;
                    for group in row {
                        ui.vertical(|ui| show_group(ui, group, why_not, commands));
                    }
                });
                ui.add_space(space::SMALL);
            }
        });
    });
}

#[expect(clippy::cast_precision_loss, reason = "a handful of columns")]
fn width_of(columns: usize) -> f32 {
    columns as f32 * (COLUMN + space::MEDIUM) - space::MEDIUM
}

fn show_group(ui: &mut Ui, group: &Group, why_not: &dyn Fn(UiCommand) -> Option<String>, commands: &mut Vec<Command>) {
    ui.set_width(COLUMN);
    ui.spacing_mut().item_spacing.y = 0.0;
    let title = RichText::new(group.title()).font(theme::semibold(theme::TEXT_SMALL));
    ui.label(title.color(theme::colors(ui).text_dim));
    ui.add_space(space::TIGHT);
    for command in group.commands {
        let button = Button::new(command.text()).shortcut_text(command.keys_text(ui.ctx())).min_size(vec2(COLUMN, 0.0));
        let why_not = why_not(*command);
        let response = ui.add_enabled(why_not.is_none(), button);
        let response = menu::hint(response, why_not.as_deref().unwrap_or_else(|| command.tooltip()));
        if response.clicked() {
            commands.push(Command::Ui(*command));
            ui.close();
        }
    }
}
