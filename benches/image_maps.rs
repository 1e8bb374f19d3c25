//! How long it takes to read a map: of a VDI disk of 2 TB, and of a qcow2 disk with a million clusters.
//! Both lie in their files in the order of the disk, or in none at all, as after years of use.
#![expect(clippy::unwrap_used, reason = "a measurement fails by panicking")]

use std::fs::OpenOptions;
use std::hint::black_box;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use snapgrove::image::{Qcow2Image, read_map};
use snapgrove::model::ImageFormat;

/// 2 TB in blocks of 1 MiB.
const VDI_BLOCKS: u32 = 2 << 20;
const CLUSTERS: u64 = 1 << 20;
const CLUSTER: u64 = 65_536;
/// The cluster that the snapshot table is in.
const SNAPSHOTS: u64 = 50;

/// The number that stands at `position` of `count` (a power of two), in order or scattered.
fn place(position: u64, count: u64, scattered: bool) -> u64 {
    // An odd factor visits every number once.
    if scattered { position.wrapping_mul(2_654_435_761) % count } else { position }
}

/// Writes `parts` at their offsets and makes the file `length` bytes long; the rest are holes.
fn sparse_file(path: &Path, length: u64, parts: &[(u64, Vec<u8>)]) {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(path).unwrap();
    file.set_len(length).unwrap();
    for (offset, bytes) in parts {
        file.seek(SeekFrom::Start(*offset)).unwrap();
        file.write_all(bytes).unwrap();
    }
}

fn vdi(path: &Path, scattered: bool) {
    const MAP: u32 = 1 << 20;
    let data = MAP + VDI_BLOCKS * 4;
    let mut header = vec![0; 512];
    let size = u64::from(VDI_BLOCKS) << 20;
    let numbers = [(0x40, 0xBEDA_107F), (0x44, 0x1_0001), (0x48, 400), (0x4C, 1), (0x154, MAP), (0x158, data)];
    for (at, value) in numbers.into_iter().chain([(0x178, 1 << 20), (0x180, VDI_BLOCKS), (0x184, VDI_BLOCKS)]) {
        header[at..at + 4].copy_from_slice(&u32::to_le_bytes(value));
    }
    header[0x170..0x178].copy_from_slice(&size.to_le_bytes());
    let index = |block| u32::try_from(place(block, VDI_BLOCKS.into(), scattered)).unwrap();
    let map = (0..u64::from(VDI_BLOCKS)).flat_map(|block| index(block).to_le_bytes()).collect();
    sparse_file(path, u64::from(data) + size, &[(0, header), (MAP.into(), map)]);
}

fn qcow2(path: &Path, scattered: bool) {
    let in_table = CLUSTER / 8;
    let tables = CLUSTERS / in_table;
    let first_data = 64 + tables;
    let mut header = vec![0; 104];
    header[..8].copy_from_slice(b"QFI\xFB\0\0\0\x03");
    for (at, value) in [(20, 16), (36, u32::try_from(tables).unwrap()), (56, 1), (60, 1), (96, 4), (100, 104)] {
        header[at..at + 4].copy_from_slice(&u32::to_be_bytes(value));
    }
    for (at, value) in [(24, CLUSTERS * CLUSTER), (40, CLUSTER), (48, 2 * CLUSTER), (64, SNAPSHOTS * CLUSTER)] {
        header[at..at + 8].copy_from_slice(&u64::to_be_bytes(value));
    }
    // One snapshot, of the same tables.
    let mut snapshot = vec![0; 41];
    snapshot[..8].copy_from_slice(&CLUSTER.to_be_bytes());
    snapshot[8..12].copy_from_slice(&u32::try_from(tables).unwrap().to_be_bytes());
    snapshot[12..16].copy_from_slice(&[0, 1, 0, 0]);
    let used = 1 << 63;
    let in_all = first_data + CLUSTERS;
    let blocks = in_all.div_ceil(CLUSTER / 2);
    let l1 = (0..tables).flat_map(|table| (used | ((64 + table) * CLUSTER)).to_be_bytes()).collect();
    let l2 = |cluster| used | ((first_data + place(cluster, CLUSTERS, scattered)) * CLUSTER);
    let l2 = (0..CLUSTERS).flat_map(|cluster| l2(cluster).to_be_bytes()).collect();
    let table = (0..blocks).flat_map(|block| ((3 + block) * CLUSTER).to_be_bytes()).collect();
    let counts = (0..in_all).flat_map(|_| [0, 1]).collect();
    let parts = [
        (0, header),
        (CLUSTER, l1),
        (2 * CLUSTER, table),
        (3 * CLUSTER, counts),
        (SNAPSHOTS * CLUSTER, snapshot),
        (64 * CLUSTER, l2),
    ];
    sparse_file(path, in_all * CLUSTER, &parts);
}

fn maps(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    for (name, scattered) in [("in order", false), ("scattered", true)] {
        let path = folder.path().join("disk.vdi");
        vdi(&path, scattered);
        criterion.bench_function(&format!("map of a 2 TB VDI, {name}"), |bencher| {
            bencher.iter(|| read_map(black_box(&path), &ImageFormat::Vdi).unwrap());
        });
        let map = read_map(&path, &ImageFormat::Vdi).unwrap();
        assert_eq!(map.units_in_use(), u64::from(VDI_BLOCKS));
        println!("takes {}", map.memory());
        criterion.bench_function(&format!("all stretches of a 2 TB VDI, {name}"), |bencher| {
            bencher.iter(|| black_box(&map).stretches().map(|stretch| stretch.length).sum::<u64>());
        });

        let path = folder.path().join("disk.qcow2");
        qcow2(&path, scattered);
        criterion.bench_function(&format!("map of a million qcow2 clusters, {name}"), |bencher| {
            bencher.iter(|| read_map(black_box(&path), &ImageFormat::Qcow2).unwrap());
        });
        let map = read_map(&path, &ImageFormat::Qcow2).unwrap();
        assert_eq!(map.units_in_use(), CLUSTERS);
        println!("takes {}", map.memory());
        criterion.bench_function(&format!("refcounts of a million qcow2 clusters, {name}"), |bencher| {
            bencher.iter(|| Qcow2Image::open(black_box(&path)).unwrap().refcounts().unwrap());
        });
        criterion.bench_function(&format!("deletion forecast of a million qcow2 clusters, {name}"), |bencher| {
            bencher.iter(|| {
                let image = Qcow2Image::open(black_box(&path)).unwrap();
                let snapshots = image.snapshots().unwrap();
                image.deletion(&snapshots.iter().collect::<Vec<_>>()).unwrap()
            });
        });
    }
}

criterion_group!(benches, maps);
criterion_main!(benches);
