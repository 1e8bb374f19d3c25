//! What reviews of several machines have in common.

use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{DateTime, Utc};
use egui::{Align2, Color32, FontId, Rect, RichText, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;

use super::super::frame::{first_upper, is_through_vboxmanage};
use crate::app::components::{fact, line_in, one_line, row_ground, sign_line};
use crate::app::theme::{self, space};
use crate::hypervisor::virtualbox::commands_of;
use crate::model::{Bytes, Inventory, MachineKey};
use crate::naming::{Context, Zone, this_user};
use crate::plan::machines::{DiskForecast, LeftOut, MachinesPlan, WhyLeftOut, by_host_disk};
use crate::plan::{Blocker, Caution, Certainty, Forecast, Plan, PlannedStep};
use crate::text;
use crate::words::{machines, snapshot_name};

/// Height of a row, in points.
const ROW: f32 = 42.0;
/// Height of a line under a row, in points.
const NOTE: f32 = 17.0;
/// Width of the figure at the end of a row, in points.
const FIGURE: f32 = 150.0;
/// What the dialog has above and below the part that scrolls, in points.
const AROUND: f32 = 262.0;
/// Parts that a tooltip tells.
const TOLD_PARTS: usize = 20;
/// Machines left out that are told one by one.
const TOLD: usize = 100;

/// One machine of a review.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The machine, or what else the row is about.
    pub name: String,
    /// What is done with it.
    pub about: String,
    /// What that does to the disk.
    pub figure: String,
    /// Parts of it, each with its own figure.
    pub parts: Vec<(String, String)>,
    /// What the person must know.
    pub notes: Vec<String>,
}

/// A value made from others, made again when they change.
#[derive(Debug)]
pub struct Made<T> {
    stamp: u64,
    value: T,
}

impl<T> Made<T> {
    /// The value that was made last.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The value for `from`: the one that is there, or a new one.
    pub fn get(made: &mut Option<Self>, from: impl Hash, make: impl FnOnce() -> T) -> &mut T {
        let stamp = stamp(from);
        let current = made.take().filter(|made| made.stamp == stamp);
        &mut made.insert(current.unwrap_or_else(|| Self { stamp, value: make() })).value
    }
}

/// Stands for all that something is made from.
pub fn stamp(from: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    from.hash(&mut hasher);
    hasher.finish()
}

/// What templates are filled in with; the machine is put in for each.
pub fn naming(purpose: &str, now: DateTime<Utc>) -> Context {
    Context { purpose: purpose.to_owned(), at: now, zone: Zone::Local, machine: String::new(), user: this_user() }
}

/// The part of a dialog between its title and what always is to be seen at its end: it scrolls where the window is too
/// low for it.
pub fn body(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let height = (ui.content_rect().height() - AROUND).max(120.0);
    // The scroll bar lies in the dialog's margin, so that everything ends at one edge.
    let room = ui.available_rect_before_wrap();
    let with_bar = room.with_max_x(room.right() + space::MEDIUM);
    let mut child = ui.new_child(UiBuilder::new().max_rect(with_bar));
    ScrollArea::vertical().id_salt("review").max_height(height).auto_shrink([false, true]).show(&mut child, |ui| {
        ui.set_max_width(room.width());
        contents(ui);
    });
    ui.allocate_rect(child.min_rect().with_max_x(room.right()), Sense::hover());
}

/// A heading within a dialog.
pub fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(space::SMALL);
    ui.label(RichText::new(text).font(theme::semibold(theme::TEXT)));
}

/// What is not done, first of all.
pub fn left_out(ui: &mut Ui, inventory: &Inventory, left_out: &[LeftOut]) {
    if left_out.is_empty() {
        return;
    }
    let colors = theme::colors(ui);
    let whole = left_out.iter().filter(|one| one.snapshot.is_none()).count();
    let title = match (whole, left_out.len() - whole) {
        (0, parts) => text!("many-left-out-snapshots", count = parts),
        (whole, 0) => text!("many-left-out-machines", count = whole),
        (whole, parts) => text!("many-left-out-both", machines = machines(whole), count = parts),
    };
    heading(ui, &title);
    for one in left_out.iter().take(TOLD) {
        let way_out = match &one.why {
            WhyLeftOut::Blocked(blockers) => blockers.first().map(Blocker::way_out),
            _ => None,
        };
        let mut text = text!("named", name = name_of(inventory, one), value = one.why.to_string());
        if let Some(way_out) = way_out {
            text = text!("two-sentences", first = text, second = way_out);
        }
        sign_line(ui, icons::ICON_BLOCK, &text, colors.warning);
    }
    if left_out.len() > TOLD {
        ui.colored_label(colors.warning, text!("many-left-out-more", count = left_out.len() - TOLD));
    }
}

