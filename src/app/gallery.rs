//! Every component beside the others, in all its states: for whoever works on the design. `snapgrove --gallery` opens it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use egui::{CentralPanel, Checkbox, Frame, Margin, RichText, ScrollArea, Sense, Ui, Vec2, pos2, vec2};
use egui_material_icons::icons;
use uuid::Uuid;

use super::components::{
    Badge, card, chip, danger_button, empty_state, fact, icon_button, paint_badge, primary_button, section, share_bar,
    sign_line,
};
use super::dialogs::delete::{ROW as STEP, ROW_WITH_WAY_OUT, show_step};
use super::dialogs::many::review;
use super::notice;
use super::overview::findings_list::finding_row;
use super::sidebar::state_sign::{StateSign, paint_state};
use super::theme::{self, measure, space};
use super::tree::card::{CardPainter, CardState};
use crate::health::Severity;
use crate::model::{Bytes, ConnectionId, MachineId, MachineKey, Snapshot, SnapshotId, Step};
use crate::plan::{Blocker, Forecast, PlannedStep};

/// The window of the gallery.
#[derive(Debug)]
pub struct Gallery {
    name: String,
    is_on: bool,
}

impl Gallery {
    /// Installs the theme.
    #[must_use]
    pub fn new(ctx: &egui::Context) -> Self {
        theme::install(ctx);
        Self { name: "before the update".to_owned(), is_on: true }
    }

    /// Draws all components.
    pub fn show(&mut self, ui: &mut Ui) {
        let frame = Frame::new().fill(theme::colors(ui).background).inner_margin(Margin::same(24));
        CentralPanel::default().frame(frame).show(ui, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.columns(2, |columns| {
                    if let [left, right] = columns {
                        show_texts(left);
                        self.show_controls(left);
                        show_chips(left);
                        show_signs(left);
                        show_toast(left);
                        show_findings(left);
                        show_cards(right);
                        show_bars(right);
                        show_badges(right);
                        show_tree_cards(right);
                        show_plan(right);
                        show_empty(right);
                    }
                });
            });
        });
    }

    fn show_controls(&mut self, ui: &mut Ui) {
        section(ui, "Controls");
        ui.horizontal_wrapped(|ui| {
            ui.add(primary_button(ui, "Take snapshot"));
            let _ = ui.button("Restore…");
            ui.add(danger_button(ui, "Mark for deletion"));
            icon_button(ui, icons::ICON_REFRESH, "Refresh");
        });
        ui.horizontal_wrapped(|ui| {
            ui.add_enabled(false, primary_button(ui, "Take snapshot"));
            ui.add_enabled(false, egui::Button::new("Restore…"));
            ui.add_enabled(false, danger_button(ui, "Mark for deletion"));
        });
        ui.text_edit_singleline(&mut self.name).accessible_name("A name");
        ui.add(Checkbox::new(&mut self.is_on, "Take a snapshot of the current state first"));
    }
}

impl eframe::App for Gallery {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }
}

fn show_texts(ui: &mut Ui) {
    let colors = theme::colors(ui);
    section(ui, "Text");
    ui.label(RichText::new("24.6 GB").font(theme::semibold(theme::TEXT_FIGURE)));
    ui.label(RichText::new("Title of a page").font(theme::semibold(theme::TEXT_TITLE)));
    ui.label("Text as it is mostly written");
    ui.colored_label(colors.text_dim, "Text that stands back");
    ui.label(RichText::new("Small text").font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim));
    ui.label(RichText::new("{8356ddde-33db-4954}.vdi").monospace());
    let _ = ui.link("A link");
}

fn show_chips(ui: &mut Ui) {
    let colors = theme::colors(ui);
    section(ui, "Chips");
    ui.horizontal_wrapped(|ui| {
        chip(ui, None, "7.36 MB on disk", colors.text, colors.card);
        chip(ui, Some(icons::ICON_SCIENCE), "Practice machine", colors.info, colors.card);
        chip(ui, Some(icons::ICON_MY_LOCATION), "current", colors.accent, colors.accent_behind);
        chip(ui, Some(icons::ICON_WARNING), "Chain 25 deep", colors.warning, colors.warning_behind);
        chip(ui, Some(icons::ICON_WARNING), "1 image has a problem", colors.danger, colors.danger_behind);
    });
}

