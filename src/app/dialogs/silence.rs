//! Silencing a finding, or all of its kind.

use chrono::{NaiveDate, TimeDelta};
use egui::{RichText, TextEdit, Ui};

use super::DialogContext;
use super::frame::{self, Closed, Main};
use crate::app::command::Command;
use crate::app::components::primary_button;
use crate::app::theme::{self, space};
use crate::health::{Finding, Silence, Silenced};
use crate::text;

/// Longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// The dialog.
#[derive(Debug)]
pub struct SilenceDialog {
    finding: Finding,
    scope: Scope,
    reason: String,
    end: Option<i64>,
    wants_focus: bool,
}

/// Ends to choose from, in days; `None` for ever.
fn ends() -> [(&'static str, Option<i64>); 4] {
    [
        (text!("silence-week"), Some(7)),
        (text!("silence-month"), Some(30)),
        (text!("silence-year"), Some(365)),
        (text!("silence-ever"), None),
    ]
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    ThisOne,
    OfMachine,
    Everywhere,
}

impl SilenceDialog {
    /// For a finding. A silence ends by itself after a month, if nothing else is chosen.
    pub fn new(finding: Finding) -> Self {
        Self { finding, scope: Scope::ThisOne, reason: String::new(), end: Some(30), wants_focus: true }
    }

    fn silence(&self, today: NaiveDate) -> Silence {
        let kind = self.finding.kind();
        let what = match self.scope {
            Scope::ThisOne => Silenced::Finding(self.finding.id()),
            Scope::OfMachine => Silenced::Kind { kind, machine: self.finding.machine_key().cloned() },
            Scope::Everywhere => Silenced::Kind { kind, machine: None },
        };
        let until = self.end.and_then(|days| today.checked_add_signed(TimeDelta::days(days)));
        Silence { what, reason: self.reason.trim().to_owned(), until }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        let closed = frame::show(ui, text!("silence-title"), 520.0, |ui| {
            let colors = theme::colors(ui);
            ui.add(egui::Label::new(RichText::new(self.finding.what()).color(colors.text_dim)).wrap());
            ui.add_space(space::SMALL);
            self.show_fields(ui);
            ui.add_space(space::SMALL);
            let note = text!("silence-note");
            ui.label(RichText::new(note).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim));
            let main = Main { button: primary_button(ui, text!("silence-button")), why_not: None, by_enter: true };
            frame::buttons(ui, main, None, commands)
        });
        if closed == Closed::Confirmed {
            commands.push(Command::Silence(self.silence(context.now.date_naive())));
        }
        closed
    }

    fn show_fields(&mut self, ui: &mut Ui) {
        let title = self.finding.kind().title();
        ui.radio_value(&mut self.scope, Scope::ThisOne, text!("silence-this-one"));
        if let Some(machine) = &self.finding.machine {
            let name: String = machine.name.chars().take(60).collect();
            ui.radio_value(
                &mut self.scope,
                Scope::OfMachine,
                text!("silence-of-machine", title = title, machine = name),
            );
        }
        ui.radio_value(&mut self.scope, Scope::Everywhere, text!("silence-everywhere", title = title));
        ui.add_space(space::SMALL);
        ui.horizontal(|ui| {
            for (text, days) in ends() {
                ui.selectable_value(&mut self.end, days, text);
            }
        });
        ui.add_space(space::SMALL);
        let field = TextEdit::singleline(&mut self.reason)
            .hint_text(text!("silence-reason-hint"))
            .char_limit(LONGEST_REASON)
            .desired_width(f32::INFINITY);
        let field = ui.add(field).accessible_name(text!("silence-reason"));
        if std::mem::take(&mut self.wants_focus) {
            field.request_focus();
        }
    }
}
