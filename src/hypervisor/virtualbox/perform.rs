//! Carries one step out: looks, acts, waits until the machine is at rest, and looks again.
//!
//! What can be stopped: everything before VBoxManage is started; after that a clone only, which VirtualBox then
//! removes again (VBoxManage is asked as by Ctrl+C, which was measured to leave neither a file nor an entry behind;
//! not on Windows, where it cannot be asked). Deleting and restoring cannot be stopped in VirtualBox at all,
//! and taking a snapshot is not, because whether a running machine comes out of that unharmed has not
//! been measured.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::VirtualBox;
use super::patience::Waiting;
use super::preflight::{self, CloneHome, Ready};
use super::process::Output;
use super::promise::{self, Before};
use super::vboxmanage::VBoxManage;
use super::world::World;
use super::{command_line, words};
use crate::hypervisor::{Hypervisor as _, HypervisorError, Outcome, Progress};
use crate::model::{MachineEntry, MachineId, MachineState, SnapshotId, Step, StepKind};
use crate::text;

/// How often it is looked whether the settings file has been written.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// The machines that this program is changing now.
#[derive(Debug, Default)]
pub struct Busy(Mutex<HashSet<MachineId>>);

impl Busy {
    fn enter(&self, entry: &MachineEntry) -> Result<BusyGuard<'_>, HypervisorError> {
        let mut machines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if machines.insert(entry.id) {
            return Ok(BusyGuard { busy: self, machine: entry.id });
        }
        let words = text!("virtualbox-busy-here").to_owned();
        Err(HypervisorError::Locked { name: entry.name.to_string(), words })
    }
}

struct BusyGuard<'a> {
    busy: &'a Busy,
    machine: MachineId,
}

impl Drop for BusyGuard<'_> {
    fn drop(&mut self) {
        self.busy.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.machine);
    }
}

/// Whether a step can be stopped after VBoxManage has begun with it. See the top of this file.
pub(super) fn can_stop(step: &Step) -> bool {
    matches!(step, Step::Clone { .. }) && cfg!(unix)
}

/// One step on its way.
pub(super) struct Act<'a> {
    pub(super) virtualbox: &'a VirtualBox,
    pub(super) tool: &'a VBoxManage,
    pub(super) entry: &'a MachineEntry,
    pub(super) step: &'a Step,
    progress: &'a dyn Progress,
}

impl VirtualBox {
    /// Carries a step out. See the top of this file for what can be stopped.
    pub(super) fn carry_out(
        &self,
        entry: &MachineEntry,
        step: &Step,
        progress: &dyn Progress,
    ) -> Result<Outcome, HypervisorError> {
        let missing = || HypervisorError::ToolMissing { program: "VBoxManage".to_owned() };
        let tool = self.vboxmanage.as_ref().ok_or_else(missing)?;
        let _busy = self.busy.enter(entry)?;
        Act { virtualbox: self, tool, entry, step, progress }.carry_out()
    }

    /// Why a machine is not at rest. A merge of a machine that is off is not among what the list of running machines
    /// tells: the machine itself has to be asked.
    pub(super) fn ask_for_rest(&self, entry: &MachineEntry) -> Result<Option<String>, HypervisorError> {
        let missing = || HypervisorError::ToolMissing { program: "VBoxManage".to_owned() };
        let tool = self.vboxmanage.as_ref().ok_or_else(missing)?;
        match tool.state_of(entry.id)? {
            MachineState::Transient => Ok(Some(text!("virtualbox-still-changing").to_owned())),
            // A machine that runs is always locked, by itself.
            MachineState::Running | MachineState::Paused | MachineState::Stuck => Ok(None),
            _ => match tool.check_lock(entry.id, &entry.name) {
                Err(HypervisorError::Locked { words, .. }) => Ok(Some(words)),
                other => other.map(|()| None),
            },
        }
    }
}

