//! A snapshot's name and description as fields to write in, where they stand.

use egui::{Key, Margin, Rect, TextEdit, Ui, UiBuilder};

use super::command::{Command, Edited, EditedText};
use super::theme::{self, measure};
use crate::model::{MachineKey, SnapshotId};
use crate::text;

/// Longest description that is edited in place, in characters: a longer one is shown, and edited in its
/// hypervisor.
pub const LONGEST_DESCRIPTION: usize = 20_000;

/// A snapshot of a machine.
type Target = (MachineKey, SnapshotId);

/// The name that is being changed, if any.
#[derive(Debug, Default)]
pub struct RenameField {
    target: Option<Target>,
    text: String,
    before: String,
    wants_focus: bool,
}

impl RenameField {
    /// Opens the field for a snapshot.
    pub fn open(&mut self, machine: MachineKey, snapshot: SnapshotId, name: &str) {
        self.target = Some((machine, snapshot));
        name.clone_into(&mut self.text);
        name.clone_into(&mut self.before);
        self.wants_focus = true;
    }

    /// Whether a name is being changed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.target.is_some()
    }

    /// Shows the field at `place`, if it is this snapshot's name that is being changed. Enter and leaving
    /// keep what was written, Esc does not.
    pub fn show_on(
        &mut self,
        ui: &mut Ui,
        snapshot: SnapshotId,
        place: impl FnOnce() -> Rect,
        commands: &mut Vec<Command>,
    ) {
        if self.target.as_ref().is_none_or(|(_, target)| *target != snapshot) {
            return;
        }
        let place = place();
        let rect = Rect::from_center_size(
            place.center(),
            egui::vec2(place.width().max(160.0) + 12.0, place.height().max(measure::CONTROL)),
        );
        let field = TextEdit::singleline(&mut self.text)
            .font(theme::semibold(theme::TEXT))
            .margin(Margin::symmetric(6, 5))
            .desired_width(rect.width());
        let mut child = ui.new_child(UiBuilder::new().max_rect(rect));
        let response = child.put(rect, field).accessible_name(text!("rename-name"));
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
            select_all(ui, response.id, self.text.chars().count());
        }
        if response.lost_focus() {
            let kept = !ui.input(|input| input.key_pressed(Key::Escape));
            self.close(kept, commands);
        }
    }

    fn close(&mut self, kept: bool, commands: &mut Vec<Command>) {
        let Some((machine, snapshot)) = self.target.take() else { return };
        let name = self.text.trim();
        if kept && name != self.before {
            let (text, before, after) = (EditedText::Name, self.before.clone(), name.to_owned());
            commands.push(Command::Edit(Box::new(Edited { machine, snapshot, text, before, after })));
        }
    }
}

/// Selects all that a text field holds.
pub fn select_all(ui: &Ui, id: egui::Id, length: usize) {
    let mut state = TextEdit::load_state(ui, id).unwrap_or_default();
    let range = egui::text::CCursorRange::two(egui::text::CCursor::new(0), egui::text::CCursor::new(length));
    state.cursor.set_char_range(Some(range));
    state.store(ui, id);
}

/// The description of the chosen snapshot, which is kept when its field is left.
#[derive(Debug, Default)]
pub struct DescriptionField {
    target: Option<Target>,
    text: String,
    before: String,
    focused: bool,
}

impl DescriptionField {
    /// Shows the description of a snapshot as a field.
    pub fn show(&mut self, ui: &mut Ui, target: &Target, description: &str, commands: &mut Vec<Command>) {
        if self.target.as_ref() != Some(target) {
            self.keep(commands);
            self.target = Some(target.clone());
            self.set(description);
        } else if !self.focused && self.before != description {
            // It was changed elsewhere, or what was written here has arrived.
            self.set(description);
        }
        let rows = if self.text.is_empty() { 1 } else { 3 };
        let field = TextEdit::multiline(&mut self.text)
            .hint_text(text!("rename-description-hint"))
            .desired_rows(rows)
            .desired_width(f32::INFINITY)
            .margin(Margin::symmetric(10, 8));
        let response = ui.add(field).accessible_name(text!("rename-description"));
        self.focused = response.has_focus();
        if response.lost_focus() {
            if ui.input(|input| input.key_pressed(Key::Escape)) {
                self.text.clone_from(&self.before);
            }
            self.keep(commands);
        }
    }

    fn set(&mut self, description: &str) {
        description.clone_into(&mut self.text);
        description.clone_into(&mut self.before);
    }

    /// Asks for what was written to be kept, if it is new.
    pub fn keep(&mut self, commands: &mut Vec<Command>) {
        let Some((machine, snapshot)) = self.target.clone() else { return };
        if self.text != self.before {
            let before = std::mem::replace(&mut self.before, self.text.clone());
            let (text, after) = (EditedText::Description, self.text.trim_end().to_owned());
            commands.push(Command::Edit(Box::new(Edited { machine, snapshot, text, before, after })));
        }
    }
}
