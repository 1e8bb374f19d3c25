//! The disk map of the machine that is shown, sharing selection and marks with the tree.

use std::sync::Arc;

use egui::{CornerRadius, Label, Margin, RichText, Sense, Ui, vec2};
use egui_material_icons::icons;

use super::contents::{Contents, Tile, TileRole};
use super::map::{DiskMap, MapContext, TileState};
use crate::app::availability::{Availability, node_menu};
use crate::app::command::{Command, Node};
use crate::app::components::{context_menu, empty_state};
use crate::app::pin::sentence;
use crate::app::rename::RenameField;
use crate::app::snapshot_context::SnapshotContext;
use crate::app::theme::{self, space};
use crate::language::{self, Language};
use crate::model::{Bytes, Machine};
use crate::text;

/// What the disk map of one machine remembers between frames.
#[derive(Default)]
pub struct DiskMapView {
    map: DiskMap,
    contents: Option<Collected>,
    stamp: u64,
}

struct Collected {
    machine: Arc<Machine>,
    generation: u64,
    /// Of the names in it.
    language: Language,
    contents: Contents,
}

impl DiskMapView {
    /// Shows everything again.
    pub fn show_all(&mut self) {
        self.map.show_all();
    }

    /// Draws the map into all the room there is.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        availability: &Availability<'_>,
        rename: &mut RenameField,
        commands: &mut Vec<Command>,
    ) {
        let context = &availability.context;
        self.update(context);
        let Some(Collected { contents, .. }) = &self.contents else { return };
        if contents.groups.is_empty() {
            show_nothing(ui, context, contents);
            return;
        }
        let frame = egui::Frame::new().inner_margin(Margin { left: 18, right: 18, top: 2, bottom: 12 });
        frame.show(ui, |ui| {
            show_legend(ui, contents, context.entry.usage.complete);
            if let Node::Snapshot(id) = context.selected {
                let (width, height) = (ui.available_width(), theme::measure::CONTROL);
                let at = ui.cursor().min;
                let place = || egui::Rect::from_min_size(at + vec2(6.0, 4.0), vec2(width.min(320.0), height));
                if rename.is_open() {
                    rename.show_on(ui, id, place, commands);
                    ui.add_space(height + space::SMALL);
                }
            }
            let key = context.entry.entry.key();
            let state = |tile: &Tile| state_of(tile, context);
            let menu = |ui: &Ui, response: &egui::Response, commands: &mut Vec<Command>| {
                context_menu(ui, response, |ui| node_menu(ui, availability, commands));
            };
            let map = MapContext {
                name: text!("disk-map-of", machine = context.entry.name()),
                contents,
                stamp: self.stamp,
                shown: Some(&key),
                state: &state,
                note: &|tile| note_of(tile, context),
                menu: &menu,
            };
            self.map.show(ui, &map, commands);
        });
    }

    fn update(&mut self, context: &SnapshotContext<'_>) {
        let is_current = self.contents.as_ref().is_some_and(|collected| {
            Arc::ptr_eq(&collected.machine, context.machine)
                && collected.generation == context.generation
                && collected.language == language::current()
        });
        if is_current {
            return;
        }
        let contents = Contents::of_machine(context.connection, context.entry);
        // Reading again mostly finds the same: where one looks stays as it is then.
        if self.contents.as_ref().is_none_or(|collected| collected.contents != contents) {
            self.stamp += 1;
        }
        let (machine, language) = (context.machine.clone(), language::current());
        self.contents = Some(Collected { machine, generation: context.generation, language, contents });
    }
}

/// A file is chosen or marked with the snapshot it belongs to. A base disk is never marked: it stays when its
/// snapshot goes.
fn state_of(tile: &Tile, context: &SnapshotContext<'_>) -> TileState {
    let Some((_, node)) = &tile.place else { return TileState::default() };
    let marked = match node {
        Node::Snapshot(id) => tile.role != TileRole::Base && context.marked.contains(id),
        Node::CurrentState => false,
    };
    TileState { selected: *node == context.selected, marked }
}

/// A snapshot's file is pinned with it.
fn note_of(tile: &Tile, context: &SnapshotContext<'_>) -> Option<String> {
    match tile.place {
        Some((_, Node::Snapshot(id))) => context.pin(id).map(sentence),
        _ => None,
    }
}

/// What the colours mean, with the amount of each.
fn show_legend(ui: &mut Ui, contents: &Contents, is_complete: bool) {
    let colors = theme::colors(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.set_min_height(26.0);
        for role in TileRole::ALL {
            let bytes = contents.bytes_of(role);
            if bytes == Bytes::ZERO {
                continue;
            }
            let (dot, _) = ui.allocate_exact_size(vec2(10.0, 10.0), Sense::hover());
            ui.painter().rect_filled(dot, CornerRadius::same(2), role.color(colors));
            let text = RichText::new(text!("disk-map-legend", amount = bytes, role = role.name()))
                .font(theme::regular(theme::TEXT_SMALL));
            ui.add(Label::new(text).extend()).on_hover_text(bytes.exact());
            ui.add_space(space::SMALL);
        }
        let mut remarks = Vec::new();
        if contents.missing > 0 {
            remarks.push(text!("disk-map-missing", count = contents.missing));
        }
        if !is_complete {
            remarks.push(text!("disk-map-measuring").to_owned());
        }
        if !remarks.is_empty() {
            let text = RichText::new(remarks.join(" · ")).font(theme::regular(theme::TEXT_SMALL));
            ui.add(Label::new(text.color(colors.warning)).extend());
        }
    });
    ui.add_space(space::TIGHT);
}

fn show_nothing(ui: &mut Ui, context: &SnapshotContext<'_>, contents: &Contents) {
    if !context.entry.usage.complete {
        let (title, text) = (text!("disk-map-unmeasured"), text!("disk-map-unmeasured-about"));
        empty_state(ui, icons::ICON_HOURGLASS_EMPTY, title, text, |_| {});
    } else if contents.missing > 0 {
        let (title, text) = (text!("disk-map-all-missing"), text!("disk-map-all-missing-about"));
        empty_state(ui, icons::ICON_FOLDER_OFF, title, text, |_| {});
    } else {
        let (title, text) = (text!("disk-map-nothing"), text!("disk-map-nothing-about"));
        empty_state(ui, icons::ICON_HARD_DRIVE, title, text, |_| {});
    }
}
