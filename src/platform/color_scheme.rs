//! Whether the person wants dark windows or light ones, as the desktop was told.
//!
//! Of Windows and macOS the window's own library knows; of Linux it knows nothing.

use std::io;

/// What windows are to look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorScheme {
    /// Bright text on a dark ground.
    Dark,
    /// Dark text on a bright ground: what desktops show to those who have not chosen.
    #[default]
    Light,
}

/// On Linux, tells what windows are to look like: once, and again whenever the desktop changes it. `told` is called on a
/// thread of its own, until it returns false. Where the desktop does not say, and on other systems, it is never called.
///
/// `bus` is the address of the desktop's message bus; `None` for the session's.
///
/// # Errors
/// If the system gives no thread.
#[cfg(all(unix, not(target_os = "macos")))]
pub fn follow_color_scheme(
    bus: Option<String>,
    told: impl FnMut(ColorScheme) -> bool + Send + 'static,
) -> io::Result<()> {
    use super::portal::{self, Portal};

    // 0 is no preference, 1 dark, 2 light; whatever else a desktop says counts as no preference (the portal's
    // documentation of `org.freedesktop.appearance`).
    let read = |portal: &Portal| {
        let value = u32::try_from(portal.read("org.freedesktop.appearance", "color-scheme")?).ok()?;
        Some(if value == 1 { ColorScheme::Dark } else { ColorScheme::Light })
    };
    let follow = move || {
        if let Err(error) = portal::follow(bus.as_deref(), read, told) {
            tracing::debug!(%error, "whether windows are to be dark is not known");
        }
    };
    std::thread::Builder::new().name("colour scheme".to_owned()).spawn(follow).map(drop)
}

/// Nothing is to be told: see the head of this file.
///
/// # Errors
/// None on this system.
#[cfg(not(all(unix, not(target_os = "macos"))))]
pub fn follow_color_scheme(
    _bus: Option<String>,
    _told: impl FnMut(ColorScheme) -> bool + Send + 'static,
) -> io::Result<()> {
    Ok(())
}
