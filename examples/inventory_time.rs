//! Times a complete inventory of a VirtualBox home, phase by phase, from a process that has just
//! begun: `cargo run --release --example inventory_time HOME`.

use std::path::PathBuf;
use std::time::Instant;

use snapgrove::hypervisor::{ConnectOptions, Scan, connect};

fn main() {
    let home = std::env::args_os().nth(1).map(PathBuf::from);
    let options = ConnectOptions { virtualbox_home: home, vboxmanage: None };
    let begin = Instant::now();
    let mut scan = Scan::new(connect(&options));
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
}
