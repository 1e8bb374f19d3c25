//! Why a snapshot is kept, deleted, or cannot be deleted. Reasons are data; words come last.

use std::fmt;
use std::sync::Arc;

use super::pattern::Pattern;
use super::period::{Period, Span};
use crate::model::{Bytes, MachineState};
use crate::plan::Blocker;
use crate::text;

/// Why a snapshot is kept, deleted, or cannot be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Kept: it is pinned, with what the person wrote.
    Pinned(Arc<str>),
    /// Kept: the current state descends from it.
    CurrentSnapshot,
    /// Kept: several branches start here, and it is on the current path.
    ForkPoint {
        /// How many.
        branches: usize,
    },
    /// Kept: one of the newest, of how many.
    Newest(u32),
    /// Kept for its period.
    OnePer {
        /// How long the period is.
        period: Period,
        /// Whether no other snapshot lies in it.
        only: bool,
    },
    /// Kept: not old enough.
    NotOlderThan(Span),
    /// Kept: the limits hold without deleting it, or deleting it would not help them.
    NotOverLimits,
    /// Kept: nobody knows when it was taken, and the rule goes by time.
    TimeUnknown,
    /// Kept: it claims to be taken in the future, and the rule goes by time.
    TimeInFuture,
    /// Kept: its name fits none of these.
    NameUnlike(Vec<Pattern>),
    /// Kept: its name fits this one, which is left out.
    NameLeftOut(Pattern),
    /// Kept: Snapgrove did not take it.
    NotTakenBySnapgrove,
    /// Kept: the rule says nothing.
    EmptyRule,
    /// Kept or deleted: the person says so.
    ByHand,
    /// Deleted: it is older.
    OlderThan(Span),
    /// Deleted: nothing that is to be kept is it.
    NothingKeepsIt,
    /// Deleted: its tree has too many levels.
    TooDeep {
        /// Levels allowed.
        most: u32,
    },
    /// Deleted: the snapshots of its machine add too much.
    TooLarge {
        /// What is allowed.
        most: Bytes,
    },
    /// Cannot: its machine runs, and the rule leaves such machines alone.
    MachineRuns(MachineState),
    /// Cannot: its machine is in this state, or in one that is not known, and the rule insists on machines that are
    /// powered off.
    NotPoweredOff(Option<MachineState>),
    /// Cannot: what stands against it.
    Blocked(Blocker),
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&match self {
            Self::Pinned(reason) if reason.trim().is_empty() => text!("retention-reason-pinned").to_owned(),
            Self::Pinned(reason) => text!("retention-reason-pinned-because", reason = reason),
            Self::CurrentSnapshot => text!("retention-reason-current").to_owned(),
            Self::ForkPoint { branches } => text!("retention-reason-fork", branches = *branches),
            Self::Newest(most) => text!("retention-reason-newest", count = *most),
            Self::OnePer { period, only: true } => text!("retention-reason-only-of", unit = period.word()),
            Self::OnePer { period, only: false } => text!("retention-reason-newest-of", unit = period.word()),
            Self::NotOlderThan(span) => text!("retention-reason-not-older", span = span.to_string()),
            Self::NotOverLimits => text!("retention-reason-not-over-limits").to_owned(),
            Self::TimeUnknown => text!("retention-reason-time-unknown").to_owned(),
            Self::TimeInFuture => text!("retention-reason-time-in-future").to_owned(),
            Self::NameUnlike(patterns) => {
                let names = patterns.iter().map(ToString::to_string);
                let names = names.reduce(|before, last| text!("retention-or", before = before, last = last));
                text!("retention-reason-name-unlike", names = names.unwrap_or_default())
            }
            Self::NameLeftOut(pattern) => text!("retention-reason-name-left-out", name = pattern.to_string()),
            Self::NotTakenBySnapgrove => text!("retention-reason-not-own").to_owned(),
            Self::EmptyRule => text!("retention-reason-empty-rule").to_owned(),
            Self::ByHand => text!("retention-reason-by-hand").to_owned(),
            Self::OlderThan(span) => text!("retention-reason-older", span = span.to_string()),
            Self::NothingKeepsIt => text!("retention-reason-nothing-keeps-it").to_owned(),
            Self::TooDeep { most } => text!("retention-reason-too-deep", most = *most),
            Self::TooLarge { most } => text!("retention-reason-too-large", most = *most),
            Self::MachineRuns(state) => text!("retention-reason-runs", state = *state),
            Self::NotPoweredOff(Some(state)) => text!("retention-reason-not-powered-off", state = *state),
            Self::NotPoweredOff(None) => text!("retention-reason-state-unknown").to_owned(),
            Self::Blocked(blocker) => blocked(blocker),
        })
    }
}

