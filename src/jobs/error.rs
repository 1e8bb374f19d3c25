//! Why a step was not done, or not as it was promised.

use std::io;
use std::path::PathBuf;

use super::sentences::in_a_row;
use crate::hypervisor::HypervisorError;
use crate::plan::{Blocker, Difference};
use crate::text;

/// Why a step was not done, or not as it was promised.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Another Snapgrove works on the machine.
    #[error("{}", text!("jobs-error-busy", machine = .machine))]
    Busy {
        /// The machine's name.
        machine: String,
    },
    /// A program that an earlier Snapgrove has started is still at work on the machine.
    #[error("{}", text!("jobs-error-still-at-work", program = .program, machine = .machine, what = .what))]
    StillAtWork {
        /// What the program is called.
        program: String,
        /// The machine's name.
        machine: String,
        /// What it does.
        what: String,
    },
    /// The connection that the machine belongs to is not open any more.
    #[error("{}", text!("jobs-error-no-connection", connection = .connection))]
    NoConnection {
        /// Its id.
        connection: String,
    },
    /// The hypervisor does not list the machine.
    #[error("{}", text!("jobs-error-no-machine", machine = .machine))]
    NoMachine {
        /// Its name, or its id.
        machine: String,
    },
    /// Snapgrove's own files cannot be written or read.
    #[error("{}", text!("jobs-error-file", path = path.display(), doing = .doing, source = .source))]
    File {
        /// Which file.
        path: PathBuf,
        /// What was to be done to it, as the text of the error knows it: made, opened, locked, written or read.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// The system names no folder for data.
    #[error("{}", text!("jobs-error-no-folder"))]
    NoFolder,
    /// The hypervisor refused or failed.
    #[error(transparent)]
    Hypervisor(#[from] HypervisorError),
    /// The machine is not as it was confirmed.
    #[error(
        "{}",
        text!("jobs-error-changed", machine = .machine, differences = join(differences, Difference::meanwhile))
    )]
    Changed {
        /// The machine's name.
        machine: String,
        /// In what it differs.
        differences: Vec<Difference>,
    },
    /// Something stands against the step now.
    #[error("{}", join(blockers, ToString::to_string))]
    Blocked {
        /// What it is; never empty.
        blockers: Vec<Blocker>,
    },
    /// The machine is not as the step had promised.
    #[error("{}", text!("jobs-error-unlike", differences = join(differences, Clone::clone)))]
    Unlike {
        /// In what it differs, with both versions, in words.
        differences: Vec<String>,
    },
    /// A fault in Snapgrove itself.
    #[error("{}", text!("jobs-error-fault", what = .what))]
    Fault {
        /// What is known of it.
        what: String,
    },
    /// The machine must be off for this.
    #[error("{}", text!("jobs-error-in-use", machine = .machine))]
    InUse {
        /// The machine's name.
        machine: String,
    },
}

fn join<T>(all: &[T], words: impl Fn(&T) -> String) -> String {
    /// Most that is told: a tree of thousands may have changed.
    const MOST: usize = 5;
    let told = all.iter().take(MOST).map(words).collect::<Vec<_>>().join(text!("list-sentences"));
    if all.len() > MOST { text!("jobs-error-and-more", told = told, count = all.len() - MOST) } else { told }
}

impl JobError {
    pub(super) fn file(path: impl Into<PathBuf>, doing: &'static str) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, doing, source }
    }

    /// What the person can do.
    #[must_use]
    pub fn advice(&self) -> String {
        match self {
            Self::Busy { .. } => text!("jobs-error-busy-advice").to_owned(),
            Self::StillAtWork { .. } => text!("jobs-error-still-at-work-advice").to_owned(),
            Self::NoConnection { .. } => text!("jobs-error-no-connection-advice").to_owned(),
            Self::NoMachine { .. } => text!("jobs-error-no-machine-advice").to_owned(),
            Self::File { .. } => text!("jobs-error-file-advice").to_owned(),
            Self::NoFolder => text!("jobs-error-no-folder-advice").to_owned(),
            Self::Hypervisor(error) => error.advice().to_owned(),
            Self::Changed { .. } => text!("jobs-error-changed-advice").to_owned(),
            Self::Blocked { blockers } => {
                let mut ways: Vec<&str> = Vec::new();
                for way in blockers.iter().map(Blocker::way_out) {
                    if !ways.contains(&way) {
                        ways.push(way);
                    }
                }
                in_a_row(ways)
            }
            Self::Unlike { .. } => text!("jobs-error-unlike-advice").to_owned(),
            Self::Fault { .. } => text!("jobs-error-fault-advice").to_owned(),
            Self::InUse { .. } => text!("jobs-error-in-use-advice").to_owned(),
        }
    }
}
