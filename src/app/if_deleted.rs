//! What deleting the chosen snapshot would do, in the details: before anybody has asked for it.

use egui::{RichText, Sense, Ui, vec2};
use egui_material_icons::icons;

use super::components::{card, fact, section, share_bar, sign_line};
use super::dialogs::first_upper;
use super::theme::{self, measure};
use crate::forecaster::{Answer, Stage};
use crate::model::Bytes;
use crate::plan::{Certainty, Forecast};
use crate::words::time_range;

/// Draws what is known of it.
pub fn show(ui: &mut Ui, answer: Option<&Answer>) {
    let colors = theme::colors(ui);
    section(ui, "If you delete it");
    let Some(answer) = answer else {
        fact(ui, "Frees", "…", colors.text_dim);
        return;
    };
    let blockers: Vec<String> = answer.plan.all_blockers().map(ToString::to_string).collect();
    if blockers.is_empty() {
        match &answer.plan.forecast {
            Some(forecast) => show_forecast(ui, forecast, answer),
            None if answer.stage == Stage::Order => {
                fact(ui, "Frees", "…", colors.text_dim);
            }
            None => {
                fact(ui, "Frees", "cannot be told: an image cannot be read", colors.warning);
            }
        }
    }
    let into: Vec<&str> = answer.plan.steps.iter().flat_map(|step| &step.merges_into).map(String::as_str).collect();
    if !into.is_empty() {
        fact(ui, "Merges into", &into.join(", "), colors.text).on_hover_text(into.join("\n"));
    }
    for (blocker, words) in answer.plan.all_blockers().zip(&blockers) {
        let text = format!("{}. {}", first_upper(words), blocker.way_out());
        sign_line(ui, icons::ICON_BLOCK, &text, colors.warning);
    }
    for share in &answer.disks {
        let name = share.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        card(ui, |ui| {
            ui.add(egui::Label::new(RichText::new(name).monospace()).truncate())
                .on_hover_text(share.path.display().to_string());
            let (bar, _) = ui.allocate_exact_size(vec2(ui.available_width(), measure::BAR), Sense::hover());
            let parts = [(share.rewritten, colors.accent), (share.needed, colors.info)];
            share_bar(ui.painter(), bar, &parts, share.occupied, colors.line);
            ui.add_space(2.0);
            part(ui, "Rewritten later, goes", share.rewritten, colors.accent);
            part(ui, "Still needed, stays", share.needed, colors.info);
        });
    }
}

fn show_forecast(ui: &mut Ui, forecast: &Forecast, answer: &Answer) {
    let colors = theme::colors(ui);
    let about = match &forecast.certainty {
        Certainty::Exact => "",
        Certainty::AtLeast => "at least ",
        Certainty::Estimate(_) => "about ",
    };
    if forecast.frees < 0 {
        let more = Bytes(forecast.frees.unsigned_abs());
        fact(ui, "Takes more", &format!("{about}{more}"), colors.warning).on_hover_text(more.exact());
    } else {
        let freed = forecast.freed();
        fact(ui, "Frees", &format!("{about}{freed}"), colors.accent).on_hover_text(freed.exact());
    }
    fact(ui, "Needs while merging", &forecast.needs.to_string(), colors.text).on_hover_text(forecast.needs.exact());
    if let Some(duration) = answer.duration {
        fact(ui, "Takes", &time_range(duration), colors.text);
    }
    if let Certainty::Estimate(why) = &forecast.certainty {
        fact(ui, "An estimate", why, colors.warning).on_hover_text(&**why);
    }
}

fn part(ui: &mut Ui, name: &str, amount: Bytes, color: egui::Color32) {
    fact(ui, name, &amount.to_string(), color).on_hover_text(amount.exact());
}
