//! What is started, and the mark by which it is known as Snapgrove's own.

use serde::{Deserialize, Serialize};

use super::when::When;

/// The words before a mark's data.
const WRITTEN_BY: &str = "Written by Snapgrove ";

/// What is started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskKind {
    /// `snapgrove inspect --notify`.
    Inspection,
    /// `snapgrove clean --rule NAME --yes`.
    CleanUp {
        /// The rule's name.
        rule: String,
    },
}

impl TaskKind {
    /// Part of the names of files.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Inspection => "inspection",
            Self::CleanUp { .. } => "clean-up",
        }
    }

    /// What the system's own tools show.
    #[must_use]
    pub fn description(&self) -> &'static str {
        match self {
            Self::Inspection => "Snapgrove's inspection of virtual machines",
            Self::CleanUp { .. } => "Snapgrove's clean-up of snapshots",
        }
    }

    /// What it does, in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Inspection => "inspects all machines, and shows a notification of new serious findings".to_owned(),
            Self::CleanUp { rule } => format!("deletes what the rule “{rule}” names, without asking"),
        }
    }
}

/// Something that is started at certain times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What.
    pub kind: TaskKind,
    /// When.
    pub when: When,
    /// The program, by its whole path.
    pub program: String,
    /// Options that say where machines are looked for.
    pub options: Vec<String>,
}

/// What a mark says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// What is started.
    pub task: TaskKind,
    /// When.
    pub when: When,
}

impl Task {
    /// The command line, word by word.
    #[must_use]
    pub fn command(&self) -> Vec<String> {
        let words = match &self.kind {
            TaskKind::Inspection => vec!["inspect".to_owned(), "--notify".to_owned()],
            // With an equals sign: a name may begin as an option does.
            TaskKind::CleanUp { rule } => vec!["clean".to_owned(), format!("--rule={rule}"), "--yes".to_owned()],
        };
        std::iter::once(self.program.clone()).chain(self.options.iter().cloned()).chain(words).collect()
    }

    /// The line that says that Snapgrove wrote a file, and what is in it.
    #[must_use]
    pub(super) fn mark(&self) -> String {
        let mark = Mark { task: self.kind.clone(), when: self.when };
        let json = serde_json::to_string(&mark).unwrap_or_default();
        // Inside a comment of XML there are no two hyphens, and the signs of XML change on the way. In JSON these are
        // only found inside of texts.
        let json = ['-', '&', '<', '>']
            .iter()
            .fold(json, |json, sign| json.replace(*sign, &format!("\\u{:04x}", u32::from(*sign))));
        format!("{WRITTEN_BY}{json}")
    }
}

/// The mark in a text that Snapgrove wrote; `None` in all others.
#[must_use]
pub fn mark_in(text: &str) -> Option<Mark> {
    let (_, after) = text.split_once(WRITTEN_BY)?;
    let line = after.lines().next()?.replace("&quot;", "\"");
    // What follows the data belongs to the comment around it.
    serde_json::Deserializer::from_str(&line).into_iter::<Mark>().next()?.ok()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::schedule::when::Every;
    use crate::schedule::{launchd, systemd, task_scheduler};

    pub fn inspection(every: Every, at: &str) -> Task {
        Task {
            kind: TaskKind::Inspection,
            when: When { every, at: at.parse().unwrap() },
            program: "/usr/bin/snapgrove".to_owned(),
            options: Vec::new(),
        }
    }

    pub fn clean_up(rule: &str) -> Task {
        Task { kind: TaskKind::CleanUp { rule: rule.to_owned() }, ..inspection(Every::Day, "09:00") }
    }

    #[test]
    fn every_text_says_who_wrote_it_and_what_it_does() {
        for rule in ["nightly", "a -- b --> c", "“x” & <y> \"z\" \\ \n%$", "-x", "快照"] {
            let task = clean_up(rule);
            let expected = Some(Mark { task: task.kind.clone(), when: task.when });
            for text in [
                systemd::service(&task),
                systemd::timer(&task),
                launchd::agent(&task),
                task_scheduler::definition(&task),
            ] {
                assert_eq!(mark_in(&text), expected, "{text}");
            }
        }
        assert_eq!(mark_in("[Unit]\nDescription=mine\n"), None);
        assert_eq!(mark_in("# Written by Snapgrove but changed beyond recognition"), None);
    }
}
