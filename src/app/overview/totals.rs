//! The figures on top of the page.

use egui::{Color32, RichText, Ui};

use super::OverviewContext;
use crate::app::components::card;
use crate::app::theme::{self, Colors};
use crate::health::Severity;
use crate::model::HostDisk;
use crate::text;
use crate::words::{date, machines, snapshots};

/// Disks of the host that get a figure of their own; machines seldom lie on more.
const MOST_DISKS: usize = 2;

/// One figure.
struct Figure {
    amount: String,
    exact: String,
    name: String,
    about: String,
    ink: Color32,
}

/// Draws the figures side by side.
pub fn show(ui: &mut Ui, context: &OverviewContext<'_>) {
    let colors = theme::colors(ui);
    let figures = figures(colors, context);
    ui.columns(figures.len(), |columns| {
        for (ui, figure) in columns.iter_mut().zip(figures) {
            card(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                let amount = RichText::new(&figure.amount).font(theme::semibold(theme::TEXT_FIGURE)).color(figure.ink);
                ui.add(egui::Label::new(amount).truncate()).on_hover_text(&figure.exact);
                ui.add(egui::Label::new(RichText::new(&figure.name).font(theme::semibold(theme::TEXT))).truncate());
                let about = RichText::new(&figure.about).font(theme::regular(theme::TEXT_SMALL));
                ui.add(egui::Label::new(about.color(colors.text_dim)).truncate());
            });
        }
    });
}

fn figures(colors: &Colors, context: &OverviewContext<'_>) -> Vec<Figure> {
    let inventory = context.inventory;
    let occupied = inventory.occupied();
    let mut figures = vec![Figure {
        amount: occupied.to_string(),
        exact: occupied.exact(),
        name: text!("overview-occupied").to_owned(),
        about: text!(
            "overview-occupied-by",
            snapshots = snapshots(inventory.snapshot_count()),
            machines = machines(inventory.machines().count())
        ),
        ink: colors.info,
    }];
    let totals = context.findings.totals();
    if context.findings.inspected().is_some() && totals.reclaimable.0 > 0 {
        figures.push(Figure {
            amount: totals.reclaimable.to_string(),
            exact: totals.reclaimable.exact(),
            name: text!("overview-reclaimable").to_owned(),
            about: text!("overview-reclaimable-about").to_owned(),
            ink: colors.accent,
        });
    }
    let several = inventory.host_disks.len() > 1;
    figures.extend(inventory.host_disks.iter().take(MOST_DISKS).map(|disk| free(colors, context, disk, several)));
    if context.findings.inspected().is_some() {
        figures.push(warnings(colors, context));
    }
    figures
}

fn free(colors: &Colors, context: &OverviewContext<'_>, disk: &HostDisk, several: bool) -> Figure {
    let outlook = context.findings.inspected().and_then(|inspected| {
        let mut outlooks = inspected.records.outlooks.iter();
        outlooks.find(|outlook| disk.path.starts_with(&outlook.path) || outlook.path.starts_with(&disk.path))
    });
    let about = match outlook {
        Some(outlook) => text!("overview-full-by", date = date(&outlook.full_by)),
        None => text!("overview-free-of", size = disk.size),
    };
    let name =
        if several { text!("overview-free-on", disk = disk.path.display()) } else { text!("overview-free").to_owned() };
    let ink = if outlook.is_some() { colors.warning } else { colors.accent };
    Figure { amount: disk.free.to_string(), exact: disk.free.exact(), name, about, ink }
}

fn warnings(colors: &Colors, context: &OverviewContext<'_>) -> Figure {
    let totals = context.findings.totals();
    let count = context.findings.shown().len();
    let parts: Vec<String> = Severity::ALL
        .into_iter()
        .filter(|severity| totals.count(*severity) > 0)
        .map(|severity| text!("overview-count", severity = severity.key(), count = totals.count(severity)))
        .collect();
    Figure {
        amount: count.to_string(),
        exact: count.to_string(),
        name: text!("overview-findings-figure", count = count),
        about: if parts.is_empty() {
            text!("overview-nothing-to-see-to").to_owned()
        } else {
            parts.join(text!("list-separator"))
        },
        ink: context.findings.gravest().map_or(colors.accent, |gravest| theme::severity(colors, gravest).0),
    }
}
