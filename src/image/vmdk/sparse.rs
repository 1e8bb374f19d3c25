//! The header of a sparse extent.

use crate::image::storage::{Block, ImageFile};
use crate::image::{ImageError, SECTOR};
use crate::model::ImageFormat;
use crate::text;

const MAGIC: &[u8; 4] = b"KDMV";
/// Flag: grains are compressed.
const COMPRESSED: u32 = 1 << 16;
/// Flag: markers stand between the grains, as in a stream.
const MARKERS: u32 = 1 << 17;
/// Flag: grain tables may say that a grain is all zeros.
const ZERO_GRAINS: u32 = 1 << 2;
/// A grain directory here stands at the end of the file: the sign of a stream-optimised extent.
const AT_END: u64 = u64::MAX;

/// The header of a sparse extent, as far as Snapgrove uses it. Offsets are in sectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SparseHeader {
    /// Length of the extent in sectors.
    pub capacity: u64,
    /// Sectors in one grain; a power of two.
    pub grain: u64,
    /// Where the descriptor is; 0 if there is none inside.
    pub descriptor_offset: u64,
    /// Length of the place for the descriptor.
    pub descriptor_length: u64,
    /// Entries of one grain table; never zero.
    pub table_entries: u32,
    /// Where the grain directory is.
    pub directory_offset: u64,
    /// Whether an entry 1 of a grain table means a grain of zeros.
    pub zero_grains: bool,
    /// Whether it is a stream of compressed grains.
    pub stream_optimised: bool,
}

/// Whether the first bytes of a file are those of a sparse extent.
pub(crate) fn is_sparse(start: &[u8]) -> bool {
    start.starts_with(MAGIC)
}

impl SparseHeader {
    /// Reads and checks the header.
    pub(crate) fn read(file: &ImageFile) -> Result<Self, ImageError> {
        let start = file.read_up_to(0, SECTOR)?;
        if !is_sparse(start.bytes()) {
            return Err(ImageError::OtherFormat { path: file.path().clone(), format: ImageFormat::Vmdk });
        }
        let version = start.little_u32(4)?;
        if !(1..=3).contains(&version) {
            return Err(file.unsupported(text!("hypervisor-image-vmdk-version", version = version.to_string())));
        }
        let flags = start.little_u32(8)?;
        let directory_offset = start.little_u64(56)?;
        let header = Self {
            capacity: start.little_u64(12)?,
            grain: start.little_u64(20)?,
            descriptor_offset: start.little_u64(28)?,
            descriptor_length: start.little_u64(36)?,
            table_entries: start.little_u32(44)?,
            directory_offset,
            zero_grains: flags & ZERO_GRAINS != 0,
            stream_optimised: flags & (COMPRESSED | MARKERS) != 0 || directory_offset == AT_END,
        };
        header.check(&start)?;
        Ok(header)
    }

    fn check(&self, start: &Block) -> Result<(), ImageError> {
        // The specification demands more than 8 sectors; QEMU and VirtualBox read any power of two.
        if !self.grain.is_power_of_two() || self.grain > u64::from(u32::MAX) {
            return Err(start.damaged(20, text!("hypervisor-image-grain-size", sectors = self.grain.to_string())));
        }
        if self.table_entries == 0 || self.table_entries > MOST_TABLE_ENTRIES {
            return Err(
                start.damaged(44, text!("hypervisor-image-grain-tables", count = self.table_entries.to_string()))
            );
        }
        if self.capacity.checked_mul(SECTOR).is_none() {
            return Err(start.damaged(12, text!("hypervisor-image-capacity", sectors = self.capacity.to_string())));
        }
        Ok(())
    }
}

/// Most entries of a grain table. The specification says 512; QEMU refuses more than this.
const MOST_TABLE_ENTRIES: u32 = 512;
