//! What is being done and what was done: a line in the status bar, and a panel above it.

use std::sync::Arc;

use egui::accesskit::Live;
use egui::{
    Align, Align2, Area, Color32, CornerRadius, Frame, Id, Key, Layout, Margin, Modifiers, Order, Popup, ProgressBar,
    Response, RichText, ScrollArea, Sides, Spinner, Stroke, TextStyle, TextWrapMode, Ui, WidgetText, vec2,
};
use egui_material_icons::{MaterialIcon, icons};

use super::command::{Command, UiCommand};
use super::components::{icon_button, sign_line};
use super::theme::{self, measure, space};
use crate::jobs::{Found, HistoryEntry, Interruption, JobStatus, JobsStatus, Phase, StepResult, StepSummary, Summary};
use crate::model::MachineKey;
use crate::text;
use crate::words::{moment, shortened};

/// Width of the panel, in points.
const WIDTH: f32 = 460.0;
/// Most of the window's height that the panel takes.
const SHARE: f32 = 0.7;
/// How long the end of a job that went well is told of in the status bar, in seconds.
const TOLD: f64 = 12.0;

/// What the panel asks for when it is open.
pub struct Known<'a> {
    /// Jobs that ended before, the newest first.
    pub history: &'a dyn Fn() -> Vec<HistoryEntry>,
    /// What a machine is called.
    pub name: &'a dyn Fn(&MachineKey) -> String,
}

/// What the views of jobs remember between frames.
#[derive(Default)]
pub struct JobsView {
    open: bool,
    /// Generation of the status that the panel was opened for by itself.
    seen: Option<u64>,
    failures_seen: usize,
    interruptions_seen: usize,
    ended_seen: usize,
    /// When the newest end of a job was first seen, in the window's time.
    ended: Option<(usize, f64)>,
    history: Option<Arc<[HistoryEntry]>>,
}

impl JobsView {
    /// Opens or closes the panel.
    pub fn toggle(&mut self) {
        self.open = !self.open;
    }

    /// Opens the panel by itself when something failed or was interrupted: nobody may miss that.
    /// Returns whether a job has ended since.
    pub fn follow(&mut self, status: &JobsStatus) -> bool {
        if self.seen == Some(status.generation) {
            return false;
        }
        self.seen = Some(status.generation);
        let failures = status.jobs.iter().filter(|job| summary(job).is_some_and(|end| !end.is_success())).count();
        if failures > self.failures_seen || status.interrupted.len() > self.interruptions_seen {
            self.open = true;
        }
        self.failures_seen = failures;
        self.interruptions_seen = status.interrupted.len();
        let ended = status.jobs.iter().filter(|job| summary(job).is_some()).count();
        let has_ended = ended > self.ended_seen;
        self.ended_seen = ended;
        has_ended
    }

    /// Draws the line in the status bar, from the right.
    pub fn show_line(&mut self, ui: &mut Ui, status: &JobsStatus, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        let small = |text: String, ink| RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(ink);
        let active: Vec<&JobStatus> = status.jobs.iter().filter(|job| summary(job).is_none()).collect();
        if let Some(job) = active.first() {
            if active.len() == 1
                && can_stop(job)
                && icon_button(ui, icons::ICON_CLOSE, text!("jobs-view-stop-before-next")).clicked()
            {
                commands.push(Command::StopJob(job.id));
            }
            let mut text = line_of(job);
            if active.len() > 1 {
                text = text!("jobs-view-and-more", line = text, count = active.len() - 1);
            }
            let hint = format!("{text}\n{}", UiCommand::ToggleJobs.tooltip_with_keys(ui.ctx()));
            if link_in_room(ui, small(text, colors.info)).on_hover_text(hint).clicked() {
                commands.push(Command::Ui(UiCommand::ToggleJobs));
            }
            ui.add(Spinner::new().size(12.0));
            // What is told of time goes on without any event.
            ui.request_repaint_after(std::time::Duration::from_millis(250));
            return;
        }
        self.show_end(ui, status, commands);
    }

