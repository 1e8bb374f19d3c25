//! Taking the pins of several machines' snapshots off.

use egui::{Label, RichText, TextEdit, Ui};

use super::super::DialogContext;
use super::super::frame::{self, Closed, Main};
use super::review::{self, Made, Row};
use crate::app::command::{Command, KeptChange};
use crate::app::components::primary_button;
use crate::app::kept::Kept;
use crate::app::pin::words;
use crate::app::theme::{self, space};
use crate::model::MachineKey;
use crate::pins::SnapshotKey;
use crate::retention::Pattern;
use crate::text;
use crate::words::{machines, snapshot_name, snapshots};

/// The dialog.
#[derive(Debug)]
pub struct UnpinEach {
    machines: Vec<MachineKey>,
    pattern: String,
    wants_focus: bool,
    found: Option<Made<Found>>,
}

/// What is pinned.
#[derive(Debug, Default)]
struct Found {
    snapshots: Vec<SnapshotKey>,
    rows: Vec<Row>,
}

impl UnpinEach {
    /// On these machines.
    pub fn new(machines: Vec<MachineKey>) -> Self {
        Self { machines, pattern: "*".to_owned(), wants_focus: true, found: None }
    }

    fn find(&mut self, context: &DialogContext<'_>, kept: &Kept) -> &Found {
        let from = (&self.pattern, context.inventory.generation, kept.generation);
        let pattern = Pattern::new(self.pattern.trim());
        Made::get(&mut self.found, from, || {
            let mut found = Found::default();
            for key in &self.machines {
                let Some(machine) = context.inventory.machine(key).and_then(|(_, entry)| entry.machine()) else {
                    continue;
                };
                for snapshot in machine.tree.pre_order().map(|index| machine.tree.get(index)) {
                    let Some(pin) = kept.pins.of(key, snapshot.id) else { continue };
                    if !pattern.fits(snapshot.name.trim()) {
                        continue;
                    }
                    found.snapshots.push(SnapshotKey::new(key, snapshot.id));
                    found.rows.push(Row {
                        name: snapshot_name(&snapshot.name).to_owned(),
                        about: text!("many-pin-of", machine = machine.name),
                        notes: vec![words(pin)],
                        ..Row::default()
                    });
                }
            }
            found
        })
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        let title = text!("many-unpin-title", machines = machines(self.machines.len()));
        let mut confirmed = Vec::new();
        let closed = frame::show(ui, &title, 600.0, |ui| {
            review::body(ui, |ui| {
                self.show_field(ui);
                let Some(kept) = context.kept else { return };
                let found = self.find(context, kept);
                confirmed.clone_from(&found.snapshots);
                if !found.rows.is_empty() {
                    review::heading(ui, &snapshots(found.rows.len()));
                    review::rows(ui, &found.rows);
                }
            });
            let why_not = confirmed.is_empty().then_some(text!("many-unpin-nothing"));
            let button = primary_button(ui, &text!("many-unpin-button", snapshots = snapshots(confirmed.len())));
            frame::buttons(ui, Main { button, why_not, by_enter: true }, None, commands)
        });
        if closed == Closed::Confirmed {
            commands.push(Command::Kept(KeptChange::Unpin(confirmed)));
        }
        closed
    }

    fn show_field(&mut self, ui: &mut Ui) {
        let dim = theme::colors(ui).text_dim;
        ui.add(Label::new(RichText::new(text!("many-unpin-about")).color(dim)).wrap());
        ui.add_space(space::SMALL);
        let small = RichText::new(text!("many-unpin-named")).font(theme::regular(theme::TEXT_SMALL)).color(dim);
        let label = ui.label(small);
        let response = ui.add(TextEdit::singleline(&mut self.pattern).desired_width(f32::INFINITY));
        let response = response.labelled_by(label.id);
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
    }
}
