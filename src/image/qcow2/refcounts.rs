//! How many references there are to every cluster.

use super::Qcow2Header;
use crate::image::ImageError;
use crate::image::map::for_each_table;
use crate::image::storage::ImageFile;
use crate::text;

/// Longest refcount table that QEMU reads, in bytes (`QCOW_MAX_REFTABLE_SIZE`).
const LONGEST_TABLE: u64 = 8 * 1024 * 1024;
/// The bits of a table entry that are the offset of a block.
const OFFSET: u64 = !0x1FF;

/// How many references there are to every cluster of a file, from its active state and its internal
/// snapshots together. Kept as it is in the file: two bytes a cluster with QEMU's usual settings.
#[derive(Debug, Clone)]
pub struct Qcow2Refcounts {
    /// Width of a refcount in bits: 1, 2, 4, …, 64.
    bits: u32,
    clusters_in_block: u64,
    /// Number of each block, in ascending order, and its content.
    blocks: Vec<(u64, Box<[u8]>)>,
}

impl Qcow2Refcounts {
    pub(crate) fn read(file: &ImageFile, header: &Qcow2Header) -> Result<Self, ImageError> {
        let bytes = u64::from(header.refcount_table_clusters).saturating_mul(header.cluster());
        if bytes > LONGEST_TABLE {
            return Err(file.too_large(text!("hypervisor-image-large-refcount-table"), bytes, LONGEST_TABLE));
        }
        let table = file.read(header.refcount_table_offset, bytes)?;
        let mut present = Vec::new();
        for (number, entry) in (0_u64..).zip(table.bytes().as_chunks().0) {
            let offset = u64::from_be_bytes(*entry) & OFFSET;
            if !offset.is_multiple_of(header.cluster()) {
                let what = text!("hypervisor-image-refcount-offset");
                return Err(file.damaged(header.refcount_table_offset + number * 8, what));
            }
            if offset != 0 {
                present.push((number, offset));
            }
        }
        let offsets: Vec<u64> = present.iter().map(|(_, offset)| *offset).collect();
        let mut blocks = Vec::new();
        for_each_table(file, &offsets, header.cluster(), |position, content| {
            if let Some((number, _)) = present.get(position) {
                blocks.push((*number, content.into()));
            }
            Ok(())
        })?;
        let bits = 1 << header.refcount_order.min(6);
        Ok(Self { bits, clusters_in_block: header.cluster() * 8 / u64::from(bits), blocks })
    }

    /// Number of references to the cluster with this number (its offset in the file divided by the
    /// size of a cluster). Zero for a cluster that is not in use.
    #[must_use]
    pub fn of(&self, cluster: u64) -> u64 {
        let (number, inside) = (cluster / self.clusters_in_block, cluster % self.clusters_in_block);
        let Ok(position) = self.blocks.binary_search_by_key(&number, |(number, _)| *number) else { return 0 };
        self.blocks.get(position).and_then(|(_, block)| count(block, inside, self.bits)).unwrap_or_default()
    }

    /// Number of clusters that are in use.
    #[must_use]
    pub fn clusters_in_use(&self) -> u64 {
        let in_block = |block: &[u8]| {
            (0..self.clusters_in_block).filter(|inside| count(block, *inside, self.bits).is_some_and(|n| n > 0)).count()
        };
        self.blocks.iter().map(|(_, block)| in_block(block) as u64).sum()
    }
}

/// The refcount at position `inside` of a block. Counts of less than a byte fill it from the lowest
/// bit on.
fn count(block: &[u8], inside: u64, bits: u32) -> Option<u64> {
    let inside = usize::try_from(inside).ok()?;
    if bits < 8 {
        let in_byte = (8 / bits) as usize;
        let shift = u32::try_from(inside % in_byte).ok()? * bits;
        return Some(u64::from((block.get(inside / in_byte)? >> shift) & ((1_u8 << bits) - 1)));
    }
    let width = (bits / 8) as usize;
    let bytes = block.get(inside * width..)?.get(..width)?;
    Some(bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}
