//! How the window looks, from where on findings speak, and how often machines are inspected. What is changed counts at once.

use egui::{Button, Checkbox, DragValue, Grid, RichText, ScrollArea, ThemePreference, Ui};

use super::frame::{self, Closed};
use crate::app::command::{Command, UiCommand};
use crate::app::components::section;
use crate::app::theme::{self, space};
use crate::health::Thresholds;
use crate::language::Language;
use crate::model::Bytes;
use crate::settings::{Inspections, Settings};
use crate::text;

/// Hours between two inspections, at most: a week.
const MOST_HOURS: u32 = 168;
/// Bytes of a gigabyte.
const GIGABYTE: u64 = 1_000_000_000;
/// Space that can be asked for, in gigabytes.
const MOST_GIGABYTES: u64 = 100_000;

/// The dialog, with what was set when it was drawn last.
#[derive(Debug, Clone)]
pub struct SettingsDialog {
    theme: ThemePreference,
    language: Option<Language>,
    inspections: Inspections,
    thresholds: Thresholds,
}

impl SettingsDialog {
    /// With what is set now.
    pub fn new(settings: &Settings, theme: ThemePreference) -> Self {
        let (inspections, thresholds) = (settings.inspections, settings.thresholds.clone());
        Self { theme, language: settings.language, inspections, thresholds }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, commands: &mut Vec<Command>) -> Closed {
        let before = self.clone();
        let closed = frame::show(ui, text!("settings-title"), 560.0, |ui| {
            let height = ui.available_height() - 48.0;
            ScrollArea::vertical().max_height(height).show(ui, |ui| {
                self.show_appearance(ui, commands);
                self.show_inspections(ui);
                self.show_thresholds(ui);
            });
            frame::close_only(ui)
        });
        if self.theme != before.theme {
            commands.push(Command::SetTheme(self.theme));
        }
        if self.language != before.language {
            commands.push(Command::SetLanguage(self.language));
        }
        if self.inspections != before.inspections {
            commands.push(Command::SetInspections(self.inspections));
        }
        if self.thresholds != before.thresholds {
            commands.push(Command::SetThresholds(Box::new(self.thresholds.clone())));
        }
        closed
    }

    fn show_appearance(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        section(ui, text!("settings-appearance"));
        Grid::new("appearance").num_columns(2).spacing([space::LARGE, space::SMALL]).show(ui, |ui| {
            let themes = [
                (ThemePreference::System, text!("settings-as-the-system")),
                (ThemePreference::Dark, text!("settings-dark")),
                (ThemePreference::Light, text!("settings-light")),
            ];
            choice_row(ui, text!("settings-theme"), &mut self.theme, themes);
            let languages = Language::ALL.map(|language| (Some(language), language.name()));
            let languages = std::iter::once((None, text!("settings-as-the-system"))).chain(languages);
            choice_row(ui, text!("settings-language"), &mut self.language, languages);
            ui.label(text!("settings-text-size"));
            ui.horizontal(|ui| {
                for command in [UiCommand::SmallerText, UiCommand::LargerText, UiCommand::UsualText] {
                    let button = ui.button(command.text()).on_hover_text(command.tooltip_with_keys(ui.ctx()));
                    if button.clicked() {
                        commands.push(Command::Ui(command));
                    }
                }
            });
            ui.end_row();
        });
        ui.add_space(space::SMALL);
    }

    fn show_inspections(&mut self, ui: &mut Ui) {
        section(ui, text!("settings-inspection"));
        ui.horizontal(|ui| {
            let label = ui.label(text!("settings-every")).on_hover_text(text!("settings-every-hint"));
            let hours = DragValue::new(&mut self.inspections.every_hours)
                .range(1..=MOST_HOURS)
                .custom_formatter(|value, _| text!("settings-hours", count = whole(value)))
                .custom_parser(|text| text.split_whitespace().next()?.parse().ok());
            ui.add(hours).labelled_by(label.id);
        });
        let tell = Checkbox::new(&mut self.inspections.notify, text!("settings-notify"));
        ui.add(tell).on_hover_text(text!("settings-notify-hint"));
    }

