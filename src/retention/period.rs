//! Calendar periods and spans, in a time zone that is given as a value.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{
    DateTime, Datelike as _, Days, FixedOffset, Local, Months, NaiveDateTime, Offset as _, TimeDelta, TimeZone,
    Timelike as _, Utc,
};
use serde::{Deserialize, Serialize};

use crate::text;

/// How far from now the clock of a snapshot may go before it counts as taken in the future.
pub(super) const CLOCK_TOLERANCE: TimeDelta = TimeDelta::seconds(60);
/// Longest span in any unit: longer than any file lasts, and short enough for every calendar.
const LONGEST: u32 = 100_000;

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Period {
    /// An hour of the clock. Where clocks go back, the hour that comes twice counts as two.
    Hour,
    /// A day, from midnight.
    Day,
    /// A week from Monday, as ISO 8601 counts them.
    Week,
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

impl Period {
    /// “day”: in English, as files and the command line have it. Texts choose by it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// “day”, as in “one per day”.
    #[must_use]
    pub fn name(self) -> String {
        text!("retention-period", unit = self.word())
    }

    /// Which of these periods a local time lies in. Two times lie in the same one if this is the same.
    pub(super) fn number(self, local: LocalTime) -> (i64, i32) {
        let date = local.time.date();
        match self {
            Self::Hour => {
                let hours = i64::from(date.num_days_from_ce()) * 24 + i64::from(local.time.hour());
                (hours, local.offset.local_minus_utc())
            }
            Self::Day => (i64::from(date.num_days_from_ce()), 0),
            Self::Week => {
                let week = date.iso_week();
                (i64::from(week.year()) * 100 + i64::from(week.week()), 0)
            }
            Self::Month => (i64::from(date.year()) * 12 + i64::from(date.month0()), 0),
            Self::Year => (i64::from(date.year()), 0),
        }
    }
}

/// A number of hours, days, weeks, months or years; at least one. Written as “90 days”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span {
    count: u32,
    unit: Period,
}

/// A text that is not a span.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", text!("retention-span-error", text = .text, most = LONGEST.to_string()))]
pub struct SpanError {
    /// What stood there, cut to a readable length.
    pub text: String,
}

impl Span {
    /// This many units: at least 1, at most 100,000.
    #[must_use]
    pub fn new(count: u32, unit: Period) -> Self {
        Self { count: count.clamp(1, LONGEST), unit }
    }

    /// This many days.
    #[must_use]
    pub fn days(count: u32) -> Self {
        Self::new(count, Period::Day)
    }

    /// How many units: from 1 to 100,000.
    #[must_use]
    pub fn count(self) -> u32 {
        self.count
    }

    /// The unit.
    #[must_use]
    pub fn unit(self) -> Period {
        self.unit
    }

    /// The moment that lies this span before `now`: the same time of day on an earlier date, but for hours. Times
    /// before the calendar's beginning are its beginning.
    #[must_use]
    pub fn before(self, now: DateTime<Utc>, zone: &Zone) -> DateTime<Utc> {
        let count = self.count;
        let local = zone.local(now).time;
        let earlier = match self.unit {
            Period::Hour => {
                return now.checked_sub_signed(TimeDelta::hours(count.into())).unwrap_or(DateTime::<Utc>::MIN_UTC);
            }
            Period::Day => local.checked_sub_days(Days::new(count.into())),
            Period::Week => local.checked_sub_days(Days::new(u64::from(count) * 7)),
            Period::Month => local.checked_sub_months(Months::new(count)),
            Period::Year => local.checked_sub_months(Months::new(count.saturating_mul(12))),
        };
        earlier.map_or(DateTime::<Utc>::MIN_UTC, |earlier| zone.moment(earlier))
    }
}

impl fmt::Display for Span {
    /// “a year”, “2 months”.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&text!("retention-span", unit = self.unit.word(), count = self.count))
    }
}

