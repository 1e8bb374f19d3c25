//! Whether a command can be used now, and if not, why: said on a disabled button, never left to guess.

use egui::{Button, Response, Ui};

use super::command::{Command, Node, UiCommand};
use super::snapshot_context::SnapshotContext;
use crate::model::{MachineState, StepKind};

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
        let no_snapshots = || tree.is_empty().then(|| "this machine has no snapshots".to_owned());
        match command {
            UiCommand::Take => self.change(StepKind::Take),
            UiCommand::Restore => self.needs_snapshot("to go back to").or_else(|| self.change(StepKind::Restore)),
            UiCommand::Clone => self.change(StepKind::CloneFull),
            UiCommand::Rename => self.needs_snapshot("to rename").or_else(|| self.change(StepKind::Edit)),
            UiCommand::RenameSeveral => no_snapshots().or_else(|| self.change(StepKind::Edit)),
            UiCommand::Mark | UiCommand::MarkBranch => {
                self.needs_snapshot("to delete").or_else(|| self.offered(StepKind::Delete))
            }
            UiCommand::MarkAllButCurrentPath => no_snapshots().or_else(|| self.offered(StepKind::Delete)),
            UiCommand::UndoMark => (!self.can_undo).then(|| "there is nothing to go back to".to_owned()),
            UiCommand::RedoMark => (!self.can_redo).then(|| "there is nothing to go forward to".to_owned()),
            UiCommand::DiscardMarks | UiCommand::ReviewMarks if context.marked.is_empty() => {
                Some("no snapshot is marked".to_owned())
            }
            UiCommand::ReviewMarks => self.change(StepKind::Delete),
            UiCommand::DiscardSavedState => match context.machine.current_state.saved_state {
                None => Some("the machine's state is not saved".to_owned()),
                Some(_) => self.change(StepKind::DiscardSavedState),
            },
            UiCommand::DiscardMarks
            | UiCommand::Refresh
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
            | UiCommand::SwitchTheme
            | UiCommand::SettingsCopies
            | UiCommand::ShowOverview
            | UiCommand::ShowCleanUp
            | UiCommand::ShowKeys
            | UiCommand::ToggleJobs => None,
        }
    }

    /// What a command is called now.
    #[must_use]
    pub fn text_of(&self, command: UiCommand) -> &'static str {
        let context = &self.context;
        let chosen = context.snapshot().map(|index| context.machine.tree.get(index).id);
        match command {
            UiCommand::Mark if chosen.is_some_and(|id| context.marked.contains(&id)) => "Unmark",
            _ => command.text(),
        }
    }

    fn needs_snapshot(&self, what_for: &str) -> Option<String> {
        match self.context.selected {
            Node::Snapshot(_) => None,
            Node::CurrentState => Some(format!("choose a snapshot {what_for}")),
        }
    }

    /// Why the hypervisor cannot do this at all.
    fn offered(&self, kind: StepKind) -> Option<String> {
        let connection = &self.context.connection.connection;
        let is_offered = connection.abilities.can(kind);
        (!is_offered).then(|| format!("{} cannot do this here: its program was not found", connection.name))
    }

    /// What stands against any change of this kind. The plan looks closer.
    fn change(&self, kind: StepKind) -> Option<String> {
        if let Some(why) = self.offered(kind) {
            return Some(why);
        }
        if let (Some(busy), false) = (self.context.busy, matches!(kind, StepKind::Edit)) {
            return Some(format!("wait for what is under way: {busy}"));
        }
        let is_settled =
            !matches!(self.context.entry.state, Some(MachineState::Transient)) || matches!(kind, StepKind::Edit);
        (!is_settled).then(|| "the machine is changing its state: wait a moment".to_owned())
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
        Some(why) => response.on_disabled_hover_text(format!("{}: {why}", command.text().trim_end_matches('…'))),
    }
}

/// An entry of a menu that carries a command out, or says why it cannot.
pub fn menu_entry(ui: &mut Ui, command: UiCommand, availability: &Availability<'_>, commands: &mut Vec<Command>) {
    let keys = command.keys_text(ui.ctx());
    let button = Button::new(availability.text_of(command)).shortcut_text(keys);
    if command_button(ui, button, command, availability, commands).clicked() {
        ui.close();
    }
}

/// The menu of a place in the tree, the same in every view.
pub fn node_menu(ui: &mut Ui, availability: &Availability<'_>, commands: &mut Vec<Command>) {
    ui.set_min_width(230.0);
    let mut entry = |ui: &mut Ui, command| menu_entry(ui, command, availability, commands);
    match availability.context.snapshot() {
        Some(_) => {
            for command in [UiCommand::Restore, UiCommand::Clone, UiCommand::Rename] {
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
