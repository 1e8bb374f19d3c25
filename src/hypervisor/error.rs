//! What can go wrong with a hypervisor, in words a person can act on.

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::{MachineState, Problem, ProblemKind, StepKind};

/// Why a hypervisor could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum HypervisorError {
    /// A file could not be opened or read.
    #[error("{} cannot be read: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The hypervisor has left no trace on this computer.
    #[error("VirtualBox was not found: there is no VirtualBox.xml in {}", folder.display())]
    NotInstalled {
        /// Where it was looked for.
        folder: PathBuf,
    },
    /// A settings file is damaged or hostile.
    #[error("{} is damaged at line {line}, column {column}: {what}", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
        /// Column in characters, from 1.
        column: u64,
        /// What is wrong there.
        what: String,
    },
    /// The settings file's format is older than what can be read.
    #[error("{} has settings version {version}, which is too old to be read", path.display())]
    TooOld {
        /// Which file.
        path: PathBuf,
        /// The version it names.
        version: String,
    },
    /// The machine is encrypted as a whole.
    #[error("“{name}” is encrypted: its snapshots cannot be seen from outside")]
    Encrypted {
        /// The machine's name.
        name: String,
    },
    /// The hypervisor's program is not there.
    #[error("{program} was not found")]
    ToolMissing {
        /// Which program.
        program: String,
    },
    /// The hypervisor's program could not be started or its output was lost.
    #[error("{program} could not be run: {source}")]
    ToolBroken {
        /// Which program.
        program: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The hypervisor's program did not answer in time and was ended.
    #[error("{program} did not answer within {seconds} s")]
    TimedOut {
        /// Which program.
        program: String,
        /// How long it was waited for.
        seconds: u64,
    },
    /// The machine is in use: it runs, or another program changes it.
    #[error("“{name}” is in use by another program: {words}")]
    Locked {
        /// The machine's name.
        name: String,
        /// The hypervisor's own words.
        words: String,
    },
    /// The machine's state does not allow it.
    #[error("“{name}” is {state}: {words}")]
    WrongState {
        /// The machine's name.
        name: String,
        /// What it is doing.
        state: MachineState,
        /// The hypervisor's own words.
        words: String,
    },
    /// The host's disk is too full.
    #[error("there is not enough free space: {words}")]
    NoSpace {
        /// The hypervisor's own words.
        words: String,
    },
    /// The machine, snapshot or image is not there any more.
    #[error("it is not there any more: {words}")]
    NotFound {
        /// The hypervisor's own words.
        words: String,
    },
    /// A name or description that the hypervisor could not keep, or would take for something else.
    #[error("{why}")]
    UnfitText {
        /// What is wrong with it, as a sentence.
        why: String,
    },
    /// An image that the step relies on is missing, or is another one than the settings say.
    #[error("nothing was changed, because the image {} is not as it should be: {problem}", path.display())]
    BadImage {
        /// Where it should be.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Another machine rests on an image that would be merged or thrown away: it would be destroyed without
    /// a word.
    #[error("nothing was changed, because {dependent} rests on {} and would be lost", path.display())]
    InUseByOther {
        /// Who rests on it, in words.
        dependent: String,
        /// The image that it rests on.
        path: PathBuf,
    },
    /// The hypervisor's program reported success, but the machine is not what was promised.
    #[error("{program} reported success, but {what}")]
    NotAsPromised {
        /// Which program.
        program: String,
        /// What is different.
        what: String,
        /// The program's own words; may be empty.
        words: String,
    },
    /// The machine was still changing when waiting for it was given up.
    #[error("“{name}” is still being changed by the hypervisor: {words}")]
    NotSettled {
        /// The machine's name.
        name: String,
        /// What had happened before, and what it is doing.
        words: String,
    },
    /// This hypervisor has no such step.
    #[error("{program} cannot {what}")]
    NotOffered {
        /// Which hypervisor.
        program: String,
        /// What was asked for.
        what: StepKind,
    },
    /// The person stopped it before anything was changed.
    #[error("it was stopped before anything was changed")]
    Cancelled,
    /// The hypervisor's program ended in the middle: how the machine stands must be read.
    #[error("{program} ended in the middle: {words}")]
    Interrupted {
        /// Which program.
        program: String,
        /// Its own words, or how it ended.
        words: String,
    },
    /// The hypervisor's program refused.
    #[error("{program} refused: {words}")]
    Refused {
        /// Which program.
        program: String,
        /// Its own words.
        words: String,
    },
}

impl HypervisorError {
    /// What the person can do about it.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::File { source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
                "If the machine was moved, add it again in VirtualBox. If its disk is not mounted, mount it and refresh."
            }
            Self::NotInstalled { .. } => {
                "Install VirtualBox and make a machine, or choose the folder where its VirtualBox.xml is."
            }
            Self::File { .. } => "Check that the file and its folder can be read by you, then refresh.",
            Self::Damaged { .. } => {
                "Nothing was changed. VirtualBox keeps the previous version beside it, with “-prev” in its name: \
                 compare the two before you let VirtualBox write again."
            }
            Self::TooOld { .. } => "Open the machine once in a VirtualBox version that can convert it.",
            Self::Encrypted { .. } => "Add the machine's password in VirtualBox, then refresh.",
            Self::ToolMissing { .. } => {
                "Trees and sizes do not need it; changes, and seeing which machines run, do. Install it, or name it with \
                 --vboxmanage."
            }
            Self::ToolBroken { .. } => "Trees and sizes do not need it, changes do. Refresh to ask again.",
            Self::TimedOut { .. } => {
                "Trees and sizes do not need it. Refresh to ask again; if a change was under way, see how the machine \
                 stands first."
            }
            Self::Locked { .. } => {
                "Wait until the other program is done, or close the machine's window, then try again."
            }
            Self::WrongState { .. } => "Wait, or power the machine off, then try again.",
            Self::NoSpace { .. } => "Free some space on the disk that the machine lies on, then try again.",
            Self::NotFound { .. } => "Something else has changed it: refresh and look again.",
            Self::UnfitText { .. } => "Choose another text. Nothing was changed.",
            Self::BadImage { .. } => {
                "Put the file back where it was, from a backup if need be, and try again. Do not delete or restore \
                 snapshots of this machine before that."
            }
            Self::InUseByOther { .. } => {
                "Delete the machine that rests on it first, or make a full clone of it; then try again."
            }
            Self::NotAsPromised { .. } => {
                "Do not change the machine any further. Look at what is there now, and check the free space on its \
                 disk. If its settings file is damaged, quit VirtualBox and bring back Snapgrove's copy of it."
            }
            Self::NotSettled { .. } => {
                "Wait, and refresh now and then to see how the machine stands. Do not switch the computer off."
            }
            Self::NotOffered { .. } => "Use the hypervisor's own program for this.",
            Self::Cancelled => "Nothing needs to be done.",
            Self::Interrupted { .. } => {
                "Refresh to see how the machine stands. A merge that had begun may still go on in the background."
            }
            Self::Refused { .. } => "Its own words say why.",
        }
    }

    /// The same as data, to keep beside the machine it concerns.
    #[must_use]
    pub fn to_problem(&self) -> Problem {
        let kind = match self {
            Self::NotInstalled { .. } => ProblemKind::Missing,
            Self::File { source, .. } if source.kind() == std::io::ErrorKind::NotFound => ProblemKind::Missing,
            Self::File { .. } => ProblemKind::Unreadable,
            Self::Damaged { .. } => ProblemKind::Damaged,
            Self::TooOld { .. } => ProblemKind::TooOld,
            Self::Encrypted { .. } => ProblemKind::Encrypted,
            Self::ToolMissing { .. }
            | Self::ToolBroken { .. }
            | Self::TimedOut { .. }
            | Self::Locked { .. }
            | Self::WrongState { .. }
            | Self::NoSpace { .. }
            | Self::NotFound { .. }
            | Self::UnfitText { .. }
            | Self::BadImage { .. }
            | Self::InUseByOther { .. }
            | Self::NotAsPromised { .. }
            | Self::NotSettled { .. }
            | Self::NotOffered { .. }
            | Self::Cancelled
            | Self::Interrupted { .. }
            | Self::Refused { .. } => ProblemKind::Tool,
        };
        Problem { kind, what: Arc::from(self.to_string()), advice: Arc::from(self.advice()) }
    }
}
