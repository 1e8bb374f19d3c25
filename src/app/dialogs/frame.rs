//! What all dialogs have in common: a title, a text, notes of a plan, and buttons at the bottom right.

use egui::{Align2, Button, Id, Key, Modal, RichText, ScrollArea, Sides, Ui};
use egui_material_icons::icons;

use crate::app::command::Command;
use crate::app::components::{fact, sign_line};
use crate::app::theme::{self, measure, space};
use crate::model::{Bytes, Inventory, MachineKey};
use crate::plan::{Blocker, Caution, Certainty, Forecast, Plan};
use crate::text;
use crate::words::shortened;

/// How a dialog was left, if it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// It is still open.
    No,
    /// Without doing anything.
    Cancelled,
    /// What it was about is not there any more.
    Overtaken,
    /// The person wants it done.
    Confirmed,
}

/// Shows a dialog as wide as `width` points, with its title. The body returns how it was left.
pub fn show(ui: &Ui, title: &str, width: f32, body: impl FnOnce(&mut Ui) -> Closed) -> Closed {
    let shown: String = title.chars().take(200).collect();
    let id = Id::unique("dialog");
    let room = ui.content_rect();
    let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, egui::vec2(0.0, top(ui, id)));
    let area = area.accessible_name(shown.clone());
    let colors = theme::colors(ui);
    let frame = egui::Frame::new()
        .fill(colors.panel)
        .stroke(egui::Stroke::new(1.0, colors.line))
        .corner_radius(egui::CornerRadius::same(measure::CORNER_CARD))
        .shadow(ui.visuals().window_shadow)
        .inner_margin(egui::Margin::same(24));
    let response = Modal::new(id).area(area).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(width.min(room.width() - 64.0));
        ui.set_max_height(room.height() - 96.0);
        ui.add(egui::Label::new(RichText::new(shown).font(theme::semibold(theme::TEXT_TITLE))).wrap());
        ui.add_space(space::SMALL);
        body(ui)
    });
    // A click beside it would throw away what was typed.
    let is_left = response.should_close() && !response.backdrop_response.clicked();
    if response.inner == Closed::No && is_left { Closed::Cancelled } else { response.inner }
}

/// A name as titles show it: with a longer one, what is asked would be cut.
pub fn in_title(name: &str) -> String {
    shortened(name, 70)
}

/// How far below the window's upper edge a dialog begins, in points: figures that arrive let it grow downwards,
/// and what is under the pointer stays there. Only one that would not fit begins higher.
fn top(ui: &Ui, dialog: Id) -> f32 {
    let room = ui.content_rect().height();
    let height = egui::AreaState::load(ui.ctx(), dialog).and_then(|state| state.size).map_or(0.0, |size| size.y);
    (room * 0.14).min((room - height) / 2.0).max(space::MEDIUM)
}

/// The button that carries a dialog out.
pub struct Main<'a> {
    /// The button.
    pub button: Button<'a>,
    /// Why it cannot be used now.
    pub why_not: Option<&'a str>,
    /// Whether Enter presses it from anywhere. What deletes has to be chosen itself.
    pub by_enter: bool,
}

/// The buttons of a dialog. `copied` is what “Copy as VBoxManage commands” gives, if that makes sense.
pub fn buttons(ui: &mut Ui, main: Main<'_>, copied: Option<String>, commands: &mut Vec<Command>) -> Closed {
    buttons_beside(ui, main, |ui| {
        let Some(text) = copied else { return };
        let small = RichText::new(text!("dialogs-copy-commands")).font(theme::regular(theme::TEXT_SMALL));
        if ui.link(small).on_hover_text(&text).clicked() {
            commands.push(Command::Copy(text));
        }
    })
}

/// The buttons of a dialog, with something else at the bottom left.
pub fn buttons_beside(ui: &mut Ui, main: Main<'_>, left: impl FnOnce(&mut Ui)) -> Closed {
    let Main { button, why_not, by_enter } = main;
    ui.add_space(space::LARGE);
    let mut closed = Closed::No;
    Sides::new().show(ui, left, |ui| {
        let main = ui.add_enabled(why_not.is_none(), button);
        if main.clicked() {
            closed = Closed::Confirmed;
        }
        if let Some(why) = why_not {
            main.on_disabled_hover_text(why);
        }
        if ui.button(text!("dialogs-cancel")).clicked() {
            closed = Closed::Cancelled;
        }
    });
    let entered = ui.input(|input| input.key_pressed(Key::Enter));
    if by_enter && entered && why_not.is_none() && closed == Closed::No && !has_own_enter(ui) {
        closed = Closed::Confirmed;
    }
    closed
}

