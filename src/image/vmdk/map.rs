//! Which grains a VMDK image holds, over all its extents.

use std::path::Path;
use std::sync::Arc;

use super::descriptor::{Descriptor, Extent, ExtentKind};
use super::grains::read_grains;
use super::header::VmdkHeader;
use super::sparse::SparseHeader;
use crate::image::map::{AllocationMap, Entry, Location, State, Stretch, UnitTable};
use crate::image::storage::{ImageFile, Storage};
use crate::image::{ImageError, SECTOR};
use crate::model::Bytes;
use crate::text;

/// The unit of an image that has no sparse extent: the grain that programs use.
const USUAL_GRAIN: u64 = 64 * 1024;

/// How one extent keeps its part of the disk.
#[derive(Debug)]
enum Content {
    /// Grain by grain; indices are sector numbers in the file.
    Sparse { file: usize, grains: UnitTable },
    /// All of it, from this place on.
    Flat(Location),
    /// All zeros.
    Zero,
}

/// One extent with its place on the guest's disk, in bytes.
#[derive(Debug)]
struct Part {
    start: u64,
    length: u64,
    content: Content,
}

/// Which grains a VMDK image holds.
#[derive(Debug)]
pub(crate) struct VmdkMap {
    disk_size: u64,
    grain: u64,
    parts: Vec<Part>,
    files: Vec<Arc<Path>>,
}

impl VmdkMap {
    /// Reads descriptor, extents and grain tables.
    pub(crate) fn read(storage: &dyn Storage, file: &ImageFile) -> Result<Self, ImageError> {
        let header = VmdkHeader::read(file)?;
        let mut map = Self { disk_size: 0, grain: 0, parts: Vec::new(), files: vec![file.path().clone()] };
        match (&header.sparse, &header.descriptor) {
            // The name in the descriptor is not looked at: it is out of date once a file was renamed.
            (Some(sparse), _) => map.add_sparse(file, 0, sparse, sparse.capacity)?,
            (None, Some(descriptor)) => map.add_extents(storage, file, descriptor)?,
            (None, None) => return Err(file.damaged(0, text!("hypervisor-image-no-descriptor"))),
        }
        if map.grain == 0 {
            map.grain = USUAL_GRAIN;
        }
        Ok(map)
    }

    fn add_extents(
        &mut self,
        storage: &dyn Storage,
        file: &ImageFile,
        descriptor: &Descriptor,
    ) -> Result<(), ImageError> {
        for extent in &descriptor.extents {
            match extent.kind {
                ExtentKind::Sparse => {
                    let Some(path) = extent.path_beside(file.path()) else {
                        return Err(file.unsupported(text!("hypervisor-image-extent-elsewhere", name = extent.name)));
                    };
                    let opened = storage.open(&path)?;
                    let sparse = SparseHeader::read(&opened)?;
                    if self.files.contains(opened.path()) {
                        return Err(file.damaged(0, text!("hypervisor-image-extent-twice", name = extent.name)));
                    }
                    let position = self.position_of(opened.path());
                    self.add_sparse(&opened, position, &sparse, extent.sectors)?;
                }
                ExtentKind::Flat => self.add_flat(file, extent),
                ExtentKind::Zero => self.add(extent.sectors * SECTOR, Content::Zero),
                ExtentKind::Other => {
                    return Err(file.unsupported(text!("hypervisor-image-server-extents")));
                }
            }
        }
        Ok(())
    }

    /// A flat extent has no tables: its file, which may be a whole host disk, stays untouched.
    fn add_flat(&mut self, file: &ImageFile, extent: &Extent) {
        let path = extent.path_beside(file.path()).unwrap_or_else(|| Path::new(&extent.name).to_path_buf());
        let position = self.position_of(&path.into());
        let offset = extent.first_sector.saturating_mul(SECTOR);
        self.add(extent.sectors * SECTOR, Content::Flat(Location { file: position, offset }));
    }

