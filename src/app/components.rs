//! The small parts that every view is made of.

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align2, Button, Color32, CornerRadius, FontId, Frame, Galley, Id, Label, Margin, Painter, Pos2, Rect, Response,
    RichText, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};
use egui_material_icons::MaterialIcon;

pub use super::menu::{button_menu, context_menu};
use super::theme::{self, measure, space};
use crate::model::Bytes;
use crate::text;

/// Longest text that is laid out on one line: names may have 100,000 characters.
const MAX_LINE: usize = 400;
/// Widest text of an empty state, in points: lines longer than this are hard to read.
const EMPTY_STATE_WIDTH: f32 = 560.0;

/// One line of text, cut with “…” at `width` points.
#[must_use]
pub fn one_line(painter: &Painter, text: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    let line: String =
        text.chars().map(|character| if character.is_control() { ' ' } else { character }).take(MAX_LINE).collect();
    let mut job = LayoutJob::simple_singleline(line, font, color);
    job.wrap = TextWrapping { max_width: width.max(0.0), max_rows: 1, break_anywhere: true, ..TextWrapping::default() };
    painter.layout_job(job)
}

/// Paints one line of text into `rect`, cut with “…”. Returns the width it took.
#[expect(clippy::must_use_candidate, reason = "it is called for what it paints; the width is a by-product")]
pub fn line_in(painter: &Painter, rect: Rect, align: Align2, text: &str, font: FontId, color: Color32) -> f32 {
    let galley = one_line(painter, text, font, color, rect.width());
    let place = align.align_size_within_rect(galley.size(), rect);
    painter.galley(place.min, galley, color);
    place.width()
}

/// Paints one icon centred on `center`.
pub fn icon_at(painter: &Painter, center: Pos2, icon: MaterialIcon, size: f32, color: Color32) {
    painter.text(center, Align2::CENTER_CENTER, icon.codepoint, theme::icon(size), color);
}

/// An icon as text of a button or label.
#[must_use]
pub fn icon_text(icon: MaterialIcon, color: Color32) -> RichText {
    RichText::new(icon.codepoint).font(theme::icon(theme::TEXT_ICON)).color(color)
}

/// A button of one icon. The name is its tooltip and what a screen reader says.
pub fn icon_button(ui: &mut Ui, icon: MaterialIcon, name: &str) -> Response {
    let color = theme::colors(ui).text_dim;
    let button = Button::new(icon_text(icon, color)).frame_when_inactive(false).min_size(Vec2::splat(measure::CONTROL));
    ui.add(button).on_hover_text(name).accessible_name(name)
}

/// Height of a chip, in points.
const CHIP: f32 = 24.0;
/// Size of a chip's icon, in points.
const CHIP_ICON: f32 = 13.0;

/// The ground of a row in a review. Its edge is what is seen of it in the light theme.
pub fn row_ground(painter: &egui::Painter, rect: Rect, fill: Color32, line: Color32) {
    painter.rect(rect, CornerRadius::same(measure::CORNER_CONTROL), fill, Stroke::new(1.0, line), StrokeKind::Inside);
}

/// A small rounded label that states one fact. Returns a response so that a tooltip can be added.
pub fn chip(ui: &mut Ui, icon: Option<MaterialIcon>, text: &str, ink: Color32, fill: Color32) -> Response {
    let border = if fill == theme::colors(ui).card { theme::colors(ui).line } else { fill };
    let galley = one_line(ui.painter(), text, theme::regular(theme::TEXT_SMALL), ink, f32::INFINITY);
    let before = if icon.is_some() { CHIP_ICON + space::TIGHT } else { 0.0 };
    // Of one piece: where a row wraps, it goes to the next line whole.
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x + before + 2.0 * space::SMALL, CHIP), Sense::hover());
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        painter.rect(rect, CornerRadius::same(11), fill, Stroke::new(1.0, border), StrokeKind::Inside);
        let left = rect.left() + space::SMALL;
        if let Some(icon) = icon {
            icon_at(painter, Pos2::new(left + CHIP_ICON / 2.0, rect.center().y), icon, CHIP_ICON, ink);
        }
        let place = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), rect.with_min_x(left + before));
        painter.galley(place.min, galley, ink);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}

