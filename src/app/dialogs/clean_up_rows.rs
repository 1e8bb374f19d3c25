//! The rows in the review of a clean-up.

use std::collections::HashSet;
use std::sync::Arc;

use egui::{Align2, Checkbox, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;

use super::frame::first_upper;
use crate::app::components::{icon_at, line_in, row_ground};
use crate::app::theme::{self, measure, space};
use crate::model::{Bytes, MachineKey};
use crate::pins::SnapshotKey;
use crate::plan::{Caution, Forecast, Plan, PlannedStep};
use crate::retention::Reason;
use crate::text;
use crate::words::{shortened, snapshot_name};

/// Height of a row, in points.
pub const ROW: f32 = 30.0;
/// Width of what stands before a name, in points.
const BEFORE: f32 = 34.0;
/// Width of the figures, in points.
const FIGURES: f32 = 190.0;
/// Longest name that is spoken, in characters.
const SPOKEN: usize = 200;

/// What the person ticked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ticks {
    /// Machines that are left alone.
    pub left_out: HashSet<MachineKey>,
    /// Pinned snapshots that are meant to go.
    pub pins: HashSet<SnapshotKey>,
}

/// One row: its words were made once.
#[derive(Debug)]
pub struct Row {
    kind: Kind,
    name: String,
    about: String,
    figure: String,
    /// Whether it takes space instead of freeing some.
    takes: bool,
    hint: String,
    /// Whether it is part of what is done.
    goes: bool,
}

#[derive(Debug)]
enum Kind {
    Machine { key: MachineKey, fixed: bool },
    Step,
    Pinned(SnapshotKey),
    LeftOut,
    Heading,
}

impl Row {
    /// A machine; `fixed` if it is left alone for another reason than its own tick.
    pub fn machine(plan: &Plan, key: &MachineKey, goes: bool, fixed: bool) -> Self {
        let name = plan.machine(key).map_or_else(String::new, |machine| machine.name.to_string());
        let count = plan.steps.len();
        let about =
            if fixed { text!("clean-up-review-running-left-alone").to_owned() } else { crate::words::snapshots(count) };
        let (figure, hint) = match &plan.forecast {
            None => (
                text!("clean-up-review-machine-unknown").to_owned(),
                text!("clean-up-review-machine-unreadable").to_owned(),
            ),
            Some(forecast) => {
                (figure_of_machine(forecast), text!("clean-up-review-machine-copied", amount = forecast.copies.exact()))
            }
        };
        let takes = plan.forecast.as_ref().is_some_and(takes);
        Self { kind: Kind::Machine { key: key.clone(), fixed }, name, about, figure, takes, hint, goes }
    }

    /// The same with where the machine lives, if that is to be told.
    pub fn at(mut self, place: Option<Arc<str>>) -> Self {
        if let Some(place) = place {
            self.about = text!("clean-up-review-place", about = self.about, place = place.to_string());
        }
        self
    }

    /// One step of a machine.
    pub fn step(step: &PlannedStep, goes: bool) -> Self {
        let is_pinned = step.cautions.iter().any(|caution| matches!(caution, Caution::Pinned { .. }));
        let key = step.step.snapshot().map(|snapshot| SnapshotKey::new(&step.machine, snapshot));
        let into = match step.merges_into.as_slice() {
            [] => text!("clean-up-review-data-go").to_owned(),
            into => text!("delete-becomes-part", names = into.join(text!("list-separator"))),
        };
        let figure = step.forecast.as_ref().map_or_else(|| "…".to_owned(), figure_of_step);
        let mut hint = vec![first_upper(&into)];
        hint.extend(step.forecast.as_ref().map(|forecast| {
            text!("delete-step-frees-exact", frees = forecast.freed().exact(), needs = forecast.needs.exact())
        }));
        hint.extend(step.cautions.iter().map(|caution| first_upper(&caution.to_string())));
        Self {
            kind: key.filter(|_| is_pinned).map_or(Kind::Step, Kind::Pinned),
            name: snapshot_name(&step.subject).to_owned(),
            about: if is_pinned { format!("{} · {into}", text!("delete-pinned")) } else { into },
            figure,
            takes: step.forecast.as_ref().is_some_and(takes),
            hint: hint.join("\n"),
            goes,
        }
    }

    /// A snapshot that should go and cannot.
    pub fn left_out(machine: &str, snapshot: &str, reason: &Reason) -> Self {
        let mut hint = first_upper(&reason.to_string());
        if let Some(way_out) = reason.way_out() {
            hint = format!("{hint}\n{way_out}");
        }
        Self {
            kind: Kind::LeftOut,
            name: text!("clean-up-review-of-machine", snapshot = snapshot_name(snapshot), machine = machine),
            about: reason.to_string(),
            figure: String::new(),
            takes: false,
            hint,
            goes: false,
        }
    }

    /// A heading among them.
    pub fn heading(name: String) -> Self {
        Self {
            kind: Kind::Heading,
            name,
            about: String::new(),
            figure: String::new(),
            takes: false,
            hint: String::new(),
            goes: false,
        }
    }
}

