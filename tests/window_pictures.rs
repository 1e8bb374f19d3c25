//! How the window looks, as pictures: `UPDATE_SNAPSHOTS=1 cargo test --test window_pictures` makes them
//! anew. They need a software renderer (Mesa); without one the test says so.
#![expect(clippy::expect_used, reason = "the helpers of a test fail as the test does")]

mod processor_renderer;
mod window_machines;

use std::sync::Arc;

use egui::{Key, Modifiers, Theme};
use egui_kittest::wgpu::WgpuTestRenderer;
use egui_kittest::{Harness, HarnessBuilder, SnapshotOptions, SnapshotResults};
use processor_renderer::ProcessorRenderer;
use snapgrove::app::App;
use snapgrove::app::gallery::Gallery;
use snapgrove::model::Inventory;
use window_machines::{chain, inventory, nothing, outlines, window};

/// Differences between processors are a few pixels at edges.
const FAILED_PIXELS: usize = 40;

/// What draws.
#[derive(Clone, Copy)]
enum Drawn {
    /// As with a graphics card.
    ByCard,
    /// As without one.
    ByProcessor,
}

impl Drawn {
    fn by<State>(self, builder: HarnessBuilder<State>) -> HarnessBuilder<State> {
        match self {
            Self::ByCard => builder.renderer(WgpuTestRenderer::new()),
            Self::ByProcessor => builder.renderer(ProcessorRenderer::default()),
        }
    }
}

fn open(drawn: Drawn, theme: Theme, shown: Arc<Inventory>) -> Harness<'static, App> {
    let builder = Harness::builder().with_size([1000.0, 620.0]).with_theme(theme).with_render_cursor(false);
    let mut harness = drawn.by(builder).build_eframe(|cc| {
        let (app, sender) = window(&cc.egui_ctx);
        cc.egui_ctx.set_theme(theme);
        sender.send(shown).expect("the window listens");
        app
    });
    // Details and wide tables tell times of this computer's time zone: a picture must not.
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::I);
    harness.run_steps(6);
    harness
}

fn is_renderer_there() -> bool {
    let drivers = ["/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d"];
    let found =
        drivers.iter().any(|folder| std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()));
    if !found {
        eprintln!(
            "skipped: there is no Vulkan driver here (apt install mesa-vulkan-drivers), so no pictures are compared"
        );
    }
    found
}

#[test]
fn the_window_looks_as_it_did() {
    if is_renderer_there() {
        look_at_window(Drawn::ByCard);
    }
}

#[test]
fn the_window_looks_so_without_a_graphics_card() {
    look_at_window(Drawn::ByProcessor);
}

fn look_at_window(drawn: Drawn) {
    let web = || outlines()[0].settings(1);
    let scenes: [(&str, Arc<Inventory>, &[Key]); 5] = [
        ("tree", inventory(1, &[web(), outlines()[1].settings(2)]), &[]),
        ("table", inventory(1, &[web(), outlines()[1].settings(2)]), &[Key::Num2]),
        ("chain", inventory(1, &[chain(200)]), &[]),
        ("unreadable", inventory(1, &[web()[..900].to_owned()]), &[]),
        ("nothing", nothing(Some("VirtualBox was not found: there is no VirtualBox.xml in /home/user")), &[]),
    ];
    let options = SnapshotOptions::new().max_failed_pixels(FAILED_PIXELS);
    let mut results = SnapshotResults::new();
    for theme in [Theme::Dark, Theme::Light] {
        for (name, shown, keys) in &scenes {
            let mut harness = open(drawn, theme, shown.clone());
            if let Some(key) = keys.first() {
                harness.key_press_modifiers(Modifiers::COMMAND, *key);
            }
            harness.run_steps(4);
            harness.key_press(Key::F);
            harness.run_steps(4);
            harness.snapshot_options(format!("{name}_{theme:?}").to_lowercase(), &options);
            results.extend_harness(&mut harness);
        }
    }
}

#[test]
fn the_components_look_as_they_did() {
    if is_renderer_there() {
        look_at_components(Drawn::ByCard);
    }
}

#[test]
fn the_components_look_so_without_a_graphics_card() {
    look_at_components(Drawn::ByProcessor);
}

fn look_at_components(drawn: Drawn) {
    let options = SnapshotOptions::new().max_failed_pixels(FAILED_PIXELS);
    let mut results = SnapshotResults::new();
    for theme in [Theme::Dark, Theme::Light] {
        for percent in [100_u8, 150, 200] {
            let builder = Harness::builder()
                .with_size([1300.0, 1160.0])
                .with_pixels_per_point(f32::from(percent) / 100.0)
                .with_theme(theme)
                .with_render_cursor(false);
            let mut harness = drawn.by(builder).build_eframe(|cc| Gallery::new(&cc.egui_ctx));
            harness.run_steps(4);
            harness.snapshot_options(format!("components_{theme:?}_{percent}").to_lowercase(), &options);
            results.extend_harness(&mut harness);
        }
    }
}
