//! What things are: machines, snapshots, disk images, sizes and times.
//!
//! No input or output happens here, no thread is started, and nothing knows how it is drawn.

mod age;
mod bytes;
mod files;
mod hardware;
mod ids;
mod image;
mod image_forest;
mod inventory;
mod machine;
mod merging;
mod snapshot;
mod snapshot_tree;
mod step;
mod usage;

pub use age::Age;
pub use bytes::Bytes;
pub use files::{FileSizes, FileStatus};
pub use hardware::{Attachment, AttachmentKind, Difference, HardwareSettings, NetworkAdapter, SharedFolder};
pub use ids::{ConnectionId, IdError, ImageId, MachineId, MachineKey, SnapshotId};
pub use image::{ImageFormat, ImageHeader, ImageMode, ImageRecord};
pub use image_forest::{Image, ImageForest, ImageIndex, ImageProblem, ImageUse};
pub use inventory::{Connection, ConnectionInventory, HostDisk, Inventory, InventoryMachine, MachineReading};
pub use machine::{CurrentState, Machine, MachineEntry, MachineState, Problem, ProblemKind};
pub use merging::{MergeDirection, Merging};
pub use snapshot::Snapshot;
pub use snapshot_tree::{SnapshotIndex, SnapshotTree, SnapshotTreeBuilder, TreeError};
pub use step::{Abilities, CloneExtent, Step, StepKind};
pub use usage::MachineUsage;
