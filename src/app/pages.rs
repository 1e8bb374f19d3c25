//! The parts of the window: the bar at the top, the sidebar with its pages, and the page that was chosen.

use std::sync::Arc;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use super::App;
use super::clean_up::CleanUpContext;
use super::command::{Command, UiCommand};
use super::components::Badge;
use super::details::Details;
use super::handle::preference;
use super::machine_view::MachineContext;
use super::overview::OverviewContext;
use super::page::Page;
use super::palette::Sources;
use super::rename::DescriptionField;
use super::theme::{self, measure};
use super::{many, navigation, sidebar};
use crate::forecaster::{Slot, Stage};
use crate::model::{Inventory, Machine};
use crate::text;

impl App {
    pub(super) fn show_top_bar(&mut self, ui: &mut Ui, inventory: &Inventory, commands: &mut Vec<Command>) {
        let reasons = self.reasons(inventory);
        let why_not = |command: UiCommand| reasons.why_not(command);
        let sources = Sources {
            inventory,
            findings: &self.findings,
            rules: self.kept.get().map(|kept| &kept.rules),
            pins: self.kept.get().map(|kept| &kept.pins),
            why_not: &why_not,
        };
        let choices = (preference(self.settings.get().theme), self.settings.get().language);
        self.top_bar.show(ui, &sources, choices, self.practice.is_shown(), commands);
    }

    pub(super) fn show_machines(&mut self, ui: &mut Ui, inventory: &Inventory, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        let side = Frame::new().fill(colors.panel);
        Panel::left("machines").frame(side).default_size(measure::SIDEBAR).size_range(measure::SIDEBAR_RANGE).show(
            ui,
            |ui| {
                ui.take_available_width();
                navigation::show(ui, &self.navigation_rows(ui), self.page, commands);
                let in_sight = self.page == Page::Machine;
                let selection = in_sight.then_some(&self.selection);
                let shown = sidebar::Shown { selection, findings: &self.findings, sandbox: self.practice.connection() };
                self.sidebar.show(ui, inventory, &shown, commands);
            },
        );
        match self.page {
            Page::Overview => self.show_overview(ui, inventory, commands),
            Page::CleanUp => self.show_clean_up(ui, commands),
            Page::Machine => self.show_machine(ui, inventory, commands),
        }
    }

    /// The pages that the sidebar leads to.
    fn navigation_rows(&self, ui: &Ui) -> Vec<navigation::Row<'static>> {
        let colors = theme::colors(ui);
        let badge = self.findings.gravest().map(|gravest| {
            let (ink, ground) = theme::severity(colors, gravest);
            let text = text!("header-findings", count = self.findings.shown().len());
            Badge { icon: Some(theme::severity_icon(gravest)), text, ink, ground }
        });
        let freed = self.clean_up.badge();
        let ground = colors.accent_behind;
        let freed = freed.map(|text| Badge { icon: None, text, ink: colors.accent, ground });
        [(Page::Overview, UiCommand::ShowOverview, badge), (Page::CleanUp, UiCommand::ShowCleanUp, freed)]
            .into_iter()
            .map(|(page, command, badge)| navigation::Row {
                page,
                icon: command.icon(),
                name: command.text(),
                hint: command.tooltip_with_keys(ui.ctx()),
                badge,
            })
            .collect()
    }

    fn show_overview(&mut self, ui: &mut Ui, inventory: &Inventory, commands: &mut Vec<Command>) {
        let can_free = self.clean_up.can_free();
        let context = OverviewContext { inventory, findings: &self.findings, can_free, now: (self.clock)() };
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| self.overview.show(ui, &context, commands));
    }

    fn show_clean_up(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let status = self.workers.status();
        let context = CleanUpContext {
            inventory: &self.inventory,
            kept: self.kept.get(),
            last_rule: None,
            changed_rule: None,
            status: &status,
            now: (self.clock)(),
            in_sight: Some(Stage::Exact),
        };
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| self.clean_up.show(ui, &context, commands));
    }

    fn show_machine(&mut self, ui: &mut Ui, inventory: &Inventory, commands: &mut Vec<Command>) {
        let now = (self.clock)();
        let shown = self.selection.shown().cloned();
        let Some((key, (connection, entry))) = shown.and_then(|key| inventory.machine(&key).map(|found| (key, found)))
        else {
            return;
        };
        if self.selection.count() > 1 {
            let frame = Frame::new().inner_margin(Margin::symmetric(12, 8));
            let chosen = many::Chosen::new(inventory, &self.selection, self.sidebar.order());
            Panel::top("many machines").frame(frame).resizable(false).show(ui, |ui| {
                many::show(ui, &chosen, commands);
            });
        }
        let marked = self.workers.answer(Slot::Marked);
        let selected = self.workers.answer(Slot::Selection);
        let status = self.workers.status();
        let (busy, deleting) = (status.busy(&key), status.deleting(&key).collect());
        let chosen = (&self.selection, &self.marks);
        let context = MachineContext {
            marked_answer: marked.as_deref(),
            selected_answer: selected.as_deref(),
            pins: self.kept.get().map(|kept| &kept.pins),
            busy: busy.as_deref(),
            deleting: &deleting,
            findings: self.findings.of_machine(&key),
            ..MachineContext::new(inventory, (connection, entry), chosen, self.settings.get().view, now)
        };
        if let Some(machine) = entry.machine() {
            let open = (self.settings.get().details_closed, &mut self.details_in_small);
            show_details(ui, &context, machine, open, &mut self.description, commands);
        }
        let view = self.views.entry(key).or_default();
        let rename = &mut self.rename;
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| view.show(ui, &context, rename, commands));
    }
}

/// What is known of the selection, at the right.
///
/// `is_closed` is what the person wants of large windows, `in_small` of small ones.
fn show_details(
    ui: &mut Ui,
    context: &MachineContext<'_>,
    machine: &Arc<Machine>,
    (is_closed, in_small): (bool, &mut Option<bool>),
    description: &mut DescriptionField,
    commands: &mut Vec<Command>,
) {
    // In a small window the snapshots need the room: the details stay folded until they are asked for.
    let is_small = ui.content_rect().width() < measure::SMALL_WINDOW;
    *in_small = is_small.then(|| in_small.unwrap_or_default());
    let should_be_open = in_small.unwrap_or(!is_closed);
    let mut open = should_be_open;
    let share = ui.content_rect().width() * measure::DETAILS_SHARE;
    let widest = share.clamp(*measure::DETAILS_RANGE.start(), *measure::DETAILS_RANGE.end());
    let side = Frame::new().fill(theme::colors(ui).panel);
    let frame = side.inner_margin(Margin { left: 16, right: 16 - measure::SCROLL_BAR, top: 4, bottom: 0 });
    let panel = Panel::right("details")
        .frame(frame)
        .default_size(measure::DETAILS)
        .size_range(*measure::DETAILS_RANGE.start()..=widest);
    panel.show_collapsible(ui, &mut open, |ui| {
        ui.take_available_width();
        let answer = context.selected_answer;
        Details { availability: context.availability(machine), answer }.show(ui, description, commands);
    });
    if open != should_be_open {
        commands.push(Command::Ui(UiCommand::ToggleDetails));
    }
}
