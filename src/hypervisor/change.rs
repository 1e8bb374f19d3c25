//! How a hypervisor tells of a change while it makes it, and what it made.

use crate::model::{MachineId, SnapshotId};

/// Hears how far a step has come, and says whether it shall go on. Called on the thread that carries the
/// step out.
pub trait Progress: Sync {
    /// This share of the step is done: from 0 to 1, as far as the hypervisor can tell.
    fn report(&self, done: f32);

    /// Whether the person has asked to stop. Looked at where stopping leaves everything as it was.
    fn is_cancelled(&self) -> bool;

    /// A program of the system was started that does the work, and goes on with it even if this process ends: its name,
    /// and the number of its process. Told as soon as it is there.
    fn works_through(&self, _program: &str, _process: u32) {}
}

/// Nobody listens, and nobody stops it.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn report(&self, _done: f32) {}

    fn is_cancelled(&self) -> bool {
        false
    }
}

/// What a step has made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The snapshot that was taken, where the hypervisor tells.
    pub snapshot: Option<SnapshotId>,
    /// The machine that was cloned, where the hypervisor tells.
    pub machine: Option<MachineId>,
    /// What the hypervisor's program said, in its own words; may be empty.
    pub words: String,
}
