//! The headless commands: the same inventory, plans and jobs as the window, as text or as JSON.
//!
//! ```text
//! arguments, *_arguments          the command line's definition
//! moment                          moments as people write them
//! surroundings                    settings, clock, terminal: as values
//! find                            from what a person types to machines and snapshots
//! changes                         from arguments to plans
//! several, sets, clean            the same for several machines, for what was taken together, and for rules
//! pins                            what no rule deletes
//! work                            carries a plan out, and tells of it
//! text, json                      machines, for people and for programs
//! inspect, schedule               findings, and having them looked for regularly
//! plan_text, several_text, plan_json   plans and how they ended
//! ```

mod arguments;
mod change_arguments;
mod changes;
mod clean;
mod clean_arguments;
mod find;
mod inspect;
mod json;
mod moment;
mod pins;
mod plan_json;
mod plan_text;
mod schedule;
mod sets;
mod several;
mod several_arguments;
mod several_text;
mod surroundings;
mod text;
mod work;

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

pub use arguments::{Arguments, CommandLine};
pub use change_arguments::{ByTemplate, Clone, Delete, Edit, Forecast, Manner, Marked, Restore, Take};
pub use clean_arguments::{Clean, KeepPer, Size};
pub use inspect::Inspect;
pub use moment::Moment;
pub use pins::{PinThese, Pins, UnpinThese};
pub use schedule::{Install, Often, Remove, Schedule};
pub use sets::{DeleteSet, RestoreSet, Sets};
pub use several_arguments::{Several, Which};
pub use surroundings::Surroundings;

use changes::{Change, Prepared};
use find::Refused;

use crate::hypervisor::virtualbox;
use crate::hypervisor::{Hypervisor, Scan, connect};
use crate::model::{Inventory, InventoryMachine, MachineState};
use crate::plan::Plan;

/// Exit code where the inspection found something serious.
const SERIOUS: u8 = 1;
/// Exit code for wrong usage, such as a machine that is not there.
const WRONG_USAGE: u8 = 2;
/// Exit code where something stands against a change, or the person does: nothing was changed.
const REFUSED: u8 = 3;
/// Exit code for a failure, such as an output that cannot be written, or a step that was not done.
const FAILED: u8 = 4;

/// Carries a headless command out: prints to `out`, tells of errors on `err`.
pub fn run(command: &CommandLine, around: &mut Surroundings, out: &mut dyn Write, err: &mut dyn Write) -> ExitCode {
    let ended = match command {
        // Machines do not matter for it.
        CommandLine::Schedule(arguments) => schedule::run(arguments, around, out, err),
        _ => with_machines(command, around, out, err),
    };
    let (code, words) = match ended {
        Ok(code) => (code, None),
        Err(End::Refused(refused)) => (refused.code, Some(refused.words)),
        // Whoever reads has enough, as `head` does. What a change has done is told by its exit code all the same.
        Err(End::Output(error, code)) if error.kind() == io::ErrorKind::BrokenPipe => (code, None),
        Err(End::Output(error, code)) => (code.max(FAILED), Some(format!("the output could not be written: {error}"))),
        Err(End::Failed(words)) => (FAILED, Some(words)),
    };
    if let Some(words) = words {
        // Without a place for messages the exit code says it.
        writeln!(err, "snapgrove: {words}").ok();
    }
    ExitCode::from(code)
}

