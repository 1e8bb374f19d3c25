//! Moments as people write them: dates, days of the week, times of day.

use chrono::{DateTime, Datelike as _, Days, Local, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc, Weekday};

/// A moment as it was written; what it means depends on the present one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment(Written);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// With its distance from UTC.
    Exact(DateTime<Utc>),
    /// A date and a time of day by the clock on the wall.
    Date(NaiveDateTime),
    /// So many days ago, at a time of day.
    DaysAgo(u64, NaiveTime),
    /// The last such day of the week at this time that has passed.
    Last(Weekday, NaiveTime),
}

impl std::str::FromStr for Moment {
    type Err = String;

    /// Accepts “2026-10-05”, “2026-10-05 09:00”, “monday”, “Mon 09:00”, “today 09:00”, “yesterday 18:00” and RFC 3339. A day
    /// without a time is its beginning.
    fn from_str(text: &str) -> Result<Self, String> {
        let clean = text.trim();
        if let Ok(exact) = DateTime::parse_from_rfc3339(clean) {
            return Ok(Self(Written::Exact(exact.to_utc())));
        }
        let wrong = || {
            format!(
                "“{text}” is no moment: a day and perhaps a time are expected, such as “2026-10-05 09:00”, “monday 09:00” or \
                 “yesterday”"
            )
        };
        // Days of the week have a T of their own.
        let dated = clean.starts_with(|first: char| first.is_ascii_digit());
        let between = |one: char| one == ' ' || (dated && one == 'T');
        let (day, time) = clean.split_once(between).unwrap_or((clean, ""));
        let time = time.trim();
        let time = if time.is_empty() {
            NaiveTime::MIN
        } else {
            let read = NaiveTime::parse_from_str(time, "%H:%M");
            read.or_else(|_| NaiveTime::parse_from_str(time, "%H:%M:%S")).map_err(|_| wrong())?
        };
        Ok(Self(match day.to_lowercase().as_str() {
            "today" => Written::DaysAgo(0, time),
            "yesterday" => Written::DaysAgo(1, time),
            name => match (name.parse::<Weekday>(), NaiveDate::parse_from_str(day, "%Y-%m-%d")) {
                (Ok(weekday), _) => Written::Last(weekday, time),
                (_, Ok(date)) => Written::Date(date.and_time(time)),
                _ => return Err(wrong()),
            },
        }))
    }
}

impl Moment {
    /// What it means now, on this computer. `None` where clocks skip that time, or the calendar ends before.
    #[must_use]
    pub fn resolve(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.resolve_in(now, &Local)
    }

    fn resolve_in<Zone: TimeZone>(self, now: DateTime<Utc>, zone: &Zone) -> Option<DateTime<Utc>> {
        let today = now.with_timezone(zone).date_naive();
        // Where clocks go back, the first of the two times: nothing later than what was meant is gone back to.
        let at = |local: NaiveDateTime| zone.from_local_datetime(&local).earliest().map(|found| found.to_utc());
        match self.0 {
            Written::Exact(moment) => Some(moment),
            Written::Date(local) => at(local),
            Written::DaysAgo(days, time) => at(today.checked_sub_days(Days::new(days))?.and_time(time)),
            Written::Last(weekday, time) => {
                let since = u64::from(today.weekday().days_since(weekday));
                let this = at(today.checked_sub_days(Days::new(since))?.and_time(time))?;
                let before = || at(today.checked_sub_days(Days::new(since + 7))?.and_time(time));
                if this <= now { Some(this) } else { before() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::FixedOffset;

    #[test]
    fn moments_as_people_write_them() {
        // A Wednesday, 14:00 two hours east of Greenwich.
        let zone = FixedOffset::east_opt(7200).unwrap();
        let now = zone.with_ymd_and_hms(2026, 10, 7, 14, 0, 0).unwrap().to_utc();
        let read = |text: &str| {
            let moment = text.parse::<Moment>().ok()?.resolve_in(now, &zone)?;
            Some(moment.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string())
        };
        for (text, expected) in [
            ("2026-10-05", "2026-10-05 00:00"),
            ("2026-10-05 09:30", "2026-10-05 09:30"),
            ("2026-10-05T09:30", "2026-10-05 09:30"),
            ("2026-10-05T09:30:00Z", "2026-10-05 11:30"),
            ("monday 09:00", "2026-10-05 09:00"),
            ("Mon", "2026-10-05 00:00"),
            ("wed 13:59", "2026-10-07 13:59"),
            ("wed 14:01", "2026-09-30 14:01"),
            ("Thursday", "2026-10-01 00:00"),
            ("yesterday 18:00", "2026-10-06 18:00"),
            ("today 09:00", "2026-10-07 09:00"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for wrong in ["", "soon", "2026-13-05", "2026-10-05 25:00", "monday morning", "09:00"] {
            assert!(wrong.parse::<Moment>().is_err(), "{wrong}");
        }
    }
}
