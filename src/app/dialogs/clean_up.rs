//! The review of a clean-up: every machine with its steps, what is left out and why, and what all of it does.

use std::collections::HashSet;
use std::sync::Arc;

use egui::{Checkbox, RichText, ScrollArea, Ui};
use egui_material_icons::icons;

use super::DialogContext;
use super::clean_up_rows::{ROW, Row, Ticks, show_row};
use super::frame::{self, Closed, Main};
use super::meanwhile::Meanwhile;
use crate::app::clean_up::{CleanUpCommand, Known};
use crate::app::command::Command;
use crate::app::components::{danger_button, sign_line};
use crate::app::theme::{self, space};
use crate::language::{self, Language};
use crate::model::{Bytes, Inventory, MachineKey, MachineState, SnapshotId};
use crate::pins::SnapshotKey;
use crate::plan::forecast::Rates;
use crate::plan::machines::{DiskForecast, by_host_disk, together};
use crate::plan::{Caution, Certainty, Forecast, Intent, Plan};
use crate::retention::{Decision, Decisions, Rule};
use crate::text;
use crate::words::snapshots;

/// Most of the window's height that the list takes.
const LIST_SHARE: f32 = 0.42;
/// Cautions that are told, at most.
const MOST_CAUTIONS: usize = 20;

/// The dialog.
#[derive(Debug)]
pub struct CleanUpDialog {
    rule: Box<Rule>,
    ticks: Ticks,
    skips_running: bool,
    /// What is known, and whether that is all there is to know.
    known: Arc<Known>,
    is_all: bool,
    review: Option<Review>,
    /// Whether something has changed since the review was made.
    is_stale: bool,
    meanwhile: Meanwhile,
    /// The language that the review speaks.
    language: Language,
    /// In points, the largest so far.
    height_of_total: f32,
}

/// What is reviewed.
#[derive(Debug)]
struct Review {
    /// What the rule deletes, of each machine.
    marked: Vec<(MachineKey, Vec<SnapshotId>)>,
    plan: Plan,
    disks: Vec<DiskForecast>,
    cautions: Vec<Caution>,
    rows: Vec<Row>,
    /// Pinned snapshots that go, each to be confirmed.
    pinned: HashSet<SnapshotKey>,
    running: usize,
}

impl CleanUpDialog {
    /// For what a rule deletes.
    pub fn new(rule: &Rule) -> Self {
        Self {
            rule: Box::new(rule.clone()),
            ticks: Ticks::default(),
            skips_running: false,
            known: Arc::default(),
            is_all: false,
            review: None,
            is_stale: true,
            meanwhile: Meanwhile::default(),
            language: language::current(),
            height_of_total: 0.0,
        }
    }

    /// Takes over what is known by now.
    pub fn follow(&mut self, inventory: &Inventory, decisions: &Decisions, (known, is_all): (&Arc<Known>, bool)) {
        let language = language::current();
        self.is_stale |= std::mem::replace(&mut self.language, language) != language;
        let is_new = !Arc::ptr_eq(known, &self.known) || is_all != self.is_all;
        if is_new || self.is_stale {
            let is_changed = std::mem::take(&mut self.is_stale);
            (self.known, self.is_all) = (known.clone(), is_all);
            // While images are looked at once more, what was reviewed stays in sight and under the pointer, as long as
            // the same snapshots go: each step is checked again before it is done.
            if is_all {
                self.review = Some(self.make(inventory, decisions));
            } else {
                self.review.take_if(|review| is_changed || review.marked != decisions.marked());
            }
        }
    }

