//! Snapshots of one job that are remembered as a set.
//!
//! Each is added as soon as it was taken and verified: whenever the program ends, the set holds what there is.

use std::path::Path;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::sentences::in_a_row;
use super::summary::StepResult;
use crate::model::{MachineKey, SnapshotId, Step};
use crate::pins::{SnapshotKey, SnapshotSet, SnapshotSets, SnapshotSetsFile};
use crate::text;

/// Whether and how what a job takes is remembered as taken together.
#[derive(Debug)]
pub enum SetWish {
    /// At its end, if there are several, under their name.
    Usual,
    /// Each as soon as it was taken, under a name that the person chose.
    Named(SetOfJob),
    /// Not at all.
    No,
}

/// The set that a job's snapshots become members of.
#[derive(Debug, Clone)]
pub struct SetOfJob {
    id: Uuid,
    name: String,
    taken_at: DateTime<Utc>,
}

impl SetOfJob {
    /// A set with this name.
    pub fn new(name: &str) -> Self {
        Self { id: Uuid::new_v4(), name: name.to_owned(), taken_at: Utc::now() }
    }

    /// Adds what a step has taken, in the files in `folder`. What cannot be kept is told beside the step's result.
    pub fn note(&self, folder: &Path, machine: &MachineKey, step: &Step, result: &mut StepResult) {
        let (Step::Take { .. }, StepResult::Done { made: Some(made), remark, .. }) = (step, result) else { return };
        let member = SnapshotKey::new(machine, SnapshotId(*made));
        let kept = SnapshotSetsFile::in_folder(folder).update(|sets| self.add(sets, member));
        if let Err(error) = kept {
            tracing::warn!(%error, "a snapshot is not noted as one of its set");
            let told = text!("jobs-forgotten-set", set = self.name, error = error.to_string());
            *remark = in_a_row([&*remark, &told]);
        }
    }

    fn add(&self, sets: &mut SnapshotSets, member: SnapshotKey) {
        // By its own id: the person may have renamed the set meanwhile.
        let known = sets.get(self.id).cloned();
        let mut set = known.unwrap_or_else(|| SnapshotSet {
            id: self.id,
            name: self.name.clone(),
            taken_at: self.taken_at,
            members: Vec::new(),
        });
        set.members.push(member);
        sets.put(set);
    }
}
