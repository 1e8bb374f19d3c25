//! What one frame of the window costs: run and tessellate, without a GPU.
//!
//! `cargo bench --bench frames`. The design asks for under 0.5 ms for tree, table and list, with
//! 100,000 snapshots as with 1,000; zoomed out under 1 ms at 10,000 and 2 ms at 100,000.
#![expect(clippy::expect_used, reason = "a benchmark fails as a test does")]

use std::collections::HashMap;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;

use chrono::{DateTime, TimeDelta};
use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use egui::{Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, vec2};
use snapgrove::app::{App, Background, SettingsKeeper};
use snapgrove::hypervisor::ConnectOptions;
use snapgrove::model::{
    Abilities, Connection, ConnectionId, ConnectionInventory, CurrentState, FileSizes, Inventory, Machine,
    MachineEntry, MachineId, MachineReading, MachineState, Snapshot, SnapshotId, SnapshotTreeBuilder,
};
use snapgrove::search::SearchIndex;
use snapgrove::settings::SettingsFile;
use uuid::Uuid;

/// A bushy machine: every tenth snapshot begins a branch.
fn machine(number: u128, snapshots: usize) -> Machine {
    let mut tree = SnapshotTreeBuilder::default();
    let mut placed = Vec::new();
    for (position, hours) in (0..snapshots).zip(0_i64..) {
        let parent = match position {
            0 => None,
            _ if position % 10 == 0 => Some(placed[position / 7]),
            _ => Some(placed[position - 1]),
        };
        let snapshot = Snapshot {
            id: SnapshotId(Uuid::from_u128((number << 64) | position as u128)),
            name: format!("nightly build {position} of the web server"),
            description: String::from("before the upgrade of the database"),
            taken_at: DateTime::from_timestamp(1_700_000_000, 0).map(|start| start + TimeDelta::hours(hours)),
            online: position % 5 == 0,
            saved_state: None,
            firmware_file: None,
            hardware: Arc::default(),
        };
        placed.push(tree.push(parent, snapshot).expect("the parent is there"));
    }
    let current = SnapshotId(Uuid::from_u128((number << 64) | (snapshots / 2) as u128));
    let path: Arc<Path> = Path::new("/vms/machine.vbox").into();
    Machine {
        id: MachineId(Uuid::from_u128(number)),
        name: format!("machine-{number:04}").into(),
        description: String::new(),
        groups: Vec::new(),
        os_type: None,
        settings_file: path.clone(),
        settings_version: None,
        snapshot_folder: path,
        recorded_state: MachineState::PoweredOff,
        state_since: None,
        tree: tree.finish(Some(current)),
        current_state: CurrentState::default(),
        images: Vec::new(),
        problems: Vec::new(),
    }
}

fn inventory(machines: u128, snapshots: usize) -> Arc<Inventory> {
    let connection = ConnectionId::new("virtualbox");
    let readings = (1..=machines)
        .map(|number| {
            let machine = machine(number, snapshots);
            let entry = MachineEntry {
                connection: connection.clone(),
                id: machine.id,
                name: machine.name.clone(),
                settings_file: machine.settings_file.clone(),
            };
            (entry, MachineReading::Read(Arc::new(machine)))
        })
        .collect();
    let connection = Connection {
        id: connection,
        is_practice: false,
        name: "VirtualBox".into(),
        place: "".into(),
        abilities: Abilities::default(),
    };
    let assembled =
        ConnectionInventory::assemble(connection, readings, &HashMap::new(), &[], &FileSizes::new(), Vec::new());
    Arc::new(Inventory { generation: 1, connections: vec![Arc::new(assembled)], host_disks: Vec::new() })
}

/// A window that can be drawn without a screen.
struct Window {
    ctx: egui::Context,
    app: App,
    time: f64,
}

impl Window {
    fn new(inventory: Arc<Inventory>) -> Self {
        let ctx = egui::Context::default();
        let (sender, inbox) = channel();
        let mut app = App::new(
            &ctx,
            Background::from_inbox(inbox),
            ConnectOptions::default(),
            SettingsKeeper::open(SettingsFile::none()).expect("a thread can be started"),
        );
        sender.send(inventory).expect("the window listens");
        app.receive(&ctx);
        let mut window = Self { ctx, app, time: 0.0 };
        for _ in 0..5 {
            window.frame(Vec::new());
        }
        window
    }

