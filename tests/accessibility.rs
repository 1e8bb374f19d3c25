//! The window as a screen reader hears it: everything that can be used has a name, the tree tells its levels, and Tab
//! reaches every part.
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

mod spoken;
mod window_machines;

use std::collections::BTreeSet;

use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use snapgrove::app::App;
use spoken::names;
use window_machines::{inventory, outlines, window};

/// The window with two machines, the first of which is shown.
fn open() -> Harness<'static, App> {
    let mut sender = None;
    let mut harness = Harness::builder().with_size([1280.0, 800.0]).build_eframe(|cc| {
        let (app, inventories) = window(&cc.egui_ctx);
        sender = Some(inventories);
        app
    });
    let settings: Vec<String> = outlines().iter().zip(1..).map(|(outline, number)| outline.settings(number)).collect();
    sender.expect("the window was made").send(inventory(1, &settings)).expect("the window listens");
    harness.run_steps(6);
    harness
}

#[test]
fn all_that_can_be_used_has_a_name() {
    let mut harness = open();
    for (scene, key) in [("tree", Key::Num1), ("table", Key::Num2), ("disk map", Key::Num3), ("timeline", Key::Num4)] {
        harness.key_press_modifiers(Modifiers::COMMAND, key);
        harness.run_steps(6);
        assert!(names(&harness, scene).len() > 20, "{scene}: too little is there to be used");
    }
    harness.key_press(Key::F1);
    harness.run_steps(6);
    names(&harness, "keys");
    harness.key_press(Key::Escape);
    harness.run_steps(4);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::J);
    harness.run_steps(6);
    assert!(names(&harness, "jobs").iter().any(|name| name == "Close"));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::J);
    harness.run_steps(4);
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    harness.run_steps(6);
    assert!(names(&harness, "overview").iter().any(|name| name == "Inspect now"));
    harness.get_by_role_and_label(Role::Button, "All commands").click();
    harness.run_steps(6);
    let found = names(&harness, "menu");
    assert!(found.len() > snapgrove::app::ui_command::UiCommand::ALL.len(), "{found:#?}");
}

#[test]
fn what_cannot_be_used_and_what_is_told_are_said() {
    let mut harness = open();
    harness.key_press(Key::Home);
    harness.run_steps(6);
    let restore = harness.query_all_by_role_and_label(Role::Button, "Restore…").next().expect("it is there");
    assert!(restore.accesskit_node().is_disabled());
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    harness.run_steps(6);
    let toast = harness.get_by_label_contains("Restore: ");
    assert_eq!(
        toast.accesskit_node().data().live(),
        Some(egui::accesskit::Live::Polite),
        "a screen reader says it by itself"
    );
}

#[test]
fn the_tree_tells_levels_and_states() {
    let harness = open();
    let tree = harness.get_by_role(Role::Tree);
    assert!(tree.accesskit_node().label().is_some_and(|name| name.starts_with("Snapshots of ")));
    let mut levels = BTreeSet::new();
    let mut selected = 0;
    for item in harness.query_all_by_role(Role::TreeItem) {
        let node = item.accesskit_node();
        levels.insert(node.data().level().expect("an item tells its level"));
        let (position, size) = (node.data().position_in_set(), node.data().size_of_set());
        let place = position.zip(size).expect("an item tells which of its siblings it is");
        assert!(place.0 >= 1 && place.0 <= place.1, "{place:?}");
        assert!(node.data().description().is_some_and(|words| !words.is_empty()), "{:?}", node.label());
        selected += usize::from(node.is_selected() == Some(true));
    }
    assert!(levels.contains(&1) && levels.len() > 2, "{levels:?}");
    assert_eq!(selected, 1, "one item is chosen");
}

#[test]
fn tab_reaches_every_part_and_comes_back() {
    let mut harness = open();
    let mut reached: Vec<String> = Vec::new();
    let mut came_back = false;
    for _ in 0..120 {
        harness.key_press(Key::Tab);
        harness.run_steps(2);
        let focused = harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
        let Some(node) = focused else { continue };
        let node = node.accesskit_node();
        let name = format!("{:?}: {}", node.role(), node.label().unwrap_or_default());
        if reached.first() == Some(&name) {
            came_back = true;
            break;
        }
        reached.push(name);
    }
    let parts = ["Search", "Overview", "Filter machines", "ListItem: ", "Tree", "TreeItem: Current state", "Fit"];
    let places = parts.map(|part| {
        let place = reached.iter().position(|name| name.contains(part));
        place.unwrap_or_else(|| panic!("Tab does not reach “{part}”: {reached:#?}"))
    });
    assert!(places.is_sorted(), "from the top to the bottom, from the left to the right: {reached:#?}");
    assert!(came_back, "{reached:#?}");
}
