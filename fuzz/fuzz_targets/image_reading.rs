//! What all image targets do with an image.

use std::path::Path;

use snapgrove::image::{AllocationMap, MemoryStorage, read_header_in, read_map_in};
use snapgrove::model::ImageFormat;

/// Where the image is said to be.
pub const PATH: &str = "/images/disk";

/// Reads header and map, and asks the map about some of the disk.
pub fn read_everything(storage: &MemoryStorage, format: &ImageFormat) {
    let _ = read_header_in(storage, Path::new(PATH), format);
    if let Ok(map) = read_map_in(storage, Path::new(PATH), format) {
        ask(&*map);
    }
}

/// The answers must fit together, whatever the file said.
pub fn ask(map: &dyn AllocationMap) {
    let size = map.virtual_size().0;
    let mut end = 0;
    for stretch in map.stretches().take(10_000) {
        assert_eq!(stretch.start, end);
        assert!(stretch.length > 0 && stretch.end() <= size);
        end = stretch.end();
    }
    for unit in [0, 1, 2, 100, map.units() / 2, map.units().saturating_sub(1), map.units(), u64::MAX] {
        let state = map.state(unit);
        assert!(unit < map.units() || !state.takes_space());
        if let Some(stretch) = unit.checked_mul(map.unit()).and_then(|offset| map.stretch(offset)) {
            assert!(stretch.end() <= size);
        }
    }
    assert!(map.units_in_use() <= map.units());
    assert!(!map.files().is_empty());
}
