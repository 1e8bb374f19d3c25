//! Whether the host's disks have room for an order of deletions.

use std::path::Path;
use std::sync::Arc;

use super::run::Done;
use crate::model::{Bytes, HostDisk, Inventory};
use crate::plan::Blocker;
use crate::plan::check::disk_of;
use crate::plan::forecast::Ledger;

/// What must stay free besides, at least: settings files are written too, and a full disk destroys them.
const LEAST_MARGIN: u64 = 8 << 20;
/// The part of what is needed that must be free on top of it.
const MARGIN_PART: u64 = 16;

/// The host's disks.
pub(super) struct Rooms<'a> {
    disks: &'a [HostDisk],
    /// The one that the machine's folder is on, for files of which it is not known.
    usual: Option<&'a HostDisk>,
}

impl<'a> Rooms<'a> {
    pub(super) fn new(inventory: &'a Inventory, settings_file: &Path) -> Self {
        Self { disks: &inventory.host_disks, usual: disk_of(inventory, settings_file) }
    }

    fn disk(&self, device: Option<u64>) -> Option<&'a HostDisk> {
        match device {
            Some(device) => self.disks.iter().find(|disk| disk.device == device),
            None => self.usual,
        }
    }

    /// What stands against each step.
    pub(super) fn check(&self, done: &[Done]) -> Vec<Vec<Blocker>> {
        let mut before = Ledger::default();
        let mut blockers = Vec::with_capacity(done.len());
        for one in done {
            blockers.push(if one.work.known { self.check_step(&before, &one.work.ledger) } else { Vec::new() });
            before.append(&one.work.ledger);
        }
        blockers
    }

    fn check_step(&self, before: &Ledger, step: &Ledger) -> Vec<Blocker> {
        let mut found = Vec::new();
        for (device, needs, insists) in step.accounts() {
            let Some(disk) = self.disk(device) else { continue };
            let free = before.room(device, disk.free);
            let wanted = with_margin(needs);
            if wanted > free {
                found.push(Blocker::NoSpace { place: place(disk), needs: wanted, free });
            } else if insists > free {
                found.push(Blocker::InsistsOnSpace { insists, needs, free });
            }
        }
        found
    }

    /// Whether nothing stands against any step.
    pub(super) fn fit(&self, done: &[Done]) -> bool {
        self.check(done).iter().all(Vec::is_empty)
    }

    /// How much is missing, in bytes, at the worst step.
    pub(super) fn lack(&self, done: &[Done]) -> u64 {
        let missing = |blocker: &Blocker| match blocker {
            Blocker::NoSpace { needs, free, .. } => needs.0.saturating_sub(free.0),
            Blocker::InsistsOnSpace { insists, free, .. } => insists.0.saturating_sub(free.0),
            _ => 0,
        };
        self.check(done).iter().flatten().map(missing).max().unwrap_or(0)
    }

    /// The least free space of the disks concerned.
    pub(super) fn free_for(&self, done: &[Done]) -> Bytes {
        let devices = done.iter().flat_map(|one| one.work.ledger.accounts().map(|(device, ..)| device));
        let free = devices.filter_map(|device| self.disk(device)).map(|disk| disk.free);
        let least = free.min().unwrap_or(Bytes(u64::MAX));
        Bytes(least.0.saturating_sub(LEAST_MARGIN) / (MARGIN_PART + 1) * MARGIN_PART)
    }
}

fn place(disk: &HostDisk) -> Arc<Path> {
    disk.path.clone()
}

fn with_margin(needs: Bytes) -> Bytes {
    needs + Bytes(LEAST_MARGIN + needs.0 / MARGIN_PART)
}
