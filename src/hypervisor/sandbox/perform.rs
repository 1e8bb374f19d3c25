//! Steps of a plan, carried out by the Sandbox's engine.

use chrono::Utc;

use super::{NewSnapshot, Refusal, Sandbox, SandboxError, SnapshotEdit};
use crate::hypervisor::{HypervisorError, Outcome};
use crate::model::{Abilities, MachineEntry, Merging, Step, StepKind};
use crate::text;

/// What the Sandbox can do. Its machines never run, so that they are neither started nor powered off.
pub fn abilities() -> Abilities {
    use StepKind::{CloneFull, CloneLinked, Delete, DetachImage, DiscardSavedState, Edit, Restore, Take};
    let all = [Take, Edit, Restore, Delete, CloneFull, CloneLinked, DiscardSavedState, DetachImage];
    // A change is journalled as a whole: what it replaces stays until it is complete.
    all.into_iter().collect::<Abilities>().with_merging(Merging { insists: false, removes_last: true })
}

impl Sandbox {
    /// Carries a step out. The engine does all of it or nothing, and cannot be stopped in between.
    pub(super) fn carry_out(&self, entry: &MachineEntry, step: &Step) -> Result<Outcome, SandboxError> {
        let machine = entry.id;
        let mut outcome = Outcome::default();
        match step {
            Step::Take { name, description } => {
                let (name, description) = (name.clone(), description.clone());
                outcome.snapshot = Some(self.take(machine, &NewSnapshot { name, description, taken_at: Utc::now() })?);
            }
            Step::Edit { snapshot, name, description } => {
                let edit = SnapshotEdit { name: name.clone(), description: description.clone() };
                self.edit(machine, *snapshot, &edit)?;
            }
            Step::Restore { snapshot } => self.restore(machine, *snapshot)?,
            Step::Delete { snapshot } => self.delete_snapshot(machine, *snapshot)?,
            Step::Clone { name, extent } => {
                outcome.machine = Some(self.clone_machine(machine, *extent, name, Utc::now())?);
            }
            Step::DiscardSavedState => self.discard_saved_state(machine)?,
            Step::DetachImage { image } => self.detach_image(machine, *image)?,
            Step::PowerOff | Step::Start => {
                return Err(Refusal::Unsupported(text!("hypervisor-sandbox-does-not-run").to_owned()).into());
            }
        }
        Ok(outcome)
    }
}

impl From<SandboxError> for HypervisorError {
    fn from(error: SandboxError) -> Self {
        let words = error.to_string();
        match error {
            SandboxError::NoSpace { .. } => Self::NoSpace { words },
            SandboxError::NoMachine(_) | SandboxError::NoSnapshot { .. } => Self::NotFound { words },
            SandboxError::Busy { .. } => Self::Locked { name: text!("hypervisor-sandbox-name").to_owned(), words },
            SandboxError::Unfinished { .. } => {
                Self::Interrupted { program: text!("hypervisor-sandbox-program").to_owned(), words }
            }
            SandboxError::File { .. }
            | SandboxError::Damaged { .. }
            | SandboxError::Image(_)
            | SandboxError::Refused(_) => {
                let words = text!(
                    "hypervisor-sandbox-words-and-advice",
                    words = words.trim_end_matches(['.', '。']),
                    advice = error.advice()
                );
                Self::Refused { program: text!("hypervisor-sandbox-program").to_owned(), words }
            }
        }
    }
}
