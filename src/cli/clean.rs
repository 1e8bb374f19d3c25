//! From a rule to a plan over all machines, with a reason for every snapshot.

use std::sync::Arc;

use serde::Serialize;

use super::change_arguments::Clean;
use super::changes::Prepared;
use super::find::{self, Refused};
use super::surroundings::Surroundings;
use crate::forecaster::read_now;
use crate::model::Inventory;
use crate::pins::{PinsFile, TakenFile};
use crate::retention::{
    Decision, Decisions, Filter, Ground, Keep, Overrides, Pattern, Rule, RulesFile, Scope, Trigger, Zone, clean_up,
};
use crate::words::snapshot_name;

/// What a rule decided about a snapshot.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Decided {
    connection: String,
    machine: String,
    pub machine_name: String,
    snapshot: String,
    pub name: String,
    /// `keep`, `delete` or `cannot`.
    decision: &'static str,
    /// In words, with the decision.
    pub why: String,
}

/// Decides, and plans what was decided, with exact forecasts.
pub(super) fn prepare(inventory: &Inventory, around: &Surroundings, arguments: &Clean) -> Result<Prepared, Refused> {
    let rule = rule_of(inventory, arguments)?;
    let nothing_changed = |why: String| Refused::blocked(format!("{why}. Nothing was changed."));
    // Without knowing what is pinned, nothing is safe to delete.
    let pins = PinsFile::usual().load().map_err(|error| nothing_changed(error.to_string()))?;
    if !pins.damaged().is_empty() {
        let why = "The file of pins has damaged lines: a pinned snapshot could be among those to delete";
        return Err(nothing_changed(why.to_owned()));
    }
    let taken = TakenFile::usual().load().map_err(|error| nothing_changed(error.to_string()))?;
    let ground = Ground::new(inventory, &pins, &taken, Zone::of_this_computer());
    let mut decisions = ground.decide(&rule, &Overrides::default(), around.now);
    let marked = decisions.marked();
    let result = clean_up(inventory, &mut decisions, &|key| {
        let of_machine = marked.iter().find(|(machine, _)| machine == key);
        Arc::new(read_now(inventory, key, of_machine.map_or(&[], |(_, snapshots)| snapshots)))
    });
    Ok(Prepared { plan: result.plan, settings: Vec::new(), decided: lines(inventory, &decisions) })
}

fn rule_of(inventory: &Inventory, arguments: &Clean) -> Result<Rule, Refused> {
    let mut rule = match &arguments.rule {
        Some(name) => named(name)?,
        None => composed(arguments),
    };
    if !arguments.machine.is_empty() {
        let keys: Result<Vec<_>, Refused> =
            arguments.machine.iter().map(|wanted| Ok(find::machine(inventory, wanted)?.entry.key())).collect();
        rule.scope = Scope::Machines(keys?);
    }
    rule.also_running_machines |= arguments.running;
    Ok(rule)
}

/// A saved rule; a preset if none of that name was saved.
fn named(name: &str) -> Result<Rule, Refused> {
    let saved = RulesFile::usual().load().map_err(|error| Refused::blocked(error.to_string()))?;
    let preset = || Rule::presets().into_iter().find(|preset| preset.name.eq_ignore_ascii_case(name.trim()));
    saved.get(name).cloned().or_else(preset).ok_or_else(|| {
        let known: Vec<String> = saved.iter().map(|rule| format!("“{}”", rule.name)).collect();
        Refused::usage(format!("There is no rule “{name}”. Those there are: {}.", known.join(", ")))
    })
}

fn composed(arguments: &Clean) -> Rule {
    let like = arguments.name_like.iter().map(|text| Filter::NameLike(Pattern::new(text)));
    let unlike = arguments.name_not_like.iter().map(|text| Filter::NameNotLike(Pattern::new(text)));
    let older = arguments.older_than.map(Trigger::OlderThan);
    let deeper = arguments.deeper_than.map(Trigger::DeeperThan);
    Rule {
        only: like.chain(unlike).collect(),
        when: older.into_iter().chain(deeper).collect(),
        keep: arguments.keep_newest.map(Keep::Newest).into_iter().collect(),
        ..Rule::default()
    }
}

fn lines(inventory: &Inventory, decisions: &Decisions) -> Vec<Decided> {
    let mut lines = Vec::new();
    for of_machine in &decisions.machines {
        let found = inventory.machine(&of_machine.key).and_then(|(_, entry)| entry.machine());
        let Some(machine) = found else { continue };
        for snapshot in &of_machine.snapshots {
            let name = machine.tree.find(snapshot.id).map_or("", |index| machine.tree.get(index).name.as_str());
            lines.push(Decided {
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
                why: snapshot.decision.to_string(),
            });
        }
    }
    lines
}
