//! The findings, the gravest first, with filters and a button beside each.

use egui::{Align, Layout, RichText, ScrollArea, Stroke, Ui};
use egui_material_icons::{MaterialIcon, icons};

use super::OverviewContext;
use crate::app::command::Command;
use crate::app::components::{button_menu, card, icon_button, sign_line};
use crate::app::theme::{self, space};
use crate::health::{Finding, FindingId, Remedy, Severity, Silence};
use crate::model::MachineKey;
use crate::text;
use crate::words::{date, shortened};

/// Findings that are drawn at once; a button shows as many more.
const AT_ONCE: usize = 100;
/// Width of the severity and the machine, in points.
const WHO: f32 = 116.0;
/// Width of the button, in points.
const BUTTON: f32 = 176.0;

/// What the list is narrowed to.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Filter {
    /// Everything that is not silenced.
    #[default]
    All,
    /// One severity.
    Only(Severity),
    /// What is silenced.
    Silenced,
}

/// What the list remembers between frames.
#[derive(Default)]
pub struct FindingsList {
    filter: Filter,
    machine: Option<MachineKey>,
    more: usize,
    /// The finding that is told in full.
    told: Option<FindingId>,
    /// Whether the list stays where it was scrolled to: not once it shows something else.
    keeps_place: bool,
}

impl FindingsList {
    /// Shows only what concerns one machine.
    pub fn show_only(&mut self, machine: MachineKey) {
        *self = Self { machine: Some(machine), ..Self::default() };
    }

    /// Draws the list into all the room there is.
    pub fn show(&mut self, ui: &mut Ui, context: &OverviewContext<'_>, commands: &mut Vec<Command>) {
        let height = ui.available_height() - 2.0 * space::MEDIUM;
        card(ui, |ui| {
            ui.set_height(height);
            self.show_filters(ui, context);
            ui.add_space(space::TIGHT);
            ui.separator();
            let mut list = ScrollArea::vertical().id_salt("findings").auto_shrink(false);
            if !std::mem::replace(&mut self.keeps_place, true) {
                list = list.vertical_scroll_offset(0.0);
            }
            list.show(ui, |ui| {
                // The bar lies above the content: the buttons keep clear of it.
                ui.set_width(ui.available_width() - space::MEDIUM);
                if self.filter == Filter::Silenced {
                    self.show_silenced(ui, context, commands);
                } else {
                    self.show_findings(ui, context, commands);
                }
            });
        });
    }

