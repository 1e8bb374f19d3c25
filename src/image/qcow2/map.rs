//! Which clusters a state of a qcow2 disk holds.

use std::path::Path;
use std::sync::Arc;

use super::Qcow2Header;
use super::clusters::{Cluster, Clusters, SUBCLUSTERS};
use crate::image::map::{AllocationMap, Location, State, Stretch};
use crate::model::Bytes;

/// Which clusters a state of a qcow2 disk holds.
#[derive(Debug)]
pub(crate) struct Qcow2Map {
    clusters: Clusters,
    cluster: u64,
    disk_size: u64,
    files: [Arc<Path>; 1],
}

impl Qcow2Map {
    pub(crate) fn new(clusters: Clusters, header: &Qcow2Header, disk_size: u64, path: Arc<Path>) -> Self {
        Self { clusters, cluster: header.cluster(), disk_size, files: [path] }
    }

    /// From a byte in a cluster of parts: how far it goes on alike, and in which state.
    fn part(&self, offset: u64, data: u32, zero: u32, inside: u64) -> (u64, State) {
        let size = (self.cluster / u64::from(SUBCLUSTERS)).max(1);
        let state = |part: u64| match 1_u32.checked_shl(u32::try_from(part).unwrap_or(u32::MAX)) {
            Some(bit) if data & bit != 0 => State::Data(Location { file: 0, offset }).advanced(inside),
            Some(bit) if zero & bit != 0 => State::Zero,
            _ => State::Free,
        };
        let first = inside / size;
        let last = u64::from(SUBCLUSTERS);
        let end = (first..last).find(|part| state(*part) != state(first)).unwrap_or(last);
        (end * size - inside, state(first))
    }
}

fn state(cluster: Cluster) -> State {
    match cluster {
        Cluster::Free => State::Free,
        // Zeros in parts, without a place: they hide what is below and take no space.
        Cluster::Zero | Cluster::Parts { offset: 0, .. } => State::Zero,
        Cluster::Plain(offset) | Cluster::Parts { offset, .. } => State::Data(Location { file: 0, offset }),
        Cluster::Compressed(offset) => State::Compressed(Location { file: 0, offset }),
    }
}

impl AllocationMap for Qcow2Map {
    fn virtual_size(&self) -> Bytes {
        Bytes(self.disk_size)
    }

    fn unit(&self) -> u64 {
        self.cluster
    }

    fn overhead(&self) -> u64 {
        0
    }

    fn state(&self, unit: u64) -> State {
        state(self.clusters.get(unit))
    }

    fn stretch(&self, offset: u64) -> Option<Stretch> {
        let (unit, inside) = (offset / self.cluster, offset % self.cluster);
        let left = self.disk_size.checked_sub(offset).filter(|left| *left > 0)?;
        let (cluster, run) = self.clusters.run(unit)?;
        let (length, state) = match cluster {
            Cluster::Parts { offset, data, zero } => self.part(offset, data, zero, inside),
            whole => (run.saturating_mul(self.cluster) - inside, state(whole).advanced(inside)),
        };
        Some(Stretch { start: offset, length: length.min(left), state })
    }

    fn units_in_use(&self) -> u64 {
        self.clusters.table.in_use().saturating_sub(self.clusters.without_space)
    }

    fn files(&self) -> &[Arc<Path>] {
        &self.files
    }

    fn memory(&self) -> Bytes {
        Bytes(self.clusters.memory())
    }
}
