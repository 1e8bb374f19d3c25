//! VirtualBox on this computer: its settings files are read directly, its program is asked for
//! states and carries out changes.
//!
//! ```text
//! settings, registry, xml, paths, places     what its files say
//! vboxmanage, process, words, percent        its program: how it is run, and what its words mean
//! perform                                    one change from beginning to end:
//!   preflight, texts, world, space             what is looked at before
//!   command_line, patience                     what is run, and how long it is waited for
//!   promise, settle                            what is looked at afterwards, also after an interruption
//!   mend                                       settings that fit the images again after an interruption
//! ```

mod command_line;
mod command_text;
mod mend;
mod paths;
mod patience;
mod percent;
mod perform;
mod places;
mod preflight;
mod process;
mod promise;
mod registry;
mod settings;
mod settle;
mod space;
mod texts;
mod vboxmanage;
mod words;
mod world;
mod xml;

use std::collections::HashMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::{Hypervisor, HypervisorError, Listing, Outcome, Progress};
use crate::model::{
    Abilities, Bytes, Connection, ConnectionId, ImageId, ImageRecord, Machine, MachineEntry, MachineId, MachineState,
    Problem, ProblemKind, Step, StepKind,
};
use crate::text;

pub use command_text::commands_of;
pub use patience::Patience;
pub use registry::parse as parse_registry;
pub use settings::parse as parse_settings;
pub use vboxmanage::VBoxManage;

/// How long VirtualBox takes at most to put a new file in the place of an old one.
const REPLACING: Duration = Duration::from_millis(100);
/// What VirtualBox's new and old files are called while one replaces the other.
const UNFINISHED: [&str; 2] = ["-tmp", "-prev"];

/// VirtualBox's service keeps settings in memory for about five seconds after its last client has gone, and writes
/// them over a file that was changed meanwhile.
const SERVICE_FORGETS: Duration = Duration::from_secs(7);

/// VirtualBox on this computer.
#[derive(Debug)]
pub struct VirtualBox {
    connection: Connection,
    home: PathBuf,
    vboxmanage: Option<VBoxManage>,
    version: OnceLock<Option<Arc<str>>>,
    busy: perform::Busy,
}

/// Every step there is, as long as the program is there that carries them out.
fn abilities(vboxmanage: Option<&VBoxManage>) -> Abilities {
    use StepKind::{
        CloneFull, CloneLinked, Delete, DetachImage, DiscardSavedState, Edit, PowerOff, Restore, Start, Take,
    };
    let all = [Take, Edit, Restore, Delete, CloneFull, CloneLinked, PowerOff, Start, DiscardSavedState, DetachImage];
    if vboxmanage.is_some() { all.into_iter().collect::<Abilities>().by_vboxmanage() } else { Abilities::default() }
}

impl VirtualBox {
    /// VirtualBox with this configuration folder and this program VBoxManage; where they are not
    /// given, those of this computer. Nothing is read yet.
    #[must_use]
    pub fn open(home: Option<PathBuf>, vboxmanage: Option<PathBuf>) -> Self {
        let variable = |name: &str| std::env::var_os(name);
        let usual = places::configuration_folder(&variable);
        let home = home.unwrap_or_else(|| usual.clone());
        let home = std::path::absolute(&home).unwrap_or(home);
        let program = vboxmanage.or_else(|| places::find_vboxmanage(&variable));
        let unusual_home = (home != usual).then(|| home.clone());
        let vboxmanage = program.map(|program| VBoxManage::new(program, unusual_home));
        let connection = Connection {
            id: ConnectionId::new("virtualbox"),
            is_practice: false,
            name: "VirtualBox".into(),
            place: home.display().to_string().into(),
            abilities: abilities(vboxmanage.as_ref()),
        };
        Self { connection, home, vboxmanage, version: OnceLock::new(), busy: perform::Busy::default() }
    }

    /// The same with other times that VBoxManage is waited for.
    #[must_use]
    pub fn with_patience(mut self, patience: Patience) -> Self {
        self.vboxmanage = self.vboxmanage.map(|vboxmanage| vboxmanage.with_patience(patience));
        self
    }

