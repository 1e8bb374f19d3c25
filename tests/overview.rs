//! The overview in the window, on a real Sandbox: it opens by click and by key, a finding leads to its snapshot, and
//! what is silenced is hidden.
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::Utc;
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use snapgrove::app::{App, Background, SettingsKeeper};
use snapgrove::health::Thresholds;
use snapgrove::hypervisor::sandbox::{NewMachine, NewSnapshot, Sandbox};
use snapgrove::hypervisor::{ConnectOptions, SandboxWish};
use snapgrove::jobs::JobsOptions;
use snapgrove::model::Bytes;
use snapgrove::settings::{Settings, SettingsFile};

/// A test that waits longer than this is stuck.
const PATIENCE: Duration = Duration::from_mins(2);
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, command: true, ctrl: true, ..Modifiers::NONE };

fn until(harness: &mut Harness<'_, App>, what: &str, is_so: impl Fn(&Harness<'_, App>) -> bool) {
    let start = Instant::now();
    loop {
        harness.run_steps(2);
        if is_so(harness) {
            return;
        }
        assert!(start.elapsed() < PATIENCE, "{what}: not within two minutes");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn says(harness: &Harness<'_, App>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

/// Settings under which the disk that this runs on, however full, gives no finding of its own.
fn no_warning_of_the_disk(folder: &Path) -> SettingsFile {
    let mut settings = Settings::default();
    settings.thresholds = Thresholds {
        free_moderate: Bytes(0),
        free_serious: Bytes(0),
        free_moderate_percent: 0,
        free_serious_percent: 0,
        full_moderate_days: 0,
        full_serious_days: 0,
        ..Thresholds::default()
    };
    let file = SettingsFile::at(&folder.join("settings.ron"));
    file.save(&settings).expect("settings can be kept");
    file
}

/// The window on the Sandbox in a folder.
fn open(folder: &Path) -> Harness<'static, App> {
    let options = ConnectOptions {
        virtualbox_home: Some(folder.join("no virtualbox")),
        sandbox: SandboxWish::Always,
        sandbox_folder: Some(folder.join("sandbox")),
        ..ConnectOptions::default()
    };
    let jobs = JobsOptions { folder: Some(folder.join("data")), ..JobsOptions::default() };
    let background = Background::start(&options, jobs).expect("threads can be started");
    let settings = SettingsKeeper::open(no_warning_of_the_disk(folder)).expect("a thread can be started");
    let mut harness = Harness::builder()
        .with_size([1280.0, 800.0])
        .build_eframe(move |cc| App::new(&cc.egui_ctx, background, options, settings));
    until(&mut harness, "the tree is there", |harness| {
        harness.query_all_by_role_and_label(Role::TreeItem, "twin").next().is_some()
    });
    harness
}

/// A machine with snapshots of these names.
fn machine(sandbox: &Sandbox, name: &str, snapshots: &[&str]) {
    let machine = sandbox.create_machine(&NewMachine::small(name, 16 << 20), Utc::now()).expect("a machine");
    for name in snapshots {
        let new = NewSnapshot { name: (*name).to_owned(), description: String::new(), taken_at: Utc::now() };
        sandbox.take(machine, &new).expect("a snapshot can be taken");
    }
}

#[test]
fn the_page_opens_a_finding_leads_on_and_silence_hides_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = Sandbox::open(folder.path().join("sandbox")).expect("the Sandbox opens");
    machine(&sandbox, "web", &["twin", "twin", "other"]);
    let mut harness = open(folder.path());

    harness.key_press_modifiers(CTRL_SHIFT, Key::O);
    until(&mut harness, "the finding is listed", |harness| {
        says(harness, "are named “twin”") || says(harness, "“twin”")
    });
    harness.get_by_label("Rename…").click();
    until(&mut harness, "the machine with its snapshots is shown", |harness| says(harness, "Rename snapshots of web"));
    assert!(says(&harness, "2 of 3 chosen"), "those that the finding is about are chosen");
    harness.key_press(Key::Escape);
    until(&mut harness, "the dialog is closed", |harness| harness.query_by_label("Cancel").is_none());

    harness.get_by_label_contains("Overview").click();
    until(&mut harness, "the page is shown", |harness| harness.query_by_label("Inspect now").is_some());
    harness.get_by_label("More about this finding").click();
    until(&mut harness, "the menu is open", |harness| harness.query_by_label("Silence…").is_some());
    harness.get_by_label("Silence…").click();
    until(&mut harness, "the dialog is open", |harness| harness.query_by_label("Silence").is_some());
    harness.key_press(Key::Enter);
    until(&mut harness, "it is hidden", |harness| {
        says(harness, "Silenced 1") && harness.query_by_label("Rename…").is_none()
    });
}

#[test]
fn another_filter_begins_at_the_top() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = Sandbox::open(folder.path().join("sandbox")).expect("the Sandbox opens");
    for number in 10..30 {
        machine(&sandbox, &format!("web{number}"), &["twin", "twin"]);
    }
    let mut harness = open(folder.path());
    harness.key_press_modifiers(CTRL_SHIFT, Key::O);
    until(&mut harness, "the findings are listed", |harness| says(harness, "of “web29” are called"));
    let first = |harness: &Harness<'_, App>| harness.get_by_label_contains("of “web10” are called").rect().top();
    let top = first(&harness);
    let scroll = |harness: &mut Harness<'_, App>| {
        harness.hover_at(harness.get_by_label_contains("of “web12” are called").rect().center());
        harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, -200.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
        // Scrolling is smooth.
        until(harness, "it is scrolled", |harness| first(harness) < top - 150.0);
        harness.run_steps(30);
    };
    scroll(&mut harness);
    harness.run_steps(10);
    assert!(first(&harness) < top - 150.0, "it stays where it is");
    harness.get_by_label("Moderate 20").click();
    until(&mut harness, "the other list begins at the top", |harness| (first(harness) - top).abs() < 1.0);
}
