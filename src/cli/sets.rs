//! Snapshots that were taken together: listing, restoring, deleting, forgetting them.

use std::io::{self, Write};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::change_arguments::{Manner, Restore};
use super::changes::Prepared;
use super::find::Refused;
use super::json::{SCHEMA, print};
use super::several;
use super::several_arguments::Several;
use super::surroundings::Surroundings;
use super::text::plain;
use crate::model::{Inventory, MachineKey, SnapshotId};
use crate::pins::{SnapshotKey, SnapshotSet, SnapshotSetsFile};
use crate::words::{machines, moment, snapshot_name};

/// Snapshots that were taken together on several machines
#[derive(Debug, Subcommand)]
pub enum Sets {
    /// List the sets, the newest first
    List {
        /// Print JSON for programs instead of text for people
        #[arg(long)]
        json: bool,
    },
    /// Go back to a set, on all its machines; a snapshot of each current state is taken first
    Restore(RestoreSet),
    /// Delete the snapshots of a set
    Delete(DeleteSet),
    /// Forget a set; its snapshots stay
    Forget {
        /// The set's name or id
        set: String,
    },
}

/// `snapgrove sets restore`.
#[derive(Debug, Args)]
pub struct RestoreSet {
    /// The set's name or id; of several with one name, the newest
    pub set: String,
    /// Name of the snapshots that are taken of the current states first [default: Before going back to …, with the
    /// moment]
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub keep_as: Option<String>,
    /// Take no snapshots of the current states: what changed since the last ones is lost
    #[arg(long, conflicts_with = "keep_as")]
    pub discard_current: bool,
    /// Start the machines afterwards
    #[arg(long)]
    pub start: bool,
    /// Leave out the machines on which it cannot be done, and do the rest
    #[arg(long)]
    pub leave_out: bool,
    /// How to go about it
    #[command(flatten)]
    pub manner: Manner,
}

/// `snapgrove sets delete`.
#[derive(Debug, Args)]
pub struct DeleteSet {
    /// The set's name or id; of several with one name, the newest
    pub set: String,
    /// Also those that are pinned
    #[arg(long)]
    pub also_pinned: bool,
    /// Leave out what cannot be deleted, and do the rest
    #[arg(long)]
    pub leave_out: bool,
    /// How to go about it
    #[command(flatten)]
    pub manner: Manner,
}

impl Sets {
    /// Whether it changes machines.
    #[must_use]
    pub fn is_change(&self) -> bool {
        matches!(self, Self::Restore(_) | Self::Delete(_))
    }
}

/// The newest set with this name, or the one with this id.
fn find(wanted: &str) -> Result<SnapshotSet, Refused> {
    let sets = SnapshotSetsFile::usual().load().map_err(|error| Refused::blocked(error.to_string()))?;
    let by_id = wanted.parse().ok().and_then(|id| sets.get(id));
    let same_name = |set: &&SnapshotSet| set.name.trim().to_lowercase() == wanted.trim().to_lowercase();
    let newest = || sets.iter().filter(same_name).last();
    by_id.or_else(newest).cloned().ok_or_else(|| {
        Refused::usage(format!("There is no set “{wanted}”. `snapgrove sets list` names those there are."))
    })
}

/// Every machine of a set goes back to its snapshot.
pub(super) fn restore(
    inventory: &Inventory,
    around: &Surroundings,
    arguments: &RestoreSet,
) -> Result<Prepared, Refused> {
    let set = find(&arguments.set)?;
    let members: Vec<(MachineKey, SnapshotId)> =
        set.members.iter().map(|member| (member.machine_key(), member.snapshot)).collect();
    let restore = Restore {
        one: None,
        snapshot: None,
        snapshot_named: None,
        before: None,
        several: Several { leave_out: arguments.leave_out, ..Several::default() },
        keep_as: arguments.keep_as.clone(),
        discard_current: arguments.discard_current,
        start: arguments.start,
        manner: arguments.manner.clone(),
    };
    Ok(several::restore_each(inventory, around, &members, Vec::new(), &restore))
}

