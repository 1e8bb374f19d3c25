//! When something is started: every hour, day, week or month.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike as _, Days, Local, Months, NaiveDateTime, TimeDelta, TimeZone, Timelike as _, Utc, Weekday,
};
use serde::{Deserialize, Serialize};

/// How often something is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Every hour, at the minute.
    Hour,
    /// Every day.
    Day,
    /// Every week, on this day.
    Week(Weekday),
    /// On the first of every month.
    Month,
}

/// A time of day by the clock on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct At {
    /// From 0 to 23.
    pub hour: u32,
    /// From 0 to 59.
    pub minute: u32,
}

impl FromStr for At {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let time = chrono::NaiveTime::parse_from_str(text.trim(), "%H:%M");
        let time = time.map_err(|_| format!("“{text}” is no time of day: 09:00 is expected"))?;
        Ok(Self { hour: time.hour(), minute: time.minute() })
    }
}

impl fmt::Display for At {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}:{:02}", self.hour, self.minute)
    }
}

/// When something is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// How often.
    pub every: Every,
    /// At which time; of every hour, the minute counts.
    pub at: At,
}

impl fmt::Display for When {
    /// “every day at 09:00”.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.every {
            Every::Hour => write!(out, "every hour at {:02} minutes past", self.at.minute),
            Every::Day => write!(out, "every day at {}", self.at),
            Every::Week(weekday) => write!(out, "every {} at {}", name_of(weekday), self.at),
            Every::Month => write!(out, "on the first of every month at {}", self.at),
        }
    }
}

/// “Monday”.
pub(super) fn name_of(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

impl When {
    /// The next time by the calendar of this computer.
    #[must_use]
    pub fn next(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.next_in(now, &Local)
    }

    fn next_in<Zone: TimeZone>(&self, now: DateTime<Utc>, zone: &Zone) -> Option<DateTime<Utc>> {
        /// More than any two starts lie apart, in periods: a time that clocks skip is passed over.
        const TRIES: u32 = 4;
        let local = now.with_timezone(zone).naive_local();
        let first = self.first_of_this_period(local)?;
        (0..TRIES).find_map(|number| {
            let at = self.later(first, number)?;
            let at = zone.from_local_datetime(&at).earliest()?.to_utc();
            (at > now).then_some(at)
        })
    }

    fn first_of_this_period(&self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        let date = local.date();
        let date = match self.every {
            Every::Hour | Every::Day => date,
            Every::Week(weekday) => date.checked_sub_days(Days::new(u64::from(date.weekday().days_since(weekday))))?,
            Every::Month => date.with_day(1)?,
        };
        let hour = if self.every == Every::Hour { local.hour() } else { self.at.hour };
        date.and_hms_opt(hour, self.at.minute, 0)
    }

    fn later(&self, first: NaiveDateTime, number: u32) -> Option<NaiveDateTime> {
        match self.every {
            Every::Hour => first.checked_add_signed(TimeDelta::hours(number.into())),
            Every::Day => first.checked_add_days(Days::new(number.into())),
            Every::Week(_) => first.checked_add_days(Days::new(u64::from(number) * 7)),
            Every::Month => first.checked_add_months(Months::new(number)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::FixedOffset;

    #[test]
    fn the_next_time_by_the_calendar() {
        // A Wednesday, 14:30 two hours east of Greenwich.
        let zone = FixedOffset::east_opt(7200).unwrap();
        let now = zone.with_ymd_and_hms(2026, 12, 30, 14, 30, 0).unwrap().to_utc();
        for (every, at, expected) in [
            (Every::Hour, "09:45", "2026-12-30 14:45"),
            (Every::Hour, "09:30", "2026-12-30 15:30"),
            (Every::Day, "09:00", "2026-12-31 09:00"),
            (Every::Day, "18:00", "2026-12-30 18:00"),
            (Every::Week(Weekday::Wed), "14:30", "2027-01-06 14:30"),
            (Every::Week(Weekday::Thu), "09:00", "2026-12-31 09:00"),
            (Every::Week(Weekday::Mon), "09:00", "2027-01-04 09:00"),
            (Every::Month, "09:00", "2027-01-01 09:00"),
        ] {
            let when = When { every, at: at.parse().unwrap() };
            let next = when.next_in(now, &zone).unwrap().with_timezone(&zone);
            assert_eq!(next.format("%Y-%m-%d %H:%M").to_string(), expected, "{when}");
        }
        assert!("25:00".parse::<At>().is_err() && "nine".parse::<At>().is_err());
    }
}
