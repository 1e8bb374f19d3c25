#![no_main]
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use snapgrove::hypervisor::virtualbox::parse_settings;

fuzz_target!(|data: &[u8]| {
    let Ok(machine) = parse_settings(data, Path::new("/vms/web/web.vbox")) else { return };
    // What was read holds together: every walk ends and reaches every snapshot once.
    assert_eq!(machine.tree.post_order().len(), machine.tree.len());
    for (index, _) in machine.tree.iter() {
        if let Some(parent) = machine.tree.parent(index) {
            assert!(machine.tree.children(parent).contains(&index));
        }
    }
});
