//! Reads a machine's settings file (`.vbox`), versions 1.2 to the newest.
//!
//! Pure: bytes in, machine out. Facts of the format come from VirtualBox's `Settings.cpp` and from
//! real files of every version. Unknown elements are passed over, so that a newer version is read
//! as far as it is known. No step recurses: a snapshot's children are read on a stack.

mod hardware;
mod media;
mod recent_strings;

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::paths::Locations;
use super::xml::{Document, Element, Token};
use crate::hypervisor::HypervisorError;
use crate::model::{
    CurrentState, HardwareSettings, IdError, Machine, MachineId, MachineState, Problem, ProblemKind, Snapshot,
    SnapshotId, SnapshotIndex, SnapshotTreeBuilder,
};
use crate::text;
use hardware::HardwareReader;
pub(super) use media::{LISTED_IN_COMMON, read_media};
use recent_strings::RecentStrings;

/// Where new difference images go if the settings file does not say.
const SNAPSHOT_FOLDER: &str = "Snapshots";
/// The oldest major and minor version that is read at all.
const OLDEST_READ: (u32, u32) = (1, 2);
/// The oldest that VirtualBox itself still opens (`Settings.cpp`): its 2.0 wrote it.
const OLDEST_OPENED: (u32, u32) = (1, 3);

/// Reads the settings file with these contents. `path` is where it lies: relative locations in it
/// are relative to its folder.
///
/// # Errors
/// [`HypervisorError::Damaged`] with line and column; [`HypervisorError::Encrypted`] for a machine
/// encrypted as a whole; [`HypervisorError::TooOld`].
pub fn parse(bytes: &[u8], path: &Path) -> Result<Machine, HypervisorError> {
    let mut document = Document::new(bytes, path)?;
    let mut machine = None;
    let mut inside = false;
    let mut version = None;
    loop {
        match document.next()? {
            Token::Open { element, empty } => match (inside, element.name()) {
                (false, "VirtualBox") if version.is_none() => {
                    let written = element.attribute(&document, "version")?.unwrap_or_default();
                    if number_of(&written).is_some_and(|number| number < OLDEST_READ) {
                        return Err(HypervisorError::TooOld { path: path.to_owned(), version: written });
                    }
                    version = Some(written);
                    inside = !empty;
                }
                (true, "Machine") if machine.is_none() => {
                    let version = version.as_deref().unwrap_or_default();
                    machine = Some(MachineReader::new(path, version, &element, &document)?);
                    if let (Some(reader), false) = (&mut machine, empty) {
                        reader.read(&mut document)?;
                    }
                }
                (true, "MachineEncrypted") => {
                    let name = element.attribute(&document, "name")?.unwrap_or_default();
                    return Err(HypervisorError::Encrypted { name });
                }
                (true, _) if empty => {}
                (true, _) => document.skip()?,
                (false, name) => {
                    return Err(document.error(text!("virtualbox-xml-other-root", name = name)));
                }
            },
            Token::Close => inside = false,
            Token::Text(text) if !inside && !text.trim().is_empty() => {
                return Err(document.error(text!("virtualbox-xml-text-outside")));
            }
            Token::Text(_) => {}
            Token::End => break,
        }
    }
    match machine {
        Some(machine) => Ok(machine.finish(version.unwrap_or_default())),
        None => Err(document.error(text!("virtualbox-xml-no-machine"))),
    }
}

/// Major and minor number of a settings version such as `1.19-linux`.
fn number_of(version: &str) -> Option<(u32, u32)> {
    let number = version.split_once('-').map_or(version, |(number, _)| number);
    let (major, minor) = number.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// A machine while it is being read.
struct MachineReader<'a> {
    locations: Locations<'a>,
    path: &'a Path,
    id: MachineId,
    name: String,
    os_type: Option<String>,
    current_snapshot: Option<SnapshotId>,
    snapshot_folder: Option<String>,
    state_file: Option<String>,
    modified: bool,
    aborted: bool,
    last_state_change: Option<DateTime<Utc>>,
    description: String,
    groups: Vec<Arc<str>>,
    tree: SnapshotTreeBuilder,
    /// The snapshots that are open, from the root down.
    open: Vec<OpenSnapshot>,
    hardware: HardwareReader,
    /// The settings that were finished last, to share them with the next if they are equal.
    last_hardware: Arc<HardwareSettings>,
    strings: RecentStrings,
    images: Vec<Arc<crate::model::ImageRecord>>,
    problems: Vec<Problem>,
}

struct OpenSnapshot {
    index: SnapshotIndex,
    /// Open lists of child snapshots, each of which ends by a closing tag of its own.
    lists: u32,
    hardware: HardwareReader,
}

