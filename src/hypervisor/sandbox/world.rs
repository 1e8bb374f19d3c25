//! All machines of the Sandbox with their images, as they are before a change.
//!
//! A change may concern several settings files: the image of a linked clone is listed by the machine it
//! was cloned from.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::chain::Chain;
use super::change::Change;
use super::document::{Document, NodeId};
use super::machine_file::{MachineFile, braced, location_in};
use super::storage::read_text;
use super::{Refusal, SandboxError};
use crate::hypervisor::virtualbox::parse_registry;
use crate::image::measure;
use crate::model::{
    ConnectionId, FileSizes, FileStatus, Image, ImageForest, ImageFormat, ImageId, ImageMode, ImageRecord, ImageUse,
    Machine, MachineId, SnapshotId, SnapshotIndex,
};
use crate::text;

/// The list of machines, in the Sandbox's folder.
pub const REGISTRY: &str = "VirtualBox.xml";

/// All machines of the Sandbox.
pub struct World {
    folder: PathBuf,
    registry: Document,
    registry_changed: bool,
    /// The machines that can be read.
    pub machines: Vec<MachineFile>,
    /// Whether there are others, which may use any image.
    pub some_unreadable: bool,
    /// Their images.
    pub images: ImageForest,
}

impl World {
    /// Reads everything.
    pub fn load(folder: &Path) -> Result<Self, SandboxError> {
        let path = folder.join(REGISTRY);
        let text = read_text(&path)?;
        let damaged = |what| SandboxError::Damaged { path: path.clone(), what };
        let listing = parse_registry(text.as_bytes(), &path, &ConnectionId::new("sandbox"))
            .map_err(|error| damaged(error.to_string()))?;
        let registry = Document::parse(&text).map_err(damaged)?;
        let mut machines = Vec::new();
        let mut some_unreadable = false;
        for entry in &listing.machines {
            match MachineFile::read(&entry.settings_file) {
                Ok(machine) => machines.push(machine),
                Err(error) => {
                    tracing::warn!(%error, "a machine of the Sandbox cannot be read");
                    some_unreadable = true;
                }
            }
        }
        let records = machines.iter().flat_map(|file| &file.machine.images);
        let uses = machines.iter().flat_map(|file| uses_of(&file.machine));
        let images = ImageForest::build(records, uses, &FileSizes::new());
        let folder = folder.to_owned();
        Ok(Self { folder, registry, registry_changed: false, machines, some_unreadable, images })
    }

    /// An empty list of machines.
    pub fn empty_registry() -> String {
        let (mut document, root) = Document::new("VirtualBox");
        document.set_first_comment("\n** Machines of Snapgrove's Sandbox. VirtualBox does not read this file.\n");
        document.set_attribute(root, "xmlns", "http://www.virtualbox.org/", &[]);
        document.set_attribute(root, "version", "1.12-linux", &["xmlns"]);
        let global = document.append_element(root, "Global");
        document.append_element(global, "MachineRegistry");
        document.to_text()
    }

    /// Where a machine is in [`World::machines`].
    pub fn find(&self, id: MachineId) -> Result<usize, SandboxError> {
        self.machines.iter().position(|file| file.machine.id == id).ok_or(SandboxError::NoMachine(id))
    }

    /// Where a snapshot of a machine is.
    pub fn find_snapshot(&self, at: usize, id: SnapshotId) -> Result<SnapshotIndex, SandboxError> {
        let machine = &self.machines[at].machine;
        let missing = || SandboxError::NoSnapshot { machine: machine.name.to_string(), snapshot: id };
        machine.tree.find(id).ok_or_else(missing)
    }

    /// An image that some machine lists.
    pub fn image(&self, id: ImageId) -> Result<&Image, SandboxError> {
        let unknown = || Refusal::BadImage {
            path: id.to_string().into(),
            problem: text!("hypervisor-sandbox-not-listed").to_owned(),
        };
        Ok(self.images.image(id).ok_or_else(unknown)?)
    }

    /// The images from this one to its base, the topmost first.
    pub fn chain(&self, id: ImageId) -> Vec<&Arc<ImageRecord>> {
        let top = self.images.find(id);
        let chain = top.into_iter().flat_map(|top| self.images.chain(top));
        chain.map(|index| &self.images.get(index).record).collect()
    }

    /// How an image's disk behaves under snapshots, which its base decides.
    pub fn mode(&self, id: ImageId) -> ImageMode {
        self.chain(id).last().map_or(ImageMode::Normal, |base| base.mode)
    }

    /// The images that rest directly on this one.
    pub fn children(&self, id: ImageId) -> Vec<ImageId> {
        let children = self.images.image(id).map(|image| image.children.as_slice()).unwrap_or_default();
        children.iter().map(|index| self.images.get(*index).record.id).collect()
    }

    /// Checks that the image and all below it are there and are what the settings say, and opens them.
    pub fn open_chain(&self, id: ImageId) -> Result<Chain, SandboxError> {
        self.image(id)?;
        let chain = self.chain(id);
        for record in &chain {
            check(record)?;
        }
        Chain::open(chain.iter().map(|record| &*record.path))
    }

