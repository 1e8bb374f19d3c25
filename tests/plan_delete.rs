//! Plans of deletions: what may go, what stands against it, and in which order.
mod plan_support;

use std::collections::HashSet;

use plan_support::{CURRENT_STATE, MIB, PLENTY, Plain, inventory, inventory_with};
use proptest::prelude::*;
use snapgrove::model::{
    Abilities, Bytes, ImageMode, ImageProblem, MachineState, SnapshotId, SnapshotIndex, SnapshotTree,
};
use snapgrove::plan::{Blocker, Caution, Certainty, KnownImages, Plan, delete};

/// Subjects of the steps, in order, with an exclamation mark where something stands against one.
fn outline(plan: &Plan) -> Vec<String> {
    let mark = |blocked: bool| if blocked { "!" } else { "" };
    plan.steps.iter().map(|step| format!("{}{}", step.subject, mark(!step.blockers.is_empty()))).collect()
}

fn planned(plain: &Plain, marked: &[usize]) -> Plan {
    delete(&inventory(&[plain], false, PLENTY), &plain.key(), &plain.ids(marked), &plain.known())
}

fn only_blocker(plan: &Plan) -> &Blocker {
    let all: Vec<&Blocker> = plan.all_blockers().collect();
    assert_eq!(all.len(), 1, "{all:?}");
    all[0]
}

/// 0 – 1 – 2 (current), 3 below 1, 4 below 3.
fn fork() -> Plain {
    let tree: [(_, &[u64]); 5] = [(None, &[0]), (Some(0), &[1]), (Some(1), &[2]), (Some(1), &[3]), (Some(3), &[4])];
    Plain::new(&tree, 2, &[5])
}

#[test]
fn a_fork_goes_once_all_but_one_branch_go() {
    let plan = planned(&fork(), &[1]);
    assert!(matches!(only_blocker(&plan), Blocker::SeveralChildren { snapshot, children }
        if snapshot == "s1" && *children == ["s2", "s3"]));
    assert_eq!(outline(&planned(&fork(), &[1, 3, 4])), ["s4", "s3", "s1"]);
    assert_eq!(outline(&planned(&fork(), &[1, 3])), ["s3", "s1!"]);
    // All of it: the current state's own branch is merged into the base.
    let plan = planned(&fork(), &[0, 1, 2, 3, 4]);
    assert!(plan.is_clear(), "{:?}", outline(&plan));
    assert_eq!(outline(&plan)[..2], ["s4", "s3"]);
}

#[test]
fn the_current_snapshot_goes_if_nothing_but_the_current_state_is_below() {
    let mut plain = fork();
    plain.current = 3;
    let plan = planned(&plain, &[3]);
    assert_eq!(
        plan.steps[0].blockers,
        [Blocker::CurrentWithChild { snapshot: "s3".to_owned(), child: "s4".to_owned() }]
    );
    assert_eq!(plan.steps[0].merges_into, ["s4", "current state"]);
    let plan = planned(&plain, &[3, 4]);
    assert_eq!(outline(&plan), ["s4", "s3"]);
    assert!(plan.steps[0].merges_into.is_empty());
    assert_eq!(plan.steps[1].merges_into, ["current state"]);
}

