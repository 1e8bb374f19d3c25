#![no_main]
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use snapgrove::hypervisor::virtualbox::parse_registry;
use snapgrove::model::ConnectionId;

fuzz_target!(|data: &[u8]| {
    let path = Path::new("/home/user/.config/VirtualBox/VirtualBox.xml");
    let Ok(listing) = parse_registry(data, path, &ConnectionId::new("virtualbox")) else { return };
    let mut ids: Vec<_> = listing.machines.iter().map(|machine| machine.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), listing.machines.len(), "a machine is listed twice");
});
