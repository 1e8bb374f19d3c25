//! Why a step was not done, or not as it was promised.

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use crate::hypervisor::HypervisorError;
use crate::plan::{Blocker, Difference};
use crate::text;

/// Why a step was not done, or not as it was promised.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Another Snapgrove works on the machine.
    #[error("another Snapgrove is changing “{machine}”")]
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
    #[error("the connection “{connection}” is not open")]
    NoConnection {
        /// Its id.
        connection: String,
    },
    /// The hypervisor does not list the machine.
    #[error("“{machine}” is not there any more")]
    NoMachine {
        /// Its name, or its id.
        machine: String,
    },
    /// Snapgrove's own files cannot be written or read.
    #[error("{} cannot be {doing}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What was to be done to it.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// The system names no folder for data.
    #[error("this system names no folder for the journal")]
    NoFolder,
    /// The hypervisor refused or failed.
    #[error(transparent)]
    Hypervisor(#[from] HypervisorError),
    /// The machine is not as it was confirmed.
    #[error("“{machine}” is not as it was when you confirmed: {}", join(differences, Difference::meanwhile))]
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
    #[error("it did not lead to what was promised: {}", join(differences, Clone::clone))]
    Unlike {
        /// In what it differs, with both versions, in words.
        differences: Vec<String>,
    },
    /// A fault in Snapgrove itself.
    #[error("Snapgrove has a fault: {what}")]
    Fault {
        /// What is known of it.
        what: String,
    },
    /// The machine must be off for this.
    #[error("“{machine}” is in use: its settings file cannot be put back now")]
    InUse {
        /// The machine's name.
        machine: String,
    },
}

fn join<T>(all: &[T], words: impl Fn(&T) -> String) -> String {
    /// Most that is told: a tree of thousands may have changed.
    const MOST: usize = 5;
    let mut text = all.iter().take(MOST).map(words).collect::<Vec<_>>().join("; ");
    if all.len() > MOST {
        // Writing to a text does not fail.
        let _ = write!(text, "; and {} more", all.len() - MOST);
    }
    text
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
            Self::Busy { .. } => "Wait until it is done, then try again.".to_owned(),
            Self::StillAtWork { .. } => text!("jobs-error-still-at-work-advice").to_owned(),
            Self::NoConnection { .. } => "Open the connection again, then try again.".to_owned(),
            Self::NoMachine { .. } => "Refresh and look again.".to_owned(),
            Self::File { .. } => {
                "Snapgrove changes nothing while it cannot keep its journal: check that there is free space and that \
                 the folder can be written by you."
                    .to_owned()
            }
            Self::NoFolder => "Set HOME, or XDG_DATA_HOME, to a folder that you can write.".to_owned(),
            Self::Hypervisor(error) => error.advice().to_owned(),
            Self::Changed { .. } => "Look at the tree as it is now, and confirm again.".to_owned(),
            Self::Blocked { blockers } => {
                let mut ways: Vec<&str> = Vec::new();
                for way in blockers.iter().map(Blocker::way_out) {
                    if !ways.contains(&way) {
                        ways.push(way);
                    }
                }
                ways.join(" ")
            }
            Self::Unlike { .. } => "Look at the machine before you go on. A copy of its settings file from before the \
                                    step is among its settings copies."
                .to_owned(),
            Self::Fault { .. } => "Please report it, with the log. Look at the machine before you go on.".to_owned(),
            Self::InUse { .. } => "Power the machine off and close its window, then try again.".to_owned(),
        }
    }
}
