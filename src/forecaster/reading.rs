//! Reads what a forecast needs to know of a machine's image files.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use super::content::{FileContent, Link, Memory, Stop};
use super::place::{Places, holes};
use crate::image::{AllocationMap, ImageError, MapCache, measure_size};
use crate::model::{Bytes, CloneExtent, FileStatus, Image, ImageForest, ImageIndex, Machine, SnapshotId};
use crate::plan::forecast::clones::{copied_files, copied_images};
use crate::plan::forecast::{KnownImage, KnownImages};

/// Memory for maps that are kept between questions: those of about 60 completely scattered disks of 1 TB.
const MAP_MEMORY: Bytes = Bytes(256 << 20);
/// Images that are kept with their sets of units.
const MOST_KEPT: usize = 4096;

/// Reads image files, and keeps what did not change since.
#[derive(Debug)]
pub(super) struct ImageReader {
    maps: MapCache,
    kept: Mutex<HashMap<Arc<Path>, Arc<KnownImage>>>,
    memory: Arc<Mutex<Memory>>,
}

impl ImageReader {
    pub(super) fn new() -> Self {
        Self { maps: MapCache::new(MAP_MEMORY), kept: Mutex::default(), memory: Arc::default() }
    }

    /// The maps of the images that deleting these snapshots concerns. `None` if it was stopped.
    pub(super) fn read(
        &self,
        machine: &Machine,
        images: &ImageForest,
        marked: &[SnapshotId],
        stop: &Stop,
    ) -> Option<KnownImages> {
        let mut known = KnownImages::default();
        let mut places = Places::default();
        for index in concerned(machine, images, marked) {
            self.add(&mut known, &mut places, images.get(index), stop)?;
        }
        let marked: HashSet<SnapshotId> = marked.iter().copied().collect();
        let snapshots = machine.tree.iter().map(|(_, snapshot)| snapshot).filter(|one| marked.contains(&one.id));
        for path in snapshots.flat_map(|snapshot| snapshot.saved_state.iter().chain(&snapshot.firmware_file)) {
            // One that is missing frees nothing, and that is known.
            let facts = places.facts(path).unwrap_or_default();
            known.files.insert(path.clone(), facts);
        }
        Some(known)
    }

    /// The maps of the images and the sizes of the other files that a clone copies. `None` if it was stopped.
    pub(super) fn read_copied(
        &self,
        machine: &Machine,
        images: &ImageForest,
        extent: CloneExtent,
        stop: &Stop,
    ) -> Option<KnownImages> {
        let mut known = KnownImages::default();
        let mut places = Places::default();
        for index in copied_images(machine, images, extent) {
            self.add(&mut known, &mut places, images.get(index), stop)?;
        }
        for path in copied_files(machine, extent) {
            // One that is missing is not copied.
            known.files.insert(path.clone(), places.facts(path).unwrap_or_default());
        }
        Some(known)
    }

    /// The same with access to the data of whole chains. `None` if it was stopped.
    pub(super) fn with_content(
        &self,
        mut known: KnownImages,
        images: &ImageForest,
        stop: &Stop,
    ) -> Option<KnownImages> {
        let mut chains: HashSet<ImageIndex> = HashSet::new();
        for index in known.images.keys().filter_map(|id| images.find(*id)) {
            chains.extend(images.chain(index).take_while(|index| !chains.contains(index)).collect::<Vec<_>>());
        }
        let mut links = HashMap::new();
        for image in chains.into_iter().map(|index| images.get(index)) {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let Some(map) = self.map_of(&known, image) else { continue };
            let parent = image.parent.map(|parent| images.get(parent).record.id);
            links.insert(image.record.id, Link { parent, map });
        }
        let content = FileContent::new(links, self.memory.clone(), stop.clone());
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).refresh(&content);
        known.content = Arc::new(content);
        Some(known)
    }

    fn map_of(&self, known: &KnownImages, image: &Image) -> Option<Arc<dyn AllocationMap>> {
        let read = known.images.get(&image.record.id).map(|known| known.map.clone());
        read.or_else(|| self.maps.map(&image.record.path, &image.record.format).ok())
    }

    fn add(&self, known: &mut KnownImages, places: &mut Places, image: &Image, stop: &Stop) -> Option<()> {
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        let record = &image.record;
        match self.look_at(places, image) {
            Ok(found) => {
                known.images.insert(record.id, found);
            }
            Err(error) => {
                known.unknown.insert(record.id, error.to_string().into());
                if let Ok(facts) = places.facts(&record.path) {
                    known.files.insert(record.path.clone(), facts);
                }
            }
        }
        Some(())
    }

    fn look_at(&self, places: &mut Places, image: &Image) -> Result<Arc<KnownImage>, ImageError> {
        let record = &image.record;
        let map = self.maps.map(&record.path, &record.format)?;
        let failed = |source| ImageError::Io { path: record.path.clone(), source };
        let file = places.facts_of_all(map.files()).map_err(failed)?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = kept.get(&record.path)
            && Arc::ptr_eq(&before.map, &map)
            && before.file == file
        {
            return Ok(before.clone());
        }
        let deciding_length = match measure_size(&record.path, &record.format) {
            FileStatus::Present { length, .. } => length,
            FileStatus::Missing | FileStatus::Unreadable(_) => file.length,
        };
        let held = map.units_in_use().saturating_mul(map.unit());
        let holes = if map.files().len() == 1 { holes(&record.path, file.occupied, held) } else { Vec::new() };
        let found = Arc::new(KnownImage::new(map, deciding_length, file, holes));
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(record.path.clone(), found.clone());
        Ok(found)
    }
}

/// The images frozen in these snapshots, and those that rest on them.
fn concerned(machine: &Machine, images: &ImageForest, marked: &[SnapshotId]) -> Vec<ImageIndex> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for index in marked.iter().filter_map(|id| machine.tree.find(*id)) {
        for image in machine.tree.get(index).hardware.disks().filter_map(|(_, id)| images.find(id)) {
            for index in std::iter::once(image).chain(images.get(image).children.iter().copied()) {
                if seen.insert(index) {
                    found.push(index);
                }
            }
        }
    }
    found
}
