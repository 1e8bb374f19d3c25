//! The window.
//!
//! Views get the inventory and their own small state, and return [`command::Command`]s; only
//! [`App::handle`] changes anything. Reading goes on in the background: the window takes the newest
//! inventory and never waits.

pub mod command;
pub mod components;
pub mod details;
mod folder_dialog;
pub mod machine_view;
mod practice;
pub mod selection;
pub mod sidebar;
pub mod snapshot_context;
mod start;
pub mod status_bar;
pub mod table;
pub mod theme;
pub mod top_bar;
pub mod tree;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use chrono::{DateTime, Utc};
use egui::{CentralPanel, Frame, Margin, Panel, ThemePreference, Ui};
use egui_material_icons::icons;

use command::{Command, UiCommand, ViewKind};
use components::empty_state;
use details::Details;
use machine_view::{MachineContext, MachineView};
use practice::Practice;
use selection::Selection;
use sidebar::Sidebar;
use snapshot_context::SnapshotContext;
use theme::measure;
use top_bar::TopBar;

use crate::hypervisor::{ConnectOptions, Reader, SandboxWish, connect};
use crate::model::{ConnectionKind, Inventory, MachineKey, ProblemKind};
use crate::settings::{Settings, SettingsFile, ThemeChoice};

pub use start::{Background, run};

/// The window's state.
pub struct App {
    inventory: Arc<Inventory>,
    inbox: Receiver<Arc<Inventory>>,
    reader: Option<Reader>,
    options: ConnectOptions,
    settings: Settings,
    settings_file: SettingsFile,
    selection: Selection,
    views: HashMap<MachineKey, MachineView>,
    sidebar: Sidebar,
    top_bar: TopBar,
    folder_dialog: folder_dialog::FolderDialog,
    practice: Practice,
    /// What the person must be told, until it is closed.
    notice: Option<String>,
    clock: fn() -> DateTime<Utc>,
    followed_last_machine: bool,
    /// Until the first frame with machines was drawn.
    starting_since: Option<std::time::Instant>,
}

impl App {
    /// The window's state at the start. `background` delivers the inventories.
    #[must_use]
    pub fn new(
        ctx: &egui::Context,
        background: Background,
        options: ConnectOptions,
        settings_file: SettingsFile,
    ) -> Self {
        theme::install(ctx);
        let (settings, notice) = match settings_file.load() {
            Ok(settings) => (settings, None),
            Err(error) => (Settings::default(), Some(error.to_string())),
        };
        ctx.set_theme(preference(settings.theme));
        let started = background.started();
        let notice = notice.or_else(|| background.problem());
        let (sandbox, sandbox_is_new) = background.sandbox();
        let practice = Practice::new(sandbox);
        if sandbox_is_new {
            practice.add_samples(ctx, Utc::now());
        }
        let (inbox, reader) = background.attach(ctx);
        Self {
            inventory: Arc::default(),
            inbox,
            reader,
            options,
            settings,
            settings_file,
            selection: Selection::default(),
            views: HashMap::new(),
            sidebar: Sidebar::default(),
            top_bar: TopBar::default(),
            folder_dialog: folder_dialog::FolderDialog::default(),
            practice,
            notice,
            clock: Utc::now,
            followed_last_machine: false,
            starting_since: Some(started),
        }
    }

    /// The same with another clock, for pictures that must not change with time.
    #[must_use]
    pub fn with_clock(mut self, clock: fn() -> DateTime<Utc>) -> Self {
        self.clock = clock;
        self
    }

    /// What is known now.
    #[must_use]
    pub fn inventory(&self) -> &Arc<Inventory> {
        &self.inventory
    }

    /// What is chosen.
    #[must_use]
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// Takes what came from the background.
    pub fn receive(&mut self, ctx: &egui::Context) {
        if let Some(newest) = self.inbox.try_iter().last() {
            self.inventory = newest;
            self.follow_last_machine();
            self.sidebar.update(&self.inventory);
            self.selection.follow(&self.inventory, self.sidebar.order());
        }
        if let Some(failure) = self.practice.failure() {
            self.notice = Some(failure);
        }
        if let Some(folder) = self.folder_dialog.answer() {
            self.use_virtualbox_home(ctx, Some(folder));
        }
    }