fn name_of(inventory: &Inventory, one: &LeftOut) -> String {
    let machine: String = one.name.chars().take(80).collect();
    let tree = inventory.machine(&one.machine).and_then(|(_, entry)| entry.machine()).map(|machine| &machine.tree);
    let snapshot = one.snapshot.and_then(|id| tree.and_then(|tree| tree.find(id).map(|index| tree.get(index))));
    match snapshot {
        Some(snapshot) => {
            let name: String = snapshot_name(&snapshot.name).chars().take(80).collect();
            text!("many-snapshot-of-machine", machine = machine, snapshot = name)
        }
        None => machine,
    }
}

/// A row for each machine.
pub fn rows(ui: &mut Ui, rows: &[Row]) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for row in rows {
            show_row(ui, row);
        }
    });
}

fn show_row(ui: &mut Ui, row: &Row) {
    #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
    let below = match row.notes.len() + row.parts.len() {
        0 => 0.0,
        lines => lines as f32 * NOTE + 4.0,
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW + below), Sense::hover());
    let is_cut = ui.is_rect_visible(rect) && paint_row(ui, rect, row);
    let about = [&row.about, &row.figure].into_iter().filter(|words| !words.is_empty());
    let about = about.chain(row.parts.iter().map(|(part, _)| part)).chain(&row.notes).map(String::as_str);
    let about = about.collect::<Vec<&str>>().join(text!("list-separator"));
    let spoken = text!("named", name = row.name, value = about);
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &spoken));
    if !is_cut {
        return;
    }
    response.on_hover_ui(|ui| {
        ui.label(RichText::new(&row.name).font(theme::semibold(theme::TEXT)));
        ui.label(&row.about);
        for (part, figure) in row.parts.iter().take(TOLD_PARTS) {
            ui.label(format!("{part} · {figure}"));
        }
        for note in &row.notes {
            ui.colored_label(theme::colors(ui).warning, first_upper(note));
        }
    });
}

/// Returns whether some of its text had to be cut.
fn paint_row(ui: &Ui, rect: Rect, row: &Row) -> bool {
    let colors = theme::colors(ui);
    let painter = ui.painter();
    let ground = rect.shrink2(vec2(0.0, 1.5));
    row_ground(painter, ground, colors.card, colors.line);
    let inner = ground.shrink2(vec2(space::MEDIUM, 3.0));
    let figure = if row.figure.is_empty() { 0.0 } else { FIGURE };
    let line = |number: f32| {
        let top = inner.top() + number * NOTE;
        Rect::from_min_max(pos2(inner.left(), top), pos2(inner.right() - figure, top + NOTE))
    };
    let mut is_cut = false;
    let mut text = |place: Rect, text: &str, font: FontId, ink: Color32| {
        let width = one_line(painter, text, font.clone(), ink, f32::INFINITY).size().x;
        is_cut |= width > place.width();
        line_in(painter, place, Align2::LEFT_CENTER, text, font, ink);
    };
    let small = theme::regular(theme::TEXT_SMALL);
    text(line(0.0).translate(vec2(0.0, 1.0)), &row.name, theme::semibold(theme::TEXT), colors.text);
    text(line(1.0), &row.about, small.clone(), colors.text_dim);
    let place = Rect::from_min_size(pos2(inner.right() - figure, inner.top()), vec2(figure, 2.0 * NOTE));
    line_in(painter, place, Align2::RIGHT_CENTER, &row.figure, theme::regular(theme::TEXT), colors.text);
    let mut at = 2.0;
    for (part, figure) in &row.parts {
        let place = line(at).translate(vec2(0.0, 3.0));
        text(place.with_min_x(place.left() + space::MEDIUM), part, small.clone(), colors.text);
        let right = place.with_max_x(inner.right());
        line_in(painter, right, Align2::RIGHT_CENTER, figure, small.clone(), colors.text_dim);
        at += 1.0;
    }
    for note in &row.notes {
        let place = line(at).with_max_x(inner.right()).translate(vec2(0.0, 3.0));
        text(place, &first_upper(note), small.clone(), colors.warning);
        at += 1.0;
    }
    is_cut
}

