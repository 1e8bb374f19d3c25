//! What Snapgrove remembers of snapshots beyond what their hypervisor does: which are pinned and why, which it took
//! itself, and which were taken together. Kept in Snapgrove's data folder.
//!
//! ```text
//! key      a snapshot among those of all connections
//! pinned   pins with their reasons, through renames and clones
//! taken    the snapshots that Snapgrove took, and those of machines that had been cut off
//! sets     snapshots taken together on several machines
//! ```

mod key;
mod pinned;
mod sets;
mod taken;

pub use crate::kept_lines::{DamagedLine, KeptError};
pub use key::SnapshotKey;
pub use pinned::{Pin, Pins, PinsFile};
pub use sets::{SnapshotSet, SnapshotSets, SnapshotSetsFile};
pub use taken::{TakenBySnapgrove, TakenFile, UnstableFile};
