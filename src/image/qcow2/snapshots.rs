//! The table of internal snapshots.

use std::sync::Arc;

use super::Qcow2Header;
use crate::image::ImageError;
use crate::image::storage::{Block, ImageFile};
use crate::model::Bytes;
use crate::text;

/// Most snapshots that QEMU reads (`QCOW_MAX_SNAPSHOTS`).
const MOST_SNAPSHOTS: u32 = 65_536;
/// Longest table that QEMU reads, in bytes (`QCOW_MAX_SNAPSHOTS_SIZE`).
const LONGEST_TABLE: u64 = 1024 * MOST_SNAPSHOTS as u64;
/// Most additional data of one entry that QEMU reads, in bytes (`QCOW_MAX_SNAPSHOT_EXTRA_DATA`).
const MOST_ADDITIONAL: usize = 1024;
/// Length of the part of an entry that all versions have, in bytes.
const ENTRY_LENGTH: usize = 40;

/// One internal snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qcow2Snapshot {
    /// Identity within the file: a number in decimal, as QEMU makes it.
    pub id: Arc<str>,
    /// Name, unique or not.
    pub name: Arc<str>,
    /// Where its L1 table starts, in bytes.
    pub l1_offset: u64,
    /// Number of entries of its L1 table.
    pub l1_entries: u32,
    /// When it was taken, in seconds since 1970-01-01 UTC.
    pub taken_at: u32,
    /// Size of the saved machine state; zero if there is none.
    pub machine_state: Bytes,
    /// Size of the disk when it was taken, in bytes; `None` from old programs, which could not resize.
    pub disk_size: Option<u64>,
    /// Length of its entry in the snapshot table, with padding, in bytes.
    pub(crate) entry_length: u64,
}

/// Reads the whole table.
pub(crate) fn read_snapshots(file: &ImageFile, header: &Qcow2Header) -> Result<Vec<Qcow2Snapshot>, ImageError> {
    if header.snapshots == 0 {
        return Ok(Vec::new());
    }
    if header.snapshots > MOST_SNAPSHOTS {
        return Err(file.too_large(
            text!("hypervisor-image-large-snapshots"),
            header.snapshots.into(),
            MOST_SNAPSHOTS.into(),
        ));
    }
    let mut snapshots = Vec::new();
    let mut done = 0;
    for _ in 0..header.snapshots {
        let snapshot = entry(file, header.snapshots_offset.saturating_add(done))?;
        done += snapshot.entry_length;
        snapshots.push(snapshot);
        if done > LONGEST_TABLE {
            return Err(file.too_large(text!("hypervisor-image-large-snapshot-table"), done, LONGEST_TABLE));
        }
    }
    Ok(snapshots)
}

/// The entry at byte `offset`.
fn entry(file: &ImageFile, offset: u64) -> Result<Qcow2Snapshot, ImageError> {
    let fixed = file.read(offset, ENTRY_LENGTH as u64)?;
    let additional = usize::try_from(fixed.big_u32(36)?).unwrap_or(usize::MAX);
    if additional > MOST_ADDITIONAL {
        return Err(fixed.damaged(36, text!("hypervisor-image-additional-data", length = additional.to_string())));
    }
    let id_at = ENTRY_LENGTH + additional;
    let name_at = id_at + usize::from(fixed.big_u16(12)?);
    let end = name_at + usize::from(fixed.big_u16(14)?);
    let whole = file.read(offset, end as u64)?;
    // Version 2 wrote 32 bits of the state's size; later programs add 64 and the disk's size.
    let machine_state = if additional >= 8 { whole.big_u64(ENTRY_LENGTH)? } else { whole.big_u32(32)?.into() };
    Ok(Qcow2Snapshot {
        id: text(&whole, id_at, name_at)?,
        name: text(&whole, name_at, end)?,
        l1_offset: whole.big_u64(0)?,
        l1_entries: whole.big_u32(8)?,
        taken_at: whole.big_u32(16)?,
        machine_state: Bytes(machine_state),
        disk_size: if additional >= 16 { Some(whole.big_u64(ENTRY_LENGTH + 8)?) } else { None },
        entry_length: (end as u64).next_multiple_of(8),
    })
}

fn text(table: &Block, from: usize, to: usize) -> Result<Arc<str>, ImageError> {
    let bytes =
        table.bytes().get(from..to).ok_or_else(|| table.damaged(from, text!("hypervisor-image-snapshots-cut-off")))?;
    Ok(String::from_utf8_lossy(bytes).into())
}
