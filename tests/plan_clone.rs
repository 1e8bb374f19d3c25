//! What clones need, foretold from maps; and names that are free.

mod plan_support;

use plan_support::{MIB, Plain, inventory_with};
use snapgrove::model::{CloneExtent, StepKind};
use snapgrove::plan::{Blocker, KnownImages, Plan, clone_machine, unused_machine_name};

/// Tables and headers of an image for a small disk, at most.
const TABLES: u64 = 64 << 10;

/// Blocks that are written again and again: 10 of them, in three images of 8, 8 and 6 blocks.
fn much_written() -> Plain {
    let all: Vec<u64> = (0..8).collect();
    Plain::new(&[(None, &all), (Some(0), &all)], 1, &[4, 5, 6, 7, 8, 9])
}

fn plan(machine: &Plain, extent: CloneExtent, free: u64, known: &KnownImages) -> Plan {
    let abilities = [StepKind::CloneFull, StepKind::CloneLinked].into_iter().collect();
    let inventory = inventory_with(&[machine], false, free, abilities);
    clone_machine(&inventory, &machine.key(), extent, &["copy".to_owned()], known)
}

fn needs(machine: &Plain, extent: CloneExtent, known: &KnownImages) -> u64 {
    plan(machine, extent, 1 << 40, known).forecast.map_or(0, |forecast| forecast.needs.0)
}

fn is_about(found: u64, blocks: u64) -> bool {
    (blocks * MIB..=blocks * MIB + TABLES).contains(&found)
}

#[test]
fn what_is_written_twice_is_copied_once() {
    let machine = much_written();
    let known = machine.known();
    for (extent, blocks) in [
        (CloneExtent::CurrentState, 10),
        (CloneExtent::Snapshot(machine.id(1)), 8),
        (CloneExtent::Linked(machine.id(1)), 0),
    ] {
        let found = needs(&machine, extent, &known);
        assert!(is_about(found, blocks), "{extent:?}: {found}");
    }
    // With all snapshots, every image is copied as it is.
    assert!(needs(&machine, CloneExtent::Everything, &known) >= 22 * MIB);
    // Without maps it is all images together.
    assert!(needs(&machine, CloneExtent::CurrentState, &KnownImages::default()) >= 22 * MIB);
}

#[test]
fn a_clone_that_fits_is_not_refused() {
    let machine = much_written();
    let is_refused = |known: &KnownImages, free: u64| {
        let plan = plan(&machine, CloneExtent::CurrentState, free, known);
        plan.all_blockers().any(|blocker| matches!(blocker, Blocker::NoSpace { .. }))
    };
    let known = machine.known();
    // The margin that every change leaves comes on top.
    let enough = (0..1024).map(|free| free * MIB).find(|free| !is_refused(&known, *free));
    let enough = enough.unwrap_or_default();
    assert!(enough >= 10 * MIB);
    assert!(is_refused(&KnownImages::default(), enough), "{enough}");
    assert!(is_refused(&known, enough - MIB));
}

#[test]
fn a_name_that_is_taken_gets_a_number() {
    let named = |number, name| Plain { number, name, ..much_written() };
    let machines = [named(1, "u-big"), named(2, "U-Big clone"), named(3, "u-big clone 2")];
    let all: Vec<&Plain> = machines.iter().collect();
    let unused = |machines: &[&Plain], wanted: &str| {
        let inventory = inventory_with(machines, false, 1 << 40, std::iter::empty::<StepKind>().collect());
        unused_machine_name(&inventory, &much_written().key().connection, wanted)
    };
    assert_eq!(unused(&all[..1], "u-big clone"), "u-big clone");
    assert_eq!(unused(&all[..2], "u-big clone"), "u-big clone 2");
    assert_eq!(unused(&all, "u-big clone"), "u-big clone 3");
}
