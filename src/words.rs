//! Counts and times in words, the same in the window and on the command line.

use chrono::{DateTime, Local, Utc};

use crate::model::{Age, Bytes};
use crate::plan::forecast::Duration;

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

/// A moment in local time as it stands in names: “2026-11-22 14:10”.
#[must_use]
pub fn local_time(at: DateTime<Utc>) -> String {
    at.with_timezone(&Local).format("%Y-%m-%d %H:%M").to_string()
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

/// A text of at most `most` characters: of a longer one, the end is told by “…”.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// A time range that is not known exactly: “2 to 9 s”, “1 to 4 min”.
#[must_use]
pub fn time_range(range: Duration) -> String {
    let unit = |seconds: f64| match seconds {
        ..90.0 => (seconds, "s"),
        90.0..5400.0 => (seconds / 60.0, "min"),
        _ => (seconds / 3600.0, "h"),
    };
    let (high, word) = unit(range.high.as_secs_f64().max(1.0).ceil());
    let (low, low_word) = unit(range.low.as_secs_f64());
    if high.ceil() <= 1.0 && word == "s" {
        return "about a second".to_owned();
    }
    match (low_word == word, low.round() < 1.0, low.round() >= high.ceil()) {
        (true, false, false) => format!("{:.0} to {:.0} {word}", low.round(), high.ceil()),
        (true, false, true) => format!("about {:.0} {word}", high.ceil()),
        _ => format!("up to {:.0} {word}", high.ceil()),
    }
}
