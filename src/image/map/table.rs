//! The state of many units, kept small.

/// How many units are looked at together to decide whether they are kept as runs or one by one.
const WINDOW: usize = 4096;
/// Runs are kept as runs if that takes less memory: a run takes 32 bytes, a single unit 4.
const UNITS_WORTH_A_RUN: usize = size_of::<Segment>() / size_of::<u32>();

const FREE: u32 = u32::MAX;
const ZERO: u32 = u32::MAX - 1;
const SPECIAL: u32 = u32::MAX - 2;

/// What a table knows of one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// Not in the image.
    Free,
    /// All zeros.
    Zero,
    /// Something that the format keeps elsewhere, by the number of the unit.
    Special,
    /// In the image at this index, which the format turns into an offset. At most [`Entry::MOST`].
    At(u32),
}

impl Entry {
    /// The largest index that a table can keep.
    pub(crate) const MOST: u32 = SPECIAL - 1;

    fn from_packed(packed: u32) -> Self {
        match packed {
            FREE => Self::Free,
            ZERO => Self::Zero,
            SPECIAL => Self::Special,
            index => Self::At(index),
        }
    }

    fn packed(self) -> u32 {
        match self {
            Self::Free => FREE,
            Self::Zero => ZERO,
            Self::Special => SPECIAL,
            Self::At(index) => index.min(Self::MOST),
        }
    }
}

/// Whether `next` follows `packed` in a run where the index grows by `step` from unit to unit.
fn follows(packed: u32, next: u32, step: u32) -> bool {
    if packed >= SPECIAL { packed == next && packed != SPECIAL } else { packed.checked_add(step) == Some(next) }
}

#[derive(Debug, Clone)]
enum Units {
    /// All alike, or ascending from this index.
    Run(u32),
    Each(Box<[u32]>),
}

#[derive(Debug, Clone)]
struct Segment {
    start: u64,
    units: Units,
}

/// The state of every unit of a disk: a binary search away, in runs where that is smaller.
#[derive(Debug, Clone)]
pub(crate) struct UnitTable {
    segments: Vec<Segment>,
    length: u64,
    step: u32,
    in_use: u64,
}

impl UnitTable {
    /// Number of units that are in the image, special ones included.
    pub(crate) fn in_use(&self) -> u64 {
        self.in_use
    }

    /// The state of a unit; free behind the last one.
    pub(crate) fn get(&self, unit: u64) -> Entry {
        self.run(unit).map_or(Entry::Free, |(entry, _)| entry)
    }

    /// The state of a unit, and how many units from it on are alike or follow each other in the file.
    /// It may be cut short. `None` behind the last unit.
    pub(crate) fn run(&self, unit: u64) -> Option<(Entry, u64)> {
        if unit >= self.length {
            return None;
        }
        let position = self.segments.partition_point(|segment| segment.start <= unit).checked_sub(1)?;
        let segment = self.segments.get(position)?;
        let end = self.segments.get(position + 1).map_or(self.length, |next| next.start);
        let inside = unit - segment.start;
        match &segment.units {
            Units::Run(first) if *first >= SPECIAL => Some((Entry::from_packed(*first), end - unit)),
            Units::Run(first) => {
                let index = u64::from(*first).saturating_add(inside.saturating_mul(self.step.into()));
                Some((Entry::At(u32::try_from(index).ok()?), end - unit))
            }
            Units::Each(entries) => {
                let rest = entries.get(usize::try_from(inside).ok()?..)?;
                let alike = rest.windows(2).take_while(|pair| matches!(pair, [a, b] if follows(*a, *b, self.step)));
                Some((Entry::from_packed(*rest.first()?), alike.count() as u64 + 1))
            }
        }
    }

    /// Memory that the table takes, in bytes.
    pub(crate) fn memory(&self) -> u64 {
        let each = self.segments.iter().map(|segment| match &segment.units {
            Units::Run(_) => 0,
            Units::Each(entries) => size_of_val::<[u32]>(entries),
        });
        (each.sum::<usize>() + self.segments.capacity() * size_of::<Segment>()) as u64
    }
}

/// Makes a [`UnitTable`] from entries in the order of the disk.
#[derive(Debug)]
pub(crate) struct TableBuilder {
    table: UnitTable,
    window: Vec<u32>,
    /// The last unit that is in a segment: its value and whether its segment is a run.
    last: Option<u32>,
}

impl TableBuilder {
    /// A table where the index of data that follow each other in the file grows by `step` a unit.
    pub(crate) fn new(step: u32) -> Self {
        let table = UnitTable { segments: Vec::new(), length: 0, step, in_use: 0 };
        Self { table, window: Vec::with_capacity(WINDOW), last: None }
    }

