//! How a snapshot, several of them, and the current state look on the timeline.

use egui::{Align2, Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};
use egui_material_icons::icons;

use crate::app::components::{icon_at, line_in, one_line};
use crate::app::theme::{self, Colors};
use crate::model::{Bytes, Snapshot};
use crate::text;
use crate::words::{grouped, snapshot_name};

/// Radius of the smallest and of the largest point.
const RADIUS: (f32, f32) = (4.5, 10.5);
/// Height of a name above its point.
const NAME: f32 = 16.0;
/// Longest name, in points.
const LONGEST_NAME: f32 = 200.0;
/// Size of the pill that stands for several.
const PILL: (f32, f32) = (24.0, 17.0);

/// How a point looks, besides its size.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent of each other: all of them may be true at once")]
pub struct DotState {
    /// It is chosen.
    pub selected: bool,
    /// It is what the chosen one is compared with.
    pub compared: bool,
    /// The keyboard is there.
    pub focused: bool,
    /// The pointer is over it.
    pub hovered: bool,
    /// One of its images has a problem.
    pub problem: bool,
    /// It is marked for deletion.
    pub marked: bool,
}

/// Paints points.
pub struct DotPainter<'a> {
    /// Where to.
    pub painter: &'a Painter,
    /// In which colours.
    pub colors: &'a Colors,
}

/// The radius of a snapshot's point: its area tells how much it adds.
#[must_use]
pub fn radius(size: Bytes, largest: Bytes) -> f32 {
    RADIUS.0 + (RADIUS.1 - RADIUS.0) * size.share_of(largest).sqrt()
}

/// Lower edge of a name: above the pill of the current state, too, if that is near.
fn above(center: Pos2, radius: f32) -> f32 {
    center.y - radius.max(9.0) - 5.0
}

/// Where the pill of several snapshots is.
#[must_use]
pub fn pill_rect(center: Pos2) -> Rect {
    Rect::from_center_size(center, PILL.into())
}

