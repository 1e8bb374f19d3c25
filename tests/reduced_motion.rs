//! Whether the desktop wants less motion is asked of its portal, and heard of when it changes. The portal is one of the
//! test's own, on a message bus of its own.
#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

mod desktop_portal;
mod message_bus;

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use desktop_portal::{portal, tell_change};
use message_bus::Bus;
use snapgrove::platform::follow_reduced_motion;
use zbus::zvariant::Value;

/// A test that waits longer than this is stuck.
const PATIENCE: Duration = Duration::from_mins(1);
#[test]
fn a_desktop_that_wants_less_motion_is_followed() {
    let Some(bus) = Bus::start() else {
        eprintln!("not tested: there is no dbus-daemon");
        return;
    };
    let cases = [
        ("org.freedesktop.appearance", "reduced-motion", Value::U32(1), Value::U32(0)),
        ("org.gnome.desktop.interface", "enable-animations", Value::Bool(false), Value::Bool(true)),
        ("org.kde.kdeglobals.KDE", "AnimationDurationFactor", Value::from("0"), Value::from("1.5")),
    ];
    for (namespace, key, reduced, usual) in cases {
        let value = Arc::new(Mutex::new(reduced));
        let desktop = portal(&bus, namespace, key, &value);
        let (tell, heard) = channel();
        follow_reduced_motion(Some(bus.address.clone()), move |reduced| tell.send(reduced).is_ok())
            .expect("a thread can be started");
        assert_eq!(heard.recv_timeout(PATIENCE), Ok(true), "{namespace} {key}");
        let told = (namespace, key, usual.try_clone().expect("a plain value"));
        *value.lock().expect("no other thread fails") = usual;
        tell_change(&desktop, &told);
        assert_eq!(heard.recv_timeout(PATIENCE), Ok(false), "{namespace} {key}");
        desktop.close().expect("the portal ends");
    }
}
