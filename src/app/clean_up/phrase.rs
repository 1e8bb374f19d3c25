//! Words of the rule's sentence that can be changed: each looks like a key, and opens a small editor.
//!
//! The text around words is a message, and only that says where its words stand: it is written out with marks in their
//! places, and drawn piece by piece.

use egui::{
    Button, Popup, PopupCloseBehavior, Response, RichText, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use egui_material_icons::icons;

use super::word;
use crate::app::theme;
use crate::text;

/// What stands in a message for its values until they are drawn. These are no characters: no text has any.
pub const PLACES: [&str; 6] = ["\u{fdd0}", "\u{fdd1}", "\u{fdd2}", "\u{fdd3}", "\u{fdd4}", "\u{fdd5}"];
/// Width of the cross that takes a word away, in points.
const CROSS: f32 = 18.0;
/// Height of a word, in points.
const WORD: f32 = 26.0;
/// Distance between a word and its cross, in points.
const CROSS_GAP: f32 = 2.0;
/// Longest text of a word in the sentence, in characters.
const LONGEST: usize = 32;

/// A part of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text, with the blanks at its ends.
    Text(&'a str),
    /// The place of a value, by its number in [`PLACES`].
    Place(usize),
}

/// The pieces of a message that was written out with [`PLACES`].
pub fn pieces(message: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for chunk in message.split_inclusive(is_place) {
        let place = PLACES.iter().position(|place| chunk.ends_with(place));
        let text = chunk.trim_end_matches(is_place);
        pieces.extend((!text.trim().is_empty()).then_some(Piece::Text(text)));
        pieces.extend(place.map(Piece::Place));
    }
    pieces
}

fn is_place(character: char) -> bool {
    ('\u{fdd0}'..='\u{fdd5}').contains(&character)
}

/// A part of the sentence with its words.
pub struct Phrase<'a> {
    /// The message, with [`PLACES`] for its words.
    pub message: &'a str,
    /// The words, by their places.
    pub words: &'a [&'a str],
    /// What the cross behind its last word takes away, if that is possible.
    pub removes: Option<&'a str>,
}

impl Phrase<'_> {
    /// Draws it: each word with the text before it on this line if there is room, else on the next. `edit` draws the
    /// editor of the word with this place. Returns whether the cross was pressed.
    pub fn show(&self, ui: &mut Ui, mut edit: impl FnMut(&mut Ui, usize)) -> bool {
        let pieces = pieces(self.message);
        let last = pieces.iter().rposition(|piece| matches!(piece, Piece::Place(_)));
        let mut removed = false;
        let mut before = "";
        for (number, piece) in pieces.iter().enumerate() {
            match *piece {
                Piece::Text(text) if last.is_none_or(|last| number < last) => before = text,
                // It was drawn with the last word.
                Piece::Text(_) => {}
                Piece::Place(place) => {
                    let is_last = last == Some(number);
                    let after = match pieces.get(number + 1) {
                        Some(Piece::Text(text)) if is_last => text,
                        _ => "",
                    };
                    let word = Word {
                        before: std::mem::take(&mut before),
                        shown: self.words.get(place).copied().unwrap_or_default(),
                        after,
                        removes: self.removes.filter(|_| is_last),
                    };
                    removed |= word.show(ui, |ui| edit(ui, place));
                }
            }
        }
        plain(ui, before);
        removed
    }
}

/// One word with the text around it.
struct Word<'a> {
    before: &'a str,
    shown: &'a str,
    after: &'a str,
    removes: Option<&'a str>,
}

impl Word<'_> {
    fn show(&self, ui: &mut Ui, edit: impl FnOnce(&mut Ui)) -> bool {
        let word = crate::words::shortened(self.shown, LONGEST);
        let padding = ui.spacing().button_padding.x * 2.0 + 2.0;
        let gap = ui.spacing().item_spacing.x;
        let of_cross = if self.removes.is_some() { CROSS } else { 0.0 };
        let texts = text_width(ui, self.before) + text_width(ui, &word) + text_width(ui, self.after);
        make_room(ui, texts + padding + of_cross + 2.0 * gap);
        plain(ui, self.before);
        let spoken = format!("{}{}", self.before, self.shown);
        let response = chip(ui, &word).accessible_name(spoken.trim().to_owned());
        Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
            word::prepare(ui);
            edit(ui);
        });
        let mut removed = false;
        if let Some(what) = self.removes {
            ui.add_space(CROSS_GAP - gap);
            removed = cross(ui, &text!("clean-up-take-away", what = what)).clicked();
        }
        plain(ui, self.after);
        removed
    }
}

/// Words of the sentence that are not changed.
pub fn plain(ui: &mut Ui, text: &str) {
    let text = text.trim();
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
    let text = text.trim();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_where_the_message_says() {
        let [one, two, ..] = PLACES;
        let text = Piece::Text;
        assert_eq!(
            pieces(&format!("one per {one} for {two}")),
            [text("one per "), Piece::Place(0), text(" for "), Piece::Place(1)]
        );
        assert_eq!(
            pieces(&format!("最近 {two} 内每 {one} 保留一个，")),
            [text("最近 "), Piece::Place(1), text(" 内每 "), Piece::Place(0), text(" 保留一个，")]
        );
        assert_eq!(pieces(&format!("{one} {two}")), [Piece::Place(0), Piece::Place(1)]);
        assert_eq!(pieces("of any age"), [text("of any age")]);
        assert_eq!(pieces(""), []);
    }
}
