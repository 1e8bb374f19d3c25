//! Merging two neighbours of a chain into one, as VirtualBox does (`VDMerge`).

use super::SandboxError;
use super::chain::Chain;
use super::files::WritableFile;
use super::journal::Patch;
use super::vdi::{Block, Vdi};
use super::writing::{Piece, Writing};

/// Writes `upper` into `lower`, over all that it holds. `below` is what `lower` rests on, `file` is
/// that of `lower`.
pub fn backward(upper: &Vdi, lower: &Vdi, below: &Chain, file: &mut WritableFile) -> Result<Patch, SandboxError> {
    let mut writing = Writing::new(lower, below, file);
    for number in 0..upper.block_count() {
        let (offset, length) = (number * upper.block_size(), upper.block_size());
        match upper.block(number) {
            Block::Free => {}
            Block::Zero => writing.write(offset, length, Piece::Zeros)?,
            Block::Data(place) => writing.write(offset, length, Piece::File(upper.file(), place))?,
        }
    }
    let mut patch = writing.finish()?;
    upper.path().clone_into(&mut patch.source);
    Ok(patch)
}

/// Writes `lower` into `upper` where that has nothing. `below` is what `lower` rests on, `file` is that
/// of `upper`.
pub fn forward(lower: &Vdi, upper: &Vdi, below: &Chain, file: &mut WritableFile) -> Result<Patch, SandboxError> {
    let mut writing = Writing::new(upper, below, file);
    for number in 0..lower.block_count() {
        let piece = match lower.block(number) {
            Block::Free => continue,
            Block::Zero => Piece::Zeros,
            Block::Data(place) => Piece::File(lower.file(), place),
        };
        // Where the images have blocks of different sizes, a part of the lower block may be hidden.
        let step = lower.block_size().min(upper.block_size());
        let start = number * lower.block_size();
        let mut inside = 0;
        while inside < lower.block_size() {
            let offset = start + inside;
            if upper.block(offset / upper.block_size()) == Block::Free {
                writing.write(offset, step, piece.advanced(inside))?;
            }
            inside += step;
        }
    }
    let mut patch = writing.finish()?;
    lower.path().clone_into(&mut patch.source);
    Ok(patch)
}
