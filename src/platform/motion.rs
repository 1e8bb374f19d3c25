//! Whether the person wants no motion on the screen, as the system was told.

use std::io;
use std::thread::Builder;

/// Tells whether motion is to be reduced: once, and on Linux again whenever the desktop changes it. `told` is called on a
/// thread of its own, until it returns false. Where the system does not say, it is never called.
///
/// `bus` is the address of the desktop's message bus; `None` for the session's. Other systems than Linux have none.
///
/// # Errors
/// If the system gives no thread.
pub fn follow_reduced_motion(bus: Option<String>, told: impl FnMut(bool) -> bool + Send + 'static) -> io::Result<()> {
    let follow = move || {
        if let Err(error) = system::follow(bus.as_deref(), told) {
            tracing::debug!(%error, "whether motion is to be reduced is not known");
        }
    };
    Builder::new().name("motion".to_owned()).spawn(follow).map(drop)
}

/// The desktop portal's settings. Desktops that do not have the common key yet have one of their own there.
#[cfg(all(unix, not(target_os = "macos")))]
mod system {
    use crate::platform::portal::{self, Portal};

    pub fn follow(bus: Option<&str>, told: impl FnMut(bool) -> bool) -> zbus::Result<()> {
        portal::follow(bus, is_reduced, told)
    }

    /// `None` if the desktop has no such setting.
    fn is_reduced(portal: &Portal) -> Option<bool> {
        let common = portal.read("org.freedesktop.appearance", "reduced-motion");
        if let Some(reduced) = common.and_then(|value| u32::try_from(value).ok()) {
            return Some(reduced == 1);
        }
        let gnome = portal.read("org.gnome.desktop.interface", "enable-animations");
        if let Some(animates) = gnome.and_then(|value| bool::try_from(value).ok()) {
            return Some(!animates);
        }
        let kde = portal.read("org.kde.kdeglobals.KDE", "AnimationDurationFactor")?;
        let factor: f64 = String::try_from(kde).ok()?.trim().parse().ok()?;
        Some(factor <= 0.0)
    }
}

/// “Reduce motion” of the accessibility settings, asked by the system's own tool.
#[cfg(target_os = "macos")]
mod system {
    use std::io;

    use crate::platform::tool;

    pub fn follow(_bus: Option<&str>, mut told: impl FnMut(bool) -> bool) -> io::Result<()> {
        let arguments = ["read", "com.apple.universalaccess", "reduceMotion"];
        let ended = tool::run("/usr/bin/defaults", &arguments)?;
        if ended.success {
            told(ended.output.trim() == "1");
        }
        Ok(())
    }
}

/// “Animation effects” of the accessibility settings, asked by the system's own tool.
#[cfg(windows)]
mod system {
    use std::io;

    use crate::platform::tool;

    pub fn follow(_bus: Option<&str>, mut told: impl FnMut(bool) -> bool) -> io::Result<()> {
        let ended = tool::run("reg.exe", &["query", r"HKCU\Control Panel\Desktop", "/v", "UserPreferencesMask"])?;
        if let Some(animates) = ended.success.then(|| super::animates_by_mask(&ended.output)).flatten() {
            told(!animates);
        }
        Ok(())
    }
}

/// What Windows keeps as `UserPreferencesMask`: the second bit of the fifth byte says whether what is within windows is
/// animated (`SPI_GETCLIENTAREAANIMATION`).
#[cfg(any(windows, test))]
fn animates_by_mask(answer: &str) -> Option<bool> {
    let mask = answer.lines().find_map(|line| line.split_once("REG_BINARY"))?.1.trim();
    let byte = u8::from_str_radix(mask.get(8..10)?, 16).ok()?;
    Some(byte & 2 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mask_of_windows_is_understood() {
        let answer = |mask: &str| {
            format!(
                "\r\nHKEY_CURRENT_USER\\Control Panel\\Desktop\r\n    UserPreferencesMask    REG_BINARY    {mask}\r\n"
            )
        };
        assert_eq!(animates_by_mask(&answer("9E1E078012000000")), Some(true));
        assert_eq!(animates_by_mask(&answer("9012038010000000")), Some(false));
        assert_eq!(animates_by_mask(&answer("90")), None);
        assert_eq!(animates_by_mask("ERROR"), None);
    }
}
