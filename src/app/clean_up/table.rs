//! The table: a row for each machine and each of its snapshots, with the rule's decision and its reason.

use chrono::{DateTime, Utc};
use egui::{
    Align, CornerRadius, EventFilter, Frame, Id, Key, Layout, Modifiers, Rect, Response, RichText, ScrollArea, Stroke,
    Ui, pos2, vec2,
};
use egui_material_icons::icons;

use super::cells::{self, Columns};
use super::exact::Known;
use super::preview::Preview;
use super::rows::{Filter, Folds, Row, RowKey, Rows};
use crate::app::command::{Command, Node};
use crate::app::components::{empty_state, icon_button, sign_line};
use crate::app::theme::{self, measure, space};
use crate::model::MachineKey;
use crate::pins::SnapshotKey;
use crate::retention::{Overrides, Rule};
use crate::text;

/// Rows that a page key goes over.
const PAGE: usize = 12;

/// What the table remembers between frames.
#[derive(Default)]
pub struct Table {
    filter: Filter,
    folds: Folds,
    rows: Rows,
    scroll_to: Option<RowKey>,
    wants_focus: Option<RowKey>,
}

/// What the table shows.
pub struct Shown<'a> {
    /// The decisions and what they were made of.
    pub preview: &'a Preview,
    /// What is known of what they do.
    pub known: &'a Known,
    /// What the person chose.
    pub overrides: &'a Overrides,
    /// The rule.
    pub rule: &'a Rule,
    /// The time now, for ages.
    pub now: DateTime<Utc>,
}

/// What the person did to decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// The other decision is taken by hand; the flag is whether the snapshot goes now.
    Toggle(SnapshotKey, bool),
    /// A snapshot is left to the rule again.
    AsTheRuleSays(SnapshotKey),
    /// All are.
    AllAsTheRuleSays,
}

/// What comes of one frame.
#[derive(Default)]
pub(super) struct Outcome {
    pub acts: Vec<Act>,
    pub commands: Vec<Command>,
    /// Machines to be opened or closed.
    pub folds: Vec<(MachineKey, bool)>,
}

impl Table {
    /// Opens a machine and brings it into view.
    pub fn reveal(&mut self, machine: &MachineKey) {
        self.filter = Filter::All;
        self.folds.set(machine, true);
        self.scroll_to = Some(RowKey::Machine(machine.clone()));
        self.wants_focus.clone_from(&self.scroll_to);
    }

