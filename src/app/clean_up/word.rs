//! One word of the rule that can be changed: it looks like a key, and opens a small editor.

use egui::{
    Button, DragValue, Popup, PopupCloseBehavior, Response, RichText, Role, Sense, Stroke, TextEdit, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};
use egui_material_icons::icons;

use crate::app::theme::{self, measure, space};
use crate::model::Bytes;
use crate::retention::{Period, Span};

/// Units to choose from, in the plural.
const UNITS: [(Period, &str); 5] = [
    (Period::Hour, "hours"),
    (Period::Day, "days"),
    (Period::Week, "weeks"),
    (Period::Month, "months"),
    (Period::Year, "years"),
];
/// Width of the small editors, in points.
const EDITOR: f32 = 230.0;
/// Width of the cross that takes a word away, in points.
const CROSS: f32 = 18.0;
/// Height of a word, in points.
const WORD: f32 = 26.0;
/// Distance between a word and its cross, in points.
const CROSS_GAP: f32 = 2.0;
/// Longest text of a word in the sentence, in characters.
const LONGEST: usize = 32;
const GIGABYTE: f64 = 1e9;

/// A part of the sentence around one word.
pub struct Phrase<'a> {
    /// Plain words before it.
    pub before: &'a str,
    /// The word.
    pub word: &'a str,
    /// Plain words after it.
    pub after: &'a str,
    /// What the cross behind it takes away, if that is possible.
    pub removes: Option<&'a str>,
}

impl Phrase<'_> {
    /// Draws it on this line if there is room, else on the next. `edit` draws the editor. Returns whether the cross was
    /// pressed.
    pub fn show(&self, ui: &mut Ui, edit: impl FnOnce(&mut Ui)) -> bool {
        let word = crate::words::shortened(self.word, LONGEST);
        let padding = ui.spacing().button_padding.x * 2.0 + 2.0;
        let gap = ui.spacing().item_spacing.x;
        let of_cross = if self.removes.is_some() { CROSS } else { 0.0 };
        let texts = text_width(ui, self.before) + text_width(ui, &word) + text_width(ui, self.after);
        make_room(ui, texts + padding + of_cross + 2.0 * gap);
        plain(ui, self.before);
        let spoken = format!("{} {}", self.before, self.word);
        let response = chip(ui, &word).accessible_name(spoken.trim().to_owned());
        Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
            ui.set_width(EDITOR);
            frame_fields(ui);
            edit(ui);
        });
        let mut removed = false;
        if let Some(what) = self.removes {
            ui.add_space(CROSS_GAP - gap);
            removed = cross(ui, &format!("Take away: {what}")).clicked();
        }
        plain(ui, self.after);
        removed
    }
}

/// Words of the sentence that are not changed.
pub fn plain(ui: &mut Ui, text: &str) {
    if !text.is_empty() {
        make_room(ui, text_width(ui, text));
        let ink = theme::colors(ui).text;
        let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::regular(theme::TEXT), ink);
        // As high as a word: what begins a line does not know yet how high that will be.
        let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x, WORD), Sense::hover());
        ui.painter().galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, ink);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    }
}

/// In a menu, fields have no frame: these are fields to write in and to choose from.
fn frame_fields(ui: &mut Ui) {
    let colors = theme::colors(ui);
    let inactive = &mut ui.visuals_mut().widgets.inactive;
    (inactive.bg_fill, inactive.weak_bg_fill) = (colors.card, colors.card);
    inactive.bg_stroke = Stroke::new(1.0, colors.line);
}

/// The word itself.
fn chip(ui: &mut Ui, text: &str) -> Response {
    let colors = theme::colors(ui);
    let text = RichText::new(text).font(theme::semibold(theme::TEXT));
    ui.add(Button::new(text).fill(colors.raised).stroke(Stroke::new(1.0, colors.line)).min_size(vec2(0.0, WORD)))
}

