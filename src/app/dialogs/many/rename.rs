//! Snapshots of several machines get names by one template.

use egui::{RichText, TextEdit, Ui};

use super::super::DialogContext;
use super::super::frame::{self, Closed, Main};
use super::review::{self, Made};
use crate::app::command::Command;
use crate::app::components::{fact, primary_button};
use crate::app::theme::{self, space};
use crate::model::{MachineKey, Step};
use crate::naming::Template;
use crate::plan::PlannedStep;
use crate::plan::machines::{MachinesPlan, rename_each};
use crate::retention::Pattern;
use crate::text;
use crate::words::{machines, snapshot_name, snapshots};

/// The dialog.
#[derive(Debug)]
pub struct RenameEach {
    machines: Vec<MachineKey>,
    pattern: String,
    template: String,
    purpose: String,
    wants_focus: bool,
    made: Option<Made<MachinesPlan>>,
}

impl RenameEach {
    /// On these machines.
    pub fn new(machines: Vec<MachineKey>) -> Self {
        Self {
            machines,
            pattern: String::new(),
            template: "{purpose} {date}".to_owned(),
            purpose: String::new(),
            wants_focus: true,
            made: None,
        }
    }

    fn plan(&mut self, template: &Template, context: &DialogContext<'_>) -> &MachinesPlan {
        let from = (&self.pattern, &self.template, &self.purpose, context.inventory.generation);
        let about = review::naming(self.purpose.trim(), context.now);
        let pattern = self.pattern.trim();
        let wanted = Pattern::new(pattern);
        let fits = |name: &str| wanted.fits(name.trim());
        Made::get(&mut self.made, from, || {
            rename_each(context.inventory, &self.machines, pattern, &fits, template, &about)
        })
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        let title = text!("many-rename-title", machines = machines(self.machines.len()));
        let mut confirmed = None;
        let closed = frame::show(ui, &title, 680.0, |ui| {
            let mut why_not = None;
            let mut copied = None;
            let mut text = text!("many-rename-button-waiting").to_owned();
            review::body(ui, |ui| {
                self.show_fields(ui);
                match self.template.parse::<Template>() {
                    Err(error) => {
                        ui.colored_label(theme::colors(ui).danger, frame::first_upper(&error.to_string()));
                        why_not = Some(text!("rename-several-unfinished").to_owned());
                    }
                    Ok(_) if self.pattern.trim().is_empty() => {
                        why_not = Some(text!("many-rename-lacks-which").to_owned());
                    }
                    Ok(template) => {
                        let made = self.plan(&template, context);
                        show_plan(ui, context, made);
                        why_not = review::why_not(made);
                        text = text!("many-rename-button", snapshots = snapshots(made.plan.steps.len()));
                        copied = review::commands_to_copy(context.inventory, &made.plan);
                        confirmed = made.plan.is_clear().then(|| made.plan.clone());
                    }
                }
            });
            let main = Main { button: primary_button(ui, &text), why_not: why_not.as_deref(), by_enter: true };
            frame::buttons(ui, main, copied, commands)
        });
        if let (Closed::Confirmed, Some(plan)) = (closed, confirmed) {
            commands.push(Command::Submit(Box::new(plan)));
        }
        closed
    }

    fn show_fields(&mut self, ui: &mut Ui) {
        let colors = theme::colors(ui);
        let small = |text: &str| RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
        let label = ui.label(small(text!("many-rename-named")));
        let field = TextEdit::singleline(&mut self.pattern)
            .hint_text(text!("many-rename-named-hint"))
            .desired_width(f32::INFINITY);
        let response = ui.add(field).labelled_by(label.id);
        frame::keep_focus(ui, &response);
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        ui.add_space(space::TIGHT);
        ui.columns(2, |columns| {
            let [left, right] = columns else { return };
            let label = left.label(small(text!("many-rename-template")));
            let field = TextEdit::singleline(&mut self.template).desired_width(f32::INFINITY);
            left.add(field).labelled_by(label.id);
            let label = right.label(small(text!("many-what-for")));
            let field = TextEdit::singleline(&mut self.purpose)
                .hint_text(text!("rename-several-purpose-hint"))
                .desired_width(f32::INFINITY);
            right.add(field).labelled_by(label.id);
        });
        ui.label(small(text!("many-template-fields")));
    }
}

fn show_plan(ui: &mut Ui, context: &DialogContext<'_>, made: &MachinesPlan) {
    review::left_out(ui, context.inventory, &made.left_out);
    if made.plan.steps.is_empty() && made.left_out.is_empty() {
        ui.add_space(space::SMALL);
        ui.colored_label(theme::colors(ui).text_dim, text!("many-rename-nothing"));
    }
    for (_, name, steps) in review::by_machine(&made.plan) {
        review::heading(ui, &name.chars().take(100).collect::<String>());
        for step in &steps {
            show_step(ui, step);
        }
        for caution in review::cautions(&steps) {
            ui.colored_label(theme::colors(ui).warning, frame::first_upper(&caution));
        }
    }
}

fn show_step(ui: &mut Ui, step: &PlannedStep) {
    let Step::Edit { name: Some(name), .. } = &step.step else { return };
    fact(ui, snapshot_name(&step.subject), name, theme::colors(ui).text).on_hover_text(name);
}
