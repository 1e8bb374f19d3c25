//! Small images of every format, written here from the formats' descriptions, so that a test knows
//! what is in them without asking any reader.

/// What a unit of an image is, in the order of the guest's disk. Data is told by its place among the
/// data of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Free,
    Zero,
    Data(u32),
}

fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
    bytes[at..at + value.len()].copy_from_slice(value);
}

fn count(units: &[Unit]) -> u32 {
    u32::try_from(units.iter().filter(|unit| matches!(unit, Unit::Data(_))).count()).unwrap()
}

fn length(units: &[Unit]) -> u32 {
    u32::try_from(units.len()).unwrap()
}

/// A VDI file of kind 1, 2 or 4 with its data at byte 4096.
pub fn vdi(kind: u32, units: &[Unit], block: u32, extra: u32, disk_size: u64) -> Vec<u8> {
    let mut file = vec![0; 4096];
    put(&mut file, 0x40, &0xBEDA_107F_u32.to_le_bytes());
    for (at, value) in [(0x44, 0x1_0001), (0x48, 400), (0x4C, kind), (0x154, 512), (0x158, 4096)] {
        put(&mut file, at, &u32::to_le_bytes(value));
    }
    put(&mut file, 0x170, &disk_size.to_le_bytes());
    for (at, value) in [(0x178, block), (0x17C, extra), (0x180, length(units)), (0x184, count(units))] {
        put(&mut file, at, &value.to_le_bytes());
    }
    put(&mut file, 0x188, &[1; 16]);
    for (position, unit) in units.iter().enumerate() {
        let entry = match unit {
            Unit::Free => u32::MAX,
            Unit::Zero => u32::MAX - 1,
            Unit::Data(index) => *index,
        };
        put(&mut file, 512 + 4 * position, &entry.to_le_bytes());
    }
    file.resize(file.len() + (count(units) * (block + extra)) as usize, 7);
    file
}

/// A sparse VMDK extent with grains of `grain` sectors and tables of four entries. Its data start at
/// sector 64.
pub fn vmdk(units: &[Unit], grain: u32, descriptor: &str) -> Vec<u8> {
    let mut file = vec![0; 64 * 512];
    put(&mut file, 0, b"KDMV");
    put(&mut file, 4, &1_u32.to_le_bytes());
    put(&mut file, 8, &7_u32.to_le_bytes());
    let capacity = u64::from(length(units) * grain);
    let place = if descriptor.is_empty() { (0, 0) } else { (1, 8) };
    for (at, value) in [(12, capacity), (20, u64::from(grain)), (28, place.0), (36, place.1), (56, 10), (64, 64)] {
        put(&mut file, at, &value.to_le_bytes());
    }
    put(&mut file, 44, &4_u32.to_le_bytes());
    put(&mut file, 512, descriptor.as_bytes());
    for (table, entries) in units.chunks(4).enumerate() {
        if entries.iter().all(|unit| *unit == Unit::Free) {
            continue;
        }
        // Tables in sectors 12 to 63, the later ones of the disk first.
        let sector = 12 + units.len().div_ceil(4) - 1 - table;
        put(&mut file, 10 * 512 + 4 * table, &u32::try_from(sector).unwrap().to_le_bytes());
        for (position, unit) in entries.iter().enumerate() {
            let entry = match unit {
                Unit::Free => 0,
                Unit::Zero => 1,
                Unit::Data(index) => 64 + index * grain,
            };
            put(&mut file, sector * 512 + 4 * position, &entry.to_le_bytes());
        }
    }
    file.resize(file.len() + (count(units) * grain * 512) as usize, 7);
    file
}

fn checksum(bytes: &mut [u8], field: usize) {
    put(bytes, field, &[0; 4]);
    let sum = bytes.iter().map(|byte| u32::from(*byte)).sum::<u32>();
    put(bytes, field, &(!sum).to_be_bytes());
}

