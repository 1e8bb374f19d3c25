//! A machine's row in the sidebar: how it is drawn, spoken and explained, and its menu.

use egui::{Align2, CornerRadius, Rect, Sense, Ui, pos2, vec2};

use super::state_sign::{paint_state, state_sign};
use crate::app::command::{Command, SelectionMode, UiCommand};
use crate::app::components::{Badge, focus_ring, line_in, paint_badge, share_bar, sign_line};
use crate::app::theme::{self, Colors, measure, space};
use crate::health::Severity;
use crate::model::{Bytes, InventoryMachine, MachineKey, MachineReading, ProblemKind};
use crate::text;
use crate::words::snapshots;

/// What can be done with a machine. It is shown first, so that what a dialog asks about is in sight.
pub fn machine_menu(
    ui: &mut Ui,
    key: &MachineKey,
    machine: &InventoryMachine,
    can_practise: bool,
    commands: &mut Vec<Command>,
) {
    ui.set_min_width(210.0);
    if machine.machine().is_some() {
        for command in [UiCommand::Take, UiCommand::Clone, UiCommand::RenameSeveral, UiCommand::SettingsCopies] {
            if ui.button(command.text()).clicked() {
                commands.push(Command::SelectMachine(key.clone(), SelectionMode::Only));
                commands.push(Command::Ui(command));
                ui.close();
            }
        }
        if can_practise && ui.button(text!("practice-import")).clicked() {
            commands.push(Command::AskImportIntoSandbox(key.clone()));
            ui.close();
        }
        ui.separator();
    }
    for (text, copied) in [
        (text!("machines-copy-name"), machine.name().to_owned()),
        (text!("machines-copy-path"), machine.entry.settings_file.display().to_string()),
    ] {
        if ui.button(text).clicked() {
            commands.push(Command::Copy(copied));
            ui.close();
        }
    }
}

/// What a screen reader says of it; `findings` is how many concern it, and how grave the gravest is.
pub fn spoken(machine: &InventoryMachine, findings: Option<(usize, Severity)>) -> String {
    match &machine.reading {
        MachineReading::Waiting => text!("machines-spoken-waiting", name = machine.name()),
        MachineReading::Failed(problem) => {
            text!("machines-spoken-failed", name = machine.name(), what = problem.what.to_string())
        }
        MachineReading::Read(read) => {
            let told = [Some(machine.name().to_owned()), Some(state_words(machine)), Some(snapshots(read.tree.len()))];
            let told = told.into_iter().flatten().chain([machine.usage.total().to_string()]);
            told.chain(findings.map(findings_words)).collect::<Vec<_>>().join(text!("list-separator"))
        }
    }
}

fn state_words(machine: &InventoryMachine) -> String {
    machine.state.map_or_else(|| text!("machines-state-unknown").to_owned(), |state| state.to_string())
}

fn findings_words((count, gravest): (usize, Severity)) -> String {
    text!("machines-findings", findings = text!("header-findings", count = count), gravest = gravest.to_string())
}

