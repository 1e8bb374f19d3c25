//! Names that programs give of their own accord.

/// What VirtualBox's Manager calls a snapshot by itself in the languages it speaks, before a number, in lower case; and
/// what people type who do not want to think of a name.
const WORDS: [&str; 30] = [
    "snapshot",
    "snap",
    "new snapshot",
    "untitled",
    "sicherungspunkt",
    "schnappschuss",
    "instantané",
    "instantánea",
    "istantanea",
    "captura",
    "instantâneo",
    "снимок",
    "знімок",
    "снимка",
    "스냅샷",
    "スナップショット",
    "快照",
    "migawka",
    "snímek",
    "snímka",
    "momentopname",
    "anlık görüntü",
    "στιγμιότυπο",
    "pillanatkép",
    "ögonblicksbild",
    "øjebliksbillede",
    "øyeblikksbilde",
    "tilannevedos",
    "instantaneu",
    "instantània",
];

/// Whether a name says nothing: “Snapshot 7”, “快照 3”, “Snapshot1”, “12”.
#[must_use]
pub fn is_default_name(name: &str) -> bool {
    let word = name.trim().trim_end_matches(|letter: char| letter.is_numeric() || " #-_().".contains(letter));
    let word = word.to_lowercase();
    (word.is_empty() && !name.trim().is_empty()) || WORDS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_say_nothing_are_known() {
        for name in ["Snapshot 7", "Snapshot1", " snapshot", "SNAP", "快照 3", "Снимок 12", "42", "Snapshot (2)"]
        {
            assert!(is_default_name(name), "{name}");
        }
        for name in ["", " ", "Snapshot before update", "Initial State", "v2", "Windows 11", "2026 budget"] {
            assert!(!is_default_name(name), "{name}");
        }
    }
}
