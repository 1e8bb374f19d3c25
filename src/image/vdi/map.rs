//! The block map of a VDI file.

use std::path::Path;
use std::sync::Arc;

use super::VdiHeader;
use crate::image::ImageError;
use crate::image::map::{AllocationMap, Entry, Location, MOST_TABLE_BYTES, State, Stretch, TableBuilder, UnitTable};
use crate::image::storage::ImageFile;
use crate::model::Bytes;
use crate::text;

/// Not in the file: the parent's content shows.
const FREE: u32 = u32::MAX;
/// Not in the file: reads as zeros, whatever the parent holds.
const ZERO: u32 = u32::MAX - 1;
/// Bytes of the map that are read at once.
const LARGEST_READ: u64 = 1 << 20;
const ENTRY_LENGTH: u64 = 4;

/// Which blocks a VDI file holds.
#[derive(Debug)]
pub(crate) struct VdiMap {
    header: VdiHeader,
    blocks: UnitTable,
    files: [Arc<Path>; 1],
}

impl VdiMap {
    /// Reads header and map.
    pub(crate) fn read(file: &ImageFile) -> Result<Self, ImageError> {
        let header = VdiHeader::read(file)?;
        Ok(Self { header, blocks: read_blocks(file, &header)?, files: [file.path().clone()] })
    }

    fn state_of(&self, entry: Entry) -> State {
        match entry {
            Entry::Zero => State::Zero,
            Entry::At(index) => State::Data(Location { file: 0, offset: self.header.block_offset(index) }),
            Entry::Free | Entry::Special => State::Free,
        }
    }

    fn block_size(&self) -> u64 {
        self.header.block_size.into()
    }
}

impl VdiHeader {
    /// Where the data of the block with this index start, in bytes.
    fn block_offset(&self, index: u32) -> u64 {
        let (block, extra) = (u64::from(self.block_size), u64::from(self.block_extra));
        // 2^32 blocks of under 2^33 bytes can exceed 64 bits; such an offset is behind any file.
        self.data_offset.saturating_add(u64::from(index).saturating_mul(block + extra)).saturating_add(extra)
    }
}

fn read_blocks(file: &ImageFile, header: &VdiHeader) -> Result<UnitTable, ImageError> {
    let needed = header.disk_size.div_ceil(header.block_size.into());
    let bytes = needed.saturating_mul(ENTRY_LENGTH);
    if bytes > MOST_TABLE_BYTES {
        return Err(file.too_large(text!("hypervisor-image-large-block-map"), bytes, MOST_TABLE_BYTES));
    }
    // Before any memory is taken for it.
    if header.map_offset.saturating_add(bytes) > file.length() {
        let (path, length) = (file.path().clone(), file.length());
        return Err(ImageError::CutOff { path, offset: header.map_offset, wanted: bytes, length });
    }
    let mut builder = TableBuilder::new(1);
    let mut seen = Seen::new(existing_blocks(file, header));
    let mut done = 0;
    while done < bytes {
        let at = header.map_offset + done;
        let block = file.read(at, LARGEST_READ.min(bytes - done))?;
        for (entry, position) in block.bytes().as_chunks().0.iter().zip(0_u64..) {
            builder.push(match u32::from_le_bytes(*entry) {
                FREE => Entry::Free,
                ZERO => Entry::Zero,
                index if index <= Entry::MOST && seen.first_time(index) => Entry::At(index),
                index => {
                    let what = text!("hypervisor-image-block-twice", block = index.to_string());
                    return Err(file.damaged(at + position * ENTRY_LENGTH, what));
                }
            });
        }
        done += block.bytes().len() as u64;
    }
    Ok(builder.finish())
}

/// How many blocks the file has room for, and the map could name. The header's own count is not asked:
/// VirtualBox writes it last, so that after a crash it may be one short.
fn existing_blocks(file: &ImageFile, header: &VdiHeader) -> u32 {
    let block = u64::from(header.block_size) + u64::from(header.block_extra);
    let room = file.length().saturating_sub(header.block_offset(0)).div_ceil(block);
    u32::try_from(room.min(header.blocks.into()).min(MOST_TABLE_BYTES / ENTRY_LENGTH)).unwrap_or(u32::MAX)
}

/// Which blocks of the file were met already: a block in two places would be counted twice.
struct Seen {
    blocks: Vec<u64>,
    length: u32,
}

impl Seen {
    /// Takes a 32nd of the memory of the largest map at most.
    fn new(length: u32) -> Self {
        Self { blocks: vec![0; length.div_ceil(u64::BITS) as usize], length }
    }

    /// Whether the block exists and was not met before.
    fn first_time(&mut self, index: u32) -> bool {
        let bit = 1 << (index % u64::BITS);
        match self.blocks.get_mut((index / u64::BITS) as usize) {
            Some(word) if index < self.length && *word & bit == 0 => {
                *word |= bit;
                true
            }
            _ => false,
        }
    }
}

impl AllocationMap for VdiMap {
    fn virtual_size(&self) -> Bytes {
        Bytes(self.header.disk_size)
    }

    fn unit(&self) -> u64 {
        self.block_size()
    }

    fn overhead(&self) -> u64 {
        self.header.block_extra.into()
    }

    fn state(&self, unit: u64) -> State {
        self.state_of(self.blocks.get(unit))
    }

    fn stretch(&self, offset: u64) -> Option<Stretch> {
        let (unit, inside) = (offset / self.block_size(), offset % self.block_size());
        let left = self.header.disk_size.checked_sub(offset).filter(|left| *left > 0)?;
        let (entry, run) = self.blocks.run(unit)?;
        // Something stands between blocks that follow each other: each is a stretch of its own.
        let apart = self.header.block_extra > 0 && matches!(entry, Entry::At(_));
        let units = if apart { 1 } else { run };
        let length = units.saturating_mul(self.block_size()) - inside;
        Some(Stretch { start: offset, length: length.min(left), state: self.state_of(entry).advanced(inside) })
    }

    fn units_in_use(&self) -> u64 {
        self.blocks.in_use()
    }

    fn files(&self) -> &[Arc<Path>] {
        &self.files
    }

    fn memory(&self) -> Bytes {
        Bytes(self.blocks.memory())
    }
}
