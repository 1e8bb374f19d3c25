//! Looks into the folders that machines lie in. Runs on a thread of its own, does a bounded amount of work, and never
//! follows a link out of a folder.
//!
//! What it calls unnamed has been compared with everything that is known to be named: by path, by the file itself
//! (whatever other path leads to it) and by the identity of the image in it. Settings that are in no registry but lie
//! in the same folders count too.

mod candidates;
mod names;

use std::collections::{HashMap, HashSet};
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::file_systems::disk_of;
use super::saved_state::version_of;
use super::surroundings::{BlindSpot, Collected, DamagedCopy, Leftover, LeftoverKind};
use crate::model::{ConnectionId, ImageFormat, Inventory, Machine, MachineEntry, MachineId, MachineKey, Problem};
use crate::text;
use candidates::{is_host_device, judge};
use names::Names;

/// Reads the settings file of an entry as its connection does. The collector asks for files beside those of the
/// registry too: previous versions, and settings that nobody has registered.
pub type ReadSettings<'a> = &'a dyn Fn(&MachineEntry) -> Result<Machine, Problem>;
/// As [`ReadSettings`], for another thread.
pub type SettingsReader = dyn Fn(&MachineEntry) -> Result<Machine, Problem> + Send + Sync;

/// How much a collection may do.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Folders that are listed.
    pub folders: usize,
    /// Entries of one folder that are looked at.
    pub entries: usize,
    /// Files that are opened, of all sorts together.
    pub files: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { folders: 10_000, entries: 20_000, files: 50_000 }
    }
}

/// Looks into the folders of all machines.
#[must_use]
pub fn collect(inventory: &Inventory, read: ReadSettings<'_>, bounds: &Bounds) -> Collected {
    Collector::new(inventory, read, *bounds, &AtomicBool::new(false)).run()
}

/// A collection under way. Dropping it ends it at the next folder, without a result.
#[derive(Debug)]
pub struct Collection {
    stop: Arc<AtomicBool>,
}

impl Drop for Collection {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// As [`collect`], on a thread of its own, which hands the result to `deliver`.
///
/// # Errors
/// If the system gives no thread.
pub fn collect_in_background(
    inventory: Arc<Inventory>,
    read: Arc<SettingsReader>,
    bounds: Bounds,
    deliver: impl FnOnce(Collected) + Send + 'static,
) -> std::io::Result<Collection> {
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = stop.clone();
    let work = move || {
        let collected = Collector::new(&inventory, &|entry| read(entry), bounds, &stopped).run();
        if !stopped.load(Ordering::Relaxed) {
            deliver(collected);
        }
    };
    std::thread::Builder::new().name("inspection".to_owned()).spawn(work)?;
    Ok(Collection { stop })
}

/// A folder that is to be looked into.
struct Place {
    folder: Arc<Path>,
    connection: ConnectionId,
    /// The machine, where it is one machine's only.
    machine: Option<MachineKey>,
    /// Whether it is a machine's own folder or lies in one. In others, only files with names that the hypervisor gives
    /// count: there the person may keep anything.
    own: bool,
}

/// A regular file in a folder, or a link where settings should be.
struct Listed {
    path: PathBuf,
    metadata: fs::Metadata,
}

/// What a folder holds.
#[derive(Default)]
struct Listing {
    files: Vec<Listed>,
    /// Whether there was something that could not be looked at: then other settings may be among it.
    incomplete: bool,
}

struct Collector<'a> {
    inventory: &'a Inventory,
    read: ReadSettings<'a>,
    bounds: Bounds,
    stop: &'a AtomicBool,
    names: Names,
    files_left: usize,
    collected: Collected,
}

impl<'a> Collector<'a> {
    fn new(inventory: &'a Inventory, read: ReadSettings<'a>, bounds: Bounds, stop: &'a AtomicBool) -> Self {
        let names = Names::of(inventory);
        Self { inventory, read, bounds, stop, names, files_left: bounds.files, collected: Collected::default() }
    }

    fn run(mut self) -> Collected {
        let places = self.places();
        let mut listings = Vec::new();
        for place in &places {
            if self.stop.load(Ordering::Relaxed) {
                return self.collected;
            }
            if listings.len() >= self.bounds.folders {
                self.blind(&place.folder, place.machine.as_ref(), text!("health-blind-folders"));
                continue;
            }
            listings.push((place, self.list(place)));
        }
        // All settings beside the registered ones first: they name files in other folders too.
        let registered = self.settings_files();
        let mut clear = Vec::new();
        for (place, listing) in &listings {
            let unread = self.read_other_settings(place, &listing.files, &registered);
            if !unread && !listing.incomplete {
                clear.push((place, &listing.files));
            }
        }
        for (place, files) in clear {
            if self.stop.load(Ordering::Relaxed) {
                return self.collected;
            }
            self.look_for_unnamed(place, files);
        }
        self.read_saved_states();
        self.look_for_devices();
        self.collected
    }