/// The snapshots of a set go, as far as they are still there.
pub(super) fn delete(inventory: &Inventory, arguments: &DeleteSet) -> Result<Prepared, Refused> {
    let set = find(&arguments.set)?;
    let pins = several::pins()?;
    let is_there = |member: &&SnapshotKey| name_of(inventory, member).is_some();
    let there: Vec<&SnapshotKey> = set.members.iter().filter(is_there).collect();
    if there.is_empty() {
        let words =
            format!("No snapshot of “{}” is there any more. `snapgrove sets forget` takes it off the list.", set.name);
        return Err(Refused::blocked(words));
    }
    let pinned: Vec<String> = there
        .iter()
        .filter(|member| pins.has(&member.machine_key(), member.snapshot))
        .filter_map(|member| name_of(inventory, member))
        .collect();
    super::changes::check_pinned(&pinned, arguments.also_pinned)?;
    let mut marked: Vec<(MachineKey, Vec<SnapshotId>)> = Vec::new();
    for member in there {
        let key = member.machine_key();
        match marked.iter_mut().find(|(known, _)| *known == key) {
            Some((_, snapshots)) => snapshots.push(member.snapshot),
            None => marked.push((key, vec![member.snapshot])),
        }
    }
    Ok(several::delete_marked(inventory, &marked, Vec::new(), arguments.leave_out, &pins))
}

/// Takes a set off the list.
pub(super) fn forget(wanted: &str) -> Result<(), Refused> {
    let set = find(wanted)?;
    let forgotten = SnapshotSetsFile::usual().update(|sets| sets.remove(set.id));
    forgotten.map(drop).map_err(|error| Refused::blocked(error.to_string()))
}

fn name_of(inventory: &Inventory, member: &SnapshotKey) -> Option<String> {
    let (_, entry) = inventory.machine(&member.machine_key())?;
    let machine = entry.machine()?;
    Some(machine.tree.get(machine.tree.find(member.snapshot)?).name.clone())
}

#[derive(Serialize)]
struct SetsJson {
    schema: u32,
    sets: Vec<SetJson>,
}

#[derive(Serialize)]
struct SetJson {
    id: String,
    name: String,
    taken_at: String,
    members: Vec<MemberJson>,
}

#[derive(Serialize)]
struct MemberJson {
    connection: String,
    machine: String,
    /// `null` where the machine is not there any more.
    machine_name: Option<String>,
    snapshot: String,
    /// `null` where the snapshot is not there any more.
    name: Option<String>,
}

/// Prints all sets.
pub(super) fn list(inventory: &Inventory, json: bool, out: &mut dyn Write) -> io::Result<()> {
    let sets = SnapshotSetsFile::usual().load().map_err(io::Error::other)?;
    for line in sets.damaged() {
        tracing::warn!("{line}");
    }
    let mut newest: Vec<&SnapshotSet> = sets.iter().collect();
    newest.reverse();
    if json {
        let sets = newest.into_iter().map(|set| set_json(inventory, set)).collect();
        return print(&SetsJson { schema: SCHEMA, sets }, out);
    }
    if newest.is_empty() {
        return writeln!(out, "No snapshots were taken together so far: `snapgrove take --all` does it.");
    }
    for set in newest {
        let count = machines(set.members.len());
        writeln!(out, "{}  ({}, {count})  {}", plain(&set.name), moment(set.taken_at), set.id)?;
        for member in &set.members {
            let machine = inventory.machine(&member.machine_key()).map(|(_, entry)| entry.name().to_owned());
            let machine = machine.unwrap_or_else(|| format!("{} (not there any more)", member.machine));
            let name = name_of(inventory, member);
            let name = name.map_or_else(|| "not there any more".to_owned(), |name| snapshot_name(&name).to_owned());
            writeln!(out, "  {}: {}", plain(&machine), plain(&name))?;
        }
    }
    Ok(())
}

fn set_json(inventory: &Inventory, set: &SnapshotSet) -> SetJson {
    let members = set.members.iter().map(|member| MemberJson {
        connection: member.connection.to_string(),
        machine: member.machine.to_string(),
        machine_name: inventory.machine(&member.machine_key()).map(|(_, entry)| entry.name().to_owned()),
        snapshot: member.snapshot.to_string(),
        name: name_of(inventory, member),
    });
    SetJson {
        id: set.id.to_string(),
        name: set.name.clone(),
        taken_at: set.taken_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        members: members.collect(),
    }
}
