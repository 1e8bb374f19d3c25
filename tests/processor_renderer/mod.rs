//! Has pictures of the window drawn as on a computer without a graphics card.

use egui::{Color32, Context, FullOutput, TexturesDelta};
use egui_kittest::TestRenderer;
use image::RgbaImage;
use snapgrove::app::rasterizer::Rasterizer;

/// Draws each picture anew.
#[derive(Default)]
pub struct ProcessorRenderer {
    rasterizer: Rasterizer,
    waiting: TexturesDelta,
}

impl TestRenderer for ProcessorRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        self.waiting.append(std::mem::take(delta));
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let scale = output.pixels_per_point;
        let size = (ctx.content_rect().size() * scale).round();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a picture of a few thousand pixels"
        )]
        let (columns, rows) = (size.x as u32, size.y as u32);
        let (width, height) = (columns as usize, rows as usize);
        let primitives = ctx.tessellate(output.shapes.clone(), scale);
        let textures = std::mem::take(&mut self.waiting);
        self.rasterizer.take(primitives, textures, [width, height], scale, Color32::BLACK);
        let mut pixels = vec![0; width * height];
        self.rasterizer.draw(&mut pixels, 0);
        let bytes = pixels.iter().flat_map(|pixel| {
            let [blue, green, red, _] = pixel.to_le_bytes();
            [red, green, blue, 255]
        });
        RgbaImage::from_raw(columns, rows, bytes.collect()).ok_or_else(|| "too few pixels".to_owned())
    }
}
