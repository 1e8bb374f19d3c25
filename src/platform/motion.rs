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
    use std::time::Duration;

    use zbus::blocking::connection::Builder;
    use zbus::blocking::{Connection, MessageIterator};
    use zbus::zvariant::OwnedValue;
    use zbus::{MatchRule, message};

    const NAME: &str = "org.freedesktop.portal.Desktop";
    const PATH: &str = "/org/freedesktop/portal/desktop";
    const INTERFACE: &str = "org.freedesktop.portal.Settings";
    /// A portal that says nothing for so long says nothing.
    const PATIENCE: Duration = Duration::from_secs(10);
    /// Signals that are kept while one is looked at: each leads to the same question.
    const QUEUE: usize = 8;

    pub fn follow(bus: Option<&str>, mut told: impl FnMut(bool) -> bool) -> zbus::Result<()> {
        let builder = match bus {
            Some(address) => Builder::address(address)?,
            None => Builder::session()?,
        };
        let bus = builder.method_timeout(PATIENCE).build()?;
        let rule = MatchRule::builder()
            .msg_type(message::Type::Signal)
            .interface(INTERFACE)?
            .member("SettingChanged")?
            .path(PATH)?
            .build();
        // Before the first question: what changes after it is heard.
        let changes = MessageIterator::for_match_rule(rule, &bus, Some(QUEUE))?;
        let mut last = is_reduced(&bus);
        if last.is_some_and(|reduced| !told(reduced)) {
            return Ok(());
        }
        for change in changes {
            change?;
            let now = is_reduced(&bus);
            if now != last && !told(now == Some(true)) {
                return Ok(());
            }
            last = now;
        }
        Ok(())
    }

    /// `None` if the desktop has no such setting.
    fn is_reduced(bus: &Connection) -> Option<bool> {
        let common = read(bus, "org.freedesktop.appearance", "reduced-motion");
        if let Some(reduced) = common.and_then(|value| u32::try_from(value).ok()) {
            return Some(reduced == 1);
        }
        let gnome = read(bus, "org.gnome.desktop.interface", "enable-animations");
        if let Some(animates) = gnome.and_then(|value| bool::try_from(value).ok()) {
            return Some(!animates);
        }
        let kde = read(bus, "org.kde.kdeglobals.KDE", "AnimationDurationFactor")?;
        let factor: f64 = String::try_from(kde).ok()?.trim().parse().ok()?;
        Some(factor <= 0.0)
    }

    fn read(bus: &Connection, namespace: &str, key: &str) -> Option<OwnedValue> {
        let answer = bus.call_method(Some(NAME), PATH, Some(INTERFACE), "ReadOne", &(namespace, key)).ok()?;
        answer.body().deserialize().ok()
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
