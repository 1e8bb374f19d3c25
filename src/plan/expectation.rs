//! What a machine looks like between the steps of a plan: the tree that was confirmed, and the tree that each step
//! must lead to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::difference::{Difference, place};
use crate::model::{HardwareSettings, ImageId, ImageMode, ImageRecord, Machine, SnapshotId, Step};
use crate::text;
use crate::words;

/// So many images of a chain are named: the uppermost are where chains differ.
const SHOWN_IMAGES: usize = 2;

/// A machine's tree and the images its disks rest on, by ids: what has to be the same when a step begins as it was
/// when the step was confirmed. Names and descriptions are kept to speak of it, and because they can be edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    snapshots: BTreeMap<SnapshotId, Node>,
    current: Option<SnapshotId>,
    disks: Vec<Disk>,
    /// Every image that a disk of this machine rests on, with its parent.
    images: BTreeMap<ImageId, Option<ImageId>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Node {
    name: String,
    description: String,
    parent: Option<SnapshotId>,
    disks: Vec<Disk>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Disk {
    /// Where it is plugged in.
    place: String,
    /// The topmost image of its chain.
    image: ImageId,
    /// Whether taking a snapshot freezes it.
    covered: bool,
}

impl fmt::Display for Shape {
    /// The tree in one line, for a report with both versions.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let current = place(self.name(self.current).as_ref());
        out.write_str(&text!("plan-shape", count = self.snapshots.len(), current = current))
    }
}

impl Shape {
    /// The shape of a machine as far as its own settings tell. The images of a linked clone are listed by the machine
    /// that it was cloned from: of those, only the topmost are known then.
    #[must_use]
    pub fn of(machine: &Machine) -> Self {
        Self::with_images(machine, &machine.images)
    }