/// Makes both checksums of a growing VHD file right again, if it is long enough to have them.
pub fn mend_vhd(file: &mut [u8]) {
    let end = file.len().saturating_sub(512);
    for start in [0, end] {
        if let Some(footer) = file.get_mut(start..).and_then(|rest| rest.get_mut(..512)) {
            checksum(footer, 64);
        }
    }
    if let Some(header) = file.get_mut(512..1536) {
        checksum(header, 36);
    }
}

/// A growing VHD file of kind 3 or 4 whose blocks are 8 KiB; `bitmap` is the start of each block's.
/// It has no zero units. Its first block's bitmap is at byte 4096.
pub fn vhd(kind: u32, units: &[Unit], bitmap: [u8; 2]) -> Vec<u8> {
    const BLOCK: u32 = 8192;
    let mut footer = vec![0; 512];
    put(&mut footer, 0, b"conectix");
    put(&mut footer, 16, &512_u64.to_be_bytes());
    put(&mut footer, 48, &u64::from(length(units) * BLOCK).to_be_bytes());
    put(&mut footer, 60, &kind.to_be_bytes());
    put(&mut footer, 68, &[1; 16]);
    let mut file = footer.clone();
    file.resize(4096, 0);
    put(&mut file, 512, b"cxsparse");
    put(&mut file, 512 + 16, &1536_u64.to_be_bytes());
    put(&mut file, 512 + 28, &length(units).to_be_bytes());
    put(&mut file, 512 + 32, &BLOCK.to_be_bytes());
    put(&mut file, 512 + 40, &[2; 16]);
    for (position, unit) in units.iter().enumerate() {
        let entry = if let Unit::Data(index) = unit { 8 + index * 17 } else { u32::MAX };
        put(&mut file, 1536 + 4 * position, &entry.to_be_bytes());
    }
    for _ in 0..count(units) {
        file.extend(bitmap);
        file.resize(file.len() + 510 + BLOCK as usize, 7);
    }
    file.extend(footer);
    mend_vhd(&mut file);
    file
}

/// A qcow2 file of version 3 with clusters of 512 bytes. Header, L1 table, refcounts and a snapshot
/// table are in the first 16 clusters, L2 tables in the next 16, data from cluster 32 on.
pub fn qcow2(units: &[Unit]) -> Vec<u8> {
    let mut file = vec![0; 32 * 512];
    put(&mut file, 0, b"QFI\xFB");
    let tables = length(units).div_ceil(64);
    for (at, value) in [(4, 3), (20, 9), (36, tables), (56, 1), (60, 1), (96, 4), (100, 104)] {
        put(&mut file, at, &u32::to_be_bytes(value));
    }
    for (at, value) in [(24, u64::from(length(units)) * 512), (40, 512), (48, 1024), (64, 2048)] {
        put(&mut file, at, &u64::to_be_bytes(value));
    }
    put(&mut file, 1024, &1536_u64.to_be_bytes());
    put(&mut file, 1536, &[0, 1].repeat(32 + count(units).min(200) as usize));
    // A snapshot of the same tables.
    put(&mut file, 2048, &512_u64.to_be_bytes());
    put(&mut file, 2056, &tables.to_be_bytes());
    put(&mut file, 2060, &[0, 1, 0, 4]);
    put(&mut file, 2088, b"1name");
    for (table, entries) in units.chunks(64).enumerate() {
        let offset = (31 - table) * 512;
        put(&mut file, 512 + 8 * table, &(1 << 63 | offset as u64).to_be_bytes());
        for (position, unit) in entries.iter().enumerate() {
            let entry = match unit {
                Unit::Free => 0,
                Unit::Zero => 1,
                Unit::Data(index) => 1 << 63 | u64::from((32 + index) * 512),
            };
            put(&mut file, offset + 8 * position, &entry.to_be_bytes());
        }
    }
    file.resize(file.len() + count(units) as usize * 512, 7);
    file
}
