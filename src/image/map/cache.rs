//! Maps that were read before.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use super::AllocationMap;
use crate::image::{ImageError, measure_size, read_map};
use crate::model::{Bytes, FileStatus, ImageFormat};

/// A file written this short a time ago may be written again without its time changing: file systems
/// keep times in steps, of two seconds at the coarsest (FAT). Its map is not kept.
const TOO_FRESH: Duration = Duration::from_secs(2);

/// What a file looked like when its map was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    length: Bytes,
    occupied: Bytes,
    modified: SystemTime,
}

#[derive(Debug)]
struct Kept {
    stamp: Stamp,
    map: Arc<dyn AllocationMap>,
    last_use: u64,
}

#[derive(Debug, Default)]
struct Known {
    maps: HashMap<Arc<Path>, Kept>,
    uses: u64,
}

/// Maps by path, each valid while the size and time of its files are as they were. Shared between
/// threads; the lock is never held while a file is read.
#[derive(Debug)]
pub struct MapCache {
    known: Mutex<Known>,
    limit: Bytes,
}

impl MapCache {
    /// An empty cache that keeps maps of `limit` bytes of memory together. Those not used for longest
    /// go first.
    #[must_use]
    pub fn new(limit: Bytes) -> Self {
        Self { known: Mutex::default(), limit }
    }

    /// The map of the image at `path`, read only if the image has changed.
    ///
    /// # Errors
    /// As [`read_map`].
    pub fn map(&self, path: &Path, format: &ImageFormat) -> Result<Arc<dyn AllocationMap>, ImageError> {
        // Looked at before it is read: a change meanwhile makes the stamp too old, never too new.
        let Some(stamp) = stamp(path, format) else {
            return read_map(path, format).map(Arc::from);
        };
        if let Some(map) = self.find(path, stamp) {
            return Ok(map);
        }
        let map: Arc<dyn AllocationMap> = read_map(path, format)?.into();
        self.insert(path.into(), stamp, map.clone());
        Ok(map)
    }

    fn find(&self, path: &Path, stamp: Stamp) -> Option<Arc<dyn AllocationMap>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.uses += 1;
        let now = known.uses;
        let kept = known.maps.get_mut(path).filter(|kept| kept.stamp == stamp)?;
        kept.last_use = now;
        Some(kept.map.clone())
    }

    fn insert(&self, path: Arc<Path>, stamp: Stamp, map: Arc<dyn AllocationMap>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let last_use = known.uses;
        known.maps.insert(path, Kept { stamp, map, last_use });
        let mut total: Bytes = known.maps.values().map(|kept| kept.map.memory()).sum();
        while total > self.limit {
            let oldest = known.maps.iter().min_by_key(|(_, kept)| kept.last_use).map(|(path, _)| path.clone());
            let Some(kept) = oldest.and_then(|path| known.maps.remove(&path)) else { return };
            total = Bytes(total.0.saturating_sub(kept.map.memory().0));
        }
    }
}

fn stamp(path: &Path, format: &ImageFormat) -> Option<Stamp> {
    match measure_size(path, format) {
        // Without a time, a change within the same length would go unseen.
        FileStatus::Present { occupied, length, modified: Some(modified), .. } => {
            let settled = modified.elapsed().is_ok_and(|age| age > TOO_FRESH);
            settled.then_some(Stamp { length, occupied, modified })
        }
        _ => None,
    }
}
