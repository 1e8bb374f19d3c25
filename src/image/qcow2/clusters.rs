//! The L1 and L2 tables: which cluster of the file holds which cluster of the guest's disk.

use super::Qcow2Header;
use crate::image::ImageError;
use crate::image::map::{Entry, TableBuilder, UnitTable, for_each_table};
use crate::image::storage::ImageFile;
use crate::text;

/// Longest L1 table that QEMU reads, in bytes (`QCOW_MAX_L1_SIZE`).
pub(crate) const LONGEST_L1: u64 = 32 * 1024 * 1024;
/// The bits of an entry that are an offset.
pub(crate) const OFFSET: u64 = 0x00FF_FFFF_FFFF_FE00;
/// Only one L1 table leads to the cluster.
const COPIED: u64 = 1 << 63;
/// The cluster is compressed.
const COMPRESSED: u64 = 1 << 62;
/// The cluster reads as zeros, whatever is at its offset.
const ZERO: u64 = 1;
const L1_ENTRY_LENGTH: u64 = 8;
/// Parts of a cluster that extended L2 entries tell apart.
pub(crate) const SUBCLUSTERS: u32 = 32;

/// What an L2 entry says of a cluster of the guest's disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cluster {
    /// Not in the image.
    Free,
    /// All zeros, without a place in the file.
    Zero,
    /// All of it is in the file, at this byte.
    Plain(u64),
    /// Compressed data that start at this byte of the file.
    Compressed(u64),
    /// In parts, a bit for each of 32, the lowest for the first; or zeros that have a place.
    Parts {
        /// Where the cluster is in the file, in bytes; 0 if it is not.
        offset: u64,
        /// The parts that hold data.
        data: u32,
        /// The parts that read as zeros.
        zero: u32,
    },
}

impl Cluster {
    /// Number of sectors that the compressed data of an L2 entry reach into.
    pub(crate) fn compressed_sectors(entry: u64, cluster_bits: u32) -> u64 {
        ((entry & !(COMPRESSED | COPIED)) >> compressed_offset_bits(cluster_bits)) + 1
    }

    /// Makes sense of an L2 entry. `bitmap` is its second half where entries have one.
    pub(crate) fn decode(entry: u64, bitmap: Option<u64>, cluster_bits: u32) -> Self {
        if entry & COMPRESSED != 0 {
            return Self::Compressed(entry & ((1 << compressed_offset_bits(cluster_bits)) - 1));
        }
        let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default();
        let (data, zero) = match bitmap {
            Some(bitmap) => (half(bitmap), half(bitmap >> SUBCLUSTERS)),
            // Version 2 does not know the zero bit; QEMU never sets it there.
            None if entry & ZERO != 0 => (0, u32::MAX),
            None => (if entry & OFFSET == 0 { 0 } else { u32::MAX }, 0),
        };
        match (entry & OFFSET, data, zero) {
            (0, 0, 0) => Self::Free,
            (0, 0, u32::MAX) => Self::Zero,
            (1.., u32::MAX, 0) => Self::Plain(entry & OFFSET),
            (offset, data, zero) => Self::Parts { offset, data, zero },
        }
    }
}

/// The larger the cluster, the more bits count the sectors that compressed data reach into.
fn compressed_offset_bits(cluster_bits: u32) -> u32 {
    62 - cluster_bits.saturating_sub(8)
}

/// An L2 table as it is in the file, kept because not all its entries are simple.
#[derive(Debug)]
struct KeptTable {
    /// The first cluster of the guest's disk that it maps.
    first: u64,
    words: Box<[u64]>,
}

/// The clusters of one state of the disk.
#[derive(Debug)]
pub(crate) struct Clusters {
    /// Indices are numbers of clusters in the file.
    pub table: UnitTable,
    /// Number of the special entries that take no space.
    pub without_space: u64,
    /// The L2 tables that have entries which the table cannot keep, in the order of the disk.
    kept: Vec<KeptTable>,
    cluster_bits: u32,
    extended: bool,
}

