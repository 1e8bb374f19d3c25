//! Plans other than deleting: which steps they have, what stands against them, what a person is told.

mod plan_machines;

use plan_machines::{MIB, Scene, Sketch, connection, image_id, snapshot_id};
use snapgrove::model::{CloneExtent, FileStatus, ImageMode, ImageProblem, ImageRecord, MachineState, Step, StepKind};
use snapgrove::naming::Template;
use snapgrove::plan::machines::again;
use snapgrove::plan::{
    Blocker, Caution, KnownImages, Plan, RestoreOptions, SnapshotChange, clone_machine, detach_image,
    discard_saved_state, edit, restore, settings_changes, take,
};

const ALL_STATES: [MachineState; 9] = [
    MachineState::PoweredOff,
    MachineState::Saved,
    MachineState::Teleported,
    MachineState::Aborted,
    MachineState::AbortedSaved,
    MachineState::Running,
    MachineState::Paused,
    MachineState::Stuck,
    MachineState::Transient,
];

fn web() -> Sketch {
    Sketch::new("web01", &["Initial State", "Before update"])
}

fn kinds(plan: &Plan) -> Vec<StepKind> {
    plan.steps.iter().map(|step| step.step.kind()).collect()
}

fn blockers(plan: &Plan) -> Vec<&Blocker> {
    plan.all_blockers().collect()
}

fn take_in(scene: &Scene, name: &str, description: &str) -> Plan {
    take(&scene.inventory(), &scene.sketches[0].key(), name, description, None)
}

fn restore_in(scene: &Scene, keep: Option<&str>, start_again: bool) -> Plan {
    let options = RestoreOptions { keep_current_as: keep.map(ToOwned::to_owned), start_again };
    restore(&scene.inventory(), &scene.sketches[0].key(), snapshot_id(0), &options)
}

fn clone_in(scene: &Scene, extent: CloneExtent, names: &[&str]) -> Plan {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    clone_machine(&scene.inventory(), &scene.sketches[0].key(), extent, &names, &KnownImages::default())
}

fn rename(scene: &Scene, changes: &[(usize, Option<&str>, Option<&str>)]) -> Plan {
    let changes: Vec<SnapshotChange> = changes
        .iter()
        .map(|(snapshot, name, description)| SnapshotChange {
            snapshot: snapshot_id(*snapshot),
            name: name.map(ToOwned::to_owned),
            description: description.map(ToOwned::to_owned),
        })
        .collect();
    edit(&scene.inventory(), &scene.sketches[0].key(), &changes, None)
}

#[test]
fn taking_is_one_step_with_a_forecast() {
    let scene = Scene::of(web());
    let plan = take_in(&scene, "  After update ", "one\r\ntwo\tthree");
    assert!(plan.is_clear(), "{:?}", blockers(&plan));
    let step = Step::Take { name: "After update".to_owned(), description: "one\ntwo\tthree".to_owned() };
    assert_eq!(plan.steps[0].step, step);
    assert_eq!(plan.all_cautions(), Vec::<&Caution>::new());
    let forecast = plan.forecast.as_ref().map(|forecast| forecast.needs.0);
    assert!(forecast.is_some_and(|needs| (1..MIB).contains(&needs)), "{forecast:?}");
    assert_eq!(plan.machines[0].key, scene.sketches[0].key());
}

