//! The inspection as the window sees it: when it is asked for, and what the buttons beside findings do.

use std::time::{Duration, Instant};

use super::App;
use super::clean_up::CleanUpCommand;
use super::command::{Command, Node, SelectionMode, UiCommand};
use super::dialogs::{ConfirmDialog, Dialog, TrashDialog};
use crate::health::report::{Report, ReportFormat};
use crate::health::{Remedy, Silence};
use crate::inspector::{Question, TrashResult};
use crate::model::{ConnectionId, ImageId, MachineKey, SnapshotId};
use crate::plan::detach_image;
use crate::text;

impl App {
    /// Has the machines inspected as they are now.
    pub(super) fn ask_inspection(&mut self) {
        let Some(inspector) = self.workers.inspector() else { return };
        inspector.ask(Question {
            inventory: self.inventory.clone(),
            thresholds: self.settings.get().thresholds.clone(),
            convention: self.convention.clone(),
            now: (self.clock)(),
        });
        self.inspection_asked = Some(Instant::now());
    }

    /// Reads everything again and inspects it.
    pub(super) fn inspect_again(&mut self, ctx: &egui::Context) {
        self.handle_ui(ctx, UiCommand::Refresh);
        self.ask_inspection();
    }

    /// Takes what the inspection found, and asks for the next when it is time.
    pub(super) fn follow_inspection(&mut self, ctx: &egui::Context) {
        let Some(inspector) = self.workers.inspector() else { return };
        let (newest, trashed) = (inspector.newest(), inspector.trashed());
        let today = (self.clock)().date_naive();
        let first = self.findings.inspected().is_none();
        if self.findings.follow(newest, &self.settings.get().silences, today) {
            // Who has just opened the window or has it in front sees what there is.
            let in_front = ctx.input(|input| input.viewport().focused.unwrap_or(true));
            let shows = self.settings.get().inspections.notify && !in_front && !first;
            inspector.tell(self.findings.shown().to_vec(), shows);
        }
        for result in trashed {
            self.notice = Some(words_of(&result));
            self.ask_inspection();
        }
        let Some(asked) = self.inspection_asked else { return };
        // Disks fill up and snapshots grow old by themselves.
        let every = Duration::from_hours(u64::from(self.settings.get().inspections.every_hours.max(1)));
        match every.checked_sub(asked.elapsed()) {
            Some(left) if !left.is_zero() => ctx.request_repaint_after(left),
            _ => self.ask_inspection(),
        }
    }

    /// Findings like these are not shown from now on.
    pub(super) fn silence(&mut self, silence: Silence) {
        self.settings.change(|settings| {
            settings.silences.retain(|known| known.what != silence.what);
            settings.silences.push(silence);
        });
    }

    pub(super) fn end_silence(&mut self, silence: &Silence) {
        self.settings.change(|settings| settings.silences.retain(|known| known != silence));
    }

    pub(super) fn save_report(&mut self, ctx: &egui::Context, format: ReportFormat) {
        let Some(inspected) = self.findings.inspected() else { return };
        let silences = &self.settings.get().silences;
        let report = Report::new(&inspected.inventory, inspected.findings.clone(), silences, inspected.at);
        if let Err(error) = self.report_dialog.open(ctx, report, format) {
            self.notice = Some(text!("inspection-no-dialog", error = error));
        }
    }

