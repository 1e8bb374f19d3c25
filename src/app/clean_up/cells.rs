//! What stands in the cells of the table.

use egui::{Align2, Color32, CursorIcon, Id, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::{MaterialIcon, icons};

use super::rows::MachineRow;
use super::table::{Act, INSET, Outcome, Shown};
use crate::app::command::{Command, Node};
use crate::app::components::{context_menu, describe_choice, focus_ring, icon_at, line_in, share_bar};
use crate::app::theme::{self, measure, space};
use crate::model::{Age, Bytes, MachineState, Snapshot};
use crate::pins::SnapshotKey;
use crate::plan::Forecast;
use crate::retention::{Decision, MachineDecisions, Reason, SnapshotDecision};
use crate::text;
use crate::words::{moment, shortened, snapshot_name};

/// Width of the box that says whether a snapshot goes, in points.
const BOX: f32 = 38.0;
/// Longest name that is spoken, in characters.
const SPOKEN: usize = 200;

/// Left and right edges of the columns.
pub struct Columns {
    mark: (f32, f32),
    name: (f32, f32),
    age: (f32, f32),
    frees: (f32, f32),
    why: (f32, f32),
    bar: (f32, f32),
}

impl Columns {
    /// Shares the width among the columns. Where there is too little, the bars go first.
    pub fn new(area: Rect) -> Self {
        let width = area.width() - f32::from(measure::SCROLL_BAR);
        let (age, frees) = (if width < 560.0 { 76.0 } else { 104.0 }, 88.0);
        let rest = (width - BOX - age - frees).max(200.0);
        let bar = if rest > 560.0 { (rest * 0.26).min(320.0) } else { 0.0 };
        let name = ((rest - bar) * 0.46).min(460.0);
        let mut at = area.left();
        let mut next = |width: f32| {
            let from = at;
            at += width;
            (from, at)
        };
        Self {
            mark: next(BOX),
            name: next(name),
            age: next(age),
            frees: next(frees),
            why: next(rest - bar - name),
            bar: next(bar),
        }
    }

    fn cell(row: Rect, (left, right): (f32, f32)) -> Rect {
        Rect::from_x_y_ranges(left + INSET / 2.0..=(right - INSET).max(left), row.y_range())
    }
}

/// What all cells of a row need.
pub struct Cell<'a> {
    /// What the table shows.
    pub shown: &'a Shown<'a>,
    /// Where the columns stand.
    pub columns: &'a Columns,
    /// Where the row stands.
    pub rect: Rect,
    /// The row.
    pub response: &'a Response,
    /// Its identity.
    pub id: Id,
}

impl Cell<'_> {
    fn text(&self, ui: &Ui, column: (f32, f32), align: Align2, text: &str, ink: Color32) {
        let place = Columns::cell(self.rect, column);
        line_in(ui.painter(), place, align, text, theme::regular(theme::TEXT_SMALL), ink);
    }

    fn mark(&self) -> Rect {
        Rect::from_x_y_ranges(self.columns.mark.0..=self.columns.mark.1, self.rect.y_range())
    }
}

/// Draws the names of the columns.
pub fn show_headings(ui: &mut Ui, columns: &Columns) {
    let colors = theme::colors(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, colors.panel);
    for y in [rect.top(), rect.bottom()] {
        ui.painter().hline(rect.x_range(), y, Stroke::new(1.0, colors.line));
    }
    for (column, align, text) in [
        (columns.name, Align2::LEFT_CENTER, text!("clean-up-column-snapshot")),
        (columns.age, Align2::LEFT_CENTER, text!("clean-up-column-age")),
        (columns.frees, Align2::RIGHT_CENTER, text!("clean-up-column-frees")),
        (columns.why, Align2::LEFT_CENTER, text!("clean-up-column-why")),
        (columns.bar, Align2::LEFT_CENTER, text!("clean-up-column-share")),
    ] {
        if column.1 - column.0 < 1.0 {
            continue;
        }
        let place = Columns::cell(rect, column);
        let place = if column == columns.why { place.with_min_x(place.left() + INSET) } else { place };
        line_in(ui.painter(), place, align, text, theme::semibold(theme::TEXT_SMALL), colors.text_dim);
    }
}

