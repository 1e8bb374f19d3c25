//! What a person does in the window, through the accessibility tree: no display, no GPU.
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

mod window_machines;

use std::sync::Arc;
use std::sync::mpsc::Sender;

use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use snapgrove::app::App;
use snapgrove::app::command::Node;
use snapgrove::model::{Inventory, ProblemKind};
use window_machines::{Outline, chain, inventory, inventory_without, nothing, outlines, window};

type Window = (Harness<'static, App>, Sender<Arc<Inventory>>);

fn open(first: Option<Arc<Inventory>>) -> Window {
    let mut sender = None;
    let mut harness = Harness::builder().with_size([1280.0, 800.0]).build_eframe(|cc| {
        let (app, inventories) = window(&cc.egui_ctx);
        sender = Some(inventories);
        app
    });
    let sender = sender.expect("the window was made");
    if let Some(first) = first {
        sender.send(first).expect("the window listens");
    }
    harness.run_steps(4);
    (harness, sender)
}

fn usual() -> Arc<Inventory> {
    let settings: Vec<String> = outlines().iter().zip(1..).map(|(outline, number)| outline.settings(number)).collect();
    inventory(1, &settings)
}

fn machine(harness: &Harness<'_, App>, name: &str) -> bool {
    harness
        .query_all_by_role(Role::ListItem)
        .any(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with(name)))
}

fn click_machine(harness: &mut Harness<'_, App>, name: &str) {
    harness
        .get_all_by_role(Role::ListItem)
        .find(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with(name)))
        .expect("the machine is in the sidebar")
        .click();
    harness.run_steps(4);
}

fn selected_item(harness: &Harness<'_, App>) -> Option<String> {
    harness
        .query_all_by_role(Role::TreeItem)
        .find(|node| node.accesskit_node().is_selected() == Some(true))
        .and_then(|node| node.accesskit_node().label())
}

#[test]
fn a_click_on_a_machine_shows_its_tree() {
    let (mut harness, _sender) = open(Some(usual()));
    assert!(machine(&harness, "db-primary") && machine(&harness, "web-frontend") && machine(&harness, "router"));
    click_machine(&mut harness, "web-frontend");
    for name in ["Initial State", "Pre-update backup", "nginx 1.29 trial", "exp-cache-3", "Current state"] {
        harness.get_by_role_and_label(Role::TreeItem, name);
    }
    harness.get_by_role_and_label(Role::TreeItem, "Pre-update backup").click();
    harness.run_steps(4);
    assert_eq!(selected_item(&harness).as_deref(), Some("Pre-update backup"));
    harness.get_by_label("About Pre-update backup");
    harness.get_by_label("Memory: 4096 MB → 8192 MB");
}

#[test]
fn the_arrow_keys_walk_the_tree() {
    let (mut harness, _sender) = open(Some(usual()));
    click_machine(&mut harness, "web-frontend");
    harness.get_by_role_and_label(Role::TreeItem, "Current state").click();
    harness.run_steps(4);
    for (key, reached) in [
        (Key::ArrowLeft, "After update"),
        (Key::ArrowLeft, "Pre-update backup"),
        (Key::ArrowLeft, "Initial State"),
        (Key::ArrowRight, "Pre-update backup"),
        (Key::ArrowUp, "Test environment"),
        (Key::ArrowRight, "exp-cache-2"),
        (Key::ArrowDown, "exp-cache-3"),
    ] {
        harness.key_press(key);
        harness.run_steps(4);
        assert_eq!(selected_item(&harness).as_deref(), Some(reached), "{key:?}");
    }
}

#[test]
fn a_long_chain_is_folded_and_opens_on_a_click() {
    let (mut harness, _sender) = open(Some(inventory(1, &[chain(200)])));
    click_machine(&mut harness, "chain");
    harness.key_press(Key::F);
    harness.run_steps(4);
    let items = harness.query_all_by_role(Role::TreeItem).count();
    assert!(items < 10, "{items} items are shown of a chain of 200");
    harness.get_by_role_and_label(Role::TreeItem, "196 snapshots folded").click();
    harness.run_steps(4);
    assert!(harness.query_by_label("196 snapshots folded").is_none());
}

#[test]
fn the_search_finds_a_folded_snapshot_and_jumps_to_it() {
    let (mut harness, _sender) = open(Some(inventory(1, &[chain(200), outlines()[0].settings(1)])));
    click_machine(&mut harness, "web-frontend");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(4);
    harness.get_by_label("Search").type_text("night 137");
    harness.run_steps(4);
    harness.key_press(Key::Enter);
    harness.run_steps(6);
    assert_eq!(selected_item(&harness).as_deref(), Some("night 137"));
}

