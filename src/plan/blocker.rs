//! Why a step cannot be done, each with the legal way out.

use std::path::Path;
use std::sync::Arc;

use crate::model::{Bytes, ImageMode, ImageProblem, MachineState, StepKind};
use crate::text;

/// Why a step cannot be done. Nothing is changed while one stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Blocker {
    /// A snapshot can be merged into one child only.
    #[error(
        "{}",
        text!(
            "plan-blocker-several-children",
            snapshot = .snapshot,
            count = .children.len(),
            names = .children.join(text!("list-names"))
        )
    )]
    SeveralChildren {
        /// The snapshot's name.
        snapshot: String,
        /// Names of those below it.
        children: Vec<String>,
    },
    /// The current snapshot stands between its child and the current state.
    #[error("{}", text!("plan-blocker-current-with-child", snapshot = .snapshot, child = .child))]
    CurrentWithChild {
        /// The snapshot's name.
        snapshot: String,
        /// The name of the one below it.
        child: String,
    },
    /// The hypervisor would destroy a linked clone without a word.
    #[error("{}", text!("plan-blocker-linked-clone", machine = .machine, subject = .subject))]
    LinkedClone {
        /// The snapshot's or image's name.
        subject: String,
        /// The clone.
        machine: String,
    },
    /// More than one image rests on one that would be merged.
    #[error("{}", text!("plan-blocker-several-images", children = .children, image = .image.display(), subject = .subject))]
    SeveralImages {
        /// The snapshot's name.
        subject: String,
        /// The image.
        image: Arc<Path>,
        /// How many rest on it.
        children: usize,
    },
    /// Not all machines can be read, so that one of them may rest on what would go.
    #[error("{}", text!("plan-blocker-unreadable-machine", machine = .machine, subject = .subject))]
    UnreadableMachine {
        /// The snapshot's or image's name.
        subject: String,
        /// The machine that cannot be read.
        machine: String,
    },
    /// An image of the chain is missing, or is another one than the settings say.
    #[error("{}", text!("plan-blocker-bad-image", problem = .problem, image = .image.display()))]
    BadImage {
        /// Where it should be.
        image: Arc<Path>,
        /// What is wrong with it.
        problem: ImageProblem,
    },
    /// Something still uses an image.
    #[error("{}", text!("plan-blocker-image-in-use", image = .image.display()))]
    ImageInUse {
        /// The image.
        image: Arc<Path>,
    },
    /// The base image must never change, and deleting would write into it.
    #[error("{}", text!("plan-blocker-base-is-kept", image = .image.display(), mode = .mode, subject = .subject))]
    BaseIsKept {
        /// The snapshot's name.
        subject: String,
        /// The base image.
        image: Arc<Path>,
        /// Why it must not change.
        mode: ImageMode,
    },
    /// The host's disk is too full for it.
    #[error("{}", text!("plan-blocker-no-space", needs = .needs, place = .place.display(), free = .free))]
    NoSpace {
        /// A folder on that disk.
        place: Arc<Path>,
        /// What is needed, with a margin.
        needs: Bytes,
        /// What is free.
        free: Bytes,
    },
    /// The hypervisor itself insists on more free space than it needs.
    #[error("{}", text!("plan-blocker-insists-on-space", insists = .insists, needs = .needs, free = .free))]
    InsistsOnSpace {
        /// What it insists on.
        insists: Bytes,
        /// What is really needed.
        needs: Bytes,
        /// What is free.
        free: Bytes,
    },
    /// The machine's state does not allow it.
    #[error("{}", text!("plan-blocker-state", machine = .machine, state = .state, what = .what))]
    State {
        /// The machine.
        machine: String,
        /// What it is doing.
        state: MachineState,
        /// What was asked for.
        what: StepKind,
    },
    /// The tree would become deeper than the hypervisor can open.
    #[error("{}", text!("plan-blocker-too-deep", depth = .depth))]
    TooDeep {
        /// How deep it is.
        depth: u32,
    },
    /// A chain of images would become longer than the hypervisor can open.
    #[error("{}", text!("plan-blocker-chain-too-long", image = .image.display(), length = .length))]
    ChainTooLong {
        /// The image at the end of the chain.
        image: Arc<Path>,
        /// How many images it has.
        length: usize,
    },
    /// A name is missing.
    #[error("{}", text!("plan-blocker-empty-name"))]
    EmptyName,
    /// A name would be taken for an id.
    #[error("{}", text!("plan-blocker-name-is-id", name = .name))]
    NameIsId {
        /// The name.
        name: String,
    },
    /// A name or description holds characters that the hypervisor destroys.
    #[error("{}", text!("plan-blocker-control-character", what = .what, code = format!("{:04X}", .code)))]
    ControlCharacter {
        /// What it stands in: name, description.
        what: &'static str,
        /// The character's number in Unicode.
        code: u32,
    },
    /// A name or description is longer than can be handed to the hypervisor, or read by anybody.
    #[error("{}", text!("plan-blocker-too-long", what = .what, length = .length, most = .most))]
    TooLong {
        /// What it is: name, description.
        what: &'static str,
        /// How long it is.
        length: usize,
        /// How long it may be.
        most: usize,
    },
    /// Another machine has this name.
    #[error("{}", text!("plan-blocker-name-taken", name = .name))]
    NameTaken {
        /// The name.
        name: String,
    },
    /// The hypervisor cannot do this.
    #[error("{}", text!("plan-blocker-not-offered", hypervisor = .hypervisor, what = .what))]
    NotOffered {
        /// Its name.
        hypervisor: String,
        /// What was asked for.
        what: StepKind,
    },
    /// What the plan is about is not there.
    #[error("{}", text!("plan-blocker-gone", what = .what))]
    Gone {
        /// What was asked for.
        what: String,
    },
    /// The machine has not been read, or cannot be.
    #[error("{}", text!("plan-blocker-not-read", machine = .machine, why = .why))]
    NotRead {
        /// The machine.
        machine: String,
        /// Why.
        why: String,
    },
    /// The current state was written to after it was said that nothing had changed.
    #[error("{}", text!("plan-blocker-written-since", machine = .machine))]
    WrittenSince {
        /// The machine.
        machine: String,
    },
    /// Nothing would change.
    #[error("{}", text!("plan-blocker-nothing-to-do"))]
    NothingToDo,
}