#[test]
fn a_linked_clone_is_never_destroyed() {
    let mut origin = fork();
    origin.more_images = vec![(77, 4, false)];
    let mut clone = Plain::new(&[], 0, &[]);
    (clone.number, clone.name) = (2, "clone");
    let mut machine = clone.machine();
    machine.tree = snapgrove::model::SnapshotTreeBuilder::default().finish(None);
    // The clone's current state has the origin's image 77 plugged in.
    let now = inventory(&[&origin], false, PLENTY);
    let (connection, _) = now.machine(&origin.key()).unwrap();
    let mut hardware = (*machine.current_state.hardware).clone();
    hardware.attachments[0].image = Some(origin.image(77));
    machine.current_state.hardware = hardware.into();
    machine.images.clear();
    let readings = [origin.machine(), machine].map(|machine| {
        let entry = snapgrove::model::MachineEntry {
            connection: connection.connection.id.clone(),
            id: machine.id,
            name: machine.name.clone(),
            settings_file: machine.settings_file.clone(),
        };
        (entry, snapgrove::model::MachineReading::Read(machine.into()))
    });
    let assembled = snapgrove::model::ConnectionInventory::assemble(
        connection.connection.clone(),
        readings.into(),
        &std::collections::HashMap::new(),
        &[],
        &snapgrove::model::FileSizes::new(),
        Vec::new(),
    );
    let now = snapgrove::model::Inventory { connections: vec![assembled.into()], ..(*now).clone() };
    let plan = delete(&now, &origin.key(), &origin.ids(&[4, 3, 0]), &origin.known());
    assert_eq!(outline(&plan), ["s0", "s3", "s4!"]);
    assert_eq!(only_blocker(&plan), &Blocker::LinkedClone { subject: "s4".to_owned(), machine: "clone".to_owned() });
}

#[test]
fn images_that_nothing_uses_are_looked_at_too() {
    let mut plain = fork();
    // Beside the image of 4, another one rests on that of 3.
    plain.more_images = vec![(77, 3, false)];
    let plan = planned(&plain, &[3]);
    assert!(matches!(only_blocker(&plan), Blocker::SeveralImages { children: 2, .. }), "{:?}", plan.steps);
    // On a leaf, it may belong to a machine that cannot be read.
    plain.more_images = vec![(77, 4, false)];
    let plan = delete(&inventory(&[&plain], true, PLENTY), &plain.key(), &plain.ids(&[4]), &plain.known());
    assert!(matches!(only_blocker(&plan), Blocker::UnreadableMachine { machine, .. } if machine == "broken"));
    assert!(planned(&plain, &[4]).is_clear());
}

#[test]
fn the_whole_chain_must_be_there() {
    let mut plain = fork();
    plain.missing = Some(0);
    let plan = planned(&plain, &[2]);
    assert!(matches!(only_blocker(&plan), Blocker::BadImage { problem: ImageProblem::Missing, .. }));
    plain.missing = Some(2);
    assert_eq!(outline(&planned(&plain, &[4, 2, 1])), ["s4", "s1!", "s2!"]);
}

#[test]
fn machines_in_between_wait() {
    let mut plain = fork();
    plain.state = Some(MachineState::Transient);
    assert!(matches!(only_blocker(&planned(&plain, &[4])), Blocker::State { .. }));
    plain.state = Some(MachineState::Running);
    let plan = planned(&plain, &[2]);
    assert!(plan.is_clear());
    assert_eq!(plan.all_cautions(), [&Caution::MergesLive { machine: "machine".to_owned() }]);
    assert!(matches!(plan.steps[0].forecast.as_ref().unwrap().certainty, Certainty::Estimate(_)));
}

#[test]
fn what_is_not_there_or_not_offered() {
    let plain = fork();
    let now = inventory(&[&plain], false, PLENTY);
    let known = plain.known();
    assert!(matches!(only_blocker(&delete(&now, &plain.key(), &[], &known)), Blocker::NothingToDo));
    let plan = delete(&now, &plain.key(), &[plain.id(99), plain.id(4)], &known);
    assert!(matches!(only_blocker(&plan), Blocker::Gone { .. }));
    assert_eq!(outline(&plan), ["s4"]);
    let mut other = plain.clone();
    other.number = 5;
    assert!(matches!(only_blocker(&delete(&now, &other.key(), &[], &known)), Blocker::Gone { .. }));
    let nothing = inventory_with(&[&plain], false, PLENTY, Abilities::default());
    let plan = delete(&nothing, &plain.key(), &plain.ids(&[4]), &known);
    assert!(matches!(only_blocker(&plan), Blocker::NotOffered { .. }));
}

