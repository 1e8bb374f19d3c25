//! The zoom buttons of the timeline.

use egui::{Align, CornerRadius, Frame, Layout, Margin, Rect, RichText, Stroke, Ui, UiBuilder, vec2};

use crate::app::command::{Command, UiCommand};
use crate::app::components::icon_button;
use crate::app::theme::{self, measure, space};

/// Zoom buttons, at the bottom left of the canvas.
pub fn show_controls(ui: &mut Ui, canvas: Rect, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    let place = canvas.left_bottom() + vec2(space::MEDIUM, -space::MEDIUM - 36.0);
    let rect = Rect::from_min_size(place, vec2(400.0, 36.0));
    ui.scope_builder(UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)), |ui| {
        let frame = Frame::new()
            .fill(colors.card)
            .stroke(Stroke::new(1.0, colors.line))
            .corner_radius(CornerRadius::same(measure::CORNER_CARD))
            .inner_margin(Margin::symmetric(4, 2));
        frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for command in [UiCommand::ZoomOut, UiCommand::ZoomIn] {
                let button = icon_button(ui, command.icon(), command.text());
                if button.on_hover_text(command.tooltip_with_keys(ui.ctx())).clicked() {
                    commands.push(Command::Ui(command));
                }
            }
            for command in [UiCommand::Fit, UiCommand::GoToCurrent] {
                let text = RichText::new(command.text()).font(theme::regular(theme::TEXT_SMALL));
                let button = egui::Button::new(text).frame_when_inactive(false).min_size(vec2(0.0, measure::CONTROL));
                if ui.add(button).on_hover_text(command.tooltip_with_keys(ui.ctx())).clicked() {
                    commands.push(Command::Ui(command));
                }
            }
        });
    });
}
