//! The machine in the middle: its header with facts, and its snapshots as tree or table.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use egui::{Align, Color32, FontId, Layout, Margin, Panel, RichText, Ui};
use egui_material_icons::{MaterialIcon, icons};

use super::availability::{Availability, command_button, menu_entry};
use super::command::{Command, Node, UiCommand, ViewKind};
use super::components::{button_menu, chip, danger_button, empty_state, icon_button, one_line, primary_button};
use super::disk_map::DiskMapView;
use super::mark_bar;
use super::marks::{MarkedSet, Marks};
use super::rename::RenameField;
use super::selection::Selection;
use super::snapshot_context::SnapshotContext;
use super::table::TableView;
use super::theme::{self, Colors, measure, space};
use super::timeline::{Several, TimelineView};
use super::tree::TreeView;
use crate::forecaster::Answer;
use crate::health::Severity;
use crate::model::{ConnectionInventory, Inventory, InventoryMachine, Machine, MachineReading, Problem, ProblemKind};
use crate::pins::Pins;
use crate::text;
use crate::words::snapshots;

/// Chains from this length on get a chip of their own in the header.
const DEEP_CHAIN: u32 = 10;

/// What the views of one machine remember between frames.
#[derive(Default)]
pub struct MachineView {
    /// The tree.
    pub tree: TreeView,
    /// The table.
    pub table: TableView,
    /// The disk map.
    pub disk_map: DiskMapView,
    /// The timeline.
    pub timeline: TimelineView,
}

/// What is shown.
pub struct MachineContext<'a> {
    /// The connection the machine lives in.
    pub connection: &'a ConnectionInventory,
    /// The machine.
    pub entry: &'a InventoryMachine,
    /// What is chosen.
    pub selection: &'a Selection,
    /// What is marked for deletion.
    pub marks: &'a Marks,
    /// What deleting the marked would do, as far as it is known.
    pub marked_answer: Option<&'a Answer>,
    /// What deleting the chosen snapshot would do, as far as it is known.
    pub selected_answer: Option<&'a Answer>,
    /// Which snapshots are pinned; `None` until that was read.
    pub pins: Option<&'a Pins>,
    /// What is being done to the machine, if anything.
    pub busy: Option<&'a str>,
    /// The snapshots that are being deleted.
    pub deleting: &'a MarkedSet,
    /// Which view.
    pub kind: ViewKind,
    /// How many findings concern the machine, and the gravest of them.
    pub findings: Option<(usize, Severity)>,
    /// All machines, for the view that shows several.
    pub inventory: &'a Inventory,
    /// Generation of the inventory.
    pub generation: u64,
    /// The time now, for ages.
    pub now: DateTime<Utc>,
}

impl MachineView {
    /// Draws header and view.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        context: &MachineContext<'_>,
        rename: &mut RenameField,
        commands: &mut Vec<Command>,
    ) {
        let frame = egui::Frame::new().inner_margin(Margin { left: 20, right: 20, top: 12, bottom: 10 });
        Panel::top("machine header").frame(frame).resizable(false).show(ui, |ui| show_header(ui, context, commands));
        match &context.entry.reading {
            MachineReading::Waiting => show_waiting(ui),
            MachineReading::Failed(problem) => show_failure(ui, context.entry, problem, commands),
            MachineReading::Read(machine) => self.show_machine(ui, context, machine, rename, commands),
        }
    }

    fn show_machine(
        &mut self,
        ui: &mut Ui,
        context: &MachineContext<'_>,
        machine: &Arc<Machine>,
        rename: &mut RenameField,
        commands: &mut Vec<Command>,
    ) {
        let availability = context.availability(machine);
        if !availability.context.marked.is_empty() {
            let frame = egui::Frame::new().inner_margin(Margin::same(12));
            Panel::bottom("marks").frame(frame).resizable(false).show_separator_line(false).show(ui, |ui| {
                mark_bar::show(ui, &availability, context.marked_answer, commands);
            });
        }
        match context.kind {
            ViewKind::Tree => self.tree.show(ui, &availability, rename, commands),
            ViewKind::Table => self.table.show(ui, &availability, rename, commands),
            ViewKind::DiskMap => self.disk_map.show(ui, &availability, rename, commands),
            ViewKind::Timeline => {
                let several =
                    Several { inventory: context.inventory, selection: context.selection, marks: context.marks };
                self.timeline.show(ui, &availability, &several, rename, commands);
            }
        }
    }

    /// Carries out a command on the view that is shown.
    pub fn handle(&mut self, kind: ViewKind, command: UiCommand) {
        match kind {
            ViewKind::Tree => self.tree.handle(command),
            ViewKind::Table if command == UiCommand::GoToCurrent => self.table.reveal(Node::CurrentState),
            ViewKind::DiskMap if command == UiCommand::Fit => self.disk_map.show_all(),
            ViewKind::Table | ViewKind::DiskMap => {}
            ViewKind::Timeline => self.timeline.handle(command),
        }
    }

    /// Brings a place into view, whichever view is shown.
    pub fn reveal(&mut self, machine: &Machine, node: Node) {
        for kind in [ViewKind::Tree, ViewKind::Table, ViewKind::DiskMap, ViewKind::Timeline] {
            self.reveal_in(kind, machine, node);
        }
    }

    /// Brings a place into view in one of the views.
    pub fn reveal_in(&mut self, kind: ViewKind, machine: &Machine, node: Node) {
        match kind {
            ViewKind::Tree => self.tree.reveal(machine, node),
            ViewKind::Table => self.table.reveal(node),
            ViewKind::DiskMap => self.disk_map.show_all(),
            ViewKind::Timeline => self.timeline.reveal(node),
        }
    }
}

