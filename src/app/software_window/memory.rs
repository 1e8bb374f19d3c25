//! Size and place of the window, and what egui remembers of it, in the file that eframe keeps them in: a computer that gets a
//! graphics card shows the window where it was.

use std::collections::HashMap;
use std::path::PathBuf;

use egui::{Context, ViewportBuilder};
use egui_winit::winit::event_loop::ActiveEventLoop;
use egui_winit::winit::window::Window;
use egui_winit::{WindowGeometry, WindowSettings};

use crate::platform;

/// eframe's names (`epi_integration.rs` of eframe 0.37).
const WINDOW: &str = "window";
const EGUI: &str = "egui";
const FILE: &str = "app.ron";

/// What was kept when the window was closed last.
pub struct Memory {
    file: Option<PathBuf>,
    kept: HashMap<String, String>,
    normal: Option<WindowGeometry>,
}

impl Memory {
    /// Of the program that desktops know by this name. What cannot be read is made anew.
    pub fn read(name: &str) -> Self {
        let file = eframe::storage_dir(name).map(|folder| folder.join(FILE));
        let text = file.as_ref().and_then(|file| std::fs::read_to_string(file).ok());
        let kept = text.and_then(|text| ron::from_str(&text).ok()).unwrap_or_default();
        Self { file, kept, normal: None }
    }

    /// Reminds egui.
    pub fn give(&self, ctx: &Context) {
        if let Some(memory) = self.value(EGUI) {
            ctx.memory_mut(|kept| *kept = memory);
        }
    }

    /// The window where it was, as far as it fits onto the screens of today.
    pub fn place(&mut self, event_loop: &ActiveEventLoop, builder: ViewportBuilder) -> ViewportBuilder {
        let Some(mut settings) = self.value::<WindowSettings>(WINDOW) else { return builder };
        settings.clamp_size_to_sane_values(largest_screen(event_loop));
        settings.clamp_position_to_monitors(1.0, event_loop);
        self.normal = Some(settings.normal_geometry());
        settings.initialize_viewport_builder(1.0, builder)
    }

    /// Keeps it. Where that fails, the window opens elsewhere the next time.
    pub fn keep(&mut self, ctx: &Context, window: &Window) {
        let settings = WindowSettings::from_window(ctx.zoom_factor(), window, self.normal);
        let window = ron::to_string(&settings);
        let memory = ctx.memory(ron::to_string);
        for (key, value) in [(WINDOW, window), (EGUI, memory)] {
            if let Ok(value) = value {
                self.kept.insert(key.to_owned(), value);
            }
        }
        let (Some(file), Ok(text)) = (&self.file, ron::to_string(&self.kept)) else { return };
        let folder = file.parent().map_or(Ok(()), std::fs::create_dir_all);
        if let Err(error) = folder.and_then(|()| platform::write_whole(file, text.as_bytes())) {
            tracing::warn!(%error, "size and place of the window are not kept");
        }
    }

    fn value<T: serde::de::DeserializeOwned>(&self, key: &str) -> Option<T> {
        ron::from_str(self.kept.get(key)?).ok()
    }
}

/// In points.
#[expect(clippy::cast_possible_truncation, reason = "screens have few pixels")]
fn largest_screen(event_loop: &ActiveEventLoop) -> egui::Vec2 {
    let sizes = event_loop.available_monitors().map(|monitor| {
        let size = monitor.size().to_logical::<f64>(monitor.scale_factor());
        egui::vec2(size.width as f32, size.height as f32)
    });
    // Unknown screens are taken to be large.
    sizes.reduce(egui::Vec2::max).unwrap_or(egui::Vec2::splat(16_000.0))
}
