//! A small picture of the whole tree over the tree itself.

use egui::{
    Area, Color32, CornerRadius, Id, Order, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};

use super::camera::Camera;
use super::far::{FarColors, FarDrawing};
use super::scene::Scene;
use crate::app::theme::{self, measure, space};
use crate::text;

/// A small picture of the whole tree, at the top right, where it does not fit into the window.
#[derive(Default)]
pub struct Minimap {
    drawing: FarDrawing,
}

impl Minimap {
    /// Draws it and moves the camera when it is clicked or dragged.
    pub fn show(
        &mut self,
        ui: &Ui,
        canvas: Rect,
        scene: &Scene,
        camera: &mut Camera,
        item_color: &dyn Fn(usize) -> Color32,
        stamp: u64,
    ) -> Option<Response> {
        let seen = camera.seen(canvas);
        let bounds = scene.layout.bounds();
        let fits = seen.left <= bounds.left
            && seen.top <= bounds.top
            && seen.right >= bounds.right
            && seen.bottom >= bounds.bottom;
        if fits {
            return None;
        }
        let colors = theme::colors(ui);
        let size = Vec2::from(measure::MINIMAP);
        let place = canvas.right_top() + vec2(-size.x - space::MEDIUM, space::MEDIUM);
        let response = Area::new(Id::unique("minimap")).order(Order::Middle).fixed_pos(place).show(ui.ctx(), |ui| {
            let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
            let painter = ui.painter().with_clip_rect(rect);
            painter.rect(
                rect,
                CornerRadius::same(measure::CORNER_CARD),
                colors.card,
                Stroke::new(1.0, colors.line),
                StrokeKind::Inside,
            );
            let inner = rect.shrink(6.0);
            let whole = Camera::fit_exactly(bounds, inner.size());
            painter.add(self.drawing.shape(
                stamp,
                &scene.layout,
                whole,
                inner,
                &FarColors { line: colors.line, item: item_color },
            ));
            let window = whole.rect_to_screen(inner, seen).intersect(rect.shrink(2.0));
            painter.rect_stroke(window, CornerRadius::same(2), Stroke::new(1.2, colors.info), StrokeKind::Inside);
            if let Some(at) = response.interact_pointer_pos()
                && (response.clicked() || response.dragged())
            {
                let centred = Camera::centred(whole.to_layout(inner, at), canvas.size(), camera.zoom);
                *camera = centred.kept_inside(bounds, canvas.size());
            }
            response.widget_info(|| WidgetInfo::labeled(Role::Image, true, text!("tree-map")));
            response
        });
        Some(response.inner)
    }
}
