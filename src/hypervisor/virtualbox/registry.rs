//! Reads the registry of all machines (`VirtualBox.xml`).

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::paths::Locations;
use super::settings::{LISTED_IN_COMMON, read_media};
use super::xml::{Document, Element, Token};
use crate::hypervisor::{HypervisorError, Listing};
use crate::model::{ConnectionId, MachineEntry, MachineId, Problem, ProblemKind};
use crate::text;

/// Reads the registry with these contents. `path` is where it lies; `connection` is whose machines
/// they are.
///
/// A machine that is entered twice is listed once. An entry that cannot be understood becomes a
/// problem beside the others.
///
/// # Errors
/// If the file is damaged.
pub fn parse(bytes: &[u8], path: &Path, connection: &ConnectionId) -> Result<Listing, HypervisorError> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut document = Document::new(bytes, path)?;
    let mut reader = RegistryReader {
        locations: Locations::new(folder, ""),
        connection,
        listing: Listing::default(),
        seen: HashSet::new(),
    };
    let mut is_registry = false;
    loop {
        match document.next()? {
            Token::Open { element, empty } => match element.name() {
                "VirtualBox" if !is_registry => {
                    is_registry = true;
                    let version = element.attribute(&document, "version")?.unwrap_or_default();
                    reader.locations = Locations::new(folder, &version);
                }
                _ if !is_registry => return Err(document.error(text!("virtualbox-xml-no-settings"))),
                "MachineEntry" => reader.add(&document, &element)?,
                // Its name before 1.4.
                "MediaRegistry" | "DiskRegistry" if !empty => {
                    let images = read_media(&mut document, &reader.locations, LISTED_IN_COMMON)?;
                    reader.listing.shared_images.extend(images);
                }
                "Global" | "MachineRegistry" => {}
                _ if empty => {}
                _ => document.skip()?,
            },
            Token::Close | Token::Text(_) => {}
            Token::End if is_registry => return Ok(reader.listing),
            Token::End => return Err(document.error(text!("virtualbox-xml-empty"))),
        }
    }
}

struct RegistryReader<'a> {
    locations: Locations<'a>,
    connection: &'a ConnectionId,
    listing: Listing,
    seen: HashSet<MachineId>,
}

impl RegistryReader<'_> {
    fn add(&mut self, document: &Document<'_>, element: &Element<'_>) -> Result<(), HypervisorError> {
        let (mut id, mut source) = (String::new(), String::new());
        element.each_attribute(document, |key, value| match key {
            "uuid" => id = value.into_owned(),
            "src" => source = value.into_owned(),
            _ => {}
        })?;
        let (Ok(id), false) = (id.parse::<MachineId>(), source.is_empty()) else {
            self.listing.problems.push(Problem {
                kind: ProblemKind::Inconsistent,
                what: text!("virtualbox-registry-entry", id = id, file = source).into(),
                advice: text!("virtualbox-registry-entry.advice").into(),
            });
            return Ok(());
        };
        if !self.seen.insert(id) {
            return Ok(());
        }
        let settings_file = self.locations.resolve(&source);
        // The file's name as people see it, also of a path that another system wrote.
        let name = source.rsplit(['/', '\\']).next().unwrap_or(&source);
        let name: Arc<str> = name.strip_suffix(".vbox").or_else(|| name.strip_suffix(".xml")).unwrap_or(name).into();
        self.listing.machines.push(MachineEntry { connection: self.connection.clone(), id, name, settings_file });
        Ok(())
    }
}