impl<'a> MachineReader<'a> {
    fn new(
        path: &'a Path,
        version: &str,
        element: &Element<'_>,
        document: &Document<'_>,
    ) -> Result<Self, HypervisorError> {
        let mut reader = Self {
            locations: Locations::new(path.parent().unwrap_or(Path::new("")), version),
            path,
            id: MachineId(uuid::Uuid::nil()),
            name: String::new(),
            os_type: None,
            current_snapshot: None,
            snapshot_folder: None,
            state_file: None,
            modified: true,
            aborted: false,
            last_state_change: None,
            description: String::new(),
            groups: Vec::new(),
            tree: SnapshotTreeBuilder::default(),
            open: Vec::new(),
            hardware: HardwareReader::default(),
            last_hardware: Arc::default(),
            strings: RecentStrings::default(),
            images: Vec::new(),
            problems: Vec::new(),
        };
        let (mut id, mut current_snapshot) = (None, None);
        element.each_attribute(document, |key, value| match key {
            "uuid" => id = Some(value.into_owned()),
            "name" => reader.name = value.into_owned(),
            "OSType" => reader.os_type = Some(value.into_owned()),
            "currentSnapshot" => current_snapshot = Some(value.parse()),
            "snapshotFolder" => reader.snapshot_folder = Some(value.into_owned()).filter(|folder| !folder.is_empty()),
            "stateFile" => reader.state_file = Some(value.into_owned()).filter(|file| !file.is_empty()),
            // Written only when false: VirtualBox leaves it out for true.
            "currentStateModified" => reader.modified = !is_false(&value),
            "aborted" => reader.aborted = is_true(&value),
            "lastStateChange" => reader.last_state_change = parse_time(&value),
            // Settings written by development builds of 3.1 have it here.
            "Description" => reader.description = value.into_owned(),
            _ => {}
        })?;
        let id = id.ok_or_else(|| document.error(text!("virtualbox-xml-machine-id")))?;
        let no_id = |error: IdError| document.error(error.to_string());
        reader.id = id.parse().map_err(no_id)?;
        reader.current_snapshot = current_snapshot.transpose().map_err(no_id)?;
        Ok(reader)
    }

    /// Reads everything inside the machine's element.
    fn read(&mut self, document: &mut Document<'_>) -> Result<(), HypervisorError> {
        loop {
            match document.next()? {
                Token::Open { element, empty } => self.read_element(document, &element, empty)?,
                Token::Close => match self.open.last_mut() {
                    // The end of a list of child snapshots.
                    Some(open) if open.lists > 0 => open.lists -= 1,
                    Some(_) => self.close_snapshot(),
                    None => return Ok(()),
                },
                Token::Text(_) => {}
                Token::End => return Ok(()),
            }
        }
    }

    fn read_element(
        &mut self,
        document: &mut Document<'_>,
        element: &Element<'_>,
        empty: bool,
    ) -> Result<(), HypervisorError> {
        let in_snapshot = !self.open.is_empty();
        match element.name() {
            "Snapshot" => {
                self.open_snapshot(document, element)?;
                if empty {
                    self.close_snapshot();
                }
            }
            "Snapshots" if in_snapshot => {
                if let (Some(open), false) = (self.open.last_mut(), empty) {
                    open.lists += 1;
                }
            }
            "Description" if !empty => {
                let text = document.text()?;
                match self.open.last() {
                    Some(open) => {
                        if let Some(snapshot) = self.tree.snapshot_mut(open.index) {
                            snapshot.description = text;
                        }
                    }
                    None => self.description = text,
                }
            }
            "Groups" if !in_snapshot && !empty => self.read_groups(document)?,
            "MediaRegistry" if !in_snapshot && !empty => {
                self.images.extend(read_media(document, &self.locations, Some(self.id))?);
            }
            _ => {
                let hardware = self.open.last_mut().map_or(&mut self.hardware, |open| &mut open.hardware);
                hardware.read(document, element, empty, &mut self.strings)?;
            }
        }
        Ok(())
    }

    fn open_snapshot(&mut self, document: &Document<'_>, element: &Element<'_>) -> Result<(), HypervisorError> {
        let mut id = None;
        let mut snapshot = Snapshot {
            id: SnapshotId(uuid::Uuid::nil()),
            name: String::new(),
            description: String::new(),
            taken_at: None,
            online: false,
            saved_state: None,
            firmware_file: None,
            hardware: Arc::default(),
        };
        element.each_attribute(document, |key, value| match key {
            "uuid" => id = Some(value.into_owned()),
            "name" => snapshot.name = value.into_owned(),
            "timeStamp" => snapshot.taken_at = parse_time(&value),
            "stateFile" if !value.is_empty() => {
                snapshot.online = true;
                snapshot.saved_state = Some(self.locations.resolve(&value));
            }
            "Description" => snapshot.description = value.into_owned(),
            _ => {}
        })?;
        let id = id.ok_or_else(|| document.error(text!("virtualbox-xml-snapshot-id")))?;
        snapshot.id = id.parse().map_err(|error: IdError| document.error(error.to_string()))?;
        let parent = self.open.last().map(|open| open.index);
        let index = self.tree.push(parent, snapshot).map_err(|error| document.error(error.to_string()))?;
        self.open.push(OpenSnapshot { index, lists: 0, hardware: HardwareReader::default() });
        Ok(())
    }

