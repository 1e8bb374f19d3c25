//! Lets the theme follow the desktop's where the window's library does not know it.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{Context, Plugin, RawInput, Theme};

use crate::platform::{ColorScheme, follow_color_scheme};

/// Gives egui the theme that the desktop told. Those who chose a theme in Snapgrove keep it.
struct SystemTheme {
    told: Arc<Mutex<Option<Theme>>>,
}

impl Plugin for SystemTheme {
    fn debug_name(&self) -> &'static str {
        "system-theme"
    }

    fn input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        if let Some(theme) = *self.told.lock().unwrap_or_else(PoisonError::into_inner) {
            input.system_theme = Some(theme);
        }
    }
}

/// Follows the desktop from now on. Without a thread to ask on, the theme is the one that counts where nothing is known.
///
/// `bus` is as in [`follow_color_scheme`].
pub fn follow(ctx: &Context, bus: Option<String>) {
    let told: Arc<Mutex<Option<Theme>>> = Arc::default();
    ctx.add_plugin(SystemTheme { told: told.clone() });
    let ctx = ctx.clone();
    let take = move |scheme| {
        let theme = match scheme {
            ColorScheme::Dark => Theme::Dark,
            ColorScheme::Light => Theme::Light,
        };
        *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(theme);
        ctx.request_repaint();
        true
    };
    if let Err(error) = follow_color_scheme(bus, take) {
        tracing::warn!(%error, "the desktop's theme");
    }
}
