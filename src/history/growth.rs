//! How fast something grows, told from its size on a number of days.

use chrono::{NaiveDate, TimeDelta};

use crate::model::Bytes;

/// Days with a record that a growth can be told from.
pub const LEAST_DAYS: usize = 5;
/// Days that must lie between the first and the last of them.
const LEAST_SPAN: i64 = 7;
/// Days ahead beyond which nothing is foretold.
const FARTHEST: i64 = 3_650;

/// How fast something grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    /// Bytes a day; negative for something that shrinks.
    pub per_day: i64,
    /// Days that it was told from.
    pub days: usize,
}

impl Growth {
    /// The growth that sizes on different days show: the median of what all pairs of days say (Theil–Sen), so that one
    /// large copy or one clean-up does not pass for a trend. `None` for too few days, or days too close to each other.
    #[must_use]
    pub fn of(sizes: impl IntoIterator<Item = (NaiveDate, Bytes)>) -> Option<Self> {
        let mut sizes: Vec<_> = sizes.into_iter().collect();
        sizes.sort_unstable();
        sizes.dedup_by_key(|(date, _)| *date);
        let span = sizes.last()?.0.signed_duration_since(sizes.first()?.0).num_days();
        if sizes.len() < LEAST_DAYS || span < LEAST_SPAN {
            return None;
        }
        let mut slopes: Vec<i64> = Vec::with_capacity(sizes.len() * (sizes.len() - 1) / 2);
        for (position, (later, size)) in sizes.iter().enumerate() {
            for (earlier, before) in &sizes[..position] {
                let days = i128::from(later.signed_duration_since(*earlier).num_days());
                let grown = i128::from(size.0) - i128::from(before.0);
                slopes.push(i64::try_from(grown / days).unwrap_or(0));
            }
        }
        let middle = slopes.len() / 2;
        let (_, median, _) = slopes.select_nth_unstable(middle);
        Some(Self { per_day: *median, days: sizes.len() })
    }

    /// The day on which what was `left` on the day `last` is used up, if it shrinks as fast as this. `None` if it does
    /// not shrink, or lasts for ten years.
    #[must_use]
    pub fn empty_by(self, last: NaiveDate, left: Bytes) -> Option<NaiveDate> {
        let per_day = u64::try_from(self.per_day.checked_neg()?).ok().filter(|per_day| *per_day > 0)?;
        let days = i64::try_from(left.0 / per_day).ok().filter(|days| *days < FARTHEST)?;
        last.checked_add_signed(TimeDelta::days(days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + TimeDelta::days(number)
    }

    #[test]
    fn a_clean_up_at_last_does_not_hide_the_growth() {
        let size = |number: i64| u64::try_from(1_000 + number * 10 - if number >= 17 { 40 } else { 0 }).unwrap();
        let growth = Growth::of((0..20).map(|number| (day(number), Bytes(size(number))))).unwrap();
        assert_eq!(growth.per_day, 10);
    }

    #[test]
    fn one_large_copy_is_no_trend() {
        let size = |number: i64| if number == 6 { 900_000 } else { 500 };
        let growth = Growth::of((0..14).map(|number| (day(number), Bytes(size(number))))).unwrap();
        assert_eq!(growth.per_day, 0);
    }

    #[test]
    fn too_little_is_known() {
        assert_eq!(Growth::of([]), None);
        assert_eq!(Growth::of((0..4).map(|number| (day(number * 9), Bytes(1)))), None);
        assert_eq!(Growth::of((0..7).map(|number| (day(number), Bytes(1)))), None);
        assert!(Growth::of((0..8).map(|number| (day(number), Bytes(1)))).is_some());
    }

    #[test]
    fn the_day_it_is_used_up() {
        let shrinks = Growth { per_day: -100, days: 8 };
        assert_eq!(shrinks.empty_by(day(0), Bytes(1_050)), Some(day(10)));
        assert_eq!(shrinks.empty_by(day(0), Bytes(0)), Some(day(0)));
        assert_eq!(Growth { per_day: 0, days: 8 }.empty_by(day(0), Bytes(10)), None);
        assert_eq!(Growth { per_day: 5, days: 8 }.empty_by(day(0), Bytes(10)), None);
        assert_eq!(Growth { per_day: -1, days: 8 }.empty_by(day(0), Bytes(u64::MAX)), None);
        assert_eq!(Growth { per_day: i64::MIN, days: 8 }.empty_by(day(0), Bytes(10)), None);
    }
}
