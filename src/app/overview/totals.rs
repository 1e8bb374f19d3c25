//! The figures on top of the page.

use egui::{Color32, RichText, Ui};

use crate::app::components::card;
use crate::app::theme::{self, space};
use crate::model::Inventory;
use crate::words::{machines, snapshots};

/// One figure.
struct Figure {
    amount: String,
    name: String,
    about: String,
    ink: Color32,
}

/// Draws the figures side by side.
pub fn show(ui: &mut Ui, inventory: &Inventory) {
    let colors = theme::colors(ui);
    let about = format!("{} on {}", snapshots(inventory.snapshot_count()), machines(inventory.machines().count()));
    let mut figures = vec![Figure {
        amount: inventory.occupied().to_string(),
        name: "in snapshots and disks".to_owned(),
        about,
        ink: colors.info,
    }];
    figures.extend(inventory.host_disks.iter().take(2).map(|disk| Figure {
        amount: disk.free.to_string(),
        name: "free on the host disk".to_owned(),
        about: format!("of {}", disk.size),
        ink: colors.accent,
    }));
    ui.columns(figures.len(), |columns| {
        for (ui, figure) in columns.iter_mut().zip(figures) {
            card(ui, |ui| {
                ui.label(RichText::new(&figure.amount).font(theme::semibold(theme::TEXT_FIGURE)).color(figure.ink));
                ui.add_space(space::TIGHT);
                ui.label(RichText::new(&figure.name).font(theme::semibold(theme::TEXT)));
                ui.label(RichText::new(&figure.about).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim));
            });
        }
    });
}
