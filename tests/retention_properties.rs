//! What holds for any rule on any machine.
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

mod retention_support;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::Datelike as _;
use proptest::prelude::*;
use retention_support::{DAY, HOUR, MB, Sketch, east, inventory, machine_key, now, snapshot_id};
use snapgrove::model::{Bytes, SnapshotId};
use snapgrove::pins::{Pins, SnapshotKey, TakenBySnapgrove};
use snapgrove::plan::{self, KnownImages};
use snapgrove::retention::{
    Choose, Decision, Decisions, Filter, Ground, Keep, Overrides, Pattern, Period, Reason, Rule, Span, Trigger,
};

/// A machine: forks, lying clocks, clones and missing images.
fn sketches() -> impl Strategy<Value = Sketch> {
    let node = (
        any::<prop::sample::Index>(),
        any::<bool>(),
        prop::option::weighted(0.9, (-3 * DAY)..(900 * DAY)),
        prop::sample::select(vec!["auto", "before", "release"]),
    );
    (
        prop::collection::vec(node, 0..14),
        prop::option::weighted(0.8, any::<prop::sample::Index>()),
        prop::collection::vec(any::<prop::sample::Index>(), 0..2),
        prop::collection::vec(any::<prop::sample::Index>(), 0..2),
    )
        .prop_map(|(nodes, current, clones, missing)| {
            let count = nodes.len();
            let mut sketch = Sketch::default();
            for (number, (parent, straight, age, name)) in nodes.into_iter().enumerate() {
                let parent = if straight {
                    number.checked_sub(1)
                } else {
                    Some(number).filter(|n| *n > 0).map(|n| parent.index(n))
                };
                sketch.parents.push(parent);
                sketch.ages.push(age.map(|age| age / HOUR * HOUR));
                sketch.names.push(name.to_owned());
            }
            if count > 0 {
                sketch.current = current.map(|current| current.index(count));
                sketch.clones = clones.into_iter().map(|clone| clone.index(count)).collect();
                sketch.missing = missing.into_iter().map(|missing| missing.index(count)).collect();
            }
            sketch
        })
}

/// As [`sketches`], without anything that only images know.
fn plain_sketches() -> impl Strategy<Value = Sketch> {
    sketches().prop_map(|sketch| Sketch { clones: Vec::new(), missing: Vec::new(), ..sketch })
}

fn periods() -> impl Strategy<Value = Period> {
    prop::sample::select(vec![Period::Hour, Period::Day, Period::Week, Period::Month, Period::Year])
}

fn rules() -> impl Strategy<Value = Rule> {
    let filter = prop_oneof![
        Just(Filter::NameLike(Pattern::new("*e*"))),
        Just(Filter::NameNotLike(Pattern::new("auto"))),
        Just(Filter::TakenBySnapgrove),
    ];
    let trigger = prop_oneof![
        (1..800_u32).prop_map(|days| Trigger::OlderThan(Span::days(days))),
        (0..8_u32).prop_map(Trigger::DeeperThan),
        (0..100_u64).prop_map(|size| Trigger::BytesOver(Bytes(size * MB))),
    ];
    let keep = prop_oneof![
        (0..4_u32).prop_map(Keep::Newest),
        (periods(), prop::option::of(1..800_u32))
            .prop_map(|(period, days)| Keep::OnePer { period, during: days.map(Span::days) }),
    ];
    (
        prop::collection::vec(filter, 0..2),
        prop::collection::vec(trigger, 0..3),
        prop::collection::vec(keep, 0..3),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(only, when, keep, also_current_snapshot, also_fork_points)| Rule {
            only,
            when,
            keep,
            also_current_snapshot,
            also_fork_points,
            ..Rule::default()
        })
}

/// Some numbers of snapshots, by bits.
fn chosen(sketch: &Sketch, bits: u32) -> Vec<usize> {
    (0..sketch.parents.len()).filter(|number| bits >> number & 1 == 1).collect()
}

fn key(number: usize) -> SnapshotKey {
    SnapshotKey::new(&machine_key(0), snapshot_id(number))
}

fn ground(sketch: &Sketch, pinned: u32, taken: u32, shuffle: u64) -> Ground {
    let mut pins = Pins::default();
    for number in chosen(sketch, pinned) {
        pins.pin(key(number), "", now());
    }
    let mut own = TakenBySnapgrove::default();
    for number in chosen(sketch, taken) {
        own.note(key(number));
    }
    Ground::new(&inventory(std::slice::from_ref(sketch), shuffle), &pins, &own, east())
}

fn by_number(sketch: &Sketch, decisions: &Decisions) -> Vec<Decision> {
    let machine = decisions.machine(&machine_key(0)).unwrap();
    (0..sketch.parents.len()).map(|number| machine.get(snapshot_id(number)).unwrap().clone()).collect()
}

fn decide(sketch: &Sketch, rule: &Rule) -> Vec<Decision> {
    by_number(sketch, &ground(sketch, 0, 0, 1).decide(rule, &Overrides::default(), now()))
}

