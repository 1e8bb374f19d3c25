//! The small editors that words of the rule open.

use egui::{DragValue, RichText, Stroke, TextEdit, Ui};

use crate::app::theme::{self, measure, space};
use crate::model::Bytes;
use crate::retention::{Period, Span};
use crate::text;

/// Units to choose from.
const UNITS: [Period; 5] = [Period::Hour, Period::Day, Period::Week, Period::Month, Period::Year];
/// Width of the small editors, in points.
const EDITOR: f32 = 230.0;
const GIGABYTE: f64 = 1e9;

/// Makes a menu ready for an editor.
pub fn prepare(ui: &mut Ui) {
    ui.set_width(EDITOR);
    frame_fields(ui);
}

/// In a menu, fields have no frame: these are fields to write in and to choose from.
fn frame_fields(ui: &mut Ui) {
    let colors = theme::colors(ui);
    let inactive = &mut ui.visuals_mut().widgets.inactive;
    (inactive.bg_fill, inactive.weak_bg_fill) = (colors.card, colors.card);
    inactive.bg_stroke = Stroke::new(1.0, colors.line);
}

/// Edits a length of time.
pub fn edit_span(ui: &mut Ui, span: &mut Span) {
    let mut count = span.count();
    let number = DragValue::new(&mut count).range(1..=9999).speed(0.2);
    if ui.add(number).accessible_name(text!("clean-up-how-many")).changed() {
        *span = Span::new(count, span.unit());
    }
    ui.add_space(space::TIGHT);
    for unit in UNITS {
        if ui.selectable_label(span.unit() == unit, text!("clean-up-units", unit = unit.word())).clicked() {
            *span = Span::new(span.count(), unit);
        }
    }
}

/// Edits a number.
pub fn edit_count(ui: &mut Ui, count: &mut u32) {
    let number = DragValue::new(count).range(1..=9999).speed(0.1);
    ui.add(number).accessible_name(text!("clean-up-how-many"));
}

/// Edits an amount of space.
pub fn edit_bytes(ui: &mut Ui, bytes: &mut Bytes) {
    #[expect(clippy::cast_precision_loss, reason = "amounts of a few digits, chosen here")]
    let mut gigabytes = bytes.0 as f64 / GIGABYTE;
    let number = DragValue::new(&mut gigabytes).range(0.1..=100_000.0).speed(0.5).max_decimals(1).suffix(" GB");
    if ui.add(number).accessible_name(text!("clean-up-how-much")).changed() {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0.1 and 100,000 GB")]
        let chosen = (gigabytes * 10.0).round() as u64 * 100_000_000;
        *bytes = Bytes(chosen);
    }
}

/// Edits a name with wildcards.
pub fn edit_pattern(ui: &mut Ui, pattern: &mut String) {
    let dim = theme::colors(ui).text_dim;
    let field = TextEdit::singleline(pattern).char_limit(200).desired_width(EDITOR).align(egui::Align2::LEFT_CENTER);
    ui.add(field).accessible_name(text!("clean-up-pattern"));
    let about = RichText::new(text!("clean-up-pattern-about")).font(theme::regular(theme::TEXT_SMALL));
    ui.label(about.color(dim));
}

/// Edits a unit of the calendar.
pub fn edit_period(ui: &mut Ui, period: &mut Period) {
    for unit in UNITS {
        if ui.selectable_label(*period == unit, unit.name()).clicked() {
            *period = unit;
            ui.close();
        }
    }
}

/// Edits how far back something goes; `None` for ever.
pub fn edit_during(ui: &mut Ui, during: &mut Option<Span>, usual: Span) {
    if ui.selectable_label(during.is_none(), text!("clean-up-word-for-ever")).clicked() {
        *during = None;
    }
    let mut span = during.unwrap_or(usual);
    let before = span;
    ui.add_space(space::TIGHT);
    edit_span(ui, &mut span);
    if span != before
        || (during.is_none()
            && ui.selectable_label(false, text!("clean-up-word-for", span = usual.to_string())).clicked())
    {
        *during = Some(span);
    }
}

/// Height of a line of the sentence, in points.
pub const LINE: f32 = measure::CONTROL;
