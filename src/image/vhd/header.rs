//! Footer and dynamic header of a VHD file. Layout: Microsoft's "Virtual Hard Disk Image Format
//! Specification" 1.0, checked with files of VirtualBox 7.2 and QEMU.

use crate::image::storage::{Block, ImageFile};
use crate::image::{ImageError, SECTOR};
use crate::model::{Bytes, ImageFormat, ImageHeader, ImageId};
use crate::text;

/// Length of the footer in bytes.
pub(super) const FOOTER_LENGTH: u64 = 512;
const DYNAMIC_HEADER_LENGTH: u64 = 1024;
const FOOTER_COOKIE: &[u8; 8] = b"conectix";
const DYNAMIC_COOKIE: &[u8; 8] = b"cxsparse";

/// The header of a growing or difference VHD file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DynamicHeader {
    /// Where the block table starts, in bytes.
    pub table_offset: u64,
    /// Number of entries of the table.
    pub entries: u32,
    /// Bytes of the guest's disk in one block; a multiple of the sector, never zero.
    pub block_size: u32,
}

/// What a VHD file says of itself, as far as Snapgrove uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct VhdHeader {
    /// Size of the guest's disk in bytes.
    pub disk_size: u64,
    /// `None` for a file that has all its sectors from the beginning.
    pub dynamic: Option<DynamicHeader>,
    /// Whether it holds the differences to another image.
    pub difference: bool,
    /// Identity.
    pub id: Option<ImageId>,
    /// Identity of the parent; `None` for a base image.
    pub parent: Option<ImageId>,
}

/// Whether the first bytes of a file are the copy of the footer that growing VHD files start with.
pub(crate) fn has_copy_of_footer(start: &Block) -> bool {
    start.bytes().starts_with(FOOTER_COOKIE)
}

impl VhdHeader {
    /// Reads and checks footer and header.
    pub(crate) fn read(file: &ImageFile) -> Result<Self, ImageError> {
        let footer = footer(file)?;
        let disk_size = footer.big_u64(48)?;
        let id = footer.uuid(68)?.map(ImageId);
        let (dynamic, difference) = match footer.big_u32(60)? {
            2 => (false, false),
            3 => (true, false),
            4 => (true, true),
            other => return Err(footer.damaged(60, text!("hypervisor-image-kind", kind = other.to_string()))),
        };
        if !dynamic {
            if disk_size > file.length() {
                return Err(footer.damaged(48, text!("hypervisor-image-disk-larger")));
            }
            return Ok(Self { disk_size, dynamic: None, difference: false, id, parent: None });
        }
        let block = file.read(footer.big_u64(16)?, DYNAMIC_HEADER_LENGTH)?;
        let dynamic = dynamic_header(&block, disk_size)?;
        let parent = if difference { block.uuid(40)?.map(ImageId) } else { None };
        Ok(Self { disk_size, dynamic: Some(dynamic), difference, id, parent })
    }

    /// The part that all formats have.
    pub(crate) fn common(&self) -> ImageHeader {
        ImageHeader { id: self.id, parent: self.parent, virtual_size: Bytes(self.disk_size) }
    }
}

/// The footer at the end of the file; its copy at the start where the end was lost, as happens when
/// a host dies while the file grows.
fn footer(file: &ImageFile) -> Result<Block, ImageError> {
    let last = file.length().saturating_sub(FOOTER_LENGTH);
    let mut failed_sum = None;
    for offset in [last, 0] {
        let block = file.read_up_to(offset, FOOTER_LENGTH)?;
        if block.bytes().starts_with(FOOTER_COOKIE) && block.bytes().len() as u64 == FOOTER_LENGTH {
            if checksum_without(block.bytes(), 64) == block.big_u32(64)? {
                return Ok(block);
            }
            failed_sum.get_or_insert(block);
        }
    }
    Err(match failed_sum {
        Some(block) => block.damaged(64, text!("hypervisor-image-footer-sum")),
        None => ImageError::OtherFormat { path: file.path().clone(), format: ImageFormat::Vhd },
    })
}

fn dynamic_header(block: &Block, disk_size: u64) -> Result<DynamicHeader, ImageError> {
    if !block.bytes().starts_with(DYNAMIC_COOKIE) {
        return Err(block.damaged(0, text!("hypervisor-image-dynamic-header")));
    }
    if checksum_without(block.bytes(), 36) != block.big_u32(36)? {
        return Err(block.damaged(36, text!("hypervisor-image-header-sum")));
    }
    let header =
        DynamicHeader { table_offset: block.big_u64(16)?, entries: block.big_u32(28)?, block_size: block.big_u32(32)? };
    if header.block_size == 0 || !u64::from(header.block_size).is_multiple_of(SECTOR) {
        return Err(block.damaged(32, text!("hypervisor-image-block-size", size = header.block_size.to_string())));
    }
    if u64::from(header.entries) < disk_size.div_ceil(header.block_size.into()) {
        return Err(block.damaged(28, text!("hypervisor-image-blocks-short", count = header.entries.to_string())));
    }
    Ok(header)
}

/// The format's checksum: the inverted sum of all bytes but the four at `field` that hold it.
fn checksum_without(bytes: &[u8], field: usize) -> u32 {
    let counted = bytes.iter().enumerate().filter(|(at, _)| !(field..field + 4).contains(at));
    !counted.fold(0_u32, |sum, (_, byte)| sum.wrapping_add(u32::from(*byte)))
}
