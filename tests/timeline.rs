//! The timeline: a true scale with readable marks, clusters that open, and the selection of the tree.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test ends by panicking")]

mod window_machines;

use std::sync::Arc;
use std::sync::mpsc::Sender;

use chrono::{DateTime, FixedOffset, Utc};
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use proptest::prelude::*;
use snapgrove::app::App;
use snapgrove::app::command::Node;
use snapgrove::app::timeline::axis::{Axis, DAY, Moment, SECOND};
use snapgrove::app::timeline::band::Band;
use snapgrove::app::timeline::clusters::clusters;
use snapgrove::app::timeline::ticks::ticks;
use snapgrove::model::Inventory;
use window_machines::{chain, inventory, outlines, window};

/// From 1980 to 2060.
const MOMENTS: std::ops::Range<Moment> = 315_532_800_000..2_840_140_800_000;

fn at(text: &str) -> Moment {
    text.parse::<DateTime<Utc>>().unwrap().timestamp_millis()
}

fn labels(from: &str, to: &str, least: f64) -> (Vec<String>, Vec<String>) {
    let found = ticks(&Utc, at(from), at(to), least);
    let words = |ticks: Vec<snapgrove::app::timeline::ticks::Tick>| ticks.into_iter().map(|tick| tick.label).collect();
    (words(found.fine), words(found.coarse))
}

#[test]
fn marks_are_in_the_unit_that_fits_the_zoom() {
    let (fine, coarse) = labels("2024-03-10T00:00:00Z", "2026-02-01T00:00:00Z", 200.0 * DAY);
    assert_eq!(fine, ["2024", "2025", "2026"]);
    assert!(coarse.is_empty());
    let (fine, coarse) = labels("2025-11-10T00:00:00Z", "2026-02-01T00:00:00Z", 20.0 * DAY);
    assert_eq!(fine, ["Nov", "Dec", "Jan", "Feb"]);
    assert_eq!(coarse, ["2025", "2026"]);
    let (fine, coarse) = labels("2026-02-27T12:00:00Z", "2026-03-02T00:00:00Z", 0.8 * DAY);
    assert_eq!(fine, ["27 Feb", "28 Feb", "1 Mar", "2 Mar"]);
    assert_eq!(coarse, ["February 2026", "March 2026"]);
    let (fine, coarse) = labels("2026-02-27T21:10:00Z", "2026-02-28T01:00:00Z", 3_000.0 * SECOND);
    assert_eq!(fine, ["21:00", "22:00", "23:00", "00:00", "01:00"]);
    assert_eq!(coarse, ["27 February 2026", "28 February 2026"]);
}

#[test]
fn marks_stand_at_local_midnights() {
    let zone = FixedOffset::east_opt(5 * 3_600 + 1_800).unwrap();
    let found = ticks(&zone, at("2026-02-27T12:00:00Z"), at("2026-03-02T00:00:00Z"), DAY);
    for tick in found.fine {
        let local = DateTime::from_timestamp_millis(tick.at).unwrap().with_timezone(&zone);
        assert_eq!(local.format("%H:%M:%S").to_string(), "00:00:00");
    }
}

