//! Images that were made up, changed at random or made to harm: what is in them is found, and nothing
//! they say makes the readers panic, hang or take memory that the file does not justify.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod image_fixtures;

use std::path::Path;
use std::time::{Duration, Instant};

use image_fixtures::{Unit, mend_vhd, qcow2, vdi, vhd, vmdk};
use proptest::prelude::*;
use snapgrove::image::{
    AllocationMap, HostStorage, ImageError, MemoryStorage, Qcow2Image, State, Storage, read_header_in, read_map_in,
};
use snapgrove::model::{Bytes, ImageFormat};

const PATH: &str = "/images/disk";

fn read(file: Vec<u8>, format: &ImageFormat) -> Result<Box<dyn AllocationMap>, ImageError> {
    let mut storage = MemoryStorage::default();
    storage.insert(PATH, file);
    read_map_in(&storage, Path::new(PATH), format)
}

/// Units of a disk, with the data in any order in the file.
fn units(zeros: bool) -> impl Strategy<Value = Vec<Unit>> {
    prop::collection::vec((0..3_u8, any::<u32>()), 1..150).prop_map(move |drawn| {
        let mut order: Vec<usize> = (0..drawn.len()).filter(|at| drawn[*at].0 == 2).collect();
        order.sort_by_key(|at| drawn[*at].1);
        let mut units: Vec<Unit> =
            drawn.iter().map(|(kind, _)| if *kind == 1 && zeros { Unit::Zero } else { Unit::Free }).collect();
        for (index, at) in (0..).zip(order) {
            units[at] = Unit::Data(index);
        }
        units
    })
}

/// The map says of every unit what was put in.
fn check(map: &dyn AllocationMap, units: &[Unit], data_at: u64, data_step: u64) {
    for (number, unit) in (0..).zip(units) {
        let expected = match unit {
            Unit::Free => None,
            Unit::Zero => Some(None),
            Unit::Data(index) => Some(Some(data_at + u64::from(*index) * data_step)),
        };
        let found = match map.state(number) {
            State::Free => None,
            State::Zero => Some(None),
            State::Data(place) | State::Compressed(place) => Some(Some(place.offset)),
        };
        assert_eq!(found, expected, "unit {number}");
        let stretch = map.stretch(number * map.unit()).unwrap();
        assert_eq!(stretch.state, map.state(number), "unit {number}");
    }
    assert_eq!(map.units(), units.len() as u64);
    let in_use = units.iter().filter(|unit| matches!(unit, Unit::Data(_))).count();
    assert_eq!(map.units_in_use(), in_use as u64);
    assert_eq!(map.stretches().map(|stretch| stretch.length).sum::<u64>(), map.virtual_size().0);
}

proptest! {
    #[test]
    fn a_vdi_holds_what_was_put_in(
        units in units(true),
        extra in prop_oneof![Just(0_u32), Just(512)],
        block in prop_oneof![Just(512_u32), Just(1536), Just(4096)],
        short in 0..512_u64,
    ) {
        let size = units.len() as u64 * u64::from(block) - short;
        let map = read(vdi(4, &units, block, extra, size), &ImageFormat::Vdi).unwrap();
        check(&*map, &units, 4096 + u64::from(extra), u64::from(block + extra));
        prop_assert_eq!((map.virtual_size(), map.overhead()), (Bytes(size), extra.into()));
    }

    #[test]
    fn a_vmdk_holds_what_was_put_in(units in units(true), grain in prop_oneof![Just(1_u32), Just(8)]) {
        let map = read(vmdk(&units, grain, ""), &ImageFormat::Vmdk).unwrap();
        check(&*map, &units, 64 * 512, u64::from(grain) * 512);
    }

    #[test]
    fn a_vhd_holds_what_was_put_in(units in units(false), kind in 3..5_u32, bitmap in any::<[u8; 2]>()) {
        let map = read(vhd(kind, &units, bitmap), &ImageFormat::Vhd).unwrap();
        prop_assert_eq!(map.overhead(), 512);
        let bits = u16::from_be_bytes(bitmap);
        for (number, unit) in (0..).zip(&units) {
            let Unit::Data(index) = unit else { continue };
            let start = 4096 + u64::from(*index) * (512 + 8192) + 512;
            // In a base image, sectors that were never written read as the zeros they are.
            for sector in 0..16_u64 {
                let stretch = map.stretch(number * 8192 + sector * 512).unwrap();
                let used = kind == 3 || bits & (0x8000 >> sector) != 0;
                let expected = used.then_some(start + sector * 512);
                let found = if let State::Data(place) = stretch.state { Some(place.offset) } else { None };
                prop_assert_eq!(found, expected, "unit {} sector {}", number, sector);
            }
        }
        if kind == 3 || bitmap == [u8::MAX; 2] {
            check(&*map, &units, 4096 + 512, 512 + 8192);
        }
    }

    #[test]
    fn a_qcow2_holds_what_was_put_in(units in units(true)) {
        let map = read(qcow2(&units), &ImageFormat::Qcow2).unwrap();
        check(&*map, &units, 32 * 512, 512);
    }
}

