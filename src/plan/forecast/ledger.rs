//! Space over time: what is freed, and the most that is needed at any moment, on each file system.

use std::collections::BTreeMap;

use crate::model::Bytes;

/// One file system's account. Bytes beyond what was occupied at the start; negative where there is more room.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Account {
    now: i64,
    peak: i64,
    insists: u64,
}

/// Space over time on all file systems. File systems that are not known count as one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger(BTreeMap<Option<u64>, Account>);

impl Ledger {
    /// A file grows.
    pub fn grow(&mut self, device: Option<u64>, bytes: u64) {
        let account = self.0.entry(device).or_default();
        account.now = account.now.saturating_add(signed(bytes));
        account.peak = account.peak.max(account.now);
    }

    /// A file goes.
    pub fn free(&mut self, device: Option<u64>, bytes: u64) {
        let account = self.0.entry(device).or_default();
        account.now = account.now.saturating_sub(signed(bytes));
    }

    /// The hypervisor wants to see this much room before it begins.
    pub fn insist(&mut self, device: Option<u64>, bytes: u64) {
        let account = self.0.entry(device).or_default();
        account.insists = account.insists.max(bytes);
    }

    /// What all file systems get back.
    pub fn frees(&self) -> i64 {
        self.0.values().fold(0_i64, |sum, account| sum.saturating_sub(account.now))
    }

    /// The peaks of all file systems together.
    pub fn needs(&self) -> Bytes {
        self.0.values().map(|account| Bytes(u64::try_from(account.peak).unwrap_or(0))).sum()
    }

    /// The largest amount that the hypervisor insists on.
    pub fn insists(&self) -> Bytes {
        Bytes(self.0.values().map(|account| account.insists).max().unwrap_or(0))
    }

    /// Each file system with its peak, and with what the hypervisor insists on.
    pub fn accounts(&self) -> impl Iterator<Item = (Option<u64>, Bytes, Bytes)> {
        let bytes = |peak: i64| Bytes(u64::try_from(peak).unwrap_or(0));
        self.0.iter().map(move |(device, account)| (*device, bytes(account.peak), Bytes(account.insists)))
    }

    /// What is free on a file system now, if `free` were free at the start.
    pub fn room(&self, device: Option<u64>, free: Bytes) -> Bytes {
        let used = self.0.get(&device).map_or(0, |account| account.now);
        Bytes(u64::try_from(i128::from(free.0) - i128::from(used)).unwrap_or(0))
    }

    /// Adds what happens after this.
    pub fn append(&mut self, next: &Self) {
        for (device, account) in &next.0 {
            let own = self.0.entry(*device).or_default();
            own.peak = own.peak.max(own.now.saturating_add(account.peak));
            own.now = own.now.saturating_add(account.now);
            own.insists = own.insists.max(account.insists);
        }
    }
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_what_is_needed_at_once() {
        let mut first = Ledger::default();
        first.free(Some(1), 30);
        first.grow(Some(1), 100);
        first.free(Some(1), 100);
        first.grow(Some(2), 7);
        assert_eq!((first.frees(), first.needs()), (30 - 7, Bytes(70 + 7)));
        let mut second = Ledger::default();
        second.grow(Some(1), 120);
        second.free(Some(1), 200);
        first.append(&second);
        assert_eq!((first.frees(), first.needs()), (110 - 7, Bytes(90 + 7)));
        assert_eq!(first.room(Some(1), Bytes(5)), Bytes(115));
    }
}
