//! Small but valid VDI files: a header, an allocation map and a few blocks that are really there.

use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use uuid::Uuid;

use crate::random::Random;

const BLOCK: u32 = 1 << 20;
const MAP_OFFSET: u32 = 1 << 20;
const DATA_OFFSET: u32 = 2 << 20;
const FREE: [u8; 4] = [0xFF; 4];

/// Of each block only this much is written; the rest is a hole in the file. So images show
/// different sizes without filling the disk.
const WRITTEN_IN_A_BLOCK: u32 = 256 << 10;

/// What an image is like.
pub struct Vdi<'a> {
    pub id: Uuid,
    /// The image below it; `None` for a base.
    pub parent: Option<Uuid>,
    pub disk_blocks: u32,
    pub kibibytes: u32,
    pub path: &'a Path,
}

impl Vdi<'_> {
    pub fn write(&self, random: &mut Random) -> io::Result<()> {
        let bytes = self.kibibytes << 10;
        let allocated = bytes.div_ceil(WRITTEN_IN_A_BLOCK).min(self.disk_blocks);
        let mut file = File::create_new(self.path)?;
        file.write_all(&self.header(allocated))?;
        file.seek(SeekFrom::Start(MAP_OFFSET.into()))?;
        file.write_all(&self.map(allocated, random))?;
        let mut left = bytes;
        for block in 0..allocated {
            let amount = left.min(WRITTEN_IN_A_BLOCK);
            left -= amount;
            file.seek(SeekFrom::Start(u64::from(DATA_OFFSET) + u64::from(block) * u64::from(BLOCK)))?;
            file.write_all(&vec![block.to_le_bytes()[0] | 1; amount as usize])?;
        }
        file.set_len(u64::from(DATA_OFFSET) + u64::from(allocated) * u64::from(BLOCK))
    }

    fn header(&self, allocated: u32) -> Vec<u8> {
        let mut header = vec![0; 512];
        let mut put = |offset: usize, bytes: &[u8]| header[offset..offset + bytes.len()].copy_from_slice(bytes);
        let kind: u32 = if self.parent.is_some() { 4 } else { 1 };
        let size = u64::from(self.disk_blocks) * u64::from(BLOCK);
        put(0, b"<<< Oracle VirtualBox Disk Image >>>\n");
        put(0x40, &0xBEDA_107F_u32.to_le_bytes());
        put(0x44, &0x0001_0001_u32.to_le_bytes());
        put(0x48, &400_u32.to_le_bytes());
        put(0x4C, &kind.to_le_bytes());
        put(0x154, &MAP_OFFSET.to_le_bytes());
        put(0x158, &DATA_OFFSET.to_le_bytes());
        put(0x168, &512_u32.to_le_bytes());
        put(0x170, &size.to_le_bytes());
        put(0x178, &BLOCK.to_le_bytes());
        put(0x180, &self.disk_blocks.to_le_bytes());
        put(0x184, &allocated.to_le_bytes());
        put(0x188, &self.id.to_bytes_le());
        put(0x198, &modification_id(self.id).to_bytes_le());
        if let Some(parent) = self.parent {
            put(0x1A8, &parent.to_bytes_le());
            put(0x1B8, &modification_id(parent).to_bytes_le());
        }
        header
    }

    /// Guests write near the start of the disk most, so images overlap in part.
    fn map(&self, allocated: u32, random: &mut Random) -> Vec<u8> {
        let mut map = FREE.repeat(self.disk_blocks as usize);
        let range = (allocated as usize * 3).max(64).min(self.disk_blocks as usize);
        for block in 0..allocated {
            let mut place = random.below(range);
            while map[place * 4..place * 4 + 4] != FREE {
                place = (place + 1) % range;
            }
            map[place * 4..place * 4 + 4].copy_from_slice(&block.to_le_bytes());
        }
        map
    }
}

/// The id by which a child knows that its parent was not changed: derived, as nothing ever changes.
fn modification_id(id: Uuid) -> Uuid {
    Uuid::from_u128(id.as_u128() ^ 1)
}
