//! Totals and what is going on, at the bottom.

use egui::{Layout, RichText, Ui};

use super::theme::{self, space};
use crate::model::{HostDisk, Inventory, MachineReading, ProblemKind};
use crate::text;
use crate::words::{machines, snapshots};

/// Draws the bar. `jobs` draws what is being done, from the right.
pub fn show(ui: &mut Ui, inventory: &Inventory, selected: usize, jobs: impl FnOnce(&mut Ui)) {
    let colors = theme::colors(ui);
    ui.horizontal_centered(|ui| {
        ui.add_space(space::SMALL);
        let small = |text: String| RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
        let mut words = vec![
            machines(inventory.machines().count()),
            snapshots(inventory.snapshot_count()),
            inventory.occupied().to_string(),
        ];
        words.extend(inventory.host_disks.iter().take(2).map(host_disk));
        if selected > 1 {
            words.push(text!("status-selected", count = selected));
        }
        ui.label(small(words.join(" · "))).on_hover_text(inventory.occupied().exact());
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(space::SMALL);
            jobs(ui);
            if let Some(text) = reading(inventory) {
                ui.label(small(text));
            }
            let tool = inventory
                .connections
                .iter()
                .filter(|connection| !connection.machines.is_empty())
                .flat_map(|connection| &connection.problems)
                .find(|problem| problem.kind == ProblemKind::Tool);
            if let Some(problem) = tool {
                ui.label(small(text!("status-states-unknown").to_owned()))
                    .on_hover_text(format!("{}\n{}", problem.what, problem.advice));
            }
        });
    });
}

fn host_disk(disk: &HostDisk) -> String {
    text!("status-host-disk", free = disk.free, size = disk.size)
}

/// What is being read, if anything.
fn reading(inventory: &Inventory) -> Option<String> {
    let total = inventory.machines().count();
    let waiting =
        inventory.machines().filter(|(_, machine)| matches!(machine.reading, MachineReading::Waiting)).count();
    if waiting > 0 {
        return Some(text!("status-reading", read = total - waiting, total = total));
    }
    let measured = inventory.machines().all(|(_, machine)| machine.usage.complete || machine.machine().is_none());
    (!measured).then(|| text!("status-measuring").to_owned())
}
