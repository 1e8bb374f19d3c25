//! What the person chose, kept between runs as RON in the platform's configuration folder.
//!
//! Window size and position are kept by eframe, not here.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::health::{Silence, Thresholds};
use crate::language::Language;
use crate::naming::{PRESETS, Template};
use crate::platform::write_whole;
use crate::retention::Rule;
use crate::text;

/// The person's choices. An older or newer file never fails for a field it lacks or has in excess.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Which theme to show.
    pub theme: ThemeChoice,
    /// The language of the window; `None` for the system's.
    pub language: Option<Language>,
    /// How large everything is.
    pub text_size: TextSize,
    /// VirtualBox's configuration folder; `None` for the usual place.
    pub virtualbox_home: Option<PathBuf>,
    /// Whether the Sandbox is shown; `None` where VirtualBox was not found.
    pub sandbox: Option<bool>,
    /// How machines are shown.
    pub view: ViewKind,
    /// How versions before 0.2 said that machines are shown as tables.
    #[serde(skip_serializing)]
    table_first: bool,
    /// Whether the details panel is closed.
    pub details_closed: bool,
    /// The template that names of new snapshots follow, as it is written; `None` for no convention.
    pub naming_convention: Option<String>,
    /// The person's own templates, as they are written, the one used last first.
    pub naming_templates: Vec<String>,
    /// Findings that are not to be shown.
    pub silences: Vec<Silence>,
    /// From where on findings speak.
    pub thresholds: Thresholds,
    /// Name of the clean-up rule that was used last.
    pub clean_up_rule: Option<String>,
    /// That rule with what was changed in it and not saved, or one that was never saved.
    pub clean_up_changed_rule: Option<Rule>,
    /// When machines are inspected, and who is told.
    pub inspections: Inspections,
    /// The machine shown last, as connection and id.
    pub last_machine: Option<crate::model::MachineKey>,
}

impl Settings {
    /// The template that names of new snapshots follow. None if there is no convention, or its text is no template.
    #[must_use]
    pub fn convention(&self) -> Option<Template> {
        self.naming_convention.as_deref()?.parse().ok()
    }

    /// Remembers a template of the person's own as the one used last. Presets are offered anyway.
    pub fn remember_template(&mut self, template: &Template) {
        let text = template.to_string();
        self.naming_templates.retain(|known| *known != text);
        if !PRESETS.iter().any(|preset| preset.template() == text) {
            self.naming_templates.insert(0, text);
            self.naming_templates.truncate(MOST_TEMPLATES);
        }
    }
}

/// When machines are inspected while the window is open, and who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Inspections {
    /// Hours from one inspection to the next where nothing changes, 1 and more.
    pub every_hours: u32,
    /// Whether the desktop tells of new serious findings.
    pub notify: bool,
}

impl Default for Inspections {
    fn default() -> Self {
        Self { every_hours: 1, notify: true }
    }
}

/// Templates of the person's own that are remembered, at most.
const MOST_TEMPLATES: usize = 20;

/// The views of a machine.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ViewKind {
    /// Cards joined by lines.
    #[default]
    Tree,
    /// A row for each snapshot.
    Table,
    /// A tile for each file, as large as the space it takes.
    DiskMap,
    /// The snapshots on a time axis.
    Timeline,
}

/// Themes to choose from.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// As the system is.
    #[default]
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

/// The size of text, and of everything with it, in percent of the usual: 70 to 250.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "u16", into = "u16")]
pub struct TextSize(u16);

impl TextSize {
    const STEP: u16 = 10;
    const RANGE: std::ops::RangeInclusive<u16> = 70..=250;

    /// The next larger one.
    #[must_use]
    pub fn larger(self) -> Self {
        (self.0 + Self::STEP).into()
    }

    /// The next smaller one.
    #[must_use]
    pub fn smaller(self) -> Self {
        (self.0 - Self::STEP).into()
    }

    /// In percent.
    #[must_use]
    pub fn percent(self) -> u16 {
        self.0
    }

    /// As a factor.
    #[must_use]
    pub fn factor(self) -> f32 {
        f32::from(self.0) / 100.0
    }
}

impl Default for TextSize {
    fn default() -> Self {
        Self(100)
    }
}

impl From<u16> for TextSize {
    /// Sizes in which nothing could be read or fit are brought into the range.
    fn from(percent: u16) -> Self {
        Self(percent.clamp(*Self::RANGE.start(), *Self::RANGE.end()))
    }
}

impl From<TextSize> for u16 {
    fn from(size: TextSize) -> Self {
        size.0
    }
}

impl Settings {
    /// What an older version wrote in another way is said as this one says it.
    fn brought_up_to_date(mut self) -> Self {
        if std::mem::take(&mut self.table_first) {
            self.view = ViewKind::Table;
        }
        self
    }
}