    fn add_sparse(
        &mut self,
        file: &ImageFile,
        position: usize,
        header: &SparseHeader,
        sectors: u64,
    ) -> Result<(), ImageError> {
        let grain = header.grain.saturating_mul(SECTOR);
        if header.capacity < sectors {
            return Err(file.damaged(12, text!("hypervisor-image-extent-short")));
        }
        if (self.grain != 0 && self.grain != grain) || !self.disk_size.is_multiple_of(grain) {
            return Err(file.unsupported(text!("hypervisor-image-grains-unfit")));
        }
        self.grain = grain;
        let grains = read_grains(file, header, sectors)?;
        self.add(sectors * SECTOR, Content::Sparse { file: position, grains });
        Ok(())
    }

    /// The length does not overflow: [`VmdkHeader::read`] has summed up all extents.
    fn add(&mut self, length: u64, content: Content) {
        if length > 0 {
            self.parts.push(Part { start: self.disk_size, length, content });
            self.disk_size = self.disk_size.saturating_add(length);
        }
    }

    fn position_of(&mut self, path: &Arc<Path>) -> usize {
        self.files.iter().position(|known| known == path).unwrap_or_else(|| {
            self.files.push(path.clone());
            self.files.len() - 1
        })
    }

    fn part_at(&self, offset: u64) -> Option<&Part> {
        let position = self.parts.partition_point(|part| part.start <= offset).checked_sub(1)?;
        self.parts.get(position)
    }
}

impl Part {
    /// From a byte of this part: how far it goes on alike, and in which state.
    fn stretch(&self, inside: u64, grain: u64) -> Option<(u64, State)> {
        let left = self.length.checked_sub(inside).filter(|left| *left > 0)?;
        let (length, state) = match &self.content {
            Content::Zero => (left, State::Zero),
            Content::Flat(place) => (left, State::Data(*place).advanced(inside)),
            Content::Sparse { file, grains } => {
                let (entry, run) = grains.run(inside / grain)?;
                let state = match entry {
                    Entry::Zero => State::Zero,
                    Entry::At(sector) => State::Data(Location { file: *file, offset: u64::from(sector) * SECTOR })
                        .advanced(inside % grain),
                    Entry::Free | Entry::Special => State::Free,
                };
                (run.saturating_mul(grain) - inside % grain, state)
            }
        };
        Some((length.min(left), state))
    }

    fn units_in_use(&self, grain: u64) -> u64 {
        match &self.content {
            Content::Sparse { grains, .. } => grains.in_use(),
            // Those that start in this part, wherever it starts itself: each is counted once.
            Content::Flat(_) => self.start.saturating_add(self.length).div_ceil(grain) - self.start.div_ceil(grain),
            Content::Zero => 0,
        }
    }
}

impl AllocationMap for VmdkMap {
    fn virtual_size(&self) -> Bytes {
        Bytes(self.disk_size)
    }

    fn unit(&self) -> u64 {
        self.grain
    }

    fn overhead(&self) -> u64 {
        // VirtualBox makes all grain tables beforehand: a new grain costs nothing else.
        0
    }

    fn state(&self, unit: u64) -> State {
        unit.checked_mul(self.grain).and_then(|offset| self.stretch(offset)).map_or(State::Free, |found| found.state)
    }

    fn stretch(&self, offset: u64) -> Option<Stretch> {
        let part = self.part_at(offset)?;
        let (length, state) = part.stretch(offset - part.start, self.grain)?;
        Some(Stretch { start: offset, length, state })
    }

    fn units_in_use(&self) -> u64 {
        self.parts.iter().map(|part| part.units_in_use(self.grain)).fold(0, u64::saturating_add)
    }

    fn files(&self) -> &[Arc<Path>] {
        &self.files
    }

    fn memory(&self) -> Bytes {
        let tables = self.parts.iter().map(|part| match &part.content {
            Content::Sparse { grains, .. } => grains.memory(),
            Content::Flat(_) | Content::Zero => 0,
        });
        Bytes(tables.sum())
    }
}
