//! The dialogs that lead to a change: each shows a plan, and confirming it gives [`Command::Submit`].

mod clean_up;
mod clean_up_report;
mod clean_up_rows;
mod clone;
mod confirm;
mod copied_maps;
mod copies;
pub mod delete;
mod frame;
mod keys;
pub mod many;
mod meanwhile;
mod name_templates;
mod pin;
mod pinned;
mod quit;
mod rename_several;
mod restore;
mod settings;
mod silence;
mod take;
mod trash;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use egui::Ui;

pub use clean_up::CleanUpDialog;
pub use clean_up_report::CleanUpReport;
pub use clone::CloneDialog;
pub use confirm::ConfirmDialog;
pub use copies::CopiesDialog;
pub use delete::DeleteDialog;
pub use many::{DeleteEach, DoAgain, ManyDialog, PinEach, RenameEach, RestoreEach, SetsDialog, TakeEach, UnpinEach};
pub use pin::PinDialog;
pub use rename_several::RenameSeveralDialog;
pub use restore::RestoreDialog;
pub use settings::SettingsDialog;
pub use silence::SilenceDialog;
pub use take::TakeDialog;
pub use trash::TrashDialog;

use super::command::Command;
use super::kept::Kept;
use super::marks::Marks;
use crate::forecaster::Answer;
use crate::hypervisor::virtualbox::commands_of;
use crate::jobs::Jobs;
use crate::model::{Inventory, MachineKey};
use crate::naming::Template;
use crate::plan::Plan;
use crate::text;
use frame::Closed;
pub use frame::first_upper;

/// What dialogs need to know.
pub struct DialogContext<'a> {
    /// The machines.
    pub inventory: &'a Arc<Inventory>,
    /// What is marked.
    pub marks: &'a Marks,
    /// What is pinned and which snapshots were taken together; `None` until that was read.
    pub kept: Option<&'a Kept>,
    /// What is being done.
    pub jobs: Option<&'a Jobs>,
    /// The template that names of new snapshots follow, if there is a convention.
    pub convention: Option<&'a Template>,
    /// The person's own templates, as they are written.
    pub own_templates: &'a [String],
    /// The time now.
    pub now: DateTime<Utc>,
}

/// A dialog that is open.
#[derive(Debug)]
pub enum Dialog {
    /// Take a snapshot.
    Take(TakeDialog),
    /// Go back to a snapshot.
    Restore(RestoreDialog),
    /// Delete the marked snapshots.
    Delete(DeleteDialog),
    /// Make new machines.
    Clone(CloneDialog),
    /// Name several snapshots.
    RenameSeveral(RenameSeveralDialog),
    /// Pin a snapshot, or change its pin.
    Pin(PinDialog),
    /// Something about several machines at once.
    Many(Box<ManyDialog>),
    /// Confirm a plan that needs no further words.
    Confirm(ConfirmDialog),
    /// Copies of a settings file.
    Copies(CopiesDialog),
    /// Silence a finding.
    Silence(SilenceDialog),
    /// Move a file to the trash.
    Trash(TrashDialog),
    /// Review a clean-up of many machines.
    CleanUp(CleanUpDialog),
    /// What a clean-up promised and freed.
    CleanUpReport(CleanUpReport),
    /// From where on findings speak.
    Settings(SettingsDialog),
    /// Every key and what it does.
    Keys,
    /// Close the window while something is being done.
    Quit,
}

impl Dialog {
    /// Draws it; `marked` is what deleting the marked snapshots would do, as far as it is known. Returns
    /// whether it stays open.
    pub fn show(
        &mut self,
        ui: &Ui,
        context: &DialogContext<'_>,
        marked: Option<&Answer>,
        commands: &mut Vec<Command>,
    ) -> bool {
        let closed = match self {
            Self::Take(dialog) => dialog.show(ui, context, commands),
            Self::Restore(dialog) => dialog.show(ui, context, commands),
            Self::Delete(dialog) => dialog.show(ui, context, marked, commands),
            Self::Clone(dialog) => dialog.show(ui, context, commands),
            Self::RenameSeveral(dialog) => dialog.show(ui, context, commands),
            Self::Pin(dialog) => dialog.show(ui, commands),
            Self::Many(dialog) => dialog.show(ui, context, commands),
            Self::Confirm(dialog) => dialog.show(ui, context, commands),
            Self::Copies(dialog) => dialog.show(ui, context, commands),
            Self::Silence(dialog) => dialog.show(ui, context, commands),
            Self::Trash(dialog) => dialog.show(ui, commands),
            Self::CleanUp(dialog) => dialog.show(ui, context, commands),
            Self::CleanUpReport(dialog) => dialog.show(ui, commands),
            Self::Settings(dialog) => dialog.show(ui, commands),
            Self::Keys => keys::show(ui),
            Self::Quit => quit::show(ui, context, commands),
        };
        if closed == Closed::Overtaken {
            commands.push(Command::Tell(text!("dialogs-meanwhile-gone")));
        }
        closed == Closed::No
    }
}

/// The plan as commands of VirtualBox's own program, where the machine is one of VirtualBox's.
fn commands_to_copy(inventory: &Inventory, machine: &MachineKey, plan: &Plan) -> Option<String> {
    (frame::is_through_vboxmanage(inventory, machine) && plan.is_clear()).then(|| commands_of(plan))
}
