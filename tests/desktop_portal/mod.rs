//! A desktop's portal of a test's own.

use std::sync::{Arc, Mutex};

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::fdo;
use zbus::zvariant::{OwnedValue, Value};

use crate::message_bus::Bus;

const PATH: &str = "/org/freedesktop/portal/desktop";
const INTERFACE: &str = "org.freedesktop.portal.Settings";

/// A portal with one setting.
struct Portal {
    namespace: &'static str,
    key: &'static str,
    value: Arc<Mutex<Value<'static>>>,
}

#[zbus::interface(name = "org.freedesktop.portal.Settings")]
impl Portal {
    fn read_one(&self, namespace: &str, key: &str) -> fdo::Result<OwnedValue> {
        if (namespace, key) != (self.namespace, self.key) {
            return Err(fdo::Error::Failed("no such setting".to_owned()));
        }
        let value = self.value.lock().expect("no other thread fails");
        OwnedValue::try_from(&*value).map_err(|error| fdo::Error::Failed(error.to_string()))
    }
}

/// Serves the portal on the bus until the connection is closed.
pub fn portal(bus: &Bus, namespace: &'static str, key: &'static str, value: &Arc<Mutex<Value<'static>>>) -> Connection {
    let portal = Portal { namespace, key, value: value.clone() };
    Builder::address(bus.address.as_str())
        .and_then(|builder| builder.name("org.freedesktop.portal.Desktop"))
        .and_then(|builder| builder.serve_at(PATH, portal))
        .and_then(Builder::build)
        .expect("the portal can be reached")
}

/// Says that a setting has changed: its namespace, its key and its new value.
pub fn tell_change(desktop: &Connection, change: &(&'static str, &'static str, Value<'static>)) {
    desktop.emit_signal(None::<&str>, PATH, INTERFACE, "SettingChanged", change).expect("a signal can be sent");
}