impl Act<'_> {
    fn carry_out(&self) -> Result<Outcome, HypervisorError> {
        let before = Before::new(self.virtualbox.read(self.entry)?);
        let state = self.tool.state_of(self.entry.id)?;
        let ready = preflight::check(self.virtualbox, &before.machine, state, self.step);
        let ready = ready.map_err(|error| self.unless_it_just_changed(&before, error))?;
        self.check_with_virtualbox(state, &before)?;
        if self.progress.is_cancelled() {
            return Err(HypervisorError::Cancelled);
        }
        self.progress.report(0.0);
        let output = self.act(&before, &ready)?;
        self.wait_for_session(&before)?;
        let said = words::report_of(&output);
        let snapshot = self.check_promise(&before, ready.clone.as_ref(), &said)?;
        self.progress.report(1.0);
        Ok(Outcome { snapshot, machine: ready.clone.map(|clone| clone.id), words: said })
    }

    /// A change that another program has just finished makes the images other ones than those that were read
    /// about a moment before.
    fn unless_it_just_changed(&self, before: &Before, error: HypervisorError) -> HypervisorError {
        let is_as_before = || self.virtualbox.read(self.entry).is_ok_and(|now| now == before.machine);
        let is_at_rest = || self.tool.state_of(self.entry.id).is_ok_and(|state| state != MachineState::Transient);
        if !matches!(error, HypervisorError::BadImage { .. }) || (is_as_before() && is_at_rest()) {
            return error;
        }
        let words = text!("virtualbox-just-changed").to_owned();
        HypervisorError::Locked { name: before.machine.name.to_string(), words }
    }

    /// What only VirtualBox knows, after everything that files can tell.
    fn check_with_virtualbox(&self, state: MachineState, before: &Before) -> Result<(), HypervisorError> {
        let is_online = matches!(state, MachineState::Running | MachineState::Paused | MachineState::Stuck);
        let changes_disks = matches!(self.step.kind(), StepKind::Take | StepKind::Restore | StepKind::Delete);
        // A machine that runs is always locked, by itself.
        if !is_online && (changes_disks || self.step.kind() == StepKind::DiscardSavedState) {
            self.tool.check_lock(self.entry.id, &before.machine.name)?;
        }
        if matches!(self.step.kind(), StepKind::Delete | StepKind::Restore) {
            self.tool.refresh_images()?;
        }
        Ok(())
    }

    fn act(&self, before: &Before, ready: &Ready) -> Result<Output, HypervisorError> {
        let home = ready.clone.as_ref().map(CloneHome::as_new_home);
        let arguments = command_line::arguments(self.entry.id, self.step, home.as_ref());
        let ask = || self.tool.state_of(self.entry.id).ok();
        let mut waiting = Waiting::new(self.tool.patience(), self.progress, &ready.scene, can_stop(self.step), &ask);
        let ended = self.tool.change(&arguments, &before.machine.name, &mut waiting);
        match ended {
            Ok(output) => Ok(output),
            Err(error @ (HypervisorError::ToolMissing { .. } | HypervisorError::ToolBroken { .. })) => Err(error),
            Err(_) if waiting.was_stopped() && self.clone_is_gone(ready) => Err(HypervisorError::Cancelled),
            Err(HypervisorError::Refused { program, words }) if waiting.was_stopped() => {
                // Something of the clone is left: where it lies is told.
                let error = HypervisorError::Interrupted { program, words };
                Err(self.settle(before, ready, error))
            }
            Err(error @ (HypervisorError::Interrupted { .. } | HypervisorError::TimedOut { .. })) => {
                Err(self.settle(before, ready, error))
            }
            Err(error) => Err(error),
        }
    }

    /// Whether nothing is left of a clone that was stopped.
    fn clone_is_gone(&self, ready: &Ready) -> bool {
        let Some(clone) = &ready.clone else { return false };
        if !ready.scene.nursery.iter().all(|nursery| nursery.newborn().is_empty()) {
            return false;
        }
        let listed =
            self.virtualbox.machines().map(|listing| listing.machines.iter().any(|entry| entry.id == clone.id));
        !listed.unwrap_or(true)
    }

    /// Reads again until what was promised is there, or time is up.
    fn check_promise(
        &self,
        before: &Before,
        clone: Option<&CloneHome>,
        said: &str,
    ) -> Result<Option<SnapshotId>, HypervisorError> {
        let start = Instant::now();
        loop {
            match self.look(before, clone) {
                Ok(snapshot) => return Ok(snapshot),
                Err(_) if start.elapsed() < self.tool.patience().writing => std::thread::sleep(LOOK_AGAIN),
                Err(what) => {
                    let program = self.tool.label();
                    return Err(HypervisorError::NotAsPromised { program, what, words: said.to_owned() });
                }
            }
        }
    }

    /// Reads again and compares. What is different is the rest of a sentence.
    pub(super) fn look(&self, before: &Before, clone: Option<&CloneHome>) -> Result<Option<SnapshotId>, String> {
        let after = self.virtualbox.read(self.entry).map_err(|error| error.to_string())?;
        let snapshot = promise::check(before, &after, self.step)?;
        match self.step {
            Step::Clone { name, .. } => self.look_at_clone(clone, name)?,
            Step::DetachImage { image } => {
                let world = World::read(self.virtualbox, &after).map_err(|error| error.to_string())?;
                if world.image(*image).is_some() {
                    return Err(text!("virtualbox-promise-still-registered").to_owned());
                }
            }
            _ => {}
        }
        Ok(snapshot)
    }

    fn look_at_clone(&self, clone: Option<&CloneHome>, name: &str) -> Result<(), String> {
        let listing = self.virtualbox.machines().map_err(|error| error.to_string())?;
        let entry = clone.and_then(|clone| listing.machines.iter().find(|entry| entry.id == clone.id));
        let entry = entry.ok_or_else(|| text!("virtualbox-promise-no-clone"))?;
        let machine = self.virtualbox.read(entry).map_err(|error| error.to_string())?;
        if *machine.name != *name {
            return Err(text!("virtualbox-promise-clone-name", name = machine.name));
        }
        Ok(())
    }
}
