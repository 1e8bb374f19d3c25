//! How a pin is shown and told of.

use egui::{Button, Id, Label, Rect, RichText, Role, Sense, Ui, WidgetInfo};
use egui_material_icons::icons;

use super::availability::{Availability, command_button};
use super::command::{Command, UiCommand};
use super::components::{card, icon_text};
use super::theme::{self, space};
use crate::pins::Pin;
use crate::text;
use crate::words::moment;

/// Longest part of a reason that is told in a tooltip, in characters.
const TOLD: usize = 300;

/// “pinned: the one we went live with”, to stand among other facts.
#[must_use]
pub fn words(pin: &Pin) -> String {
    let reason: String = pin.reason.trim().chars().take(TOLD).collect();
    if reason.is_empty() { text!("pin-pinned").to_owned() } else { text!("pin-pinned-because", reason = reason) }
}

/// “Pinned: the one we went live with”, to stand alone.
#[must_use]
pub fn sentence(pin: &Pin) -> String {
    super::dialogs::first_upper(&words(pin))
}

/// What can be heard and pointed at where the sign of a pin was painted. `owner` is what the sign stands on.
pub fn show_badge(ui: &Ui, place: Rect, owner: Id, pin: &Pin) {
    let response = ui.interact(place, owner.with("pin"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words(pin)));
    response.on_hover_text(sentence(pin));
}

/// The pin of the chosen snapshot in the details: why, since when, and the way to change it.
pub fn show_in_details(ui: &mut Ui, pin: &Pin, availability: &Availability<'_>, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    ui.add_space(space::SMALL);
    card(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.label(icon_text(icons::ICON_KEEP, colors.info));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
                let edit = Button::new(icon_text(icons::ICON_EDIT, colors.text_dim)).frame_when_inactive(false);
                command_button(ui, edit, UiCommand::Pin, availability, commands).accessible_name(text!("pin-change"));
                ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
                    let since = text!("pin-since", moment = moment(pin.pinned_at));
                    let reason: String = pin.reason.trim().chars().take(2_000).collect();
                    if reason.is_empty() {
                        ui.add(Label::new(since).wrap());
                    } else {
                        ui.add(Label::new(reason).wrap().selectable(true));
                        let small = RichText::new(since).font(theme::regular(theme::TEXT_SMALL));
                        ui.add(Label::new(small.color(colors.text_dim)).wrap());
                    }
                });
            });
        });
    });
}
