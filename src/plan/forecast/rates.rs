//! From bytes to time.

use std::{fmt, time};

use super::Forecast;
use crate::model::Bytes;
use crate::text;

/// How long something takes, as a range: disks differ more than any model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration {
    /// At least.
    pub low: time::Duration,
    /// At most, as far as can be told.
    pub high: time::Duration,
}

impl fmt::Display for Duration {
    /// “2 to 9 s”, “1 to 4 min”.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = |seconds: f64| match seconds {
            ..90.0 => (seconds, "s"),
            90.0..5400.0 => (seconds / 60.0, "min"),
            _ => (seconds / 3600.0, "h"),
        };
        let (high, word) = unit(self.high.as_secs_f64().max(1.0).ceil());
        let (low, low_word) = unit(self.low.as_secs_f64());
        if high.ceil() <= 1.0 && word == "s" {
            return out.pad(text!("time-about-a-second"));
        }
        let (low, high) = (format!("{:.0}", low.round()), format!("{:.0}", high.ceil()));
        out.pad(&match (low_word == word, low == "0", low == high) {
            (true, false, false) => text!("time-between", low = low, high = high, unit = word),
            (true, false, true) => text!("time-about", high = high, unit = word),
            _ => text!("time-up-to", high = high, unit = word),
        })
    }
}

/// How quickly this computer reads and writes images.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    /// Bytes read in a second, when it goes slowly and when it goes quickly.
    read: (f64, f64),
    /// Bytes written in a second, when it goes slowly and when it goes quickly.
    write: (f64, f64),
    /// Seconds that every step takes besides, at least and at most.
    step: (f64, f64),
}

/// Nobody waits longer than this for an estimate to be of use; also keeps odd rates from overflowing.
const LONGEST_SECONDS: f64 = 1e7;
/// The share of what was believed before that stays when a measurement comes in.
const INERTIA: f64 = 0.5;
/// A correction never leaves this factor around the defaults' range: one odd step must not spoil all that follow.
const SLOWEST: f64 = 1e6;
const QUICKEST: f64 = 2e10;
/// How far the real pace may lie from the measured one. Merges of VirtualBox 7.2 on one computer spread
/// by a factor of five from run to run.
const SPREAD: f64 = 2.2;

impl Default for Rates {
    /// Measured with VirtualBox 7.2: merges run at 244 to 1930 MiB/s on a disk of 1.1 GB/s, with 0.1 to 1.1
    /// seconds for each step. The slow end is that of a hard disk.
    fn default() -> Self {
        Self { read: (120e6, 1.2e9), write: (80e6, 900e6), step: (0.1, 1.1) }
    }
}

impl Rates {
    /// How long `steps` steps of this forecast take together.
    #[must_use]
    pub fn duration(&self, forecast: &Forecast, steps: usize) -> Duration {
        let seconds = |read: f64, write: f64, step: f64| {
            let steps = f64::from(u32::try_from(steps).unwrap_or(u32::MAX));
            let sum = amount(forecast.reads) / read + amount(forecast.writes) / write + step * steps;
            time::Duration::from_secs_f64(sum.clamp(0.0, LONGEST_SECONDS))
        };
        Duration {
            low: seconds(self.read.1, self.write.1, self.step.0),
            high: seconds(self.read.0, self.write.0, self.step.1),
        }
    }

    /// Learns from work that was done: `read` and `written` bytes in `elapsed`. Too little work says nothing.
    pub fn learn(&mut self, read: Bytes, written: Bytes, elapsed: time::Duration) {
        let middle = |range: (f64, f64)| (range.0 * range.1).sqrt();
        let (read_rate, write_rate) = (middle(self.read), middle(self.write));
        let expected = amount(read) / read_rate + amount(written) / write_rate;
        let real = elapsed.as_secs_f64() - self.step.0;
        // Under a fifth of a second, starting programs takes longer than the work.
        if expected <= 0.0 || real < 0.2 {
            return;
        }
        let factor = (expected / real).powf(INERTIA);
        let around = |rate: f64| {
            let rate = (rate * factor).clamp(SLOWEST, QUICKEST);
            (rate / SPREAD, rate * SPREAD)
        };
        self.read = around(read_rate);
        self.write = around(write_rate);
    }
}

#[expect(clippy::cast_precision_loss, reason = "an estimate of time needs no more than a few digits")]
fn amount(bytes: Bytes) -> f64 {
    bytes.0 as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_measured_narrows_the_range() {
        let forecast = Forecast { reads: Bytes(10_000_000_000), writes: Bytes(5_000_000_000), ..Forecast::NOTHING };
        let mut rates = Rates::default();
        let before = rates.duration(&forecast, 1);
        for _ in 0..8 {
            rates.learn(Bytes(2_000_000_000), Bytes(1_000_000_000), time::Duration::from_secs(20));
        }
        let after = rates.duration(&forecast, 1);
        assert!(before.low < before.high && after.low < after.high);
        assert!(after.high.as_secs() - after.low.as_secs() < before.high.as_secs() * 3, "{after:?}");
        // Five times the work of the 20 seconds.
        assert!(after.low.as_secs() < 100 && after.high.as_secs() > 100, "{after:?}");
    }

    #[test]
    fn nothing_to_do_and_nothing_learnt() {
        let mut rates = Rates::default();
        rates.learn(Bytes(0), Bytes(0), time::Duration::from_secs(5));
        rates.learn(Bytes(1 << 40), Bytes(0), time::Duration::ZERO);
        assert_eq!(rates, Rates::default());
        assert_eq!(rates.duration(&Forecast::NOTHING, 0).high, time::Duration::ZERO);
    }
}
