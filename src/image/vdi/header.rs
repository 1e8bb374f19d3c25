//! The header of a VDI file. Layout: `VDICore.h` of VirtualBox, checked with files of version 7.2.

use crate::image::storage::{Block, ImageFile};
use crate::image::{ImageError, SECTOR};
use crate::model::{Bytes, ImageFormat, ImageHeader, ImageId};
use crate::text;

/// What the reader needs of the file's beginning, in bytes.
const HEADER_LENGTH: u64 = 0x1C8;
/// The signature, at byte 0x40. The text before it differs between versions and is never looked at.
const MAGIC: u32 = 0xBEDA_107F;
/// Length of the shortest version-1 header (without the geometry that was added later), in bytes.
const SHORTEST_HEADER: u32 = 384;

/// What kind of VDI file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VdiKind {
    /// Grows with what is written to it.
    Dynamic,
    /// Has all its blocks from the beginning.
    Fixed,
    /// Holds the differences to another image.
    Difference,
}

/// The header of a VDI file, as far as Snapgrove uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct VdiHeader {
    /// Kind.
    pub kind: VdiKind,
    /// Where the block map starts, in bytes.
    pub map_offset: u64,
    /// Where the first block starts, in bytes.
    pub data_offset: u64,
    /// Size of the guest's disk in bytes.
    pub disk_size: u64,
    /// Bytes of the guest's disk in one block; a multiple of the sector, never zero.
    pub block_size: u32,
    /// Bytes that stand before each block in the file.
    pub block_extra: u32,
    /// Number of entries of the map.
    pub blocks: u32,
    /// Number of blocks in the file.
    pub blocks_allocated: u32,
    /// Identity.
    pub id: Option<ImageId>,
    /// Identity of the parent; `None` for a base image.
    pub parent: Option<ImageId>,
}

/// Whether the first bytes of a file are those of a VDI file.
pub(crate) fn is_vdi(start: &Block) -> bool {
    start.little_u32(0x40).is_ok_and(|magic| magic == MAGIC)
}

impl VdiHeader {
    /// Reads and checks the header.
    pub(crate) fn read(file: &ImageFile) -> Result<Self, ImageError> {
        if !is_vdi(&file.read_up_to(0, SECTOR)?) {
            return Err(ImageError::OtherFormat { path: file.path().clone(), format: ImageFormat::Vdi });
        }
        let start = file.read(0, HEADER_LENGTH)?;
        let version = start.little_u32(0x44)?;
        if version >> 16 != 1 {
            return Err(file.unsupported(text!(
                "hypervisor-image-vdi-version",
                version = format!("{}.{}", version >> 16, version & 0xFFFF)
            )));
        }
        if start.little_u32(0x48)? < SHORTEST_HEADER {
            return Err(start.damaged(0x48, text!("hypervisor-image-header-short")));
        }
        let kind = kind(&start)?;
        let header = Self {
            kind,
            map_offset: start.little_u32(0x154)?.into(),
            data_offset: start.little_u32(0x158)?.into(),
            disk_size: start.little_u64(0x170)?,
            block_size: start.little_u32(0x178)?,
            block_extra: start.little_u32(0x17C)?,
            blocks: start.little_u32(0x180)?,
            blocks_allocated: start.little_u32(0x184)?,
            id: start.uuid(0x188)?.map(ImageId),
            parent: start.uuid(0x1A8)?.filter(|_| kind == VdiKind::Difference).map(ImageId),
        };
        header.check(&start)?;
        Ok(header)
    }

    fn check(&self, start: &Block) -> Result<(), ImageError> {
        if self.block_size == 0 || !u64::from(self.block_size).is_multiple_of(SECTOR) {
            return Err(start.damaged(0x178, text!("hypervisor-image-block-size", size = self.block_size.to_string())));
        }
        // VirtualBox rounds up: the last block may reach beyond the disk. A map that is longer than
        // the disk needs does no harm.
        if u64::from(self.blocks) < self.disk_size.div_ceil(self.block_size.into()) {
            return Err(start.damaged(0x180, text!("hypervisor-image-blocks-short", count = self.blocks.to_string())));
        }
        if self.blocks_allocated > self.blocks {
            return Err(start.damaged(0x184, text!("hypervisor-image-blocks-many")));
        }
        Ok(())
    }

    /// The part that all formats have.
    pub(crate) fn common(&self) -> ImageHeader {
        ImageHeader { id: self.id, parent: self.parent, virtual_size: Bytes(self.disk_size) }
    }
}

fn kind(start: &Block) -> Result<VdiKind, ImageError> {
    match start.little_u32(0x4C)? {
        1 => Ok(VdiKind::Dynamic),
        2 => Ok(VdiKind::Fixed),
        // 3 is "undo", which VirtualBox never made; it would be read as a difference.
        3 | 4 => Ok(VdiKind::Difference),
        other => Err(start.damaged(0x4C, text!("hypervisor-image-kind", kind = other.to_string()))),
    }
}
