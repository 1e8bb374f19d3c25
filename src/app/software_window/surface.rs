//! The pixels of the window, and how they get onto the screen.

use std::num::NonZeroU32;
use std::sync::Arc;

use egui_winit::winit::event_loop::OwnedDisplayHandle;
use egui_winit::winit::window::Window;
use softbuffer::{Context, Rect, SoftBufferError};

use crate::app::rasterizer::{PixelRect, Rasterizer};

/// The window with the memory that it shares with the desktop.
pub struct Surface {
    surface: softbuffer::Surface<OwnedDisplayHandle, Arc<Window>>,
}

impl Surface {
    /// For this window.
    ///
    /// # Errors
    /// If the desktop takes no pixels, in its words.
    pub fn new(display: OwnedDisplayHandle, window: Window) -> Result<Self, String> {
        let context = Context::new(display).map_err(|error| error.to_string())?;
        let surface = softbuffer::Surface::new(&context, Arc::new(window)).map_err(|error| error.to_string())?;
        Ok(Self { surface })
    }

    /// The window.
    pub fn window(&self) -> &Window {
        self.surface.window()
    }

    /// Columns and rows.
    pub fn size(&self) -> [usize; 2] {
        let size = self.window().inner_size();
        [size.width as usize, size.height as usize]
    }

    /// Has the frame drawn and shows it; all of it if what was shown before is lost. A window without an area shows nothing.
    ///
    /// # Errors
    /// If the desktop takes no pixels.
    pub fn show(&mut self, rasterizer: &mut Rasterizer, is_lost: bool) -> Result<(), SoftBufferError> {
        let [width, height] = self.size();
        let (Some(columns), Some(rows)) = (side(width), side(height)) else { return Ok(()) };
        self.surface.resize(columns, rows)?;
        let mut buffer = self.surface.buffer_mut()?;
        let age = usize::from(buffer.age());
        let mut areas = rasterizer.draw(&mut buffer, age);
        if is_lost {
            areas = vec![PixelRect::of_size(width, height)];
        }
        let areas: Vec<Rect> = areas.into_iter().filter_map(shared).collect();
        buffer.present_with_damage(&areas)
    }
}

fn side(pixels: usize) -> Option<NonZeroU32> {
    NonZeroU32::new(u32::try_from(pixels).ok()?)
}

fn shared(area: PixelRect) -> Option<Rect> {
    Some(Rect {
        x: u32::try_from(area.left).ok()?,
        y: u32::try_from(area.top).ok()?,
        width: side(area.right.checked_sub(area.left)?)?,
        height: side(area.bottom.checked_sub(area.top)?)?,
    })
}
