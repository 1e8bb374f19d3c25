//! The table of commands that need no further words: each with its text, tooltip, icon and keys, so that a
//! button, a menu entry and a key always agree.

use egui::{Key, KeyboardShortcut, Modifiers};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons;

use crate::text;

/// Commands that need no further words. Those on snapshots concern the machine that is shown and the
/// place that is chosen in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UiCommand {
    /// Read all machines again.
    Refresh,
    /// Put the cursor into the search field.
    Search,
    /// Show all machines together.
    ShowOverview,
    /// Show what a rule would delete.
    ShowCleanUp,
    /// Show the tree.
    ShowTree,
    /// Show the table.
    ShowTable,
    /// Show the disk map.
    ShowDiskMap,
    /// Show the timeline.
    ShowTimeline,
    /// Show or hide the details.
    ToggleDetails,
    /// Make the whole tree fit.
    Fit,
    /// Bring the current state into view.
    GoToCurrent,
    /// Larger.
    ZoomIn,
    /// Smaller.
    ZoomOut,
    /// Size 100 %.
    ZoomReset,
    /// Dark becomes light and back.
    SwitchTheme,
    /// Take a snapshot.
    Take,
    /// Go back to the chosen snapshot.
    Restore,
    /// Make machines from the chosen place.
    Clone,
    /// Change the chosen snapshot's name.
    Rename,
    /// Name several snapshots by a template.
    RenameSeveral,
    /// Pin the chosen snapshot, change the reason of its pin, or unpin it.
    Pin,
    /// Mark the chosen snapshot, or unmark it.
    Mark,
    /// Mark the chosen snapshot and all below it, or unmark them.
    MarkBranch,
    /// Mark all that is not on the way to the current state.
    MarkAllButCurrentPath,
    /// Go back to the marks before.
    UndoMark,
    /// Go forward to the marks after.
    RedoMark,
    /// Unmark everything.
    DiscardMarks,
    /// See what deleting the marked does, and do it.
    ReviewMarks,
    /// Throw the saved memory of the current state away.
    DiscardSavedState,
    /// See the copies of the machine's settings file.
    SettingsCopies,
    /// Choose all machines that the sidebar lists.
    ChooseAll,
    /// Take a snapshot of each chosen machine.
    TakeOfEach,
    /// Go back in each chosen machine.
    RestoreEach,
    /// Delete the snapshots of a name in the chosen machines.
    DeleteNamed,
    /// Name snapshots of the chosen machines by a template.
    RenameEach,
    /// Pin snapshots of the chosen machines.
    PinEach,
    /// Take the pins of snapshots of the chosen machines off.
    UnpinEach,
    /// See the snapshots that were taken together.
    SnapshotSets,
    /// Show or hide what is being done and what was done.
    ToggleJobs,
    /// Show the settings.
    ShowSettings,
    /// Show every key and what it does.
    ShowKeys,
}

/// What the table says of a command.
struct About {
    text: &'static str,
    tooltip: &'static str,
    icon: MaterialIcon,
    keys: &'static [KeyboardShortcut],
}

