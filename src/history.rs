//! How the space of machines and disks went from day to day: small records in the data folder.
//!
//! One line of JSON a machine and day; the last of a day wins. A line that cannot be read, such as one that was torn
//! when the computer lost power, costs that line only. The file is written anew, smaller, when it has grown: days are
//! kept for a season and weeks for two years, or for less where there are very many machines.

mod growth;

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

pub use growth::{Growth, LEAST_DAYS};

use crate::health::{Collected, DiskOutlook};
use crate::model::{Bytes, ConnectionId, Inventory, MachineId, MachineKey};
use crate::platform::write_whole;
use crate::text;

/// Days for which every record is kept.
const DAILY: i64 = 100;
/// Days for which one record a week is kept.
const WEEKLY: i64 = 730;
/// Days of which every record is kept however many machines there are: enough to tell a growth.
const FEWEST_DAYS: i64 = 12;
/// Length at which the file is written anew, in bytes: some 40,000 records.
const COMPACT_AT: u64 = 8 << 20;
/// Longest file that is read, in bytes. More than compacting ever leaves.
const LONGEST: u64 = 256 << 20;
/// Days that the present growth is computed from.
const RECENT: i64 = 60;

/// One machine on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DailyRecord {
    /// The day, in universal time.
    pub date: NaiveDate,
    /// Where the machine lives.
    pub connection: ConnectionId,
    /// Which machine.
    pub machine: MachineId,
    /// Space that it took.
    pub occupied: Bytes,
    /// Where the disk it lies on is mounted; empty where that is not known.
    pub disk: String,
    /// Bytes that were free on that disk.
    pub free: Bytes,
}

/// Why the records could not be read or kept.
#[derive(Debug, thiserror::Error)]
#[error("{}", text!("platform-history", path = .path.display(), action = .action, source = .source))]
pub struct HistoryError {
    /// Which file.
    pub path: PathBuf,
    /// What was being done.
    pub action: &'static str,
    /// What the system said.
    pub source: std::io::Error,
}

/// The records of all machines.
#[derive(Debug)]
pub struct History {
    path: PathBuf,
    records: BTreeMap<MachineKey, BTreeMap<NaiveDate, DailyRecord>>,
    /// Lines that could not be read.
    unread_lines: usize,
    /// Length of the file.
    length: u64,
    /// Whether the file ends in the middle of a line.
    torn: bool,
}

impl History {
    /// The file in the platform's folder for data; `None` where the system names none.
    #[must_use]
    pub fn usual_file() -> Option<PathBuf> {
        let folders = directories::ProjectDirs::from("org", "Snapgrove", "snapgrove")?;
        Some(folders.data_dir().join("growth.jsonl"))
    }

