//! Where one looks at the tree from: pan and zoom. Everything is laid out in screen points, so that
//! text stays sharp at any zoom.

use egui::{Pos2, Rect, Vec2, vec2};

use super::layout::{Area, Point};

/// Smallest and greatest zoom.
pub const ZOOM_RANGE: std::ops::RangeInclusive<f64> = 0.002..=2.5;
/// Below this zoom nobody can read the text: cards become blocks.
pub const FAR: f64 = 0.34;
/// A tree that would have to be smaller than this to fit is shown in part instead.
const SMALLEST_FIT: f64 = 0.55;
/// Room around a tree that fits, in points.
const MARGIN: f32 = 28.0;

/// Pan and zoom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    /// Screen position of the tree's origin, from the canvas's top left corner.
    pan: (f64, f64),
    /// Screen points for one point of the layout.
    pub zoom: f64,
}

impl Camera {
    /// The whole tree in the middle of the canvas, not larger than it is.
    #[must_use]
    pub fn fit(bounds: Area, canvas: Vec2) -> Self {
        let room = (canvas - Vec2::splat(2.0 * MARGIN)).max(Vec2::splat(1.0));
        let zoom = (f64::from(room.x) / bounds.width().max(1.0)).min(f64::from(room.y) / bounds.height().max(1.0));
        let zoom = zoom.clamp(*ZOOM_RANGE.start(), 1.0);
        Self::centred(bounds.centre(), canvas, zoom)
    }

    /// Whether the whole tree can be seen and read at once.
    #[must_use]
    pub fn fits(bounds: Area, canvas: Vec2) -> bool {
        Self::fit(bounds, canvas).zoom >= SMALLEST_FIT
    }

    /// The whole tree in a small picture: no room around it, no least zoom.
    #[must_use]
    pub fn fit_exactly(bounds: Area, canvas: Vec2) -> Self {
        let zoom = (f64::from(canvas.x) / bounds.width().max(1.0)).min(f64::from(canvas.y) / bounds.height().max(1.0));
        Self::centred(bounds.centre(), canvas, zoom.min(0.25))
    }

    /// Where to look first: the whole tree if it can be read then, else what matters most.
    #[must_use]
    pub fn first(bounds: Area, canvas: Vec2, important: Point) -> Self {
        if Self::fits(bounds, canvas) {
            Self::fit(bounds, canvas)
        } else {
            Self::centred(important, canvas, 1.0).kept_inside(bounds, canvas)
        }
    }

    /// Looks at `point`.
    #[must_use]
    pub fn centred(point: Point, canvas: Vec2, zoom: f64) -> Self {
        let pan = (f64::from(canvas.x) / 2.0 - point.x * zoom, f64::from(canvas.y) / 2.0 - point.y * zoom);
        Self { pan, zoom }
    }

    /// No empty space where there could be tree: used for automatic moves only.
    #[must_use]
    pub fn kept_inside(mut self, bounds: Area, canvas: Vec2) -> Self {
        let inside = |pan: f64, length: f64, room: f32| {
            let (length, room, margin) = (length * self.zoom, f64::from(room), f64::from(MARGIN));
            if length + 2.0 * margin <= room {
                (room - length) / 2.0
            } else {
                pan.clamp(room - length - margin, margin)
            }
        };
        self.pan = (inside(self.pan.0, bounds.right, canvas.x), inside(self.pan.1, bounds.bottom, canvas.y));
        self
    }

    /// Moves what is seen.
    pub fn pan_by(&mut self, delta: Vec2) {
        self.pan.0 += f64::from(delta.x);
        self.pan.1 += f64::from(delta.y);
    }

    /// Zooms; what is at `fixed` (from the canvas's corner) stays there.
    pub fn zoom_around(&mut self, factor: f64, fixed: Vec2) {
        let zoom = (self.zoom * factor).clamp(*ZOOM_RANGE.start(), *ZOOM_RANGE.end());
        let scale = zoom / self.zoom;
        let (x, y) = (f64::from(fixed.x), f64::from(fixed.y));
        self.pan = (x - (x - self.pan.0) * scale, y - (y - self.pan.1) * scale);
        self.zoom = zoom;
    }

    /// A point of the layout on the screen.
    #[must_use]
    pub fn to_screen(self, canvas: Rect, point: Point) -> Pos2 {
        canvas.min + vec2(narrow(self.pan.0 + point.x * self.zoom), narrow(self.pan.1 + point.y * self.zoom))
    }

    /// An area of the layout on the screen.
    #[must_use]
    pub fn rect_to_screen(self, canvas: Rect, area: Area) -> Rect {
        let min = self.to_screen(canvas, Point { x: area.left, y: area.top });
        let max = self.to_screen(canvas, Point { x: area.right, y: area.bottom });
        Rect::from_min_max(min, max)
    }

    /// A point of the screen in the layout.
    #[must_use]
    pub fn to_layout(self, canvas: Rect, at: Pos2) -> Point {
        let from = at - canvas.min;
        Point { x: (f64::from(from.x) - self.pan.0) / self.zoom, y: (f64::from(from.y) - self.pan.1) / self.zoom }
    }

    /// The part of the layout that is seen.
    #[must_use]
    pub fn seen(self, canvas: Rect) -> Area {
        let (min, max) = (self.to_layout(canvas, canvas.min), self.to_layout(canvas, canvas.max));
        Area { left: min.x, top: min.y, right: max.x, bottom: max.y }
    }

    /// Moves as little as needed to bring `area` into view with some room around it.
    pub fn reveal(&mut self, canvas: Rect, area: Area) {
        let rect = self.rect_to_screen(canvas, area).expand(MARGIN);
        let shift = |low: f32, high: f32, from: f32, to: f32| {
            if low < from {
                from - low
            } else if high > to {
                (to - high).max(from - low)
            } else {
                0.0
            }
        };
        self.pan_by(vec2(
            shift(rect.left(), rect.right(), canvas.left(), canvas.right()),
            shift(rect.top(), rect.bottom(), canvas.top(), canvas.bottom()),
        ));
    }
}

/// Screen coordinates are single precision; what lies far outside is not drawn anyway.
#[expect(clippy::cast_possible_truncation, reason = "bounded to what single precision holds exactly")]
fn narrow(value: f64) -> f32 {
    value.clamp(-1e6, 1e6) as f32
}
