//! Machines for tests of the window: real settings files, written here, read by the real reader.
#![allow(dead_code, reason = "every test uses its own part of this")]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use chrono::{DateTime, TimeDelta, Utc};
use snapgrove::app::{App, Background, SettingsKeeper};
use snapgrove::hypervisor::ConnectOptions;
use snapgrove::hypervisor::virtualbox::parse_settings;
use snapgrove::model::{
    Abilities, Bytes, Connection, ConnectionId, ConnectionInventory, FileStatus, Inventory, MachineEntry, MachineId,
    MachineReading, Problem, ProblemKind,
};
use snapgrove::settings::SettingsFile;
use uuid::Uuid;

/// The time in these tests.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_348_800, 0).expect("a time in November 2026")
}

/// A machine's snapshots as an outline: `(parent, name)`, the last one being the current snapshot.
pub struct Outline<'a> {
    pub name: &'a str,
    pub group: &'a str,
    pub snapshots: &'a [(Option<usize>, &'a str)],
    pub current: usize,
}

impl Outline<'_> {
    /// The machine's settings file.
    pub fn settings(&self, number: u128) -> String {
        let mut text = String::from(
            r#"<?xml version="1.0"?><VirtualBox xmlns="http://www.virtualbox.org/" version="1.19-linux">"#,
        );
        let current =
            self.snapshots.get(self.current).map(|_| format!(r#" currentSnapshot="{{{}}}""#, id(number, self.current)));
        write!(
            text,
            r#"<Machine uuid="{{{}}}" name="{}" OSType="Debian_64"{} snapshotFolder="Snapshots" lastStateChange="2026-11-20T10:00:00Z">"#,
            Uuid::from_u128(number),
            self.name,
            current.unwrap_or_default()
        )
        .expect("text");
        text.push_str("<MediaRegistry><HardDisks>");
        self.write_images(&mut text, number, None);
        text.push_str("</HardDisks></MediaRegistry>");
        self.write_snapshots(&mut text, number, None);
        text.push_str(r#"<Hardware><CPU count="2"/><Memory RAMSize="8192"/>"#);
        text.push_str(&attachment(id(number + 500, usize::MAX >> 1)));
        write!(text, r#"</Hardware><Groups><Group name="{}"/></Groups></Machine></VirtualBox>"#, self.group)
            .expect("text");
        text
    }

    fn children(&self, parent: Option<usize>) -> impl Iterator<Item = usize> {
        (0..self.snapshots.len()).filter(move |child| self.snapshots[*child].0 == parent)
    }

    fn write_snapshots(&self, text: &mut String, number: u128, parent: Option<usize>) {
        for child in self.children(parent) {
            let taken =
                now() - TimeDelta::days(7) * i32::try_from(self.snapshots.len() - child).expect("few snapshots");
            write!(
                text,
                r#"<Snapshot uuid="{{{}}}" name="{}" timeStamp="{}"><Description>About {}</Description><Hardware><CPU count="2"/><Memory RAMSize="4096"/>{}</Hardware>"#,
                id(number, child),
                self.snapshots[child].1,
                taken.format("%Y-%m-%dT%H:%M:%SZ"),
                self.snapshots[child].1,
                attachment(id(number + 500, child)),
            )
            .expect("text");
            text.push_str("<Snapshots>");
            self.write_snapshots(text, number, Some(child));
            text.push_str("</Snapshots></Snapshot>");
        }
    }

    fn write_images(&self, text: &mut String, number: u128, parent: Option<usize>) {
        for child in self.children(parent) {
            let image = id(number + 500, child);
            write!(text, r#"<HardDisk uuid="{{{image}}}" location="{image}.vdi" format="VDI">"#).expect("text");
            self.write_images(text, number, Some(child));
            if child == self.current {
                let image = id(number + 500, usize::MAX >> 1);
                write!(text, r#"<HardDisk uuid="{{{image}}}" location="{image}.vdi" format="VDI"/>"#).expect("text");
            }
            text.push_str("</HardDisk>");
        }
    }
}

fn id(number: u128, position: usize) -> Uuid {
    Uuid::from_u128((number << 64) | position as u128)
}

fn attachment(image: Uuid) -> String {
    format!(
        r#"<StorageControllers><StorageController name="SATA" type="AHCI"><AttachedDevice type="HardDisk" port="0" device="0"><Image uuid="{{{image}}}"/></AttachedDevice></StorageController></StorageControllers>"#
    )
}

/// The machines of these tests.
pub fn outlines() -> Vec<Outline<'static>> {
    vec![
        Outline {
            name: "web-frontend",
            group: "/Production",
            snapshots: &[
                (None, "Initial State"),
                (Some(0), "Test environment"),
                (Some(1), "exp-cache-2"),
                (Some(1), "exp-cache-3"),
                (Some(0), "Pre-update backup"),
                (Some(4), "nginx 1.29 trial"),
                (Some(4), "After update"),
            ],
            current: 6,
        },
        Outline {
            name: "db-primary",
            group: "/",
            snapshots: &[(None, "Clean install"), (Some(0), "Before migration")],
            current: 1,
        },
        Outline { name: "router", group: "/", snapshots: &[], current: 0 },
    ]
}

/// A chain of this many snapshots.
pub fn chain(length: usize) -> String {
    let names: Vec<String> = (0..length).map(|number| format!("night {number}")).collect();
    let snapshots: Vec<_> =
        names.iter().enumerate().map(|(number, name)| (number.checked_sub(1), name.as_str())).collect();
    Outline { name: "chain", group: "/", snapshots: &snapshots, current: length - 1 }.settings(77)
}

/// An inventory of machines with these settings files.
pub fn inventory(generation: u64, settings: &[String]) -> Arc<Inventory> {
    inventory_without(generation, settings, &[])
}

/// The same, with these images of each machine gone, counted as the settings file lists them.
pub fn inventory_without(generation: u64, settings: &[String], missing: &[usize]) -> Arc<Inventory> {
    let connection = ConnectionId::new("virtualbox");
    let mut readings = Vec::new();
    let mut files = snapgrove::model::FileSizes::new();
    for (number, text) in settings.iter().enumerate() {
        let path: Arc<Path> = Path::new(&format!("/vms/{number}/machine.vbox")).into();
        let name: Arc<str> = format!("machine {number}").into();
        let entry =
            |id| MachineEntry { connection: connection.clone(), id, name: name.clone(), settings_file: path.clone() };
        match parse_settings(text.as_bytes(), &path) {
            Ok(machine) => {
                for (position, record) in machine.images.iter().enumerate() {
                    let occupied = Bytes(1_000_000_000 * (1 + position as u64 * 7 % 5));
                    let status =
                        FileStatus::Present { occupied, length: occupied, modified: None, header: None, damage: None };
                    let status = if missing.contains(&position) { FileStatus::Missing } else { status };
                    files.insert(record.path.clone(), status);
                }
                readings.push((entry(machine.id), MachineReading::Read(Arc::new(machine))));
            }
            Err(error) => readings
                .push((entry(MachineId(Uuid::from_u128(number as u128))), MachineReading::Failed(error.to_problem()))),
        }
    }
    Arc::new(Inventory {
        generation,
        connections: vec![assemble(readings, &files, Vec::new())],
        host_disks: Vec::new(),
    })
}

/// An inventory of a place without machines, for this reason.
pub fn nothing(problem: Option<&str>) -> Arc<Inventory> {
    let problem =
        problem.map(|what| Problem { kind: ProblemKind::Missing, what: what.into(), advice: "Install it.".into() });
    let files = snapgrove::model::FileSizes::new();
    let connection = assemble(Vec::new(), &files, problem.into_iter().collect());
    Arc::new(Inventory { generation: 1, connections: vec![connection], host_disks: Vec::new() })
}

fn assemble(
    readings: Vec<(MachineEntry, MachineReading)>,
    files: &snapgrove::model::FileSizes,
    problems: Vec<Problem>,
) -> Arc<ConnectionInventory> {
    let connection = Connection {
        id: ConnectionId::new("virtualbox"),
        is_practice: false,
        name: "VirtualBox".into(),
        place: "/home/user/.config/VirtualBox".into(),
        abilities: Abilities::default(),
    };
    let states = std::collections::HashMap::new();
    Arc::new(ConnectionInventory::assemble(connection, readings, &states, &[], files, problems))
}

/// The window, and where to send it inventories.
pub fn window(ctx: &egui::Context) -> (App, Sender<Arc<Inventory>>) {
    let (sender, inbox) = channel();
    let app = App::new(
        ctx,
        Background::from_inbox(inbox),
        ConnectOptions::default(),
        SettingsKeeper::open(SettingsFile::none()).expect("a thread can be started"),
    );
    (app.with_clock(now), sender)
}
