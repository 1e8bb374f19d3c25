//! Everything that is named, for comparison with a file.

use std::collections::{HashMap, HashSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::health::named::{images_of, named_images, named_paths, of};
use crate::model::{ImageId, ImageRecord, Inventory, Machine};
use crate::platform::{FileIdentity, identity};

/// Everything that is named: files by path and by themselves, images by id.
pub(super) struct Names {
    paths: HashSet<PathBuf>,
    images: HashSet<ImageId>,
    /// Where registered images are, several where connections have images with the same id.
    registered: HashMap<ImageId, Vec<Arc<ImageRecord>>>,
    /// The files themselves, whatever path leads to them. Made when the first file has to be compared.
    files: Option<HashSet<FileIdentity>>,
}

impl Names {
    pub fn of(inventory: &Inventory) -> Self {
        let paths = named_paths(inventory).map(Path::to_owned).collect();
        let mut registered: HashMap<ImageId, Vec<Arc<ImageRecord>>> = HashMap::new();
        for (_, image) in inventory.connections.iter().flat_map(|connection| connection.images.iter()) {
            registered.entry(image.record.id).or_default().push(image.record.clone());
        }
        Self { paths, images: named_images(inventory), registered, files: None }
    }

    /// The registered images with this id.
    pub fn registered(&self, image: ImageId) -> &[Arc<ImageRecord>] {
        self.registered.get(&image).map(Vec::as_slice).unwrap_or_default()
    }

    /// Adds what settings name that are in no registry.
    pub fn add(&mut self, machine: &Machine) {
        self.paths.extend(of(machine).map(Path::to_owned));
        self.images.extend(images_of(machine));
        self.files = None;
    }

    pub fn has_path(&self, path: &Path) -> bool {
        self.paths.contains(path)
    }

    pub fn has_image(&self, image: ImageId) -> bool {
        self.images.contains(&image)
    }

    /// Whether some named path leads to this file: through a link, as another name of it, or written differently.
    pub fn has_file(&mut self, path: &Path, metadata: &Metadata) -> bool {
        let paths = &self.paths;
        let files = self.files.get_or_insert_with(|| paths.iter().filter_map(|path| identity_of(path)).collect());
        // A file whose identity cannot be told may be any of them.
        identity(path, metadata).is_none_or(|identity| files.contains(&identity))
    }
}

fn identity_of(path: &Path) -> Option<FileIdentity> {
    identity(path, &std::fs::metadata(path).ok()?)
}
