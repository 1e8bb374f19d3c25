//! What a job did not do, of one machine or several: it is planned and confirmed anew.

use egui::{RichText, Ui};

use super::super::DialogContext;
use super::super::frame::{self, Closed, Main};
use super::review::{self, Made, Row};
use crate::app::command::Command;
use crate::app::components::primary_button;
use crate::app::theme::{self, space};
use crate::jobs::step_in_words;
use crate::model::{MachineKey, Step};
use crate::plan::PlannedStep;
use crate::plan::machines::{MachinesPlan, again};
use crate::text;
use crate::words::machines;

/// The dialog.
#[derive(Debug)]
pub struct DoAgain {
    rest: Vec<(MachineKey, Step)>,
    made: Option<Made<MachinesPlan>>,
}

impl DoAgain {
    /// For these steps, none of which deletes.
    pub fn new(rest: Vec<(MachineKey, Step)>) -> Self {
        Self { rest, made: None }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        let rest = &self.rest;
        let made = Made::get(&mut self.made, context.inventory.generation, || again(context.inventory, rest));
        let closed = frame::show(ui, text!("many-again-title"), 700.0, |ui| {
            let about = RichText::new(text!("many-again-about")).color(theme::colors(ui).text_dim);
            ui.add(egui::Label::new(about).wrap());
            ui.add_space(space::SMALL);
            review::body(ui, |ui| {
                review::left_out(ui, context.inventory, &made.left_out);
                let planned = review::by_machine(&made.plan);
                if !planned.is_empty() {
                    review::heading(ui, &machines(planned.len()));
                }
                let rows: Vec<Row> = planned.into_iter().map(|(_, name, steps)| row(name, &steps)).collect();
                review::rows(ui, &rows);
            });
            review::disks(ui, context.inventory, &made.plan);
            let why_not = review::why_not(made);
            let button = primary_button(ui, text!("many-again-button"));
            let main = Main { button, why_not: why_not.as_deref(), by_enter: false };
            frame::buttons(ui, main, review::commands_to_copy(context.inventory, &made.plan), commands)
        });
        if closed == Closed::Confirmed && made.plan.is_clear() {
            commands.push(Command::Submit(Box::new(made.plan.clone())));
        }
        closed
    }
}

fn row(name: String, steps: &[&PlannedStep]) -> Row {
    let figure = review::needs(review::sum(steps.iter().copied()).as_ref());
    let mut words: Vec<String> = steps.iter().map(|step| step_in_words(step)).collect();
    let notes = review::cautions(steps);
    if words.len() == 1 {
        return Row { name, about: words.remove(0), figure, notes, parts: Vec::new() };
    }
    let parts = words.into_iter().map(|words| (words, String::new())).collect();
    Row { name, about: text!("many-again-steps", count = steps.len()), figure, notes, parts }
}