    fn make(&self, inventory: &Inventory, decisions: &Decisions) -> Review {
        let runs = |key: &MachineKey| {
            let state = inventory.machine(key).and_then(|(_, entry)| entry.state);
            matches!(state, Some(MachineState::Running | MachineState::Paused))
        };
        let goes = |key: &MachineKey| !(self.ticks.left_out.contains(key) || self.skips_running && runs(key));
        // What is not done is told first.
        let mut rows = left_out(inventory, decisions);
        let mut plans = Vec::new();
        let mut running = 0;
        // Where practice machines and real ones are cleaned up together, each says which it is.
        let of = |key: &MachineKey| self.known.machines.get(key).is_some_and(|known| !known.plan.steps.is_empty());
        let places: HashSet<_> = self.known.order.iter().filter(|key| of(key)).map(|key| &key.connection).collect();
        let place = |key: &MachineKey| {
            let connection = inventory.connection(&key.connection).filter(|_| places.len() > 1)?;
            Some(connection.connection.name.clone())
        };
        for key in &self.known.order {
            let Some(known) = self.known.machines.get(key).filter(|known| !known.plan.steps.is_empty()) else {
                continue;
            };
            running += usize::from(runs(key));
            let mut plan = known.plan.clone();
            decisions.warn_of_pins(&mut plan);
            let fixed = self.skips_running && runs(key);
            rows.push(Row::machine(&plan, key, goes(key), fixed).at(place(key)));
            rows.extend(plan.steps.iter().map(|step| Row::step(step, goes(key))));
            if goes(key) {
                plans.push(plan);
            }
        }
        let plan = together(Intent::Delete, plans);
        let is_pinned = |caution: &Caution| matches!(caution, Caution::Pinned { .. });
        let pinned = plan.steps.iter().filter(|step| step.cautions.iter().any(is_pinned));
        let pinned = pinned.filter_map(|step| Some(SnapshotKey::new(&step.machine, step.step.snapshot()?))).collect();
        let cautions = plan.all_cautions().into_iter().filter(|caution| !is_pinned(caution)).cloned().collect();
        let disks = by_host_disk(inventory, &plan);
        Review { marked: decisions.marked(), plan, disks, cautions, rows, pinned, running }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, _context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        let title = match &self.review {
            Some(review) => {
                let (count, machines) = (review.plan.steps.len(), review.plan.machines.len());
                text!("clean-up-review-title", count = count, machines = machines)
            }
            None => text!("clean-up-review").to_owned(),
        };
        let closed = frame::show(ui, &title, 780.0, |ui| self.show_body(ui, commands));
        if closed == Closed::Confirmed
            && let Some(review) = self.review.take()
        {
            commands.push(CleanUpCommand::Submit(Box::new(review.plan)).into());
        }
        closed
    }

    fn show_body(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) -> Closed {
        let colors = theme::colors(ui);
        let small =
            |text: &str| RichText::new(text.to_owned()).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
        ui.colored_label(colors.text_dim, text!("clean-up-review-what-stays"));
        let rule = self.rule.to_string();
        ui.add(egui::Label::new(small(&rule)).truncate()).on_hover_text(rule);
        ui.add_space(space::SMALL);
        let Some(review) = &self.review else {
            let text = text!("clean-up-review-looking", progress = self.known.progress());
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(text);
            });
            let why_not = Some(text!("delete-still-looking"));
            return frame::buttons(
                ui,
                Main { button: danger_button(ui, text!("delete-button-waiting")), why_not, by_enter: false },
                None,
                commands,
            );
        };
        self.meanwhile.follow(&review.plan);
        self.meanwhile.show(ui);
        // Exact figures come later than the first ones: what is below must not move under the pointer.
        let figures = ui.scope(|ui| {
            ui.set_min_height(self.height_of_total);
            show_total(ui, review);
        });
        self.height_of_total = figures.response.rect.height();
        ui.add_space(space::SMALL);
        let before = (self.ticks.clone(), self.skips_running);
        if review.running > 0 {
            let text = text!("clean-up-review-running", count = review.running);
            ui.add(Checkbox::new(&mut self.skips_running, text));
        }
        let ticks = &mut self.ticks;
        #[expect(clippy::cast_precision_loss, reason = "a height in points")]
        let height = (review.rows.len() as f32 * ROW).min(ui.content_rect().height() * LIST_SHARE);
        ScrollArea::vertical().id_salt("steps").max_height(height).auto_shrink([false, true]).show_rows(
            ui,
            ROW,
            review.rows.len(),
            |ui, rows| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for row in review.rows.get(rows).unwrap_or_default() {
                    show_row(ui, row, ticks);
                }
            },
        );
        let told: Vec<&Caution> = review.cautions.iter().take(MOST_CAUTIONS).collect();
        frame::notes_of(ui, std::iter::empty(), &told);
        let unconfirmed = review.pinned.iter().filter(|key| !ticks.pins.contains(key)).count();
        if unconfirmed > 0 {
            let text = text!("clean-up-review-pinned", count = unconfirmed);
            sign_line(ui, icons::ICON_KEEP, &text, colors.warning);
        }
        let meanwhile = self.meanwhile.why_not();
        let why_not = if review.plan.steps.is_empty() {
            Some(text!("clean-up-review-why-not-nothing"))
        } else if unconfirmed > 0 {
            Some(text!("clean-up-review-why-not-pinned"))
        } else {
            meanwhile.as_deref()
        };
        let button = danger_button(ui, &text!("clean-up-review-delete", count = review.plan.steps.len()));
        let closed = frame::buttons(ui, Main { button, why_not, by_enter: false }, None, commands);
        // Which pins are confirmed changes nothing of the plan.
        self.is_stale |= before.0.left_out != self.ticks.left_out || before.1 != self.skips_running;
        closed
    }
}

