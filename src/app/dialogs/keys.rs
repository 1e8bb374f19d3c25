//! Every key and what it does, on one sheet.

use egui::{Align2, CornerRadius, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::frame::{self, Closed};
use crate::app::command::UiCommand;
use crate::app::components::{line_in, one_line, section};
use crate::app::theme::{self, measure, space};
use crate::text;

/// Height of a line, in points.
const LINE: f32 = 24.0;
/// A wide sheet has two columns, from this width on.
const TWO_COLUMNS: f32 = 620.0;

/// A heading with commands of the table, and with what views do without a command.
struct Group {
    title: &'static str,
    commands: &'static [UiCommand],
    /// What they do, and by what.
    others: Vec<(&'static str, &'static str)>,
}

fn groups() -> [Group; 5] {
    [
        Group { title: text!("keys-find"), commands: FIND, others: Vec::new() },
        Group {
            title: text!("keys-snapshots"),
            commands: &[UiCommand::Take, UiCommand::Restore, UiCommand::Clone, UiCommand::Rename, UiCommand::Pin],
            others: vec![
                (text!("keys-menu"), text!("keys-menu.by")),
                (text!("keys-compare"), text!("keys-compare.by")),
            ],
        },
        Group {
            title: text!("keys-deleting"),
            commands: DELETING,
            others: vec![
                (text!("keys-mark-several"), text!("keys-mark-several.by")),
                (text!("keys-mark-frame"), text!("keys-mark-frame.by")),
            ],
        },
        Group {
            title: text!("keys-tree"),
            commands: TREE,
            others: vec![
                (text!("keys-walk"), text!("keys-walk.by")),
                (text!("keys-zoom"), text!("keys-zoom.by")),
                (text!("keys-move"), text!("keys-move.by")),
            ],
        },
        Group {
            title: text!("keys-machines"),
            commands: &[UiCommand::ChooseAll, UiCommand::SnapshotSets],
            others: vec![
                (text!("keys-above-below"), text!("keys-above-below.by")),
                (text!("keys-one-more"), text!("keys-one-more.by")),
                (text!("keys-up-to-here"), text!("keys-up-to-here.by")),
            ],
        },
    ]
}

const FIND: &[UiCommand] = &[
    UiCommand::Search,
    UiCommand::ShowOverview,
    UiCommand::ShowCleanUp,
    UiCommand::ShowTree,
    UiCommand::ShowTable,
    UiCommand::ShowDiskMap,
    UiCommand::ShowTimeline,
    UiCommand::ToggleDetails,
    UiCommand::ToggleJobs,
    UiCommand::Refresh,
    UiCommand::ShowSettings,
    UiCommand::ShowKeys,
];

const DELETING: &[UiCommand] =
    &[UiCommand::Mark, UiCommand::MarkBranch, UiCommand::UndoMark, UiCommand::RedoMark, UiCommand::ReviewMarks];

const TREE: &[UiCommand] =
    &[UiCommand::Fit, UiCommand::GoToCurrent, UiCommand::ZoomIn, UiCommand::ZoomOut, UiCommand::ZoomReset];

/// Draws it.
pub fn show(ui: &Ui) -> Closed {
    frame::show(ui, text!("keys-title"), 760.0, |ui| {
        let height = ui.available_height() - 48.0;
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            let columns = if ui.available_width() >= TWO_COLUMNS { 2 } else { 1 };
            let groups = groups();
            let middle = groups.len().div_ceil(columns).min(2);
            ui.columns(columns, |columns| match columns {
                [left, right] => {
                    groups.iter().take(middle).for_each(|group| show_group(left, group));
                    groups.iter().skip(middle).for_each(|group| show_group(right, group));
                }
                all => all.iter_mut().for_each(|column| groups.iter().for_each(|group| show_group(column, group))),
            });
        });
        frame::close_only(ui)
    })
}

fn show_group(ui: &mut Ui, group: &Group) {
    section(ui, group.title);
    for command in group.commands {
        show_line(ui, command.text().trim_end_matches('…'), &command.all_keys_text(ui.ctx()));
    }
    for (what, keys) in &group.others {
        show_line(ui, what, &[(*keys).to_owned()]);
    }
}

fn show_line(ui: &mut Ui, what: &str, keys: &[String]) {
    let colors = theme::colors(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    let painter = ui.painter();
    let mut right = rect.right() - space::SMALL;
    for key in keys.iter().rev() {
        let font = theme::regular(theme::TEXT_SMALL);
        let width = one_line(painter, key, font.clone(), colors.text, rect.width()).size().x + 2.0 * 6.0;
        let cap = Rect::from_min_max(pos2(right - width, rect.top() + 2.0), pos2(right, rect.bottom() - 2.0));
        let corner = CornerRadius::same(measure::CORNER_CONTROL);
        painter.rect(cap, corner, colors.card, Stroke::new(1.0, colors.line), StrokeKind::Inside);
        line_in(painter, cap, Align2::CENTER_CENTER, key, font, colors.text);
        right = cap.left() - space::TIGHT;
    }
    let text = rect.with_max_x(right - space::SMALL);
    line_in(painter, text, Align2::LEFT_CENTER, what, theme::regular(theme::TEXT), colors.text_dim);
    response
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, text!("named", name = what, value = keys.join(", "))));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_with_a_key_is_on_the_sheet() {
        let on_it: Vec<UiCommand> = groups().iter().flat_map(|group| group.commands).copied().collect();
        for command in UiCommand::ALL {
            assert!(
                command.shortcuts().is_empty() || on_it.contains(&command),
                "{command:?} has a key that nobody is told of"
            );
        }
    }
}
