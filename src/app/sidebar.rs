//! The list of machines on the left: by connection and group, with a filter and multiple selection.

use std::collections::HashSet;
use std::sync::Arc;

use egui::{
    Align2, CornerRadius, EventFilter, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo,
    pos2, vec2,
};
use egui_material_icons::icons;

use super::command::{Command, SelectionMode, UiCommand};
use super::components::{
    button_menu, context_menu, describe_choice, focus_ring, icon_at, icon_button, line_in, share_bar,
};
use super::findings::Findings;
use super::selection::Selection;
use super::theme::{self, Colors, measure, space};
use crate::health::Severity;
use crate::language::{self, Language};
use crate::model::{
    Bytes, ConnectionKind, Inventory, InventoryMachine, MachineKey, MachineReading, MachineState, ProblemKind,
};
use crate::text;
use crate::words::{machines, snapshots};

/// What rows show beside the machines themselves.
pub struct Shown<'a> {
    /// What is chosen; `None` while no machine is in the middle.
    pub selection: Option<&'a Selection>,
    /// What was found.
    pub findings: &'a Findings,
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

/// The rows, made again only when the inventory, the filter or the groups change.
#[derive(Default)]
struct Rows {
    made_for: Option<(u64, String, usize, Language)>,
    list: Vec<Row>,
    /// Upper edge of each row, and the lower edge of the last.
    edges: Vec<f32>,
    order: Vec<MachineKey>,
    largest: Bytes,
}

