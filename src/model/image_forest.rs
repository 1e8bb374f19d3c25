//! All images of a connection, with parents, children and users.
//!
//! Built from every machine's registry and the common one together, because the image of a linked
//! clone is listed by the machine it was cloned from.

use std::collections::HashMap;
use std::sync::Arc;

use super::{FileSizes, FileStatus, ImageId, ImageRecord, MachineId, SnapshotId};

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
    #[error("the file is missing")]
    Missing,
    /// The file cannot be opened.
    #[error("the file cannot be read: {0}")]
    Unreadable(Arc<str>),
    /// The file is not what it should be.
    #[error("the file is damaged: {0}")]
    Damaged(Arc<str>),
    /// The file holds another image than the registry says.
    #[error("the file holds another image: {0}")]
    OtherImage(ImageId),
    /// The file was made on top of another image than the registry says.
    #[error("the file belongs on top of another image: {}", .0.map_or_else(|| "none".to_owned(), |id| id.to_string()))]
    OtherParent(Option<ImageId>),
    /// The registry names a parent that it does not list.
    #[error("its parent {0} is in no registry")]
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
            let index = ImageIndex(u32::try_from(forest.images.len()).unwrap_or(u32::MAX));
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

    /// Sets parents and children. A registry that makes an image its own ancestor is cut there.
    fn link_parents(&mut self) {
        for position in 0..self.images.len() {
            let Some(parent) = self.images[position].record.parent.and_then(|id| self.find(id)) else { continue };
            let index = ImageIndex(u32::try_from(position).unwrap_or(u32::MAX));
            if parent == index || self.chain(parent).any(|ancestor| ancestor == index) {
                continue;
            }
            self.images[position].parent = Some(parent);
            self.images[parent.position()].children.push(index);
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