/// A few words in a field at the end of a row.
#[derive(Debug, Clone)]
pub struct Badge {
    /// What says the same as the colour.
    pub icon: Option<MaterialIcon>,
    /// What stands in it.
    pub text: String,
    /// Colour of the words.
    pub ink: Color32,
    /// Colour of the field.
    pub ground: Color32,
}

/// Height of a badge, in points.
const BADGE: f32 = 19.0;
/// Size of a badge's icon, in points.
const BADGE_ICON: f32 = 12.0;

/// Paints a badge that ends at `right`. Returns where it begins.
#[must_use]
pub fn paint_badge(painter: &Painter, right: Pos2, badge: &Badge, most: f32) -> f32 {
    let font = theme::regular(theme::TEXT_SMALL);
    let galley = one_line(painter, &badge.text, font, badge.ink, most);
    let gap = if badge.text.is_empty() { 0.0 } else { 3.0 };
    let before = if badge.icon.is_some() { BADGE_ICON + gap } else { 0.0 };
    let width = galley.size().x + before + 2.0 * 7.0;
    let rect = Rect::from_min_size(right - vec2(width, BADGE / 2.0), vec2(width, BADGE));
    painter.rect_filled(rect, CornerRadius::same(9), badge.ground);
    let left = rect.left() + 7.0;
    if let Some(icon) = badge.icon {
        icon_at(painter, Pos2::new(left + BADGE_ICON / 2.0, rect.center().y), icon, BADGE_ICON, badge.ink);
    }
    let place = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), rect.with_min_x(left + before));
    painter.galley(place.min, galley, badge.ink);
    rect.left()
}

/// One part of a [`share_bar`].
pub type Share = (Bytes, Color32);

/// Paints a bar of several parts on a common scale: `whole` is what the full width stands for.
pub fn share_bar(painter: &Painter, rect: Rect, parts: &[Share], whole: Bytes, ground: Color32) {
    let radius = CornerRadius::same(2);
    painter.rect_filled(rect, radius, ground);
    let mut left = rect.left();
    for (amount, color) in parts.iter().filter(|(amount, _)| *amount > Bytes::ZERO) {
        // A part that is there is seen, however small.
        let width = (amount.share_of(whole) * rect.width()).max(1.5).min(rect.right() - left);
        if width <= 0.0 {
            break;
        }
        painter.rect_filled(
            Rect::from_min_size(Pos2::new(left, rect.top()), vec2(width, rect.height())),
            radius,
            *color,
        );
        left += width;
    }
}

/// Heading of a part of a panel.
pub fn section(ui: &mut Ui, title: &str) {
    ui.add_space(space::MEDIUM);
    let response = ui.label(RichText::new(title).font(theme::semibold(theme::TEXT)));
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
    ui.add_space(2.0);
}

/// A line of a name on the left and a value on the right. The value is cut if it is too long, and
/// whole in the tooltip.
pub fn fact(ui: &mut Ui, name: &str, value: &str, ink: Color32) -> Response {
    let response = fact_line(ui, name, value, ink, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text!("named", name = name, value = value)));
    response
}

/// A [`fact`] that can be clicked: a button that looks like a line.
pub fn fact_button(ui: &mut Ui, name: &str, value: &str, ink: Color32) -> Response {
    let response = fact_line(ui, name, value, ink, Sense::click());
    if response.has_focus() {
        focus_ring(ui.painter(), response.rect.expand2(vec2(space::TIGHT, 0.0)), theme::colors(ui).info);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text!("named", name = name, value = value)));
    response
}

fn fact_line(ui: &mut Ui, name: &str, value: &str, ink: Color32, sense: Sense) -> Response {
    let width = ui.available_width();
    let height = 18.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), sense);
    if ui.is_rect_visible(rect) {
        let dim = theme::colors(ui).text_dim;
        let painter = ui.painter();
        let font = theme::regular(theme::TEXT_SMALL);
        let taken =
            line_in(painter, rect.with_max_x(rect.left() + width * 0.55), Align2::LEFT_CENTER, name, font.clone(), dim);
        let rest = rect.with_min_x(rect.left() + taken + space::MEDIUM);
        line_in(painter, rest, Align2::RIGHT_CENTER, value, font, ink);
    }
    response
}

