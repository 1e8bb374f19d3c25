//! Times a complete inventory of a VirtualBox home, phase by phase, from a process that has just
//! begun, and how soon a change made by others is seen there. The home is written to: generate one.
//!
//! `cargo run --release --example inventory_time HOME`

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use snapgrove::hypervisor::{ConnectOptions, Reader, ReaderSettings, Scan, connect};
use snapgrove::model::Inventory;

fn main() {
    let home = std::env::args_os().nth(1).map(PathBuf::from);
    let options = ConnectOptions { virtualbox_home: home, ..ConnectOptions::default() };
    let begin = Instant::now();
    let mut scan = Scan::new(connect(&options).hypervisors);
    let mut last = Instant::now();
    let mut phase = |name: &str| {
        println!("{name:<28} {:>8.1} ms", last.elapsed().as_secs_f64() * 1e3);
        last = Instant::now();
    };
    scan.list();
    phase("names");
    scan.read_waiting(&mut |_| {});
    phase("trees");
    scan.measure_files();
    phase("occupied bytes");
    let inventory = scan.inventory();
    phase("put together");
    println!("{:<28} {:>8.1} ms", "complete inventory", begin.elapsed().as_secs_f64() * 1e3);
    scan.read_headers();
    phase("image headers (afterwards)");
    println!(
        "{} machines, {} snapshots, {}",
        inventory.machines().count(),
        inventory.snapshot_count(),
        inventory.occupied()
    );
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        for line in status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("RssAnon")) {
            println!("{line}");
        }
    }
    time_floor(&inventory);
    time_changes(&options, &inventory);
}

/// What nobody can be quicker than on one thread: the same bytes read and nothing done with them, and the same files asked for
/// their sizes.
fn time_floor(inventory: &Inventory) {
    let begin = Instant::now();
    let settings = inventory.machines().map(|(_, entry)| std::fs::read(&entry.entry.settings_file));
    let bytes: u64 = settings.map(|content| content.map_or(0, |content| content.len() as u64)).sum();
    println!(
        "{:<28} {:>8.1} ms, {}",
        "floor: bytes of settings",
        begin.elapsed().as_secs_f64() * 1e3,
        snapgrove::model::Bytes(bytes)
    );
    let begin = Instant::now();
    let images = inventory.connections.iter().flat_map(|connection| connection.images.iter());
    let found = images.filter(|(_, image)| std::fs::metadata(&image.record.path).is_ok()).count();
    println!("{:<28} {:>8.1} ms, {found} files", "floor: sizes of images", begin.elapsed().as_secs_f64() * 1e3);
}

/// Renames a generated machine's first snapshot as VirtualBox does (write beside, rename), and waits
/// until an inventory shows it. Prints how long that took, several times.
fn time_changes(options: &ConnectOptions, inventory: &Inventory) {
    let Some(file) =
        inventory.machines().find_map(|(_, entry)| entry.machine().map(|machine| machine.settings_file.clone()))
    else {
        return;
    };
    let Ok(original) = std::fs::read_to_string(&file) else { return };
    let (sender, inbox) = std::sync::mpsc::channel();
    let publish = move |inventory: Arc<Inventory>| {
        sender.send((Instant::now(), inventory)).ok();
    };
    let Ok(_reader) = Reader::start(connect(options).hypervisors, ReaderSettings::default(), publish) else { return };
    while inbox.recv_timeout(Duration::from_secs(1)).is_ok() {}
    for round in 0..5 {
        let name = format!("renamed {round}");
        let changed = original.replacen("name=\"Snapshot 1\"", &format!("name=\"{name}\""), 1);
        let beside = file.with_extension("vbox-tmp");
        if std::fs::write(&beside, changed).is_err() {
            break;
        }
        let begin = Instant::now();
        if std::fs::rename(&beside, &file).is_err() {
            break;
        }
        let shows = |inventory: &Inventory| {
            inventory
                .machines()
                .filter_map(|(_, entry)| entry.machine())
                .any(|machine| machine.tree.iter().any(|(_, snapshot)| snapshot.name == name))
        };
        match inbox.iter().find(|(_, inventory)| shows(inventory)) {
            Some((at, _)) => println!("change shown after           {:>8.1} ms", (at - begin).as_secs_f64() * 1e3),
            None => break,
        }
        while inbox.recv_timeout(Duration::from_millis(300)).is_ok() {}
    }
    // The home is as it was.
    std::fs::write(&file, original).ok();
}