impl Reason {
    /// What the person can do about it, where it is not plain.
    #[must_use]
    pub fn way_out(&self) -> Option<&'static str> {
        match self {
            Self::MachineRuns(_) => Some(text!("retention-way-out-runs")),
            Self::NotPoweredOff(_) => Some(text!("retention-way-out-not-powered-off")),
            Self::Blocked(blocker) => Some(blocker.way_out()),
            _ => None,
        }
    }
}

/// The same as the blocker says, short enough for a table that has the snapshot's name beside it.
fn blocked(blocker: &Blocker) -> String {
    match blocker {
        Blocker::LinkedClone { machine, .. } => text!("retention-blocked-clone", machine = machine),
        Blocker::SeveralChildren { children, .. } => text!("retention-blocked-children", branches = children.len()),
        Blocker::CurrentWithChild { child, .. } => text!("retention-blocked-current", child = child),
        Blocker::UnreadableMachine { machine, .. } => text!("retention-blocked-unreadable", machine = machine),
        Blocker::BadImage { image, problem } => {
            text!("retention-blocked-image", problem = problem, image = image.display())
        }
        other => other.to_string(),
    }
}

/// What becomes of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It stays, for all these reasons.
    Keep(Vec<Reason>),
    /// It goes, for all these reasons.
    Delete(Vec<Reason>),
    /// It should go, and cannot.
    Cannot(Reason),
}

impl Decision {
    /// Whether it goes.
    #[must_use]
    pub fn deletes(&self) -> bool {
        matches!(self, Self::Delete(_))
    }

    /// Its reasons, the strongest first.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        match self {
            Self::Keep(reasons) | Self::Delete(reasons) => reasons,
            Self::Cannot(reason) => std::slice::from_ref(reason),
        }
    }
}

impl fmt::Display for Decision {
    /// “kept: only one of its week”.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reasons: Vec<String> = self.reasons().iter().map(ToString::to_string).collect();
        let reasons = reasons.join(text!("list-separator"));
        out.write_str(&match self {
            Self::Keep(_) => text!("retention-kept", reasons = reasons),
            Self::Delete(_) => text!("retention-delete", reasons = reasons),
            Self::Cannot(_) => text!("retention-cannot", reasons = reasons),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_in_words() {
        let clone = Blocker::LinkedClone { subject: "base".to_owned(), machine: "db-replica".to_owned() };
        for (decision, text) in [
            (Decision::Keep(vec![Reason::OnePer { period: Period::Week, only: true }]), "kept: only one of its week"),
            (Decision::Keep(vec![Reason::Pinned("before the audit".into())]), "kept: pinned (“before the audit”)"),
            (Decision::Keep(vec![Reason::ForkPoint { branches: 2 }]), "kept: two branches start here"),
            (Decision::Keep(vec![Reason::Pinned("".into()), Reason::Newest(3)]), "kept: pinned, one of the newest 3"),
            (Decision::Delete(vec![Reason::OlderThan(Span::days(90))]), "delete: older than 90 days"),
            (Decision::Cannot(Reason::Blocked(clone)), "cannot: clone db-replica needs it"),
            (Decision::Cannot(Reason::MachineRuns(MachineState::Running)), "cannot: its machine is running"),
            (
                Decision::Cannot(Reason::NotPoweredOff(Some(MachineState::Saved))),
                "cannot: its machine is saved, not powered off",
            ),
        ] {
            assert_eq!(decision.to_string(), text);
        }
    }
}
