//! What is told of several machines beside the steps: what a rule decided, what is left out, the host's disks, and how it
//! went on each machine.

use std::io::{self, Write};
use std::time::Duration;

use super::changes::Prepared;
use super::text::plain;
use crate::jobs::{StepResult, Summary, TimeLeft};
use crate::model::{Bytes, MachineKey};
use crate::plan::Plan;
use crate::plan::forecast::Rates;
use crate::plan::machines::{LeftOut, WhyLeftOut};
use crate::platform;
use crate::words::{snapshot_name, snapshots};

/// Prints what a rule decided, and what is left out: before the steps, so that nobody overlooks it.
pub fn before_steps(prepared: &Prepared, out: &mut dyn Write) -> io::Result<()> {
    if let Some(decided) = &prepared.decided {
        writeln!(out, "{}.", plain(&decided.rule))?;
        for one in &decided.snapshots {
            writeln!(out, "{}  {}: {}", plain(&one.machine_name), plain(&one.name), plain(&one.why))?;
        }
        for note in &decided.notes {
            writeln!(out, "! {}", plain(note))?;
        }
        let counts = &decided.counts;
        let cannot = if counts.cannot > 0 { format!(", {} cannot be deleted", counts.cannot) } else { String::new() };
        writeln!(
            out,
            "{}: {} to delete, {} kept{cannot}",
            snapshots(decided.snapshots.len()),
            counts.delete,
            counts.keep
        )?;
    }
    for left in &prepared.stays {
        writeln!(out, "· {}: {}", plain(&subject(prepared, left)), left.why)?;
    }
    for left in &prepared.left_out {
        writeln!(out, "✗ {}: {}", plain(&subject(prepared, left)), plain(&left.why.to_string()))?;
        if let WhyLeftOut::Blocked(blockers) = &left.why {
            for blocker in blockers {
                writeln!(out, "  {}", blocker.way_out())?;
            }
        }
    }
    if !prepared.left_out.is_empty() {
        let words =
            if prepared.stops { "Use --leave-out to do the rest without these." } else { "These are left out." };
        writeln!(out, "{words}")?;
    }
    Ok(())
}

/// The machine and the snapshot that are left out, as the person knows them.
pub fn subject(prepared: &Prepared, left: &LeftOut) -> String {
    let Some(id) = left.snapshot else { return left.name.clone() };
    let machine = prepared.plan.machine(&left.machine);
    let name = machine.and_then(|machine| Some(machine.tree.get(machine.tree.find(id)?).name.clone()));
    match name {
        Some(name) => format!("{}, “{}”", left.name, snapshot_name(&name)),
        None => format!("{}, {id}", left.name),
    }
}

/// Prints what becomes of the host's disks, and how long it takes.
pub fn disks(prepared: &Prepared, out: &mut dyn Write) -> io::Result<()> {
    let disks = &prepared.disks;
    if let Some(forecast) = prepared.plan.forecast.as_ref().filter(|_| !disks.is_empty()) {
        let time = Rates::default().duration(forecast, prepared.plan.steps.len());
        // Machines go in parallel: it takes no longer than one after the other.
        let time = TimeLeft { from: Duration::ZERO, to: time.high };
        writeln!(out, "Takes {time}")?;
    }
    for disk in disks {
        let place = disk.disk.path.display();
        match &disk.forecast {
            Some(forecast) => {
                let after = Bytes(disk.disk.free.0.saturating_add_signed(forecast.frees));
                let needs = match forecast.needs {
                    Bytes::ZERO => String::new(),
                    needs => format!(", {needs} of it needed meanwhile"),
                };
                writeln!(out, "Disk of {place}: {} free now{needs}, {after} afterwards", disk.disk.free)?;
            }
            None => writeln!(out, "Disk of {place}: {} free now", disk.disk.free)?,
        }
    }
    Ok(())
}

/// Prints how it went on each machine, and what the host's disks have free now.
pub fn report(prepared: &Prepared, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let machines = of_machines(&prepared.plan, summary);
    if machines.len() > 1 {
        for machine in &machines {
            writeln!(out, "{}: {}", plain(&machine.name), machine.summary.words())?;
        }
    }
    for disk in &prepared.disks {
        if let (Some(forecast), Some(space)) = (&disk.forecast, platform::space(&disk.disk.path)) {
            let expected = Bytes(disk.disk.free.0.saturating_add_signed(forecast.frees));
            let place = disk.disk.path.display();
            writeln!(out, "Disk of {place}: {} free, {expected} expected", Bytes(space.free))?;
        }
    }
    Ok(())
}

/// How it went on one machine.
pub struct MachineReport {
    /// Which.
    pub key: MachineKey,
    /// Its name.
    pub name: String,
    /// Its steps.
    pub summary: Summary,
}

/// How it went on each machine, in the order of the plan.
pub fn of_machines(plan: &Plan, summary: &Summary) -> Vec<MachineReport> {
    let of_machine = |key: &MachineKey| {
        let steps: Vec<_> = summary.steps.iter().filter(|step| step.machine == *key).cloned().collect();
        let bytes = steps.iter().filter_map(|step| match step.result {
            StepResult::Done { promised, freed, .. } => Some((promised, freed)),
            _ => None,
        });
        let (mut promised, mut freed) = (None, 0_i64);
        for (one, really) in bytes {
            freed = freed.saturating_add(really);
            promised = one.map(|one| one.saturating_add(promised.unwrap_or(0))).or(promised);
        }
        Summary { steps, promised, freed, ended_at: summary.ended_at }
    };
    let machines = plan.machines.iter().map(|machine| MachineReport {
        key: machine.key.clone(),
        name: machine.machine.name.to_string(),
        summary: of_machine(&machine.key),
    });
    machines.filter(|machine| !machine.summary.steps.is_empty()).collect()
}
