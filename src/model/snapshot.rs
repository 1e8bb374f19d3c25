//! One snapshot.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{HardwareSettings, SnapshotId};

/// A frozen state of a machine. Its place in the tree is kept by
/// [`SnapshotTree`](super::SnapshotTree).
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// Unique within the machine only.
    pub id: SnapshotId,
    /// A label: may be empty, may repeat, may hold any text.
    pub name: String,
    /// What the person wrote about it; may have several lines; empty when there is none.
    pub description: String,
    /// When it was taken. `None` where the settings file has no readable time.
    pub taken_at: Option<DateTime<Utc>>,
    /// Whether the machine ran when it was taken, so that restoring brings the running state back.
    pub online: bool,
    /// The file with the memory of the running machine. Several snapshots may share one.
    pub saved_state: Option<Arc<Path>>,
    /// The file with the firmware's variables, for machines that start by EFI.
    pub firmware_file: Option<Arc<Path>>,
    /// The machine's settings at that time, with the images its disks were frozen in.
    pub hardware: Arc<HardwareSettings>,
}