    /// Reads the records of this file; none where there is no file yet.
    ///
    /// # Errors
    /// If there is a file that cannot be read.
    pub fn open(path: &Path) -> Result<Self, HistoryError> {
        let mut history =
            Self { path: path.to_owned(), records: BTreeMap::new(), unread_lines: 0, length: 0, torn: false };
        let failed = |source| HistoryError { path: path.to_owned(), action: "read", source };
        let mut bytes = Vec::new();
        match File::open(path) {
            Ok(file) => file.take(LONGEST).read_to_end(&mut bytes).map_err(failed)?,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(history),
            Err(source) => return Err(failed(source)),
        };
        history.length = bytes.len() as u64;
        history.torn = bytes.last().is_some_and(|last| *last != b'\n');
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            match serde_json::from_slice::<DailyRecord>(line) {
                Ok(record) => history.insert(record),
                Err(_) => history.unread_lines += 1,
            }
        }
        Ok(history)
    }

    /// Lines of the file that could not be read.
    #[must_use]
    pub fn unread_lines(&self) -> usize {
        self.unread_lines
    }

    /// A machine's records, by day.
    pub fn of(&self, machine: &MachineKey) -> impl Iterator<Item = &DailyRecord> {
        self.records.get(machine).into_iter().flat_map(BTreeMap::values)
    }

    /// The space of all machines together, day by day: what a chart shows. A day on which a machine was not looked at
    /// counts with the record before it.
    #[must_use]
    pub fn total_by_day(&self) -> Vec<(NaiveDate, Bytes)> {
        let mut changes: BTreeMap<NaiveDate, i128> = BTreeMap::new();
        for days in self.records.values() {
            let mut before = 0;
            for (date, record) in days {
                let now = i128::from(record.occupied.0);
                *changes.entry(*date).or_default() += now - before;
                before = now;
            }
        }
        let mut total = 0;
        let running = changes.into_iter().map(|(date, change)| {
            total += change;
            (date, Bytes(u64::try_from(total).unwrap_or(0)))
        });
        running.collect()
    }

    /// Records what an inventory holds, if its files have been measured. Machines whose record of today says the same
    /// are passed over. `collected` tells which disk each machine lies on.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn note(
        &mut self,
        inventory: &Inventory,
        collected: Option<&Collected>,
        today: NaiveDate,
    ) -> Result<(), HistoryError> {
        let mut lines = String::new();
        for (_, listed) in inventory.machines() {
            let Some(machine) = listed.machine().filter(|_| listed.usage.complete) else { continue };
            let disk = collected.and_then(|collected| collected.disk(&machine.snapshot_folder));
            let (disk, free) = match (disk, inventory.host_disks.as_slice()) {
                (Some(disk), _) => (disk.mount.to_string_lossy().into_owned(), disk.free),
                (None, [only]) => (only.path.to_string_lossy().into_owned(), only.free),
                (None, _) => (String::new(), Bytes::ZERO),
            };
            let key = listed.entry.key();
            let record = DailyRecord {
                date: today,
                connection: key.connection.clone(),
                machine: key.machine,
                occupied: listed.usage.total(),
                disk,
                free,
            };
            let known = self.records.get(&key).and_then(|days| days.get(&today));
            // Free space changes all the time: it alone is not worth a line.
            if known.is_some_and(|known| (known.occupied, &known.disk) == (record.occupied, &record.disk)) {
                continue;
            }
            lines += &serde_json::to_string(&record).unwrap_or_default();
            lines.push('\n');
            self.insert(record);
        }
        if lines.is_empty() {
            return Ok(());
        }
        self.append(&lines)?;
        if self.length > COMPACT_AT { self.compact(today) } else { Ok(()) }
    }

    fn append(&mut self, lines: &str) -> Result<(), HistoryError> {
        let failed = |source| HistoryError { path: self.path.clone(), action: "written", source };
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut file = OpenOptions::new().create(true).append(true).open(&self.path).map_err(failed)?;
        // A torn line must not take the next one along.
        let lines = if self.torn { format!("\n{lines}") } else { lines.to_owned() };
        file.write_all(lines.as_bytes()).and_then(|()| file.sync_data()).map_err(failed)?;
        self.torn = false;
        self.length += lines.len() as u64;
        Ok(())
    }

    /// Drops what is too old or too dense, and writes the file anew: the old file or the new one is there at any
    /// moment.
    ///
    /// # Errors
    /// If the file cannot be written; the old one stands then.
    pub fn compact(&mut self, today: NaiveDate) -> Result<(), HistoryError> {
        let mut text = String::new();
        let (mut daily, mut weekly) = (DAILY, WEEKLY);
        loop {
            for days in self.records.values_mut() {
                thin_out(days, today - TimeDelta::days(daily), today - TimeDelta::days(weekly));
            }
            self.records.retain(|_, days| !days.is_empty());
            text.clear();
            for record in self.records.values().flat_map(BTreeMap::values) {
                text += &serde_json::to_string(record).unwrap_or_default();
                text.push('\n');
            }
            // Half full, so that it is not written anew every day.
            if text.len() as u64 <= COMPACT_AT / 2 || daily <= FEWEST_DAYS {
                break;
            }
            (daily, weekly) = (daily / 2, weekly / 2);
        }
        let failed = |source| HistoryError { path: self.path.clone(), action: "written anew", source };
        write_whole(&self.path, text.as_bytes()).map_err(failed)?;
        (self.length, self.torn, self.unread_lines) = (text.len() as u64, false, 0);
        Ok(())
    }

    /// How fast a machine grows at present. `None` while there are too few records.
    #[must_use]
    pub fn growth(&self, machine: &MachineKey, today: NaiveDate) -> Option<Growth> {
        let recent = self.of(machine).filter(|record| is_recent(record.date, today));
        Growth::of(recent.map(|record| (record.date, record.occupied)))
    }

    /// When the disks that get fuller will be full at their present growth, whatever fills them. Disks are known by
    /// where they were mounted when the records were made.
    #[must_use]
    pub fn outlooks(&self, today: NaiveDate) -> Vec<DiskOutlook> {
        let mut by_disk: BTreeMap<&str, BTreeMap<NaiveDate, Bytes>> = BTreeMap::new();
        for record in self.records.values().flat_map(BTreeMap::values) {
            if !record.disk.is_empty() && is_recent(record.date, today) {
                let free = by_disk.entry(&record.disk).or_default().entry(record.date).or_insert(record.free);
                *free = (*free).min(record.free);
            }
        }
        let outlook = |(disk, free): (&str, BTreeMap<NaiveDate, Bytes>)| {
            let (last, now_free) = free.last_key_value().map(|(date, free)| (*date, *free))?;
            let growth = Growth::of(free)?;
            let full_by = growth.empty_by(last, now_free)?;
            let per_day = Bytes(growth.per_day.unsigned_abs());
            Some(DiskOutlook { path: Arc::from(Path::new(disk)), free: now_free, per_day, full_by })
        };
        by_disk.into_iter().filter_map(outlook).collect()
    }

    fn insert(&mut self, record: DailyRecord) {
        let key = MachineKey { connection: record.connection.clone(), machine: record.machine };
        self.records.entry(key).or_default().insert(record.date, record);
    }
}

fn is_recent(date: NaiveDate, today: NaiveDate) -> bool {
    (0..=RECENT).contains(&today.signed_duration_since(date).num_days())
}

/// Keeps all records after the day `daily`, the last of each week after the day `weekly`, and none before.
fn thin_out(days: &mut BTreeMap<NaiveDate, DailyRecord>, daily: NaiveDate, weekly: NaiveDate) {
    let mut last_of_week: BTreeMap<(i32, u32), NaiveDate> = BTreeMap::new();
    for date in days.keys() {
        let week = date.iso_week();
        last_of_week.insert((week.year(), week.week()), *date);
    }
    days.retain(|date, _| {
        let week = date.iso_week();
        *date > daily || (*date > weekly && last_of_week.get(&(week.year(), week.week())) == Some(date))
    });
}
