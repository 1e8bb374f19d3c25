//! What the search finds: commands, machines and their snapshots, findings and rules.

use super::command::UiCommand;
use super::findings::Findings;
use super::pin;
use crate::model::Inventory;
use crate::pins::Pins;
use crate::retention::{Rules, shown_rule_name};
use crate::search::{Hit, HitPlace, Hits, SearchIndex};
use crate::text;

/// Places that are listed; a longer list is better answered by more letters.
const MOST_PLACES: usize = 50;
/// Commands that are listed before the places, at most.
const MOST_COMMANDS: usize = 5;
/// Findings and rules that are listed, at most, of each.
const MOST_OTHERS: usize = 5;
/// Written before other words, or alone: only what is pinned.
const IS_PINNED: &str = "is:pinned";

/// What can be found.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The machines.
    pub inventory: &'a Inventory,
    /// What the newest inspection found.
    pub findings: &'a Findings,
    /// The rules of a clean-up, once they have been read.
    pub rules: Option<&'a Rules>,
    /// What is pinned, once that has been read.
    pub pins: Option<&'a Pins>,
    /// Why a command cannot be used now.
    pub why_not: &'a dyn Fn(UiCommand) -> Option<String>,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A command.
    Command(UiCommand),
    /// A machine or a snapshot.
    Place(Hit),
    /// One of the findings that are shown, by its number among them.
    Finding(usize),
    /// A rule of a clean-up, by its name.
    Rule(String),
}

impl Entry {
    /// The heading that it stands below.
    #[must_use]
    pub fn group(&self) -> &'static str {
        match self {
            Self::Command(_) => text!("search-commands"),
            Self::Place(_) => text!("search-places"),
            Self::Finding(_) => text!("search-findings"),
            Self::Rule(_) => text!("search-rules"),
        }
    }
}

/// What was found for some words.
#[derive(Debug, Default)]
pub struct Palette {
    index: Option<(u64, SearchIndex)>,
    /// All that is listed, group by group.
    pub entries: Vec<Entry>,
    /// How many places were found that are not listed.
    pub more_places: usize,
}

impl Palette {
    /// Finds `words`, in any case. Without words, every command.
    pub fn find(&mut self, words: &str, sources: &Sources<'_>) {
        let wanted = words.trim().to_lowercase();
        if wanted.is_empty() {
            self.more_places = 0;
            let (usable, others): (Vec<_>, Vec<_>) =
                listed().partition(|command| (sources.why_not)(*command).is_none());
            self.entries = usable.into_iter().chain(others).map(Entry::Command).collect();
            return;
        }
        if let Some(rest) = wanted.strip_prefix(IS_PINNED) {
            let found = pinned(rest.trim(), sources, true);
            self.more_places = found.len().saturating_sub(MOST_PLACES);
            self.entries = found.into_iter().take(MOST_PLACES).map(Entry::Place).collect();
            return;
        }
        let mut places = self.places(&wanted, sources.inventory);
        self.more_places = places.total - places.best.len();
        for hit in pinned(&wanted, sources, false) {
            let is_known =
                places.best.iter().any(|place| place.machine == hit.machine && place.snapshot == hit.snapshot);
            if is_known {
                continue;
            }
            if places.best.len() < MOST_PLACES {
                places.best.push(hit);
            } else {
                self.more_places += 1;
            }
        }
        let holds = |text: &str| text.to_lowercase().contains(&wanted);
        let findings = sources.findings.shown().iter().enumerate();
        let findings = findings.filter(|(_, finding)| holds(&finding.what()) || holds(finding.kind().title()));
        let rules = sources.rules.into_iter().flat_map(Rules::iter);
        let rules = rules.filter(|rule| holds(&rule.name) || holds(shown_rule_name(&rule.name)));
        self.entries = commands(&wanted)
            .map(Entry::Command)
            .chain(places.best.into_iter().map(Entry::Place))
            .chain(findings.map(|(number, _)| Entry::Finding(number)).take(MOST_OTHERS))
            .chain(rules.map(|rule| Entry::Rule(rule.name.clone())).take(MOST_OTHERS))
            .collect();
    }

