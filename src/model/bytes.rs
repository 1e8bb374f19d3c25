//! Amounts of storage.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

use serde::{Deserialize, Serialize};

use crate::text;

/// An amount of storage in bytes. Shown in decimal units (1 GB = 10⁹ bytes) with at most three
/// significant digits; [`Bytes::exact`] gives every digit.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bytes(pub u64);

impl Bytes {
    /// Nothing at all.
    pub const ZERO: Self = Self(0);

    /// Every digit, in groups of three: `48,312,345,678 bytes`.
    #[must_use]
    pub fn exact(self) -> String {
        text!("bytes", count = self.0)
    }

    /// This amount as a share of `whole`, from 0 to 1; 0 when `whole` is nothing.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a share is drawn, never summed")]
    pub fn share_of(self, whole: Self) -> f32 {
        if whole.0 == 0 { 0.0 } else { (self.0 as f64 / whole.0 as f64) as f32 }
    }
}

impl fmt::Display for Bytes {
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown of the sixteen that are kept")]
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 1000 {
            return out.pad(&self.exact());
        }
        let mut amount = self.0 as f64 / 1e3;
        let mut unit = "KB";
        for larger in ["MB", "GB", "TB", "PB", "EB"] {
            // 999.5 would be rounded to 1000.
            if amount < 999.5 {
                break;
            }
            amount /= 1e3;
            unit = larger;
        }
        let decimals = match amount {
            ..9.995 => 2,
            9.995..99.95 => 1,
            _ => 0,
        };
        let digits = format!("{amount:.decimals$}");
        let digits = if decimals > 0 { digits.trim_end_matches('0').trim_end_matches('.') } else { &digits };
        out.pad(&format!("{digits} {unit}"))
    }
}

impl Add for Bytes {
    type Output = Self;

    /// Sums stop at the largest amount instead of wrapping: sizes come from files that may lie.
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Bytes {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Bytes {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn three_significant_digits() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (999, "999 bytes"),
            (1_000, "1 KB"),
            (8_192, "8.19 KB"),
            (999_499, "999 KB"),
            (999_500, "1 MB"),
            (2_097_152, "2.1 MB"),
            (48_312_345_678, "48.3 GB"),
            (121_000_000_000, "121 GB"),
            (3_350_000_000, "3.35 GB"),
            (999_960_000, "1 GB"),
            (u64::MAX, "18.4 EB"),
        ] {
            assert_eq!(Bytes(bytes).to_string(), text, "{bytes}");
        }
    }

    #[test]
    fn exact_has_every_digit() {
        assert_eq!(Bytes(48_312_345_678).exact(), "48,312,345,678 bytes");
        assert_eq!(Bytes(100).exact(), "100 bytes");
        assert_eq!(Bytes(1).exact(), "1 byte");
    }

    proptest! {
        #[test]
        fn the_shown_amount_is_within_half_a_percent(bytes in 1_000_u64..) {
            let text = Bytes(bytes).to_string();
            let (number, unit) = text.split_once(' ').unwrap();
            prop_assert!(number.chars().filter(char::is_ascii_digit).count() <= 3, "{}", text);
            let power = ["KB", "MB", "GB", "TB", "PB", "EB"].iter().position(|name| *name == unit).unwrap() + 1;
            let shown = number.parse::<f64>().unwrap() * 1000_f64.powi(i32::try_from(power).unwrap());
            #[expect(clippy::cast_precision_loss, reason = "half a percent is far above the loss")]
            let error = (shown - bytes as f64).abs() / bytes as f64;
            prop_assert!(error <= 0.0051, "{} shown as {}", bytes, text);
        }
    }
}