    /// Draws the table into all the room there is. Returns what the person did to decisions.
    pub fn show(&mut self, ui: &mut Ui, shown: &Shown<'_>, commands: &mut Vec<Command>) -> Vec<Act> {
        let colors = theme::colors(ui);
        let mut outcome = Outcome::default();
        let mut rows = std::mem::take(&mut self.rows);
        rows.update(shown.preview, shown.overrides, self.filter, &self.folds);
        let frame = Frame::new()
            .fill(colors.card)
            .stroke(Stroke::new(1.0, colors.line))
            .corner_radius(CornerRadius::same(measure::CORNER_CARD));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.set_height(ui.available_height());
            ui.spacing_mut().item_spacing.y = 0.0;
            self.show_filters(ui, shown, &rows, &mut outcome);
            if rows.len() == 0 {
                self.show_none(ui, shown);
                return;
            }
            let columns = Columns::new(ui.max_rect());
            cells::show_headings(ui, &columns);
            self.show_rows(ui, shown, &rows, &columns, &mut outcome);
        });
        self.rows = rows;
        for (key, open) in outcome.folds {
            self.folds.set(&key, open);
        }
        commands.extend(outcome.commands);
        outcome.acts
    }

    fn show_filters(&mut self, ui: &mut Ui, shown: &Shown<'_>, rows: &Rows, outcome: &mut Outcome) {
        let colors = theme::colors(ui);
        let counts = shown.preview.counts();
        let margin = egui::Margin { left: 12, right: 8, top: 5, bottom: 5 };
        Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                ui.set_min_height(measure::CONTROL);
                let all = counts.keep + counts.delete + counts.cannot;
                self.show_filter(ui, Filter::All, &text!("clean-up-filter-all", count = all));
                self.show_filter(ui, Filter::Going, &text!("clean-up-filter-going", count = counts.delete));
                if counts.cannot > 0 || self.filter == Filter::Cannot {
                    let text = text!("clean-up-filter-cannot", count = counts.cannot);
                    self.show_filter(ui, Filter::Cannot, &text);
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let keys = || shown.preview.decisions().machines.iter().map(|machine| &machine.key);
                    if icon_button(ui, icons::ICON_UNFOLD_LESS, text!("clean-up-fold-all")).clicked() {
                        self.folds.set_all(keys(), false);
                    }
                    if icon_button(ui, icons::ICON_UNFOLD_MORE, text!("clean-up-unfold-all")).clicked() {
                        self.folds.set_all(keys(), true);
                    }
                    if rows.by_hand > 0 {
                        let small = |text: String| RichText::new(text).font(theme::regular(theme::TEXT_SMALL));
                        let button = ui.button(small(text!("clean-up-as-the-rule-says").to_owned()));
                        if button.on_hover_text(text!("clean-up-as-the-rule-says-hint")).clicked() {
                            outcome.acts.push(Act::AllAsTheRuleSays);
                        }
                        ui.label(small(text!("clean-up-by-hand", count = rows.by_hand)).color(colors.info));
                    }
                });
            });
        });
    }

    fn show_filter(&mut self, ui: &mut Ui, filter: Filter, text: &str) {
        let colors = theme::colors(ui);
        let is_chosen = self.filter == filter;
        let button = egui::Button::selectable(is_chosen, RichText::new(text).font(theme::regular(theme::TEXT_SMALL)))
            .frame_when_inactive(true)
            .stroke(Stroke::new(1.0, if is_chosen { colors.accent } else { colors.line }))
            .corner_radius(11)
            .min_size(vec2(0.0, 22.0));
        if ui.add(button).clicked() {
            self.filter = filter;
        }
    }

    fn show_none(&mut self, ui: &mut Ui, shown: &Shown<'_>) {
        if shown.preview.inventory().is_none() {
            let text = text!("clean-up-looking");
            empty_state(ui, icons::ICON_HOURGLASS_EMPTY, text!("clean-up-one-moment"), text, |_| {});
        } else if shown.preview.decisions().machines.is_empty() {
            let text = text!("clean-up-no-machine-about");
            empty_state(ui, icons::ICON_FILTER_LIST, text!("clean-up-no-machine"), text, |_| {});
        } else if self.filter == Filter::Cannot {
            empty_state(ui, icons::ICON_CHECK_CIRCLE, text!("clean-up-nothing-in-the-way"), "", |_| {});
        } else {
            let text = if shown.rule.is_empty() {
                text!("clean-up-nothing-empty-rule")
            } else {
                text!("clean-up-nothing-kept")
            };
            empty_state(ui, icons::ICON_CHECK_CIRCLE, text!("clean-up-nothing"), text, |_| {});
        }
    }

    fn show_rows(&mut self, ui: &mut Ui, shown: &Shown<'_>, rows: &Rows, columns: &Columns, outcome: &mut Outcome) {
        let height = measure::TABLE_ROW;
        if shown.preview.counts().delete == 0 {
            Frame::new().inner_margin(egui::Margin::symmetric(12, 6)).show(ui, |ui| {
                let text = text!("clean-up-nothing-reasons");
                sign_line(ui, icons::ICON_CHECK_CIRCLE, text, theme::colors(ui).accent);
            });
        }
        #[expect(clippy::cast_precision_loss, reason = "rows up to a few millions are placed to a fraction of a point")]
        let offset = |row: usize| row as f32 * height;
        let mut area = ScrollArea::vertical().id_salt("clean-up rows").auto_shrink(false);
        if let Some(row) = self.scroll_to.take().and_then(|key| rows.position(shown.preview, &key)) {
            area = area.vertical_scroll_offset((offset(row) - ui.available_height() / 2.0).max(0.0));
        }
        area.show_viewport(ui, |ui, viewport| {
            let origin = ui.max_rect().min;
            let width = ui.available_width();
            ui.set_height(offset(rows.len()));
            for place in rows.seen(viewport.top(), viewport.bottom(), height) {
                let rect = Rect::from_min_size(pos2(origin.x, origin.y + offset(place)), vec2(width, height));
                self.show_row(ui, shown, rows, place, (rect, columns), outcome);
            }
        });
    }

    fn show_row(
        &mut self,
        ui: &mut Ui,
        shown: &Shown<'_>,
        rows: &Rows,
        place: usize,
        (rect, columns): (Rect, &Columns),
        outcome: &mut Outcome,
    ) {
        let (Some(row), Some(key)) = (rows.get(place), rows.key(shown.preview, place)) else { return };
        let id = ui.scope_id().with(("row", &key));
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        // Taken before the row sees them: it would take either for a click.
        let pressed = |key| has_focus && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let (space, enter) = (pressed(Key::Space), pressed(Key::Enter));
        let response = ui.interact(rect, id, egui::Sense::click());
        if self.wants_focus.as_ref() == Some(&key) {
            self.wants_focus = None;
            response.request_focus();
        }
        let cell = cells::Cell { shown, columns, rect, response: &response, id };
        let machine = match row {
            Row::Machine(machine) => {
                let Some(decided) = shown.preview.decisions().machines.get(machine) else { return };
                let about = rows.machine(machine);
                cells::show_machine(ui, &cell, decided, about);
                if response.clicked() || space || enter {
                    response.request_focus();
                    outcome.folds.push((decided.key.clone(), !about.is_open));
                }
                machine
            }
            Row::Snapshot(machine, snapshot) => {
                let Some(decided) = shown.preview.decisions().machines.get(machine) else { return };
                let Some(one) = decided.snapshots.get(snapshot) else { return };
                cells::show_snapshot(ui, &cell, decided, one, outcome);
                let key = SnapshotKey::new(&decided.key, one.id);
                if response.clicked() {
                    response.request_focus();
                }
                if space && cells::can_toggle(&one.decision) {
                    outcome.acts.push(Act::Toggle(key, one.decision.deletes()));
                }
                if enter {
                    outcome.commands.push(Command::Jump(decided.key.clone(), Node::Snapshot(one.id)));
                }
                machine
            }
        };
        if response.has_focus() {
            self.walk(ui, shown, rows, (place, machine), &response, outcome);
        }
    }

    fn walk(
        &mut self,
        ui: &Ui,
        shown: &Shown<'_>,
        rows: &Rows,
        (place, machine): (usize, usize),
        response: &Response,
        outcome: &mut Outcome,
    ) {
        let id: Id = response.id;
        let filter = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        // A slow frame brings several presses at once: none may be lost.
        let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        let down = pressed(Key::ArrowDown) + PAGE * pressed(Key::PageDown);
        let up = pressed(Key::ArrowUp) + PAGE * pressed(Key::PageUp);
        let mut target = (place + down).saturating_sub(up).min(rows.len().saturating_sub(1));
        let (left, right) = (pressed(Key::ArrowLeft) > 0, pressed(Key::ArrowRight) > 0);
        let is_machine = matches!(rows.get(place), Some(Row::Machine(_)));
        if let (true, Some(decided)) = (is_machine && (left || right), shown.preview.decisions().machines.get(machine))
        {
            outcome.folds.push((decided.key.clone(), right));
        } else if left {
            // From a snapshot to its machine.
            target = (0..place).rev().find(|place| rows.get(*place) == Some(Row::Machine(machine))).unwrap_or(place);
        }
        let Some(key) = rows.key(shown.preview, target).filter(|_| target != place) else { return };
        let seen = ui.clip_rect();
        let near_edge = response.rect.top() - 2.0 * measure::TABLE_ROW < seen.top()
            || response.rect.bottom() + 2.0 * measure::TABLE_ROW > seen.bottom();
        if near_edge || target.abs_diff(place) > 1 {
            self.scroll_to = Some(key.clone());
        }
        self.wants_focus = Some(key);
        ui.request_repaint();
    }
}

/// Space around the text of a cell, in points.
pub(super) const INSET: f32 = space::SMALL;
