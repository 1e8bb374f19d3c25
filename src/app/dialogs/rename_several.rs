//! Naming several snapshots by a template.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use egui::{Align2, Checkbox, Rect, RichText, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;

use super::frame::{self, Closed, Main};
use super::meanwhile::Meanwhile;
use super::{DialogContext, commands_to_copy};
use crate::app::command::Command;
use crate::app::components::{icon_at, line_in, primary_button};
use crate::app::theme::{self, space};
use crate::model::{Machine, MachineKey, SnapshotId};
use crate::naming::{Context, Template, TemplateError, Zone, this_user};
use crate::plan::{Plan, edit, rename_plan};
use crate::text;
use crate::words::snapshot_name;

/// Height of the list, in points.
const LIST: f32 = 220.0;
/// Height of one of its rows, in points.
const ROW: f32 = 24.0;
/// Width of the arrow between two names, in points.
const ARROW: f32 = 28.0;

/// The dialog.
#[derive(Debug)]
pub struct RenameSeveralDialog {
    machine: MachineKey,
    /// Those that get a new name.
    chosen: HashSet<SnapshotId>,
    template: String,
    purpose: String,
    wants_focus: bool,
    preview: Option<Preview>,
    meanwhile: Meanwhile,
}

/// What would be done, and what that was worked out for.
#[derive(Debug, Clone)]
struct Preview {
    generation: u64,
    chosen: HashSet<SnapshotId>,
    template: String,
    purpose: String,
    rows: Arc<Vec<Row>>,
    plan: Arc<Plan>,
}

/// A snapshot in the list.
#[derive(Debug)]
struct Row {
    snapshot: SnapshotId,
    before: String,
    /// Its new name, if it gets one.
    after: Option<String>,
}

impl RenameSeveralDialog {
    /// With the marked snapshots chosen, or all if none is marked.
    pub fn new(key: MachineKey, machine: &Machine, context: &DialogContext<'_>) -> Self {
        let marked = context.marks.of(&key);
        let all = machine.tree.iter().map(|(_, snapshot)| snapshot.id);
        let chosen = all.filter(|id| marked.is_empty() || marked.contains(id)).collect();
        Self {
            machine: key,
            chosen,
            template: "{n} {purpose}".to_owned(),
            purpose: String::new(),
            wants_focus: true,
            preview: None,
            meanwhile: Meanwhile::default(),
        }
    }

    /// Chooses these and no others.
    pub fn choose(&mut self, snapshots: Vec<SnapshotId>) {
        self.chosen = snapshots.into_iter().collect();
    }

    /// What is chosen with the template as it is, worked out again only after a change.
    fn preview(&mut self, machine: &Machine, context: &DialogContext<'_>) -> Result<Preview, TemplateError> {
        let template: Template = self.template.parse()?;
        let generation = context.inventory.generation;
        if let Some(preview) = &self.preview
            && preview.generation == generation
            && preview.chosen == self.chosen
            && preview.template == self.template
            && preview.purpose == self.purpose
        {
            return Ok(preview.clone());
        }
        let about = Context {
            purpose: self.purpose.clone(),
            at: context.now,
            zone: Zone::Local,
            machine: machine.name.to_string(),
            user: this_user(),
        };
        let order = by_time(machine);
        let chosen: Vec<SnapshotId> = order.iter().copied().filter(|id| self.chosen.contains(id)).collect();
        let changes = rename_plan(context.inventory, &self.machine, &chosen, &template, &about);
        let plan = Arc::new(edit(context.inventory, &self.machine, &changes, None));
        let mut changes = changes.into_iter().peekable();
        let rows = order.into_iter().filter_map(|id| {
            let snapshot = machine.tree.get(machine.tree.find(id)?);
            // Both are in the same order.
            let after = changes.next_if(|change| change.snapshot == id).and_then(|change| change.name);
            Some(Row { snapshot: id, before: snapshot_name(&snapshot.name).to_owned(), after })
        });
        let preview = Preview {
            generation,
            chosen: self.chosen.clone(),
            template: self.template.clone(),
            purpose: self.purpose.clone(),
            rows: Arc::new(rows.collect()),
            plan,
        };
        self.preview = Some(preview.clone());
        Ok(preview)
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        let found = context.inventory.machine(&self.machine).and_then(|(_, entry)| entry.machine()).cloned();
        let Some(machine) = found else { return Closed::Overtaken };
        self.chosen.retain(|id| machine.tree.find(*id).is_some());
        let mut confirmed = None;
        let title = text!("rename-several-title", machine = machine.name);
        let closed = frame::show(ui, &title, 600.0, |ui| {
            let colors = theme::colors(ui);
            ui.colored_label(colors.text_dim, text!("rename-several-about"));
            ui.add_space(space::SMALL);
            self.show_fields(ui);
            let preview = match self.preview(&machine, context) {
                Ok(preview) => preview,
                Err(error) => {
                    ui.colored_label(colors.danger, frame::first_upper(&format!("{error}")));
                    let main = Main {
                        button: primary_button(ui, text!("rename-several-unfinished-button")),
                        why_not: Some(text!("rename-several-unfinished")),
                        by_enter: true,
                    };
                    return frame::buttons(ui, main, None, commands);
                }
            };
            self.meanwhile.follow(&preview.plan);
            self.meanwhile.show(ui);
            ui.add_space(space::SMALL);
            self.show_list(ui, &preview.rows);
            let plan = preview.plan;
            // That nothing is chosen is said by the button.
            if !plan.steps.is_empty() {
                frame::notes(ui, &plan);
            }
            let why_not = frame::why_not(&plan).or_else(|| self.meanwhile.why_not());
            let button = primary_button(ui, &text!("rename-several-button", count = plan.steps.len()));
            let main = Main { button, why_not: why_not.as_deref(), by_enter: true };
            let copied = commands_to_copy(context.inventory, &self.machine, &plan);
            let closed = frame::buttons(ui, main, copied, commands);
            confirmed = (closed == Closed::Confirmed && plan.is_clear()).then_some(plan);
            closed
        });
        if let Some(plan) = confirmed {
            commands.push(Command::Submit(Box::new(Plan::clone(&plan))));
        }
        closed
    }