    fn frame(&mut self, events: Vec<Event>) -> usize {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 800.0))),
            time: Some(self.time),
            events,
            ..RawInput::default()
        };
        let output = self.ctx.run_ui(input, |ui| self.app.draw(ui));
        let shapes = output.shapes.clone();
        output.drop_without_applying_deltas();
        self.ctx.tessellate(shapes, 1.0).len()
    }

    fn press(&mut self, key: Key, modifiers: Modifiers) {
        for pressed in [true, false] {
            self.frame(vec![Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }]);
        }
        for _ in 0..3 {
            self.frame(Vec::new());
        }
    }

    /// A frame in which everything moves, so that nothing cached from the frame before helps.
    fn moved_frame(&mut self, step: &mut f32) -> usize {
        *step = -*step;
        let middle = Pos2::new(600.0, 450.0);
        let wheel = Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, *step),
            modifiers: Modifiers::NONE,
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Trackpad,
        };
        self.frame(vec![Event::PointerMoved(middle), wheel])
    }
}

fn frames(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame");
    for snapshots in [1_000, 10_000, 100_000] {
        let mut window = Window::new(inventory(3, snapshots));
        group.bench_function(BenchmarkId::new("tree, still", snapshots), |bencher| {
            bencher.iter(|| black_box(window.frame(Vec::new())));
        });
        let mut step = 40.0;
        group.bench_function(BenchmarkId::new("tree, panning", snapshots), |bencher| {
            bencher.iter(|| black_box(window.moved_frame(&mut step)));
        });
        window.press(Key::F, Modifiers::NONE);
        group.bench_function(BenchmarkId::new("tree, zoomed out, still", snapshots), |bencher| {
            bencher.iter(|| black_box(window.frame(Vec::new())));
        });
        group.bench_function(BenchmarkId::new("tree, zoomed out, panning", snapshots), |bencher| {
            bencher.iter(|| black_box(window.moved_frame(&mut step)));
        });
        window.press(Key::Num2, Modifiers::COMMAND);
        group.bench_function(BenchmarkId::new("table, scrolling", snapshots), |bencher| {
            bencher.iter(|| black_box(window.moved_frame(&mut step)));
        });
    }
    let mut window = Window::new(inventory(1_000, 10));
    group.bench_function("list of 1,000 machines", |bencher| bencher.iter(|| black_box(window.frame(Vec::new()))));
    group.finish();
}

/// Showing machines that were never shown before: from the key in the list to the end of the frame that shows the tree.
fn switching(criterion: &mut Criterion) {
    let read = inventory(50, 200);
    let first_row = Pos2::new(120.0, 270.0);
    let open = || {
        let mut window = Window::new(read.clone());
        for pressed in [true, false] {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            window.frame(vec![
                Event::PointerMoved(first_row),
                Event::PointerButton { pos: first_row, button, pressed, modifiers },
            ]);
        }
        for _ in 0..3 {
            black_box(window.frame(Vec::new()));
        }
        window
    };
    let next = |window: &mut Window| {
        let (key, modifiers) = (Key::ArrowDown, Modifiers::NONE);
        let down = Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
        black_box(window.frame(vec![down]) + window.frame(Vec::new()))
    };
    let mut window = open();
    let before = window.app.selection().shown().cloned();
    next(&mut window);
    assert_ne!(before, window.app.selection().shown().cloned(), "the key shows another machine");
    criterion.bench_function("switching to a machine with 200 snapshots", |bencher| {
        bencher.iter_batched_ref(open, next, BatchSize::PerIteration);
    });
}

fn search(criterion: &mut Criterion) {
    let inventory = inventory(10, 10_000);
    criterion.bench_function("search/index 100,000 snapshots", |bencher| {
        bencher.iter(|| black_box(SearchIndex::build(&inventory)));
    });
    let index = SearchIndex::build(&inventory);
    for words in ["web", "4711", "not there at all"] {
        criterion.bench_function(&format!("search/100,000 snapshots/{words}"), |bencher| {
            bencher.iter(|| black_box(index.find(words, 50)));
        });
    }
}

criterion_group!(benches, frames, switching, search);
criterion_main!(benches);