impl<'a> MachineContext<'a> {
    /// A machine, what is chosen and marked in it, and how it is shown. Forecasts, findings and what is being done are
    /// not known.
    #[must_use]
    pub fn new(
        inventory: &'a Inventory,
        (connection, entry): (&'a ConnectionInventory, &'a InventoryMachine),
        (selection, marks): (&'a Selection, &'a Marks),
        kind: ViewKind,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            connection,
            entry,
            selection,
            marks,
            marked_answer: None,
            selected_answer: None,
            pins: None,
            busy: None,
            deleting: marks.none(),
            kind,
            findings: None,
            inventory,
            generation: inventory.generation,
            now,
        }
    }

    /// What can be done with the machine, now that it has been read.
    #[must_use]
    pub fn availability(&self, machine: &'a Arc<Machine>) -> Availability<'a> {
        let key = self.entry.entry.key();
        let (can_undo, can_redo) = self.marks.can_undo_and_redo(&key);
        let context = SnapshotContext {
            connection: self.connection,
            entry: self.entry,
            machine,
            generation: self.generation,
            selected: self.selection.node(self.entry),
            compared: self.selection.compared(self.entry),
            marked: self.marks.of(&key),
            marks_version: self.marks.version(),
            pins: self.pins,
            busy: self.busy,
            deleting: self.deleting,
            now: self.now,
        };
        Availability { context, can_undo, can_redo }
    }
}

fn show_header(ui: &mut Ui, context: &MachineContext<'_>, commands: &mut Vec<Command>) {
    let entry = context.entry;
    ui.take_available_width();
    ui.horizontal(|ui| {
        ui.set_min_height(measure::CONTROL);
        if let Some(machine) = entry.machine() {
            let availability = context.availability(machine);
            let room = ui.available_width();
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                show_actions(ui, &availability, room, commands);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| show_title(ui, entry));
            });
        } else {
            show_title(ui, entry);
        }
    });
    ui.add_space(space::TIGHT);
    ui.horizontal(|ui| {
        ui.set_min_height(24.0);
        let Some(machine) = entry.machine() else { return };
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            show_switcher(ui, context.kind, commands);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                show_findings(ui, context, commands);
                show_chips(ui, context, machine);
            });
        });
    });
}

/// The ways to look at the machine. They are laid out from the right.
fn show_switcher(ui: &mut Ui, shown: ViewKind, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    ui.spacing_mut().button_padding.x = 9.0;
    for (kind, command) in [
        (ViewKind::Timeline, UiCommand::ShowTimeline),
        (ViewKind::DiskMap, UiCommand::ShowDiskMap),
        (ViewKind::Table, UiCommand::ShowTable),
        (ViewKind::Tree, UiCommand::ShowTree),
    ] {
        let is_shown = kind == shown;
        let text = RichText::new(command.text()).font(theme::regular(theme::TEXT_SMALL)).color(colors.text);
        let button = egui::Button::selectable(is_shown, text)
            .frame_when_inactive(true)
            .stroke(egui::Stroke::new(1.0, if is_shown { colors.accent } else { colors.line }))
            .corner_radius(11)
            .min_size(egui::vec2(0.0, 22.0));
        if ui.add(button).on_hover_text(command.tooltip_with_keys(ui.ctx())).clicked() {
            commands.push(Command::Ui(command));
        }
    }
}

