//! Rules by name: choosing one, saving and forgetting.

use egui::{Button, Popup, PopupCloseBehavior, RichText, Stroke, TextEdit, Ui, vec2};
use egui_material_icons::icons;

use super::CleanUpCommand;
use crate::app::command::Command;
use crate::app::components::{icon_button, icon_text, primary_button};
use crate::app::theme::{self, measure, space};
use crate::retention::{Rule, Rules};
use crate::words::shortened;

/// Longest name of a rule, in characters.
const LONGEST: usize = 60;
/// Width of the list, in points.
const LIST: f32 = 300.0;

/// What the menus remember between frames.
#[derive(Default)]
pub struct RuleMenu {
    /// The rule that is to be forgotten, if that is confirmed.
    forgets: Option<String>,
    saved_as: Option<String>,
}

impl RuleMenu {
    /// Draws the name of the rule, which opens the list of all, and whether it was changed since it was saved.
    pub fn show_name(&mut self, ui: &mut Ui, rules: &Rules, rule: &mut Rule, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        let name = if rule.name.trim().is_empty() { "not saved" } else { &rule.name };
        let text = RichText::new(shortened(name, 28)).font(theme::semibold(theme::TEXT));
        let button = Button::new((text, icon_text(icons::ICON_ARROW_DROP_DOWN, colors.text_dim)))
            .stroke(Stroke::new(1.0, colors.line))
            .min_size(vec2(0.0, 26.0));
        let button = ui.add(button).on_hover_text(rule.to_string()).accessible_name(format!("Rule {name}"));
        let menu = Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        if menu.show(|ui| self.show_list(ui, rules, rule, commands)).is_none() {
            self.forgets = None;
        }
        match rules.get(&rule.name) {
            Some(saved) if saved == rule => {}
            saved => {
                let small = |text: &str| RichText::new(text.to_owned()).font(theme::regular(theme::TEXT_SMALL));
                ui.label(small(if saved.is_some() { "changed" } else { "not saved" }).color(colors.warning));
                if let Some(saved) = saved
                    && ui.link(small("undo")).on_hover_text("Go back to the rule as it was saved").clicked()
                {
                    *rule = saved.clone();
                }
            }
        }
    }

    fn show_list(&mut self, ui: &mut Ui, rules: &Rules, rule: &Rule, commands: &mut Vec<Command>) {
        ui.set_width(LIST);
        for saved in rules.iter() {
            if self.forgets.as_deref() == Some(&saved.name) {
                self.ask_forgetting(ui, &saved.name, commands);
                continue;
            }
            ui.horizontal(|ui| {
                let is_shown = saved.name == rule.name;
                let width = ui.available_width() - measure::CONTROL - space::SMALL;
                let name = Button::selectable(is_shown, shortened(&saved.name, LONGEST))
                    .min_size(vec2(width, measure::CONTROL))
                    .right_text("")
                    .truncate();
                let name = ui.add(name).on_hover_text(saved.to_string()).accessible_name(saved.name.clone());
                if name.clicked() {
                    commands.push(CleanUpCommand::UseRule(saved.name.clone()).into());
                    ui.close();
                }
                let what = format!("Forget the rule “{}”", saved.name);
                if icon_button(ui, icons::ICON_DELETE, &what).clicked() {
                    self.forgets = Some(saved.name.clone());
                }
            });
        }
        if Rule::presets().iter().any(|usual| rules.get(&usual.name).is_none()) {
            ui.separator();
            if ui.button("Bring the usual rules back").clicked() {
                commands.push(CleanUpCommand::AddUsualRules.into());
            }
        }
    }

    fn ask_forgetting(&mut self, ui: &mut Ui, name: &str, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        ui.horizontal(|ui| {
            ui.colored_label(colors.danger, format!("Forget “{}”?", shortened(name, 20)));
            if ui.button("Forget").clicked() {
                commands.push(CleanUpCommand::ForgetRule(name.to_owned()).into());
                self.forgets = None;
            }
            if ui.button("Keep").clicked() {
                self.forgets = None;
            }
        });
    }

    /// Draws the button that keeps the rule under a name.
    pub fn show_saving(&mut self, ui: &mut Ui, rules: &Rules, rule: &Rule, commands: &mut Vec<Command>) {
        let button = ui.button("Save as rule…").on_hover_text("Keep this rule under a name");
        let menu = Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let shown = menu.show(|ui| {
            ui.set_min_width(240.0);
            let is_new = self.saved_as.is_none();
            let name = self.saved_as.get_or_insert_with(|| rule.name.clone());
            let field = ui
                .add(TextEdit::singleline(name).hint_text("Name").char_limit(LONGEST).align(egui::Align2::LEFT_CENTER));
            let field = field.accessible_name("Name of the rule");
            if is_new {
                field.request_focus();
            }
            let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            let name = name.trim().to_owned();
            let text = match rules.get(&name) {
                Some(known) if known != rule => format!("Replace “{}”", shortened(&known.name, 24)),
                _ => "Save".to_owned(),
            };
            ui.add_space(space::TIGHT);
            let save = ui.add_enabled(!name.is_empty(), primary_button(ui, &text));
            if (save.clicked() || entered) && !name.is_empty() {
                commands.push(CleanUpCommand::SaveRule(Rule { name, ..rule.clone() }).into());
                ui.close();
            }
        });
        if shown.is_none() {
            self.saved_as = None;
        }
    }
}