/// The steps of one machine of a plan, with the machine's name.
pub fn by_machine(plan: &Plan) -> Vec<(&MachineKey, String, Vec<&PlannedStep>)> {
    let mut found: Vec<(&MachineKey, String, Vec<&PlannedStep>)> =
        plan.machines.iter().map(|one| (&one.key, one.machine.name.to_string(), Vec::new())).collect();
    let place: std::collections::HashMap<&MachineKey, usize> =
        plan.machines.iter().enumerate().map(|(place, one)| (&one.key, place)).collect();
    for step in &plan.steps {
        if let Some((_, _, steps)) = place.get(&step.machine).and_then(|place| found.get_mut(*place)) {
            steps.push(step);
        }
    }
    found
}

/// What the person must know of some steps, each once. Names that repeat what the row says are left out.
pub fn cautions(steps: &[&PlannedStep]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for caution in steps.iter().flat_map(|step| &step.cautions) {
        // Going back to what nothing has changed since is worth a word once, not a warning.
        if matches!(caution, Caution::NothingChanged { .. }) {
            continue;
        }
        let words = caution.to_string();
        if !all.contains(&words) {
            all.push(words);
        }
    }
    all
}

/// All that some steps do to the disk, if it is known.
pub fn sum<'a>(steps: impl IntoIterator<Item = &'a PlannedStep>) -> Option<Forecast> {
    let mut forecasts = steps.into_iter().map(|step| step.forecast.as_ref());
    forecasts.try_fold(Forecast::NOTHING, |sum, next| next.map(|next| sum.then(next)))
}

/// “needs 2.1 MB”, for a row.
pub fn needs(forecast: Option<&Forecast>) -> String {
    forecast.map_or_else(String::new, |forecast| {
        let bytes = taken(forecast);
        if bytes.0 == 0 { String::new() } else { text!("many-needs", certainty = key_of(forecast), amount = bytes) }
    })
}

/// How certain it is what something needs, as the texts know it.
fn key_of(forecast: &Forecast) -> &'static str {
    if forecast.certainty == Certainty::Exact { "exact" } else { "at-most" }
}

fn taken(forecast: &Forecast) -> Bytes {
    forecast.needs.max(Bytes(u64::try_from(-forecast.frees).unwrap_or(0)))
}

/// A line for each of the host's disks.
pub fn disks(ui: &mut Ui, inventory: &Inventory, plan: &Plan) {
    let colors = theme::colors(ui);
    let found = by_host_disk(inventory, plan);
    if found.is_empty() {
        return;
    }
    ui.add_space(space::SMALL);
    for disk in &found {
        let name = if found.len() == 1 {
            text!("many-host-disk").to_owned()
        } else {
            text!("many-host-disk-of", path = disk.disk.path.display())
        };
        fact(ui, &name, &disk_words(disk), colors.text).on_hover_text(disk.disk.path.display().to_string());
    }
}

fn disk_words(disk: &DiskForecast) -> String {
    let mut words = Vec::new();
    if let Some(forecast) = &disk.forecast {
        if forecast.frees > 0 {
            words.push(text!("many-frees", amount = forecast.freed()));
        }
        words.push(match taken(forecast) {
            bytes if bytes.0 == 0 => text!("many-needs-nothing").to_owned(),
            bytes => text!("many-needs", certainty = key_of(forecast), amount = bytes),
        });
    }
    words.push(machines(disk.machines));
    words.push(text!("many-free", amount = disk.disk.free));
    words.join(" · ")
}

/// The plan as commands of VirtualBox's own program, where all machines are VirtualBox's.
pub fn commands_to_copy(inventory: &Inventory, plan: &Plan) -> Option<String> {
    let all = plan.machines.iter().all(|machine| is_through_vboxmanage(inventory, &machine.key));
    (all && plan.is_clear()).then(|| commands_of(plan))
}

/// Why a plan cannot be carried out, for the tooltip of a button.
pub fn why_not(made: &MachinesPlan) -> Option<String> {
    if made.plan.is_clear() {
        return None;
    }
    let why = if made.left_out.is_empty() { text!("dialogs-nothing-to-do") } else { text!("many-all-left-out") };
    Some(why.to_owned())
}
