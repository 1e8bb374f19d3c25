//! All images of a connection, with parents, children and users.
//!
//! Built from every machine's registry and the common one together, because the image of a linked
//! clone is listed by the machine it was cloned from.

use std::collections::HashMap;
use std::sync::Arc;

use super::{FileSizes, FileStatus, ImageId, ImageRecord, MachineId, SnapshotId};
use crate::text;

/// Place of an image in its forest. Valid for that one forest only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageIndex(u32);

impl ImageIndex {
    /// Position in arrays that run parallel to [`ImageForest::iter`].
    #[must_use]
    pub fn position(self) -> usize {
        self.0 as usize
    }
}

/// Who has an image plugged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ImageUse {
    /// The machine.
    pub machine: MachineId,
    /// The snapshot; `None` for the machine's current state.
    pub snapshot: Option<SnapshotId>,
}

/// What is wrong with an image.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImageProblem {
    /// The file is not there.
    #[error("{}", text!("model-image-missing"))]
    Missing,
    /// The file cannot be opened.
    #[error("{}", text!("model-image-unreadable", why = .0))]
    Unreadable(Arc<str>),
    /// The file is not what it should be.
    #[error("{}", text!("model-image-damaged", why = .0))]
    Damaged(Arc<str>),
    /// The file holds another image than the registry says.
    #[error("{}", text!("model-image-other", id = .0))]
    OtherImage(ImageId),
    /// The file was made on top of another image than the registry says.
    #[error("{}", text!("model-image-other-parent", parent = .0.map_or_else(|| "none".to_owned(), |id| id.to_string())))]
    OtherParent(Option<ImageId>),
    /// The registry names a parent that it does not list.
    #[error("{}", text!("model-image-parent-unknown", id = .0))]
    ParentUnknown(ImageId),
}

/// One image of the forest.
#[derive(Debug, Clone)]
pub struct Image {
    /// What the registry says.
    pub record: Arc<ImageRecord>,
    /// The image this one holds the differences to.
    pub parent: Option<ImageIndex>,
    /// The images that hold differences to this one.
    pub children: Vec<ImageIndex>,
    /// The machines and snapshots that have it plugged in.
    pub users: Vec<ImageUse>,
    /// What was measured; `None` while it has not been looked at.
    pub file: Option<FileStatus>,
}

impl Image {
    /// What is wrong with it, as far as it has been looked at.
    #[must_use]
    pub fn problem(&self) -> Option<ImageProblem> {
        if let (Some(parent), None) = (self.record.parent, self.parent) {
            return Some(ImageProblem::ParentUnknown(parent));
        }
        match self.file.as_ref()? {
            FileStatus::Missing => Some(ImageProblem::Missing),
            FileStatus::Unreadable(reason) => Some(ImageProblem::Unreadable(reason.clone())),
            FileStatus::Present { damage: Some(reason), .. } => Some(ImageProblem::Damaged(reason.clone())),
            FileStatus::Present { header, .. } => {
                let header = (*header)?;
                if let Some(id) = header.id.filter(|id| *id != self.record.id) {
                    return Some(ImageProblem::OtherImage(id));
                }
                // A format without ids says nothing of parents either.
                (header.id.is_some() && header.parent != self.record.parent)
                    .then_some(ImageProblem::OtherParent(header.parent))
            }
        }
    }

    /// Space the image takes on the host, as far as known.
    #[must_use]
    pub fn occupied(&self) -> super::Bytes {
        self.file.as_ref().map_or(super::Bytes::ZERO, FileStatus::occupied)
    }
}

/// All images of a connection.
#[derive(Debug, Clone, Default)]
pub struct ImageForest {
    images: Vec<Image>,
    by_id: HashMap<ImageId, ImageIndex>,
}

