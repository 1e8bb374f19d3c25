//! Which machines a command is about, where it may be about several.

use clap::Args;

/// Machines by name, by group, or all.
#[derive(Debug, Clone, Default, Args)]
#[group(id = "which", multiple = true)]
pub struct Which {
    /// All machines
    #[arg(long, conflicts_with_all = ["group", "machine"])]
    pub all: bool,
    /// The machines of this group, such as /lab, and of the groups within. Several may be given
    #[arg(long, value_name = "GROUP")]
    pub group: Vec<String>,
    /// This machine, by name or id. Several may be given
    #[arg(long, value_name = "MACHINE")]
    pub machine: Vec<String>,
}

/// Several machines, and what becomes of the others if something stands against one.
#[derive(Debug, Clone, Default, Args)]
pub struct Several {
    /// Which machines
    #[command(flatten)]
    pub which: Which,
    /// Leave out what cannot be done, and do the rest; without this, one that cannot stops all before anything is begun
    #[arg(long)]
    pub leave_out: bool,
}