/// What can be done with the machine. In a narrow window what is used least is in the menu only.
fn show_actions(ui: &mut Ui, availability: &Availability<'_>, room: f32, commands: &mut Vec<Command>) {
    const ALL_BUTTONS: f32 = 560.0;
    const MAIN_BUTTON: f32 = 340.0;
    let menu = icon_button(ui, icons::ICON_MORE_HORIZ, text!("header-more"));
    button_menu(ui, &menu, |ui| {
        ui.set_min_width(250.0);
        let groups: [&[UiCommand]; 4] = [
            &[UiCommand::Take, UiCommand::Restore, UiCommand::Clone],
            &[UiCommand::Rename, UiCommand::RenameSeveral, UiCommand::Pin],
            &[
                UiCommand::Mark,
                UiCommand::MarkBranch,
                UiCommand::MarkAllButCurrentPath,
                UiCommand::UndoMark,
                UiCommand::RedoMark,
                UiCommand::ReviewMarks,
            ],
            &[UiCommand::DiscardSavedState, UiCommand::SettingsCopies],
        ];
        for (position, group) in groups.into_iter().enumerate() {
            if position > 0 {
                ui.separator();
            }
            for command in group {
                menu_entry(ui, *command, availability, commands);
            }
        }
    });
    if room > ALL_BUTTONS {
        let mark = danger_button(ui, availability.text_of(UiCommand::Mark));
        command_button(ui, mark, UiCommand::Mark, availability, commands);
        command_button(ui, egui::Button::new(UiCommand::Restore.text()), UiCommand::Restore, availability, commands);
    }
    if room > MAIN_BUTTON {
        let take = primary_button(ui, UiCommand::Take.text());
        command_button(ui, take, UiCommand::Take, availability, commands);
    }
}

/// The part of a narrow header that a long name gets before facts have to go.
const NAME_SHARE: f32 = 0.75;

fn show_title(ui: &mut Ui, entry: &InventoryMachine) {
    let colors = theme::colors(ui);
    let mut facts: Vec<String> = Vec::new();
    facts.extend(entry.state.map(|state| state.to_string()));
    facts.extend(entry.machine().and_then(|machine| machine.os_type.as_ref().map(|os| os_name(os))));
    let whole: String = facts.iter().flat_map(|fact| [" · ", fact]).collect();
    let line = |text: &str, font: FontId, ink: Color32, room: f32| one_line(ui.painter(), text, font, ink, room);
    let fact_line = |text: &str| line(text, theme::regular(theme::TEXT), colors.text_dim, f32::INFINITY);
    let name_font = theme::semibold(theme::TEXT_TITLE);
    let room = ui.available_width() - space::LARGE;
    let longest = line(entry.name(), name_font.clone(), colors.text, f32::INFINITY).size().x;
    // The name comes first; then whole facts, as many as there is room for.
    let mut shown = fact_line(&whole);
    while longest.min(room * NAME_SHARE) + shown.size().x > room && facts.pop().is_some() {
        shown = fact_line(&facts.iter().flat_map(|fact| [" · ", fact]).collect::<String>());
    }
    let name = line(entry.name(), name_font, colors.text, room - shown.size().x);
    ui.spacing_mut().item_spacing.x = space::TIGHT;
    let hint = format!("{}{whole}", entry.name().chars().take(500).collect::<String>());
    ui.label(name).on_hover_text(hint);
    ui.label(shown);
}

/// One fact of the header.
struct Fact {
    icon: Option<MaterialIcon>,
    text: String,
    ink: Color32,
    ground: Color32,
    hint: String,
}

/// A chip with less room than this, in points, is left out: the list of machines tells the number too.
const NARROWEST_CHIP: f32 = 90.0;

/// A chip that leads to what was found on the machine.
fn show_findings(ui: &mut Ui, context: &MachineContext<'_>, commands: &mut Vec<Command>) {
    let Some((count, gravest)) = context.findings else { return };
    if ui.available_width() < NARROWEST_CHIP {
        return;
    }
    let (ink, ground) = theme::severity(theme::colors(ui), gravest);
    let text =
        RichText::new(text!("header-findings", count = count)).font(theme::regular(theme::TEXT_SMALL)).color(ink);
    let sign = RichText::new(theme::severity_icon(gravest).codepoint).font(theme::icon(13.0)).color(ink);
    ui.spacing_mut().button_padding.x = space::SMALL;
    ui.spacing_mut().icon_spacing = space::TIGHT;
    let button = egui::Button::new((sign, text))
        .fill(ground)
        .stroke(egui::Stroke::new(1.0, ground))
        .corner_radius(11)
        .min_size(egui::vec2(0.0, 22.0));
    let response = ui.add(button).accessible_name(text!("header-findings", count = count));
    if response.on_hover_text(text!("header-findings-hint")).clicked() {
        commands.push(Command::ShowFindingsOf(context.entry.entry.key()));
    }
}

