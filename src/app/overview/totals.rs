//! The figures on top of the page.

use egui::{Color32, CornerRadius, CursorIcon, RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use super::OverviewContext;
use crate::app::clean_up::CanFree;
use crate::app::command::Command;
use crate::app::components::card;
use crate::app::theme::{self, Colors, measure};
use crate::app::ui_command::UiCommand;
use crate::health::Severity;
use crate::model::{Bytes, HostDisk};
use crate::text;
use crate::words::{date, machines, snapshots};

/// Disks of the host that get a figure of their own, if there is room; machines seldom lie on more.
const MOST_DISKS: usize = 2;

/// Narrower than this, in points, a figure's words would be cut: then they stand in two rows.
const NARROWEST: f32 = 185.0;

/// One figure.
struct Figure {
    amount: String,
    exact: String,
    name: String,
    about: String,
    ink: Color32,
    /// Where a click on it leads.
    leads_to: Option<UiCommand>,
}

/// Draws the figures side by side.
pub fn show(ui: &mut Ui, context: &OverviewContext<'_>, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    let figures = figures(colors, context);
    #[expect(clippy::cast_precision_loss, reason = "a handful of figures")]
    let fits = figures.len() as f32 * NARROWEST <= ui.available_width();
    let in_row = if fits { figures.len() } else { figures.len().div_ceil(2) };
    for row in figures.chunks(in_row) {
        ui.columns(in_row, |columns| {
            for (ui, figure) in columns.iter_mut().zip(row) {
                let drawn = ui.scope(|ui| card(ui, |ui| show_figure(ui, colors, figure)));
                if let Some(command) = figure.leads_to
                    && leads_on(ui, drawn.response.rect, figure)
                {
                    commands.push(Command::Ui(command));
                }
            }
        });
    }
}

fn show_figure(ui: &mut Ui, colors: &Colors, figure: &Figure) {
    ui.spacing_mut().item_spacing.y = 1.0;
    let amount = RichText::new(&figure.amount).font(theme::semibold(theme::TEXT_FIGURE)).color(figure.ink);
    ui.add(egui::Label::new(amount).truncate()).on_hover_text(&figure.exact);
    ui.add(egui::Label::new(RichText::new(&figure.name).font(theme::semibold(theme::TEXT))).truncate());
    let about = RichText::new(&figure.about).font(theme::regular(theme::TEXT_SMALL));
    ui.add(egui::Label::new(about.color(colors.text_dim)).truncate());
}

/// Makes a whole card a button. Whether it was pressed.
fn leads_on(ui: &mut Ui, card: egui::Rect, figure: &Figure) -> bool {
    let response =
        ui.interact(card, ui.scope_id().with("leads on"), Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
    let name = text!("overview-figure-name", amount = &figure.amount, name = &figure.name, about = &figure.about);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.hovered() || response.has_focus() {
        let colors = theme::colors(ui);
        let ink = if response.has_focus() { colors.accent } else { colors.text_dim };
        let corner = CornerRadius::same(measure::CORNER_CARD);
        ui.painter().rect_stroke(card, corner, Stroke::new(1.0, ink), StrokeKind::Inside);
    }
    response.clicked()
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
        leads_to: None,
    }];
    figures.extend(context.can_free.as_ref().map(|can_free| freed(colors, can_free)));
    let totals = context.findings.totals();
    if context.findings.inspected().is_some() && totals.reclaimable.0 > 0 {
        figures.push(Figure {
            amount: totals.reclaimable.to_string(),
            exact: totals.reclaimable.exact(),
            name: text!("overview-reclaimable").to_owned(),
            about: text!("overview-reclaimable-about").to_owned(),
            ink: colors.accent,
            leads_to: None,
        });
    }
    let several = inventory.host_disks.len() > 1;
    let most_disks = if figures.len() > 2 { 1 } else { MOST_DISKS };
    figures.extend(inventory.host_disks.iter().take(most_disks).map(|disk| free(colors, context, disk, several)));
    if context.findings.inspected().is_some() {
        figures.push(warnings(colors, context));
    }
    figures
}

/// What the rule of the clean-up page would free now.
fn freed(colors: &Colors, can_free: &CanFree) -> Figure {
    let CanFree { ref rule, snapshots: count, freed, is_exact, is_known } = *can_free;
    let amount = match freed {
        Some(freed) => freed.to_string(),
        None if count == 0 => Bytes::ZERO.to_string(),
        None if is_known => text!("overview-can-free-unknown").to_owned(),
        None => "…".to_owned(),
    };
    let about = match count {
        0 => text!("overview-can-free-nothing", rule = rule),
        _ => text!("overview-can-free-about", rule = rule, snapshots = snapshots(count)),
    };
    let name =
        if is_exact || freed.is_none() { text!("overview-can-free") } else { text!("overview-can-free-at-least") };
    Figure {
        amount,
        exact: freed.map_or_else(|| about.clone(), Bytes::exact),
        name: name.to_owned(),
        about,
        ink: colors.accent,
        leads_to: Some(UiCommand::ShowCleanUp),
    }
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
    Figure { amount: disk.free.to_string(), exact: disk.free.exact(), name, about, ink, leads_to: None }
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
        leads_to: None,
    }
}