fn samples() -> Vec<(ImageFormat, Vec<u8>)> {
    let mixed = [Unit::Data(2), Unit::Free, Unit::Zero, Unit::Data(0), Unit::Data(1), Unit::Free];
    let without_zeros = [Unit::Data(2), Unit::Free, Unit::Data(0), Unit::Data(1), Unit::Free];
    let text = concat!(
        "# Disk DescriptorFile\nversion=1\nCID=12\nparentCID=ffffffff\ncreateType=\"monolithicSparse\"\n",
        "RW 48 SPARSE \"disk\"\nddb.uuid.image=\"5fa3d288-a096-4c47-b07b-69a2f8abb74b\"\n"
    );
    let parts = "# Disk DescriptorFile\nRW 48 SPARSE \"extent\"\nRW 5 FLAT \"flat\" 3\nRW 9 ZERO\n";
    vec![
        (ImageFormat::Vdi, vdi(1, &mixed, 512, 0, 6 * 512)),
        (ImageFormat::Vdi, vdi(4, &mixed, 4096, 512, 6 * 4096)),
        (ImageFormat::Vmdk, vmdk(&mixed, 8, text)),
        (ImageFormat::Vmdk, parts.into()),
        (ImageFormat::Vhd, vhd(3, &without_zeros, [255, 255])),
        (ImageFormat::Vhd, vhd(4, &without_zeros, [0x5A, 1])),
        (ImageFormat::Qcow2, qcow2(&mixed)),
    ]
}

/// Reads all there is to read, and asks the map about a part of it.
fn read_everything(file: Vec<u8>, format: &ImageFormat) {
    let mut storage = MemoryStorage::default();
    let length = file.len() as u64;
    storage.insert(PATH, file);
    storage.insert("/images/extent", vmdk(&[Unit::Data(0), Unit::Free, Unit::Zero, Unit::Data(1)], 8, ""));
    let _ = read_header_in(&storage, Path::new(PATH), format);
    if let Ok(map) = read_map_in(&storage, Path::new(PATH), format) {
        assert!(map.memory().0 <= 64 * 1024 + 4 * length, "{} for {length} bytes", map.memory());
        let mut end = 0;
        for stretch in map.stretches().take(1000) {
            assert!(stretch.start == end && stretch.length > 0);
            end = stretch.end();
        }
        assert!(end <= map.virtual_size().0);
        assert!(!map.state(u64::MAX).takes_space());
    }
    if let Ok(image) = Qcow2Image::open_in(&storage, Path::new(PATH)) {
        let snapshots = image.snapshots().unwrap_or_default();
        for snapshot in &snapshots {
            let _ = image.map_of_snapshot(snapshot);
        }
        let _ = image.deletion(&snapshots.iter().collect::<Vec<_>>());
        let _ = image.refcounts().map(|refcounts| (refcounts.of(0), refcounts.of(u64::MAX)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]
    #[test]
    fn changed_bytes_do_no_harm(
        sample in 0..7_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<bool>()), 1..9),
        cut in prop::option::of(any::<prop::sample::Index>()),
        mend in any::<bool>(),
    ) {
        let (format, mut file) = samples().swap_remove(sample);
        for (place, value, early) in changes {
            // Most that decides something stands early in the file.
            let most = if early { file.len().min(600) } else { file.len() };
            file[place.index(most)] = value;
        }
        if let Some(cut) = cut {
            file.truncate(cut.index(file.len()));
        }
        if mend && format == ImageFormat::Vhd {
            mend_vhd(&mut file);
        }
        let started = Instant::now();
        read_everything(file, &format);
        // No measurement of speed: a guard against reading without end.
        prop_assert!(started.elapsed() < Duration::from_secs(10));
    }
}

/// What a header claims costs nothing until the file proves it.
#[test]
fn enormous_claims_in_small_files_are_errors() {
    let mut claims = Vec::new();
    let mut file = vdi(1, &[Unit::Free], 512, 0, 512);
    file[0x170..0x178].fill(0x7F);
    file[0x180..0x184].fill(0xFF);
    claims.push((ImageFormat::Vdi, file));
    let mut file = vmdk(&[Unit::Data(0)], 8, "");
    file[12..18].fill(0xFF);
    claims.push((ImageFormat::Vmdk, file));
    let mut file = vhd(4, &[Unit::Data(0)], [1, 1]);
    let footer = file.len() - 512;
    file[footer + 48..footer + 55].fill(0x7F);
    file[512 + 28..512 + 36].fill(0xFE);
    mend_vhd(&mut file);
    claims.push((ImageFormat::Vhd, file));
    for fields in [24..32, 36..40] {
        let mut file = qcow2(&[Unit::Data(0)]);
        file[36..40].fill(0xFF);
        file[fields].fill(0x0F);
        claims.push((ImageFormat::Qcow2, file));
    }
    for (format, file) in claims {
        let map = read(file, &format);
        assert!(
            map.as_ref().is_err() || map.as_ref().is_ok_and(|map| map.units() == 1),
            "{format}: {} units",
            map.unwrap().units()
        );
    }
}

