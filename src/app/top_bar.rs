//! The bar on top: the program's name, the search over all machines, and what concerns the program
//! as a whole.

use egui::{
    Align2, CornerRadius, Frame, Id, Key, Margin, Modifiers, Popup, PopupCloseBehavior, Pos2, Rect, RichText, Role,
    ScrollArea, Sense, Stroke, TextEdit, ThemePreference, Ui, UiBuilder, pos2, vec2,
};
use egui_material_icons::icons;

use super::command::{Command, Node, UiCommand};
use super::components::{describe_choice, icon_at, icon_button, line_in};
use super::theme::{self, measure, space};
use crate::model::Inventory;
use crate::search::{Hit, HitPlace, Hits, SearchIndex};
use crate::words::{grouped, snapshot_name};

/// Hits that are listed; a longer list is better answered by more letters.
const LISTED: usize = 50;
/// Height of a hit.
const HIT_HEIGHT: f32 = 42.0;
/// Hits seen without scrolling.
const HITS_SEEN: f32 = 8.0;

/// What the bar remembers between frames.
#[derive(Default)]
pub struct TopBar {
    words: String,
    wants_focus: bool,
    index: Option<(u64, SearchIndex)>,
    hits: Hits,
    found_for: Option<(u64, String)>,
    chosen: usize,
}

impl TopBar {
    /// Puts the cursor into the search field at the next frame.
    pub fn focus_search(&mut self) {
        self.wants_focus = true;
    }

    /// Draws the bar.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        inventory: &Inventory,
        theme_choice: ThemePreference,
        sandbox_shown: bool,
        commands: &mut Vec<Command>,
    ) {
        let colors = theme::colors(ui);
        let bar = ui.max_rect();
        let logo = Rect::from_min_max(bar.min + vec2(space::LARGE, 0.0), bar.max);
        icon_at(ui.painter(), pos2(logo.left() + 8.0, bar.center().y), icons::ICON_ACCOUNT_TREE, 20.0, colors.accent);
        line_in(
            ui.painter(),
            logo.with_min_x(logo.left() + 26.0),
            Align2::LEFT_CENTER,
            "Snapgrove",
            theme::semibold(theme::TEXT_TITLE),
            colors.text,
        );
        self.show_search(ui, bar, inventory, commands);
        let right =
            Rect::from_min_max(pos2(bar.right() - 130.0, bar.top()), pos2(bar.right() - space::MEDIUM, bar.bottom()));
        let layout = egui::Layout::right_to_left(egui::Align::Center);
        ui.scope_builder(UiBuilder::new().max_rect(right).layout(layout), |ui| {
            ui.spacing_mut().item_spacing.x = space::TIGHT;
            show_menu(ui, theme_choice, sandbox_shown, commands);
            for command in [UiCommand::SwitchTheme, UiCommand::Refresh] {
                if icon_button(ui, command.icon(), command.text())
                    .on_hover_text(command.tooltip_with_keys(ui.ctx()))
                    .clicked()
                {
                    commands.push(Command::Ui(command));
                }
            }
        });
    }

    fn show_search(&mut self, ui: &mut Ui, bar: Rect, inventory: &Inventory, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        let width = measure::SEARCH.min(bar.width() - 400.0).max(160.0);
        let rect = Rect::from_center_size(bar.center(), vec2(width, measure::CONTROL));
        let id = Id::unique("search");
        // Taken before the field sees them: they walk the hits.
        let open = ui.memory(|memory| memory.has_focus(id)) && !self.words.trim().is_empty();
        if open {
            self.walk_hits(ui, inventory, commands);
        }
        let keys = UiCommand::Search.shortcuts().last().map(|keys| ui.format_shortcut(keys)).unwrap_or_default();
        let field = TextEdit::singleline(&mut self.words)
            .id(id)
            .hint_text("Search machines, snapshots, descriptions…")
            .desired_width(width)
            .margin(Margin { left: 30, right: 60, top: 6, bottom: 5 });
        let response = ui.put(rect, field).accessible_name("Search");
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
        if !self.words.trim().is_empty() && (response.has_focus() || response.lost_focus()) {
            self.find(inventory);
            if !response.lost_focus() || ui.input(|input| input.pointer.any_click()) {
                self.show_hits(ui, rect, inventory, commands);
            }
        }
    }

    fn find(&mut self, inventory: &Inventory) {
        let wanted = (inventory.generation, self.words.clone());
        if self.found_for.as_ref() == Some(&wanted) {
            return;
        }
        if self.index.as_ref().is_none_or(|(generation, _)| *generation != inventory.generation) {
            self.index = Some((inventory.generation, SearchIndex::build(inventory)));
        }
        if let Some((_, index)) = &self.index {
            self.hits = index.find(&self.words, LISTED);
        }
        self.found_for = Some(wanted);
        self.chosen = 0;
    }

    fn walk_hits(&mut self, ui: &Ui, inventory: &Inventory, commands: &mut Vec<Command>) {
        self.find(inventory);
        let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        let last = self.hits.best.len().saturating_sub(1);
        self.chosen = (self.chosen + pressed(Key::ArrowDown)).saturating_sub(pressed(Key::ArrowUp)).min(last);
        if pressed(Key::Enter) > 0
            && let Some(hit) = self.hits.best.get(self.chosen)
        {
            commands.push(jump(hit));
            ui.memory_mut(|memory| memory.surrender_focus(Id::unique("search")));
            self.words.clear();
        }
    }

    fn show_hits(&mut self, ui: &mut Ui, field: Rect, inventory: &Inventory, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        let area = egui::Area::new(Id::unique("search hits"))
            .order(egui::Order::Foreground)
            .fixed_pos(field.left_bottom() + vec2(0.0, 4.0));
        let mut jumped = false;
        area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(Margin::same(4)).show(ui, |ui| {
                ui.set_width(field.width() - 10.0);
                if self.hits.best.is_empty() {
                    ui.add_space(space::SMALL);
                    ui.vertical_centered(|ui| ui.colored_label(colors.text_dim, "Nothing found"));
                    ui.add_space(space::SMALL);
                    return;
                }
                ScrollArea::vertical().max_height(HIT_HEIGHT * HITS_SEEN).auto_shrink([false, true]).show(ui, |ui| {
                    for (number, hit) in self.hits.best.iter().enumerate() {
                        if show_hit(ui, inventory, hit, number == self.chosen) {
                            commands.push(jump(hit));
                            jumped = true;
                        }
                    }
                });
                if self.hits.total > self.hits.best.len() {
                    let text = format!("{} more: type more letters", grouped(self.hits.total - self.hits.best.len()));
                    ui.label(RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim));
                }
            });
        });
        if jumped {
            self.words.clear();
        }
    }
}

