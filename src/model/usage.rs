//! How much space a machine takes, and which of its snapshots takes it.
//!
//! Every file is counted once: an image belongs to the snapshot that froze it, a saved state that
//! several snapshots share to the first of them, and the images of a linked clone's origin to the
//! origin.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::{Bytes, FileSizes, FileStatus, ImageForest, ImageId, ImageIndex, Machine, SnapshotIndex};

/// The space of one machine, in parts that add up to [`MachineUsage::total`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MachineUsage {
    /// Base images, and disks that snapshots do not cover.
    pub base: Bytes,
    /// Difference images that snapshots froze.
    pub differences: Bytes,
    /// Difference images that the current state is written to.
    pub current: Bytes,
    /// Saved memory and firmware files.
    pub saved_states: Bytes,
    /// Images that the machine lists and that nothing uses.
    pub unused: Bytes,
    /// What each snapshot adds: the images frozen in it, its saved state and firmware file. Runs
    /// parallel to the tree.
    pub of_snapshot: Vec<Bytes>,
    /// What the current state adds.
    pub of_current_state: Bytes,
    /// Images from base to current state on the longest of the machine's chains; 0 without disks.
    pub chain_length: u32,
    /// Whether every file has been looked at: if not, all amounts are “at least”.
    pub complete: bool,
    /// Number of the machine's images that are missing, unreadable or do not fit.
    pub image_problems: u32,
    /// Snapshots whose saved memory is missing: they can no longer be resumed where they were.
    pub lost_memory: Vec<SnapshotIndex>,
}

impl MachineUsage {
    /// All the space the machine takes.
    #[must_use]
    pub fn total(&self) -> Bytes {
        self.base + self.differences + self.current + self.saved_states + self.unused
    }

    /// What a snapshot adds.
    #[must_use]
    pub fn snapshot(&self, index: SnapshotIndex) -> Bytes {
        self.of_snapshot.get(index.position()).copied().unwrap_or_default()
    }

    /// Computes the usage of a machine from its connection's images and what was measured.
    #[must_use]
    pub fn measure(machine: &Machine, images: &ImageForest, files: &FileSizes) -> Self {
        let mut account = Account {
            machine,
            images,
            files,
            claimed: HashSet::new(),
            counted_files: HashSet::new(),
            usage: Self { of_snapshot: vec![Bytes::ZERO; machine.tree.len()], complete: true, ..Self::default() },
        };
        for (index, snapshot) in machine.tree.iter() {
            let mut own = Bytes::ZERO;
            for (_, image) in snapshot.hardware.disks() {
                own += account.claim_disk(image, false);
            }
            own += account.count_file(snapshot.saved_state.as_ref());
            let memory = snapshot.saved_state.as_ref().and_then(|path| files.get(path));
            if matches!(memory, Some(FileStatus::Missing)) {
                account.usage.lost_memory.push(index);
            }
            own += account.count_file(snapshot.firmware_file.as_ref());
            account.usage.of_snapshot[index.position()] = own;
        }
        let mut own = Bytes::ZERO;
        for (_, image) in machine.current_state.hardware.disks() {
            own += account.claim_disk(image, true);
            account.note_chain_length(image);
        }
        own += account.count_file(machine.current_state.saved_state.as_ref());
        own += account.count_file(machine.current_state.firmware_file.as_ref());
        account.usage.of_current_state = own;
        account.claim_unused();
        account.usage
    }
}

struct Account<'a> {
    machine: &'a Machine,
    images: &'a ImageForest,
    files: &'a FileSizes,
    claimed: HashSet<ImageIndex>,
    counted_files: HashSet<&'a Path>,
    usage: MachineUsage,
}

impl<'a> Account<'a> {
    /// Claims an image and those below it that nobody else has plugged in. Returns what the
    /// snapshot (or current state) adds by it: nothing for a disk that snapshots do not cover.
    fn claim_disk(&mut self, id: ImageId, is_current: bool) -> Bytes {
        let Some(top) = self.images.find(id) else {
            self.usage.image_problems += 1;
            return Bytes::ZERO;
        };
        let mut own = Bytes::ZERO;
        let chain: Vec<ImageIndex> = self.images.chain(top).collect();
        for index in chain {
            let image = self.images.get(index);
            let plugged_in_elsewhere =
                !image.users.is_empty() && image.users.iter().all(|user| user.machine != self.machine.id);
            if plugged_in_elsewhere || !self.claimed.insert(index) {
                break;
            }
            let occupied = self.look_at(index);
            let covered = image.record.mode.covered_by_snapshots();
            if image.parent.is_none() || !covered {
                self.usage.base += occupied;
            } else if is_current {
                self.usage.current += occupied;
            } else {
                self.usage.differences += occupied;
            }
            if covered {
                own += occupied;
            }
        }
        own
    }

    /// Space of an image, noting what is not known and what is wrong.
    fn look_at(&mut self, index: ImageIndex) -> Bytes {
        let image = self.images.get(index);
        self.usage.complete &= image.file.is_some();
        self.usage.image_problems += u32::from(image.problem().is_some());
        image.occupied()
    }

    fn note_chain_length(&mut self, id: ImageId) {
        if let Some(top) = self.images.find(id) {
            let length = u32::try_from(self.images.chain(top).count()).unwrap_or(u32::MAX);
            self.usage.chain_length = self.usage.chain_length.max(length);
        }
    }

    fn count_file(&mut self, path: Option<&'a Arc<Path>>) -> Bytes {
        let Some(path) = path else { return Bytes::ZERO };
        if !self.counted_files.insert(path) {
            return Bytes::ZERO;
        }
        let status = self.files.get(path);
        self.usage.complete &= status.is_some();
        let occupied = status.map_or(Bytes::ZERO, FileStatus::occupied);
        self.usage.saved_states += occupied;
        occupied
    }

    /// Images that this machine lists, that have no user, and that no used image rests on.
    fn claim_unused(&mut self) {
        for record in &self.machine.images {
            let Some(index) = self.images.find(record.id) else { continue };
            let image = self.images.get(index);
            if image.record.listed_by == Some(self.machine.id) && image.users.is_empty() && !self.supports_used(index) {
                self.claimed.insert(index);
                let occupied = self.look_at(index);
                self.usage.unused += occupied;
            }
        }
    }

    fn supports_used(&self, index: ImageIndex) -> bool {
        let mut stack = self.images.get(index).children.clone();
        while let Some(child) = stack.pop() {
            let image = self.images.get(child);
            if !image.users.is_empty() {
                return true;
            }
            stack.extend_from_slice(&image.children);
        }
        false
    }
}
