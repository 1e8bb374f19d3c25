//! Rules as sentences. The clauses are messages, and the sentence is one that says where each of them stands: languages
//! put them in another order.

use std::fmt;

use super::rule::{Filter, Keep, Rule, Scope, Trigger};
use crate::text;

impl fmt::Display for Rule {
    /// “Delete snapshots older than 90 days, but keep the newest 3, one per week for 2 months and one per month for a year;
    /// never pinned ones”. What follows from the usual protection of the current snapshot and of forks is not said; what
    /// a rule permits beyond it is.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return out.pad(text!("retention-rule-nothing"));
        }
        let own = if self.only.contains(&Filter::TakenBySnapgrove) { text!("retention-clause-own") } else { "" };
        let (like, unlike) = self.names();
        let ages = one_of(self.when.iter().filter_map(Trigger::age));
        let limits = one_of(self.when.iter().filter_map(Trigger::limit));
        let scope = self.scope.clause();
        let kept = all_of(self.keep.iter().map(ToString::to_string));
        let kept = kept.map_or_else(String::new, |kept| text!("retention-clause-kept", kept = kept));
        let also = self.also();
        let off = if self.only_powered_off { text!("retention-clause-powered-off") } else { "" };
        let sentence = match (ages, limits) {
            (None, Some(limits)) => text!(
                "retention-rule-of-limits",
                own = own,
                like = like,
                unlike = unlike,
                scope = scope,
                limits = limits,
                kept = kept,
                also = also,
                off = off
            ),
            (ages, limits) => text!(
                "retention-rule",
                own = own,
                like = like,
                unlike = unlike,
                scope = scope,
                age = ages.map_or_else(String::new, |ages| text!("retention-clause-age", spans = ages)),
                limits = limits.map_or_else(String::new, |limits| text!("retention-clause-limits", limits = limits)),
                kept = kept,
                also = also,
                off = off
            ),
        };
        out.pad(&sentence)
    }
}

impl Rule {
    /// “ named like “auto*””, and “ but not named like “*release*””.
    fn names(&self) -> (String, String) {
        let like = one_of(self.only.iter().filter_map(|filter| match filter {
            Filter::NameLike(pattern) => Some(pattern.to_string()),
            Filter::NameNotLike(_) | Filter::TakenBySnapgrove => None,
        }));
        let unlike = one_of(self.only.iter().filter_map(|filter| match filter {
            Filter::NameNotLike(pattern) => Some(pattern.to_string()),
            Filter::NameLike(_) | Filter::TakenBySnapgrove => None,
        }));
        let others = if like.is_some() { "yes" } else { "no" };
        let unlike = unlike.map(|names| text!("retention-clause-unlike", names = names, like = others));
        let like = like.map(|names| text!("retention-clause-like", names = names));
        (like.unwrap_or_default(), unlike.unwrap_or_default())
    }

    /// “; also the current snapshot and those of running machines”.
    fn also(&self) -> String {
        let permitted = [
            self.also_current_snapshot.then(|| text!("retention-also-current")),
            self.also_fork_points.then(|| text!("retention-also-forks")),
            (self.also_running_machines && !self.only_powered_off).then(|| text!("retention-also-running")),
        ];
        let permitted = all_of(permitted.into_iter().flatten().map(str::to_owned));
        permitted.map_or_else(String::new, |what| text!("retention-clause-also", what = what))
    }
}

impl Scope {
    /// “ on 3 machines”, “ in the group “/lab””; nothing for all machines.
    fn clause(&self) -> String {
        match self {
            Self::All => String::new(),
            Self::Machines(machines) => text!("retention-clause-machines", count = machines.len()),
            Self::Groups(groups) => {
                let named = one_of(groups.iter().map(|group| text!("retention-group", group = group)));
                text!("retention-clause-groups", count = groups.len(), groups = named.unwrap_or_default())
            }
        }
    }
}

impl Trigger {
    /// “90 days”.
    fn age(&self) -> Option<String> {
        match self {
            Self::OlderThan(span) => Some(span.to_string()),
            Self::DeeperThan(_) | Self::BytesOver(_) => None,
        }
    }

