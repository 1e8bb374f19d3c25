//! Carries an order of deletions out, on the tree and on simulated images.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::Deletion;
use super::remaining::Remaining;
use crate::model::{Bytes, ImageForest, ImageId, Inventory, Machine, MachineKey, Merging, SnapshotId, SnapshotIndex};
use crate::plan::check::Subject;
use crate::plan::forecast::{Forecast, KnownImages, SimulatedImages, Work};

/// A machine on the way.
pub(super) struct Run<'a> {
    machine: &'a Machine,
    merging: Merging,
    pub tree: Remaining<'a>,
    pub images: SimulatedImages<'a>,
}

/// One deletion that was carried out.
pub(super) struct Done {
    pub snapshot: SnapshotIndex,
    /// What its data became part of.
    pub heirs: Vec<String>,
    pub work: Work,
}

impl Done {
    /// What it does to the host's disk; `None` where that is not known.
    pub(super) fn forecast(&self) -> Option<Forecast> {
        self.work.known.then(|| self.work.forecast())
    }
}

impl<'a> Run<'a> {
    pub(super) fn new(machine: &'a Machine, images: &'a ImageForest, known: &'a KnownImages, merging: Merging) -> Self {
        Self { machine, merging, tree: Remaining::new(machine), images: SimulatedImages::new(images, known) }
    }

    pub(super) fn delete(&mut self, index: SnapshotIndex) -> Done {
        let snapshot = self.machine.tree.get(index);
        let heirs = self.tree.heirs(index);
        let (first, last) = self.tree.files(index);
        let place = (self.machine.id, snapshot.id);
        let work = self.images.delete(place, &snapshot.hardware, (&first, &last), self.merging);
        self.tree.remove(index);
        Done { snapshot: index, heirs, work }
    }
}

/// The order of those who delete from the top: always the uppermost that can be deleted.
pub(super) fn top_down(machine: &Machine, doable: &HashSet<SnapshotIndex>) -> Vec<SnapshotIndex> {
    let mut tree = Remaining::new(machine);
    let mut waiting: Vec<SnapshotIndex> = machine.tree.pre_order().filter(|index| doable.contains(index)).collect();
    let mut order = Vec::with_capacity(waiting.len());
    loop {
        let before = order.len();
        waiting.retain(|index| {
            let children = tree.children(*index).len();
            let legal = children == 0 || (children == 1 && tree.current() != Some(*index));
            if legal {
                tree.remove(*index);
                order.push(*index);
            }
            !legal
        });
        if order.len() == before {
            return order;
        }
    }
}

/// One image file as it will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeseenFile {
    /// Which image.
    pub image: ImageId,
    /// Where it is.
    pub path: Arc<Path>,
    /// Apparent length of all its files together; `None` if it is gone.
    pub length: Option<Bytes>,
}

/// What becomes of each image file that these deletions touch, in this order: for comparing with what truly happened.
/// `None` if the machine is not there or a map is missing. Whether the deletions are allowed is not asked.
#[must_use]
pub fn foresee(
    inventory: &Inventory,
    machine: &MachineKey,
    order: &[SnapshotId],
    known: &KnownImages,
) -> Option<Vec<ForeseenFile>> {
    let deletion = Deletion { subject: Subject::find(inventory, machine).ok()? };
    let Subject { connection, machine, .. } = deletion.subject;
    let forest = &connection.images;
    let mut run = Run::new(machine, forest, known, deletion.merging());
    for id in order {
        let done = run.delete(machine.tree.find(*id)?);
        done.forecast()?;
    }
    let mut files: Vec<ForeseenFile> = run
        .images
        .touched()
        .map(|(index, image)| {
            let record = &forest.get(index).record;
            let length = (!image.gone).then_some(image.file.length);
            ForeseenFile { image: record.id, path: record.path.clone(), length }
        })
        .collect();
    files.sort_by(|one, two| one.path.cmp(&two.path));
    Some(files)
}
