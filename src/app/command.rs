//! What a person can ask for. Views return [`Command`]s and change nothing themselves.
//!
//! Commands that need no further words are in the [`UiCommand`] table.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::ThemePreference;
use uuid::Uuid;

use super::clean_up::CleanUpCommand;
use super::page::Page;
use super::practice::Import;
pub use super::ui_command::UiCommand;
use crate::health::report::ReportFormat;
use crate::health::{Finding, Remedy, Silence, Thresholds};
use crate::jobs::{InterruptionId, JobId, SettingsCopy, Stop};
use crate::language::Language;
use crate::model::{MachineKey, SnapshotId, Step};
use crate::pins::{SnapshotKey, SnapshotSet};
use crate::plan::Plan;
use crate::settings::Inspections;
pub use crate::settings::ViewKind;

/// A place in a machine's tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Node {
    /// A snapshot.
    Snapshot(SnapshotId),
    /// The machine as it is now.
    CurrentState,
}

/// How a click on a machine changes the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelectionMode {
    /// Only this one.
    Only,
    /// This one too, or no longer.
    Toggle,
    /// All from the last one clicked to this one.
    Range,
}

/// A change of what Snapgrove itself remembers of snapshots.
#[derive(Debug, Clone)]
pub enum KeptChange {
    /// Pin these snapshots with this reason, or give their pins another one.
    Pin(Vec<SnapshotKey>, String),
    /// Unpin these snapshots.
    Unpin(Vec<SnapshotKey>),
    /// Give a set another name.
    RenameSet(Uuid, String),
    /// Forget a set. Its snapshots stay.
    ForgetSet(Uuid),
}

/// Which text of a snapshot was edited in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditedText {
    /// Its name.
    Name,
    /// Its description.
    Description,
}

/// A text of a snapshot that was edited in place.
#[derive(Debug, Clone)]
pub struct Edited {
    /// The machine.
    pub machine: MachineKey,
    /// The snapshot.
    pub snapshot: SnapshotId,
    /// Which text.
    pub text: EditedText,
    /// As it was when writing began: what the person knows of it.
    pub before: String,
    /// As it shall be.
    pub after: String,
}

impl Edited {
    /// Whether the other one goes on with the same text where this one ended.
    #[must_use]
    pub fn is_followed_by(&self, next: &Self) -> bool {
        let same = (&self.machine, self.snapshot, self.text) == (&next.machine, next.snapshot, next.text);
        same && self.after.trim_end() == next.before.trim_end()
    }
}

/// One thing a person asked for.
#[derive(Debug, Clone)]
pub enum Command {
    /// Show this in the middle of the window.
    ShowPage(Page),
    /// Show what was found on one machine.
    ShowFindingsOf(MachineKey),
    /// Look again at everything.
    Inspect,
    /// Do or show what the button beside a finding says.
    Remedy(Remedy),
    /// Ask how a finding is to be silenced.
    AskSilence(Box<Finding>),
    /// Findings like these are not shown from now on.
    Silence(Silence),
    /// End a silence.
    EndSilence(Silence),
    /// Move a file to the trash that the inspection found unused.
    MoveToTrash(Arc<Path>),
    /// Save all that was found.
    SaveReport(ReportFormat),
    /// Choose machines in the sidebar.
    SelectMachine(MachineKey, SelectionMode),
    /// Choose a place in the tree of the machine that is shown.
    SelectNode(Node),
    /// Compare the selection with this place; `None` with the current state again.
    CompareWith(Option<Node>),
    /// Choose a place in one of the chosen machines, which is shown from now on; the others stay chosen.
    SelectNodeOf(MachineKey, Node),
    /// Show a machine and choose a place in its tree, bringing it into view.
    Jump(MachineKey, Node),
    /// Hide or show what is below a snapshot.
    SetCollapsed(SnapshotId, bool),
    /// Open the fold that this snapshot is hidden in.
    OpenFold(SnapshotId),
    /// Close the fold this snapshot belongs to.
    CloseFolds,
    /// Mark these snapshots of the machine that is shown for deletion.
    Mark(Vec<SnapshotId>),
    /// Mark these snapshots; if all of them are marked, unmark them.
    ToggleMarks(Vec<SnapshotId>),
    /// Give a snapshot the name or description that was written in place.
    Edit(Box<Edited>),
    /// Change what Snapgrove itself remembers of snapshots: pins and sets.
    Kept(KeptChange),
    /// Choose exactly these machines.
    ChooseMachines(Vec<MachineKey>),
    /// Choose only the machine that is shown.
    ChooseShownOnly,
    /// Carry a plan out that takes snapshots, and remember them as a set of this name, if there is one.
    SubmitAsSet(Box<Plan>, Option<String>),
    /// Ask about going back to a set, in all its machines.
    AskRestoreSet(SnapshotSet),
    /// Ask about deleting a set.
    AskDeleteSet(SnapshotSet),
    /// Tell the person this.
    Tell(&'static str),
    /// Carry a plan out that was confirmed.
    Submit(Box<Plan>),
    /// Stop a job before its next step.
    StopJob(JobId),
    /// Stop a job also in the middle of a step that can be stopped.
    StopJobNow(JobId),
    /// Stop all jobs, because the window closes then.
    StopToClose(Stop),
    /// Ask about the steps that a job has left undone.
    DoRest(Vec<(MachineKey, Step)>),
    /// Take a finished job off the list.
    DismissJob(JobId),
    /// An interruption was read.
    AcknowledgeInterruption(InterruptionId),
    /// Put a copy of a settings file back.
    RestoreCopy(SettingsCopy),
    /// Names of new snapshots follow this template from now on; `None` for no convention.
    SetConvention(Option<String>),
    /// Remember a template of one's own.
    RememberTemplate(String),
    /// Close the window.
    Quit,
    /// Close the window as soon as nothing is being done.
    QuitWhenIdle,
    /// Put a text on the clipboard.
    Copy(String),
    /// Follow the system's theme, or one of its own.
    SetTheme(ThemePreference),
    /// Ask whether a machine is to be copied into the Sandbox.
    AskImportIntoSandbox(MachineKey),
    /// Copy a machine into the Sandbox.
    ImportIntoSandbox(Import),
    /// Inspect machines so from now on.
    SetInspections(Inspections),
    /// Findings speak from here on.
    SetThresholds(Box<Thresholds>),
    /// Speak this language from now on; `None` for the system's.
    SetLanguage(Option<Language>),
    /// Read machines from this VirtualBox folder from now on; `None` for the usual one.
    UseVirtualBoxHome(Option<PathBuf>),
    /// Show the Sandbox among the connections, or no longer.
    ShowSandbox(bool),
    /// Delete all practice machines and make the samples anew.
    ResetSandbox,
    /// Ask for a folder.
    ChooseVirtualBoxHome,
    /// Something of the clean-up page.
    CleanUp(CleanUpCommand),
    /// A command of the table.
    Ui(UiCommand),
}
