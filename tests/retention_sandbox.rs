//! A rule cleans practice machines up: what it decides is planned, done, and then there.
#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

mod sandbox_support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};
use sandbox_support::{MIB, View, assert_tidy, quick_folder};
use snapgrove::hypervisor::sandbox::{DiskWrite, NewMachine, NewSnapshot, Sandbox};
use snapgrove::hypervisor::{Hypervisor, NoProgress, Scan};
use snapgrove::model::{CloneExtent, ConnectionId, Inventory, MachineId, MachineKey, SnapshotId};
use snapgrove::pins::{Pins, SnapshotKey, TakenBySnapgrove};
use snapgrove::retention::{Decision, Decisions, Ground, Keep, Overrides, Period, Rule, Span, Trigger, Zone, clean_up};

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 10, 7, 12, 0, 0).single().unwrap()
}

fn inventory(sandbox: &Arc<Sandbox>) -> Arc<Inventory> {
    let mut scan = Scan::new(vec![Arc::clone(sandbox) as Arc<dyn Hypervisor>]);
    scan.list();
    scan.read_waiting(&mut |_| {});
    scan.measure_files();
    scan.read_headers();
    scan.inventory()
}

fn key(machine: MachineId) -> MachineKey {
    MachineKey { connection: ConnectionId::new("sandbox"), machine }
}

/// Takes a snapshot that claims this age in days, after something was written.
fn take(sandbox: &Sandbox, machine: MachineId, days: i64) -> SnapshotId {
    let content = vec![u8::try_from(days % 250).unwrap(); 1024];
    sandbox.write(machine, &[DiskWrite { disk: 0, offset: u64::try_from(days % 8).unwrap() * MIB, content }]).unwrap();
    let taken_at = now() - TimeDelta::days(days);
    let new = NewSnapshot { name: format!("{days} days ago"), description: String::new(), taken_at };
    sandbox.take(machine, &new).unwrap()
}

/// Two machines: one with a branch and a linked clone, and one that is straight. Returns the pinned snapshot.
fn furnish(sandbox: &Sandbox) -> (MachineId, MachineId, SnapshotId) {
    let new = |name: &str| NewMachine::small(name, 8 * MIB);
    let forked = sandbox.create_machine(&new("forked"), now()).unwrap();
    let straight = sandbox.create_machine(&new("straight"), now()).unwrap();
    let first: Vec<SnapshotId> = [300, 290, 280].map(|days| take(sandbox, forked, days)).to_vec();
    let clone = CloneExtent::Linked(first[0]);
    sandbox.clone_machine(forked, clone, "replica", now()).unwrap();
    take(sandbox, forked, 200);
    take(sandbox, forked, 190);
    sandbox.restore(forked, first[2]).unwrap();
    for days in [100, 50, 8, 1] {
        take(sandbox, forked, days);
    }
    let pinned = [400, 399, 398, 61, 60, 31, 30, 2].map(|days| take(sandbox, straight, days))[2];
    (forked, straight, pinned)
}

fn rule() -> Rule {
    Rule {
        name: "Test".to_owned(),
        when: vec![Trigger::OlderThan(Span::days(20))],
        keep: vec![Keep::Newest(2), Keep::OnePer { period: Period::Month, during: Some(Span::days(90)) }],
        ..Rule::default()
    }
}

/// The snapshots that stay, by machine.
fn promised(decisions: &Decisions) -> BTreeMap<MachineId, BTreeSet<SnapshotId>> {
    let stays = |machine: &snapgrove::retention::MachineDecisions| {
        machine.snapshots.iter().filter(|one| !one.decision.deletes()).map(|one| one.id).collect()
    };
    decisions.machines.iter().map(|machine| (machine.key.machine, stays(machine))).collect()
}

#[test]
fn the_trees_are_what_the_decisions_promised() {
    let folder = quick_folder();
    let sandbox = Arc::new(Sandbox::open(folder.path()).unwrap());
    let (forked, straight, pinned) = furnish(&sandbox);
    let mut pins = Pins::default();
    pins.pin(SnapshotKey::new(&key(straight), pinned), "the audit", now());
    let before = View::of(&*sandbox).pictures();

    let first = inventory(&sandbox);
    let decide = |inventory: &Inventory| {
        let ground = Ground::new(inventory, &pins, &TakenBySnapgrove::default(), Zone::of(Utc));
        ground.decide(&rule(), &Overrides::default(), now())
    };
    let mut decisions = decide(&first);
    let result = clean_up(&first, &mut decisions, &|_| Arc::default());
    assert!(result.plan.is_clear() && result.left_out.is_empty(), "{:?}", result.left_out);
    let counts = decisions.counts();
    assert_eq!((counts.delete, counts.cannot), (result.plan.steps.len(), 1));
    let clone_holds = decisions.machine(&key(forked)).unwrap().snapshots.iter();
    let clone_holds: Vec<String> = clone_holds
        .filter(|one| matches!(one.decision, Decision::Cannot(_)))
        .map(|one| one.decision.to_string())
        .collect();
    assert_eq!(clone_holds, ["cannot: clone replica needs it"]);

    for step in &result.plan.steps {
        let (_, entry) = first.machine(&step.machine).unwrap();
        sandbox.perform(&entry.entry, &step.step, &NoProgress).unwrap();
    }

    let view = View::of(&*sandbox);
    assert_tidy(sandbox.folder(), &view);
    let after = view.pictures();
    for (machine, snapshots) in promised(&decisions) {
        let left: BTreeSet<SnapshotId> = after[&machine].snapshots.keys().copied().collect();
        assert_eq!(left, snapshots);
        // What stays holds what it held.
        assert_eq!(after[&machine].disks, before[&machine].disks);
        for id in left {
            assert_eq!(after[&machine].snapshots[&id].disks, before[&machine].snapshots[&id].disks);
        }
    }
    assert!(after[&straight].snapshots.contains_key(&pinned));
    // Done once, there is nothing left to do.
    assert_eq!(decide(&inventory(&sandbox)).counts().delete, 0);
}
