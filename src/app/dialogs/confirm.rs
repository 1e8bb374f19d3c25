//! Confirming a plan that needs no further words.

use egui::Ui;

use super::frame::{self, Closed, Main};
use super::{DialogContext, commands_to_copy};
use crate::app::command::Command;
use crate::app::components::danger_button;
use crate::app::theme;
use crate::plan::Plan;

/// The dialog: a question, what it means, and the plan behind it.
#[derive(Debug)]
pub struct ConfirmDialog {
    question: String,
    meaning: String,
    button: &'static str,
    plan: Plan,
}

impl ConfirmDialog {
    /// Asks `question` before a plan is carried out by `button`.
    pub fn new(question: String, meaning: String, button: &'static str, plan: Plan) -> Self {
        Self { question, meaning, button, plan }
    }

    /// Draws it.
    pub fn show(&self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        let closed = frame::show(ui, &self.question, 480.0, |ui| {
            ui.colored_label(theme::colors(ui).text_dim, &self.meaning);
            frame::notes(ui, &self.plan);
            let why_not = frame::why_not(&self.plan);
            let main = Main { button: danger_button(ui, self.button), why_not: why_not.as_deref(), by_enter: false };
            let machine = self.plan.machines.first().map(|machine| &machine.key);
            let copied = machine.and_then(|key| commands_to_copy(context.inventory, key, &self.plan));
            frame::buttons(ui, main, copied, commands)
        });
        if closed == Closed::Confirmed {
            commands.push(Command::Submit(Box::new(self.plan.clone())));
        }
        closed
    }
}
