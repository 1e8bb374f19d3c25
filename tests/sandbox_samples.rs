//! What a newcomer finds: four stories, small and quickly made, that the whole program can be tried on.

mod sandbox_support;

use std::time::Instant;

use chrono::{TimeDelta, Utc};
use sandbox_support::View;
use snapgrove::hypervisor::sandbox::Sandbox;
use snapgrove::model::ImageMode;

#[test]
fn the_samples_tell_their_stories() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::open(folder.path().join("practice")).unwrap();
    let now = Utc::now();
    let start = Instant::now();
    let pins = sandbox.add_samples(now).unwrap();
    println!("made in {} ms", start.elapsed().as_millis());
    let view = View::of(&sandbox);
    let names: Vec<&str> = view.machines.values().map(|machine| &*machine.name).collect();
    assert_eq!(names.len(), 7, "{names:?}");
    let machine = |name: &str| &view.machines[&view.id(name)];
    assert_eq!(machine("Web server").tree.max_depth(), 24);
    assert!(
        machine("Test lab")
            .tree
            .iter()
            .filter(|(index, _)| machine("Test lab").tree.children(*index).len() > 1)
            .count()
            >= 3
    );
    let golden = machine("Golden image");
    let pinned = golden.tree.find(pins[0].snapshot).unwrap();
    assert_eq!((pins.len(), golden.tree.get(pinned).name.as_str()), (1, "Base 2025.2"));
    let clones = golden
        .images
        .iter()
        .filter(|image| image.path.components().any(|part| part.as_os_str().to_string_lossy().starts_with("Training")));
    assert_eq!(clones.count(), 4);
    let legacy = machine("Old bookkeeping");
    assert_eq!(legacy.images.iter().filter(|image| !image.path.exists()).count(), 1);
    assert!(legacy.images.iter().any(|image| image.mode == ImageMode::WriteThrough));
    let mut names: Vec<&str> = legacy.tree.iter().map(|(_, snapshot)| snapshot.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert!(names.len() < legacy.tree.len(), "names repeat");
    for machine in view.machines.values() {
        for (_, snapshot) in machine.tree.iter() {
            let taken = snapshot.taken_at.unwrap();
            assert!(taken < now && taken > now - TimeDelta::days(720));
        }
    }
    let length: u64 =
        view.images.values().filter_map(|image| snapgrove::image::measure_file(&image.path).occupied().0.into()).sum();
    println!("{} MB", length / 1_000_000);
    assert!(length < 90_000_000, "{length}");
    sandbox.reset(now).unwrap();
    assert_eq!(View::of(&sandbox).machines.len(), 7);
    // Nothing of the first ones is left.
    let folders = std::fs::read_dir(sandbox.folder()).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir());
    assert_eq!(folders.count(), 7);
}
