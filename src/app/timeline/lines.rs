//! The lines between snapshots.

use egui::epaint::CubicBezierShape;
use egui::{Color32, Painter, Rect, Stroke, pos2, vec2};

use super::axis::{Axis, Moment};
use super::band::{Band, Bend};
use crate::app::table::lanes::VISIBLE_LANES;
use crate::app::theme::Colors;

/// Width of a bend, in points.
const BEND: f32 = 20.0;
/// Bends between the same lanes that are nearer to each other than this are drawn as one, in points.
const NEAR: f32 = 3.0;
/// Number of lanes that are told apart.
const LANES: usize = VISIBLE_LANES as usize + 1;

/// Where the lanes of a band are on the screen.
#[derive(Debug, Clone, Copy)]
pub struct Rails {
    /// Left edge of the canvas.
    pub left: f32,
    /// Height of the first lane.
    pub top: f32,
    /// Distance of two lanes.
    pub spacing: f32,
}

impl Rails {
    /// The height of a lane.
    #[must_use]
    pub fn y(self, lane: u8) -> f32 {
        self.top + f32::from(lane) * self.spacing
    }
}

/// Draws the lines of a band, as far as they are seen.
pub fn draw_lines(painter: &Painter, colors: &Colors, band: &Band, axis: Axis, rails: Rails, canvas: Rect) {
    let x = |moment: Moment| rails.left + axis.x(moment);
    let seen = canvas.x_range().expand(2.0 * BEND);
    let (first, last) = (axis.moment(-2.0 * BEND), axis.moment(canvas.width() + 2.0 * BEND));
    let from = band.bends.partition_point(|bend| bend.at < first);
    let bends = band.bends[from..].iter().take_while(|bend| bend.at <= last);
    let mut drawn = [[f32::NEG_INFINITY; LANES]; LANES];
    for bend in bends {
        let right = x(bend.at);
        let place = drawn.get_mut(usize::from(bend.from)).and_then(|row| row.get_mut(usize::from(bend.to)));
        if let Some(before) = place
            && right - *before >= NEAR
        {
            *before = right;
            let width = (right - x(bend.since)).clamp(NEAR, BEND);
            draw_bend(painter, colors, bend, (right - width, right), rails);
        }
    }
    for span in band.spans.iter().filter(|span| span.from <= last && span.to >= first) {
        let (left, right) = (x(span.from).max(seen.min), x(span.to).min(seen.max));
        painter.hline(left..=right, rails.y(span.lane), stroke(colors, span.colour));
    }
}

fn draw_bend(painter: &Painter, colors: &Colors, bend: &Bend, (left, right): (f32, f32), rails: Rails) {
    let (from, to) = (pos2(right, rails.y(bend.from)), pos2(left, rails.y(bend.to)));
    let half = vec2((right - left) * 0.6, 0.0);
    let points = [from, from - half, to + half, to];
    let stroke = stroke(colors, bend.colour);
    painter.add(CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke));
}

/// The current path's lines are a little stronger.
fn stroke(colors: &Colors, colour: u8) -> Stroke {
    Stroke::new(if colour == 0 { 2.5 } else { 1.8 }, lane_color(colors, colour))
}

/// The colour of a lane.
#[must_use]
pub fn lane_color(colors: &Colors, colour: u8) -> Color32 {
    colors.lanes[usize::from(colour) % colors.lanes.len()]
}