fn takes(forecast: &Forecast) -> bool {
    forecast.frees < 0
}

fn figure_of_step(forecast: &Forecast) -> String {
    let amount = Bytes(forecast.frees.unsigned_abs());
    if takes(forecast) {
        text!("delete-step-takes", amount = amount)
    } else {
        text!("delete-step-frees", amount = amount)
    }
}

fn figure_of_machine(forecast: &Forecast) -> String {
    let amount = Bytes(forecast.frees.unsigned_abs());
    if takes(forecast) {
        text!("clean-up-review-machine-takes", amount = amount, needs = forecast.needs)
    } else {
        text!("clean-up-review-machine-frees", amount = amount, needs = forecast.needs)
    }
}

/// Draws a row.
pub fn show_row(ui: &mut Ui, row: &Row, ticks: &mut Ticks) {
    let colors = theme::colors(ui);
    let width = ui.available_width() - f32::from(measure::SCROLL_BAR);
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
    let is_machine = matches!(row.kind, Kind::Machine { .. });
    if is_machine {
        row_ground(ui.painter(), rect.shrink2(vec2(0.0, 1.0)), colors.card, colors.line);
    }
    let inner = rect.shrink2(vec2(space::SMALL, 0.0));
    let indent = if is_machine || matches!(row.kind, Kind::Heading) { 0.0 } else { space::LARGE };
    let before = inner.with_min_x(inner.left() + indent).with_max_x(inner.left() + indent + BEFORE);
    let name = shortened(&row.name, SPOKEN);
    match &row.kind {
        Kind::Machine { key, fixed } => {
            let mut included = row.goes;
            if tick(ui, before, &mut included, !fixed, &text!("clean-up-review-clean", machine = name)) {
                if included {
                    ticks.left_out.remove(key)
                } else {
                    ticks.left_out.insert(key.clone())
                };
            }
        }
        Kind::Pinned(key) => {
            let mut meant = ticks.pins.contains(key);
            if tick(ui, before, &mut meant, row.goes, &text!("clean-up-review-delete-pinned", name = name)) {
                if meant {
                    ticks.pins.insert(key.clone())
                } else {
                    ticks.pins.remove(key)
                };
            }
        }
        Kind::LeftOut => {
            icon_at(ui.painter(), before.left_center() + vec2(9.0, 0.0), icons::ICON_BLOCK, 15.0, colors.warning);
        }
        Kind::Step => {
            icon_at(ui.painter(), before.left_center() + vec2(9.0, 0.0), icons::ICON_DELETE, 15.0, colors.text_dim);
        }
        Kind::Heading => {}
    }
    let left = if matches!(row.kind, Kind::Heading) { before.left() } else { before.right() };
    let right = inner.right();
    let figures = if row.figure.is_empty() { 0.0 } else { FIGURES };
    let text = Rect::from_x_y_ranges(left..=(right - figures).max(left), inner.y_range());
    let font = if indent == 0.0 { theme::semibold(theme::TEXT) } else { theme::regular(theme::TEXT) };
    let ink = if row.goes || matches!(row.kind, Kind::Heading | Kind::LeftOut) { colors.text } else { colors.text_dim };
    let most = if row.about.is_empty() { text } else { text.with_max_x(text.left() + text.width() * 0.5) };
    let taken = line_in(ui.painter(), most, Align2::LEFT_CENTER, &row.name, font, ink);
    let rest = Rect::from_min_max(pos2(left + taken + space::SMALL, text.top()), text.max);
    let small = || theme::regular(theme::TEXT_SMALL);
    let about_ink = match row.kind {
        Kind::Pinned(_) | Kind::LeftOut => colors.warning,
        _ => colors.text_dim,
    };
    line_in(ui.painter(), rest, Align2::LEFT_CENTER, &row.about, small(), about_ink);
    let place = Rect::from_x_y_ranges((right - figures).max(left)..=right, inner.y_range());
    let ink = match (row.goes, row.takes) {
        (false, _) => colors.text_dim,
        (true, true) => colors.warning,
        (true, false) => colors.accent,
    };
    line_in(ui.painter(), place, Align2::RIGHT_CENTER, &row.figure, small(), ink);
    let spoken = [&name, &row.about, &row.figure].into_iter().filter(|part| !part.is_empty());
    let spoken: Vec<&str> = spoken.map(String::as_str).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, spoken.join(text!("list-separator"))));
    let hint = if row.hint.is_empty() { name } else { format!("{name}\n{}", row.hint) };
    response.on_hover_text(hint);
}

fn tick(ui: &mut Ui, place: Rect, on: &mut bool, enabled: bool, name: &str) -> bool {
    let mut corner =
        ui.new_child(UiBuilder::new().max_rect(place).layout(egui::Layout::left_to_right(egui::Align::Center)));
    corner.add_enabled(enabled, Checkbox::without_text(on)).accessible_name(name).on_hover_text(name).changed()
}
