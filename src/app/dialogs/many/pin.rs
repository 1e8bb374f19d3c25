//! Pinning snapshots of several machines with one reason.

use egui::{RichText, TextEdit, Ui};

use super::super::DialogContext;
use super::super::frame::{self, Closed, Main};
use super::super::pin::LONGEST_REASON;
use super::review::{self, Made, Row};
use crate::app::command::{Command, KeptChange};
use crate::app::components::primary_button;
use crate::app::kept::Kept;
use crate::app::pin::words;
use crate::app::theme::{self, space};
use crate::model::{Machine, MachineKey, SnapshotIndex};
use crate::pins::SnapshotKey;
use crate::retention::Pattern;
use crate::text;
use crate::words::{machines, snapshot_name, snapshots};

/// Which snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Which {
    Current,
    Newest,
    Named,
}

/// The dialog.
#[derive(Debug)]
pub struct PinEach {
    machines: Vec<MachineKey>,
    which: Which,
    pattern: String,
    reason: String,
    wants_focus: bool,
    found: Option<Made<Found>>,
}

/// What is to be pinned.
#[derive(Debug)]
struct Found {
    snapshots: Vec<SnapshotKey>,
    rows: Vec<Row>,
    /// Machines without such a snapshot.
    without: Vec<String>,
}

impl PinEach {
    /// On these machines.
    pub fn new(machines: Vec<MachineKey>) -> Self {
        Self {
            machines,
            which: Which::Current,
            pattern: String::new(),
            reason: String::new(),
            wants_focus: true,
            found: None,
        }
    }

    fn find(&mut self, context: &DialogContext<'_>, kept: &Kept) -> &Found {
        let from = (self.which, &self.pattern, context.inventory.generation, kept.generation);
        let pattern = Pattern::new(self.pattern.trim());
        Made::get(&mut self.found, from, || {
            let mut found = Found { snapshots: Vec::new(), rows: Vec::new(), without: Vec::new() };
            for key in &self.machines {
                let Some((_, entry)) = context.inventory.machine(key) else { continue };
                let indices = entry.machine().map(|machine| wanted(machine, self.which, &pattern));
                let indices = indices.unwrap_or_default();
                if indices.is_empty() {
                    found.without.push(entry.name().chars().take(60).collect());
                }
                let Some(machine) = entry.machine() else { continue };
                for index in indices {
                    let snapshot = machine.tree.get(index);
                    let before = kept.pins.of(key, snapshot.id);
                    found.rows.push(Row {
                        name: snapshot_name(&snapshot.name).to_owned(),
                        about: text!("many-pin-of", machine = machine.name),
                        figure: String::new(),
                        parts: Vec::new(),
                        notes: before.map(|pin| text!("many-pin-already", pin = words(pin))).into_iter().collect(),
                    });
                    if before.is_none() {
                        found.snapshots.push(SnapshotKey::new(key, snapshot.id));
                    }
                }
            }
            found
        })
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        let title = text!("many-pin-title", machines = machines(self.machines.len()));
        let mut confirmed = Vec::new();
        let closed = frame::show(ui, &title, 600.0, |ui| {
            review::body(ui, |ui| {
                self.show_fields(ui);
                let Some(kept) = context.kept else { return };
                let found = self.find(context, kept);
                show_found(ui, found);
                confirmed.clone_from(&found.snapshots);
            });
            let why_not = confirmed.is_empty().then_some(text!("many-pin-nothing"));
            let button = primary_button(ui, &text!("many-pin-button", snapshots = snapshots(confirmed.len())));
            frame::buttons(ui, Main { button, why_not, by_enter: true }, None, commands)
        });
        if closed == Closed::Confirmed {
            commands.push(Command::Kept(KeptChange::Pin(confirmed, self.reason.trim().to_owned())));
        }
        closed
    }

    fn show_fields(&mut self, ui: &mut Ui) {
        let colors = theme::colors(ui);
        ui.add(egui::Label::new(RichText::new(text!("pin-what-it-does")).color(colors.text_dim)).wrap());
        ui.add_space(space::SMALL);
        let small = |text: &str| RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
        let label = ui.label(small(text!("many-pin-reason")));
        let field = TextEdit::singleline(&mut self.reason)
            .hint_text(text!("pin-reason-hint"))
            .char_limit(LONGEST_REASON)
            .desired_width(f32::INFINITY);
        let response = ui.add(field).labelled_by(label.id);
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        ui.add_space(space::SMALL);
        ui.radio_value(&mut self.which, Which::Current, text!("many-pin-current"));
        ui.radio_value(&mut self.which, Which::Newest, text!("many-pin-newest"));
        ui.horizontal(|ui| {
            ui.radio_value(&mut self.which, Which::Named, text!("many-pin-named"));
            ui.add_enabled_ui(self.which == Which::Named, |ui| {
                let field = TextEdit::singleline(&mut self.pattern)
                    .hint_text(text!("many-pin-pattern-hint"))
                    .desired_width(f32::INFINITY);
                ui.add(field).accessible_name(text!("many-pin-pattern"));
            });
        });
    }
}

fn wanted(machine: &Machine, which: Which, pattern: &Pattern) -> Vec<SnapshotIndex> {
    let tree = &machine.tree;
    match which {
        Which::Current => tree.current().into_iter().collect(),
        Which::Newest => {
            let newest = tree.iter().max_by_key(|(index, snapshot)| (snapshot.taken_at, tree.depth(*index)));
            newest.map(|(index, _)| index).into_iter().collect()
        }
        Which::Named => {
            let fits = |index: &SnapshotIndex| pattern.fits(tree.get(*index).name.trim());
            tree.pre_order().filter(fits).collect()
        }
    }
}

fn show_found(ui: &mut Ui, found: &Found) {
    let colors = theme::colors(ui);
    if !found.without.is_empty() {
        ui.add_space(space::SMALL);
        let text = text!("many-pin-without", machines = found.without.join(text!("list-names")));
        ui.add(egui::Label::new(RichText::new(text).color(colors.warning)).wrap());
    }
    if !found.rows.is_empty() {
        review::heading(ui, &snapshots(found.rows.len()));
        review::rows(ui, &found.rows);
    }
}