/// Draws a machine's row.
pub fn show_machine(ui: &Ui, cell: &Cell<'_>, decided: &MachineDecisions, about: MachineRow) {
    let colors = theme::colors(ui);
    let painter = ui.painter();
    let ground = if cell.response.hovered() { colors.raised } else { colors.panel };
    painter.rect_filled(cell.rect, 0.0, ground);
    painter.hline(cell.rect.x_range(), cell.rect.bottom(), Stroke::new(1.0, colors.line));
    if cell.response.has_focus() {
        focus_ring(painter, cell.rect.shrink(1.0), colors.info);
    }
    let chevron = if about.is_open { icons::ICON_EXPAND_MORE } else { icons::ICON_CHEVRON_RIGHT };
    let is_empty = decided.snapshots.is_empty();
    if !is_empty {
        icon_at(painter, cell.mark().center(), chevron, 18.0, colors.text_dim);
    }
    let counts = about.counts;
    let name = Columns::cell(cell.rect, cell.columns.name);
    let ink = if counts.delete > 0 { colors.text } else { colors.text_dim };
    line_in(painter, name, Align2::LEFT_CENTER, &decided.name, theme::semibold(theme::TEXT), ink);
    let all = counts.delete + counts.keep + counts.cannot;
    let share = if is_empty { String::new() } else { text!("clean-up-share", going = counts.delete, all = all) };
    cell.text(ui, cell.columns.age, Align2::LEFT_CENTER, &share, colors.text_dim);
    let frees = frees_of_machine(cell.shown, decided, counts.delete);
    let place = Columns::cell(cell.rect, cell.columns.frees);
    let ink = if counts.delete > 0 { colors.accent } else { colors.text_dim };
    line_in(painter, place, Align2::RIGHT_CENTER, &frees, theme::semibold(theme::TEXT_SMALL), ink);
    let (state, grave) = state_words(cell.shown, decided);
    let ink = if grave { colors.warning } else { colors.text_dim };
    let room = (cell.columns.why.0 + INSET, cell.columns.bar.1);
    cell.text(ui, room, Align2::LEFT_CENTER, &state, ink);
    let name: String = decided.name.chars().take(SPOKEN).collect();
    let spoken = [&*name, &share, &frees, &state].join(text!("list-separator"));
    describe_choice(ui, cell.response, Role::Row, false, &spoken);
    ui.accesskit_node_builder(cell.response.id, |node| node.set_expanded(about.is_open));
    cell.response.clone().on_hover_text(format!("{}\n{state}", shortened(&decided.name, 500)));
}

/// “14.2 GB”, “…” while that is not known.
fn frees_of_machine(shown: &Shown<'_>, decided: &MachineDecisions, going: usize) -> String {
    if going == 0 {
        return "—".to_owned();
    }
    let known = shown.known.machines.get(&decided.key);
    match known.map(|known| known.plan.forecast.as_ref()) {
        None => "…".to_owned(),
        Some(None) => "?".to_owned(),
        Some(Some(forecast)) => in_words(forecast),
    }
}

fn in_words(forecast: &Forecast) -> String {
    if forecast.frees < 0 {
        format!("−{}", Bytes(forecast.frees.unsigned_abs()))
    } else {
        forecast.freed().to_string()
    }
}

/// What the machine is doing and what that means, and what else is to be known; whether that deserves attention.
fn state_words(shown: &Shown<'_>, decided: &MachineDecisions) -> (String, bool) {
    if let Some(unread) = &decided.unread {
        return (text!("clean-up-unread", why = unread.to_string()), true);
    }
    let (_, state) = shown.preview.machine(&decided.key);
    let state = match state {
        Some(state @ (MachineState::Running | MachineState::Paused)) if !shown.rule.only_powered_off => {
            if shown.rule.also_running_machines {
                text!("clean-up-merges-live", state = state)
            } else {
                text!("clean-up-left-alone", state = state)
            }
        }
        Some(state) => state.to_string(),
        None => text!("clean-up-state-unknown").to_owned(),
    };
    let notes: Vec<String> = decided.notes.iter().map(ToString::to_string).collect();
    (std::iter::once(state).chain(notes).collect::<Vec<_>>().join(" · "), !decided.notes.is_empty())
}

/// Whether a snapshot can be decided on by hand.
pub fn can_toggle(decision: &Decision) -> bool {
    !matches!(decision, Decision::Cannot(_))
}

/// The reason beside a snapshot. That it goes is told by its box.
fn reason_words(decision: &Decision) -> String {
    match decision {
        Decision::Delete(reasons) => {
            let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
            reasons.join(text!("list-separator"))
        }
        other => other.to_string(),
    }
}

