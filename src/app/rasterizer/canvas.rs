//! Pixels that can be drawn on.

use egui::Color32;

use super::blend::Ink;
use super::pixel_rect::PixelRect;

/// Rows of 0x00RRGGBB. What stands in the upper eight bits means nothing.
pub struct Canvas<'a> {
    pixels: &'a mut [u32],
    width: usize,
    height: usize,
}

impl<'a> Canvas<'a> {
    /// On these pixels; `None` if they are too few.
    pub fn new(pixels: &'a mut [u32], width: usize, height: usize) -> Option<Self> {
        (width.checked_mul(height)? <= pixels.len()).then_some(Self { pixels, width, height })
    }

    /// All of it.
    #[must_use]
    pub fn area(&self) -> PixelRect {
        PixelRect::of_size(self.width, self.height)
    }

    /// Fills an area and covers what was there.
    pub fn fill(&mut self, area: PixelRect, color: Color32) {
        let pixel = Ink::new(color).pixel();
        self.each_row(area, |row| row.fill(pixel));
    }

    /// Lays a colour over an area.
    pub fn lay(&mut self, area: PixelRect, ink: Ink) {
        if ink.is_nothing() {
            return;
        }
        self.each_row(area, |row| lay_over(row, ink));
    }

    /// The pixels of a row from `left` to before `right`; none where there are none.
    pub fn span(&mut self, row: usize, left: usize, right: usize) -> &mut [u32] {
        let (left, right) = (left.min(self.width), right.min(self.width));
        if row >= self.height || left >= right {
            return &mut [];
        }
        &mut self.pixels[row * self.width + left..row * self.width + right]
    }

    fn each_row(&mut self, area: PixelRect, mut draw: impl FnMut(&mut [u32])) {
        let area = area.intersection(self.area());
        for row in area.top..area.bottom {
            draw(self.span(row, area.left, area.right));
        }
    }
}

/// Lays a colour over pixels of a row.
pub fn lay_over(pixels: &mut [u32], ink: Ink) {
    if ink.is_opaque() {
        pixels.fill(ink.pixel());
    } else {
        for pixel in pixels {
            *pixel = ink.over(*pixel);
        }
    }
}