#[test]
fn texts_that_cannot_be_kept_are_refused() {
    let scene = Scene::of(web());
    let of = |name: &str, description: &str| {
        take_in(&scene, name, description).all_blockers().cloned().collect::<Vec<Blocker>>()
    };
    assert_eq!(of("", ""), [Blocker::EmptyName]);
    assert_eq!(of(" \u{3000} ", ""), [Blocker::EmptyName]);
    assert_eq!(of("a\nb", ""), [Blocker::ControlCharacter { what: "name", code: 10 }]);
    assert_eq!(of("a\u{ffff}", ""), [Blocker::ControlCharacter { what: "name", code: 0xffff }]);
    assert_eq!(of("a", "b\u{7}"), [Blocker::ControlCharacter { what: "description", code: 7 }]);
    assert_eq!(of("a\0", ""), [Blocker::ControlCharacter { what: "name", code: 0 }]);
    for id in ["f731f41c-0abe-4fdf-98bf-bdef0c3dbd36", "{F731F41C-0ABE-4FDF-98BF-BDEF0C3DBD36}"] {
        assert_eq!(of(id, ""), [Blocker::NameIsId { name: id.to_owned() }]);
    }
    assert_eq!(of(&"é".repeat(1001), ""), [Blocker::TooLong { what: "name", length: 1001, most: 1000 }]);
    assert!(of(&"é".repeat(1000), "").is_empty());
    assert!(matches!(of("a", &"é".repeat(15_001))[..], [Blocker::TooLong { what: "description", .. }]));
    for fine in ["-x", "--description", "\"quoted\" 'text' $(id) `id` \\", "快照 before 更新", "👩‍💻"] {
        assert!(of(fine, "").is_empty(), "{fine}");
    }
}

#[test]
fn names_that_say_little_are_remarked() {
    let scene = Scene::of(web());
    let cautions = |name: &str, convention: &str| {
        let convention: Option<Template> = convention.parse().ok();
        let plan = take(&scene.inventory(), &scene.sketches[0].key(), name, "", convention.as_ref());
        assert!(plan.is_clear());
        plan.steps[0].cautions.clone()
    };
    assert_eq!(cautions("Snapshot 7", ""), [Caution::DefaultName { name: "Snapshot 7".to_owned() }]);
    assert_eq!(cautions("Before update", ""), [Caution::DuplicateName { name: "Before update".to_owned() }]);
    let convention = "{purpose} {date}".to_owned();
    let broken = Caution::UnconventionalName { name: "Tests pass".to_owned(), convention: convention.clone() };
    assert_eq!(cautions("Tests pass", &convention), [broken]);
    assert_eq!(cautions("Tests pass 2026-10-11", &convention), []);
}

#[test]
fn states_allow_what_virtualbox_allows() {
    use MachineState::{Paused, Running, Stuck, Transient};
    for state in ALL_STATES {
        let scene = Scene::of(Sketch { state, modified: true, ..web() });
        let is_state = |plan: &Plan| plan.all_blockers().any(|blocker| matches!(blocker, Blocker::State { .. }));
        assert_eq!(is_state(&take_in(&scene, "x", "")), matches!(state, Stuck | Transient), "take, {state}");
        assert_eq!(is_state(&restore_in(&scene, None, false)), state == Transient, "restore, {state}");
        let powers_off = kinds(&restore_in(&scene, None, false)).contains(&StepKind::PowerOff);
        assert_eq!(powers_off, matches!(state, Running | Paused | Stuck), "power off, {state}");
        assert!(!is_state(&rename(&scene, &[(0, Some("y"), None)])), "edit, {state}");
        let whole = is_state(&clone_in(&scene, CloneExtent::Everything, &["y"]));
        assert_eq!(whole, matches!(state, Running | Paused | Stuck | Transient), "clone, {state}");
        let part = is_state(&clone_in(&scene, CloneExtent::Snapshot(snapshot_id(0)), &["y"]));
        assert_eq!(part, state == Transient, "clone of a snapshot, {state}");
    }
}

#[test]
fn taking_while_it_runs_keeps_the_memory() {
    let mut scene = Scene::of(Sketch { state: MachineState::Running, ..web() });
    let plan = take_in(&scene, "x", "");
    assert!(plan.is_clear());
    assert!(plan.steps[0].cautions.contains(&Caution::KeepsMemory { memory: snapgrove::model::Bytes(512 * MIB) }));
    scene.free = 500 * MIB;
    assert!(matches!(blockers(&take_in(&scene, "x", ""))[..], [Blocker::NoSpace { .. }]));
    scene.sketches[0].state = MachineState::PoweredOff;
    assert!(take_in(&scene, "x", "").is_clear());
}

