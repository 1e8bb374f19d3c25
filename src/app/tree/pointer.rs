//! Mouse, wheel and touchpad move the camera.

use egui::{Modifiers, MouseWheelSource, MouseWheelUnit, Rect, Response, TouchPhase, Ui, Vec2, vec2};

use super::camera::Camera;

/// How much larger the tree gets by one line of the wheel; a notch is two or three lines on most systems.
const WHEEL_ZOOM: f64 = 1.1;
/// How far one notch of the wheel pans, in points.
const WHEEL_STEP: f32 = 60.0;

/// Dragging pans; the wheel and a pinch zoom around the pointer; two fingers on a touchpad pan.
pub fn move_by_pointer(ui: &Ui, background: &Response, canvas: Rect, camera: &mut Camera) {
    if background.dragged() {
        camera.pan_by(background.drag_delta());
    }
    let Some(at) = ui.pointer_latest_pos().filter(|_| ui.rect_contains_pointer(canvas)) else { return };
    let pinch = ui.input(egui::InputState::zoom_delta);
    if (pinch - 1.0).abs() > f32::EPSILON {
        camera.zoom_around(f64::from(pinch), at - canvas.min);
        return;
    }
    let wheels: Vec<(bool, Vec2, Modifiers)> = ui.input(|input| {
        let wheels = input.events.iter().filter_map(|event| match event {
            egui::Event::MouseWheel { unit, delta, modifiers, source, phase: TouchPhase::Move } => {
                let is_touchpad = matches!(source, MouseWheelSource::Trackpad | MouseWheelSource::Momentum)
                    || *unit == MouseWheelUnit::Point;
                Some((is_touchpad, *delta, *modifiers))
            }
            _ => None,
        });
        wheels.collect()
    });
    for (is_touchpad, delta, modifiers) in wheels {
        if is_touchpad {
            camera.pan_by(delta);
        } else if modifiers.shift {
            camera.pan_by(vec2(delta.x + delta.y, 0.0) * WHEEL_STEP);
        } else {
            camera.zoom_around(WHEEL_ZOOM.powf(f64::from(delta.y)), at - canvas.min);
        }
    }
}
