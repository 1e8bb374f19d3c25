//! temporary
use crate::app::command::{Command, Node};
use crate::model::{InventoryMachine, Machine};
use chrono::{DateTime, Utc};
use egui::Ui;
use std::sync::Arc;
/// c
pub struct TableContext<'a> {
    /// The machine with its usage.
    pub entry: &'a InventoryMachine,
    /// The machine.
    pub machine: &'a Arc<Machine>,
    /// Generation of the inventory.
    pub generation: u64,
    /// The chosen place.
    pub selected: Node,
    /// What it is compared with.
    pub compared: Node,
    /// The time now, for ages.
    pub now: DateTime<Utc>,
}
/// v
#[derive(Default)]
pub struct TableView {}
impl TableView {
    pub fn reveal(&mut self, _: Node) {}
    pub fn show(&mut self, _ui: &mut Ui, _c: &TableContext<'_>, _commands: &mut Vec<Command>) {}
}