    /// Whether VirtualBox has left its registry there.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.registry_file().is_file() || UNFINISHED.iter().any(|ending| self.registry_beside(ending).is_file())
    }

    fn registry_file(&self) -> PathBuf {
        self.home.join(places::REGISTRY)
    }

    /// The list that VirtualBox was writing, or the one before, where its service was cut off between the two: it writes
    /// `-tmp`, renames the old file to `-prev`, and then the new one (`xml.cpp`, `XmlFileWriter::write`). VirtualBox itself
    /// then shows no machine at all (measured with 7.2.22).
    fn listing_cut_off(&self) -> Result<Listing, HypervisorError> {
        for ending in UNFINISHED {
            let path = self.registry_beside(ending);
            // Half of a list would be taken for all of it.
            let Ok(bytes) = read_whole(&path) else { continue };
            let Ok(mut listing) = registry::parse(&bytes, &path, &self.connection.id) else { continue };
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            listing.problems.push(Problem {
                kind: ProblemKind::Missing,
                what: text!("virtualbox-list-gone", file = self.registry_file().display(), read = name).into(),
                advice: text!("virtualbox-list-gone.advice", file = places::REGISTRY, read = name).into(),
            });
            return Ok(listing);
        }
        Err(HypervisorError::NotInstalled { folder: self.home.clone() })
    }

    /// Whether a machine's settings are only there as [`UNFINISHED`]: the service was cut off while it saved them.
    fn cut_off(&self, entry: &MachineEntry) -> Option<HypervisorError> {
        let path = &entry.settings_file;
        let name = path.file_name()?.to_string_lossy().into_owned();
        if path.exists() {
            return None;
        }
        // Half of a file is no help.
        let is_whole = |beside: &String| {
            let beside = path.with_file_name(beside);
            read_whole(&beside).is_ok_and(|content| self.read_as(entry, &content).is_ok())
        };
        let beside = UNFINISHED.iter().map(|ending| format!("{name}{ending}")).find(is_whole)?;
        Some(HypervisorError::CutOff { path: path.to_path_buf(), beside })
    }

    fn registry_beside(&self, ending: &str) -> PathBuf {
        self.home.join(format!("{}{ending}", places::REGISTRY))
    }
}

impl Hypervisor for VirtualBox {
    fn connection(&self) -> &Connection {
        &self.connection
    }

    fn machines(&self) -> Result<Listing, HypervisorError> {
        let path = self.registry_file();
        match read_whole(&path) {
            Err(error) if is_not_found(&error) => {}
            read => return registry::parse(&read?, &path, &self.connection.id),
        }
        // VirtualBox may be just replacing it.
        std::thread::sleep(REPLACING);
        match read_whole(&path) {
            Err(error) if is_not_found(&error) => self.listing_cut_off(),
            read => registry::parse(&read?, &path, &self.connection.id),
        }
    }

    fn read(&self, entry: &MachineEntry) -> Result<Machine, HypervisorError> {
        let content = read_whole(&entry.settings_file).or_else(|error| {
            let cut_off = self.cut_off(entry).ok_or(error)?;
            // VirtualBox may be just replacing it.
            std::thread::sleep(REPLACING);
            read_whole(&entry.settings_file).map_err(|_| cut_off)
        });
        self.read_as(entry, &content?)
    }

    fn read_as(&self, entry: &MachineEntry, content: &[u8]) -> Result<Machine, HypervisorError> {
        let mut machine = settings::parse(content, &entry.settings_file)?;
        if machine.id != entry.id {
            machine.problems.push(Problem {
                kind: ProblemKind::Inconsistent,
                what: text!("virtualbox-two-ids", in_registry = entry.id.to_string(), in_file = machine.id.to_string())
                    .into(),
                advice: text!("virtualbox-two-ids.advice").into(),
            });
            // Views and VirtualBox know it by the registry's id.
            for image in &mut machine.images {
                Arc::make_mut(image).listed_by = Some(entry.id);
            }
            machine.id = entry.id;
        }
        Ok(machine)
    }

