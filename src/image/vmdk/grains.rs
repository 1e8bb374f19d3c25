//! The grain tables of a sparse extent.

use super::sparse::SparseHeader;
use crate::image::map::{Entry, TableBuilder, UnitTable, for_each_table};
use crate::image::storage::ImageFile;
use crate::image::{ImageError, SECTOR};
use crate::text;

const ENTRY_LENGTH: u64 = 4;
/// Longest grain directory that is read, in bytes: 128 TB with the grains and tables that programs use.
const LONGEST_DIRECTORY: u64 = 16 * 1024 * 1024;
/// Entry of a grain or grain table that is not in the file.
const FREE: u32 = 0;
/// Entry of a grain of zeros, where the header allows it.
const ZERO: u32 = 1;

/// Reads which grains the first `sectors` of the extent hold; indices are sector numbers in its file.
pub(crate) fn read_grains(file: &ImageFile, header: &SparseHeader, sectors: u64) -> Result<UnitTable, ImageError> {
    if header.stream_optimised {
        return Err(file.unsupported(text!("hypervisor-image-stream-optimised")));
    }
    let grains = sectors.div_ceil(header.grain);
    let entries = u64::from(header.table_entries);
    let tables = grains.div_ceil(entries);
    let directory_bytes = tables.saturating_mul(ENTRY_LENGTH);
    if directory_bytes > LONGEST_DIRECTORY {
        return Err(file.too_large(
            text!("hypervisor-image-large-grain-directory"),
            directory_bytes,
            LONGEST_DIRECTORY,
        ));
    }
    let directory_offset = header.directory_offset.saturating_mul(SECTOR);
    let directory = file.read(directory_offset, directory_bytes)?;
    let present: Vec<(u64, u64)> = (0_u64..)
        .zip(directory.bytes().as_chunks().0)
        .map(|(table, entry)| (table, u64::from(u32::from_le_bytes(*entry)) * SECTOR))
        .filter(|(_, offset)| *offset != u64::from(FREE))
        .collect();
    let offsets: Vec<u64> = present.iter().map(|(_, offset)| *offset).collect();

    let mut builder = TableBuilder::new(u32::try_from(header.grain).unwrap_or(u32::MAX));
    let mut next_table = 0;
    for_each_table(file, &offsets, entries * ENTRY_LENGTH, |position, bytes| {
        let Some((table, offset)) = present.get(position).copied() else { return Ok(()) };
        builder.push_free((table - next_table).saturating_mul(entries));
        // The last table may reach beyond the disk.
        for (entry, at) in bytes.as_chunks().0.iter().zip(0..grains - table * entries) {
            builder.push(grain(file, header, u32::from_le_bytes(*entry), offset + at * ENTRY_LENGTH)?);
        }
        next_table = table + 1;
        Ok(())
    })?;
    builder.push_free(grains.saturating_sub(next_table.saturating_mul(entries)));
    let table = builder.finish();
    check_amount(file, header, &table)?;
    Ok(table)
}

fn grain(file: &ImageFile, header: &SparseHeader, sector: u32, at: u64) -> Result<Entry, ImageError> {
    match sector {
        FREE => Ok(Entry::Free),
        ZERO if header.zero_grains => Ok(Entry::Zero),
        // The last grain may be cut off, where the disk is.
        sector if sector <= Entry::MOST && u64::from(sector) * SECTOR < file.length() => Ok(Entry::At(sector)),
        sector => Err(file.damaged(at, text!("hypervisor-image-grain-behind", sector = sector.to_string()))),
    }
}

/// Refuses a map that names more grains than fit into the file, so that no sum made of it is absurd.
fn check_amount(file: &ImageFile, header: &SparseHeader, table: &UnitTable) -> Result<(), ImageError> {
    let room = file.length().div_ceil(header.grain.saturating_mul(SECTOR));
    if table.in_use() > room {
        return Err(file.damaged(
            0,
            text!("hypervisor-image-many-grains", named = table.in_use().to_string(), room = room.to_string()),
        ));
    }
    Ok(())
}