impl ImageForest {
    /// Builds the forest. If two registries list the same id, the first record counts.
    pub fn build<'a>(
        records: impl IntoIterator<Item = &'a Arc<ImageRecord>>,
        uses: impl IntoIterator<Item = (ImageId, ImageUse)>,
        files: &FileSizes,
    ) -> Self {
        let mut forest = Self::default();
        for record in records {
            let index = index_at(forest.images.len());
            if let std::collections::hash_map::Entry::Vacant(place) = forest.by_id.entry(record.id) {
                place.insert(index);
                let file = files.get(&record.path).cloned();
                forest.images.push(Image {
                    record: record.clone(),
                    parent: None,
                    children: Vec::new(),
                    users: Vec::new(),
                    file,
                });
            }
        }
        forest.link_parents();
        for (id, image_use) in uses {
            if let Some(index) = forest.find(id) {
                forest.images[index.position()].users.push(image_use);
            }
        }
        forest
    }

    /// Sets parents and children. Registries that make an image its own ancestor are cut there.
    fn link_parents(&mut self) {
        for position in 0..self.images.len() {
            self.images[position].parent = self.images[position].record.parent.and_then(|id| self.find(id));
        }
        self.cut_circles();
        for position in 0..self.images.len() {
            if let Some(parent) = self.images[position].parent {
                self.images[parent.position()].children.push(index_at(position));
            }
        }
    }

    /// Every image is walked over once: those of the walk before are known to lead to a base image.
    fn cut_circles(&mut self) {
        let mut walk_of = vec![0_usize; self.images.len()];
        for start in 0..self.images.len() {
            let walk = start + 1;
            let mut at = start;
            while walk_of[at] == 0 {
                walk_of[at] = walk;
                let Some(parent) = self.images[at].parent else { break };
                if walk_of[parent.position()] == walk {
                    self.images[at].parent = None;
                    break;
                }
                at = parent.position();
            }
        }
    }

    /// Number of images.
    #[must_use]
    pub fn len(&self) -> usize {
        self.images.len()
    }

    /// Whether there is no image.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.images.is_empty()
    }

    /// The image at `index`.
    ///
    /// # Panics
    /// If `index` comes from another forest and lies outside this one.
    #[must_use]
    pub fn get(&self, index: ImageIndex) -> &Image {
        &self.images[index.position()]
    }

    /// Where the image with this id is.
    #[must_use]
    pub fn find(&self, id: ImageId) -> Option<ImageIndex> {
        self.by_id.get(&id).copied()
    }

    /// The image with this id.
    #[must_use]
    pub fn image(&self, id: ImageId) -> Option<&Image> {
        self.find(id).map(|index| self.get(index))
    }

    /// All images, in the order of the registries.
    pub fn iter(&self) -> impl Iterator<Item = (ImageIndex, &Image)> {
        (0_u32..).map(ImageIndex).zip(&self.images)
    }

    /// The image, its parent, and so on to the base image.
    pub fn chain(&self, index: ImageIndex) -> impl Iterator<Item = ImageIndex> {
        std::iter::successors(Some(index), |at| self.images[at.position()].parent)
    }

    /// The base image of the chain that `id` ends; `id` itself if it is not in the forest.
    #[must_use]
    pub fn base_of(&self, id: ImageId) -> ImageId {
        let base = self.find(id).and_then(|index| self.chain(index).last());
        base.map_or(id, |index| self.get(index).record.id)
    }
}

/// A registry of four billion images does not fit into memory.
fn index_at(position: usize) -> ImageIndex {
    ImageIndex(u32::try_from(position).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ImageFormat, ImageMode};
    use uuid::Uuid;

    fn record(id: u128, parent: Option<u128>) -> Arc<ImageRecord> {
        Arc::new(ImageRecord {
            id: ImageId(Uuid::from_u128(id)),
            path: std::path::Path::new("/vms/image.vdi").into(),
            format: ImageFormat::Vdi,
            mode: ImageMode::Normal,
            auto_reset: false,
            parent: parent.map(|parent| ImageId(Uuid::from_u128(parent))),
            listed_by: None,
        })
    }

    fn chain_length(forest: &ImageForest, id: u128) -> usize {
        forest.find(ImageId(Uuid::from_u128(id))).map_or(0, |index| forest.chain(index).count())
    }

    #[test]
    fn an_image_that_is_its_own_ancestor_ends_the_chain() {
        let records =
            [record(1, Some(3)), record(2, Some(1)), record(3, Some(2)), record(4, Some(2)), record(5, Some(5))];
        let forest = ImageForest::build(&records, [], &FileSizes::new());
        for id in 1..=5 {
            assert!((1..=4).contains(&chain_length(&forest, id)), "image {id}");
        }
        let children: usize = forest.iter().map(|(_, image)| image.children.len()).sum();
        let parents = forest.iter().filter(|(_, image)| image.parent.is_some()).count();
        assert_eq!(children, parents);
    }

    #[test]
    fn a_chain_of_100_000_images_is_linked() {
        let records: Vec<_> = (1..=100_000).map(|id| record(id, Some(id - 1).filter(|parent| *parent > 0))).collect();
        let forest = ImageForest::build(records.iter().rev(), [], &FileSizes::new());
        assert_eq!(chain_length(&forest, 100_000), 100_000);
        assert_eq!(forest.base_of(ImageId(Uuid::from_u128(100_000))), ImageId(Uuid::from_u128(1)));
    }
}