/// QEMU sets this bit when it finds that the tables contradict each other.
#[test]
fn a_qcow2_that_qemu_has_marked_as_damaged_is_not_relied_on() {
    let mut file = qcow2(&[Unit::Data(0)]);
    file[79] |= 2;
    let error = read(file, &ImageFormat::Qcow2).err().unwrap();
    assert!(error.to_string().contains("QEMU has marked this image as damaged"), "{error}");
}

/// The same, with a file that is as long as it says: 2 TB of holes.
#[test]
fn a_file_of_holes_takes_neither_memory_nor_time() {
    let folder = tempfile::tempdir().unwrap();
    let started = Instant::now();
    for (name, format, mut head) in [
        ("disk.vdi", ImageFormat::Vdi, vdi(1, &[Unit::Free], 512, 0, 512)),
        ("disk.vmdk", ImageFormat::Vmdk, vmdk(&[Unit::Data(0)], 8, "")),
        ("disk.qcow2", ImageFormat::Qcow2, qcow2(&[Unit::Data(0)])),
    ] {
        match format {
            ImageFormat::Vdi => {
                head[0x170..0x178].copy_from_slice(&(1_u64 << 40).to_le_bytes());
                head[0x180..0x184].copy_from_slice(&(u32::MAX).to_le_bytes());
            }
            ImageFormat::Vmdk => head[12..20].copy_from_slice(&(1_u64 << 45).to_le_bytes()),
            _ => {
                head[24..32].copy_from_slice(&(1_u64 << 36).to_be_bytes());
                head[36..40].copy_from_slice(&(u32::MAX).to_be_bytes());
            }
        }
        let path = folder.path().join(name);
        std::fs::write(&path, head).unwrap();
        std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(1 << 41).unwrap();
        if let Ok(map) = read_map_in(&HostStorage, &path, &format) {
            assert!(map.memory() < Bytes(1 << 20), "{name}: {}", map.memory());
        }
    }
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn what_is_counted_twice_is_refused() {
    let twice = [Unit::Data(0), Unit::Data(0)];
    for (format, file) in
        [(ImageFormat::Vdi, vdi(1, &twice, 512, 0, 1024)), (ImageFormat::Vhd, vhd(3, &twice, [255, 255]))]
    {
        let error = read(file, &format).unwrap_err();
        assert!(matches!(error, ImageError::Damaged { .. }), "{error}");
    }
    // Two L1 entries, one table.
    let mut file = qcow2(&[Unit::Data(0); 65]);
    let entry: [u8; 8] = file[512..520].try_into().unwrap();
    file[520..528].copy_from_slice(&entry);
    let error = read(file, &ImageFormat::Qcow2).unwrap_err();
    assert!(error.to_string().contains("share one table"), "{error}");
}

/// Tables may say something of what is behind the end of the disk, and extents need not end with a
/// grain. (Found by fuzzing.)
#[test]
fn nothing_is_counted_that_is_not_on_the_disk() {
    let full = [Unit::Data(0), Unit::Data(1), Unit::Data(2), Unit::Data(3)];
    let mut shrunk = qcow2(&full);
    shrunk[24..32].copy_from_slice(&600_u64.to_be_bytes());
    let mut short = vmdk(&full, 8, "");
    short[12..20].copy_from_slice(&9_u64.to_le_bytes());
    for (format, file) in [(ImageFormat::Qcow2, shrunk), (ImageFormat::Vmdk, short)] {
        let map = read(file, &format).unwrap();
        assert_eq!((map.units(), map.units_in_use()), (2, 2), "{format}");
        assert_eq!(map.state(2), State::Free, "{format}");
    }
    let text = "# Disk DescriptorFile\nRW 5 FLAT \"a\"\nRW 6 FLAT \"b\"\nRW 7 ZERO\nRW 200 FLAT \"c\"\n";
    let map = read(text.into(), &ImageFormat::Vmdk).unwrap();
    assert_eq!((map.units(), map.units_in_use()), (2, 2));
}

/// A pipe would make opening wait for ever.
#[cfg(unix)]
#[test]
fn a_pipe_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("disk.vdi");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert!(matches!(HostStorage.open(&path), Err(ImageError::NotAFile { .. })));
}
