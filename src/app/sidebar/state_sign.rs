//! The sign before a machine's name: its state by shape and colour, since not everybody sees the colours apart.

use egui::{Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

use crate::app::theme::Colors;
use crate::model::{InventoryMachine, MachineState};

/// Half the width of a sign, in points.
const RADIUS: f32 = 4.5;

/// The shape that stands for a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateSign {
    /// It runs: a full disc.
    Disc,
    /// It is off: a ring.
    Ring,
    /// It is halted, its memory kept: two bars.
    Bars,
    /// It is changing: half a disc.
    Half,
    /// It ended in a way nobody wanted: a triangle.
    Triangle,
    /// Nobody has told: a dash.
    Dash,
    /// It cannot be read: a cross.
    Cross,
}

/// The sign of a machine and its colour.
#[must_use]
pub fn state_sign(colors: &Colors, machine: &InventoryMachine) -> (StateSign, Color32) {
    if machine.problem().is_some() {
        return (StateSign::Cross, colors.danger);
    }
    of_state(colors, machine.state)
}

fn of_state(colors: &Colors, state: Option<MachineState>) -> (StateSign, Color32) {
    match state {
        Some(MachineState::Running) => (StateSign::Disc, colors.accent),
        Some(MachineState::Paused | MachineState::Saved) => (StateSign::Bars, colors.info),
        Some(MachineState::Transient) => (StateSign::Half, colors.info),
        Some(MachineState::Aborted | MachineState::AbortedSaved | MachineState::Stuck) => {
            (StateSign::Triangle, colors.warning)
        }
        Some(MachineState::PoweredOff | MachineState::Teleported) => (StateSign::Ring, colors.text_dim),
        None => (StateSign::Dash, colors.text_dim),
    }
}

/// Paints a sign around this point.
pub fn paint_state(painter: &Painter, center: Pos2, (sign, color): (StateSign, Color32)) {
    let stroke = Stroke::new(1.8, color);
    let at = |x: f32, y: f32| pos2(center.x + x * RADIUS, center.y + y * RADIUS);
    match sign {
        StateSign::Disc => {
            painter.circle_filled(center, RADIUS, color);
        }
        StateSign::Ring => {
            painter.circle_stroke(center, RADIUS - 0.9, stroke);
        }
        StateSign::Bars => {
            for x in [-0.5, 0.5] {
                let bar = Rect::from_center_size(at(x, 0.0), vec2(3.0, 2.0 * RADIUS));
                painter.rect_filled(bar, CornerRadius::same(1), color);
            }
        }
        StateSign::Half => {
            painter.circle_stroke(center, RADIUS - 0.9, stroke);
            let half = Rect::from_center_size(center, Vec2::splat(2.0 * RADIUS)).with_max_x(center.x);
            painter.with_clip_rect(half.intersect(painter.clip_rect())).circle_filled(center, RADIUS, color);
        }
        StateSign::Triangle => {
            let corners = vec![at(0.0, -1.1), at(1.1, 0.9), at(-1.1, 0.9)];
            painter.add(Shape::convex_polygon(corners, color, Stroke::NONE));
        }
        StateSign::Dash => {
            painter.line_segment([at(-0.8, 0.0), at(0.8, 0.0)], stroke);
        }
        StateSign::Cross => {
            painter.line_segment([at(-0.8, -0.8), at(0.8, 0.8)], stroke);
            painter.line_segment([at(-0.8, 0.8), at(0.8, -0.8)], stroke);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::theme::colors_of;

    #[test]
    fn states_that_matter_differ_in_shape() {
        let colors = colors_of(egui::Theme::Dark);
        let states = [
            Some(MachineState::Running),
            Some(MachineState::Saved),
            Some(MachineState::Transient),
            Some(MachineState::Aborted),
            Some(MachineState::PoweredOff),
            None,
        ];
        for (number, one) in states.into_iter().enumerate() {
            for other in &states[..number] {
                assert_ne!(of_state(colors, one).0, of_state(colors, *other).0, "{one:?} and {other:?}");
            }
        }
    }
}