/// The parts of a machine's space, with the colour and the name of each.
#[must_use]
pub fn usage_parts(colors: &Colors, machine: &InventoryMachine) -> [(Bytes, egui::Color32, &'static str); 5] {
    let usage = &machine.usage;
    [
        (usage.base, colors.accent, text!("machines-part-disks")),
        (usage.differences, colors.info, text!("machines-part-snapshots")),
        (usage.current, colors.lanes[4], text!("machines-part-current")),
        (usage.saved_states, colors.lanes[3], text!("machines-part-memory")),
        (usage.unused, colors.warning, text!("machines-part-unused")),
    ]
}

/// State, findings, and what takes the space.
pub fn usage_tooltip(ui: &mut Ui, machine: &InventoryMachine, findings: Option<(usize, Severity)>) {
    let colors = theme::colors(ui);
    ui.label(
        egui::RichText::new(machine.name().chars().take(200).collect::<String>()).font(theme::semibold(theme::TEXT)),
    );
    ui.horizontal(|ui| {
        let (place, _) = ui.allocate_exact_size(vec2(10.0, 10.0), Sense::hover());
        paint_state(ui.painter(), place.center(), state_sign(colors, machine));
        ui.label(state_words(machine));
    });
    if let Some(findings) = findings {
        let ink = theme::severity(colors, findings.1).0;
        sign_line(ui, theme::severity_icon(findings.1), &findings_words(findings), ink);
    }
    for (amount, color, name) in usage_parts(colors, machine) {
        if amount > Bytes::ZERO {
            ui.horizontal(|ui| {
                let (dot, _) = ui.allocate_exact_size(vec2(8.0, 8.0), Sense::hover());
                ui.painter().rect_filled(dot, CornerRadius::same(2), color);
                ui.label(text!("machines-part", amount = amount, name = name));
            });
        }
    }
    let total = machine.usage.total();
    ui.colored_label(colors.text_dim, text!("machines-on-disk", amount = total.exact()));
}

pub fn paint_machine(
    ui: &Ui,
    rect: Rect,
    response: &egui::Response,
    machine: &InventoryMachine,
    selected: bool,
    largest: Bytes,
    badge: Option<&Badge>,
) {
    let colors = theme::colors(ui);
    let painter = ui.painter();
    let card = rect.shrink2(vec2(6.0, 1.0));
    if selected {
        painter.rect_filled(card, CornerRadius::same(measure::CORNER_CONTROL), colors.accent_behind);
    } else if response.hovered() {
        painter.rect_filled(card, CornerRadius::same(measure::CORNER_CONTROL), colors.card);
    }
    if response.has_focus() {
        focus_ring(painter, card, colors.info);
    }
    let left = rect.left() + 32.0;
    let right = rect.right() - space::LARGE;
    let first = rect.top() + 17.0;
    let second = rect.top() + 35.0;
    paint_state(painter, pos2(rect.left() + 22.0, first), state_sign(colors, machine));
    let mut name_right = right;
    if let Some(badge) = badge {
        name_right = paint_badge(painter, pos2(right, first), badge, right - left) - space::SMALL;
    }
    let name = Rect::from_min_max(pos2(left, first - 10.0), pos2(name_right, first + 10.0));
    line_in(painter, name, Align2::LEFT_CENTER, machine.name(), theme::semibold(theme::TEXT), colors.text);
    let (words, amount) = match &machine.reading {
        MachineReading::Waiting => (text!("machines-being-read").to_owned(), None),
        MachineReading::Failed(problem) => (failure_word(problem.kind).to_owned(), None),
        MachineReading::Read(read) => (snapshots(read.tree.len()), Some(machine.usage.total())),
    };
    let line = Rect::from_min_max(pos2(left, second - 9.0), pos2(right, second + 9.0));
    let small = theme::regular(theme::TEXT_SMALL);
    let ink = if machine.problem().is_some() { colors.danger } else { colors.text_dim };
    line_in(painter, line, Align2::LEFT_CENTER, &words, small.clone(), ink);
    if let Some(amount) = amount {
        let text = if machine.usage.complete { amount.to_string() } else { "…".to_owned() };
        line_in(painter, line, Align2::RIGHT_CENTER, &text, small, colors.text_dim);
        let bar = Rect::from_min_size(pos2(left, rect.top() + 46.0), vec2(right - left, measure::BAR));
        let parts = usage_parts(colors, machine).map(|(amount, color, _)| (amount, color));
        share_bar(painter, bar, &parts, largest, colors.line);
    }
}

/// How many findings concern the machine, with the sign and colour of the gravest. Until the inspection has ended, what
/// reading alone has found.
pub fn badge(colors: &Colors, machine: &InventoryMachine, findings: Option<(usize, Severity)>) -> Option<Badge> {
    let of = |severity: Severity, text: String| {
        let (ink, ground) = theme::severity(colors, severity);
        Badge { icon: Some(theme::severity_icon(severity)), text, ink, ground }
    };
    if machine.problem().is_some() {
        return Some(of(Severity::Serious, String::new()));
    }
    if let Some((count, gravest)) = findings {
        let text = if count > 99 { "99+".to_owned() } else { count.to_string() };
        return Some(of(gravest, text));
    }
    let read = machine.machine()?;
    let count = machine.usage.image_problems as usize + machine.usage.lost_memory.len() + read.problems.len();
    (count > 0).then(|| of(Severity::Moderate, count.to_string()))
}

fn failure_word(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Missing => text!("machines-problem-missing"),
        ProblemKind::Unreadable => text!("machines-problem-unreadable"),
        ProblemKind::Damaged => text!("machines-problem-damaged"),
        ProblemKind::Encrypted => text!("machines-problem-encrypted"),
        ProblemKind::TooOld => text!("machines-problem-too-old"),
        ProblemKind::Inconsistent => text!("machines-problem-inconsistent"),
        ProblemKind::Tool => text!("machines-problem-tool"),
    }
}
