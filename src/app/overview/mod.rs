//! The page about all machines together: totals, what was found, where the space is, how it grew.

mod totals;

use egui::{Margin, Ui};

use super::command::Command;
use super::components::section;
use super::theme::space;
use crate::model::Inventory;

/// What the page remembers between frames.
#[derive(Default)]
pub struct Overview {}

/// What the page shows.
pub struct OverviewContext<'a> {
    /// The machines.
    pub inventory: &'a Inventory,
}

impl Overview {
    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, context: &OverviewContext<'_>, _commands: &mut Vec<Command>) {
        let margin = Margin { left: 20, right: 20, top: 4, bottom: 10 };
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            section(ui, "Overview");
            ui.add_space(space::SMALL);
            totals::show(ui, context.inventory);
        });
    }
}
