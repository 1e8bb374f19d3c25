//! Counts and times in words, the same in the window and on the command line.

use chrono::{DateTime, Datelike, Local, Utc};

use crate::model::Age;
use crate::plan::forecast::Duration;
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
        return text!("time-about-a-second").to_owned();
    }
    let (low, high) = (format!("{:.0}", low.round()), format!("{:.0}", high.ceil()));
    match (low_word == word, low == "0", low == high) {
        (true, false, false) => text!("time-between", low = low, high = high, unit = word),
        (true, false, true) => text!("time-about", high = high, unit = word),
        _ => text!("time-up-to", high = high, unit = word),
    }
}
