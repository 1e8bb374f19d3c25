//! The command line's definition.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use super::change_arguments::{Clone, Delete, Edit, Forecast, Restore, Take};
use super::clean_arguments::Clean;
use super::inspect::Inspect;
use super::pins::Pins;
use super::schedule::Schedule;
use super::sets::Sets;
use crate::hypervisor::{ConnectOptions, SandboxWish};

/// Heading of the options that all commands have.
const WHERE: &str = "Where machines are looked for";

/// Shows every virtual machine's snapshots as a tree.
///
/// Without a command it opens the window.
///
/// Exit codes: 0 done; 1 the inspection found something serious; 2 wrong usage, such as a name that fits several
/// snapshots; 3 refused, and nothing was changed; 4 failed or stopped, and what stands is printed.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Arguments {
    /// VirtualBox's configuration folder, where VirtualBox.xml is [default: `VBOX_USER_HOME`, else the usual place]
    #[arg(long, global = true, help_heading = WHERE, value_name = "DIR")]
    pub virtualbox_home: Option<PathBuf>,

    /// The program VBoxManage, which says what machines are doing and carries changes out [default: looked for]
    #[arg(long, global = true, help_heading = WHERE, value_name = "PATH")]
    pub vboxmanage: Option<PathBuf>,

    /// Show the Sandbox, practice machines that are safe to break, in DIR [default: the platform's data folder]
    #[arg(long, global = true, help_heading = WHERE, value_name = "DIR", num_args = 0..=1, require_equals = true)]
    #[expect(clippy::option_option, reason = "not given, given, given with a folder")]
    pub sandbox: Option<Option<PathBuf>>,

    /// Show every component of the window beside the others, for whoever works on the design
    #[arg(long, hide = true)]
    pub gallery: bool,

    /// What to do without a window
    #[command(subcommand)]
    pub command: Option<CommandLine>,
}

/// The headless commands.
#[derive(Debug, Subcommand)]
pub enum CommandLine {
    /// List all machines with their snapshots
    List {
        /// Print JSON for programs instead of text for people
        #[arg(long)]
        json: bool,
    },
    /// Show one machine: its tree, its images, its settings
    Show {
        /// The machine's name or id
        machine: String,
        /// Print JSON for programs instead of text for people
        #[arg(long)]
        json: bool,
    },
    /// Look for what is wrong, what takes the space and what can go; nothing is changed
    Inspect(Inspect),
    /// Say what deleting snapshots would free, need and copy; nothing is changed
    Forecast(Forecast),
    /// Take a snapshot of one machine, or of several
    Take(Take),
    /// Go back to a snapshot; a snapshot of the current state is taken first
    Restore(Restore),
    /// Delete snapshots, in the order that copies least
    Delete(Delete),
    /// Rename or describe snapshots
    Edit(Edit),
    /// Make new machines from a machine or one of its snapshots
    Clone(Clone),
    /// Delete what a rule names, on all machines together
    Clean(Clean),
    /// Snapshots that were taken together on several machines
    #[command(subcommand)]
    Sets(Sets),
    /// Snapshots that no rule deletes, and that are asked for twice by hand
    #[command(subcommand)]
    Pins(Pins),
    /// Regular inspections and clean-ups, started by the system
    #[command(subcommand)]
    Schedule(Schedule),
}

impl CommandLine {
    /// Whether it may change machines.
    #[must_use]
    pub fn is_change(&self) -> bool {
        match self {
            Self::List { .. }
            | Self::Show { .. }
            | Self::Forecast(_)
            | Self::Inspect(_)
            | Self::Pins(_)
            | Self::Schedule(_) => false,
            Self::Sets(sets) => sets.is_change(),
            Self::Take(_) | Self::Restore(_) | Self::Delete(_) | Self::Edit(_) | Self::Clone(_) | Self::Clean(_) => {
                true
            }
        }
    }
}

impl Arguments {
    /// Where to look for hypervisors.
    #[must_use]
    pub fn connect_options(&self) -> ConnectOptions {
        ConnectOptions {
            virtualbox_home: self.virtualbox_home.clone(),
            vboxmanage: self.vboxmanage.clone(),
            sandbox: if self.sandbox.is_some() { SandboxWish::Always } else { SandboxWish::Never },
            sandbox_folder: self.sandbox.clone().flatten(),
        }
    }
}
