//! Whether a command can be used now, and if not, why: said on a disabled button, never left to guess.

use egui::{Button, Response, Ui};

use super::command::{Command, Node, UiCommand};
use super::menu;
use super::snapshot_context::SnapshotContext;
use crate::model::{MachineState, StepKind};
use crate::text;

/// What decides whether a command can be used on the machine that is shown.
#[derive(Clone, Copy)]
pub struct Availability<'a> {
    /// The machine and what is chosen in it.
    pub context: SnapshotContext<'a>,
    /// Whether there are marks to go back to.
    pub can_undo: bool,
    /// Whether there are marks to go forward to.
    pub can_redo: bool,
}

impl Availability<'_> {
    /// Why a command cannot be used now, in a few words; `None` if it can.
    #[must_use]
    pub fn why_not(&self, command: UiCommand) -> Option<String> {
        let context = &self.context;
        let tree = &context.machine.tree;
        let no_snapshots = || tree.is_empty().then(|| text!("why-not-no-snapshots").to_owned());
        match command {
            UiCommand::Take => self.change(StepKind::Take),
            UiCommand::Restore => {
                self.needs_snapshot(text!("why-not-choose-to-restore")).or_else(|| self.change(StepKind::Restore))
            }
            UiCommand::Clone => self.change(StepKind::CloneFull),
            UiCommand::Rename => {
                self.needs_snapshot(text!("why-not-choose-to-rename")).or_else(|| self.change(StepKind::Edit))
            }
            UiCommand::Pin => self
                .needs_snapshot(text!("why-not-choose-to-pin"))
                .or_else(|| context.pins.is_none().then(|| text!("why-not-pins-unread").to_owned())),
            UiCommand::RenameSeveral => no_snapshots().or_else(|| self.change(StepKind::Edit)),
            UiCommand::Mark | UiCommand::MarkBranch if self.is_chosen_deleted() => {
                Some(text!("why-not-being-deleted").to_owned())
            }
            UiCommand::UndoMark | UiCommand::RedoMark | UiCommand::DiscardMarks | UiCommand::MarkAllButCurrentPath
                if context.marked.iter().any(|id| context.deleting.contains(id)) =>
            {
                Some(text!("why-not-being-deleted").to_owned())
            }
            UiCommand::Mark | UiCommand::MarkBranch => {
                self.needs_snapshot(text!("why-not-choose-to-delete")).or_else(|| self.offered(StepKind::Delete))
            }
            UiCommand::MarkAllButCurrentPath => no_snapshots().or_else(|| self.offered(StepKind::Delete)),
            UiCommand::UndoMark => (!self.can_undo).then(|| text!("why-not-undo").to_owned()),
            UiCommand::RedoMark => (!self.can_redo).then(|| text!("why-not-redo").to_owned()),
            UiCommand::DiscardMarks | UiCommand::ReviewMarks if context.marked.is_empty() => {
                Some(text!("why-not-none-marked").to_owned())
            }
            UiCommand::ReviewMarks => self.change(StepKind::Delete),
            UiCommand::DiscardSavedState => match context.machine.current_state.saved_state {
                None => Some(text!("why-not-not-saved").to_owned()),
                Some(_) => self.change(StepKind::DiscardSavedState),
            },
            UiCommand::DiscardMarks
            | UiCommand::Refresh
            | UiCommand::Inspect
            | UiCommand::OtherFolder
            | UiCommand::SaveReport
            | UiCommand::Search
            | UiCommand::ShowTree
            | UiCommand::ShowTable
            | UiCommand::ShowDiskMap
            | UiCommand::ShowTimeline
            | UiCommand::ToggleDetails
            | UiCommand::Fit
            | UiCommand::GoToCurrent
            | UiCommand::ZoomIn
            | UiCommand::ZoomOut
            | UiCommand::ZoomReset
            | UiCommand::LargerText
            | UiCommand::SmallerText
            | UiCommand::UsualText
            | UiCommand::SwitchTheme
            | UiCommand::SettingsCopies
            | UiCommand::ShowOverview
            | UiCommand::ChooseAll
            | UiCommand::TakeOfEach
            | UiCommand::RestoreEach
            | UiCommand::DeleteNamed
            | UiCommand::RenameEach
            | UiCommand::PinEach
            | UiCommand::UnpinEach
            | UiCommand::SnapshotSets
            | UiCommand::ShowCleanUp
            | UiCommand::ShowSettings
            | UiCommand::ShowKeys
            | UiCommand::ToggleSandbox
            | UiCommand::NewPracticeMachine
            | UiCommand::ResetSandbox
            | UiCommand::RealMachines
            | UiCommand::ToggleJobs => None,
        }
    }

    /// What a command is called now.
    #[must_use]
    pub fn text_of(&self, command: UiCommand) -> &'static str {
        let context = &self.context;
        let chosen = context.snapshot().map(|index| context.machine.tree.get(index).id);
        match command {
            UiCommand::Mark if chosen.is_some_and(|id| context.marked.contains(&id)) => text!("command-unmark"),
            UiCommand::Pin if context.chosen_pin().is_some() => text!("command-unpin"),
            _ => command.text(),
        }
    }

    /// Whether the chosen snapshot is being deleted: a mark has no say in that any more.
    fn is_chosen_deleted(&self) -> bool {
        let chosen = self.context.snapshot().map(|index| self.context.machine.tree.get(index).id);
        chosen.is_some_and(|id| self.context.deleting.contains(&id))
    }

    /// `why` asks for a snapshot to be chosen.
    fn needs_snapshot(&self, why: &str) -> Option<String> {
        match self.context.selected {
            Node::Snapshot(_) => None,
            Node::CurrentState => Some(why.to_owned()),
        }
    }

    /// Why the hypervisor cannot do this at all.
    fn offered(&self, kind: StepKind) -> Option<String> {
        let connection = &self.context.connection.connection;
        let is_offered = connection.abilities.can(kind);
        (!is_offered).then(|| text!("why-not-no-program", program = connection.name))
    }

    /// What stands against any change of this kind. The plan looks closer.
    fn change(&self, kind: StepKind) -> Option<String> {
        if let Some(why) = self.offered(kind) {
            return Some(why);
        }
        if let (Some(busy), false) = (self.context.busy, matches!(kind, StepKind::Edit)) {
            return Some(text!("why-not-busy", what = busy));
        }
        let is_settled =
            !matches!(self.context.entry.state, Some(MachineState::Transient)) || matches!(kind, StepKind::Edit);
        (!is_settled).then(|| text!("why-not-transient").to_owned())
    }
}

