//! A VDI image that is going to be changed: its header and map in memory.
//!
//! Layout and rules: `VDICore.h` and `VDI.cpp` of VirtualBox, checked with files of version 7.2. The
//! readers in [`image`](crate::image) check the file first; here only what they found sound is used.

use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::files::WritableFile;
use super::journal::Patch;
use super::{Refusal, SandboxError};
use crate::image::{HostStorage, ImageFile, Storage as _, read_header, read_map};
use crate::model::{ImageFormat, ImageId};
use crate::text;

/// Not in the file: the parent's content shows.
const FREE: u32 = u32::MAX;
/// Not in the file: reads as zeros.
const ZERO: u32 = u32::MAX - 1;
/// Size of a block of a new image in bytes, as VirtualBox makes it.
const BLOCK: u32 = 1 << 20;
/// Largest block that is held in memory, in bytes. VirtualBox makes blocks of 1 MiB unless asked for others.
const LARGEST_BLOCK: u32 = 64 << 20;
/// Where the map of a new image starts.
const MAP_OFFSET: u32 = 1 << 20;
const HEADER_LENGTH: usize = 512;
const SIGNATURE: &[u8] = b"<<< Oracle VirtualBox Disk Image >>>\n";
/// Largest disk of a practice machine in bytes: the map of a new image stays within its first MiB.
pub const LARGEST_DISK: u64 = 1 << 38;

// Where fields of the header are, in bytes.
const KIND: usize = 0x4C;
const MAP_PLACE: usize = 0x154;
const DATA_PLACE: usize = 0x158;
const DISK_SIZE: usize = 0x170;
const BLOCK_SIZE: usize = 0x178;
const BLOCK_EXTRA: usize = 0x17C;
const BLOCKS: usize = 0x180;
const ALLOCATED: usize = 0x184;
const OWN_ID: usize = 0x188;
const OWN_CHANGE: usize = 0x198;
const PARENT_ID: usize = 0x1A8;
const PARENT_CHANGE: usize = 0x1B8;

/// What an image has of one of its blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// Nothing: the parent's content shows.
    Free,
    /// Zeros, without taking space.
    Zero,
    /// Data, at this byte of the file.
    Data(u64),
}

/// A VDI image.
#[derive(Debug)]
pub struct Vdi {
    file: ImageFile,
    path: PathBuf,
    map_offset: u64,
    data_offset: u64,
    disk_size: u64,
    block_size: u32,
    block_extra: u32,
    blocks: Vec<u32>,
    allocated: u32,
    id: Uuid,
    /// Changes whenever the image is written to for the first time after it was opened.
    change: Uuid,
    is_difference: bool,
}

/// Who a new image rests on.
#[derive(Debug, Clone, Copy)]
pub struct ParentLink {
    /// The parent's id.
    pub id: Uuid,
    /// The parent's mark of its last change.
    pub change: Uuid,
}

impl Vdi {
    /// Opens an image and reads its map.
    pub fn open(path: &Path) -> Result<Self, SandboxError> {
        // They check everything that is relied on below.
        read_header(path, &ImageFormat::Vdi)?;
        read_map(path, &ImageFormat::Vdi)?;
        let file = HostStorage.open(path)?;
        let header = file.read(0, HEADER_LENGTH as u64)?;
        let uuid = |at| header.uuid(at).map(Option::unwrap_or_default);
        let disk_size = header.little_u64(DISK_SIZE)?;
        let block_size = header.little_u32(BLOCK_SIZE)?;
        if block_size > LARGEST_BLOCK {
            let what = text!("hypervisor-sandbox-blocks", path = path.display(), size = block_size.to_string());
            return Err(Refusal::Unsupported(what).into());
        }
        let map_offset = u64::from(header.little_u32(MAP_PLACE)?);
        let count = disk_size.div_ceil(u64::from(block_size).max(1));
        let map = file.read(map_offset, count.saturating_mul(4))?;
        let blocks: Vec<u32> = map.bytes().as_chunks().0.iter().map(|entry| u32::from_le_bytes(*entry)).collect();
        // The file's own count is written last: after a crash it may be one short, and the next block must not be
        // written over the last one.
        let behind = blocks.iter().filter(|entry| **entry < ZERO).max().map_or(0, |last| last + 1);
        Ok(Self {
            map_offset,
            data_offset: header.little_u32(DATA_PLACE)?.into(),
            disk_size,
            block_size,
            block_extra: header.little_u32(BLOCK_EXTRA)?,
            blocks,
            allocated: header.little_u32(ALLOCATED)?.max(behind),
            id: uuid(OWN_ID)?,
            change: uuid(OWN_CHANGE)?,
            is_difference: header.little_u32(KIND)? >= 3,
            path: path.to_owned(),
            file,
        })
    }

