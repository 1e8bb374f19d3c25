//! The table of commands that need no further words: each with its text, tooltip, icon and keys, so that a
//! button, a menu entry and a key always agree.

use egui::{Key, KeyboardShortcut, Modifiers};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons;

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
    /// Show or hide what is being done and what was done.
    ToggleJobs,
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
    pub const ALL: [Self; 31] = [
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
        Self::Mark,
        Self::MarkBranch,
        Self::MarkAllButCurrentPath,
        Self::UndoMark,
        Self::RedoMark,
        Self::DiscardMarks,
        Self::ReviewMarks,
        Self::DiscardSavedState,
        Self::SettingsCopies,
        Self::ToggleJobs,
        Self::ShowKeys,
    ];

    /// Keys are those of VirtualBox Manager where it has one for the same thing.
    #[expect(clippy::too_many_lines, reason = "a table with an entry for each command")]
    fn about(self) -> About {
        match self {
            Self::Refresh => {
                about("Refresh", "Read all machines again", icons::ICON_REFRESH, const { &[plain(Key::F5)] })
            }
            Self::Search => about(
                "Search",
                "Find machines and snapshots by name or description",
                icons::ICON_SEARCH,
                const { &[ctrl(Key::F), ctrl(Key::K)] },
            ),
            Self::ShowOverview => about(
                "Overview",
                "Show all machines together: what was found, and where the space is",
                icons::ICON_SPACE_DASHBOARD,
                const { &[ctrl_shift(Key::O)] },
            ),
            Self::ShowCleanUp => about(
                "Clean up",
                "Let a rule choose which snapshots of all machines can go, review it and delete them",
                icons::ICON_CLEANING_SERVICES,
                const { &[ctrl_shift(Key::L)] },
            ),
            Self::ShowTree => {
                about("Tree", "Show the snapshots as a tree", icons::ICON_ACCOUNT_TREE, const { &[ctrl(Key::Num1)] })
            }
            Self::ShowTable => {
                about("Table", "Show the snapshots as a table", icons::ICON_TABLE_ROWS, const { &[ctrl(Key::Num2)] })
            }
            Self::ShowDiskMap => about(
                "Disk map",
                "Show the files by the space they take",
                icons::ICON_DASHBOARD,
                const { &[ctrl(Key::Num3)] },
            ),
            Self::ShowTimeline => about(
                "Timeline",
                "Show the snapshots by the time they were taken",
                icons::ICON_TIMELINE,
                const { &[ctrl(Key::Num4)] },
            ),
            Self::ToggleDetails => about(
                "Details",
                "Show or hide the details of the selection",
                icons::ICON_RIGHT_PANEL_CLOSE,
                const { &[ctrl(Key::I)] },
            ),
            Self::Fit => {
                about("Fit", "Make everything fit into the window", icons::ICON_FIT_SCREEN, const { &[plain(Key::F)] })
            }
            Self::GoToCurrent => about(
                "Go to current",
                "Bring the current state into view",
                icons::ICON_MY_LOCATION,
                const { &[plain(Key::Home)] },
            ),
            Self::ZoomIn => about(
                "Zoom in",
                "Show less, but larger",
                icons::ICON_ADD,
                const { &[plain(Key::Plus), plain(Key::Equals)] },
            ),
            Self::ZoomOut => {
                about("Zoom out", "Show more, but smaller", icons::ICON_REMOVE, const { &[plain(Key::Minus)] })
            }
            Self::ZoomReset => about(
                "Zoom to 100 %",
                "Show the snapshots in their natural size",
                icons::ICON_SEARCH,
                const { &[plain(Key::Num0)] },
            ),
            Self::SwitchTheme => {
                about("Dark or light", "Switch between the dark and the light theme", icons::ICON_CONTRAST, &[])
            }
            Self::Take => about(
                "Take snapshot",
                "Keep the current state as a snapshot",
                icons::ICON_PHOTO_CAMERA,
                const { &[ctrl_shift(Key::T)] },
            ),
            Self::Restore => about(
                "Restore…",
                "Go back to the chosen snapshot",
                icons::ICON_HISTORY,
                const { &[ctrl_shift(Key::R)] },
            ),
            Self::Clone => about(
                "Clone…",
                "Make one or several new machines from the chosen place",
                icons::ICON_FILE_COPY,
                const { &[ctrl_shift(Key::C)] },
            ),
            Self::Rename => {
                about("Rename", "Change the chosen snapshot's name", icons::ICON_EDIT, const { &[plain(Key::F2)] })
            }
            Self::RenameSeveral => about(
                "Rename several…",
                "Name several snapshots by a template",
                icons::ICON_DRIVE_FILE_RENAME_OUTLINE,
                &[],
            ),
            Self::Mark => about(
                "Mark for deletion",
                "Mark the chosen snapshot for deletion, or unmark it",
                icons::ICON_DELETE,
                const { &[plain(Key::Delete), ctrl_shift(Key::D)] },
            ),
            Self::MarkBranch => about(
                "Mark the whole branch",
                "Mark the chosen snapshot and all below it for deletion, or unmark them",
                icons::ICON_DELETE,
                const { &[KeyboardShortcut::new(Modifiers::SHIFT, Key::Delete)] },
            ),
            Self::MarkAllButCurrentPath => about(
                "Mark all but the current path",
                "Mark every snapshot that the current state does not descend from",
                icons::ICON_DELETE,
                &[],
            ),
            Self::UndoMark => {
                about("Undo marking", "Go back to the marks before", icons::ICON_UNDO, const { &[ctrl(Key::Z)] })
            }
            Self::RedoMark => about(
                "Redo marking",
                "Go forward to the marks after",
                icons::ICON_REDO,
                const { &[ctrl_shift(Key::Z), ctrl(Key::Y)] },
            ),
            Self::DiscardMarks => about("Discard", "Unmark everything", icons::ICON_CLOSE, &[]),
            Self::ReviewMarks => about(
                "Review and delete…",
                "See what deleting the marked snapshots does, before it is done",
                icons::ICON_CHECKLIST,
                const { &[ctrl(Key::Delete)] },
            ),
            Self::DiscardSavedState => about(
                "Discard saved state…",
                "Throw the saved memory of the current state away",
                icons::ICON_POWER_SETTINGS_NEW,
                &[],
            ),
            Self::SettingsCopies => about(
                "Copies of the settings file…",
                "See the copies that were made of this machine's settings file before each change",
                icons::ICON_SETTINGS_BACKUP_RESTORE,
                &[],
            ),
            Self::ToggleJobs => about(
                "Jobs",
                "Show what is being done and what was done",
                icons::ICON_PENDING,
                const { &[ctrl(Key::J)] },
            ),
            Self::ShowKeys => about(
                "Keys",
                "Show every key and what it does",
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
            | Self::ToggleJobs
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
        if keys.is_empty() { self.tooltip().to_owned() } else { format!("{} ({})", self.tooltip(), keys.join(", ")) }
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
    is_plain || matches!(shortcut.logical_key, Key::Z | Key::Y | Key::Delete | Key::C | Key::T | Key::D | Key::R)
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
