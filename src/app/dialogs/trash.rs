//! Confirming that a file goes to the trash.

use std::path::Path;
use std::sync::Arc;

use egui::{RichText, Ui};

use super::frame::{self, Closed, Main};
use crate::app::command::Command;
use crate::app::components::danger_button;
use crate::app::theme::{self, space};
use crate::text;

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
        let closed = frame::show(ui, &text!("trash-title", name = name), 520.0, |ui| {
            let colors = theme::colors(ui);
            let path: String = self.path.display().to_string().chars().take(1_000).collect();
            ui.add(egui::Label::new(RichText::new(path).monospace().color(colors.text_dim)).wrap());
            ui.add_space(space::SMALL);
            ui.add(egui::Label::new(RichText::new(text!("trash-about")).color(colors.text_dim)).wrap());
            let main = Main { button: danger_button(ui, text!("trash-button")), why_not: None, by_enter: false };
            frame::buttons(ui, main, None, commands)
        });
        if closed == Closed::Confirmed {
            commands.push(Command::MoveToTrash(self.path.clone()));
        }
        closed
    }
}
