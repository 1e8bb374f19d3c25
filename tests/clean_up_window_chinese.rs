//! The clean-up page in another language: the words of the rule stand in that language's order and can be changed there.
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

mod window_machines;

use std::time::{Duration, Instant};

use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use snapgrove::app::App;
use snapgrove::language::{self, Language};
use window_machines::{chain, inventory, window};

/// A test that waits longer than this is stuck.
const PATIENCE: Duration = Duration::from_mins(2);
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, command: true, ctrl: true, ..Modifiers::NONE };

fn until(harness: &mut Harness<'_, App>, words: &str) {
    let start = Instant::now();
    while harness.query_all_by_label_contains(words).next().is_none() {
        harness.run_steps(1);
        assert!(start.elapsed() < PATIENCE, "{words}: not within two minutes");
    }
}

/// The names of all buttons, from top to bottom and from left to right.
fn buttons(harness: &Harness<'_, App>) -> Vec<String> {
    let nodes = harness.query_all_by_role(Role::Button);
    let mut buttons: Vec<(i64, i64, String)> = nodes
        .map(|node| {
            #[expect(clippy::cast_possible_truncation, reason = "places in a window")]
            let place = (node.rect().center().y as i64, node.rect().left() as i64);
            (place.0, place.1, node.accesskit_node().label().unwrap_or_default())
        })
        .collect();
    buttons.sort();
    buttons.into_iter().map(|(.., label)| label).collect()
}

/// One test, as the language is the whole program's.
#[test]
fn the_words_of_the_rule_stand_in_the_order_of_the_language() {
    language::choose(Language::SimplifiedChinese);
    // A test has no fonts of the system, and looks at no picture.
    let builder = Harness::builder().with_size([1280.0, 900.0]).allow_missing_glyphs();
    let mut harness = builder.build_eframe(|cc| {
        let (app, sender) = window(&cc.egui_ctx);
        sender.send(inventory(1, &[chain(10)])).expect("the window listens");
        app
    });
    harness.run_steps(3);
    harness.key_press_modifiers(CTRL_SHIFT, Key::L);
    until(&mut harness, "规则：均衡");
    until(&mut harness, "超过 90 天");
    // Each word is named by the text before it; in English, “week” comes before “6 months”.
    let wanted = ["所有虚拟机", "超过 90 天", "最近 6 个月", "内每 周", "最近 1 年", "内每 月", "适用于 未在运行"];
    let buttons = buttons(&harness);
    let words: Vec<&str> = buttons.iter().map(String::as_str).filter(|label| wanted.contains(label)).collect();
    assert_eq!(words, wanted);
    harness.get_by_label("超过 90 天").click();
    harness.run_steps(3);
    harness.get_by_label("个月").click();
    until(&mut harness, "超过 90 个月");
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    harness.get_by_label("移除：每周一个").click();
    until(&mut harness, "已更改");
    harness.run_steps(3);
    assert!(harness.query_by_label("内每 周").is_none(), "the cross takes the whole phrase away");
    assert!(harness.query_by_label("内每 月").is_some());
    harness.get_by_label("撤销").click();
    until(&mut harness, "内每 周");
}
