//! What a rule says of each snapshot of one machine, before anybody asks whether it can be done.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::facts::{MachineFacts, SnapshotFacts};
use super::pattern::{Matcher, Pattern};
use super::period::{CLOCK_TOLERANCE, Period, Span, Zone};
use super::reason::Reason;
use super::rule::{Filter, Keep, Rule, Trigger};
use crate::model::{Bytes, SnapshotIndex};

/// A rule made ready for many machines.
#[derive(Debug)]
pub(super) struct ReadyRule<'a> {
    pub rule: &'a Rule,
    now: DateTime<Utc>,
    like: Vec<(&'a Pattern, Matcher)>,
    unlike: Vec<(&'a Pattern, Matcher)>,
    only_own: bool,
    /// The shortest of the ages, and the moment that lies so long ago.
    age: Option<(Span, DateTime<Utc>)>,
    keep: Vec<ReadyKeep>,
    /// Levels allowed.
    pub most_levels: Option<u32>,
    /// What the snapshots of a machine may add.
    pub most_bytes: Option<Bytes>,
}

#[derive(Debug, Clone, Copy)]
enum ReadyKeep {
    Newest(u32),
    OnePer { period: Period, since: DateTime<Utc> },
}

/// What a rule says of one snapshot.
#[derive(Debug, Clone, Default)]
pub(super) struct Wish {
    /// Whether the rule looks at it at all.
    pub candidate: bool,
    /// Why it stays; empty if nothing says so.
    pub keep: Vec<Reason>,
    /// Why it goes; empty if nothing says so. What keeps it is stronger.
    pub delete: Vec<Reason>,
}

impl Wish {
    /// Whether a limit may choose it.
    pub(super) fn is_open(&self) -> bool {
        self.candidate && self.keep.is_empty() && self.delete.is_empty()
    }

    /// Whether the person chose.
    fn is_by_hand(&self) -> bool {
        self.keep.contains(&Reason::ByHand) || self.delete.contains(&Reason::ByHand)
    }

    /// Whether it is to go.
    pub(super) fn deletes(&self) -> bool {
        self.keep.is_empty() && !self.delete.is_empty()
    }
}

impl<'a> ReadyRule<'a> {
    pub(super) fn new(rule: &'a Rule, now: DateTime<Utc>, zone: &Zone) -> Self {
        let mut ready = Self {
            rule,
            now,
            like: Vec::new(),
            unlike: Vec::new(),
            only_own: false,
            age: None,
            keep: Vec::new(),
            most_levels: None,
            most_bytes: None,
        };
        for filter in &rule.only {
            match filter {
                Filter::NameLike(pattern) => ready.like.push((pattern, Matcher::new(pattern))),
                Filter::NameNotLike(pattern) => ready.unlike.push((pattern, Matcher::new(pattern))),
                Filter::TakenBySnapgrove => ready.only_own = true,
            }
        }
        for trigger in &rule.when {
            match trigger {
                Trigger::OlderThan(span) => {
                    let moment = span.before(now, zone);
                    if ready.age.is_none_or(|(_, other)| moment > other) {
                        ready.age = Some((*span, moment));
                    }
                }
                Trigger::DeeperThan(most) => {
                    ready.most_levels = Some(ready.most_levels.map_or(*most, |other| other.min(*most)));
                }
                Trigger::BytesOver(most) => {
                    ready.most_bytes = Some(ready.most_bytes.map_or(*most, |other| other.min(*most)));
                }
            }
        }
        ready.keep.extend(rule.keep.iter().map(|keep| match keep {
            Keep::Newest(count) => ReadyKeep::Newest(*count),
            Keep::OnePer { period, during } => {
                let since = during.map_or(DateTime::<Utc>::MIN_UTC, |span| span.before(now, zone));
                ReadyKeep::OnePer { period: *period, since }
            }
        }));
        ready
    }

    /// What the rule says of each snapshot, but for forks and limits. Runs parallel to the tree.
    pub(super) fn wishes(&self, machine: &MachineFacts) -> Vec<Wish> {
        let mut wishes: Vec<Wish> = machine.snapshots.iter().map(|snapshot| self.filter(snapshot)).collect();
        self.protect(machine, &mut wishes);
        self.keep_some(machine, &mut wishes);
        for (wish, snapshot) in wishes.iter_mut().zip(&machine.snapshots) {
            self.go_by_time(snapshot, wish);
        }
        wishes
    }

    fn filter(&self, snapshot: &SnapshotFacts) -> Wish {
        let mut keep = Vec::new();
        if self.rule.is_empty() {
            keep.push(Reason::EmptyRule);
        }
        if self.only_own && !snapshot.taken_by_snapgrove {
            keep.push(Reason::NotTakenBySnapgrove);
        }
        let name = &snapshot.lowercase_name;
        if !self.like.is_empty() && !self.like.iter().any(|(_, matcher)| matcher.fits(name)) {
            keep.push(Reason::NameUnlike(self.like.iter().map(|(pattern, _)| (*pattern).clone()).collect()));
        }
        let left_out = self.unlike.iter().find(|(_, matcher)| matcher.fits(name));
        keep.extend(left_out.map(|(pattern, _)| Reason::NameLeftOut((*pattern).clone())));
        Wish { candidate: keep.is_empty(), keep, delete: Vec::new() }
    }

    fn protect(&self, machine: &MachineFacts, wishes: &mut [Wish]) {
        let Some(tree) = machine.machine.as_ref().map(|machine| &machine.tree) else { return };
        for (((index, _), facts), wish) in tree.iter().zip(&machine.snapshots).zip(wishes) {
            if tree.current() == Some(index) && !self.rule.also_current_snapshot {
                wish.keep.insert(0, Reason::CurrentSnapshot);
            }
            if let Some(pin) = &facts.pin {
                wish.keep.insert(0, Reason::Pinned(pin.clone()));
            }
        }
    }

    /// Keeps forks of the current path: those from which more than one branch goes on when all that is to go is gone.
    /// The current state is a branch too.
    pub(super) fn protect_forks(&self, machine: &MachineFacts, wishes: &mut [Wish]) {
        let Some(tree) = machine.machine.as_ref().map(|machine| &machine.tree) else { return };
        if self.rule.also_fork_points {
            return;
        }
        let mut branches = vec![0_usize; tree.len()];
        for index in &machine.post_order {
            let at = index.position();
            branches[at] += usize::from(tree.current() == Some(*index));
            let (facts, wish) = (&machine.snapshots[at], &mut wishes[at]);
            if facts.on_current_path && branches[at] > 1 && !wish.is_by_hand() {
                let strong = |reason: &&Reason| matches!(reason, Reason::Pinned(_) | Reason::CurrentSnapshot);
                let place = wish.keep.iter().take_while(strong).count();
                wish.keep.insert(place, Reason::ForkPoint { branches: branches[at] });
            }
            let stays = !wish.deletes() || facts.blocker.is_some();
            if let Some(parent) = tree.parent(*index) {
                branches[parent.position()] += usize::from(stays || branches[at] > 0);
            }
        }
    }

    /// Those with a time that is not in the future, the newest first.
    fn timed<'m>(&self, machine: &'m MachineFacts) -> impl Iterator<Item = (SnapshotIndex, &'m SnapshotFacts)> {
        let now = self.now;
        let known = machine.newest_first.iter().map(|index| (*index, &machine.snapshots[index.position()]));
        known.filter(move |(_, snapshot)| snapshot.taken_at.is_some_and(|at| !is_in_future(at, now)))
    }

    fn keep_some(&self, machine: &MachineFacts, wishes: &mut [Wish]) {
        for keep in &self.keep {
            match *keep {
                ReadyKeep::Newest(count) => {
                    let candidates = self.timed(machine).filter(|(index, _)| wishes[index.position()].candidate);
                    let newest: Vec<SnapshotIndex> = candidates.take(count as usize).map(|(index, _)| index).collect();
                    for index in newest {
                        wishes[index.position()].keep.push(Reason::Newest(count));
                    }
                }
                ReadyKeep::OnePer { period, since } => self.keep_one_per(machine, wishes, period, since),
            }
        }
    }

    fn keep_one_per(&self, machine: &MachineFacts, wishes: &mut [Wish], period: Period, since: DateTime<Utc>) {
        // The newest of each period, and whether it is the only one.
        let mut periods: BTreeMap<(i64, i32), (SnapshotIndex, bool)> = BTreeMap::new();
        for (index, snapshot) in self.timed(machine).filter(|(index, _)| wishes[index.position()].candidate) {
            let Some(local) = snapshot.local else { continue };
            let recent = snapshot.taken_at.is_some_and(|at| at >= since);
            let number = period.number(local);
            match periods.get_mut(&number) {
                Some((_, only)) => *only = false,
                None if recent => {
                    periods.insert(number, (index, true));
                }
                None => {}
            }
        }
        for (index, only) in periods.into_values() {
            wishes[index.position()].keep.push(Reason::OnePer { period, only });
        }
    }

    fn go_by_time(&self, snapshot: &SnapshotFacts, wish: &mut Wish) {
        if !wish.candidate {
            return;
        }
        match snapshot.taken_at {
            None if self.rule.needs_times() => wish.keep.push(Reason::TimeUnknown),
            Some(at) if self.rule.needs_times() && is_in_future(at, self.now) => wish.keep.push(Reason::TimeInFuture),
            _ if self.rule.when.is_empty() => wish.delete.push(Reason::NothingKeepsIt),
            Some(at) => {
                let older = self.age.filter(|(_, moment)| at < *moment);
                wish.delete.extend(older.map(|(span, _)| Reason::OlderThan(span)));
            }
            None => {}
        }
    }

    /// Why a snapshot stays that nothing else speaks of.
    pub(super) fn why_not(&self) -> Reason {
        match self.age {
            Some((span, _)) => Reason::NotOlderThan(span),
            None => Reason::NotOverLimits,
        }
    }
}

fn is_in_future(at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    at.signed_duration_since(now) > CLOCK_TOLERANCE
}