/// A tree as the plainest of simulations: each snapshot knows its parent.
struct Tree {
    parents: HashMap<usize, Option<usize>>,
    current: Option<usize>,
}

impl Tree {
    fn of(sketch: &Sketch) -> Self {
        Self { parents: sketch.parents.iter().copied().enumerate().collect(), current: sketch.current }
    }

    fn is_legal(&self, number: usize) -> bool {
        let children = self.parents.values().filter(|parent| **parent == Some(number)).count();
        children == 0 || (children == 1 && self.current != Some(number))
    }

    fn delete(&mut self, number: usize) {
        let parent = self.parents.remove(&number).unwrap();
        for other in self.parents.values_mut().filter(|other| **other == Some(number)) {
            *other = parent;
        }
        if self.current == Some(number) {
            self.current = parent;
        }
    }

    /// Deletes what it can, in any order that `choose` likes. Returns what is left of `wanted`.
    fn delete_all(&mut self, mut wanted: Vec<usize>, mut choose: u64) -> Vec<usize> {
        loop {
            let legal: Vec<usize> = wanted.iter().copied().filter(|number| self.is_legal(*number)).collect();
            if legal.is_empty() {
                return wanted;
            }
            choose = choose.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let number = legal[usize::try_from(choose >> 33).unwrap() % legal.len()];
            self.delete(number);
            wanted.retain(|other| *other != number);
        }
    }

    fn depth(&self, mut number: usize) -> usize {
        let mut depth = 1;
        while let Some(parent) = self.parents[&number] {
            number = parent;
            depth += 1;
        }
        depth
    }
}

/// The machine when these are gone.
fn without(sketch: &Sketch, gone: &[usize]) -> Sketch {
    let mut tree = Tree::of(sketch);
    for number in gone.iter().rev() {
        tree.delete(*number);
    }
    let mut left: Vec<usize> = tree.parents.keys().copied().collect();
    left.sort_unstable();
    let place = |number: usize| left.binary_search(&number).unwrap();
    Sketch {
        parents: left.iter().map(|number| tree.parents[number].map(place)).collect(),
        ages: left.iter().map(|number| sketch.ages[*number]).collect(),
        names: left.iter().map(|number| sketch.names[*number].clone()).collect(),
        current: tree.current.map(place),
        ..Sketch::default()
    }
}

fn deleted(decisions: &[Decision]) -> Vec<usize> {
    (0..decisions.len()).filter(|number| decisions[*number].deletes()).collect()
}

/// Whether its clock is known and does not lie.
fn has_time(sketch: &Sketch, number: usize) -> bool {
    sketch.ages[number].is_some_and(|age| age >= -60)
}

