//! How long a step will still take: from bytes and a rate that is learnt, corrected while the step goes on.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::status::TimeLeft;

/// Slowest and fastest rate that is expected before anything was learnt, in bytes per second: a hard disk that seeks,
/// and what a merge in VirtualBox reached in memory.
const SLOW: f64 = 50e6;
const FAST: f64 = 1.5e9;
/// How far the rate of the next step may be from the one that was learnt: runs differed five times on one computer.
const SPREAD: f64 = 2.5;
/// Share of a new measurement in the learnt rate.
const WEIGHT: f64 = 0.4;
/// Shorter steps, and those that move less, teach nothing.
const LEAST_TIME: Duration = Duration::from_millis(200);
const LEAST_BYTES: u64 = 10_000_000;

/// The rate at which this computer has carried steps out, in bytes read and written per second.
#[derive(Debug, Default)]
pub struct Rate(Mutex<Option<f64>>);

impl Rate {
    /// Learns from a step that has ended.
    #[expect(clippy::cast_precision_loss, reason = "a rate is an estimate")]
    pub fn learn(&self, bytes: u64, time: Duration) {
        if time < LEAST_TIME || bytes < LEAST_BYTES {
            return;
        }
        let measured = bytes as f64 / time.as_secs_f64();
        let mut rate = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *rate = Some(rate.map_or(measured, |known| known + WEIGHT * (measured - known)));
    }

    /// Slowest and fastest rate to expect.
    fn range(&self) -> (f64, f64) {
        let rate = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rate.map_or((SLOW, FAST), |rate| (rate / SPREAD, rate * SPREAD))
    }
}

/// How long a step will still take, of which this share is done after this time. `bytes` is what it reads and writes
/// in all; `None` where nothing is known.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "an estimate")]
pub fn time_left(rate: &Rate, bytes: Option<u64>, done: f32, elapsed: Duration) -> Option<TimeLeft> {
    /// Less than this says nothing of the speed yet.
    const LEAST_DONE: f64 = 0.01;
    let done = f64::from(done).clamp(0.0, 1.0);
    let by_progress = (done > LEAST_DONE).then(|| elapsed.as_secs_f64() * (1.0 - done) / done);
    let by_rate = bytes.map(|bytes| {
        let (slow, fast) = rate.range();
        let rest = bytes as f64 * (1.0 - done);
        (rest / fast, rest / slow)
    });
    let (from, to) = match (by_progress, by_rate) {
        (None, None) => return None,
        (None, Some(range)) => range,
        // What has been seen counts the more the more of it there is, and is given a spread that shrinks.
        (Some(left), known) => {
            let spread = 1.0 + 0.5 * (1.0 - done);
            let (from, to) = (left / spread, left * spread);
            match known {
                Some((fast, slow)) if done < 0.5 => {
                    let weight = done * 2.0;
                    (fast + (from - fast) * weight, slow + (to - slow) * weight)
                }
                _ => (from, to),
            }
        }
    };
    Some(TimeLeft { from: seconds(from), to: seconds(to) })
}

fn seconds(seconds: f64) -> Duration {
    /// Thirty days: longer is as good as unknown.
    const MOST: f64 = 30.0 * 86_400.0;
    Duration::try_from_secs_f64(seconds.clamp(0.0, MOST)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_at_first_that_becomes_narrow() {
        let rate = Rate::default();
        let bytes = Some(10_000_000_000);
        let width = |left: TimeLeft| left.to.as_secs_f64() / left.from.as_secs_f64();
        let first = time_left(&rate, bytes, 0.0, Duration::ZERO).unwrap();
        let middle = time_left(&rate, bytes, 0.3, Duration::from_secs(30)).unwrap();
        let last = time_left(&rate, bytes, 0.9, Duration::from_secs(90)).unwrap();
        assert!(width(first) > width(middle) && width(middle) > width(last));
        assert!(last.from <= Duration::from_secs(10) && Duration::from_secs(10) <= last.to);
    }

    #[test]
    fn what_was_learnt_narrows_the_first_range() {
        let rate = Rate::default();
        rate.learn(5_000, Duration::from_secs(100));
        let unknown = time_left(&rate, Some(1_000_000_000), 0.0, Duration::ZERO).unwrap();
        rate.learn(1_000_000_000, Duration::from_secs(10));
        let known = time_left(&rate, Some(1_000_000_000), 0.0, Duration::ZERO).unwrap();
        assert!(unknown.to < known.to, "a slow computer was taken for a usual one");
        assert!(known.from <= Duration::from_secs(10) && Duration::from_secs(10) <= known.to);
        assert_eq!(time_left(&rate, None, 0.0, Duration::from_secs(3)), None);
    }
}
