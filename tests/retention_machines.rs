//! One plan over many machines: what can be done is planned, and what cannot is told first.

mod retention_support;

use std::path::Path;
use std::sync::Arc;

use retention_support::{DAY, MB, Sketch, inventory_with, machine_key, now, snapshot_id, utc};
use snapgrove::model::{Bytes, HostDisk, Inventory, MachineKey, MachineState, SnapshotId, Step};
use snapgrove::naming::{Context, Template};
use snapgrove::pins::{Pins, SnapshotKey, TakenBySnapgrove};
use snapgrove::plan::machines::{
    AT_ONCE, Goal, LeftOut, Naming, WhyLeftOut, by_host_disk, delete_each, named, restore_each, take_each, targets,
    together,
};
use snapgrove::plan::{Blocker, Caution, Certainty, Forecast, Intent, KnownImages, Plan};
use snapgrove::retention::{Choose, Decision, Ground, Overrides, Pattern, Rule, Span, Trigger, clean_up};

fn nothing_known(_: &MachineKey) -> Arc<KnownImages> {
    Arc::default()
}

/// Three machines, and one that cannot be read. On the second, a linked clone rests on its first snapshot; the third is just
/// starting.
fn house() -> Inventory {
    let sketches = [
        Sketch::chain(&[90, 60, 30]).named(&["base", "before updates", "Monday"]),
        Sketch { clones: vec![0], ..Sketch::chain(&[90, 60, 30]).named(&["base", "before updates", "later"]) },
        Sketch { state: Some(MachineState::Transient), ..Sketch::chain(&[10]).named(&["monday"]) },
    ];
    let mut inventory = inventory_with(&sketches, 1, &[9]);
    inventory.host_disks =
        vec![HostDisk { device: 1, path: Path::new("/vms").into(), free: Bytes(500 * MB), size: Bytes(1000 * MB) }];
    inventory
}

fn all() -> Vec<MachineKey> {
    [0, 1, 2, 9].map(machine_key).to_vec()
}

fn told(left_out: &[LeftOut]) -> Vec<String> {
    left_out.iter().map(|one| format!("{}: {}", one.name, one.why)).collect()
}

fn steps(plan: &Plan) -> Vec<(MachineKey, Step)> {
    plan.steps.iter().map(|step| (step.machine.clone(), step.step.clone())).collect()
}

fn delete(snapshot: usize) -> Step {
    Step::Delete { snapshot: snapshot_id(snapshot) }
}

#[test]
fn deletions_that_cannot_be_done_do_not_stand_against_the_others() {
    let inventory = house();
    let marked: Vec<_> = all().into_iter().map(|key| (key, vec![snapshot_id(0), snapshot_id(1)])).collect();
    let result = delete_each(&inventory, &marked, &nothing_known);
    assert!(result.plan.is_clear(), "{:?}", result.plan.blockers);
    let of = |number: usize| {
        let steps = steps(&result.plan);
        let mut found: Vec<Step> =
            steps.into_iter().filter(|(key, _)| *key == machine_key(number)).map(|(_, step)| step).collect();
        found.sort_by_key(Step::snapshot);
        found
    };
    assert_eq!((of(0), of(1)), (vec![delete(0), delete(1)], vec![delete(1)]));
    assert_eq!(result.plan.machines.len(), 2);
    let snapshots: Vec<_> = result.left_out.iter().map(|one| (one.machine.clone(), one.snapshot)).collect();
    assert_eq!(snapshots, [(machine_key(1), Some(snapshot_id(0))), (machine_key(2), None), (machine_key(9), None)]);
    assert!(
        matches!(&result.left_out[0].why, WhyLeftOut::Blocked(all) if matches!(all[0], Blocker::LinkedClone { .. }))
    );
}

