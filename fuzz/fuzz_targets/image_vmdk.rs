#![no_main]
mod image_reading;

use image_reading::{PATH, read_everything};
use libfuzzer_sys::fuzz_target;
use snapgrove::image::MemoryStorage;
use snapgrove::model::ImageFormat;

/// What separates a descriptor from the extents that follow it in one input.
const NEXT_FILE: &[u8] = b"--next--";

fuzz_target!(|data: &[u8]| {
    let mut storage = MemoryStorage::default();
    let mut rest = data;
    for path in [PATH, "/images/1", "/images/2"] {
        let end = rest.windows(NEXT_FILE.len()).position(|window| window == NEXT_FILE);
        storage.insert(path, &rest[..end.unwrap_or(rest.len())]);
        rest = end.map_or(&[], |end| &rest[end + NEXT_FILE.len()..]);
    }
    read_everything(&storage, &ImageFormat::Vmdk);
});
