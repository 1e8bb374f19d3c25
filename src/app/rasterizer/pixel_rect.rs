//! Areas in whole pixels.

use egui::{Pos2, Rect};

/// Pixels from `left` to before `right`, from `top` to before `bottom`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PixelRect {
    /// First column.
    pub left: usize,
    /// First row.
    pub top: usize,
    /// Column after the last.
    pub right: usize,
    /// Row after the last.
    pub bottom: usize,
}

impl PixelRect {
    /// A window of this size.
    #[must_use]
    pub fn of_size(width: usize, height: usize) -> Self {
        Self { left: 0, top: 0, right: width, bottom: height }
    }

    /// The pixels that a scissor rectangle lets through, rounded as egui's other painters do it.
    #[must_use]
    pub fn scissor(rect: Rect, pixels_per_point: f32) -> Self {
        let edge = |points: f32| whole((points * pixels_per_point).round());
        Self { left: edge(rect.min.x), top: edge(rect.min.y), right: edge(rect.max.x), bottom: edge(rect.max.y) }
    }

    /// All pixels that a shape within `min` and `max`, in pixels, may touch.
    #[must_use]
    pub fn around(min: Pos2, max: Pos2) -> Self {
        Self {
            left: whole(min.x.floor()),
            top: whole(min.y.floor()),
            right: whole(max.x.ceil()),
            bottom: whole(max.y.ceil()),
        }
    }

    /// Whether it holds no pixel.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }

    /// How many pixels it holds.
    #[must_use]
    pub fn area(self) -> usize {
        self.right.saturating_sub(self.left) * self.bottom.saturating_sub(self.top)
    }

    /// The pixels in both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    /// The smallest area around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// A coordinate as a column or row; what lies before the first is the first.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded on both sides")]
pub(super) fn whole(pixels: f32) -> usize {
    // Windows are smaller; endless and undefined coordinates end here.
    pixels.clamp(0.0, 65_536.0) as usize
}