    fn show_thresholds(&mut self, ui: &mut Ui) {
        section(ui, text!("settings-thresholds"));
        let colors = theme::colors(ui);
        Grid::new("thresholds").num_columns(3).spacing([space::LARGE, space::SMALL]).show(ui, |ui| {
            ui.label("");
            for level in [text!("settings-worth-a-look"), text!("settings-serious")] {
                ui.label(RichText::new(level).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim));
            }
            ui.end_row();
            let Thresholds {
                chain_moderate,
                chain_serious,
                large_snapshot,
                old_snapshot_days,
                old_root_days,
                far_written,
                far_days,
                free_moderate,
                free_serious,
                free_moderate_percent,
                free_serious_percent,
                full_moderate_days,
                full_serious_days,
                many_restores,
                many_restores_hours,
                settled_minutes: _,
            } = &mut self.thresholds;
            row(ui, text!("settings-chain"), number(chain_moderate, 2..=299), Some(number(chain_serious, 2..=300)));
            row(ui, text!("settings-free"), space_of(free_moderate), Some(space_of(free_serious)));
            let percents = (number(free_moderate_percent, 0..=90), number(free_serious_percent, 0..=90));
            row(ui, text!("settings-free-percent"), percents.0.suffix(" %"), Some(percents.1.suffix(" %")));
            row(
                ui,
                text!("settings-full"),
                number(full_moderate_days, 0..=3650),
                Some(number(full_serious_days, 0..=3650)),
            );
            row(ui, text!("settings-large"), space_of(large_snapshot), None);
            row(ui, text!("settings-old"), number(old_snapshot_days, 1..=36_500), None);
            row(ui, text!("settings-old-root"), number(old_root_days, 1..=36_500), None);
            row(ui, text!("settings-far-written"), space_of(far_written), None);
            row(ui, text!("settings-far-days"), number(far_days, 1..=36_500), None);
            row(ui, text!("settings-restores"), number(many_restores, 2..=1000), None);
            row(ui, text!("settings-restores-hours"), number(many_restores_hours, 1..=8760), None);
        });
        ui.add_space(space::SMALL);
        let usual = ui.add_enabled(self.thresholds != Thresholds::default(), Button::new(text!("settings-usual")));
        if usual.on_hover_text(text!("settings-usual-hint")).clicked() {
            self.thresholds = Thresholds::default();
        }
    }
}

/// A line of the grid: one of several, by name.
fn choice_row<T: Copy + PartialEq>(
    ui: &mut Ui,
    what: &str,
    chosen: &mut T,
    choices: impl IntoIterator<Item = (T, &'static str)>,
) {
    ui.label(what);
    ui.horizontal(|ui| {
        for (value, name) in choices {
            ui.radio_value(chosen, value, name).accessible_name(text!("settings-value-of", what = what, level = name));
        }
    });
    ui.end_row();
}

fn row(ui: &mut Ui, what: &str, first: DragValue<'_>, second: Option<DragValue<'_>>) {
    ui.label(what);
    let level = |level: &str| text!("settings-value-of", what = what, level = level);
    ui.add(first).accessible_name(level(text!("settings-worth-a-look")));
    if let Some(second) = second {
        ui.add(second).accessible_name(level(text!("settings-serious")));
    }
    ui.end_row();
}

fn number<N: egui::emath::Numeric>(value: &mut N, range: std::ops::RangeInclusive<N>) -> DragValue<'_> {
    DragValue::new(value).range(range).speed(0.2)
}

/// A size, set in whole gigabytes.
fn space_of(bytes: &mut Bytes) -> DragValue<'_> {
    let access = move |new: Option<f64>| {
        if let Some(new) = new {
            bytes.0 = whole(new) * GIGABYTE;
        }
        #[expect(clippy::cast_precision_loss, reason = "at most 100,000 gigabytes are set here")]
        let gigabytes = (bytes.0 / GIGABYTE) as f64;
        gigabytes
    };
    DragValue::from_get_set(access).range(0..=MOST_GIGABYTES).max_decimals(0).speed(0.2).suffix(" GB")
}

/// What a field holds as a whole number; its range keeps it small and above nothing.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
fn whole(value: f64) -> u64 {
    value.round().clamp(0.0, 1e6) as u64
}
