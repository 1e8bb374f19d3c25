//! Dialogs about several machines at once: each shows one review for all, with what is left out first.
//!
//! ```text
//! review      what all of them have in common: the machines left out, a row a machine, the host's disks
//! planner     deletions are planned on a thread of their own: images are read for them
//! take        a snapshot of each
//! restore     each goes back
//! goal        where to: a name, a moment, a set
//! delete      snapshots of a name, or of a set
//! rename, pin names and pins by one template and one reason
//! unpin       pins taken off
//! again       what a job has left undone
//! sets        snapshots that were taken together
//! ```

mod again;
mod delete;
mod goal;
mod pin;
mod planner;
mod rename;
mod restore;
pub mod review;
mod sets;
mod take;
mod unpin;

use egui::Ui;

pub use again::DoAgain;
pub use delete::DeleteEach;
pub use pin::PinEach;
pub use rename::RenameEach;
pub use restore::RestoreEach;
pub use sets::SetsDialog;
pub use take::TakeEach;
pub use unpin::UnpinEach;

use super::DialogContext;
use super::frame::Closed;
use crate::app::command::Command;

/// A dialog about several machines.
#[derive(Debug)]
pub enum ManyDialog {
    /// Take a snapshot of each.
    Take(TakeEach),
    /// Go back in each.
    Restore(RestoreEach),
    /// Delete snapshots of a name or a set.
    Delete(DeleteEach),
    /// Name snapshots by a template.
    Rename(RenameEach),
    /// Pin snapshots.
    Pin(PinEach),
    /// Take pins off.
    Unpin(UnpinEach),
    /// Do what a job has left.
    Again(DoAgain),
    /// The sets.
    Sets(SetsDialog),
}

impl ManyDialog {
    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        match self {
            Self::Take(dialog) => dialog.show(ui, context, commands),
            Self::Restore(dialog) => dialog.show(ui, context, commands),
            Self::Delete(dialog) => dialog.show(ui, context, commands),
            Self::Rename(dialog) => dialog.show(ui, context, commands),
            Self::Pin(dialog) => dialog.show(ui, context, commands),
            Self::Unpin(dialog) => dialog.show(ui, context, commands),
            Self::Again(dialog) => dialog.show(ui, context, commands),
            Self::Sets(dialog) => dialog.show(ui, context, commands),
        }
    }
}
