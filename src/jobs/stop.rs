//! The person's wish that a job stops.

use std::sync::atomic::{AtomicU8, Ordering};

/// When a job shall stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Stop {
    /// Before its next steps: those under way come to their end.
    BeforeNextStep = 1,
    /// Also in the middle of a step, where the hypervisor can leave everything as it was.
    Now = 2,
}

/// What was asked for so far. A wish grows, and is never taken back.
#[derive(Debug, Default)]
pub struct Wish(AtomicU8);

impl Wish {
    /// The person wants it to stop.
    pub fn ask(&self, stop: Stop) {
        self.0.fetch_max(stop as u8, Ordering::Relaxed);
    }

    /// Whether no further step shall begin.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= Stop::BeforeNextStep as u8
    }

    /// Whether the steps under way shall stop too.
    pub fn is_now(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= Stop::Now as u8
    }
}
