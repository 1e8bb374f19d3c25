//! What a clean-up rule consists of.

use serde::{Deserialize, Serialize};

use super::pattern::Pattern;
use super::period::{Period, Span};
use crate::model::{Bytes, MachineKey};

/// Which snapshots to delete. Its `Display` is a sentence that says all of it.
///
/// A rule looks at the snapshots that meet all of `only`. Of these it wants to delete those that any of `when` names, or all
/// if `when` is empty; but none that any of `keep` names. A rule in which all three are empty deletes nothing. Whatever
/// they say, a rule never deletes a pinned snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word that the person adds to the sentence or not")]
pub struct Rule {
    /// What the person calls it.
    pub name: String,
    /// On which machines.
    pub scope: Scope,
    /// What a snapshot must be for the rule to look at it. Of several [`Filter::NameLike`] one is enough; all others must
    /// hold.
    pub only: Vec<Filter>,
    /// When it goes: one is enough.
    pub when: Vec<Trigger>,
    /// What stays nevertheless.
    pub keep: Vec<Keep>,
    /// Whether the current snapshot may go too.
    pub also_current_snapshot: bool,
    /// Whether snapshots of the current path from which several branches go on may go too.
    pub also_fork_points: bool,
    /// Whether it also works on machines that run.
    pub also_running_machines: bool,
    /// Whether it works on machines only that are powered off: not on saved or aborted ones either, nor where the state
    /// is not known. Stronger than `also_running_machines`.
    pub only_powered_off: bool,
}

/// On which machines a rule works.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// On all of them.
    #[default]
    All,
    /// On these.
    Machines(Vec<MachineKey>),
    /// On those in any of these groups, such as `/lab`, and in the groups within.
    Groups(Vec<String>),
}

/// What a snapshot must be for a rule to look at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Filter {
    /// Its name fits.
    NameLike(Pattern),
    /// Its name does not fit.
    NameNotLike(Pattern),
    /// Snapgrove took it.
    TakenBySnapgrove,
}

/// When a snapshot goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trigger {
    /// It was taken longer ago than this.
    OlderThan(Span),
    /// As long as its tree has more levels than this, the oldest of each path that is too long. Ends of branches stay.
    DeeperThan(u32),
    /// As long as the snapshots of its machine add more than this, the oldest of them. What counts is what each snapshot adds,
    /// without base images.
    BytesOver(Bytes),
}

/// What stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Keep {
    /// The newest of the machine, this many.
    Newest(u32),
    /// The newest of each period.
    OnePer {
        /// How long each period is.
        period: Period,
        /// How far back; `None` for ever.
        during: Option<Span>,
    },
}

impl Rule {
    /// Name of [`Rule::careful`].
    pub const CAREFUL: &str = "Careful";
    /// Name of [`Rule::balanced`].
    pub const BALANCED: &str = "Balanced";
    /// Name of [`Rule::thorough`].
    pub const THOROUGH: &str = "Thorough";

    /// Whether it says nothing, and therefore deletes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.only.is_empty() && self.when.is_empty() && self.keep.is_empty()
    }

    /// Whether a snapshot must have a time for the rule to delete it.
    pub(super) fn needs_times(&self) -> bool {
        !self.when.is_empty() || !self.keep.is_empty()
    }

    /// Made with more care than the others: what to offer to somebody who deletes for the first time.
    #[must_use]
    pub fn careful() -> Self {
        Self {
            name: Self::CAREFUL.to_owned(),
            when: vec![Trigger::OlderThan(Span::new(1, Period::Year))],
            keep: vec![
                Keep::Newest(5),
                Keep::OnePer { period: Period::Week, during: Some(Span::new(6, Period::Month)) },
                Keep::OnePer { period: Period::Month, during: Some(Span::new(2, Period::Year)) },
                Keep::OnePer { period: Period::Year, during: None },
            ],
            ..Self::default()
        }
    }

    /// What suits most machines.
    #[must_use]
    pub fn balanced() -> Self {
        Self {
            name: Self::BALANCED.to_owned(),
            when: vec![Trigger::OlderThan(Span::days(90))],
            keep: vec![
                Keep::Newest(3),
                Keep::OnePer { period: Period::Week, during: Some(Span::new(6, Period::Month)) },
                Keep::OnePer { period: Period::Month, during: Some(Span::new(1, Period::Year)) },
            ],
            ..Self::default()
        }
    }

    /// For full disks: little is kept, and trees stay shallow.
    #[must_use]
    pub fn thorough() -> Self {
        Self {
            name: Self::THOROUGH.to_owned(),
            when: vec![Trigger::OlderThan(Span::days(14)), Trigger::DeeperThan(10)],
            keep: vec![
                Keep::Newest(2),
                Keep::OnePer { period: Period::Week, during: Some(Span::new(1, Period::Month)) },
            ],
            ..Self::default()
        }
    }

    /// The three rules that everybody finds: careful, balanced, thorough.
    #[must_use]
    pub fn presets() -> [Self; 3] {
        [Self::careful(), Self::balanced(), Self::thorough()]
    }
}

impl Scope {
    /// Whether a machine with these groups belongs to it.
    #[must_use]
    pub fn includes(&self, machine: &MachineKey, groups: &[std::sync::Arc<str>]) -> bool {
        match self {
            Self::All => true,
            Self::Machines(machines) => machines.contains(machine),
            Self::Groups(wanted) => groups.iter().any(|group| wanted.iter().any(|wanted| is_within(group, wanted))),
        }
    }
}

/// Whether a group is another one or lies within it.
fn is_within(group: &str, wanted: &str) -> bool {
    let wanted = wanted.trim_end_matches('/');
    group.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConnectionId, MachineId};

    #[test]
    fn groups_hold_those_within() {
        let key = MachineKey { connection: ConnectionId::new("sandbox"), machine: MachineId(uuid::Uuid::from_u128(1)) };
        let scope = |group: &str| Scope::Groups(vec![group.to_owned()]);
        let groups = ["/lab/web".into()];
        for (group, inside) in
            [("/lab", true), ("/lab/", true), ("/lab/web", true), ("/la", false), ("/lab/web/x", false)]
        {
            assert_eq!(scope(group).includes(&key, &groups), inside, "{group}");
        }
        assert!(!Scope::Groups(Vec::new()).includes(&key, &groups));
        assert!(!Scope::Machines(Vec::new()).includes(&key, &groups));
        assert!(Scope::Machines(vec![key.clone()]).includes(&key, &[]));
    }
}
