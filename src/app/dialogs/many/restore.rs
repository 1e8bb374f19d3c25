//! Several machines go back, each to its own snapshot.

use egui::{Checkbox, RichText, TextEdit, Ui};

use super::super::DialogContext;
use super::super::frame::{self, Closed, Main};
use super::super::meanwhile::Meanwhile;
use super::goal::GoalFields;
use super::review::{self, Made, Row};
use crate::app::command::Command;
use crate::app::components::{card, primary_button};
use crate::app::theme::{self, space};
use crate::model::{Inventory, MachineKey, SnapshotId, Step, StepKind};
use crate::naming::Template;
use crate::pins::SnapshotSet;
use crate::plan::machines::{LeftOut, MachinesPlan, Naming, restore_each, together};
use crate::plan::{Intent, PlannedStep};
use crate::text;
use crate::words::{machines, moment_and_age, snapshot_name};

/// The dialog.
#[derive(Debug)]
pub struct RestoreEach {
    machines: Vec<MachineKey>,
    goal: GoalFields,
    keeps_current: bool,
    kept_as: String,
    /// Whether the person wrote it.
    kept_as_is_own: bool,
    start_again: bool,
    made: Option<Made<Result<MachinesPlan, String>>>,
    meanwhile: Meanwhile,
}

impl RestoreEach {
    /// Of these machines.
    pub fn new(machines: Vec<MachineKey>, context: &DialogContext<'_>) -> Self {
        let goal = GoalFields::new(&machines, context);
        Self::to(machines, goal)
    }

    /// The machines of a set, to its snapshots.
    pub fn to_set(set: SnapshotSet) -> Self {
        let machines = set.members.iter().map(crate::pins::SnapshotKey::machine_key).collect();
        Self::to(machines, GoalFields::of_set(set))
    }

    fn to(machines: Vec<MachineKey>, goal: GoalFields) -> Self {
        Self {
            machines,
            goal,
            keeps_current: true,
            kept_as: String::new(),
            kept_as_is_own: false,
            start_again: false,
            made: None,
            meanwhile: Meanwhile::default(),
        }
    }

    fn plan(&mut self, context: &DialogContext<'_>) -> &Result<MachinesPlan, String> {
        let minute = context.now.timestamp() / 60;
        let own = (self.keeps_current, &self.kept_as, self.start_again);
        let from = (self.goal.stamp(), own, context.inventory.generation, minute);
        let (goal, keeps_current, start_again) = (&self.goal, self.keeps_current, self.start_again);
        let (machines, kept_as) = (&self.machines, &self.kept_as);
        Made::get(&mut self.made, from, || {
            let (targets, missing) = goal.targets(machines, context)?;
            let template = kept_as.parse::<Template>();
            let template = match &template {
                Ok(template) => Some(template).filter(|_| keeps_current),
                Err(_) if !keeps_current => None,
                Err(error) => return Err(error.to_string()),
            };
            let about = review::naming("", context.now);
            let naming = template.map(|template| Naming { template, context: &about });
            Ok(plan(context.inventory, &targets, missing, naming, start_again))
        })
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        let title = self.goal.title(self.machines.len());
        if !self.kept_as_is_own {
            self.kept_as = self.goal.kept_as();
        }
        let mut confirmed = None;
        let closed = frame::show(ui, &title, 700.0, |ui| {
            let colors = theme::colors(ui);
            let mut why_not = None;
            let mut copied = None;
            let mut text = text!("restore-button").to_owned();
            review::body(ui, |ui| {
                let about = RichText::new(text!("many-restore-about")).color(colors.text_dim);
                ui.add(egui::Label::new(about).wrap());
                ui.add_space(space::SMALL);
                self.goal.show(ui, self.machines.len(), context.now);
                self.show_keeping(ui);
                if self.machines.iter().any(|key| can_start(context.inventory, key)) {
                    ui.add(Checkbox::new(&mut self.start_again, text!("many-restore-start-again")));
                }
                match self.plan(context) {
                    Err(what) => {
                        ui.add_space(space::SMALL);
                        ui.colored_label(colors.warning, frame::first_upper(what));
                        why_not = Some(what.clone());
                    }
                    Ok(made) => {
                        show_plan(ui, context, made);
                        why_not = review::why_not(made);
                        text = button_text(made);
                        copied = review::commands_to_copy(context.inventory, &made.plan);
                        confirmed = made.plan.is_clear().then(|| made.plan.clone());
                    }
                }
            });
            if let Some(plan) = &confirmed {
                self.meanwhile.follow(plan);
                self.meanwhile.show(ui);
                why_not = why_not.or_else(|| self.meanwhile.why_not());
                review::disks(ui, context.inventory, plan);
            }
            let main =
                Main { button: primary_button(ui, &text), why_not: why_not.as_deref(), by_enter: self.keeps_current };
            frame::buttons(ui, main, copied, commands)
        });
        if let (Closed::Confirmed, Some(plan)) = (closed, confirmed) {
            commands.push(Command::Submit(Box::new(plan)));
        }
        closed
    }

