//! Looks into a folder of practice machines from outside: through the reader and the image maps only, never through
//! the engine that is being tested.
#![allow(dead_code, reason = "every test uses its own part of this")]
#![expect(clippy::expect_used, clippy::panic, reason = "the helpers of a test fail as the test does")]

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hasher as _};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use snapgrove::hypervisor::Hypervisor;
use snapgrove::image::{State, read_map};
use snapgrove::model::{ImageId, ImageRecord, Machine, MachineId, SnapshotId};

pub const MIB: u64 = 1 << 20;

/// What one disk or file holds. Compared whole; shown short.
#[derive(Clone, PartialEq, Eq)]
pub struct Content(Arc<Vec<u8>>);

impl fmt::Debug for Content {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut hasher = DefaultHasher::new();
        hasher.write(&self.0);
        write!(out, "{} bytes, {:016x}", self.0.len(), hasher.finish())
    }
}

/// A machine as it can be compared before and after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub name: String,
    pub current: Option<SnapshotId>,
    pub modified: bool,
    /// Disks of the current state, by port.
    pub disks: Vec<Content>,
    pub snapshots: BTreeMap<SnapshotId, SnapshotPicture>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotPicture {
    pub name: String,
    pub description: String,
    pub parent: Option<SnapshotId>,
    pub disks: Vec<Content>,
}

/// A picture with names for ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPicture {
    pub current: Option<String>,
    pub modified: bool,
    pub disks: Vec<Content>,
    /// By name: parent, description, disks.
    pub snapshots: BTreeMap<String, (Option<String>, String, Vec<Content>)>,
}

impl From<Picture> for NamedPicture {
    fn from(picture: Picture) -> Self {
        let name = |id: &SnapshotId| picture.snapshots[id].name.clone();
        let named = |one: &SnapshotPicture| {
            (one.name.clone(), (one.parent.as_ref().map(name), one.description.clone(), one.disks.clone()))
        };
        Self {
            current: picture.current.as_ref().map(name),
            modified: picture.modified,
            disks: picture.disks.clone(),
            snapshots: picture.snapshots.values().map(named).collect(),
        }
    }
}

/// All machines of a hypervisor with all their images.
pub struct View {
    pub machines: BTreeMap<MachineId, Machine>,
    pub images: BTreeMap<ImageId, Arc<ImageRecord>>,
}

impl View {
    /// The machine and the snapshot with these names.
    pub fn ids(&self, machine: &str, snapshot: &str) -> (MachineId, SnapshotId) {
        let found = self.machines.values().find(|one| *one.name == *machine).expect("a machine of this name");
        let snapshots = found.tree.iter().map(|(_, one)| one);
        let snapshot = snapshots.into_iter().find(|one| one.name == snapshot).expect("a snapshot of this name");
        (found.id, snapshot.id)
    }

    /// The machine with this name.
    pub fn id(&self, machine: &str) -> MachineId {
        self.machines.values().find(|one| *one.name == *machine).expect("a machine of this name").id
    }

    pub fn of(hypervisor: &dyn Hypervisor) -> Self {
        let listing = hypervisor.machines().expect("the list of machines can be read");
        assert!(listing.problems.is_empty(), "{:?}", listing.problems);
        let machines: BTreeMap<_, _> = listing
            .machines
            .iter()
            .map(|entry| (entry.id, hypervisor.read(entry).unwrap_or_else(|error| panic!("{error}"))))
            .collect();
        for machine in machines.values() {
            assert!(machine.problems.is_empty(), "{:?}", machine.problems);
        }
        let records = machines.values().flat_map(|machine| &machine.images).chain(&listing.shared_images);
        let images = records.map(|record| (record.id, record.clone())).collect();
        Self { machines, images }
    }

    /// The files from an image down to its base.
    pub fn chain(&self, id: ImageId) -> Vec<&ImageRecord> {
        let of = |id: ImageId| &**self.images.get(&id).unwrap_or_else(|| panic!("the image {id} is listed"));
        std::iter::successors(Some(of(id)), |record| record.parent.map(of)).collect()
    }

    /// Everything the guest sees on the disk that ends with this image.
    pub fn content(&self, id: ImageId) -> Vec<u8> {
        let chain = self.chain(id);
        let maps: Vec<_> = chain
            .iter()
            .map(|record| read_map(&record.path, &record.format).unwrap_or_else(|error| panic!("{error}")))
            .collect();
        let mut files: Vec<File> =
            chain.iter().map(|record| File::open(&record.path).expect("the image is there")).collect();
        let size = maps[0].virtual_size().0;
        let mut content = vec![0; usize::try_from(size).expect("a small disk")];
        let mut at = 0;
        while at < size {
            let mut end = size;
            let mut source = None;
            for (level, map) in maps.iter().enumerate() {
                let Some(stretch) = map.stretch(at) else { continue };
                end = end.min(stretch.end());
                match stretch.state {
                    State::Free => {}
                    State::Data(place) => {
                        source = Some((level, place.offset));
                        break;
                    }
                    State::Zero | State::Compressed(_) => break,
                }
            }
            if let Some((level, offset)) = source {
                let part = &mut content[usize::try_from(at).expect("small")..usize::try_from(end).expect("small")];
                files[level].seek(SeekFrom::Start(offset)).expect("the image can be read");
                files[level].read_exact(part).expect("the image can be read");
            }
            at = end;
        }
        content
    }

