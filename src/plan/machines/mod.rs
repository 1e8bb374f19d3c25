//! One plan over many machines.
//!
//! Each machine's steps stay in their order; machines do not wait for each other. What cannot be done is left out and
//! told first, so that one machine does not stand against the others.
//!
//! ```text
//! together     the plans of several machines as one
//! disks        what a plan does to each of the host's disks
//! delete       deleting marked snapshots, or those of a name
//! take         taking one snapshot of each
//! restore      going back, each to its snapshot of a name or before a moment
//! rename       new names by one template
//! ```

mod again;
mod delete;
mod disks;
mod rename;
mod restore;
mod take;
mod together;

pub use again::{again, can_be_done_again, deletions};
pub use delete::{KnownOf, delete_each, named};
pub use disks::{DiskForecast, by_host_disk};
pub use rename::rename_each;
pub use restore::{Goal, restore_each, targets};
pub use take::{Naming, take_each};
pub use together::{AT_ONCE, LeftOut, MachinesPlan, WhyLeftOut, together};