/// The same order as newest first, by time; of the same time by depth and then by id.
fn newest_first(sketch: &Sketch) -> Vec<usize> {
    let tree = Tree::of(sketch);
    let mut numbers: Vec<usize> = (0..sketch.parents.len()).filter(|number| has_time(sketch, *number)).collect();
    numbers.sort_by_key(|number| {
        (sketch.ages[*number].unwrap(), std::cmp::Reverse(tree.depth(*number)), std::cmp::Reverse(*number))
    });
    numbers
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_rule_deletes_what_is_pinned(sketch in sketches(), rule in rules(), pinned: u32, taken: u32) {
        let decisions = ground(&sketch, pinned, taken, 1).decide(&rule, &Overrides::default(), now());
        let decisions = by_number(&sketch, &decisions);
        for number in chosen(&sketch, pinned) {
            prop_assert!(matches!(&decisions[number], Decision::Keep(reasons) if matches!(reasons[0], Reason::Pinned(_))));
        }
    }

    #[test]
    fn the_newest_stay(sketch in sketches(), rule in rules(), count in 1..5_u32) {
        let mut rule = rule;
        rule.keep.push(Keep::Newest(count));
        let decisions = decide(&sketch, &rule);
        for number in newest_first(&sketch).into_iter().take(count as usize) {
            prop_assert!(matches!(decisions[number], Decision::Keep(_)), "{} {:?}", number, decisions[number]);
        }
    }

    #[test]
    fn exactly_one_of_each_period_stays(sketch in plain_sketches(), period in periods()) {
        let rule = Rule {
            keep: vec![Keep::OnePer { period, during: None }],
            also_current_snapshot: true,
            also_fork_points: true,
            ..Rule::default()
        };
        let decisions = decide(&sketch, &rule);
        // Two hours east of Greenwich, by hand.
        let period_of = |number: usize| {
            let wall = now() - chrono::TimeDelta::seconds(sketch.ages[number].unwrap()) + chrono::TimeDelta::hours(2);
            let date = wall.date_naive();
            let monday = i64::from(date.num_days_from_ce()) - i64::from(date.weekday().num_days_from_monday());
            match period {
                Period::Hour => wall.timestamp() / HOUR,
                Period::Day => wall.timestamp() / DAY,
                Period::Week => monday,
                Period::Month => i64::from(date.year() * 12) + i64::from(date.month()),
                Period::Year => i64::from(date.year()),
            }
        };
        let mut expected: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for number in newest_first(&sketch) {
            expected.entry(period_of(number)).or_default().push(number);
        }
        for members in expected.values() {
            for (place, number) in members.iter().enumerate() {
                match &decisions[*number] {
                    Decision::Keep(reasons) => {
                        prop_assert_eq!(place, 0);
                        prop_assert_eq!(&reasons[..], &[Reason::OnePer { period, only: members.len() == 1 }]);
                    }
                    Decision::Delete(_) | Decision::Cannot(_) => prop_assert!(place > 0),
                }
            }
        }
    }

    #[test]
    fn what_a_rule_says_is_legal_in_whatever_order_it_is_done(
        sketch in plain_sketches(), rule in rules(), pinned: u32, taken: u32, by_hand: u32, with_care: u32, choose: u64,
    ) {
        let mut overrides = Overrides::default();
        for number in chosen(&sketch, by_hand & with_care) {
            overrides.set(key(number), Some(if choose >> number & 1 == 1 { Choose::Delete } else { Choose::Keep }));
        }
        let decisions = by_number(&sketch, &ground(&sketch, pinned, taken, 1).decide(&rule, &overrides, now()));
        // Any order that takes those below first, and many that do not, ends with all of them gone.
        let mut tree = Tree::of(&sketch);
        let mut below_first = deleted(&decisions);
        below_first.reverse();
        for number in below_first {
            prop_assert!(tree.is_legal(number), "{}", number);
            tree.delete(number);
        }
        for (number, decision) in decisions.iter().enumerate() {
            if matches!(decision, Decision::Cannot(_)) {
                prop_assert!(!tree.is_legal(number), "{} {}", number, decision);
            }
        }
        let left = Tree::of(&sketch).delete_all(deleted(&decisions), choose);
        prop_assert!(left.is_empty(), "{:?}", left);
    }

    #[test]
    fn the_planner_says_the_same(sketch in sketches(), rule in rules(), pinned: u32) {
        let inventory = inventory(std::slice::from_ref(&sketch), 1);
        let decisions = by_number(&sketch, &ground(&sketch, pinned, u32::MAX, 1).decide(&rule, &Overrides::default(), now()));
        let wanted: Vec<SnapshotId> = (0..decisions.len())
            .filter(|number| !matches!(decisions[*number], Decision::Keep(_)))
            .map(snapshot_id)
            .collect();
        let plan = plan::delete(&inventory, &machine_key(0), &wanted, &KnownImages::default());
        let clear: HashSet<SnapshotId> = plan
            .steps
            .iter()
            .filter(|step| step.blockers.is_empty())
            .filter_map(|step| step.step.snapshot())
            .collect();
        let decided: HashSet<SnapshotId> = deleted(&decisions).into_iter().map(snapshot_id).collect();
        prop_assert_eq!(clear, decided);
    }

    #[test]
    fn the_order_of_the_file_does_not_matter(
        sketch in sketches(), rule in rules(), pinned: u32, taken: u32, one in 1..u64::MAX, two in 1..u64::MAX,
    ) {
        let decide = |shuffle| {
            let ground = ground(&sketch, pinned, taken, shuffle);
            let decisions = by_number(&sketch, &ground.decide(&rule, &Overrides::default(), now()));
            // In words: snapshots without time below the same one are told in the order of the file.
            decisions.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        prop_assert_eq!(decide(one), decide(two));
    }

    #[test]
    fn limits_hold_or_it_is_said(sketch in sketches(), rule in rules(), most in 1..6_u32) {
        let mut rule = rule;
        rule.when.retain(|trigger| !matches!(trigger, Trigger::DeeperThan(_) | Trigger::BytesOver(_)));
        rule.when.push(Trigger::DeeperThan(most));
        let decisions = ground(&sketch, 0, 0, 1).decide(&rule, &Overrides::default(), now());
        let mut tree = Tree::of(&sketch);
        for number in deleted(&by_number(&sketch, &decisions)).into_iter().rev() {
            tree.delete(number);
        }
        let deepest = tree.parents.keys().map(|number| tree.depth(*number)).max().unwrap_or(0);
        prop_assert_eq!(deepest <= most as usize, decisions.machines[0].notes.is_empty());
    }

    #[test]
    fn done_once_nothing_is_left_to_do(sketch in plain_sketches(), rule in rules()) {
        let mut rule = rule;
        rule.when.retain(|trigger| matches!(trigger, Trigger::OlderThan(_)));
        let gone = deleted(&decide(&sketch, &rule));
        let again = decide(&without(&sketch, &gone), &rule);
        prop_assert!(deleted(&again).is_empty(), "{:?} {:?}", gone, again);
    }

    #[test]
    fn a_rule_is_written_and_read_again(rule in rules()) {
        let text = ron::to_string(&rule).unwrap();
        prop_assert_eq!(ron::from_str::<Rule>(&text).unwrap(), rule);
    }
}