#[test]
fn the_table_shows_every_snapshot_and_sorts() {
    let (mut harness, _sender) = open(Some(usual()));
    click_machine(&mut harness, "web-frontend");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
    harness.run_steps(4);
    let rows = |harness: &Harness<'_, App>| -> Vec<String> {
        let mut rows: Vec<(f32, String)> = harness
            .query_all_by_role(Role::Row)
            .map(|node| (node.rect().top(), node.accesskit_node().label().unwrap_or_default()))
            .collect();
        rows.sort_by(|one, two| one.0.total_cmp(&two.0));
        rows.into_iter().map(|(_, name)| name).collect()
    };
    assert_eq!(
        rows(&harness),
        [
            "Current state",
            "After update",
            "nginx 1.29 trial",
            "Pre-update backup",
            "exp-cache-3",
            "exp-cache-2",
            "Test environment",
            "Initial State"
        ]
    );
    harness.get_by_label("Sort by name").click();
    harness.run_steps(4);
    assert_eq!(rows(&harness)[1..4], ["After update", "exp-cache-2", "exp-cache-3"]);
    harness.get_by_role_and_label(Role::Row, "exp-cache-2").click();
    harness.run_steps(4);
    harness.key_press(Key::ArrowDown);
    harness.run_steps(4);
    let selected = harness.get_by_role_and_label(Role::Row, "exp-cache-3");
    assert_eq!(selected.accesskit_node().is_selected(), Some(true));
}

#[test]
fn a_change_made_elsewhere_appears_and_the_selection_stays() {
    let (mut harness, sender) = open(Some(usual()));
    click_machine(&mut harness, "web-frontend");
    harness.get_by_role_and_label(Role::TreeItem, "exp-cache-2").click();
    harness.run_steps(4);
    let mut snapshots = outlines()[0].snapshots.to_vec();
    snapshots.push((Some(6), "Taken elsewhere"));
    let grown = Outline { name: "web-frontend", group: "/Production", snapshots: &snapshots, current: 7 };
    sender.send(inventory(2, &[grown.settings(1), outlines()[1].settings(2)])).expect("the window listens");
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::TreeItem, "Taken elsewhere");
    assert_eq!(selected_item(&harness).as_deref(), Some("exp-cache-2"));
    assert!(!machine(&harness, "router"), "a machine that is gone is no longer listed");
}

#[test]
fn a_machine_that_cannot_be_read_says_why_and_hides_no_other() {
    let broken = outlines()[0].settings(1)[..900].to_owned();
    let (mut harness, _sender) = open(Some(inventory(1, &[broken, outlines()[1].settings(2)])));
    assert!(machine(&harness, "db-primary"));
    click_machine(&mut harness, "machine 0, cannot be read");
    harness.get_by_label("This machine cannot be read");
    assert!(harness.query_all_by_label_contains("line 1, column").count() > 0);
    harness.get_by_label("Copy the path");
    // Who writes to somebody for help needs to say which one.
    harness.get_by_label("00000000-0000-0000-0000-000000000000");
}

#[test]
fn the_search_finds_each_snapshot_once() {
    // Every snapshot's description repeats its name.
    let (mut harness, _sender) = open(Some(usual()));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(4);
    harness.get_by_label("Search").type_text("cache");
    harness.run_steps(4);
    let found = harness.query_all_by_role(Role::ListBoxOption).filter_map(|node| node.accesskit_node().label());
    assert_eq!(found.collect::<Vec<_>>(), ["exp-cache-2, web-frontend", "exp-cache-3, web-frontend"]);
}

#[test]
fn several_machines_can_be_chosen() {
    let (mut harness, _sender) = open(Some(usual()));
    click_machine(&mut harness, "db-primary");
    harness
        .get_all_by_role(Role::ListItem)
        .find(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with("router")))
        .expect("the machine is in the sidebar")
        .click_modifiers(Modifiers::COMMAND);
    harness.run_steps(4);
    assert_eq!(harness.state().selection().count(), 2);
}

#[test]
fn the_filter_leaves_what_matches() {
    let (mut harness, _sender) = open(Some(usual()));
    harness.get_by_label("Filter machines").click();
    harness.run_steps(2);
    harness.get_by_label("Filter machines").type_text("FRONT");
    harness.run_steps(4);
    assert!(machine(&harness, "web-frontend"));
    assert!(!machine(&harness, "db-primary"));
}

#[test]
fn a_table_stays_where_it_was_scrolled_to_and_moves_no_other() {
    let other = chain(60).replace("chain", "other").replace("0000-00000000004d", "0000-00000000004e");
    let (mut harness, _sender) = open(Some(inventory(1, &[chain(60), other])));
    click_machine(&mut harness, "chain");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
    harness.run_steps(4);
    let is_shown = |harness: &Harness<'_, App>, row: &str| harness.query_by_role_and_label(Role::Row, row).is_some();
    assert!(is_shown(&harness, "night 59") && !is_shown(&harness, "night 0"));
    let centre = harness.get_by_role_and_label(Role::Row, "night 55").rect().center();
    harness.hover_at(centre);
    harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Page,
        delta: egui::vec2(0.0, -20.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    harness.run_steps(40);
    assert!(!is_shown(&harness, "night 59") && is_shown(&harness, "night 0"));
    click_machine(&mut harness, "other");
    assert!(is_shown(&harness, "night 59") && !is_shown(&harness, "night 0"));
    click_machine(&mut harness, "chain");
    assert!(!is_shown(&harness, "night 59") && is_shown(&harness, "night 0"));
}

#[test]
fn a_collapsed_branch_says_what_it_hides() {
    let (mut harness, _sender) = open(Some(usual()));
    click_machine(&mut harness, "web-frontend");
    harness.get_by_role_and_label(Role::TreeItem, "Test environment").click_secondary();
    harness.run_steps(4);
    harness.get_by_label("Collapse the branch").click();
    harness.run_steps(4);
    assert!(harness.query_by_label("exp-cache-2").is_none());
    harness.get_by_label("Show what is below").click();
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::TreeItem, "exp-cache-2");
}