    /// At the start, the machine shown last is shown again.
    fn follow_last_machine(&mut self) {
        if self.followed_last_machine || self.inventory.machines().next().is_none() {
            return;
        }
        self.followed_last_machine = true;
        if let Some(key) = self.settings.last_machine.clone().filter(|key| self.inventory.machine(key).is_some()) {
            self.selection.select_machine(&key, command::SelectionMode::Only, &[]);
            self.sidebar.reveal(&key);
        }
    }

    /// Draws the window and carries out what was asked for.
    pub fn draw(&mut self, ui: &mut Ui) {
        let mut commands: Vec<Command> = UiCommand::take_pressed(ui.ctx()).into_iter().map(Command::Ui).collect();
        let colors = theme::colors(ui);
        let bar = Frame::new().fill(colors.panel);
        let inventory = self.inventory.clone();
        Panel::top("top bar").frame(bar).exact_size(measure::TOP_BAR).resizable(false).show(ui, |ui| {
            let sandbox_shown = self.practice.is_shown();
            self.top_bar.show(ui, &inventory, preference(self.settings.theme), sandbox_shown, &mut commands);
        });
        Panel::bottom("status bar").frame(bar).exact_size(measure::STATUS_BAR).resizable(false).show(ui, |ui| {
            status_bar::show(ui, &inventory, self.selection.count());
        });
        self.show_notice(ui);
        let virtualbox =
            inventory.connections.iter().find(|connection| connection.connection.kind == ConnectionKind::VirtualBox);
        let place = virtualbox.map_or("", |connection| &*connection.connection.place);
        let is_there = virtualbox.is_some_and(|connection| !connection.machines.is_empty());
        self.practice.show_dialog(ui, place, is_there, &mut commands);
        if inventory.machines().next().is_none() {
            CentralPanel::default()
                .frame(Frame::new().fill(colors.background))
                .show(ui, |ui| show_nothing(ui, &inventory, &mut commands));
        } else {
            self.show_machines(ui, &inventory, &mut commands);
        }
        for command in commands {
            self.handle(ui.ctx(), command);
        }
        if self.inventory.machines().next().is_some()
            && let Some(since) = self.starting_since.take()
        {
            tracing::info!(milliseconds = since.elapsed().as_millis(), "the first frame with machines is drawn");
        }
    }

    fn show_machines(&mut self, ui: &mut Ui, inventory: &Inventory, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        let side = Frame::new().fill(colors.panel);
        Panel::left("machines").frame(side).default_size(measure::SIDEBAR).size_range(measure::SIDEBAR_RANGE).show(
            ui,
            |ui| {
                ui.take_available_width();
                self.sidebar.show(ui, inventory, &self.selection, commands);
            },
        );
        let now = (self.clock)();
        let shown = self.selection.shown().cloned();
        let Some((key, (connection, entry))) = shown.and_then(|key| inventory.machine(&key).map(|found| (key, found)))
        else {
            return;
        };
        if let Some(machine) = entry.machine() {
            let mut open = !self.settings.details_closed;
            // In a small window the snapshots need the room.
            let share = ui.content_rect().width() * measure::DETAILS_SHARE;
            let widest = share.clamp(*measure::DETAILS_RANGE.start(), *measure::DETAILS_RANGE.end());
            let frame = side.inner_margin(Margin { left: 16, right: 16, top: 4, bottom: 0 });
            let panel = Panel::right("details")
                .frame(frame)
                .default_size(measure::DETAILS)
                .size_range(*measure::DETAILS_RANGE.start()..=widest);
            panel.show_collapsible(ui, &mut open, |ui| {
                ui.take_available_width();
                let context = SnapshotContext {
                    connection,
                    entry,
                    machine,
                    generation: inventory.generation,
                    selected: self.selection.node(entry),
                    compared: self.selection.compared(entry),
                    now,
                };
                Details(context).show(ui, commands);
            });
            if open == self.settings.details_closed {
                commands.push(Command::Ui(UiCommand::ToggleDetails));
            }
        }
        let view = self.views.entry(key).or_default();
        let kind = if self.settings.table_first { ViewKind::Table } else { ViewKind::Tree };
        let context = MachineContext {
            connection,
            entry,
            selection: &self.selection,
            kind,
            generation: inventory.generation,
            now,
        };
        CentralPanel::default()
            .frame(Frame::new().fill(colors.background))
            .show(ui, |ui| view.show(ui, &context, commands));
    }

