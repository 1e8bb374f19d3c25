//! Images that meshes are covered with: the atlas of letters above all.

use std::collections::HashMap;

use egui::epaint::ImageDelta;
use egui::{ImageData, Pos2, TextureFilter, TextureId, TexturesDelta};

use super::blend::argb;

/// One image: rows of premultiplied 0xAARRGGBB.
#[derive(Default)]
pub struct Texture {
    pixels: Vec<u32>,
    width: usize,
    height: usize,
    is_nearest: bool,
}

/// All images, by egui's names.
#[derive(Default)]
pub struct Textures(HashMap<TextureId, Texture>);

impl Textures {
    /// Of this name.
    pub fn get(&self, id: TextureId) -> Option<&Texture> {
        self.0.get(&id)
    }

    /// Takes new and changed images. Returns those that look different now where they were shown before: letters are only
    /// added to an atlas, so that one which gets a patch looks as before.
    pub fn set(&mut self, delta: &TexturesDelta) -> Vec<TextureId> {
        let mut replaced = Vec::new();
        for (id, deltas) in &delta.set {
            for delta in deltas {
                let texture = self.0.entry(*id).or_default();
                match delta.pos {
                    Some(at) => texture.patch(delta, at),
                    None => *texture = Texture::new(delta),
                }
            }
            let is_only_added_to = *id == TextureId::default() && deltas.iter().all(|delta| delta.pos.is_some());
            if !is_only_added_to {
                replaced.push(*id);
            }
        }
        replaced
    }

    /// Forgets images that are needed no more.
    pub fn free(&mut self, delta: &TexturesDelta) {
        for id in &delta.free {
            self.0.remove(id);
        }
    }
}

impl Texture {
    fn new(delta: &ImageDelta) -> Self {
        let ImageData::Color(image) = &delta.image;
        let [width, height] = image.size;
        let pixels = image.pixels.iter().copied().map(argb).collect();
        Self { pixels, width, height, is_nearest: delta.options.magnification == TextureFilter::Nearest }
    }

    fn patch(&mut self, delta: &ImageDelta, [left, top]: [usize; 2]) {
        let ImageData::Color(image) = &delta.image;
        let [width, height] = image.size;
        if width == 0 || left + width > self.width || top + height > self.height {
            return;
        }
        for (row, colors) in image.pixels.chunks_exact(width).enumerate() {
            let start = (top + row) * self.width + left;
            for (pixel, color) in self.pixels[start..start + width].iter_mut().zip(colors) {
                *pixel = argb(*color);
            }
        }
    }

    /// A place in it, in pixels of the image. egui gives shares of its sides.
    pub fn place(&self, uv: Pos2) -> Pos2 {
        #[expect(clippy::cast_precision_loss, reason = "images are at most 16,384 pixels wide")]
        let (width, height) = (self.width as f32, self.height as f32);
        Pos2::new(uv.x * width, uv.y * height)
    }

    /// Pixels of a row from this one on; none outside the image.
    pub fn row(&self, left: usize, row: usize) -> &[u32] {
        if row >= self.height || left >= self.width {
            return &[];
        }
        &self.pixels[row * self.width + left..(row + 1) * self.width]
    }

    /// The colour at a place in pixels of the image, whose centres are at halves.
    pub fn sample(&self, at: Pos2) -> u32 {
        if self.pixels.is_empty() {
            return 0;
        }
        if self.is_nearest {
            return self.at(at.x.floor(), at.y.floor());
        }
        let (x, y) = (at.x - 0.5, at.y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let upper = mixed(self.at(left, top), self.at(left + 1.0, top), x - left);
        let lower = mixed(self.at(left, top + 1.0), self.at(left + 1.0, top + 1.0), x - left);
        mixed(upper, lower, y - top)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "negative columns are the first")]
    fn at(&self, x: f32, y: f32) -> u32 {
        let (column, row) = ((x.max(0.0) as usize).min(self.width - 1), (y.max(0.0) as usize).min(self.height - 1));
        self.pixels[row * self.width + column]
    }
}

/// Between two colours; `share` of the second, from 0 to 1.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 256 is between 0 and 256")]
fn mixed(first: u32, second: u32, share: f32) -> u32 {
    if first == second {
        return first;
    }
    let share = (share * 256.0).round() as u32;
    let channel = |shift: u32| {
        let (first, second) = ((first >> shift) & 0xFF, (second >> shift) & 0xFF);
        ((first * (256 - share) + second * share + 128) >> 8) << shift
    };
    channel(24) | channel(16) | channel(8) | channel(0)
}
