//! The disk map shows every file once, as large as the space it takes, and shares selection and marks with
//! the tree.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test ends by panicking")]

mod window_machines;

use std::sync::Arc;
use std::sync::mpsc::Sender;

use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use proptest::prelude::*;
use snapgrove::app::App;
use snapgrove::app::command::Node;
use snapgrove::app::disk_map::Contents;
use snapgrove::app::disk_map::contents::{Group, Tile, TileRole};
use snapgrove::app::disk_map::layout::{Level, What, bundle, lay_out};
use snapgrove::app::disk_map::squarify::squarify;
use snapgrove::app::sidebar::usage_parts;
use snapgrove::app::theme::colors_of;
use snapgrove::app::tree::layout::Area;
use snapgrove::model::{Bytes, Inventory, SnapshotId};
use window_machines::{inventory, outlines, window};

const AREA: Area = Area { left: 10.0, top: 20.0, right: 810.0, bottom: 620.0 };

fn extent(area: Area) -> f64 {
    area.width() * area.height()
}

fn overlap(one: Area, two: Area) -> f64 {
    let width = one.right.min(two.right) - one.left.max(two.left);
    let height = one.bottom.min(two.bottom) - one.top.max(two.top);
    width.max(0.0) * height.max(0.0)
}

/// What holds for any division of [`AREA`].
fn assert_divided(weights: &[u64], parts: &[Area]) {
    assert_eq!(parts.len(), weights.len());
    #[expect(clippy::cast_precision_loss, reason = "shares are compared to nine digits")]
    let share = |weight: u64| weight as f64 / weights.iter().map(|weight| *weight as f64).sum::<f64>().max(1.0);
    for (part, weight) in parts.iter().zip(weights) {
        assert!(part.left >= AREA.left - 1e-9 && part.right <= AREA.right + 1e-9, "{part:?}");
        assert!(part.top >= AREA.top - 1e-9 && part.bottom <= AREA.bottom + 1e-9, "{part:?}");
        assert!(part.width() >= 0.0 && part.height() >= 0.0, "{part:?}");
        let difference = extent(*part) / extent(AREA) - share(*weight);
        assert!(difference.abs() < 1e-9, "{part:?} is {difference} off for {weight}");
    }
    let whole: f64 = parts.iter().map(|part| extent(*part)).sum();
    if weights.iter().any(|weight| *weight > 0) {
        assert!((whole - extent(AREA)).abs() < 1e-3, "{whole}");
    }
    for (position, one) in parts.iter().enumerate() {
        for two in &parts[position + 1..] {
            assert!(overlap(*one, *two) < 1e-6, "{one:?} and {two:?}");
        }
    }
}

proptest! {
    #[test]
    fn parts_are_as_large_as_their_weights(weights in prop::collection::vec(0_u64..1_000_000, 0..60)) {
        let parts = squarify(&weights, AREA);
        assert_divided(&weights, &parts);
        prop_assert_eq!(parts, squarify(&weights, AREA));
    }

    #[test]
    fn sizes_of_any_magnitude_are_divided(weights in prop::collection::vec(0_u32..64, 0..40)) {
        let weights: Vec<u64> = weights.into_iter().map(|power| 1_u64 << power).collect();
        assert_divided(&weights, &squarify(&weights, AREA));
    }

    #[test]
    fn every_weight_is_in_one_bundle(mut weights in prop::collection::vec(1_u64..1_000_000, 0..400), smallest in 1.0_f64..10_000.0) {
        weights.sort_unstable_by(|one, two| two.cmp(one));
        let bundles = bundle(&weights, 480_000.0, smallest);
        let mut next = 0;
        for bundle in &bundles {
            prop_assert_eq!(bundle.start, next);
            prop_assert!(bundle.end > bundle.start);
            next = bundle.end;
        }
        prop_assert_eq!(next, weights.len());
    }

    #[test]
    fn every_byte_is_on_the_map(sizes in prop::collection::vec(prop::collection::vec(1_u64..1_000_000, 1..40), 1..40)) {
        let contents = contents(&sizes);
        let placed = lay_out(&contents, &Level::Groups(0..contents.groups.len()), AREA);
        let tiles = || placed.iter().filter(|place| !matches!(place.what, What::Heading(_)));
        let shown: u64 = tiles().map(|place| place.what.bytes(&contents).0).sum();
        prop_assert_eq!(shown, contents.total.0);
        for (position, one) in tiles().enumerate() {
            for two in tiles().skip(position + 1) {
                prop_assert!(overlap(one.area, two.area) < 1e-6, "{:?} and {:?}", one, two);
            }
        }
    }
}

