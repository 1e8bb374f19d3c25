//! The bar under the snapshots: what is marked, what deleting it would do, and the way to do it.

use egui::{Align, Button, Color32, CornerRadius, Frame, Label, Layout, Margin, RichText, Stroke, Ui};

use super::availability::{Availability, command_button};
use super::command::{Command, UiCommand};
use super::components::{danger_button, one_line};
use super::if_deleted::key_of;
use super::theme::{self, Colors, measure, space};
use crate::forecaster::Answer;
use crate::model::Bytes;
use crate::text;
use crate::words::snapshot_name;

/// Letters of a marked snapshot's name that are shown.
const SHOWN_NAME: usize = 40;

/// Draws the bar. `answer` is what deleting the marked would do, as far as it is known.
pub fn show(ui: &mut Ui, availability: &Availability<'_>, answer: Option<&Answer>, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    let frame = Frame::new()
        .fill(colors.panel)
        .stroke(Stroke::new(1.3, colors.danger))
        .corner_radius(CornerRadius::same(measure::CORNER_CARD))
        .inner_margin(Margin::symmetric(14, 9));
    frame.show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let review = danger_button(ui, UiCommand::ReviewMarks.text());
            command_button(ui, review, UiCommand::ReviewMarks, availability, commands);
            command_button(
                ui,
                Button::new(UiCommand::DiscardMarks.text()),
                UiCommand::DiscardMarks,
                availability,
                commands,
            );
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = space::TIGHT;
                let title = RichText::new(title(availability)).font(theme::semibold(theme::TEXT));
                ui.add(Label::new(title).truncate());
                match availability.context.busy {
                    Some(busy) => {
                        let text = RichText::new(format!("· {busy}…")).color(colors.text_dim);
                        ui.add(Label::new(text).truncate());
                    }
                    None => show_figures(ui, answer),
                }
            });
        });
    });
}

/// How many are marked; of one, which: it may not be in sight.
fn title(availability: &Availability<'_>) -> String {
    let (tree, marked) = (&availability.context.machine.tree, &availability.context.marked);
    let only = marked.iter().next().filter(|_| marked.len() == 1).and_then(|id| tree.find(*id));
    match only {
        Some(index) => {
            let name: String = snapshot_name(&tree.get(index).name).chars().take(SHOWN_NAME).collect();
            text!("marks-one", name = name)
        }
        None => text!("marks-count", count = marked.len()),
    }
}

/// One figure of the bar.
struct Figure {
    text: String,
    ink: Color32,
    hint: String,
}

/// The most important first: a narrow window shows as many as there is room for.
fn show_figures(ui: &mut Ui, answer: Option<&Answer>) {
    let Some(answer) = answer else {
        ui.label(RichText::new(text!("marks-computing")).color(theme::colors(ui).text_dim));
        return;
    };
    for figure in figures(theme::colors(ui), answer) {
        let font = theme::regular(theme::TEXT);
        let text = format!("· {}", figure.text);
        let width = one_line(ui.painter(), &text, font, figure.ink, f32::INFINITY).size().x;
        if width > ui.available_width() {
            break;
        }
        ui.label(RichText::new(text).color(figure.ink)).on_hover_text(figure.hint);
    }
}

fn figures(colors: &Colors, answer: &Answer) -> Vec<Figure> {
    let plan = &answer.plan;
    let mut figures = Vec::new();
    let blocked = plan.steps.iter().filter(|step| !step.blockers.is_empty()).count();
    if blocked > 0 {
        let why: Vec<String> = plan.all_blockers().map(ToString::to_string).collect();
        let text = text!("marks-blocked", count = blocked);
        figures.push(Figure { text, ink: colors.warning, hint: why.join("\n") });
    }
    let possible = plan.steps.len() > blocked;
    let Some(forecast) = plan.forecast.as_ref().filter(|_| possible) else { return figures };
    let certainty = key_of(&forecast.certainty);
    if forecast.frees < 0 {
        let more = Bytes(forecast.frees.unsigned_abs());
        let text = text!("marks-takes-more", certainty = certainty, amount = more);
        figures.push(Figure { text, ink: colors.warning, hint: more.exact() });
    } else {
        let freed = forecast.freed();
        let text = text!("marks-frees", certainty = certainty, amount = freed);
        figures.push(Figure { text, ink: colors.accent, hint: freed.exact() });
    }
    let needs = text!("marks-needs", amount = forecast.needs);
    figures.push(Figure { text: needs, ink: colors.text_dim, hint: forecast.needs.exact() });
    if let Some(duration) = answer.duration {
        let hint = text!("marks-time-hint").to_owned();
        figures.push(Figure { text: duration.to_string(), ink: colors.text_dim, hint });
    }
    figures
}