    /// How the newest job ended: for a while if it went well, until it is closed if it did not.
    fn show_end(&mut self, ui: &mut Ui, status: &JobsStatus, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        let ended = status.jobs.iter().filter(|job| summary(job).is_some()).count();
        let now = ui.input(|input| input.time);
        if self.ended.is_none_or(|(count, _)| count != ended) {
            self.ended = Some((ended, now));
        }
        let since = self.ended.map_or(now, |(_, since)| since);
        let last = status.jobs.iter().rev().find_map(|job| Some((job, summary(job)?)));
        let Some((job, end)) = last.filter(|(_, end)| !end.is_success() || now - since <= TOLD) else {
            show_rest(ui, status, commands);
            return;
        };
        let (icon, ink) = if end.is_success() {
            (icons::ICON_CHECK_CIRCLE, colors.accent)
        } else if end.was_stopped() {
            (icons::ICON_STOP_CIRCLE, colors.text_dim)
        } else {
            (icons::ICON_ERROR, colors.danger)
        };
        let text = text!("named", name = shortened(&job.title, LONGEST_TITLE), value = end.words());
        let shown = RichText::new(&text).font(theme::regular(theme::TEXT_SMALL)).color(ink);
        let link = link_in_room(ui, shown);
        // How it ended is said when it ends.
        ui.accesskit_node_builder(link.id, |node| node.set_live(Live::Polite));
        if link.on_hover_text(text).clicked() {
            commands.push(Command::Ui(UiCommand::ToggleJobs));
        }
        ui.label(RichText::new(icon.codepoint).font(theme::icon(14.0)).color(ink));
        if end.is_success() {
            ui.request_repaint_after(std::time::Duration::from_secs_f64((TOLD - (now - since)).max(0.1)));
        }
    }

    /// Draws the panel, if it is open.
    pub fn show_panel(&mut self, ui: &Ui, status: &JobsStatus, known: &Known<'_>, commands: &mut Vec<Command>) {
        if !self.open {
            self.history = None;
            return;
        }
        // What lies over the panel, a dialog or a menu, is closed first.
        let on_top = ui.ctx().memory(|memory| memory.top_modal_layer().is_none()) && !Popup::is_any_open(ui.ctx());
        if on_top && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            self.open = false;
        }
        let colors = theme::colors(ui);
        let room = ui.content_rect();
        let place = room.right_bottom() - vec2(space::MEDIUM, measure::STATUS_BAR + space::SMALL);
        let area = Area::new(Id::unique("jobs")).order(Order::Foreground).pivot(Align2::RIGHT_BOTTOM).fixed_pos(place);
        let frame = Frame::new()
            .fill(colors.panel)
            .stroke(Stroke::new(1.0, colors.line))
            .corner_radius(CornerRadius::same(measure::CORNER_CARD))
            .shadow(ui.visuals().popup_shadow)
            .inner_margin(Margin { left: 14, right: 14 - measure::SCROLL_BAR, top: 14, bottom: 14 });
        area.show(ui.ctx(), |ui| {
            frame.show(ui, |ui| {
                ui.set_width(WIDTH.min(room.width() - 60.0));
                let title = RichText::new(text!("jobs-view-title")).font(theme::semibold(theme::TEXT_TITLE));
                Sides::new().show(
                    ui,
                    |ui| ui.label(title),
                    |ui| {
                        ui.add_space(f32::from(measure::SCROLL_BAR));
                        if icon_button(ui, icons::ICON_CLOSE, text!("jobs-view-close")).clicked() {
                            self.open = false;
                        }
                    },
                );
                let most = room.height() * SHARE;
                // The area keeps the height that it was opened with: what is added later must widen it.
                let mut scroll = ScrollArea::vertical().max_height(most).min_scrolled_height(most);
                // What is newest stands first: places of an earlier look, even before a restart, are forgotten.
                if self.history.is_none() {
                    scroll = scroll.vertical_scroll_offset(0.0);
                }
                scroll.auto_shrink([false, true]).show(ui, |ui| {
                    // The scroll bar lies beside the cards, not on their edges.
                    Frame::new().inner_margin(Margin { right: measure::SCROLL_BAR, ..Margin::ZERO }).show(ui, |ui| {
                        self.show_all(ui, status, known, commands);
                    });
                });
            });
        });
    }

    fn show_all(&mut self, ui: &mut Ui, status: &JobsStatus, known: &Known<'_>, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        if let Some(problem) = &status.problem {
            sign_line(ui, icons::ICON_ERROR, problem, colors.danger);
        }
        let is_at_work = |job: &&JobStatus| summary(job).is_none();
        for job in status.jobs.iter().rev().filter(is_at_work) {
            show_job(ui, job, known, commands);
        }
        for interruption in &status.interrupted {
            show_interruption(ui, interruption, commands);
        }
        let told: Vec<&Interruption> = status.interrupted.iter().filter(|one| one.found != Found::StillGoing).collect();
        if told.len() > 1 {
            if ui.button(text!("jobs-view-seen-all")).clicked() {
                commands.extend(told.iter().map(|one| Command::AcknowledgeInterruption(one.id.clone())));
            }
            ui.add_space(space::SMALL);
        }
        for job in status.jobs.iter().rev().filter(|job| !is_at_work(job)) {
            show_job(ui, job, known, commands);
        }
        let earlier = self.history.get_or_insert_with(|| (known.history)().into()).clone();
        let is_listed = |entry: &&HistoryEntry| status.jobs.iter().any(|job| job.submitted_at == entry.submitted_at);
        let earlier: Vec<&HistoryEntry> = earlier.iter().filter(|entry| !is_listed(entry)).collect();
        if status.jobs.is_empty() && status.interrupted.is_empty() {
            ui.colored_label(colors.text_dim, text!("jobs-view-nothing"));
        }
        if !earlier.is_empty() {
            ui.add_space(space::MEDIUM);
            ui.label(RichText::new(text!("jobs-view-earlier")).font(theme::semibold(theme::TEXT)));
            for entry in earlier.into_iter().take(50) {
                show_earlier(ui, entry);
            }
        }
    }
}

