//! Mouse, wheel and touchpad move the timeline.

use egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, Rect, Response, TouchPhase, Ui, Vec2};

use super::axis::Axis;

/// How much larger the time gets by one line of the wheel; a notch is two or three lines on most systems.
const WHEEL_ZOOM: f64 = 1.15;
/// How far one line of the wheel pans, in points.
const WHEEL_STEP: f32 = 60.0;

/// Dragging pans; the wheel and a pinch zoom around the pointer; two fingers on a touchpad pan. Returns how
/// far the bands are to be scrolled, in points downwards.
pub fn move_by_pointer(ui: &Ui, background: &Response, canvas: Rect, axis: &mut Axis) -> f32 {
    let mut down = 0.0;
    if background.dragged() {
        axis.pan_by(background.drag_delta().x);
        down -= background.drag_delta().y;
    }
    let Some(at) = ui.pointer_latest_pos().filter(|_| ui.rect_contains_pointer(background.rect)) else { return down };
    let x = at.x - canvas.left();
    let pinch = ui.input(egui::InputState::zoom_delta);
    if (pinch - 1.0).abs() > f32::EPSILON {
        axis.zoom_around(f64::from(pinch), x);
        return down;
    }
    let wheels: Vec<(bool, Vec2, Modifiers)> = ui.input(|input| {
        let wheels = input.events.iter().filter_map(|event| match event {
            Event::MouseWheel { unit, delta, modifiers, source, phase: TouchPhase::Move } => {
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
            axis.pan_by(delta.x);
            down -= delta.y;
        } else if modifiers.shift {
            axis.pan_by((delta.x + delta.y) * WHEEL_STEP);
        } else {
            axis.zoom_around(WHEEL_ZOOM.powf(f64::from(delta.y)), x);
        }
    }
    down
}
