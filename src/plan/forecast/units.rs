//! Which parts of the guest's disk an image holds, as sets that can be changed.

use crate::image::{AllocationMap, State};

/// The units of one image: which hold data, and which hide what lies below with zeros. A unit is what the
/// format allocates at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Units {
    unit: u64,
    overhead: u64,
    disk_size: u64,
    count: u64,
    data: Vec<u64>,
    zero: Vec<u64>,
    in_use: u64,
}

const BITS: u64 = u64::BITS as u64;

impl Units {
    /// An image that holds nothing yet.
    #[must_use]
    pub fn empty(unit: u64, overhead: u64, disk_size: u64) -> Self {
        let unit = unit.max(1);
        let count = disk_size.div_ceil(unit);
        let words = usize::try_from(count.div_ceil(BITS)).unwrap_or(usize::MAX);
        Self { unit, overhead, disk_size, count, data: vec![0; words], zero: vec![0; words], in_use: 0 }
    }

    /// What a map says. Takes an eighth of a byte for each unit twice, whatever the map takes.
    #[must_use]
    pub fn of(map: &dyn AllocationMap) -> Self {
        let mut units = Self::empty(map.unit(), map.overhead(), map.virtual_size().0);
        for stretch in map.stretches() {
            match stretch.state {
                State::Free => {}
                // Where data stand in the same unit, they count.
                State::Zero => units.for_range(stretch.start, stretch.length, Self::set_zero),
                State::Data(_) | State::Compressed(_) => {
                    units.for_range(stretch.start, stretch.length, Self::set_data);
                }
            }
        }
        units
    }

    fn for_range(&mut self, start: u64, length: u64, set: fn(&mut Self, u64)) {
        if length == 0 {
            return;
        }
        for unit in start / self.unit..=(start + length - 1) / self.unit {
            set(self, unit);
        }
    }

    /// Bytes of the guest's disk in one unit; never zero.
    #[must_use]
    pub fn unit(&self) -> u64 {
        self.unit
    }

    /// Bytes that a new unit adds to the file.
    #[must_use]
    pub fn cost(&self) -> u64 {
        self.unit.saturating_add(self.overhead)
    }

    /// Size of the guest's disk in bytes.
    #[must_use]
    pub fn disk_size(&self) -> u64 {
        self.disk_size
    }

    /// Number of units of the disk.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Number of units that hold data.
    #[must_use]
    pub fn in_use(&self) -> u64 {
        self.in_use
    }

    /// Whether a unit holds data.
    #[must_use]
    pub fn is_data(&self, unit: u64) -> bool {
        has(&self.data, unit)
    }

    /// Whether a unit is marked as zeros.
    #[must_use]
    pub fn is_zero(&self, unit: u64) -> bool {
        has(&self.zero, unit)
    }

    /// Whether nothing is known of a unit here: what lies below shows.
    #[must_use]
    pub fn is_free(&self, unit: u64) -> bool {
        !self.is_data(unit) && !self.is_zero(unit)
    }

    /// Notes that a unit holds data.
    pub fn set_data(&mut self, unit: u64) {
        let (word, bit) = place(unit);
        if let (Some(data), Some(zero)) = (self.data.get_mut(word), self.zero.get_mut(word)) {
            self.in_use += u64::from(*data & bit == 0);
            *data |= bit;
            *zero &= !bit;
        }
    }

    /// Notes that a unit is marked as zeros, unless it holds data.
    pub fn set_zero(&mut self, unit: u64) {
        let (word, bit) = place(unit);
        if let (Some(data), Some(zero)) = (self.data.get(word), self.zero.get_mut(word)) {
            *zero |= bit & !data;
        }
    }

    /// Number of units that hold data in both. Both must have units of one size.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> u64 {
        self.data.iter().zip(&other.data).map(|(one, two)| u64::from((one & two).count_ones())).sum()
    }

    /// The units that hold data or are marked here, each with whether it is data.
    pub fn held(&self) -> impl Iterator<Item = (u64, bool)> {
        let words = (0_u64..).zip(self.data.iter().zip(&self.zero));
        words.flat_map(|(word, (data, zero))| {
            bits(data | zero).map(move |bit| (word * BITS + bit, data & (1 << bit) != 0))
        })
    }

    /// As [`Units::held`], of those units that are free in `above`. Both must have units of one size.
    pub fn held_where_free(&self, above: &Self) -> impl Iterator<Item = (u64, bool)> {
        let own = self.data.iter().zip(&self.zero);
        let hidden = above.data.iter().zip(&above.zero).map(|(data, zero)| data | zero);
        (0_u64..).zip(own.zip(hidden)).flat_map(|(word, ((data, zero), hidden))| {
            bits((data | zero) & !hidden).map(move |bit| (word * BITS + bit, data & (1 << bit) != 0))
        })
    }

    /// Length of a unit within the disk: the last one may be cut off.
    #[must_use]
    pub fn length_of(&self, unit: u64) -> u64 {
        self.unit.min(self.disk_size.saturating_sub(unit.saturating_mul(self.unit)))
    }
}

fn place(unit: u64) -> (usize, u64) {
    (usize::try_from(unit / BITS).unwrap_or(usize::MAX), 1 << (unit % BITS))
}

fn has(set: &[u64], unit: u64) -> bool {
    let (word, bit) = place(unit);
    set.get(word).is_some_and(|word| word & bit != 0)
}

/// The places of the bits that are set, in order.
fn bits(mut word: u64) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || {
        let bit = u64::from(word.checked_ilog2().map(|_| word.trailing_zeros())?);
        word &= word - 1;
        Some(bit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_units() {
        let (mut lower, mut upper) = (Units::empty(10, 2, 1995), Units::empty(10, 2, 1995));
        for unit in [0, 63, 64, 130, 199] {
            lower.set_data(unit);
        }
        lower.set_zero(65);
        lower.set_zero(64);
        upper.set_data(64);
        upper.set_zero(63);
        assert_eq!((lower.count(), lower.in_use(), lower.cost(), lower.length_of(199)), (200, 5, 12, 5));
        assert!(lower.is_data(64) && !lower.is_zero(64) && lower.is_zero(65) && lower.is_free(66));
        assert_eq!(lower.overlap(&upper), 1);
        let free: Vec<_> = lower.held_where_free(&upper).collect();
        assert_eq!(free, [(0, true), (65, false), (130, true), (199, true)]);
        assert_eq!(upper.held().collect::<Vec<_>>(), [(63, false), (64, true)]);
        // Behind the end of the disk there is nothing to note.
        lower.set_data(100_000);
        assert_eq!(lower.in_use(), 5);
    }
}