#[test]
fn nothing_at_all_is_done_on_a_full_disk() {
    let mut scene = Scene::of(Sketch { state: MachineState::Saved, saved_state: Some("a.sav"), ..web() });
    let plans = |scene: &Scene| {
        [
            take_in(scene, "x", ""),
            restore_in(scene, None, false),
            rename(scene, &[(0, Some("y"), None)]),
            clone_in(scene, CloneExtent::Linked(snapshot_id(0)), &["y"]),
            discard_saved_state(&scene.inventory(), &scene.sketches[0].key()),
        ]
    };
    assert!(plans(&scene).iter().all(Plan::is_clear));
    scene.free = 16 * MIB - 1;
    for plan in plans(&scene) {
        assert!(matches!(blockers(&plan)[..], [Blocker::NoSpace { .. }]), "{:?}", plan.steps);
    }
}

#[test]
fn depth_and_chains_have_an_end() {
    let names: Vec<String> = (0..250).map(|number| format!("step {number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut scene = Scene::of(Sketch::new("deep", &names));
    assert_eq!(blockers(&take_in(&scene, "x", "")), [&Blocker::TooDeep { depth: 250 }]);
    scene.sketches[0].current = Some(248);
    assert!(take_in(&scene, "x", "").is_clear());
    // The same chain of images with more below it than snapshots: a linked clone's.
    let names: Vec<String> = (0..299).map(|number| format!("step {number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut scene = Scene::of(Sketch::new("deep", &names));
    scene.sketches[0].current = Some(3);
    let plan = take_in(&scene, "x", "");
    assert!(matches!(blockers(&plan)[..], [Blocker::ChainTooLong { length: 300, .. }]), "{:?}", blockers(&plan));
}

#[test]
fn disks_that_snapshots_do_not_cover_are_named() {
    let modes = vec![ImageMode::Normal, ImageMode::WriteThrough, ImageMode::Immutable, ImageMode::Shareable];
    let scene = Scene::of(Sketch { modes, ..web() });
    let cautions = take_in(&scene, "x", "").steps[0].cautions.clone();
    assert_eq!(
        cautions,
        [
            Caution::NotCovered { disk: "disk1-0.vdi".to_owned(), mode: ImageMode::WriteThrough },
            Caution::NotCovered { disk: "disk3-0.vdi".to_owned(), mode: ImageMode::Shareable },
            Caution::NotReset { disk: "disk2-0.vdi".to_owned(), mode: ImageMode::Immutable },
        ]
    );
    let cautions = restore_in(&scene, None, false).steps[0].cautions.clone();
    assert!(cautions.contains(&Caution::NotCovered { disk: "disk1-0.vdi".to_owned(), mode: ImageMode::WriteThrough }));
    let plan = clone_in(&scene, CloneExtent::Linked(snapshot_id(0)), &["y"]);
    assert!(
        plan.steps[0]
            .cautions
            .contains(&Caution::SharesDisk { disk: "disk3-0.vdi".to_owned(), mode: ImageMode::Shareable })
    );
}

#[test]
fn going_back_is_power_off_take_restore_start() {
    let scene = Scene::of(Sketch { state: MachineState::Running, modified: true, ..web() });
    let plan = restore_in(&scene, Some("Kept"), true);
    assert_eq!(kinds(&plan), [StepKind::PowerOff, StepKind::Take, StepKind::Restore, StepKind::Start]);
    assert!(plan.is_clear(), "{:?}", blockers(&plan));
    assert_eq!(plan.all_cautions(), [&Caution::PowersOff { machine: "web01".to_owned() }]);
    assert!(plan.forecast.is_some());
    let off = Scene::of(Sketch { modified: true, ..web() });
    assert_eq!(kinds(&restore_in(&off, None, false)), [StepKind::Restore]);
}

#[test]
fn going_back_frees_nothing_of_what_it_keeps() {
    let scene = Scene::of(Sketch { modified: true, current_occupied: 60 * MIB, ..web() });
    let freed = |keep| restore_in(&scene, keep, false).forecast.map_or(0, |forecast| forecast.frees);
    assert!(freed(None) > 59 << 20);
    assert!(freed(Some("Kept")) < 0, "both snapshots and the current state have images then");
}

#[test]
fn what_going_back_loses_is_said() {
    let cautions = |sketch: Sketch, keep: Option<&str>| {
        let plan = restore_in(&Scene::of(sketch), keep, false);
        assert!(plan.is_clear(), "{:?}", blockers(&plan));
        plan.all_cautions().into_iter().cloned().collect::<Vec<Caution>>()
    };
    let lost = Caution::LosesCurrentState { since: "Before update".to_owned() };
    let nothing = Caution::NothingChanged { since: "Before update".to_owned() };
    assert_eq!(cautions(Sketch { modified: true, ..web() }, None), std::slice::from_ref(&lost));
    assert_eq!(cautions(Sketch { modified: true, ..web() }, Some("Kept")), []);
    assert_eq!(cautions(web(), None), std::slice::from_ref(&nothing));
    // Whatever the settings file says: somebody has written to the disk.
    assert_eq!(cautions(Sketch { current_occupied: 3 * MIB, ..web() }, None), std::slice::from_ref(&lost));
    let without_current = Sketch { current: None, ..web() };
    assert_eq!(cautions(without_current, None), [Caution::LosesCurrentState { since: "web01".to_owned() }]);
    let saved = Sketch { state: MachineState::Saved, saved_state: Some("a.sav"), modified: true, ..web() };
    assert_eq!(cautions(saved.clone(), None), [lost, Caution::DropsSavedState]);
    assert_eq!(cautions(saved, Some("Kept")), []);
    // The memory that a snapshot shares is not lost; and it comes back.
    let shared = Sketch {
        state: MachineState::Saved,
        saved_state: Some("a.sav"),
        saved_of: vec![(0, "a.sav"), (1, "a.sav")],
        ..web()
    };
    let resumes = Caution::ResumesMemory { snapshot: "Initial State".to_owned() };
    assert_eq!(cautions(shared, None), [nothing, resumes]);
}

#[test]
fn images_that_are_missing_or_wrong_stand_against_it() {
    let missing = |level: usize| {
        let mut sketch = web();
        sketch.broken.push((image_id(1, 0, level), FileStatus::Missing));
        Scene::of(sketch)
    };
    let is_missing = |plan: &Plan| {
        let is = |blocker: &Blocker| matches!(blocker, Blocker::BadImage { problem: ImageProblem::Missing, .. });
        plan.all_blockers().any(is)
    };
    for (level, takes, restores, clones_first) in
        [(0, true, true, true), (1, true, false, false), (2, true, false, false)]
    {
        let scene = missing(level);
        assert_eq!(is_missing(&take_in(&scene, "x", "")), takes, "take, image {level}");
        assert_eq!(is_missing(&restore_in(&scene, None, false)), restores, "restore, image {level}");
        assert!(is_missing(&restore_in(&scene, Some("kept"), false)), "take and restore, image {level}");
        let clone = clone_in(&scene, CloneExtent::Snapshot(snapshot_id(0)), &["y"]);
        assert_eq!(is_missing(&clone), clones_first, "clone of a snapshot, image {level}");
        assert!(is_missing(&clone_in(&scene, CloneExtent::Everything, &["y"])), "clone, image {level}");
        assert!(rename(&scene, &[(0, Some("y"), None)]).is_clear(), "edit, image {level}");
    }
    // What goes does not stand against it, but is said.
    let cautions = restore_in(&missing(2), None, false).steps[0].cautions.clone();
    assert!(cautions.iter().any(|caution| matches!(caution, Caution::BadCurrentImage { .. })), "{cautions:?}");
}

#[test]
fn what_is_not_there_or_not_offered_is_said() {
    let mut scene = Scene::of(web());
    let key = scene.sketches[0].key();
    let gone = restore(&scene.inventory(), &key, snapshot_id(7), &RestoreOptions::default());
    assert!(matches!(blockers(&gone)[..], [Blocker::Gone { .. }]) && gone.steps.is_empty());
    assert!(matches!(blockers(&rename(&scene, &[(7, Some("x"), None)]))[..], [Blocker::Gone { .. }]));
    let mut other = key.clone();
    other.machine = snapgrove::model::MachineId(uuid::Uuid::from_u128(77));
    assert!(matches!(blockers(&take(&scene.inventory(), &other, "x", "", None))[..], [Blocker::Gone { .. }]));
    scene.unread = vec!["broken"];
    let inventory = scene.inventory();
    other.machine = snapgrove::model::MachineId(uuid::Uuid::from_u128(900));
    assert!(matches!(blockers(&take(&inventory, &other, "x", "", None))[..], [Blocker::NotRead { .. }]));
    scene.abilities = [StepKind::Restore].into_iter().collect();
    let plan = restore_in(&scene, Some("kept"), true);
    let not_offered = |what| Blocker::NotOffered { hypervisor: "Test".to_owned(), what };
    assert_eq!(blockers(&plan), [&not_offered(StepKind::Take), &not_offered(StepKind::Start)]);
}

#[test]
fn a_state_that_nobody_told_is_said() {
    let mut scene = Scene::of(Sketch { modified: true, ..web() });
    scene.tool_is_missing = true;
    let unknown = Caution::StateUnknown { machine: "web01".to_owned(), why: "it is broken".to_owned() };
    assert!(take_in(&scene, "x", "").steps[0].cautions.contains(&unknown));
    assert!(restore_in(&scene, None, false).steps[0].cautions.contains(&unknown));
}

#[test]
fn editing_leaves_out_what_is_so_already() {
    let scene = Scene::of(Sketch::new("web01", &[" spaced ", "b"]));
    let nothing = rename(&scene, &[(0, Some(" spaced "), Some("")), (1, Some("b "), None)]);
    assert_eq!(blockers(&nothing), [&Blocker::NothingToDo]);
    let plan = rename(&scene, &[(0, Some("a"), None), (1, Some("b"), Some("new"))]);
    assert!(plan.is_clear());
    let first = Step::Edit { snapshot: snapshot_id(0), name: Some("a".to_owned()), description: None };
    let second = Step::Edit { snapshot: snapshot_id(1), name: None, description: Some("new".to_owned()) };
    assert_eq!(plan.steps.iter().map(|step| &step.step).collect::<Vec<_>>(), [&first, &second]);
    assert_eq!(blockers(&rename(&scene, &[(0, Some(""), None)])), [&Blocker::EmptyName]);
}

#[test]
fn duplicates_are_judged_by_the_names_that_will_be() {
    let scene = Scene::of(Sketch::new("web01", &["a", "b"]));
    let cautions = |changes: &[(usize, Option<&str>, Option<&str>)]| rename(&scene, changes).all_cautions().len();
    assert_eq!(cautions(&[(0, Some("b"), None)]), 1);
    assert_eq!(cautions(&[(0, Some("b"), None), (1, Some("a"), None)]), 0);
    assert_eq!(cautions(&[(0, Some("c"), None), (1, Some("c"), None)]), 1);
}

#[test]
fn clones_need_names_that_nothing_has() {
    let mut scene = Scene::of(web());
    scene.sketches.push(Sketch { number: 2, ..Sketch::new("Öther", &[]) });
    let plan = clone_in(&scene, CloneExtent::CurrentState, &["copy 1", "copy 2", " copy 3 "]);
    assert!(plan.is_clear(), "{:?}", blockers(&plan));
    assert_eq!(plan.steps[2].step, Step::Clone { name: "copy 3".to_owned(), extent: CloneExtent::CurrentState });
    assert_eq!(plan.forecast.map(|forecast| forecast.needs.0), Some(3 * (20 * MIB + 8192)));
    for taken in ["web01", "WEB01", "öther"] {
        let plan = clone_in(&scene, CloneExtent::CurrentState, &[taken]);
        assert_eq!(blockers(&plan), [&Blocker::NameTaken { name: taken.to_owned() }]);
    }
    let plan = clone_in(&scene, CloneExtent::CurrentState, &["a/b", "A:B"]);
    assert_eq!(blockers(&plan), [&Blocker::NameTaken { name: "A:B".to_owned() }]);
    assert_eq!(blockers(&clone_in(&scene, CloneExtent::CurrentState, &[])), [&Blocker::NothingToDo]);
    assert_eq!(blockers(&clone_in(&scene, CloneExtent::CurrentState, &[""])), [&Blocker::EmptyName]);
    let long = "é".repeat(101);
    assert!(matches!(
        blockers(&clone_in(&scene, CloneExtent::CurrentState, &[&long]))[..],
        [Blocker::TooLong { most: 200, .. }]
    ));
}

#[test]
fn clones_need_room_for_all_of_them() {
    let mut scene = Scene::of(web());
    scene.free = 60 * MIB;
    let plan = clone_in(&scene, CloneExtent::CurrentState, &["one", "two", "three"]);
    let blocked: Vec<bool> = plan.steps.iter().map(|step| !step.blockers.is_empty()).collect();
    assert_eq!(blocked, [false, false, true]);
    assert!(clone_in(&scene, CloneExtent::Linked(snapshot_id(0)), &["one", "two", "three"]).is_clear());
}

#[test]
fn linked_clones_say_what_they_rest_on() {
    let scene = Scene::of(web());
    let plan = clone_in(&scene, CloneExtent::Linked(snapshot_id(0)), &["y"]);
    assert_eq!(plan.all_cautions(), [&Caution::ClonesRestOn { snapshot: "Initial State".to_owned() }]);
    let saved = Scene::of(Sketch { state: MachineState::Saved, saved_state: Some("a.sav"), ..web() });
    let plan = clone_in(&saved, CloneExtent::CurrentState, &["y"]);
    assert_eq!(plan.all_cautions(), [&Caution::CloneResumes]);
}

#[test]
fn saved_memory_is_discarded_only_where_there_is_one() {
    let plan_of = |sketch: Sketch| {
        let scene = Scene::of(sketch);
        discard_saved_state(&scene.inventory(), &scene.sketches[0].key())
    };
    let saved = plan_of(Sketch { state: MachineState::Saved, saved_state: Some("a.sav"), ..web() });
    assert!(saved.is_clear());
    assert_eq!(saved.all_cautions(), [&Caution::DropsSavedState]);
    assert_eq!(blockers(&plan_of(web())), [&Blocker::NothingToDo]);
    let running = plan_of(Sketch { state: MachineState::Running, saved_state: Some("a.sav"), ..web() });
    assert!(matches!(blockers(&running)[..], [Blocker::State { .. }]));
}

#[test]
fn only_images_that_nothing_uses_are_detached() {
    let mut scene = Scene::of(web());
    let lone = |parent| {
        std::sync::Arc::new(ImageRecord {
            id: image_id(1, 9, 0),
            path: std::path::Path::new("/vms/web01/lone.vdi").into(),
            format: snapgrove::model::ImageFormat::Vdi,
            mode: ImageMode::Normal,
            auto_reset: false,
            parent,
            listed_by: Some(scene.sketches[0].key().machine),
        })
    };
    let (alone, on_base) = (lone(None), lone(Some(image_id(1, 0, 0))));
    for image in [alone.clone(), on_base] {
        let plan = detach_image(&scene.inventory_with(&[image]), &connection(), image_id(1, 9, 0));
        assert!(plan.is_clear(), "{:?}", blockers(&plan));
        assert_eq!(plan.steps[0].step, Step::DetachImage { image: image_id(1, 9, 0) });
        assert_eq!(plan.steps[0].subject, "lone.vdi");
    }
    for level in 0..=2 {
        let plan = detach_image(&scene.inventory(), &connection(), image_id(1, 0, level));
        assert!(matches!(blockers(&plan)[..], [Blocker::ImageInUse { .. }]), "image {level}");
    }
    assert!(matches!(
        blockers(&detach_image(&scene.inventory(), &connection(), image_id(1, 9, 0)))[..],
        [Blocker::Gone { .. }]
    ));
    scene.unread = vec!["broken"];
    let plan = detach_image(&scene.inventory_with(&[alone]), &connection(), image_id(1, 9, 0));
    assert!(matches!(blockers(&plan)[..], [Blocker::UnreadableMachine { .. }]));
}

#[test]
fn several_plans_are_one() {
    let mut scene = Scene::of(web());
    scene.sketches.push(Sketch { number: 2, ..Sketch::new("db", &[]) });
    let inventory = scene.inventory();
    let plans = scene.sketches.iter().map(|sketch| take(&inventory, &sketch.key(), "x", "", None));
    let plan = Plan::together(plans);
    assert!(plan.as_ref().is_some_and(|plan| plan.is_clear() && plan.steps.len() == 2 && plan.machines.len() == 2));
    assert!(Plan::together([]).is_none());
}

#[test]
fn what_changes_in_the_settings_is_listed() {
    let scene = Scene::of(web());
    // Disks are the same, although their images are not.
    assert!(settings_changes(&scene.inventory(), &scene.sketches[0].key(), snapshot_id(0)).is_empty());
}

#[test]
fn what_a_job_has_left_is_planned_as_it_was_wanted() {
    let scene = Scene::of(Sketch { modified: true, ..web() });
    let key = scene.sketches[0].key();
    let wanted = [
        restore_in(&scene, Some("Kept"), false),
        restore_in(&scene, None, false),
        take_in(&scene, "before", "why"),
        rename(&scene, &[(0, Some("other"), Some("text")), (1, Some("third"), None)]),
        clone_in(&scene, CloneExtent::CurrentState, &["one", "two"]),
    ];
    for plan in wanted {
        assert!(plan.is_clear());
        let rest: Vec<_> = plan.steps.iter().map(|step| (key.clone(), step.step.clone())).collect();
        let made = again(&scene.inventory(), &rest);
        assert!(made.left_out.is_empty());
        assert_eq!((made.plan.intent, made.plan.steps), (plan.intent, plan.steps));
    }
}

#[test]
fn what_was_done_of_going_back_is_not_done_again() {
    let scene = Scene::of(Sketch { state: MachineState::Running, ..web() });
    let plan = restore_in(&scene, Some("Kept"), true);
    let of_kind = |plan: &Plan| plan.steps.iter().map(|step| step.step.kind()).collect::<Vec<_>>();
    assert_eq!(of_kind(&plan), [StepKind::PowerOff, StepKind::Take, StepKind::Restore, StepKind::Start]);
    let off = Scene::of(web());
    let rest = plan.steps.into_iter().skip(2).map(|step| (step.machine, step.step)).collect::<Vec<_>>();
    assert_eq!(of_kind(&again(&off.inventory(), &rest).plan), [StepKind::Restore, StepKind::Start]);
    // What stands against it now is told.
    let gone = vec![(off.sketches[0].key(), Step::Restore { snapshot: snapshot_id(9) })];
    let made = again(&off.inventory(), &gone);
    assert!(made.plan.steps.is_empty() && made.left_out.len() == 1);
}
