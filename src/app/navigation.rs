//! The rows on top of the sidebar that lead to the pages about all machines.

use egui::{Align2, CornerRadius, Rect, Role, Sense, Ui, Vec2, pos2, vec2};
use egui_material_icons::MaterialIcon;

use super::command::Command;
use super::components::{Badge, describe_choice, focus_ring, icon_at, line_in, paint_badge};
use super::page::Page;
use super::theme::{self, measure, space};

/// One row.
pub struct Row<'a> {
    /// Where it leads.
    pub page: Page,
    /// Its icon.
    pub icon: MaterialIcon,
    /// Its name.
    pub name: &'a str,
    /// What it says in a tooltip.
    pub hint: String,
    /// What stands at its right end, if anything.
    pub badge: Option<Badge>,
}

/// Draws the rows; `shown` is the page in the middle.
pub fn show(ui: &mut Ui, rows: &[Row<'_>], shown: Page, commands: &mut Vec<Command>) {
    ui.add_space(space::SMALL);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        for row in rows {
            show_row(ui, row, row.page == shown, commands);
        }
    });
}

fn show_row(ui: &mut Ui, row: &Row<'_>, is_shown: bool, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    let size = vec2(ui.available_width(), measure::NAVIGATION_ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let card = rect.shrink2(vec2(6.0, 1.0));
    let painter = ui.painter();
    let corner = CornerRadius::same(measure::CORNER_CONTROL);
    if is_shown {
        painter.rect_filled(card, corner, colors.accent_behind);
    } else if response.hovered() {
        painter.rect_filled(card, corner, colors.card);
    }
    if response.has_focus() {
        focus_ring(painter, card, colors.info);
    }
    let ink = if is_shown { colors.accent } else { colors.text_dim };
    icon_at(painter, pos2(rect.left() + 22.0, rect.center().y), row.icon, theme::TEXT_ICON, ink);
    let mut right = rect.right() - space::LARGE;
    if let Some(badge) = &row.badge {
        let end = pos2(right, rect.center().y);
        right = paint_badge(painter, end, badge, size.x * 0.5) - space::SMALL;
    }
    let name = Rect::from_min_max(pos2(rect.left() + 38.0, rect.top()), pos2(right, rect.bottom()));
    line_in(painter, name, Align2::LEFT_CENTER, row.name, theme::semibold(theme::TEXT), colors.text);
    let spoken =
        row.badge.as_ref().map_or_else(|| row.name.to_owned(), |badge| format!("{}, {}", row.name, badge.text));
    describe_choice(ui, &response, Role::Tab, is_shown, &spoken);
    if response.clicked() {
        commands.push(Command::ShowPage(row.page));
    }
    response.on_hover_text(&row.hint);
}
