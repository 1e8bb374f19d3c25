//! Rules by name, kept as RON in the platform's configuration folder, where people can write them too.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::rule::Rule;
use crate::platform::write_whole;
use crate::text;

const FILE: &str = "rules.ron";

/// The rules that the person saved, in their order. Two rules have different names, upper and lower case being the
/// same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rules(Vec<Rule>);

impl Default for Rules {
    /// The presets.
    fn default() -> Self {
        Self(Rule::presets().into())
    }
}

impl Rules {
    /// The rule with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Rule> {
        let name = name.trim().to_lowercase();
        self.0.iter().find(|rule| rule.name.trim().to_lowercase() == name)
    }

    /// All rules.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.0.iter()
    }

    /// Adds a rule, or puts it in the place of the one with its name.
    pub fn put(&mut self, rule: Rule) {
        let name = rule.name.trim().to_lowercase();
        match self.0.iter_mut().find(|known| known.name.trim().to_lowercase() == name) {
            Some(known) => *known = rule,
            None => self.0.push(rule),
        }
    }

    /// Forgets the rule with this name.
    pub fn remove(&mut self, name: &str) {
        let name = name.trim().to_lowercase();
        self.0.retain(|rule| rule.name.trim().to_lowercase() != name);
    }
}

/// Why rules could not be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// The file could not be read or written.
    #[error("{}", text!("retention-rules-file", path = .path.display(), error = .source))]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not what it should be.
    #[error("{}", text!("retention-rules-damaged", path = .path.display(), error = .source.to_string()))]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong and where.
        source: Box<ron::error::SpannedError>,
    },
    /// The rules could not be written down.
    #[error("{}", text!("retention-rules-write", error = .0.to_string()))]
    Write(#[from] ron::Error),
    /// The system names no folder for settings.
    #[error("{}", text!("retention-rules-no-folder"))]
    NoFolder,
}

/// The file that rules are kept in.
#[derive(Debug, Clone)]
pub struct RulesFile(Option<PathBuf>);

impl RulesFile {
    /// The file in the platform's configuration folder.
    #[must_use]
    pub fn usual() -> Self {
        let folders = directories::ProjectDirs::from("org", "Snapgrove", "snapgrove");
        Self(folders.map(|folders| folders.config_dir().join(FILE)))
    }

    /// A file at `path`.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self(Some(path.to_owned()))
    }

    /// Reads the rules; the presets where there is no file yet.
    ///
    /// # Errors
    /// [`RulesError`] if there is a file that cannot be read.
    pub fn load(&self) -> Result<Rules, RulesError> {
        let Some(path) = &self.0 else { return Ok(Rules::default()) };
        match std::fs::read_to_string(path) {
            Ok(text) => parse(path, &text),
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => Ok(Rules::default()),
            Err(source) => Err(RulesError::File { path: path.clone(), source }),
        }
    }

    /// Writes the rules: the old file or the new one is there at any moment, never half of one. A damaged file is not
    /// lost: it is kept beside the new one, with `damaged` in its name.
    ///
    /// # Errors
    /// [`RulesError`] if the file cannot be written; the old one stands then.
    pub fn save(&self, rules: &Rules) -> Result<(), RulesError> {
        let path = self.0.as_ref().ok_or(RulesError::NoFolder)?;
        let text = ron::ser::to_string_pretty(rules, ron::ser::PrettyConfig::default())?;
        let failed = |source| RulesError::File { path: path.clone(), source };
        if let Err(RulesError::Damaged { .. }) = self.load() {
            keep_damaged(path).map_err(failed)?;
        }
        write_whole(path, text.as_bytes()).map_err(failed)
    }
}

fn parse(path: &Path, text: &str) -> Result<Rules, RulesError> {
    let damaged = |source| RulesError::Damaged { path: path.to_owned(), source: Box::new(source) };
    let read: Rules = ron::from_str(text).map_err(damaged)?;
    let mut rules = Rules(Vec::new());
    read.0.into_iter().for_each(|rule| rules.put(rule));
    Ok(rules)
}

/// Copies a damaged file to the first name that is free.
fn keep_damaged(path: &Path) -> std::io::Result<()> {
    let bytes = std::fs::read(path)?;
    for number in 1_u32.. {
        let copy = path.with_extension(format!("damaged-{number}.ron"));
        match std::fs::File::create_new(&copy) {
            Ok(mut file) => return std::io::Write::write_all(&mut file, &bytes),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
