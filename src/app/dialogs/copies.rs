//! The copies of a machine's settings file that were made before each change.

use egui::{Button, RichText, ScrollArea, Sides, Ui};
use egui_material_icons::icons;

use super::DialogContext;
use super::frame::{self, Closed};
use crate::app::command::Command;
use crate::app::components::{card, danger_button, icon_button, sign_line};
use crate::app::theme::{self, space};
use crate::jobs::SettingsCopy;
use crate::model::MachineKey;
use crate::text;
use crate::words::moment_and_age;

/// Height of the list, in points.
const LIST: f32 = 300.0;

/// The dialog.
#[derive(Debug)]
pub struct CopiesDialog {
    machine: MachineKey,
    /// The one that would be put back.
    asked: Option<SettingsCopy>,
}

impl CopiesDialog {
    /// For a machine.
    pub fn new(machine: MachineKey) -> Self {
        Self { machine, asked: None }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        let machine = context.inventory.machine(&self.machine).map(|(_, entry)| entry.name().to_owned());
        let (Some(machine), Some(jobs)) = (machine, context.jobs) else { return Closed::Cancelled };
        let copies = jobs.settings_copies(&self.machine);
        frame::show(ui, &text!("copies-title", machine = machine), 560.0, |ui| {
            let colors = theme::colors(ui);
            ui.colored_label(colors.text_dim, text!("copies-about"));
            ui.add_space(space::SMALL);
            if copies.is_empty() {
                ui.label(text!("copies-none"));
            }
            ScrollArea::vertical().max_height(LIST).auto_shrink([false, true]).show(ui, |ui| {
                for copy in &copies {
                    self.show_copy(ui, copy, context, commands);
                }
            });
            if let Some(copy) = self.asked.clone() {
                return self.show_question(ui, copy, commands);
            }
            ui.add_space(space::LARGE);
            let mut closed = Closed::No;
            Sides::new().show(
                ui,
                |_| {},
                |ui| {
                    if ui.button(text!("dialogs-close")).clicked() {
                        closed = Closed::Cancelled;
                    }
                },
            );
            closed
        })
    }

    fn show_copy(
        &mut self,
        ui: &mut Ui,
        copy: &SettingsCopy,
        context: &DialogContext<'_>,
        commands: &mut Vec<Command>,
    ) {
        card(ui, |ui| {
            let made = moment_and_age(Some(copy.made_at), context.now);
            Sides::new().show(
                ui,
                |ui| ui.label(made),
                |ui| {
                    if ui.button(text!("copies-put-back")).clicked() {
                        self.asked = Some(copy.clone());
                    }
                    if icon_button(ui, icons::ICON_CONTENT_COPY, text!("copies-copy-path")).clicked() {
                        commands.push(Command::Copy(copy.path.display().to_string()));
                    }
                },
            );
        });
        ui.add_space(space::TIGHT);
    }

    fn show_question(&mut self, ui: &mut Ui, copy: SettingsCopy, commands: &mut Vec<Command>) -> Closed {
        let colors = theme::colors(ui);
        let mut closed = Closed::No;
        ui.add_space(space::MEDIUM);
        sign_line(ui, icons::ICON_WARNING, text!("copies-question"), colors.warning);
        ui.label(RichText::new(copy.path.display().to_string()).monospace().color(colors.text_dim));
        ui.add_space(space::MEDIUM);
        Sides::new().show(
            ui,
            |_| {},
            |ui| {
                if ui.add(danger_button(ui, text!("copies-put-this-back"))).clicked() {
                    commands.push(Command::RestoreCopy(copy));
                    closed = Closed::Confirmed;
                }
                if ui.add(Button::new(text!("copies-back"))).clicked() {
                    self.asked = None;
                }
            },
        );
        closed
    }
}
