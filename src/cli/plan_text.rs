//! A plan as text for people, and how it ended.

use std::io::{self, Write};

use super::changes::Prepared;
use super::several_text;
use super::text::plain;
use crate::jobs::{StepResult, Summary, step_in_words, title_of};
use crate::model::{Bytes, MachineKey, Step};
use crate::plan::{Blocker, Certainty, Forecast, Plan, PlannedStep};
use crate::words::snapshot_name;

/// Prints what would be done: the steps in order with what each costs, what a person must know, and what stands against
/// it with the way out.
pub fn show(prepared: &Prepared, out: &mut dyn Write) -> io::Result<()> {
    let plan = &prepared.plan;
    several_text::before_steps(prepared, out)?;
    if !plan.steps.is_empty() {
        writeln!(out, "{}", plain(&title_of(plan)))?;
    }
    for (number, step) in (1..).zip(&plan.steps) {
        let of = of_machine(plan, &step.machine);
        writeln!(out, "{number:>3}. {}{of}{}", plain(&step_in_words(step)), plain(&details(step)))?;
        if let Some(cost) = step.forecast.as_ref().map(costs).filter(|cost| !cost.is_empty()) {
            writeln!(out, "     {cost}")?;
        }
        blockers(&step.blockers, "     ", out)?;
    }
    if plan.steps.len() > 1 {
        together(plan, out)?;
    }
    if !plan.steps.is_empty() {
        several_text::disks(prepared, out)?;
    }
    for difference in &prepared.settings {
        let change = format!("{}: {} → {}", difference.what, difference.from, difference.to);
        writeln!(out, "Settings: {}", plain(&change))?;
    }
    for caution in plan.all_cautions() {
        writeln!(out, "! {}", plain(&sentence(&caution.to_string())))?;
    }
    blockers(&plan.blockers, "", out)
}

/// Which machine a step is about, where there are several.
pub fn of_machine(plan: &Plan, machine: &MachineKey) -> String {
    let found = plan.machine(machine).filter(|_| plan.machines.len() > 1);
    found.map(|machine| format!(" of “{}”", plain(&machine.name))).unwrap_or_default()
}

fn blockers(blockers: &[Blocker], indent: &str, out: &mut dyn Write) -> io::Result<()> {
    for blocker in blockers {
        writeln!(out, "{indent}✗ {}", plain(&sentence(&blocker.to_string())))?;
        writeln!(out, "{indent}  {}", blocker.way_out())?;
    }
    Ok(())
}

/// What a step's title leaves out.
fn details(step: &PlannedStep) -> String {
    match &step.step {
        Step::Edit { name, description, .. } => {
            let name = name.as_ref().map(|name| format!("named “{}”", snapshot_name(name)));
            let description = description
                .as_ref()
                .map(|text| if text.is_empty() { "without description" } else { "described anew" }.to_owned());
            let parts: Vec<String> = name.into_iter().chain(description).collect();
            format!(": {}", parts.join(", "))
        }
        Step::Delete { .. } if !step.merges_into.is_empty() => {
            let names: Vec<String> = step.merges_into.iter().map(|name| format!("“{}”", snapshot_name(name))).collect();
            format!(", which becomes part of {}", names.join(" and "))
        }
        _ => String::new(),
    }
}

fn together(plan: &Plan, out: &mut dyn Write) -> io::Result<()> {
    let Some(forecast) = &plan.forecast else {
        return writeln!(out, "What it does to the disk is not known.");
    };
    let cost = costs(forecast);
    if cost.is_empty() {
        return Ok(());
    }
    let instead = plan.copies_in_worst_order.map(|most| format!(" instead of {most}")).unwrap_or_default();
    writeln!(out, "Together: {cost}{instead}")
}

/// “frees 51.2 GB · needs 3 GB meanwhile · copies 31 GB”.
fn costs(forecast: &Forecast) -> String {
    let mut parts = Vec::new();
    let about = match &forecast.certainty {
        Certainty::Exact => "",
        Certainty::AtLeast => "at least ",
        Certainty::Estimate(_) => "about ",
    };
    match forecast.frees {
        0 => {}
        frees if frees > 0 => parts.push(format!("frees {about}{}", forecast.freed())),
        takes => parts.push(format!("takes {}{}", at_most(forecast), Bytes(takes.unsigned_abs()))),
    }
    let takes = Bytes(forecast.frees.min(0).unsigned_abs());
    if forecast.needs > takes {
        parts.push(format!("needs {}{} meanwhile", at_most(forecast), forecast.needs));
    }
    if forecast.copies > Bytes::ZERO {
        parts.push(format!("copies {}{}", at_most(forecast), forecast.copies));
    }
    parts.join(" · ")
}

fn at_most(forecast: &Forecast) -> &'static str {
    match forecast.certainty {
        Certainty::Exact => "",
        Certainty::AtLeast => "at most ",
        Certainty::Estimate(_) => "about ",
    }
}

/// With a capital letter and a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let end = if words.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

/// Prints how each step ended, and what stands.
pub fn ended(prepared: &Prepared, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let plan = &prepared.plan;
    for step in &summary.steps {
        let what = plain(&step.what) + &of_machine(plan, &step.machine);
        match &step.result {
            StepResult::Done { made, remark, .. } => {
                let made = made.map(|id| format!("  {id}")).unwrap_or_default();
                writeln!(out, "✓ {what}{made}")?;
                if !remark.is_empty() {
                    writeln!(out, "  {}", plain(remark))?;
                }
            }
            StepResult::Failed { what: why, stands, advice } => {
                writeln!(out, "✗ {what}: {}", plain(&sentence(why)))?;
                for line in [stands, advice].into_iter().filter(|line| !line.is_empty()) {
                    writeln!(out, "  {}", plain(line))?;
                }
            }
            StepResult::Stopped { stands } => {
                writeln!(out, "· {what}: stopped")?;
                writeln!(out, "  {}", plain(stands))?;
            }
            StepResult::NotStarted => writeln!(out, "· {what}: not begun")?,
        }
    }
    several_text::report(prepared, summary, out)?;
    writeln!(out, "{}", sentence(&summary.words()))
}
