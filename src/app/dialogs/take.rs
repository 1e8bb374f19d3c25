//! Taking a snapshot.

use egui::{RichText, TextEdit, Ui};

use super::frame::{self, Closed, Main};
use super::name_templates::{NameTemplates, name_from};
use super::{DialogContext, commands_to_copy};
use crate::app::command::Command;
use crate::app::components::primary_button;
use crate::app::theme::{self, space};
use crate::model::MachineKey;
use crate::naming::{Field, Template};
use crate::plan::{Plan, take};
use crate::text;
use crate::words::local_time;

/// How names are made while there is no convention.
const WITHOUT_CONVENTION: &str = "{purpose} {date} {time}";

/// What snapshots are mostly for.
fn usual_purposes() -> [&'static str; 3] {
    [text!("take-initial-state"), text!("take-test-environment"), text!("take-before-update")]
}

/// The dialog.
#[derive(Debug)]
pub struct TakeDialog {
    machine: MachineKey,
    name: String,
    description: String,
    wants_focus: bool,
    templates: NameTemplates,
}

impl TakeDialog {
    /// For a machine. The name follows the chosen convention.
    pub fn new(machine: MachineKey, context: &DialogContext<'_>) -> Self {
        let usual = WITHOUT_CONVENTION.parse::<Template>();
        let template = context.convention.or(usual.as_ref().ok());
        let name =
            template.map_or_else(String::new, |template| name_from(template, &machine, text!("take-purpose"), context));
        Self { machine, name, description: String::new(), wants_focus: true, templates: NameTemplates::default() }
    }

    fn plan(&self, context: &DialogContext<'_>) -> Plan {
        take(context.inventory, &self.machine, self.name.trim(), self.description.trim_end(), context.convention)
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        let machine = context.inventory.machine(&self.machine).map(|(_, entry)| entry.name().to_owned());
        let Some(machine) = machine else { return Closed::Cancelled };
        let title = text!("take-title", machine = machine);
        let mut closed = frame::show(ui, &title, 540.0, |ui| {
            let colors = theme::colors(ui);
            ui.colored_label(colors.text_dim, text!("take-about"));
            ui.add_space(space::SMALL);
            self.show_fields(ui, context, commands);
            let plan = self.plan(context);
            frame::notes(ui, &plan);
            ui.add_space(space::SMALL);
            if let Some(forecast) = &plan.forecast {
                frame::space_needed(ui, context.inventory, &self.machine, forecast);
            }
            let why_not = frame::why_not(&plan);
            let main =
                Main { button: primary_button(ui, text!("command-take")), why_not: why_not.as_deref(), by_enter: true };
            frame::buttons(ui, main, commands_to_copy(context.inventory, &self.machine, &plan), commands)
        });
        if closed == Closed::Confirmed {
            let plan = self.plan(context);
            if plan.is_clear() {
                commands.push(Command::Submit(Box::new(plan)));
            } else {
                closed = Closed::No;
            }
        }
        closed
    }

    fn show_fields(&mut self, ui: &mut Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        let small = |text: &str| RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
        let label = ui.label(small(text!("take-name")));
        let field = TextEdit::singleline(&mut self.name).desired_width(f32::INFINITY);
        let response = ui.add(field).labelled_by(label.id);
        frame::keep_focus(ui, &response);
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
            crate::app::rename::select_all(ui, response.id, self.name.chars().count());
        }
        ui.horizontal_wrapped(|ui| {
            for name in usual_purposes() {
                let text = RichText::new(name).font(theme::regular(theme::TEXT_SMALL));
                let chip = egui::Button::new(text).corner_radius(11).min_size(egui::vec2(0.0, 24.0));
                if ui.add(chip).clicked() {
                    let template = context.convention.filter(|template| template.has(Field::Purpose));
                    self.name = template.map_or_else(
                        || format!("{name} {}", local_time(context.now)),
                        |template| name_from(template, &self.machine, name, context),
                    );
                }
            }
            if let Some(name) = self.templates.show(ui, &self.machine, text!("take-purpose"), context, commands) {
                self.name = name;
            }
        });
        ui.add_space(space::TIGHT);
        let label = ui.label(small(text!("take-description")));
        let field = TextEdit::multiline(&mut self.description)
            .id(frame::several_lines())
            .hint_text(text!("take-description-hint"))
            .desired_rows(3)
            .desired_width(f32::INFINITY);
        ui.add(field).labelled_by(label.id);
    }
}
