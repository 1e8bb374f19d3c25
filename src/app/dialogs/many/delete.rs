//! Deleting the snapshots of a name on several machines, or those of a set.

use std::sync::Arc;

use egui::{RichText, TextEdit, Ui};
use egui_material_icons::icons;

use super::super::DialogContext;
use super::super::frame::{self, Closed, Main};
use super::super::meanwhile::Meanwhile;
use super::planner::{Marked, Planner};
use super::review::{self, Made, Row};
use crate::app::command::Command;
use crate::app::components::{danger_button, sign_line};
use crate::app::if_deleted::key_of;
use crate::app::kept::Kept;
use crate::app::theme::{self, space};
use crate::model::{Bytes, MachineKey, SnapshotId};
use crate::pins::{SnapshotKey, SnapshotSet};
use crate::plan::machines::{LeftOut, MachinesPlan, WhyLeftOut, delete_each, named};
use crate::plan::{Forecast, PlannedStep};
use crate::retention::Pattern;
use crate::text;
use crate::words::{machines, snapshot_name, snapshots};

/// The dialog.
#[derive(Debug)]
pub struct DeleteEach {
    machines: Vec<MachineKey>,
    which: Which,
    wants_focus: bool,
    found: Option<Made<Found>>,
    /// The plan without sizes, until the images were read.
    first: Option<Made<MachinesPlan>>,
    planner: Option<Planner>,
    meanwhile: Meanwhile,
}

#[derive(Debug)]
enum Which {
    Named(String),
    Of(SnapshotSet),
    These(Marked),
}

/// What is to be deleted, and what is not.
#[derive(Debug, Default)]
struct Found {
    marked: Marked,
    left_out: Vec<LeftOut>,
}

impl DeleteEach {
    /// The snapshots of a name on these machines.
    pub fn named(machines: Vec<MachineKey>) -> Self {
        Self { wants_focus: true, ..Self::about(machines, Which::Named(String::new())) }
    }

    /// The snapshots of a set.
    pub fn of_set(set: SnapshotSet) -> Self {
        let machines = set.members.iter().map(SnapshotKey::machine_key).collect();
        Self::about(machines, Which::Of(set))
    }

    /// Exactly these snapshots.
    pub fn these(marked: Marked) -> Self {
        let machines = marked.iter().map(|(key, _)| key.clone()).collect();
        Self::about(machines, Which::These(marked))
    }

    fn about(machines: Vec<MachineKey>, which: Which) -> Self {
        Self {
            machines,
            which,
            wants_focus: false,
            found: None,
            first: None,
            planner: None,
            meanwhile: Meanwhile::default(),
        }
    }

    fn title(&self) -> String {
        match &self.which {
            Which::Named(_) => text!("many-delete-title", machines = machines(self.machines.len())),
            Which::Of(set) => {
                text!("many-delete-title-set", name = set.name.chars().take(80).collect::<String>())
            }
            Which::These(_) => text!("many-delete-title-rest", machines = machines(self.machines.len())),
        }
    }

