//! The rows in the review of a clean-up.

use std::collections::HashSet;

use egui::{Align2, Checkbox, CornerRadius, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;

use super::frame::first_upper;
use crate::app::components::{icon_at, line_in};
use crate::app::theme::{self, measure, space};
use crate::model::{Bytes, MachineKey};
use crate::pins::SnapshotKey;
use crate::plan::{Caution, Plan, PlannedStep};
use crate::retention::Reason;
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
        let about = if fixed { "running: left alone".to_owned() } else { crate::words::snapshots(count) };
        let (figure, hint) = match &plan.forecast {
            None => ("not known".to_owned(), "Its images cannot be read".to_owned()),
            Some(forecast) => (
                format!("{}, needs {}", frees(forecast.frees), forecast.needs),
                format!("{} copied", forecast.copies.exact()),
            ),
        };
        Self { kind: Kind::Machine { key: key.clone(), fixed }, name, about, figure, hint, goes }
    }

    /// One step of a machine.
    pub fn step(step: &PlannedStep, goes: bool) -> Self {
        let is_pinned = step.cautions.iter().any(|caution| matches!(caution, Caution::Pinned { .. }));
        let key = step.step.snapshot().map(|snapshot| SnapshotKey::new(&step.machine, snapshot));
        let into = match step.merges_into.as_slice() {
            [] => "its data just go".to_owned(),
            into => format!("becomes part of {}", into.join(", ")),
        };
        let figure = step.forecast.as_ref().map_or_else(|| "…".to_owned(), |forecast| frees(forecast.frees));
        let mut hint = vec![first_upper(&into)];
        hint.extend(
            step.forecast.as_ref().map(|forecast| {
                format!("frees {}, needs {} meanwhile", forecast.freed().exact(), forecast.needs.exact())
            }),
        );
        hint.extend(step.cautions.iter().map(|caution| first_upper(&caution.to_string())));
        Self {
            kind: key.filter(|_| is_pinned).map_or(Kind::Step, Kind::Pinned),
            name: snapshot_name(&step.subject).to_owned(),
            about: if is_pinned { format!("pinned · {into}") } else { into },
            figure,
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
            name: format!("{} of {machine}", snapshot_name(snapshot)),
            about: reason.to_string(),
            figure: String::new(),
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
            hint: String::new(),
            goes: false,
        }
    }
}

fn frees(bytes: i64) -> String {
    let amount = Bytes(bytes.unsigned_abs());
    if bytes < 0 { format!("takes {amount}") } else { format!("frees {amount}") }
}

/// Draws a row.
pub fn show_row(ui: &mut Ui, row: &Row, ticks: &mut Ticks) {
    let colors = theme::colors(ui);
    let width = ui.available_width() - f32::from(measure::SCROLL_BAR);
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
    let is_machine = matches!(row.kind, Kind::Machine { .. });
    if is_machine {
        ui.painter().rect_filled(
            rect.shrink2(vec2(0.0, 1.0)),
            CornerRadius::same(measure::CORNER_CONTROL),
            colors.card,
        );
    }
    let inner = rect.shrink2(vec2(space::SMALL, 0.0));
    let indent = if is_machine || matches!(row.kind, Kind::Heading) { 0.0 } else { space::LARGE };
    let before = inner.with_min_x(inner.left() + indent).with_max_x(inner.left() + indent + BEFORE);
    let name = shortened(&row.name, SPOKEN);
    match &row.kind {
        Kind::Machine { key, fixed } => {
            let mut included = row.goes;
            if tick(ui, before, &mut included, !fixed, &format!("Clean {name} up")) {
                if included {
                    ticks.left_out.remove(key)
                } else {
                    ticks.left_out.insert(key.clone())
                };
            }
        }
        Kind::Pinned(key) => {
            let mut meant = ticks.pins.contains(key);
            if tick(ui, before, &mut meant, row.goes, &format!("Delete {name} although it is pinned")) {
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
    let ink = match (row.goes, row.figure.starts_with("takes")) {
        (false, _) => colors.text_dim,
        (true, true) => colors.warning,
        (true, false) => colors.accent,
    };
    line_in(ui.painter(), place, Align2::RIGHT_CENTER, &row.figure, small(), ink);
    let spoken = [&name, &row.about, &row.figure].into_iter().filter(|part| !part.is_empty());
    let spoken: Vec<&str> = spoken.map(String::as_str).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, spoken.join(", ")));
    let hint = if row.hint.is_empty() { name } else { format!("{name}\n{}", row.hint) };
    response.on_hover_text(hint);
}

fn tick(ui: &mut Ui, place: Rect, on: &mut bool, enabled: bool, name: &str) -> bool {
    let mut corner =
        ui.new_child(UiBuilder::new().max_rect(place).layout(egui::Layout::left_to_right(egui::Align::Center)));
    corner.add_enabled(enabled, Checkbox::without_text(on)).accessible_name(name).on_hover_text(name).changed()
}
