//! The headless commands: the same inventory as the window, as text or as JSON.

mod arguments;
mod json;
mod text;

use std::io::Write;
use std::process::ExitCode;

pub use arguments::{Arguments, CommandLine};

use chrono::Utc;

use crate::hypervisor::{ConnectOptions, Scan, connect};
use crate::model::{Inventory, InventoryMachine, MachineState};

/// Exit code for wrong usage, such as a machine that is not there.
const WRONG_USAGE: u8 = 2;
/// Exit code for a failure, such as an output that cannot be written.
const FAILED: u8 = 4;

/// Carries out a headless command: prints to `out`, tells of errors on `err`.
pub fn run(command: &CommandLine, options: &ConnectOptions, out: &mut dyn Write, err: &mut dyn Write) -> ExitCode {
    let inventory = read_everything(options, command.wants_states(), err);
    let written = match command {
        CommandLine::List { json: true } => json::list(&inventory, out),
        CommandLine::List { json: false } => text::list(&inventory, out),
        CommandLine::Show { machine, json } => {
            let matching = find_machines(&inventory, machine);
            match matching.as_slice() {
                [one] if *json => json::show(&inventory, one, out),
                [one] => text::show(&inventory, one, out),
                [] => {
                    return refuse(
                        err,
                        &format!("There is no machine “{machine}”. `snapgrove list` names those there are."),
                    );
                }
                several => return refuse(err, &ambiguous(machine, several)),
            }
        }
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has enough, as `head` does.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            writeln!(err, "snapgrove: the output could not be written: {error}").ok();
            ExitCode::from(FAILED)
        }
    }
}

fn refuse(err: &mut dyn Write, words: &str) -> ExitCode {
    // Without a place for messages the exit code says it.
    writeln!(err, "snapgrove: {words}").ok();
    ExitCode::from(WRONG_USAGE)
}

fn ambiguous(name: &str, several: &[&InventoryMachine]) -> String {
    let ids: Vec<String> = several.iter().map(|machine| machine.entry.id.to_string()).collect();
    format!("There are {} machines “{name}”. Use the id of one:\n  {}", several.len(), ids.join("\n  "))
}

fn read_everything(options: &ConnectOptions, with_states: bool, err: &mut dyn Write) -> std::sync::Arc<Inventory> {
    let connections = connect(options);
    if let Some(error) = &connections.sandbox_problem {
        writeln!(err, "snapgrove: {error}\n{}", error.advice()).ok();
    }
    if let (Some(sandbox), true) = (&connections.sandbox, connections.sandbox_is_new)
        && let Err(error) = sandbox.add_samples(Utc::now())
    {
        writeln!(err, "snapgrove: {error}\n{}", error.advice()).ok();
    }
    let mut scan = Scan::new(connections.hypervisors);
    scan.list();
    scan.read_waiting(&mut |_| {});
    scan.measure_files();
    scan.read_headers();
    if with_states {
        let answers: Vec<_> = scan.hypervisors().map(|hypervisor| hypervisor.states()).collect();
        for (index, answer) in answers.into_iter().enumerate() {
            scan.set_states(index, answer);
        }
    }
    scan.inventory()
}

/// By id, or by name: all of that name.
fn find_machines<'a>(inventory: &'a Inventory, wanted: &str) -> Vec<&'a InventoryMachine> {
    let by_id = wanted.parse().ok();
    let machines = || inventory.machines().map(|(_, machine)| machine);
    match machines().find(|machine| Some(machine.entry.id) == by_id) {
        Some(machine) => vec![machine],
        None => machines().filter(|machine| machine.name() == wanted).collect(),
    }
}

/// The word of the JSON format for a machine's state.
fn state_key(machine: &InventoryMachine) -> &'static str {
    machine.state.map_or("unknown", MachineState::key)
}
