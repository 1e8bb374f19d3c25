//! What the timeline says: names, headings, what a screen reader hears of a place, tooltips.

use egui::{Align2, CornerRadius, Rect, Response, Role, Stroke, Ui, vec2};

use super::dots::DotState;
use super::view::Frame;
use crate::app::components::{describe_choice, line_in};
use crate::app::theme::{self, space};
use crate::model::{Bytes, InventoryMachine, Snapshot};
use crate::text;
use crate::words::{moment_and_age, snapshot_name};

/// Characters of a description in a tooltip.
const DESCRIPTION: usize = 240;

pub(super) fn short_name(snapshot: &Snapshot) -> String {
    snapshot_name(&snapshot.name).chars().take(200).collect()
}

/// A machine's name over its band.
pub(super) fn draw_heading(
    ui: &Ui,
    rect: Rect,
    entry: &InventoryMachine,
    is_shown: bool,
    height: f32,
    with_line: bool,
) {
    let colors = theme::colors(ui);
    if with_line {
        ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, colors.line));
    }
    let at = Rect::from_min_size(rect.min + vec2(space::MEDIUM, 4.0), vec2(rect.width() * 0.5, height - 4.0));
    let ground = at.with_max_x(at.left() + 3.0).shrink2(vec2(0.0, 3.0));
    if is_shown {
        ui.painter().rect_filled(ground, CornerRadius::same(1), colors.accent);
    }
    let line = at.with_min_x(at.left() + space::SMALL);
    line_in(ui.painter(), line, Align2::LEFT_CENTER, entry.name(), theme::semibold(theme::TEXT), colors.text);
}

pub(super) fn describe_one(
    ui: &Ui,
    frame: &Frame<'_>,
    entry: &InventoryMachine,
    snapshot: &Snapshot,
    size: Bytes,
    response: &Response,
    state: DotState,
) {
    let name = short_name(snapshot);
    describe_choice(ui, response, Role::ListBoxOption, state.selected, &name);
    let mut about: Vec<String> = (frame.shown.len() > 1).then(|| entry.name().to_owned()).into_iter().collect();
    about.push(moment_and_age(snapshot.taken_at, frame.availability.context.now));
    about.push(size.to_string());
    about.push(if snapshot.online { text!("views-online") } else { text!("views-offline") }.to_owned());
    about.extend(state.marked.then(|| text!("views-marked").to_owned()));
    let about = about.join(text!("list-separator"));
    ui.accesskit_node_builder(response.id, |node| node.set_description(about));
}

pub(super) fn tooltip(ui: &mut Ui, frame: &Frame<'_>, snapshot: &Snapshot, size: Bytes, machine: Option<&str>) {
    let colors = theme::colors(ui);
    ui.label(egui::RichText::new(short_name(snapshot)).font(theme::semibold(theme::TEXT)));
    if let Some(machine) = machine {
        ui.label(machine.chars().take(200).collect::<String>());
    }
    ui.label(moment_and_age(snapshot.taken_at, frame.availability.context.now));
    let kind = if snapshot.online { text!("timeline-online") } else { text!("timeline-offline") };
    ui.label(format!("{size} · {kind}"));
    if !snapshot.description.is_empty() {
        let mut start: String = snapshot.description.chars().take(DESCRIPTION).collect();
        if snapshot.description.chars().nth(DESCRIPTION).is_some() {
            start.push('…');
        }
        ui.colored_label(colors.text_dim, start);
    }
}