impl Clusters {
    /// Reads the tables at `l1_offset` as far as they map the guest's disk; what comes behind is saved
    /// machine state.
    pub(crate) fn read(
        file: &ImageFile,
        header: &Qcow2Header,
        l1_offset: u64,
        l1_entries: u32,
        disk_size: u64,
    ) -> Result<Self, ImageError> {
        let in_l2 = header.clusters_in_l2();
        let units = disk_size.div_ceil(header.cluster());
        let tables = units.div_ceil(in_l2);
        let present = read_l1(file, header, l1_offset, l1_entries, tables)?;
        let offsets: Vec<u64> = present.iter().map(|(_, offset)| *offset).collect();
        let mut reader =
            Reader { file, header, builder: TableBuilder::new(1), kept: Vec::new(), counted: Counted::default() };
        let mut next_table = 0;
        for_each_table(file, &offsets, header.cluster(), |position, bytes| {
            let Some((table, offset)) = present.get(position) else { return Ok(()) };
            reader.builder.push_free((table - next_table) * in_l2);
            next_table = table + 1;
            reader.l2_table(table * in_l2, units, *offset, bytes)
        })?;
        reader.builder.push_free(units.saturating_sub(next_table * in_l2));
        check_amount(file, header, reader.counted.plain)?;
        Ok(Self {
            table: reader.builder.finish(),
            without_space: reader.counted.without_space,
            kept: reader.kept,
            cluster_bits: header.cluster_bits,
            extended: header.extended_l2(),
        })
    }

    /// The cluster with this number on the guest's disk.
    pub(crate) fn get(&self, unit: u64) -> Cluster {
        self.cluster(unit, self.table.get(unit))
    }

    /// The same, and how many clusters from it on are alike or follow each other in the file.
    pub(crate) fn run(&self, unit: u64) -> Option<(Cluster, u64)> {
        self.table.run(unit).map(|(entry, run)| (self.cluster(unit, entry), run))
    }

    fn cluster(&self, unit: u64, entry: Entry) -> Cluster {
        match entry {
            Entry::Free => Cluster::Free,
            Entry::Zero => Cluster::Zero,
            Entry::At(index) => Cluster::Plain(u64::from(index) << self.cluster_bits),
            Entry::Special => self.special(unit).unwrap_or(Cluster::Free),
        }
    }

    fn special(&self, unit: u64) -> Option<Cluster> {
        let position = self.kept.partition_point(|table| table.first <= unit).checked_sub(1)?;
        let table = self.kept.get(position)?;
        let inside = usize::try_from(unit - table.first).ok()?;
        let words = if self.extended { 2 } else { 1 };
        let entry = *table.words.get(inside * words)?;
        let bitmap = if self.extended { Some(*table.words.get(inside * words + 1)?) } else { None };
        Some(Cluster::decode(entry, bitmap, self.cluster_bits))
    }

    /// Memory that it takes, in bytes.
    pub(crate) fn memory(&self) -> u64 {
        let kept: usize =
            self.kept.iter().map(|table| size_of_val::<[u64]>(&table.words) + size_of::<KeptTable>()).sum();
        self.table.memory() + kept as u64
    }
}

/// Refuses a map that names more clusters than the file has, so that no sum made of it is absurd.
fn check_amount(file: &ImageFile, header: &Qcow2Header, plain: u64) -> Result<(), ImageError> {
    let room = file.length().div_ceil(header.cluster());
    if plain > room {
        return Err(file
            .damaged(0, text!("hypervisor-image-many-clusters", named = plain.to_string(), room = room.to_string())));
    }
    Ok(())
}