#[test]
fn bytes_of_one_deletion() {
    // The image of 1 holds blocks 1 to 8; that of the current state 5 to 10.
    let plain = Plain::new(&[(None, &[0]), (Some(0), &[1, 2, 3, 4, 5, 6, 7, 8])], 1, &[5, 6, 7, 8, 9, 10]);
    let forecast = planned(&plain, &[1]).forecast.unwrap();
    // The longer file stays: six blocks are written into it, two of them new.
    let expected = (4 * MIB + 8192, 2 * MIB, 6 * MIB, 8 * MIB);
    let seen = (forecast.frees, forecast.needs.0, forecast.copies.0, forecast.insists.0);
    assert_eq!(seen, (i64::try_from(expected.0).unwrap(), expected.1, expected.2, expected.3));
    // Without content, what is new might be left out.
    assert_eq!(forecast.certainty, Certainty::AtLeast);
    let nothing = delete(&inventory(&[&plain], false, PLENTY), &plain.key(), &plain.ids(&[1]), &KnownImages::default());
    assert!(nothing.is_clear() && nothing.forecast.is_none() && nothing.steps[0].forecast.is_none());
}

#[test]
fn the_order_copies_least_and_fits() {
    // 1 is large; 2, 3 and 4 rewrite the same blocks.
    let large: Vec<u64> = (0..40).collect();
    let same: Vec<u64> = (50..58).collect();
    let tree: [(_, &[u64]); 5] =
        [(None, &[60]), (Some(0), &large), (Some(1), &same), (Some(2), &same), (Some(3), &same)];
    let plain = Plain::new(&tree, 4, &[61]);
    let plan = planned(&plain, &[1, 2, 3, 4]);
    let copies = plan.forecast.as_ref().unwrap().copies;
    assert!(plan.copies_in_worst_order.unwrap() > copies, "{:?}", plan.copies_in_worst_order);
    assert!(copies <= Bytes(10 * MIB), "{copies}");
    // With less room, another order is taken if one fits, and otherwise it is said what is missing.
    let tight =
        |free: u64| delete(&inventory(&[&plain], false, free), &plain.key(), &plain.ids(&[1, 2, 3, 4]), &plain.known());
    assert!(tight(12 * MIB).is_clear(), "{:?}", tight(12 * MIB).steps);
    let plan = tight(9 * MIB);
    assert!(plan.all_blockers().all(|one| matches!(one, Blocker::NoSpace { .. } | Blocker::InsistsOnSpace { .. })));
    assert!(!plan.is_clear());
}

#[test]
fn virtualbox_insists_on_more_than_it_needs() {
    let blocks: Vec<u64> = (0..40).collect();
    let plain = Plain::new(&[(None, &blocks)], 0, &blocks);
    let now = inventory(&[&plain], false, 30 * MIB);
    let plan = delete(&now, &plain.key(), &plain.ids(&[0]), &plain.known());
    let expected = Blocker::InsistsOnSpace { insists: Bytes(42 * MIB), needs: Bytes::ZERO, free: Bytes(30 * MIB) };
    assert_eq!(only_blocker(&plan), &expected);
}

#[test]
fn saved_states_go_with_their_last_user() {
    let mut plain = fork();
    plain.saved_states = [(3, "/vms/a.sav"), (4, "/vms/a.sav")].into();
    let frees = |plain: &Plain, marked: &[usize]| planned(plain, marked).forecast.unwrap().frees;
    let image = i64::try_from(MIB).unwrap() + 8192;
    assert_eq!(frees(&plain, &[4]), image);
    assert_eq!(frees(&plain, &[4, 3]), 2 * image + 8192);
    plain.saved_states.insert(CURRENT_STATE, "/vms/a.sav");
    assert_eq!(frees(&plain, &[4, 3]), 2 * image);
}

#[test]
fn disks_that_snapshots_do_not_cover_stay() {
    let mut plain = fork();
    plain.mode = ImageMode::WriteThrough;
    let plan = planned(&plain, &[0, 2, 4]);
    assert!(plan.is_clear());
    let forecast = plan.forecast.unwrap();
    assert_eq!((forecast.frees, forecast.copies, forecast.certainty), (0, Bytes::ZERO, Certainty::Exact));
}

