//! What a disk map shows: every file once, in groups, the largest first.
//!
//! Which snapshot a file belongs to is told as [`MachineUsage`](crate::model::MachineUsage) tells it, so
//! that the tiles of a machine add up to its total.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use egui::Color32;

use crate::app::command::Node;
use crate::app::theme::Colors;
use crate::model::{
    Bytes, ConnectionInventory, Image, ImageForest, ImageId, ImageIndex, Inventory, InventoryMachine, Machine,
    MachineKey, SnapshotIndex,
};
use crate::text;
use crate::words::snapshot_name;

/// What a file is to its machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TileRole {
    /// A base image, or a disk that snapshots do not cover.
    Base,
    /// A difference image that a snapshot froze.
    Difference,
    /// A difference image that the current state is written to.
    Current,
    /// Saved memory and firmware.
    Saved,
    /// An image that nothing uses.
    Unused,
}

impl TileRole {
    /// All of them, in the order in which bars and legends show them.
    pub const ALL: [Self; 5] = [Self::Base, Self::Difference, Self::Current, Self::Saved, Self::Unused];

    /// Its colour, the same as in the bars of the sidebar.
    #[must_use]
    pub fn color(self, colors: &Colors) -> Color32 {
        match self {
            Self::Base => colors.accent,
            Self::Difference => colors.info,
            Self::Current => colors.lanes[4],
            Self::Saved => colors.lanes[3],
            Self::Unused => colors.warning,
        }
    }

    /// What files of this role are called together.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Base => text!("disk-map-disks"),
            Self::Difference => text!("disk-map-snapshots"),
            Self::Current => text!("disk-map-current"),
            Self::Saved => text!("disk-map-saved"),
            Self::Unused => text!("disk-map-unused"),
        }
    }
}

/// One file, or the saved memory and firmware of one snapshot together.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// What it is called on the map.
    pub name: String,
    /// What it is to its machine.
    pub role: TileRole,
    /// Space it takes on the host.
    pub bytes: Bytes,
    /// The file.
    pub path: Option<Arc<Path>>,
    /// Where in which machine's tree it belongs; `None` for a file of no machine.
    pub place: Option<(MachineKey, Node)>,
    /// What is wrong with it, in words.
    pub problem: Option<String>,
}

/// Tiles that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What it is called on the map.
    pub name: String,
    /// Where a click on its heading leads; `None` if the group is no one place.
    pub place: Option<(MachineKey, Node)>,
    /// Space of its tiles.
    pub bytes: Bytes,
    /// Its tiles, the largest first.
    pub tiles: Vec<Tile>,
}

/// What a disk map shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contents {
    /// The groups, the largest first.
    pub groups: Vec<Group>,
    /// Space of all tiles.
    pub total: Bytes,
    /// Images that have no tile because their files are missing or cannot be read.
    pub missing: usize,
    /// Images that have no tile because they have not been measured yet.
    pub unmeasured: usize,
}

impl Contents {
    /// The files of one machine: its base disks, each snapshot's, the current state's, and what nothing uses.
    #[must_use]
    pub fn of_machine(connection: &ConnectionInventory, entry: &InventoryMachine) -> Self {
        let mut contents = Self::default();
        let mut groups: HashMap<Part, Group> = HashMap::new();
        let mut order = Vec::new();
        if let Some(machine) = entry.machine() {
            let mut images = Images::of(connection);
            collect(&mut images, entry, machine, &mut contents, &mut |part, name, tile| {
                let group = groups.entry(part).or_insert_with(|| {
                    order.push(part);
                    let place = tile.place.clone().filter(|_| matches!(part, Part::Snapshot(_) | Part::Current));
                    Group { name: part.name(machine), place, bytes: Bytes::ZERO, tiles: Vec::new() }
                });
                group.tiles.push(Tile { name, ..tile });
            });
        }
        let groups = order.into_iter().filter_map(|part| groups.remove(&part)).collect();
        contents.finished(groups)
    }

