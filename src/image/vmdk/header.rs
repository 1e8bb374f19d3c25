//! What a VMDK image says of itself, wherever its descriptor stands.

use super::descriptor::{Descriptor, LARGEST_DESCRIPTOR, is_descriptor};
use super::sparse::{SparseHeader, is_sparse};
use crate::image::storage::{Block, ImageFile};
use crate::image::{ImageError, SECTOR};
use crate::model::{Bytes, ImageFormat, ImageHeader};
use crate::text;

/// A VMDK image's descriptor, and the sparse extent it stands in, if it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VmdkHeader {
    /// `None` in an extent that has no descriptor: a piece of an image, not an image.
    pub descriptor: Option<Descriptor>,
    /// The header of the sparse extent in the same file.
    pub sparse: Option<SparseHeader>,
    /// Size of the guest's disk in bytes.
    pub disk_size: u64,
}

/// Whether the first bytes of a file are those of a VMDK file.
pub(crate) fn is_vmdk(start: &Block) -> bool {
    is_sparse(start.bytes()) || is_descriptor(start.bytes())
}

impl VmdkHeader {
    /// Reads and checks descriptor and header.
    pub(crate) fn read(file: &ImageFile) -> Result<Self, ImageError> {
        let start = file.read_up_to(0, SECTOR)?;
        if is_descriptor(start.bytes()) {
            return Self::of_descriptor_file(file);
        }
        if start.bytes().starts_with(b"COWD") {
            return Err(file.unsupported(text!("hypervisor-image-esx-extent")));
        }
        let sparse = SparseHeader::read(file)?;
        let disk_size = sparse.capacity.saturating_mul(SECTOR);
        let descriptor = embedded_descriptor(file, &sparse)?;
        Ok(Self { descriptor, sparse: Some(sparse), disk_size })
    }

    fn of_descriptor_file(file: &ImageFile) -> Result<Self, ImageError> {
        if file.length() > LARGEST_DESCRIPTOR {
            return Err(file.too_large(text!("hypervisor-image-large-descriptor"), file.length(), LARGEST_DESCRIPTOR));
        }
        let descriptor = Descriptor::parse(&file.read(0, file.length())?)?;
        let Some(disk_size) = descriptor.sectors().and_then(|sectors| sectors.checked_mul(SECTOR)) else {
            return Err(file.damaged(0, text!("hypervisor-image-extents-long")));
        };
        Ok(Self { descriptor: Some(descriptor), sparse: None, disk_size })
    }

    /// The part that all formats have.
    pub(crate) fn common(&self) -> ImageHeader {
        let descriptor = self.descriptor.as_ref();
        ImageHeader {
            id: descriptor.and_then(|descriptor| descriptor.id),
            parent: descriptor.and_then(|descriptor| descriptor.parent),
            virtual_size: Bytes(self.disk_size),
        }
    }
}

fn embedded_descriptor(file: &ImageFile, sparse: &SparseHeader) -> Result<Option<Descriptor>, ImageError> {
    if sparse.descriptor_offset == 0 || sparse.descriptor_length == 0 {
        return Ok(None);
    }
    let offset = sparse.descriptor_offset.checked_mul(SECTOR);
    let length = sparse.descriptor_length.checked_mul(SECTOR).filter(|length| *length <= LARGEST_DESCRIPTOR);
    let (Some(offset), Some(length)) = (offset, length) else {
        return Err(file.damaged(28, text!("hypervisor-image-descriptor-place")));
    };
    let block = file.read(offset, length)?;
    if !is_descriptor(block.bytes()) {
        let format = ImageFormat::Vmdk;
        return Err(file.damaged(offset, text!("hypervisor-image-descriptor-missing", format = format.to_string())));
    }
    Descriptor::parse(&block).map(Some)
}
