//! The list of machines on the left: by connection and group, with a filter and multiple selection.

mod connection_row;
mod machine_row;
mod rows;
pub mod state_sign;

use std::collections::HashSet;
use std::sync::Arc;

use egui::{
    Align2, CornerRadius, EventFilter, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo,
    pos2, vec2,
};
use egui_material_icons::icons;

use connection_row::{choose_entry, show_connection};
use machine_row::{badge, machine_menu, paint_machine, spoken, usage_tooltip};
use rows::{Row, Rows};

pub use machine_row::usage_parts;

use crate::app::command::{Command, SelectionMode, UiCommand};
use crate::app::components::{context_menu, describe_choice, focus_ring, icon_at, icon_button, keyboard_came, line_in};
use crate::app::findings::Findings;
use crate::app::selection::Selection;
use crate::app::theme::{self, measure, space};
use crate::model::{ConnectionId, Inventory, InventoryMachine, MachineKey};
use crate::text;
use crate::words::machines;

/// What rows show beside the machines themselves.
pub struct Shown<'a> {
    /// What is chosen; `None` while no machine is in the middle.
    pub selection: Option<&'a Selection>,
    /// What was found.
    pub findings: &'a Findings,
    /// The connection of practice machines, if it is shown.
    pub sandbox: Option<&'a ConnectionId>,
}

/// What the sidebar remembers between frames.
#[derive(Default)]
pub struct Sidebar {
    filter: String,
    closed_groups: HashSet<Arc<str>>,
    rows: Rows,
    /// A row that gets the keyboard as soon as it is drawn.
    wants_focus: Option<MachineKey>,
    scroll_to: Option<MachineKey>,
}

impl Sidebar {
    /// The machines in the order they are shown.
    #[must_use]
    pub fn order(&self) -> &[MachineKey] {
        &self.rows.order
    }

    /// Makes the rows again after a change.
    pub fn update(&mut self, inventory: &Inventory) {
        self.rows.update(inventory, &self.filter, &self.closed_groups);
    }

    /// Brings a machine's row into view.
    pub fn reveal(&mut self, key: &MachineKey) {
        self.scroll_to = Some(key.clone());
    }

    /// Draws the sidebar.
    pub fn show(&mut self, ui: &mut Ui, inventory: &Inventory, shown: &Shown<'_>, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        ui.add_space(space::MEDIUM);
        ui.horizontal(|ui| {
            ui.add_space(space::MEDIUM);
            let width = ui.available_width() - measure::CONTROL - space::HUGE;
            let field = TextEdit::singleline(&mut self.filter)
                .hint_text(text!("machines-filter"))
                .desired_width(width - 2.0 * space::SMALL)
                .margin(egui::Margin::symmetric(8, 5));
            ui.add(field).accessible_name(text!("machines-filter"));
            if icon_button(ui, icons::ICON_FOLDER_OPEN, text!("machines-other-folder")).clicked() {
                commands.push(Command::ChooseVirtualBoxHome);
            }
        });
        ui.add_space(space::TIGHT);
        self.update(inventory);
        if self.rows.order.is_empty() && !self.filter.trim().is_empty() {
            ui.add_space(space::LARGE);
            ui.vertical_centered(|ui| ui.colored_label(colors.text_dim, text!("machines-none-matches")));
            return;
        }
        if !self.filter.trim().is_empty() && self.rows.order.len() > 1 {
            self.show_matching(ui, commands);
        }
        self.show_rows(ui, inventory, shown, commands);
    }

    /// What the filter leaves can be chosen as a whole.
    fn show_matching(&self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        ui.horizontal(|ui| {
            ui.add_space(space::LARGE);
            let small = |text: String| egui::RichText::new(text).font(theme::regular(theme::TEXT_SMALL));
            let text = text!("machines-match", machines = machines(self.rows.order.len()));
            ui.label(small(text).color(colors.text_dim));
            if ui.link(small(text!("machines-choose-all").to_owned()).color(colors.info)).clicked() {
                commands.push(Command::Ui(UiCommand::ChooseAll));
            }
        });
    }

