//! The copies of a machine's settings file that were made before each change: what each was made before, and whether it
//! still fits the disks.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};

use egui::{Button, RichText, ScrollArea, Sides, Ui};
use egui_material_icons::icons;

use super::DialogContext;
use super::frame::{self, Closed};
use crate::app::command::Command;
use crate::app::components::{card, danger_button, icon_button, sign_line};
use crate::app::theme::{self, space};
use crate::jobs::{CopyFit, HistoryEntry, Jobs, SettingsCopy};
use crate::model::MachineKey;
use crate::text;
use crate::words::{moment, moment_and_age, snapshots};

/// Height of the list, in points.
const LIST: f32 = 360.0;
/// What stands against a copy is told of so many images.
const TOLD: usize = 3;

/// How a copy fits, or why that is not known.
type Fit = Result<CopyFit, String>;

/// The dialog.
#[derive(Debug)]
pub struct CopiesDialog {
    machine: MachineKey,
    /// The one that would be put back.
    asked: Option<SettingsCopy>,
    news: Option<Receiver<(PathBuf, Fit)>>,
    fits: HashMap<PathBuf, Fit>,
    /// What jobs did, to say before which of them a copy was made.
    history: Vec<HistoryEntry>,
}

impl CopiesDialog {
    /// For a machine. Looks in the background how its copies fit.
    pub fn new(ctx: &egui::Context, machine: MachineKey, jobs: Option<&Jobs>) -> Self {
        let (sender, news) = channel();
        let ctx = ctx.clone();
        let told = move |copy: SettingsCopy, fit: Result<CopyFit, crate::jobs::JobError>| {
            let goes_on = sender.send((copy.path, fit.map_err(|error| error.to_string()))).is_ok();
            ctx.request_repaint();
            goes_on
        };
        if let Some(Err(error)) = jobs.map(|jobs| jobs.look_at_copies(&machine, told)) {
            tracing::error!(%error, "no thread could be started to look at copies");
        }
        let history = jobs.map_or_else(Vec::new, Jobs::history);
        Self { machine, asked: None, news: Some(news), fits: HashMap::new(), history }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &Ui, context: &DialogContext<'_>, commands: &mut Vec<Command>) -> Closed {
        let machine = context.inventory.machine(&self.machine).map(|(_, entry)| entry.name().to_owned());
        let (Some(machine), Some(jobs)) = (machine, context.jobs) else { return Closed::Cancelled };
        self.fits.extend(self.news.iter().flat_map(Receiver::try_iter));
        match self.asked.clone() {
            Some(copy) => self.show_question(ui, &machine, copy, commands),
            None => self.show_list(ui, &machine, &jobs.settings_copies(&self.machine), context, commands),
        }
    }

    fn show_list(
        &mut self,
        ui: &Ui,
        machine: &str,
        copies: &[SettingsCopy],
        context: &DialogContext<'_>,
        commands: &mut Vec<Command>,
    ) -> Closed {
        frame::show(ui, &text!("copies-title", machine = machine), 600.0, |ui| {
            let colors = theme::colors(ui);
            ui.colored_label(colors.text_dim, text!("copies-about"));
            ui.add_space(space::SMALL);
            if copies.is_empty() {
                ui.label(text!("copies-none"));
            }
            ScrollArea::vertical().max_height(LIST).auto_shrink([false, true]).show(ui, |ui| {
                for copy in copies {
                    self.show_copy(ui, copy, context, commands);
                }
            });
            frame::close_only(ui)
        })
    }

