//! The window of computers without a graphics card: what is drawn on top of earlier frames is what would be drawn anew.
#![expect(clippy::cast_precision_loss, reason = "the helpers of a test fail as the test does")]

use egui::{Align2, Color32, Context, FontId, Painter, RawInput, Rect, Stroke, StrokeKind, Vec2, pos2, vec2};
use proptest::prelude::*;
use snapgrove::app::rasterizer::Rasterizer;

const WIDTH: usize = 160;
const HEIGHT: usize = 120;

/// Something on the screen: what it is, where, how large, in which colour, and in which of two clip rectangles.
#[derive(Debug, Clone)]
struct Thing {
    kind: u8,
    at: (f32, f32),
    size: f32,
    color: [u8; 4],
    is_clipped: bool,
}

impl Thing {
    fn paint(&self, painter: &Painter) {
        let painter = if self.is_clipped {
            painter.with_clip_rect(Rect::from_min_max(pos2(20.0, 15.0), pos2(90.5, 80.25)))
        } else {
            painter.clone()
        };
        let [red, green, blue, alpha] = self.color;
        let color = Color32::from_rgba_premultiplied(red.min(alpha), green.min(alpha), blue.min(alpha), alpha);
        let at = pos2(self.at.0, self.at.1);
        let rect = Rect::from_min_size(at, Vec2::splat(self.size));
        if self.kind == 4 {
            painter.text(at, Align2::LEFT_TOP, "Snapshot 7", FontId::proportional(6.0 + self.size / 6.0), color);
            return;
        }
        match self.kind {
            0 => painter.rect_filled(rect, 0.0, color),
            1 => painter.rect(rect, 4.0, color, Stroke::new(1.5, Color32::WHITE), StrokeKind::Inside),
            2 => painter.circle_filled(at, self.size / 2.0, color),
            _ => painter.line_segment([at, at + vec2(self.size, self.size / 3.0)], Stroke::new(1.0, color)),
        };
    }
}

fn thing() -> impl Strategy<Value = Thing> {
    let at = (-20.0..180.0_f32, -20.0..140.0_f32);
    (0..5_u8, at, 1.0..60.0_f32, any::<[u8; 4]>(), any::<bool>())
        .prop_map(|(kind, at, size, color, is_clipped)| Thing { kind, at, size, color, is_clipped })
}

/// Frames that change a few things of the one before.
fn frames() -> impl Strategy<Value = Vec<Vec<Thing>>> {
    let change = (any::<prop::sample::Index>(), thing(), 0..3_u8);
    (prop::collection::vec(thing(), 1..12), prop::collection::vec(prop::collection::vec(change, 0..3), 1..7)).prop_map(
        |(first, changes)| {
            let mut frames = vec![first];
            for changed in changes {
                let mut next = frames[frames.len() - 1].clone();
                for (index, thing, way) in changed {
                    let index = index.index(next.len());
                    match way {
                        0 => next[index] = thing,
                        1 => next.insert(index, thing),
                        _ if next.len() > 1 => drop(next.remove(index)),
                        _ => {}
                    }
                }
                frames.push(next);
            }
            frames
        },
    )
}

/// Gives a frame to the rasterizer; whether it says that anything is different.
fn give(rasterizer: &mut Rasterizer, ctx: &Context, things: &[Thing], scale: f32) -> bool {
    let screen = Rect::from_min_size(pos2(0.0, 0.0), vec2(WIDTH as f32, HEIGHT as f32) / scale);
    let input = RawInput { screen_rect: Some(screen), ..RawInput::default() };
    let output = ctx.run_ui(input, |ui| {
        for thing in things {
            thing.paint(ui.painter());
        }
    });
    let primitives = ctx.tessellate(output.shapes, scale);
    rasterizer.take(primitives, output.textures_delta, [WIDTH, HEIGHT], scale, Color32::DARK_GRAY)
}

fn seen(pixels: &[u32]) -> Vec<u32> {
    pixels.iter().map(|pixel| pixel & 0x00FF_FFFF).collect()
}

fn context(scale: f32) -> Context {
    let ctx = Context::default();
    ctx.set_pixels_per_point(scale);
    ctx
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn drawing_what_changed_is_drawing_anew(frames in frames(), buffers in 1..4_usize, tenths in 8..22_u8) {
        let scale = f32::from(tenths) / 10.0;
        let ctx = context(scale);
        let mut rasterizer = Rasterizer::default();
        // As desktops do it: each buffer is drawn on again when the others had their turn.
        let mut shown = vec![vec![0xDEAD_BEEF_u32; WIDTH * HEIGHT]; buffers];
        for (number, things) in frames.iter().enumerate() {
            give(&mut rasterizer, &ctx, things, scale);
            let age = if number < buffers { 0 } else { buffers };
            rasterizer.draw(&mut shown[number % buffers], age);
            let mut anew = vec![0; WIDTH * HEIGHT];
            let mut other = Rasterizer::default();
            let other_ctx = context(scale);
            give(&mut other, &other_ctx, things, scale);
            other.draw(&mut anew, 0);
            prop_assert!(seen(&shown[number % buffers]) == seen(&anew), "frame {number} differs from one drawn anew");
        }
    }
}

#[test]
fn nothing_is_drawn_when_nothing_changed() {
    let ctx = context(1.0);
    let mut rasterizer = Rasterizer::default();
    let thing = Thing { kind: 4, at: (10.0, 10.0), size: 30.0, color: [200, 100, 50, 255], is_clipped: false };
    assert!(give(&mut rasterizer, &ctx, std::slice::from_ref(&thing), 1.0));
    let mut pixels = vec![0; WIDTH * HEIGHT];
    assert!(!rasterizer.draw(&mut pixels, 0).is_empty());
    assert!(!give(&mut rasterizer, &ctx, std::slice::from_ref(&thing), 1.0));
    assert!(rasterizer.draw(&mut pixels, 1).is_empty());
    let moved = Thing { at: (10.0, 40.0), ..thing };
    assert!(give(&mut rasterizer, &ctx, &[moved], 1.0));
    let drawn: usize = rasterizer.draw(&mut pixels, 1).iter().map(|area| area.area()).sum();
    assert!(drawn > 0 && drawn < WIDTH * HEIGHT / 2, "{drawn}");
}

#[test]
fn pixels_that_are_too_few_stay_as_they_are() {
    let ctx = context(1.0);
    let mut rasterizer = Rasterizer::default();
    let thing = Thing { kind: 0, at: (0.0, 0.0), size: 50.0, color: [255; 4], is_clipped: false };
    give(&mut rasterizer, &ctx, &[thing], 1.0);
    let mut pixels = vec![7; WIDTH];
    assert!(rasterizer.draw(&mut pixels, 0).is_empty());
    assert!(pixels.iter().all(|pixel| *pixel == 7));
}
