//! How long ago something was, in one unit a person would use.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::text;

/// The time between a moment and now, rounded down to one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// The moment lies more than a minute ahead of the clock.
    Future,
    /// Less than a minute.
    Now,
    /// 1 to 59 minutes.
    Minutes(i64),
    /// 1 to 47 hours.
    Hours(i64),
    /// 2 to 13 days.
    Days(i64),
    /// 2 to 12 weeks.
    Weeks(i64),
    /// 3 to 23 months of 30.44 days.
    Months(i64),
    /// 2 years and more.
    Years(i64),
}

impl Age {
    /// The age of `moment` as seen at `now`.
    #[must_use]
    pub fn between(moment: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let passed = now.signed_duration_since(moment);
        let days = passed.num_days();
        match passed.num_seconds() {
            ..-60 => Self::Future,
            -60..60 => Self::Now,
            60..3_600 => Self::Minutes(passed.num_minutes()),
            3_600..172_800 => Self::Hours(passed.num_hours()),
            _ if days < 14 => Self::Days(days),
            _ if days < 91 => Self::Weeks(days / 7),
            _ if days < 730 => Self::Months((days * 100 / 3_044).max(3)),
            _ => Self::Years((days * 100 / 36_525).max(2)),
        }
    }
}

impl fmt::Display for Age {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match *self {
            Self::Future => text!("age-future").to_owned(),
            Self::Now => text!("age-now").to_owned(),
            Self::Minutes(count) => text!("age-minutes", count = count),
            Self::Hours(count) => text!("age-hours", count = count),
            Self::Days(count) => text!("age-days", count = count),
            Self::Weeks(count) => text!("age-weeks", count = count),
            Self::Months(count) => text!("age-months", count = count),
            Self::Years(count) => text!("age-years", count = count),
        };
        out.pad(&words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn ages_in_the_unit_people_use() {
        let now = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        for (seconds, text) in [
            (-3_600, "in the future"),
            (-30, "just now"),
            (59, "just now"),
            (60, "1 minute ago"),
            (3_599, "59 minutes ago"),
            (3_600, "1 hour ago"),
            (172_799, "47 hours ago"),
            (172_800, "2 days ago"),
            (86_400 * 13, "13 days ago"),
            (86_400 * 14, "2 weeks ago"),
            (86_400 * 42, "6 weeks ago"),
            (86_400 * 90, "12 weeks ago"),
            (86_400 * 91, "3 months ago"),
            (86_400 * 430, "14 months ago"),
            (86_400 * 729, "23 months ago"),
            (86_400 * 730, "2 years ago"),
            (86_400 * 1_200, "3 years ago"),
        ] {
            assert_eq!(Age::between(now - TimeDelta::seconds(seconds), now).to_string(), text, "{seconds}");
        }
    }
}
