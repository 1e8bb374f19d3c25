//! What can go wrong with a hypervisor, in words a person can act on.

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::{MachineState, Problem, ProblemKind, StepKind};
use crate::text;

/// Why a hypervisor could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum HypervisorError {
    /// A file could not be opened or read.
    #[error("{}", text!("hypervisor-file", path = path.display(), source = source))]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The hypervisor was ended while it put a new settings file in the place of the old one.
    #[error("{}", text!("hypervisor-cut-off", path = path.display(), beside = beside))]
    CutOff {
        /// Which file is not there.
        path: PathBuf,
        /// The name of the whole one that lies beside it.
        beside: String,
    },
    /// The hypervisor has left no trace on this computer.
    #[error("{}", text!("hypervisor-not-installed", folder = folder.display()))]
    NotInstalled {
        /// Where it was looked for.
        folder: PathBuf,
    },
    /// A settings file is damaged or hostile.
    #[error(
        "{}",
        text!(
            "hypervisor-damaged",
            path = path.display(),
            line = line.to_string(),
            column = column.to_string(),
            what = what
        )
    )]
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
    #[error("{}", text!("hypervisor-too-old", path = path.display(), version = version))]
    TooOld {
        /// Which file.
        path: PathBuf,
        /// The version it names.
        version: String,
    },
    /// The machine is encrypted as a whole.
    #[error("{}", text!("hypervisor-encrypted", name = name))]
    Encrypted {
        /// The machine's name.
        name: String,
    },
    /// The hypervisor's program is not there.
    #[error("{}", text!("hypervisor-tool-missing", program = program))]
    ToolMissing {
        /// Which program.
        program: String,
    },
    /// The hypervisor's program could not be started or its output was lost.
    #[error("{}", text!("hypervisor-tool-broken", program = program, source = source))]
    ToolBroken {
        /// Which program.
        program: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The hypervisor's program did not answer in time and was ended.
    #[error("{}", text!("hypervisor-timed-out", program = program, seconds = seconds))]
    TimedOut {
        /// Which program.
        program: String,
        /// How long it was waited for.
        seconds: u64,
    },
    /// The machine is in use: it runs, or another program changes it.
    #[error("{}", text!("hypervisor-locked", name = name, words = words))]
    Locked {
        /// The machine's name.
        name: String,
        /// The hypervisor's own words.
        words: String,
    },
    /// The machine's state does not allow it.
    #[error("{}", text!("hypervisor-wrong-state", name = name, state = state.to_string(), words = words))]
    WrongState {
        /// The machine's name.
        name: String,
        /// What it is doing.
        state: MachineState,
        /// The hypervisor's own words.
        words: String,
    },
    /// The host's disk is too full.
    #[error("{}", text!("hypervisor-no-space", words = words))]
    NoSpace {
        /// The hypervisor's own words.
        words: String,
    },
    /// The machine, snapshot or image is not there any more.
    #[error("{}", text!("hypervisor-not-found", words = words))]
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
    #[error("{}", text!("hypervisor-bad-image", path = path.display(), problem = problem))]
    BadImage {
        /// Where it should be.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Another machine rests on an image that would be merged or thrown away: it would be destroyed without
    /// a word.
    #[error("{}", text!("hypervisor-in-use-by-other", dependent = dependent, path = path.display()))]
    InUseByOther {
        /// Who rests on it, in words.
        dependent: String,
        /// The image that it rests on.
        path: PathBuf,
    },
    /// The hypervisor's program reported success, but the machine is not what was promised.
    #[error("{}", text!("hypervisor-not-as-promised", program = program, what = what))]
    NotAsPromised {
        /// Which program.
        program: String,
        /// What is different.
        what: String,
        /// The program's own words; may be empty.
        words: String,
    },
    /// The machine was still changing when waiting for it was given up.
    #[error("{}", text!("hypervisor-not-settled", name = name, words = words))]
    NotSettled {
        /// The machine's name.
        name: String,
        /// What had happened before, and what it is doing.
        words: String,
    },
    /// This hypervisor has no such step.
    #[error("{}", text!("hypervisor-not-offered", program = program, what = what.to_string()))]
    NotOffered {
        /// Which hypervisor.
        program: String,
        /// What was asked for.
        what: StepKind,
    },
    /// The person stopped it before anything was changed.
    #[error("{}", text!("hypervisor-cancelled"))]
    Cancelled,
    /// The hypervisor's program ended in the middle: how the machine stands must be read.
    #[error("{}", text!("hypervisor-interrupted", program = program, words = words))]
    Interrupted {
        /// Which program.
        program: String,
        /// Its own words, or how it ended.
        words: String,
    },
    /// The hypervisor's program refused.
    #[error("{}", text!("hypervisor-refused", program = program, words = words))]
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
                text!("hypervisor-file.advice-missing")
            }
            Self::CutOff { .. } => text!("hypervisor-cut-off.advice"),
            Self::NotInstalled { .. } => text!("hypervisor-not-installed.advice"),
            Self::File { .. } => text!("hypervisor-file.advice"),
            Self::Damaged { .. } => text!("hypervisor-damaged.advice"),
            Self::TooOld { .. } => text!("hypervisor-too-old.advice"),
            Self::Encrypted { .. } => text!("hypervisor-encrypted.advice"),
            Self::ToolMissing { .. } => text!("hypervisor-tool-missing.advice"),
            Self::ToolBroken { .. } => text!("hypervisor-tool-broken.advice"),
            Self::TimedOut { .. } => text!("hypervisor-timed-out.advice"),
            Self::Locked { .. } => text!("hypervisor-locked.advice"),
            Self::WrongState { .. } => text!("hypervisor-wrong-state.advice"),
            Self::NoSpace { .. } => text!("hypervisor-no-space.advice"),
            Self::NotFound { .. } => text!("hypervisor-not-found.advice"),
            Self::UnfitText { .. } => text!("hypervisor-unfit-text-advice"),
            Self::BadImage { .. } => text!("hypervisor-bad-image.advice"),
            Self::InUseByOther { .. } => text!("hypervisor-in-use-by-other.advice"),
            Self::NotAsPromised { .. } => text!("hypervisor-not-as-promised.advice"),
            Self::NotSettled { .. } => text!("hypervisor-not-settled.advice"),
            Self::NotOffered { .. } => text!("hypervisor-not-offered.advice"),
            Self::Cancelled => text!("hypervisor-cancelled.advice"),
            Self::Interrupted { .. } => text!("hypervisor-interrupted.advice"),
            Self::Refused { .. } => text!("hypervisor-refused.advice"),
        }
    }

    /// What the machine calls itself, where that could be read although the machine could not.
    #[must_use]
    pub fn machine_name(&self) -> Option<&str> {
        match self {
            Self::Encrypted { name } if !name.is_empty() => Some(name),
            _ => None,
        }
    }

    /// The same as data, to keep beside the machine it concerns.
    #[must_use]
    pub fn to_problem(&self) -> Problem {
        let kind = match self {
            Self::NotInstalled { .. } | Self::CutOff { .. } => ProblemKind::Missing,
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
