//! Free space before a change. VirtualBox reports success on a full disk and leaves a settings file that is cut
//! short; a disk that fills up in the middle of a merge ends its service.

use std::path::{Path, PathBuf};

use crate::hypervisor::HypervisorError;
use crate::hypervisor::host;
use crate::model::Bytes;
use crate::text;

/// What stays free in any case, in bytes: for what other programs write meanwhile.
const MARGIN: u64 = 8 << 20;

/// Room that a change needs, by the file system it needs it on.
#[derive(Debug, Default)]
pub struct Needs(Vec<Need>);

/// What room is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Settings files, and copies of them.
    Settings,
    /// New difference images.
    Differences,
    /// The memory of a running machine.
    Memory,
    /// Two images that become one: `VirtualBox` asks for it before it begins.
    Merge,
    /// The images of a clone.
    Clone,
}

impl Purpose {
    /// As the messages know it.
    fn key(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Differences => "differences",
            Self::Memory => "memory",
            Self::Merge => "merge",
            Self::Clone => "clone",
        }
    }
}

#[derive(Debug)]
struct Need {
    device: Option<u64>,
    /// A folder on that file system.
    place: PathBuf,
    bytes: u64,
    purpose: Purpose,
}

impl Needs {
    /// `bytes` are needed in this folder, or where it would be made. `purpose` says what for.
    pub fn add(&mut self, folder: &Path, bytes: u64, purpose: Purpose) {
        let there = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(folder);
        let device = device_of(there);
        match self.0.iter_mut().find(|need| need.device == device) {
            Some(need) => {
                // The greater one gives the reason its name.
                need.purpose = if bytes > need.bytes { purpose } else { need.purpose };
                need.bytes = need.bytes.saturating_add(bytes);
            }
            None => self.0.push(Need { device, place: there.to_owned(), bytes, purpose }),
        }
    }

    /// Refuses if there is less free on one of the file systems. What cannot be found out does not count.
    ///
    /// # Errors
    /// [`HypervisorError::NoSpace`].
    pub fn check(&self) -> Result<(), HypervisorError> {
        for need in &self.0 {
            let wanted = Bytes(need.bytes.saturating_add(MARGIN));
            let disk = host::disks_of(std::iter::once(need.place.as_path())).pop();
            if let Some(free) = disk.map(|disk| disk.free).filter(|free| *free < wanted) {
                let words = text!(
                    "virtualbox-space",
                    wanted = wanted.exact(),
                    place = need.place.display(),
                    purpose = need.purpose.key(),
                    free = free.exact()
                );
                return Err(HypervisorError::NoSpace { words });
            }
        }
        Ok(())
    }
}

fn device_of(folder: &Path) -> Option<u64> {
    crate::platform::device(folder, &std::fs::metadata(folder).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn what_one_file_system_needs_counts_together() {
        let folder = tempfile::tempdir().unwrap();
        let mut needs = Needs::default();
        needs.add(folder.path(), 1, Purpose::Settings);
        assert!(needs.check().is_ok());
        needs.add(&folder.path().join("not/there/yet"), u64::MAX / 2, Purpose::Clone);
        let refused = needs.check();
        let Err(HypervisorError::NoSpace { words }) = refused else { unreachable!("{refused:?}") };
        assert!(words.contains("for the clone's images"), "{words}");
        assert_eq!(needs.0.len(), 1);
    }
}