    fn show_rows(&mut self, ui: &mut Ui, inventory: &Inventory, shown: &Shown<'_>, commands: &mut Vec<Command>) {
        let height = self.rows.edges.last().copied().unwrap_or(0.0);
        let mut area = ScrollArea::vertical().auto_shrink(false);
        if let Some(offset) = self.scroll_to.take().and_then(|key| self.rows.offset_of(&key)) {
            area = area.vertical_scroll_offset((offset - ui.available_height() / 2.0).max(0.0));
        }
        area.show_viewport(ui, |ui, viewport| {
            let origin = ui.max_rect().min;
            ui.set_height(height);
            let width = ui.available_width();
            let first = self.rows.edges.partition_point(|edge| *edge <= viewport.top()).saturating_sub(1);
            for index in first..self.rows.list.len() {
                if self.rows.edges[index] > viewport.bottom() {
                    break;
                }
                let top = origin.y + self.rows.edges[index];
                let bottom = origin.y + self.rows.edges[index + 1];
                let rect = Rect::from_min_max(pos2(origin.x, top), pos2(origin.x + width, bottom));
                self.show_row(ui, rect, index, inventory, shown, commands);
            }
        });
    }

    fn show_row(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        index: usize,
        inventory: &Inventory,
        shown: &Shown<'_>,
        commands: &mut Vec<Command>,
    ) {
        let Some(row) = self.rows.list.get(index).cloned() else { return };
        match row {
            Row::Connection { name, is_practice, has_trouble, machines } => {
                show_connection(ui, rect, &name, is_practice, has_trouble, &machines, commands);
            }
            Row::Group { name, closed, machines } => {
                self.show_group(ui, rect, &name, closed, &machines, commands);
            }
            Row::Machine { connection, machine, key } => {
                let found =
                    inventory.connections.get(connection).and_then(|connection| connection.machines.get(machine));
                if let Some(machine) = found {
                    self.show_machine(ui, rect, &key, machine, shown, commands);
                }
            }
        }
    }

