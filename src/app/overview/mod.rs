//! The page about all machines together: totals, what was found, where the space is, how it grew.

pub mod findings_list;
mod growth;
mod space_map;
mod totals;

use chrono::{DateTime, Utc};
use egui::{Align, Layout, Margin, RichText, ScrollArea, Ui};

use super::clean_up::CanFree;
use super::command::Command;
use super::components::button_menu;
use super::findings::Findings;
use super::theme::{self, measure, space};
use crate::health::report::ReportFormat;
use crate::model::{Age, Inventory, MachineKey};
use crate::text;
use crate::words::{machines, snapshots};
use findings_list::FindingsList;
use space_map::SpaceMap;

/// From this width on, in points, findings and space stand side by side.
const SIDE_BY_SIDE: f32 = 760.0;
/// Share of the width that the findings take then.
const FINDINGS_SHARE: f32 = 0.62;
/// Height of the growth, in points.
const GROWTH_HEIGHT: f32 = 150.0;
/// Height of findings and of the map where they stand one below the other, in points.
const STACKED_HEIGHT: f32 = 360.0;

/// What the page remembers between frames.
#[derive(Default)]
pub struct Overview {
    findings: FindingsList,
    map: SpaceMap,
}

/// What the page shows.
pub struct OverviewContext<'a> {
    /// The machines.
    pub inventory: &'a Inventory,
    /// What was found.
    pub findings: &'a Findings,
    /// What a clean-up would free, as soon as that has been looked at.
    pub can_free: Option<CanFree>,
    /// The time now, for ages.
    pub now: DateTime<Utc>,
}

impl Overview {
    /// Shows only what concerns one machine.
    pub fn show_findings_of(&mut self, machine: MachineKey) {
        self.findings.show_only(machine);
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, context: &OverviewContext<'_>, commands: &mut Vec<Command>) {
        let margin = Margin { left: 20, right: 20, top: 12, bottom: 10 };
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            show_header(ui, context, commands);
            ui.add_space(space::MEDIUM);
            totals::show(ui, context, commands);
            ui.add_space(space::MEDIUM);
            if ui.available_width() >= SIDE_BY_SIDE {
                self.show_side_by_side(ui, context, commands);
            } else {
                self.show_stacked(ui, context, commands);
            }
        });
    }

    fn show_side_by_side(&mut self, ui: &mut Ui, context: &OverviewContext<'_>, commands: &mut Vec<Command>) {
        let room = ui.available_rect_before_wrap();
        let (left, right) = room.split_left_right_at_x(room.left() + room.width() * FINDINGS_SHARE);
        let left = left.with_max_x(left.right() - space::MEDIUM / 2.0);
        let right = right.with_min_x(right.left() + space::MEDIUM / 2.0);
        let (above, below) = right.split_top_bottom_at_y(right.bottom() - GROWTH_HEIGHT);
        let above = above.with_max_y(above.bottom() - space::MEDIUM);
        ui.scope_builder(egui::UiBuilder::new().max_rect(left), |ui| self.findings.show(ui, context, commands));
        ui.scope_builder(egui::UiBuilder::new().max_rect(above), |ui| self.map.show(ui, context, commands));
        ui.scope_builder(egui::UiBuilder::new().max_rect(below), |ui| growth::show(ui, context));
    }

    fn show_stacked(&mut self, ui: &mut Ui, context: &OverviewContext<'_>, commands: &mut Vec<Command>) {
        ScrollArea::vertical().id_salt("overview").auto_shrink(false).show(ui, |ui| {
            let part = |ui: &mut Ui, height: f32, contents: &mut dyn FnMut(&mut Ui)| {
                let size = egui::vec2(ui.available_width(), height);
                ui.allocate_ui(size, contents);
                ui.add_space(space::MEDIUM);
            };
            part(ui, STACKED_HEIGHT, &mut |ui| self.findings.show(ui, context, commands));
            part(ui, STACKED_HEIGHT, &mut |ui| self.map.show(ui, context, commands));
            part(ui, GROWTH_HEIGHT, &mut |ui| growth::show(ui, context));
        });
    }
}

fn show_header(ui: &mut Ui, context: &OverviewContext<'_>, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(measure::CONTROL);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let is_there = context.findings.inspected().is_some();
            ui.add_enabled_ui(is_there, |ui| {
                let menu = ui.button(text!("overview-report")).on_hover_text(text!("overview-report-hint"));
                button_menu(ui, &menu, |ui| {
                    ui.set_min_width(220.0);
                    for (text, format) in [
                        (text!("overview-report-html"), ReportFormat::Html),
                        (text!("overview-report-csv"), ReportFormat::Csv),
                        (text!("overview-report-json"), ReportFormat::Json),
                    ] {
                        if ui.button(text).clicked() {
                            commands.push(Command::SaveReport(format));
                        }
                    }
                });
            });
            if ui.button(text!("overview-inspect")).on_hover_text(text!("overview-inspect-hint")).clicked() {
                commands.push(Command::Inspect);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let title = ui.label(RichText::new(text!("overview-title")).font(theme::semibold(theme::TEXT_TITLE)));
                title.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Heading, true, text!("overview-title")));
                ui.add_space(space::TIGHT);
                ui.add(egui::Label::new(RichText::new(subtitle(context)).color(colors.text_dim)).truncate());
            });
        });
    });
}

fn subtitle(context: &OverviewContext<'_>) -> String {
    let inventory = context.inventory;
    let (machines, snapshots) = (machines(inventory.machines().count()), snapshots(inventory.snapshot_count()));
    let when = match context.findings.inspected().map(|inspected| Age::between(inspected.at, context.now)) {
        None => text!("overview-inspecting").to_owned(),
        Some(Age::Now | Age::Future) => text!("overview-inspected-now").to_owned(),
        Some(age) => text!("overview-inspected", age = age),
    };
    text!("overview-subtitle", when = when, machines = machines, snapshots = snapshots)
}
