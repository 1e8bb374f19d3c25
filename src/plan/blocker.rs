//! Why a step cannot be done, each with the legal way out.

use std::path::Path;
use std::sync::Arc;

use crate::model::{Bytes, ImageMode, ImageProblem, MachineState, StepKind};

/// Why a step cannot be done. Nothing is changed while one stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Blocker {
    /// A snapshot can be merged into one child only.
    #[error("“{snapshot}” has {} snapshots below it: {}", children.len(), children.join(", "))]
    SeveralChildren {
        /// The snapshot's name.
        snapshot: String,
        /// Names of those below it.
        children: Vec<String>,
    },
    /// The current snapshot stands between its child and the current state.
    #[error("“{snapshot}” is the current snapshot and “{child}” is below it")]
    CurrentWithChild {
        /// The snapshot's name.
        snapshot: String,
        /// The name of the one below it.
        child: String,
    },
    /// The hypervisor would destroy a linked clone without a word.
    #[error("the linked clone “{machine}” rests on “{subject}” and would be lost")]
    LinkedClone {
        /// The snapshot's or image's name.
        subject: String,
        /// The clone.
        machine: String,
    },
    /// More than one image rests on one that would be merged.
    #[error("{children} images rest on {} of “{subject}”", image.display())]
    SeveralImages {
        /// The snapshot's name.
        subject: String,
        /// The image.
        image: Arc<Path>,
        /// How many rest on it.
        children: usize,
    },
    /// Not all machines can be read, so that one of them may rest on what would go.
    #[error("“{machine}” cannot be read, and might rest on an image of “{subject}”")]
    UnreadableMachine {
        /// The snapshot's or image's name.
        subject: String,
        /// The machine that cannot be read.
        machine: String,
    },
    /// An image of the chain is missing, or is another one than the settings say.
    #[error("{problem}: {}", image.display())]
    BadImage {
        /// Where it should be.
        image: Arc<Path>,
        /// What is wrong with it.
        problem: ImageProblem,
    },
    /// Something still uses an image.
    #[error("{} is still in use", image.display())]
    ImageInUse {
        /// The image.
        image: Arc<Path>,
    },
    /// The base image must never change, and deleting would write into it.
    #[error("{} is {mode}: deleting “{subject}” would write into it", image.display())]
    BaseIsKept {
        /// The snapshot's name.
        subject: String,
        /// The base image.
        image: Arc<Path>,
        /// Why it must not change.
        mode: ImageMode,
    },
    /// The host's disk is too full for it.
    #[error("it needs {needs} on the disk of {}, which has {free} free", place.display())]
    NoSpace {
        /// A folder on that disk.
        place: Arc<Path>,
        /// What is needed, with a margin.
        needs: Bytes,
        /// What is free.
        free: Bytes,
    },
    /// The hypervisor itself insists on more free space than it needs.
    #[error("VirtualBox insists on {insists} of free space, although only {needs} are needed; {free} are free")]
    InsistsOnSpace {
        /// What it insists on.
        insists: Bytes,
        /// What is really needed.
        needs: Bytes,
        /// What is free.
        free: Bytes,
    },
    /// The machine's state does not allow it.
    #[error("“{machine}” is {state}: it cannot {what} now")]
    State {
        /// The machine.
        machine: String,
        /// What it is doing.
        state: MachineState,
        /// What was asked for.
        what: StepKind,
    },
    /// The tree would become deeper than the hypervisor can open.
    #[error("the tree is {depth} levels deep, the most that VirtualBox can open")]
    TooDeep {
        /// How deep it is.
        depth: u32,
    },
    /// A chain of images would become longer than the hypervisor can open.
    #[error("{} is the end of a chain of {length} images, the most that VirtualBox can open", image.display())]
    ChainTooLong {
        /// The image at the end of the chain.
        image: Arc<Path>,
        /// How many images it has.
        length: usize,
    },
    /// A name is missing.
    #[error("a name is needed")]
    EmptyName,
    /// A name would be taken for an id.
    #[error("“{name}” has the form of an id, and could not be told from one")]
    NameIsId {
        /// The name.
        name: String,
    },
    /// A name or description holds characters that the hypervisor destroys.
    #[error("the {what} holds a character that cannot be kept: U+{code:04X}")]
    ControlCharacter {
        /// What it stands in: name, description.
        what: &'static str,
        /// The character's number in Unicode.
        code: u32,
    },
    /// A name or description is longer than can be handed to the hypervisor, or read by anybody.
    #[error("the {what} has {length} characters; at most {most} can be kept")]
    TooLong {
        /// What it is: name, description.
        what: &'static str,
        /// How long it is.
        length: usize,
        /// How long it may be.
        most: usize,
    },
    /// Another machine has this name.
    #[error("there is a machine “{name}” already")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// The hypervisor cannot do this.
    #[error("{hypervisor} cannot {what}")]
    NotOffered {
        /// Its name.
        hypervisor: String,
        /// What was asked for.
        what: StepKind,
    },
    /// What the plan is about is not there.
    #[error("{what} is not there any more")]
    Gone {
        /// What was asked for.
        what: String,
    },
    /// The machine has not been read, or cannot be.
    #[error("“{machine}” has not been read: {why}")]
    NotRead {
        /// The machine.
        machine: String,
        /// Why.
        why: String,
    },
    /// Nothing would change.
    #[error("nothing would change")]
    NothingToDo,
}

impl Blocker {
    /// The legal way out.
    #[must_use]
    pub fn way_out(&self) -> &'static str {
        match self {
            Self::SeveralChildren { .. } => "Mark all but one of those below it too, or keep it.",
            Self::CurrentWithChild { .. } => "Mark the one below it too, or restore that one first.",
            Self::LinkedClone { .. } => {
                "Make a full clone of that machine and delete the linked one first, or keep this."
            }
            Self::SeveralImages { .. } => "Detach the images that nothing uses, or delete the linked clones first.",
            Self::UnreadableMachine { .. } => "Mend that machine, or remove it from the hypervisor, then refresh.",
            Self::BadImage { .. } => "Bring the right file back to its place, then refresh.",
            Self::BaseIsKept { .. } => "Keep this snapshot, or make a full clone of the machine.",
            Self::ImageInUse { .. } => "Delete the snapshots or machines that use it first.",
            Self::NoSpace { .. } | Self::InsistsOnSpace { .. } => {
                "Free some space on that disk, or delete smaller snapshots first."
            }
            Self::State { .. } => "Wait until the machine has settled, or power it off.",
            Self::TooDeep { .. } => "Delete earlier snapshots of this path that are no longer needed.",
            Self::ChainTooLong { .. } => {
                "Delete snapshots of this path that are no longer needed, or make a full clone."
            }
            Self::EmptyName => "Write one.",
            Self::NameIsId { .. } | Self::NameTaken { .. } => "Choose another name.",
            Self::ControlCharacter { .. } => "Take it out.",
            Self::TooLong { .. } => "Shorten it.",
            Self::NotOffered { .. } => "Use the hypervisor's own program for this.",
            Self::Gone { .. } => "It was deleted meanwhile: look at the tree again.",
            Self::NotRead { .. } => "Refresh, and see what the machine's page says.",
            Self::NothingToDo => "Close this.",
        }
    }
}