/// The lower end of a dialog that can only be closed.
pub fn close_only(ui: &mut Ui) -> Closed {
    ui.add_space(space::MEDIUM);
    let clicked = Sides::new().show(ui, |_| {}, |ui| ui.button(text!("dialogs-close")).clicked()).1;
    if clicked { Closed::Cancelled } else { Closed::No }
}

/// Whether what has the keyboard does something of its own with Enter: a button, or a field of several
/// lines, from where Ctrl+Enter goes on.
fn has_own_enter(ui: &Ui) -> bool {
    let focused = ui.memory(egui::Memory::focused);
    let in_lines = focused == Some(several_lines()) && !ui.input(|input| input.modifiers.command);
    let on_button = focused.is_some() && !ui.text_edit_focused();
    in_lines || on_button
}

/// Leaves the cursor in a field where Enter was pressed: if the dialog stays open, the person goes on writing.
pub fn keep_focus(ui: &Ui, field: &egui::Response) {
    if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        field.request_focus();
    }
}

/// Identity of a dialog's field of several lines.
pub fn several_lines() -> Id {
    Id::unique("dialog lines")
}

/// What stands against a plan, and what the person must know.
pub fn notes(ui: &mut Ui, plan: &Plan) {
    notes_of(ui, plan.all_blockers(), &plan.all_cautions());
}

/// These obstacles and cautions, one below the other.
pub fn notes_of<'a>(ui: &mut Ui, blockers: impl Iterator<Item = &'a Blocker>, cautions: &[&Caution]) {
    let colors = theme::colors(ui);
    let mut blockers = blockers.peekable();
    if blockers.peek().is_none() && cautions.is_empty() {
        return;
    }
    ui.add_space(space::SMALL);
    ScrollArea::vertical().max_height(150.0).id_salt("notes").show(ui, |ui| {
        for blocker in blockers {
            let text = text!("two-sentences", first = first_upper(&blocker.to_string()), second = blocker.way_out());
            sign_line(ui, icons::ICON_BLOCK, &text, colors.danger);
        }
        for caution in cautions {
            let words = first_upper(&caution.to_string());
            // That nothing is lost is no warning.
            if matches!(caution, Caution::NothingChanged { .. }) {
                sign_line(ui, icons::ICON_CHECK_CIRCLE, &words, colors.text_dim);
            } else {
                sign_line(ui, icons::ICON_WARNING, &words, colors.warning);
            }
        }
    });
}

/// A sentence begins with a capital letter; names and signs stay as they are.
pub fn first_upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Why a plan cannot be carried out, for the tooltip of a button.
pub fn why_not(plan: &Plan) -> Option<String> {
    if plan.is_clear() {
        return None;
    }
    let first = plan.all_blockers().next();
    Some(first.map_or_else(|| text!("dialogs-nothing-to-do").to_owned(), ToString::to_string))
}

/// A line with the space that is needed, beside what is free.
pub fn space_needed(ui: &mut Ui, inventory: &Inventory, machine: &MachineKey, forecast: &Forecast) {
    let colors = theme::colors(ui);
    let needs = forecast.needs.max(Bytes(u64::try_from(-forecast.frees).unwrap_or(0)));
    let mut words =
        if forecast.certainty == Certainty::Exact { needs.to_string() } else { text!("dialogs-up-to", amount = needs) };
    if let Some(free) = free_space(inventory, machine) {
        words = text!("dialogs-of-free", amount = words, free = free);
    }
    fact(ui, text!("dialogs-space-needed"), &words, colors.text).on_hover_text(needs.exact());
}

/// What is free on the disk that a machine lies on.
pub fn free_space(inventory: &Inventory, machine: &MachineKey) -> Option<Bytes> {
    let (_, entry) = inventory.machine(machine)?;
    let folder = entry.entry.settings_file.parent()?;
    let on_it = inventory.host_disks.iter().filter(|disk| folder.starts_with(&disk.path));
    on_it.max_by_key(|disk| disk.path.as_os_str().len()).or(inventory.host_disks.first()).map(|disk| disk.free)
}

/// Whether a machine's steps are commands of VBoxManage.
pub fn is_through_vboxmanage(inventory: &Inventory, machine: &MachineKey) -> bool {
    inventory
        .connection(&machine.connection)
        .is_some_and(|connection| connection.connection.abilities.are_through_vboxmanage())
}