fn show_signs(ui: &mut Ui) {
    let colors = theme::colors(ui);
    section(ui, "Signs");
    sign_line(ui, icons::ICON_INFO, "Nothing has changed: going back loses nothing", colors.info);
    sign_line(
        ui,
        icons::ICON_WARNING,
        "The figures are estimates: the file system counts in its own way",
        colors.warning,
    );
    sign_line(ui, icons::ICON_BLOCK, "“Base” has two children: mark all but one of those below it too", colors.danger);
}

fn show_toast(ui: &mut Ui) {
    section(ui, "Toast");
    notice::frame(ui, theme::colors(ui).line).show(ui, |ui| {
        notice::show_words(ui, "Mark for deletion: choose a snapshot to delete");
    });
}

fn show_findings(ui: &mut Ui) {
    section(ui, "Findings");
    for (severity, what) in [
        (Severity::Serious, "An image is missing: web-disk2.vdi"),
        (Severity::Moderate, "25 images rest on each other"),
        (Severity::Info, "Two snapshots are called “before update”"),
    ] {
        let about = |ui: &mut Ui| {
            ui.colored_label(theme::colors(ui).text_dim, "Why it matters, in one line.");
        };
        finding_row(ui, severity, Some("Web server"), what, about, |ui| {
            let _ = ui.button("Show");
        });
    }
}

fn show_plan(ui: &mut Ui) {
    section(ui, "Steps of a plan");
    let connection = ConnectionId::new("gallery");
    let frees = |frees| Forecast { frees, ..Forecast::NOTHING };
    let step = |subject: &str, into: &[&str], forecast, blockers| PlannedStep {
        machine: MachineKey { connection: connection.clone(), machine: MachineId(Uuid::nil()) },
        step: Step::Delete { snapshot: SnapshotId(Uuid::nil()) },
        subject: subject.to_owned(),
        merges_into: into.iter().map(ToString::to_string).collect(),
        forecast: Some(forecast),
        blockers,
        cautions: Vec::new(),
    };
    show_step(ui, 0, &step("nightly 12", &["nightly 13"], frees(2_110_000_000), Vec::new()), STEP, false);
    show_step(ui, 1, &step("experiment", &[], frees(-40_000_000), Vec::new()), STEP, true);
    let blocked = vec![Blocker::NothingToDo];
    show_step(ui, 2, &step("Base", &[], frees(0), blocked), ROW_WITH_WAY_OUT, false);
    let row = |name: &str, about: &str, notes: &[&str]| review::Row {
        name: name.to_owned(),
        about: about.to_owned(),
        figure: "frees 2.11 MB".to_owned(),
        parts: Vec::new(),
        notes: notes.iter().map(ToString::to_string).collect(),
    };
    review::rows(ui, &[row("web", "before update", &[]), row("db", "before update", &["its disk is write-through"])]);
}

fn show_badges(ui: &mut Ui) {
    let colors = theme::colors(ui);
    section(ui, "Badges and states");
    let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    let mut right = area.left() + 60.0;
    for (severity, text) in [(Severity::Serious, "8"), (Severity::Moderate, "3"), (Severity::Info, "14 findings")] {
        let (ink, ground) = theme::severity(colors, severity);
        let badge = Badge { icon: Some(theme::severity_icon(severity)), text: text.to_owned(), ink, ground };
        let _ = paint_badge(ui.painter(), pos2(right, area.center().y), &badge, 120.0);
        right += 110.0;
    }
    let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    for (number, sign) in [
        (StateSign::Disc, colors.accent),
        (StateSign::Ring, colors.text_dim),
        (StateSign::Bars, colors.info),
        (StateSign::Half, colors.info),
        (StateSign::Triangle, colors.warning),
        (StateSign::Dash, colors.text_dim),
        (StateSign::Cross, colors.danger),
    ]
    .into_iter()
    .enumerate()
    {
        #[expect(clippy::cast_precision_loss, reason = "a handful of signs")]
        let center = pos2(area.left() + 10.0 + 28.0 * number as f32, area.center().y);
        paint_state(ui.painter(), center, sign);
    }
}

