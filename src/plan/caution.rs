//! What a person must know before a step is done.

use std::path::Path;
use std::sync::Arc;

use crate::model::{Bytes, ImageMode, ImageProblem};

/// What a person must know before a step is done. It does not stand against it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Caution {
    /// Snapshots do not cover a disk.
    #[error("the disk “{disk}” is {mode}: snapshots do not cover it, it keeps its present content")]
    NotCovered {
        /// The image's file name.
        disk: String,
        /// Why it is not covered.
        mode: ImageMode,
    },
    /// A disk that is emptied at each start.
    #[error("the disk “{disk}” is {mode}: while this snapshot is the current one, starting does not empty it")]
    NotReset {
        /// The image's file name.
        disk: String,
        /// Why it is emptied at other times.
        mode: ImageMode,
    },
    /// The machine runs and is switched off first.
    #[error("“{machine}” is running: it will be powered off first, as if its plug were pulled")]
    PowersOff {
        /// The machine.
        machine: String,
    },
    /// The machine's memory is kept as well.
    #[error("the machine runs: its memory is kept too, up to {memory}")]
    KeepsMemory {
        /// Main memory of the machine.
        memory: Bytes,
    },
    /// A saved memory is thrown away.
    #[error("the saved memory of the current state is thrown away")]
    DropsSavedState,
    /// What the current state holds is lost.
    #[error("what changed since “{since}” is lost, because no snapshot is taken of the current state")]
    LosesCurrentState {
        /// The current snapshot's name, or the machine's where there is none.
        since: String,
    },
    /// Going back loses nothing.
    #[error("nothing has changed since “{since}”: going back loses nothing")]
    NothingChanged {
        /// The current snapshot's name.
        since: String,
    },
    /// The machine comes back as it ran.
    #[error("“{snapshot}” was taken while the machine ran: starting the machine then resumes it there")]
    ResumesMemory {
        /// The snapshot's name.
        snapshot: String,
    },
    /// The memory that a snapshot was taken with is not there any more.
    #[error(
        "the saved memory of “{snapshot}” is missing: its disks come back, but the machine starts only after the \
         saved state is discarded"
    )]
    MemoryMissing {
        /// The snapshot's name.
        snapshot: String,
    },
    /// An image of the current state, which goes, is missing or damaged.
    #[error("{}, which the current state uses: {problem}", image.display())]
    BadCurrentImage {
        /// Where it should be.
        image: Arc<Path>,
        /// What is wrong with it.
        problem: ImageProblem,
    },
    /// The clone does not go on where the machine was.
    #[error("a saved memory is not copied: the clone is off")]
    CloneIsOff,
    /// Two machines would use the same disk.
    #[error("the disk “{disk}” is {mode}: it is not copied, the clone uses the same one")]
    SharesDisk {
        /// The image's file name.
        disk: String,
        /// Why it is not copied.
        mode: ImageMode,
    },
    /// It may be open whether the machine runs.
    #[error("what “{machine}” is doing is not known: {why}")]
    StateUnknown {
        /// The machine.
        machine: String,
        /// Why.
        why: String,
    },
    /// Another snapshot of the machine has this name.
    #[error("there is another snapshot “{name}” in this machine")]
    DuplicateName {
        /// The name.
        name: String,
    },
    /// A name that says nothing.
    #[error("“{name}” says little: in a month nobody will know what it is for")]
    DefaultName {
        /// The name.
        name: String,
    },
    /// A name that breaks the convention the person chose.
    #[error("“{name}” does not follow your convention “{convention}”")]
    UnconventionalName {
        /// The name.
        name: String,
        /// The convention's template.
        convention: String,
    },
    /// The clone cannot live without its origin.
    #[error("the clone rests on “{snapshot}”: this snapshot cannot be deleted while the clone exists")]
    ClonesRestOn {
        /// The snapshot's name.
        snapshot: String,
    },
    /// Deleting makes the host's disk fuller.
    #[error("deleting “{snapshot}” takes {more} more space than it frees")]
    TakesSpace {
        /// The snapshot's name.
        snapshot: String,
        /// How much more.
        more: Bytes,
    },
    /// A merge while the machine runs.
    #[error("“{machine}” is running: what it writes meanwhile makes the figures estimates")]
    MergesLive {
        /// The machine.
        machine: String,
    },
    /// The file system counts in its own way.
    #[error("the figures are estimates: {why}")]
    Estimate {
        /// Why.
        why: Arc<str>,
    },
    /// The person protected this snapshot.
    #[error("“{snapshot}” is pinned")]
    Pinned {
        /// The snapshot's name.
        snapshot: String,
    },
}
