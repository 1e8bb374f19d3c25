//! The time axis at the bottom, and the lines that lead up from it.

use chrono::{DateTime, Local, Utc};
use egui::{Align2, Painter, Rect, Shape, Stroke, pos2};

use super::axis::Axis;
use super::ticks::{Tick, Ticks, ticks};
use crate::app::components::{line_in, one_line};
use crate::app::theme::{self, Colors, space};
use crate::text;

/// Height of the axis, in points.
pub const HEIGHT: f32 = 44.0;
/// Least distance of two marks, in points.
const APART: f64 = 64.0;

/// Draws the grid into `canvas` and the words into `bar` below it.
pub fn draw_scale(painter: &Painter, colors: &Colors, axis: Axis, canvas: Rect, bar: Rect) {
    let (from, to) = (axis.moment(0.0), axis.moment(canvas.width()));
    let Ticks { fine, coarse } = ticks(&Local, from, to, axis.scale() * APART);
    let x = |tick: &Tick| canvas.left() + axis.x(tick.at);
    painter.rect_filled(bar, 0.0, colors.panel);
    painter.hline(bar.x_range(), bar.top(), Stroke::new(1.0, colors.line));
    let grid = Stroke::new(1.0, colors.line.gamma_multiply(0.45));
    let strong = Stroke::new(1.0, colors.line);
    for tick in fine.iter().filter(|tick| x(tick) >= canvas.left()) {
        let is_coarse = coarse.iter().any(|other| other.at == tick.at);
        painter.vline(x(tick), canvas.y_range(), if is_coarse { strong } else { grid });
        painter.vline(x(tick), bar.top()..=bar.top() + 5.0, strong);
    }
    let small = theme::regular(theme::TEXT_SMALL);
    let upper = bar.with_max_y(bar.top() + 23.0);
    for tick in &fine {
        let place = Rect::from_min_max(
            pos2(x(tick) + space::TIGHT, upper.top()),
            pos2(x(tick) + space::TIGHT + 80.0, upper.bottom()),
        );
        line_in(painter, place, Align2::LEFT_CENTER, &tick.label, small.clone(), colors.text_dim);
    }
    let lower = bar.with_min_y(bar.top() + 20.0).with_max_y(bar.bottom() - 3.0);
    for (position, tick) in coarse.iter().enumerate() {
        let next = coarse.get(position + 1).map_or(bar.right(), x);
        // The one that began before what is seen stays in view, and leaves when the next one comes.
        let left = x(tick).max(bar.left()) + space::TIGHT;
        let width = one_line(painter, &tick.label, theme::semibold(theme::TEXT_SMALL), colors.text, 300.0).size().x;
        let left = left.min(next - width - space::SMALL).max(x(tick) + space::TIGHT);
        let place = Rect::from_min_max(pos2(left, lower.top()), pos2(left + width + 1.0, lower.bottom()));
        if x(tick) >= bar.left() {
            painter.vline(x(tick), bar.y_range(), strong);
        }
        line_in(painter, place, Align2::LEFT_CENTER, &tick.label, theme::semibold(theme::TEXT_SMALL), colors.text);
    }
}

/// The line of the present.
pub fn draw_now(painter: &Painter, colors: &Colors, axis: Axis, canvas: Rect, bar: Rect, now: DateTime<Utc>) {
    let x = canvas.left() + axis.x(now.timestamp_millis());
    if !canvas.x_range().contains(x) {
        return;
    }
    let line = [pos2(x, canvas.top()), pos2(x, canvas.bottom())];
    painter.extend(Shape::dashed_line(&line, Stroke::new(1.2, colors.accent), 4.0, 4.0));
    let (word, font) = (text!("timeline-now"), theme::semibold(10.5));
    let width = one_line(painter, word, font.clone(), colors.on_accent, 120.0).size().x + 2.0 * space::TIGHT;
    let place = Rect::from_center_size(pos2(x, bar.top() + 9.0), egui::vec2(width.max(34.0), 16.0));
    painter.rect_filled(place, 8.0, colors.accent);
    line_in(painter, place, Align2::CENTER_CENTER, word, font, colors.on_accent);
}