#[test]
fn a_weight_that_is_all_there_is_fills_the_area() {
    assert_eq!(squarify(&[0, 7, 0], AREA)[1], AREA);
    assert_eq!(squarify(&[], AREA), []);
}

#[test]
fn equal_weights_make_near_squares() {
    for part in squarify(&[5; 48], AREA) {
        let elongation = part.width().max(part.height()) / part.width().min(part.height());
        assert!(elongation < 1.6, "{part:?}");
    }
}

/// Contents with a group for each list of sizes.
fn contents(sizes: &[Vec<u64>]) -> Contents {
    let tile = |size: &u64| Tile {
        name: "disk".to_owned(),
        role: TileRole::Difference,
        bytes: Bytes(*size),
        path: None,
        place: None,
        problem: None,
    };
    let mut groups: Vec<Group> = sizes
        .iter()
        .map(|sizes| {
            let mut tiles: Vec<Tile> = sizes.iter().map(tile).collect();
            tiles.sort_by_key(|tile| std::cmp::Reverse(tile.bytes));
            let bytes = tiles.iter().map(|tile| tile.bytes).sum();
            Group { name: "group".to_owned(), place: None, bytes, tiles }
        })
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.bytes));
    let total = groups.iter().map(|group| group.bytes).sum();
    Contents { groups, total, ..Contents::default() }
}

#[test]
fn thirty_thousand_images_are_put_together_and_open_step_by_step() {
    let contents = contents(&vec![vec![1_000]; 30_000]);
    let mut level = Level::Groups(0..contents.groups.len());
    for _ in 0..5 {
        let placed = lay_out(&contents, &level, AREA);
        assert!(placed.len() <= 3_100, "{} places", placed.len());
        let Some(several) = placed.iter().find(|place| matches!(place.what, What::Groups(_))) else { return };
        level = several.what.closer(&contents).expect("several can be looked at closer");
    }
    unreachable!("after five steps there is still something put together");
}

fn usual() -> Arc<Inventory> {
    let settings: Vec<String> = outlines().iter().zip(1..).map(|(outline, number)| outline.settings(number)).collect();
    inventory(1, &settings)
}

#[test]
fn the_tiles_of_a_machine_add_up_to_its_usage() {
    let inventory = usual();
    let mut all = Bytes::ZERO;
    for (connection, entry) in inventory.machines() {
        let contents = Contents::of_machine(connection, entry);
        assert_eq!(contents.total, entry.usage.total(), "{}", entry.name());
        for theme in [egui::Theme::Dark, egui::Theme::Light] {
            let parts = usage_parts(colors_of(theme), entry);
            for (role, (bytes, color, name)) in TileRole::ALL.into_iter().zip(parts) {
                assert_eq!((contents.bytes_of(role), role.color(colors_of(theme)), role.name()), (bytes, color, name));
            }
        }
        all += contents.total;
    }
    assert!(all > Bytes::ZERO);
    let together = Contents::of_inventory(&inventory);
    assert_eq!(together.total, inventory.occupied());
    assert_eq!(together.total, all);
}