    fn show_notice(&mut self, ui: &mut Ui) {
        let Some(text) = self.notice.clone() else { return };
        let colors = theme::colors(ui);
        let frame = Frame::new().fill(colors.warning_behind).inner_margin(Margin::symmetric(16, 6));
        Panel::top("notice").frame(frame).resizable(false).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.take_available_width();
                ui.colored_label(colors.warning, text);
                if ui.small_button("Close").clicked() {
                    self.notice = None;
                }
            });
        });
    }

    /// Carries out one command.
    fn handle(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::SelectMachine(key, mode) => {
                self.selection.select_machine(&key, mode, self.sidebar.order());
                self.settings.last_machine = Some(key);
            }
            Command::SelectNode(node) => self.selection.select_node(node),
            Command::CompareWith(node) => self.selection.compare_with(node),
            Command::Jump(key, node) => self.jump(&key, node),
            Command::SetCollapsed(id, collapsed) => self.with_view(|view| view.tree.set_collapsed(id, collapsed)),
            Command::OpenFold(id) => {
                let inventory = self.inventory.clone();
                let shown = self.selection.shown().cloned();
                let machine = shown.and_then(|key| inventory.machine(&key)).and_then(|(_, entry)| entry.machine());
                if let Some(machine) = machine {
                    self.with_view(|view| view.tree.open_fold(machine, id));
                }
            }
            Command::CloseFolds => self.with_view(|view| view.tree.close_folds()),
            Command::Copy(text) => ctx.copy_text(text),
            Command::SetTheme(theme) => {
                ctx.set_theme(theme);
                self.change_settings(|settings| settings.theme = choice(theme));
            }
            Command::ChooseVirtualBoxHome => {
                if let Err(error) = self.folder_dialog.open(ctx) {
                    self.notice = Some(format!(
                        "The folder dialog could not be opened: {error}. Start Snapgrove with --virtualbox-home instead."
                    ));
                }
            }
            Command::ShowSandbox(shown) => {
                self.change_settings(|settings| settings.sandbox = Some(shown));
                self.options.sandbox = SandboxWish::from(shown);
                self.reconnect(ctx);
            }
            Command::NewPracticeMachine => self.practice.add_machine(ctx, (self.clock)()),
            Command::AskResetSandbox => self.practice.ask_reset(),
            Command::ResetSandbox => self.practice.reset(ctx, (self.clock)()),
            Command::ExplainRealMachines => self.practice.explain_real_machines(),
            Command::UseVirtualBoxHome(folder) => self.use_virtualbox_home(ctx, folder),
            Command::Ui(command) => self.handle_ui(ctx, command),
        }
        ctx.request_repaint();
    }

    fn handle_ui(&mut self, ctx: &egui::Context, command: UiCommand) {
        match command {
            UiCommand::Refresh => {
                if let Some(reader) = &self.reader {
                    reader.refresh();
                }
            }
            UiCommand::Search => self.top_bar.focus_search(),
            UiCommand::ShowTree => self.change_settings(|settings| settings.table_first = false),
            UiCommand::ShowTable => self.change_settings(|settings| settings.table_first = true),
            UiCommand::ToggleDetails => self.change_settings(|settings| settings.details_closed ^= true),
            UiCommand::Fit | UiCommand::GoToCurrent | UiCommand::ZoomIn | UiCommand::ZoomOut | UiCommand::ZoomReset => {
                self.with_view(|view| view.tree.handle(command));
                if command == UiCommand::GoToCurrent {
                    self.with_view(|view| view.table.reveal(command::Node::CurrentState));
                }
            }
            UiCommand::SwitchTheme => {
                let other =
                    if ctx.theme() == egui::Theme::Dark { ThemePreference::Light } else { ThemePreference::Dark };
                self.handle(ctx, Command::SetTheme(other));
            }
        }
    }

    fn jump(&mut self, key: &MachineKey, node: command::Node) {
        self.selection.select_machine(key, command::SelectionMode::Only, &[]);
        self.selection.select_node(node);
        self.sidebar.reveal(key);
        let inventory = self.inventory.clone();
        if let Some(machine) = inventory.machine(key).and_then(|(_, entry)| entry.machine()) {
            self.with_view(|view| {
                view.tree.reveal(machine, node);
                view.table.reveal(node);
            });
        }
    }

    /// Lets the views of the machine that is shown do something.
    fn with_view(&mut self, act: impl FnOnce(&mut MachineView)) {
        if let Some(key) = self.selection.shown().cloned() {
            act(self.views.entry(key).or_default());
        }
    }

    fn use_virtualbox_home(&mut self, ctx: &egui::Context, folder: Option<PathBuf>) {
        self.options.virtualbox_home.clone_from(&folder);
        self.change_settings(|settings| settings.virtualbox_home = folder);
        self.reconnect(ctx);
    }

    /// Opens the connections again, after the person changed which there are.
    fn reconnect(&mut self, ctx: &egui::Context) {
        let Some(reader) = &self.reader else { return };
        let connections = connect(&self.options);
        reader.replace(connections.hypervisors);
        self.practice = Practice::new(connections.sandbox);
        if connections.sandbox_is_new {
            self.practice.add_samples(ctx, (self.clock)());
        }
        if let Some(error) = connections.sandbox_problem {
            self.notice = Some(format!("{error}\n{}", error.advice()));
        }
    }

    fn change_settings(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings);
        if let Err(error) = self.settings_file.save(&self.settings) {
            self.notice = Some(error.to_string());
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.receive(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.draw(ui);
    }

    fn on_exit(&mut self) {
        // Nobody is there to be told any more: the log has it.
        if let Err(error) = self.settings_file.save(&self.settings) {
            tracing::warn!(%error, "settings");
        }
    }
}