    fn show_filters(&mut self, ui: &mut Ui, context: &OverviewContext<'_>) {
        let colors = theme::colors(ui);
        let totals = context.findings.totals();
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(text!("overview-findings")).font(theme::semibold(theme::TEXT)));
            ui.add_space(space::SMALL);
            self.show_filter(ui, Filter::All, &text!("overview-filter-all", count = context.findings.shown().len()));
            for severity in Severity::ALL {
                if totals.count(severity) > 0 {
                    let (name, count) = (severity.to_string(), totals.count(severity));
                    let text = text!("overview-filter-severity", severity = name, count = count);
                    self.show_filter(ui, Filter::Only(severity), &text);
                }
            }
            let silenced = context.findings.silenced().count();
            if silenced > 0 || self.filter == Filter::Silenced {
                self.show_filter(ui, Filter::Silenced, &text!("overview-filter-silenced", count = silenced));
            }
            if let Some(key) = self.machine.clone() {
                let name =
                    context.inventory.machine(&key).map_or(text!("overview-one-machine"), |(_, entry)| entry.name());
                let name = shortened(name, 40);
                let text = RichText::new(format!("{}  ✕", text!("overview-only", machine = name)))
                    .font(theme::regular(theme::TEXT_SMALL));
                let button = egui::Button::new(text.color(colors.info)).corner_radius(11);
                if ui.add(button).on_hover_text(text!("overview-only-hint")).clicked() {
                    (self.machine, self.keeps_place) = (None, false);
                }
            }
        });
    }

    fn show_filter(&mut self, ui: &mut Ui, filter: Filter, text: &str) {
        let colors = theme::colors(ui);
        let is_chosen = self.filter == filter;
        let button = egui::Button::selectable(is_chosen, RichText::new(text).font(theme::regular(theme::TEXT_SMALL)))
            .frame_when_inactive(true)
            .stroke(Stroke::new(1.0, if is_chosen { colors.accent } else { colors.line }))
            .corner_radius(11)
            .min_size(egui::vec2(0.0, 22.0));
        if ui.add(button).clicked() {
            (self.filter, self.more, self.keeps_place) = (filter, 0, self.filter == filter);
        }
    }

    fn is_wanted(&self, finding: &Finding) -> bool {
        let of_machine = self.machine.as_ref().is_none_or(|key| finding.machine_key() == Some(key));
        let of_severity = match self.filter {
            Filter::Only(severity) => finding.severity == severity,
            Filter::All | Filter::Silenced => true,
        };
        of_machine && of_severity
    }

    fn show_findings(&mut self, ui: &mut Ui, context: &OverviewContext<'_>, commands: &mut Vec<Command>) {
        let all = context.findings.shown();
        let wanted: Vec<&Finding> = all.iter().filter(|finding| self.is_wanted(finding)).collect();
        if wanted.is_empty() {
            show_none(ui, context, all.is_empty());
            return;
        }
        let room = AT_ONCE * (self.more + 1);
        for finding in wanted.iter().take(room) {
            let id = finding.id();
            let is_told = self.told.as_ref() == Some(&id);
            if ui.push_id(&id, |ui| show_finding(ui, finding, is_told, commands)).inner {
                self.told = (!is_told).then_some(id);
            }
        }
        self.show_more(ui, wanted.len().saturating_sub(room));
    }

    fn show_silenced(&mut self, ui: &mut Ui, context: &OverviewContext<'_>, commands: &mut Vec<Command>) {
        let wanted: Vec<_> = context.findings.silenced().filter(|(finding, _)| self.is_wanted(finding)).collect();
        if wanted.is_empty() {
            ui.add_space(space::MEDIUM);
            ui.colored_label(theme::colors(ui).text_dim, text!("overview-nothing-silenced"));
            return;
        }
        let room = AT_ONCE * (self.more + 1);
        for (finding, silence) in wanted.iter().take(room) {
            ui.push_id(finding.id(), |ui| {
                finding_row(
                    ui,
                    finding.severity,
                    who(finding),
                    &finding.what(),
                    |ui| show_silence(ui, silence),
                    |ui| {
                        if ui
                            .button(text!("overview-show-again"))
                            .on_hover_text(text!("overview-show-again-hint"))
                            .clicked()
                        {
                            commands.push(Command::EndSilence((*silence).clone()));
                        }
                    },
                );
            });
        }
        self.show_more(ui, wanted.len().saturating_sub(room));
    }

    fn show_more(&mut self, ui: &mut Ui, left: usize) {
        if left > 0 && ui.button(text!("overview-show-more", count = left)).clicked() {
            self.more += 1;
        }
    }
}

fn show_none(ui: &mut Ui, context: &OverviewContext<'_>, nothing_at_all: bool) {
    let colors = theme::colors(ui);
    ui.add_space(space::MEDIUM);
    if context.findings.inspected().is_none() {
        sign_line(ui, icons::ICON_HOURGLASS_EMPTY, text!("overview-being-inspected"), colors.text_dim);
    } else if nothing_at_all {
        sign_line(ui, icons::ICON_CHECK_CIRCLE, text!("overview-nothing-found"), colors.accent);
    } else {
        sign_line(ui, icons::ICON_CHECK_CIRCLE, text!("overview-nothing-of-this-sort"), colors.text_dim);
    }
}

/// One finding; why it matters and what to do are told in full on demand. Whether that was asked for.
fn show_finding(ui: &mut Ui, finding: &Finding, is_told: bool, commands: &mut Vec<Command>) -> bool {
    let mut is_asked = false;
    let more = |ui: &mut Ui| is_asked = show_reasons(ui, finding, is_told);
    finding_row(ui, finding.severity, who(finding), &finding.what(), more, |ui| {
        let menu = icon_button(ui, icons::ICON_MORE_VERT, text!("overview-more"));
        button_menu(ui, &menu, |ui| {
            ui.set_min_width(180.0);
            if ui.button(text!("overview-silence")).clicked() {
                commands.push(Command::AskSilence(Box::new(finding.clone())));
            }
            if ui.button(text!("overview-copy")).clicked() {
                commands.push(Command::Copy(format!("{}\n{}", finding.what(), finding.advice())));
            }
            if let Some(path) = &finding.path
                && ui.button(text!("overview-copy-path")).clicked()
            {
                commands.push(Command::Copy(path.display().to_string()));
            }
        });
        if let Some((remedy, label)) = offered(finding)
            && ui.button(label).clicked()
        {
            commands.push(Command::Remedy(remedy));
        }
    });
    is_asked
}

