//! The bar over the machine that is shown, while several machines are chosen: what is done from here is done with all of
//! them.

use egui::{Align, Button, CornerRadius, Frame, Layout, Margin, RichText, Stroke, Ui};
use egui_material_icons::icons;

use crate::app::command::{Command, UiCommand};
use crate::app::components::{button_menu, danger_button, icon_button, icon_text, one_line};
use crate::app::selection::Selection;
use crate::app::theme::{self, measure, space};
use crate::model::{Bytes, Inventory, MachineKey};
use crate::text;
use crate::words::{machines, snapshots};

/// Width of the bar from which on all buttons have room beside the words, in points; the menu has them all.
const ALL_BUTTONS: f32 = 640.0;
/// The same for the first two of them.
const TWO_BUTTONS: f32 = 500.0;
/// Names that are told; more than these nobody reads.
const NAMED: usize = 30;

/// The chosen machines in short.
pub struct Chosen {
    count: usize,
    about: String,
    names: String,
}

impl Chosen {
    /// What is chosen. `order` is the order in which the sidebar lists machines.
    pub fn new(inventory: &Inventory, selection: &Selection, order: &[MachineKey]) -> Self {
        let found = || selection.machines().filter_map(|key| inventory.machine(key).map(|(_, entry)| entry));
        let taken = found().filter_map(|entry| entry.machine().map(|machine| machine.tree.len())).sum();
        let bytes: Bytes = found().map(|entry| entry.usage.total()).sum();
        let listed = order.iter().filter(|key| selection.contains(key));
        let entries = listed.filter_map(|key| inventory.machine(key).map(|(_, entry)| entry));
        let mut names: Vec<String> = entries.take(NAMED).map(|entry| entry.name().chars().take(60).collect()).collect();
        if selection.count() > names.len() {
            names.push("…".to_owned());
        }
        Self {
            count: selection.count(),
            about: format!("{} · {bytes}", snapshots(taken)),
            names: names.join(text!("list-names")),
        }
    }
}

/// Draws the bar.
pub fn show(ui: &mut Ui, chosen: &Chosen, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    let frame = Frame::new()
        .fill(colors.accent_behind)
        .stroke(Stroke::new(1.0, colors.accent))
        .corner_radius(CornerRadius::same(measure::CORNER_CARD))
        .inner_margin(Margin::symmetric(12, 6));
    frame.show(ui, |ui| {
        let room = ui.available_width();
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, icons::ICON_CLOSE, text!("many-choose-shown-only")).clicked() {
                commands.push(Command::ChooseShownOnly);
            }
            let more = icon_button(ui, icons::ICON_MORE_HORIZ, text!("many-more"));
            button_menu(ui, &more, |ui| menu(ui, chosen.count, commands));
            if room > ALL_BUTTONS {
                let delete = danger_button(ui, UiCommand::DeleteNamed.text());
                command(ui, delete, UiCommand::DeleteNamed, commands);
            }
            if room > TWO_BUTTONS {
                command(ui, Button::new(UiCommand::RestoreEach.text()), UiCommand::RestoreEach, commands);
            }
            command(ui, Button::new(UiCommand::TakeOfEach.text()), UiCommand::TakeOfEach, commands);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| show_words(ui, chosen));
        });
    });
}

fn show_words(ui: &mut Ui, chosen: &Chosen) {
    let colors = theme::colors(ui);
    ui.spacing_mut().item_spacing.x = space::SMALL;
    ui.label(icon_text(icons::ICON_STACKS, colors.accent));
    let title = text!("many-chosen", machines = machines(chosen.count));
    ui.label(RichText::new(title).font(theme::semibold(theme::TEXT)).color(colors.text)).on_hover_text(&chosen.names);
    let small = theme::regular(theme::TEXT_SMALL);
    // As much as there is room for, beginning with what matters.
    for text in [&chosen.about, &chosen.names] {
        let whole = one_line(ui.painter(), text, small.clone(), colors.text_dim, f32::INFINITY).size().x;
        let room = ui.available_width();
        if room < whole.min(120.0) {
            return;
        }
        let line = one_line(ui.painter(), text, small.clone(), colors.text_dim, room);
        ui.label(line).on_hover_text(text);
    }
}

fn command(ui: &mut Ui, button: Button<'_>, command: UiCommand, commands: &mut Vec<Command>) {
    if ui.add(button).on_hover_text(command.tooltip_with_keys(ui.ctx())).clicked() {
        commands.push(Command::Ui(command));
    }
}

/// What can be done with all chosen machines, as a menu.
pub fn menu(ui: &mut Ui, count: usize, commands: &mut Vec<Command>) {
    ui.set_min_width(240.0);
    let title =
        RichText::new(text!("many-together", machines = machines(count))).font(theme::regular(theme::TEXT_SMALL));
    ui.label(title.color(theme::colors(ui).text_dim));
    let groups: [&[UiCommand]; 3] = [
        &[UiCommand::TakeOfEach, UiCommand::RestoreEach, UiCommand::DeleteNamed],
        &[UiCommand::RenameEach, UiCommand::PinEach, UiCommand::UnpinEach],
        &[UiCommand::SnapshotSets, UiCommand::ChooseAll],
    ];
    for (position, group) in groups.into_iter().enumerate() {
        if position > 0 {
            ui.separator();
        }
        for each in group {
            let keys = each.shortcuts().first().map(|keys| ui.format_shortcut(keys)).unwrap_or_default();
            let button = Button::new(each.text()).shortcut_text(keys);
            if ui.add(button).on_hover_text(each.tooltip()).clicked() {
                commands.push(Command::Ui(*each));
                ui.close();
            }
        }
    }
}
