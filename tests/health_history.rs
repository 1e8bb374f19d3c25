//! Growth is recorded day by day, survives torn lines, stays small, and says when a disk will be full.
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

mod health_support;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, TimeDelta};
use health_support::{Practice, find, now, patient, plain, the_only};
use snapgrove::health::{Evidence, FindingKind, Surroundings};
use snapgrove::history::{DailyRecord, History};
use snapgrove::model::{Bytes, ConnectionId, MachineId, MachineKey};

fn day(number: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + TimeDelta::days(number)
}

fn key(number: u128) -> MachineKey {
    MachineKey { connection: ConnectionId::new("virtualbox"), machine: MachineId(uuid::Uuid::from_u128(number)) }
}

fn line(key: &MachineKey, date: NaiveDate, occupied: u64, free: u64) -> String {
    let record = DailyRecord {
        date,
        connection: key.connection.clone(),
        machine: key.machine,
        occupied: Bytes(occupied),
        disk: "/vms".to_owned(),
        free: Bytes(free),
    };
    serde_json::to_string(&record).unwrap() + "\n"
}

struct Records {
    folder: tempfile::TempDir,
}

impl Records {
    fn with(lines: impl IntoIterator<Item = String>) -> Self {
        let records = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(records.path(), lines.into_iter().collect::<String>()).unwrap();
        records
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("growth.jsonl")
    }

    fn open(&self) -> History {
        History::open(&self.path()).unwrap()
    }
}

#[test]
fn a_machine_is_recorded_once_a_day_and_the_last_wins() {
    let (practice, machine) = Practice::with_machine("web");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/growth.jsonl");
    let key = practice.key(machine);
    let sizes = |history: &History| history.of(&key).map(|record| (record.date, record.occupied)).collect::<Vec<_>>();
    let mut history = History::open(&path).unwrap();
    let before = practice.inventory();
    history.note(&before, None, day(0)).unwrap();
    let length = fs::metadata(&path).unwrap().len();
    history.note(&before, None, day(0)).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().len(), length, "nothing new to tell");
    practice.write(machine, 0..3);
    let after = practice.inventory();
    history.note(&after, Some(&practice.collect(&after)), day(0)).unwrap();
    history.note(&after, None, day(1)).unwrap();
    let expected = [(day(0), after.occupied()), (day(1), after.occupied())];
    assert!(after.occupied() > before.occupied());
    assert_eq!(sizes(&history), expected);
    assert_eq!(sizes(&History::open(&path).unwrap()), expected);
    assert_eq!(history.total_by_day(), expected);
    let first = history.of(&key).next().unwrap().clone();
    assert!(practice.folder(machine).canonicalize().unwrap().starts_with(Path::new(&first.disk)) && first.free.0 > 0);
}

#[test]
fn a_torn_line_costs_itself_only() {
    let (practice, machine) = Practice::with_machine("web");
    let records = Records::with([line(&key(1), day(0), 10, 5), line(&key(1), day(1), 11, 5)]);
    let mut file = fs::File::options().append(true).open(records.path()).unwrap();
    file.write_all(b"{\"date\":\"2026-01-03\",\"conn").unwrap();
    let mut history = records.open();
    assert_eq!((history.unread_lines(), history.of(&key(1)).count()), (1, 2));
    history.note(&practice.inventory(), None, day(3)).unwrap();
    let again = records.open();
    assert_eq!((again.unread_lines(), again.of(&practice.key(machine)).count()), (1, 1));
    assert_eq!(again.of(&key(1)).count(), 2);
    fs::write(records.path(), [0xff, 0xfe, b'\n', b'{', b'}', b'\n']).unwrap();
    assert_eq!(records.open().unread_lines(), 2);
}

#[test]
fn old_days_are_thinned_out() {
    let today = day(1_000);
    let records = Records::with((0..=1_000).map(|number| line(&key(1), day(number), 10, 5)));
    let mut history = records.open();
    history.compact(today).unwrap();
    let kept: Vec<NaiveDate> = records.open().of(&key(1)).map(|record| record.date).collect();
    let recent = kept.iter().filter(|date| **date > day(900)).count();
    assert_eq!(recent, 100);
    let weeks = kept.len() - recent;
    assert!((89..=92).contains(&weeks), "{weeks}");
    assert!(kept.iter().all(|date| *date > day(270)));
    assert_eq!(records.open().unread_lines(), 0);
}

#[test]
fn very_many_machines_are_kept_for_a_shorter_time() {
    let machines = 1_200_u128;
    let lines = (0..60).flat_map(|number| (0..machines).map(move |machine| line(&key(machine), day(number), 10, 5)));
    let records = Records::with(lines);
    let (practice, machine) = Practice::with_machine("web");
    assert!(fs::metadata(records.path()).unwrap().len() > 8 << 20);
    let mut history = records.open();
    history.note(&practice.inventory(), None, day(60)).unwrap();
    let length = fs::metadata(records.path()).unwrap().len();
    assert!(length <= 4 << 20, "{length}");
    let again = records.open();
    assert!(again.of(&key(1)).count() >= 12 && again.of(&practice.key(machine)).count() == 1);
}

#[test]
fn growth_and_the_day_the_disk_is_full() {
    let grows = |number: i64| u64::try_from(number * 100).unwrap();
    let records = Records::with((0..30).flat_map(|number| {
        [
            line(&key(1), day(number), 5_000 + grows(number), 10_000 - grows(number)),
            line(&key(2), day(number), 70, 10_000 - grows(number)),
        ]
    }));
    let history = records.open();
    let today = day(29);
    assert_eq!(history.growth(&key(1), today).unwrap().per_day, 100);
    assert_eq!(history.growth(&key(2), today).unwrap().per_day, 0);
    assert_eq!(history.growth(&key(3), today), None);
    let outlooks = history.outlooks(today);
    let [outlook] = outlooks.as_slice() else { unreachable!("{outlooks:?}") };
    assert_eq!((&*outlook.path, outlook.free, outlook.per_day), (Path::new("/vms"), Bytes(7_100), Bytes(100)));
    assert_eq!(outlook.full_by, day(29 + 71));
    assert_eq!(history.outlooks(day(29 + 61)), [], "nothing is known of the last weeks");
    // The finding that is made of it.
    let (practice, _) = Practice::with_machine("web");
    let surroundings = Surroundings { now: now(), outlooks, ..plain() };
    let thresholds = snapgrove::health::Thresholds { full_moderate_days: 1, ..patient() };
    let found = find(&practice.inventory(), &surroundings, &thresholds);
    assert!(matches!(the_only(&found, FindingKind::FullSoon).evidence, Evidence::FullSoon { per_day: Bytes(100), .. }));
}
