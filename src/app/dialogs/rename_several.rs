//! Naming several snapshots by a template.

use egui::{RichText, ScrollArea, TextEdit, Ui};

use super::frame::{self, Closed, Main};
use super::{DialogContext, commands_to_copy};
use crate::app::command::Command;
use crate::app::components::{fact, primary_button};
use crate::app::theme::{self, space};
use crate::model::{Machine, MachineKey, SnapshotId};
use crate::naming::{Context, Template, Zone, this_user};
use crate::plan::{SnapshotChange, edit, rename_plan};
use crate::text;
use crate::words::snapshot_name;

/// Height of the preview, in points.
const PREVIEW: f32 = 220.0;

/// The dialog.
#[derive(Debug)]
pub struct RenameSeveralDialog {
    machine: MachineKey,
    /// Those that get a new name, in the order of the tree.
    snapshots: Vec<SnapshotId>,
    template: String,
    purpose: String,
    wants_focus: bool,
}

impl RenameSeveralDialog {
    /// For the marked snapshots, or for all if none is marked.
    pub fn new(key: MachineKey, machine: &Machine, context: &DialogContext<'_>) -> Self {
        let marked = context.marks.of(&key);
        let order = machine.tree.pre_order().map(|index| machine.tree.get(index).id);
        let snapshots = order.filter(|id| marked.is_empty() || marked.contains(id)).collect();
        Self {
            machine: key,
            snapshots,
            template: "{n} {purpose}".to_owned(),
            purpose: String::new(),
            wants_focus: true,
        }
    }

    fn changes(&self, machine: &Machine, template: &Template, context: &DialogContext<'_>) -> Vec<SnapshotChange> {
        let about = Context {
            purpose: self.purpose.clone(),
            at: context.now,
            zone: Zone::Local,
            machine: machine.name.to_string(),
            user: this_user(),
        };
        rename_plan(context.inventory, &self.machine, &self.snapshots, template, &about)
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        let found = context.inventory.machine(&self.machine).and_then(|(_, entry)| entry.machine()).cloned();
        let Some(machine) = found else { return Closed::Cancelled };
        let mut confirmed = None;
        let title = text!("rename-several-title", count = self.snapshots.len(), machine = machine.name);
        let closed = frame::show(ui, &title, 600.0, |ui| {
            let colors = theme::colors(ui);
            ui.colored_label(colors.text_dim, text!("rename-several-about"));
            ui.add_space(space::SMALL);
            self.show_fields(ui);
            let template: Template = match self.template.parse() {
                Ok(template) => template,
                Err(error) => {
                    ui.colored_label(colors.danger, frame::first_upper(&format!("{error}")));
                    let main = Main {
                        button: primary_button(ui, text!("rename-several-unfinished-button")),
                        why_not: Some(text!("rename-several-unfinished")),
                        by_enter: true,
                    };
                    return frame::buttons(ui, main, None, commands);
                }
            };
            let changes = self.changes(&machine, &template, context);
            let plan = edit(context.inventory, &self.machine, &changes, None);
            ui.add_space(space::SMALL);
            ScrollArea::vertical().max_height(PREVIEW).id_salt("preview").show_rows(
                ui,
                18.0,
                changes.len(),
                |ui, rows| {
                    for change in changes.get(rows).unwrap_or_default() {
                        let index = machine.tree.find(change.snapshot);
                        let before = index.map_or("", |index| snapshot_name(&machine.tree.get(index).name));
                        let after = change.name.as_deref().unwrap_or(before);
                        fact(ui, before, after, colors.text);
                    }
                },
            );
            frame::notes(ui, &plan);
            let why_not = frame::why_not(&plan);
            let button = primary_button(ui, &text!("rename-several-button", count = plan.steps.len()));
            let main = Main { button, why_not: why_not.as_deref(), by_enter: true };
            let copied = commands_to_copy(context.inventory, &self.machine, &plan);
            let closed = frame::buttons(ui, main, copied, commands);
            confirmed = (closed == Closed::Confirmed && plan.is_clear()).then_some(plan);
            closed
        });
        if let Some(plan) = confirmed {
            commands.push(Command::Submit(Box::new(plan)));
        }
        closed
    }

    fn show_fields(&mut self, ui: &mut Ui) {
        let colors = theme::colors(ui);
        let small = |text: &str| RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                let label = left.label(small(text!("rename-several-template")));
                let field = TextEdit::singleline(&mut self.template).desired_width(f32::INFINITY);
                let response = left.add(field).labelled_by(label.id);
                frame::keep_focus(left, &response);
                if std::mem::take(&mut self.wants_focus) {
                    response.request_focus();
                }
                let label = right.label(small(text!("rename-several-purpose")));
                let field = TextEdit::singleline(&mut self.purpose)
                    .hint_text(text!("rename-several-purpose-hint"))
                    .desired_width(f32::INFINITY);
                right.add(field).labelled_by(label.id);
            }
        });
    }
}
