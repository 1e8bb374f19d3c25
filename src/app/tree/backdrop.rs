//! What lies behind the cards: the grid of dots and the lines.

use std::collections::HashMap;

use egui::epaint::CubicBezierShape;
use egui::{Color32, Mesh, Rect, Shape, Stroke, Ui, Vec2, vec2};

use super::camera::Camera;
use super::scene::Scene;
use crate::app::theme::{Colors, measure};

/// A quiet grid of dots, so that panning is felt where there is no card.
pub fn dots(canvas: Rect, camera: Camera, colors: &Colors) -> Shape {
    let step = measure::DOTS;
    let origin = camera.to_screen(canvas, super::layout::Point::default()) - canvas.min;
    let color = colors.line.gamma_multiply(0.55);
    let mut mesh = Mesh::default();
    let mut y = origin.y.rem_euclid(step);
    while y < canvas.height() {
        let mut x = origin.x.rem_euclid(step);
        while x < canvas.width() {
            mesh.add_colored_rect(Rect::from_min_size(canvas.min + vec2(x, y), Vec2::splat(1.2)), color);
            x += step;
        }
        y += step;
    }
    Shape::mesh(mesh)
}

/// How far from their places items are painted, in points; most of the time none is.
#[derive(Debug, Default)]
pub struct Shifts(HashMap<usize, Vec2>);

impl Shifts {
    /// An item is painted this far from its place.
    pub fn insert(&mut self, item: usize, shift: Vec2) {
        self.0.insert(item, shift);
    }

    /// Whether everything is in its place.
    #[must_use]
    pub fn is_still(&self) -> bool {
        self.0.values().all(|shift| shift.length_sq() < 0.25)
    }

    /// How far an item is painted from its place.
    #[must_use]
    pub fn of(&self, item: usize) -> Vec2 {
        self.0.get(&item).copied().unwrap_or_default()
    }
}

/// The lines between the items, those of the current path over the others.
pub fn draw_edges(ui: &Ui, scene: &Scene, camera: Camera, canvas: Rect, colors: &Colors, shifts: &Shifts) {
    let seen = camera.seen(canvas);
    let mut on_path = Vec::new();
    for item in scene.layout.drawn_edges(seen) {
        let Some((from, to)) = scene.layout.edge(item) else { continue };
        let parent = scene.layout.parent(item).map_or(Vec2::ZERO, |parent| shifts.of(parent));
        let from = camera.to_screen(canvas, from) + parent;
        let to = camera.to_screen(canvas, to) + shifts.of(item);
        let bend = vec2((to.x - from.x) * 0.5, 0.0);
        let points = [from, from + bend, to - bend, to];
        let is_on_path = scene.on_path(item);
        let stroke = if is_on_path {
            Stroke::new(2.0, colors.accent)
        } else {
            Stroke::new(1.2, colors.text_dim.gamma_multiply(0.7))
        };
        let curve = CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
        if is_on_path {
            on_path.push(Shape::CubicBezier(curve));
        } else {
            ui.painter().add(curve);
        }
    }
    // The current path lies over the others.
    ui.painter().extend(on_path);
}
