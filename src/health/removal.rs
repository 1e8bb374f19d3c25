//! Unused files into the system's trash.
//!
//! Between an inspection and a click, anything may have happened. So everything is read again right before, and a
//! file goes only if still nothing names it, nobody has it open, and it is the very file that was shown.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::named::unknown;
use super::surroundings::{Collected, LeftoverKind};
use super::{Bounds, ReadSettings, collect};
use crate::model::{Bytes, Inventory};
use crate::platform::program_that_has_open;
use crate::text;

/// Why a file was not moved to the trash. It is where it was.
#[derive(Debug, thiserror::Error)]
pub enum RemovalError {
    /// The inspection did not call it unused.
    #[error("{}", text!("health-removal-not-shown", path = .0.display()))]
    NotShown(PathBuf),
    /// It is not there any more.
    #[error("{}", text!("health-removal-gone", path = .0.display()))]
    Gone(PathBuf),
    /// Something uses it now, or may use it.
    #[error("{}", text!("health-removal-in-use", path = .0.display()))]
    InUse(PathBuf),
    /// What uses it cannot be told.
    #[error("{}", text!("health-removal-unknown", path = .path.display(), why = .why))]
    Unknown {
        /// The file.
        path: PathBuf,
        /// Why it cannot be told.
        why: String,
    },
    /// It is another than the one that was shown.
    #[error("{}", text!("health-removal-changed", path = .0.display()))]
    Changed(PathBuf),
    /// A program has it open.
    #[error("{}", text!("health-removal-open", path = .path.display(), program = .program))]
    Open {
        /// The file.
        path: PathBuf,
        /// The program.
        program: String,
    },
    /// The image has parts in other files, which would stay behind.
    #[error("{}", text!("health-removal-several-files", path = .0.display()))]
    SeveralFiles(PathBuf),
    /// The system has no trash for it, or refused.
    #[error("{}", text!("health-removal-refused", path = .path.display(), why = .why))]
    Refused {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
}

impl RemovalError {
    /// What the person can do.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::NotShown(_) | Self::Gone(_) | Self::InUse(_) | Self::Changed(_) => {
                text!("health-removal-advice-again")
            }
            Self::Unknown { .. } => text!("health-removal-advice-unknown"),
            Self::Open { .. } => text!("health-removal-advice-open"),
            Self::SeveralFiles(_) => {
                text!("health-removal-advice-several-files")
            }
            Self::Refused { .. } => {
                text!("health-removal-advice-refused")
            }
        }
    }
}

/// A file that was moved to the trash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// Where it was.
    pub path: Arc<Path>,
    /// Space that comes back when the trash is emptied.
    pub occupied: Bytes,
}

/// Where files go that can be put back.
pub trait Trash {
    /// Moves a file there.
    ///
    /// # Errors
    /// What the system said; the file is where it was then.
    fn put(&self, path: &Path) -> Result<(), String>;
}

/// The system's own trash.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemTrash;

impl Trash for SystemTrash {
    fn put(&self, path: &Path) -> Result<(), String> {
        trash::delete(path).map_err(|error| error.to_string())
    }
}

/// Moves files to the trash that an inspection found unused: images in no registry, stray saved states and firmware
/// files, images that were never finished, settings that were never put in place.
///
/// `shown` is what the person saw. `look` reads everything anew, right now: an inventory with all machines read and
/// their images' headers. Takes as long as a complete reading; not for the window's thread.
pub fn move_to_trash(
    shown: &Collected,
    paths: &[Arc<Path>],
    look: &dyn Fn() -> Arc<Inventory>,
    read: ReadSettings<'_>,
    trash: &dyn Trash,
) -> Vec<Result<Removed, RemovalError>> {
    let inventory = look();
    let blind = unknown(&inventory).next().map(|unknown| unknown.why());
    let now = collect(&inventory, read, &Bounds::default());
    let remove = |path: &Arc<Path>| {
        let wanted = Seen::of(shown, path).ok_or_else(|| RemovalError::NotShown(path.to_path_buf()))?;
        if let Some(why) = &blind {
            return Err(RemovalError::Unknown { path: path.to_path_buf(), why: why.clone() });
        }
        let spot = now.blind_spots.iter().find(|spot| hides(&spot.path, path));
        if let Some(spot) = spot {
            return Err(RemovalError::Unknown { path: path.to_path_buf(), why: spot.why.to_string() });
        }
        check(&wanted, Seen::of(&now, path).as_ref(), path)?;
        trash.put(path).map_err(|why| RemovalError::Refused { path: path.to_path_buf(), why })?;
        Ok(Removed { path: path.clone(), occupied: wanted.occupied })
    };
    paths.iter().map(remove).collect()
}

/// Whether a folder, or a file in a folder, that could not be looked at keeps what is said of `path` uncertain.
fn hides(spot: &Path, path: &Path) -> bool {
    path.parent().is_some_and(|folder| spot == folder || spot.parent() == Some(folder))
}

/// An unused file as a collection saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    occupied: Bytes,
    length: Bytes,
    modified: SystemTime,
}

impl Seen {
    fn of(collected: &Collected, path: &Path) -> Option<Self> {
        let unnamed = collected.unnamed.iter().find(|file| *file.path == *path);
        if let Some(file) = unnamed {
            return Some(Self { occupied: file.occupied, length: file.length, modified: file.modified });
        }
        // Previous settings without present ones are what is left of a machine: never trash.
        let half_written = |kind| kind == LeftoverKind::HalfWrittenSettings;
        let leftover = collected.leftovers.iter().find(|file| *file.path == *path && half_written(file.kind))?;
        Some(Self { occupied: leftover.length, length: leftover.length, modified: leftover.modified })
    }
}

fn check(wanted: &Seen, now: Option<&Seen>, path: &Path) -> Result<(), RemovalError> {
    let owned = || path.to_path_buf();
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(RemovalError::Gone(owned())),
        Err(error) => return Err(RemovalError::Unknown { path: owned(), why: error.to_string() }),
    };
    let Some(now) = now else { return Err(RemovalError::InUse(owned())) };
    let untouched = metadata.is_file()
        && metadata.len() == wanted.length.0
        && metadata.modified().is_ok_and(|modified| modified == wanted.modified);
    if !untouched || (now.length, now.modified) != (wanted.length, wanted.modified) {
        return Err(RemovalError::Changed(owned()));
    }
    if is_descriptor_alone(path) {
        return Err(RemovalError::SeveralFiles(owned()));
    }
    match program_that_has_open(path, &metadata) {
        Some(program) => Err(RemovalError::Open { path: owned(), program }),
        None => Ok(()),
    }
}

/// Whether this is a VMDK file that only describes an image whose content is in other files.
fn is_descriptor_alone(path: &Path) -> bool {
    use std::io::Read as _;
    if !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("vmdk")) {
        return false;
    }
    let mut start = [0; 4];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
    // The signature of an image that has its content in itself.
    read.is_err() || start != *b"KDMV"
}