    /// The settings file and the element that list an image.
    pub fn listed(&self, id: ImageId) -> Result<(usize, NodeId), SandboxError> {
        let mut all = self.machines.iter().enumerate();
        let found = all.find_map(|(at, file)| file.image_node(id).map(|node| (at, node)));
        found.ok_or_else(|| {
            Refusal::BadImage {
                path: id.to_string().into(),
                problem: text!("hypervisor-sandbox-not-listed").to_owned(),
            }
            .into()
        })
    }

    /// Name of a machine other than `at` that uses this image or one that rests on it.
    pub fn other_user(&self, at: usize, id: ImageId) -> Option<&str> {
        let own = self.machines[at].machine.id;
        let mut waiting: Vec<_> = self.images.find(id).into_iter().collect();
        while let Some(index) = waiting.pop() {
            let image = self.images.get(index);
            if let Some(other) = image.users.iter().find(|user| user.machine != own) {
                return self.find(other.machine).ok().map(|at| &*self.machines[at].machine.name);
            }
            waiting.extend_from_slice(&image.children);
        }
        None
    }

    /// Enters a machine into the list.
    pub fn register(&mut self, id: MachineId, settings_file: &Path) {
        let list = self.registry_list();
        let source = location_in(&self.folder, settings_file);
        self.registry.append_with(list, "MachineEntry", &[("uuid", &braced(id.0)), ("src", &source)]);
        self.registry_changed = true;
    }

    /// Takes a machine out of the list.
    pub fn unregister(&mut self, id: MachineId) {
        let list = self.registry_list();
        let entries: Vec<NodeId> = self.registry.named(list, "MachineEntry").collect();
        for entry in entries {
            if self.registry.attribute(entry, "uuid").and_then(|id| id.parse().ok()) == Some(id) {
                self.registry.detach(entry);
            }
        }
        self.machines.retain(|file| file.machine.id != id);
        self.registry_changed = true;
    }

    fn registry_list(&mut self) -> NodeId {
        let registry = &mut self.registry;
        let Some(root) = registry.root() else { return registry.append_element_to_top("VirtualBox") };
        let global = match registry.child(root, "Global") {
            Some(global) => global,
            None => registry.append_element(root, "Global"),
        };
        match registry.child(global, "MachineRegistry") {
            Some(list) => list,
            None => registry.append_element(global, "MachineRegistry"),
        }
    }

    /// A folder for a new machine of this name, which is not there yet, and the name of its files.
    pub fn new_folder(&self, name: &str) -> (PathBuf, String) {
        let clean: String = name
            .chars()
            .map(|one| if one.is_control() || "<>:\"/\\|?*".contains(one) { '_' } else { one })
            .take(80)
            .collect();
        let clean = clean.trim_matches([' ', '.']).to_owned();
        let clean = if clean.is_empty() { "machine".to_owned() } else { clean };
        let mut number = 1_u32;
        loop {
            let file = if number == 1 { clean.clone() } else { format!("{clean} {number}") };
            let folder = self.folder.join(&file);
            if std::fs::symlink_metadata(&folder).is_err() {
                return (folder, file);
            }
            number += 1;
        }
    }

    /// Writes what was edited beside the old files; it takes their places when the change is committed.
    pub fn save(&self, change: &mut Change<'_>) -> Result<(), SandboxError> {
        for file in self.machines.iter().filter(|file| file.is_changed()) {
            change.replace(file.path(), &file.to_bytes())?;
        }
        if self.registry_changed {
            change.replace(&self.folder.join(REGISTRY), self.registry.to_text().as_bytes())?;
        }
        Ok(())
    }
}

fn uses_of(machine: &Machine) -> impl Iterator<Item = (ImageId, ImageUse)> {
    let of_snapshots = machine.tree.iter().map(|(_, snapshot)| (Some(snapshot.id), &snapshot.hardware));
    let all = of_snapshots.chain([(None, &machine.current_state.hardware)]);
    all.flat_map(move |(snapshot, hardware)| {
        let machine = machine.id;
        hardware.disks().map(move |(_, image)| (image, ImageUse { machine, snapshot }))
    })
}

/// Checks that an image is there and is what the settings say.
pub fn check(record: &Arc<ImageRecord>) -> Result<(), SandboxError> {
    if record.format != ImageFormat::Vdi {
        let what =
            text!("hypervisor-sandbox-other-format", path = record.path.display(), format = record.format.to_string());
        return Err(Refusal::Unsupported(what).into());
    }
    let problem = match measure(&record.path, &record.format) {
        FileStatus::Missing => Some(text!("hypervisor-sandbox-file-missing").to_owned()),
        FileStatus::Unreadable(reason) => Some(text!("hypervisor-sandbox-file-unreadable", reason = reason)),
        FileStatus::Present { damage: Some(reason), .. } => {
            Some(text!("hypervisor-sandbox-file-damaged", reason = reason))
        }
        FileStatus::Present { header: Some(header), .. } if header.id != Some(record.id) => {
            Some(text!("hypervisor-sandbox-file-other").to_owned())
        }
        FileStatus::Present { header: Some(header), .. } if header.parent != record.parent => {
            Some(text!("hypervisor-sandbox-file-parent").to_owned())
        }
        FileStatus::Present { .. } => None,
    };
    match problem {
        None => Ok(()),
        Some(problem) => Err(Refusal::BadImage { path: record.path.to_path_buf(), problem }.into()),
    }
}
