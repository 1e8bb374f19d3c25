//! Which machines are chosen, and which place in the tree of the one that is shown.

use std::collections::{BTreeSet, HashMap};

use super::command::{Node, SelectionMode};
use crate::model::{Inventory, InventoryMachine, MachineKey, MachineReading};

/// What is chosen.
#[derive(Debug, Default)]
pub struct Selection {
    /// All chosen machines.
    machines: BTreeSet<MachineKey>,
    /// The machine that is shown: the last one chosen.
    shown: Option<MachineKey>,
    /// The chosen place in each machine's tree.
    nodes: HashMap<MachineKey, Node>,
    /// What the chosen place is compared with, other than the current state.
    compared: HashMap<MachineKey, Node>,
}

impl Selection {
    /// The machine that is shown.
    #[must_use]
    pub fn shown(&self) -> Option<&MachineKey> {
        self.shown.as_ref()
    }

    /// Whether a machine is chosen.
    #[must_use]
    pub fn contains(&self, key: &MachineKey) -> bool {
        self.machines.contains(key)
    }

    /// How many machines are chosen.
    #[must_use]
    pub fn count(&self) -> usize {
        self.machines.len()
    }

    /// All chosen machines.
    pub fn machines(&self) -> impl Iterator<Item = &MachineKey> {
        self.machines.iter()
    }

    /// The chosen place in a machine's tree; the current state if none was chosen or it is gone.
    #[must_use]
    pub fn node(&self, machine: &InventoryMachine) -> Node {
        existing(&self.nodes, machine).unwrap_or(Node::CurrentState)
    }

    /// What the chosen place is compared with.
    #[must_use]
    pub fn compared(&self, machine: &InventoryMachine) -> Node {
        existing(&self.compared, machine).unwrap_or(Node::CurrentState)
    }

    /// Chooses machines; `order` is the order in which the sidebar shows them.
    pub fn select_machine(&mut self, key: &MachineKey, mode: SelectionMode, order: &[MachineKey]) {
        match mode {
            SelectionMode::Only => self.machines = BTreeSet::from([key.clone()]),
            SelectionMode::Toggle => {
                if self.machines.contains(key) && self.machines.len() > 1 {
                    self.machines.remove(key);
                    if self.shown.as_ref() == Some(key) {
                        self.shown = self.machines.first().cloned();
                    }
                    return;
                }
                self.machines.insert(key.clone());
            }
            SelectionMode::Range => {
                let place = |wanted: &MachineKey| order.iter().position(|key| key == wanted);
                let from = self.shown.as_ref().and_then(place);
                if let (Some(from), Some(to)) = (from, place(key)) {
                    let range = &order[from.min(to)..=from.max(to)];
                    self.machines.extend(range.iter().cloned());
                } else {
                    self.machines.insert(key.clone());
                }
            }
        }
        self.shown = Some(key.clone());
    }

    /// Chooses exactly these machines, if there are any. The one that is shown stays, if it is among them.
    pub fn select_all(&mut self, keys: &[MachineKey]) {
        let Some(first) = keys.first() else { return };
        self.machines = keys.iter().cloned().collect();
        if self.shown.as_ref().is_none_or(|shown| !self.machines.contains(shown)) {
            self.shown = Some(first.clone());
        }
    }

    /// Chooses only the machine that is shown.
    pub fn select_shown_only(&mut self) {
        self.machines = self.shown.iter().cloned().collect();
    }

    /// Shows one of the chosen machines; which are chosen stays as it is.
    pub fn show(&mut self, key: &MachineKey) {
        if self.machines.contains(key) {
            self.shown = Some(key.clone());
        }
    }

    /// Chooses a place in the tree of the machine that is shown.
    pub fn select_node(&mut self, node: Node) {
        if let Some(key) = self.shown.clone() {
            self.nodes.insert(key, node);
        }
    }

    /// Compares the selection in the shown machine with `node`.
    pub fn compare_with(&mut self, node: Option<Node>) {
        let Some(key) = self.shown.clone() else { return };
        match node {
            Some(node) => self.compared.insert(key, node),
            None => self.compared.remove(&key),
        };
    }

    /// Forgets machines that are gone, and shows the first one that can be read if none is shown.
    /// `order` is the order in which the sidebar shows them.
    pub fn follow(&mut self, inventory: &Inventory, order: &[MachineKey]) {
        self.machines.retain(|key| inventory.machine(key).is_some());
        if self.shown.as_ref().is_some_and(|key| inventory.machine(key).is_none()) {
            self.shown = self.machines.first().cloned();
        }
        if self.shown.is_none() {
            let reading = |key: &MachineKey| inventory.machine(key).map(|(_, entry)| &entry.reading);
            let is_read = |key: &&MachineKey| matches!(reading(key), Some(MachineReading::Read(_)));
            let is_waiting = |key: &MachineKey| matches!(reading(key), Some(MachineReading::Waiting));
            let first = order.iter().find(is_read).or_else(|| order.first().filter(|_| !order.iter().any(is_waiting)));
            if let Some(key) = first.cloned() {
                self.machines.insert(key.clone());
                self.shown = Some(key);
            }
        }
    }
}

/// A place that is still in the tree.
fn existing(of: &HashMap<MachineKey, Node>, machine: &InventoryMachine) -> Option<Node> {
    let node = of.get(&machine.entry.key()).copied()?;
    match node {
        Node::CurrentState => Some(node),
        Node::Snapshot(id) => machine.machine()?.tree.find(id).map(|_| node),
    }
}
