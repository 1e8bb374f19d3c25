//! The bar under the snapshots: what is marked, what deleting it would do, and the way to do it.

use egui::{Align, Button, CornerRadius, Frame, Layout, Margin, RichText, Stroke, Ui};

use super::availability::{Availability, command_button};
use super::command::{Command, UiCommand};
use super::components::danger_button;
use super::theme::{self, measure, space};
use crate::plan::{Certainty, Plan};
use crate::words::snapshots;

/// Draws the bar. `plan` is what deleting the marked would do, as far as it is known.
pub fn show(ui: &mut Ui, availability: &Availability<'_>, plan: Option<&Plan>, commands: &mut Vec<Command>) {
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
                let count = availability.context.marked.len();
                ui.label(RichText::new(format!("{} marked", snapshots(count))).font(theme::semibold(theme::TEXT)));
                show_figures(ui, plan);
            });
        });
    });
}

fn show_figures(ui: &mut Ui, plan: Option<&Plan>) {
    let colors = theme::colors(ui);
    let dim = |text: String| RichText::new(text).color(colors.text_dim);
    let Some(plan) = plan else {
        ui.label(dim("· being computed…".to_owned()));
        return;
    };
    let blocked = plan.steps.iter().filter(|step| !step.blockers.is_empty()).count();
    if let Some(forecast) = &plan.forecast {
        let about = match forecast.certainty {
            Certainty::Exact => "",
            Certainty::AtLeast => "at least ",
            Certainty::Estimate(_) => "about ",
        };
        ui.label(dim("·".to_owned()));
        if forecast.frees < 0 {
            let more = crate::model::Bytes(forecast.frees.unsigned_abs());
            ui.label(RichText::new(format!("takes {about}{more} more")).color(colors.warning))
                .on_hover_text(more.exact());
        } else {
            let freed = forecast.freed();
            ui.label(dim(format!("frees {about}")));
            ui.label(RichText::new(freed.to_string()).font(theme::semibold(theme::TEXT)).color(colors.accent))
                .on_hover_text(freed.exact());
        }
        let needs = ui.label(dim(format!("· needs {} while merging", forecast.needs)));
        needs.on_hover_text(forecast.needs.exact());
    }
    if blocked > 0 {
        let why: Vec<String> = plan.all_blockers().map(ToString::to_string).collect();
        ui.label(RichText::new(format!("· {blocked} cannot be deleted")).color(colors.warning))
            .on_hover_text(why.join("\n"));
    }
}