    fn show_keeping(&mut self, ui: &mut Ui) {
        ui.add_space(space::SMALL);
        card(ui, |ui| {
            let text = RichText::new(text!("many-restore-keep")).font(theme::semibold(theme::TEXT));
            ui.add(Checkbox::new(&mut self.keeps_current, text));
            ui.add_enabled_ui(self.keeps_current, |ui| {
                ui.horizontal(|ui| {
                    ui.add_space(24.0);
                    let name = ui.label(text!("many-restore-kept-names"));
                    let field = TextEdit::singleline(&mut self.kept_as).desired_width(f32::INFINITY);
                    let response = ui.add(field).labelled_by(name.id);
                    frame::keep_focus(ui, &response);
                    self.kept_as_is_own |= response.changed();
                });
            });
        });
    }
}

/// Machines that cannot be started are not left out for that: they are restored without it.
fn plan(
    inventory: &Inventory,
    targets: &[(MachineKey, SnapshotId)],
    missing: Vec<LeftOut>,
    naming: Option<Naming<'_>>,
    start_again: bool,
) -> MachinesPlan {
    let (started, others): (Vec<_>, Vec<_>) =
        targets.iter().cloned().partition(|(key, _)| start_again && can_start(inventory, key));
    if started.is_empty() {
        return restore_each(inventory, &others, missing, naming, false);
    }
    let first = restore_each(inventory, &started, missing, naming, true);
    if others.is_empty() {
        return first;
    }
    let then = restore_each(inventory, &others, Vec::new(), naming, false);
    let plan = together(Intent::Restore, vec![first.plan, then.plan]);
    MachinesPlan { plan, left_out: first.left_out.into_iter().chain(then.left_out).collect() }
}

fn can_start(inventory: &Inventory, key: &MachineKey) -> bool {
    inventory.connection(&key.connection).is_some_and(|found| found.connection.abilities.can(StepKind::Start))
}

fn button_text(made: &MachinesPlan) -> String {
    let count = made.plan.machines.len();
    let powers_off = made.plan.steps.iter().any(|step| step.step == Step::PowerOff);
    if powers_off {
        text!("many-restore-button-power-off", machines = machines(count))
    } else {
        text!("many-restore-button", machines = machines(count))
    }
}

fn show_plan(ui: &mut Ui, context: &DialogContext<'_>, made: &MachinesPlan) {
    review::left_out(ui, context.inventory, &made.left_out);
    let restored = review::by_machine(&made.plan);
    if restored.is_empty() {
        return;
    }
    review::heading(ui, &machines(restored.len()));
    let row = |(key, name, steps): (&MachineKey, String, Vec<&PlannedStep>)| Row {
        name,
        about: about(context, key, &steps),
        figure: review::needs(review::sum(steps.iter().copied()).as_ref()),
        notes: review::cautions(&steps),
        parts: Vec::new(),
    };
    let rows: Vec<Row> = restored.into_iter().map(row).collect();
    review::rows(ui, &rows);
}

/// “before updates” · 11 Oct 2026, 14:03 · 6 weeks ago, and what is done around it.
fn about(context: &DialogContext<'_>, key: &MachineKey, steps: &[&PlannedStep]) -> String {
    let machine = context.inventory.machine(key).and_then(|(_, entry)| entry.machine());
    let words = steps.iter().filter_map(|step| match &step.step {
        Step::Restore { snapshot } => {
            let tree = &machine?.tree;
            let taken_at = tree.find(*snapshot).and_then(|index| tree.get(index).taken_at);
            let moment = moment_and_age(taken_at, context.now);
            Some((0, text!("many-restore-to", snapshot = snapshot_name(&step.subject), moment = moment)))
        }
        Step::PowerOff => Some((1, text!("many-restore-powers-off").to_owned())),
        Step::Start => Some((1, text!("many-restore-starts-again").to_owned())),
        _ => None,
    });
    // Where it goes comes first: the rest is cut where there is no room.
    let mut words: Vec<(u8, String)> = words.collect();
    words.sort_by_key(|(place, _)| *place);
    words.into_iter().map(|(_, words)| words).collect::<Vec<_>>().join(" · ")
}
