//! A few words over the lower part of the window that stay until they are closed: what happened, and what stands now.

use egui::{Align2, Area, CornerRadius, Frame, Id, Label, Margin, Order, RichText, Stroke, Ui, vec2};

use super::dialogs::first_upper;
use super::theme::{self, measure, space};
use crate::text;

/// Draws the words, if there are any.
pub fn show(ui: &Ui, notice: &mut Option<String>) {
    let Some(words) = notice.clone() else { return };
    let colors = theme::colors(ui);
    let frame = Frame::new()
        .fill(colors.raised)
        .stroke(Stroke::new(1.0, colors.warning))
        .corner_radius(CornerRadius::same(measure::CORNER_CARD))
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(Margin::symmetric(16, 10));
    // It lies over the window: what is below must not move under the pointer.
    let room = ui.content_rect();
    let place = room.center_bottom() - vec2(0.0, measure::STATUS_BAR + space::LARGE);
    let area = Area::new(Id::unique("notice")).order(Order::Foreground);
    area.pivot(Align2::CENTER_BOTTOM).fixed_pos(place).show(ui.ctx(), |ui| {
        frame.show(ui, |ui| {
            ui.set_max_width(room.width() * 0.6);
            ui.add(Label::new(RichText::new(first_upper(&words)).color(colors.text)).wrap());
            if ui.button(text!("notice-close")).clicked() {
                *notice = None;
            }
        });
    });
}