    /// The files of all machines, machine by machine, and those that no machine has.
    #[must_use]
    pub fn of_inventory(inventory: &Inventory) -> Self {
        let mut contents = Self::default();
        let mut groups = Vec::new();
        for connection in &inventory.connections {
            let mut images = Images::of(connection);
            for entry in &connection.machines {
                let Some(machine) = entry.machine() else { continue };
                let mut tiles = Vec::new();
                collect(&mut images, entry, machine, &mut contents, &mut |part, name, tile| {
                    let name = match part {
                        Part::Base | Part::Unused => name,
                        Part::Snapshot(_) | Part::Current => part.name(machine),
                    };
                    tiles.push(Tile { name, ..tile });
                });
                let place = Some((entry.entry.key(), Node::CurrentState));
                groups.push(Group { name: entry.name().to_owned(), place, bytes: Bytes::ZERO, tiles });
            }
            let strays = connection.images.iter().filter(|(index, _)| !images.placed.contains(index));
            let tiles = strays.filter_map(|(_, image)| contents.tile(image, TileRole::Unused, None)).collect();
            let name = text!("disk-map-no-machine").to_owned();
            groups.push(Group { name, place: None, bytes: Bytes::ZERO, tiles });
        }
        contents.finished(groups)
    }

    /// The tile of an image; `None` if there is nothing to show, which is counted then.
    fn tile(&mut self, image: &Image, role: TileRole, place: Option<(MachineKey, Node)>) -> Option<Tile> {
        let bytes = image.occupied();
        let problem = image.problem();
        if bytes == Bytes::ZERO {
            self.unmeasured += usize::from(image.file.is_none());
            self.missing += usize::from(image.file.is_some() && problem.is_some());
            return None;
        }
        let path = Some(image.record.path.clone());
        let problem = problem.map(|problem| problem.to_string());
        Some(Tile { name: file_name(&image.record.path), role, bytes, path, place, problem })
    }

    /// Sums and sorts. Of the same size, what was found first comes first.
    fn finished(mut self, groups: Vec<Group>) -> Self {
        self.groups = groups;
        for group in &mut self.groups {
            group.bytes = group.tiles.iter().map(|tile| tile.bytes).sum();
            group.tiles.sort_by_key(|tile| Reverse(tile.bytes));
        }
        self.groups.retain(|group| !group.tiles.is_empty());
        self.groups.sort_by_key(|group| Reverse(group.bytes));
        self.total = self.groups.iter().map(|group| group.bytes).sum();
        self
    }

    /// Space of all files of a role.
    #[must_use]
    pub fn bytes_of(&self, role: TileRole) -> Bytes {
        let tiles = self.groups.iter().flat_map(|group| &group.tiles);
        tiles.filter(|tile| tile.role == role).map(|tile| tile.bytes).sum()
    }
}

/// The parts of a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Base,
    Snapshot(SnapshotIndex),
    Current,
    Unused,
}

impl Part {
    fn name(self, machine: &Machine) -> String {
        match self {
            Self::Base => text!("disk-map-base-disks").to_owned(),
            Self::Snapshot(index) => snapshot_name(&machine.tree.get(index).name).chars().take(LONGEST_NAME).collect(),
            Self::Current => text!("views-current-state").to_owned(),
            Self::Unused => text!("disk-map-not-used").to_owned(),
        }
    }
}

/// Longest name on the map, in characters.
const LONGEST_NAME: usize = 200;

/// Takes each file of the part that it belongs to, with its name within that part.
type Sink<'a> = dyn FnMut(Part, String, Tile) + 'a;

/// The images of a connection while they are given to its machines.
struct Images<'a> {
    forest: &'a ImageForest,
    /// Those that a machine's tile stands for already.
    placed: HashSet<ImageIndex>,
    /// Those that someone has plugged in, and all that they rest on.
    used: HashSet<ImageIndex>,
}

impl<'a> Images<'a> {
    fn of(connection: &'a ConnectionInventory) -> Self {
        let forest = &connection.images;
        let mut used = HashSet::new();
        for (index, _) in forest.iter().filter(|(_, image)| !image.users.is_empty()) {
            // The way down is walked once, however many images share it.
            for below in forest.chain(index) {
                if !used.insert(below) {
                    break;
                }
            }
        }
        Self { forest, placed: HashSet::new(), used }
    }

    /// Images that a machine lists and that nothing needs.
    fn unused(&self, machine: &Machine) -> Vec<ImageIndex> {
        let listed = machine.images.iter().filter_map(|record| self.forest.find(record.id));
        let is_unused = |index: &ImageIndex| {
            self.forest.get(*index).record.listed_by == Some(machine.id) && !self.used.contains(index)
        };
        listed.filter(is_unused).collect()
    }
}

