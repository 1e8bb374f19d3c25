//! One snapshot of each machine, with names from one template.

use egui::{Button, Checkbox, RichText, TextEdit, Ui};

use super::super::DialogContext;
use super::super::frame::{self, Closed, Main};
use super::review::{self, Made, Row};
use crate::app::command::Command;
use crate::app::components::{button_menu, card, primary_button};
use crate::app::theme::{self, space};
use crate::model::{MachineKey, Step};
use crate::naming::{PRESETS, Template};
use crate::plan::machines::{MachinesPlan, Naming, take_each};
use crate::text;
use crate::words::{local_time, machines, snapshots};

/// How names are made while there is no convention.
const TEMPLATE: &str = "{purpose} {date} {time}";

/// The dialog.
#[derive(Debug)]
pub struct TakeEach {
    machines: Vec<MachineKey>,
    template: String,
    purpose: String,
    description: String,
    /// Whether they are remembered as a set.
    as_set: bool,
    set_name: String,
    set_name_is_own: bool,
    wants_focus: bool,
    made: Option<Made<MachinesPlan>>,
}

impl TakeEach {
    /// Of these machines. Names follow the convention.
    pub fn new(machines: Vec<MachineKey>, context: &DialogContext<'_>) -> Self {
        Self {
            as_set: machines.len() > 1,
            machines,
            template: context.convention.map_or_else(|| TEMPLATE.to_owned(), ToString::to_string),
            purpose: text!("take-purpose").to_owned(),
            description: String::new(),
            set_name: String::new(),
            set_name_is_own: false,
            wants_focus: true,
            made: None,
        }
    }

    fn plan(&mut self, template: &Template, context: &DialogContext<'_>) -> &MachinesPlan {
        // A template may tell the minute.
        let minute = context.now.timestamp() / 60;
        let from = (&self.template, &self.purpose, &self.description, context.inventory.generation, minute);
        let about = review::naming(self.purpose.trim(), context.now);
        let naming = Naming { template, context: &about };
        let description = self.description.trim_end();
        Made::get(&mut self.made, from, || {
            take_each(context.inventory, &self.machines, naming, description, context.convention)
        })
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        if !self.set_name_is_own {
            let name = format!("{} {}", self.purpose.trim(), local_time(context.now));
            name.trim().clone_into(&mut self.set_name);
        }
        let title = text!("many-take-title", machines = machines(self.machines.len()));
        let mut confirmed = None;
        let closed = frame::show(ui, &title, 680.0, |ui| {
            let mut why_not = None;
            let mut copied = None;
            let mut text = text!("many-take-button-waiting").to_owned();
            review::body(ui, |ui| {
                self.show_fields(ui, context);
                match &self.template.parse::<Template>() {
                    Err(error) => {
                        ui.colored_label(theme::colors(ui).danger, frame::first_upper(&error.to_string()));
                        why_not = Some(text!("rename-several-unfinished").to_owned());
                    }
                    Ok(template) => {
                        let set_lacks_name = self.as_set && self.set_name.trim().is_empty();
                        let made = self.plan(template, context);
                        show_plan(ui, context, made);
                        why_not = review::why_not(made);
                        if set_lacks_name {
                            why_not = Some(text!("many-take-set-lacks-name").to_owned());
                        }
                        text = text!("many-take-button", snapshots = snapshots(made.plan.steps.len()));
                        copied = review::commands_to_copy(context.inventory, &made.plan);
                        confirmed = made.plan.is_clear().then(|| made.plan.clone());
                    }
                }
            });
            if let Some(plan) = &confirmed {
                review::disks(ui, context.inventory, plan);
            }
            let main = Main { button: primary_button(ui, &text), why_not: why_not.as_deref(), by_enter: true };
            frame::buttons(ui, main, copied, commands)
        });
        if let (Closed::Confirmed, Some(plan)) = (closed, confirmed) {
            let name = self.as_set.then(|| self.set_name.trim().to_owned());
            commands.push(Command::SubmitAsSet(Box::new(plan), name));
        }
        closed
    }

    fn show_fields(&mut self, ui: &mut Ui, context: &DialogContext<'_>) {
        let colors = theme::colors(ui);
        let small = |text: &str| RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
        ui.columns(2, |columns| {
            let [left, right] = columns else { return };
            let label = left.label(small(text!("many-what-for")));
            let field = TextEdit::singleline(&mut self.purpose).desired_width(f32::INFINITY);
            let response = left.add(field).labelled_by(label.id);
            frame::keep_focus(left, &response);
            if std::mem::take(&mut self.wants_focus) {
                response.request_focus();
                crate::app::rename::select_all(left, response.id, self.purpose.chars().count());
            }
            let label = right.label(small(text!("many-take-template")));
            right.horizontal(|ui| {
                let field = TextEdit::singleline(&mut self.template).desired_width(ui.available_width() - 84.0);
                let response = ui.add(field).labelled_by(label.id);
                frame::keep_focus(ui, &response);
                self.show_templates(ui, context);
            });
        });
        ui.label(small(text!("many-template-fields")));
        ui.add_space(space::TIGHT);
        let label = ui.label(small(text!("take-description")));
        let field = TextEdit::multiline(&mut self.description)
            .id(frame::several_lines())
            .hint_text(text!("take-description-hint"))
            .desired_rows(2)
            .desired_width(f32::INFINITY);
        ui.add(field).labelled_by(label.id);
        ui.add_space(space::SMALL);
        self.show_set(ui);
    }

    fn show_templates(&mut self, ui: &mut Ui, context: &DialogContext<'_>) {
        let button = ui.add(Button::new(text!("many-choose"))).on_hover_text(text!("many-take-templates"));
        button_menu(ui, &button, |ui| {
            let own = context.own_templates.iter().map(String::as_str);
            let presets = PRESETS.iter().map(|preset| -> &str { preset.template() }).filter(|text| text.contains('{'));
            for text in own.chain(presets).chain(["{machine} {date}"]) {
                if ui.button(text).clicked() {
                    text.clone_into(&mut self.template);
                    ui.close();
                }
            }
        });
    }

    fn show_set(&mut self, ui: &mut Ui) {
        card(ui, |ui| {
            ui.horizontal(|ui| {
                let text = RichText::new(text!("many-take-as-set")).font(theme::semibold(theme::TEXT));
                ui.add(Checkbox::new(&mut self.as_set, text)).on_hover_text(text!("many-take-as-set-hint"));
                ui.add_enabled_ui(self.as_set, |ui| {
                    let field = TextEdit::singleline(&mut self.set_name).desired_width(f32::INFINITY);
                    let response = ui.add(field).accessible_name(text!("many-sets-name"));
                    frame::keep_focus(ui, &response);
                    self.set_name_is_own |= response.changed();
                });
            });
        });
    }
}

fn show_plan(ui: &mut Ui, context: &DialogContext<'_>, made: &MachinesPlan) {
    review::left_out(ui, context.inventory, &made.left_out);
    let taken = review::by_machine(&made.plan);
    if taken.is_empty() {
        return;
    }
    review::heading(ui, &machines(taken.len()));
    let rows: Vec<Row> = taken
        .into_iter()
        .map(|(_, name, steps)| {
            let names = steps.iter().filter_map(|step| match &step.step {
                Step::Take { name, .. } => Some(format!("“{name}”")),
                _ => None,
            });
            Row {
                name,
                about: names.collect::<Vec<_>>().join(text!("list-names")),
                figure: review::needs(review::sum(steps.iter().copied()).as_ref()),
                notes: review::cautions(&steps),
                parts: Vec::new(),
            }
        })
        .collect();
    review::rows(ui, &rows);
}
