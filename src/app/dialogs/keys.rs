//! Every key and what it does, on one sheet.

use egui::{Align2, CornerRadius, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::frame::{self, Closed};
use crate::app::components::{line_in, one_line, section};
use crate::app::theme::{self, measure, space};
use crate::app::ui_command::{GROUPS, Group, GroupKind};
use crate::text;

/// Height of a line, in points.
const LINE: f32 = 24.0;
/// A wide sheet has two columns, from this width on.
const TWO_COLUMNS: f32 = 620.0;

/// What views do without a command, and by what.
fn others(kind: GroupKind) -> Vec<(&'static str, &'static str)> {
    match kind {
        GroupKind::Snapshot => {
            vec![(text!("keys-menu"), text!("keys-menu.by")), (text!("keys-compare"), text!("keys-compare.by"))]
        }
        GroupKind::Marks => vec![
            (text!("keys-mark-several"), text!("keys-mark-several.by")),
            (text!("keys-mark-frame"), text!("keys-mark-frame.by")),
        ],
        GroupKind::Several => vec![
            (text!("keys-above-below"), text!("keys-above-below.by")),
            (text!("keys-one-more"), text!("keys-one-more.by")),
            (text!("keys-up-to-here"), text!("keys-up-to-here.by")),
        ],
        GroupKind::View => vec![
            (text!("keys-walk"), text!("keys-walk.by")),
            (text!("keys-zoom"), text!("keys-zoom.by")),
            (text!("keys-move"), text!("keys-move.by")),
        ],
        GroupKind::Pages | GroupKind::Program => Vec::new(),
    }
}

/// Draws it.
pub fn show(ui: &Ui) -> Closed {
    frame::show(ui, text!("keys-title"), 760.0, |ui| {
        let height = ui.available_height() - 48.0;
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            let columns = if ui.available_width() >= TWO_COLUMNS { 2 } else { 1 };
            let middle = GROUPS.len().div_ceil(columns);
            ui.columns(columns, |columns| match columns {
                [left, right] => {
                    GROUPS.iter().take(middle).for_each(|group| show_group(left, group));
                    GROUPS.iter().skip(middle).for_each(|group| show_group(right, group));
                }
                all => all.iter_mut().for_each(|column| GROUPS.iter().for_each(|group| show_group(column, group))),
            });
        });
        frame::close_only(ui)
    })
}

fn show_group(ui: &mut Ui, group: &Group) {
    section(ui, group.title());
    for command in group.commands {
        show_line(ui, command.text().trim_end_matches('…'), &command.all_keys_text(ui.ctx()));
    }
    for (what, keys) in others(group.kind) {
        show_line(ui, what, &[keys.to_owned()]);
    }
}

fn show_line(ui: &mut Ui, what: &str, keys: &[String]) {
    let colors = theme::colors(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    let painter = ui.painter();
    let mut right = rect.right() - space::SMALL;
    for key in keys.iter().rev() {
        let font = theme::regular(theme::TEXT_SMALL);
        let width = one_line(painter, key, font.clone(), colors.text, rect.width()).size().x + 2.0 * 6.0;
        let cap = Rect::from_min_max(pos2(right - width, rect.top() + 2.0), pos2(right, rect.bottom() - 2.0));
        let corner = CornerRadius::same(measure::CORNER_CONTROL);
        painter.rect(cap, corner, colors.card, Stroke::new(1.0, colors.line), StrokeKind::Inside);
        line_in(painter, cap, Align2::CENTER_CENTER, key, font, colors.text);
        right = cap.left() - space::TIGHT;
    }
    let text = rect.with_max_x(right - space::SMALL);
    line_in(painter, text, Align2::LEFT_CENTER, what, theme::regular(theme::TEXT), colors.text_dim);
    response
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, text!("named", name = what, value = keys.join(", "))));
}
