//! The bar with which a canvas is zoomed, at its bottom left: of the tree and of the timeline.

use egui::{Align, Button, CornerRadius, Frame, Layout, Margin, Rect, Response, RichText, Stroke, Ui, UiBuilder, vec2};

use super::command::{Command, UiCommand};
use super::components::icon_button;
use super::theme::{self, measure, space};
use crate::text;

/// Height of the bar.
const HEIGHT: f32 = 36.0;
/// Room for the share, so that the buttons beside it stay where they are.
const SHARE: f32 = 52.0;

/// Draws it. `zoom` is said where it can be set back: 1 is the usual size.
pub fn show(ui: &mut Ui, canvas: Rect, zoom: Option<f64>, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    let place = canvas.left_bottom() + vec2(space::MEDIUM, -space::MEDIUM - HEIGHT);
    let rect = Rect::from_min_size(place, vec2(400.0, HEIGHT));
    let frame = Frame::new()
        .fill(colors.card)
        .stroke(Stroke::new(1.0, colors.line))
        .corner_radius(CornerRadius::same(measure::CORNER_CARD))
        .inner_margin(Margin::symmetric(4, 2));
    ui.scope_builder(UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)), |ui| {
        frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let mut button = |ui: &mut Ui, command: UiCommand, draw: &dyn Fn(&mut Ui) -> Response| {
                if draw(ui).on_hover_text(command.tooltip_with_keys(ui.ctx())).clicked() {
                    commands.push(Command::Ui(command));
                }
            };
            let small = |command: UiCommand| move |ui: &mut Ui| icon_button(ui, command.icon(), command.text());
            button(ui, UiCommand::ZoomOut, &small(UiCommand::ZoomOut));
            if let Some(zoom) = zoom {
                button(ui, UiCommand::ZoomReset, &|ui| share(ui, zoom));
            }
            button(ui, UiCommand::ZoomIn, &small(UiCommand::ZoomIn));
            for command in [UiCommand::Fit, UiCommand::GoToCurrent] {
                button(ui, command, &|ui| words(ui, command.text(), 0.0));
            }
        });
    });
}

fn share(ui: &mut Ui, zoom: f64) -> Response {
    #[expect(clippy::cast_possible_truncation, reason = "a zoom of at most 250 %")]
    let percent = (zoom * 100.0).round() as i32;
    words(ui, &text!("tree-zoom", percent = percent), SHARE).accessible_name(UiCommand::ZoomReset.text())
}

fn words(ui: &mut Ui, text: &str, width: f32) -> Response {
    let text = RichText::new(text).font(theme::regular(theme::TEXT_SMALL));
    ui.add(Button::new(text).frame_when_inactive(false).min_size(vec2(width, measure::CONTROL)))
}
