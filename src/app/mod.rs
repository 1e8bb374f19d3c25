//! The window.
//!
//! Views get the inventory and their own small state, and return [`command::Command`]s; only
//! [`App::handle`] changes anything. Reading goes on in the background: the window takes the newest
//! inventory and never waits.

pub mod availability;
mod clean_up;
pub mod command;
mod command_menu;
pub mod components;
mod connecting;
pub mod details;
mod dialogs;
pub mod disk_map;
mod edit;
mod file_dialogs;
pub mod findings;
pub mod gallery;
mod handle;
mod if_deleted;
mod inspection;
mod jobs_view;
mod kept;
pub mod machine_view;
mod many;
pub mod mark_bar;
pub mod marks;
mod menu;
pub mod navigation;
mod nothing;
mod notice;
pub mod overview;
pub mod page;
mod pages;
mod palette;
pub mod pin;
mod practice;
pub mod rasterizer;
mod reasons;
pub mod rename;
mod report_dialog;
mod rest;
mod search_box;
pub mod selection;
mod settings_keeper;
pub mod sidebar;
pub mod snapshot_context;
mod software_renderer;
#[cfg(all(unix, not(target_os = "macos")))]
mod software_window;
mod start;
pub mod status_bar;
pub mod system_theme;
pub mod table;
pub mod theme;
pub mod timeline;
pub mod top_bar;
pub mod tree;
pub mod ui_command;
mod workers;
mod zoom_bar;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use chrono::{DateTime, Utc};
use egui::{CentralPanel, Frame, Panel, Ui, ViewportCommand};

use clean_up::{CleanUp, CleanUpContext};
use command::{Command, UiCommand};
use connecting::Connecting;
use dialogs::{Dialog, DialogContext};
use findings::Findings;
use handle::preference;
use jobs_view::JobsView;
use kept::KeptKeeper;
use machine_view::MachineView;
use marks::Marks;
use notice::Toast;
use overview::Overview;
use page::Page;
use practice::Practice;
use rename::{DescriptionField, RenameField};
use selection::Selection;
pub use settings_keeper::SettingsKeeper;
use sidebar::Sidebar;
use theme::measure;
use top_bar::TopBar;
use workers::Workers;

use crate::forecaster::{Slot, Stage};
use crate::hypervisor::{ConnectOptions, Reader};
use crate::jobs::JobsStatus;
use crate::model::{Inventory, MachineKey, SnapshotId};
use crate::naming::Template;
use crate::text;

use start::Attached;
pub use start::{Background, run, run_gallery};

/// The window's state.
pub struct App {
    inventory: Arc<Inventory>,
    inbox: Receiver<Arc<Inventory>>,
    reader: Option<Reader>,
    options: ConnectOptions,
    settings: SettingsKeeper,
    /// The template that names of new snapshots follow.
    convention: Option<Template>,
    connecting: Connecting,
    /// What stands in the middle.
    page: Page,
    overview: Overview,
    clean_up: CleanUp,
    findings: Findings,
    /// When the machines were given to the inspection last.
    inspection_asked: Option<std::time::Instant>,
    report_dialog: report_dialog::ReportDialog,
    selection: Selection,
    marks: Marks,
    rename: RenameField,
    /// In a window so narrow that details are folded by themselves: whether they were unfolded in it.
    details_in_small: Option<bool>,
    description: DescriptionField,
    views: HashMap<MachineKey, MachineView>,
    sidebar: Sidebar,
    top_bar: TopBar,
    folder_dialog: file_dialogs::FolderDialog,
    practice: Practice,
    /// A machine that was made here and is to be shown.
    awaited: Option<MachineKey>,
    workers: Workers,
    /// Pins, sets and rules.
    kept: KeptKeeper,
    jobs_view: JobsView,
    dialog: Option<Dialog>,
    /// The window is closed as soon as nothing is being done.
    quits_when_idle: bool,
    /// What the person must be told, until it is closed.
    notice: Option<String>,
    /// What is told for a moment.
    toast: Toast,
    /// Whether the window is filled with the background before anything is drawn.
    ground_is_there: bool,
    /// The text that was edited in place last.
    last_edited: Option<command::Edited>,
    clock: fn() -> DateTime<Utc>,
    /// Whether the window had the keyboard in the frame before, and whether it showed a dialog.
    looked_at: (bool, bool),
    followed_last_machine: bool,
    /// Until the first frame with machines was drawn.
    starting_since: Option<std::time::Instant>,
}

