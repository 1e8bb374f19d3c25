//! What a person must know before a step is done.

use std::path::Path;
use std::sync::Arc;

use crate::model::{Bytes, ImageMode, ImageProblem};
use crate::text;

/// What a person must know before a step is done. It does not stand against it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Caution {
    /// Snapshots do not cover a disk.
    #[error("{}", text!("plan-caution-not-covered", disk = .disk, mode = .mode))]
    NotCovered {
        /// The image's file name.
        disk: String,
        /// Why it is not covered.
        mode: ImageMode,
    },
    /// A disk that is emptied at each start.
    #[error("{}", text!("plan-caution-not-reset", disk = .disk, mode = .mode))]
    NotReset {
        /// The image's file name.
        disk: String,
        /// Why it is emptied at other times.
        mode: ImageMode,
    },
    /// The machine runs and is switched off first.
    #[error("{}", text!("plan-caution-powers-off", machine = .machine))]
    PowersOff {
        /// The machine.
        machine: String,
    },
    /// The machine's memory is kept as well.
    #[error("{}", text!("plan-caution-keeps-memory", memory = .memory))]
    KeepsMemory {
        /// Main memory of the machine.
        memory: Bytes,
    },
    /// A saved memory is thrown away.
    #[error("{}", text!("plan-caution-drops-saved-state"))]
    DropsSavedState,
    /// What the current state holds is lost.
    #[error("{}", text!("plan-caution-loses-current-state", since = .since))]
    LosesCurrentState {
        /// The current snapshot's name, or the machine's where there is none.
        since: String,
    },
    /// Going back loses nothing.
    #[error("{}", text!("plan-caution-nothing-changed", since = .since))]
    NothingChanged {
        /// The current snapshot's name.
        since: String,
    },
    /// The machine comes back as it ran.
    #[error("{}", text!("plan-caution-resumes-memory", snapshot = .snapshot))]
    ResumesMemory {
        /// The snapshot's name.
        snapshot: String,
    },
    /// The memory that a snapshot was taken with is not there any more.
    #[error("{}", text!("plan-caution-memory-missing", snapshot = .snapshot))]
    MemoryMissing {
        /// The snapshot's name.
        snapshot: String,
    },
    /// An image of the current state, which goes, is missing or damaged.
    #[error("{}", text!("plan-caution-bad-current-image", image = .image.display(), problem = .problem))]
    BadCurrentImage {
        /// Where it should be.
        image: Arc<Path>,
        /// What is wrong with it.
        problem: ImageProblem,
    },
    /// The clone goes on where its origin was saved, as VirtualBox 7.2.22 makes it (measured).
    #[error("{}", text!("plan-caution-clone-resumes"))]
    CloneResumes,
    /// Two machines would use the same disk.
    #[error("{}", text!("plan-caution-shares-disk", disk = .disk, mode = .mode))]
    SharesDisk {
        /// The image's file name.
        disk: String,
        /// Why it is not copied.
        mode: ImageMode,
    },
    /// It may be open whether the machine runs.
    #[error("{}", text!("plan-caution-state-unknown", machine = .machine, why = .why))]
    StateUnknown {
        /// The machine.
        machine: String,
        /// Why.
        why: String,
    },
    /// Another snapshot of the machine has this name.
    #[error("{}", text!("plan-caution-duplicate-name", name = .name))]
    DuplicateName {
        /// The name.
        name: String,
    },
    /// A name that says nothing.
    #[error("{}", text!("plan-caution-default-name", name = .name))]
    DefaultName {
        /// The name.
        name: String,
    },
    /// A name that breaks the convention the person chose.
    #[error("{}", text!("plan-caution-unconventional-name", name = .name, convention = .convention))]
    UnconventionalName {
        /// The name.
        name: String,
        /// The convention's template.
        convention: String,
    },
    /// The clone cannot live without its origin.
    #[error("{}", text!("plan-caution-clone-rests-on", snapshot = .snapshot))]
    ClonesRestOn {
        /// The snapshot's name.
        snapshot: String,
    },
    /// Deleting makes the host's disk fuller.
    #[error("{}", text!("plan-caution-takes-space", snapshot = .snapshot, more = .more))]
    TakesSpace {
        /// The snapshot's name.
        snapshot: String,
        /// How much more.
        more: Bytes,
    },
    /// A merge while the machine runs.
    #[error("{}", text!("plan-caution-merges-live", machine = .machine))]
    MergesLive {
        /// The machine.
        machine: String,
    },
    /// The file system counts in its own way.
    #[error("{}", text!("plan-caution-estimate", why = .why))]
    Estimate {
        /// Why.
        why: Arc<str>,
    },
    /// The person protected this snapshot.
    #[error("{}", text!("plan-caution-pinned", snapshot = .snapshot))]
    Pinned {
        /// The snapshot's name.
        snapshot: String,
    },
}
