//! Text for people. Names come from files: control characters in them are shown as spaces, so that
//! they cannot play with the terminal.

use std::io::{self, Write};

use chrono::Utc;
use unicode_width::UnicodeWidthStr as _;

use crate::model::{Bytes, Inventory, InventoryMachine, Machine, SnapshotIndex};
use crate::words::{machines, moment, snapshot_name, snapshots};

/// Prints all machines, a line each.
pub fn list(inventory: &Inventory, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let width = inventory.machines().map(|(_, machine)| plain(machine.name()).width()).max().unwrap_or(0).min(40);
    for connection in &inventory.connections {
        writeln!(out, "{} · {}", connection.connection.name, connection.connection.place)?;
        for machine in &connection.machines {
            let name = padded(plain(machine.name()), width);
            match (machine.machine(), machine.problem()) {
                (Some(read), _) => {
                    let state = machine.state.map(|state| state.to_string()).unwrap_or_default();
                    let size = machine.usage.total().to_string();
                    writeln!(out, "  {name}  {state:<13}  {:>15}  {size:>8}", snapshots(read.tree.len()))?;
                }
                (None, Some(problem)) => writeln!(out, "  {name}  cannot be read: {}", plain(&problem.what))?,
                (None, None) => writeln!(out, "  {name}")?,
            }
        }
        for problem in &connection.problems {
            writeln!(out, "  ! {}\n    {}", plain(&problem.what), problem.advice)?;
        }
    }
    let total = [
        machines(inventory.machines().count()),
        snapshots(inventory.snapshot_count()),
        inventory.occupied().to_string(),
    ];
    writeln!(out, "{}", total.join(" · "))?;
    out.flush()
}

/// With spaces to this many columns of a terminal, where a Chinese character takes two.
fn padded(mut text: String, columns: usize) -> String {
    let missing = columns.saturating_sub(text.width());
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

/// Prints one machine with its tree.
pub fn show(inventory: &Inventory, entry: &InventoryMachine, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    writeln!(out, "{}", plain(entry.name()))?;
    let fact = |out: &mut dyn Write, name: &str, value: &str| writeln!(out, "  {name:<20} {value}");
    fact(&mut out, "id", &entry.entry.id.to_string())?;
    if let Some(state) = entry.state {
        fact(&mut out, "state", &state.to_string())?;
    }
    fact(&mut out, "settings file", &entry.entry.settings_file.display().to_string())?;
    if let Some(problem) = entry.problem() {
        fact(&mut out, "cannot be read", &plain(&problem.what))?;
        fact(&mut out, "what to do", &problem.advice)?;
    }
    if let Some(machine) = entry.machine() {
        fact(&mut out, "on disk", &entry.usage.total().to_string())?;
        fact(&mut out, "images in the chain", &entry.usage.chain_length.to_string())?;
        for problem in &machine.problems {
            fact(&mut out, "inconsistent", &plain(&problem.what))?;
        }
        writeln!(out)?;
        show_tree(entry, machine, &mut out)?;
        for index in &entry.usage.lost_memory {
            writeln!(out, "! {}: its saved memory is missing", plain(&machine.tree.get(*index).name))?;
        }
        show_image_problems(inventory, machine, &mut out)?;
    }
    out.flush()
}

/// A line a snapshot. Straight runs are not indented: only a branch begins a new column, with a
/// corner that tells it from what goes on in the column.
fn show_tree(entry: &InventoryMachine, machine: &Machine, out: &mut dyn Write) -> io::Result<()> {
    let tree = &machine.tree;
    if tree.is_empty() {
        return writeln!(out, "no snapshots");
    }
    // The current state is a child of the current snapshot, and so can make it a fork.
    let is_fork = |index: SnapshotIndex| tree.children(index).len() + usize::from(tree.current() == Some(index)) > 1;
    let mut columns: Vec<usize> = Vec::with_capacity(tree.len());
    for (index, _) in tree.iter() {
        let column = tree.parent(index).map_or(0, |parent| columns[parent.position()] + usize::from(is_fork(parent)));
        columns.push(column);
    }
    let guide = |column: usize, begins_branch: bool| match column.checked_sub(1) {
        Some(outer) if begins_branch => format!("{}├─", "│ ".repeat(outer)),
        _ => "│ ".repeat(column),
    };
    for index in tree.pre_order() {
        let column = columns[index.position()];
        let begins_branch = tree.parent(index).is_some_and(is_fork);
        writeln!(out, "{}● {}", guide(column, begins_branch), line_of(entry, machine, index))?;
        if tree.current() == Some(index) {
            let changed = if machine.current_state.modified { "changed" } else { "unchanged" };
            let place = guide(column + usize::from(is_fork(index)), is_fork(index));
            writeln!(out, "{place}◉ Current state, {changed}, {}", entry.usage.of_current_state)?;
        }
    }
    Ok(())
}

fn line_of(entry: &InventoryMachine, machine: &Machine, index: SnapshotIndex) -> String {
    let snapshot = machine.tree.get(index);
    let age = snapshot.taken_at.map(|at| format!("{}, {}", moment(at), crate::model::Age::between(at, Utc::now())));
    let size: Bytes = entry.usage.snapshot(index);
    let online = if snapshot.online { ", online" } else { "" };
    format!(
        "{}  ({}{online}, {size})",
        plain(snapshot_name(&snapshot.name)),
        age.unwrap_or_else(|| "time not known".to_owned())
    )
}

fn show_image_problems(inventory: &Inventory, machine: &Machine, out: &mut dyn Write) -> io::Result<()> {
    let connection = inventory.connections.iter().find(|connection| connection.machine(machine.id).is_some());
    let images = connection.map(|connection| &connection.images);
    for record in &machine.images {
        if let Some(problem) = images.and_then(|images| images.image(record.id)).and_then(crate::model::Image::problem)
        {
            writeln!(out, "! {}: {problem}", record.path.display())?;
        }
    }
    Ok(())
}

pub(super) fn plain(text: &str) -> String {
    let shown = |character: char| if character.is_control() { ' ' } else { character };
    text.chars().filter(|character| !turns_text_around(*character)).map(shown).collect()
}

/// Characters without shape that change the direction of what follows, or hide in a name.
fn turns_text_around(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
