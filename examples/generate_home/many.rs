//! Many machines of the same kind, to measure with.

use chrono::{DateTime, TimeDelta, Utc};
use clap::ValueEnum;

use crate::machine::{Machine, Network};
use crate::random::Random;

/// How the snapshots hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// Each below the one before.
    Chain,
    /// Each below any earlier one.
    Bushy,
    /// Mostly a chain, with branches here and there.
    Mixed,
}

impl Shape {
    fn parent(self, position: usize, random: &mut Random) -> Option<usize> {
        let last = position.checked_sub(1)?;
        Some(match self {
            Self::Chain => last,
            Self::Mixed if random.below(5) > 0 => last,
            Self::Bushy | Self::Mixed => random.below(position),
        })
    }
}

/// A machine with `count` snapshots, taken over the last two years.
pub fn machine(number: usize, count: usize, shape: Shape, now: DateTime<Utc>, random: &mut Random) -> Machine {
    let mut machine = Machine::new(&format!("machine-{number:05}"), "Debian_64", now, random);
    machine.disk_gib = 1;
    machine.group = ["/Production", "/Lab"].get(number % 4).copied();
    let minutes = i64::try_from(count).unwrap_or(i64::MAX).max(1);
    let step = (2 * 365 * 24 * 60 / minutes).max(1);
    for position in 0..count {
        let parent = shape.parent(position, random);
        machine.hardware.memory_mib = [2048, 4096, 8192][position / 3 % 3];
        machine.hardware.network = [Network::Nat, Network::Bridged("enp3s0")][position / 5 % 2];
        let age = TimeDelta::minutes(step * (minutes - i64::try_from(position).unwrap_or(0)));
        let kibibytes = if random.below(3) == 0 { 4 } else { 0 };
        let name = format!("Snapshot {}", position + 1);
        let snapshot = machine.take(parent, &name, age, kibibytes, random);
        if random.below(4) == 0 {
            snapshot.describe("Before the update.\nAll services run, the backup of the night is complete.");
        }
    }
    machine.modified = random.below(2) == 0;
    machine
}