fn cross(ui: &mut Ui, name: &str) -> Response {
    let colors = theme::colors(ui);
    let icon = RichText::new(icons::ICON_CLOSE.codepoint).font(theme::icon(12.0)).color(colors.text_dim);
    // Not in a scope of its own: only this line knows where the next word fits.
    let padding = std::mem::replace(&mut ui.spacing_mut().button_padding, Vec2::ZERO);
    let button = Button::new(icon).frame_when_inactive(false).min_size(vec2(CROSS, WORD));
    let response = ui.add(button).on_hover_text(name).accessible_name(name);
    ui.spacing_mut().button_padding = padding;
    response
}

fn text_width(ui: &Ui, text: &str) -> f32 {
    if text.is_empty() {
        return 0.0;
    }
    let font = theme::regular(theme::TEXT);
    ui.painter().layout_no_wrap(text.to_owned(), font, theme::colors(ui).text).size().x * 1.04
}

/// Goes on in the next line if there is no room for so many points in this one.
fn make_room(ui: &mut Ui, width: f32) {
    let is_first = ui.cursor().left() <= ui.max_rect().left() + 1.0;
    if !is_first && ui.available_size_before_wrap().x < width {
        ui.end_row();
    }
}

/// Edits a length of time.
pub fn edit_span(ui: &mut Ui, span: &mut Span) {
    let mut count = span.count();
    let number = DragValue::new(&mut count).range(1..=9999).speed(0.2);
    if ui.add(number).accessible_name("How many").changed() {
        *span = Span::new(count, span.unit());
    }
    ui.add_space(space::TIGHT);
    for (unit, name) in UNITS {
        if ui.selectable_label(span.unit() == unit, name).clicked() {
            *span = Span::new(span.count(), unit);
        }
    }
}

/// Edits a number.
pub fn edit_count(ui: &mut Ui, count: &mut u32) {
    let number = DragValue::new(count).range(1..=9999).speed(0.1);
    ui.add(number).accessible_name("How many");
}

/// Edits an amount of space.
pub fn edit_bytes(ui: &mut Ui, bytes: &mut Bytes) {
    #[expect(clippy::cast_precision_loss, reason = "amounts of a few digits, chosen here")]
    let mut gigabytes = bytes.0 as f64 / GIGABYTE;
    let number = DragValue::new(&mut gigabytes).range(0.1..=100_000.0).speed(0.5).max_decimals(1).suffix(" GB");
    if ui.add(number).accessible_name("How much").changed() {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0.1 and 100,000 GB")]
        let chosen = (gigabytes * 10.0).round() as u64 * 100_000_000;
        *bytes = Bytes(chosen);
    }
}

/// Edits a name with wildcards.
pub fn edit_pattern(ui: &mut Ui, pattern: &mut String) {
    let dim = theme::colors(ui).text_dim;
    let field = TextEdit::singleline(pattern).char_limit(200).desired_width(EDITOR).align(egui::Align2::LEFT_CENTER);
    ui.add(field).accessible_name("Name with wildcards");
    let about = RichText::new("* is any text, ? any one letter").font(theme::regular(theme::TEXT_SMALL));
    ui.label(about.color(dim));
}

/// Edits a unit of the calendar.
pub fn edit_period(ui: &mut Ui, period: &mut Period) {
    for (unit, _) in UNITS {
        if ui.selectable_label(*period == unit, unit.word()).clicked() {
            *period = unit;
            ui.close();
        }
    }
}

/// Edits how far back something goes; `None` for ever.
pub fn edit_during(ui: &mut Ui, during: &mut Option<Span>, usual: Span) {
    if ui.selectable_label(during.is_none(), "for ever").clicked() {
        *during = None;
    }
    let mut span = during.unwrap_or(usual);
    let before = span;
    ui.add_space(space::TIGHT);
    edit_span(ui, &mut span);
    if span != before || (during.is_none() && ui.selectable_label(false, format!("for {usual}")).clicked()) {
        *during = Some(span);
    }
}

/// Height of a line of the sentence, in points.
pub const LINE: f32 = measure::CONTROL;
