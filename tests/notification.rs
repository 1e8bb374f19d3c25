//! `snapgrove inspect --notify` tells a desktop of new serious findings, once. The desktop is one of the test's own, on a
//! message bus of its own.
#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]
#![expect(clippy::used_underscore_binding, reason = "what the macro makes of arguments that do not matter here")]

mod message_bus;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use assert_cmd::cargo::cargo_bin_cmd;
use chrono::Utc;
use message_bus::Bus;
use snapgrove::hypervisor::Hypervisor as _;
use snapgrove::hypervisor::sandbox::{NewMachine, Sandbox};
use zbus::zvariant::OwnedValue;

/// Titles and texts that were shown.
type Shown = Arc<Mutex<Vec<(String, String)>>>;

/// A desktop that takes markup in texts.
struct Desktop(Shown);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Desktop {
    #[expect(clippy::unused_self, reason = "as the interface has it")]
    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".to_owned(), "body-markup".to_owned()]
    }

    #[expect(clippy::too_many_arguments, reason = "as the interface has it")]
    fn notify(
        &self,
        _program: &str,
        _replaces: u32,
        _icon: &str,
        title: &str,
        body: &str,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        self.0.lock().expect("no other thread fails").push((title.to_owned(), body.to_owned()));
        1
    }
}

fn inspect(folder: &Path, bus: &str) -> (String, i32) {
    let own = folder.join("person");
    let mut command = cargo_bin_cmd!("snapgrove");
    command.env("VBOX_USER_HOME", folder.join("no VirtualBox here")).env("DBUS_SESSION_BUS_ADDRESS", bus);
    command.env("HOME", &own).env("XDG_DATA_HOME", own.join("data")).env("XDG_CONFIG_HOME", own.join("config"));
    let place = format!("--sandbox={}", folder.display());
    let output = command.args([&place, "inspect", "--notify"]).output().expect("the program runs");
    (String::from_utf8(output.stderr).expect("text"), output.status.code().expect("it ended by itself"))
}

/// Makes a machine whose disk is missing.
fn broken_machine(folder: &Path, name: &str) {
    let sandbox = Sandbox::open(folder).expect("the Sandbox opens");
    let id = sandbox.create_machine(&NewMachine::small(name, 16 << 20), Utc::now()).expect("a machine");
    let listing = sandbox.machines().expect("a list");
    let entry = listing.machines.iter().find(|entry| entry.id == id).expect("the machine is listed");
    let read = sandbox.read(entry).expect("the machine can be read");
    std::fs::remove_file(&*read.images[0].path).expect("an image can be removed");
}

#[test]
fn new_serious_findings_are_told_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    broken_machine(folder, "a & <b>");

    let nowhere = format!("unix:path={}", folder.join("no bus").display());
    let (err, code) = inspect(folder, &nowhere);
    assert!(code == 1 && err.contains("the desktop shows no notification"), "{err}");

    let Some(bus) = Bus::start() else {
        println!("NOT RUN: dbus-daemon is not installed");
        return;
    };
    let shown = Shown::default();
    let _desktop = zbus::blocking::connection::Builder::address(bus.address.as_str())
        .expect("an address")
        .name("org.freedesktop.Notifications")
        .expect("a name")
        .serve_at("/org/freedesktop/Notifications", Desktop(shown.clone()))
        .expect("an object")
        .build()
        .expect("the desktop is on the bus");
    let told = || std::mem::take(&mut *shown.lock().expect("no other thread fails"));

    assert_eq!(inspect(folder, &bus.address), (String::new(), 1));
    let first = told();
    assert_eq!(first.len(), 1, "what could not be shown before is shown now: {first:?}");
    assert!(first[0].0.contains("serious") && first[0].1.contains("a &amp; &lt;b&gt;"), "{first:?}");
    assert_eq!(inspect(folder, &bus.address).1, 1);
    assert!(told().is_empty(), "nothing is new");
    broken_machine(folder, "other");
    assert_eq!(inspect(folder, &bus.address).1, 1);
    let next = told();
    assert!(next.len() == 1 && next[0].1.contains("other") && !next[0].1.contains("a &amp;"), "{next:?}");
}
