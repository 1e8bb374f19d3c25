//! Snapshot trees to test with.

use std::sync::Arc;

use snapgrove::model::{HardwareSettings, Snapshot, SnapshotId, SnapshotIndex, SnapshotTree, SnapshotTreeBuilder};
use uuid::Uuid;

/// A tree as plain data: the parent of each snapshot, with a smaller number, and the time it claims.
#[derive(Debug, Clone)]
pub struct Shape {
    pub parents: Vec<Option<usize>>,
    /// Seconds; they may lie.
    pub times: Vec<Option<i64>>,
    pub current: Option<usize>,
}

impl Shape {
    /// Honest clocks, and the last snapshot is the current one.
    pub fn new(parents: Vec<Option<usize>>) -> Self {
        let times = (0..parents.len()).map(|position| i64::try_from(position).ok()).collect();
        let current = parents.len().checked_sub(1);
        Self { parents, times, current }
    }

    /// Every snapshot below the one before.
    pub fn chain(count: usize) -> Self {
        Self::new((0..count).map(|position| position.checked_sub(1)).collect())
    }

    /// One root and `count` children.
    pub fn star(count: usize) -> Self {
        Self::new((0..=count).map(|position| (position > 0).then_some(0)).collect())
    }

    /// Each snapshot below a random one of the last `reach`: 1 makes a chain.
    pub fn random(count: usize, reach: usize, seed: u64) -> Self {
        let mut state = seed | 1;
        let mut next = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state >> 33).unwrap()
        };
        let parents = (0..count).map(|position| {
            let back = 1 + next() % reach.min(position.max(1));
            position.checked_sub(back)
        });
        Self::new(parents.collect())
    }

    /// The tree itself. Snapshot `n` has the index at position `n`.
    pub fn tree(&self) -> SnapshotTree {
        let hardware = Arc::new(HardwareSettings::default());
        let mut builder = SnapshotTreeBuilder::default();
        let mut indices: Vec<SnapshotIndex> = Vec::with_capacity(self.parents.len());
        for (position, (&parent, &time)) in self.parents.iter().zip(&self.times).enumerate() {
            let snapshot = Snapshot {
                id: id(position),
                name: String::new(),
                description: String::new(),
                taken_at: time.and_then(|time| chrono::DateTime::from_timestamp(time, 0)),
                online: false,
                saved_state: None,
                firmware_file: None,
                hardware: Arc::clone(&hardware),
            };
            indices.push(builder.push(parent.map(|parent| indices[parent]), snapshot).unwrap());
        }
        builder.finish(self.current.map(id))
    }
}

/// The id of snapshot `position`.
pub fn id(position: usize) -> SnapshotId {
    SnapshotId(Uuid::from_u128(position as u128 + 1))
}
