#![no_main]
mod image_reading;

use image_reading::{PATH, read_everything};
use libfuzzer_sys::fuzz_target;
use snapgrove::image::MemoryStorage;
use snapgrove::model::ImageFormat;

fuzz_target!(|data: &[u8]| {
    let mut storage = MemoryStorage::default();
    storage.insert(PATH, data);
    read_everything(&storage, &ImageFormat::Vdi);
});
