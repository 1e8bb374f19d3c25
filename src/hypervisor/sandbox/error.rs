//! Why the Sandbox did not do what was asked.

use std::io;
use std::path::PathBuf;

use crate::image::ImageError;
use crate::model::{ImageId, MachineId, SnapshotId};

/// Why the Sandbox did not do what was asked. Unless it says otherwise, nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The system refused something with a file.
    #[error("{} cannot be {doing}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What was to be done to it: read, written, …
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// There is no room left for what had to be written.
    #[error("there is not enough free space to write {}", path.display())]
    NoSpace {
        /// Which file could not grow.
        path: PathBuf,
    },
    /// A settings file or the list of machines is damaged.
    #[error("{} is damaged: {what}", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// An image cannot be read.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// There is no such machine.
    #[error("the Sandbox has no machine {0}")]
    NoMachine(MachineId),
    /// There is no such snapshot.
    #[error("the machine “{machine}” has no snapshot {snapshot}")]
    NoSnapshot {
        /// The machine's name.
        machine: String,
        /// What was asked for.
        snapshot: SnapshotId,
    },
    /// It is against the rules that VirtualBox has, or would lose data.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The change was decided and could not be carried to its end. It will be, before anything else is
    /// done: nothing is lost.
    #[error("the change could not be finished: {source}")]
    Unfinished {
        /// What stopped it.
        source: Box<SandboxError>,
    },
    /// Another program works in the Sandbox.
    #[error("another Snapgrove is changing the Sandbox in {}", folder.display())]
    Busy {
        /// The Sandbox's folder.
        folder: PathBuf,
    },
}

/// A rule that forbids a change. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A snapshot can be merged into one child only.
    #[error("“{snapshot}” has {children} snapshots below it: only a snapshot with one or none can be deleted")]
    SeveralChildren {
        /// The snapshot's name.
        snapshot: String,
        /// How many there are.
        children: usize,
    },
    /// The current snapshot stands between its child and the current state.
    #[error("“{snapshot}” is the current snapshot and has another one below it")]
    CurrentWithChild {
        /// The snapshot's name.
        snapshot: String,
    },
    /// The tree, or a chain of images, would become too deep.
    #[error("it is {depth} levels deep already, the most that VirtualBox can open")]
    TooDeep {
        /// How deep it is.
        depth: usize,
    },
    /// More than one image rests on one that would be merged.
    #[error("the image {image} of “{snapshot}” has {children} images resting on it")]
    SeveralImages {
        /// The snapshot's name.
        snapshot: String,
        /// The image.
        image: ImageId,
        /// How many there are.
        children: usize,
    },
    /// Another machine rests on an image that would go.
    #[error("the machine “{other}” rests on an image of “{what}”, and would be lost")]
    UsedByOther {
        /// Name of the snapshot or machine that was to go.
        what: String,
        /// The machine that rests on it.
        other: String,
    },
    /// An image is missing, or is another one than the settings say.
    #[error("the image {} cannot be used: {problem}", path.display())]
    BadImage {
        /// Where it should be.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Something that the Sandbox cannot do.
    #[error("the Sandbox cannot do this: {0}")]
    Unsupported(String),
    /// What was asked for makes no sense.
    #[error("{0}")]
    Invalid(String),
}

impl SandboxError {
    /// What the person can do about it.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::File { .. } => "Check that the Sandbox's folder can be written by you.",
            Self::NoSpace { .. } => "Free some space on that disk and try again. Everything is as it was.",
            Self::Damaged { .. } => "Nothing was changed. Reset the Sandbox to begin anew.",
            Self::Image(_) => "Nothing was changed. The machine can be deleted, or the Sandbox reset.",
            Self::NoMachine(_) | Self::NoSnapshot { .. } => "It is gone already: refresh.",
            Self::Refused(refusal) => refusal.advice(),
            Self::Unfinished { .. } => {
                "Do what the message says is missing; the change is finished when the Sandbox is opened next."
            }
            Self::Busy { .. } => "Wait until it is done, or close it.",
        }
    }

    /// Turns what the system said into an error about a file.
    pub(super) fn file(path: impl Into<PathBuf>, doing: &'static str, source: io::Error) -> Self {
        let path = path.into();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoSpace { path },
            _ => Self::File { path, doing, source },
        }
    }
}

impl Refusal {
    /// The legal way out.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::SeveralChildren { .. } => "Delete snapshots below it first, from the ends of the branches.",
            Self::CurrentWithChild { .. } => "Restore another snapshot first, or delete the one below it.",
            Self::TooDeep { .. } => "Delete earlier snapshots that are no longer needed.",
            Self::SeveralImages { .. } => "Delete the linked clones or detached disks that rest on it first.",
            Self::UsedByOther { .. } => "Delete the linked clone first, or keep this.",
            Self::BadImage { .. } => "Bring the file back to its place. Until then nothing that needs it can be done.",
            Self::Unsupported(_) => "Use VirtualBox for this machine.",
            Self::Invalid(_) => "Correct it and try again.",
        }
    }
}