/// What should go and cannot, machine by machine.
fn left_out(inventory: &Inventory, decisions: &Decisions) -> Vec<Row> {
    let mut rows = Vec::new();
    for machine in &decisions.machines {
        let tree = inventory.machine(&machine.key).and_then(|(_, entry)| entry.machine()).map(|read| &read.tree);
        for one in &machine.snapshots {
            let Decision::Cannot(reason) = &one.decision else { continue };
            let name = tree.and_then(|tree| Some(tree.get(tree.find(one.id)?).name.clone())).unwrap_or_default();
            rows.push(Row::left_out(&machine.name, &name, reason));
        }
    }
    if !rows.is_empty() {
        rows.insert(0, Row::heading(text!("clean-up-review-left-out", snapshots = snapshots(rows.len()))));
    }
    rows
}

fn amount(forecast: &Forecast, bytes: Bytes) -> String {
    match forecast.certainty {
        Certainty::Exact => bytes.to_string(),
        Certainty::AtLeast => text!("delete-at-least", amount = bytes),
        Certainty::Estimate(_) => text!("delete-about", amount = bytes),
    }
}

fn show_total(ui: &mut Ui, review: &Review) {
    let colors = theme::colors(ui);
    let plan = &review.plan;
    let Some(forecast) = &plan.forecast else {
        sign_line(ui, icons::ICON_WARNING, text!("clean-up-review-not-known"), colors.warning);
        return;
    };
    let dim = |text: String| RichText::new(text).color(colors.text_dim);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::TIGHT;
        ui.label(dim(text!("delete-frees").to_owned()));
        let text = RichText::new(amount(forecast, forecast.freed())).font(theme::semibold(theme::TEXT));
        ui.label(text.color(colors.accent)).on_hover_text(forecast.freed().exact());
        ui.label(dim(text!("delete-needs", needs = forecast.needs))).on_hover_text(forecast.needs.exact());
        let copies = match plan.copies_in_worst_order.filter(|worst| *worst > forecast.copies) {
            Some(worst) => text!("delete-copies-instead", amount = forecast.copies, worst = worst),
            None => text!("delete-copies", amount = forecast.copies),
        };
        ui.label(dim(copies)).on_hover_text(text!("clean-up-review-order-hint"));
        let time = Rates::default().duration(forecast, plan.steps.len()).to_string();
        ui.label(dim(text!("delete-time", time = time)));
    });
    for DiskForecast { disk, forecast, .. } in &review.disks {
        let Some(forecast) = forecast else { continue };
        let after = Bytes(disk.free.0.saturating_add_signed(forecast.frees));
        let name = match review.disks.len() {
            1 => text!("clean-up-review-host-disk").to_owned(),
            _ => disk.path.display().to_string(),
        };
        let text = text!("clean-up-review-disk", disk = name, now = disk.free, after = after);
        let text = RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
        ui.add(egui::Label::new(text).truncate());
        if forecast.needs > disk.free {
            let text = text!("clean-up-review-needs-more", needs = forecast.needs, free = disk.free);
            sign_line(ui, icons::ICON_WARNING, &text, colors.warning);
        }
    }
}
