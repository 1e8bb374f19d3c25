//! The block table of a VHD file, and the bitmaps that say which sectors of a block are in use.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::header::{DynamicHeader, VhdHeader};
use crate::image::map::{AllocationMap, Entry, Location, MOST_TABLE_BYTES, State, Stretch, TableBuilder, UnitTable};
use crate::image::storage::ImageFile;
use crate::image::{ImageError, SECTOR};
use crate::model::Bytes;
use crate::text;

/// Table entry of a block that is not in the file.
const FREE: u32 = u32::MAX;
const ENTRY_LENGTH: u64 = 4;
/// Longest block table that is read, in bytes: 2 TB, the most that VHD can hold, in blocks of 128 KB,
/// a sixteenth of what programs use.
const LONGEST_TABLE: u64 = 64 * 1024 * 1024;
/// What a fixed-size file is said to be allocated in. It has all its sectors, so any figure would do;
/// this is the block of the growing kind.
const FIXED_UNIT: u64 = 2 * 1024 * 1024;

/// Which blocks a VHD file holds.
#[derive(Debug)]
pub(crate) struct VhdMap {
    disk_size: u64,
    files: [Arc<Path>; 1],
    growing: Option<Growing>,
}

/// The map of a growing or difference image.
#[derive(Debug)]
struct Growing {
    block_size: u64,
    bitmap_length: u64,
    /// Indices are sector numbers of the blocks' bitmaps.
    blocks: UnitTable,
    /// The bitmaps of the blocks that do not use all their sectors, the first sector in the highest
    /// bit. Only in difference images: elsewhere an unused sector reads as the zeros it holds.
    partial: HashMap<u64, Box<[u8]>>,
}

impl VhdMap {
    /// Reads footer, header, table and bitmaps.
    pub(crate) fn read(file: &ImageFile) -> Result<Self, ImageError> {
        let header = VhdHeader::read(file)?;
        let growing = match &header.dynamic {
            Some(dynamic) => Some(Growing::read(file, &header, dynamic)?),
            None => None,
        };
        Ok(Self { disk_size: header.disk_size, files: [file.path().clone()], growing })
    }
}

impl Growing {
    fn read(file: &ImageFile, header: &VhdHeader, dynamic: &DynamicHeader) -> Result<Self, ImageError> {
        let block_size = u64::from(dynamic.block_size);
        let bitmap_length = (block_size / SECTOR).div_ceil(8).next_multiple_of(SECTOR);
        let sectors = read_table(file, header, dynamic)?;
        check_apart(file, &sectors, block_size + bitmap_length)?;
        let mut builder = TableBuilder::new(u32::try_from((block_size + bitmap_length) / SECTOR).unwrap_or(u32::MAX));
        for sector in &sectors {
            builder.push(if *sector == FREE { Entry::Free } else { Entry::At(*sector) });
        }
        let mut growing = Self { block_size, bitmap_length, blocks: builder.finish(), partial: HashMap::new() };
        if header.difference {
            growing.read_bitmaps(file, &sectors)?;
        }
        Ok(growing)
    }

    fn read_bitmaps(&mut self, file: &ImageFile, sectors: &[u32]) -> Result<(), ImageError> {
        let total = self.blocks.in_use().saturating_mul(self.bitmap_length);
        if total > MOST_TABLE_BYTES {
            return Err(file.too_large(text!("hypervisor-image-large-bitmaps"), total, MOST_TABLE_BYTES));
        }
        let in_use = usize::try_from((self.block_size / SECTOR).div_ceil(8)).unwrap_or(usize::MAX);
        for (sector, block) in sectors.iter().zip(0_u64..).filter(|(sector, _)| **sector != FREE) {
            let bitmap = file.read(u64::from(*sector) * SECTOR, self.bitmap_length)?;
            let bits = bitmap.bytes().get(..in_use).unwrap_or_default();
            if bits.iter().any(|byte| *byte != u8::MAX) {
                self.partial.insert(block, bits.into());
            }
        }
        Ok(())
    }

    fn location(&self, sector: u32) -> Location {
        Location { file: 0, offset: u64::from(sector) * SECTOR + self.bitmap_length }
    }

