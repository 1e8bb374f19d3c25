//! The arguments of the commands that change machines, and of the one that foretells a change.

use clap::Args;

use super::moment::Moment;
use super::several_arguments::Several;
use crate::naming::Template;

/// What all changes have in common.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Manner {
    /// Go ahead without asking
    #[arg(long, short)]
    pub yes: bool,
    /// Print the plan and change nothing
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
    /// Print the `VBoxManage` commands that do the same, and change nothing
    #[arg(long, conflicts_with_all = ["yes", "dry_run", "json"])]
    pub commands: bool,
    /// Print JSON for programs instead of text for people
    #[arg(long)]
    pub json: bool,
}

/// A name by a template.
#[derive(Debug, Args)]
pub struct ByTemplate {
    // clap takes an n in braces for a line break.
    /// Name by a template, such as "{purpose} {date}"; fields are {purpose}, {date}, {time}, {machine}, {user}, and
    /// n in braces for a number that counts up
    #[arg(long, value_name = "TEMPLATE", conflicts_with = "name", allow_hyphen_values = true)]
    pub template: Option<Template>,
    /// What {purpose} stands for
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    pub purpose: String,
}

/// `snapgrove take`.
#[derive(Debug, Args)]
pub struct Take {
    /// The machines' names or ids
    #[arg(value_name = "MACHINE", required_unless_present_any = ["all", "group", "machine"])]
    pub machines: Vec<String>,
    /// Of several machines
    #[command(flatten)]
    pub several: Several,
    /// What snapshots of several machines are remembered as together [default: their name]
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub set: Option<String>,
    /// The snapshot's name [default: by the convention of the settings]
    #[arg(long, short, value_name = "NAME", allow_hyphen_values = true)]
    pub name: Option<String>,
    /// How to name it
    #[command(flatten)]
    pub by_template: ByTemplate,
    /// What to remember about it
    #[arg(long, short, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    pub description: String,
    /// How to go about it
    #[command(flatten)]
    pub manner: Manner,
}

/// `snapgrove restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The machine's name or id
    #[arg(value_name = "MACHINE", required_unless_present_any = ["snapshot_named", "before"],
        conflicts_with_all = ["snapshot_named", "before"])]
    pub one: Option<String>,
    /// The snapshot's name or id
    #[arg(required_unless_present_any = ["snapshot_named", "before"])]
    pub snapshot: Option<String>,
    /// Each machine to its newest snapshot of this name; upper and lower case are the same
    #[arg(long, value_name = "NAME", allow_hyphen_values = true, requires = "which", conflicts_with = "before")]
    pub snapshot_named: Option<String>,
    /// Each machine to the newest snapshot before this moment, such as "2026-10-05 09:00", "monday 09:00" or
    /// "yesterday 18:00"
    #[arg(long, value_name = "TIME", requires = "which")]
    pub before: Option<Moment>,
    /// Of several machines
    #[command(flatten)]
    pub several: Several,
    /// Name of the snapshot that is taken of the current state first [default: Before going back to …, with the moment;
    /// none is taken where nothing would be lost]
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub keep_as: Option<String>,
    /// Take no snapshot of the current state: what changed since the last one is lost
    #[arg(long, conflicts_with = "keep_as")]
    pub discard_current: bool,
    /// Start the machine afterwards
    #[arg(long)]
    pub start: bool,
    /// How to go about it
    #[command(flatten)]
    pub manner: Manner,
}

/// `snapgrove delete`.
#[derive(Debug, Args)]
pub struct Delete {
    /// The machine's name or id
    #[arg(value_name = "MACHINE", required_unless_present = "name_like", conflicts_with = "name_like")]
    pub one: Option<String>,
    /// The snapshots' names or ids
    #[arg(value_name = "SNAPSHOT", required_unless_present = "name_like")]
    pub snapshots: Vec<String>,
    /// With all snapshots below them
    #[arg(long, conflicts_with = "name_like")]
    pub branch: bool,
    /// All snapshots with such a name; * and ? are wildcards. Several may be given
    #[arg(long, value_name = "PATTERN", allow_hyphen_values = true, requires = "which")]
    pub name_like: Vec<String>,
    /// Of several machines
    #[command(flatten)]
    pub several: Several,
    /// Also those that are pinned
    #[arg(long)]
    pub also_pinned: bool,
    /// How to go about it
    #[command(flatten)]
    pub manner: Manner,
}

/// `snapgrove forecast`.
#[derive(Debug, Args)]
pub struct Forecast {
    /// Which snapshots
    #[command(flatten)]
    pub marked: Marked,
    /// Print JSON for programs instead of text for people
    #[arg(long)]
    pub json: bool,
}

/// Snapshots of one machine.
#[derive(Debug, Args)]
pub struct Marked {
    /// The machine's name or id
    pub machine: String,
    /// The snapshots' names or ids
    #[arg(required = true, value_name = "SNAPSHOT")]
    pub snapshots: Vec<String>,
    /// With all snapshots below them
    #[arg(long)]
    pub branch: bool,
}

/// `snapgrove edit`.
#[derive(Debug, Args)]
pub struct Edit {
    /// The machine's name or id
    pub machine: String,
    /// The snapshots' names or ids; numbers of a template count in this order
    #[arg(required = true, value_name = "SNAPSHOT")]
    pub snapshots: Vec<String>,
    /// The new name; for one snapshot only
    #[arg(long, short, value_name = "NAME", allow_hyphen_values = true)]
    pub name: Option<String>,
    /// How to name them
    #[command(flatten)]
    pub by_template: ByTemplate,
    /// The new description; an empty one removes it
    #[arg(long, short, value_name = "TEXT", allow_hyphen_values = true)]
    pub description: Option<String>,
    /// How to go about it
    #[command(flatten)]
    pub manner: Manner,
}

/// `snapgrove clone`.
#[derive(Debug, Args)]
pub struct Clone {
    /// The machine's name or id
    pub machine: String,
    /// Clone this snapshot, by name or id [default: the current state]
    #[arg(long, short, value_name = "SNAPSHOT", conflicts_with = "everything")]
    pub snapshot: Option<String>,
    /// Let the clone rest on the snapshot's disks, instead of copying them
    #[arg(long, requires = "snapshot")]
    pub linked: bool,
    /// Clone the current state with all snapshots
    #[arg(long)]
    pub everything: bool,
    /// The new machine's name; several make several machines
    #[arg(long, short, value_name = "NAME", allow_hyphen_values = true)]
    pub name: Vec<String>,
    /// How to name them
    #[command(flatten)]
    pub by_template: ByTemplate,
    /// How many machines to make by the template
    #[arg(long, value_name = "NUMBER", default_value_t = 1, requires = "template",
        value_parser = clap::value_parser!(u16).range(1..=MOST_CLONES))]
    pub count: u16,
    /// How to go about it
    #[command(flatten)]
    pub manner: Manner,
}

/// Machines made by one command, at most. More than that is likelier a slip of the finger.
const MOST_CLONES: i64 = 100;
