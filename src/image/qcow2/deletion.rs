//! What deleting internal snapshots frees.

use std::collections::BTreeMap;

use super::clusters::{Cluster, LONGEST_L1, OFFSET};
use super::{Qcow2Header, Qcow2Refcounts, Qcow2Snapshot};
use crate::image::map::for_each_table;
use crate::image::storage::ImageFile;
use crate::image::{ImageError, SECTOR};
use crate::model::Bytes;
use crate::text;

/// Most bytes of L1 tables that are read, of all deleted snapshots together: four of the longest, or
/// four thousand of a disk of 2 TB. Snapshots may share one table if the file is a hostile one.
const MOST_L1_BYTES: u64 = 4 * LONGEST_L1;

/// What deleting a set of internal snapshots frees.
///
/// Inside the file this is exact. The host gets as much back where the clusters take space there and
/// `pass-discard-snapshot` is on, as it is by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Qcow2Deletion {
    /// Clusters that nothing refers to afterwards: data, saved machine states, tables.
    pub clusters: u64,
    /// The same in bytes.
    pub bytes: Bytes,
}

/// A cluster of the file, and how often some snapshots refer to it.
type References = Vec<(u64, u64)>;

/// A cluster is freed if all references to it are from the snapshots that are deleted (what a
/// refcount counts is the L1 tables from which a cluster can be reached).
pub(crate) fn deletion(
    file: &ImageFile,
    header: &Qcow2Header,
    refcounts: &Qcow2Refcounts,
    all: &[Qcow2Snapshot],
    deleted: &[&Qcow2Snapshot],
) -> Result<Qcow2Deletion, ImageError> {
    let mut references = References::new();
    let l2_tables = l1_references(file, header, deleted, &mut references)?;
    let offsets: Vec<u64> = l2_tables.keys().copied().collect();
    let times: Vec<u64> = l2_tables.values().copied().collect();
    for_each_table(file, &offsets, header.cluster(), |position, bytes| {
        if let (Some(offset), Some(times)) = (offsets.get(position), times.get(position)) {
            references.push((offset >> header.cluster_bits, *times));
            l2_references(header, bytes, *times, &mut references);
        }
        Ok(())
    })?;
    references.sort_unstable_by_key(|(cluster, _)| *cluster);
    let freed = references.chunk_by(|a, b| a.0 == b.0).filter(|group| {
        let ours = group.iter().map(|(_, times)| *times).fold(0, u64::saturating_add);
        group.first().is_some_and(|(cluster, _)| refcounts.of(*cluster) == ours)
    });
    let clusters = freed.count() as u64 + freed_of_table(header, all, deleted);
    Ok(Qcow2Deletion { clusters, bytes: Bytes(clusters.saturating_mul(header.cluster())) })
}

/// Notes the L1 tables, and gives the L2 tables with the number of L1 entries that name them. All of
/// each L1 table: what is behind the disk is saved machine state.
fn l1_references(
    file: &ImageFile,
    header: &Qcow2Header,
    deleted: &[&Qcow2Snapshot],
    references: &mut References,
) -> Result<BTreeMap<u64, u64>, ImageError> {
    let mut l2_tables = BTreeMap::new();
    let total = deleted.iter().map(|snapshot| u64::from(snapshot.l1_entries) * 8).fold(0, u64::saturating_add);
    if total > MOST_L1_BYTES {
        return Err(file.too_large(text!("hypervisor-image-large-l1-tables"), total, MOST_L1_BYTES));
    }
    for snapshot in deleted {
        let bytes = u64::from(snapshot.l1_entries) * 8;
        note(header, snapshot.l1_offset, bytes, 1, references);
        let l1 = file.read(snapshot.l1_offset, bytes)?;
        for entry in l1.bytes().as_chunks().0 {
            let offset = u64::from_be_bytes(*entry) & OFFSET;
            if !offset.is_multiple_of(header.cluster()) {
                return Err(file.damaged(snapshot.l1_offset, text!("hypervisor-image-l2-partial")));
            }
            if offset != 0 {
                *l2_tables.entry(offset).or_insert(0) += 1;
            }
        }
    }
    Ok(l2_tables)
}

fn l2_references(header: &Qcow2Header, table: &[u8], times: u64, references: &mut References) {
    let words = table.as_chunks::<8>().0;
    let in_entry = if header.extended_l2() { 2 } else { 1 };
    for entry in words.chunks(in_entry) {
        let Some(word) = entry.first().map(|word| u64::from_be_bytes(*word)) else { continue };
        let bitmap = entry.get(1).map(|word| u64::from_be_bytes(*word));
        match Cluster::decode(word, bitmap, header.cluster_bits) {
            Cluster::Plain(offset) | Cluster::Parts { offset: offset @ 1.., .. } => {
                references.push((offset >> header.cluster_bits, times));
            }
            Cluster::Compressed(offset) => {
                // Counted in sectors from the one that the data start in; they may end in the next cluster.
                let sectors = Cluster::compressed_sectors(word, header.cluster_bits);
                note(header, offset - offset % SECTOR, sectors * SECTOR, times, references);
            }
            Cluster::Free | Cluster::Zero | Cluster::Parts { .. } => {}
        }
    }
}

/// Notes all clusters that a piece of the file lies in.
fn note(header: &Qcow2Header, offset: u64, length: u64, times: u64, references: &mut References) {
    let end = offset.saturating_add(length).div_ceil(header.cluster());
    references.extend((offset >> header.cluster_bits..end).map(|cluster| (cluster, times)));
}

/// What the snapshot table itself shrinks by, in clusters.
fn freed_of_table(header: &Qcow2Header, all: &[Qcow2Snapshot], deleted: &[&Qcow2Snapshot]) -> u64 {
    let length = |snapshots: &mut dyn Iterator<Item = &Qcow2Snapshot>| {
        snapshots.map(|snapshot| snapshot.entry_length).sum::<u64>().div_ceil(header.cluster())
    };
    let before = length(&mut all.iter());
    let after = length(&mut all.iter().filter(|snapshot| !deleted.contains(snapshot)));
    before.saturating_sub(after)
}
