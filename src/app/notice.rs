//! A few words over the lower part of the window: notices stay until they are closed, toasts go by themselves.

use egui::accesskit::Live;
use egui::{Align2, Area, Color32, Context, CornerRadius, Frame, Id, Label, Margin, Order, RichText, Stroke, Ui, vec2};

use super::dialogs::first_upper;
use super::theme::{self, measure, space};
use crate::text;

/// How long a toast is seen, in seconds.
const SEEN: f64 = 5.0;

/// Draws a notice, if there is one: what happened, and what stands now.
pub fn show(ui: &Ui, notice: &mut Option<String>) {
    let Some(words) = notice.clone() else { return };
    over_window(ui, Id::unique("notice"), theme::colors(ui).warning, |ui| {
        show_words(ui, &words);
        if ui.button(text!("notice-close")).clicked() {
            *notice = None;
        }
    });
}

/// Words that are told for a moment: why a key did nothing, how a piece of work went well.
#[derive(Debug, Default)]
pub struct Toast {
    words: Option<(String, f64)>,
}

impl Toast {
    /// Tells this, instead of what was told before.
    pub fn say(&mut self, ctx: &Context, words: String) {
        self.words = Some((words, ctx.input(|input| input.time) + SEEN));
    }

    /// Draws it, until its time is over.
    pub fn show(&mut self, ui: &Ui) {
        let Some((words, until)) = &self.words else { return };
        let left = until - ui.input(|input| input.time);
        if left <= 0.0 {
            self.words = None;
            return;
        }
        over_window(ui, Id::unique("toast"), theme::colors(ui).line, |ui| show_words(ui, words));
        ui.request_repaint_after(std::time::Duration::from_secs_f64(left));
    }
}

/// What stands on a notice or toast. A screen reader says it when it appears.
pub fn show_words(ui: &mut Ui, words: &str) {
    let label = ui.add(Label::new(RichText::new(first_upper(words)).color(theme::colors(ui).text)).wrap());
    ui.accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
}

/// The frame of a notice or toast.
pub fn frame(ui: &Ui, line: Color32) -> Frame {
    Frame::new()
        .fill(theme::colors(ui).raised)
        .stroke(Stroke::new(1.0, line))
        .corner_radius(CornerRadius::same(measure::CORNER_CARD))
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(Margin::symmetric(16, 10))
}

fn over_window(ui: &Ui, id: Id, line: Color32, contents: impl FnOnce(&mut Ui)) {
    // It lies over the window: what is below must not move under the pointer.
    let room = ui.content_rect();
    let place = room.center_bottom() - vec2(0.0, measure::STATUS_BAR + space::LARGE);
    let area = Area::new(id).order(Order::Foreground).pivot(Align2::CENTER_BOTTOM).fixed_pos(place);
    area.show(ui.ctx(), |ui| {
        frame(ui, line).show(ui, |ui| {
            ui.set_max_width(room.width() * 0.6);
            contents(ui);
        });
    });
}