#[test]
fn names_choose_on_all_machines_but_what_is_pinned() {
    let inventory = house();
    let pattern = Pattern::new("before*");
    let is_pinned = |key: &MachineKey, _: SnapshotId| *key == machine_key(1);
    let (marked, left_out) = named(&inventory, &all(), "before*", &|name| pattern.fits(name), &is_pinned);
    assert_eq!(marked, [(machine_key(0), vec![snapshot_id(1)])]);
    assert_eq!(
        told(&left_out),
        [
            "machine 1: it is pinned",
            "machine 2: it has no snapshot “before*”",
            "machine 9: “machine 9” has not been read: it is damaged",
        ]
    );
    assert_eq!(steps(&delete_each(&inventory, &marked, &nothing_known).plan), [(machine_key(0), delete(1))]);
}

#[test]
fn all_get_a_snapshot_by_one_template() {
    let inventory = house();
    let template: Template = "{machine} before {n}".parse().unwrap();
    let context = Context { at: now(), ..Context::default() };
    let result = take_each(&inventory, &all(), Naming { template: &template, context: &context }, "why", None);
    let take = |name: &str| Step::Take { name: name.to_owned(), description: "why".to_owned() };
    assert_eq!(
        steps(&result.plan),
        [(machine_key(0), take("machine 0 before 1")), (machine_key(1), take("machine 1 before 1"))]
    );
    assert_eq!(result.left_out.iter().map(|one| one.machine.clone()).collect::<Vec<_>>(), [2, 9].map(machine_key));
    assert_eq!(result.plan.intent, Intent::Take);
}

#[test]
fn each_goes_back_to_its_own_snapshot_and_those_without_one_are_told_first() {
    let inventory = house();
    let (found, missing) = targets(&inventory, &all(), &Goal::Named("MONDAY".to_owned()));
    assert_eq!(found, [(machine_key(0), snapshot_id(2)), (machine_key(2), snapshot_id(0))]);
    let result = restore_each(&inventory, &found, missing, None, false);
    assert_eq!(steps(&result.plan), [(machine_key(0), Step::Restore { snapshot: snapshot_id(2) })]);
    let told = told(&result.left_out);
    assert_eq!(told[0], "machine 1: it has no snapshot “MONDAY”");
    assert!(told[1].starts_with("machine 9: ") && told[2].starts_with("machine 2: "), "{told:?}");

    let template: Template = "before going back".parse().unwrap();
    let context = Context { at: now(), ..Context::default() };
    let keep = Naming { template: &template, context: &context };
    let before = |days: i64| Goal::NewestBefore(now() - chrono::TimeDelta::seconds(days * DAY));
    let (found, missing) = targets(&inventory, &all(), &before(60));
    assert_eq!(found, [0, 1].map(|number| (machine_key(number), snapshot_id(1))));
    assert_eq!(missing.len(), 2);
    let result = restore_each(&inventory, &found, missing, Some(keep), false);
    let kinds: Vec<_> = result.plan.steps.iter().map(|step| step.step.kind().to_string()).collect();
    assert_eq!(kinds, ["take a snapshot", "restore a snapshot", "take a snapshot", "restore a snapshot"]);
    assert!(targets(&inventory, &all(), &before(61)).0.iter().all(|(_, snapshot)| *snapshot == snapshot_id(0)));
    assert!(targets(&inventory, &all(), &before(91)).0.is_empty());
}

#[test]
fn a_clean_up_deletes_what_was_decided() {
    let inventory = house();
    let mut pins = Pins::default();
    pins.pin(SnapshotKey::new(&machine_key(0), snapshot_id(1)), "audit", now());
    let ground = Ground::new(&inventory, &pins, &TakenBySnapgrove::default(), utc());
    let rule = Rule { when: vec![Trigger::OlderThan(Span::days(40))], ..Rule::default() };
    let mut overrides = Overrides::default();
    let mut decisions = ground.decide(&rule, &overrides, now());
    let before = decisions.clone();
    let result = clean_up(&inventory, &mut decisions, &nothing_known);
    // The rule knew already what the planner would refuse.
    assert_eq!((decisions, result.left_out.len()), (before, 0));
    assert_eq!(steps(&result.plan), [(machine_key(0), delete(0)), (machine_key(1), delete(1))]);
    assert!(result.plan.all_cautions().is_empty());
    // By hand a pinned one goes, and that is said once more.
    overrides.set(SnapshotKey::new(&machine_key(0), snapshot_id(1)), Some(Choose::Delete));
    let result = clean_up(&inventory, &mut ground.decide(&rule, &overrides, now()), &nothing_known);
    assert_eq!(result.plan.all_cautions(), [&Caution::Pinned { snapshot: "before updates".to_owned() }]);
}

