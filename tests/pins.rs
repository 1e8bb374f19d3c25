//! Pins, sets and what Snapgrove took are kept through renames, clones and damage.
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use snapgrove::model::{ConnectionId, MachineId, MachineKey, SnapshotId};
use snapgrove::pins::{KeptError, Pins, PinsFile, SnapshotKey, SnapshotSet, SnapshotSetsFile, TakenFile};
use uuid::Uuid;

fn machine(number: u128) -> MachineKey {
    MachineKey { connection: ConnectionId::new("test"), machine: MachineId(Uuid::from_u128(number)) }
}

fn snapshot(number: u128) -> SnapshotId {
    SnapshotId(Uuid::from_u128(number))
}

fn key(of: u128, number: u128) -> SnapshotKey {
    SnapshotKey::new(&machine(of), snapshot(number))
}

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_791_374_400, 0).unwrap() + TimeDelta::minutes(minute)
}

fn reason(pins: &Pins, of: u128, number: u128) -> Option<String> {
    pins.of(&machine(of), snapshot(number)).map(|pin| pin.reason.to_string())
}

#[test]
fn pins_come_back_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let file = PinsFile::in_folder(&folder.path().join("deep"));
    assert_eq!(file.load().unwrap().iter().count(), 0);
    file.update(|pins| pins.pin(key(1, 1), "before the “audit”\nof 2026", at(0))).unwrap();
    file.update(|pins| pins.pin(key(1, 2), "", at(1))).unwrap();
    let pins = file.load().unwrap();
    assert_eq!(reason(&pins, 1, 1).as_deref(), Some("before the “audit”\nof 2026"));
    assert_eq!(pins.of(&machine(1), snapshot(2)).unwrap().pinned_at, at(1));
    assert!(!pins.has(&machine(1), snapshot(3)) && !pins.has(&machine(2), snapshot(1)));
    file.update(|pins| pins.pin(key(1, 1), "for ever", at(2))).unwrap();
    let pins = file.update(|pins| pins.unpin(&key(1, 2), at(3))).unwrap();
    assert_eq!(
        pins.iter().map(|(key, pin)| (key.clone(), pin.reason.to_string())).collect::<Vec<_>>(),
        [(key(1, 1), "for ever".to_owned())]
    );
}

#[test]
fn clones_have_what_was_pinned_when_they_were_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = PinsFile::in_folder(folder.path());
    let pins = file
        .update(|pins| {
            pins.pin(key(1, 1), "one", at(0));
            pins.pin(key(1, 2), "two", at(0));
            pins.note_clone(&machine(1), &machine(2), at(1));
            pins.note_clone(&machine(2), &machine(3), at(2));
            pins.pin(key(1, 3), "later", at(5));
        })
        .unwrap();
    for clone in [2, 3] {
        assert_eq!(reason(&pins, clone, 1).as_deref(), Some("one"));
        assert_eq!(reason(&pins, clone, 3), None, "pinned after the clone was made");
    }
    // A clone's pin can be taken off, and that of the origin stays; the clone's own clone was made before.
    let pins = file.update(|pins| pins.unpin(&key(2, 1), at(6))).unwrap();
    assert_eq!((reason(&pins, 2, 1), reason(&pins, 1, 1).as_deref()), (None, Some("one")));
    assert_eq!(reason(&pins, 3, 1).as_deref(), Some("one"));
    // The origin's pin goes, by hand or with its snapshot: the clones keep theirs.
    let pins = file.update(|pins| pins.unpin(&key(1, 2), at(7))).unwrap();
    assert_eq!((reason(&pins, 1, 2), reason(&pins, 2, 2).as_deref()), (None, Some("two")));
    assert_eq!(reason(&pins, 3, 2).as_deref(), Some("two"));
    let pins = file.update(|pins| pins.forget(&key(1, 1))).unwrap();
    assert_eq!((reason(&pins, 1, 1), reason(&pins, 3, 1).as_deref()), (None, Some("one")));
    assert_eq!(file.load().unwrap().origin_of(&machine(3)), Some(&machine(2)));
}

#[test]
fn machines_that_claim_to_be_each_others_clones_end_the_search() {
    let mut pins = Pins::default();
    pins.note_clone(&machine(1), &machine(2), at(0));
    pins.note_clone(&machine(2), &machine(1), at(0));
    pins.note_clone(&machine(3), &machine(3), at(0));
    for number in 1..=3 {
        assert_eq!(reason(&pins, number, 1), None);
    }
}