/// Longest name of an ended job in the status bar, in characters: how it ended must be seen beside it.
const LONGEST_TITLE: usize = 64;
/// Room in the status bar that is left for what stands beside the line: a sign, and what is being read.
const BESIDE: f32 = 260.0;
/// Least share of the room that the line gets all the same.
const LEAST_SHARE: f32 = 0.7;

/// A link of one line that loses its end only where there is no room for it.
fn link_in_room(ui: &mut Ui, text: RichText) -> Response {
    let room = ui.available_width();
    let most = (room - BESIDE).max(room * LEAST_SHARE);
    let text = WidgetText::from(text);
    let whole = text.clone().into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, TextStyle::Body).size().x;
    if whole <= most {
        return ui.link(text);
    }
    let size = vec2(most, ui.available_height());
    let layout = Layout::left_to_right(Align::Center);
    let cut = ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
        ui.link(text)
    });
    cut.inner
}

/// The way to the panel while nothing is being done: interrupted work stays in sight until it was seen.
fn show_rest(ui: &mut Ui, status: &JobsStatus, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    let (text, ink) = match status.interrupted.len() {
        0 if !status.ready && status.problem.is_none() => (text!("jobs-view-looking").to_owned(), colors.text_dim),
        0 => (text!("jobs-view-none-running").to_owned(), colors.text_dim),
        count => (text!("jobs-view-count-interrupted", count = count), colors.warning),
    };
    let link = ui.link(RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(ink));
    if link.on_hover_text(UiCommand::ToggleJobs.tooltip_with_keys(ui.ctx())).clicked() {
        commands.push(Command::Ui(UiCommand::ToggleJobs));
    }
}

fn summary(job: &JobStatus) -> Option<&Arc<Summary>> {
    match &job.phase {
        Phase::Finished(summary) => Some(summary),
        Phase::Waiting | Phase::Running(_) | Phase::Stopping(_) => None,
    }
}

fn can_stop(job: &JobStatus) -> bool {
    match &job.phase {
        Phase::Waiting => true,
        Phase::Running(running) => running.can_stop,
        Phase::Stopping(_) | Phase::Finished(_) => false,
    }
}

fn can_stop_now(job: &JobStatus) -> bool {
    match &job.phase {
        Phase::Running(running) | Phase::Stopping(running) => running.can_stop_now,
        Phase::Waiting | Phase::Finished(_) => false,
    }
}

/// “Delete “exp-cache-1” — 43 % · 12 s left”.
fn line_of(job: &JobStatus) -> String {
    match &job.phase {
        Phase::Waiting => text!("jobs-view-waiting", title = job.title),
        Phase::Running(running) | Phase::Stopping(running) => {
            let percent = (running.done * 100.0).round().to_string();
            let mut step = running.what.clone();
            if running.of > 1 {
                step = text!("jobs-view-step", what = step, step = running.step, of = running.of);
            }
            let mut parts = vec![text!("jobs-view-done", step = step, percent = percent)];
            parts.extend(running.left.map(|left| text!("jobs-view-left", left = left.to_string())));
            parts.extend(matches!(job.phase, Phase::Stopping(_)).then(|| text!("jobs-view-stopping").to_owned()));
            parts.join(" · ")
        }
        Phase::Finished(summary) => text!("named", name = job.title, value = summary.words()),
    }
}