    /// Adds one unit.
    pub(crate) fn push(&mut self, entry: Entry) {
        self.table.in_use += u64::from(matches!(entry, Entry::Special | Entry::At(_)));
        self.window.push(entry.packed());
        if self.window.len() == WINDOW {
            self.flush();
        }
    }

    /// Adds many free units, at the price of one.
    pub(crate) fn push_free(&mut self, units: u64) {
        if units == 0 {
            return;
        }
        self.flush();
        self.push_run(FREE, FREE, units);
    }

    /// The finished table.
    pub(crate) fn finish(mut self) -> UnitTable {
        self.flush();
        self.table.segments.shrink_to_fit();
        self.table
    }

    fn flush(&mut self) {
        let window = std::mem::take(&mut self.window);
        let step = self.table.step;
        let runs = window.chunk_by(|a, b| follows(*a, *b, step));
        if runs.clone().count() * UNITS_WORTH_A_RUN > window.len() {
            let start = self.table.length;
            self.table.length += window.len() as u64;
            self.table.segments.push(Segment { start, units: Units::Each(window.as_slice().into()) });
            self.last = None;
        } else {
            for run in runs {
                if let (Some(first), Some(last)) = (run.first(), run.last()) {
                    self.push_run(*first, *last, run.len() as u64);
                }
            }
        }
        self.window = window;
        self.window.clear();
    }

    fn push_run(&mut self, first: u32, last: u32, units: u64) {
        if !self.last.is_some_and(|before| follows(before, first, self.table.step)) {
            self.table.segments.push(Segment { start: self.table.length, units: Units::Run(first) });
        }
        self.last = Some(last);
        self.table.length = self.table.length.saturating_add(units);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Runs of free, zero, special, ascending and scattered units, short and long.
    fn pieces() -> impl Strategy<Value = Vec<(u8, u32, usize)>> {
        let length = prop_oneof![1..10_usize, 1000..9000_usize];
        prop::collection::vec((0..5_u8, 0..1_000_000_u32, length), 0..12)
    }

    fn entries(pieces: &[(u8, u32, usize)], step: u32) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (kind, first, length) in pieces {
            entries.extend((0..u32::try_from(*length).unwrap()).map(|at| match kind {
                0 => Entry::Free,
                1 => Entry::Zero,
                2 => Entry::Special,
                3 => Entry::At(first + at * step),
                _ => Entry::At(first.wrapping_mul(at.wrapping_mul(2_654_435_761) | 1) % 1_000_000),
            }));
        }
        entries
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_table_gives_back_what_was_put_in(pieces in pieces(), step in prop_oneof![Just(1_u32), Just(128), Just(4097)]) {
            let entries = entries(&pieces, step);
            let mut builder = TableBuilder::new(step);
            for run in entries.chunk_by(|a, b| a == b) {
                if run[0] == Entry::Free {
                    builder.push_free(run.len() as u64);
                } else {
                    for entry in run {
                        builder.push(*entry);
                    }
                }
            }
            let table = builder.finish();
            prop_assert_eq!(table.length, entries.len() as u64);
            let in_use = entries.iter().filter(|entry| matches!(entry, Entry::Special | Entry::At(_))).count();
            prop_assert_eq!(table.in_use(), in_use as u64);
            for (unit, entry) in (0..).zip(&entries) {
                prop_assert_eq!(table.get(unit), *entry, "unit {}", unit);
            }
            prop_assert_eq!(table.get(entries.len() as u64), Entry::Free);
            // Runs cover the table, and are what they say.
            let mut unit = 0;
            while let Some((entry, length)) = table.run(unit) {
                prop_assert!(length > 0);
                for at in 0..length {
                    let expected = match entry {
                        Entry::At(index) => Entry::At(index + u32::try_from(at).unwrap() * step),
                        other => other,
                    };
                    prop_assert_eq!(entries[usize::try_from(unit + at).unwrap()], expected);
                }
                unit += length;
            }
            prop_assert_eq!(unit, entries.len() as u64);
        }

        #[test]
        fn a_table_is_no_larger_than_four_bytes_a_unit(pieces in pieces()) {
            let entries = entries(&pieces, 1);
            let mut builder = TableBuilder::new(1);
            for entry in &entries {
                builder.push(*entry);
            }
            let slack = 64 * (entries.len() / WINDOW + 3);
            prop_assert!(builder.finish().memory() <= (entries.len() * 4 + slack) as u64);
        }
    }
}