fn show_nothing(ui: &mut Ui, inventory: &Inventory, commands: &mut Vec<Command>) {
    let problem = inventory
        .connections
        .iter()
        .flat_map(|connection| &connection.problems)
        .find(|problem| problem.kind != ProblemKind::Tool);
    let mut actions = |ui: &mut Ui| {
        if ui.button("Choose VirtualBox's folder…").clicked() {
            commands.push(Command::ChooseVirtualBoxHome);
        }
        if ui.button("Show the Sandbox with practice machines").clicked() {
            commands.push(Command::ShowSandbox(true));
        }
        if ui.button("Look again").clicked() {
            commands.push(Command::Ui(UiCommand::Refresh));
        }
    };
    match (inventory.generation, problem) {
        (0, _) => empty_state(ui, icons::ICON_HOURGLASS_EMPTY, "Looking for machines", "This takes a moment.", |_| {}),
        (_, Some(problem)) => {
            let text = format!("{}\n\n{}", problem.what, problem.advice);
            empty_state(ui, icons::ICON_SEARCH_OFF, "No machines found", &text, &mut actions);
        }
        (_, None) => {
            let text =
                "VirtualBox is here, but it has no machine yet. Make one in VirtualBox and it appears here by itself.";
            empty_state(ui, icons::ICON_COMPUTER, "No machines yet", text, &mut actions);
        }
    }
}

fn preference(choice: ThemeChoice) -> ThemePreference {
    match choice {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Dark => ThemePreference::Dark,
        ThemeChoice::Light => ThemePreference::Light,
    }
}

fn choice(preference: ThemePreference) -> ThemeChoice {
    match preference {
        ThemePreference::System => ThemeChoice::System,
        ThemePreference::Dark => ThemeChoice::Dark,
        ThemePreference::Light => ThemeChoice::Light,
    }
}