/// Draws a snapshot's row.
pub(super) fn show_snapshot(
    ui: &mut Ui,
    cell: &Cell<'_>,
    decided: &MachineDecisions,
    one: &SnapshotDecision,
    outcome: &mut Outcome,
) {
    let colors = theme::colors(ui);
    let (machine, _) = cell.shown.preview.machine(&decided.key);
    let found = machine.and_then(|machine| Some(machine.tree.get(machine.tree.find(one.id)?)));
    let Some(snapshot) = found else { return };
    if cell.response.hovered() {
        ui.painter().rect_filled(cell.rect, 0.0, colors.raised);
    }
    ui.painter().hline(cell.rect.x_range(), cell.rect.bottom(), Stroke::new(1.0, colors.line.gamma_multiply(0.6)));
    if cell.response.has_focus() {
        focus_ring(ui.painter(), cell.rect.shrink(1.0), colors.info);
    }
    let key = SnapshotKey::new(&decided.key, one.id);
    let name: String = snapshot_name(&snapshot.name).chars().take(SPOKEN).collect();
    show_mark(ui, cell, &key, one, &name, outcome);
    show_name(ui, cell, one, snapshot, outcome, &key);
    let age = snapshot.taken_at.map(|at| Age::between(at, cell.shown.now).to_string());
    let age = age.unwrap_or_else(|| text!("clean-up-age-unknown").to_owned());
    // The heading says in English that these are ages; other languages have no such word at the end.
    cell.text(ui, cell.columns.age, Align2::LEFT_CENTER, age.trim_end_matches(" ago"), colors.text_dim);
    let forecast = forecast_of(cell.shown, decided, one);
    let frees = match (one.decision.deletes(), forecast) {
        (false, _) => "—".to_owned(),
        (true, None) => "…".to_owned(),
        (true, Some(forecast)) => in_words(forecast),
    };
    let ink = if one.decision.deletes() { colors.text } else { colors.text_dim };
    cell.text(ui, cell.columns.frees, Align2::RIGHT_CENTER, &frees, ink);
    let why = reason_words(&one.decision);
    show_why(ui, cell, one, &key, &why, outcome);
    if cell.columns.bar.1 - cell.columns.bar.0 > 40.0 {
        let place = Columns::cell(cell.rect, cell.columns.bar);
        let bar = Rect::from_center_size(place.center(), vec2(place.width(), measure::BAR));
        let freed = forecast.filter(|_| one.decision.deletes()).map_or(Bytes::ZERO, Forecast::freed);
        share_bar(ui.painter(), bar, &[(freed, colors.accent)], cell.shown.known.largest, colors.line);
    }
    let of = shortened(&decided.name, SPOKEN);
    let spoken = if one.decision.deletes() {
        text!("clean-up-row-spoken-goes", name = name, machine = of, why = why, age = age, frees = frees)
    } else {
        text!("clean-up-row-spoken", name = name, machine = of, why = why, age = age, frees = frees)
    };
    describe_choice(ui, cell.response, Role::Row, one.decision.deletes(), &spoken);
    cell.response.clone().on_hover_ui(|ui| show_hint(ui, one, snapshot, forecast));
    context_menu(ui, cell.response, |ui| show_menu(ui, one, &key, outcome));
}

fn forecast_of<'a>(shown: &'a Shown<'_>, decided: &MachineDecisions, one: &SnapshotDecision) -> Option<&'a Forecast> {
    let plan = &shown.known.machines.get(&decided.key)?.plan;
    plan.steps.iter().find(|step| step.step.snapshot() == Some(one.id))?.forecast.as_ref()
}

/// The box that says whether it goes. Where it cannot, a sign; where it is pinned, a pin that asks to be meant.
fn show_mark(ui: &Ui, cell: &Cell<'_>, key: &SnapshotKey, one: &SnapshotDecision, name: &str, outcome: &mut Outcome) {
    let colors = theme::colors(ui);
    let (icon, ink): (MaterialIcon, Color32) = match (&one.decision, one.pinned) {
        (Decision::Cannot(_), _) => (icons::ICON_BLOCK, colors.warning),
        (Decision::Delete(_), true) => (icons::ICON_CHECK_BOX, colors.warning),
        (Decision::Delete(_), false) => (icons::ICON_CHECK_BOX, colors.text),
        (Decision::Keep(_), true) => (icons::ICON_KEEP, colors.text_dim),
        (Decision::Keep(_), false) => (icons::ICON_CHECK_BOX_OUTLINE_BLANK, colors.text_dim),
    };
    let place = cell.mark();
    if !can_toggle(&one.decision) {
        icon_at(ui.painter(), place.center(), icon, theme::TEXT_ICON, ink);
        return;
    }
    let response = ui.interact(place, cell.id.with("box"), Sense::CLICK);
    let ink = if response.hovered() { colors.accent } else { ink };
    icon_at(ui.painter(), place.center(), icon, 18.0, ink);
    let goes = one.decision.deletes();
    let label = || text!("clean-up-delete", name = name);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), goes, label()));
    if response.clicked() {
        outcome.acts.push(Act::Toggle(key.clone(), goes));
        cell.response.request_focus();
    }
    let hint = match (goes, one.pinned) {
        (false, true) => text!("clean-up-delete-pinned-hint"),
        (false, false) => text!("clean-up-delete-it"),
        (true, _) => text!("clean-up-keep-it"),
    };
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hint);
}

