//! Counts and times in words, the same in the window and on the command line.

use chrono::{DateTime, Local, Utc};

use crate::model::{Age, Bytes};

/// “9 snapshots”.
#[must_use]
pub fn snapshots(count: usize) -> String {
    match count {
        0 => "no snapshots".to_owned(),
        1 => "1 snapshot".to_owned(),
        _ => format!("{} snapshots", grouped(count)),
    }
}

/// “6 machines”.
#[must_use]
pub fn machines(count: usize) -> String {
    match count {
        0 => "no machines".to_owned(),
        1 => "1 machine".to_owned(),
        _ => format!("{} machines", grouped(count)),
    }
}

/// A count with its thousands apart.
#[must_use]
pub fn grouped(count: usize) -> String {
    let exact = Bytes(count as u64).exact();
    exact.split(' ').next().unwrap_or_default().to_owned()
}

/// A moment in local time: “11 Oct 2026, 14:03”.
#[must_use]
pub fn moment(at: DateTime<Utc>) -> String {
    at.with_timezone(&Local).format("%-d %b %Y, %H:%M").to_string()
}

/// A moment with its age: “11 Oct 2026, 14:03 · 6 weeks ago”.
#[must_use]
pub fn moment_and_age(at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> String {
    at.map_or_else(|| "at an unknown time".to_owned(), |at| format!("{} · {}", moment(at), Age::between(at, now)))
}

/// A snapshot's name as shown: one without any visible character needs words of its own.
#[must_use]
pub fn snapshot_name(name: &str) -> &str {
    if name.trim().is_empty() { "(no name)" } else { name }
}