impl App {
    /// The window's state at the start. `background` delivers the inventories.
    #[must_use]
    pub fn new(ctx: &egui::Context, background: Background, options: ConnectOptions, settings: SettingsKeeper) -> Self {
        theme::install(ctx);
        ctx.set_theme(preference(settings.get().theme));
        // The keys are commands like all others.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.set_zoom_factor(settings.get().text_size.factor());
        let started = background.started();
        let notice = background.problem();
        let (sandbox, sandbox_is_new) = background.sandbox();
        let practice = Practice::new(sandbox);
        if sandbox_is_new {
            practice.add_samples(ctx, Utc::now());
        }
        let Attached { inbox, reader, workers, kept } = background.attach(ctx);
        Self {
            inventory: Arc::default(),
            inbox,
            reader,
            options,
            convention: settings.get().convention(),
            settings,
            connecting: Connecting::default(),
            page: Page::default(),
            overview: Overview::default(),
            clean_up: CleanUp::default(),
            findings: Findings::default(),
            inspection_asked: None,
            report_dialog: report_dialog::ReportDialog::default(),
            selection: Selection::default(),
            marks: Marks::default(),
            rename: RenameField::default(),
            details_in_small: None,
            description: DescriptionField::default(),
            views: HashMap::new(),
            sidebar: Sidebar::default(),
            top_bar: TopBar::default(),
            folder_dialog: file_dialogs::FolderDialog::default(),
            practice,
            awaited: None,
            workers,
            kept: KeptKeeper::new(kept),
            jobs_view: JobsView::default(),
            dialog: None,
            quits_when_idle: false,
            notice,
            toast: Toast::default(),
            ground_is_there: false,
            last_edited: None,
            clock: Utc::now,
            looked_at: (true, false),
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

    /// In a window that has its ground from [`eframe::App::clear_color`] before anything is drawn. Where the processor
    /// draws, a rectangle as large as the window costs as much as everything on it.
    #[must_use]
    pub fn on_ground(mut self) -> Self {
        self.ground_is_there = true;
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
            self.marks.follow(&self.inventory);
            self.ask_inspection();
            // What changed machines may have changed what is known of their snapshots.
            self.kept.read_again(ctx);
        }
        self.follow_inspection(ctx);
        match self.report_dialog.answer() {
            Some(Ok(words)) => self.toast.say(ctx, words),
            Some(Err(words)) => self.notice = Some(words),
            None => {}
        }
        // A machine that was started or powered off tells of it by no file that must have changed.
        if self.jobs_view.follow(&self.workers.status())
            && let Some(reader) = &self.reader
        {
            reader.refresh();
        }
        if let Some(outcome) = self.practice.ended() {
            match outcome {
                Ok(done) => {
                    self.kept.pin_samples(ctx, done.pins, (self.clock)());
                    if let Some(words) = done.words {
                        self.toast.say(ctx, words);
                    }
                    self.awaited = done.made.or_else(|| self.awaited.take());
                }
                Err(words) => self.notice = Some(words),
            }
            if let Some(reader) = &self.reader {
                reader.refresh();
            }
        }
        self.show_awaited();
        self.kept.follow(ctx);
        if let Some(failure) = self.kept.failure() {
            self.notice = Some(failure);
        }
        self.follow_clean_up(ctx);
        if let Some(failure) = self.settings.failure() {
            self.notice = Some(failure.to_string());
        }
        if let Some(connections) = self.connecting.finished() {
            self.use_connections(ctx, connections);
        }
        match self.folder_dialog.answer() {
            Some(Ok(folder)) => self.use_virtualbox_home(ctx, Some(folder)),
            Some(Err(words)) => self.notice = Some(words.to_owned()),
            None => {}
        }
    }

    /// At the start, the machine shown last is shown again.
    fn follow_last_machine(&mut self) {
        if self.followed_last_machine || self.inventory.machines().next().is_none() {
            return;
        }
        self.followed_last_machine = true;
        if let Some(key) = self.settings.get().last_machine.clone().filter(|key| self.inventory.machine(key).is_some())
        {
            self.selection.select_machine(&key, command::SelectionMode::Only, &[]);
            self.sidebar.reveal(&key);
        }
    }

    /// A machine that was made here is shown as soon as it has been read.
    fn show_awaited(&mut self) {
        if let Some(key) = self.awaited.take_if(|key| self.inventory.machine(key).is_some()) {
            self.selection.select_machine(&key, command::SelectionMode::Only, &[]);
            self.sidebar.reveal(&key);
            self.page = Page::Machine;
        }
    }

    /// Draws the window and carries out what was asked for.
    pub fn draw(&mut self, ui: &mut Ui) {
        let mut commands: Vec<Command> = Vec::new();
        // Behind a dialog, keys must do nothing; in a menu they walk.
        if self.dialog.is_none() && !egui::Popup::is_any_open(ui.ctx()) {
            self.take_keys(ui, &mut commands);
        }
        let status = self.workers.status();
        self.measure_when_looked_at(ui);
        self.ask_forecasts();
        self.watch_closing(ui, &status);
        let colors = theme::colors(ui);
        if !self.ground_is_there {
            ui.painter().rect_filled(ui.max_rect(), 0.0, colors.background);
        }
        let bar = Frame::new().fill(colors.panel);
        let inventory = self.inventory.clone();
        Panel::top("top bar").frame(bar).exact_size(measure::TOP_BAR).resizable(false).show(ui, |ui| {
            self.show_top_bar(ui, &inventory, &mut commands);
        });
        Panel::bottom("status bar").frame(bar).exact_size(measure::STATUS_BAR).resizable(false).show(ui, |ui| {
            status_bar::show(ui, &inventory, self.selection.count(), |ui| {
                self.jobs_view.show_line(ui, &status, &mut commands);
            });
        });
        notice::show(ui, &mut self.notice);
        if self.notice.is_none() {
            self.toast.show(ui);
        }
        let real = inventory.connections.iter().find(|connection| !connection.connection.is_practice);
        self.practice.show_dialog(ui, real.map(|connection| &**connection), &mut commands);
        if inventory.machines().next().is_none() {
            CentralPanel::default().frame(Frame::NONE).show(ui, |ui| nothing::show(ui, &inventory, &mut commands));
        } else {
            self.show_machines(ui, &inventory, &mut commands);
        }
        let name = |key: &MachineKey| {
            inventory
                .machine(key)
                .map_or_else(|| key.machine.to_string(), |(_, entry)| entry.name().chars().take(60).collect())
        };
        let known = jobs_view::Known { history: &|| self.workers.history(), name: &name };
        self.jobs_view.show_panel(ui, &status, &known, &mut commands);
        self.show_dialog(ui, &mut commands);
        for command in commands {
            self.handle(ui.ctx(), command);
        }
        if self.inventory.machines().next().is_some()
            && let Some(since) = self.starting_since.take()
        {
            tracing::info!(milliseconds = since.elapsed().as_millis(), "the first frame with machines is drawn");
        }
    }

    /// Not every file system tells that a file grew: who comes back to the window, or is about to decide something in a
    /// dialog, gets the sizes of this moment.
    fn measure_when_looked_at(&mut self, ui: &Ui) {
        let looked_at = (ui.input(|input| input.focused), self.dialog.is_some());
        let (came_back, opened) = (looked_at.0 && !self.looked_at.0, looked_at.1 && !self.looked_at.1);
        self.looked_at = looked_at;
        if let (true, Some(reader)) = (came_back || opened, &self.reader) {
            reader.measure();
        }
    }

    fn follow_clean_up(&mut self, ctx: &egui::Context) {
        let status = self.workers.status();
        let context = CleanUpContext {
            inventory: &self.inventory,
            kept: self.kept.get(),
            last_rule: self.settings.get().clean_up_rule.as_deref(),
            changed_rule: self.settings.get().clean_up_changed_rule.as_ref(),
            status: &status,
            now: (self.clock)(),
            in_sight: match self.page {
                Page::CleanUp => Some(Stage::Exact),
                Page::Overview => Some(Stage::Maps),
                Page::Machine => None,
            },
        };
        self.clean_up.follow(ctx, &context);
        self.remember_changed_rule();
        if let Some(Dialog::CleanUp(dialog)) = &mut self.dialog {
            dialog.follow(&self.inventory, self.clean_up.decisions(), self.clean_up.known());
        }
    }

    /// Commands whose keys were pressed. One that cannot be used says why.
    fn take_keys(&mut self, ui: &Ui, commands: &mut Vec<Command>) {
        let in_sight = self.page == Page::Machine;
        let mut pressed = UiCommand::take_pressed(ui.ctx());
        pressed.retain(|command| in_sight || !command.is_about_machine());
        if pressed.is_empty() {
            return;
        }
        let reasons = self.reasons(&self.inventory);
        // Who chose several machines means all of them.
        let several = |command| {
            if command == UiCommand::Take && self.selection.count() > 1 { UiCommand::TakeOfEach } else { command }
        };
        for command in pressed.into_iter().map(several) {
            match reasons.why_not(command) {
                None => commands.push(Command::Ui(command)),
                Some(why) => {
                    let name = command.text().trim_end_matches('…');
                    self.toast.say(ui.ctx(), text!("named", name = name, value = why));
                }
            }
        }
    }

    /// Asks for what deleting the chosen and the marked snapshots would do. The answers come later.
    fn ask_forecasts(&mut self) {
        let Some((key, entry)) = self.selection.shown().and_then(|key| Some((key, self.inventory.machine(key)?.1)))
        else {
            return;
        };
        let chosen = match self.selection.node(entry) {
            command::Node::Snapshot(id) => vec![id],
            command::Node::CurrentState => Vec::new(),
        };
        let marked: Vec<SnapshotId> = self.marks.of(key).iter().copied().collect();
        self.workers.ask(Slot::Selection, &self.inventory, key, chosen);
        self.workers.ask(Slot::Marked, &self.inventory, key, marked);
    }

    /// Closing the window would stop what is being done: the person is asked first.
    fn watch_closing(&mut self, ui: &Ui, status: &JobsStatus) {
        if self.quits_when_idle && !status.any_active() {
            ui.send_viewport_cmd(ViewportCommand::Close);
            return;
        }
        let wants_to_close = ui.input(|input| input.viewport().close_requested());
        if wants_to_close && status.any_active() {
            ui.send_viewport_cmd(ViewportCommand::CancelClose);
            self.dialog = Some(Dialog::Quit);
        }
    }

    fn dialog_context(&self) -> DialogContext<'_> {
        DialogContext {
            inventory: &self.inventory,
            marks: &self.marks,
            kept: self.kept.get(),
            jobs: self.workers.jobs(),
            convention: self.convention.as_ref(),
            own_templates: &self.settings.get().naming_templates,
            now: (self.clock)(),
        }
    }

    fn show_dialog(&mut self, ui: &Ui, commands: &mut Vec<Command>) {
        let Some(mut dialog) = self.dialog.take() else { return };
        let answer = self.workers.answer(Slot::Marked);
        let stays = dialog.show(ui, &self.dialog_context(), answer.as_deref(), commands);
        if stays {
            self.dialog = Some(dialog);
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

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn on_exit(&mut self) {
        self.settings.finish();
    }
}
