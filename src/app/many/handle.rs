//! Carries out what was asked for about several machines, their pins and their sets.

use egui::Context;

use crate::app::App;
use crate::app::command::{Command, KeptChange, UiCommand};
use crate::app::dialogs::{
    DeleteEach, Dialog, ManyDialog, PinEach, RenameEach, RestoreEach, SetsDialog, TakeEach, UnpinEach,
};
use crate::app::page::Page;
use crate::model::MachineKey;

impl App {
    /// Carries out a command about several machines.
    pub(in crate::app) fn handle_many(&mut self, command: Command) {
        match command {
            Command::ChooseMachines(machines) => {
                self.page = Page::Machine;
                self.selection.select_all(&machines);
            }
            Command::ChooseShownOnly => self.selection.select_shown_only(),
            Command::SubmitAsSet(plan, name) => {
                let nobody_works = plan.is_clear() && !self.workers.submit_as_set(*plan, name.as_deref());
                if nobody_works {
                    self.tell_that_nobody_works();
                }
            }
            Command::AskRestoreSet(set) => {
                self.open(ManyDialog::Restore(RestoreEach::to_set(set)));
            }
            Command::AskDeleteSet(set) => self.open(ManyDialog::Delete(DeleteEach::of_set(set))),
            _ => {}
        }
    }

    /// Carries out a command of the table about the chosen machines.
    pub(in crate::app) fn handle_many_ui(&mut self, command: UiCommand) {
        if command == UiCommand::ChooseAll {
            let all = self.sidebar.order().to_vec();
            self.handle_many(Command::ChooseMachines(all));
            return;
        }
        if command == UiCommand::SnapshotSets {
            self.open(ManyDialog::Sets(SetsDialog::default()));
            return;
        }
        let machines = self.chosen_in_order();
        if machines.is_empty() {
            return;
        }
        let context = self.dialog_context();
        let dialog = match command {
            UiCommand::TakeOfEach => ManyDialog::Take(TakeEach::new(machines, &context)),
            UiCommand::RestoreEach => ManyDialog::Restore(RestoreEach::new(machines, &context)),
            UiCommand::DeleteNamed => ManyDialog::Delete(DeleteEach::named(machines)),
            UiCommand::RenameEach => ManyDialog::Rename(RenameEach::new(machines)),
            UiCommand::PinEach => ManyDialog::Pin(PinEach::new(machines)),
            UiCommand::UnpinEach => ManyDialog::Unpin(UnpinEach::new(machines)),
            _ => return,
        };
        self.open(dialog);
    }

    /// The chosen machines as the sidebar lists them; those that its filter hides come last.
    fn chosen_in_order(&self) -> Vec<MachineKey> {
        let order = self.sidebar.order();
        let mut machines: Vec<MachineKey> = self.selection.machines().cloned().collect();
        machines.sort_by_key(|key| order.iter().position(|other| other == key).unwrap_or(usize::MAX));
        machines
    }

    fn open(&mut self, dialog: ManyDialog) {
        self.dialog = Some(Dialog::Many(Box::new(dialog)));
    }

    /// Changes pins and sets.
    pub(in crate::app) fn change_kept(&self, ctx: &Context, change: KeptChange) {
        let now = (self.clock)();
        match change {
            KeptChange::Pin(snapshots, reason) => self.kept.change_pins(ctx, move |pins| {
                for key in snapshots {
                    pins.pin(key, &reason, now);
                }
            }),
            KeptChange::Unpin(snapshots) => {
                self.kept.change_pins(ctx, move |pins| snapshots.iter().for_each(|key| pins.unpin(key, now)));
            }
            KeptChange::RenameSet(id, name) => self.kept.change_sets(ctx, move |sets| sets.rename(id, &name)),
            KeptChange::ForgetSet(id) => self.kept.change_sets(ctx, move |sets| sets.remove(id)),
        }
    }
}
