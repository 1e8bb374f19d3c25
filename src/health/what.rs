//! What was found, in one sentence.

use std::path::Path;

use super::evidence::{Uncovered, Unfinished};
use super::{Evidence, Finding, MOST_IMAGES, MOST_LEVELS};
use crate::text;
use crate::words;

/// Names that a sentence lists before it says “and so many more”.
const NAMES_IN_A_SENTENCE: usize = 3;

impl Finding {
    /// What was found, in one sentence.
    #[must_use]
    pub fn what(&self) -> String {
        let machine = self.machine_name();
        let (file, first) = (self.file_name(), self.first_snapshot());
        match &self.evidence {
            Evidence::UnreadableMachine { why, .. } => {
                text!("health-unreadable-machine", machine = machine, why = sentence(why))
            }
            Evidence::MissingImage => text!("health-missing-image", file = file, machine = machine),
            Evidence::UnreadableImage { why } => {
                text!("health-unreadable-image", file = file, machine = machine, why = sentence(why))
            }
            Evidence::MismatchingImage { why } => {
                text!("health-mismatching-image", file = file, machine = machine, why = sentence(why))
            }
            Evidence::MissingSavedState => text!("health-missing-saved-state", file = file, machine = machine),
            Evidence::LowFreeSpace { free, size } => {
                text!("health-low-free-space", free = free, size = size, path = self.whole_path())
            }
            Evidence::NoRoomToDelete { needs, free } => {
                text!("health-no-room-to-delete", names = self.names(), machine = machine, needs = needs, free = free)
            }
            Evidence::FullSoon { by, days, per_day, .. } => {
                let (path, when) = (self.whole_path(), in_days(*days));
                text!("health-full-soon", path = path, when = when, date = words::date(by), growth = per_day)
            }
            Evidence::DeepChain { images, levels } => text!(
                "health-deep-chain",
                machine = machine,
                images = images,
                levels = levels,
                most_images = MOST_IMAGES,
                most_levels = MOST_LEVELS
            ),
            Evidence::LargeSnapshot { size, of } => {
                text!("health-large-snapshot", snapshot = first, machine = machine, size = size, of = of)
            }
            Evidence::OldSnapshot { days, .. } => match self.snapshots.len() {
                1 => text!("health-old-snapshot", snapshot = first, machine = machine, age = for_days(*days)),
                count => {
                    let age = for_days(*days);
                    text!("health-old-snapshots", count = count, machine = machine, snapshot = first, age = age)
                }
            },
            Evidence::ChainOnOldSnapshot { days, .. } => {
                text!("health-chain-on-old-snapshot", machine = machine, snapshot = first, age = for_days(*days))
            }
            Evidence::FarFromSnapshot { written, days: None } => {
                text!("health-far-from-snapshot", machine = machine, written = written, snapshot = first)
            }
            Evidence::FarFromSnapshot { written, days: Some(days) } => {
                let age = for_days(*days);
                text!("health-far-from-snapshot-for", machine = machine, written = written, snapshot = first, age = age)
            }
            Evidence::UnregisteredImage { size } => text!("health-unregistered-image", file = file, size = size),
            Evidence::CopiedImage { size, of } => {
                text!("health-copied-image", file = file, size = size, of = of.display().to_string())
            }
            Evidence::UnattachedImage { size, .. } => text!("health-unattached-image", file = file, size = size),
            Evidence::GoneImage { .. } => text!("health-gone-image", file = file),
            Evidence::StraySavedState { size } => text!("health-stray-saved-state", file = file, size = size),
            Evidence::StrayFirmwareFile { size } => text!("health-stray-firmware-file", file = file, size = size),
            Evidence::UnusedFilesUnknown { why } => text!("health-unused-files-unknown", why = sentence(why)),
            Evidence::WritesIntoSnapshot => {
                text!("health-writes-into-snapshot", file = file, machine = machine, snapshot = first)
            }
            Evidence::UncoveredDisk { uncovered: Uncovered::Mode(mode), .. } => {
                text!("health-uncovered-disk", file = file, machine = machine, mode = mode)
            }
            Evidence::UncoveredDisk { uncovered: Uncovered::HostDevice, .. } => {
                text!("health-host-device", file = file, machine = machine)
            }
            _ => self.what_else(machine, &file, &first),
        }
    }