/// Finds every file of a machine that is not another machine's already.
fn collect(
    images: &mut Images<'_>,
    entry: &InventoryMachine,
    machine: &Machine,
    contents: &mut Contents,
    sink: &mut Sink<'_>,
) {
    let key = entry.entry.key();
    let forest = images.forest;
    let mut claims = Claims { forest, machine, claimed: HashSet::new() };
    let mut one_place = |part: Part, node: Node, sink: &mut Sink<'_>| {
        let hardware = match part {
            Part::Snapshot(index) => &machine.tree.get(index).hardware,
            _ => &machine.current_state.hardware,
        };
        let place = Some((key.clone(), node));
        let mut covered = Bytes::ZERO;
        for (attachment, id) in hardware.disks() {
            for index in claims.chain(id) {
                let image = forest.get(index);
                let is_covered = image.record.mode.covered_by_snapshots();
                if is_covered {
                    covered += image.occupied();
                }
                if !images.placed.insert(index) {
                    continue;
                }
                let (role, part) = match part {
                    _ if image.parent.is_none() || !is_covered => (TileRole::Base, Part::Base),
                    Part::Current => (TileRole::Current, part),
                    _ => (TileRole::Difference, part),
                };
                let slot = format!("{} {}", attachment.controller, attachment.port);
                if let Some(tile) = contents.tile(image, role, place.clone()) {
                    let name = if part == Part::Base { tile.name.clone() } else { slot };
                    sink(part, name, tile);
                }
            }
        }
        (covered, place)
    };
    for (index, snapshot) in machine.tree.iter() {
        let part = Part::Snapshot(index);
        let (covered, place) = one_place(part, Node::Snapshot(snapshot.id), sink);
        let files = [snapshot.saved_state.as_ref(), snapshot.firmware_file.as_ref()];
        add_files(files, entry.usage.snapshot(index), covered, place, &mut |name, tile| sink(part, name, tile));
    }
    let (covered, place) = one_place(Part::Current, Node::CurrentState, sink);
    let files = [machine.current_state.saved_state.as_ref(), machine.current_state.firmware_file.as_ref()];
    let whole = entry.usage.of_current_state;
    add_files(files, whole, covered, place, &mut |name, tile| sink(Part::Current, name, tile));
    for index in images.unused(machine) {
        if images.placed.insert(index)
            && let Some(tile) = contents.tile(forest.get(index), TileRole::Unused, None)
        {
            sink(Part::Unused, tile.name.clone(), tile);
        }
    }
}

/// What a snapshot adds beyond its images is its saved memory and firmware: their sizes are not kept one
/// by one, and one tile for both is all that anyone can use.
fn add_files(
    [memory, firmware]: [Option<&Arc<Path>>; 2],
    whole: Bytes,
    images: Bytes,
    place: Option<(MachineKey, Node)>,
    sink: &mut dyn FnMut(String, Tile),
) {
    let bytes = Bytes(whole.0.saturating_sub(images.0));
    if bytes > Bytes::ZERO {
        let name = match (memory, firmware) {
            (Some(_), Some(_)) => text!("disk-map-memory-and-firmware"),
            (Some(_), None) => text!("disk-map-memory"),
            (None, _) => text!("disk-map-firmware"),
        };
        let path = memory.or(firmware).cloned();
        let tile = Tile { name: String::new(), role: TileRole::Saved, bytes, path, place, problem: None };
        sink(name.to_owned(), tile);
    }
}

/// Which images of a machine are taken already, by the rules of its usage.
struct Claims<'a> {
    forest: &'a ImageForest,
    machine: &'a Machine,
    claimed: HashSet<ImageIndex>,
}

impl Claims<'_> {
    /// An image and those below it that are new and that nobody else has plugged in.
    fn chain(&mut self, id: ImageId) -> Vec<ImageIndex> {
        let images = self.forest;
        let Some(top) = images.find(id) else { return Vec::new() };
        let claimed = &mut self.claimed;
        let machine = self.machine.id;
        let is_own = |index: &ImageIndex| {
            let users = &images.get(*index).users;
            (users.is_empty() || users.iter().any(|user| user.machine == machine)) && claimed.insert(*index)
        };
        images.chain(top).take_while(is_own).collect()
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().chars().take(LONGEST_NAME).collect()).unwrap_or_default()
}
