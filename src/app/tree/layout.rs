//! Where each item of the tree view stands, and what is where.
//!
//! The tree grows to the right: an item's column is its depth, siblings stand below each other in
//! the order of the tree, and a parent is centred on its children. The layout is computed once for
//! each change of the tree; a frame asks only for what it shows.

mod edges;
mod geometry;
mod tidy;
mod walk;

use std::ops::Range;

use super::fold::{Item, ItemKind, Place, VisibleTree};
use crate::model::SnapshotIndex;

pub use geometry::{Area, LayoutSizes, Point, Size};
pub use walk::{Direction, Trail};

/// A tree view's items in their places.
///
/// Items are numbered column by column, and in each column from the top. Both the upper edges and
/// the lower edges of a column's items ascend, and so do both ends of the lines between two
/// columns: that is why what is visible is found by bisection.
#[derive(Debug, Clone, PartialEq)]
pub struct TreeLayout {
    tree: VisibleTree,
    sizes: LayoutSizes,
    /// Height of each item's centre.
    centres: Vec<f64>,
    /// First item of each column, and the number of items at the end.
    columns: Vec<usize>,
    bounds: Area,
}

impl TreeLayout {
    /// Lays out a tree. The top left corner of its bounds is the origin.
    #[must_use]
    pub fn new(tree: VisibleTree, sizes: LayoutSizes) -> Self {
        let centres = tidy::centres(&tree, &sizes);
        let mut columns = Vec::new();
        for (position, item) in tree.items().iter().enumerate() {
            if item.column as usize == columns.len() {
                columns.push(position);
            }
        }
        columns.push(tree.items().len());
        let mut layout = Self { tree, sizes, centres, columns, bounds: Area::default() };
        for item in 0..layout.len() {
            let area = layout.area(item);
            layout.bounds.right = layout.bounds.right.max(area.right);
            layout.bounds.bottom = layout.bounds.bottom.max(area.bottom);
        }
        layout
    }

    /// Number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tree.items().len()
    }

    /// Whether there is nothing to show. It never is: there is always a current state, or a
    /// collapsed branch that hides it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tree.items().is_empty()
    }

    /// The items, every parent before its children.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        self.tree.items()
    }

    /// The tree that was laid out.
    #[must_use]
    pub fn tree(&self) -> &VisibleTree {
        &self.tree
    }

    /// The sizes it was laid out with.
    #[must_use]
    pub fn sizes(&self) -> &LayoutSizes {
        &self.sizes
    }

    /// The area that holds all items, with the origin at its top left corner.
    #[must_use]
    pub fn bounds(&self) -> Area {
        self.bounds
    }

    /// The rectangle of an item.
    ///
    /// # Panics
    /// If there is no such item, as with a slice.
    #[must_use]
    pub fn area(&self, item: usize) -> Area {
        let Item { kind, column, .. } = self.tree.items()[item];
        let left = f64::from(column) * self.sizes.column_step();
        let centre = self.centres[item];
        let half_height = tidy::height_of(kind, &self.sizes) / 2.0;
        Area { left, top: centre - half_height, right: left + self.width_of(kind), bottom: centre + half_height }
    }

    /// The items whose rectangles touch an area.
    pub fn visible_items(&self, area: Area) -> impl Iterator<Item = usize> {
        self.columns_between(area.left - self.sizes.column_width(), area.right).flat_map(move |column| {
            let items = self.column(column);
            let first = bisect(&items, |item| self.area(item).bottom < area.top);
            let last = bisect(&(first..items.end), |item| self.area(item).top <= area.bottom);
            (first..last).filter(move |&item| self.area(item).touches(&area))
        })
    }

    /// The item at a point.
    #[must_use]
    pub fn item_at(&self, point: Point) -> Option<usize> {
        self.columns_between(point.x - self.sizes.column_width(), point.x).find_map(|column| {
            let items = self.column(column);
            let item = bisect(&items, |item| self.area(item).bottom < point.y);
            (items.contains(&item) && self.area(item).contains(point)).then_some(item)
        })
    }

    /// Where a snapshot is: an item of its own, or hidden in one.
    #[must_use]
    pub fn find(&self, snapshot: SnapshotIndex) -> Option<Place> {
        self.tree.find(snapshot)
    }

    /// Number of columns.
    #[must_use]
    pub fn column_count(&self) -> usize {
        self.columns.len() - 1
    }

    /// The items of a column, from the top.
    #[must_use]
    pub fn column(&self, column: usize) -> Range<usize> {
        match self.columns.get(column..column.saturating_add(2)) {
            Some(&[first, end]) => first..end,
            _ => 0..0,
        }
    }

    fn width_of(&self, kind: ItemKind) -> f64 {
        match kind {
            ItemKind::Snapshot(_) => self.sizes.snapshot.width,
            ItemKind::Fold { .. } => self.sizes.fold.width,
            ItemKind::CurrentState => self.sizes.current_state.width,
        }
    }

    /// The columns whose left edges lie from `left` to `right`, and perhaps their neighbours: a
    /// division may be rounded either way.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "casts of floats saturate, and what is outside the tree becomes its edge"
    )]
    fn columns_between(&self, left: f64, right: f64) -> Range<usize> {
        let step = self.sizes.column_step();
        let first = (left / step).floor() as usize;
        let end = ((right / step).ceil() as usize).saturating_add(1).min(self.column_count());
        first..end
    }
}

/// The first of `items` for which `before` is false; the end if there is none.
fn bisect(items: &Range<usize>, before: impl Fn(usize) -> bool) -> usize {
    let (mut first, mut end) = (items.start, items.end);
    while first < end {
        let middle = first.midpoint(end);
        if before(middle) {
            first = middle + 1;
        } else {
            end = middle;
        }
    }
    first
}