type Window = (Harness<'static, App>, Sender<Arc<Inventory>>);

fn open() -> Window {
    let mut sender = None;
    let mut harness = Harness::builder().with_size([1280.0, 800.0]).build_eframe(|cc| {
        let (app, inventories) = window(&cc.egui_ctx);
        sender = Some(inventories);
        app
    });
    let sender = sender.unwrap();
    sender.send(usual()).unwrap();
    harness.run_steps(4);
    let machine = |node: &egui_kittest::Node<'_>| {
        node.accesskit_node().label().is_some_and(|label| label.starts_with("web-frontend"))
    };
    harness.get_all_by_role(Role::ListItem).find(machine).unwrap().click();
    harness.run_steps(4);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num3);
    harness.run_steps(4);
    (harness, sender)
}

/// The snapshot that is chosen, by name.
fn chosen(harness: &Harness<'_, App>) -> String {
    let app = harness.state();
    let inventory = app.inventory().clone();
    let (_, entry) = inventory.machine(app.selection().shown().unwrap()).unwrap();
    match app.selection().node(entry) {
        Node::CurrentState => "Current state".to_owned(),
        Node::Snapshot(id) => {
            let tree = &entry.machine().unwrap().tree;
            tree.get(tree.find(id).unwrap()).name.clone()
        }
    }
}

/// The start of a tile's name.
fn tile<'a>(harness: &'a Harness<'_, App>, name: &'a str) -> egui_kittest::Node<'a> {
    harness
        .get_all_by_role(Role::ListBoxOption)
        .find(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with(name)))
        .unwrap()
}

#[test]
fn a_click_on_a_tile_chooses_its_snapshot_in_every_view() {
    let (mut harness, _sender) = open();
    tile(&harness, "exp-cache-2").click();
    harness.run_steps(4);
    assert_eq!(chosen(&harness), "exp-cache-2");
    assert_eq!(tile(&harness, "exp-cache-2").accesskit_node().is_selected(), Some(true));
    harness.get_by_label("About exp-cache-2");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    harness.run_steps(4);
    let item = harness.get_by_role_and_label(Role::TreeItem, "exp-cache-2");
    assert_eq!(item.accesskit_node().is_selected(), Some(true));
}

#[test]
fn the_menu_of_a_tile_is_that_of_its_snapshot() {
    let (mut harness, _sender) = open();
    tile(&harness, "nginx 1.29 trial").click_secondary();
    harness.run_steps(4);
    assert_eq!(chosen(&harness), "nginx 1.29 trial");
    for entry in ["Restore…", "Clone…", "Mark the whole branch"] {
        assert!(harness.query_all_by_label_contains(entry).count() > 0, "{entry}");
    }
}

#[test]
fn the_arrow_keys_walk_the_tiles_and_reach_every_one_of_them() {
    let (mut harness, _sender) = open();
    tile(&harness, "Current state").click();
    harness.run_steps(4);
    let mut seen = std::collections::BTreeSet::new();
    for key in [Key::ArrowLeft, Key::ArrowUp, Key::ArrowRight, Key::ArrowDown].into_iter().cycle().take(24) {
        harness.key_press(key);
        harness.run_steps(4);
        let focused: Vec<_> =
            harness.query_all_by_role(Role::ListBoxOption).filter(egui_kittest::Node::is_focused).collect();
        assert_eq!(focused.len(), 1);
        seen.insert(chosen(&harness));
    }
    assert!(seen.len() >= 3, "{seen:?}");
}

#[test]
fn all_machines_are_one_map_too() {
    let inventory = usual();
    let contents = Contents::of_inventory(&inventory);
    let names: Vec<&str> = contents.groups.iter().map(|group| group.name.as_str()).collect();
    assert!(names.contains(&"web-frontend") && names.contains(&"db-primary"), "{names:?}");
    let leads_to = |tile: &&Tile| matches!(tile.place, Some((_, Node::Snapshot(SnapshotId(_)))));
    assert!(contents.groups.iter().flat_map(|group| &group.tiles).filter(leads_to).count() > 0);
}
