//! Pinning a snapshot, and changing or taking off its pin.

use egui::{Button, RichText, TextEdit, Ui};

use super::frame::{self, Closed, Main};
use crate::app::command::{Command, KeptChange};
use crate::app::components::primary_button;
use crate::app::theme::{self, space};
use crate::model::{MachineKey, SnapshotId};
use crate::pins::{Pin, SnapshotKey};
use crate::text;
use crate::words::{moment, snapshot_name};

/// Longest reason, in characters.
pub const LONGEST_REASON: usize = 500;

/// The dialog.
#[derive(Debug)]
pub struct PinDialog {
    snapshot: SnapshotKey,
    name: String,
    /// When it was pinned, if it is.
    since: Option<String>,
    reason: String,
    wants_focus: bool,
}

impl PinDialog {
    /// For a snapshot of a machine, with the pin that it has.
    pub fn new(machine: &MachineKey, snapshot: SnapshotId, name: &str, pin: Option<&Pin>) -> Self {
        Self {
            snapshot: SnapshotKey::new(machine, snapshot),
            name: snapshot_name(name).chars().take(100).collect(),
            since: pin.map(|pin| moment(pin.pinned_at)),
            reason: pin.map(|pin| pin.reason.to_string()).unwrap_or_default(),
            wants_focus: true,
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, commands: &mut Vec<Command>) -> Closed {
        let title = match &self.since {
            None => text!("pin-title", name = self.name),
            Some(_) => text!("pin-title-pinned", name = self.name),
        };
        let mut unpins = false;
        let closed = frame::show(ui, &title, 480.0, |ui| {
            let colors = theme::colors(ui);
            let text = match &self.since {
                None => text!("pin-what-it-does").to_owned(),
                Some(since) => text!("pin-what-it-does-since", since = since),
            };
            ui.add(egui::Label::new(RichText::new(text).color(colors.text_dim)).wrap());
            ui.add_space(space::SMALL);
            self.show_field(ui);
            self.show_buttons(ui, &mut unpins)
        });
        match closed {
            Closed::Confirmed if unpins => commands.push(Command::Kept(KeptChange::Unpin(vec![self.snapshot.clone()]))),
            Closed::Confirmed => {
                let pin = KeptChange::Pin(vec![self.snapshot.clone()], self.reason.trim().to_owned());
                commands.push(Command::Kept(pin));
            }
            Closed::No | Closed::Cancelled | Closed::Overtaken => {}
        }
        closed
    }

    fn show_field(&mut self, ui: &mut Ui) {
        let small = |text: &str| RichText::new(text).font(theme::regular(theme::TEXT_SMALL));
        let label = ui.label(small(text!("pin-reason")).color(theme::colors(ui).text_dim));
        let field = TextEdit::singleline(&mut self.reason)
            .hint_text(text!("pin-reason-hint"))
            .char_limit(LONGEST_REASON)
            .desired_width(f32::INFINITY);
        let response = ui.add(field).labelled_by(label.id);
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
            crate::app::rename::select_all(ui, response.id, self.reason.chars().count());
        }
    }

    fn show_buttons(&self, ui: &mut Ui, unpins: &mut bool) -> Closed {
        let is_pinned = self.since.is_some();
        let button = primary_button(ui, if is_pinned { text!("pin-keep") } else { text!("pin-pin") });
        let closed = frame::buttons_beside(ui, Main { button, why_not: None, by_enter: true }, |ui| {
            *unpins = is_pinned && ui.add(Button::new(text!("pin-unpin"))).clicked();
        });
        if *unpins { Closed::Confirmed } else { closed }
    }
}
