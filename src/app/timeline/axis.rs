//! Which stretch of time is seen, and how large.

/// A moment in milliseconds since the beginning of 1970, UTC.
pub type Moment = i64;

/// Milliseconds of a second.
pub const SECOND: f64 = 1_000.0;
/// Milliseconds of a day.
pub const DAY: f64 = 86_400.0 * SECOND;
/// Milliseconds that a point of the screen stands for, at least and at most: from a second in 100 points to
/// ten thousand years in 1,000.
const SCALES: std::ops::RangeInclusive<f64> = SECOND / 100.0..=3_650.0 * DAY;
/// The shortest time that is made to fit, in milliseconds: one snapshot alone needs some time around it.
const SHORTEST: f64 = 60.0 * SECOND;

/// Which stretch of time is seen, and how large. Distances on the screen are from the canvas's left edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    /// The time at the left edge, in milliseconds since 1970.
    left: f64,
    /// Milliseconds that a point of the screen stands for.
    scale: f64,
}

impl Axis {
    /// Shows the time from `from` to `to` between two margins of a canvas.
    #[must_use]
    pub fn fit(from: Moment, to: Moment, width: f32, margins: (f32, f32)) -> Self {
        let room = f64::from(width - margins.0 - margins.1).max(1.0);
        let (from, to) = (exact(from), exact(to));
        let length = (to - from).max(SHORTEST);
        let scale = (length / room).clamp(*SCALES.start(), *SCALES.end());
        // A time that is too short stands in the middle.
        let start = f64::midpoint(from, to) - room * scale / 2.0;
        Self { left: start - f64::from(margins.0) * scale, scale }
    }

    /// Milliseconds that a point of the screen stands for.
    #[must_use]
    pub fn scale(self) -> f64 {
        self.scale
    }

    /// Where a moment is. What lies far outside is near enough to the edge to be drawn without overflow.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "bounded to what single precision holds exactly")]
    pub fn x(self, moment: Moment) -> f32 {
        ((exact(moment) - self.left) / self.scale).clamp(-1e5, 1e5) as f32
    }

    /// The moment at a place.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "a conversion that saturates")]
    pub fn moment(self, x: f32) -> Moment {
        (self.left + f64::from(x) * self.scale) as i64
    }

    /// Moves what is seen by so many points.
    pub fn pan_by(&mut self, points: f32) {
        self.left -= f64::from(points) * self.scale;
    }

    /// Zooms by a factor; the moment at `x` stays there.
    pub fn zoom_around(&mut self, factor: f64, x: f32) {
        let fixed = self.left + f64::from(x) * self.scale;
        self.scale = (self.scale / factor).clamp(*SCALES.start(), *SCALES.end());
        self.left = fixed - f64::from(x) * self.scale;
    }

    /// Moves as little as needed to show a moment with `margin` points to the edges.
    pub fn reveal(&mut self, moment: Moment, width: f32, margin: f32) {
        let x = self.x(moment);
        let margin = margin.min(width / 3.0);
        if !(-1e4..1e4).contains(&x) {
            self.left = exact(moment) - f64::from(width) / 2.0 * self.scale;
        } else if x < margin {
            self.pan_by(margin - x);
        } else if x > width - margin {
            self.pan_by(width - margin - x);
        }
    }

    /// Whether it cannot be zoomed in any further.
    #[must_use]
    pub fn is_closest(self) -> bool {
        self.scale <= *SCALES.start()
    }
}

/// A moment as a number to calculate with: exact for any year that has four digits.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of 285,000 years fit")]
fn exact(moment: Moment) -> f64 {
    moment as f64
}
