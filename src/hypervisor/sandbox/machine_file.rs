//! A machine's settings file: what it says, and the tree that is edited.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};

use super::SandboxError;
use super::document::{Document, NodeId};
use super::storage::read_text;
use crate::hypervisor::virtualbox::parse_settings;
use crate::model::{ImageId, Machine, MergeDirection, SnapshotId};
use crate::text;

/// What a snapshot keeps of the machine's settings. The rest belongs to the machine as a whole.
const KEPT_IN_SNAPSHOTS: [&str; 5] = ["Hardware", "StorageControllers", "Debugging", "Autostart", "Recording"];

/// A machine's settings file in memory.
#[derive(Debug)]
pub struct MachineFile {
    /// What it says, as the reader understands it. Not changed by edits.
    pub machine: Machine,
    /// All that is in it.
    pub document: Document,
    node: NodeId,
    changed: bool,
}

impl MachineFile {
    /// Reads a settings file.
    pub fn read(path: &Path) -> Result<Self, SandboxError> {
        let text = read_text(path)?;
        Self::parse(&text, path).map_err(|what| SandboxError::Damaged { path: path.to_owned(), what })
    }

    /// Reads the text of the settings file that is, or would be, at this path. The error says what is wrong with it.
    pub fn parse(text: &str, path: &Path) -> Result<Self, String> {
        let machine = parse_settings(text.as_bytes(), path).map_err(|error| error.to_string())?;
        let document = Document::parse(text)?;
        let node = document.root().and_then(|root| document.child(root, "Machine"));
        let node = node.ok_or_else(|| text!("virtualbox-xml-no-machine").to_owned())?;
        Ok(Self { machine, document, node, changed: false })
    }

    /// A settings file that is not on the disk yet.
    pub fn new(machine: Machine, document: Document, node: NodeId) -> Self {
        Self { machine, document, node, changed: true }
    }

    /// The settings file's path.
    pub fn path(&self) -> &Path {
        &self.machine.settings_file
    }

    /// The machine's folder.
    pub fn folder(&self) -> &Path {
        self.path().parent().unwrap_or(Path::new(""))
    }

    /// The element of the machine.
    pub fn node(&self) -> NodeId {
        self.node
    }

    /// Whether it was edited.
    pub fn is_changed(&self) -> bool {
        self.changed
    }

    /// Notes that it was edited.
    pub fn touch(&mut self) {
        self.changed = true;
    }

    /// How `path` is written in this file: relative where it lies in the machine's folder.
    pub fn location(&self, path: &Path) -> String {
        location_in(self.folder(), path)
    }

    /// The element of a snapshot, or that of the machine for the current state.
    pub fn settings_of(&self, snapshot: Option<SnapshotId>) -> Option<NodeId> {
        let Some(snapshot) = snapshot else { return Some(self.node) };
        self.snapshot_nodes().into_iter().find(|node| self.id_of::<SnapshotId>(*node) == Some(snapshot))
    }

    /// The elements of all snapshots, parents before children.
    fn snapshot_nodes(&self) -> Vec<NodeId> {
        let all = self.document.descendants(self.node, |name| matches!(name, "Snapshot" | "Snapshots"));
        all.into_iter().filter(|node| self.document.name(*node) == "Snapshot").collect()
    }

    fn id_of<T: FromStr>(&self, node: NodeId) -> Option<T> {
        self.document.attribute(node, "uuid").and_then(|id| id.parse().ok())
    }

    /// The `Image` elements of the hard disks that are plugged in, in the settings of a snapshot or of
    /// the current state.
    pub fn attached(&self, settings: NodeId) -> Vec<(NodeId, ImageId)> {
        let enter = |name: &str| !matches!(name, "Snapshot" | "Snapshots" | "MediaRegistry" | "ExtraData");
        let all = self.document.descendants(settings, enter).into_iter();
        let disks = all.filter(|node| {
            self.document.name(*node) == "AttachedDevice" && self.document.attribute(*node, "type") == Some("HardDisk")
        });
        let images = disks.filter_map(|disk| self.document.child(disk, "Image"));
        images.filter_map(|image| self.id_of(image).map(|id| (image, id))).collect()
    }

    /// Plugs `to` in wherever `from` is, in the settings of a snapshot or of the current state.
    pub fn plug_in(&mut self, settings: NodeId, from: ImageId, to: ImageId) {
        for (node, image) in self.attached(settings) {
            if image == from {
                self.document.set_attribute(node, "uuid", &braced(to.0), &[]);
                self.changed = true;
            }
        }
    }

    /// Plugs `to` in wherever `from` is, in the current state and all snapshots.
    pub fn plug_in_everywhere(&mut self, from: ImageId, to: ImageId) {
        for settings in self.snapshot_nodes().into_iter().chain([self.node]) {
            self.plug_in(settings, from, to);
        }
    }

