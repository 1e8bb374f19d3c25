//! Independent programs that make images and say what is in them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, clippy::allow_attributes, reason = "every test file uses a part of it")]

use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::process::Command;

use snapgrove::image::{AllocationMap, State, read_map};
use snapgrove::model::ImageFormat;

/// Runs `qemu-img`; `None`, said loudly, where it is not installed.
pub fn qemu_img(arguments: &[&str]) -> Option<()> {
    let output = match Command::new("qemu-img").args(arguments).output() {
        Ok(output) => output,
        Err(error) => {
            eprintln!("NOT TESTED: qemu-img cannot be run ({error}); install qemu-utils");
            return None;
        }
    };
    assert!(output.status.success(), "qemu-img {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(())
}

/// A small generator of numbers that look random, the same for the same seed.
pub struct Numbers(pub u64);

impl Numbers {
    /// A number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// What an independent program prints; `None`, said loudly, where it is not installed.
pub fn output_of(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{program} {arguments:?}: {errors}");
            Some(String::from_utf8(output.stdout).unwrap())
        }
        Err(error) => {
            eprintln!("NOT TESTED: {program} cannot be run ({error}); install qemu-utils");
            None
        }
    }
}

/// The whole disk that the guest sees through a chain of images, the base image first.
pub fn disk_content(chain: &[(&Path, ImageFormat)]) -> Vec<u8> {
    disk_start(chain, u64::MAX)
}

/// The first `most` bytes of the disk that the guest sees through a chain of images.
pub fn disk_start(chain: &[(&Path, ImageFormat)], most: u64) -> Vec<u8> {
    let mut content: Vec<u8> = Vec::new();
    for (path, format) in chain {
        let map = read_map(path, format).unwrap();
        let size = map.virtual_size().0.min(most);
        content.resize(usize::try_from(size).unwrap(), 0);
        for stretch in map.stretches().take_while(|stretch| stretch.start < size) {
            let end = stretch.end().min(size);
            let range = usize::try_from(stretch.start).unwrap()..usize::try_from(end).unwrap();
            match stretch.state {
                State::Free => {}
                State::Zero => content[range].fill(0),
                State::Data(place) => {
                    let file = std::fs::File::open(&map.files()[place.file]).unwrap();
                    let mut bytes = Vec::new();
                    let mut file = file.take(u64::MAX);
                    file.get_mut().seek(SeekFrom::Start(place.offset)).unwrap();
                    file.set_limit(end - stretch.start);
                    file.read_to_end(&mut bytes).unwrap();
                    // A file may end within the last block, where the disk ends as well.
                    content[range][..bytes.len()].copy_from_slice(&bytes);
                }
                State::Compressed(_) => unreachable!("the test makes no compressed image"),
            }
        }
    }
    content
}

/// What single units say must agree with the whole.
pub fn check_sums(map: &dyn AllocationMap) {
    let in_use = (0..map.units()).filter(|unit| map.state(*unit).takes_space()).count();
    assert_eq!(in_use as u64, map.units_in_use());
    assert_eq!(map.stretches().map(|stretch| stretch.length).sum::<u64>(), map.virtual_size().0);
    assert_eq!(map.stretch(map.virtual_size().0), None);
    for stretch in map.stretches() {
        let middle = stretch.start + stretch.length / 2;
        let found = map.stretch(middle).unwrap();
        assert_eq!(std::mem::discriminant(&found.state), std::mem::discriminant(&stretch.state));
        assert!(found.end() <= stretch.end());
    }
}
