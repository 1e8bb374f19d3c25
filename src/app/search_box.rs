//! The search field of the top bar, with the list of what it finds below it.

use egui::{
    Align2, CornerRadius, Frame, Id, Key, Margin, Modifiers, Pos2, Rect, RichText, Role, ScrollArea, Sense, TextEdit,
    Ui, pos2, vec2,
};
use egui_material_icons::{MaterialIcon, icons};

use super::clean_up::CleanUpCommand;
use super::command::{Command, Node, UiCommand};
use super::components::{describe_choice, icon_at, line_in};
use super::palette::{Entry, Palette, Sources};
use super::theme::{self, space};
use crate::retention::shown_rule_name;
use crate::search::{Hit, HitPlace};
use crate::text;
use crate::words::snapshot_name;

/// Height of an entry, in points.
const ENTRY: f32 = 42.0;
/// Entries seen without scrolling.
const SEEN: f32 = 9.0;

/// What the field remembers between frames.
#[derive(Default)]
pub struct SearchBox {
    words: String,
    wants_focus: bool,
    palette: Palette,
    /// The inventory's generation and the words that the list is of.
    found_for: Option<(u64, String)>,
    chosen: usize,
    /// The keyboard moved the choice: it must be seen.
    moved: bool,
}

/// How an entry looks.
struct Look {
    icon: MaterialIcon,
    ink: egui::Color32,
    name: String,
    under: String,
    keys: String,
    usable: bool,
}

impl SearchBox {
    /// Puts the cursor into the field at the next frame.
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// Draws the field into `rect`, and the list while the cursor is in it.
    pub fn show(&mut self, ui: &mut Ui, rect: Rect, sources: &Sources<'_>, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        let id = Id::unique("search");
        // Taken before the field sees them: they walk the list.
        if ui.memory(|memory| memory.has_focus(id)) {
            self.walk(ui, sources, commands);
        }
        let keys = UiCommand::Search.all_keys_text(ui.ctx()).pop().unwrap_or_default();
        let field = TextEdit::singleline(&mut self.words)
            .id(id)
            .hint_text(text!("search-hint"))
            .desired_width(rect.width())
            .margin(Margin { left: 30, right: 60, top: 6, bottom: 5 });
        let response = ui.put(rect, field).accessible_name(text!("search"));
        icon_at(ui.painter(), pos2(rect.left() + 16.0, rect.center().y), icons::ICON_SEARCH, 16.0, colors.text_dim);
        if !response.has_focus() {
            let hint = rect.shrink2(vec2(space::MEDIUM, 0.0));
            line_in(
                ui.painter(),
                hint,
                Align2::RIGHT_CENTER,
                &keys,
                theme::regular(theme::TEXT_SMALL),
                colors.text_dim,
            );
        }
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
            self.close();
        }
        if response.has_focus() || response.lost_focus() {
            self.find(sources);
            if !response.lost_focus() || ui.input(|input| input.pointer.any_click()) {
                self.show_list(ui, rect, sources, commands);
            }
        }
    }

    fn find(&mut self, sources: &Sources<'_>) {
        let wanted = (sources.inventory.generation, self.words.clone());
        if self.found_for.as_ref() == Some(&wanted) {
            return;
        }
        self.palette.find(&self.words, sources);
        self.found_for = Some(wanted);
        self.chosen = 0;
        self.moved = true;
    }

    fn walk(&mut self, ui: &Ui, sources: &Sources<'_>, commands: &mut Vec<Command>) {
        self.find(sources);
        let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        let last = self.palette.entries.len().saturating_sub(1);
        let before = self.chosen;
        self.chosen = (self.chosen + pressed(Key::ArrowDown)).saturating_sub(pressed(Key::ArrowUp)).min(last);
        self.moved |= before != self.chosen;
        if pressed(Key::Enter) > 0
            && let Some(entry) = self.palette.entries.get(self.chosen)
            && let Some(command) = command_of(entry, sources)
        {
            commands.push(command);
            ui.memory_mut(|memory| memory.surrender_focus(Id::unique("search")));
            self.close();
        }
    }

    /// The next search begins anew.
    fn close(&mut self) {
        self.words.clear();
        self.found_for = None;
    }

    fn show_list(&mut self, ui: &mut Ui, field: Rect, sources: &Sources<'_>, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        let area = egui::Area::new(Id::unique("search hits"))
            .order(egui::Order::Foreground)
            .fixed_pos(field.left_bottom() + vec2(0.0, 4.0));
        let scroll = std::mem::take(&mut self.moved);
        let mut clicked = None;
        area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(Margin::same(4)).show(ui, |ui| {
                ui.set_width(field.width() - 10.0);
                ui.spacing_mut().item_spacing.y = 0.0;
                if self.palette.entries.is_empty() {
                    ui.add_space(space::SMALL);
                    ui.vertical_centered(|ui| ui.colored_label(colors.text_dim, text!("search-nothing")));
                    ui.add_space(space::SMALL);
                    return;
                }
                let room = (ui.content_rect().bottom() - field.bottom() - space::HUGE).min(ENTRY * SEEN);
                ScrollArea::vertical().max_height(room).auto_shrink([false, true]).show(ui, |ui| {
                    let mut group = "";
                    for (number, entry) in self.palette.entries.iter().enumerate() {
                        if entry.group() != group {
                            group = entry.group();
                            show_heading(ui, group);
                        }
                        let Some(look) = look_of(ui, entry, sources) else { continue };
                        let response = show_entry(ui, &look, number == self.chosen);
                        if number == self.chosen && scroll {
                            response.scroll_to_me(None);
                        }
                        if response.clicked() {
                            clicked = command_of(entry, sources);
                        }
                    }
                });
                if self.palette.more_places > 0 {
                    let text = text!("search-more", count = self.palette.more_places);
                    ui.label(RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim));
                }
            });
        });
        if let Some(command) = clicked {
            commands.push(command);
            self.close();
        }
    }
}