impl Blocker {
    /// The legal way out.
    #[must_use]
    pub fn way_out(&self) -> &'static str {
        match self {
            Self::SeveralChildren { .. } => text!("plan-way-out-several-children"),
            Self::CurrentWithChild { .. } => text!("plan-way-out-current-with-child"),
            Self::LinkedClone { .. } => text!("plan-way-out-linked-clone"),
            Self::SeveralImages { .. } => text!("plan-way-out-several-images"),
            Self::UnreadableMachine { .. } => text!("plan-way-out-unreadable-machine"),
            Self::BadImage { .. } => text!("plan-way-out-bad-image"),
            Self::BaseIsKept { .. } => text!("plan-way-out-base-is-kept"),
            Self::ImageInUse { .. } => text!("plan-way-out-image-in-use"),
            Self::NoSpace { .. } | Self::InsistsOnSpace { .. } => text!("plan-way-out-no-space"),
            Self::State { .. } => text!("plan-way-out-state"),
            Self::TooDeep { .. } => text!("plan-way-out-too-deep"),
            Self::ChainTooLong { .. } => text!("plan-way-out-chain-too-long"),
            Self::EmptyName => text!("plan-way-out-empty-name"),
            Self::NameIsId { .. } | Self::NameTaken { .. } => text!("plan-way-out-other-name"),
            Self::ControlCharacter { .. } => text!("plan-way-out-control-character"),
            Self::TooLong { .. } => text!("plan-way-out-too-long"),
            Self::NotOffered { .. } => text!("plan-way-out-not-offered"),
            Self::Gone { .. } => text!("plan-way-out-gone"),
            Self::NotRead { .. } => text!("plan-way-out-not-read"),
            Self::WrittenSince { .. } => text!("plan-way-out-written-since"),
            Self::NothingToDo => text!("plan-way-out-nothing-to-do"),
        }
    }
}
