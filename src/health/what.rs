//! What was found, in one sentence.

use std::path::Path;

use super::evidence::{Uncovered, Unfinished};
use super::{Evidence, Finding, MOST_IMAGES, MOST_LEVELS};
use crate::{text, words};

/// Names that a sentence lists before it says “and so many more”.
const NAMES_IN_A_SENTENCE: usize = 3;

impl Finding {
    /// What was found, in one sentence.
    #[must_use]
    pub fn what(&self) -> String {
        let machine = self.machine_name();
        let (file, first) = (self.file_name(), self.first_snapshot());
        match &self.evidence {
            Evidence::UnreadableMachine { why, .. } => format!("“{machine}” cannot be read: {}", sentence(why)),
            Evidence::MissingImage => format!("The image “{file}” of “{machine}” is missing."),
            Evidence::UnreadableImage { why } => {
                format!("The image “{file}” of “{machine}” cannot be used: {}", sentence(why))
            }
            Evidence::MismatchingImage { why } => {
                format!("The image “{file}” of “{machine}” does not fit: {}", sentence(why))
            }
            Evidence::MissingSavedState => format!("The saved memory “{file}” of “{machine}” is missing."),
            Evidence::LowFreeSpace { free, size } => {
                format!("Only {free} of {size} are free on the disk of “{}”.", self.whole_path())
            }
            Evidence::NoRoomToDelete { needs, free } => format!(
                "{} of “{machine}” can no longer be deleted: merging asks for up to {needs}, {free} are free.",
                self.names()
            ),
            Evidence::FullSoon { by, days, per_day, .. } => format!(
                "The disk of “{}” will be full {} ({}) at the present growth of {per_day} a day.",
                self.whole_path(),
                in_days(*days),
                by.format("%-d %b %Y")
            ),
            Evidence::DeepChain { images, levels } => format!(
                "“{machine}” has {images} images from base to current state and {levels} levels of snapshots; \
                 VirtualBox ends at {MOST_IMAGES} and {MOST_LEVELS}."
            ),
            Evidence::LargeSnapshot { size, of } => {
                format!("The snapshot “{first}” of “{machine}” takes {size} of the machine's {of}.")
            }
            Evidence::OldSnapshot { days, .. } => match self.snapshots.len() {
                1 => format!("The snapshot “{first}” of “{machine}” is {} old.", for_days(*days)),
                count => format!(
                    "{} of “{machine}” are old; the oldest, “{first}”, was taken {} ago.",
                    words::snapshots(count),
                    for_days(*days)
                ),
            },
            Evidence::ChainOnOldSnapshot { days, .. } => {
                format!("All of “{machine}” rests on its snapshot “{first}”, which is {} old.", for_days(*days))
            }
            Evidence::FarFromSnapshot { written, days } => {
                let since = days.map_or_else(String::new, |days| format!(" in {}", for_days(days)));
                format!("“{machine}” has written {written} since its current snapshot “{first}”{since}.")
            }
            Evidence::UnregisteredImage { size } => {
                format!("The image “{file}” takes {size} and stands in no registry: no machine uses it.")
            }
            Evidence::CopiedImage { size, of } => {
                text!("health-copied-image", file = file, size = size, of = of.display().to_string())
            }
            Evidence::UnattachedImage { size, .. } => {
                format!("The image “{file}” takes {size} and is registered, but no machine uses it.")
            }
            Evidence::GoneImage { .. } => {
                format!("The image “{file}” is registered, its file is gone, and no machine uses it.")
            }
            Evidence::StraySavedState { size } => {
                format!("The saved state “{file}” takes {size} and belongs to no machine and no snapshot.")
            }
            Evidence::StrayFirmwareFile { size } => {
                format!("The firmware file “{file}” takes {size} and belongs to no machine and no snapshot.")
            }
            Evidence::UnusedFilesUnknown { why } => {
                format!("Which files are unused cannot be told now: {}", sentence(why))
            }
            Evidence::UncoveredDisk { uncovered: Uncovered::Mode(mode), .. } => {
                format!("The disk “{file}” of “{machine}” is {mode}: snapshots do not cover it.")
            }
            Evidence::UncoveredDisk { uncovered: Uncovered::HostDevice, .. } => {
                format!("The disk “{file}” of “{machine}” is a device of this computer, not a file.")
            }
            _ => self.what_else(machine, &file, &first),
        }
    }

