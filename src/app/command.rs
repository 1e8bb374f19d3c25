//! What a person can ask for. Views return [`Command`]s and change nothing themselves.
//!
//! Commands that need no further words are in the [`UiCommand`] table, which gives each its text,
//! tooltip, icon and key, so that a button, a menu entry and a key always agree.

use std::path::PathBuf;

use egui::{Key, KeyboardShortcut, Modifiers, ThemePreference};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons;

use crate::model::{MachineKey, SnapshotId};

/// A place in a machine's tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Node {
    /// A snapshot.
    Snapshot(SnapshotId),
    /// The machine as it is now.
    CurrentState,
}

/// How a click on a machine changes the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelectionMode {
    /// Only this one.
    Only,
    /// This one too, or no longer.
    Toggle,
    /// All from the last one clicked to this one.
    Range,
}

/// The views of a machine.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ViewKind {
    /// Cards joined by lines.
    #[default]
    Tree,
    /// A row for each snapshot.
    Table,
}

/// One thing a person asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Choose machines in the sidebar.
    SelectMachine(MachineKey, SelectionMode),
    /// Choose a place in the tree of the machine that is shown.
    SelectNode(Node),
    /// Compare the selection with this place; `None` with the current state again.
    CompareWith(Option<Node>),
    /// Show a machine and choose a place in its tree, bringing it into view.
    Jump(MachineKey, Node),
    /// Hide or show what is below a snapshot.
    SetCollapsed(SnapshotId, bool),
    /// Open the fold that this snapshot is hidden in.
    OpenFold(SnapshotId),
    /// Close the fold this snapshot belongs to.
    CloseFolds,
    /// Put a text on the clipboard.
    Copy(String),
    /// Follow the system's theme, or one of its own.
    SetTheme(ThemePreference),
    /// Read machines from this VirtualBox folder from now on; `None` for the usual one.
    UseVirtualBoxHome(Option<PathBuf>),
    /// Show the Sandbox among the connections, or no longer.
    ShowSandbox(bool),
    /// Make an empty practice machine.
    NewPracticeMachine,
    /// Ask before the Sandbox is reset.
    AskResetSandbox,
    /// Delete all practice machines and make the samples anew.
    ResetSandbox,
    /// Tell where real machines are looked for.
    ExplainRealMachines,
    /// Ask for a folder.
    ChooseVirtualBoxHome,
    /// A command of the table.
    Ui(UiCommand),
}

/// Commands that need no further words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UiCommand {
    /// Read all machines again.
    Refresh,
    /// Put the cursor into the search field.
    Search,
    /// Show the tree.
    ShowTree,
    /// Show the table.
    ShowTable,
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
}

impl UiCommand {
    /// Every command of the table.
    pub const ALL: [Self; 11] = [
        Self::Refresh,
        Self::Search,
        Self::ShowTree,
        Self::ShowTable,
        Self::ToggleDetails,
        Self::Fit,
        Self::GoToCurrent,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomReset,
        Self::SwitchTheme,
    ];

    /// Its name on buttons and in menus.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Refresh => "Refresh",
            Self::Search => "Search",
            Self::ShowTree => "Tree",
            Self::ShowTable => "Table",
            Self::ToggleDetails => "Details",
            Self::Fit => "Fit",
            Self::GoToCurrent => "Go to current",
            Self::ZoomIn => "Zoom in",
            Self::ZoomOut => "Zoom out",
            Self::ZoomReset => "Zoom to 100 %",
            Self::SwitchTheme => "Dark or light",
        }
    }

    /// One sentence on what it does.
    #[must_use]
    pub fn tooltip(self) -> &'static str {
        match self {
            Self::Refresh => "Read all machines again",
            Self::Search => "Find machines and snapshots by name or description",
            Self::ShowTree => "Show the snapshots as a tree",
            Self::ShowTable => "Show the snapshots as a table",
            Self::ToggleDetails => "Show or hide the details of the selection",
            Self::Fit => "Make the whole tree fit into the window",
            Self::GoToCurrent => "Bring the current state into view",
            Self::ZoomIn => "Show the tree larger",
            Self::ZoomOut => "Show the tree smaller",
            Self::ZoomReset => "Show the tree in its natural size",
            Self::SwitchTheme => "Switch between the dark and the light theme",
        }
    }

    /// Its icon.
    #[must_use]
    pub fn icon(self) -> MaterialIcon {
        match self {
            Self::Refresh => icons::ICON_REFRESH,
            Self::Search | Self::ZoomReset => icons::ICON_SEARCH,
            Self::ShowTree => icons::ICON_ACCOUNT_TREE,
            Self::ShowTable => icons::ICON_TABLE_ROWS,
            Self::ToggleDetails => icons::ICON_RIGHT_PANEL_CLOSE,
            Self::Fit => icons::ICON_FIT_SCREEN,
            Self::GoToCurrent => icons::ICON_MY_LOCATION,
            Self::ZoomIn => icons::ICON_ADD,
            Self::ZoomOut => icons::ICON_REMOVE,
            Self::SwitchTheme => icons::ICON_CONTRAST,
        }
    }

    /// Its keys.
    #[must_use]
    pub fn shortcuts(self) -> &'static [KeyboardShortcut] {
        const fn ctrl(key: Key) -> KeyboardShortcut {
            KeyboardShortcut::new(Modifiers::COMMAND, key)
        }
        const fn plain(key: Key) -> KeyboardShortcut {
            KeyboardShortcut::new(Modifiers::NONE, key)
        }
        match self {
            Self::Refresh => const { &[plain(Key::F5)] },
            Self::Search => const { &[ctrl(Key::F), ctrl(Key::K)] },
            Self::ShowTree => const { &[ctrl(Key::Num1)] },
            Self::ShowTable => const { &[ctrl(Key::Num2)] },
            Self::ToggleDetails => const { &[ctrl(Key::I)] },
            Self::Fit => const { &[plain(Key::F)] },
            Self::GoToCurrent => const { &[plain(Key::Home)] },
            Self::ZoomIn => const { &[plain(Key::Plus), plain(Key::Equals)] },
            Self::ZoomOut => const { &[plain(Key::Minus)] },
            Self::ZoomReset => const { &[plain(Key::Num0)] },
            Self::SwitchTheme => &[],
        }
    }

    /// The commands whose keys were pressed. Called before any widget is shown, so that the key is not
    /// used twice; not while a text is being written.
    #[must_use]
    pub fn take_pressed(ctx: &egui::Context) -> Vec<Self> {
        let writing = ctx.text_edit_focused();
        let usable = |shortcut: &KeyboardShortcut| !writing || shortcut.modifiers.any();
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

    /// Its tooltip with its keys.
    #[must_use]
    pub fn tooltip_with_keys(self, ctx: &egui::Context) -> String {
        let keys: Vec<String> = self.shortcuts().iter().map(|shortcut| ctx.format_shortcut(shortcut)).collect();
        if keys.is_empty() { self.tooltip().to_owned() } else { format!("{} ({})", self.tooltip(), keys.join(", ")) }
    }
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
}
