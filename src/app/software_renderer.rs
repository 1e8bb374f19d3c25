//! What is drawn less often where the processor draws: every frame costs it as much as a whole window.

use egui::{Context, Event, MouseWheelUnit, Plugin, RawInput, TouchPhase, Vec2};

/// Has egui apply each notch of a wheel at once. Gliding over a notch takes it ten frames, and touchpads are never smoothed: a
/// notch that is announced as the movement of a finger is taken as it comes.
#[derive(Debug)]
struct WholeNotches;

impl Plugin for WholeNotches {
    fn debug_name(&self) -> &'static str {
        "whole-notches"
    }

    fn input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        let mut events = Vec::with_capacity(input.events.len());
        for event in input.events.drain(..) {
            if let Event::MouseWheel { unit, phase: TouchPhase::Move, modifiers, source, .. } = &event
                && *unit != MouseWheelUnit::Point
            {
                let (unit, delta, phase) = (*unit, Vec2::ZERO, TouchPhase::Start);
                events.push(Event::MouseWheel { unit, delta, phase, modifiers: *modifiers, source: *source });
            }
            events.push(event);
        }
        input.events = events;
    }
}

/// Draws less often from now on.
pub fn spare(ctx: &Context) {
    ctx.add_plugin(WholeNotches);
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use egui::{Modifiers, MouseWheelSource, vec2};
    use egui_kittest::Harness;

    use super::*;

    /// What each frame in which something is scrolled is given of a notch, in points.
    fn scrolled(is_spared: bool) -> Vec<f32> {
        let scrolled = RefCell::new(Vec::new());
        let mut harness = Harness::builder().with_step_dt(1.0 / 60.0).build_ui(|ui| {
            scrolled.borrow_mut().push(ui.input(|input| input.smooth_scroll_delta().y));
        });
        if is_spared {
            spare(&harness.ctx);
        }
        harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: vec2(0.0, -1.0),
            phase: TouchPhase::Move,
            modifiers: Modifiers::NONE,
            source: MouseWheelSource::Wheel,
        });
        harness.run_steps(60);
        drop(harness);
        scrolled.into_inner().into_iter().filter(|points| *points < 0.0).collect()
    }

    #[test]
    fn a_notch_comes_in_one_frame() {
        let (gliding, whole) = (scrolled(false), scrolled(true));
        assert!(gliding.len() > 5, "{gliding:?}");
        assert_eq!(whole.len(), 1);
        assert!((gliding.iter().sum::<f32>() - whole[0]).abs() < 1.0, "it goes as far: {gliding:?}, {whole:?}");
    }
}