fn show_job(ui: &mut Ui, job: &JobStatus, known: &Known<'_>, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    super::components::card(ui, |ui| {
        let title = RichText::new(&job.title).font(theme::semibold(theme::TEXT));
        Sides::new().shrink_left().wrap_mode(TextWrapMode::Wrap).show(
            ui,
            |ui| ui.label(title),
            |ui| {
                if summary(job).is_some() {
                    if icon_button(ui, icons::ICON_CLOSE, text!("jobs-view-remove")).clicked() {
                        commands.push(Command::DismissJob(job.id));
                    }
                    return;
                }
                if can_stop(job)
                    && ui.button(text!("jobs-view-stop")).on_hover_text(text!("jobs-view-stop-hint")).clicked()
                {
                    commands.push(Command::StopJob(job.id));
                }
                if can_stop_now(job)
                    && ui.button(text!("jobs-view-stop-now")).on_hover_text(text!("jobs-view-stop-now-hint")).clicked()
                {
                    commands.push(Command::StopJobNow(job.id));
                }
            },
        );
        match &job.phase {
            Phase::Waiting => {
                ui.colored_label(colors.text_dim, text!("jobs-view-waiting-for-another"));
            }
            Phase::Running(running) | Phase::Stopping(running) => {
                ui.add(ProgressBar::new(running.done).desired_height(6.0).fill(colors.accent));
                for step in &job.at_work {
                    let mut text = format!("{} · {}", step.what, step.stage);
                    if let Some(left) = step.left {
                        text = format!("{text} · {}", text!("jobs-view-left", left = left.to_string()));
                    }
                    if job.machines.len() > 1 {
                        text = text!("named", name = (known.name)(&step.machine), value = text);
                    }
                    ui.label(RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim));
                }
                if !running.can_stop && !running.can_stop_now {
                    let text = text!("jobs-view-cannot-stop");
                    ui.label(RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(colors.text_dim));
                }
            }
            Phase::Finished(summary) => {
                show_summary(ui, summary, known, commands);
                if summary.has_rest() {
                    commands.extend(rest_button(ui).then(|| Command::DoRest(summary.rest())));
                }
            }
        }
    });
    ui.add_space(space::SMALL);
}

fn show_summary(ui: &mut Ui, summary: &Summary, known: &Known<'_>, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    let (icon, ink) =
        if summary.was_stopped() { (icons::ICON_STOP_CIRCLE, colors.text_dim) } else { sign(ui, summary.is_success()) };
    sign_line(ui, icon, &summary.words(), ink);
    let mut machines: Vec<(&MachineKey, Vec<&StepSummary>)> = Vec::new();
    for step in &summary.steps {
        match machines.iter_mut().find(|(key, _)| *key == &step.machine) {
            Some((_, steps)) => steps.push(step),
            None => machines.push((&step.machine, vec![step])),
        }
    }
    if let [(_, steps)] = machines.as_slice() {
        for step in steps {
            show_result(ui, step, commands);
        }
        return;
    }
    for (key, steps) in machines {
        let done = steps.iter().filter(|step| step.result.is_done()).count();
        let (icon, ink) = sign(ui, done == steps.len());
        let words = match (done, steps.len()) {
            (done, all) if done == all => text!("jobs-summary-done").to_owned(),
            (0, _) => text!("jobs-summary-nothing").to_owned(),
            (done, all) => text!("jobs-summary-some", done = done, all = all),
        };
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.spacing_mut().interact_size.y = 0.0;
            ui.label(RichText::new(icon.codepoint).font(theme::icon(13.0)).color(ink));
            let small = theme::regular(theme::TEXT_SMALL);
            let name: String = (known.name)(key).chars().take(36).collect();
            let text = RichText::new(text!("named", name = name, value = words)).font(small).color(colors.text);
            ui.add(egui::Label::new(text).truncate());
        });
        if steps.iter().any(|step| has_words(&step.result)) {
            ui.indent(key, |ui| {
                for step in &steps {
                    show_result(ui, step, commands);
                }
            });
        }
    }
}

/// Whether there is more to tell than that it was done.
fn has_words(result: &StepResult) -> bool {
    !matches!(result, StepResult::Done { remark, .. } if remark.is_empty())
}

