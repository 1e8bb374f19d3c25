//! Draws what egui tessellates with the processor, for computers without a graphics card.
//!
//! A general software renderer (llvmpipe) draws the whole window again for every frame and interprets every pixel. This one
//! knows what egui's meshes are made of – filled areas, letters copied from an atlas, and thin borders that fade – and draws
//! only where a frame differs from the one before. Colours are blended as egui's shaders do it: premultiplied, in gamma space.
//!
//! Here live pixels, and nothing that knows a window or the program.

mod blend;
mod canvas;
mod damage;
mod mesh;
mod pixel_rect;
mod texture;

use std::collections::VecDeque;

use egui::{ClippedPrimitive, Color32, TexturesDelta};

pub use canvas::Canvas;
pub use pixel_rect::PixelRect;

use damage::Frame;
use texture::Textures;

/// Frames whose changes are remembered. A window has at most this many buffers that it shows in turn; one that is older is
/// drawn anew.
const REMEMBERED: usize = 4;

/// Textures, the frame that was taken last, and where the last drawn frames differed.
#[derive(Default)]
pub struct Rasterizer {
    textures: Textures,
    frame: Frame,
    /// Between the frame that was drawn last and the one that was taken last.
    pending: Vec<PixelRect>,
    /// Of each drawn frame, the newest first.
    changes: VecDeque<Vec<PixelRect>>,
}

impl Rasterizer {
    /// Takes the next frame. `size` is in pixels, `ground` is what stands where nothing is drawn.
    ///
    /// Returns whether anything looks different from what was drawn last.
    pub fn take(
        &mut self,
        primitives: Vec<ClippedPrimitive>,
        mut textures: TexturesDelta,
        size: [usize; 2],
        pixels_per_point: f32,
        ground: Color32,
    ) -> bool {
        let replaced = self.textures.set(&textures);
        let next = Frame { primitives, size, pixels_per_point, ground };
        for area in damage::between(&self.frame, &next, &replaced) {
            damage::add(&mut self.pending, area);
        }
        self.frame = next;
        // egui frees textures after the last frame that shows them; that one is drawn no more.
        self.textures.free(&textures);
        // One that is dropped with something in it counts as forgotten.
        textures.clear();
        !self.pending.is_empty()
    }

    /// Draws the frame onto `pixels`: rows of 0x00RRGGBB of the frame's size. `age` is how many drawings ago these pixels
    /// were drawn on; 0 if they hold anything. Too few pixels are left as they are.
    ///
    /// Returns where something was drawn.
    pub fn draw(&mut self, pixels: &mut [u32], age: usize) -> Vec<PixelRect> {
        self.changes.push_front(std::mem::take(&mut self.pending));
        self.changes.truncate(REMEMBERED);
        let [width, height] = self.frame.size;
        let Some(mut canvas) = Canvas::new(pixels, width, height) else { return Vec::new() };
        let areas = self.stale(age, canvas.area());
        for area in &areas {
            canvas.fill(*area, self.frame.ground);
            for primitive in &self.frame.primitives {
                mesh::draw(&mut canvas, primitive, &self.textures, self.frame.pixels_per_point, *area);
            }
        }
        areas
    }

    /// Where pixels that were drawn `age` frames ago are out of date.
    fn stale(&self, age: usize, whole: PixelRect) -> Vec<PixelRect> {
        if age == 0 || age > self.changes.len() {
            return vec![whole];
        }
        let mut areas = Vec::new();
        for changed in self.changes.iter().take(age).flatten() {
            damage::add(&mut areas, changed.intersection(whole));
        }
        areas
    }
}