/// A card: a framed group on the background.
pub fn card<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let colors = theme::colors(ui);
    let frame = Frame::new()
        .fill(colors.card)
        .stroke(Stroke::new(1.0, colors.line))
        .corner_radius(CornerRadius::same(measure::CORNER_CARD))
        .inner_margin(Margin::same(10));
    frame
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            contents(ui)
        })
        .inner
}

/// What stands where there is nothing else to show: an icon, what is the case, what to do.
pub fn empty_state(ui: &mut Ui, icon: MaterialIcon, title: &str, text: &str, actions: impl FnOnce(&mut Ui)) {
    let colors = theme::colors(ui);
    let room = ui.available_rect_before_wrap();
    let column = Rect::from_center_size(room.center(), vec2(room.width().min(EMPTY_STATE_WIDTH), room.height()));
    let layout = egui::Layout::top_down(egui::Align::Center);
    ui.scope_builder(egui::UiBuilder::new().max_rect(column).layout(layout), |ui| {
        ui.add_space((ui.available_height() * 0.28).max(space::HUGE));
        ui.label(RichText::new(icon.codepoint).font(theme::icon(44.0)).color(colors.text_dim));
        ui.add_space(space::SMALL);
        ui.label(RichText::new(title).font(theme::semibold(theme::TEXT_TITLE)));
        ui.add_space(space::TIGHT);
        ui.label(RichText::new(text).color(colors.text_dim));
        ui.add_space(space::LARGE);
        actions(ui);
    });
}

/// Whether the keyboard has come to a widget in this frame. egui tells of that where it was asked for, or came with Tab;
/// not where an arrow key led to a neighbour.
#[must_use]
pub fn keyboard_came(ui: &Ui, response: &Response) -> bool {
    if !response.has_focus() {
        return false;
    }
    let pass = ui.ctx().cumulative_pass_nr();
    let key = Id::unique("keyboard-place");
    let (was_at, when) = ui.data(|data| data.get_temp::<(Id, u64)>(key)).unwrap_or((Id::NULL, 0));
    ui.data_mut(|data| data.insert_temp(key, (response.id, pass)));
    response.gained_focus() || was_at != response.id || when + 1 < pass
}

/// The outline that shows where the keyboard is.
pub fn focus_ring(painter: &Painter, rect: Rect, color: Color32) {
    painter.rect_stroke(rect, CornerRadius::same(measure::CORNER_CONTROL), Stroke::new(2.0, color), StrokeKind::Inside);
}

/// Tells a screen reader of something that can be chosen from among others.
pub fn describe_choice(ui: &Ui, response: &Response, role: Role, selected: bool, name: &str) {
    response.widget_info(|| WidgetInfo::selected(role, ui.is_enabled(), selected, name));
    // The above says “pressed”, as of a switch; a list or a tree says “selected”.
    ui.accesskit_node_builder(response.id, |node| {
        node.clear_toggled();
        node.set_selected(selected);
    });
}

/// The button that a view or dialog is about.
pub fn primary_button(ui: &Ui, text: &str) -> Button<'static> {
    let colors = theme::colors(ui);
    let text = RichText::new(text.to_owned()).font(theme::semibold(theme::TEXT)).color(colors.on_accent);
    Button::new(text).fill(colors.accent).stroke(Stroke::new(1.0, colors.accent)).min_size(vec2(0.0, measure::CONTROL))
}

/// A button that leads towards losing something.
pub fn danger_button(ui: &Ui, text: &str) -> Button<'static> {
    let colors = theme::colors(ui);
    Button::new(RichText::new(text.to_owned()).color(colors.danger))
        .fill(colors.danger_behind)
        .stroke(Stroke::new(1.0, colors.danger))
        .min_size(vec2(0.0, measure::CONTROL))
}

/// A line with a sign before it: a warning, an obstacle, a note.
pub fn sign_line(ui: &mut Ui, icon: MaterialIcon, text: &str, ink: Color32) -> Response {
    let inner = ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(RichText::new(icon.codepoint).font(theme::icon(14.0)).color(ink));
        ui.add(Label::new(RichText::new(text).color(ink)).wrap())
    });
    inner.inner
}