    fn show_copy(
        &mut self,
        ui: &mut Ui,
        copy: &SettingsCopy,
        context: &DialogContext<'_>,
        commands: &mut Vec<Command>,
    ) {
        let colors = theme::colors(ui);
        let small = |text: String, ink| RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(ink);
        let fit = self.fits.get(&copy.path);
        let why_not = why_not(fit);
        let mut asked = false;
        card(ui, |ui| {
            Sides::new().shrink_left().show(
                ui,
                |ui| ui.label(moment_and_age(Some(copy.made_at), context.now)),
                |ui| {
                    let put_back = ui.add_enabled(why_not.is_none(), Button::new(text!("copies-put-back")));
                    asked = put_back.clicked();
                    if let Some(why) = why_not {
                        put_back.on_disabled_hover_text(why);
                    }
                    if icon_button(ui, icons::ICON_CONTENT_COPY, text!("copies-path")).clicked() {
                        commands.push(Command::Copy(copy.path.display().to_string()));
                    }
                },
            );
            if copy.mended {
                ui.label(small(text!("copies-mended").to_owned(), colors.accent));
            } else if let Some(title) = self.made_before(copy) {
                ui.label(small(text!("copies-made-before", title = title), colors.text_dim));
            }
            let (words, ink) = match fit {
                None => (text!("copies-looking").to_owned(), colors.text_dim),
                Some(Err(error)) => (error.clone(), colors.danger),
                Some(Ok(fit)) if fit.against.is_empty() => {
                    (text!("copies-fits", snapshots = snapshots(fit.snapshots)), colors.accent)
                }
                Some(Ok(fit)) => {
                    let count = fit.against.len();
                    (text!("copies-fits-not", snapshots = snapshots(fit.snapshots), count = count), colors.warning)
                }
            };
            ui.label(small(words, ink));
        });
        if asked {
            self.asked = Some(copy.clone());
        }
        ui.add_space(space::TIGHT);
    }

    /// The job that a copy was made before.
    fn made_before(&self, copy: &SettingsCopy) -> Option<&str> {
        let during = |entry: &&HistoryEntry| {
            entry.submitted_at <= copy.made_at
                && entry.summary.as_ref().is_some_and(|summary| {
                    summary.ended_at >= copy.made_at && summary.steps.iter().any(|step| step.machine == copy.machine)
                })
        };
        self.history.iter().find(during).map(|entry| entry.title.as_str())
    }

    fn show_question(&mut self, ui: &Ui, machine: &str, copy: SettingsCopy, commands: &mut Vec<Command>) -> Closed {
        let title = text!("copies-question", machine = machine, moment = moment(copy.made_at));
        frame::show(ui, &title, 600.0, |ui| {
            let colors = theme::colors(ui);
            let meaning = if copy.mended { text!("copies-mended-meaning") } else { text!("copies-meaning") };
            ui.label(meaning);
            ui.add_space(space::SMALL);
            if let Some(Ok(fit)) = self.fits.get(&copy.path) {
                if !fit.lacks.is_empty() {
                    let names: Vec<String> = fit.lacks.iter().map(|name| format!("“{name}”")).collect();
                    let words = text!("copies-lacks", names = names.join(", "), count = fit.lacks.len());
                    sign_line(ui, icons::ICON_WARNING, &words, colors.warning);
                }
                for blocker in fit.against.iter().take(TOLD) {
                    sign_line(ui, icons::ICON_WARNING, &frame::first_upper(&blocker.to_string()), colors.warning);
                }
            }
            ui.label(RichText::new(copy.path.display().to_string()).monospace().color(colors.text_dim));
            ui.add_space(space::LARGE);
            let mut closed = Closed::No;
            Sides::new().show(
                ui,
                |_| {},
                |ui| {
                    if ui.add(danger_button(ui, text!("copies-put-this-back"))).clicked() {
                        commands.push(Command::RestoreCopy(copy));
                        closed = Closed::Confirmed;
                    }
                    if ui.add(Button::new(text!("copies-back"))).clicked() {
                        self.asked = None;
                    }
                },
            );
            closed
        })
    }
}

/// Why a copy cannot be put back.
fn why_not(fit: Option<&Fit>) -> Option<String> {
    match fit {
        None => Some(text!("copies-looking").to_owned()),
        Some(Err(error)) => Some(error.clone()),
        Some(Ok(fit)) if fit.is_allowed() => None,
        Some(Ok(fit)) => {
            let mut lines = vec![text!("copies-would-break").to_owned()];
            lines.extend(fit.against.iter().take(TOLD).map(|blocker| format!("• {blocker}")));
            Some(lines.join("\n"))
        }
    }
}
