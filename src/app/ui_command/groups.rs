//! Where each command stands in the menu of all commands.

use super::UiCommand;
use crate::text;

/// Commands that belong together.
#[derive(Debug)]
pub struct Group {
    /// In the order of the menu.
    pub commands: &'static [UiCommand],
    /// What they are about.
    pub kind: GroupKind,
}

/// What the commands of a group are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKind {
    /// What fills the window.
    Pages,
    /// How it is shown.
    View,
    /// Snapshots of the machine that is shown.
    Snapshot,
    /// What is marked for deletion.
    Marks,
    /// All chosen machines.
    Several,
    /// The program.
    Program,
}

impl Group {
    /// What they are about.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self.kind {
            GroupKind::Pages => text!("command-group-pages"),
            GroupKind::View => text!("command-group-view"),
            GroupKind::Snapshot => text!("command-group-snapshot"),
            GroupKind::Marks => text!("command-group-marks"),
            GroupKind::Several => text!("command-group-several"),
            GroupKind::Program => text!("command-group-program"),
        }
    }
}

/// All groups, in the order of the menu.
pub const GROUPS: [Group; 6] = [
    Group {
        kind: GroupKind::Snapshot,
        commands: &[
            UiCommand::Take,
            UiCommand::Restore,
            UiCommand::Clone,
            UiCommand::Rename,
            UiCommand::RenameSeveral,
            UiCommand::Pin,
            UiCommand::DiscardSavedState,
            UiCommand::SettingsCopies,
        ],
    },
    Group {
        kind: GroupKind::Marks,
        commands: &[
            UiCommand::Mark,
            UiCommand::MarkBranch,
            UiCommand::MarkAllButCurrentPath,
            UiCommand::UndoMark,
            UiCommand::RedoMark,
            UiCommand::DiscardMarks,
            UiCommand::ReviewMarks,
        ],
    },
    Group {
        kind: GroupKind::Several,
        commands: &[
            UiCommand::ChooseAll,
            UiCommand::TakeOfEach,
            UiCommand::RestoreEach,
            UiCommand::DeleteNamed,
            UiCommand::RenameEach,
            UiCommand::PinEach,
            UiCommand::UnpinEach,
            UiCommand::SnapshotSets,
        ],
    },
    Group {
        kind: GroupKind::Pages,
        commands: &[
            UiCommand::ShowOverview,
            UiCommand::ShowCleanUp,
            UiCommand::ShowTree,
            UiCommand::ShowTable,
            UiCommand::ShowDiskMap,
            UiCommand::ShowTimeline,
            UiCommand::ToggleJobs,
        ],
    },
    Group {
        kind: GroupKind::View,
        commands: &[
            UiCommand::ToggleDetails,
            UiCommand::Fit,
            UiCommand::GoToCurrent,
            UiCommand::ZoomIn,
            UiCommand::ZoomOut,
            UiCommand::ZoomReset,
            UiCommand::LargerText,
            UiCommand::SmallerText,
            UiCommand::UsualText,
            UiCommand::SwitchTheme,
        ],
    },
    Group {
        kind: GroupKind::Program,
        commands: &[
            UiCommand::Search,
            UiCommand::Refresh,
            UiCommand::Inspect,
            UiCommand::SaveReport,
            UiCommand::OtherFolder,
            UiCommand::RealMachines,
            UiCommand::ToggleSandbox,
            UiCommand::NewPracticeMachine,
            UiCommand::ResetSandbox,
            UiCommand::ShowSettings,
            UiCommand::ShowKeys,
        ],
    },
];