/// Number and offset of every L2 table that there is.
fn read_l1(
    file: &ImageFile,
    header: &Qcow2Header,
    offset: u64,
    entries: u32,
    needed: u64,
) -> Result<Vec<(u64, u64)>, ImageError> {
    if needed > entries.into() {
        return Err(file.damaged(offset, text!("hypervisor-image-l1-short", count = entries.to_string())));
    }
    let bytes = needed * L1_ENTRY_LENGTH;
    if bytes > LONGEST_L1 {
        return Err(file.too_large(text!("hypervisor-image-large-l1-table"), bytes, LONGEST_L1));
    }
    let l1 = file.read(offset, bytes)?;
    let mut present = Vec::new();
    for (table, entry) in (0_u64..).zip(l1.bytes().as_chunks().0) {
        let l2_offset = u64::from_be_bytes(*entry) & OFFSET;
        if !l2_offset.is_multiple_of(header.cluster()) {
            let what = text!("hypervisor-image-l2-offset");
            return Err(file.damaged(offset + table * L1_ENTRY_LENGTH, what));
        }
        if l2_offset != 0 {
            present.push((table, l2_offset));
        }
    }
    Ok(present)
}

/// What was met while the tables were read.
#[derive(Debug, Default)]
struct Counted {
    /// Clusters that have a place of their own in the file.
    plain: u64,
    /// Special entries that take no space.
    without_space: u64,
}

struct Reader<'a> {
    file: &'a ImageFile,
    header: &'a Qcow2Header,
    builder: TableBuilder,
    kept: Vec<KeptTable>,
    counted: Counted,
}

impl Reader<'_> {
    /// Adds the clusters of an L2 table that stands at byte `at` and maps the disk from cluster `first`
    /// on, up to `end`: what a table may have behind the disk is never seen.
    fn l2_table(&mut self, first: u64, end: u64, at: u64, bytes: &[u8]) -> Result<(), ImageError> {
        let words = bytes.as_chunks::<8>().0;
        let mut special = false;
        if self.header.extended_l2() {
            for (pair, position) in words.as_chunks::<2>().0.iter().zip(0..end - first) {
                let [entry, bitmap] = pair.map(u64::from_be_bytes);
                special |= self.push(entry, Some(bitmap), at + position * 16)?;
            }
        } else {
            for (word, position) in words.iter().zip(0..end - first) {
                special |= self.push(u64::from_be_bytes(*word), None, at + position * 8)?;
            }
        }
        if special {
            self.kept.push(KeptTable { first, words: words.iter().map(|word| u64::from_be_bytes(*word)).collect() });
        }
        Ok(())
    }

    /// Adds one cluster, whose entry stands at byte `at`. Whether it is a special one.
    fn push(&mut self, entry: u64, bitmap: Option<u64>, at: u64) -> Result<bool, ImageError> {
        let cluster = Cluster::decode(entry, bitmap, self.header.cluster_bits);
        let packed = match cluster {
            Cluster::Free => Entry::Free,
            Cluster::Zero => Entry::Zero,
            Cluster::Plain(offset) => Entry::At(self.checked_index(offset, at)?),
            Cluster::Compressed(offset) if offset < self.file.length() => Entry::Special,
            Cluster::Compressed(offset) => {
                let what = text!("hypervisor-image-compressed-behind", offset = offset.to_string());
                return Err(self.file.damaged(at, what));
            }
            Cluster::Parts { offset, data, zero } => {
                if zero & data != 0 || (data != 0 && offset == 0) {
                    return Err(self.file.damaged(at, text!("hypervisor-image-two-states")));
                }
                self.checked_index(offset, at)?;
                Entry::Special
            }
        };
        match cluster {
            Cluster::Parts { offset: 0, .. } => self.counted.without_space += 1,
            Cluster::Plain(_) | Cluster::Parts { .. } => self.counted.plain += 1,
            Cluster::Free | Cluster::Zero | Cluster::Compressed(_) => {}
        }
        self.builder.push(packed);
        Ok(packed == Entry::Special)
    }

    /// The number of the cluster at byte `offset` of the file; an error if there can be none.
    fn checked_index(&self, offset: u64, at: u64) -> Result<u32, ImageError> {
        let index = u32::try_from(offset >> self.header.cluster_bits).ok().filter(|index| *index <= Entry::MOST);
        // The last cluster may be at the very end: space is taken before it is written.
        match index {
            Some(index) if offset.is_multiple_of(self.header.cluster()) && offset <= self.file.length() => Ok(index),
            _ => Err(self.file.damaged(at, text!("hypervisor-image-cluster-place", offset = offset.to_string()))),
        }
    }
}