    /// The shape of a machine among all images of its connection.
    #[must_use]
    pub fn with_images<'a>(machine: &Machine, records: impl IntoIterator<Item = &'a Arc<ImageRecord>>) -> Self {
        let records: BTreeMap<ImageId, (Option<ImageId>, ImageMode)> =
            records.into_iter().map(|record| (record.id, (record.parent, record.mode))).collect();
        let disks = |hardware: &HardwareSettings| -> Vec<Disk> {
            let of = |(attachment, image): (&crate::model::Attachment, ImageId)| Disk {
                place: format!("{} {}:{}", attachment.controller, attachment.port, attachment.device),
                image,
                covered: is_covered(&records, image),
            };
            let mut disks: Vec<Disk> = hardware.disks().map(of).collect();
            disks.sort();
            disks
        };
        let snapshots = machine.tree.iter().map(|(index, snapshot)| {
            let node = Node {
                name: snapshot.name.clone(),
                description: snapshot.description.clone(),
                parent: machine.tree.parent(index).map(|parent| machine.tree.get(parent).id),
                disks: disks(&snapshot.hardware),
            };
            (snapshot.id, node)
        });
        let mut shape = Self {
            snapshots: snapshots.collect(),
            current: machine.tree.current().map(|current| machine.tree.get(current).id),
            disks: disks(&machine.current_state.hardware),
            images: records.into_iter().map(|(id, (parent, _))| (id, parent)).collect(),
        };
        shape.forget_unused_images();
        shape
    }

    /// Whether the snapshot is in the tree.
    #[must_use]
    pub fn has(&self, snapshot: SnapshotId) -> bool {
        self.snapshots.contains_key(&snapshot)
    }

    /// The images that the disks rest on.
    pub fn images(&self) -> impl Iterator<Item = ImageId> {
        self.images.keys().copied()
    }

    /// The shape that a step must lead to. Ids that only the hypervisor can choose are those of `now`, as far as
    /// they can be right: `made` is the snapshot that it says it has taken; new difference images are new and
    /// rest on the right image; of two that are merged, one is left.
    #[must_use]
    pub fn after(&self, step: &Step, made: Option<SnapshotId>, now: &Self) -> Self {
        let mut shape = self.clone();
        match step {
            Step::Take { name, description } => {
                let id = made.or_else(|| self.new_snapshot_in(now)).unwrap_or(SnapshotId(Uuid::nil()));
                let (name, description) = (name.clone(), description.clone());
                shape.snapshots.insert(id, Node { name, description, parent: self.current, disks: self.disks.clone() });
                shape.current = Some(id);
                shape.disks = shape.on_new_images(&self.disks, now);
            }
            Step::Edit { snapshot, name, description } => {
                if let Some(node) = shape.snapshots.get_mut(snapshot) {
                    node.name = name.clone().unwrap_or_else(|| node.name.clone());
                    node.description = description.clone().unwrap_or_else(|| node.description.clone());
                }
            }
            Step::Restore { snapshot } => {
                shape.current = Some(*snapshot);
                let disks = self.snapshots.get(snapshot).map(|node| node.disks.clone()).unwrap_or_default();
                shape.disks = shape.on_new_images(&disks, now);
            }
            Step::Delete { snapshot } => shape.delete(*snapshot, now),
            Step::Clone { .. } | Step::PowerOff | Step::Start | Step::DiscardSavedState | Step::DetachImage { .. } => {}
        }
        shape.forget_unused_images();
        shape
    }

    /// All differences of `found` from this.
    #[must_use]
    pub fn differences(&self, found: &Self) -> Vec<Difference> {
        let mut all = self.structure(found);
        all.extend(self.snapshots.keys().flat_map(|id| self.labels(found, *id)));
        all
    }

    /// Differences that stand against steps that were confirmed for this shape: other snapshots, another place in
    /// the tree or other images; names only of the snapshots that the steps are about. Who only edits does not
    /// care for the rest of the tree.
    #[must_use]
    pub fn differences_for<'a>(&self, found: &Self, steps: impl Iterator<Item = &'a Step>) -> Vec<Difference> {
        let mut only_edits = true;
        let mut labels = Vec::new();
        let mut subjects = BTreeSet::new();
        for step in steps {
            let is_edit = matches!(step, Step::Edit { .. });
            only_edits &= is_edit;
            let Some(subject) = step.snapshot().filter(|subject| subjects.insert(*subject)) else { continue };
            let changed = self.labels(found, subject);
            labels.extend(changed.into_iter().filter(|one| is_edit || matches!(one, Difference::Renamed { .. })));
        }
        if only_edits {
            let gone = subjects.into_iter().filter(|subject| !found.has(*subject));
            let gone = gone.map(|subject| Difference::Gone { snapshot: self.name_or_id(subject) });
            return gone.chain(labels).collect();
        }
        let mut all = self.structure(found);
        all.extend(labels);
        all
    }

    fn structure(&self, found: &Self) -> Vec<Difference> {
        let mut all = Vec::new();
        for (id, node) in &self.snapshots {
            let Some(other) = found.snapshots.get(id) else {
                all.push(Difference::Gone { snapshot: shown(&node.name) });
                continue;
            };
            if other.parent != node.parent {
                let (from, to) = (self.name(node.parent), found.name(other.parent));
                all.push(Difference::Moved { snapshot: shown(&node.name), from, to });
            }
            all.extend(self.disks_differ(found, &node.disks, &other.disks, Some(shown(&node.name))));
        }
        let new = found.snapshots.iter().filter(|(id, _)| !self.snapshots.contains_key(id));
        all.extend(new.map(|(_, node)| Difference::Appeared { snapshot: shown(&node.name) }));
        if self.current != found.current {
            let (from, to) = (self.name(self.current), found.name(found.current));
            all.push(Difference::CurrentMoved { from, to });
        }
        all.extend(self.disks_differ(found, &self.disks, &found.disks, None));
        all
    }

    fn labels(&self, found: &Self, id: SnapshotId) -> Vec<Difference> {
        let (Some(from), Some(to)) = (self.snapshots.get(&id), found.snapshots.get(&id)) else { return Vec::new() };
        let renamed =
            (from.name != to.name).then(|| Difference::Renamed { from: shown(&from.name), to: shown(&to.name) });
        let described =
            (from.description != to.description).then(|| Difference::Described { snapshot: shown(&from.name) });
        renamed.into_iter().chain(described).collect()
    }

    fn disks_differ(&self, found: &Self, disks: &[Disk], others: &[Disk], of: Option<String>) -> Option<Difference> {
        let same = disks.len() == others.len()
            && disks.iter().zip(others).all(|(one, other)| one.place == other.place && one.image == other.image)
            && disks.iter().all(|disk| self.chain(disk.image).eq(found.chain(disk.image)));
        (!same).then(|| Difference::Disks { of, from: self.chains(disks), to: found.chains(others) })
    }

    /// The image and those below it. Registries that go in circles end where they began.
    fn chain(&self, image: ImageId) -> impl Iterator<Item = ImageId> {
        let next = |id: &ImageId| self.images.get(id).copied().flatten();
        std::iter::successors(Some(image), next).take(self.images.len() + 1)
    }

    fn chains(&self, disks: &[Disk]) -> String {
        if disks.is_empty() {
            return text!("plan-chain-nothing").to_owned();
        }
        let chain = |disk: &Disk| {
            let shown = |id| if is_new(id) { text!("plan-chain-new-image").to_owned() } else { id.to_string() };
            let ids: Vec<String> = self.chain(disk.image).take(SHOWN_IMAGES).map(shown).collect();
            let (more, mut images) = (self.chain(disk.image).count() - ids.len(), ids.join(text!("plan-chain-on")));
            if more > 0 {
                images = text!("plan-chain-more", images = images, count = more);
            }
            text!("plan-chain", images = images, place = disk.place)
        };
        disks.iter().map(chain).collect::<Vec<_>>().join(text!("list-names"))
    }

    /// These disks, each with a new difference image on it where snapshots cover it.
    fn on_new_images(&mut self, disks: &[Disk], now: &Self) -> Vec<Disk> {
        let mut result = Vec::with_capacity(disks.len());
        for disk in disks {
            let mut disk = disk.clone();
            if disk.covered {
                let found = now.disks.iter().find(|other| other.place == disk.place).map(|other| other.image);
                let rests_on = |image: &ImageId| now.images.get(image).copied().flatten();
                let fits = |image: &ImageId| !self.images.contains_key(image) && rests_on(image) == Some(disk.image);
                let image = found.filter(fits).unwrap_or_else(|| new_image(result.len()));
                self.images.insert(image, Some(disk.image));
                disk.image = image;
            }
            result.push(disk);
        }
        result.sort();
        result
    }

    fn delete(&mut self, snapshot: SnapshotId, now: &Self) {
        let Some(gone) = self.snapshots.remove(&snapshot) else { return };
        for node in self.snapshots.values_mut().filter(|node| node.parent == Some(snapshot)) {
            node.parent = gone.parent;
        }
        if self.current == Some(snapshot) {
            self.current = gone.parent;
        }
        for disk in &gone.disks {
            let lower = disk.image;
            if self.all_disks().any(|other| other.image == lower) {
                continue;
            }
            let on_it = self.images.iter().filter(|(_, parent)| **parent == Some(lower)).map(|(id, _)| *id);
            // With several on it, the hypervisor refuses; with none, the image just goes.
            if let [upper] = on_it.collect::<Vec<_>>()[..] {
                let into_lower = now.images.contains_key(&lower) && !now.images.contains_key(&upper);
                self.merge(lower, upper, if into_lower { lower } else { upper });
            }
        }
    }

    fn merge(&mut self, lower: ImageId, upper: ImageId, kept: ImageId) {
        let below = self.images.remove(&lower).flatten();
        self.images.remove(&upper);
        for parent in self.images.values_mut().filter(|parent| **parent == Some(upper)) {
            *parent = Some(kept);
        }
        self.images.insert(kept, below);
        let of_snapshots = self.snapshots.values_mut().flat_map(|node| &mut node.disks);
        for disk in of_snapshots.chain(&mut self.disks).filter(|disk| disk.image == upper) {
            disk.image = kept;
        }
    }

    fn all_disks(&self) -> impl Iterator<Item = &Disk> {
        self.snapshots.values().flat_map(|node| &node.disks).chain(&self.disks)
    }

    fn forget_unused_images(&mut self) {
        let mut used = BTreeSet::new();
        for disk in self.all_disks() {
            for image in self.chain(disk.image) {
                if !used.insert(image) {
                    break;
                }
            }
        }
        self.images.retain(|image, _| used.contains(image));
    }

    fn new_snapshot_in(&self, now: &Self) -> Option<SnapshotId> {
        let mut new = now.snapshots.keys().filter(|id| !self.snapshots.contains_key(id));
        new.next().filter(|_| new.next().is_none()).copied()
    }

    fn name(&self, snapshot: Option<SnapshotId>) -> Option<String> {
        snapshot.map(|id| self.name_or_id(id))
    }

    fn name_or_id(&self, id: SnapshotId) -> String {
        self.snapshots.get(&id).map_or_else(|| id.to_string(), |node| shown(&node.name))
    }
}

fn shown(name: &str) -> String {
    words::snapshot_name(name).to_owned()
}

/// Stands for the image that a step makes for the disk of this number: nobody knows its id before.
fn new_image(disk: usize) -> ImageId {
    ImageId(Uuid::from_u128(disk as u128 + 1))
}

fn is_new(image: ImageId) -> bool {
    // No id of an image is so small: ids are random.
    image.0.as_u128() <= u128::from(u16::MAX)
}

/// Whether snapshots cover the disk that ends with this image, which its base decides. A base that is not among the
/// records is that of a linked clone, and always covered.
fn is_covered(records: &BTreeMap<ImageId, (Option<ImageId>, ImageMode)>, image: ImageId) -> bool {
    let next = |id: &ImageId| records.get(id).and_then(|(parent, _)| *parent);
    let base = std::iter::successors(Some(image), next).take(records.len() + 1).last();
    base.and_then(|base| records.get(&base)).is_none_or(|(_, mode)| mode.covered_by_snapshots())
}
