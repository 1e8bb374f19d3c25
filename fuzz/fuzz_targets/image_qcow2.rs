#![no_main]
mod image_reading;

use std::path::Path;

use image_reading::{PATH, ask, read_everything};
use libfuzzer_sys::fuzz_target;
use snapgrove::image::{MemoryStorage, Qcow2Image};
use snapgrove::model::ImageFormat;

fuzz_target!(|data: &[u8]| {
    let mut storage = MemoryStorage::default();
    storage.insert(PATH, data);
    read_everything(&storage, &ImageFormat::Qcow2);
    let Ok(image) = Qcow2Image::open_in(&storage, Path::new(PATH)) else { return };
    let snapshots = image.snapshots().unwrap_or_default();
    for snapshot in &snapshots {
        if let Ok(map) = image.map_of_snapshot(snapshot) {
            ask(&*map);
        }
    }
    let _ = image.deletion(&snapshots.iter().collect::<Vec<_>>());
    if let Ok(refcounts) = image.refcounts() {
        let _ = (refcounts.of(0), refcounts.of(u64::MAX), refcounts.clusters_in_use());
    }
});
