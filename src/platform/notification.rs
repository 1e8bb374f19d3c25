//! Telling the person something while no window is open.

use std::io;

/// Shows a notification of the desktop. The text is shown as it is: nothing in it is markup.
///
/// # Errors
/// If there is no desktop that shows notifications, or it refuses.
pub fn notify(title: &str, body: &str) -> io::Result<()> {
    system::notify(title, body)
}

/// `org.freedesktop.Notifications`, as desktops other than those of Apple and Microsoft have it.
#[cfg(all(unix, not(target_os = "macos")))]
mod system {
    use std::collections::HashMap;
    use std::io;
    use std::time::Duration;

    use zbus::blocking::connection::Builder;
    use zbus::zvariant::Value;

    const NAME: &str = "org.freedesktop.Notifications";
    const PATH: &str = "/org/freedesktop/Notifications";
    /// A desktop that says nothing for so long shows nothing.
    const PATIENCE: Duration = Duration::from_secs(10);
    /// It stays until the person has seen it.
    const CRITICAL: u8 = 2;
    /// The desktop decides how long it is shown.
    const AS_USUAL: i32 = -1;
    /// It takes no other notification's place.
    const NEW: u32 = 0;

    pub fn notify(title: &str, body: &str) -> io::Result<()> {
        show(title, body).map_err(io::Error::other)
    }

    fn show(title: &str, body: &str) -> zbus::Result<()> {
        let bus = Builder::session()?.method_timeout(PATIENCE).build()?;
        let answer = bus.call_method(Some(NAME), PATH, Some(NAME), "GetCapabilities", &())?;
        let abilities: Vec<String> = answer.body().deserialize()?;
        let takes_markup = abilities.iter().any(|ability| ability == "body-markup");
        let body = if takes_markup { as_text(body) } else { body.to_owned() };
        let hints: HashMap<&str, Value<'_>> =
            [("urgency", Value::U8(CRITICAL)), ("desktop-entry", Value::from("snapgrove"))].into();
        let actions: &[&str] = &[];
        let content = ("Snapgrove", NEW, "snapgrove", title, body.as_str(), actions, hints, AS_USUAL);
        bus.call_method(Some(NAME), PATH, Some(NAME), "Notify", &content)?;
        Ok(())
    }

    /// Names from files must not become markup.
    fn as_text(body: &str) -> String {
        body.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    }
}

/// Notification Center, asked by the system's own tool.
#[cfg(target_os = "macos")]
mod system {
    use std::io;

    use crate::platform::tool;

    pub fn notify(title: &str, body: &str) -> io::Result<()> {
        let script = "display notification (item 2 of argv) with title (item 1 of argv)";
        // Arguments of their own are text, whatever is in them.
        let arguments = ["-e", "on run argv", "-e", script, "-e", "end run", "--", title, body];
        let ended = tool::run("/usr/bin/osascript", &arguments)?;
        if ended.success { Ok(()) } else { Err(io::Error::other(ended.words)) }
    }
}

/// A toast.
#[cfg(windows)]
mod system {
    use std::io;

    use tauri_winrt_notification::Toast;

    pub fn notify(title: &str, body: &str) -> io::Result<()> {
        // Windows shows toasts only of programs that are installed with a shortcut; this one always is.
        let toast = Toast::new(Toast::POWERSHELL_APP_ID).title(title).text1(body);
        toast.show().map_err(io::Error::other)
    }
}
