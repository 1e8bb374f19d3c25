//! How long a forecast takes: of 50 marked snapshots in a tree of 1,000, and of a merge of two disks of 2 TB.
//!
//! `cargo bench --bench forecast`
#![expect(clippy::unwrap_used, reason = "a measurement fails by panicking")]

#[path = "../tests/plan_support/mod.rs"]
mod plan_support;

use std::fs::File;
use std::hint::black_box;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use plan_support::{PLENTY, Plain, inventory};
use snapgrove::image::read_map;
use snapgrove::model::ImageFormat;
use snapgrove::plan::delete;
use snapgrove::plan::forecast::Units;

/// 2 TB in blocks of 1 MiB.
const BLOCKS: u32 = 2 << 20;

/// Every tenth snapshot begins a branch.
fn thousand() -> Plain {
    let mut plain = Plain::new(&[], 999, &[1, 2]);
    plain.snapshots = (0..1000_usize)
        .map(|at| {
            let parent = if at % 10 == 0 { at.checked_sub(10) } else { Some(at - 1) };
            let seed = at as u64;
            (parent, [seed * 7 % 64, seed * 13 % 64, seed * 29 % 64].into())
        })
        .collect();
    for (_, blocks) in &mut plain.snapshots {
        blocks.sort_unstable();
        blocks.dedup();
    }
    plain
}

/// A VDI file with every `step`-th block, in no order, as after years of use.
fn vdi(path: &Path, step: u32) {
    const MAP: u32 = 1 << 20;
    let data = MAP + BLOCKS * 4;
    let mut header = vec![0; 512];
    let used = BLOCKS / step;
    let numbers = [(0x40, 0xBEDA_107F), (0x44, 0x1_0001), (0x48, 400), (0x4C, 1), (0x154, MAP), (0x158, data)];
    for (at, value) in numbers.into_iter().chain([(0x178, 1 << 20), (0x180, BLOCKS), (0x184, used)]) {
        header[at..at + 4].copy_from_slice(&u32::to_le_bytes(value));
    }
    header[0x170..0x178].copy_from_slice(&(u64::from(BLOCKS) << 20).to_le_bytes());
    // An odd factor visits every number of a power of two once.
    let place = |block: u32| (block / step).wrapping_mul(2_654_435_761) % used;
    let entry = |block: u32| if block.is_multiple_of(step) { place(block) } else { u32::MAX };
    let map: Vec<u8> = (0..BLOCKS).flat_map(|block| entry(block).to_le_bytes()).collect();
    let mut file = File::create(path).unwrap();
    file.set_len(u64::from(data) + (u64::from(used) << 20)).unwrap();
    file.write_all(&header).unwrap();
    file.seek(SeekFrom::Start(MAP.into())).unwrap();
    file.write_all(&map).unwrap();
}

fn forecasts(criterion: &mut Criterion) {
    let plain = thousand();
    let (now, known) = (inventory(&[&plain], false, PLENTY), plain.known());
    // Those whose branch goes on straight: all but forks.
    let marked: Vec<usize> = (0..1000).filter(|at| at % 10 != 0).step_by(18).take(50).collect();
    let ids = plain.ids(&marked);
    criterion.bench_function("50 marked of 1,000 snapshots", |bencher| {
        bencher.iter(|| black_box(delete(&now, &plain.key(), &ids, &known)));
    });
    let chain: Vec<usize> = (900..990).filter(|at| at % 10 != 0).take(50).collect();
    let ids = plain.ids(&chain);
    criterion.bench_function("50 marked in runs of nine", |bencher| {
        bencher.iter(|| black_box(delete(&now, &plain.key(), &ids, &known)));
    });

    let folder = tempfile::tempdir().unwrap();
    let [lower, upper] = ["lower.vdi", "upper.vdi"].map(|name| folder.path().join(name));
    vdi(&lower, 1);
    vdi(&upper, 2);
    let maps = [&lower, &upper].map(|path| read_map(path, &ImageFormat::Vdi).unwrap());
    criterion.bench_function("sets of a scattered map of 2 TB", |bencher| {
        bencher.iter(|| black_box(Units::of(&*maps[0])));
    });
    let units = maps.each_ref().map(|map| Units::of(&**map));
    criterion.bench_function("what two maps of 2 TB have in common", |bencher| {
        bencher.iter(|| black_box(units[0].overlap(&units[1])));
    });
    criterion.bench_function("one image of 2 TB written into another", |bencher| {
        bencher.iter_batched(
            || units[1].clone(),
            |mut target| {
                for (unit, _) in units[0].held_where_free(&units[1]) {
                    target.set_data(unit);
                }
                target
            },
            BatchSize::LargeInput,
        );
    });
}

criterion_group!(benches, forecasts);
criterion_main!(benches);
