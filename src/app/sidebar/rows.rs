//! The rows of the sidebar: which there are with a filter and closed groups, and where each lies. Nothing is drawn here.

use std::collections::HashSet;
use std::sync::Arc;

use egui::Ui;

use crate::app::theme::measure;
use crate::language::{self, Language};
use crate::model::{Bytes, Inventory, InventoryMachine, MachineKey, ProblemKind};
use crate::text;

/// The rows, made again only when the inventory, the filter or the groups change.
#[derive(Default)]
pub struct Rows {
    made_for: Option<(u64, String, usize, Language)>,
    pub list: Vec<Row>,
    /// Upper edge of each row, and the lower edge of the last.
    pub edges: Vec<f32>,
    pub order: Vec<MachineKey>,
    pub largest: Bytes,
}

#[derive(Clone)]
pub enum Row {
    /// With its machines that match.
    Connection {
        name: String,
        is_practice: bool,
        /// There is a reason why it has no machine.
        has_trouble: bool,
        machines: Arc<[MachineKey]>,
    },
    /// With its machines that match.
    Group {
        name: Arc<str>,
        closed: bool,
        machines: Arc<[MachineKey]>,
    },
    Machine {
        connection: usize,
        machine: usize,
        key: MachineKey,
    },
}

impl Rows {
    pub fn update(&mut self, inventory: &Inventory, filter: &str, closed: &HashSet<Arc<str>>) {
        let made_for = (inventory.generation, filter.to_owned(), closed.len(), language::current());
        if self.made_for.as_ref() == Some(&made_for) {
            return;
        }
        self.made_for = Some(made_for);
        self.list.clear();
        self.order.clear();
        let wanted = filter.trim().to_lowercase();
        for (index, connection) in inventory.connections.iter().enumerate() {
            let is_practice = connection.connection.is_practice;
            let trouble = connection.why_empty().map(|problem| problem.kind);
            let about = match (is_practice, trouble) {
                (true, _) => text!("machines-practice"),
                (false, Some(ProblemKind::Missing)) => text!("machines-not-found"),
                (false, Some(_)) => text!("machines-list-unreadable"),
                (false, None) => text!("machines-this-computer"),
            };
            let name = format!("{} · {about}", connection.connection.name);
            let matching = connection
                .machines
                .iter()
                .enumerate()
                .filter(|(_, machine)| machine.name().to_lowercase().contains(&wanted));
            let mut grouped: Vec<(Option<Arc<str>>, usize, MachineKey)> =
                matching.map(|(position, machine)| (group_of(machine), position, machine.entry.key())).collect();
            // Machines without a group first; within a group the order of names stays.
            grouped.sort_by(|one, two| one.0.cmp(&two.0));
            let machines = grouped.iter().map(|(_, _, key)| key.clone()).collect();
            self.list.push(Row::Connection { name, is_practice, has_trouble: trouble.is_some(), machines });
            for run in grouped.chunk_by(|one, two| one.0 == two.0) {
                let group = run.first().and_then(|(group, _, _)| group.clone());
                let is_closed = group.as_ref().is_some_and(|group| closed.contains(group)) && wanted.is_empty();
                if let Some(name) = group {
                    let machines = run.iter().map(|(_, _, key)| key.clone()).collect();
                    self.list.push(Row::Group { name, closed: is_closed, machines });
                }
                if !is_closed {
                    for (_, machine, key) in run {
                        self.order.push(key.clone());
                        self.list.push(Row::Machine { connection: index, machine: *machine, key: key.clone() });
                    }
                }
            }
        }
        self.largest = inventory.machines().map(|(_, machine)| machine.usage.total()).max().unwrap_or_default();
        self.edges = std::iter::once(0.0)
            .chain(self.list.iter().scan(0.0, |edge, row| {
                *edge += match row {
                    Row::Connection { .. } | Row::Group { .. } => measure::HEADING_ROW,
                    Row::Machine { .. } => measure::MACHINE_ROW,
                };
                Some(*edge)
            }))
            .collect();
    }

    fn index_of(&self, wanted: &MachineKey) -> Option<usize> {
        self.list.iter().position(|row| matches!(row, Row::Machine { key, .. } if key == wanted))
    }

    pub fn offset_of(&self, key: &MachineKey) -> Option<f32> {
        self.index_of(key).and_then(|index| self.edges.get(index).copied())
    }

    pub fn is_seen(&self, ui: &Ui, key: &MachineKey) -> bool {
        let origin = ui.min_rect().top();
        let Some(index) = self.index_of(key) else { return false };
        let seen = ui.clip_rect();
        origin + self.edges[index] >= seen.top() && origin + self.edges[index + 1] <= seen.bottom()
    }
}

/// The first group that says something: VirtualBox gives every machine the group “/”.
fn group_of(machine: &InventoryMachine) -> Option<Arc<str>> {
    machine.machine()?.groups.iter().find(|group| group.len() > 1).cloned()
}