    /// The folders of all machines and of their snapshots, each once.
    fn places(&self) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        let mut known: HashMap<Arc<Path>, usize> = HashMap::new();
        let mut add = |folder: Arc<Path>, key: MachineKey, own: bool| {
            if let Some(place) = known.get(&folder).and_then(|index| places.get_mut(*index)) {
                place.own |= own;
                if place.machine.as_ref() != Some(&key) {
                    place.machine = None;
                }
            } else {
                known.insert(folder.clone(), places.len());
                places.push(Place { folder, connection: key.connection.clone(), machine: Some(key), own });
            }
        };
        for (_, listed) in self.inventory.machines() {
            let Some(folder) = listed.entry.settings_file.parent().filter(|folder| folder.is_absolute()) else {
                continue;
            };
            add(folder.into(), listed.entry.key(), true);
            if let Some(machine) = listed.machine() {
                let own = machine.snapshot_folder.starts_with(folder);
                add(machine.snapshot_folder.clone(), listed.entry.key(), own);
            }
        }
        places
    }

    fn settings_files(&self) -> HashSet<PathBuf> {
        self.inventory.machines().map(|(_, listed)| listed.entry.settings_file.to_path_buf()).collect()
    }

    /// The regular files of a folder. Links are passed over, whatever they lead to.
    fn list(&mut self, place: &Place) -> Listing {
        if let Some(disk) = disk_of(&place.folder) {
            self.collected.folders.insert(place.folder.clone(), disk);
        }
        let mut listing = Listing::default();
        let mut incomplete = |collector: &mut Self, why: &str| {
            listing.incomplete = true;
            collector.blind(&place.folder, place.machine.as_ref(), why);
        };
        let entries = match fs::read_dir(&place.folder) {
            Ok(entries) => entries,
            // A machine without snapshots has no folder for them.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return listing,
            Err(error) => {
                incomplete(self, &text!("health-blind-list", error = error));
                return listing;
            }
        };
        for (number, entry) in entries.enumerate() {
            if number >= self.bounds.entries {
                incomplete(self, text!("health-blind-entries"));
                break;
            }
            match entry {
                Ok(entry) => listing.files.extend(file_or_settings(&entry)),
                Err(error) => incomplete(self, &text!("health-blind-list-end", error = error)),
            }
        }
        listing
    }

    /// Reads settings that lie there beside the registered ones, and adds what they name. Returns whether some cannot
    /// be read, so that nothing in this folder can be called unnamed.
    fn read_other_settings(&mut self, place: &Place, files: &[Listed], registered: &HashSet<PathBuf>) -> bool {
        let mut blind = false;
        for file in files {
            match SettingsName::of(&file.path) {
                Some(SettingsName::Settings) if registered.contains(&file.path) => {}
                Some(_) if file.metadata.is_symlink() => {
                    blind = true;
                    self.blind(&file.path, place.machine.as_ref(), text!("health-blind-link"));
                }
                Some(SettingsName::Settings) => {
                    if let Err(problem) = self.read_and_name(place, &file.path) {
                        blind = true;
                        let why = text!("health-blind-settings", why = problem.what);
                        self.blind(&file.path, place.machine.as_ref(), &why);
                    }
                }
                Some(SettingsName::Previous) => self.look_at_previous(place, file, registered),
                Some(SettingsName::Temporary) => self.leftover(place, file, LeftoverKind::HalfWrittenSettings),
                None => {}
            }
        }
        blind
    }

    fn look_at_previous(&mut self, place: &Place, file: &Listed, registered: &HashSet<PathBuf>) {
        let settings = file.path.with_extension("vbox");
        if !settings.exists() {
            self.leftover(place, file, LeftoverKind::SettingsGone);
        }
        let read = self.read_and_name(place, &file.path);
        let owner = registered.contains(&settings).then(|| self.owner_of(&settings)).flatten();
        if let (Err(problem), Some(machine)) = (read, owner) {
            let path = file.path.as_path().into();
            self.collected.damaged_copies.push(DamagedCopy { path, why: problem.what, machine });
        }
    }

    fn owner_of(&self, settings: &Path) -> Option<MachineKey> {
        let mut machines = self.inventory.machines();
        machines.find(|(_, listed)| *listed.entry.settings_file == *settings).map(|(_, listed)| listed.entry.key())
    }

    fn read_and_name(&mut self, place: &Place, path: &Path) -> Result<(), Problem> {
        let entry = MachineEntry {
            connection: place.connection.clone(),
            id: MachineId(uuid::Uuid::nil()),
            name: "".into(),
            settings_file: path.into(),
        };
        let machine = (self.read)(&entry)?;
        self.names.add(&machine);
        Ok(())
    }

    fn leftover(&mut self, place: &Place, file: &Listed, kind: LeftoverKind) {
        let Ok(modified) = file.metadata.modified() else { return };
        self.collected.leftovers.push(Leftover {
            path: file.path.as_path().into(),
            kind,
            length: crate::model::Bytes(file.metadata.len()),
            modified,
            machine: place.machine.clone(),
            connection: place.connection.clone(),
        });
    }

    fn look_for_unnamed(&mut self, place: &Place, files: &[Listed]) {
        let stems: HashSet<_> = files
            .iter()
            .filter(|file| SettingsName::of(&file.path).is_some())
            .filter_map(|file| file.path.file_stem())
            .collect();
        for file in files {
            // The firmware file of a current state is named after its settings, and not always in them.
            let beside_settings =
                file.path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("nvram"))
                    && file.path.file_stem().is_some_and(|stem| stems.contains(stem));
            if beside_settings || file.metadata.is_symlink() || self.names.has_path(&file.path) {
                continue;
            }
            if let Some(unnamed) = judge(place, file, &mut self.names, &mut self.files_left) {
                self.collected.unnamed.push(unnamed);
            }
        }
        if self.files_left == 0 {
            self.blind(&place.folder, place.machine.as_ref(), text!("health-blind-files"));
        }
    }

    fn read_saved_states(&mut self) {
        let read = self.inventory.machines().filter_map(|(_, listed)| listed.machine());
        let paths: HashSet<&Arc<Path>> = read
            .flat_map(|machine| {
                let of_snapshots = machine.tree.iter().filter_map(|(_, snapshot)| snapshot.saved_state.as_ref());
                of_snapshots.chain(&machine.current_state.saved_state)
            })
            .collect();
        for path in paths {
            if self.files_left == 0 || self.stop.load(Ordering::Relaxed) {
                return;
            }
            self.files_left -= 1;
            if let Some(version) = version_of(path) {
                self.collected.saved_by.insert(path.clone(), version);
            }
        }
    }

    /// Finds images that are no more than the description of a device.
    fn look_for_devices(&mut self) {
        for connection in &self.inventory.connections {
            for (_, image) in connection.images.iter() {
                let is_base_vmdk = image.record.format == ImageFormat::Vmdk && image.parent.is_none();
                if is_base_vmdk && self.files_left > 0 {
                    self.files_left -= 1;
                    if is_host_device(&image.record.path) {
                        let key = (connection.connection.id.clone(), image.record.id);
                        self.collected.host_devices.insert(key);
                    }
                }
            }
        }
    }

    fn blind(&mut self, path: &Path, machine: Option<&MachineKey>, why: &str) {
        self.collected.blind_spots.push(BlindSpot { path: path.into(), why: why.into(), machine: machine.cloned() });
    }
}

/// A regular file, or a link whose name says that it leads to settings.
fn file_or_settings(entry: &DirEntry) -> Option<Listed> {
    // Neither this nor the other question follows links.
    let kind = entry.file_type().ok()?;
    let path = entry.path();
    let linked_settings = kind.is_symlink() && SettingsName::of(&path).is_some();
    if !kind.is_file() && !linked_settings {
        return None;
    }
    let metadata = entry.metadata().ok()?;
    Some(Listed { path, metadata })
}

/// What the name of a file says of settings, as VirtualBox names them (`Settings.cpp`).
enum SettingsName {
    /// `web.vbox`.
    Settings,
    /// `web.vbox-prev`: as they were before the last save.
    Previous,
    /// `web.vbox-tmp`: while they are being saved.
    Temporary,
}

impl SettingsName {
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "vbox" => Some(Self::Settings),
            "vbox-prev" => Some(Self::Previous),
            "vbox-tmp" => Some(Self::Temporary),
            _ => None,
        }
    }
}