    /// The file, to read from.
    pub fn file(&self) -> &ImageFile {
        &self.file
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Identity.
    pub fn id(&self) -> ImageId {
        ImageId(self.id)
    }

    /// Size of the guest's disk in bytes.
    pub fn disk_size(&self) -> u64 {
        self.disk_size
    }

    /// Length of the file in bytes.
    pub fn length(&self) -> u64 {
        self.file.length()
    }

    /// Bytes of the guest's disk in a block.
    pub fn block_size(&self) -> u64 {
        self.block_size.into()
    }

    /// Number of blocks of the disk.
    pub fn block_count(&self) -> u64 {
        self.blocks.len() as u64
    }

    /// What it has of block `number`.
    pub fn block(&self, number: u64) -> Block {
        let entry = usize::try_from(number).ok().and_then(|number| self.blocks.get(number));
        match entry.copied().unwrap_or(FREE) {
            FREE => Block::Free,
            ZERO => Block::Zero,
            index => Block::Data(self.place(index)),
        }
    }

    /// As a parent, for the header of an image that rests on it.
    pub fn as_parent(&self) -> ParentLink {
        ParentLink { id: self.id, change: self.change }
    }

    fn place(&self, index: u32) -> u64 {
        let block = u64::from(self.block_size) + u64::from(self.block_extra);
        self.data_offset + u64::from(index) * block + u64::from(self.block_extra)
    }

    /// Begins to change the image.
    pub fn edit(&self) -> VdiEdit<'_> {
        VdiEdit { image: self, entries: Vec::new(), allocated: self.allocated }
    }

    /// Changes whom the image rests on.
    pub fn set_parent(&self, parent: Option<ParentLink>) -> Patch {
        Patch { target: self.path.clone(), bytes: parent_bytes(parent), ..Patch::default() }
    }
}

fn parent_bytes(parent: Option<ParentLink>) -> Vec<(u64, Vec<u8>)> {
    let (id, change) = parent.map_or_else(Default::default, |parent| (parent.id, parent.change));
    vec![(PARENT_ID as u64, id.to_bytes_le().to_vec()), (PARENT_CHANGE as u64, change.to_bytes_le().to_vec())]
}

/// Changes to the map of an image. The blocks themselves are written behind the end of the file at
/// once; the map follows when the change is decided.
#[derive(Debug)]
pub struct VdiEdit<'a> {
    image: &'a Vdi,
    entries: Vec<(u64, u32)>,
    allocated: u32,
}

impl VdiEdit<'_> {
    /// Writes a new block behind the last one.
    pub fn append(&mut self, number: u64, content: &[u8], file: &mut WritableFile) -> Result<(), SandboxError> {
        let index = self.allocated;
        file.write_at(self.image.place(index), content)?;
        self.entries.push((number, index));
        self.allocated += 1;
        Ok(())
    }

    /// Marks a block as zeros.
    pub fn set_zero(&mut self, number: u64) {
        self.entries.push((number, ZERO));
    }

    /// What is to be written when the change is decided, added to `patch`. `parent` is the image below,
    /// if there is one.
    pub fn finish(self, patch: &mut Patch, parent: Option<ParentLink>) {
        self.image.path.clone_into(&mut patch.target);
        for (number, entry) in &self.entries {
            patch.bytes.push((self.image.map_offset + number * 4, entry.to_le_bytes().to_vec()));
        }
        patch.bytes.push((ALLOCATED as u64, self.allocated.to_le_bytes().to_vec()));
        patch.bytes.push((OWN_CHANGE as u64, Uuid::new_v4().to_bytes_le().to_vec()));
        if let Some(parent) = parent.filter(|_| self.image.is_difference) {
            patch.bytes.extend(parent_bytes(Some(parent)));
        }
    }
}

/// Writes a new, empty image to a file: a difference to `parent`, or a base image.
pub fn write_empty(
    file: &mut WritableFile,
    id: Uuid,
    disk_size: u64,
    parent: Option<ParentLink>,
) -> Result<(), SandboxError> {
    let count = u32::try_from(disk_size.div_ceil(BLOCK.into())).unwrap_or(u32::MAX);
    let map = u64::from(count) * 4;
    // The map's room is a multiple of the block size, as VirtualBox makes it.
    let data_offset = MAP_OFFSET + u32::try_from(map.next_multiple_of(BLOCK.into())).unwrap_or(u32::MAX - MAP_OFFSET);
    let mut header = vec![0; HEADER_LENGTH];
    header[..SIGNATURE.len()].copy_from_slice(SIGNATURE);
    let kind = if parent.is_some() { 4 } else { 1 };
    for (at, value) in [
        (0x40, 0xBEDA_107F),
        (0x44, 0x1_0001),
        (0x48, 400),
        (KIND, kind),
        (MAP_PLACE, MAP_OFFSET),
        (DATA_PLACE, data_offset),
        (0x168, 512),
        (BLOCK_SIZE, BLOCK),
        (BLOCKS, count),
        (0x1D4, 512),
    ] {
        header[at..at + 4].copy_from_slice(&u32::to_le_bytes(value));
    }
    header[DISK_SIZE..DISK_SIZE + 8].copy_from_slice(&disk_size.to_le_bytes());
    header[OWN_ID..OWN_ID + 16].copy_from_slice(&id.to_bytes_le());
    header[OWN_CHANGE..OWN_CHANGE + 16].copy_from_slice(&Uuid::new_v4().to_bytes_le());
    if let Some(parent) = parent {
        header[PARENT_ID..PARENT_ID + 16].copy_from_slice(&parent.id.to_bytes_le());
        header[PARENT_CHANGE..PARENT_CHANGE + 16].copy_from_slice(&parent.change.to_bytes_le());
    }
    file.write_at(0, &header)?;
    file.write_at(MAP_OFFSET.into(), &vec![0xFF; usize::try_from(map).unwrap_or(0)])?;
    file.set_length(data_offset.into())
}
