//! The commands that need no further words. A button, a menu entry and a key always agree: the text, tooltip, icon and keys of
//! each are in one table.
//!
//! ```text
//! table   what each is called, and its keys
//! groups  where each stands in the menu of all commands
//! ```

mod groups;
mod table;

use egui::{Key, KeyboardShortcut};
use egui_material_icons::MaterialIcon;

pub use groups::{GROUPS, Group, GroupKind};

use crate::text;

/// Commands that need no further words. Those on snapshots concern the machine that is shown and the
/// place that is chosen in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UiCommand {
    /// Read all machines again.
    Refresh,
    /// Look for findings again.
    Inspect,
    /// Read the machines of another folder.
    OtherFolder,
    /// Save what was found as a page to read.
    SaveReport,
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
    /// Everything larger, in all views.
    LargerText,
    /// Everything smaller.
    SmallerText,
    /// Everything as large as usual.
    UsualText,
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
    /// Show or hide the Sandbox.
    ToggleSandbox,
    /// Make an empty practice machine.
    NewPracticeMachine,
    /// Ask before all practice machines are deleted and the samples made anew.
    ResetSandbox,
    /// Tell where real machines are looked for.
    RealMachines,
    /// Show or hide what is being done and what was done.
    ToggleJobs,
    /// Show the settings.
    ShowSettings,
    /// Show every key and what it does.
    ShowKeys,
}

impl UiCommand {
    /// Every command of the table.
    pub const ALL: [Self; 51] = [
        Self::Refresh,
        Self::Inspect,
        Self::OtherFolder,
        Self::SaveReport,
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
        Self::LargerText,
        Self::SmallerText,
        Self::UsualText,
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
        Self::ToggleSandbox,
        Self::NewPracticeMachine,
        Self::ResetSandbox,
        Self::RealMachines,
        Self::ToggleJobs,
        Self::ShowSettings,
        Self::ShowKeys,
    ];

    /// Its name on buttons and in menus.
    #[must_use]
    pub fn text(self) -> &'static str {
        table::about(self).text
    }

    /// One sentence on what it does.
    #[must_use]
    pub fn tooltip(self) -> &'static str {
        table::about(self).tooltip
    }

    /// Its icon.
    #[must_use]
    pub fn icon(self) -> MaterialIcon {
        table::about(self).icon
    }

    /// Its keys.
    #[must_use]
    pub fn shortcuts(self) -> &'static [KeyboardShortcut] {
        table::about(self).keys
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
            | Self::Inspect
            | Self::OtherFolder
            | Self::SaveReport
            | Self::Search
            | Self::ShowOverview
            | Self::ShowCleanUp
            | Self::ShowTree
            | Self::ShowTable
            | Self::ShowDiskMap
            | Self::ShowTimeline
            | Self::LargerText
            | Self::SmallerText
            | Self::UsualText
            | Self::SwitchTheme
            | Self::ChooseAll
            | Self::TakeOfEach
            | Self::RestoreEach
            | Self::DeleteNamed
            | Self::RenameEach
            | Self::PinEach
            | Self::UnpinEach
            | Self::SnapshotSets
            | Self::ToggleSandbox
            | Self::NewPracticeMachine
            | Self::ResetSandbox
            | Self::RealMachines
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
        Key::Comma => ",",
        _ => key.name(),
    };
    ctx.format_shortcut(&shortcut).replace(key.name(), sign)
}

/// Whether a text field has its own use for these keys.
fn is_for_writing(shortcut: KeyboardShortcut) -> bool {
    let modifiers = shortcut.modifiers;
    // With Alt, some keyboards write other letters.
    let is_plain = !modifiers.command && !modifiers.ctrl;
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
    fn every_command_has_a_key_and_one_place_in_the_menu() {
        for command in UiCommand::ALL {
            assert!(!command.shortcuts().is_empty(), "{command:?} has no key");
            let places = GROUPS.iter().flat_map(|group| group.commands).filter(|other| **other == command).count();
            assert_eq!(places, 1, "{command:?}");
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