    /// What the name or the set means now. Pinned ones stay. Returns what the plan for it depends on.
    fn find(&mut self, context: &DialogContext<'_>, kept: &Kept) -> u64 {
        let pattern = match &self.which {
            Which::Named(pattern) => pattern.trim(),
            Which::Of(_) | Which::These(_) => "",
        };
        // Readings that change nothing leave the machines as they are: nothing is looked at twice then.
        let machine = |key: &MachineKey| context.inventory.machine(key).and_then(|(_, entry)| entry.machine());
        let places: Vec<usize> =
            self.machines.iter().map(|key| machine(key).map_or(0, |found| Arc::as_ptr(found).addr())).collect();
        let from = (pattern, &places, kept.generation);
        let found = Made::get(&mut self.found, from, || {
            let is_pinned = |key: &MachineKey, snapshot: SnapshotId| kept.pins.has(key, snapshot);
            let (marked, left_out) = match &self.which {
                Which::Named(_) if pattern.is_empty() => return Found::default(),
                Which::Named(_) => {
                    let wanted = Pattern::new(pattern);
                    named(context.inventory, &self.machines, pattern, &|name| wanted.fits(name.trim()), &is_pinned)
                }
                Which::Of(set) => {
                    let of_set = set.members.iter().map(|member| (member.machine_key(), member.snapshot));
                    not_pinned(context, of_set, &is_pinned)
                }
                Which::These(marked) => {
                    let all = marked.iter().flat_map(|(key, ids)| ids.iter().map(|id| (key.clone(), *id)));
                    not_pinned(context, all, &is_pinned)
                }
            };
            Found { marked, left_out }
        });
        let stamp = review::stamp((&places, &found.marked));
        let marked = &found.marked;
        Made::get(&mut self.first, stamp, || delete_each(context.inventory, marked, &|_| Arc::default()));
        stamp
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        let title = self.title();
        let mut confirmed = None;
        let closed = frame::show(ui, &title, 700.0, |ui| {
            let colors = theme::colors(ui);
            let mut why_not = None;
            let mut copied = None;
            let mut text = text!("delete-button-waiting").to_owned();
            review::body(ui, |ui| {
                let about = RichText::new(text!("many-delete-about")).color(colors.text_dim);
                ui.add(egui::Label::new(about).wrap());
                ui.add_space(space::SMALL);
                self.show_field(ui);
                let Some(kept) = context.kept else {
                    ui.colored_label(colors.text_dim, text!("pin-being-read"));
                    why_not = Some(text!("pin-why-not-read").to_owned());
                    return;
                };
                if let Some(why) = &kept.unsafe_because {
                    sign_line(ui, icons::ICON_BLOCK, why, colors.danger);
                    ui.colored_label(colors.text_dim, text!("many-delete-by-hand"));
                    why_not = Some(text!("many-delete-pins-unknown").to_owned());
                    return;
                }
                if matches!(&self.which, Which::Named(pattern) if pattern.trim().is_empty()) {
                    why_not = Some(text!("many-delete-lacks-name").to_owned());
                    return;
                }
                let stamp = self.find(context, kept);
                let Self { found, first, planner, which, meanwhile, .. } = self;
                let (Some(found), Some(first)) = (found, first) else { return };
                let (found, first) = (found.value(), first.value());
                let planner = Planner::get(planner, stamp, ui, context.inventory, &found.marked);
                why_not = show_found(ui, context, found, first, planner);
                if let Some(made) = &planner.plan {
                    meanwhile.follow(&made.plan);
                    meanwhile.show(ui);
                    why_not = why_not.take().or_else(|| meanwhile.why_not());
                    text = text!("delete-button", snapshots = snapshots(made.plan.steps.len()));
                    copied = review::commands_to_copy(context.inventory, &made.plan);
                    confirmed = made.plan.is_clear().then(|| made.plan.clone());
                }
                if let (Which::Of(set), true) = (which, found.marked.is_empty()) {
                    let text = text!("many-delete-nothing-of-set", name = set.name);
                    ui.colored_label(colors.text_dim, text);
                }
            });
            if let Some(plan) = &confirmed {
                review::disks(ui, context.inventory, plan);
            }
            let main = Main { button: danger_button(ui, &text), why_not: why_not.as_deref(), by_enter: false };
            frame::buttons(ui, main, copied, commands)
        });
        if let (Closed::Confirmed, Some(plan)) = (closed, confirmed) {
            commands.push(Command::Submit(Box::new(plan)));
        }
        closed
    }

    fn show_field(&mut self, ui: &mut Ui) {
        let Which::Named(pattern) = &mut self.which else { return };
        let colors = theme::colors(ui);
        let small = |text: &str| RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
        let label = ui.label(small(text!("many-delete-named")));
        let field =
            TextEdit::singleline(pattern).hint_text(text!("many-delete-named-hint")).desired_width(f32::INFINITY);
        let response = ui.add(field).labelled_by(label.id);
        frame::keep_focus(ui, &response);
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
    }
}

