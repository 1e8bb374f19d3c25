//! Free space before a change. VirtualBox reports success on a full disk and leaves a settings file that is cut
//! short; a disk that fills up in the middle of a merge ends its service.

use std::path::{Path, PathBuf};

use crate::hypervisor::HypervisorError;
use crate::hypervisor::host;
use crate::model::Bytes;

/// What stays free in any case, in bytes: for what other programs write meanwhile.
const MARGIN: u64 = 8 << 20;

/// Room that a change needs, by the file system it needs it on.
#[derive(Debug, Default)]
pub struct Needs(Vec<Need>);

#[derive(Debug)]
struct Need {
    device: Option<u64>,
    /// A folder on that file system.
    place: PathBuf,
    bytes: u64,
    what: &'static str,
}

impl Needs {
    /// `bytes` are needed in this folder, or where it would be made. `what` says what for.
    pub fn add(&mut self, folder: &Path, bytes: u64, what: &'static str) {
        let there = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(folder);
        let device = device_of(there);
        match self.0.iter_mut().find(|need| need.device == device) {
            Some(need) => {
                // The greater one gives the reason its name.
                need.what = if bytes > need.bytes { what } else { need.what };
                need.bytes = need.bytes.saturating_add(bytes);
            }
            None => self.0.push(Need { device, place: there.to_owned(), bytes, what }),
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
                let place = need.place.display();
                let words = format!(
                    "nothing was changed, because {} must be free on the disk of {place} {}, and {} are",
                    wanted.exact(),
                    need.what,
                    free.exact()
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
        needs.add(folder.path(), 1, "for a little");
        assert!(needs.check().is_ok());
        needs.add(&folder.path().join("not/there/yet"), u64::MAX / 2, "for a copy");
        let refused = needs.check();
        let Err(HypervisorError::NoSpace { words }) = refused else { unreachable!("{refused:?}") };
        assert!(words.contains("for a copy"), "{words}");
        assert_eq!(needs.0.len(), 1);
    }
}
