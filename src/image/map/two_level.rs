//! Maps that are a table of tables, as in VMDK and qcow2.

use super::MOST_TABLE_BYTES;
use crate::image::ImageError;
use crate::image::storage::ImageFile;
use crate::text;

/// Most bytes that are read at once. Tables usually follow each other: a few large reads are quicker
/// than many small ones.
const LARGEST_READ: u64 = 1 << 20;

/// Refuses tables that are used twice: a damaged or hostile file could otherwise make a small file
/// take as long as an enormous one.
///
/// # Errors
/// If two tables start at the same offset, or there are more than an honest image has.
fn check_distinct(file: &ImageFile, offsets: &[u64], table_bytes: u64) -> Result<(), ImageError> {
    let total = (offsets.len() as u64).saturating_mul(table_bytes);
    if total > MOST_TABLE_BYTES {
        return Err(file.too_large(text!("hypervisor-image-large-tables"), total, MOST_TABLE_BYTES));
    }
    let mut sorted = offsets.to_vec();
    sorted.sort_unstable();
    match sorted.windows(2).find_map(|pair| if let [a, b] = pair { (a == b).then_some(*a) } else { None }) {
        Some(twice) => Err(file.damaged(twice, text!("hypervisor-image-shared-table"))),
        None => Ok(()),
    }
}

/// Reads tables of `table_bytes` each at `offsets`, in that order, and hands over each with its
/// position in `offsets`.
///
/// # Errors
/// If the tables are not distinct, lie outside the file, or `visit` fails.
pub(crate) fn for_each_table(
    file: &ImageFile,
    offsets: &[u64],
    table_bytes: u64,
    mut visit: impl FnMut(usize, &[u8]) -> Result<(), ImageError>,
) -> Result<(), ImageError> {
    check_distinct(file, offsets, table_bytes)?;
    let mut position = 0;
    for batch in offsets.chunk_by(|a, b| a.checked_add(table_bytes) == Some(*b)) {
        let at_once = usize::try_from(LARGEST_READ / table_bytes.max(1)).unwrap_or(1).max(1);
        for part in batch.chunks(at_once) {
            let Some(first) = part.first() else { continue };
            let block = file.read(*first, table_bytes.saturating_mul(part.len() as u64))?;
            for table in block.bytes().chunks(usize::try_from(table_bytes).unwrap_or(usize::MAX).max(1)) {
                visit(position, table)?;
                position += 1;
            }
        }
    }
    Ok(())
}