proptest! {
    #[test]
    fn marks_ascend_and_are_apart(from in MOMENTS, points in 100.0_f64..2_000.0, scale in -1.0_f64..9.0) {
        let scale = 10_f64.powf(scale);
        #[expect(clippy::cast_possible_truncation, reason = "a test's range of time")]
        let to = from + (points * scale) as i64;
        let found = ticks(&Utc, from, to, 64.0 * scale);
        for row in [&found.fine, &found.coarse] {
            prop_assert!(row.windows(2).all(|pair| pair[0].at < pair[1].at));
        }
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of a test")]
        let apart = |pair: &[snapgrove::app::timeline::ticks::Tick]| (pair[1].at - pair[0].at) as f64;
        // February is shorter than a month on average.
        let all_apart = found.fine.windows(2).all(|pair| apart(pair) >= 64.0 * scale * 0.9);
        prop_assert!(all_apart, "{:?}", found.fine);
        // As many as there are room for, but never none: what is seen is never without a time.
        prop_assert!(!found.fine.is_empty() && found.fine.len() <= 60);
        prop_assert!(found.fine[0].at <= from || found.fine[0].at <= to);
    }

    #[test]
    fn every_snapshot_that_is_seen_is_in_one_cluster(
        mut times in prop::collection::vec(MOMENTS, 0..300),
        left in MOMENTS,
        length in 1_i64..2_000_000_000_000,
    ) {
        times.sort_unstable();
        let width = 900.0;
        let axis = Axis::fit(left, left.saturating_add(length), width, (0.0, 0.0));
        let found = clusters(&times, axis, width);
        for pair in found.windows(2) {
            prop_assert_eq!(pair[0].range.end, pair[1].range.start);
            prop_assert!(pair[0].at <= pair[1].at);
        }
        let (first, last) = (axis.moment(0.0), axis.moment(width));
        for (position, time) in times.iter().enumerate().filter(|(_, time)| (first..=last).contains(*time)) {
            let cluster = found.iter().find(|cluster| cluster.range.contains(&position));
            let cluster = cluster.expect("what is seen is drawn");
            // A true scale: what stands for a snapshot is where the snapshot is, or in the same stretch.
            let off = (axis.x(cluster.at) - axis.x(*time)).abs();
            prop_assert!(off < if cluster.range.len() == 1 { 0.01 } else { 53.0 }, "{} points off", off);
        }
    }

    #[test]
    fn panning_changes_no_cluster(mut times in prop::collection::vec(0_i64..100_000_000, 1..200), pan in -300.0_f32..300.0) {
        times.sort_unstable();
        let axis = Axis::fit(0, 100_000_000, 900.0, (0.0, 0.0));
        let mut panned = axis;
        panned.pan_by(pan);
        let before = clusters(&times, axis, 900.0);
        for cluster in clusters(&times, panned, 900.0) {
            let x = axis.x(cluster.at);
            if (0.0..900.0).contains(&x) && (0.0..900.0).contains(&(x + pan)) {
                prop_assert!(before.iter().any(|other| other.range == cluster.range), "{:?}", cluster);
            }
        }
    }

    #[test]
    fn zooming_keeps_what_is_under_the_pointer(x in 0.0_f32..900.0, factor in 0.2_f64..5.0) {
        let mut axis = Axis::fit(at("2020-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z"), 900.0, (40.0, 40.0));
        let before = axis.moment(x);
        axis.zoom_around(factor, x);
        prop_assert!((axis.x(before) - x).abs() < 0.05);
    }
}

#[test]
fn what_is_made_to_fit_is_seen_whole() {
    let (from, to) = (at("2020-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z"));
    let axis = Axis::fit(from, to, 900.0, (40.0, 200.0));
    assert!((axis.x(from) - 40.0).abs() < 0.01 && (axis.x(to) - 700.0).abs() < 0.01);
    let one = Axis::fit(from, from, 900.0, (40.0, 200.0));
    assert!((40.0..=700.0).contains(&one.x(from)));
}

fn usual() -> Arc<Inventory> {
    let settings: Vec<String> = outlines().iter().zip(1..).map(|(outline, number)| outline.settings(number)).collect();
    inventory(1, &settings)
}

fn band_of(inventory: &Inventory, name: &str) -> Band {
    let (connection, entry) = inventory.machines().find(|(_, entry)| entry.name() == name).unwrap();
    Band::new(entry.machine().unwrap(), entry, &connection.images, 1)
}

#[test]
fn the_current_path_has_the_first_lane_and_every_snapshot_one_place() {
    let inventory = usual();
    let band = band_of(&inventory, "web-frontend");
    let tree = &band.machine.tree;
    for index in tree.current_path() {
        assert_eq!(band.place(index).unwrap().0, 0);
    }
    let mut places: Vec<_> = tree.iter().map(|(index, _)| band.place(index).unwrap()).collect();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), tree.len());
    assert!(band.tracks.iter().all(|track| track.times.is_sorted()));
}

#[test]
fn lines_do_not_run_through_other_branches() {
    let inventory = usual();
    let band = band_of(&inventory, "web-frontend");
    for (lane, track) in (0_u8..).zip(&band.tracks) {
        for (time, colour) in track.times.iter().zip(&track.colours) {
            let through = band.spans.iter().filter(|span| span.lane == lane && span.from < *time && *time < span.to);
            for span in through {
                assert_eq!(span.colour, *colour, "lane {lane} at {time}");
            }
        }
    }
}

#[test]
fn time_is_walked_from_the_oldest_to_the_current_state() {
    let inventory = usual();
    let band = band_of(&inventory, "web-frontend");
    let mut node = band.node(band.by_time[0]);
    let mut steps = 0;
    while let Some(next) = band.neighbour(node, true) {
        assert_eq!(band.neighbour(next, false), Some(node));
        node = next;
        steps += 1;
    }
    assert_eq!((node, steps), (Node::CurrentState, band.by_time.len()));
}

type Window = (Harness<'static, App>, Sender<Arc<Inventory>>);

fn open(shown: Arc<Inventory>, machine: &str) -> Window {
    let mut sender = None;
    let mut harness = Harness::builder().with_size([1280.0, 800.0]).build_eframe(|cc| {
        let (app, inventories) = window(&cc.egui_ctx);
        sender = Some(inventories);
        app
    });
    let sender = sender.unwrap();
    sender.send(shown).unwrap();
    harness.run_steps(4);
    sidebar(&harness, machine).click();
    harness.run_steps(4);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num4);
    harness.run_steps(4);
    (harness, sender)
}

