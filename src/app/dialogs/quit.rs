//! Closing the window while something is being done.

use egui::{Button, Sides, Ui};

use super::DialogContext;
use super::frame::{self, Closed};
use crate::app::command::Command;
use crate::app::components::primary_button;
use crate::app::theme::{self, space};
use crate::jobs::{Jobs, Phase};
use crate::text;

/// Draws it. It closes by itself when nothing is being done any more.
pub fn show(ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
    let status = context.jobs.map(Jobs::status);
    let Some(status) = status.filter(|status| status.any_active()) else {
        commands.push(Command::Quit);
        return Closed::Confirmed;
    };
    frame::show(ui, text!("quit-title"), 480.0, |ui| {
        let colors = theme::colors(ui);
        for job in status.jobs.iter().filter(|job| !matches!(job.phase, Phase::Finished(_))) {
            ui.label(format!("• {}", job.title));
        }
        ui.add_space(space::SMALL);
        ui.colored_label(colors.text_dim, text!("quit-about"));
        ui.add_space(space::LARGE);
        let mut closed = Closed::No;
        Sides::new().show(
            ui,
            |_| {},
            |ui| {
                if ui.add(primary_button(ui, text!("quit-go-on"))).clicked() {
                    closed = Closed::Cancelled;
                }
                if ui.add(Button::new(text!("quit-finish"))).clicked() {
                    commands.push(Command::StopAllJobs);
                    commands.push(Command::QuitWhenIdle);
                    closed = Closed::Confirmed;
                }
            },
        );
        closed
    })
}
