//! Confirming that a file goes to the trash.

use std::path::Path;
use std::sync::Arc;

use egui::{RichText, Ui};

use super::frame::{self, Closed, Main};
use crate::app::command::Command;
use crate::app::components::danger_button;
use crate::app::theme::{self, space};

/// The dialog.
#[derive(Debug)]
pub struct TrashDialog {
    path: Arc<Path>,
}

impl TrashDialog {
    /// For a file that an inspection found unused.
    pub fn new(path: Arc<Path>) -> Self {
        Self { path }
    }

    /// Draws it.
    pub fn show(&self, ui: &Ui, commands: &mut Vec<Command>) -> Closed {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let closed = frame::show(ui, &format!("Move “{name}” to the trash?"), 520.0, |ui| {
            let colors = theme::colors(ui);
            let path: String = self.path.display().to_string().chars().take(1_000).collect();
            ui.add(egui::Label::new(RichText::new(path).monospace().color(colors.text_dim)).wrap());
            ui.add_space(space::SMALL);
            let text = "Nothing that Snapgrove can see uses this file. Everything is read again right before; if anything \
                        uses the file by then, it stays. Out of the trash it can be put back, and its space is free when \
                        the trash is emptied.";
            ui.add(egui::Label::new(RichText::new(text).color(colors.text_dim)).wrap());
            let main = Main { button: danger_button(ui, "Move to trash"), why_not: None, by_enter: false };
            frame::buttons(ui, main, None, commands)
        });
        if closed == Closed::Confirmed {
            commands.push(Command::MoveToTrash(self.path.clone()));
        }
        closed
    }
}
