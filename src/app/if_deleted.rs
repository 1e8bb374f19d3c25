//! What deleting the chosen snapshot would do, in the details: before anybody has asked for it.

use egui::{RichText, Sense, Ui, vec2};
use egui_material_icons::icons;

use super::components::{card, fact, section, share_bar, sign_line};
use super::dialogs::first_upper;
use super::theme::{self, measure};
use crate::forecaster::{Answer, Stage};
use crate::model::Bytes;
use crate::plan::{Certainty, Forecast};
use crate::text;

/// Draws what is known of it.
pub fn show(ui: &mut Ui, answer: Option<&Answer>) {
    let colors = theme::colors(ui);
    section(ui, text!("if-deleted"));
    let Some(answer) = answer else {
        fact(ui, text!("if-deleted-frees"), "…", colors.text_dim);
        return;
    };
    let blockers: Vec<String> = answer.plan.all_blockers().map(ToString::to_string).collect();
    if blockers.is_empty() {
        match &answer.plan.forecast {
            Some(forecast) => show_forecast(ui, forecast, answer),
            None if answer.stage == Stage::Order => {
                fact(ui, text!("if-deleted-frees"), "…", colors.text_dim);
            }
            None => {
                fact(ui, text!("if-deleted-frees"), text!("if-deleted-unknown"), colors.warning);
            }
        }
    }
    let into: Vec<&str> = answer.plan.steps.iter().flat_map(|step| &step.merges_into).map(String::as_str).collect();
    if !into.is_empty() {
        fact(ui, text!("if-deleted-merges-into"), &into.join(text!("list-separator")), colors.text)
            .on_hover_text(into.join("\n"));
    }
    for (blocker, words) in answer.plan.all_blockers().zip(&blockers) {
        let text = text!("two-sentences", first = first_upper(words), second = blocker.way_out());
        sign_line(ui, icons::ICON_BLOCK, &text, colors.warning);
    }
    for share in &answer.disks {
        let name = share.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        card(ui, |ui| {
            ui.add(egui::Label::new(RichText::new(name).monospace()).truncate())
                .on_hover_text(share.path.display().to_string());
            let (bar, _) = ui.allocate_exact_size(vec2(ui.available_width(), measure::BAR), Sense::hover());
            let goes = if into.is_empty() { colors.warning } else { colors.accent };
            let parts = [(share.rewritten, goes), (share.needed, colors.info)];
            share_bar(ui.painter(), bar, &parts, share.occupied, colors.line);
            ui.add_space(2.0);
            // Where nothing becomes part of anything, nothing comes later either: it is lost.
            let words = if into.is_empty() { text!("if-deleted-only-here") } else { text!("if-deleted-rewritten") };
            part(ui, words, share.rewritten, goes);
            part(ui, text!("if-deleted-needed"), share.needed, colors.info);
        });
    }
}

fn show_forecast(ui: &mut Ui, forecast: &Forecast, answer: &Answer) {
    let colors = theme::colors(ui);
    let amount = |bytes: Bytes| text!("if-deleted-amount", certainty = key_of(&forecast.certainty), amount = bytes);
    if forecast.frees < 0 {
        let more = Bytes(forecast.frees.unsigned_abs());
        fact(ui, text!("if-deleted-takes-more"), &amount(more), colors.warning).on_hover_text(more.exact());
    } else {
        let freed = forecast.freed();
        fact(ui, text!("if-deleted-frees"), &amount(freed), colors.accent).on_hover_text(freed.exact());
    }
    fact(ui, text!("if-deleted-needs"), &forecast.needs.to_string(), colors.text).on_hover_text(forecast.needs.exact());
    if let Some(duration) = answer.duration {
        fact(ui, text!("if-deleted-takes"), &duration.to_string(), colors.text);
    }
    if let Certainty::Estimate(why) = &forecast.certainty {
        fact(ui, text!("if-deleted-estimate"), why, colors.warning).on_hover_text(&**why);
    }
}

/// How certain a forecast is, as the texts know it.
pub(super) fn key_of(certainty: &Certainty) -> &'static str {
    match certainty {
        Certainty::Exact => "exact",
        Certainty::AtLeast => "at-least",
        Certainty::Estimate(_) => "estimate",
    }
}

fn part(ui: &mut Ui, name: &str, amount: Bytes, color: egui::Color32) {
    fact(ui, name, &amount.to_string(), color).on_hover_text(amount.exact());
}