const fn about(
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

impl UiCommand {
    /// Every command of the table.
    pub const ALL: [Self; 41] = [
        Self::Refresh,
        Self::Search,
        Self::ShowOverview,
        Self::ShowCleanUp,
        Self::ShowTree,
        Self::ShowTable,
        Self::ShowDiskMap,
        Self::ShowTimeline,
        Self::ToggleDetails,
        Self::Fit,
        Self::GoToCurrent,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomReset,
        Self::SwitchTheme,
        Self::Take,
        Self::Restore,
        Self::Clone,
        Self::Rename,
        Self::RenameSeveral,
        Self::Pin,
        Self::Mark,
        Self::MarkBranch,
        Self::MarkAllButCurrentPath,
        Self::UndoMark,
        Self::RedoMark,
        Self::DiscardMarks,
        Self::ReviewMarks,
        Self::DiscardSavedState,
        Self::SettingsCopies,
        Self::ChooseAll,
        Self::TakeOfEach,
        Self::RestoreEach,
        Self::DeleteNamed,
        Self::RenameEach,
        Self::PinEach,
        Self::UnpinEach,
        Self::SnapshotSets,
        Self::ToggleJobs,
        Self::ShowSettings,
        Self::ShowKeys,
    ];

    /// Keys are those of VirtualBox Manager where it has one for the same thing.
    #[expect(clippy::too_many_lines, reason = "a table with an entry for each command")]
    fn about(self) -> About {
        match self {
            Self::Refresh => about(
                text!("command-refresh"),
                text!("command-refresh.tooltip"),
                icons::ICON_REFRESH,
                const { &[plain(Key::F5)] },
            ),
            Self::Search => about(
                text!("command-search"),
                text!("command-search.tooltip"),
                icons::ICON_SEARCH,
                const { &[ctrl(Key::F), ctrl(Key::K)] },
            ),
            Self::ShowOverview => about(
                text!("command-show-overview"),
                text!("command-show-overview.tooltip"),
                icons::ICON_SPACE_DASHBOARD,
                const { &[ctrl_shift(Key::O)] },
            ),
            Self::ShowCleanUp => about(
                text!("command-show-clean-up"),
                text!("command-show-clean-up.tooltip"),
                icons::ICON_CLEANING_SERVICES,
                const { &[ctrl_shift(Key::L)] },
            ),
            Self::ShowTree => about(
                text!("command-show-tree"),
                text!("command-show-tree.tooltip"),
                icons::ICON_ACCOUNT_TREE,
                const { &[ctrl(Key::Num1)] },
            ),
            Self::ShowTable => about(
                text!("command-show-table"),
                text!("command-show-table.tooltip"),
                icons::ICON_TABLE_ROWS,
                const { &[ctrl(Key::Num2)] },
            ),
            Self::ShowDiskMap => about(
                text!("command-show-disk-map"),
                text!("command-show-disk-map.tooltip"),
                icons::ICON_DASHBOARD,
                const { &[ctrl(Key::Num3)] },
            ),
            Self::ShowTimeline => about(
                text!("command-show-timeline"),
                text!("command-show-timeline.tooltip"),
                icons::ICON_TIMELINE,
                const { &[ctrl(Key::Num4)] },
            ),
            Self::ToggleDetails => about(
                text!("command-toggle-details"),
                text!("command-toggle-details.tooltip"),
                icons::ICON_RIGHT_PANEL_CLOSE,
                const { &[ctrl(Key::I)] },
            ),
            Self::Fit => about(
                text!("command-fit"),
                text!("command-fit.tooltip"),
                icons::ICON_FIT_SCREEN,
                const { &[plain(Key::F)] },
            ),
            Self::GoToCurrent => about(
                text!("command-go-to-current"),
                text!("command-go-to-current.tooltip"),
                icons::ICON_MY_LOCATION,
                const { &[plain(Key::Home)] },
            ),
            Self::ZoomIn => about(
                text!("command-zoom-in"),
                text!("command-zoom-in.tooltip"),
                icons::ICON_ADD,
                const { &[plain(Key::Plus), plain(Key::Equals)] },
            ),
            Self::ZoomOut => about(
                text!("command-zoom-out"),
                text!("command-zoom-out.tooltip"),
                icons::ICON_REMOVE,
                const { &[plain(Key::Minus)] },
            ),
            Self::ZoomReset => about(
                text!("command-zoom-reset"),
                text!("command-zoom-reset.tooltip"),
                icons::ICON_SEARCH,
                const { &[plain(Key::Num0)] },
            ),
            Self::SwitchTheme => {
                about(text!("command-switch-theme"), text!("command-switch-theme.tooltip"), icons::ICON_CONTRAST, &[])
            }
            Self::Take => about(
                text!("command-take"),
                text!("command-take.tooltip"),
                icons::ICON_PHOTO_CAMERA,
                const { &[ctrl_shift(Key::T)] },
            ),
            Self::Restore => about(
                text!("command-restore"),
                text!("command-restore.tooltip"),
                icons::ICON_HISTORY,
                const { &[ctrl_shift(Key::R)] },
            ),
            Self::Clone => about(
                text!("command-clone"),
                text!("command-clone.tooltip"),
                icons::ICON_FILE_COPY,
                const { &[ctrl_shift(Key::C)] },
            ),
            Self::Rename => about(
                text!("command-rename"),
                text!("command-rename.tooltip"),
                icons::ICON_EDIT,
                const { &[plain(Key::F2)] },
            ),
            Self::RenameSeveral => about(
                text!("command-rename-several"),
                text!("command-rename-several.tooltip"),
                icons::ICON_DRIVE_FILE_RENAME_OUTLINE,
                &[],
            ),
            Self::Pin => {
                about(text!("command-pin"), text!("command-pin.tooltip"), icons::ICON_KEEP, const { &[plain(Key::P)] })
            }
            Self::Mark => about(
                text!("command-mark"),
                text!("command-mark.tooltip"),
                icons::ICON_DELETE,
                const { &[plain(Key::Delete), ctrl_shift(Key::D)] },
            ),
            Self::MarkBranch => about(
                text!("command-mark-branch"),
                text!("command-mark-branch.tooltip"),
                icons::ICON_DELETE,
                const { &[KeyboardShortcut::new(Modifiers::SHIFT, Key::Delete)] },
            ),
            Self::MarkAllButCurrentPath => about(
                text!("command-mark-all-but-current-path"),
                text!("command-mark-all-but-current-path.tooltip"),
                icons::ICON_DELETE,
                &[],
            ),
            Self::UndoMark => about(
                text!("command-undo-mark"),
                text!("command-undo-mark.tooltip"),
                icons::ICON_UNDO,
                const { &[ctrl(Key::Z)] },
            ),
            Self::RedoMark => about(
                text!("command-redo-mark"),
                text!("command-redo-mark.tooltip"),
                icons::ICON_REDO,
                const { &[ctrl_shift(Key::Z), ctrl(Key::Y)] },
            ),
            Self::DiscardMarks => {
                about(text!("command-discard-marks"), text!("command-discard-marks.tooltip"), icons::ICON_CLOSE, &[])
            }
            Self::ReviewMarks => about(
                text!("command-review-marks"),
                text!("command-review-marks.tooltip"),
                icons::ICON_CHECKLIST,
                const { &[ctrl(Key::Delete)] },
            ),
            Self::DiscardSavedState => about(
                text!("command-discard-saved-state"),
                text!("command-discard-saved-state.tooltip"),
                icons::ICON_POWER_SETTINGS_NEW,
                &[],
            ),
            Self::SettingsCopies => about(
                text!("command-settings-copies"),
                text!("command-settings-copies.tooltip"),
                icons::ICON_SETTINGS_BACKUP_RESTORE,
                &[],
            ),
            Self::ChooseAll => about(
                text!("command-choose-all"),
                text!("command-choose-all.tooltip"),
                icons::ICON_SELECT_ALL,
                const { &[ctrl(Key::A)] },
            ),
            Self::TakeOfEach => about(
                text!("command-take-several"),
                text!("command-take-several.tooltip"),
                icons::ICON_PHOTO_CAMERA,
                &[],
            ),
            Self::RestoreEach => about(
                text!("command-restore-several"),
                text!("command-restore-several.tooltip"),
                icons::ICON_HISTORY,
                &[],
            ),
            Self::DeleteNamed => {
                about(text!("command-delete-by-name"), text!("command-delete-by-name.tooltip"), icons::ICON_DELETE, &[])
            }
            Self::RenameEach => about(
                text!("command-rename-by-template"),
                text!("command-rename-by-template.tooltip"),
                icons::ICON_DRIVE_FILE_RENAME_OUTLINE,
                &[],
            ),
            Self::PinEach => {
                about(text!("command-pin-several"), text!("command-pin-several.tooltip"), icons::ICON_KEEP, &[])
            }
            Self::UnpinEach => {
                about(text!("command-unpin-several"), text!("command-unpin-several.tooltip"), icons::ICON_KEEP_OFF, &[])
            }
            Self::SnapshotSets => about(
                text!("command-sets"),
                text!("command-sets.tooltip"),
                icons::ICON_STACKS,
                const { &[ctrl_shift(Key::S)] },
            ),
            Self::ToggleJobs => about(
                text!("command-toggle-jobs"),
                text!("command-toggle-jobs.tooltip"),
                icons::ICON_PENDING,
                const { &[ctrl(Key::J)] },
            ),
            Self::ShowSettings => about(
                text!("command-settings"),
                text!("command-settings.tooltip"),
                icons::ICON_SETTINGS,
                const { &[ctrl(Key::Comma)] },
            ),
            Self::ShowKeys => about(
                text!("command-show-keys"),
                text!("command-show-keys.tooltip"),
                icons::ICON_KEYBOARD,
                const { &[plain(Key::F1), plain(Key::Questionmark)] },
            ),
        }
    }

    /// Its name on buttons and in menus.
    #[must_use]
    pub fn text(self) -> &'static str {
        self.about().text
    }

    /// One sentence on what it does.
    #[must_use]
    pub fn tooltip(self) -> &'static str {
        self.about().tooltip
    }

    /// Its icon.
    #[must_use]
    pub fn icon(self) -> MaterialIcon {
        self.about().icon
    }

    /// Its keys.
    #[must_use]
    pub fn shortcuts(self) -> &'static [KeyboardShortcut] {
        self.about().keys
    }

    /// Whether it changes the machine that is shown, or what is marked in it. Where that machine is not in sight, its
    /// keys do nothing.
    #[must_use]
    pub fn is_about_machine(self) -> bool {
        match self {
            Self::Take
            | Self::Restore
            | Self::Clone
            | Self::Rename
            | Self::RenameSeveral
            | Self::Pin
            | Self::Mark
            | Self::MarkBranch
            | Self::MarkAllButCurrentPath
            | Self::UndoMark
            | Self::RedoMark
            | Self::DiscardMarks
            | Self::ReviewMarks
            | Self::DiscardSavedState
            | Self::SettingsCopies
            | Self::Fit
            | Self::GoToCurrent
            | Self::ZoomIn
            | Self::ZoomOut
            | Self::ZoomReset
            | Self::ToggleDetails => true,
            Self::Refresh
            | Self::Search
            | Self::ShowOverview
            | Self::ShowCleanUp
            | Self::ShowTree
            | Self::ShowTable
            | Self::ShowDiskMap
            | Self::ShowTimeline
            | Self::SwitchTheme
            | Self::ChooseAll
            | Self::TakeOfEach
            | Self::RestoreEach
            | Self::DeleteNamed
            | Self::RenameEach
            | Self::PinEach
            | Self::UnpinEach
            | Self::SnapshotSets
            | Self::ToggleJobs
            | Self::ShowSettings
            | Self::ShowKeys => false,
        }
    }

    /// The commands whose keys were pressed. Called before any widget is shown, so that the key is not
    /// used twice. While a text is being written, keys that mean something there are left alone.
    #[must_use]
    pub fn take_pressed(ctx: &egui::Context) -> Vec<Self> {
        let writing = ctx.text_edit_focused();
        let usable = |shortcut: &KeyboardShortcut| !writing || !is_for_writing(*shortcut);
        let mut all: Vec<(Self, KeyboardShortcut)> = Self::ALL
            .into_iter()
            .flat_map(|command| command.shortcuts().iter().map(move |shortcut| (command, *shortcut)))
            .filter(|(_, shortcut)| usable(shortcut))
            .collect();
        // Ctrl+Shift+S also matches Ctrl+S: the one with more keys goes first.
        all.sort_by_key(|(_, shortcut)| {
            std::cmp::Reverse(u8::from(shortcut.modifiers.shift) + u8::from(shortcut.modifiers.alt))
        });
        ctx.input_mut(|input| {
            let pressed = all.into_iter().filter(|(_, shortcut)| input.consume_shortcut(shortcut));
            pressed.map(|(command, _)| command).collect()
        })
    }

    /// Its first keys, as people read them; empty where it has none.
    #[must_use]
    pub fn keys_text(self, ctx: &egui::Context) -> String {
        self.shortcuts().first().map(|shortcut| readable(ctx, *shortcut)).unwrap_or_default()
    }

    /// All its keys, as people read them.
    #[must_use]
    pub fn all_keys_text(self, ctx: &egui::Context) -> Vec<String> {
        self.shortcuts().iter().map(|shortcut| readable(ctx, *shortcut)).collect()
    }

    /// Its tooltip with its keys.
    #[must_use]
    pub fn tooltip_with_keys(self, ctx: &egui::Context) -> String {
        let keys = self.all_keys_text(ctx);
        if keys.is_empty() {
            return self.tooltip().to_owned();
        }
        text!("command-with-keys", tooltip = self.tooltip(), keys = keys.join(", "))
    }
}