    fn states(&self) -> Result<HashMap<MachineId, MachineState>, HypervisorError> {
        match &self.vboxmanage {
            Some(vboxmanage) => vboxmanage.states(),
            None => Err(HypervisorError::ToolMissing { program: "VBoxManage".to_owned() }),
        }
    }

    fn version(&self) -> Option<Arc<str>> {
        let ask = || {
            let version = self.vboxmanage.as_ref()?.version();
            version.inspect_err(|error| tracing::debug!(%error, "VirtualBox's version is not known")).ok()
        };
        self.version.get_or_init(ask).clone()
    }

    fn watched_folders(&self, listing: &Listing) -> Vec<PathBuf> {
        let machines = listing.machines.iter().filter_map(|entry| entry.settings_file.parent());
        let folders = machines.map(Path::to_owned).filter(|folder| folder.is_dir());
        folders.chain(std::iter::once(self.home.clone()).filter(|home| home.is_dir())).collect()
    }

    fn listing_files(&self) -> Vec<PathBuf> {
        vec![self.registry_file()]
    }

    fn is_settings_file(&self, path: &Path) -> bool {
        is_settings_file(path)
    }

    fn perform(&self, entry: &MachineEntry, step: &Step, progress: &dyn Progress) -> Result<Outcome, HypervisorError> {
        self.carry_out(entry, step, progress)
    }

    fn remembers_settings_for(&self) -> Option<Duration> {
        Some(SERVICE_FORGETS)
    }

    fn can_stop(&self, step: &Step) -> bool {
        perform::can_stop(step)
    }

    fn mended(&self, entry: &MachineEntry, content: &[u8], step: &Step) -> Option<Vec<u8>> {
        mend::mended(content, &entry.settings_file, step)
    }

    fn set_parent(&self, image: &ImageRecord, parent: ImageId) -> Result<(), HypervisorError> {
        match &self.vboxmanage {
            Some(vboxmanage) => vboxmanage.set_parent(&image.path, parent),
            None => Err(HypervisorError::ToolMissing { program: "VBoxManage".to_owned() }),
        }
    }

    fn why_not_at_rest(&self, entry: &MachineEntry) -> Result<Option<String>, HypervisorError> {
        self.ask_for_rest(entry)
    }
}

/// VirtualBox's list of machines, and the settings of one.
pub(super) fn is_settings_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "vbox" || extension == "xml")
}

fn is_not_found(error: &HypervisorError) -> bool {
    matches!(error, HypervisorError::File { source, .. } if source.kind() == std::io::ErrorKind::NotFound)
}

fn read_whole(path: &Path) -> Result<Vec<u8>, HypervisorError> {
    let error = |source| HypervisorError::File { path: path.to_owned(), source };
    let metadata = std::fs::metadata(path).map_err(error)?;
    if !metadata.is_file() {
        // Opening a pipe would wait for whoever writes into it.
        return Err(error(std::io::Error::new(std::io::ErrorKind::InvalidInput, text!("virtualbox-no-file"))));
    }
    let check = |length: u64| {
        let too_large = || text!("virtualbox-file-too-large", most = Bytes(xml::MAX_FILE).to_string());
        let too_large = || std::io::Error::new(std::io::ErrorKind::FileTooLarge, too_large());
        if length > xml::MAX_FILE { Err(error(too_large())) } else { Ok(()) }
    };
    check(metadata.len())?;
    let file = File::open(path).map_err(error)?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    // It may have grown in the meantime.
    file.take(xml::MAX_FILE + 1).read_to_end(&mut bytes).map_err(error)?;
    check(bytes.len() as u64)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_its_program_virtualbox_can_only_be_looked_at() {
        assert_eq!(abilities(None), Abilities::default());
        let vboxmanage = VBoxManage::new("/some/VBoxManage".into(), None);
        assert!(abilities(Some(&vboxmanage)).can(StepKind::DetachImage));
    }
}
