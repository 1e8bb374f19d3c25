//! Why a snapshot is kept, deleted, or cannot be deleted. Reasons are data; words come last.

use std::fmt;
use std::sync::Arc;

use super::pattern::Pattern;
use super::period::{Period, Span};
use crate::model::{Bytes, MachineState};
use crate::plan::Blocker;

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
        match self {
            Self::Pinned(reason) if reason.trim().is_empty() => out.write_str("pinned"),
            Self::Pinned(reason) => write!(out, "pinned (“{reason}”)"),
            Self::CurrentSnapshot => out.write_str("it is the current snapshot"),
            Self::ForkPoint { branches } => write!(out, "{} branches start here", count(*branches)),
            Self::Newest(1) => out.write_str("the newest"),
            Self::Newest(most) => write!(out, "one of the newest {most}"),
            Self::OnePer { period, only: true } => write!(out, "only one of its {}", period.word()),
            Self::OnePer { period, only: false } => write!(out, "the newest of its {}", period.word()),
            Self::NotOlderThan(span) => write!(out, "not older than {span}"),
            Self::NotOverLimits => out.write_str("the limits do not ask for it"),
            Self::TimeUnknown => out.write_str("nobody knows when it was taken"),
            Self::TimeInFuture => out.write_str("it claims to be taken in the future"),
            Self::NameUnlike(patterns) => {
                let patterns: Vec<String> = patterns.iter().map(ToString::to_string).collect();
                write!(out, "its name is not like {}", patterns.join(" or "))
            }
            Self::NameLeftOut(pattern) => write!(out, "its name is like {pattern}"),
            Self::NotTakenBySnapgrove => out.write_str("Snapgrove did not take it"),
            Self::EmptyRule => out.write_str("the rule says nothing"),
            Self::ByHand => out.write_str("chosen by hand"),
            Self::OlderThan(span) => write!(out, "older than {span}"),
            Self::NothingKeepsIt => out.write_str("none of those to keep"),
            Self::TooDeep { most } => write!(out, "its tree is more than {most} deep"),
            Self::TooLarge { most } => write!(out, "the machine's snapshots take more than {most}"),
            Self::MachineRuns(state) => write!(out, "its machine is {state}"),
            Self::NotPoweredOff(Some(state)) => write!(out, "its machine is {state}, not powered off"),
            Self::NotPoweredOff(None) => out.write_str("nobody knows whether its machine is powered off"),
            Self::Blocked(blocker) => blocked(blocker, out),
        }
    }
}

impl Reason {
    /// What the person can do about it, where it is not plain.
    #[must_use]
    pub fn way_out(&self) -> Option<String> {
        match self {
            Self::MachineRuns(_) => {
                Some("Shut the machine down, or let the rule work on running machines too.".to_owned())
            }
            Self::NotPoweredOff(_) => {
                Some("Shut the machine down, or let the rule work on machines in other states too.".to_owned())
            }
            Self::Blocked(blocker) => Some(blocker.way_out().to_owned()),
            _ => None,
        }
    }
}

/// The same as the blocker says, short enough for a table that has the snapshot's name beside it.
fn blocked(blocker: &Blocker, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    match blocker {
        Blocker::LinkedClone { machine, .. } => write!(out, "clone {machine} needs it"),
        Blocker::SeveralChildren { children, .. } => {
            write!(out, "{} branches go on from it", count(children.len()))
        }
        Blocker::CurrentWithChild { child, .. } => {
            write!(out, "it is the current snapshot, and “{child}” is below it")
        }
        Blocker::UnreadableMachine { machine, .. } => write!(out, "“{machine}” cannot be read and might need it"),
        Blocker::BadImage { image, problem } => write!(out, "{problem}: {}", image.display()),
        other => write!(out, "{other}"),
    }
}

/// Small numbers as words.
fn count(number: usize) -> String {
    match number {
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        _ => number.to_string(),
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
        out.write_str(match self {
            Self::Keep(_) => "kept",
            Self::Delete(_) => "delete",
            Self::Cannot(_) => "cannot",
        })?;
        for (number, reason) in self.reasons().iter().enumerate() {
            write!(out, "{} {reason}", if number == 0 { ":" } else { "," })?;
        }
        Ok(())
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