    /// The element of an image that this file lists.
    pub fn image_node(&self, image: ImageId) -> Option<NodeId> {
        let registry = self.document.child(self.node, "MediaRegistry")?;
        let all = self.document.descendants(registry, |name| matches!(name, "HardDisks" | "HardDisk"));
        all.into_iter().find(|node| self.document.name(*node) == "HardDisk" && self.id_of(*node) == Some(image))
    }

    /// Where base images are listed.
    pub fn base_images(&mut self) -> NodeId {
        let before = ["ExtraData", "Snapshot", "Hardware", "Groups", "StorageControllers"];
        let registry = match self.document.child(self.node, "MediaRegistry") {
            Some(registry) => registry,
            None => self.document.insert_before(self.node, "MediaRegistry", &before),
        };
        match self.document.child(registry, "HardDisks") {
            Some(disks) => disks,
            None => self.document.insert_before(registry, "HardDisks", &["DVDImages", "FloppyImages"]),
        }
    }

    /// Lists an image inside `parent`, which is another image or [`MachineFile::base_images`].
    pub fn list_image(&mut self, parent: NodeId, id: ImageId, path: &Path, more: &[(&str, &str)]) -> NodeId {
        self.changed = true;
        let (id, location) = (braced(id.0), self.location(path));
        let mut attributes = vec![("uuid", id.as_str()), ("location", location.as_str()), ("format", "VDI")];
        attributes.extend_from_slice(more);
        self.document.append_with(parent, "HardDisk", &attributes)
    }

    /// Lists one image where there were two that were merged, with what rests on it.
    pub fn relist(&mut self, direction: MergeDirection, lower: NodeId, upper: NodeId) {
        self.changed = true;
        match direction {
            MergeDirection::Backward => {
                let children: Vec<NodeId> = self.document.elements(upper).collect();
                self.document.detach(upper);
                for child in children {
                    self.document.move_to(child, lower);
                }
            }
            MergeDirection::Forward => self.document.replace(lower, upper),
        }
    }

    /// Sets the machine's current snapshot, and whether the current state differs from it.
    pub fn set_current(&mut self, snapshot: Option<SnapshotId>, modified: bool) {
        let node = self.node;
        match snapshot {
            Some(id) => {
                self.document.set_attribute(
                    node,
                    "currentSnapshot",
                    &braced(id.0),
                    &["uuid", "name", "OSType", "stateFile"],
                );
            }
            None => self.document.remove_attribute(node, "currentSnapshot"),
        }
        self.set_modified(modified);
    }

    /// Sets whether the current state differs from the current snapshot. VirtualBox writes it only
    /// when it does not.
    pub fn set_modified(&mut self, modified: bool) {
        self.changed = true;
        if modified {
            self.document.remove_attribute(self.node, "currentStateModified");
        } else {
            let after = ["uuid", "name", "OSType", "stateFile", "currentSnapshot", "snapshotFolder"];
            self.document.set_attribute(self.node, "currentStateModified", "false", &after);
        }
    }

    /// Sets since when the machine is in its state.
    pub fn set_last_change(&mut self, time: DateTime<Utc>) {
        let after =
            ["uuid", "name", "OSType", "stateFile", "currentSnapshot", "snapshotFolder", "currentStateModified"];
        self.document.set_attribute(self.node, "lastStateChange", &time_text(time), &after);
        self.changed = true;
    }

    /// Sets the file with the machine's saved memory.
    pub fn set_saved_state(&mut self, path: Option<&Path>) {
        self.changed = true;
        match path.map(|path| self.location(path)) {
            Some(location) => {
                self.document.set_attribute(self.node, "stateFile", &location, &["uuid", "name", "OSType"]);
            }
            None => self.document.remove_attribute(self.node, "stateFile"),
        }
    }

    /// Sets a text element directly inside `node`; an empty text has no element.
    pub fn set_description(&mut self, node: NodeId, text: &str) {
        self.changed = true;
        let old = self.document.child(node, "Description");
        match old {
            Some(old) if text.is_empty() => self.document.detach(old),
            Some(old) => self.document.set_text(old, text),
            None if text.is_empty() => {}
            None => {
                let first: Vec<String> =
                    self.document.elements(node).map(|child| self.document.name(child).to_owned()).collect();
                let first: Vec<&str> = first.iter().map(String::as_str).collect();
                let new = self.document.insert_before(node, "Description", &first);
                self.document.set_text(new, text);
            }
        }
    }