#[derive(Clone)]
enum Row {
    /// With its machines that match.
    Connection {
        name: String,
        is_sandbox: bool,
        is_missing: bool,
        machines: Arc<[MachineKey]>,
    },
    /// With its machines that match.
    Group {
        name: Arc<str>,
        closed: bool,
        machines: Arc<[MachineKey]>,
    },
    Machine {
        connection: usize,
        machine: usize,
        key: MachineKey,
    },
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
            Row::Connection { name, is_sandbox, is_missing, machines } => {
                show_connection(ui, rect, &name, is_sandbox, is_missing, &machines, commands);
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
        let badge = badge(theme::colors(ui), machine, shown.findings.of_machine(key));
        paint_machine(ui, rect, &response, machine, selected, self.rows.largest, badge);
        // Among several that are chosen, the one in the middle of the window.
        if shown.selection.is_some_and(|selection| selection.count() > 1 && selection.shown() == Some(key)) {
            let edge = rect.shrink2(vec2(6.0, 1.0));
            let edge = edge.with_max_x(edge.left() + 4.0);
            let corner = CornerRadius { nw: 4, sw: 4, ne: 0, se: 0 };
            ui.painter().rect_filled(edge, corner, theme::colors(ui).accent);
        }
        describe_choice(ui, &response, Role::ListItem, selected, &spoken(machine));
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
        if response.gained_focus() && !response.clicked() && is_other {
            commands.push(Command::SelectMachine(key.clone(), SelectionMode::Only));
        }
        if response.has_focus() {
            self.walk(ui, id, key, commands);
        }
        let chosen = shown.selection.filter(|selection| selection.count() > 1 && selection.contains(key));
        context_menu(ui, &response, |ui| match chosen {
            Some(selection) => super::many::menu(ui, selection.count(), commands),
            None => machine_menu(ui, key, machine, commands),
        });
        let hint = machine.problem().map(|problem| format!("{}\n{}", problem.what, problem.advice));
        if let Some(hint) = hint {
            response.on_hover_text(hint);
        } else if machine.machine().is_some() {
            response.on_hover_ui(|ui| usage_tooltip(ui, machine));
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

impl Rows {
    fn update(&mut self, inventory: &Inventory, filter: &str, closed: &HashSet<Arc<str>>) {
        let made_for = (inventory.generation, filter.to_owned(), closed.len(), language::current());
        if self.made_for.as_ref() == Some(&made_for) {
            return;
        }
        self.made_for = Some(made_for);
        self.list.clear();
        self.order.clear();
        let wanted = filter.trim().to_lowercase();
        for (index, connection) in inventory.connections.iter().enumerate() {
            let is_sandbox = connection.connection.kind == ConnectionKind::Sandbox;
            let is_missing = connection.machines.is_empty() && !connection.problems.is_empty();
            let about = match (is_sandbox, is_missing) {
                (true, _) => text!("machines-practice"),
                (false, true) => text!("machines-not-found"),
                (false, false) => text!("machines-this-computer"),
            };
            let name = format!("{} · {about}", connection.connection.name);
            let matching = connection
                .machines
                .iter()
                .enumerate()
                .filter(|(_, machine)| machine.name().to_lowercase().contains(&wanted));
            let mut grouped: Vec<(Option<Arc<str>>, usize, MachineKey)> =
                matching.map(|(position, machine)| (group_of(machine), position, machine.entry.key())).collect();
            // Machines without a group first; within a group the order of names stays.
            grouped.sort_by(|one, two| one.0.cmp(&two.0));
            let machines = grouped.iter().map(|(_, _, key)| key.clone()).collect();
            self.list.push(Row::Connection { name, is_sandbox, is_missing, machines });
            for run in grouped.chunk_by(|one, two| one.0 == two.0) {
                let group = run.first().and_then(|(group, _, _)| group.clone());
                let is_closed = group.as_ref().is_some_and(|group| closed.contains(group)) && wanted.is_empty();
                if let Some(name) = group {
                    let machines = run.iter().map(|(_, _, key)| key.clone()).collect();
                    self.list.push(Row::Group { name, closed: is_closed, machines });
                }
                if !is_closed {
                    for (_, machine, key) in run {
                        self.order.push(key.clone());
                        self.list.push(Row::Machine { connection: index, machine: *machine, key: key.clone() });
                    }
                }
            }
        }
        self.largest = inventory.machines().map(|(_, machine)| machine.usage.total()).max().unwrap_or_default();
        self.edges = std::iter::once(0.0)
            .chain(self.list.iter().scan(0.0, |edge, row| {
                *edge += match row {
                    Row::Connection { .. } | Row::Group { .. } => measure::HEADING_ROW,
                    Row::Machine { .. } => measure::MACHINE_ROW,
                };
                Some(*edge)
            }))
            .collect();
    }

    fn index_of(&self, wanted: &MachineKey) -> Option<usize> {
        self.list.iter().position(|row| matches!(row, Row::Machine { key, .. } if key == wanted))
    }

    fn offset_of(&self, key: &MachineKey) -> Option<f32> {
        self.index_of(key).and_then(|index| self.edges.get(index).copied())
    }

    fn is_seen(&self, ui: &Ui, key: &MachineKey) -> bool {
        let origin = ui.min_rect().top();
        let Some(index) = self.index_of(key) else { return false };
        let seen = ui.clip_rect();
        origin + self.edges[index] >= seen.top() && origin + self.edges[index + 1] <= seen.bottom()
    }
}

fn show_connection(
    ui: &mut Ui,
    rect: Rect,
    name: &str,
    is_sandbox: bool,
    is_missing: bool,
    machines: &[MachineKey],
    commands: &mut Vec<Command>,
) {
    let colors = theme::colors(ui);
    let text = rect.shrink2(vec2(space::LARGE, 0.0)).with_min_y(rect.top() + 6.0);
    let ink = if is_sandbox { colors.info } else { colors.text_dim };
    line_in(ui.painter(), text, Align2::LEFT_CENTER, &name.to_uppercase(), theme::regular(theme::TEXT_SMALL), ink);
    // Not a place for the keyboard: only a right click does something here.
    let response = ui.interact(rect, row_id(ui, ("connection", name)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, name));
    context_menu(ui, &response, |ui| choose_entry(ui, text!("machines-choose-these"), machines, commands));
    if !is_sandbox && !is_missing {
        return;
    }
    let place = Rect::from_center_size(pos2(rect.right() - 26.0, text.center().y), egui::Vec2::splat(measure::CONTROL));
    // A child of its own: a row must not make the sidebar wider.
    let mut corner = ui.new_child(egui::UiBuilder::new().max_rect(place));
    if is_missing {
        if icon_button(&mut corner, icons::ICON_HELP, text!("machines-where-real")).clicked() {
            commands.push(Command::ExplainRealMachines);
        }
        return;
    }
    let button = icon_button(&mut corner, icons::ICON_MORE_HORIZ, text!("machines-sandbox"));
    button_menu(&corner, &button, |ui| {
        ui.set_min_width(210.0);
        for (text, command) in [
            (text!("machines-new-practice"), Command::NewPracticeMachine),
            (text!("machines-reset-sandbox"), Command::AskResetSandbox),
            (text!("machines-where-real"), Command::ExplainRealMachines),
        ] {
            if ui.button(text).clicked() {
                commands.push(command);
            }
        }
    });
}

/// What can be done with a machine. It is shown first, so that what a dialog asks about is in sight.
fn machine_menu(ui: &mut Ui, key: &MachineKey, machine: &InventoryMachine, commands: &mut Vec<Command>) {
    ui.set_min_width(210.0);
    if machine.machine().is_some() {
        for command in [UiCommand::Take, UiCommand::Clone, UiCommand::RenameSeveral, UiCommand::SettingsCopies] {
            if ui.button(command.text()).clicked() {
                commands.push(Command::SelectMachine(key.clone(), SelectionMode::Only));
                commands.push(Command::Ui(command));
                ui.close();
            }
        }
        ui.separator();
    }
    for (text, copied) in [
        (text!("machines-copy-name"), machine.name().to_owned()),
        (text!("machines-copy-path"), machine.entry.settings_file.display().to_string()),
    ] {
        if ui.button(text).clicked() {
            commands.push(Command::Copy(copied));
            ui.close();
        }
    }
}

/// Chooses several machines at once.
fn choose_entry(ui: &mut Ui, text: &str, machines: &[MachineKey], commands: &mut Vec<Command>) {
    ui.set_min_width(210.0);
    if ui.add_enabled(!machines.is_empty(), egui::Button::new(text)).clicked() {
        commands.push(Command::ChooseMachines(machines.to_vec()));
        ui.close();
    }
}

fn row_id(ui: &Ui, key: impl std::hash::Hash + std::fmt::Debug) -> Id {
    ui.scope_id().with(("row", key))
}

/// The first group that says something: VirtualBox gives every machine the group “/”.
fn group_of(machine: &InventoryMachine) -> Option<Arc<str>> {
    machine.machine()?.groups.iter().find(|group| group.len() > 1).cloned()
}

fn spoken(machine: &InventoryMachine) -> String {
    match &machine.reading {
        MachineReading::Waiting => text!("machines-spoken-waiting", name = machine.name()),
        MachineReading::Failed(problem) => {
            text!("machines-spoken-failed", name = machine.name(), what = problem.what.to_string())
        }
        MachineReading::Read(read) => {
            let state = machine.state.map(|state| state.to_string());
            let told = [Some(machine.name().to_owned()), state, Some(snapshots(read.tree.len()))];
            let told = told.into_iter().flatten().chain([machine.usage.total().to_string()]);
            told.collect::<Vec<_>>().join(text!("list-separator"))
        }
    }
}

/// The colour that a machine's state is told with.
#[must_use]
pub fn state_color(colors: &Colors, machine: &InventoryMachine) -> egui::Color32 {
    if machine.problem().is_some() {
        return colors.danger;
    }
    match machine.state {
        Some(MachineState::Running) => colors.accent,
        Some(MachineState::Paused | MachineState::Saved | MachineState::Transient) => colors.info,
        Some(MachineState::Aborted | MachineState::AbortedSaved | MachineState::Stuck) => colors.warning,
        Some(MachineState::PoweredOff | MachineState::Teleported) | None => colors.text_dim,
    }
}

/// The parts of a machine's space, with the colour and the name of each.
#[must_use]
pub fn usage_parts(colors: &Colors, machine: &InventoryMachine) -> [(Bytes, egui::Color32, &'static str); 5] {
    let usage = &machine.usage;
    [
        (usage.base, colors.accent, text!("machines-part-disks")),
        (usage.differences, colors.info, text!("machines-part-snapshots")),
        (usage.current, colors.lanes[4], text!("machines-part-current")),
        (usage.saved_states, colors.lanes[3], text!("machines-part-memory")),
        (usage.unused, colors.warning, text!("machines-part-unused")),
    ]
}

fn usage_tooltip(ui: &mut Ui, machine: &InventoryMachine) {
    let colors = theme::colors(ui);
    ui.label(
        egui::RichText::new(machine.name().chars().take(200).collect::<String>()).font(theme::semibold(theme::TEXT)),
    );
    for (amount, color, name) in usage_parts(colors, machine) {
        if amount > Bytes::ZERO {
            ui.horizontal(|ui| {
                let (dot, _) = ui.allocate_exact_size(vec2(8.0, 8.0), Sense::hover());
                ui.painter().rect_filled(dot, CornerRadius::same(2), color);
                ui.label(text!("machines-part", amount = amount, name = name));
            });
        }
    }
    let total = machine.usage.total();
    ui.colored_label(colors.text_dim, text!("machines-on-disk", amount = total.exact()));
}

fn paint_machine(
    ui: &Ui,
    rect: Rect,
    response: &egui::Response,
    machine: &InventoryMachine,
    selected: bool,
    largest: Bytes,
    badge: Option<BadgeParts>,
) {
    let colors = theme::colors(ui);
    let painter = ui.painter();
    let card = rect.shrink2(vec2(6.0, 1.0));
    if selected {
        painter.rect_filled(card, CornerRadius::same(measure::CORNER_CONTROL), colors.accent_behind);
    } else if response.hovered() {
        painter.rect_filled(card, CornerRadius::same(measure::CORNER_CONTROL), colors.card);
    }
    if response.has_focus() {
        focus_ring(painter, card, colors.info);
    }
    let left = rect.left() + 32.0;
    let right = rect.right() - space::LARGE;
    let first = rect.top() + 17.0;
    let second = rect.top() + 35.0;
    painter.circle_filled(pos2(rect.left() + 22.0, first), 4.5, state_color(colors, machine));
    let mut name_right = right;
    if let Some((text, ink, fill)) = badge {
        let badge = Rect::from_min_max(pos2(right - 26.0, first - 9.0), pos2(right, first + 9.0));
        painter.rect_filled(badge, CornerRadius::same(9), fill);
        line_in(painter, badge, Align2::CENTER_CENTER, &text, theme::regular(theme::TEXT_SMALL), ink);
        name_right -= 32.0;
    }
    let name = Rect::from_min_max(pos2(left, first - 10.0), pos2(name_right, first + 10.0));
    line_in(painter, name, Align2::LEFT_CENTER, machine.name(), theme::semibold(theme::TEXT), colors.text);
    let (words, amount) = match &machine.reading {
        MachineReading::Waiting => (text!("machines-being-read").to_owned(), None),
        MachineReading::Failed(problem) => (failure_word(problem.kind).to_owned(), None),
        MachineReading::Read(read) => (snapshots(read.tree.len()), Some(machine.usage.total())),
    };
    let line = Rect::from_min_max(pos2(left, second - 9.0), pos2(right, second + 9.0));
    let small = theme::regular(theme::TEXT_SMALL);
    let ink = if machine.problem().is_some() { colors.danger } else { colors.text_dim };
    line_in(painter, line, Align2::LEFT_CENTER, &words, small.clone(), ink);
    if let Some(amount) = amount {
        let text = if machine.usage.complete { amount.to_string() } else { "…".to_owned() };
        line_in(painter, line, Align2::RIGHT_CENTER, &text, small, colors.text_dim);
        let bar = Rect::from_min_size(pos2(left, rect.top() + 46.0), vec2(right - left, measure::BAR));
        let parts = usage_parts(colors, machine).map(|(amount, color, _)| (amount, color));
        share_bar(painter, bar, &parts, largest, colors.line);
    }
}

/// Text, its colour, and the colour behind it.
type BadgeParts = (String, egui::Color32, egui::Color32);

/// How many findings concern the machine, in the colour of the gravest. Until the inspection has ended, what reading
/// alone has found.
fn badge(colors: &Colors, machine: &InventoryMachine, findings: Option<(usize, Severity)>) -> Option<BadgeParts> {
    if machine.problem().is_some() {
        return Some(("!".to_owned(), colors.danger, colors.danger_behind));
    }
    if let Some((count, gravest)) = findings {
        let (ink, ground) = theme::severity(colors, gravest);
        let text = if count > 99 { "99+".to_owned() } else { count.to_string() };
        return Some((text, ink, ground));
    }
    let read = machine.machine()?;
    let count = machine.usage.image_problems as usize + machine.usage.lost_memory.len() + read.problems.len();
    (count > 0).then(|| (count.to_string(), colors.warning, colors.warning_behind))
}

fn failure_word(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Missing => text!("machines-problem-missing"),
        ProblemKind::Unreadable => text!("machines-problem-unreadable"),
        ProblemKind::Damaged => text!("machines-problem-damaged"),
        ProblemKind::Encrypted => text!("machines-problem-encrypted"),
        ProblemKind::TooOld => text!("machines-problem-too-old"),
        ProblemKind::Inconsistent => text!("machines-problem-inconsistent"),
        ProblemKind::Tool => text!("machines-problem-tool"),
    }
}