#[test]
fn hundreds_at_once() {
    let snapshots: Vec<(Option<usize>, Vec<u64>)> =
        (0_usize..400).map(|at| (at.checked_sub(1), vec![at as u64 * 7 % 64, at as u64 * 11 % 64])).collect();
    let mut plain = Plain::new(&[], 399, &[1]);
    plain.snapshots = snapshots;
    let marked: Vec<usize> = (0..400).collect();
    let plan = planned(&plain, &marked);
    assert!(plan.is_clear());
    assert_eq!(plan.steps.iter().map(|step| &step.subject).collect::<HashSet<_>>().len(), 400);
}

/// The rules once more, as the facts tell them.
struct Rules<'a> {
    tree: &'a SnapshotTree,
    gone: HashSet<SnapshotIndex>,
    current: Option<SnapshotIndex>,
}

impl Rules<'_> {
    fn children(&self, of: SnapshotIndex) -> usize {
        let below = self.tree.children(of).iter();
        below.map(|child| if self.gone.contains(child) { self.children(*child) } else { 1 }).sum()
    }

    fn may_go(&self, index: SnapshotIndex) -> bool {
        match self.children(index) {
            0 => true,
            1 => self.current != Some(index),
            _ => false,
        }
    }

    fn delete(&mut self, index: SnapshotIndex) {
        self.gone.insert(index);
        while let Some(current) = self.current.filter(|current| self.gone.contains(current)) {
            self.current = self.tree.parent(current);
        }
    }
}

proptest! {
    #[test]
    fn every_order_is_legal_and_nothing_is_left_that_could_go(
        parents in prop::collection::vec(any::<prop::sample::Index>(), 1..14),
        blocks in prop::collection::vec(prop::collection::vec(0_u64..64, 0..12), 15),
        marks in any::<u32>(),
        current in any::<prop::sample::Index>(),
        free in prop_oneof![Just(PLENTY), 0..60 * MIB],
    ) {
        let mut snapshots = vec![(None, blocks[0].clone())];
        for (at, parent) in parents.iter().enumerate() {
            // Half of them go on where the one before stood: chains are what people have.
            let parent = if at % 2 == 0 { at } else { parent.index(at + 1) };
            snapshots.push((Some(parent), blocks[at + 1].clone()));
        }
        let mut plain = Plain::new(&[], current.index(snapshots.len()), &[3]);
        plain.snapshots = snapshots;
        for (_, blocks) in &mut plain.snapshots {
            blocks.sort_unstable();
            blocks.dedup();
        }
        let marked: Vec<usize> = (0..plain.snapshots.len()).filter(|at| marks >> at & 1 == 1).collect();
        let now = inventory(&[&plain], false, free);
        let plan = delete(&now, &plain.key(), &plain.ids(&marked), &plain.known());
        let machine = plain.machine();
        let mut rules = Rules { tree: &machine.tree, gone: HashSet::new(), current: machine.tree.current() };
        let order: Vec<SnapshotId> = plan.deleted().map(|(_, id)| id).collect();
        prop_assert_eq!(order.iter().collect::<HashSet<_>>().len(), marked.len());
        let lacks_space = |blocker: &Blocker| matches!(blocker, Blocker::NoSpace { .. } | Blocker::InsistsOnSpace { .. });
        let mut sum = 0;
        for (id, step) in order.iter().zip(&plan.steps) {
            let index = machine.tree.find(*id).unwrap();
            if step.blockers.iter().all(lacks_space) {
                prop_assert!(rules.may_go(index), "{} in {:?}", step.subject, outline(&plan));
                rules.delete(index);
                sum += step.forecast.as_ref().unwrap().frees;
            } else {
                prop_assert!(!rules.may_go(index), "{} in {:?}", step.subject, outline(&plan));
            }
        }
        prop_assert_eq!(plan.forecast.as_ref().unwrap().frees, sum);
        if free == PLENTY {
            prop_assert!(!plan.all_blockers().any(lacks_space));
        }
    }
}