fn jump(hit: &Hit) -> Command {
    Command::Jump(hit.machine.clone(), hit.snapshot.map_or(Node::CurrentState, Node::Snapshot))
}

fn show_hit(ui: &mut Ui, inventory: &Inventory, hit: &Hit, chosen: bool) -> bool {
    let colors = theme::colors(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HIT_HEIGHT), Sense::click());
    let Some((_, machine)) = inventory.machine(&hit.machine) else { return false };
    let snapshot = hit.snapshot.and_then(|id| {
        let tree = &machine.machine()?.tree;
        tree.find(id).map(|index| tree.get(index))
    });
    let (icon, name, under) = match snapshot {
        Some(snapshot) => (icons::ICON_PHOTO_CAMERA, snapshot_name(&snapshot.name), machine.name()),
        None => (icons::ICON_COMPUTER, machine.name(), "machine"),
    };
    let description = match (hit.place, snapshot) {
        (HitPlace::Description, Some(snapshot)) => Some(snapshot.description.as_str()),
        (HitPlace::Description, None) => machine.machine().map(|machine| machine.description.as_str()),
        _ => None,
    };
    if chosen {
        response.scroll_to_me(None);
    }
    if chosen || response.hovered() {
        ui.painter().rect(
            rect,
            CornerRadius::same(4),
            if chosen { colors.accent_behind } else { colors.card },
            Stroke::NONE,
            egui::StrokeKind::Inside,
        );
    }
    icon_at(ui.painter(), Pos2::new(rect.left() + 18.0, rect.center().y), icon, 18.0, colors.text_dim);
    let text = Rect::from_min_max(
        pos2(rect.left() + 36.0, rect.top() + 3.0),
        pos2(rect.right() - space::SMALL, rect.bottom() - 3.0),
    );
    line_in(
        ui.painter(),
        text.with_max_y(rect.center().y),
        Align2::LEFT_CENTER,
        name,
        theme::semibold(theme::TEXT),
        colors.text,
    );
    let second = description.map_or_else(|| under.to_owned(), |words| format!("{under} · {words}"));
    line_in(
        ui.painter(),
        text.with_min_y(rect.center().y),
        Align2::LEFT_CENTER,
        &second,
        theme::regular(theme::TEXT_SMALL),
        colors.text_dim,
    );
    describe_choice(ui, &response, Role::ListBoxOption, chosen, &format!("{name}, {under}"));
    response.clicked()
}

fn show_menu(ui: &mut Ui, choice: ThemePreference, sandbox_shown: bool, commands: &mut Vec<Command>) {
    let button = icon_button(ui, icons::ICON_SETTINGS, "Settings");
    Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClick).show(|ui| {
        ui.set_min_width(220.0);
        for (preference, text) in [
            (ThemePreference::System, "Theme: as the system"),
            (ThemePreference::Dark, "Theme: dark"),
            (ThemePreference::Light, "Theme: light"),
        ] {
            if ui.radio(choice == preference, text).clicked() {
                commands.push(Command::SetTheme(preference));
            }
        }
        ui.separator();
        if ui.button("Another VirtualBox folder…").clicked() {
            commands.push(Command::ChooseVirtualBoxHome);
        }
        if ui.button("The usual VirtualBox folder").clicked() {
            commands.push(Command::UseVirtualBoxHome(None));
        }
        ui.separator();
        let mut shown = sandbox_shown;
        if ui
            .checkbox(&mut shown, "Show the Sandbox")
            .on_hover_text("Practice machines that are safe to break")
            .clicked()
        {
            commands.push(Command::ShowSandbox(shown));
        }
        ui.separator();
        for command in [UiCommand::ChooseAll, UiCommand::SnapshotSets, UiCommand::ToggleDetails, UiCommand::Refresh] {
            let keys = command.shortcuts().first().map(|keys| ui.format_shortcut(keys)).unwrap_or_default();
            if ui.add(egui::Button::new(command.text()).shortcut_text(keys)).clicked() {
                commands.push(Command::Ui(command));
            }
        }
    });
}
