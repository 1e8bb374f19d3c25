//! What all plans look at: whether the machine is there and can do it, its disks, free space, texts.
//!
//! ```text
//! text     names and descriptions
//! disks    the images that a step reads, and which of them snapshots cover
//! room     free space on the host's disks
//! ```

mod disks;
mod room;
mod text;

use std::sync::Arc;

pub(super) use disks::{Disk, file_name};
pub(super) use room::{Room, disk_of};
pub(super) use text::{check_description, check_name, name_cautions, tidy_description, tidy_name};

use super::{Blocker, Caution, Intent, Plan, PlannedMachine, PlannedStep};
use crate::model::{
    Bytes, ConnectionInventory, Inventory, InventoryMachine, Machine, MachineKey, MachineReading, MachineState,
    ProblemKind, Snapshot, SnapshotId, SnapshotIndex, Step, StepKind,
};
use crate::text;

/// The machine that a plan is about, and what it lives among.
pub(super) struct Subject<'a> {
    pub key: &'a MachineKey,
    pub inventory: &'a Inventory,
    pub connection: &'a ConnectionInventory,
    pub entry: &'a InventoryMachine,
    pub machine: &'a Arc<Machine>,
}

impl<'a> Subject<'a> {
    /// Finds it.
    pub fn find(inventory: &'a Inventory, key: &'a MachineKey) -> Result<Self, Blocker> {
        let Some((connection, entry)) = inventory.machine(key) else {
            return Err(Blocker::Gone { what: text!("plan-gone-machine").to_owned() });
        };
        let not_read = |why: String| Blocker::NotRead { machine: entry.name().to_owned(), why };
        match &entry.reading {
            MachineReading::Read(machine) => Ok(Self { key, inventory, connection, entry, machine }),
            MachineReading::Waiting => Err(not_read(text!("plan-not-read-yet").to_owned())),
            MachineReading::Failed(problem) => Err(not_read(problem.to_string())),
        }
    }

    /// Makes a plan for the machine: `fill` adds the steps. What cannot be found becomes what stands against the plan.
    pub fn plan(
        inventory: &'a Inventory,
        key: &'a MachineKey,
        intent: Intent,
        fill: impl FnOnce(&Self, &mut Plan),
    ) -> Plan {
        let mut plan = Plan::empty(intent);
        match Self::find(inventory, key) {
            Ok(subject) => {
                plan.machines.push(PlannedMachine { key: key.clone(), machine: subject.machine.clone() });
                fill(&subject, &mut plan);
                plan.sum_up();
            }
            Err(blocker) => plan.blockers.push(blocker),
        }
        plan
    }

    /// A step with what stands against it in any case: that it is not offered, and that the disk is full.
    pub fn step(&self, step: Step, subject: String) -> PlannedStep {
        let what = step.kind();
        let mut blockers = Vec::new();
        if !self.connection.connection.abilities.can(what) {
            blockers.push(Blocker::NotOffered { hypervisor: self.connection.connection.name.to_string(), what });
        }
        PlannedStep {
            machine: self.key.clone(),
            step,
            subject,
            merges_into: Vec::new(),
            forecast: None,
            blockers,
            cautions: Vec::new(),
        }
    }

    /// The machine's name.
    pub fn name(&self) -> String {
        self.entry.name().to_owned()
    }

    /// What it is doing, as far as known. What is not known counts as what the settings file says.
    pub fn state(&self) -> MachineState {
        self.entry.state.unwrap_or(self.machine.recorded_state)
    }

    /// Whether it is switched on.
    pub fn is_on(&self) -> bool {
        matches!(self.state(), MachineState::Running | MachineState::Paused | MachineState::Stuck)
    }

    /// What the current state takes on the host beside its disks: its saved memory and the firmware's variables, as far as
    /// they are its own.
    pub fn beside_disks(&self) -> Bytes {
        let disks = self.disks(&self.machine.current_state.hardware);
        let of_disks: Bytes = disks.iter().filter(|disk| disk.is_covered()).map(|disk| disk.image.occupied()).sum();
        Bytes(self.entry.usage.of_current_state.0.saturating_sub(of_disks.0))
    }

    /// The state stands against this.
    pub fn refuses(&self, what: StepKind) -> Blocker {
        Blocker::State { machine: self.name(), state: self.state(), what }
    }

    /// That it is not known what the machine is doing.
    pub fn state_caution(&self) -> Option<Caution> {
        let problem = self.connection.problems.iter().find(|problem| problem.kind == ProblemKind::Tool);
        let why = match problem {
            Some(problem) => problem.what.to_string(),
            None if self.entry.state.is_none() => text!("plan-state-not-said").to_owned(),
            None => return None,
        };
        Some(Caution::StateUnknown { machine: self.name(), why })
    }

    /// A snapshot of it.
    pub fn snapshot(&self, id: SnapshotId) -> Result<(SnapshotIndex, &'a Snapshot), Blocker> {
        let gone = || Blocker::Gone { what: text!("plan-gone-snapshot", id = id) };
        let index = self.machine.tree.find(id).ok_or_else(gone)?;
        Ok((index, self.machine.tree.get(index)))
    }
}