/// Why it matters, in one line, or that and what to do. Whether it was pressed.
fn show_reasons(ui: &mut Ui, finding: &Finding, is_told: bool) -> bool {
    let colors = theme::colors(ui);
    let small = |text: &str| RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim);
    let (why, advice) = (finding.why_it_matters(), finding.advice());
    let press = |ui: &mut Ui, text: &str, icon: MaterialIcon| {
        ui.link(small(&format!("{text} {}", icon.codepoint)).color(colors.info)).clicked()
    };
    if is_told {
        ui.add(egui::Label::new(small(why)).wrap());
        ui.add(egui::Label::new(small(&advice)).wrap());
        return press(ui, text!("overview-less"), icons::ICON_EXPAND_LESS);
    }
    let line = egui::vec2(ui.available_width(), ui.text_style_height(&egui::TextStyle::Small));
    let drawn = ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
        let is_pressed = press(ui, text!("overview-what-to-do"), icons::ICON_EXPAND_MORE);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(egui::Label::new(small(why)).truncate());
        });
        is_pressed
    });
    drawn.inner
}

/// The remedy that has a button, with its text. A folder cannot be opened from here: its path is for the clipboard.
fn offered(finding: &Finding) -> Option<(Remedy, &'static str)> {
    match finding.remedy()? {
        remedy @ Remedy::OpenFolder(_) => Some((remedy, text!("overview-copy-path"))),
        remedy => Some((remedy.clone(), remedy.label())),
    }
}

fn show_silence(ui: &mut Ui, silence: &Silence) {
    let colors = theme::colors(ui);
    let mut text = match silence.until {
        Some(until) => text!("overview-silenced-until", date = date(&until)),
        None => text!("overview-silenced-for-ever").to_owned(),
    };
    if !silence.reason.is_empty() {
        text = text!("overview-silenced-because", silenced = text, reason = silence.reason);
    }
    let text = RichText::new(text).font(theme::regular(theme::TEXT_SMALL));
    ui.add(egui::Label::new(text.color(colors.text_dim)).wrap());
}

/// The machine that a finding is about.
fn who(finding: &Finding) -> Option<&str> {
    finding.machine.as_ref().map(|machine| &*machine.name)
}

/// A row: how grave and where, what, and buttons from the right.
pub fn finding_row(
    ui: &mut Ui,
    severity: Severity,
    who: Option<&str>,
    what: &str,
    about: impl FnOnce(&mut Ui),
    buttons: impl FnOnce(&mut Ui),
) {
    let colors = theme::colors(ui);
    ui.add_space(space::SMALL);
    ui.horizontal_top(|ui| {
        let width = ui.available_width();
        let what_width = (width - WHO - BUTTON - 2.0 * space::SMALL).max(120.0);
        ui.allocate_ui_with_layout(egui::vec2(WHO, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(WHO);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::TIGHT;
                let ink = theme::severity(colors, severity).0;
                let icon = RichText::new(theme::severity_icon(severity).codepoint).font(theme::icon(theme::TEXT_ICON));
                ui.label(icon.color(ink));
                ui.label(RichText::new(severity.to_string()).font(theme::semibold(theme::TEXT)).color(ink));
            });
            if let Some(who) = who {
                let name: String = who.chars().take(200).collect();
                ui.add(egui::Label::new(RichText::new(name).font(theme::semibold(theme::TEXT_SMALL))).truncate());
            }
        });
        ui.allocate_ui_with_layout(egui::vec2(what_width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(what_width);
            ui.add(egui::Label::new(what).wrap());
            about(ui);
        });
        ui.with_layout(Layout::right_to_left(Align::TOP), buttons);
    });
    ui.add_space(space::SMALL);
    ui.separator();
}