    fn what_else(&self, machine: &str, file: &str, first: &str) -> String {
        let count = self.snapshots.len();
        match &self.evidence {
            Evidence::DuplicateName { name } => {
                let name = words::snapshot_name(name);
                text!("health-duplicate-name", count = count, machine = machine, name = name)
            }
            Evidence::EmptyName => text!("health-empty-name", count = count, machine = machine),
            Evidence::DefaultName => {
                text!("health-default-name", count = count, machine = machine, names = self.names())
            }
            Evidence::UnconventionalName { convention } => text!(
                "health-unconventional-name",
                count = count,
                machine = machine,
                convention = convention,
                names = self.names()
            ),
            Evidence::UnstableSnapshot => text!("health-unstable-snapshot", snapshot = first, machine = machine),
            Evidence::UnfinishedWork(unfinished) => what_is_unfinished(unfinished, machine, file),
            Evidence::UnreadableSettingsCopy { why } => {
                text!("health-unreadable-settings-copy", file = file, why = sentence(why))
            }
            Evidence::OldSavedState { written_by, present } => text!(
                "health-old-saved-state",
                file = file,
                machine = machine,
                old = written_by.to_string(),
                present = present.to_string()
            ),
            Evidence::LinkedClone { clone } => {
                text!("health-linked-clone", clone = clone.name, snapshot = first, machine = machine)
            }
            Evidence::CostsTwice { file_system } => {
                text!("health-costs-twice", machine = machine, system = file_system.to_string())
            }
            Evidence::ManyRestores { count, hours } => {
                text!("health-many-restores", machine = machine, count = count, hours = hours)
            }
            _ => self.kind().title().to_owned(),
        }
    }

    fn machine_name(&self) -> &str {
        self.machine.as_ref().map_or(text!("health-unknown-machine"), |machine| &machine.name)
    }

    fn file_name(&self) -> String {
        let name = self.path.as_deref().map(|path| path.file_name().map_or(path, Path::new).display().to_string());
        name.unwrap_or_else(|| self.image.map(|image| image.to_string()).unwrap_or_default())
    }

    fn whole_path(&self) -> String {
        self.path.as_deref().map(|path| path.display().to_string()).unwrap_or_default()
    }

    fn first_snapshot(&self) -> String {
        self.snapshots.first().map(|label| words::snapshot_name(&label.name).to_owned()).unwrap_or_default()
    }

    /// “one”, “two” and 5 more.
    fn names(&self) -> String {
        let shown = self.snapshots.iter().take(NAMES_IN_A_SENTENCE);
        let quoted: Vec<String> = shown.map(|label| format!("“{}”", words::snapshot_name(&label.name))).collect();
        match self.snapshots.len().saturating_sub(quoted.len()) {
            0 => quoted.join(text!("list-names")),
            more => text!("health-names-and-more", names = quoted.join(text!("list-names")), more = more),
        }
    }
}

fn what_is_unfinished(unfinished: &Unfinished, machine: &str, file: &str) -> String {
    match unfinished {
        Unfinished::HalfWrittenSettings => text!("health-half-written-settings", file = file),
        Unfinished::SettingsGone => text!("health-settings-gone", file = file),
        Unfinished::PartialImage { size, why } => {
            text!("health-partial-image", file = file, size = size, why = sentence(why))
        }
        Unfinished::Step { what, since } => {
            text!("health-unfinished-step", what = what, machine = machine, moment = words::moment(*since))
        }
    }
}

/// The words of another part as the end of a sentence.
fn sentence(words: &str) -> String {
    let words = words.trim_end();
    if words.ends_with(['.', '!', '?', '。', '！', '？']) {
        words.to_owned()
    } else {
        text!("health-sentence", words = words)
    }
}

/// Days in the unit people use: “3 days”, “14 months”.
fn for_days(days: i64) -> String {
    match days {
        ..14 => text!("health-days", count = days),
        14..91 => text!("health-weeks", count = days / 7),
        91..730 => text!("health-months", count = days * 100 / 3_044),
        _ => text!("health-years", count = days * 100 / 36_525),
    }
}

fn in_days(days: i64) -> String {
    match days {
        ..1 => text!("health-today").to_owned(),
        1 => text!("health-tomorrow").to_owned(),
        _ => text!("health-in", span = for_days(days)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_the_unit_people_use() {
        let words: Vec<_> = [1, 13, 14, 90, 91, 365, 729, 730, 1_461].into_iter().map(for_days).collect();
        let expected =
            ["1 day", "13 days", "2 weeks", "12 weeks", "2 months", "11 months", "23 months", "1 year", "4 years"];
        assert_eq!(words, expected);
        assert_eq!([in_days(0), in_days(1), in_days(5)], ["today", "tomorrow", "in 5 days"]);
    }
}
