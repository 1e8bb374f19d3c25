//! Where the time axis is marked, and with which words: years, months, days, hours, by zoom.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};

use super::axis::{DAY, Moment, SECOND};
use crate::text;
use crate::words::day_and_month;

/// Most marks of a row: no axis has room for more.
const MOST: usize = 400;

/// A mark of the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// Where.
    pub at: Moment,
    /// What is written there.
    pub label: String,
}

/// The marks of a stretch of time in two rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ticks {
    /// The fine ones, such as days.
    pub fine: Vec<Tick>,
    /// What they are part of, such as months. The first one begins before the stretch of time. Empty for
    /// years.
    pub coarse: Vec<Tick>,
}

/// The distance of two marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Seconds(u32),
    Minutes(u32),
    Hours(u32),
    Day,
    Week,
    Months(u32),
    Years(i32),
}

const STEPS: [Step; 22] = [
    Step::Seconds(1),
    Step::Seconds(5),
    Step::Seconds(15),
    Step::Minutes(1),
    Step::Minutes(5),
    Step::Minutes(15),
    Step::Minutes(30),
    Step::Hours(1),
    Step::Hours(3),
    Step::Hours(6),
    Step::Hours(12),
    Step::Day,
    Step::Week,
    Step::Months(1),
    Step::Months(3),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(50),
    Step::Years(100),
    Step::Years(1_000),
];

impl Step {
    /// About how long it is, in milliseconds.
    fn length(self) -> f64 {
        match self {
            Self::Seconds(count) => f64::from(count) * SECOND,
            Self::Minutes(count) => f64::from(count) * 60.0 * SECOND,
            Self::Hours(count) => f64::from(count) * 3_600.0 * SECOND,
            Self::Day => DAY,
            Self::Week => 7.0 * DAY,
            Self::Months(count) => f64::from(count) * 30.4 * DAY,
            Self::Years(count) => f64::from(count) * 365.25 * DAY,
        }
    }

    /// What marks of this distance are part of.
    fn coarse(self) -> Option<Self> {
        match self {
            Self::Seconds(_) | Self::Minutes(_) | Self::Hours(_) => Some(Self::Day),
            Self::Day | Self::Week => Some(Self::Months(1)),
            Self::Months(_) => Some(Self::Years(1)),
            Self::Years(_) => None,
        }
    }

    /// The last mark that is not after `moment`.
    fn floor(self, moment: NaiveDateTime) -> Option<NaiveDateTime> {
        let day = moment.date();
        let of_day = |seconds: u32| {
            let passed = moment.signed_duration_since(day.and_time(NaiveTime::MIN)).num_seconds();
            let marked = passed - passed.rem_euclid(i64::from(seconds));
            day.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::seconds(marked))
        };
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN);
        match self {
            Self::Seconds(count) => of_day(count),
            Self::Minutes(count) => of_day(count * 60),
            Self::Hours(count) => of_day(count * 3_600),
            Self::Day => Some(midnight(day)),
            Self::Week => day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).map(midnight),
            Self::Months(count) => {
                NaiveDate::from_ymd_opt(day.year(), day.month0() / count * count + 1, 1).map(midnight)
            }
            Self::Years(count) => NaiveDate::from_ymd_opt(day.year().div_euclid(count) * count, 1, 1).map(midnight),
        }
    }

    /// The mark after a mark.
    fn next(self, mark: NaiveDateTime) -> Option<NaiveDateTime> {
        match self {
            Self::Seconds(count) => mark.checked_add_signed(TimeDelta::seconds(count.into())),
            Self::Minutes(count) => mark.checked_add_signed(TimeDelta::minutes(count.into())),
            Self::Hours(count) => mark.checked_add_signed(TimeDelta::hours(count.into())),
            Self::Day => mark.checked_add_days(Days::new(1)),
            Self::Week => mark.checked_add_days(Days::new(7)),
            Self::Months(count) => mark.checked_add_months(Months::new(count)),
            Self::Years(count) => mark.checked_add_months(Months::new(u32::try_from(count).ok()? * 12)),
        }
    }

    /// What is written at a mark of the fine row.
    fn fine_label(self, mark: NaiveDateTime) -> String {
        match self {
            Self::Seconds(_) => mark.format("%H:%M:%S").to_string(),
            Self::Minutes(_) | Self::Hours(_) => mark.format("%H:%M").to_string(),
            Self::Day | Self::Week => day_and_month(&mark),
            Self::Months(_) => text!("timeline-month", month = mark.month()),
            Self::Years(_) => text!("timeline-year", year = mark.year().to_string()),
        }
    }

    /// What is written at a mark of the coarse row.
    fn coarse_label(self, mark: NaiveDateTime) -> String {
        let year = mark.year().to_string();
        match self {
            Self::Months(_) => text!("timeline-month-of-year", month = mark.month(), year = year),
            Self::Years(_) => text!("timeline-year", year = year),
            _ => text!("timeline-day", day = mark.day(), month = mark.month(), year = year),
        }
    }
}

/// The marks between two moments in a time zone, the fine ones at least `least` milliseconds apart.
#[must_use]
pub fn ticks<Zone: TimeZone>(zone: &Zone, from: Moment, to: Moment, least: f64) -> Ticks {
    let step = STEPS.into_iter().find(|step| step.length() >= least).unwrap_or(Step::Years(1_000));
    let fine = row(zone, from, to, step, Step::fine_label);
    let coarse = step.coarse().map(|step| row(zone, from, to, step, Step::coarse_label)).unwrap_or_default();
    Ticks { fine, coarse }
}

/// The marks of one distance, from the last one before `from` on.
fn row<Zone: TimeZone>(
    zone: &Zone,
    from: Moment,
    to: Moment,
    step: Step,
    label: fn(Step, NaiveDateTime) -> String,
) -> Vec<Tick> {
    let Some(start) = DateTime::from_timestamp_millis(from) else { return Vec::new() };
    let start = step.floor(start.with_timezone(zone).naive_local());
    let marks = std::iter::successors(start, |mark| step.next(*mark)).take(MOST);
    // A mark within the hour that is skipped in spring does not exist.
    let ticks = marks.filter_map(|mark| {
        let at = zone.from_local_datetime(&mark).earliest()?.timestamp_millis();
        Some(Tick { at, label: label(step, mark) })
    });
    ticks.take_while(|tick| tick.at <= to).collect()
}