/// Carries a command out that looks at machines.
fn with_machines(
    command: &CommandLine,
    around: &mut Surroundings,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<u8, End> {
    let (inventory, hypervisors) = read_everything(around, err);
    match command {
        CommandLine::List { json: true } => json::list(&inventory, out).into_end(),
        CommandLine::List { json: false } => text::list(&inventory, out).into_end(),
        CommandLine::Show { machine, json } => match find::machine(&inventory, machine) {
            Ok(found) if *json => json::show(&inventory, found, out).into_end(),
            Ok(found) => text::show(&inventory, found, out).into_end(),
            Err(refused) => Err(refused.into()),
        },
        CommandLine::Inspect(arguments) => {
            let report = inspect::report(&inventory, &hypervisors, around);
            let code = inspect::code(&report);
            if arguments.notify {
                inspect::notify(&report, around, err);
            }
            inspect::show(arguments, &report, out).map(|()| code).map_err(|error| End::Output(error, code))
        }
        CommandLine::Forecast(arguments) => forecast(&inventory, arguments, out),
        CommandLine::Take(arguments) => change(&Change::Take(arguments), &inventory, hypervisors, around, out, err),
        CommandLine::Restore(arguments) => {
            change(&Change::Restore(arguments), &inventory, hypervisors, around, out, err)
        }
        CommandLine::Delete(arguments) => change(&Change::Delete(arguments), &inventory, hypervisors, around, out, err),
        CommandLine::Edit(arguments) => change(&Change::Edit(arguments), &inventory, hypervisors, around, out, err),
        CommandLine::Clone(arguments) => change(&Change::Clone(arguments), &inventory, hypervisors, around, out, err),
        CommandLine::Clean(arguments) => change(&Change::Clean(arguments), &inventory, hypervisors, around, out, err),
        CommandLine::Pins(Pins::List { json }) => pins::list(&inventory, *json, out).into_end(),
        CommandLine::Pins(Pins::Add(these)) => pins::add(&inventory, around, these).map(|()| 0).map_err(End::from),
        CommandLine::Pins(Pins::Remove(these)) => {
            pins::remove(&inventory, around, these).map(|()| 0).map_err(End::from)
        }
        CommandLine::Sets(Sets::List { json }) => sets::list(&inventory, *json, out).into_end(),
        CommandLine::Sets(Sets::Forget { set }) => sets::forget(set).map(|()| 0).map_err(End::from),
        CommandLine::Sets(Sets::Restore(arguments)) => {
            change(&Change::RestoreSet(arguments), &inventory, hypervisors, around, out, err)
        }
        CommandLine::Sets(Sets::Delete(arguments)) => {
            change(&Change::DeleteSet(arguments), &inventory, hypervisors, around, out, err)
        }
        CommandLine::Schedule(arguments) => schedule::run(arguments, around, out, err),
    }
}

/// Why a command ended before its end.
enum End {
    Refused(Refused),
    /// The output could not be written; with the exit code that the command itself has led to.
    Output(io::Error, u8),
    Failed(String),
}

impl From<Refused> for End {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

trait IntoEnd {
    fn into_end(self) -> Result<u8, End>;
}

impl IntoEnd for io::Result<()> {
    /// Printing was all there was to do.
    fn into_end(self) -> Result<u8, End> {
        self.map(|()| 0).map_err(|error| End::Output(error, 0))
    }
}

fn forecast(inventory: &Inventory, arguments: &Forecast, out: &mut dyn Write) -> Result<u8, End> {
    let plan = changes::forecast(inventory, &arguments.marked)?;
    if arguments.json {
        return plan_json::forecast(&plan, out).into_end();
    }
    plan_text::show(&Prepared::new(plan), out).into_end()
}

/// Plans a change, prints it, asks, and carries it out.
fn change(
    change: &Change<'_>,
    inventory: &Inventory,
    hypervisors: Vec<Arc<dyn Hypervisor>>,
    around: &mut Surroundings,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<u8, End> {
    let prepared = change.prepare(inventory, around)?;
    let manner = change.manner();
    if manner.commands {
        return commands(inventory, &prepared.plan, out);
    }
    // A rule that finds nothing to delete has done what it should, unless something stands against all of it.
    let hindered = prepared.decided.as_ref().is_some_and(|decided| decided.is_hindered);
    let idle = prepared.is_idle() && !hindered;
    let clear = prepared.is_clear() || idle;
    let code = if clear { 0 } else { REFUSED };
    if !manner.json {
        plan_text::show(&prepared, out).map_err(|error| End::Output(error, code))?;
        out.flush().map_err(|error| End::Output(error, code))?;
    }
    if !clear || idle || manner.dry_run {
        if manner.json {
            plan_json::change(&prepared, None, out).map_err(|error| End::Output(error, code))?;
        }
        return if clear { Ok(0) } else { Err(Refused::blocked("Nothing was changed.").into()) };
    }
    if !manner.yes {
        if manner.json {
            plan_text::show(&prepared, err).map_err(|error| End::Output(error, REFUSED))?;
        }
        ask(around, err)?;
    }
    let summary = work::carry_out(&prepared.plan, hypervisors, around, err)
        .map_err(|error| End::Failed(format!("nothing was changed: {error}")))?;
    change.name_set(&summary, around, err);
    let code = if summary.is_success() { 0 } else { FAILED };
    let printed = if manner.json {
        plan_json::change(&prepared, Some(&summary), out)
    } else {
        plan_text::ended(&prepared, &summary, out)
    };
    printed.and_then(|()| out.flush()).map_err(|error| End::Output(error, code))?;
    Ok(code)
}

/// Asks whether to go ahead.
fn ask(around: &mut Surroundings, err: &mut dyn Write) -> Result<(), Refused> {
    let Some(terminal) = &mut around.terminal else {
        let words = "Nobody can be asked here: use --yes to go ahead, or --dry-run to look only. Nothing was changed.";
        return Err(Refused::usage(words));
    };
    // Where the question cannot be seen, the answer is no.
    let mut answer = String::new();
    let asked = write!(err, "Go ahead? [y/N] ").and_then(|()| err.flush());
    let heard = asked.and_then(|()| terminal.read_line(&mut answer));
    match (heard, answer.trim().to_lowercase().as_str()) {
        (Ok(_), "y" | "yes") => Ok(()),
        _ => Err(Refused::blocked("Nothing was changed.")),
    }
}

/// Prints the commands of the hypervisor's own program that do the same.
fn commands(inventory: &Inventory, plan: &Plan, out: &mut dyn Write) -> Result<u8, End> {
    let of_virtualbox = |machine: &crate::plan::PlannedMachine| {
        let connection = inventory.connection(&machine.key.connection);
        connection.is_some_and(|place| place.connection.abilities.are_through_vboxmanage())
    };
    if !plan.machines.iter().all(of_virtualbox) {
        return Err(Refused::usage("Practice machines know no commands: --commands is for VirtualBox.").into());
    }
    if let Some(blocker) = plan.all_blockers().next() {
        return Err(Refused::blocked(format!("{blocker}. {}", blocker.way_out())).into());
    }
    write!(out, "{}", virtualbox::commands_of(plan)).into_end()
}

fn read_everything(around: &Surroundings, err: &mut dyn Write) -> (Arc<Inventory>, Vec<Arc<dyn Hypervisor>>) {
    let connections = connect(&around.options);
    if let Some(error) = &connections.sandbox_problem {
        writeln!(err, "snapgrove: {error}\n{}", error.advice()).ok();
    }
    if let (Some(sandbox), true) = (&connections.sandbox, connections.sandbox_is_new) {
        match sandbox.add_samples(around.now) {
            Ok(pins) => pins::pin_samples(&pins, around.now, err),
            Err(error) => drop(writeln!(err, "snapgrove: {error}\n{}", error.advice())),
        }
    }
    let mut scan = Scan::new(connections.hypervisors);
    scan.list();
    scan.read_waiting(&mut |_| {});
    scan.measure_files();
    scan.read_headers();
    let hypervisors: Vec<Arc<dyn Hypervisor>> = scan.hypervisors().cloned().collect();
    for (index, hypervisor) in hypervisors.iter().enumerate() {
        scan.set_states(index, hypervisor.states());
    }
    (scan.inventory(), hypervisors)
}

/// The word of the JSON format for a machine's state.
fn state_key(machine: &InventoryMachine) -> &'static str {
    machine.state.map_or("unknown", MachineState::key)
}
