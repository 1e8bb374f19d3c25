//! How the space of all machines went from day to day.

use chrono::NaiveDate;
use egui::{Align2, Color32, Mesh, Pos2, Rect, RichText, Sense, Shape, Stroke, Ui, pos2, vec2};

use super::OverviewContext;
use crate::app::components::{card, line_in};
use crate::app::theme::{self, space};
use crate::history::{Growth, LEAST_DAYS};
use crate::model::Bytes;
use crate::text;
use crate::words::day_and_month;

/// Room of the line at the bottom that names the first and the last day, in points.
const DAYS: f32 = 16.0;

/// Draws the chart, or what there will be.
pub fn show(ui: &mut Ui, context: &OverviewContext<'_>) {
    let colors = theme::colors(ui);
    let height = ui.available_height() - 2.0 * space::MEDIUM;
    card(ui, |ui| {
        ui.set_height(height);
        let days = context.findings.inspected().map_or(&[][..], |inspected| &inspected.records.by_day);
        ui.horizontal(|ui| {
            ui.label(RichText::new(text!("overview-growth")).font(theme::semibold(theme::TEXT)));
            if let Some(growth) = Growth::of(days.iter().copied()) {
                ui.label(RichText::new(words(growth)).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim));
            }
        });
        if days.len() < LEAST_DAYS {
            show_too_few(ui, days.len());
        } else {
            show_chart(ui, days);
        }
    });
}

/// “12 GB a month more”, as it is now.
fn words(growth: Growth) -> String {
    let month = Bytes(growth.per_day.unsigned_abs().saturating_mul(30));
    match growth.per_day {
        1.. => text!("overview-growth-more", amount = month),
        0 => text!("overview-growth-none").to_owned(),
        _ => text!("overview-growth-less", amount = month),
    }
}

/// A row of days, of which those that there are records of are filled.
fn show_too_few(ui: &mut Ui, known: usize) {
    let colors = theme::colors(ui);
    ui.add_space(space::SMALL);
    let text = text!("overview-growth-begins");
    ui.add(egui::Label::new(RichText::new(text).color(colors.text_dim)).wrap());
    ui.add_space(space::SMALL);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::TIGHT;
        for day in 0..LEAST_DAYS {
            let (rect, _) = ui.allocate_exact_size(vec2(26.0, 8.0), Sense::hover());
            let fill = if day < known { colors.accent } else { colors.line };
            ui.painter().rect_filled(rect, egui::CornerRadius::same(4), fill);
        }
        ui.add_space(space::SMALL);
        let text = text!("overview-growth-days", known = known, needed = LEAST_DAYS);
        ui.label(RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim));
    });
}

fn show_chart(ui: &mut Ui, days: &[(NaiveDate, Bytes)]) {
    let colors = theme::colors(ui);
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    let (Some((first, _)), Some((last, now))) = (days.first(), days.last()) else { return };
    let most = days.iter().map(|(_, bytes)| *bytes).max().unwrap_or_default();
    let plot = rect.with_max_y(rect.bottom() - DAYS);
    #[expect(clippy::cast_precision_loss, reason = "days and shares of a chart")]
    let place = |(date, bytes): &(NaiveDate, Bytes)| -> Pos2 {
        let span = last.signed_duration_since(*first).num_days().max(1) as f32;
        let x = date.signed_duration_since(*first).num_days() as f32 / span;
        // A tenth stays free above the highest.
        pos2(plot.left() + x * plot.width(), plot.bottom() - bytes.share_of(most) * plot.height() * 0.9)
    };
    let line: Vec<Pos2> = days.iter().map(place).collect();
    let painter = ui.painter();
    painter.add(area(&line, plot, colors.accent_behind));
    painter.add(Shape::line(line, Stroke::new(2.0, colors.accent)));
    painter.hline(plot.x_range(), plot.bottom(), Stroke::new(1.0, colors.line));
    let below = rect.with_min_y(plot.bottom());
    let small = theme::regular(theme::TEXT_SMALL);
    let (first, last) = (day_and_month(first), day_and_month(last));
    line_in(painter, below, Align2::LEFT_CENTER, &first, small.clone(), colors.text_dim);
    let at_end = text!("overview-growth-at", date = last, amount = now);
    line_in(painter, below, Align2::RIGHT_CENTER, &at_end, small, colors.text_dim);
    let spoken = text!("overview-growth-spoken", first = first, last = last, now = now);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &spoken));
}

/// The field below a line that goes from left to right.
fn area(line: &[Pos2], plot: Rect, color: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    for point in line {
        mesh.colored_vertex(*point, color);
        mesh.colored_vertex(pos2(point.x, plot.bottom()), color);
    }
    for step in 1..u32::try_from(line.len()).unwrap_or(0) {
        let [left, right] = [2 * (step - 1), 2 * step];
        mesh.add_triangle(left, left + 1, right);
        mesh.add_triangle(left + 1, right, right + 1);
    }
    mesh
}