    pub fn digest(&self, id: ImageId) -> Content {
        digest(&self.content(id))
    }

    pub fn picture(&self, id: MachineId) -> Picture {
        let machine = &self.machines[&id];
        let digests = |hardware: &snapgrove::model::HardwareSettings| {
            hardware.disks().map(|(_, image)| self.digest(image)).collect()
        };
        let snapshots = machine.tree.iter().map(|(index, snapshot)| {
            let parent = machine.tree.parent(index).map(|parent| machine.tree.get(parent).id);
            let picture = SnapshotPicture {
                name: snapshot.name.clone(),
                description: snapshot.description.clone(),
                parent,
                disks: digests(&snapshot.hardware),
            };
            (snapshot.id, picture)
        });
        Picture {
            name: machine.name.to_string(),
            current: machine.tree.current().map(|current| machine.tree.get(current).id),
            modified: machine.current_state.modified,
            disks: digests(&machine.current_state.hardware),
            snapshots: snapshots.collect(),
        }
    }

    /// All machines by name, with names for ids: to compare what was made twice. Names must be unique.
    pub fn by_name(&self) -> BTreeMap<String, NamedPicture> {
        let pictures = self.pictures().into_values();
        pictures.map(|picture| (picture.name.clone(), NamedPicture::from(picture))).collect()
    }

    pub fn pictures(&self) -> BTreeMap<MachineId, Picture> {
        self.machines.keys().map(|id| (*id, self.picture(*id))).collect()
    }
}

pub fn digest(content: &[u8]) -> Content {
    Content(Arc::new(content.to_vec()))
}

/// A folder in memory where the system has one: what is flushed hundreds of times takes long on a disk.
pub fn quick_folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    folder.expect("a temporary folder")
}

/// All files below a folder but the lock, with what is in them.
pub fn files_below(folder: &Path) -> BTreeMap<PathBuf, Content> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.file_name().is_some_and(|name| name != "sandbox.lock") {
                let content = fs::read(&path).expect("the file can be read");
                found.insert(path.strip_prefix(folder).expect("inside").to_owned(), digest(&content));
            }
        }
    }
    found
}

/// Every image that is listed is there, and no other file than settings and listed images.
pub fn assert_tidy(folder: &Path, view: &View) {
    let listed: Vec<PathBuf> = view.images.values().map(|record| record.path.to_path_buf()).collect();
    for path in &listed {
        assert!(path.is_file(), "{} is listed and not there", path.display());
    }
    for file in files_below(folder).into_keys() {
        let path = folder.join(&file);
        let known = listed.contains(&path)
            || view.machines.values().any(|machine| *machine.settings_file == *path)
            || file == Path::new("VirtualBox.xml");
        assert!(known, "{} was left behind", path.display());
    }
}

/// Copies a folder of machines. The image of a linked clone is listed with its whole path, which becomes that of the
/// copy.
pub fn copy_folder(from: &Path, to: &Path) {
    let mut waiting = vec![(from.to_owned(), to.to_owned())];
    while let Some((source, target)) = waiting.pop() {
        fs::create_dir_all(&target).expect("a folder can be made");
        for entry in fs::read_dir(&source).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            let target = target.join(path.file_name().expect("a name"));
            if path.is_dir() {
                waiting.push((path, target));
            } else if path.extension().is_some_and(|extension| extension == "vbox") {
                let text = fs::read_to_string(&path).expect("settings are text");
                let text = text.replace(&from.display().to_string(), &to.display().to_string());
                fs::write(&target, text).expect("the file can be written");
            } else {
                copy_file(&path, &target);
            }
        }
    }
}

/// Images are mostly holes, and hundreds of copies are made.
#[cfg(target_os = "linux")]
fn copy_file(from: &Path, to: &Path) {
    use rustix::fs::{SeekFrom as Seek, seek};
    use std::os::unix::fs::FileExt as _;
    let source = File::open(from).expect("the file can be read");
    let target = File::create(to).expect("the file can be written");
    target.set_len(source.metadata().expect("the file can be read").len()).expect("the file can be written");
    let mut at = 0;
    while let Ok(start) = seek(&source, Seek::Data(at)) {
        let end = seek(&source, Seek::Hole(start)).expect("the file can be read");
        let mut part = vec![0; usize::try_from(end - start).expect("small")];
        source.read_exact_at(&mut part, start).expect("the file can be read");
        target.write_all_at(&part, start).expect("the file can be written");
        at = end;
    }
}

#[cfg(not(target_os = "linux"))]
fn copy_file(from: &Path, to: &Path) {
    fs::copy(from, to).expect("the file can be copied");
}

/// Numbers from a seed, so that a failure can be repeated.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let index = usize::try_from(self.below(all.len() as u64)).expect("small");
        all.get(index)
    }

    /// Content that is mostly alike within a run, with a few bytes that tell it apart.
    pub fn block(&mut self, length: u64) -> Vec<u8> {
        let word = self.next().to_le_bytes();
        word.iter().copied().cycle().take(usize::try_from(length).expect("small")).collect()
    }
}
