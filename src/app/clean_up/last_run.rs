//! The last clean-up: how far it is, and what was promised and freed.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use egui::{Align, CornerRadius, Frame, Layout, Margin, ProgressBar, RichText, Stroke, Ui};
use egui_material_icons::icons;

use super::CleanUpCommand;
use crate::app::command::{Command, UiCommand};
use crate::app::components::icon_button;
use crate::app::theme::{self, measure, space};
use crate::jobs::{JobId, JobsStatus, Phase, Running, StepResult, Summary};
use crate::model::{Age, Bytes, MachineKey};
use crate::plan::Plan;
use crate::text;
use crate::words::machines;

/// A clean-up that was begun in this window.
#[derive(Debug, Clone)]
pub struct LastRun {
    job: JobId,
    machines: Vec<MachineReport>,
    running: Option<Running>,
    summary: Option<Arc<Summary>>,
}

/// What a clean-up promised of one machine, and what came of it.
#[derive(Debug, Clone)]
pub struct MachineReport {
    key: MachineKey,
    /// Its name then.
    pub name: String,
    /// How many snapshots were to be deleted.
    pub of: usize,
    /// How many were.
    pub done: usize,
    /// Bytes that all of it was to free; `None` if that was not known.
    pub promised: Option<i64>,
    /// Bytes that were freed; negative where the disk became fuller.
    pub freed: i64,
    /// Why it was not done to the end: what happened, what stands, what to do.
    pub failure: Option<String>,
}

impl LastRun {
    /// What a plan promises; `job` carries it out.
    pub fn new(job: JobId, plan: &Plan) -> Self {
        let of_machine = |planned: &crate::plan::PlannedMachine| {
            let steps = plan.steps.iter().filter(|step| step.machine == planned.key);
            let promised = steps.clone().map(|step| step.forecast.as_ref().map(|forecast| forecast.frees)).sum();
            MachineReport {
                key: planned.key.clone(),
                name: planned.machine.name.to_string(),
                of: steps.count(),
                done: 0,
                promised,
                freed: 0,
                failure: None,
            }
        };
        Self { job, machines: plan.machines.iter().map(of_machine).collect(), running: None, summary: None }
    }

    /// Takes over how far it is.
    pub fn follow(&mut self, status: &JobsStatus) {
        if self.summary.is_some() {
            return;
        }
        let Some(job) = status.job(self.job) else { return };
        match &job.phase {
            Phase::Waiting => self.running = None,
            Phase::Running(running) | Phase::Stopping(running) => self.running = Some(running.clone()),
            Phase::Finished(summary) => {
                self.running = None;
                self.summary = Some(summary.clone());
                for machine in &mut self.machines {
                    machine.conclude(summary);
                }
            }
        }
    }

    /// Whether it is waiting or at work.
    pub fn is_active(&self, status: &JobsStatus) -> bool {
        self.summary.is_none() && status.job(self.job).is_some()
    }

    /// What came of each machine; what failed comes first.
    pub fn machines(&self) -> Vec<&MachineReport> {
        let (failed, done): (Vec<_>, Vec<_>) = self.machines.iter().partition(|machine| machine.failure.is_some());
        failed.into_iter().chain(done).collect()
    }

    /// How it ended, once it has.
    pub fn summary(&self) -> Option<&Summary> {
        self.summary.as_deref()
    }

    /// “22 of 23 snapshots deleted on 5 machines; promised 12.4 GB, freed 12.4 GB”.
    pub fn words(&self) -> String {
        let (done, of) = self.machines.iter().fold((0, 0), |(done, of), next| (done + next.done, of + next.of));
        let promised: Option<i64> = self.machines.iter().map(|machine| machine.promised).sum();
        let freed = self.machines.iter().map(|machine| machine.freed).sum();
        let (on, result) = (machines(self.machines.len()), promise_and_result(promised, freed));
        text!("clean-up-run", done = done, of = of, machines = on, result = result)
    }

    /// The whole report as text, for the clipboard.
    pub fn text(&self) -> String {
        let mut lines = vec![self.words()];
        for machine in self.machines() {
            let failure = machine.failure.as_ref().map_or_else(String::new, |failure| format!("\n    {failure}"));
            lines.push(format!("{}{failure}", text!("named", name = machine.name, value = machine.words())));
        }
        lines.join("\n")
    }
}

