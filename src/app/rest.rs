//! Doing what a job has left undone: the same reviews as ever, of the steps that are left.

use super::App;
use super::command::{Command, SelectionMode};
use super::dialogs::{DeleteDialog, DeleteEach, Dialog, DoAgain, ManyDialog};
use super::marks::MarkedSet;
use crate::model::{MachineKey, SnapshotId, Step};
use crate::plan::machines::deletions;
use crate::text;

impl App {
    /// Asks about the steps that a job has left.
    pub(super) fn do_rest(&mut self, ctx: &egui::Context, rest: Vec<(MachineKey, Step)>) {
        let is_there = |(key, step): &(MachineKey, Step)| match step {
            Step::Delete { snapshot } => self.has_snapshot(key, *snapshot),
            _ => true,
        };
        let rest: Vec<(MachineKey, Step)> = rest.into_iter().filter(is_there).collect();
        let deleted = deletions(&rest);
        match deleted.as_slice() {
            [] if rest.is_empty() => self.notice = Some(text!("rest-nothing-left").to_owned()),
            [] => self.dialog = Some(Dialog::Many(Box::new(ManyDialog::Again(DoAgain::new(rest))))),
            [(key, snapshots)] => {
                self.handle(ctx, Command::SelectMachine(key.clone(), SelectionMode::Only));
                self.marks.set(key, snapshots.iter().copied().collect::<MarkedSet>());
                let mut dialog = DeleteDialog::new(key.clone());
                dialog.take_marks_back();
                self.dialog = Some(Dialog::Delete(dialog));
            }
            _ => self.dialog = Some(Dialog::Many(Box::new(ManyDialog::Delete(DeleteEach::these(deleted))))),
        }
    }

    fn has_snapshot(&self, key: &MachineKey, snapshot: SnapshotId) -> bool {
        let machine = self.inventory.machine(key).and_then(|(_, entry)| entry.machine());
        machine.is_some_and(|machine| machine.tree.find(snapshot).is_some())
    }
}
