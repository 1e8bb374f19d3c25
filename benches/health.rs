//! How fast all checks are over a computer with 1,000 machines of 10 snapshots, without a look at any disk.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use snapgrove::health::{NameConvention, NameRules, Surroundings, Thresholds, inspect};
use snapgrove::hypervisor::virtualbox::parse_settings;
use snapgrove::model::{
    Abilities, Bytes, Connection, ConnectionId, ConnectionInventory, FileSizes, FileStatus, HostDisk, ImageHeader,
    Inventory, MachineEntry, MachineReading,
};

/// Machines of the computer.
const MACHINES: usize = 1_000;
/// Snapshots of each, in a line.
const SNAPSHOTS: usize = 10;

fn image(machine: usize, number: usize) -> String {
    format!("{{33333333-0000-4000-{number:04x}-{machine:012x}}}")
}

fn settings(machine: usize) -> Result<String, std::fmt::Error> {
    let mut file = format!(
        "<VirtualBox version=\"1.19-linux\"><Machine uuid=\"{{11111111-0000-4000-8000-{machine:012x}}}\" \
         name=\"machine {machine}\" snapshotFolder=\"Snapshots\" \
         currentSnapshot=\"{{22222222-0000-4000-8000-{:012x}}}\"><MediaRegistry><HardDisks>",
        SNAPSHOTS - 1
    );
    for number in 0..=SNAPSHOTS {
        let id = image(machine, number);
        write!(file, "<HardDisk uuid=\"{id}\" location=\"Snapshots/{id}.vdi\" format=\"VDI\" type=\"Normal\">")?;
    }
    file += &"</HardDisk>".repeat(SNAPSHOTS + 1);
    file += "</HardDisks></MediaRegistry>";
    for snapshot in 0..SNAPSHOTS {
        write!(
            file,
            "<Snapshot uuid=\"{{22222222-0000-4000-8000-{snapshot:012x}}}\" name=\"Snapshot {snapshot}\" \
             timeStamp=\"2026-0{}-22T20:39:33Z\">{}<Snapshots>",
            snapshot % 9 + 1,
            hardware(machine, snapshot)
        )?;
    }
    file += &"</Snapshots></Snapshot>".repeat(SNAPSHOTS);
    file += &hardware(machine, SNAPSHOTS);
    file += "</Machine></VirtualBox>";
    Ok(file)
}

fn hardware(machine: usize, number: usize) -> String {
    format!(
        "<Hardware><StorageControllers><StorageController name=\"SATA\" type=\"AHCI\"><AttachedDevice \
         type=\"HardDisk\" port=\"0\" device=\"0\"><Image uuid=\"{}\"/></AttachedDevice></StorageController>\
         </StorageControllers></Hardware>",
        image(machine, number)
    )
}

fn inventory() -> Option<Inventory> {
    let connection = Connection {
        id: ConnectionId::new("virtualbox"),
        is_practice: false,
        name: "VirtualBox".into(),
        place: "/home".into(),
        abilities: Abilities::default(),
    };
    let mut files = FileSizes::new();
    let mut readings = Vec::new();
    for number in 0..MACHINES {
        let path = format!("/vms/machine {number}/machine {number}.vbox");
        let machine = parse_settings(settings(number).ok()?.as_bytes(), Path::new(&path)).ok()?;
        for record in &machine.images {
            let header = ImageHeader { id: Some(record.id), parent: record.parent, virtual_size: Bytes(1 << 40) };
            let size = Bytes(30_000_000_000 / (record.path.as_os_str().len() as u64 % 7 + 1));
            let status = FileStatus::Present {
                occupied: size,
                length: size,
                modified: None,
                header: Some(header),
                damage: None,
            };
            files.insert(record.path.clone(), status);
        }
        let entry = MachineEntry {
            connection: connection.id.clone(),
            id: machine.id,
            name: machine.name.clone(),
            settings_file: machine.settings_file.clone(),
        };
        readings.push((entry, MachineReading::Read(Arc::new(machine))));
    }
    let assembled = ConnectionInventory::assemble(connection, readings, &HashMap::new(), &[], &files, Vec::new());
    let disk = HostDisk { path: Path::new("/vms").into(), free: Bytes(8_000_000_000), size: Bytes(1 << 41), device: 0 };
    Some(Inventory { generation: 1, connections: vec![Arc::new(assembled)], host_disks: vec![disk] })
}

fn check(criterion: &mut Criterion) {
    let Some(inventory) = inventory() else { return };
    let surroundings = Surroundings {
        now: DateTime::<Utc>::from_timestamp(1_796_000_000, 0).unwrap_or_default(),
        ..Surroundings::default()
    };
    let (is_default, follows) = (|name: &str| name.starts_with("Snapshot "), |name: &str| name.len() > 3);
    let names = NameRules {
        is_default: &is_default,
        convention: Some(NameConvention { template: "{what}".to_owned(), is_followed_by: &follows }),
    };
    let mut group = criterion.benchmark_group("health");
    group.sample_size(20).measurement_time(Duration::from_secs(3));
    // The usual thresholds: every machine has several findings.
    let usual = Thresholds::default();
    group.bench_function("1000 machines of 10 snapshots, usual thresholds", |bencher| {
        bencher.iter(|| black_box(inspect(black_box(&inventory), &surroundings, &usual, &names)).len());
    });
    let strict = Thresholds { large_snapshot: Bytes(1), old_snapshot_days: 1, chain_moderate: 1, ..usual.clone() };
    group.bench_function("1000 machines of 10 snapshots, a finding for everything", |bencher| {
        bencher.iter(|| black_box(inspect(black_box(&inventory), &surroundings, &strict, &names)).len());
    });
    group.finish();
}

criterion_group!(benches, check);
criterion_main!(benches);
