#![no_main]
mod image_reading;

use image_reading::{PATH, read_everything};
use libfuzzer_sys::fuzz_target;
use snapgrove::image::MemoryStorage;
use snapgrove::model::ImageFormat;

/// Makes the checksum right of `length` bytes at `start`, which stands `field` bytes into them: the
/// fuzzer would never guess one, and all that comes after it would stay untried.
fn mend_checksum(data: &mut [u8], start: usize, length: usize, field: usize) {
    if let Some(bytes) = start.checked_add(length).and_then(|end| data.get_mut(start..end)) {
        bytes[field..field + 4].fill(0);
        let sum = bytes.iter().fold(0_u32, |sum, byte| sum.wrapping_add(u32::from(*byte)));
        bytes[field..field + 4].copy_from_slice(&(!sum).to_be_bytes());
    }
}

fuzz_target!(|data: &[u8]| {
    let mut data = data.to_vec();
    for footer in [0, data.len().saturating_sub(512)] {
        mend_checksum(&mut data, footer, 512, 64);
    }
    let header = data.get(16..24).and_then(|bytes| usize::try_from(u64::from_be_bytes(bytes.try_into().ok()?)).ok());
    mend_checksum(&mut data, header.unwrap_or(512), 1024, 36);
    let mut storage = MemoryStorage::default();
    storage.insert(PATH, data);
    read_everything(&storage, &ImageFormat::Vhd);
});
