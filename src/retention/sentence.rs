//! Rules as sentences.

use std::fmt;

use super::rule::{Filter, Keep, Rule, Scope, Trigger};
use crate::words;

impl fmt::Display for Rule {
    /// “Delete snapshots older than 90 days, but keep the newest 3, one per week for 2 months and one per month for a year;
    /// never pinned ones”. What follows from the usual protection of the current snapshot and of forks is not said; what
    /// a rule permits beyond it is.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return out.pad("Delete nothing");
        }
        let mut text = "Delete ".to_owned();
        text.push_str(&self.subject());
        if !self.keep.is_empty() {
            let kept: Vec<String> = self.keep.iter().map(Keep::words).collect();
            text.push_str(", but keep ");
            text.push_str(&listed(&kept, "and"));
        }
        let also: Vec<String> = [
            (self.also_current_snapshot, "the current snapshot"),
            (self.also_fork_points, "forks of the current path"),
            (self.also_running_machines && !self.only_powered_off, "those of running machines"),
        ]
        .into_iter()
        .filter(|(also, _)| *also)
        .map(|(_, what)| what.to_owned())
        .collect();
        if !also.is_empty() {
            text.push_str("; also ");
            text.push_str(&listed(&also, "and"));
        }
        if self.only_powered_off {
            text.push_str("; only of machines that are powered off");
        }
        text.push_str("; never pinned ones");
        out.pad(&text)
    }
}

impl Rule {
    /// “snapshots named like “auto*” older than 90 days, and the oldest while a tree is more than 20 deep”.
    fn subject(&self) -> String {
        let ages: Vec<String> = self.when.iter().filter_map(Trigger::age).collect();
        let limits: Vec<String> = self.when.iter().filter_map(Trigger::limit).collect();
        let own = self.only.contains(&Filter::TakenBySnapgrove);
        let like: Vec<String> = self.only.iter().filter_map(|filter| filter.name_like(true)).collect();
        let unlike: Vec<String> = self.only.iter().filter_map(|filter| filter.name_like(false)).collect();
        let but = if like.is_empty() { "" } else { " but" };
        let by_limit_only = ages.is_empty() && !limits.is_empty();
        let oldest = if by_limit_only { "" } else { ", and the oldest" };
        [
            if by_limit_only { "the oldest " } else { "" }.to_owned(),
            if own { "snapshots taken by Snapgrove" } else { "snapshots" }.to_owned(),
            unless_empty(" named like ", &listed(&like, "or")),
            unless_empty(&format!("{but} not named like "), &listed(&unlike, "or")),
            self.scope.words(),
            unless_empty(" older than ", &listed(&ages, "or")),
            unless_empty(&format!("{oldest} while "), &listed(&limits, "or")),
        ]
        .concat()
    }
}

impl Scope {
    /// “ on 3 machines”, “ in the group “/lab””; nothing for all machines.
    fn words(&self) -> String {
        match self {
            Self::All => String::new(),
            Self::Machines(machines) => format!(" on {}", words::machines(machines.len())),
            Self::Groups(groups) if groups.is_empty() => " of no group".to_owned(),
            Self::Groups(groups) => {
                let word = if groups.len() == 1 { "group" } else { "groups" };
                let named: Vec<String> = groups.iter().map(|group| format!("“{group}”")).collect();
                format!(" in the {word} {}", listed(&named, "or"))
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
            Self::DeeperThan(depth) => Some(format!("a tree is more than {depth} deep")),
            Self::BytesOver(most) => Some(format!("a machine's snapshots take more than {most}")),
        }
    }
}

impl Filter {
    fn name_like(&self, like: bool) -> Option<String> {
        match self {
            Self::NameLike(pattern) if like => Some(pattern.to_string()),
            Self::NameNotLike(pattern) if !like => Some(pattern.to_string()),
            _ => None,
        }
    }
}

impl Keep {
    /// “the newest 3”, “one per week for 2 months”.
    fn words(&self) -> String {
        match self {
            Self::Newest(1) => "the newest".to_owned(),
            Self::Newest(count) => format!("the newest {count}"),
            Self::OnePer { period, during: Some(span) } => format!("one per {} for {span}", period.word()),
            Self::OnePer { period, during: None } => format!("one per {} for ever", period.word()),
        }
    }
}

fn unless_empty(before: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{before}{text}") }
}

/// “one, two and three”.
fn listed(all: &[String], and: &str) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
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
