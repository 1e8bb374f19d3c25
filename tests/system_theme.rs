//! A window whose theme is the system's is as dark or as light as the desktop says, and changes with it. The desktop is one
//! of the test's own, on a message bus of its own.
#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

mod desktop_portal;
mod message_bus;

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use desktop_portal::{portal, tell_change};
use egui::{Context, RawInput, Theme, ThemePreference};
use message_bus::Bus;
use snapgrove::app::system_theme;
use snapgrove::platform::{ColorScheme, follow_color_scheme};
use zbus::fdo;
use zbus::zvariant::{OwnedValue, Value};

/// A test that waits longer than this is stuck.
const PATIENCE: Duration = Duration::from_mins(1);
const SETTING: (&str, &str) = ("org.freedesktop.appearance", "color-scheme");
/// As the portal's documentation has them.
const NO_PREFERENCE: u32 = 0;
const DARK: u32 = 1;
const LIGHT: u32 = 2;

fn bus() -> Option<Bus> {
    let bus = Bus::start();
    if bus.is_none() {
        eprintln!("not tested: there is no dbus-daemon");
    }
    bus
}

/// Draws frames until the window has this theme.
fn wait_for(ctx: &Context, theme: Theme) {
    let end = Instant::now() + PATIENCE;
    while ctx.theme() != theme {
        assert!(Instant::now() < end, "the theme never became {theme:?}");
        std::thread::sleep(Duration::from_millis(5));
        draw(ctx);
    }
}

fn draw(ctx: &Context) {
    ctx.run_ui(RawInput::default(), |_| {}).textures_delta.clear();
}

#[test]
fn the_theme_is_the_desktops_unless_the_person_chose_one() {
    let Some(bus) = bus() else { return };
    let value = Arc::new(Mutex::new(Value::U32(LIGHT)));
    let desktop = portal(&bus, SETTING.0, SETTING.1, &value);
    let ctx = Context::default();
    ctx.set_theme(ThemePreference::System);
    // What counts where nothing is known: otherwise the first theme would be no news.
    assert_eq!(ctx.theme(), Theme::Dark);
    system_theme::follow(&ctx, Some(bus.address.clone()));
    wait_for(&ctx, Theme::Light);
    for (said, theme) in [(DARK, Theme::Dark), (NO_PREFERENCE, Theme::Light)] {
        *value.lock().expect("no other thread fails") = Value::U32(said);
        tell_change(&desktop, &(SETTING.0, SETTING.1, Value::U32(said)));
        wait_for(&ctx, theme);
    }
    ctx.set_theme(ThemePreference::Dark);
    draw(&ctx);
    assert_eq!(ctx.theme(), Theme::Dark);
}

/// A portal with the first version of the settings, which packs every answer twice.
struct OldPortal(u32);

#[zbus::interface(name = "org.freedesktop.portal.Settings")]
impl OldPortal {
    fn read(&self, namespace: &str, key: &str) -> fdo::Result<OwnedValue> {
        if (namespace, key) != SETTING {
            return Err(fdo::Error::Failed("no such setting".to_owned()));
        }
        let packed = Value::Value(Box::new(Value::U32(self.0)));
        OwnedValue::try_from(packed).map_err(|error| fdo::Error::Failed(error.to_string()))
    }
}

#[test]
fn old_desktops_are_understood() {
    let Some(bus) = bus() else { return };
    let _desktop = zbus::blocking::connection::Builder::address(bus.address.as_str())
        .and_then(|builder| builder.name("org.freedesktop.portal.Desktop"))
        .and_then(|builder| builder.serve_at("/org/freedesktop/portal/desktop", OldPortal(DARK)))
        .and_then(zbus::blocking::connection::Builder::build)
        .expect("the portal can be reached");
    let (tell, heard) = channel();
    follow_color_scheme(Some(bus.address.clone()), move |scheme| tell.send(scheme).is_ok())
        .expect("a thread can be started");
    assert_eq!(heard.recv_timeout(PATIENCE), Ok(ColorScheme::Dark));
}