    /// Names and the rest.
    fn what_else(&self, machine: &str, file: &str, first: &str) -> String {
        let count = self.snapshots.len();
        let have = |one: &str, many: &str| if count == 1 { one.to_owned() } else { many.to_owned() };
        match &self.evidence {
            Evidence::DuplicateName { name } => {
                format!("{} of “{machine}” are called “{}”.", words::snapshots(count), words::snapshot_name(name))
            }
            Evidence::EmptyName => {
                format!("{} of “{machine}” {} no name.", words::snapshots(count), have("has", "have"))
            }
            Evidence::DefaultName => format!(
                "{} of “{machine}” {} the name the program gave: {}.",
                words::snapshots(count),
                have("has", "have"),
                self.names()
            ),
            Evidence::UnconventionalName { convention } => format!(
                "{} of “{machine}” {} not follow your convention “{convention}”: {}.",
                words::snapshots(count),
                have("does", "do"),
                self.names()
            ),
            Evidence::UnstableSnapshot => {
                format!("The snapshot “{first}” of “{machine}” was taken after the machine had been cut off.")
            }
            Evidence::UnfinishedWork(unfinished) => what_is_unfinished(unfinished, machine, file),
            Evidence::UnreadableSettingsCopy { why } => {
                format!("The copy of the settings “{file}” cannot be read: {}", sentence(why))
            }
            Evidence::OldSavedState { written_by, present } => {
                format!(
                    "The saved memory “{file}” of “{machine}” was written by version {written_by}; now it is {present}."
                )
            }
            Evidence::LinkedClone { clone } => {
                format!("The linked clone “{}” rests on the snapshot “{first}” of “{machine}”.", clone.name)
            }
            Evidence::CostsTwice { file_system } => {
                format!("The images of “{machine}” lie on {file_system}, which copies on write itself.")
            }
            Evidence::ManyRestores { count, hours } => {
                format!("“{machine}” was restored {count} times within {hours} hours.")
            }
            _ => self.kind().title().to_owned(),
        }
    }

    fn machine_name(&self) -> &str {
        self.machine.as_ref().map_or("an unknown machine", |machine| &machine.name)
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
            0 => quoted.join(", "),
            more => format!("{} and {more} more", quoted.join(", ")),
        }
    }
}

fn what_is_unfinished(unfinished: &Unfinished, machine: &str, file: &str) -> String {
    match unfinished {
        Unfinished::HalfWrittenSettings => {
            format!("“{file}” holds settings that were being written and never put in place.")
        }
        Unfinished::SettingsGone => format!("“{file}” is there, but the settings file that it precedes is gone."),
        Unfinished::PartialImage { size, why } => {
            format!("The image “{file}” ({size}) was never finished: {}", sentence(why))
        }
        Unfinished::Step { what, since } => {
            format!("Snapgrove began to {what} of “{machine}” on {} and did not end.", words::moment(*since))
        }
    }
}

/// The words of another part as the end of a sentence.
fn sentence(words: &str) -> String {
    let words = words.trim_end();
    if words.ends_with(['.', '!', '?']) { words.to_owned() } else { format!("{words}.") }
}

/// Days in the unit people use: “3 days”, “14 months”.
fn for_days(days: i64) -> String {
    let (count, unit) = match days {
        ..14 => (days, "day"),
        14..91 => (days / 7, "week"),
        91..730 => (days * 100 / 3_044, "month"),
        _ => (days * 100 / 36_525, "year"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

fn in_days(days: i64) -> String {
    match days {
        ..1 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        _ => format!("in {}", for_days(days)),
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
