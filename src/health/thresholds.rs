//! From where on a check speaks, as the person chose.

use serde::{Deserialize, Serialize};

use crate::model::Bytes;

/// From where on a check speaks. A file that lacks a field has the usual value there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Thresholds {
    /// Images from base to current state from which a chain is deep.
    pub chain_moderate: u32,
    /// Images from which a deep chain is serious.
    pub chain_serious: u32,
    /// Space that makes a snapshot large.
    pub large_snapshot: Bytes,
    /// Days from which a snapshot is old.
    pub old_snapshot_days: i64,
    /// Days from which a snapshot that everything rests on is old.
    pub old_root_days: i64,
    /// Space written since the current snapshot from which the current state is far from it.
    pub far_written: Bytes,
    /// Days since the current snapshot from which a changed current state is far from it.
    pub far_days: i64,
    /// Free space below which it is low.
    pub free_moderate: Bytes,
    /// Free space below which it is seriously low.
    pub free_serious: Bytes,
    /// Percentage of a disk below which its free space is low.
    pub free_moderate_percent: u32,
    /// Percentage of a disk below which its free space is seriously low.
    pub free_serious_percent: u32,
    /// Days before a disk is full in which it is said.
    pub full_moderate_days: i64,
    /// Days before a disk is full in which it is serious.
    pub full_serious_days: i64,
    /// Number of restores that are many.
    pub many_restores: usize,
    /// Hours in which they are counted.
    pub many_restores_hours: u32,
    /// Minutes for which a file without owner must have been left alone before it counts as one: before that, it may be
    /// in the making.
    pub settled_minutes: i64,
}

impl Default for Thresholds {
    fn default() -> Self {
        const GB: u64 = 1_000_000_000;
        Self {
            chain_moderate: 10,
            chain_serious: 30,
            large_snapshot: Bytes(20 * GB),
            old_snapshot_days: 180,
            old_root_days: 365,
            far_written: Bytes(20 * GB),
            far_days: 60,
            free_moderate: Bytes(20 * GB),
            free_serious: Bytes(5 * GB),
            free_moderate_percent: 5,
            free_serious_percent: 1,
            full_moderate_days: 30,
            full_serious_days: 7,
            many_restores: 5,
            many_restores_hours: 24,
            settled_minutes: 60,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_kept_as_ron_and_lacking_ones_are_the_usual() {
        let changed = Thresholds { chain_moderate: 4, ..Thresholds::default() };
        let text = ron::to_string(&changed).unwrap();
        assert_eq!(ron::from_str::<Thresholds>(&text).unwrap(), changed);
        assert_eq!(ron::from_str::<Thresholds>("(chain_moderate: 4, of_the_future: 1)").unwrap(), changed);
    }
}
