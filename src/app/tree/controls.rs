//! What lies over the tree: zoom buttons and the minimap.

use egui::{
    Align, Area, Color32, CornerRadius, Frame, Id, Layout, Margin, Order, Rect, Response, RichText, Role, Sense,
    Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, vec2,
};

use super::camera::Camera;
use super::far::{FarColors, FarDrawing};
use super::scene::Scene;
use crate::app::command::{Command, UiCommand};
use crate::app::components::icon_button;
use crate::app::theme::{self, measure, space};
use crate::text;

/// Zoom buttons, at the bottom left.
pub fn zoom_controls(ui: &mut Ui, canvas: Rect, zoom: f64, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    let place = canvas.left_bottom() + vec2(space::MEDIUM, -space::MEDIUM - 36.0);
    let rect = Rect::from_min_size(place, vec2(400.0, 36.0));
    ui.scope_builder(UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)), |ui| {
        let frame = Frame::new()
            .fill(colors.card)
            .stroke(Stroke::new(1.0, colors.line))
            .corner_radius(CornerRadius::same(measure::CORNER_CARD))
            .inner_margin(Margin::symmetric(4, 2));
        frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let mut small = |ui: &mut Ui, command: UiCommand| {
                if icon_button(ui, command.icon(), command.text())
                    .on_hover_text(command.tooltip_with_keys(ui.ctx()))
                    .clicked()
                {
                    commands.push(Command::Ui(command));
                }
            };
            small(ui, UiCommand::ZoomOut);
            #[expect(clippy::cast_possible_truncation, reason = "a zoom of at most 250 %")]
            let percent = (zoom * 100.0).round() as i32;
            let text = RichText::new(text!("tree-zoom", percent = percent)).font(theme::regular(theme::TEXT_SMALL));
            let reset =
                ui.add(egui::Button::new(text).frame_when_inactive(false).min_size(Vec2::new(52.0, measure::CONTROL)));
            let reset = reset
                .on_hover_text(UiCommand::ZoomReset.tooltip_with_keys(ui.ctx()))
                .accessible_name(UiCommand::ZoomReset.text());
            small(ui, UiCommand::ZoomIn);
            if reset.clicked() {
                commands.push(Command::Ui(UiCommand::ZoomReset));
            }
            for command in [UiCommand::Fit, UiCommand::GoToCurrent] {
                let text = RichText::new(command.text()).font(theme::regular(theme::TEXT_SMALL));
                let button = ui
                    .add(egui::Button::new(text).frame_when_inactive(false).min_size(Vec2::new(0.0, measure::CONTROL)));
                if button.on_hover_text(command.tooltip_with_keys(ui.ctx())).clicked() {
                    commands.push(Command::Ui(command));
                }
            }
        });
    });
}

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
