//! Snapshots whose time is not known: a strip at the side, since they have no place on the axis.

use egui::{Align2, CornerRadius, Rect, RichText, Role, ScrollArea, Sense, Ui, UiBuilder, vec2};

use crate::app::availability::{Availability, node_menu};
use crate::app::command::{Command, Node};
use crate::app::components::{context_menu, describe_choice, focus_ring, keyboard_came, line_in};
use crate::app::theme::{self, measure, space};
use crate::model::{MachineKey, SnapshotId};
use crate::text;
use crate::words::snapshot_name;

/// Width of the strip.
pub const WIDTH: f32 = 150.0;

/// One of them.
pub struct Undated<'a> {
    /// Its machine.
    pub key: MachineKey,
    /// Its id.
    pub id: SnapshotId,
    /// Its name.
    pub name: &'a str,
    /// Whether it is chosen.
    pub selected: bool,
    /// Whether it is marked for deletion.
    pub marked: bool,
}

/// Draws the strip. `choose` is what a click asks for.
pub fn show_unknown(
    ui: &mut Ui,
    rect: Rect,
    availability: &Availability<'_>,
    undated: &[Undated<'_>],
    choose: &dyn Fn(&MachineKey, Node) -> Command,
    commands: &mut Vec<Command>,
) {
    let colors = theme::colors(ui);
    ui.painter().rect_filled(rect, 0.0, colors.panel);
    ui.painter().vline(rect.right(), rect.y_range(), egui::Stroke::new(1.0, colors.line));
    let inner = rect.shrink2(vec2(6.0, space::SMALL));
    ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
        let title =
            RichText::new(text!("timeline-unknown")).font(theme::semibold(theme::TEXT_SMALL)).color(colors.text_dim);
        ui.label(title).on_hover_text(text!("timeline-unknown-hint"));
        ui.add_space(space::TIGHT);
        let height = measure::TABLE_ROW - 4.0;
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().auto_shrink(false).show_rows(ui, height, undated.len(), |ui, rows| {
            for snapshot in undated.get(rows).unwrap_or_default() {
                show_row(ui, height, availability, snapshot, choose, commands);
            }
        });
    });
}

fn show_row(
    ui: &mut Ui,
    height: f32,
    availability: &Availability<'_>,
    snapshot: &Undated<'_>,
    choose: &dyn Fn(&MachineKey, Node) -> Command,
    commands: &mut Vec<Command>,
) {
    let colors = theme::colors(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let id = ui.scope_id().with(("undated", &snapshot.key, snapshot.id));
    let response = ui.interact(rect, id, Sense::click());
    let ground = match (snapshot.selected, response.hovered()) {
        (true, _) => Some(colors.accent_behind),
        (false, true) => Some(colors.card),
        (false, false) => None,
    };
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, CornerRadius::same(measure::CORNER_CONTROL), ground);
    }
    if response.has_focus() {
        focus_ring(ui.painter(), rect, colors.info);
    }
    let line = rect.shrink2(vec2(space::SMALL, 0.0));
    let ink = if snapshot.marked { colors.danger } else { colors.text };
    let name = snapshot_name(snapshot.name);
    let width = line_in(ui.painter(), line, Align2::LEFT_CENTER, name, theme::regular(theme::TEXT_SMALL), ink);
    if snapshot.marked {
        let across = line.left()..=line.left() + width;
        ui.painter().hline(across, line.center().y, egui::Stroke::new(1.2, colors.danger));
    }
    let spoken: String = name.chars().take(200).collect();
    describe_choice(ui, &response, Role::ListBoxOption, snapshot.selected, &spoken);
    if (response.clicked() || response.secondary_clicked() || keyboard_came(ui, &response)) && !snapshot.selected {
        commands.push(choose(&snapshot.key, Node::Snapshot(snapshot.id)));
    }
    if response.clicked() {
        response.request_focus();
    }
    context_menu(ui, &response, |ui| node_menu(ui, availability, commands));
}