/// How the end of something is told at a glance.
fn sign(ui: &Ui, went_well: bool) -> (MaterialIcon, Color32) {
    let colors = theme::colors(ui);
    if went_well { (icons::ICON_CHECK_CIRCLE, colors.accent) } else { (icons::ICON_ERROR, colors.danger) }
}

/// What is to be told of a step beyond that it was done.
fn show_result(ui: &mut Ui, step: &StepSummary, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    let small = |text: String, ink| RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(ink);
    match &step.result {
        StepResult::Done { remark, .. } if !remark.is_empty() => {
            ui.label(small(text!("named", name = step.what, value = remark), colors.text_dim));
        }
        StepResult::Done { .. } => {}
        StepResult::Failed { what, stands, advice } => {
            let failed = text!("named", name = step.what, value = what);
            // What a person has to know comes before what the program said, which may be long.
            ui.label(small(text!("jobs-view-failed", step = step.what), colors.text));
            ui.label(small(stands.clone(), colors.text));
            ui.label(small(advice.clone(), colors.text_dim));
            ui.label(small(what.clone(), colors.text_dim));
            if ui.link(small(text!("jobs-view-copy").to_owned(), colors.info)).clicked() {
                commands.push(Command::Copy(format!("{failed}\n{stands}\n{advice}")));
            }
        }
        StepResult::Stopped { stands } => {
            ui.label(small(text!("jobs-view-stopped", step = step.what), colors.text));
            ui.label(small(stands.clone(), colors.text_dim));
        }
        StepResult::NotStarted => {
            ui.label(small(text!("jobs-view-not-begun", step = step.what), colors.text_dim));
        }
    }
}

fn show_interruption(ui: &mut Ui, interruption: &Interruption, commands: &mut Vec<Command>) {
    let colors = theme::colors(ui);
    super::components::card(ui, |ui| {
        let title = match interruption.found {
            Found::Closed => text!("jobs-view-closed", title = interruption.title),
            _ => text!("jobs-view-interrupted", title = interruption.title),
        };
        // What is well, or what the person has wanted, is no warning.
        let is_done = interruption.found == Found::Done && interruption.not_started.is_empty();
        let (sign, ink) = match interruption.found {
            Found::Done if is_done => (icons::ICON_CHECK_CIRCLE, colors.text_dim),
            Found::Closed => (icons::ICON_INFO, colors.text_dim),
            Found::StillGoing => (icons::ICON_HOURGLASS_TOP, colors.info),
            _ => (icons::ICON_WARNING, colors.warning),
        };
        sign_line(ui, sign, &title, ink);
        ui.add(egui::Label::new(&interruption.words).wrap());
        let dim = |text: &str| RichText::new(text.to_owned()).color(colors.text_dim);
        ui.add(egui::Label::new(dim(&interruption.advice)).wrap());
        // A single one is among the words.
        for step in interruption.not_started.iter().filter(|_| interruption.not_started.len() > 1) {
            ui.label(dim(&text!("jobs-view-interrupted-not-begun", step = step)));
        }
        if interruption.found != Found::StillGoing {
            ui.horizontal(|ui| {
                if ui.button(text!("jobs-view-seen")).clicked() {
                    commands.push(Command::AcknowledgeInterruption(interruption.id.clone()));
                }
                if interruption.has_rest() && rest_button(ui) {
                    commands.push(Command::DoRest(interruption.rest.clone()));
                }
            });
        }
    });
    ui.add_space(space::SMALL);
}

/// The way to what a job has left undone. Returns whether it was clicked.
fn rest_button(ui: &mut Ui) -> bool {
    ui.button(text!("jobs-view-rest")).on_hover_text(text!("jobs-view-rest-hint")).clicked()
}

fn show_earlier(ui: &mut Ui, entry: &HistoryEntry) {
    let colors = theme::colors(ui);
    let end = entry.summary.as_ref().map_or_else(|| text!("jobs-view-was-interrupted").to_owned(), Summary::words);
    let (when, what) = (moment(entry.submitted_at), &entry.title);
    let ink = match &entry.summary {
        Some(summary) if summary.is_success() || summary.was_stopped() => colors.text_dim,
        Some(_) | None => colors.warning,
    };
    let small = |text: String, ink| RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(ink);
    ui.add_space(space::TIGHT);
    ui.add(egui::Label::new(small(what.clone(), colors.text)).wrap());
    ui.add(egui::Label::new(small(format!("{when} · {end}"), ink)).wrap());
}
