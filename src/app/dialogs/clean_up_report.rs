//! What the last clean-up promised and what it freed, machine by machine.

use egui::{RichText, ScrollArea, Sides, Ui};
use egui_material_icons::icons;

use super::frame::{self, Closed};
use crate::app::clean_up::{LastRun, MachineReport};
use crate::app::command::Command;
use crate::app::components::{fact, sign_line};
use crate::app::theme::{self, space};
use crate::jobs::Summary;
use crate::text;

/// Most of the window's height that the list takes.
const LIST_SHARE: f32 = 0.5;
/// Machines that are listed, at most; the copied text has all.
const MOST: usize = 500;

/// The dialog.
#[derive(Debug)]
pub struct CleanUpReport {
    run: LastRun,
}

impl CleanUpReport {
    /// For a clean-up that has ended.
    pub fn new(run: &LastRun) -> Self {
        Self { run: run.clone() }
    }

    /// Draws it.
    pub fn show(&self, ui: &Ui, commands: &mut Vec<Command>) -> Closed {
        frame::show(ui, text!("clean-up-report"), 640.0, |ui| {
            let colors = theme::colors(ui);
            let (icon, ink) = if self.run.summary().is_some_and(Summary::is_success) {
                (icons::ICON_CHECK_CIRCLE, colors.accent)
            } else {
                (icons::ICON_ERROR, colors.danger)
            };
            sign_line(ui, icon, &self.run.words(), ink);
            ui.add_space(space::SMALL);
            let machines = self.run.machines();
            let height = ui.content_rect().height() * LIST_SHARE;
            ScrollArea::vertical().id_salt("report").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
                for machine in machines.iter().take(MOST) {
                    show_machine(ui, machine);
                }
                if machines.len() > MOST {
                    let text = text!("clean-up-report-more", count = machines.len() - MOST);
                    ui.colored_label(colors.text_dim, text);
                }
            });
            ui.add_space(space::LARGE);
            let copy = |ui: &mut Ui| {
                if ui.button(text!("clean-up-report-copy")).on_hover_text(text!("clean-up-report-copy-hint")).clicked()
                {
                    commands.push(Command::Copy(self.run.text()));
                }
            };
            let closed = Sides::new().show(ui, copy, |ui| ui.button(text!("dialogs-close")).clicked()).1;
            if closed { Closed::Cancelled } else { Closed::No }
        })
    }
}

fn show_machine(ui: &mut Ui, machine: &MachineReport) {
    let colors = theme::colors(ui);
    let ink = if machine.failure.is_some() { colors.danger } else { colors.text };
    fact(ui, &machine.name, &machine.words(), ink);
    if let Some(failure) = &machine.failure {
        let text = RichText::new(failure).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
        ui.add(egui::Label::new(text).wrap());
        ui.add_space(space::TIGHT);
    }
}
