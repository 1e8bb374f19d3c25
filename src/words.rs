//! Counts and times in words, the same in the window and on the command line.

use chrono::{DateTime, Datelike, Local, Utc};

use crate::model::Age;
use crate::text;

/// “9 snapshots”.
#[must_use]
pub fn snapshots(count: usize) -> String {
    text!("snapshots", count = count)
}

/// “6 machines”.
#[must_use]
pub fn machines(count: usize) -> String {
    text!("machines", count = count)
}

/// A count with its thousands apart: “12,345”.
#[must_use]
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A moment in local time: “11 Oct 2026, 14:03”.
#[must_use]
pub fn moment(at: DateTime<Utc>) -> String {
    let at = at.with_timezone(&Local);
    let (year, time) = (at.year().to_string(), at.format("%H:%M").to_string());
    text!("moment", year = year, month = at.month(), day = at.day(), time = time)
}

/// A day: “11 Oct 2026”.
#[must_use]
pub fn date(day: &impl Datelike) -> String {
    text!("date", year = day.year().to_string(), month = day.month(), day = day.day())
}

/// A day of a year that is clear: “11 Oct”.
#[must_use]
pub fn day_and_month(day: &impl Datelike) -> String {
    text!("date-in-year", month = day.month(), day = day.day())
}

/// A moment in local time as it stands in names: “2026-11-22 14:10”.
#[must_use]
pub fn local_time(at: DateTime<Utc>) -> String {
    at.with_timezone(&Local).format("%Y-%m-%d %H:%M").to_string()
}

/// A moment with its age: “11 Oct 2026, 14:03 · 6 weeks ago”.
#[must_use]
pub fn moment_and_age(at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> String {
    match at {
        Some(at) => text!("moment-and-age", moment = moment(at), age = Age::between(at, now)),
        None => text!("moment-unknown").to_owned(),
    }
}

/// A snapshot's name as shown: one without any visible character needs words of its own.
#[must_use]
pub fn snapshot_name(name: &str) -> &str {
    if name.trim().is_empty() { text!("no-name") } else { name }
}

/// A text of at most `most` characters: of a longer one, the end is told by “…”.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