    fn close_snapshot(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let (hardware, firmware) = open.hardware.finish();
        let hardware = self.share(hardware);
        if let Some(snapshot) = self.tree.snapshot_mut(open.index) {
            snapshot.hardware = hardware;
            snapshot.firmware_file = firmware.map(|path| self.locations.resolve(&path));
        }
    }

    fn share(&mut self, hardware: HardwareSettings) -> Arc<HardwareSettings> {
        if *self.last_hardware != hardware {
            self.last_hardware = Arc::new(hardware);
        }
        self.last_hardware.clone()
    }

    fn read_groups(&mut self, document: &mut Document<'_>) -> Result<(), HypervisorError> {
        loop {
            match document.next()? {
                Token::Open { element, empty } => {
                    if element.name() == "Group"
                        && let Some(name) = element.attribute(document, "name")?
                        // Written for a machine that is in no group.
                        && name != "/"
                    {
                        self.groups.push(name.into());
                    }
                    if !empty {
                        document.skip()?;
                    }
                }
                Token::Text(_) => {}
                Token::Close | Token::End => return Ok(()),
            }
        }
    }

    fn finish(mut self, version: String) -> Machine {
        let (hardware, firmware) = std::mem::take(&mut self.hardware).finish();
        // VirtualBox writes the place of a snapshot's file, and never that of the current state's: it is always beside
        // the settings file.
        let efi = hardware.firmware.as_deref().is_some_and(|firmware| firmware.starts_with("EFI"));
        let beside = || Arc::from(self.path.with_extension("nvram"));
        let firmware_file = match firmware {
            Some(location) => Some(self.locations.resolve(&location)),
            None => efi.then(beside),
        };
        let hardware = self.share(hardware);
        let tree = self.tree.finish(self.current_snapshot);
        match self.current_snapshot {
            Some(id) if tree.current().is_none() => {
                self.problems.push(inconsistent(text!("virtualbox-current-not-in-tree", id = id.to_string())));
            }
            None if !tree.is_empty() => {
                self.problems.push(inconsistent(text!("virtualbox-no-current").to_owned()));
            }
            _ => {}
        }
        if number_of(&version).is_some_and(|number| number < OLDEST_OPENED) {
            self.problems.push(Problem {
                kind: ProblemKind::TooOld,
                what: text!("virtualbox-old-settings", version = version).into(),
                advice: text!("virtualbox-old-settings.advice").into(),
            });
        }
        let saved_state = self.state_file.map(|location| self.locations.resolve(&location));
        let recorded_state = match (saved_state.is_some(), self.aborted) {
            (true, true) => MachineState::AbortedSaved,
            (true, false) => MachineState::Saved,
            (false, true) => MachineState::Aborted,
            (false, false) => MachineState::PoweredOff,
        };
        let current_state = CurrentState { modified: self.modified, hardware, saved_state, firmware_file };
        Machine {
            id: self.id,
            name: self.name.into(),
            description: self.description,
            groups: self.groups,
            os_type: self.os_type.map(Into::into),
            settings_file: self.path.into(),
            settings_version: Some(version).filter(|version| !version.is_empty()).map(Into::into),
            snapshot_folder: self.locations.resolve(self.snapshot_folder.as_deref().unwrap_or(SNAPSHOT_FOLDER)),
            recorded_state,
            state_since: self.last_state_change,
            tree,
            current_state,
            images: self.images,
            problems: self.problems,
        }
    }
}

fn inconsistent(what: String) -> Problem {
    Problem {
        kind: ProblemKind::Inconsistent,
        what: what.into(),
        advice: text!("virtualbox-inconsistent-advice").into(),
    }
}

/// VirtualBox writes `true` and `false`, and reads `1` and `yes` too (`Settings.cpp`).
fn is_true(value: &str) -> bool {
    matches!(value, "true" | "yes" | "1")
}

fn is_false(value: &str) -> bool {
    matches!(value, "false" | "no" | "0")
}

fn parse_time(value: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(value).ok().map(|time| time.with_timezone(&Utc))
}