#[test]
fn a_damaged_line_hides_no_other_and_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = PinsFile::in_folder(folder.path());
    file.update(|pins| {
        pins.pin(key(1, 1), "one", at(0));
        pins.pin(key(1, 2), "two", at(0));
    })
    .unwrap();
    let path = folder.path().join("pins.jsonl");
    let damaged: &[u8] = b"{\"pinned\":{\"connection\":\"test\",\"mach\xff\xfe";
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend_from_slice(damaged);
    std::fs::write(&path, &bytes).unwrap();
    let pins = file.load().unwrap();
    assert_eq!((pins.iter().count(), pins.damaged().len(), pins.damaged()[0].line), (2, 1, 3));
    assert!(pins.damaged()[0].to_string().contains("line 3"), "{}", pins.damaged()[0]);
    let pins = file.update(|pins| pins.pin(key(1, 3), "three", at(1))).unwrap();
    assert_eq!((pins.iter().count(), pins.damaged().len()), (3, 1));
    let written = std::fs::read(&path).unwrap();
    assert!(written.windows(damaged.len()).any(|part| part == damaged));
    assert_eq!(file.load().unwrap().iter().count(), 3);
}

#[test]
fn two_programs_do_not_lose_each_others_pins() {
    let folder = tempfile::tempdir().unwrap();
    let file = PinsFile::in_folder(folder.path());
    std::thread::scope(|scope| {
        for program in 0..4 {
            let file = &file;
            std::thread::Builder::new()
                .spawn_scoped(scope, move || {
                    for number in 0..10 {
                        file.update(|pins| pins.pin(key(program, number), "", at(0))).unwrap();
                    }
                })
                .unwrap();
        }
    });
    assert_eq!(file.load().unwrap().iter().count(), 40);
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_stands() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("pins.jsonl")).unwrap();
    let file = PinsFile::in_folder(folder.path());
    assert!(matches!(file.load().unwrap_err(), KeptError::File { what: "read", .. }));
    assert!(file.update(|pins| pins.pin(key(1, 1), "", at(0))).is_err());
    assert!(Path::new(&folder.path().join("pins.jsonl")).is_dir());
}

#[test]
fn what_snapgrove_took_is_remembered_through_clones() {
    let folder = tempfile::tempdir().unwrap();
    let file = TakenFile::in_folder(folder.path());
    file.update(|taken| taken.note(key(1, 1))).unwrap();
    file.update(|taken| taken.note_clone(&machine(1), &machine(2))).unwrap();
    let taken = file.update(|taken| taken.forget(&key(1, 1))).unwrap();
    assert_eq!(taken.iter().collect::<Vec<_>>(), [&key(2, 1)]);
    let taken = file.load().unwrap();
    assert!(taken.has(&machine(2), snapshot(1)) && !taken.has(&machine(1), snapshot(1)));
    assert!(taken.damaged().is_empty());
}

#[test]
fn sets_are_remembered_until_their_last_snapshot_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let file = SnapshotSetsFile::in_folder(folder.path());
    let monday = SnapshotSet::new("Monday", at(10), vec![key(1, 1), key(2, 1)]);
    let sunday = SnapshotSet::new("Sunday", at(0), vec![key(1, 2)]);
    file.update(|sets| sets.put(monday.clone())).unwrap();
    file.update(|sets| sets.put(sunday.clone())).unwrap();
    let sets = file.load().unwrap();
    assert_eq!(sets.iter().collect::<Vec<_>>(), [&sunday, &monday]);
    assert_eq!(sets.of(&key(2, 1)).collect::<Vec<_>>(), [&monday]);
    let sets = file
        .update(|sets| {
            sets.rename(monday.id, "Monday 09:00");
            sets.forget(&key(1, 1));
            sets.forget(&key(1, 2));
        })
        .unwrap();
    assert!(sets.get(sunday.id).is_none());
    let renamed = file.load().unwrap().get(monday.id).unwrap().clone();
    assert_eq!((renamed.name.as_str(), renamed.members), ("Monday 09:00", vec![key(2, 1)]));
    std::fs::write(folder.path().join("sets.jsonl"), "{}\n").unwrap();
    assert_eq!(file.load().unwrap().damaged().len(), 1);
}