    /// Does what a button beside a finding says, or shows it.
    pub(super) fn remedy(&mut self, ctx: &egui::Context, remedy: Remedy) {
        match remedy {
            Remedy::ShowMachine(key) => self.show_only(ctx, &key),
            Remedy::ShowSnapshot { machine, snapshot } => self.jump(&machine, Node::Snapshot(snapshot)),
            Remedy::ShowImage { connection, image } => self.show_image(ctx, &connection, image),
            Remedy::ReviewDeletion { machine, snapshots } => self.review(ctx, &machine, &snapshots),
            Remedy::ShortenChain(machine) => self.handle(ctx, CleanUpCommand::Shorten(machine).into()),
            Remedy::CleanUp => self.handle(ctx, Command::Ui(UiCommand::ShowCleanUp)),
            Remedy::TakeSnapshot(key) => {
                self.show_only(ctx, &key);
                self.handle(ctx, Command::Ui(UiCommand::Take));
            }
            Remedy::Rename { machine, snapshots } => {
                self.show_snapshots(ctx, &machine, &snapshots);
                let several = snapshots.len() > 1;
                let command = if several { UiCommand::RenameSeveral } else { UiCommand::Rename };
                self.handle(ctx, Command::Ui(command));
                // What the person has marked goes before.
                if let Some(Dialog::RenameSeveral(dialog)) = &mut self.dialog
                    && self.marks.of(&machine).is_empty()
                {
                    dialog.choose(snapshots);
                }
            }
            Remedy::DetachImage { machine, image } => self.ask_detach(&machine.connection, image),
            Remedy::MoveToTrash(path) => self.dialog = Some(Dialog::Trash(TrashDialog::new(path))),
            Remedy::OpenFolder(path) => ctx.copy_text(path.display().to_string()),
        }
    }

    fn show_only(&mut self, ctx: &egui::Context, key: &MachineKey) {
        self.handle(ctx, Command::SelectMachine(key.clone(), SelectionMode::Only));
        self.sidebar.reveal(key);
    }

    /// Shows the machine, with the first of these snapshots chosen.
    fn show_snapshots(&mut self, ctx: &egui::Context, machine: &MachineKey, snapshots: &[SnapshotId]) {
        match snapshots.first() {
            Some(first) => self.jump(machine, Node::Snapshot(*first)),
            None => self.show_only(ctx, machine),
        }
    }

    /// Marks the snapshots, in place of what was marked in the machine, and opens the review. Who cancels it has the marks
    /// of before.
    fn review(&mut self, ctx: &egui::Context, machine: &MachineKey, snapshots: &[SnapshotId]) {
        self.show_snapshots(ctx, machine, snapshots);
        self.marks.set(machine, snapshots.iter().copied().collect());
        self.handle(ctx, Command::Ui(UiCommand::ReviewMarks));
        if let Some(Dialog::Delete(dialog)) = &mut self.dialog {
            dialog.take_marks_back();
        }
    }

    /// Shows the machine that an image belongs to, as a disk map.
    fn show_image(&mut self, ctx: &egui::Context, connection: &ConnectionId, image: ImageId) {
        let inventory = self.inventory.clone();
        let Some(place) = inventory.connection(connection) else { return };
        let Some(found) = place.images.image(image) else { return };
        let user = found.users.first();
        let Some(machine) = user.map(|user| user.machine).or(found.record.listed_by) else {
            self.notice = Some(text!("inspection-image-of-none").to_owned());
            return;
        };
        let key = MachineKey { connection: connection.clone(), machine };
        let node = user.and_then(|user| user.snapshot).map_or(Node::CurrentState, Node::Snapshot);
        self.jump(&key, node);
        self.handle(ctx, Command::Ui(UiCommand::ShowDiskMap));
    }

    fn ask_detach(&mut self, connection: &ConnectionId, image: ImageId) {
        let found = self.inventory.connection(connection).and_then(|place| place.images.image(image));
        let name = found.and_then(|found| found.record.path.file_name()).unwrap_or_default().to_string_lossy();
        let question = text!("inspection-detach", name = name);
        let (meaning, button) = (text!("inspection-detach-about").to_owned(), text!("inspection-detach-button"));
        let plan = detach_image(&self.inventory, connection, image);
        self.dialog = Some(Dialog::Confirm(ConfirmDialog::new(question, meaning, button, plan)));
    }
}

fn words_of(result: &TrashResult) -> String {
    match result {
        Ok(removed) => {
            let name = removed.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            text!("inspection-trashed", name = name, amount = removed.occupied)
        }
        Err(error) => {
            let what = super::dialogs::first_upper(&error.to_string());
            text!("two-sentences", first = what, second = error.advice())
        }
    }
}