/// Those of these snapshots that are not pinned, machine by machine.
fn not_pinned(
    context: &DialogContext<'_>,
    snapshots: impl Iterator<Item = (MachineKey, SnapshotId)>,
    is_pinned: &dyn Fn(&MachineKey, SnapshotId) -> bool,
) -> (Marked, Vec<LeftOut>) {
    let mut marked: Marked = Vec::new();
    let mut left_out = Vec::new();
    for (key, snapshot) in snapshots {
        if is_pinned(&key, snapshot) {
            let name = context.inventory.machine(&key).map(|(_, entry)| entry.name().to_owned());
            let name = name.unwrap_or_else(|| key.machine.to_string());
            left_out.push(LeftOut { machine: key, name, snapshot: Some(snapshot), why: WhyLeftOut::Pinned });
            continue;
        }
        match marked.iter_mut().find(|(other, _)| *other == key) {
            Some((_, snapshots)) => snapshots.push(snapshot),
            None => marked.push((key, vec![snapshot])),
        }
    }
    (marked, left_out)
}

/// The review: without sizes first. Returns why it cannot be carried out yet.
fn show_found(
    ui: &mut Ui,
    context: &DialogContext<'_>,
    found: &Found,
    first: &MachinesPlan,
    planner: &Planner,
) -> Option<String> {
    let colors = theme::colors(ui);
    let made = planner.plan.as_ref().unwrap_or(first);
    let left_out: Vec<LeftOut> = found.left_out.iter().chain(&made.left_out).cloned().collect();
    if made.plan.steps.is_empty() {
        review::left_out(ui, context.inventory, &left_out);
        return Some(text!("many-delete-nothing").to_owned());
    }
    ui.add_space(space::SMALL);
    match (&planner.plan, &made.plan.forecast) {
        (None, _) => {
            ui.horizontal(|ui| {
                ui.spinner();
                let of = machines(found.marked.len());
                ui.label(text!("many-delete-looking", looked = planner.looked(), machines = of));
            });
        }
        (Some(_), Some(forecast)) => show_total(ui, forecast),
        (Some(_), None) => {
            ui.colored_label(colors.warning, text!("many-delete-unknown"));
        }
    }
    review::left_out(ui, context.inventory, &left_out);
    let deleted = review::by_machine(&made.plan);
    let count = snapshots(made.plan.steps.len());
    let title = text!("many-snapshots-of-machines", snapshots = count, machines = machines(deleted.len()));
    review::heading(ui, &title);
    let rows: Vec<Row> = deleted.into_iter().map(|(_, name, steps)| row(name, &steps)).collect();
    review::rows(ui, &rows);
    planner.plan.is_none().then(|| text!("delete-still-looking").to_owned())
}

fn row(name: String, steps: &[&PlannedStep]) -> Row {
    let figure_of = |forecast: Option<&Forecast>| forecast.map_or_else(|| "…".to_owned(), frees);
    let figure = figure_of(review::sum(steps.iter().copied()).as_ref());
    let notes = review::cautions(steps);
    match steps {
        [one] => Row { name, about: snapshot_name(&one.subject).to_owned(), figure, notes, parts: Vec::new() },
        several => {
            let part =
                |step: &&PlannedStep| (snapshot_name(&step.subject).to_owned(), figure_of(step.forecast.as_ref()));
            let parts = several.iter().map(part).collect();
            Row { name, about: snapshots(several.len()), figure, notes, parts }
        }
    }
}

fn frees(forecast: &Forecast) -> String {
    if forecast.frees < 0 {
        return text!("many-delete-takes", amount = Bytes(forecast.frees.unsigned_abs()));
    }
    text!("marks-frees", certainty = key_of(&forecast.certainty), amount = forecast.freed())
}

fn show_total(ui: &mut Ui, forecast: &Forecast) {
    let colors = theme::colors(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::TIGHT;
        let ink = if forecast.frees < 0 { colors.warning } else { colors.accent };
        let text = frame::first_upper(&frees(forecast));
        ui.label(RichText::new(text).font(theme::semibold(theme::TEXT)).color(ink))
            .on_hover_text(forecast.freed().exact());
        let dim = |text: String| RichText::new(text).color(colors.text_dim);
        ui.label(dim(text!("delete-needs", needs = forecast.needs))).on_hover_text(forecast.needs.exact());
        ui.label(dim(text!("delete-copies", amount = forecast.copies))).on_hover_text(forecast.copies.exact());
    });
}
