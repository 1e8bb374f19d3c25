//! Asking twice before pinned snapshots are deleted: a box to tick for each.

use std::collections::BTreeSet;

use egui::{Checkbox, RichText, ScrollArea, Ui};
use egui_material_icons::icons;

use crate::app::components::sign_line;
use crate::app::kept::Kept;
use crate::app::marks::MarkedSet;
use crate::app::pin::words;
use crate::app::theme::{self, space};
use crate::model::{Machine, MachineKey, SnapshotId};
use crate::text;
use crate::words::{snapshot_name, snapshots};

/// Most of the height that the boxes take, in points.
const HEIGHT: f32 = 132.0;
/// Height of a box with its words, in points.
const ROW: f32 = 24.0;

/// Which boxes are ticked.
#[derive(Debug, Default)]
pub struct PinnedConsent {
    ticked: BTreeSet<SnapshotId>,
    /// That pinned ones may be among those that are deleted, where what is pinned could not be read.
    unknown_is_accepted: bool,
    found: Found,
}

/// The pinned ones among the marked, looked for again when either changes.
#[derive(Debug, Default)]
struct Found {
    made_for: Option<(u64, u64)>,
    /// With what the pin says.
    pinned: Vec<(SnapshotId, String)>,
}

impl PinnedConsent {
    /// The pinned ones among those that would be deleted.
    pub fn update(&mut self, kept: &Kept, key: &MachineKey, marked: &MarkedSet, marks_version: u64) {
        let made_for = (kept.generation, marks_version);
        if self.found.made_for == Some(made_for) {
            return;
        }
        let pinned = |id: &SnapshotId| Some((*id, words(kept.pins.of(key, *id)?)));
        self.found = Found { made_for: Some(made_for), pinned: marked.iter().filter_map(pinned).collect() };
    }

    /// Whether this one is pinned.
    pub fn is_pinned(&self, snapshot: SnapshotId) -> bool {
        self.found.pinned.iter().any(|(id, _)| *id == snapshot)
    }

    /// Draws the boxes.
    pub fn show(&mut self, ui: &mut Ui, machine: &Machine, kept: Option<&Kept>) {
        let colors = theme::colors(ui);
        let Some(kept) = kept else {
            ui.colored_label(colors.text_dim, text!("pin-being-read"));
            return;
        };
        if let Some(why) = &kept.unsafe_because {
            ui.add_space(space::SMALL);
            sign_line(ui, icons::ICON_WARNING, why, colors.warning);
            let text = text!("pin-delete-unknown");
            ui.add(Checkbox::new(&mut self.unknown_is_accepted, text));
        }
        let Self { ticked, found, .. } = self;
        if found.pinned.is_empty() {
            return;
        }
        ui.add_space(space::SMALL);
        let text = match found.pinned.len() {
            1 => text!("pin-one-among").to_owned(),
            count => text!("pin-several-among", snapshots = snapshots(count)),
        };
        sign_line(ui, icons::ICON_KEEP, &text, colors.warning);
        let area = ScrollArea::vertical().id_salt("pinned").max_height(HEIGHT).auto_shrink([false, true]);
        area.show_rows(ui, ROW, found.pinned.len(), |ui, rows| {
            for (id, words) in found.pinned.get(rows).unwrap_or_default() {
                let index = machine.tree.find(*id);
                let name = index.map_or("", |index| snapshot_name(&machine.tree.get(index).name));
                let name: String = name.chars().take(80).collect();
                let mut is_ticked = ticked.contains(id);
                ui.horizontal(|ui| {
                    ui.set_min_height(ROW);
                    let text = text!("pin-delete-all-the-same", name = name);
                    if ui.add(Checkbox::new(&mut is_ticked, text)).clicked() {
                        if is_ticked {
                            ticked.insert(*id)
                        } else {
                            ticked.remove(id)
                        };
                    }
                    let words = RichText::new(words).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
                    ui.add(egui::Label::new(words).truncate());
                });
            }
        });
    }

    /// Why nothing may be deleted yet.
    pub fn why_not(&self, kept: Option<&Kept>) -> Option<String> {
        let Some(kept) = kept else { return Some(text!("pin-why-not-read").to_owned()) };
        if kept.unsafe_because.is_some() && !self.unknown_is_accepted {
            return Some(text!("pin-why-not-known").to_owned());
        }
        let open = self.found.pinned.iter().filter(|(id, _)| !self.ticked.contains(id)).count();
        match open {
            0 => None,
            1 => Some(text!("pin-why-not-one").to_owned()),
            open => Some(text!("pin-why-not-several", snapshots = snapshots(open))),
        }
    }
}