impl DotPainter<'_> {
    /// One snapshot.
    pub fn dot(&self, center: Pos2, radius: f32, color: Color32, online: bool, state: DotState) {
        let colors = self.colors;
        let ring = |more: f32, width: f32, color: Color32| {
            self.painter.circle_stroke(center, radius + more, Stroke::new(width, color));
        };
        // Lines end before the point, so that it is seen by itself.
        self.painter.circle_filled(center, radius + 2.0, colors.background);
        if state.marked {
            self.painter.circle(center, radius, colors.danger_behind, Stroke::new(1.6, colors.danger));
            let cross = radius * 0.45;
            for (from, to) in [(vec2(-cross, -cross), vec2(cross, cross)), (vec2(-cross, cross), vec2(cross, -cross))] {
                self.painter.line_segment([center + from, center + to], Stroke::new(1.4, colors.danger));
            }
        } else {
            self.painter.circle_filled(center, radius, color);
            if online && radius >= 6.0 {
                icon_at(self.painter, center, icons::ICON_BOLT, radius * 1.7, colors.background);
            }
        }
        if state.selected {
            ring(4.0, 2.5, colors.info);
        } else if state.compared {
            ring(4.0, 2.0, colors.warning);
        } else if state.focused || state.hovered {
            ring(3.5, 1.5, if state.focused { colors.info } else { colors.text_dim });
        }
        if state.problem {
            // Where the name begins, which makes room for it.
            let at = pos2(center.x - radius + 6.0, above(center, radius) - NAME / 2.0);
            icon_at(self.painter, at, icons::ICON_WARNING, 13.0, colors.warning);
        }
    }

    /// A snapshot's name above its point, as far as there is room to the next one. With `more`, how many others
    /// the point stands for.
    pub fn name(&self, center: Pos2, radius: f32, room: f32, snapshot: &Snapshot, more: usize, state: DotState) {
        let colors = self.colors;
        let left = center.x - radius + if state.problem { 16.0 } else { 0.0 };
        let bottom = above(center, radius);
        let rect = Rect::from_min_max(pos2(left, bottom - NAME), pos2(left + room.min(LONGEST_NAME), bottom));
        let font = if state.selected { theme::semibold } else { theme::regular }(theme::TEXT_SMALL);
        let ink = match (state.marked, state.selected, snapshot.name.trim().is_empty()) {
            (true, ..) => colors.danger,
            (_, true, _) => colors.text,
            _ => colors.text_dim,
        };
        let mut text: String = snapshot_name(&snapshot.name).chars().take(200).collect();
        if more > 0 {
            text.push_str(" +");
            text.push_str(&grouped(more));
        }
        let galley = one_line(self.painter, &text, font, ink, rect.width());
        let place = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), rect);
        let width = place.width();
        // Lines that cross it do not make it harder to read.
        self.painter.rect_filled(place.expand2(vec2(3.0, 0.0)), 3.0, colors.background.gamma_multiply(0.8));
        self.painter.galley(place.min, galley, ink);
        if state.marked && more == 0 {
            self.painter.hline(rect.left()..=rect.left() + width, rect.center().y, Stroke::new(1.2, colors.danger));
        }
    }

    /// Several snapshots at once, some of them marked perhaps.
    pub fn several(&self, rect: Rect, count: usize, color: Color32, state: DotState) {
        let colors = self.colors;
        let radius = CornerRadius::same(8);
        self.painter.rect_filled(rect.expand(2.0), CornerRadius::same(10), colors.background);
        let (fill, border) = match (state.marked, state.hovered) {
            (true, _) => (colors.danger_behind, colors.danger),
            (false, true) => (colors.raised, color),
            (false, false) => (colors.card, color),
        };
        self.painter.rect(rect, radius, fill, Stroke::new(1.6, border), StrokeKind::Inside);
        let text = match count {
            0..1_000 => count.to_string(),
            1_000..100_000 => text!("timeline-thousands", count = count / 1_000),
            _ => "…".to_owned(),
        };
        let ink = if state.marked { colors.danger } else { colors.text };
        line_in(self.painter, rect, Align2::CENTER_CENTER, &text, theme::semibold(10.5), ink);
        if state.selected || state.focused {
            let width = if state.selected { 2.5 } else { 1.5 };
            self.painter.rect_stroke(
                rect.expand(3.0),
                CornerRadius::same(11),
                Stroke::new(width, colors.info),
                StrokeKind::Inside,
            );
        }
        if state.problem {
            let at = pos2(rect.left() + 6.0, above(rect.center(), rect.width() / 2.0) - NAME / 2.0);
            icon_at(self.painter, at, icons::ICON_WARNING, 13.0, colors.warning);
        }
    }

    /// Where the current state is, whose left end is at `start`.
    #[must_use]
    pub fn current_rect(&self, start: Pos2, words: &str) -> Rect {
        let text = |text: &str, font| one_line(self.painter, text, font, self.colors.accent, 300.0).size().x;
        let mut width = 36.0 + text(text!("views-current-state"), theme::semibold(theme::TEXT_SMALL));
        if !words.is_empty() {
            width += 6.0 + text(words, theme::regular(theme::TEXT_SMALL));
        }
        Rect::from_min_size(start - vec2(0.0, 13.0), vec2(width, 26.0))
    }

    /// The current state: a dashed pill, as it is no snapshot yet.
    pub fn current_state(&self, rect: Rect, words: &str, state: DotState) {
        let colors = self.colors;
        let radius = CornerRadius::same(13);
        self.painter.rect_filled(rect, radius, colors.accent_behind);
        if state.selected {
            self.painter.rect_stroke(rect, radius, Stroke::new(2.5, colors.info), StrokeKind::Inside);
        } else {
            let width = if state.hovered { 1.8 } else { 1.2 };
            self.painter.extend(Shape::dashed_line(&pill(rect), Stroke::new(width, colors.accent), 4.0, 3.0));
        }
        if state.focused && !state.selected {
            self.painter.rect_stroke(rect.expand(2.0), 15.0, Stroke::new(1.5, colors.info), StrokeKind::Outside);
        }
        self.painter.circle_filled(pos2(rect.left() + 14.0, rect.center().y), 4.0, colors.accent);
        let line = rect.with_min_x(rect.left() + 24.0);
        let font = theme::semibold(theme::TEXT_SMALL);
        let taken = line_in(self.painter, line, Align2::LEFT_CENTER, text!("views-current-state"), font, colors.accent);
        let rest = line.with_min_x(line.left() + taken + 6.0);
        line_in(self.painter, rest, Align2::LEFT_CENTER, words, theme::regular(theme::TEXT_SMALL), colors.accent);
    }
}

/// The outline of a pill, closed, as points.
fn pill(rect: Rect) -> Vec<Pos2> {
    const STEPS: u8 = 10;
    let radius = rect.height() / 2.0;
    let arc = |center: Pos2, from: f32| {
        (0..=STEPS).map(move |step| {
            let angle = (f32::from(step) / f32::from(STEPS)).mul_add(std::f32::consts::PI, from);
            center + egui::Vec2::angled(angle) * radius
        })
    };
    let quarter = std::f32::consts::FRAC_PI_2;
    let right = arc(pos2(rect.right() - radius, rect.center().y), -quarter);
    let left = arc(pos2(rect.left() + radius, rect.center().y), quarter);
    let mut points: Vec<Pos2> = right.chain(left).collect();
    points.extend(points.first().copied());
    points
}

/// What several snapshots are called.
#[must_use]
pub fn several_name(count: usize) -> String {
    text!("timeline-together", count = count)
}