/// What choosing an entry does; `None` if it cannot be done now.
fn command_of(entry: &Entry, sources: &Sources<'_>) -> Option<Command> {
    match entry {
        Entry::Command(command) => (sources.why_not)(*command).is_none().then_some(Command::Ui(*command)),
        Entry::Place(hit) => {
            Some(Command::Jump(hit.machine.clone(), hit.snapshot.map_or(Node::CurrentState, Node::Snapshot)))
        }
        Entry::Finding(number) => sources.findings.shown().get(*number).map(|finding| match finding.machine_key() {
            Some(machine) => Command::ShowFindingsOf(machine.clone()),
            None => Command::Ui(UiCommand::ShowOverview),
        }),
        Entry::Rule(name) => Some(CleanUpCommand::UseRule(name.clone()).into()),
    }
}

fn look_of(ui: &Ui, entry: &Entry, sources: &Sources<'_>) -> Option<Look> {
    let colors = theme::colors(ui);
    match entry {
        Entry::Command(command) => {
            let why_not = (sources.why_not)(*command);
            let keys = command.keys_text(ui.ctx());
            Some(Look {
                icon: command.icon(),
                ink: colors.accent,
                name: command.text().to_owned(),
                usable: why_not.is_none(),
                under: why_not.unwrap_or_else(|| command.tooltip().to_owned()),
                keys,
            })
        }
        Entry::Place(hit) => place(hit, sources, colors.text_dim),
        Entry::Finding(number) => {
            let finding = sources.findings.shown().get(*number)?;
            Some(Look {
                icon: icons::ICON_WARNING,
                ink: theme::severity(colors, finding.severity).0,
                name: finding.kind().title().to_owned(),
                under: finding.what(),
                keys: String::new(),
                usable: true,
            })
        }
        Entry::Rule(name) => Some(Look {
            icon: icons::ICON_CLEANING_SERVICES,
            ink: colors.text_dim,
            name: shown_rule_name(name).to_owned(),
            under: text!("search-rule").to_owned(),
            keys: String::new(),
            usable: true,
        }),
    }
}

fn place(hit: &Hit, sources: &Sources<'_>, ink: egui::Color32) -> Option<Look> {
    let (_, machine) = sources.inventory.machine(&hit.machine)?;
    let snapshot = hit.snapshot.and_then(|id| {
        let tree = &machine.machine()?.tree;
        tree.find(id).map(|index| tree.get(index))
    });
    let (icon, name, under) = match snapshot {
        Some(snapshot) => (icons::ICON_PHOTO_CAMERA, snapshot_name(&snapshot.name), machine.name()),
        None => (icons::ICON_COMPUTER, machine.name(), text!("search-machine")),
    };
    let pin = hit.snapshot.and_then(|id| sources.pins?.of(&hit.machine, id));
    let description = match (hit.place, snapshot) {
        (HitPlace::Description, Some(snapshot)) => Some(snapshot.description.as_str()),
        (HitPlace::Description, None) => machine.machine().map(|machine| machine.description.as_str()),
        _ => None,
    };
    Some(Look {
        icon,
        ink,
        name: name.to_owned(),
        under: match (hit.place, pin, description) {
            (HitPlace::Pin, Some(pin), _) => format!("{under} · {}", super::pin::words(pin)),
            (_, _, Some(words)) => format!("{under} · {words}"),
            _ => under.to_owned(),
        },
        keys: String::new(),
        usable: true,
    })
}

fn show_heading(ui: &mut Ui, text: &str) {
    let colors = theme::colors(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let place = rect.shrink2(vec2(space::SMALL, 0.0));
    line_in(ui.painter(), place, Align2::LEFT_CENTER, text, theme::semibold(theme::TEXT_SMALL), colors.text_dim);
}

fn show_entry(ui: &mut Ui, look: &Look, chosen: bool) -> egui::Response {
    let colors = theme::colors(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ENTRY), Sense::click());
    let Look { icon, ink, name, under, keys, usable } = look;
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        if chosen || response.hovered() {
            let fill = if chosen { colors.accent_behind } else { colors.card };
            painter.rect_filled(rect, CornerRadius::same(4), fill);
        }
        let dim = |color| if *usable { color } else { colors.text_dim };
        icon_at(painter, Pos2::new(rect.left() + 18.0, rect.center().y), *icon, 18.0, dim(*ink));
        let inner = rect.shrink2(vec2(0.0, 3.0));
        let text = Rect::from_min_max(
            pos2(rect.left() + 36.0, inner.top()),
            pos2(rect.right() - space::SMALL, inner.bottom()),
        );
        let small = theme::regular(theme::TEXT_SMALL);
        let taken = line_in(painter, text, Align2::RIGHT_CENTER, keys, small.clone(), colors.text_dim);
        let text = text.with_max_x(text.right() - taken - space::SMALL);
        let upper = text.with_max_y(rect.center().y);
        line_in(painter, upper, Align2::LEFT_CENTER, name, theme::semibold(theme::TEXT), dim(colors.text));
        let lower = text.with_min_y(rect.center().y);
        line_in(
            painter,
            lower,
            Align2::LEFT_CENTER,
            under,
            small,
            if *usable { colors.text_dim } else { colors.warning },
        );
    }
    let parts = [name, under, keys].map(String::as_str);
    let spoken = if keys.is_empty() { &parts[..2] } else { &parts[..] }.join(text!("list-separator"));
    describe_choice(ui, &response, Role::ListBoxOption, chosen, &spoken);
    response
}
