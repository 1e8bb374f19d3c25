//! What each command is called, what it does in a sentence, its icon and its keys.

use egui::{Key, KeyboardShortcut, Modifiers};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons;

use super::UiCommand;
use crate::text;

/// What the table says of a command.
pub(super) struct About {
    pub text: &'static str,
    pub tooltip: &'static str,
    pub icon: MaterialIcon,
    pub keys: &'static [KeyboardShortcut],
}

const fn entry(
    text: &'static str,
    tooltip: &'static str,
    icon: MaterialIcon,
    keys: &'static [KeyboardShortcut],
) -> About {
    About { text, tooltip, icon, keys }
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

/// Keys are those of VirtualBox Manager where it has one for the same thing.
#[expect(clippy::too_many_lines, reason = "a table with an entry for each command")]
pub(super) fn about(command: UiCommand) -> About {
    match command {
        UiCommand::Refresh => entry(
            text!("command-refresh"),
            text!("command-refresh.tooltip"),
            icons::ICON_REFRESH,
            const { &[plain(Key::F5)] },
        ),
        UiCommand::Inspect => entry(
            text!("command-inspect"),
            text!("command-inspect.tooltip"),
            icons::ICON_TROUBLESHOOT,
            const { &[shift(Key::F5)] },
        ),
        UiCommand::OtherFolder => entry(
            text!("command-other-folder"),
            text!("command-other-folder.tooltip"),
            icons::ICON_FOLDER_OPEN,
            const { &[ctrl(Key::O)] },
        ),
        UiCommand::SaveReport => entry(
            text!("command-save-report"),
            text!("command-save-report.tooltip"),
            icons::ICON_SAVE,
            const { &[ctrl(Key::S)] },
        ),
        UiCommand::Search => entry(
            text!("command-search"),
            text!("command-search.tooltip"),
            icons::ICON_SEARCH,
            const { &[ctrl(Key::F), ctrl(Key::K)] },
        ),
        UiCommand::ShowOverview => entry(
            text!("command-show-overview"),
            text!("command-show-overview.tooltip"),
            icons::ICON_SPACE_DASHBOARD,
            const { &[ctrl_shift(Key::O)] },
        ),
        UiCommand::ShowCleanUp => entry(
            text!("command-show-clean-up"),
            text!("command-show-clean-up.tooltip"),
            icons::ICON_CLEANING_SERVICES,
            const { &[ctrl_shift(Key::L)] },
        ),
        UiCommand::ShowTree => entry(
            text!("command-show-tree"),
            text!("command-show-tree.tooltip"),
            icons::ICON_ACCOUNT_TREE,
            const { &[ctrl(Key::Num1)] },
        ),
        UiCommand::ShowTable => entry(
            text!("command-show-table"),
            text!("command-show-table.tooltip"),
            icons::ICON_TABLE_ROWS,
            const { &[ctrl(Key::Num2)] },
        ),
        UiCommand::ShowDiskMap => entry(
            text!("command-show-disk-map"),
            text!("command-show-disk-map.tooltip"),
            icons::ICON_DASHBOARD,
            const { &[ctrl(Key::Num3)] },
        ),
        UiCommand::ShowTimeline => entry(
            text!("command-show-timeline"),
            text!("command-show-timeline.tooltip"),
            icons::ICON_TIMELINE,
            const { &[ctrl(Key::Num4)] },
        ),
        UiCommand::ToggleDetails => entry(
            text!("command-toggle-details"),
            text!("command-toggle-details.tooltip"),
            icons::ICON_RIGHT_PANEL_CLOSE,
            const { &[ctrl(Key::I)] },
        ),
        UiCommand::Fit => entry(
            text!("command-fit"),
            text!("command-fit.tooltip"),
            icons::ICON_FIT_SCREEN,
            const { &[plain(Key::F)] },
        ),
        UiCommand::GoToCurrent => entry(
            text!("command-go-to-current"),
            text!("command-go-to-current.tooltip"),
            icons::ICON_MY_LOCATION,
            const { &[plain(Key::Home)] },
        ),
        UiCommand::ZoomIn => entry(
            text!("command-zoom-in"),
            text!("command-zoom-in.tooltip"),
            icons::ICON_ADD,
            const { &[plain(Key::Plus), plain(Key::Equals)] },
        ),
        UiCommand::ZoomOut => entry(
            text!("command-zoom-out"),
            text!("command-zoom-out.tooltip"),
            icons::ICON_REMOVE,
            const { &[plain(Key::Minus)] },
        ),
        UiCommand::ZoomReset => entry(
            text!("command-zoom-reset"),
            text!("command-zoom-reset.tooltip"),
            icons::ICON_SEARCH,
            const { &[plain(Key::Num0)] },
        ),
        UiCommand::LargerText => entry(
            text!("command-larger-text"),
            text!("command-larger-text.tooltip"),
            icons::ICON_TEXT_INCREASE,
            const { &[ctrl(Key::Plus), ctrl(Key::Equals)] },
        ),
        UiCommand::SmallerText => entry(
            text!("command-smaller-text"),
            text!("command-smaller-text.tooltip"),
            icons::ICON_TEXT_DECREASE,
            const { &[ctrl(Key::Minus)] },
        ),
        UiCommand::UsualText => entry(
            text!("command-usual-text"),
            text!("command-usual-text.tooltip"),
            icons::ICON_FORMAT_SIZE,
            const { &[ctrl(Key::Num0)] },
        ),
        UiCommand::SwitchTheme => entry(
            text!("command-switch-theme"),
            text!("command-switch-theme.tooltip"),
            icons::ICON_CONTRAST,
            const { &[plain(Key::F9)] },
        ),
        UiCommand::Take => entry(
            text!("command-take"),
            text!("command-take.tooltip"),
            icons::ICON_PHOTO_CAMERA,
            const { &[ctrl_shift(Key::T)] },
        ),
        UiCommand::Restore => entry(
            text!("command-restore"),
            text!("command-restore.tooltip"),
            icons::ICON_HISTORY,
            const { &[ctrl_shift(Key::R)] },
        ),
        UiCommand::Clone => entry(
            text!("command-clone"),
            text!("command-clone.tooltip"),
            icons::ICON_FILE_COPY,
            const { &[ctrl_shift(Key::C)] },
        ),
        UiCommand::Rename => entry(
            text!("command-rename"),
            text!("command-rename.tooltip"),
            icons::ICON_EDIT,
            const { &[plain(Key::F2)] },
        ),
        UiCommand::RenameSeveral => entry(
            text!("command-rename-several"),
            text!("command-rename-several.tooltip"),
            icons::ICON_DRIVE_FILE_RENAME_OUTLINE,
            const { &[shift(Key::F2)] },
        ),
        UiCommand::Pin => {
            entry(text!("command-pin"), text!("command-pin.tooltip"), icons::ICON_KEEP, const { &[plain(Key::P)] })
        }
        UiCommand::Mark => entry(
            text!("command-mark"),
            text!("command-mark.tooltip"),
            icons::ICON_DELETE,
            const { &[plain(Key::Delete), ctrl_shift(Key::D)] },
        ),
        UiCommand::MarkBranch => entry(
            text!("command-mark-branch"),
            text!("command-mark-branch.tooltip"),
            icons::ICON_DELETE,
            const { &[KeyboardShortcut::new(Modifiers::SHIFT, Key::Delete)] },
        ),
        UiCommand::MarkAllButCurrentPath => entry(
            text!("command-mark-all-but-current-path"),
            text!("command-mark-all-but-current-path.tooltip"),
            icons::ICON_DELETE,
            const { &[ctrl_shift(Key::A)] },
        ),
        UiCommand::UndoMark => entry(
            text!("command-undo-mark"),
            text!("command-undo-mark.tooltip"),
            icons::ICON_UNDO,
            const { &[ctrl(Key::Z)] },
        ),
        UiCommand::RedoMark => entry(
            text!("command-redo-mark"),
            text!("command-redo-mark.tooltip"),
            icons::ICON_REDO,
            const { &[ctrl_shift(Key::Z), ctrl(Key::Y)] },
        ),
        UiCommand::DiscardMarks => entry(
            text!("command-discard-marks"),
            text!("command-discard-marks.tooltip"),
            icons::ICON_CLOSE,
            const { &[ctrl_shift(Key::N)] },
        ),
        UiCommand::ReviewMarks => entry(
            text!("command-review-marks"),
            text!("command-review-marks.tooltip"),
            icons::ICON_CHECKLIST,
            const { &[ctrl(Key::Delete)] },
        ),
        UiCommand::DiscardSavedState => entry(
            text!("command-discard-saved-state"),
            text!("command-discard-saved-state.tooltip"),
            icons::ICON_POWER_SETTINGS_NEW,
            const { &[ctrl_shift(Key::M)] },
        ),
        UiCommand::SettingsCopies => entry(
            text!("command-settings-copies"),
            text!("command-settings-copies.tooltip"),
            icons::ICON_SETTINGS_BACKUP_RESTORE,
            const { &[ctrl_shift(Key::B)] },
        ),
        UiCommand::ChooseAll => entry(
            text!("command-choose-all"),
            text!("command-choose-all.tooltip"),
            icons::ICON_SELECT_ALL,
            const { &[ctrl(Key::A)] },
        ),
        UiCommand::TakeOfEach => entry(
            text!("command-take-several"),
            text!("command-take-several.tooltip"),
            icons::ICON_PHOTO_CAMERA,
            const { &[alt(Key::T)] },
        ),
        UiCommand::RestoreEach => entry(
            text!("command-restore-several"),
            text!("command-restore-several.tooltip"),
            icons::ICON_HISTORY,
            const { &[alt(Key::R)] },
        ),
        UiCommand::DeleteNamed => entry(
            text!("command-delete-by-name"),
            text!("command-delete-by-name.tooltip"),
            icons::ICON_DELETE,
            const { &[alt(Key::D)] },
        ),
        UiCommand::RenameEach => entry(
            text!("command-rename-by-template"),
            text!("command-rename-by-template.tooltip"),
            icons::ICON_DRIVE_FILE_RENAME_OUTLINE,
            const { &[alt(Key::N)] },
        ),
        UiCommand::PinEach => entry(
            text!("command-pin-several"),
            text!("command-pin-several.tooltip"),
            icons::ICON_KEEP,
            const { &[alt(Key::P)] },
        ),
        UiCommand::UnpinEach => entry(
            text!("command-unpin-several"),
            text!("command-unpin-several.tooltip"),
            icons::ICON_KEEP_OFF,
            const { &[alt(Key::U)] },
        ),
        UiCommand::SnapshotSets => entry(
            text!("command-sets"),
            text!("command-sets.tooltip"),
            icons::ICON_STACKS,
            const { &[ctrl_shift(Key::S)] },
        ),
        UiCommand::ToggleSandbox => entry(
            text!("command-toggle-sandbox"),
            text!("command-toggle-sandbox.tooltip"),
            icons::ICON_SCIENCE,
            const { &[alt(Key::S)] },
        ),
        UiCommand::NewPracticeMachine => entry(
            text!("command-new-practice-machine"),
            text!("command-new-practice-machine.tooltip"),
            icons::ICON_ADD,
            const { &[alt(Key::M)] },
        ),
        UiCommand::ResetSandbox => entry(
            text!("command-reset-sandbox"),
            text!("command-reset-sandbox.tooltip"),
            icons::ICON_RESTART_ALT,
            const { &[alt(Key::Backspace)] },
        ),
        UiCommand::RealMachines => entry(
            text!("command-real-machines"),
            text!("command-real-machines.tooltip"),
            icons::ICON_HELP,
            const { &[alt(Key::W)] },
        ),
        UiCommand::ToggleJobs => entry(
            text!("command-toggle-jobs"),
            text!("command-toggle-jobs.tooltip"),
            icons::ICON_PENDING,
            const { &[ctrl(Key::J)] },
        ),
        UiCommand::ShowSettings => entry(
            text!("command-settings"),
            text!("command-settings.tooltip"),
            icons::ICON_SETTINGS,
            const { &[ctrl(Key::Comma)] },
        ),
        UiCommand::ShowKeys => entry(
            text!("command-show-keys"),
            text!("command-show-keys.tooltip"),
            icons::ICON_KEYBOARD,
            const { &[plain(Key::F1), plain(Key::Questionmark)] },
        ),
    }
}
