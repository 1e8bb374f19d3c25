//! Closing the window while something is being done.

use egui::{Button, Sides, Ui};

use super::DialogContext;
use super::frame::{self, Closed};
use crate::app::command::Command;
use crate::app::components::primary_button;
use crate::app::theme::{self, space};
use crate::jobs::{JobStatus, Jobs, Phase, Stop};
use crate::text;

/// Draws it. It closes by itself when nothing is being done any more.
pub fn show(ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
    let status = context.jobs.map(Jobs::status);
    let Some(status) = status.filter(|status| status.any_active()) else {
        commands.push(Command::Quit);
        return Closed::Confirmed;
    };
    frame::show(ui, text!("quit-title"), 580.0, |ui| {
        let colors = theme::colors(ui);
        let active = || status.jobs.iter().filter(|job| !matches!(job.phase, Phase::Finished(_)));
        for job in active() {
            ui.label(format!("• {}", job.title));
        }
        ui.add_space(space::SMALL);
        ui.colored_label(colors.text_dim, text!("quit-about"));
        let can_stop_now = |job: &JobStatus| match &job.phase {
            Phase::Running(running) | Phase::Stopping(running) => running.can_stop_now,
            Phase::Waiting | Phase::Finished(_) => false,
        };
        let stoppable: Vec<&str> = active()
            .filter(|job| can_stop_now(job))
            .flat_map(|job| job.at_work.iter().filter(|step| step.can_stop).map(|step| &*step.what))
            .collect();
        if !stoppable.is_empty() {
            ui.add_space(space::SMALL);
            let steps = stoppable.join(text!("list-separator"));
            ui.colored_label(colors.text_dim, text!("quit-stop-about", steps = steps));
        }
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
                    commands.push(Command::StopToClose(Stop::BeforeNextStep));
                    commands.push(Command::QuitWhenIdle);
                    closed = Closed::Confirmed;
                }
                if !stoppable.is_empty() && ui.add(Button::new(text!("quit-stop"))).clicked() {
                    commands.push(Command::StopToClose(Stop::Now));
                    commands.push(Command::QuitWhenIdle);
                    closed = Closed::Confirmed;
                }
            },
        );
        closed
    })
}
