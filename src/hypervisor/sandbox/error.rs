//! Why the Sandbox did not do what was asked.

use std::io;
use std::path::PathBuf;

use crate::image::ImageError;
use crate::model::{ImageId, MachineId, SnapshotId};
use crate::text;

/// Why the Sandbox did not do what was asked. Unless it says otherwise, nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The system refused something with a file.
    #[error("{}", text!("hypervisor-sandbox-file", path = path.display(), doing = doing.key(), source = source))]
    File {
        /// Which file.
        path: PathBuf,
        /// What was to be done to it.
        doing: Doing,
        /// What the system said.
        source: io::Error,
    },
    /// There is no room left for what had to be written.
    #[error("{}", text!("hypervisor-sandbox-no-space", path = path.display()))]
    NoSpace {
        /// Which file could not grow.
        path: PathBuf,
    },
    /// A settings file or the list of machines is damaged.
    #[error("{}", text!("hypervisor-sandbox-damaged", path = path.display(), what = what))]
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
    #[error("{}", text!("hypervisor-sandbox-no-machine", id = _0.to_string()))]
    NoMachine(MachineId),
    /// There is no such snapshot.
    #[error("{}", text!("hypervisor-sandbox-no-snapshot", machine = machine, id = snapshot.to_string()))]
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
    #[error("{}", text!("hypervisor-sandbox-unfinished", source = source.to_string()))]
    Unfinished {
        /// What stopped it.
        source: Box<SandboxError>,
    },
    /// Another program works in the Sandbox.
    #[error("{}", text!("hypervisor-sandbox-busy", folder = folder.display()))]
    Busy {
        /// The Sandbox's folder.
        folder: PathBuf,
    },
}

/// What the Sandbox does to files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// A new file or folder is made.
    Make,
    /// Its content is read.
    Read,
    /// It is opened.
    Open,
    /// It is opened to be changed.
    OpenForWriting,
    /// Its content is changed.
    Write,
    /// It gets another length.
    SetLength,
    /// What was written is brought to the disk.
    Flush,
    /// Another file takes its place.
    Replace,
    /// It is taken away.
    Remove,
}

impl Doing {
    /// As the messages know it.
    fn key(self) -> &'static str {
        match self {
            Self::Make => "make",
            Self::Read => "read",
            Self::Open => "open",
            Self::OpenForWriting => "open-for-writing",
            Self::Write => "write",
            Self::SetLength => "set-length",
            Self::Flush => "flush",
            Self::Replace => "replace",
            Self::Remove => "remove",
        }
    }
}

/// A rule that forbids a change. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A snapshot can be merged into one child only.
    #[error("{}", text!("hypervisor-sandbox-several-children", snapshot = snapshot, children = children))]
    SeveralChildren {
        /// The snapshot's name.
        snapshot: String,
        /// How many there are.
        children: usize,
    },
    /// The current snapshot stands between its child and the current state.
    #[error("{}", text!("hypervisor-sandbox-current-with-child", snapshot = snapshot))]
    CurrentWithChild {
        /// The snapshot's name.
        snapshot: String,
    },
    /// The tree, or a chain of images, would become too deep.
    #[error("{}", text!("hypervisor-sandbox-too-deep", depth = depth))]
    TooDeep {
        /// How deep it is.
        depth: usize,
    },
    /// More than one image rests on one that would be merged.
    #[error(
        "{}",
        text!("hypervisor-sandbox-several-images", image = image.to_string(), snapshot = snapshot, children = children)
    )]
    SeveralImages {
        /// The snapshot's name.
        snapshot: String,
        /// The image.
        image: ImageId,
        /// How many there are.
        children: usize,
    },
    /// Another machine rests on an image that would go.
    #[error("{}", text!("hypervisor-sandbox-used-by-other", other = other, what = what))]
    UsedByOther {
        /// Name of the snapshot or machine that was to go.
        what: String,
        /// The machine that rests on it.
        other: String,
    },
    /// An image is missing, or is another one than the settings say.
    #[error("{}", text!("hypervisor-sandbox-bad-image", path = path.display(), problem = problem))]
    BadImage {
        /// Where it should be.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Something that the Sandbox cannot do.
    #[error("{}", text!("hypervisor-sandbox-unsupported", what = _0))]
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
            Self::File { .. } => text!("hypervisor-sandbox-file.advice"),
            Self::NoSpace { .. } => text!("hypervisor-sandbox-no-space.advice"),
            Self::Damaged { .. } => text!("hypervisor-sandbox-damaged.advice"),
            Self::Image(_) => text!("hypervisor-sandbox-image-advice"),
            Self::NoMachine(_) | Self::NoSnapshot { .. } => text!("hypervisor-sandbox-no-machine.advice"),
            Self::Refused(refusal) => refusal.advice(),
            Self::Unfinished { .. } => text!("hypervisor-sandbox-unfinished.advice"),
            Self::Busy { .. } => text!("hypervisor-sandbox-busy.advice"),
        }
    }

    /// Turns what the system said into an error about a file.
    pub(super) fn file(path: impl Into<PathBuf>, doing: Doing, source: io::Error) -> Self {
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
            Self::SeveralChildren { .. } => text!("hypervisor-sandbox-several-children.advice"),
            Self::CurrentWithChild { .. } => text!("hypervisor-sandbox-current-with-child.advice"),
            Self::TooDeep { .. } => text!("hypervisor-sandbox-too-deep.advice"),
            Self::SeveralImages { .. } => text!("hypervisor-sandbox-several-images.advice"),
            Self::UsedByOther { .. } => text!("hypervisor-sandbox-used-by-other.advice"),
            Self::BadImage { .. } => text!("hypervisor-sandbox-bad-image.advice"),
            Self::Unsupported(_) => text!("hypervisor-sandbox-unsupported.advice"),
            Self::Invalid(_) => text!("hypervisor-sandbox-invalid-advice"),
        }
    }
}