    /// “a tree is more than 20 deep”.
    fn limit(&self) -> Option<String> {
        match self {
            Self::OlderThan(_) => None,
            Self::DeeperThan(most) => Some(text!("retention-limit-levels", most = *most)),
            Self::BytesOver(most) => Some(text!("retention-limit-bytes", most = *most)),
        }
    }
}

impl fmt::Display for Keep {
    /// “the newest 3”, “one per week for 2 months”.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::Newest(count) => text!("retention-keep-newest", count = *count),
            Self::OnePer { period, during: Some(span) } => {
                text!("retention-keep-one-per", unit = period.word(), span = span.to_string())
            }
            Self::OnePer { period, during: None } => text!("retention-keep-one-per-for-ever", unit = period.word()),
        };
        out.pad(&words)
    }
}

/// “one, two and three”; `None` if there are none.
fn all_of(all: impl Iterator<Item = String>) -> Option<String> {
    listed(all, |before, last| text!("retention-and", before = before, last = last))
}

/// “one, two or three”; `None` if there are none.
fn one_of(all: impl Iterator<Item = String>) -> Option<String> {
    listed(all, |before, last| text!("retention-or", before = before, last = last))
}

fn listed(all: impl Iterator<Item = String>, with_last: impl Fn(&str, &str) -> String) -> Option<String> {
    let all: Vec<String> = all.collect();
    match all.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [before @ .., last] => Some(with_last(&before.join(text!("list-names")), last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Bytes;
    use crate::retention::{Pattern, Period, Span};

    #[test]
    fn rules_are_sentences() {
        let day = Span::days;
        let months = |count| Some(Span::new(count, Period::Month));
        let full = Rule {
            when: vec![Trigger::OlderThan(day(90))],
            keep: vec![
                Keep::Newest(3),
                Keep::OnePer { period: Period::Week, during: months(2) },
                Keep::OnePer { period: Period::Month, during: Some(Span::new(1, Period::Year)) },
            ],
            ..Rule::default()
        };
        assert_eq!(
            full.to_string(),
            "Delete snapshots older than 90 days, but keep the newest 3, one per week for 2 months and one per month for \
             a year; never pinned ones"
        );
        let named = Rule {
            scope: Scope::Groups(vec!["/lab".to_owned()]),
            only: vec![
                Filter::TakenBySnapgrove,
                Filter::NameLike(Pattern::new("auto*")),
                Filter::NameLike(Pattern::new("before*")),
                Filter::NameNotLike(Pattern::new("*release*")),
            ],
            when: vec![
                Trigger::OlderThan(Span::new(1, Period::Week)),
                Trigger::DeeperThan(20),
                Trigger::BytesOver(Bytes(50_000_000_000)),
            ],
            also_current_snapshot: true,
            also_running_machines: true,
            ..Rule::default()
        };
        assert_eq!(
            named.to_string(),
            "Delete snapshots taken by Snapgrove named like “auto*” or “before*” but not named like “*release*” in the group \
             “/lab” older than a week, and the oldest while a tree is more than 20 deep or a machine's snapshots take more \
             than 50 GB; also the current snapshot and those of running machines; never pinned ones"
        );
        let limit = Rule { when: vec![Trigger::DeeperThan(20)], keep: vec![Keep::Newest(1)], ..Rule::default() };
        assert_eq!(
            limit.to_string(),
            "Delete the oldest snapshots while a tree is more than 20 deep, but keep the newest; never pinned ones"
        );
        let off = Rule { when: vec![Trigger::OlderThan(day(9))], only_powered_off: true, ..Rule::default() };
        assert_eq!(
            off.to_string(),
            "Delete snapshots older than 9 days; only of machines that are powered off; never pinned ones"
        );
        let all = Rule { keep: vec![Keep::OnePer { period: Period::Year, during: None }], ..Rule::default() };
        assert_eq!(all.to_string(), "Delete snapshots, but keep one per year for ever; never pinned ones");
        assert_eq!(Rule::default().to_string(), "Delete nothing");
    }
}