    /// Adds a snapshot with the current state's settings below the current snapshot.
    pub fn add_snapshot(&mut self, id: SnapshotId, name: &str, time: DateTime<Utc>) -> Option<NodeId> {
        self.changed = true;
        let current = self.machine.tree.current().map(|index| self.machine.tree.get(index).id);
        let node = match current {
            None => self.document.insert_before(self.node, "Snapshot", &KEPT_IN_SNAPSHOTS),
            Some(current) => {
                let parent = self.settings_of(Some(current))?;
                let list = self.children_of(parent);
                self.document.append_element(list, "Snapshot")
            }
        };
        self.document.set_attribute(node, "uuid", &braced(id.0), &[]);
        self.document.set_attribute(node, "name", name, &["uuid"]);
        self.document.set_attribute(node, "timeStamp", &time_text(time), &["uuid", "name"]);
        self.copy_settings(self.node, node);
        Some(node)
    }

    /// The list of a snapshot's children, made if there is none.
    pub fn children_of(&mut self, snapshot: NodeId) -> NodeId {
        match self.document.child(snapshot, "Snapshots") {
            Some(list) => list,
            None => self.document.append_element(snapshot, "Snapshots"),
        }
    }

    /// Copies settings from a snapshot to the machine or the other way, in place of those there.
    pub fn copy_settings(&mut self, from: NodeId, to: NodeId) {
        self.changed = true;
        let old: Vec<NodeId> = self.settings_elements(to);
        for node in old {
            self.document.detach(node);
        }
        for node in self.settings_elements(from) {
            let copied = self.document.copy(node, to);
            let name = self.document.name(copied).to_owned();
            // Before a snapshot's children, and before a machine's groups.
            let place = self.document.insert_before(to, &name, &["Snapshots", "Groups"]);
            self.document.replace(place, copied);
        }
    }

    fn settings_elements(&self, node: NodeId) -> Vec<NodeId> {
        self.document.elements(node).filter(|child| KEPT_IN_SNAPSHOTS.contains(&self.document.name(*child))).collect()
    }

    /// Takes a snapshot out of the tree. Its children come to the end of its parent's.
    pub fn remove_snapshot(&mut self, node: NodeId) {
        self.changed = true;
        let list = self.document.parent(node).unwrap_or(self.node);
        let own_list = self.document.child(node, "Snapshots");
        let children: Vec<NodeId> = own_list.map(|own| self.document.elements(own).collect()).unwrap_or_default();
        if list == self.node {
            // The root has one child at most, which takes its place.
            match children.first() {
                Some(child) => self.document.replace(node, *child),
                None => self.document.detach(node),
            }
            return;
        }
        self.document.detach(node);
        for child in children {
            self.document.move_to(child, list);
        }
        if self.document.elements(list).next().is_none() {
            self.document.detach(list);
        }
    }

    /// Where the settings of a snapshot or of the current state name the firmware's variables.
    fn firmware_node(&self, settings: NodeId) -> Option<NodeId> {
        let enter = |name: &str| !matches!(name, "Snapshot" | "Snapshots" | "MediaRegistry" | "ExtraData");
        let all = self.document.descendants(settings, enter);
        all.into_iter().find(|node| self.document.name(*node) == "NVRAM")
    }

    /// Sets which file a snapshot keeps the firmware's variables in; `None` for the current state,
    /// where VirtualBox leaves it out.
    pub fn set_firmware_file(&mut self, settings: NodeId, path: Option<&Path>) {
        self.changed = true;
        let Some(path) = path else {
            if let Some(node) = self.firmware_node(settings) {
                self.document.detach(node);
            }
            return;
        };
        let location = self.location(path);
        let node = self.firmware_node(settings).or_else(|| {
            let hardware = self.document.child(settings, "Hardware")?;
            let bios = match self.document.child(hardware, "BIOS") {
                Some(bios) => bios,
                None => self.document.append_element(hardware, "BIOS"),
            };
            Some(self.document.append_element(bios, "NVRAM"))
        });
        if let Some(node) = node {
            self.document.set_attribute(node, "path", &location, &[]);
        }
    }

    /// The settings file's new content.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.document.to_text().into_bytes()
    }

    /// Where new difference images go.
    pub fn new_image_path(&self, id: ImageId) -> PathBuf {
        self.machine.snapshot_folder.join(format!("{{{}}}.vdi", id.0))
    }
}

/// An id as settings files have it.
pub fn braced(id: uuid::Uuid) -> String {
    id.as_braced().to_string()
}

/// A time as settings files have it: whole seconds.
pub fn time_text(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// How `path` is written in a settings file of `folder`: relative where it lies in it, with slashes on
/// every system.
pub fn location_in(folder: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(folder).unwrap_or(path).to_string_lossy();
    if cfg!(windows) { relative.replace('\\', "/") } else { relative.into_owned() }
}
