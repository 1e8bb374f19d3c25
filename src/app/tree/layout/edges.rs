//! The lines between parents and children, and which of them a window needs.

use std::ops::Range;

use super::{Area, Point, TreeLayout, bisect};

/// Of the lines from one parent to children above a window, and of those to children below it,
/// this many are drawn, and the one to the farthest. The others would lie between them, so steep
/// and close together that they are one blot: a parent of 50,000 must not cost 50,000 curves.
const LINES_OUT_OF_SIGHT: usize = 32;

impl TreeLayout {
    /// The line from an item's parent to it, from the middle of the parent's right edge to the
    /// middle of its own left edge; `None` for a root.
    #[must_use]
    pub fn edge(&self, item: usize) -> Option<(Point, Point)> {
        let parent = self.tree.items().get(item)?.parent?;
        let from = Point { x: self.area(parent).right, y: self.centres[parent] };
        Some((from, Point { x: self.area(item).left, y: self.centres[item] }))
    }

    /// The items whose lines are worth drawing in an area: all that lead to a child at its height,
    /// and of the others enough to look the same. The current path's are always among them.
    #[must_use]
    pub fn drawn_edges(&self, area: Area) -> Vec<usize> {
        let mut drawn = Vec::new();
        for (column, items) in self.edge_ranges(area) {
            let top = bisect(&items, |item| self.centres[item] < area.top);
            let bottom = bisect(&(top..items.end), |item| self.centres[item] <= area.bottom);
            let on_path = self.tree.current_path().get(column).copied();
            let start = drawn.len();
            self.thin_out(items.start..top, |children| children.end.saturating_sub(LINES_OUT_OF_SIGHT), &mut drawn);
            drawn.extend(top..bottom);
            self.thin_out(bottom..items.end, |children| children.start, &mut drawn);
            drawn.extend(on_path.filter(|item| items.contains(item) && !drawn[start..].contains(item)));
        }
        drawn.retain(|&item| self.edge_touches(item, &area));
        drawn
    }

    /// For each column that may have visible lines, the children at their right ends.
    fn edge_ranges(&self, area: Area) -> impl Iterator<Item = (usize, Range<usize>)> {
        self.columns_between(area.left, area.right + self.sizes.column_step()).map(move |column| {
            // Roots have no line, and all of them stand in the first column.
            let items = if column == 0 { 0..0 } else { self.column(column) };
            let first = bisect(&items, |item| self.edge_area(item).is_some_and(|edge| edge.bottom < area.top));
            let reaches = |item| self.edge_area(item).is_some_and(|edge| edge.top <= area.bottom);
            (column, first..bisect(&(first..items.end), reaches))
        })
    }

    /// The rectangle that a line lies in, whatever curve it is drawn as.
    fn edge_area(&self, item: usize) -> Option<Area> {
        let (from, to) = self.edge(item)?;
        Some(Area { left: from.x, top: from.y.min(to.y), right: to.x, bottom: from.y.max(to.y) })
    }

    fn edge_touches(&self, item: usize, area: &Area) -> bool {
        self.edge_area(item).is_some_and(|edge| edge.touches(area))
    }

    /// Keeps a few children of each parent: from `nearest` on, and those at both ends.
    fn thin_out(&self, items: Range<usize>, nearest: impl Fn(&Range<usize>) -> usize, kept: &mut Vec<usize>) {
        let mut next = items.start;
        while next < items.end {
            let siblings = self.parent(next).map_or(next..next + 1, |parent| self.tree.children(parent));
            let children = next..siblings.end.min(items.end);
            let start = nearest(&children).max(children.start);
            let near = start..children.end.min(start.saturating_add(LINES_OUT_OF_SIGHT));
            kept.extend((near.start > children.start).then_some(children.start));
            kept.extend(near.clone());
            kept.extend((near.end < children.end).then(|| children.end - 1));
            next = children.end;
        }
    }
}