    fn state(&self, block: u64) -> State {
        match self.blocks.get(block) {
            Entry::At(sector) => State::Data(self.location(sector)),
            Entry::Free | Entry::Zero | Entry::Special => State::Free,
        }
    }

    /// From a byte in a block: how far it goes on alike, and in which state.
    fn stretch(&self, block: u64, inside: u64) -> Option<(u64, State)> {
        let (entry, run) = self.blocks.run(block)?;
        let Entry::At(_) = entry else {
            return Some((run.saturating_mul(self.block_size) - inside, State::Free));
        };
        let state = self.state(block).advanced(inside);
        let Some(bits) = self.partial.get(&block) else {
            return Some((self.block_size - inside, state));
        };
        let (first, last) = (inside / SECTOR, self.block_size / SECTOR);
        let used = used(bits, first);
        let end = (first..last).find(|sector| self::used(bits, *sector) != used).unwrap_or(last);
        Some((end * SECTOR - inside, if used { state } else { State::Free }))
    }
}

fn used(bits: &[u8], sector: u64) -> bool {
    let byte = usize::try_from(sector / 8).ok().and_then(|at| bits.get(at)).copied().unwrap_or_default();
    byte & (0x80 >> (sector % 8)) != 0
}

/// The sector number of every block, [`FREE`] where there is none.
fn read_table(file: &ImageFile, header: &VhdHeader, dynamic: &DynamicHeader) -> Result<Vec<u32>, ImageError> {
    let bytes = header.disk_size.div_ceil(dynamic.block_size.into()).saturating_mul(ENTRY_LENGTH);
    if bytes > LONGEST_TABLE {
        return Err(file.too_large(text!("hypervisor-image-large-block-table"), bytes, LONGEST_TABLE));
    }
    let table = file.read(dynamic.table_offset, bytes)?;
    Ok(table.bytes().as_chunks().0.iter().map(|entry| u32::from_be_bytes(*entry)).collect())
}

/// Refuses blocks that overlap each other or lie behind the end of the file.
fn check_apart(file: &ImageFile, sectors: &[u32], length: u64) -> Result<(), ImageError> {
    let mut sorted: Vec<u32> = sectors.iter().copied().filter(|sector| *sector != FREE).collect();
    sorted.sort_unstable();
    let mut free_from = 0;
    for sector in sorted {
        let start = u64::from(sector) * SECTOR;
        if start < free_from || sector > Entry::MOST {
            return Err(file.damaged(start, text!("hypervisor-image-blocks-overlap")));
        }
        free_from = start.saturating_add(length);
        if free_from > file.length() {
            return Err(file.damaged(start, text!("hypervisor-image-block-end")));
        }
    }
    Ok(())
}

impl AllocationMap for VhdMap {
    fn virtual_size(&self) -> Bytes {
        Bytes(self.disk_size)
    }

    fn unit(&self) -> u64 {
        self.growing.as_ref().map_or(FIXED_UNIT, |growing| growing.block_size)
    }

    fn overhead(&self) -> u64 {
        self.growing.as_ref().map_or(0, |growing| growing.bitmap_length)
    }

    fn state(&self, unit: u64) -> State {
        match &self.growing {
            Some(growing) => growing.state(unit),
            None if unit < self.units() => State::Data(Location { file: 0, offset: unit * FIXED_UNIT }),
            None => State::Free,
        }
    }

    fn stretch(&self, offset: u64) -> Option<Stretch> {
        let left = self.disk_size.checked_sub(offset).filter(|left| *left > 0)?;
        let (length, state) = match &self.growing {
            Some(growing) => growing.stretch(offset / growing.block_size, offset % growing.block_size)?,
            None => (left, State::Data(Location { file: 0, offset })),
        };
        Some(Stretch { start: offset, length: length.min(left), state })
    }

    fn units_in_use(&self) -> u64 {
        self.growing.as_ref().map_or(self.units(), |growing| growing.blocks.in_use())
    }

    fn files(&self) -> &[Arc<Path>] {
        &self.files
    }

    fn memory(&self) -> Bytes {
        let Some(growing) = &self.growing else { return Bytes::ZERO };
        let bitmaps: usize = growing.partial.values().map(|bits| bits.len() + 48).sum();
        Bytes(growing.blocks.memory() + bitmaps as u64)
    }
}
