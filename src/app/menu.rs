//! Menus, alike for the mouse and the keyboard.
//!
//! One that is opened by a key gives its first entry the focus. Up, Down, Home, End and Tab walk through what can be
//! chosen; Enter and Space choose. However it closes, the focus goes back to where it was before.

use egui::{EventFilter, Id, Key, Modifiers, Popup, RectAlign, Response, Tooltip, Ui};

/// What is remembered while a menu is open.
#[derive(Debug, Default, Clone, Copy)]
struct Open {
    /// What had the focus before.
    before: Option<Id>,
    by_key: bool,
    /// Whether the first entry still has to get the focus: entries are there only after a first look at their size.
    wants_focus: bool,
}

/// A menu of a widget, which a right click opens where the pointer is, and Shift+F10 or the menu key below
/// the widget.
pub fn context_menu(ui: &Ui, response: &Response, contents: impl FnOnce(&mut Ui)) {
    let by_key = response.has_focus()
        && ui.input_mut(|input| {
            input.consume_key(Modifiers::SHIFT, Key::F10) || input.consume_key(Modifiers::NONE, Key::Menu)
        });
    if by_key {
        Popup::open_id(ui, Popup::default_response_id(response));
    }
    if by_key || response.secondary_clicked() {
        begin(ui, response, by_key);
    }
    let menu = Popup::context_menu(response);
    // It stays where it was opened: a menu of the keyboard has no pointer to follow.
    let menu = if opened(ui, response).is_some_and(|open| open.by_key) {
        menu.at_position(response.rect.left_bottom())
    } else {
        menu
    };
    show(ui, menu, response, contents);
}

/// The menu of a button.
pub fn button_menu(ui: &Ui, button: &Response, contents: impl FnOnce(&mut Ui)) {
    let is_open = Popup::is_id_open(ui, Popup::default_response_id(button));
    if button.clicked() && !is_open {
        let by_key = button.has_focus() && !ui.input(|input| input.pointer.any_click());
        begin(ui, button, by_key);
    }
    show(ui, Popup::menu(button), button, contents);
}

fn begin(ui: &Ui, response: &Response, by_key: bool) {
    let before = ui.memory(egui::Memory::focused);
    // The arrow keys are for the menu now.
    if let Some(before) = before {
        ui.memory_mut(|memory| memory.surrender_focus(before));
    }
    ui.data_mut(|data| data.insert_temp(place(response), Open { before, by_key, wants_focus: by_key }));
}

fn opened(ui: &Ui, response: &Response) -> Option<Open> {
    ui.data(|data| data.get_temp(place(response)))
}

fn place(response: &Response) -> Id {
    Popup::default_response_id(response).with("how it was opened")
}

fn show(ui: &Ui, menu: Popup<'_>, response: &Response, contents: impl FnOnce(&mut Ui)) {
    let place = place(response);
    menu.show(|ui| {
        contents(ui);
        walk(ui, place);
    });
    let popup = Popup::default_response_id(response);
    if opened(ui, response).is_some() && !Popup::is_id_open(ui, popup) {
        end(ui, popup, place);
    }
}

/// Gives the focus back, unless a click has already put it elsewhere.
fn end(ui: &Ui, popup: Id, place: Id) {
    let open = ui.data_mut(|data| data.remove_temp::<Open>(place)).unwrap_or_default();
    let focused = ui.memory(egui::Memory::focused);
    let layer =
        |widget| ui.viewport(|viewport| viewport.this_pass.widgets.get(widget).map(|widget| widget.layer_id.id));
    let is_elsewhere = focused.is_some_and(|focused| layer(focused) != Some(popup));
    if let Some(before) = open.before.filter(|_| !is_elsewhere) {
        ui.memory_mut(|memory| memory.request_focus(before));
        ui.request_repaint();
    }
}

/// Moves the focus among the entries, after all of them were drawn.
fn walk(ui: &mut Ui, place: Id) {
    let layer = ui.layer_id();
    let entries: Vec<Id> = ui.viewport(|viewport| {
        let drawn = viewport.this_pass.widgets.get_layer(layer);
        drawn.filter(|widget| widget.enabled && widget.sense.is_focusable()).map(|widget| widget.id).collect()
    });
    let Some(last) = entries.len().checked_sub(1) else { return };
    let focused = ui.memory(egui::Memory::focused);
    let at = focused.and_then(|focused| entries.iter().position(|entry| *entry == focused));
    if let (Some(focused), Some(_)) = (focused, at) {
        let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: false };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(focused, filter));
        // A click of the mouse closes it by itself.
        if ui.input(|input| input.key_pressed(Key::Enter) || input.key_pressed(Key::Space)) {
            ui.close();
            return;
        }
    } else if focused.is_some() {
        return;
    }
    let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let next = if pressed(Modifiers::NONE, Key::Home) {
        Some(0)
    } else if pressed(Modifiers::NONE, Key::End) {
        Some(last)
    } else if pressed(Modifiers::SHIFT, Key::Tab) || pressed(Modifiers::NONE, Key::ArrowUp) {
        Some(at.and_then(|at| at.checked_sub(1)).unwrap_or(last))
    } else if pressed(Modifiers::NONE, Key::Tab) || pressed(Modifiers::NONE, Key::ArrowDown) {
        Some(at.map_or(0, |at| if at == last { 0 } else { at + 1 }))
    } else {
        None
    };
    let wants_focus = ui.data_mut(|data| {
        let open = data.get_temp::<Open>(place);
        if let Some(open) = open {
            data.insert_temp(place, Open { wants_focus: false, ..open });
        }
        open.is_some_and(|open| open.wants_focus)
    });
    let next = next.or_else(|| wants_focus.then_some(0));
    if let Some(entry) = next.and_then(|next| entries.get(next)) {
        ui.memory_mut(|memory| {
            // What egui makes of the same key.
            memory.move_focus(egui::FocusDirection::None);
            memory.request_focus(*entry);
        });
        ui.request_repaint();
    }
}

/// Says more of an entry than stands on it, beside the menu: below, it would cover the next entry.
#[must_use]
pub fn hint(response: Response, text: &str) -> Response {
    for mut tooltip in [Tooltip::for_enabled(&response), Tooltip::for_disabled(&response)] {
        tooltip.popup = tooltip.popup.align(RectAlign::RIGHT).align_alternatives(&[RectAlign::LEFT]);
        tooltip.show(|ui| ui.label(text));
    }
    response
}
