//! The shared backend: every place that keeps machines is reached through [`Hypervisor`].
//!
//! A new hypervisor is one new folder here and one line where connections are opened.

mod change;
mod connect;
mod error;
pub(crate) mod host;
mod parallel;
mod reader;
pub mod sandbox;
mod scan;
pub mod virtualbox;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub use change::{NoProgress, Outcome, Progress};
pub use connect::{ConnectOptions, Connections, SandboxWish, connect};
pub use error::HypervisorError;
pub use reader::{Reader, ReaderSettings};
pub use scan::Scan;

use crate::model::{Connection, ImageId, ImageRecord, Machine, MachineEntry, MachineId, MachineState, Problem, Step};
use crate::text;

/// What a connection holds, before any machine has been read.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// Its machines. Cheap: ids, names as far as known, and where their files are.
    pub machines: Vec<MachineEntry>,
    /// Images that are listed for all machines in common.
    pub shared_images: Vec<Arc<ImageRecord>>,
    /// Entries that could not be understood.
    pub problems: Vec<Problem>,
}

/// One place that keeps virtual machines. Implementations are shared by every view and thread.
pub trait Hypervisor: Send + Sync {
    /// Who this is.
    fn connection(&self) -> &Connection;

    /// What machines there are.
    ///
    /// # Errors
    /// When the place itself cannot be read.
    fn machines(&self) -> Result<Listing, HypervisorError>;

    /// Reads one machine: its tree and its images.
    ///
    /// # Errors
    /// When this machine cannot be read; the others are not concerned.
    fn read(&self, entry: &MachineEntry) -> Result<Machine, HypervisorError>;

    /// What the machine would be if its settings file had this content. Nothing else is read.
    ///
    /// # Errors
    /// As for [`Hypervisor::read`].
    fn read_as(&self, entry: &MachineEntry, content: &[u8]) -> Result<Machine, HypervisorError>;

    /// Asks the hypervisor what its machines are doing. May take seconds; machines it does not
    /// speak of keep the state that their settings tell.
    ///
    /// # Errors
    /// When the hypervisor's program is missing, hangs or fails.
    fn states(&self) -> Result<HashMap<MachineId, MachineState>, HypervisorError>;

    /// Version of the installed program, such as `7.2.22`, as it writes it; `None` where there is none, or it does not say.
    /// May take a second when it is asked first.
    fn version(&self) -> Option<Arc<str>> {
        None
    }

    /// Folders in which a change of a file means that something changed: the connection's own, and
    /// those of its machines.
    fn watched_folders(&self, listing: &Listing) -> Vec<PathBuf>;

    /// Files whose change means that the list of machines must be read again. Of a folder, the files in it.
    fn listing_files(&self) -> Vec<PathBuf>;

    /// Whether a file in the watched folders describes machines. Of changes inside files, only those are read at once: machines
    /// write to their images all the time.
    fn is_settings_file(&self, path: &Path) -> bool;

    /// Carries a step out, and returns when it is done. Only `jobs` calls this: it looks before
    /// and after, keeps the journal, and does one step at a time for each machine.
    ///
    /// # Errors
    /// When it was refused or failed. Unless the error says otherwise, the hypervisor left everything as it
    /// was; what truly stands is for the caller to read.
    fn perform(&self, entry: &MachineEntry, step: &Step, progress: &dyn Progress) -> Result<Outcome, HypervisorError>;

    /// Whether a step can be stopped in the middle, and everything is then as it was before it.
    fn can_stop(&self, _step: &Step) -> bool {
        false
    }

    /// How long a service of the hypervisor goes on with the settings it has read, after the last use, and may write them over a
    /// file that was changed meanwhile. `None` where nothing keeps them: files can be changed at once.
    fn remembers_settings_for(&self) -> Option<Duration> {
        None
    }

    /// What the settings file has to say now if this step was cut off in its middle and left settings that do not fit the
    /// images; `content` is what it says. All images were there and sound when the step began. `None` if the images do not tell with certainty, or there is nothing to mend.
    /// Only images are read; nothing is changed. Images may have to be given another parent with it
    /// ([`Hypervisor::set_parent`]).
    fn mended(&self, _entry: &MachineEntry, _content: &[u8], _step: &Step) -> Option<Vec<u8>> {
        None
    }

    /// Writes into an image's file which image it rests on, for settings that are mended. No machine may use it meanwhile.
    ///
    /// # Errors
    /// When it was refused or failed, or is not possible here.
    fn set_parent(&self, image: &ImageRecord, _parent: ImageId) -> Result<(), HypervisorError> {
        let words = text!("hypervisor-set-parent-impossible", image = image.path.display());
        Err(HypervisorError::Refused { program: self.connection().name.to_string(), words })
    }

    /// Why a machine is not at rest although nobody here changes it, in words: the hypervisor goes on with what a program
    /// had begun that is gone, or another program has it. `None` if it is at rest, or runs.
    ///
    /// # Errors
    /// When the hypervisor's program is missing, hangs or fails.
    fn why_not_at_rest(&self, _entry: &MachineEntry) -> Result<Option<String>, HypervisorError> {
        Ok(None)
    }
}