fn show_cards(ui: &mut Ui) {
    let colors = theme::colors(ui);
    section(ui, "Card with facts");
    card(ui, |ui| {
        fact(ui, "This snapshot", "2.11 MB", colors.text);
        fact(ui, "Merged into the later, goes", "8.19 KB", colors.accent);
        fact(
            ui,
            "Settings file",
            "/home/someone/VirtualBox VMs/a rather long name/a rather long name.vbox",
            colors.text,
        );
    });
}

fn show_bars(ui: &mut Ui) {
    let colors = theme::colors(ui);
    section(ui, "Bars");
    let amounts: [&[(Bytes, egui::Color32)]; 3] = [
        &[(Bytes(30), colors.accent), (Bytes(20), colors.info), (Bytes(10), colors.warning)],
        &[(Bytes(100), colors.accent)],
        &[(Bytes::ZERO, colors.accent)],
    ];
    for parts in amounts {
        let (bar, _) = ui.allocate_exact_size(vec2(ui.available_width(), measure::BAR), Sense::hover());
        share_bar(ui.painter(), bar, parts, Bytes(100), colors.line);
    }
}

fn show_tree_cards(ui: &mut Ui) {
    const CARD: Vec2 = vec2(196.0, 64.0);
    let colors = theme::colors(ui);
    section(ui, "Cards of the tree");
    let usual = CardState::default();
    let states = [
        ("usual", usual),
        ("on the path", CardState { on_path: true, ..usual }),
        ("chosen", CardState { selected: true, ..usual }),
        ("pointed at", CardState { hovered: true, ..usual }),
        ("marked", CardState { marked: true, ..usual }),
        ("with a problem", CardState { problem: true, ..usual }),
    ];
    let now = DateTime::<Utc>::UNIX_EPOCH;
    let rows = states.len().div_ceil(2) + 1;
    #[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
    let size = vec2(ui.available_width(), (CARD.y + space::MEDIUM) * rows as f32);
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    let painter = CardPainter { painter: ui.painter(), colors, zoom: 1.0, now, largest: Bytes(100) };
    let place = |number: usize| {
        #[expect(clippy::cast_precision_loss, reason = "a handful of cards")]
        let at = pos2(
            area.left() + (number % 2) as f32 * (CARD.x + space::MEDIUM),
            area.top() + (number / 2) as f32 * (CARD.y + space::MEDIUM),
        );
        egui::Rect::from_min_size(at, CARD)
    };
    for (number, (name, state)) in states.into_iter().enumerate() {
        let snapshot = snapshot(name, now);
        painter.snapshot(place(number), &snapshot, Some(Bytes(40)), state);
    }
    painter.fold(place(states.len()), 180, 0, usual);
    let pill = place(states.len() + 1);
    painter.current_state(pill.with_max_y(pill.top() + 36.0), "changed", usual);
}

fn snapshot(name: &str, taken_at: DateTime<Utc>) -> Snapshot {
    Snapshot {
        id: SnapshotId(Uuid::nil()),
        name: name.to_owned(),
        description: String::new(),
        taken_at: Some(taken_at),
        online: true,
        saved_state: None,
        firmware_file: None,
        hardware: Arc::default(),
    }
}

fn show_empty(ui: &mut Ui) {
    section(ui, "Nothing to show");
    ui.allocate_ui(vec2(ui.available_width(), 240.0), |ui| {
        empty_state(ui, icons::ICON_HOURGLASS_EMPTY, "Being read", "Its snapshots appear here in a moment.", |_| {});
    });
}
