//! Points, sizes and areas of the laid-out tree.
//!
//! They are double: a tree of 100,000 rows is eight million points high, where single precision
//! is too coarse to scroll smoothly.

/// A place in the tree's own coordinates: x to the right, y downwards, in points at zoom 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// Distance from the left edge of the tree.
    pub x: f64,
    /// Distance from the top edge of the tree.
    pub y: f64,
}

/// How large something is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Size {
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
}

/// A rectangle; its edges belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Area {
    /// Smallest x.
    pub left: f64,
    /// Smallest y.
    pub top: f64,
    /// Greatest x.
    pub right: f64,
    /// Greatest y.
    pub bottom: f64,
}

impl Area {
    /// Width in points.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height in points.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// The point in its middle.
    #[must_use]
    pub fn centre(&self) -> Point {
        Point { x: f64::midpoint(self.left, self.right), y: f64::midpoint(self.top, self.bottom) }
    }

    /// Whether the point lies in it or on its edge.
    #[must_use]
    pub fn contains(&self, point: Point) -> bool {
        self.left <= point.x && point.x <= self.right && self.top <= point.y && point.y <= self.bottom
    }

    /// Whether the two have at least one point in common.
    #[must_use]
    pub fn touches(&self, other: &Self) -> bool {
        self.left <= other.right && other.left <= self.right && self.top <= other.bottom && other.top <= self.bottom
    }
}

/// Sizes and gaps of a layout.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayoutSizes {
    /// Of a snapshot's card.
    pub snapshot: Size,
    /// Of a folded stretch.
    pub fold: Size,
    /// Of the current state.
    pub current_state: Size,
    /// Between two columns.
    pub column_gap: f64,
    /// Between two items with the same parent.
    pub row_gap: f64,
    /// What is added to `row_gap` between items of different parents, so that branches stand apart.
    pub branch_gap: f64,
}

impl LayoutSizes {
    /// Width of a column: that of its widest possible item.
    #[must_use]
    pub fn column_width(&self) -> f64 {
        self.snapshot.width.max(self.fold.width).max(self.current_state.width)
    }

    /// Distance from one column to the next.
    #[must_use]
    pub fn column_step(&self) -> f64 {
        self.column_width() + self.column_gap
    }
}
