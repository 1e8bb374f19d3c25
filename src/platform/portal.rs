//! The settings that the desktop tells every program, asked of its portal and heard of when they change.

use std::time::Duration;

use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, MessageIterator};
use zbus::zvariant::{OwnedValue, Value};
use zbus::{MatchRule, message};

const NAME: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const INTERFACE: &str = "org.freedesktop.portal.Settings";
/// A portal that says nothing for so long says nothing.
const PATIENCE: Duration = Duration::from_secs(10);
/// Signals that are kept while one is looked at: each leads to the same question.
const QUEUE: usize = 8;

/// The portal of a desktop.
pub struct Portal(Connection);

impl Portal {
    /// One setting, if the desktop has it.
    pub fn read(&self, namespace: &str, key: &str) -> Option<OwnedValue> {
        let ask = |method| self.0.call_method(Some(NAME), PATH, Some(INTERFACE), method, &(namespace, key));
        // `Read` is all that the interface's first version has, and packs its answer twice.
        let answer = ask("ReadOne").or_else(|_| ask("Read")).ok()?;
        match Value::from(answer.body().deserialize::<OwnedValue>().ok()?) {
            Value::Value(inside) => OwnedValue::try_from(*inside).ok(),
            value => OwnedValue::try_from(value).ok(),
        }
    }
}

/// Tells what `read` finds in the portal at once, if it is there, and again whenever it has become another, until `told`
/// returns false. What goes away is told as the usual.
///
/// `bus` is the address of the desktop's message bus; `None` for the session's.
pub fn follow<T: Copy + Default + PartialEq>(
    bus: Option<&str>,
    read: impl Fn(&Portal) -> Option<T>,
    mut told: impl FnMut(T) -> bool,
) -> zbus::Result<()> {
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
    let portal = Portal(bus);
    let mut last = read(&portal);
    if last.is_some_and(|now| !told(now)) {
        return Ok(());
    }
    for change in changes {
        change?;
        let now = read(&portal);
        if now != last && !told(now.unwrap_or_default()) {
            return Ok(());
        }
        last = now;
    }
    Ok(())
}
