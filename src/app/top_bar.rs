//! The bar on top: the program's name, the search over all machines, and what concerns the program
//! as a whole.

use egui::{Align2, Rect, ThemePreference, Ui, UiBuilder, pos2, vec2};
use egui_material_icons::icons;

use super::command::{Command, UiCommand};
use super::command_menu;
use super::components::{button_menu, icon_at, icon_button, line_in};
use super::menu;
use super::palette::Sources;
use super::search_box::SearchBox;
use super::theme::{self, measure, space};
use crate::language::Language;
use crate::text;

/// The theme and the language that the person chose; no language is the system's.
pub type Choices = (ThemePreference, Option<Language>);

/// What the bar remembers between frames.
#[derive(Default)]
pub struct TopBar {
    search: SearchBox,
}

impl TopBar {
    /// Puts the cursor into the search field at the next frame.
    pub fn focus_search(&mut self) {
        self.search.focus();
    }

    /// Draws the bar.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        sources: &Sources<'_>,
        choices: Choices,
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
        let width = measure::SEARCH.min(bar.width() - 400.0).max(160.0);
        let field = Rect::from_center_size(bar.center(), vec2(width, measure::CONTROL));
        self.search.show(ui, field, sources, commands);
        let right =
            Rect::from_min_max(pos2(bar.right() - 174.0, bar.top()), pos2(bar.right() - space::MEDIUM, bar.bottom()));
        let layout = egui::Layout::right_to_left(egui::Align::Center);
        ui.scope_builder(UiBuilder::new().max_rect(right).layout(layout), |ui| {
            ui.spacing_mut().item_spacing.x = space::TIGHT;
            command_menu::show(ui, sources.why_not, commands);
            show_menu(ui, choices, sandbox_shown, commands);
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
}

fn show_menu(ui: &mut Ui, choice: Choices, sandbox_shown: bool, commands: &mut Vec<Command>) {
    let button = icon_button(ui, icons::ICON_SETTINGS, text!("top-bar-settings"));
    button_menu(ui, &button, |ui| {
        ui.set_min_width(220.0);
        for (preference, text) in [
            (ThemePreference::System, text!("top-bar-theme-system")),
            (ThemePreference::Dark, text!("top-bar-theme-dark")),
            (ThemePreference::Light, text!("top-bar-theme-light")),
        ] {
            if ui.radio(choice.0 == preference, text).clicked() {
                commands.push(Command::SetTheme(preference));
            }
        }
        ui.separator();
        let languages = Language::ALL.map(Some);
        for language in std::iter::once(None).chain(languages) {
            let text = language.map_or(text!("top-bar-language-system"), Language::name);
            if ui.radio(choice.1 == language, text).clicked() {
                commands.push(Command::SetLanguage(language));
            }
        }
        ui.separator();
        if ui.button(text!("top-bar-other-folder")).clicked() {
            commands.push(Command::ChooseVirtualBoxHome);
        }
        if ui.button(text!("top-bar-usual-folder")).clicked() {
            commands.push(Command::UseVirtualBoxHome(None));
        }
        ui.separator();
        let mut shown = sandbox_shown;
        if menu::hint(ui.checkbox(&mut shown, text!("top-bar-sandbox")), text!("top-bar-sandbox-hint")).clicked() {
            commands.push(Command::ShowSandbox(shown));
        }
        ui.separator();
        let settings = UiCommand::ShowSettings;
        let button = egui::Button::new(settings.text()).shortcut_text(settings.keys_text(ui.ctx()));
        if ui.add(button).clicked() {
            commands.push(Command::Ui(settings));
        }
    });
}
