//! What the guest's data say, read from the images: only those pieces that a forecast asks for, and of those only as
//! much as decides the question.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::image::{AllocationMap, HostStorage, ImageFile, State, Storage as _};
use crate::model::ImageId;
use crate::plan::forecast::{Content, Finding};

/// Bytes that are read at once. Most units differ from what is below in their first few.
const PIECE: u64 = 64 << 10;
/// Most files that are open at a time.
const MOST_FILES: usize = 64;
/// Most findings that are remembered, about 100 MB.
const MOST_FINDINGS: usize = 1 << 21;

/// Set to stop the work: from then on, nothing more is known.
pub(super) type Stop = Arc<AtomicBool>;

/// One image of a chain.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub parent: Option<ImageId>,
    pub map: Arc<dyn AllocationMap>,
}

/// What was found out, for as long as no image of the chain has changed.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pairs: HashMap<(ImageId, Option<ImageId>), Pair>,
    count: usize,
}

#[derive(Debug)]
struct Pair {
    /// The maps of the chain at that time: a map is read anew when its file has changed.
    chain: Vec<Arc<dyn AllocationMap>>,
    findings: HashMap<(u64, u64), Finding>,
}

/// Reads the images of some chains. Files stay open no longer than this lives.
#[derive(Debug)]
pub(super) struct FileContent {
    links: HashMap<ImageId, Link>,
    files: Mutex<HashMap<Arc<Path>, Arc<ImageFile>>>,
    memory: Arc<Mutex<Memory>>,
    stop: Stop,
}

/// Where a piece of the guest's disk is.
enum Source {
    Zero,
    At(Arc<Path>, u64),
}

impl FileContent {
    pub(super) fn new(links: HashMap<ImageId, Link>, memory: Arc<Mutex<Memory>>, stop: Stop) -> Self {
        Self { links, files: Mutex::default(), memory, stop }
    }

    fn chain(&self, top: ImageId) -> Option<Vec<Arc<dyn AllocationMap>>> {
        let mut chain = Vec::new();
        let mut at = Some(top);
        while let Some(id) = at {
            let link = self.links.get(&id)?;
            chain.push(link.map.clone());
            at = link.parent;
            // Registries that make an image its own ancestor.
            if chain.len() > self.links.len() {
                return None;
            }
        }
        Some(chain)
    }

    /// Where the disk's byte `offset` is, seen at an image, and up to where that goes on.
    fn source(&self, top: Option<ImageId>, offset: u64, end: u64) -> Option<(u64, Source)> {
        let mut end = end;
        let mut at = top;
        while let Some(id) = at {
            let link = self.links.get(&id)?;
            // A disk that was made larger later ends earlier in the images below.
            if let Some(stretch) = link.map.stretch(offset) {
                end = end.min(stretch.end());
                match stretch.state {
                    State::Free => {}
                    State::Zero => return Some((end, Source::Zero)),
                    State::Data(place) => {
                        let path = link.map.files().get(place.file)?.clone();
                        return Some((end, Source::At(path, place.offset)));
                    }
                    State::Compressed(_) => return None,
                }
            }
            at = link.parent;
        }
        Some((end, Source::Zero))
    }

    fn read(&self, source: &Source, length: u64) -> Option<Vec<u8>> {
        let size = usize::try_from(length).ok()?;
        let Source::At(path, offset) = source else { return Some(vec![0; size]) };
        let file = self.file(path)?;
        let mut bytes = file.read_up_to(*offset, length).ok()?.bytes().to_vec();
        // A file may end within the last unit, where the disk ends as well.
        bytes.resize(size, 0);
        Some(bytes)
    }

    fn file(&self, path: &Arc<Path>) -> Option<Arc<ImageFile>> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = files.get(path) {
            return Some(file.clone());
        }
        if files.len() >= MOST_FILES {
            files.clear();
        }
        let file = Arc::new(HostStorage.open(path).ok()?);
        files.insert(path.clone(), file.clone());
        Some(file)
    }

    fn find_out(&self, upper: ImageId, lower: Option<ImageId>, start: u64, length: u64) -> Option<Finding> {
        let mut found = Finding { zero: true, same: true, below_zero: true };
        let nothing_left = Finding { zero: false, same: false, below_zero: false };
        let end = start.checked_add(length)?;
        let mut at = start;
        while at < end && found != nothing_left {
            if self.stop.load(Ordering::Relaxed) {
                return None;
            }
            let (upper_end, from) = self.source(Some(upper), at, end)?;
            let (lower_end, below) = self.source(lower, at, end)?;
            let part = (upper_end.min(lower_end) - at).min(PIECE);
            if part == 0 {
                return None;
            }
            if !matches!((&from, &below), (Source::Zero, Source::Zero)) {
                let (one, two) = (self.read(&from, part)?, self.read(&below, part)?);
                found.zero &= is_zero(&one);
                found.below_zero &= is_zero(&two);
                found.same &= one == two;
            }
            at += part;
        }
        Some(found)
    }
}

impl Content for FileContent {
    fn look(&self, upper: ImageId, lower: Option<ImageId>, start: u64, length: u64) -> Option<Finding> {
        let (pair, place) = ((upper, lower), (start, length));
        let chain = {
            let memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
            let known = memory.pairs.get(&pair);
            // The chain is only looked at once: a forecast asks for thousands of places of one pair.
            if let Some(found) = known.and_then(|known| known.findings.get(&place)) {
                return Some(*found);
            }
            if known.is_some() { None } else { Some(self.chain(upper)?) }
        };
        let found = self.find_out(upper, lower, start, length)?;
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.add(pair, chain, place, found);
        Some(found)
    }
}

impl Memory {
    /// Forgets what is about images that have changed since.
    pub(super) fn refresh(&mut self, content: &FileContent) {
        let concerned: Vec<(ImageId, Option<ImageId>)> =
            self.pairs.keys().filter(|(upper, _)| content.links.contains_key(upper)).copied().collect();
        for pair in concerned {
            let unchanged = content.chain(pair.0).is_some_and(|chain| {
                let known = self.pairs.get(&pair).map(|known| &known.chain[..]).unwrap_or_default();
                known.len() == chain.len() && known.iter().zip(&chain).all(|(one, two)| Arc::ptr_eq(one, two))
            });
            if !unchanged && let Some(gone) = self.pairs.remove(&pair) {
                self.count -= gone.findings.len();
            }
        }
    }

    fn add(
        &mut self,
        pair: (ImageId, Option<ImageId>),
        chain: Option<Vec<Arc<dyn AllocationMap>>>,
        place: (u64, u64),
        found: Finding,
    ) {
        if self.count >= MOST_FINDINGS {
            // Those of this pair would be without their chain: they begin anew with the next question.
            self.pairs.clear();
            self.count = 0;
            return;
        }
        if let Some(chain) = chain {
            self.pairs.entry(pair).or_insert_with(|| Pair { chain, findings: HashMap::new() });
        }
        if let Some(known) = self.pairs.get_mut(&pair) {
            self.count += usize::from(known.findings.insert(place, found).is_none());
        }
    }
}

fn is_zero(bytes: &[u8]) -> bool {
    // Compared in large steps: this is done to everything that would be copied.
    let (chunks, rest) = bytes.as_chunks::<64>();
    chunks.iter().all(|chunk| *chunk == [0; 64]) && rest.iter().all(|byte| *byte == 0)
}