fn sidebar<'a>(harness: &'a Harness<'_, App>, name: &'a str) -> egui_kittest::Node<'a> {
    harness
        .get_all_by_role(Role::ListItem)
        .find(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with(name)))
        .unwrap()
}

fn chosen(harness: &Harness<'_, App>) -> Vec<String> {
    harness
        .query_all_by_role(Role::ListBoxOption)
        .filter(|node| node.accesskit_node().is_selected() == Some(true))
        .filter_map(|node| node.accesskit_node().label())
        .collect()
}

#[test]
fn the_selection_is_that_of_the_tree() {
    let (mut harness, _sender) = open(usual(), "web-frontend");
    assert_eq!(chosen(&harness), ["Current state"]);
    harness.get_by_role_and_label(Role::ListBoxOption, "Pre-update backup").click();
    harness.run_steps(4);
    assert_eq!(chosen(&harness), ["Pre-update backup"]);
    harness.get_by_label("About Pre-update backup");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    harness.run_steps(4);
    let item = harness.get_by_role_and_label(Role::TreeItem, "Pre-update backup");
    assert_eq!(item.accesskit_node().is_selected(), Some(true));
}

#[test]
fn the_arrow_keys_go_through_time() {
    let (mut harness, _sender) = open(usual(), "web-frontend");
    harness.get_by_role_and_label(Role::ListBoxOption, "Current state").click();
    harness.run_steps(4);
    for (key, reached) in [
        (Key::ArrowLeft, "After update"),
        (Key::ArrowLeft, "nginx 1.29 trial"),
        (Key::ArrowLeft, "Pre-update backup"),
        (Key::ArrowLeft, "exp-cache-3"),
        (Key::ArrowRight, "Pre-update backup"),
    ] {
        harness.key_press(key);
        harness.run_steps(4);
        assert_eq!(chosen(&harness), [reached], "{key:?}");
    }
}

#[test]
fn snapshots_that_fall_together_open_by_a_click() {
    let (mut harness, _sender) = open(inventory(1, &[chain(200)]), "chain");
    let together = |harness: &Harness<'_, App>| harness.query_all_by_label_contains("snapshots together").count();
    let single = |harness: &Harness<'_, App>| {
        harness
            .query_all_by_role(Role::ListBoxOption)
            .filter(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with("night")))
            .count()
    };
    assert!(together(&harness) > 5, "200 weeks do not fit one by one");
    assert_eq!(single(&harness), 0);
    for _ in 0..4 {
        if together(&harness) == 0 {
            break;
        }
        harness.query_all_by_label_contains("snapshots together").next().unwrap().click();
        harness.run_steps(4);
    }
    assert!(single(&harness) > 0, "a click opens");
}

#[test]
fn several_machines_share_one_axis_and_stay_chosen() {
    let (mut harness, _sender) = open(usual(), "web-frontend");
    sidebar(&harness, "db-primary").click_modifiers(Modifiers::COMMAND);
    harness.run_steps(4);
    for name in ["Pre-update backup", "Before migration", "Clean install"] {
        harness.get_by_role_and_label(Role::ListBoxOption, name);
    }
    for name in ["After update", "Clean install"] {
        harness.get_by_role_and_label(Role::ListBoxOption, name).click();
        harness.run_steps(4);
        assert_eq!(harness.state().selection().count(), 2, "both stay chosen");
        harness.get_by_label(&format!("About {name}"));
    }
}

#[test]
fn snapshots_without_a_time_stand_at_the_side() {
    let settings = outlines()[0].settings(1);
    let start = settings.find("name=\"exp-cache-3\" timeStamp=\"").unwrap() + "name=\"exp-cache-3\" timeStamp=\"".len();
    let settings = format!("{}someday{}", &settings[..start], &settings[start + "2026-11-20T10:00:00Z".len()..]);
    let (mut harness, _sender) = open(inventory(1, &[settings]), "web-frontend");
    harness.get_by_label("Time not known");
    harness.get_by_role_and_label(Role::ListBoxOption, "exp-cache-3").click();
    harness.run_steps(4);
    assert_eq!(chosen(&harness), ["exp-cache-3"]);
}

#[test]
fn marks_are_shared_and_a_shift_click_makes_them() {
    let (mut harness, _sender) = open(usual(), "web-frontend");
    harness.get_by_role_and_label(Role::ListBoxOption, "nginx 1.29 trial").click_modifiers(Modifiers::SHIFT);
    harness.run_steps(4);
    let point = harness.get_by_role_and_label(Role::ListBoxOption, "nginx 1.29 trial");
    let about = point.accesskit_node().description().unwrap();
    assert!(about.ends_with("marked for deletion"), "{about}");
    harness.get_by_label_contains("1 snapshot marked");
}
