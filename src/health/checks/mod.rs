//! The checks, one file each: functions that look at the inventory and tell what they find.

pub(super) mod chain_on_old_snapshot;
pub(super) mod copy_on_write;
pub(super) mod current_state;
pub(super) mod deep_chain;
pub(super) mod free_space;
pub(super) mod full_soon;
pub(super) mod image_problems;
pub(super) mod large_snapshots;
pub(super) mod leftovers;
pub(super) mod linked_clones;
pub(super) mod names;
pub(super) mod old_snapshots;
pub(super) mod restores;
pub(super) mod room_to_delete;
pub(super) mod saved_states;
pub(super) mod settings_copies;
pub(super) mod shared_with_snapshot;
pub(super) mod stray_files;
pub(super) mod uncovered_disks;
pub(super) mod unreadable_machines;
pub(super) mod unstable_snapshots;
pub(super) mod unused_images;
