//! Rules by name: choosing one, saving and forgetting.

use egui::{Button, Popup, PopupCloseBehavior, RichText, Stroke, TextEdit, Ui, vec2};
use egui_material_icons::icons;

use super::CleanUpCommand;
use crate::app::command::Command;
use crate::app::components::{icon_button, icon_text, primary_button};
use crate::app::theme::{self, measure, space};
use crate::retention::{Rule, Rules, kept_rule_name, shown_rule_name};
use crate::text;
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
        let name = match rule.name.trim() {
            "" => text!("clean-up-rule-not-saved"),
            _ => shown_rule_name(&rule.name),
        };
        let text = RichText::new(shortened(name, 28)).font(theme::semibold(theme::TEXT));
        let button = Button::new((text, icon_text(icons::ICON_ARROW_DROP_DOWN, colors.text_dim)))
            .stroke(Stroke::new(1.0, colors.line))
            .min_size(vec2(0.0, 26.0));
        let button =
            ui.add(button).on_hover_text(rule.to_string()).accessible_name(text!("clean-up-rule-named", name = name));
        let menu = Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        if menu.show(|ui| self.show_list(ui, rules, rule, commands)).is_none() {
            self.forgets = None;
        }
        match rules.get(&rule.name) {
            Some(saved) if saved == rule => {}
            saved => {
                let small = |text: &str| RichText::new(text.to_owned()).font(theme::regular(theme::TEXT_SMALL));
                let state =
                    if saved.is_some() { text!("clean-up-rule-changed") } else { text!("clean-up-rule-not-saved") };
                ui.label(small(state).color(colors.warning));
                if let Some(saved) = saved
                    && ui
                        .link(small(text!("clean-up-rule-undo")))
                        .on_hover_text(text!("clean-up-rule-undo-hint"))
                        .clicked()
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
            let shown = shown_rule_name(&saved.name);
            ui.horizontal(|ui| {
                let is_shown = saved.name == rule.name;
                let width = ui.available_width() - measure::CONTROL - space::SMALL;
                let name = Button::selectable(is_shown, shortened(shown, LONGEST))
                    .min_size(vec2(width, measure::CONTROL))
                    .right_text("")
                    .truncate();
                let name = ui.add(name).on_hover_text(saved.to_string()).accessible_name(shown.to_owned());
                if name.clicked() {
                    commands.push(CleanUpCommand::UseRule(saved.name.clone()).into());
                    ui.close();
                }
                let what = text!("clean-up-rule-forget", name = shown);
                if icon_button(ui, icons::ICON_DELETE, &what).clicked() {
                    self.forgets = Some(saved.name.clone());
                }
            });
        }
        if Rule::presets().iter().any(|usual| rules.get(&usual.name).is_none()) {
            ui.separator();
            if ui.button(text!("clean-up-rule-usual")).clicked() {
                commands.push(CleanUpCommand::AddUsualRules.into());
            }
        }
    }

    fn ask_forgetting(&mut self, ui: &mut Ui, name: &str, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        ui.horizontal(|ui| {
            ui.colored_label(
                colors.danger,
                text!("clean-up-rule-forget-question", name = shortened(shown_rule_name(name), 20)),
            );
            if ui.button(text!("clean-up-rule-forget-button")).clicked() {
                commands.push(CleanUpCommand::ForgetRule(name.to_owned()).into());
                self.forgets = None;
            }
            if ui.button(text!("clean-up-rule-keep-button")).clicked() {
                self.forgets = None;
            }
        });
    }

    /// Draws the button that keeps the rule under a name.
    pub fn show_saving(&mut self, ui: &mut Ui, rules: &Rules, rule: &Rule, commands: &mut Vec<Command>) {
        let button = ui.button(text!("clean-up-rule-save-as")).on_hover_text(text!("clean-up-rule-save-as-hint"));
        let menu = Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let shown = menu.show(|ui| {
            ui.set_min_width(240.0);
            let is_new = self.saved_as.is_none();
            let name = self.saved_as.get_or_insert_with(|| shown_rule_name(&rule.name).to_owned());
            let field = ui.add(
                TextEdit::singleline(name)
                    .hint_text(text!("clean-up-rule-name"))
                    .char_limit(LONGEST)
                    .align(egui::Align2::LEFT_CENTER),
            );
            let field = field.accessible_name(text!("clean-up-rule-name-spoken"));
            if is_new {
                field.request_focus();
            }
            let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            let name = kept_rule_name(name.trim()).to_owned();
            let text = match rules.get(&name) {
                Some(known) if known != rule => {
                    text!("clean-up-rule-replace", name = shortened(shown_rule_name(&known.name), 24))
                }
                _ => text!("clean-up-rule-save").to_owned(),
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
