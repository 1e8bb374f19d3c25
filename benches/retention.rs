//! How long it takes until a change of a clean-up rule is answered, on 1,000 machines with 10 snapshots each and on one with
//! 30,000; and to look at an inventory, which is done once.

#[path = "../tests/retention_support/mod.rs"]
mod retention_support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use retention_support::{HOUR, Sketch, ground, inventory, now};
use snapgrove::model::{Bytes, Inventory};
use snapgrove::pins::{Pins, TakenBySnapgrove};
use snapgrove::retention::{Filter, Ground, Keep, Overrides, Pattern, Period, Rule, Span, Trigger, Zone};

/// A trunk with a branch at every third snapshot, two or three days apart.
fn machine(count: usize, seed: usize) -> Sketch {
    let parent = |number: usize| number.checked_sub(if number % 3 == 2 { 2 } else { 1 });
    let age = |number: usize| i64::try_from((count - number) * 61 + seed % 50).ok().map(|hours| hours * HOUR);
    Sketch {
        parents: (0..count).map(parent).collect(),
        ages: (0..count).map(age).collect(),
        names: (0..count).map(|number| format!("before updates {number} of machine {seed}")).collect(),
        current: count.checked_sub(1),
        clones: if seed.is_multiple_of(20) { vec![count / 2] } else { Vec::new() },
        ..Sketch::default()
    }
}

fn house(machines: usize, snapshots: usize) -> Inventory {
    let sketches: Vec<Sketch> = (0..machines).map(|seed| machine(snapshots, seed)).collect();
    inventory(&sketches, 0)
}

fn rules() -> [(&'static str, Rule); 3] {
    let everything = Rule {
        only: vec![Filter::NameLike(Pattern::new("*before*machine*")), Filter::NameNotLike(Pattern::new("*release*"))],
        when: vec![Trigger::OlderThan(Span::days(7)), Trigger::DeeperThan(3), Trigger::BytesOver(Bytes(20_000_000))],
        keep: vec![
            Keep::Newest(2),
            Keep::OnePer { period: Period::Day, during: Some(Span::days(14)) },
            Keep::OnePer { period: Period::Week, during: Some(Span::days(60)) },
            Keep::OnePer { period: Period::Month, during: Some(Span::days(400)) },
            Keep::OnePer { period: Period::Year, during: None },
        ],
        also_fork_points: true,
        also_current_snapshot: true,
        ..Rule::default()
    };
    [("balanced", Rule::balanced()), ("thorough", Rule::thorough()), ("everything a rule can say", everything)]
}

fn change(criterion: &mut Criterion) {
    for (title, machines, snapshots) in
        [("1,000 machines with 10 snapshots", 1_000, 10), ("one machine with 30,000 snapshots", 1, 30_000)]
    {
        let ground = ground(&house(machines, snapshots));
        assert_eq!(ground.snapshot_count(), machines * snapshots);
        let mut group = criterion.benchmark_group(format!("a rule changes, {title}"));
        for (name, rule) in rules() {
            group.bench_function(name, |bencher| {
                bencher.iter(|| black_box(ground.decide(black_box(&rule), &Overrides::default(), now())).counts());
            });
        }
        group.finish();
    }
}

fn look(criterion: &mut Criterion) {
    let inventory = house(1_000, 10);
    let (pins, taken) = (Pins::default(), TakenBySnapgrove::default());
    criterion.bench_function("an inventory of 1,000 machines is looked at", |bencher| {
        bencher.iter(|| Ground::new(black_box(&inventory), &pins, &taken, Zone::of_this_computer()));
    });
}

criterion_group!(benches, change, look);
criterion_main!(benches);