/// Keys with a sign are told by it, not by the sign's name.
fn readable(ctx: &egui::Context, shortcut: KeyboardShortcut) -> String {
    let key = shortcut.logical_key;
    let sign = match key {
        Key::Plus => "+",
        Key::Minus => "-",
        Key::Equals => "=",
        Key::Questionmark => "?",
        _ => key.name(),
    };
    ctx.format_shortcut(&shortcut).replace(key.name(), sign)
}

/// Whether a text field has its own use for these keys.
fn is_for_writing(shortcut: KeyboardShortcut) -> bool {
    let modifiers = shortcut.modifiers;
    let is_plain = !modifiers.command && !modifiers.ctrl && !modifiers.alt;
    is_plain
        || matches!(shortcut.logical_key, Key::A | Key::Z | Key::Y | Key::Delete | Key::C | Key::T | Key::D | Key::R)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_a_key() {
        let mut seen: Vec<KeyboardShortcut> = Vec::new();
        for command in UiCommand::ALL {
            for shortcut in command.shortcuts() {
                assert!(!seen.contains(shortcut), "{command:?} uses a key that another command has");
                seen.push(*shortcut);
            }
        }
    }

    #[test]
    fn every_command_has_its_own_name() {
        let mut names: Vec<&str> = UiCommand::ALL.into_iter().map(UiCommand::text).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), UiCommand::ALL.len());
    }
}