/// A button that carries a command out, or says why it cannot.
pub fn command_button(
    ui: &mut Ui,
    button: Button<'_>,
    command: UiCommand,
    availability: &Availability<'_>,
    commands: &mut Vec<Command>,
) -> Response {
    let why_not = availability.why_not(command);
    let response = ui.add_enabled(why_not.is_none(), button);
    if response.clicked() {
        commands.push(Command::Ui(command));
    }
    match why_not {
        None => response.on_hover_text(command.tooltip_with_keys(ui.ctx())),
        Some(why) => {
            response.on_disabled_hover_text(text!("named", name = command.text().trim_end_matches('…'), value = why))
        }
    }
}

/// An entry of a menu that carries a command out, or says why it cannot.
pub fn menu_entry(ui: &mut Ui, command: UiCommand, availability: &Availability<'_>, commands: &mut Vec<Command>) {
    let keys = command.keys_text(ui.ctx());
    let button = Button::new(availability.text_of(command)).shortcut_text(keys);
    let why_not = availability.why_not(command);
    let mut response = ui.add_enabled(why_not.is_none(), button);
    if let Some(why) = &why_not {
        response = menu::hint(response, why);
    }
    if response.clicked() {
        commands.push(Command::Ui(command));
        ui.close();
    }
}

/// The menu of a place in the tree, the same in every view.
pub fn node_menu(ui: &mut Ui, availability: &Availability<'_>, commands: &mut Vec<Command>) {
    ui.set_min_width(230.0);
    let mut entry = |ui: &mut Ui, command| menu_entry(ui, command, availability, commands);
    match availability.context.snapshot() {
        Some(_) => {
            for command in [UiCommand::Restore, UiCommand::Clone, UiCommand::Rename, UiCommand::Pin] {
                entry(ui, command);
            }
            ui.separator();
            for command in [UiCommand::Mark, UiCommand::MarkBranch] {
                entry(ui, command);
            }
        }
        None => {
            for command in [UiCommand::Take, UiCommand::Clone, UiCommand::DiscardSavedState] {
                entry(ui, command);
            }
        }
    }
}