#[test]
fn what_the_planner_refuses_later_is_no_longer_promised() {
    let inventory = house();
    let ground = Ground::new(&inventory, &Pins::default(), &TakenBySnapgrove::default(), utc());
    let rule = Rule { when: vec![Trigger::OlderThan(Span::days(40))], ..Rule::default() };
    let mut decisions = ground.decide(&rule, &Overrides::default(), now());
    // Another clone came in between.
    let sketches = [Sketch { clones: vec![1], ..Sketch::chain(&[90, 60, 30]) }, Sketch::chain(&[90, 60, 30])];
    let later = inventory_with(&sketches, 1, &[]);
    let result = clean_up(&later, &mut decisions, &nothing_known);
    let decision = decisions.machine(&machine_key(0)).unwrap().get(snapshot_id(1)).unwrap();
    assert!(matches!(decision, Decision::Cannot(_)), "{decision}");
    let mut planned: Vec<(MachineKey, SnapshotId)> =
        result.plan.deleted().map(|(key, snapshot)| (key.clone(), snapshot)).collect();
    let mut promised: Vec<(MachineKey, SnapshotId)> = decisions
        .marked()
        .into_iter()
        .flat_map(|(key, snapshots)| snapshots.into_iter().map(move |snapshot| (key.clone(), snapshot)))
        .collect();
    planned.sort();
    promised.sort();
    assert_eq!(planned, promised);
}

fn forecast(frees: i64, needs: u64, copies: u64) -> Forecast {
    let mut forecast = Forecast::NOTHING;
    (forecast.frees, forecast.needs, forecast.copies) = (frees, Bytes(needs), Bytes(copies));
    forecast
}

#[test]
fn amounts_add_up_and_peaks_of_as_many_as_work_at_once() {
    let inventory = house();
    let one = |number: usize, forecast: Option<Forecast>, worst: Option<u64>| {
        let mut plan = delete_each(&inventory, &[(machine_key(number), vec![snapshot_id(1)])], &nothing_known).plan;
        plan.forecast.clone_from(&forecast);
        plan.steps[0].forecast = forecast;
        plan.copies_in_worst_order = worst.map(Bytes);
        plan
    };
    let plans: Vec<Plan> = (1..=AT_ONCE + 2)
        .map(|number| one(number % 2, Some(forecast(10, number as u64, 3)), (number == 1).then_some(100)))
        .collect();
    let count = plans.len();
    let all = together(Intent::Delete, plans);
    let sum = all.forecast.unwrap();
    assert_eq!(
        (sum.frees, sum.needs, sum.copies),
        (10 * i64::try_from(count).unwrap(), Bytes(3 + 4 + 5 + 6), Bytes(18))
    );
    assert_eq!(sum.certainty, Certainty::Exact);
    assert_eq!(all.copies_in_worst_order, Some(Bytes(100 + 15)));
    assert_eq!((all.steps.len(), all.machines.len()), (count, 2));
    let unknown = together(Intent::Delete, vec![one(0, Some(forecast(1, 1, 1)), None), one(1, None, None)]);
    assert_eq!((unknown.forecast.is_none(), unknown.copies_in_worst_order), (true, None));

    let both =
        together(Intent::Delete, vec![one(0, Some(forecast(7, 2, 0)), None), one(1, Some(forecast(-1, 4, 0)), None)]);
    let disks = by_host_disk(&inventory, &both);
    assert_eq!((disks.len(), disks[0].machines, &*disks[0].disk.path), (1, 2, Path::new("/vms")));
    let on_disk = disks[0].forecast.clone().unwrap();
    assert_eq!((on_disk.frees, on_disk.needs), (6, Bytes(6)));
    assert_eq!(by_host_disk(&inventory, &unknown)[0].forecast, None);
}
