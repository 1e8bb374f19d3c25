//! The menu of name templates: what each would give now, which one is the convention, and one's own.

use egui::{Button, Popup, PopupCloseBehavior, RadioButton, RichText, ScrollArea, Sides, TextEdit, Ui};

use super::DialogContext;
use super::frame::first_upper;
use crate::app::command::Command;
use crate::app::theme::{self, space};
use crate::model::MachineKey;
use crate::naming::{Context, PRESETS, Template, Zone, this_user};
use crate::text;

/// Width of the menu, in points.
const WIDTH: f32 = 420.0;
/// Height of the list, in points.
const LIST: f32 = 260.0;

/// What the menu remembers while its dialog is open.
#[derive(Debug, Default)]
pub struct NameTemplates {
    own: String,
}

/// The name that a template gives for a machine now.
pub fn name_from(template: &Template, machine: &MachineKey, purpose: &str, context: &DialogContext<'_>) -> String {
    let machine = context.inventory.machine(machine).and_then(|(_, entry)| entry.machine());
    let about = Context {
        purpose: purpose.to_owned(),
        at: context.now,
        zone: Zone::Local,
        machine: machine.map_or_else(String::new, |machine| machine.name.to_string()),
        user: this_user(),
    };
    let taken = machine.into_iter().flat_map(|machine| machine.tree.iter());
    template.expand(&about, taken.map(|(_, snapshot)| snapshot.name.as_str()))
}

impl NameTemplates {
    /// A button with the menu. Returns the name that was chosen.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        machine: &MachineKey,
        purpose: &str,
        context: &DialogContext<'_>,
        commands: &mut Vec<Command>,
    ) -> Option<String> {
        let text = RichText::new(text!("templates")).font(theme::regular(theme::TEXT_SMALL));
        let button = Button::new(text).corner_radius(11).min_size(egui::vec2(0.0, 24.0));
        let button = ui.add(button).on_hover_text(text!("templates-hint"));
        let popup = Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).width(WIDTH);
        popup.show(|ui| self.show_list(ui, machine, purpose, context, commands)).and_then(|shown| shown.inner)
    }

    fn show_list(
        &mut self,
        ui: &mut Ui,
        machine: &MachineKey,
        purpose: &str,
        context: &DialogContext<'_>,
        commands: &mut Vec<Command>,
    ) -> Option<String> {
        ui.set_width(WIDTH);
        let colors = theme::colors(ui);
        let small = |text: &str| RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
        ui.label(small(text!("templates-about")));
        ui.add_space(space::TIGHT);
        let mut chosen = None;
        let convention = context.convention.map(ToString::to_string);
        let presets = PRESETS.iter().map(|preset| (preset.template(), preset.hint()));
        let own = context.own_templates.iter().map(|template| (template.as_str(), text!("templates-own")));
        let mut listed: Vec<(&str, &str)> = own.chain(presets).collect();
        // It may have been chosen while the texts were in another language.
        if let Some(convention) = convention.as_deref().filter(|text| listed.iter().all(|(other, _)| other != text)) {
            listed.insert(0, (convention, text!("templates-convention")));
        }
        ScrollArea::vertical().max_height(LIST).show(ui, |ui| {
            for (text, hint) in listed {
                let Ok(template) = text.parse::<Template>() else { continue };
                let is_convention = convention.as_deref() == Some(text);
                ui.horizontal(|ui| {
                    let mark = ui.add(RadioButton::new(is_convention, "")).on_hover_text(text!("templates-convention"));
                    if mark.clicked() {
                        commands.push(Command::SetConvention((!is_convention).then(|| text.to_owned())));
                    }
                    let name = name_from(&template, machine, purpose, context);
                    let entry = Button::new(&name).right_text(small(hint)).frame_when_inactive(false);
                    if ui.add_sized([ui.available_width(), 26.0], entry).on_hover_text(text).clicked() {
                        chosen = Some(name);
                    }
                });
            }
        });
        ui.separator();
        chosen = self.show_own(ui, machine, purpose, context, commands).or(chosen);
        if chosen.is_some() {
            ui.close();
        }
        chosen
    }

    fn show_own(
        &mut self,
        ui: &mut Ui,
        machine: &MachineKey,
        purpose: &str,
        context: &DialogContext<'_>,
        commands: &mut Vec<Command>,
    ) -> Option<String> {
        let colors = theme::colors(ui);
        let mut chosen = None;
        let template = self.own.parse::<Template>();
        let add = |ui: &mut Ui| ui.add_enabled(template.is_ok(), Button::new(text!("templates-add"))).clicked();
        let hint = text!("templates-own-hint");
        let field = TextEdit::singleline(&mut self.own).hint_text(hint).desired_width(WIDTH - 80.0);
        let (_, added) = Sides::new().show(ui, |ui| ui.add(field).accessible_name(text!("templates-own-name")), add);
        match &template {
            Ok(template) => {
                let name = name_from(template, machine, purpose, context);
                ui.label(RichText::new(&name).color(colors.text_dim));
                if added {
                    commands.push(Command::RememberTemplate(template.to_string()));
                    chosen = Some(name);
                }
            }
            Err(error) if !self.own.is_empty() => {
                ui.colored_label(colors.warning, first_upper(&error.to_string()));
            }
            Err(_) => {}
        }
        if chosen.is_some() {
            self.own.clear();
        }
        chosen
    }
}