fn show_name(
    ui: &Ui,
    cell: &Cell<'_>,
    one: &SnapshotDecision,
    snapshot: &Snapshot,
    outcome: &mut Outcome,
    key: &SnapshotKey,
) {
    let colors = theme::colors(ui);
    let place = Columns::cell(cell.rect, cell.columns.name);
    let place = place.with_min_x(place.left() + space::SMALL);
    let ink = if one.decision.deletes() { colors.text } else { colors.text_dim };
    let name = snapshot_name(&snapshot.name);
    let galley = crate::app::components::one_line(ui.painter(), name, theme::regular(theme::TEXT), ink, place.width());
    let size = galley.size();
    let at = pos2(place.left(), place.center().y - size.y / 2.0);
    ui.painter().galley(at, galley, ink);
    let touched = Rect::from_min_size(at, size).expand2(vec2(2.0, 4.0));
    let link = ui.interact(touched, cell.id.with("name"), Sense::CLICK);
    link.widget_info(|| {
        WidgetInfo::labeled(Role::Link, ui.is_enabled(), text!("clean-up-show", name = shortened(name, SPOKEN)))
    });
    if link.hovered() {
        ui.painter().hline(at.x..=at.x + size.x, at.y + size.y - 1.0, Stroke::new(1.0, ink));
    }
    if link.clicked() {
        outcome.commands.push(Command::Jump(key.machine_key(), Node::Snapshot(one.id)));
    }
    link.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(format!(
        "{}\n{}",
        shortened(name, 500),
        text!("clean-up-show-hint")
    ));
}

fn show_why(ui: &Ui, cell: &Cell<'_>, one: &SnapshotDecision, key: &SnapshotKey, why: &str, outcome: &mut Outcome) {
    let colors = theme::colors(ui);
    let by_hand = cell.shown.overrides.get(key).is_some();
    let mut place = Columns::cell(cell.rect, cell.columns.why);
    place = place.with_min_x(place.left() + INSET);
    if by_hand {
        let button = Rect::from_center_size(pos2(place.left() + 9.0, place.center().y), vec2(20.0, cell.rect.height()));
        let response = ui.interact(button, cell.id.with("undo"), Sense::CLICK);
        let ink = if response.hovered() { colors.accent } else { colors.info };
        icon_at(ui.painter(), button.center(), icons::ICON_UNDO, 15.0, ink);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), text!("clean-up-as-the-rule-says")));
        if response.clicked() {
            outcome.acts.push(Act::AsTheRuleSays(key.clone()));
        }
        response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(text!("clean-up-as-the-rule-says"));
        place = place.with_min_x(place.left() + 24.0);
    }
    let ink = match (&one.decision, by_hand) {
        (Decision::Cannot(_), _) => colors.warning,
        (_, true) => colors.info,
        (_, false) => colors.text_dim,
    };
    line_in(ui.painter(), place, Align2::LEFT_CENTER, why, theme::regular(theme::TEXT_SMALL), ink);
}

fn show_hint(ui: &mut Ui, one: &SnapshotDecision, snapshot: &Snapshot, forecast: Option<&Forecast>) {
    let colors = theme::colors(ui);
    ui.label(shortened(snapshot_name(&snapshot.name), 300));
    let taken = snapshot.taken_at.map_or_else(|| text!("retention-reason-time-unknown").to_owned(), moment);
    ui.colored_label(colors.text_dim, text!("clean-up-taken", taken = taken, amount = one.adds));
    ui.label(crate::app::dialogs::first_upper(&one.decision.to_string()));
    if let Some(way_out) = one.decision.reasons().iter().find_map(Reason::way_out) {
        ui.colored_label(colors.text_dim, way_out);
    }
    if let Some(forecast) = forecast.filter(|_| one.decision.deletes()) {
        let text = text!("delete-step-frees-exact", frees = forecast.freed().exact(), needs = forecast.needs.exact());
        ui.colored_label(colors.text_dim, text);
    }
    let about: String = snapshot.description.lines().next().unwrap_or_default().chars().take(200).collect();
    if !about.is_empty() {
        ui.colored_label(colors.text_dim, about);
    }
}

fn show_menu(ui: &mut Ui, one: &SnapshotDecision, key: &SnapshotKey, outcome: &mut Outcome) {
    ui.set_min_width(180.0);
    if can_toggle(&one.decision) {
        let goes = one.decision.deletes();
        if ui.button(if goes { text!("clean-up-keep-it") } else { text!("clean-up-delete-it") }).clicked() {
            outcome.acts.push(Act::Toggle(key.clone(), goes));
            ui.close();
        }
    }
    if ui.button(text!("clean-up-as-the-rule-says")).clicked() {
        outcome.acts.push(Act::AsTheRuleSays(key.clone()));
        ui.close();
    }
    if ui.button(text!("clean-up-show-menu")).clicked() {
        outcome.commands.push(Command::Jump(key.machine_key(), Node::Snapshot(one.id)));
        ui.close();
    }
}
