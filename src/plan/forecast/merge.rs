//! The rules by which VirtualBox writes one image of a chain into its neighbour (`VDMerge` and `vdWriteHelper` of its
//! source, and measured): unit by unit in ascending order.
//!
//! A unit that the target has is written in place. One that it has not is left out where nothing would change, and, in
//! formats that can, only marked where it would be all zeros. Nothing ever makes the target smaller.

use super::{Content, Finding, Units};
use crate::model::{ImageFormat, ImageId, MergeDirection};

/// One image that is about to be written into its neighbour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Merge<'a> {
    pub direction: MergeDirection,
    pub source: &'a Units,
    pub target: &'a Units,
    pub target_format: &'a ImageFormat,
    /// The image whose view of the disk the source has.
    pub view: ImageId,
    /// The image whose view shows where the target has nothing.
    pub below: Option<ImageId>,
    pub content: &'a dyn Content,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Merged {
    /// The target afterwards.
    pub units: Units,
    /// Number of units that were added to the target.
    pub grown: u64,
    /// Parts of the guest's disk that were written in place: start and length in bytes.
    pub in_place: Vec<(u64, u64)>,
    /// Bytes read and written.
    pub reads: u64,
    pub writes: u64,
    /// Bytes of the guest's data among them that went from one image to the other.
    pub copies: u64,
    /// Whether everything that had to be known was.
    pub certain: bool,
}

/// What becomes of a unit that the target does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    LeftOut,
    Marked,
    Added,
}

impl Merge<'_> {
    /// Carries it out on the sets.
    pub(super) fn run(&self) -> Merged {
        let mut merged = Merged {
            units: self.target.clone(),
            grown: 0,
            in_place: Vec::new(),
            reads: 0,
            writes: 0,
            copies: 0,
            certain: true,
        };
        if self.direction == MergeDirection::Forward {
            // It reads all of the target as well, and does nothing with it.
            merged.reads += self.target.in_use().saturating_mul(self.target.unit());
        }
        if self.source.unit() == self.target.unit() {
            self.run_alike(&mut merged);
        } else {
            self.run_mixed(&mut merged);
        }
        merged
    }

    /// Both have units of one size.
    fn run_alike(&self, merged: &mut Merged) {
        let unit = self.source.unit();
        let mut whole = |number: u64, is_data: bool| {
            let (start, length) = (number * unit, self.source.length_of(number));
            if is_data {
                merged.reads += length;
            }
            if self.target.is_data(number) {
                merged.write_in_place(start, length, is_data);
            } else {
                let fate = self.fate_of_unit(merged, number, is_data);
                merged.settle(number, fate, length, is_data);
            }
        };
        match self.direction {
            MergeDirection::Forward => {
                self.source.held_where_free(self.target).for_each(|(unit, data)| whole(unit, data));
            }
            MergeDirection::Backward => self.source.held().for_each(|(unit, data)| whole(unit, data)),
        }
    }

    /// A unit of the target's size, all of which is written.
    fn fate_of_unit(&self, merged: &mut Merged, number: u64, is_data: bool) -> Fate {
        let (unit, length) = (self.target.unit(), self.target.length_of(number));
        let whole = length == unit;
        if !is_data && self.marks_zeros() {
            return Fate::Marked;
        }
        let Some(found) = self.look(merged, number * unit, length) else { return Fate::Added };
        if self.target.is_zero(number) {
            return if found.zero { Fate::LeftOut } else { Fate::Added };
        }
        if self.marks_zeros() && found.zero && (whole || !found.same) {
            Fate::Marked
        } else if found.same {
            Fate::LeftOut
        } else {
            Fate::Added
        }
    }

    /// Units of different sizes: the target's, each with the pieces of the source that lie in it.
    fn run_mixed(&self, merged: &mut Merged) {
        let (size, piece) = (self.target.unit(), self.target.unit().min(self.source.unit()));
        let forward = self.direction == MergeDirection::Forward;
        for number in 0..self.target.count() {
            if forward && !self.target.is_free(number) {
                continue;
            }
            let (start, end) = (number * size, number * size + self.target.length_of(number));
            let mut at = start;
            while at < end {
                let length = piece.min(end - at);
                let of_source = at / self.source.unit();
                if !self.source.is_free(of_source) {
                    self.write_piece(merged, number, (at, length), self.source.is_data(of_source));
                }
                at += length;
            }
        }
    }

    fn write_piece(&self, merged: &mut Merged, number: u64, (at, length): (u64, u64), is_data: bool) {
        if is_data {
            merged.reads += length;
        }
        if merged.units.is_data(number) {
            merged.write_in_place(at, length, is_data);
        } else if self.source.unit() > self.target.unit() {
            let fate = self.fate_of_unit(merged, number, is_data);
            merged.settle(number, fate, length, is_data);
        } else {
            let fate = self.fate_of_piece(merged, number, (at, length), is_data);
            merged.settle(number, fate, length, is_data);
        }
    }

    /// A piece of a unit that the target does not hold: if it changes anything, the whole unit is written, with what
    /// shows from below around it.
    fn fate_of_piece(&self, merged: &mut Merged, number: u64, (at, length): (u64, u64), is_data: bool) -> Fate {
        if merged.units.is_zero(number) {
            let zero = !is_data || self.look(merged, at, length).is_some_and(|found| found.zero);
            return if zero { Fate::LeftOut } else { Fate::Added };
        }
        let Some(found) = self.look(merged, at, length) else { return Fate::Added };
        if found.same {
            return Fate::LeftOut;
        }
        let start = number * self.target.unit();
        let (end, unit_end) = (at + length, start + self.target.length_of(number));
        let zeros_before = self.look(merged, start, end - start).is_some_and(|found| found.zero);
        let zeros_behind =
            end == unit_end || self.look(merged, end, unit_end - end).is_some_and(|found| found.below_zero);
        if self.marks_zeros() && zeros_before && zeros_behind { Fate::Marked } else { Fate::Added }
    }

    fn look(&self, merged: &mut Merged, start: u64, length: u64) -> Option<Finding> {
        let found = self.content.look(self.view, self.below, start, length);
        match found {
            None => merged.certain = false,
            // It is compared with what shows from below.
            Some(found) if !found.below_zero => merged.reads += length,
            Some(_) => {}
        }
        found
    }

    /// Whether the target's format can say that a unit is all zeros, and VirtualBox does.
    fn marks_zeros(&self) -> bool {
        *self.target_format == ImageFormat::Vdi
    }
}

impl Merged {
    fn write_in_place(&mut self, start: u64, length: u64, is_data: bool) {
        self.writes += length;
        if is_data {
            self.copies += length;
        }
        match self.in_place.last_mut() {
            Some((last, before)) if *last + *before == start => *before += length,
            _ => self.in_place.push((start, length)),
        }
    }

    fn settle(&mut self, number: u64, fate: Fate, length: u64, is_data: bool) {
        match fate {
            Fate::LeftOut => {}
            Fate::Marked => self.units.set_zero(number),
            Fate::Added => {
                self.units.set_data(number);
                self.grown += 1;
                self.writes += self.units.unit();
                if is_data {
                    self.copies += length;
                }
            }
        }
    }
}