/// The most important first: a narrow window shows as many as there is room for.
fn show_chips(ui: &mut Ui, context: &MachineContext<'_>, machine: &Machine) {
    for fact in facts_of(theme::colors(ui), context, machine) {
        let width =
            one_line(ui.painter(), &fact.text, theme::regular(theme::TEXT_SMALL), fact.ink, f32::INFINITY).size().x;
        let icon = if fact.icon.is_some() { theme::TEXT_ICON + space::TIGHT } else { 0.0 };
        if width + icon + space::HUGE > ui.available_width() {
            break;
        }
        chip(ui, fact.icon, &fact.text, fact.ink, fact.ground).on_hover_text(fact.hint);
    }
}

fn facts_of(colors: &Colors, context: &MachineContext<'_>, machine: &Machine) -> Vec<Fact> {
    let usage = &context.entry.usage;
    let mut facts = Vec::new();
    let mut add = |icon: Option<MaterialIcon>, text: String, ink: Color32, ground: Color32, hint: String| {
        facts.push(Fact { icon, text, ink, ground, hint });
    };
    if context.connection.connection.is_practice {
        let (text, hint) = (text!("header-practice").to_owned(), text!("header-practice-hint").to_owned());
        add(Some(icons::ICON_SCIENCE), text, colors.info, colors.card, hint);
    }
    if usage.image_problems > 0 {
        let text = text!("header-image-problems", count = usage.image_problems);
        let hint = text!("header-image-problems-hint").to_owned();
        add(Some(icons::ICON_WARNING), text, colors.danger, colors.danger_behind, hint);
    }
    if !usage.lost_memory.is_empty() {
        let hint = text!("header-lost-memory-hint");
        let text = text!("header-lost-memory", count = usage.lost_memory.len());
        add(Some(icons::ICON_WARNING), text, colors.danger, colors.danger_behind, hint.to_owned());
    }
    for problem in machine.problems.iter().take(2) {
        let hint = format!("{}\n{}", problem.what, problem.advice);
        let text = text!("header-inconsistent").to_owned();
        add(Some(icons::ICON_WARNING), text, colors.warning, colors.warning_behind, hint);
    }
    if usage.chain_length >= DEEP_CHAIN {
        let hint = text!("header-chain-hint");
        let text = text!("header-chain", count = usage.chain_length);
        add(Some(icons::ICON_WARNING), text, colors.warning, colors.warning_behind, hint.to_owned());
    }
    let amount = if usage.complete {
        text!("header-on-disk", amount = usage.total())
    } else {
        text!("header-measuring").to_owned()
    };
    add(None, amount, colors.text, colors.card, usage.total().exact());
    let count = snapshots(machine.tree.len());
    add(None, count.clone(), colors.text, colors.card, count);
    facts
}

/// “Windows 11 (64-bit)” from `Windows11_64`, as VirtualBox calls it.
fn os_name(id: &str) -> String {
    let (name, bits) = id.strip_suffix("_64").map_or((id, ""), |name| (name, " (64-bit)"));
    match name.find(|character: char| character.is_ascii_digit()) {
        Some(digit) if digit > 0 => format!("{} {}{bits}", &name[..digit], &name[digit..]),
        _ => format!("{name}{bits}"),
    }
}

fn show_waiting(ui: &mut Ui) {
    let (title, text) = (text!("machine-waiting"), text!("machine-waiting-about"));
    empty_state(ui, icons::ICON_HOURGLASS_EMPTY, title, text, |_| {});
}

fn show_failure(ui: &mut Ui, entry: &InventoryMachine, problem: &Problem, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    let (icon, title) = match problem.kind {
        ProblemKind::Encrypted => (icons::ICON_LOCK, text!("machine-encrypted")),
        ProblemKind::Missing => (icons::ICON_FOLDER_OFF, text!("machine-missing")),
        _ => (icons::ICON_ERROR, text!("machine-unreadable")),
    };
    empty_state(ui, icon, title, &format!("{}\n\n{}", problem.what, problem.advice), |ui| {
        for words in [entry.entry.settings_file.display().to_string(), entry.entry.id.to_string()] {
            ui.label(RichText::new(words).monospace().color(colors.text_dim));
        }
        ui.add_space(space::SMALL);
        ui.horizontal(|ui| {
            // Centred by hand: a row takes all the width.
            let (again, copy) = (text!("machine-read-again"), text!("machine-copy-path"));
            let words: f32 = [again, copy]
                .map(|text| one_line(ui.painter(), text, theme::regular(theme::TEXT), colors.text, 300.0).size().x)
                .iter()
                .sum();
            let buttons = words + 4.0 * ui.spacing().button_padding.x + ui.spacing().item_spacing.x;
            ui.add_space((ui.available_width() - buttons).max(0.0) / 2.0);
            if ui.button(again).clicked() {
                commands.push(Command::Ui(UiCommand::Refresh));
            }
            if ui.button(copy).clicked() {
                commands.push(Command::Copy(entry.entry.settings_file.display().to_string()));
            }
        });
    });
}
