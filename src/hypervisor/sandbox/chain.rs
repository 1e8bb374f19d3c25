//! What the guest sees: an image and all those below it.

use std::path::Path;

use super::SandboxError;
use super::vdi::{Block, Vdi};

/// Images from one down to its base.
#[derive(Debug, Default)]
pub struct Chain {
    /// The topmost first.
    images: Vec<Vdi>,
}

impl Chain {
    /// Opens the images at these paths, the topmost first.
    pub fn open<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Result<Self, SandboxError> {
        let images = paths.into_iter().map(Vdi::open).collect::<Result<_, _>>()?;
        Ok(Self { images })
    }

    /// The topmost image; `None` below a base.
    pub fn top(&self) -> Option<&Vdi> {
        self.images.first()
    }

    /// Takes the topmost image off.
    pub fn split_top(mut self) -> Option<(Vdi, Self)> {
        if self.images.is_empty() {
            return None;
        }
        let top = self.images.remove(0);
        Some((top, self))
    }

    /// Reads what the guest sees from byte `offset` of its disk on. Beyond the end of the disk, and
    /// where no image has anything, that is zeros.
    pub fn read(&self, offset: u64, buffer: &mut [u8]) -> Result<(), SandboxError> {
        let mut at = 0;
        while at < buffer.len() {
            let place = offset + at as u64;
            // A part that is in one block of every image, so that it comes from one of them.
            let left = self.images.iter().map(|image| image.block_size() - place % image.block_size()).min();
            let length = usize::try_from(left.unwrap_or(u64::MAX)).unwrap_or(usize::MAX).min(buffer.len() - at);
            self.read_part(place, &mut buffer[at..at + length])?;
            at += length;
        }
        Ok(())
    }

    /// Whether no image has anything in the topmost one's block `number`.
    pub fn is_free(&self, number: u64) -> bool {
        let Some(top) = self.top() else { return true };
        let start = number * top.block_size();
        let last = start + top.block_size() - 1;
        self.images.iter().all(|image| {
            let mut blocks = start / image.block_size()..=last / image.block_size();
            blocks.all(|block| image.block(block) == Block::Free)
        })
    }

    fn read_part(&self, offset: u64, buffer: &mut [u8]) -> Result<(), SandboxError> {
        for image in &self.images {
            match image.block(offset / image.block_size()) {
                Block::Free => {}
                Block::Zero => break,
                Block::Data(place) => {
                    let inside = offset % image.block_size();
                    let data = image.file().read_up_to(place + inside, buffer.len() as u64)?;
                    let (read, rest) = buffer.split_at_mut(data.bytes().len());
                    read.copy_from_slice(data.bytes());
                    rest.fill(0);
                    return Ok(());
                }
            }
        }
        buffer.fill(0);
        Ok(())
    }
}