    fn show_group(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        name: &Arc<str>,
        closed: bool,
        keys: &[MachineKey],
        commands: &mut Vec<Command>,
    ) {
        let count = keys.len();
        let colors = theme::colors(ui);
        let response = ui.interact(rect, row_id(ui, ("group", name)), Sense::click());
        let painter = ui.painter();
        let arrow = if closed { icons::ICON_CHEVRON_RIGHT } else { icons::ICON_EXPAND_MORE };
        icon_at(painter, pos2(rect.left() + 18.0, rect.center().y), arrow, 15.0, colors.text_dim);
        let text =
            Rect::from_min_max(pos2(rect.left() + 28.0, rect.top()), pos2(rect.right() - space::LARGE, rect.bottom()));
        let words = name.trim_start_matches('/').replace('/', " › ");
        line_in(painter, text, Align2::LEFT_CENTER, &words, theme::semibold(theme::TEXT_SMALL), colors.text_dim);
        line_in(
            painter,
            text,
            Align2::RIGHT_CENTER,
            &count.to_string(),
            theme::regular(theme::TEXT_SMALL),
            colors.text_dim,
        );
        if response.has_focus() {
            focus_ring(painter, rect.shrink2(vec2(6.0, 1.0)), colors.info);
        }
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Button, true, text!("machines-group", group = words, machines = machines(count)))
        });
        if response.clicked() && !self.closed_groups.remove(name) {
            self.closed_groups.insert(name.clone());
        }
        context_menu(ui, &response, |ui| choose_entry(ui, text!("machines-choose-group"), keys, commands));
    }

    fn show_machine(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        key: &MachineKey,
        machine: &InventoryMachine,
        shown: &Shown<'_>,
        commands: &mut Vec<Command>,
    ) {
        let id = row_id(ui, key);
        let response = ui.interact(rect, id, Sense::click());
        if self.wants_focus.as_ref() == Some(key) {
            self.wants_focus = None;
            response.request_focus();
        }
        let selected = shown.selection.is_some_and(|selection| selection.contains(key));
        let findings = shown.findings.of_machine(key);
        let badge = badge(theme::colors(ui), machine, findings);
        paint_machine(ui, rect, &response, machine, selected, self.rows.largest, badge.as_ref());
        // Among several that are chosen, the one in the middle of the window.
        if shown.selection.is_some_and(|selection| selection.count() > 1 && selection.shown() == Some(key)) {
            let edge = rect.shrink2(vec2(6.0, 1.0));
            let edge = edge.with_max_x(edge.left() + 4.0);
            let corner = CornerRadius { nw: 4, sw: 4, ne: 0, se: 0 };
            ui.painter().rect_filled(edge, corner, theme::colors(ui).accent);
        }
        describe_choice(ui, &response, Role::ListItem, selected, &spoken(machine, findings));
        if response.clicked() {
            let modifiers = ui.input(|input| input.modifiers);
            let mode = match (modifiers.command, modifiers.shift) {
                (true, _) => SelectionMode::Toggle,
                (_, true) => SelectionMode::Range,
                _ => SelectionMode::Only,
            };
            commands.push(Command::SelectMachine(key.clone(), mode));
            response.request_focus();
        }
        // However the keyboard came here: what has it is what is shown. A page about all machines stays until one is
        // chosen, or the keyboard could not pass by.
        let is_other = shown.selection.is_some_and(|selection| selection.shown() != Some(key));
        if keyboard_came(ui, &response) && !response.clicked() && is_other {
            commands.push(Command::SelectMachine(key.clone(), SelectionMode::Only));
        }
        if response.has_focus() {
            self.walk(ui, id, key, commands);
        }
        let chosen = shown.selection.filter(|selection| selection.count() > 1 && selection.contains(key));
        context_menu(ui, &response, |ui| {
            if let Some(selection) = chosen {
                crate::app::many::menu(ui, selection.count(), commands);
                return;
            }
            let can_practise = shown.sandbox.is_some_and(|sandbox| key.connection != *sandbox);
            machine_menu(ui, key, machine, can_practise, commands);
        });
        let hint = machine.problem().map(|problem| format!("{}\n{}", problem.what, problem.advice));
        if let Some(hint) = hint {
            response.on_hover_text(hint);
        } else if machine.machine().is_some() {
            response.on_hover_ui(|ui| usage_tooltip(ui, machine, findings));
        }
    }

    /// Up and down go from machine to machine; with Shift they widen the selection.
    fn walk(&mut self, ui: &Ui, id: Id, key: &MachineKey, commands: &mut Vec<Command>) {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let Some(at) = self.rows.order.iter().position(|other| other == key) else { return };
        let mut target = None;
        for modifiers in [Modifiers::SHIFT, Modifiers::NONE] {
            let mode = if modifiers.shift { SelectionMode::Range } else { SelectionMode::Only };
            if ui.input_mut(|input| input.consume_key(modifiers, Key::ArrowDown)) {
                target = Some((at + 1, mode));
            } else if ui.input_mut(|input| input.consume_key(modifiers, Key::ArrowUp)) {
                target = at.checked_sub(1).map(|above| (above, mode));
            }
        }
        if let Some((next, mode)) = target.and_then(|(index, mode)| Some((self.rows.order.get(index)?.clone(), mode))) {
            self.wants_focus = Some(next.clone());
            if !self.rows.is_seen(ui, &next) {
                self.scroll_to = Some(next.clone());
            }
            commands.push(Command::SelectMachine(next, mode));
            ui.request_repaint();
        }
    }
}

fn row_id(ui: &Ui, key: impl std::hash::Hash + std::fmt::Debug) -> Id {
    ui.scope_id().with(("row", key))
}
