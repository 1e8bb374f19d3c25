//! Carries out what views asked for. Nothing else changes the window's state.

use std::path::{Path, PathBuf};

use egui::ThemePreference;

use super::App;
use super::command::{Command, Node, SelectionMode, UiCommand, ViewKind};
use super::dialogs::{
    CloneDialog, ConfirmDialog, CopiesDialog, DeleteDialog, Dialog, PinDialog, RenameSeveralDialog, RestoreDialog,
    SettingsDialog, SilenceDialog, TakeDialog,
};
use super::machine_view::MachineView;
use super::marks::MarkedSet;
use super::page::Page;
use super::practice::{Import, Practice};
use crate::health::report::ReportFormat;
use crate::hypervisor::{Connections, SandboxWish};
use crate::jobs::SettingsCopy;
use crate::language::{self, Language};
use crate::model::{MachineKey, MachineState, SnapshotId};
use crate::plan::{Plan, discard_saved_state};
use crate::settings::{TextSize, ThemeChoice};
use crate::text;

impl App {
    /// Carries out one command.
    pub(super) fn handle(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::ShowPage(page) => self.page = page,
            Command::ShowFindingsOf(key) => {
                self.overview.show_findings_of(key);
                self.page = Page::Overview;
            }
            Command::Inspect => self.inspect_again(ctx),
            Command::Remedy(remedy) => self.remedy(ctx, remedy),
            Command::AskSilence(finding) => self.dialog = Some(Dialog::Silence(SilenceDialog::new(*finding))),
            Command::Silence(silence) => self.silence(silence),
            Command::EndSilence(silence) => self.end_silence(&silence),
            Command::MoveToTrash(path) => self.workers.move_to_trash(path),
            Command::SaveReport(format) => self.save_report(ctx, format),
            Command::SelectMachine(key, mode) => {
                self.page = Page::Machine;
                self.selection.select_machine(&key, mode, self.sidebar.order());
                self.settings.change_quietly(|settings| settings.last_machine = Some(key));
            }
            Command::SelectNode(node) => self.selection.select_node(node),
            Command::CompareWith(node) => self.selection.compare_with(node),
            Command::SelectNodeOf(key, node) => self.select_node_of(&key, node),
            Command::Jump(key, node) => self.jump(&key, node),
            Command::SetCollapsed(id, collapsed) => self.with_view(|view| view.tree.set_collapsed(id, collapsed)),
            Command::OpenFold(id) => self.open_fold(id),
            Command::CloseFolds => self.with_view(|view| view.tree.close_folds()),
            Command::Mark(snapshots) => self.change_marks(|marked| marked.extend(snapshots)),
            Command::ToggleMarks(snapshots) => {
                if let Some(key) = self.selection.shown()
                    && !self.must_stay_marked(key, &snapshots)
                {
                    self.marks.toggle(key, &snapshots);
                }
            }
            Command::Edit(edited) => self.edit(*edited),
            Command::Kept(change) => self.change_kept(ctx, change),
            Command::ChooseMachines(_)
            | Command::ChooseShownOnly
            | Command::SubmitAsSet(..)
            | Command::AskRestoreSet(_)
            | Command::AskDeleteSet(_) => self.handle_many(command),
            Command::Tell(words) => self.notice = Some(words.to_owned()),
            Command::Submit(plan) => self.submit(*plan),
            Command::StopJob(job) => self.workers.with_jobs(|jobs| jobs.cancel(job)),
            Command::StopJobNow(job) => self.workers.with_jobs(|jobs| jobs.stop_now(job)),
            Command::StopToClose(stop) => self.workers.with_jobs(|jobs| jobs.close(stop)),
            Command::DoRest(rest) => self.do_rest(ctx, rest),
            Command::DismissJob(job) => self.workers.with_jobs(|jobs| jobs.dismiss(job)),
            Command::AcknowledgeInterruption(id) => self.workers.with_jobs(|jobs| jobs.acknowledge(&id)),
            Command::RestoreCopy(copy) => self.restore_copy(&copy),
            Command::SetConvention(template) => {
                self.settings.change(|settings| settings.naming_convention = template);
                self.convention = self.settings.get().convention();
                self.ask_inspection();
            }
            Command::RememberTemplate(text) => {
                if let Ok(template) = text.parse() {
                    self.settings.change(|settings| settings.remember_template(&template));
                }
            }
            Command::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Command::QuitWhenIdle => self.quits_when_idle = true,
            Command::Copy(text) => ctx.copy_text(text),
            Command::SetTheme(theme) => {
                ctx.set_theme(theme);
                self.settings.change(|settings| settings.theme = choice(theme));
            }
            Command::SetInspections(inspections) => self.settings.change(|settings| settings.inspections = inspections),
            Command::SetThresholds(thresholds) => {
                self.settings.change(|settings| settings.thresholds = *thresholds);
                self.ask_inspection();
            }
            Command::SetLanguage(language) => {
                language::choose(language.unwrap_or_else(Language::of_system));
                self.settings.change(|settings| settings.language = language);
                // What was read says its problems in the language of before.
                self.reconnect(ctx);
            }
            Command::ChooseVirtualBoxHome => {
                if let Err(error) = self.folder_dialog.open(ctx) {
                    self.notice = Some(text!("folder-dialog-failed", error = error));
                }
            }
            Command::ShowSandbox(shown) => {
                self.settings.change(|settings| settings.sandbox = Some(shown));
                self.options.sandbox = SandboxWish::from(shown);
                self.reconnect(ctx);
            }
            Command::AskImportIntoSandbox(key) => self.ask_import(&key),
            Command::ImportIntoSandbox(import) => self.practice.import(ctx, import),
            Command::ResetSandbox => self.practice.reset(ctx, (self.clock)()),
            Command::UseVirtualBoxHome(folder) => self.use_virtualbox_home(ctx, folder),
            Command::CleanUp(command) => self.handle_clean_up(ctx, command),
            Command::Ui(command) => self.handle_ui(ctx, command),
        }
        ctx.request_repaint();
    }

    fn open_fold(&mut self, id: SnapshotId) {
        let inventory = self.inventory.clone();
        let shown = self.selection.shown().cloned();
        let machine = shown.and_then(|key| inventory.machine(&key)).and_then(|(_, entry)| entry.machine());
        if let Some(machine) = machine {
            self.with_view(|view| view.tree.open_fold(machine, id));
        }
    }

    fn restore_copy(&self, copy: &SettingsCopy) {
        let name = self.inventory.machine(&copy.machine).map_or(String::new(), |(_, entry)| entry.name().to_owned());
        self.workers.with_jobs(|jobs| {
            jobs.restore_copy(copy, &name);
        });
    }

    /// A machine that may be running is not copied: its disks would be of several moments.
    fn ask_import(&mut self, key: &MachineKey) {
        let Some((_, entry)) = self.inventory.machine(key) else { return };
        let name: String = entry.name().chars().take(100).collect();
        if !matches!(entry.state, None | Some(MachineState::PoweredOff | MachineState::Aborted)) {
            self.notice = Some(text!("practice-import-not-off", name = name));
            return;
        }
        let folder = entry.entry.settings_file.parent().map(Path::to_owned).unwrap_or_default();
        let size = entry.usage.total();
        self.practice.ask_import(Import { name, folder, size });
    }

    fn open_settings(&mut self) {
        let settings = self.settings.get();
        let dialog = SettingsDialog::new(settings, preference(settings.theme));
        self.dialog = Some(Dialog::Settings(dialog));
    }

    pub(super) fn handle_ui(&mut self, ctx: &egui::Context, command: UiCommand) {
        match command {
            UiCommand::Refresh => {
                if let Some(reader) = &self.reader {
                    reader.refresh();
                }
            }
            UiCommand::Inspect => self.handle(ctx, Command::Inspect),
            UiCommand::OtherFolder => self.handle(ctx, Command::ChooseVirtualBoxHome),
            UiCommand::SaveReport => self.handle(ctx, Command::SaveReport(ReportFormat::Html)),
            UiCommand::Search => self.top_bar.focus_search(),
            UiCommand::ShowOverview => self.page = Page::Overview,
            UiCommand::ShowCleanUp => self.page = Page::CleanUp,
            UiCommand::ShowTree => self.show_view(ViewKind::Tree),
            UiCommand::ShowTable => self.show_view(ViewKind::Table),
            UiCommand::ShowDiskMap => self.show_view(ViewKind::DiskMap),
            UiCommand::ShowTimeline => self.show_view(ViewKind::Timeline),
            UiCommand::ToggleDetails => match &mut self.details_in_small {
                Some(is_open) => *is_open ^= true,
                None => self.settings.change(|settings| settings.details_closed ^= true),
            },
            UiCommand::Fit | UiCommand::GoToCurrent | UiCommand::ZoomIn | UiCommand::ZoomOut | UiCommand::ZoomReset => {
                let kind = self.settings.get().view;
                self.with_view(|view| view.handle(kind, command));
                if command == UiCommand::GoToCurrent {
                    self.handle(ctx, Command::SelectNode(Node::CurrentState));
                }
            }
            UiCommand::Take
            | UiCommand::Restore
            | UiCommand::Clone
            | UiCommand::Rename
            | UiCommand::RenameSeveral
            | UiCommand::Pin
            | UiCommand::Mark
            | UiCommand::MarkBranch
            | UiCommand::MarkAllButCurrentPath
            | UiCommand::UndoMark
            | UiCommand::RedoMark
            | UiCommand::DiscardMarks
            | UiCommand::ReviewMarks
            | UiCommand::DiscardSavedState
            | UiCommand::SettingsCopies => self.handle_change(ctx, command),
            UiCommand::ChooseAll
            | UiCommand::TakeOfEach
            | UiCommand::RestoreEach
            | UiCommand::DeleteNamed
            | UiCommand::RenameEach
            | UiCommand::PinEach
            | UiCommand::UnpinEach
            | UiCommand::SnapshotSets => self.handle_many_ui(command),
            UiCommand::ToggleSandbox => self.handle(ctx, Command::ShowSandbox(!self.practice.is_shown())),
            UiCommand::NewPracticeMachine => self.practice.add_machine(ctx, (self.clock)()),
            UiCommand::ResetSandbox => self.practice.ask_reset(),
            UiCommand::RealMachines => self.practice.explain_real_machines(),
            UiCommand::ShowSettings => self.open_settings(),
            UiCommand::ShowKeys => self.dialog = Some(Dialog::Keys),
            UiCommand::ToggleJobs => self.jobs_view.toggle(),
            UiCommand::LargerText => self.set_text_size(ctx, self.settings.get().text_size.larger()),
            UiCommand::SmallerText => self.set_text_size(ctx, self.settings.get().text_size.smaller()),
            UiCommand::UsualText => self.set_text_size(ctx, TextSize::default()),
            UiCommand::SwitchTheme => {
                let other =
                    if ctx.theme() == egui::Theme::Dark { ThemePreference::Light } else { ThemePreference::Dark };
                self.handle(ctx, Command::SetTheme(other));
            }
        }
    }

    fn set_text_size(&mut self, ctx: &egui::Context, size: TextSize) {
        self.settings.change(|settings| settings.text_size = size);
        ctx.set_zoom_factor(size.factor());
    }

    /// Carries out a command on the machine that is shown, if it can be used now.
    fn handle_change(&mut self, ctx: &egui::Context, command: UiCommand) {
        let inventory = self.inventory.clone();
        let Some(key) = self.selection.shown().cloned() else { return };
        let Some((_, entry)) = inventory.machine(&key) else { return };
        let Some(machine) = entry.machine() else { return };
        let tree = &machine.tree;
        let chosen = match self.selection.node(entry) {
            Node::Snapshot(id) => tree.find(id),
            Node::CurrentState => None,
        };
        match (command, chosen) {
            (UiCommand::Mark, Some(index)) if !self.must_stay_marked(&key, &[tree.get(index).id]) => {
                self.marks.toggle(&key, &[tree.get(index).id]);
                let node = Node::Snapshot(tree.get(index).id);
                self.with_view(|view| view.reveal(machine, node));
            }
            (UiCommand::MarkBranch, Some(index)) => {
                let branch: Vec<SnapshotId> = tree.branch(index).map(|index| tree.get(index).id).collect();
                if !self.must_stay_marked(&key, &branch) {
                    self.marks.toggle(&key, &branch);
                }
            }
            (
                UiCommand::MarkAllButCurrentPath | UiCommand::UndoMark | UiCommand::RedoMark | UiCommand::DiscardMarks,
                _,
            ) if self.must_stay_marked(&key, &self.marks.of(&key).iter().copied().collect::<Vec<_>>()) => {}
            (UiCommand::MarkAllButCurrentPath, _) => {
                let path = tree.current_path();
                let others = tree.iter().filter(|(index, _)| !path.contains(index)).map(|(_, snapshot)| snapshot.id);
                self.marks.set(&key, others.collect());
            }
            (UiCommand::UndoMark, _) => self.marks.undo(&key),
            (UiCommand::RedoMark, _) => self.marks.redo(&key),
            (UiCommand::DiscardMarks, _) => self.marks.set(&key, MarkedSet::new()),
            (UiCommand::Rename, Some(index)) => {
                let snapshot = tree.get(index);
                self.rename.open(key, snapshot.id, &snapshot.name);
                self.with_view(|view| {
                    view.reveal(machine, Node::Snapshot(snapshot.id));
                });
            }
            (UiCommand::Take, _) => {
                self.dialog = Some(Dialog::Take(TakeDialog::new(key, &self.dialog_context())));
            }
            (UiCommand::Restore, Some(index)) => {
                let snapshot = tree.get(index);
                let dialog = RestoreDialog::new(key, snapshot.id, &snapshot.name, &self.dialog_context());
                self.dialog = Some(Dialog::Restore(dialog));
            }
            (UiCommand::Clone, chosen) => {
                let snapshot = chosen.map(|index| tree.get(index).id);
                self.dialog = Some(Dialog::Clone(CloneDialog::new(key, snapshot, &machine.name, &self.inventory)));
            }
            (UiCommand::Pin, Some(index)) => {
                let snapshot = tree.get(index);
                if let Some(kept) = self.kept.get() {
                    let pin = kept.pins.of(&key, snapshot.id);
                    self.dialog = Some(Dialog::Pin(PinDialog::new(&key, snapshot.id, &snapshot.name, pin)));
                }
            }
            (UiCommand::ReviewMarks, _) => self.dialog = Some(Dialog::Delete(DeleteDialog::new(key))),
            (UiCommand::RenameSeveral, _) => {
                let dialog = RenameSeveralDialog::new(key, machine, &self.dialog_context());
                self.dialog = Some(Dialog::RenameSeveral(dialog));
            }
            (UiCommand::SettingsCopies, _) => {
                self.dialog = Some(Dialog::Copies(CopiesDialog::new(ctx, key, self.workers.jobs())));
            }
            (UiCommand::DiscardSavedState, _) => self.ask_discard_saved_state(&key, &machine.name),
            _ => {}
        }
    }

    fn ask_discard_saved_state(&mut self, key: &MachineKey, name: &str) {
        let plan = discard_saved_state(&self.inventory, key);
        let question = text!("discard-title", machine = name);
        let (meaning, button) = (text!("discard-about").to_owned(), text!("discard-button"));
        self.dialog = Some(Dialog::Confirm(ConfirmDialog::new(question, meaning, button, plan)));
    }

    pub(super) fn submit(&mut self, plan: Plan) {
        if plan.is_clear() && !self.workers.submit(plan) {
            self.tell_that_nobody_works();
        }
    }

    pub(super) fn tell_that_nobody_works(&mut self) {
        self.notice = Some(text!("notice-nobody-works").to_owned());
    }

    /// Whether one of these snapshots is marked and being deleted: unmarking it would look as if that stopped it.
    fn must_stay_marked(&self, key: &MachineKey, snapshots: &[SnapshotId]) -> bool {
        let marked = self.marks.of(key);
        self.workers.status().deleting(key).any(|id| marked.contains(&id) && snapshots.contains(&id))
    }

    fn change_marks(&mut self, change: impl FnOnce(&mut MarkedSet)) {
        let Some(key) = self.selection.shown().cloned() else { return };
        let mut next = self.marks.of(&key).clone();
        change(&mut next);
        self.marks.set(&key, next);
    }

    pub(super) fn jump(&mut self, key: &MachineKey, node: Node) {
        self.page = Page::Machine;
        self.selection.select_machine(key, SelectionMode::Only, &[]);
        self.selection.select_node(node);
        self.sidebar.reveal(key);
        let inventory = self.inventory.clone();
        if let Some(machine) = inventory.machine(key).and_then(|(_, entry)| entry.machine()) {
            self.with_view(|view| view.reveal(machine, node));
        }
    }

    /// Chooses a place in one of several chosen machines. The timeline shows them together: it stays as it is.
    fn select_node_of(&mut self, key: &MachineKey, node: Node) {
        if !self.selection.contains(key) {
            self.jump(key, node);
            return;
        }
        let shown = self.selection.shown().cloned();
        if let Some(before) = shown.filter(|shown| shown != key) {
            let timeline = std::mem::take(&mut self.views.entry(before).or_default().timeline);
            self.views.entry(key.clone()).or_default().timeline = timeline;
        }
        self.selection.show(key);
        self.selection.select_node(node);
    }

    /// Shows another view. The snapshot that was chosen in the one before is seen in it.
    fn show_view(&mut self, kind: ViewKind) {
        self.page = Page::Machine;
        if self.settings.get().view == kind {
            return;
        }
        self.settings.change(|settings| settings.view = kind);
        let inventory = self.inventory.clone();
        let shown = self.selection.shown().and_then(|key| inventory.machine(key));
        let Some((entry, machine)) = shown.and_then(|(_, entry)| Some((entry, entry.machine()?))) else { return };
        let node = self.selection.node(entry);
        if matches!(node, Node::Snapshot(_)) {
            self.with_view(|view| view.reveal_in(kind, machine, node));
        }
    }

    /// Lets the views of the machine that is shown do something.
    fn with_view(&mut self, act: impl FnOnce(&mut MachineView)) {
        if let Some(key) = self.selection.shown().cloned() {
            act(self.views.entry(key).or_default());
        }
    }

    pub(super) fn use_virtualbox_home(&mut self, ctx: &egui::Context, folder: Option<PathBuf>) {
        self.options.virtualbox_home.clone_from(&folder);
        self.settings.change(|settings| settings.virtualbox_home = folder);
        self.reconnect(ctx);
    }

    /// Opens the connections again, after the person changed which there are.
    fn reconnect(&mut self, ctx: &egui::Context) {
        if self.reader.is_none() {
            return;
        }
        if let Err(error) = self.connecting.start(ctx, self.options.clone()) {
            self.notice = Some(text!("notice-no-thread-to-connect", error = error));
        }
    }

    pub(super) fn use_connections(&mut self, ctx: &egui::Context, connections: Connections) {
        let Some(reader) = &self.reader else { return };
        self.workers.with_jobs(|jobs| jobs.replace(connections.hypervisors.clone()));
        if let Some(inspector) = self.workers.inspector() {
            inspector.replace(connections.hypervisors.clone());
        }
        reader.replace(connections.hypervisors);
        self.practice = Practice::new(connections.sandbox);
        if connections.sandbox_is_new {
            self.practice.add_samples(ctx, (self.clock)());
        }
        if let Some(error) = connections.sandbox_problem {
            self.notice = Some(format!("{error}\n{}", error.advice()));
        }
    }
}

/// The theme that egui follows for a choice.
pub(super) fn preference(choice: ThemeChoice) -> ThemePreference {
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