/// As it stands in files, whatever language the window speaks.
impl From<Span> for String {
    fn from(span: Span) -> Self {
        format!("{} {}{}", span.count, span.unit.word(), if span.count == 1 { "" } else { "s" })
    }
}

impl TryFrom<String> for Span {
    type Error = SpanError;

    fn try_from(text: String) -> Result<Self, SpanError> {
        text.parse()
    }
}

impl FromStr for Span {
    type Err = SpanError;

    /// Accepts “90 days”, “90d”, “8 weeks”, “8w”, “24h”, “6 months”, “6mo”, “2 years”, “2y”, “a year”.
    fn from_str(text: &str) -> Result<Self, SpanError> {
        let wrong = || SpanError { text: text.chars().take(60).collect() };
        let clean = text.trim().to_lowercase();
        let digits = clean.chars().take_while(char::is_ascii_digit).count();
        let (number, unit) = clean.split_at(digits);
        let (count, unit) = match unit.trim().strip_prefix("a ").or_else(|| unit.trim().strip_prefix("an ")) {
            Some(unit) if number.is_empty() => (1, unit.trim()),
            _ => (number.parse::<u32>().map_err(|_| wrong())?, unit.trim()),
        };
        let unit = match unit {
            "h" | "hour" | "hours" => Period::Hour,
            "d" | "day" | "days" => Period::Day,
            "w" | "week" | "weeks" => Period::Week,
            "mo" | "month" | "months" => Period::Month,
            "y" | "year" | "years" => Period::Year,
            _ => return Err(wrong()),
        };
        if !(1..=LONGEST).contains(&count) {
            return Err(wrong());
        }
        Ok(Self { count, unit })
    }
}

/// A time as a clock on the wall shows it, and how far that clock is from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LocalTime {
    pub time: NaiveDateTime,
    pub offset: FixedOffset,
}

/// A time zone: how far its clocks are from UTC at any moment.
#[derive(Clone)]
pub struct Zone(Arc<dyn Fn(NaiveDateTime) -> FixedOffset + Send + Sync>);

impl fmt::Debug for Zone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Zone")
    }
}

impl Zone {
    /// The zone of this computer.
    #[must_use]
    pub fn of_this_computer() -> Self {
        Self::of(Local)
    }

