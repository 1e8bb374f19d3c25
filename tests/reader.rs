//! What others do to the files of machines appears by itself: images that vanish and come back, folders that go.
#![expect(clippy::expect_used, clippy::panic, reason = "the helpers of a test fail as the test does")]

mod health_support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use health_support::Practice;
use snapgrove::hypervisor::sandbox::Sandbox;
use snapgrove::hypervisor::{Reader, ReaderSettings};
use snapgrove::model::{Bytes, FileStatus, Inventory};

/// A test that waits longer than this is stuck.
const PATIENCE: Duration = Duration::from_mins(1);

struct Watched {
    inbox: Receiver<Arc<Inventory>>,
    newest: Option<Arc<Inventory>>,
    _reader: Reader,
}

impl Watched {
    fn new(practice: &Practice) -> Self {
        let sandbox = Sandbox::open(practice.sandbox.folder()).expect("the Sandbox opens again");
        let (news, inbox) = channel();
        let publish = move |inventory| news.send(inventory).unwrap_or_default();
        let reader = Reader::start(vec![Arc::new(sandbox)], ReaderSettings::default(), publish);
        Self { inbox, newest: None, _reader: reader.expect("a thread can be started") }
    }

    fn until(&mut self, what: &str, is_so: impl Fn(&Inventory) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !self.newest.as_deref().is_some_and(&is_so) {
            let next = self.inbox.recv_timeout(end.saturating_duration_since(Instant::now()));
            self.newest = Some(next.unwrap_or_else(|_| panic!("{what}: not within a minute")));
        }
    }
}

/// Whether the file is there, as far as the inventory knows.
fn is_there(inventory: &Inventory, path: &Path) -> Option<bool> {
    let images = inventory.connections.iter().flat_map(|connection| connection.images.iter());
    let (_, image) = images.into_iter().find(|(_, image)| *image.record.path == *path)?;
    Some(matches!(image.file.as_ref()?, FileStatus::Present { .. }))
}

fn size(inventory: &Inventory) -> Bytes {
    inventory.machines().map(|(_, machine)| machine.usage.total()).sum()
}

#[test]
fn an_image_that_vanishes_is_noticed_and_one_that_comes_back_too() {
    let (practice, machine) = Practice::with_machine("web");
    practice.write(machine, 0..3);
    practice.take(machine, "one");
    practice.write(machine, 1..2);
    let images = [practice.folder(machine).join("web.vdi"), practice.current_image(machine)];
    let [base, current] = &images;
    assert_ne!(base.parent(), current.parent(), "one lies in the folder of snapshots");
    let mut watched = Watched::new(&practice);
    let all_there = |inventory: &Inventory| images.iter().all(|path| is_there(inventory, path) == Some(true));
    watched.until("all is read", all_there);
    let whole = watched.newest.as_deref().map(size);
    let away = practice.sandbox.folder().join("away");
    for path in &images {
        fs::rename(path, &away).expect("an image can be moved");
        watched.until("the image is missing", |inventory| {
            is_there(inventory, path) == Some(false) && Some(size(inventory)) < whole
        });
        fs::rename(&away, path).expect("and back");
        watched.until("the image is there again", |inventory| all_there(inventory) && Some(size(inventory)) == whole);
    }
}

#[test]
fn an_image_that_grows_is_measured_again() {
    let (practice, machine) = Practice::with_machine("web");
    practice.take(machine, "one");
    let image = practice.current_image(machine);
    let mut watched = Watched::new(&practice);
    watched
        .until("all is read", |inventory| is_there(inventory, &image) == Some(true) && size(inventory) > Bytes::ZERO);
    let before = watched.newest.as_deref().map(size).unwrap_or_default();
    let mut file = fs::OpenOptions::new().append(true).open(&image).expect("the image can be opened");
    std::io::Write::write_all(&mut file, &vec![7; 3 << 20]).expect("the image can be written");
    watched.until("it is larger", |inventory| size(inventory).0 >= before.0 + (3 << 20));
}

#[test]
fn a_folder_that_goes_takes_its_images_along_and_is_watched_again_when_it_is_back() {
    let (practice, machine) = Practice::with_machine("web");
    practice.take(machine, "one");
    let current = practice.current_image(machine);
    let folder: PathBuf = current.parent().expect("a folder").to_owned();
    let mut watched = Watched::new(&practice);
    let there = |inventory: &Inventory| is_there(inventory, &current) == Some(true);
    let gone = |inventory: &Inventory| is_there(inventory, &current) == Some(false);
    watched.until("all is read", there);
    let away = practice.sandbox.folder().join("away");
    for _ in 0..2 {
        fs::rename(&folder, &away).expect("a folder can be moved");
        watched.until("the image is missing", gone);
        fs::rename(&away, &folder).expect("and back");
        watched.until("the image is there again", there);
        fs::rename(&current, &away).expect("an image can be moved");
        watched.until("the image is missing from the folder", gone);
        fs::rename(&away, &current).expect("and back");
        watched.until("the image is back in the folder", there);
    }
}