    fn show_list(&mut self, ui: &mut Ui, rows: &[Row]) {
        let count = rows.iter().filter(|row| self.chosen.contains(&row.snapshot)).count();
        let mut all = count == rows.len();
        let text = text!("rename-several-all", chosen = count, all = rows.len());
        if ui.add(Checkbox::new(&mut all, text).indeterminate(count > 0 && count < rows.len())).clicked() {
            // From some, as from none, to all.
            self.chosen =
                if count < rows.len() { rows.iter().map(|row| row.snapshot).collect() } else { HashSet::new() };
        }
        ui.separator();
        let list = ScrollArea::vertical().max_height(LIST).auto_shrink([false, true]).id_salt("preview");
        list.show_rows(ui, ROW, rows.len(), |ui, seen| {
            for row in rows.get(seen).unwrap_or_default() {
                let mut chosen = self.chosen.contains(&row.snapshot);
                ui.push_id(row.snapshot, |ui| show_row(ui, row, &mut chosen));
                if chosen {
                    self.chosen.insert(row.snapshot);
                } else {
                    self.chosen.remove(&row.snapshot);
                }
            }
        });
    }

    fn show_fields(&mut self, ui: &mut Ui) {
        let colors = theme::colors(ui);
        let small = |text: &str| RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                let label = left.label(small(text!("rename-several-template")));
                let field = TextEdit::singleline(&mut self.template).desired_width(f32::INFINITY);
                let response = left.add(field).labelled_by(label.id);
                frame::keep_focus(left, &response);
                if std::mem::take(&mut self.wants_focus) {
                    response.request_focus();
                }
                let label = right.label(small(text!("rename-several-purpose")));
                let field = TextEdit::singleline(&mut self.purpose)
                    .hint_text(text!("rename-several-purpose-hint"))
                    .desired_width(f32::INFINITY);
                right.add(field).labelled_by(label.id);
            }
        });
    }
}

/// All snapshots, the oldest first; those of which nobody knows when they were taken last.
fn by_time(machine: &Machine) -> Vec<SnapshotId> {
    let mut order: Vec<(DateTime<Utc>, SnapshotId)> = machine
        .tree
        .pre_order()
        .map(|index| machine.tree.get(index))
        .map(|snapshot| (snapshot.taken_at.unwrap_or(DateTime::<Utc>::MAX_UTC), snapshot.id))
        .collect();
    // A stable order: what was taken in the same second stays as in the tree.
    order.sort_by_key(|(at, _)| *at);
    order.into_iter().map(|(_, id)| id).collect()
}

/// A box to check, the name as it is, an arrow and the new name. What stays as it is is dimmed.
fn show_row(ui: &mut Ui, row: &Row, chosen: &mut bool) {
    let colors = theme::colors(ui);
    let name = match &row.after {
        Some(after) => text!("rename-several-row", before = row.before, after = after),
        None => row.before.clone(),
    };
    let width = ui.available_width() - space::MEDIUM;
    ui.horizontal(|ui| {
        ui.set_min_height(ROW);
        ui.spacing_mut().item_spacing.x = space::TIGHT;
        let check = ui.add(Checkbox::without_text(chosen));
        check.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, *chosen, &name));
        let rest = width - check.rect.width() - space::TIGHT;
        // Who clicks the name means the box.
        let (rect, names) = ui.allocate_exact_size(vec2(rest, ROW - 2.0), Sense::CLICK);
        if names.clicked() {
            *chosen = !*chosen;
        }
        if !ui.is_rect_visible(rect) {
            return;
        }
        let font = theme::regular(theme::TEXT_SMALL);
        let ink = if row.after.is_some() { colors.text } else { colors.text_dim };
        let column = (rect.width() - ARROW) / 2.0;
        let left = Rect::from_min_max(rect.min, pos2(rect.left() + column, rect.bottom()));
        line_in(ui.painter(), left, Align2::LEFT_CENTER, &row.before, font.clone(), ink);
        if let Some(after) = &row.after {
            let right = Rect::from_min_max(pos2(rect.right() - column, rect.top()), rect.max);
            let place = pos2(left.right() + ARROW / 2.0, rect.center().y);
            icon_at(ui.painter(), place, icons::ICON_ARROW_FORWARD, 14.0, colors.text_dim);
            line_in(ui.painter(), right, Align2::LEFT_CENTER, after, font, colors.accent);
        }
    });
}
