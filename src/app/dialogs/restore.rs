//! Going back to a snapshot.

use egui::{Checkbox, RichText, TextEdit, Ui};
use egui_material_icons::icons;

use super::frame::{self, Closed, Main};
use super::meanwhile::Meanwhile;
use super::{DialogContext, commands_to_copy};
use crate::app::command::Command;
use crate::app::components::{card, fact, primary_button, sign_line};
use crate::app::theme;
use crate::model::{Difference, MachineKey, SnapshotId, Step};
use crate::plan::{Plan, RestoreOptions, restore, settings_changes};
use crate::text;
use crate::words::{local_time, moment, snapshot_name};

/// Most settings that are told one by one.
const TOLD_SETTINGS: usize = 8;

/// The dialog.
#[derive(Debug)]
pub struct RestoreDialog {
    machine: MachineKey,
    snapshot: SnapshotId,
    keeps_current: bool,
    kept_as: String,
    start_again: bool,
    meanwhile: Meanwhile,
}

impl RestoreDialog {
    /// For a snapshot. A machine that runs is started again by default.
    pub fn new(machine: MachineKey, snapshot: SnapshotId, name: &str, context: &DialogContext<'_>) -> Self {
        let short: String = snapshot_name(name).chars().filter(|letter| !letter.is_control()).take(60).collect();
        let kept_as = text!("restore-kept-as", name = short, time = local_time(context.now));
        Self { machine, snapshot, keeps_current: true, kept_as, start_again: false, meanwhile: Meanwhile::default() }
    }

    fn plan(&self, context: &DialogContext<'_>) -> Plan {
        let keep_current_as = self.keeps_current.then(|| self.kept_as.trim().to_owned());
        let options = RestoreOptions { keep_current_as, start_again: self.start_again };
        restore(context.inventory, &self.machine, self.snapshot, &options)
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        let plan = self.plan(context);
        let Some(machine) = plan.machine(&self.machine).cloned() else { return Closed::Overtaken };
        let Some(index) = machine.tree.find(self.snapshot) else { return Closed::Overtaken };
        let snapshot = machine.tree.get(index);
        let powers_off = plan.steps.iter().any(|step| step.step == Step::PowerOff);
        let name = frame::in_title(snapshot_name(&snapshot.name));
        let title = text!("restore-title", snapshot = name, machine = frame::in_title(&machine.name));
        let mut closed = frame::show(ui, &title, 540.0, |ui| {
            let colors = theme::colors(ui);
            let when = snapshot.taken_at.map_or_else(|| text!("restore-that-time").to_owned(), moment);
            let is_same = !machine.current_state.modified && machine.tree.current() == Some(index);
            let text =
                if is_same { text!("restore-about-same", when = when) } else { text!("restore-about", when = when) };
            ui.colored_label(colors.text_dim, text);
            self.meanwhile.follow(&plan);
            self.meanwhile.show(ui);
            self.show_keeping(ui);
            if powers_off || self.start_again {
                ui.add(Checkbox::new(&mut self.start_again, text!("restore-start-again")));
            }
            frame::notes(ui, &plan);
            ui.add_space(theme::space::SMALL);
            let changes = settings_changes(context.inventory, &self.machine, self.snapshot);
            show_settings(ui, &changes);
            if let Some(forecast) = &plan.forecast {
                frame::space_needed(ui, context.inventory, &self.machine, forecast);
            }
            let text = if powers_off { text!("restore-button-power-off") } else { text!("restore-button") };
            let why_not = frame::why_not(&plan).or_else(|| self.meanwhile.why_not());
            let main =
                Main { button: primary_button(ui, text), why_not: why_not.as_deref(), by_enter: self.keeps_current };
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

    fn show_keeping(&mut self, ui: &mut Ui) {
        ui.add_space(theme::space::SMALL);
        card(ui, |ui| {
            let text = RichText::new(text!("restore-keep")).font(theme::semibold(theme::TEXT));
            ui.add(Checkbox::new(&mut self.keeps_current, text));
            ui.add_enabled_ui(self.keeps_current, |ui| {
                ui.horizontal(|ui| {
                    ui.add_space(24.0);
                    let name = ui.label(text!("restore-kept-name"));
                    let field = TextEdit::singleline(&mut self.kept_as).desired_width(f32::INFINITY);
                    let response = ui.add(field).labelled_by(name.id);
                    frame::keep_focus(ui, &response);
                });
            });
        });
    }
}

/// The settings that are not the same, a line for each: none is cut.
fn show_settings(ui: &mut Ui, changes: &[Difference]) {
    let ink = theme::colors(ui).text;
    let [_, ..] = changes else {
        fact(ui, text!("restore-settings"), text!("restore-no-settings"), ink);
        return;
    };
    let heading = RichText::new(text!("restore-settings")).font(theme::regular(theme::TEXT_SMALL));
    ui.label(heading.color(theme::colors(ui).text_dim));
    for change in changes.iter().take(TOLD_SETTINGS) {
        let words = format!("{} {} → {}", change.what, change.from, change.to);
        sign_line(ui, icons::ICON_TUNE, &words, ink);
    }
    if changes.len() > TOLD_SETTINGS {
        ui.label(text!("restore-more-settings", count = changes.len() - TOLD_SETTINGS));
    }
}
