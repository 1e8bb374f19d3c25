//! Finds machines and snapshots by name or description, over all machines.
//!
//! All texts stand in one buffer in lower case, so that a search is one pass over memory.

use crate::model::{Inventory, MachineKey, SnapshotId};

/// Longest part of a description that is searched, in bytes.
const MAX_DESCRIPTION: usize = 2_000;
/// Longest part of a name that is searched, in bytes.
const MAX_NAME: usize = 500;
/// Stands between two texts. It cannot be typed, so that no hit spans two texts.
const BETWEEN: char = '\u{1}';

/// Where a hit is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The machine.
    pub machine: MachineKey,
    /// The snapshot; `None` for the machine itself.
    pub snapshot: Option<SnapshotId>,
    /// Which of its texts matched.
    pub place: HitPlace,
}

/// Which text matched, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HitPlace {
    /// The name begins with the words.
    NameStart,
    /// The name holds the words.
    Name,
    /// The description holds the words.
    Description,
    /// It is pinned, and why holds the words.
    Pin,
}

/// The texts of an inventory.
#[derive(Debug, Default)]
pub struct SearchIndex {
    texts: String,
    /// Where each text begins, ascending.
    entries: Vec<Entry>,
    machines: Vec<MachineKey>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    start: usize,
    machine: u32,
    snapshot: Option<SnapshotId>,
    is_name: bool,
}

/// What a search found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// The best hits, best first.
    pub best: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
}

impl SearchIndex {
    /// Collects the texts of an inventory.
    #[must_use]
    pub fn build(inventory: &Inventory) -> Self {
        let mut index = Self::default();
        for (_, entry) in inventory.machines() {
            let number = u32::try_from(index.machines.len()).unwrap_or(u32::MAX);
            index.machines.push(entry.entry.key());
            index.add(number, None, entry.name(), true);
            let Some(machine) = entry.machine() else { continue };
            index.add(number, None, &machine.description, false);
            for (_, snapshot) in machine.tree.iter() {
                index.add(number, Some(snapshot.id), &snapshot.name, true);
                index.add(number, Some(snapshot.id), &snapshot.description, false);
            }
        }
        index
    }

    fn add(&mut self, machine: u32, snapshot: Option<SnapshotId>, text: &str, is_name: bool) {
        if text.is_empty() {
            return;
        }
        self.entries.push(Entry { start: self.texts.len(), machine, snapshot, is_name });
        let limit = if is_name { MAX_NAME } else { MAX_DESCRIPTION };
        let part = &text[..text.floor_char_boundary(limit)];
        // Line breaks are shown as spaces, and so they are searched.
        let shown = |character: char| if character.is_control() { ' ' } else { character };
        if part.is_ascii() {
            self.texts.extend(part.chars().map(|character| shown(character).to_ascii_lowercase()));
        } else {
            self.texts.extend(part.chars().map(shown).flat_map(char::to_lowercase));
        }
        self.texts.push(BETWEEN);
    }

    /// Finds `words`, in any case, and returns the best `limit` hits. No words, no hits.
    #[must_use]
    pub fn find(&self, words: &str, limit: usize) -> Hits {
        let wanted = words.trim().to_lowercase();
        if wanted.is_empty() {
            return Hits::default();
        }
        let mut found: [Vec<usize>; 3] = Default::default();
        let mut total = 0;
        let mut last = None;
        let mut from = 0;
        while let Some(offset) = self.texts.get(from..).and_then(|rest| rest.find(&wanted)) {
            let at = from + offset;
            let number = self.entries.partition_point(|entry| entry.start <= at) - 1;
            let entry = self.entries[number];
            let place = match (entry.is_name, entry.start == at) {
                (true, true) => HitPlace::NameStart,
                (true, false) => HitPlace::Name,
                (false, _) => HitPlace::Description,
            };
            // A name and the description behind it are of one snapshot, which is found once.
            let of = (entry.machine, entry.snapshot);
            if last.replace(of) != Some(of) {
                total += 1;
                let bucket = &mut found[place as usize];
                if bucket.len() < limit {
                    bucket.push(number);
                }
            }
            // One hit a text is enough.
            from = self.entries.get(number + 1).map_or(self.texts.len(), |next| next.start);
        }
        let places = [HitPlace::NameStart, HitPlace::Name, HitPlace::Description];
        let hits = places
            .into_iter()
            .zip(found)
            .flat_map(|(place, numbers)| numbers.into_iter().map(move |number| (place, number)));
        let best = hits.take(limit).filter_map(|(place, number)| self.hit(number, place)).collect();
        Hits { best, total }
    }

    fn hit(&self, number: usize, place: HitPlace) -> Option<Hit> {
        let entry = self.entries.get(number)?;
        let machine = self.machines.get(entry.machine as usize)?.clone();
        Some(Hit { machine, snapshot: entry.snapshot, place })
    }
}
