//! From a rule to a plan over all machines, with a reason for every snapshot.

use std::sync::Arc;

use serde::Serialize;

use super::changes::Prepared;
use super::clean_arguments::Clean;
use super::find::Refused;
use super::several;
use super::surroundings::Surroundings;
use crate::forecaster::read_now;
use crate::model::Inventory;
use crate::pins::TakenFile;
use crate::retention::{
    Counts, Decision, Decisions, Ground, MachineDecisions, Overrides, Reason, Rule, RulesFile, Scope, Zone, clean_up,
};
use crate::words::snapshot_name;

/// What a rule decided.
pub(super) struct Decided {
    /// The rule as a sentence.
    pub rule: String,
    /// Every snapshot in its scope.
    pub snapshots: Vec<DecidedSnapshot>,
    /// How many become what.
    pub counts: Counts,
    /// What is to be known of machines beside, with their names.
    pub notes: Vec<String>,
    /// Whether something that should go cannot, for another reason than that its machine runs.
    pub is_hindered: bool,
}

/// What a rule decided about a snapshot.
#[derive(Debug, Clone, Serialize)]
pub(super) struct DecidedSnapshot {
    connection: String,
    machine: String,
    pub machine_name: String,
    snapshot: String,
    pub name: String,
    /// `keep`, `delete` or `cannot`.
    decision: &'static str,
    pinned: bool,
    /// What the snapshot adds to what its machine takes.
    adds_bytes: u64,
    /// In words, with the decision.
    pub why: String,
}

/// Decides, and plans what was decided, with exact forecasts.
pub(super) fn prepare(inventory: &Inventory, around: &Surroundings, arguments: &Clean) -> Result<Prepared, Refused> {
    let rule = rule_of(inventory, arguments)?;
    let pins = several::pins()?;
    let taken = TakenFile::usual().load();
    let taken = taken.map_err(|error| Refused::blocked(format!("{error}. Nothing was changed.")))?;
    let ground = Ground::new(inventory, &pins, &taken, Zone::of_this_computer());
    let mut decisions = ground.decide(&rule, &Overrides::default(), around.now);
    let marked = decisions.marked();
    let result = clean_up(inventory, &mut decisions, &|key| {
        let of_machine = marked.iter().find(|(machine, _)| machine == key);
        Arc::new(read_now(inventory, key, of_machine.map_or(&[], |(_, snapshots)| snapshots)))
    });
    let decided = Decided {
        rule: rule.to_string(),
        counts: decisions.counts(),
        notes: notes(&decisions),
        is_hindered: is_hindered(&decisions),
        snapshots: lines(inventory, &decisions),
    };
    Ok(Prepared { decided: Some(decided), ..Prepared::new(result.plan).on_disks(inventory) })
}

fn rule_of(inventory: &Inventory, arguments: &Clean) -> Result<Rule, Refused> {
    let mut rule = match &arguments.rule {
        Some(name) => named(name)?,
        None => arguments.rule(),
    };
    if arguments.which.all {
        rule.scope = Scope::All;
    } else if !arguments.which.is_empty() {
        rule.scope = Scope::Machines(arguments.which.keys(inventory)?);
    }
    rule.also_running_machines |= arguments.running;
    rule.only_powered_off |= arguments.powered_off;
    rule.also_current_snapshot |= arguments.also_current;
    rule.also_fork_points |= arguments.also_forks;
    Ok(rule)
}

/// A saved rule; a preset if none of that name was saved.
pub(super) fn named(name: &str) -> Result<Rule, Refused> {
    let saved = RulesFile::usual().load().map_err(|error| Refused::blocked(error.to_string()))?;
    let preset = || Rule::presets().into_iter().find(|preset| preset.name.eq_ignore_ascii_case(name.trim()));
    saved.get(name).cloned().or_else(preset).ok_or_else(|| {
        let known: Vec<String> = saved.iter().map(|rule| format!("“{}”", rule.name)).collect();
        Refused::usage(format!("There is no rule “{name}”. Those there are: {}.", known.join(", ")))
    })
}

fn notes(decisions: &Decisions) -> Vec<String> {
    let of_machine = |machine: &MachineDecisions| {
        let unread = machine.unread.iter().map(|why| format!("“{}” is left alone: {why}", machine.name));
        let notes = machine.notes.iter().map(|note| format!("“{}”: {note}", machine.name));
        unread.chain(notes).collect::<Vec<_>>()
    };
    decisions.machines.iter().flat_map(of_machine).collect()
}

/// That a machine runs is no hindrance: the rule says so.
fn is_hindered(decisions: &Decisions) -> bool {
    let mut all = decisions.machines.iter().flat_map(|machine| &machine.snapshots);
    all.any(|snapshot| matches!(snapshot.decision, Decision::Cannot(Reason::Blocked(_))))
}

fn lines(inventory: &Inventory, decisions: &Decisions) -> Vec<DecidedSnapshot> {
    let mut lines = Vec::new();
    for of_machine in &decisions.machines {
        let found = inventory.machine(&of_machine.key).and_then(|(_, entry)| entry.machine());
        let Some(machine) = found else { continue };
        for snapshot in &of_machine.snapshots {
            let name = machine.tree.find(snapshot.id).map_or("", |index| machine.tree.get(index).name.as_str());
            lines.push(DecidedSnapshot {
                connection: of_machine.key.connection.to_string(),
                machine: of_machine.key.machine.to_string(),
                machine_name: of_machine.name.to_string(),
                snapshot: snapshot.id.to_string(),
                name: snapshot_name(name).to_owned(),
                decision: match snapshot.decision {
                    Decision::Keep(_) => "keep",
                    Decision::Delete(_) => "delete",
                    Decision::Cannot(_) => "cannot",
                },
                pinned: snapshot.pinned,
                adds_bytes: snapshot.adds.0,
                why: snapshot.decision.to_string(),
            });
        }
    }
    lines
}