#[test]
fn two_snapshots_can_be_compared() {
    let (mut harness, _sender) = open(Some(usual()));
    click_machine(&mut harness, "web-frontend");
    harness.get_by_role_and_label(Role::TreeItem, "exp-cache-2").click();
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::TreeItem, "Initial State").click_modifiers(Modifiers::COMMAND);
    harness.run_steps(4);
    harness.get_by_label("Compared with “Initial State”");
    harness.get_by_label("Same settings");
    assert_eq!(selected_item(&harness).as_deref(), Some("exp-cache-2"));
}

#[test]
fn a_missing_image_shows_also_where_others_rest_on_it() {
    let settings = outlines()[1].settings(2);
    let (mut harness, _sender) = open(Some(inventory_without(1, &[settings], &[0])));
    click_machine(&mut harness, "db-primary");
    harness.get_by_label("1 image has a problem");
    assert_eq!(harness.query_all_by_label_contains("It rests on 00000000").count(), 1);
    harness.get_by_role_and_label(Role::TreeItem, "Clean install").click();
    harness.run_steps(4);
    harness.get_by_label("Problem: the file is missing");
}

#[test]
fn what_is_not_there_is_said_with_what_to_do() {
    let (harness, _sender) = open(None);
    harness.get_by_label("Looking for machines");
    let (harness, _sender) = open(Some(nothing(Some("VirtualBox was not found"))));
    harness.get_by_label("No machines found");
    harness.get_by_label_contains("VirtualBox was not found");
    harness.get_by_label("Choose VirtualBox's folder…");
    let (harness, _sender) = open(Some(nothing(None)));
    harness.get_by_label("No machines yet");
}

/// Practice machines, and a VirtualBox without machines that has this problem.
fn beside_practice_machines(problem: Option<ProblemKind>) -> Arc<Inventory> {
    let mut virtualbox = (*nothing(Some("VirtualBox.xml is damaged at line 3, column 7")).connections[0]).clone();
    virtualbox.problems.retain(|_| problem.is_some());
    virtualbox.problems.iter_mut().for_each(|one| one.kind = problem.expect("some are left"));
    let mut practice = (*usual().connections[0]).clone();
    practice.connection.is_practice = true;
    Arc::new(Inventory { generation: 1, connections: vec![virtualbox.into(), practice.into()], ..Inventory::default() })
}

#[test]
fn why_real_machines_are_not_there_is_said_beside_practice_machines() {
    for (problem, about) in [
        (Some(ProblemKind::Damaged), "VirtualBox · cannot be read"),
        (Some(ProblemKind::Missing), "VirtualBox · not found"),
        // Machines are read without VirtualBox's program: it is not missed before there is one.
        (Some(ProblemKind::Tool), "VirtualBox · this computer"),
        (None, "VirtualBox · this computer"),
    ] {
        let (harness, _sender) = open(Some(beside_practice_machines(problem)));
        harness.get_by_label(about);
    }
    let (mut harness, _sender) = open(Some(beside_practice_machines(Some(ProblemKind::Damaged))));
    harness.get_by_label("Where are my real machines?").click();
    harness.run_steps(4);
    harness.get_by_label_contains("VirtualBox.xml is damaged at line 3, column 7");
}

#[test]
fn the_first_machine_is_shown_with_its_current_state() {
    let (harness, _sender) = open(Some(usual()));
    let shown = harness.state().selection().shown().cloned().expect("a machine is shown");
    let inventory = harness.state().inventory().clone();
    let (_, entry) = inventory.machine(&shown).expect("it is in the inventory");
    assert_eq!(entry.name(), "db-primary");
    assert_eq!(harness.state().selection().node(entry), Node::CurrentState);
}

#[test]
fn what_has_the_keyboard_is_chosen_however_quick_the_keys_come() {
    let (mut harness, _sender) = open(Some(usual()));
    click_machine(&mut harness, "web-frontend");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Row, "After update").click();
    harness.step();
    for _ in 0..3 {
        harness.key_press(Key::ArrowDown);
        harness.step();
    }
    harness.run_steps(4);
    let focused: Vec<_> = harness.query_all_by_role(Role::Row).filter(egui_kittest::Node::is_focused).collect();
    assert_eq!(focused.len(), 1);
    assert_eq!(focused[0].accesskit_node().is_selected(), Some(true));
}