impl MachineReport {
    fn conclude(&mut self, summary: &Summary) {
        (self.done, self.freed, self.failure) = (0, 0, None);
        for step in summary.steps.iter().filter(|step| step.machine == self.key) {
            match &step.result {
                StepResult::Done { freed, .. } => {
                    self.done += 1;
                    self.freed = self.freed.saturating_add(*freed);
                }
                StepResult::Failed { what, stands, advice } => {
                    self.failure = Some(text!(
                        "clean-up-run-failed",
                        step = step.what,
                        what = what,
                        stands = stands,
                        advice = advice
                    ));
                }
                StepResult::Stopped { stands } => {
                    self.failure = Some(text!("clean-up-run-stopped", step = step.what, stands = stands));
                }
                StepResult::NotStarted => {
                    self.failure.get_or_insert_with(|| text!("clean-up-run-not-begun").to_owned());
                }
            }
        }
    }

    /// “3 of 3; promised 1.2 GB, freed 1.2 GB”.
    pub fn words(&self) -> String {
        text!(
            "clean-up-run-machine",
            done = self.done,
            of = self.of,
            result = promise_and_result(self.promised, self.freed)
        )
    }
}

/// “promised 12.4 GB, freed 12.4 GB”.
pub fn promise_and_result(promised: Option<i64>, freed: i64) -> String {
    let in_words = |bytes: i64| {
        let amount = Bytes(bytes.unsigned_abs());
        if bytes < 0 { format!("−{amount}") } else { amount.to_string() }
    };
    match promised {
        Some(promised) => text!("clean-up-promise", promised = in_words(promised), freed = in_words(freed)),
        None => text!("clean-up-no-promise", freed = in_words(freed)),
    }
}

/// Draws the line that tells of it.
pub fn show(ui: &mut Ui, run: &LastRun, now: DateTime<Utc>, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    let success = run.summary().is_none_or(Summary::is_success);
    let (ink, ground) =
        if success { (colors.accent, colors.accent_behind) } else { (colors.danger, colors.danger_behind) };
    let frame = Frame::new()
        .fill(ground)
        .stroke(Stroke::new(1.0, ink.gamma_multiply(0.5)))
        .corner_radius(CornerRadius::same(measure::CORNER_CARD))
        .inner_margin(Margin::symmetric(12, 4));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.set_min_height(measure::CONTROL);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| match run.summary() {
                Some(summary) => {
                    if icon_button(ui, icons::ICON_CLOSE, text!("clean-up-run-close")).clicked() {
                        commands.push(CleanUpCommand::ForgetReport.into());
                    }
                    if ui.button(text!("clean-up-run-report")).clicked() {
                        commands.push(CleanUpCommand::ShowReport.into());
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let icon = if success { icons::ICON_CHECK_CIRCLE } else { icons::ICON_ERROR };
                        ui.label(RichText::new(icon.codepoint).font(theme::icon(theme::TEXT_ICON)).color(ink));
                        let when = match Age::between(summary.ended_at, now) {
                            Age::Future => Age::Now,
                            age => age,
                        };
                        let text = text!("clean-up-run-when", when = when, words = run.words());
                        ui.add(egui::Label::new(RichText::new(&text).color(colors.text)).truncate())
                            .on_hover_text(text);
                    });
                }
                None => show_progress(ui, run, commands),
            });
        });
    });
    ui.add_space(space::SMALL);
}

fn show_progress(ui: &mut Ui, run: &LastRun, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    if ui.button(text!("clean-up-run-jobs")).clicked() {
        commands.push(Command::Ui(UiCommand::ToggleJobs));
    }
    if run.running.as_ref().is_none_or(|running| running.can_stop)
        && ui.button(text!("clean-up-run-stop")).on_hover_text(text!("clean-up-run-stop-hint")).clicked()
    {
        commands.push(Command::StopJob(run.job));
    }
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        let words = match &run.running {
            Some(running) => {
                let percent = (running.done * 100.0).floor().to_string();
                match running.left {
                    Some(left) => {
                        text!("clean-up-run-progress-left", percent = percent, of = running.of, left = left.to_string())
                    }
                    None => text!("clean-up-run-progress", percent = percent, of = running.of),
                }
            }
            None => text!("clean-up-run-waiting").to_owned(),
        };
        ui.label(RichText::new(words).font(theme::semibold(theme::TEXT)));
        let done = run.running.as_ref().map_or(0.0, |running| running.done);
        ui.add(ProgressBar::new(done).desired_height(6.0).fill(colors.accent));
        ui.request_repaint_after(std::time::Duration::from_millis(250));
    });
}
