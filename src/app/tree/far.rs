//! The tree from far away: blocks without text, in one mesh.
//!
//! What would fall onto the same pixels is drawn once, so that 100,000 snapshots cost no more than
//! the screen has room for.

use std::sync::Arc;

use egui::{Color32, Mesh, Rect, Shape, pos2};

use super::camera::Camera;
use super::layout::TreeLayout;

/// Blocks nearer than this to the one before, in points, are not drawn: they cover each other.
const MERGED_WITHIN: f32 = 1.5;
/// Least height and width of a block in points.
const SMALLEST: f32 = 1.0;

/// A drawing that is made again only when the layout or the camera has changed.
#[derive(Default)]
pub struct FarDrawing {
    made_for: Option<(u64, Camera, Rect)>,
    mesh: Arc<Mesh>,
}

/// Colours of a far drawing.
pub struct FarColors<'a> {
    /// Of the lines.
    pub line: Color32,
    /// Of an item.
    pub item: &'a dyn Fn(usize) -> Color32,
}

impl FarDrawing {
    /// The drawing of `layout`, whose contents and colours `stamp` stands for.
    pub fn shape(
        &mut self,
        stamp: u64,
        layout: &TreeLayout,
        camera: Camera,
        canvas: Rect,
        colors: &FarColors<'_>,
    ) -> Shape {
        let made_for = (stamp, camera, canvas);
        if self.made_for != Some(made_for) {
            self.made_for = Some(made_for);
            self.mesh = Arc::new(draw(layout, camera, canvas, colors));
        }
        Shape::Mesh(self.mesh.clone())
    }
}

fn draw(layout: &TreeLayout, camera: Camera, canvas: Rect, colors: &FarColors<'_>) -> Mesh {
    let seen = camera.seen(canvas);
    let mut blocks = Vec::new();
    let mut drawn_to = f32::NEG_INFINITY;
    for column in 0..layout.column_count() {
        let items = layout.column(column);
        let Some(first) = items.clone().next() else { continue };
        let left = camera.rect_to_screen(canvas, layout.area(first)).left();
        let right = camera.rect_to_screen(canvas, layout.area(first)).right().max(left + SMALLEST);
        if right < canvas.left() || left > canvas.right() || left < drawn_to + MERGED_WITHIN - (right - left) {
            continue;
        }
        drawn_to = right;
        let mut next = items.start + partition(&items, |item| layout.area(item).bottom < seen.top);
        while items.contains(&next) {
            let area = layout.area(next);
            if area.top > seen.bottom {
                break;
            }
            let rect = camera.rect_to_screen(canvas, area);
            let rect = Rect::from_min_max(rect.min, rect.max.max(rect.min + egui::Vec2::splat(SMALLEST)));
            blocks.push((next, rect));
            let clear = camera.to_layout(canvas, pos2(0.0, rect.bottom() + MERGED_WITHIN)).y - (area.bottom - area.top);
            let rest = next + 1..items.end;
            next = rest.start + partition(&rest, |item| layout.area(item).top < clear);
        }
    }
    let mut mesh = Mesh::default();
    for (item, rect) in &blocks {
        if let Some(parent) = layout.parent(*item) {
            add_edge(&mut mesh, camera.rect_to_screen(canvas, layout.area(parent)), *rect, colors.line);
        }
    }
    for (item, rect) in blocks {
        mesh.add_colored_rect(rect, (colors.item)(item));
    }
    mesh
}

/// Right, down or up, and right again.
fn add_edge(mesh: &mut Mesh, parent: Rect, child: Rect, color: Color32) {
    let (from, to) = (parent.right_center(), child.left_center());
    let middle = f32::midpoint(from.x, to.x);
    mesh.add_colored_rect(Rect::from_min_max(from, pos2(middle + 0.5, from.y + 1.0)), color);
    mesh.add_colored_rect(
        Rect::from_min_max(pos2(middle, from.y.min(to.y)), pos2(middle + 1.0, from.y.max(to.y) + 1.0)),
        color,
    );
    mesh.add_colored_rect(Rect::from_min_max(pos2(middle, to.y), pos2(to.x, to.y + 1.0)), color);
}

/// How many items at the start of a range satisfy `before`; those that do come first.
fn partition(range: &std::ops::Range<usize>, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = usize::midpoint(low, high);
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low - range.start
}
