//! `pins`: the snapshots that no rule deletes. Only a file of Snapgrove's own changes, no machine.

use std::io::{self, Write};

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use serde::Serialize;

use super::changes::tree_of;
use super::find::{self, Refused};
use super::json::{SCHEMA, print};
use super::surroundings::Surroundings;
use super::text::plain;
use crate::hypervisor::sandbox::SamplePin;
use crate::model::{Inventory, Snapshot};
use crate::pins::{Pin, Pins as AllPins, PinsFile, SnapshotKey};
use crate::words::{moment, snapshot_name};

/// Snapshots that no rule deletes, and that are asked for twice by hand
#[derive(Debug, Subcommand)]
pub enum Pins {
    /// List what is pinned, with the reasons
    List {
        /// Print JSON for programs instead of text for people
        #[arg(long)]
        json: bool,
    },
    /// Pin snapshots, or give their pins another reason
    Add(PinThese),
    /// Take pins off
    Remove(UnpinThese),
}

/// `snapgrove pins add`.
#[derive(Debug, Args)]
pub struct PinThese {
    /// The machine's name or id
    pub machine: String,
    /// The snapshots' names or ids
    #[arg(required = true, value_name = "SNAPSHOT")]
    pub snapshots: Vec<String>,
    /// Why they must stay
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    pub reason: String,
}

/// `snapgrove pins remove`.
#[derive(Debug, Args)]
pub struct UnpinThese {
    /// The machine's name or id
    pub machine: String,
    /// The snapshots' names or ids
    #[arg(required = true, value_name = "SNAPSHOT")]
    pub snapshots: Vec<String>,
}

/// Pins snapshots.
pub(super) fn add(inventory: &Inventory, around: &Surroundings, arguments: &PinThese) -> Result<(), Refused> {
    change(inventory, &arguments.machine, &arguments.snapshots, |pins, snapshot| {
        pins.pin(snapshot, &arguments.reason, around.now);
    })
}

/// Takes pins off.
pub(super) fn remove(inventory: &Inventory, around: &Surroundings, arguments: &UnpinThese) -> Result<(), Refused> {
    change(inventory, &arguments.machine, &arguments.snapshots, |pins, snapshot| pins.unpin(&snapshot, around.now))
}

fn change(
    inventory: &Inventory,
    machine: &str,
    snapshots: &[String],
    each: impl Fn(&mut AllPins, SnapshotKey),
) -> Result<(), Refused> {
    let (key, machine) = tree_of(inventory, machine)?;
    let snapshots = find::snapshots(machine, snapshots)?;
    let changed = PinsFile::usual().update(|pins| {
        for snapshot in snapshots {
            each(pins, SnapshotKey::new(&key, snapshot));
        }
    });
    changed.map(drop).map_err(|error| Refused::blocked(error.to_string()))
}

#[derive(Serialize)]
struct PinsJson {
    schema: u32,
    pins: Vec<PinJson>,
}

#[derive(Serialize)]
struct PinJson {
    connection: String,
    machine: String,
    machine_name: String,
    snapshot: String,
    name: String,
    reason: String,
    pinned_at: String,
}

/// Prints what is pinned of the machines that can be read, by machine; with what clones have from their origins.
pub(super) fn list(inventory: &Inventory, json: bool, out: &mut dyn Write) -> io::Result<()> {
    let pins = PinsFile::usual().load().map_err(io::Error::other)?;
    for line in pins.damaged() {
        tracing::warn!("{line}");
    }
    let mut found: Vec<(SnapshotKey, &str, &Snapshot, &Pin)> = Vec::new();
    for (_, entry) in inventory.machines() {
        let (Some(machine), key) = (entry.machine(), entry.entry.key()) else { continue };
        let pinned = machine.tree.iter().filter_map(|(_, snapshot)| Some((snapshot, pins.of(&key, snapshot.id)?)));
        found.extend(pinned.map(|(snapshot, pin)| (SnapshotKey::new(&key, snapshot.id), entry.name(), snapshot, pin)));
    }
    if json {
        let pins = found.into_iter().map(|(key, machine, snapshot, pin)| PinJson {
            connection: key.connection.to_string(),
            machine: key.machine.to_string(),
            machine_name: machine.to_owned(),
            snapshot: key.snapshot.to_string(),
            name: snapshot.name.clone(),
            reason: pin.reason.to_string(),
            pinned_at: pin.pinned_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        });
        return print(&PinsJson { schema: SCHEMA, pins: pins.collect() }, out);
    }
    if found.is_empty() {
        return writeln!(out, "Nothing is pinned.");
    }
    for (_, machine, snapshot, pin) in found {
        let reason = if pin.reason.trim().is_empty() { String::new() } else { format!(": {}", plain(&pin.reason)) };
        let name = plain(snapshot_name(&snapshot.name));
        writeln!(out, "{}  {name}  (since {}){reason}", plain(machine), moment(pin.pinned_at))?;
    }
    Ok(())
}

/// Pins what the stories of new samples tell to keep.
pub(super) fn pin_samples(samples: &[SamplePin], now: DateTime<Utc>, err: &mut dyn Write) {
    let kept = PinsFile::usual().update(|pins| {
        for sample in samples {
            pins.pin(SnapshotKey::new(&sample.machine, sample.snapshot), sample.reason, now);
        }
    });
    if let Err(error) = kept {
        writeln!(err, "snapgrove: {error}").ok();
    }
}