    fn places(&mut self, wanted: &str, inventory: &Inventory) -> Hits {
        if self.index.as_ref().is_none_or(|(generation, _)| *generation != inventory.generation) {
            self.index = Some((inventory.generation, SearchIndex::build(inventory)));
        }
        self.index.as_ref().map_or_else(Hits::default, |(_, index)| index.find(wanted, MOST_PLACES))
    }
}

/// The pinned snapshots that are still there and whose reason holds the words; with `or_name` their name may hold them as
/// well. By the names of their machines.
fn pinned(words: &str, sources: &Sources<'_>, or_name: bool) -> Vec<Hit> {
    let Some(pins) = sources.pins else { return Vec::new() };
    let holds = |text: &str| text.to_lowercase().contains(words);
    let mut found: Vec<(String, usize, Hit)> = pins
        .iter()
        .filter_map(|(key, pin)| {
            let machine = key.machine_key();
            let (_, entry) = sources.inventory.machine(&machine)?;
            let tree = &entry.machine()?.tree;
            let index = tree.find(key.snapshot)?;
            let is_meant = holds(&pin::words(pin)) || or_name && holds(&tree.get(index).name);
            let hit = Hit { machine, snapshot: Some(key.snapshot), place: HitPlace::Pin };
            is_meant.then(|| (entry.name().to_lowercase(), index.position(), hit))
        })
        .collect();
    found.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
    found.into_iter().map(|(_, _, hit)| hit).collect()
}

/// The person is searching already.
fn listed() -> impl Iterator<Item = UiCommand> {
    UiCommand::ALL.into_iter().filter(|command| *command != UiCommand::Search)
}

/// The commands that are meant.
fn commands(wanted: &str) -> impl Iterator<Item = UiCommand> {
    listed().filter(move |command| is_meant(&command.text().to_lowercase(), wanted)).take(MOST_COMMANDS)
}

/// Whether every word that is wanted begins a word of the name. Chinese has no blanks between words: there it may stand
/// anywhere.
fn is_meant(name: &str, wanted: &str) -> bool {
    let stands = |part: &str| !part.is_ascii() && name.contains(part);
    let begins = |part: &str| name.split_whitespace().any(|word| word.starts_with(part));
    wanted.split_whitespace().all(|part| stands(part) || begins(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str) -> Vec<Entry> {
        let (inventory, findings) = (Inventory::default(), Findings::default());
        let rules = Rules::default();
        let why_not = |command| (command == UiCommand::Take).then(|| "no machine is shown".to_owned());
        let sources =
            Sources { inventory: &inventory, findings: &findings, rules: Some(&rules), pins: None, why_not: &why_not };
        let mut palette = Palette::default();
        palette.find(words, &sources);
        palette.entries
    }

    #[test]
    fn without_words_every_command_is_there_and_what_cannot_be_used_comes_last() {
        let all = found("  ");
        assert_eq!(all.len(), UiCommand::ALL.len() - 1);
        assert_eq!(all.last(), Some(&Entry::Command(UiCommand::Take)));
    }

    #[test]
    fn a_command_is_found_by_the_beginnings_of_its_words() {
        assert_eq!(found("TAKE sn")[0], Entry::Command(UiCommand::Take));
        assert!(!found("ake").contains(&Entry::Command(UiCommand::Take)));
    }

    #[test]
    fn a_chinese_name_is_found_by_any_part_of_it() {
        assert!(is_meant("拍摄快照", "快照"));
        assert!(is_meant("缩放到 100%", "缩放 10"));
        assert!(!is_meant("拍摄快照", "恢复"));
    }

    #[test]
    fn rules_are_found_by_any_part_of_their_names() {
        assert!(found("orough").contains(&Entry::Rule("Thorough".to_owned())));
    }
}