/// Why settings could not be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file could not be read or written.
    #[error("{}", text!("platform-settings-file", path = .path.display(), source = .source))]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not what it should be.
    #[error("{}", text!("platform-settings-damaged", path = .path.display(), source = .source.to_string()))]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong and where.
        source: Box<ron::error::SpannedError>,
    },
    /// The settings could not be written down.
    #[error("{}", text!("platform-settings-write", source = .0.to_string()))]
    Write(#[from] ron::Error),
    /// The system names no folder for settings.
    #[error("{}", text!("platform-settings-no-folder"))]
    NoFolder,
}

/// The file that settings are kept in.
#[derive(Debug, Clone)]
pub struct SettingsFile(Place);

#[derive(Debug, Clone)]
enum Place {
    File(PathBuf),
    /// The system names no folder, which the person should know.
    NoFolder,
    /// Settings are not to be kept.
    Nowhere,
}

impl SettingsFile {
    /// The file in the platform's configuration folder.
    #[must_use]
    pub fn usual() -> Self {
        let folders = directories::ProjectDirs::from("org", "Snapgrove", "snapgrove");
        Self(folders.map_or(Place::NoFolder, |folders| Place::File(folders.config_dir().join("settings.ron"))))
    }

    /// A file at `path`.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self(Place::File(path.to_owned()))
    }

    /// No file: settings last until the program ends.
    #[must_use]
    pub fn none() -> Self {
        Self(Place::Nowhere)
    }

    /// Reads the settings; the usual ones where there is no file yet.
    ///
    /// # Errors
    /// [`SettingsError`] if there is a file that cannot be read.
    pub fn load(&self) -> Result<Settings, SettingsError> {
        let Place::File(path) = &self.0 else { return Ok(Settings::default()) };
        match std::fs::read_to_string(path) {
            Ok(text) => ron::from_str(&text)
                .map(Settings::brought_up_to_date)
                .map_err(|source| SettingsError::Damaged { path: path.clone(), source: Box::new(source) }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Settings::default()),
            Err(source) => Err(SettingsError::File { path: path.clone(), source }),
        }
    }

    /// Writes the settings: the old file or the new one is there at any moment, never half of one.
    ///
    /// # Errors
    /// [`SettingsError`] if the file cannot be written; the old one stands then.
    pub fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
        let path = match &self.0 {
            Place::File(path) => path,
            Place::NoFolder => return Err(SettingsError::NoFolder),
            Place::Nowhere => return Ok(()),
        };
        let text = ron::ser::to_string_pretty(settings, ron::ser::PrettyConfig::default())?;
        write_whole(path, text.as_bytes()).map_err(|source| SettingsError::File { path: path.clone(), source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::at(&folder.path().join("deep/settings.ron"));
        assert_eq!(file.load().unwrap(), Settings::default());
        let settings = Settings { theme: ThemeChoice::Light, view: ViewKind::Timeline, ..Settings::default() };
        file.save(&settings).unwrap();
        assert_eq!(file.load().unwrap(), settings);
    }

    #[test]
    fn a_damaged_file_is_said_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.ron");
        std::fs::write(&path, "(theme: Purple").unwrap();
        let error = SettingsFile::at(&path).load().unwrap_err();
        assert!(matches!(error, SettingsError::Damaged { .. }), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "(theme: Purple");
    }

    #[test]
    fn templates_of_ones_own_are_remembered_once_and_the_last_first() {
        let mut settings = Settings::default();
        for text in ["a {n}", "b {n}", "a {n}", PRESETS[0].template()] {
            settings.remember_template(&text.parse().unwrap());
        }
        assert_eq!(settings.naming_templates, ["a {n}", "b {n}"]);
        settings.naming_convention = Some("{purpose} {date}".to_owned());
        assert_eq!(settings.convention().map(|template| template.to_string()), settings.naming_convention);
        settings.naming_convention = Some("{purpose".to_owned());
        assert_eq!(settings.convention(), None);
    }

    #[test]
    fn a_file_of_an_older_version_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.ron");
        std::fs::write(&path, "(theme: Dark, virtualbox_home: None, table_first: true)").unwrap();
        let settings = SettingsFile::at(&path).load().unwrap();
        assert!(
            settings.view == ViewKind::Table && settings.naming_templates.is_empty() && settings.convention().is_none()
        );
    }

    #[test]
    fn the_table_of_an_older_version_stays_a_table() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.ron");
        let file = SettingsFile::at(&path);
        std::fs::write(&path, "(theme: Dark, table_first: true)").unwrap();
        assert_eq!(file.load().unwrap().view, ViewKind::Table);
        file.save(&Settings { view: ViewKind::Tree, ..file.load().unwrap() }).unwrap();
        assert_eq!(file.load().unwrap().view, ViewKind::Tree, "what the older version wrote is not kept");
        std::fs::write(&path, "(theme: Dark, table_first: false)").unwrap();
        assert_eq!(file.load().unwrap().view, ViewKind::Tree);
    }

    #[test]
    fn unknown_fields_of_a_newer_version_do_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.ron");
        std::fs::write(&path, "(theme: Dark, from_the_future: 3)").unwrap();
        assert_eq!(SettingsFile::at(&path).load().unwrap().theme, ThemeChoice::Dark);
    }
}