    /// A zone that chrono knows.
    #[must_use]
    pub fn of<Known: TimeZone + Send + Sync + 'static>(zone: Known) -> Self {
        Self(Arc::new(move |utc| zone.offset_from_utc_datetime(&utc).fix()))
    }

    /// A zone by its rule: from a time in UTC to the distance from UTC.
    #[must_use]
    pub fn by_rule(rule: impl Fn(NaiveDateTime) -> FixedOffset + Send + Sync + 'static) -> Self {
        Self(Arc::new(rule))
    }

    /// What the clocks show at a moment. At the very ends of the calendar, UTC.
    pub(super) fn local(&self, at: DateTime<Utc>) -> LocalTime {
        let utc = at.naive_utc();
        let offset = (self.0)(utc);
        let time = utc.checked_add_offset(offset).unwrap_or(utc);
        LocalTime { time, offset }
    }

    /// The moment when the clocks show this: the first one if they do so twice. If they jump over it, the moment that they
    /// would have shown it had they not jumped.
    fn moment(&self, local: NaiveDateTime) -> DateTime<Utc> {
        let day = TimeDelta::days(1);
        let before = (self.0)(local.checked_sub_signed(day).unwrap_or(local));
        let after = (self.0)(local.checked_add_signed(day).unwrap_or(local));
        let at = |offset: FixedOffset| local.checked_sub_offset(offset).unwrap_or(local);
        let shows = |offset: &FixedOffset| (self.0)(at(*offset)) == *offset;
        let found = [before, after].into_iter().filter(shows).map(at).min();
        found.unwrap_or_else(|| at(before)).and_utc()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    /// Central Europe in 2026: summer time from 29 March to 25 October, 01:00 UTC.
    fn berlin() -> Zone {
        let change = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap().and_hms_opt(1, 0, 0).unwrap();
        let summer = change(3, 29)..change(10, 25);
        Zone::by_rule(move |utc| FixedOffset::east_opt(if summer.contains(&utc) { 7_200 } else { 3_600 }).unwrap())
    }

    fn utc(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    #[test]
    fn spans_are_written_as_people_write_them() {
        for (text, span, shown, kept) in [
            ("90 days", Span::days(90), "90 days", "90 days"),
            ("90d", Span::days(90), "90 days", "90 days"),
            (" 8W ", Span::new(8, Period::Week), "8 weeks", "8 weeks"),
            ("1 year", Span::new(1, Period::Year), "a year", "1 year"),
            ("a year", Span::new(1, Period::Year), "a year", "1 year"),
            ("an hour", Span::new(1, Period::Hour), "an hour", "1 hour"),
            ("6mo", Span::new(6, Period::Month), "6 months", "6 months"),
        ] {
            assert_eq!(text.parse(), Ok(span), "{text}");
            assert_eq!((span.to_string(), String::from(span)), (shown.to_owned(), kept.to_owned()), "{text}");
        }
        for text in ["", "days", "0 days", "-3 days", "90", "90 m", "3 fortnights", "4000000000 days", "5 a day"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }

    #[test]
    fn spans_follow_the_clock_on_the_wall() {
        let zone = berlin();
        // A day back over the change to summer time has 23 hours.
        let now = utc("2026-03-29T10:00:00Z");
        assert_eq!(Span::days(1).before(now, &zone), utc("2026-03-28T11:00:00Z"));
        assert_eq!(Span::new(24, Period::Hour).before(now, &zone), utc("2026-03-28T10:00:00Z"));
        // 02:30 on 29 March does not exist, 02:30 on 25 October comes twice.
        assert_eq!(Span::days(1).before(utc("2026-03-30T00:30:00Z"), &zone), utc("2026-03-29T01:30:00Z"));
        assert_eq!(Span::days(1).before(utc("2026-10-26T01:30:00Z"), &zone), utc("2026-10-25T00:30:00Z"));
        // A month before the end of March is the end of February.
        assert_eq!(Span::new(1, Period::Month).before(utc("2026-03-31T10:00:00Z"), &zone), utc("2026-02-28T11:00:00Z"));
    }

    #[test]
    fn a_span_longer_than_the_calendar_does_no_harm() {
        let span = Span::new(u32::MAX, Period::Year);
        assert!(span.before(utc("2026-03-29T10:00:00Z"), &berlin()) < utc("0001-01-01T00:00:00Z"));
        assert_eq!(Span::days(1).before(DateTime::<Utc>::MIN_UTC, &berlin()), DateTime::<Utc>::MIN_UTC);
    }

    #[test]
    fn periods_are_those_of_the_calendar() {
        let zone = berlin();
        let same = |period: Period, one: &str, two: &str| {
            period.number(zone.local(utc(one))) == period.number(zone.local(utc(two)))
        };
        // The hour after two comes twice on 25 October.
        assert!(!same(Period::Hour, "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"));
        assert!(same(Period::Hour, "2026-10-25T00:00:00Z", "2026-10-25T00:59:59Z"));
        // Midnight in local time.
        assert!(same(Period::Day, "2026-07-01T22:00:00Z", "2026-07-02T21:59:59Z"));
        assert!(!same(Period::Day, "2026-07-01T21:59:59Z", "2026-07-01T22:00:00Z"));
        // ISO: the week of 1 January 2027 began on 28 December 2026.
        assert!(same(Period::Week, "2026-12-28T12:00:00Z", "2027-01-03T12:00:00Z"));
        assert!(!same(Period::Week, "2026-12-27T12:00:00Z", "2026-12-28T12:00:00Z"));
        assert!(!same(Period::Year, "2026-12-28T12:00:00Z", "2027-01-03T12:00:00Z"));
        assert!(same(Period::Month, "2026-07-01T00:00:00Z", "2026-07-31T21:00:00Z"));
    }
}
