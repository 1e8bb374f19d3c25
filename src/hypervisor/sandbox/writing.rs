//! Writes to an image as VirtualBox's own library does (`vdWriteHelper`): a block that would be all zeros
//! is marked so and takes no space, and one that would not differ from what shows already is left out.

use super::SandboxError;
use super::chain::Chain;
use super::files::WritableFile;
use super::journal::{Copied, Patch};
use super::vdi::{Block, Vdi, VdiEdit};
use crate::image::ImageFile;

/// What is written.
#[derive(Debug, Clone, Copy)]
pub enum Piece<'a> {
    /// Bytes of a file, from this offset on.
    File(&'a ImageFile, u64),
    /// Bytes in memory, from this offset on. Only for a new image, where they need not be kept for a
    /// later copying.
    Memory(&'a [u8], u64),
    /// Zeros.
    Zeros,
}

impl Piece<'_> {
    /// The same from `bytes` further on.
    pub fn advanced(self, bytes: u64) -> Self {
        match self {
            Self::File(file, offset) => Self::File(file, offset + bytes),
            Self::Memory(content, offset) => Self::Memory(content, offset + bytes),
            Self::Zeros => Self::Zeros,
        }
    }
}

/// The block that is being written to and is not in the file yet.
#[derive(Debug)]
enum Pending {
    /// Marked as zeros.
    Zero,
    /// To be added with this content.
    New(Vec<u8>),
}

/// A series of writes to one image, in ascending order.
pub struct Writing<'a> {
    target: &'a Vdi,
    below: &'a Chain,
    file: &'a mut WritableFile,
    edit: VdiEdit<'a>,
    patch: Patch,
    number: u64,
    pending: Option<Pending>,
}

impl<'a> Writing<'a> {
    /// Begins to write to `target`. `below` is what shows where it has nothing; `file` is the target's
    /// own, open to grow.
    pub fn new(target: &'a Vdi, below: &'a Chain, file: &'a mut WritableFile) -> Self {
        Self { target, below, file, edit: target.edit(), patch: Patch::default(), number: 0, pending: None }
    }

    /// Writes `length` bytes at byte `offset` of the guest's disk.
    pub fn write(&mut self, offset: u64, length: u64, piece: Piece<'_>) -> Result<(), SandboxError> {
        let block = self.target.block_size();
        let end = offset.saturating_add(length).min(self.target.disk_size());
        let mut at = offset;
        while at < end {
            let part = (block - at % block).min(end - at);
            if at / block != self.number {
                self.end_block()?;
                self.number = at / block;
            }
            self.write_part(at % block, part, piece.advanced(at - offset))?;
            at += part;
        }
        Ok(())
    }

    /// Writes within the block at hand.
    fn write_part(&mut self, inside: u64, length: u64, piece: Piece<'_>) -> Result<(), SandboxError> {
        if let Some(Pending::New(content)) = &mut self.pending {
            return overlay(content, inside, length, piece);
        }
        let state = self.target.block(self.number);
        if let (Block::Data(place), None) = (state, &self.pending) {
            match piece {
                Piece::File(_, from) => self.patch.copies.push(Copied { from, to: place + inside, length }),
                Piece::Memory(content, from) => {
                    self.patch.bytes.push((place + inside, slice(content, from, length).to_vec()));
                }
                Piece::Zeros => self.patch.zeros.push((place + inside, length)),
            }
            return Ok(());
        }
        let is_zero = state == Block::Zero || matches!(self.pending, Some(Pending::Zero));
        let block = usize::try_from(self.target.block_size()).unwrap_or(usize::MAX);
        let mut before = vec![0; block];
        if !is_zero {
            self.below.read(self.number * self.target.block_size(), &mut before)?;
        }
        let mut content = before.clone();
        overlay(&mut content, inside, length, piece)?;
        let whole = length == self.target.block_size();
        let all_zero = is_all_zero(&content);
        if all_zero && !is_zero && (whole || content != before) {
            self.pending = Some(Pending::Zero);
        } else if !all_zero && content != before {
            self.pending = Some(Pending::New(content));
        }
        Ok(())
    }

    fn end_block(&mut self) -> Result<(), SandboxError> {
        match self.pending.take() {
            None => Ok(()),
            Some(Pending::Zero) => {
                self.edit.set_zero(self.number);
                Ok(())
            }
            Some(Pending::New(content)) => self.edit.append(self.number, &content, self.file),
        }
    }

    /// Ends the series: what remains to be written when the change is decided.
    pub fn finish(mut self) -> Result<Patch, SandboxError> {
        self.end_block()?;
        self.file.flush()?;
        self.edit.finish(&mut self.patch, self.below.top().map(Vdi::as_parent));
        Ok(self.patch)
    }
}

fn overlay(content: &mut [u8], inside: u64, length: u64, piece: Piece<'_>) -> Result<(), SandboxError> {
    let start = usize::try_from(inside).unwrap_or(usize::MAX).min(content.len());
    let end = usize::try_from(inside + length).unwrap_or(usize::MAX).min(content.len());
    let part = &mut content[start..end];
    match piece {
        Piece::Zeros => part.fill(0),
        Piece::Memory(memory, offset) => {
            let data = slice(memory, offset, part.len() as u64);
            part[..data.len()].copy_from_slice(data);
        }
        Piece::File(file, offset) => {
            let data = file.read(offset, part.len() as u64)?;
            part.copy_from_slice(data.bytes());
        }
    }
    Ok(())
}

fn slice(content: &[u8], offset: u64, length: u64) -> &[u8] {
    let start = usize::try_from(offset).unwrap_or(usize::MAX).min(content.len());
    let end = usize::try_from(offset.saturating_add(length)).unwrap_or(usize::MAX).min(content.len());
    &content[start..end]
}

fn is_all_zero(bytes: &[u8]) -> bool {
    // Compared in large steps: this is done to every block that is copied.
    let (chunks, rest) = bytes.as_chunks::<64>();
    chunks.iter().all(|chunk| *chunk == [0; 64]) && rest.iter().all(|byte| *byte == 0)
}
