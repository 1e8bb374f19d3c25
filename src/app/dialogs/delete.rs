//! The review before marked snapshots are deleted: in which order, what each frees, needs and becomes part
//! of, and what stands against it.

use egui::{Align2, CornerRadius, Rect, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;

use super::frame::{self, Closed, Main, first_upper};
use super::pinned::PinnedConsent;
use super::{DialogContext, commands_to_copy};
use crate::app::command::Command;
use crate::app::components::{danger_button, icon_at, line_in};
use crate::app::theme::{self, measure, space};
use crate::forecaster::Answer;
use crate::model::{Bytes, MachineKey, SnapshotId, Step};
use crate::plan::forecast::Duration;
use crate::plan::{Blocker, Certainty, Forecast, Plan, PlannedStep};
use crate::words::{snapshot_name, snapshots, time_range};

/// Height of a step, in points.
const ROW: f32 = 40.0;
/// The same where a step that cannot be done says what would help.
const ROW_WITH_WAY_OUT: f32 = 56.0;
/// Most of the dialog's height that the list of steps takes, in points.
const LIST: f32 = 340.0;

/// Most of the window's height that it takes.
const LIST_SHARE: f32 = 0.38;

/// The dialog. Its plan is made in the background, first without sizes, then with them.
#[derive(Debug)]
pub struct DeleteDialog {
    machine: MachineKey,
    pinned: PinnedConsent,
}

impl DeleteDialog {
    /// For the marked snapshots of a machine.
    pub fn new(machine: MachineKey) -> Self {
        Self { machine, pinned: PinnedConsent::default() }
    }

    /// Draws it. `answer` is the newest that is known for the marked snapshots.
    pub fn show(
        &mut self,
        ui: &Ui,
        context: &DialogContext<'_>,
        answer: Option<&Answer>,
        commands: &mut Vec<Command>,
    ) -> Closed {
        let plan = answer.map(|answer| &answer.plan);
        let marked = context.marks.of(&self.machine).len();
        let found = context.inventory.machine(&self.machine);
        let tree = found.and_then(|(_, entry)| entry.machine());
        let machine = found.map(|(_, entry)| entry.name().to_owned());
        let (Some(machine), Some(tree), 1..) = (machine, tree, marked) else { return Closed::Cancelled };
        if let Some(kept) = context.kept {
            self.pinned.update(kept, &self.machine, context.marks.of(&self.machine), context.marks.version());
        }
        let possible = plan.map(|plan| plan.steps.iter().filter(|step| step.blockers.is_empty()).count());
        let title = match (possible, marked) {
            (Some(0), 1) => format!("This snapshot of {machine} cannot be deleted"),
            (Some(0), _) => format!("None of these {} of {machine} can be deleted", snapshots(marked)),
            _ => format!("Delete {} of {machine}?", snapshots(marked)),
        };
        let closed = frame::show(ui, &title, 720.0, |ui| {
            let colors = theme::colors(ui);
            if possible == Some(0) {
                ui.colored_label(colors.text_dim, "Nothing is changed. What stands against it, and what would help:");
            } else {
                ui.colored_label(
                colors.text_dim,
                "What other snapshots and the current state hold stays as it is. The deleted ones cannot be brought back.",
            );
            }
            ui.add_space(space::SMALL);
            let Some(plan) = plan else {
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label("Looking at the images…");
                });
                let main = Main {
                    button: danger_button(ui, "Delete"),
                    why_not: Some("the images are still being looked at"),
                    by_enter: false,
                };
                return frame::buttons(ui, main, None, commands);
            };
            if possible > Some(0) {
                show_total(ui, context, &self.machine, plan, answer.and_then(|answer| answer.duration));
            }
            show_steps(ui, plan, &self.pinned);
            frame::notes_of(ui, plan.blockers.iter(), &plan.all_cautions());
            let blocked: Vec<SnapshotId> = plan
                .steps
                .iter()
                .filter(|step| !step.blockers.is_empty())
                .filter_map(|step| step.step.snapshot())
                .collect();
            if !blocked.is_empty() && blocked.len() < plan.steps.len() {
                let text = format!("Unmark the {} that cannot be deleted", blocked.len());
                if ui.button(text).clicked() {
                    commands.push(Command::ToggleMarks(blocked));
                }
            }
            if possible == Some(0) {
                return frame::close_only(ui);
            }
            self.pinned.show(ui, tree, context.kept);
            let why_not = frame::why_not(plan).or_else(|| self.pinned.why_not(context.kept));
            let button = danger_button(ui, &format!("Delete {}", snapshots(plan.steps.len())));
            let main = Main { button, why_not: why_not.as_deref(), by_enter: false };
            frame::buttons(ui, main, commands_to_copy(context.inventory, &self.machine, plan), commands)
        });
        if closed == Closed::Confirmed
            && let Some(plan) = plan.filter(|plan| plan.is_clear())
        {
            let mut plan = plan.clone();
            plan.note_pinned(&|_, snapshot| self.pinned.is_pinned(snapshot));
            commands.push(Command::Submit(Box::new(plan)));
        }
        closed
    }
}

/// “at least 7.9 GB” and the like.
fn amount(forecast: &Forecast, bytes: Bytes) -> String {
    match forecast.certainty {
        Certainty::Exact => bytes.to_string(),
        Certainty::AtLeast => format!("at least {bytes}"),
        Certainty::Estimate(_) => format!("about {bytes}"),
    }
}

fn show_total(ui: &mut Ui, context: &DialogContext<'_>, machine: &MachineKey, plan: &Plan, duration: Option<Duration>) {
    let colors = theme::colors(ui);
    let Some(forecast) = &plan.forecast else {
        ui.colored_label(colors.text_dim, "The images are being read: what this frees and needs appears here.");
        return;
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::TIGHT;
        let dim = |text: String| RichText::new(text).color(colors.text_dim);
        if forecast.frees < 0 {
            let more = Bytes(forecast.frees.unsigned_abs());
            ui.label(dim("Takes".to_owned()));
            ui.label(RichText::new(format!("{} more", amount(forecast, more))).color(colors.warning))
                .on_hover_text(more.exact());
        } else {
            ui.label(dim("Frees".to_owned()));
            let text = RichText::new(amount(forecast, forecast.freed())).font(theme::semibold(theme::TEXT));
            ui.label(text.color(colors.accent)).on_hover_text(forecast.freed().exact());
        }
        let free = frame::free_space(context.inventory, machine);
        let free = free.map_or_else(String::new, |free| format!(" ({free} free)"));
        ui.label(dim(format!("· needs {} while merging{free}", forecast.needs))).on_hover_text(forecast.needs.exact());
        let copies = match plan.copies_in_worst_order.filter(|worst| *worst > forecast.copies) {
            Some(worst) => format!("· copies {} instead of {worst}", forecast.copies),
            None => format!("· copies {}", forecast.copies),
        };
        ui.label(dim(copies)).on_hover_text("The order below is the one that copies least of those that fit");
        if let Some(duration) = duration {
            ui.label(dim(format!("· {}", time_range(duration))));
        }
    });
}

fn show_steps(ui: &mut Ui, plan: &Plan, pinned: &PinnedConsent) {
    ui.add_space(space::SMALL);
    let steps: Vec<&PlannedStep> = plan.steps.iter().filter(|step| matches!(step.step, Step::Delete { .. })).collect();
    let blocked = steps.iter().any(|step| !step.blockers.is_empty());
    let row_height = if blocked { ROW_WITH_WAY_OUT } else { ROW };
    #[expect(clippy::cast_precision_loss, reason = "a height in points")]
    let height = (steps.len() as f32 * row_height).min(LIST).min(ui.content_rect().height() * LIST_SHARE);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("steps").max_height(height).auto_shrink([false, true]).show_rows(
            ui,
            row_height,
            steps.len(),
            |ui, rows| {
                for row in rows {
                    if let Some(step) = steps.get(row) {
                        let is_pinned = step.step.snapshot().is_some_and(|id| pinned.is_pinned(id));
                        show_step(ui, row, step, row_height, is_pinned);
                    }
                }
            },
        );
    });
}

fn show_step(ui: &mut Ui, row: usize, step: &PlannedStep, height: f32, is_pinned: bool) {
    let colors = theme::colors(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let name = snapshot_name(&step.subject);
    let (figure, exact) = figure_of(step);
    let about = match (step.blockers.first(), step.merges_into.as_slice()) {
        (Some(blocker), _) => first_upper(&blocker.to_string()),
        (None, []) => "nothing rests on it: its data just go".to_owned(),
        (None, into) => format!("becomes part of {}", into.join(", ")),
    };
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        let ground = rect.shrink2(vec2(0.0, 1.5));
        let fill = if step.blockers.is_empty() { colors.card } else { colors.danger_behind };
        painter.rect_filled(ground, CornerRadius::same(measure::CORNER_CONTROL), fill);
        let number = Rect::from_center_size(pos2(ground.left() + 20.0, ground.center().y), vec2(28.0, height));
        if step.blockers.is_empty() {
            line_in(
                painter,
                number,
                Align2::CENTER_CENTER,
                &(row + 1).to_string(),
                theme::regular(theme::TEXT_SMALL),
                colors.text_dim,
            );
        } else {
            icon_at(painter, number.center(), icons::ICON_BLOCK, 16.0, colors.danger);
        }
        let right = ground.right() - space::MEDIUM;
        let text = Rect::from_min_max(
            pos2(number.right() + space::TIGHT, ground.top()),
            pos2(if step.blockers.is_empty() { right - 130.0 } else { right }, ground.bottom()),
        );
        let way_out = step.blockers.first().map(Blocker::way_out);
        let lines =
            Rect::from_center_size(text.center(), vec2(text.width(), if way_out.is_some() { 51.0 } else { 37.0 }));
        let line_height = lines.height() / if way_out.is_some() { 3.0 } else { 2.0 };
        let line = |number: f32| {
            Rect::from_min_size(lines.min + vec2(0.0, number * line_height), vec2(lines.width(), line_height))
        };
        let (mut upper, lower) = (line(0.0), line(1.0));
        if is_pinned {
            icon_at(painter, pos2(upper.left() + 7.0, upper.center().y + 2.0), icons::ICON_KEEP, 14.0, colors.warning);
            upper.min.x += 18.0;
        }
        line_in(
            painter,
            upper.translate(vec2(0.0, 2.0)),
            Align2::LEFT_CENTER,
            name,
            theme::semibold(theme::TEXT),
            colors.text,
        );
        let ink = if step.blockers.is_empty() { colors.text_dim } else { colors.danger };
        line_in(
            painter,
            lower.translate(vec2(0.0, -2.0)),
            Align2::LEFT_CENTER,
            &about,
            theme::regular(theme::TEXT_SMALL),
            ink,
        );
        if let Some(way_out) = way_out {
            let place = line(2.0).translate(vec2(0.0, -4.0));
            line_in(painter, place, Align2::LEFT_CENTER, way_out, theme::regular(theme::TEXT_SMALL), colors.text_dim);
        }
        let figures = Rect::from_min_max(pos2(right - 130.0, ground.top()), pos2(right, ground.bottom()));
        let ink = if step.forecast.as_ref().is_some_and(|forecast| forecast.frees < 0) {
            colors.warning
        } else {
            colors.accent
        };
        line_in(painter, figures, Align2::RIGHT_CENTER, &figure, theme::regular(theme::TEXT), ink);
    }
    let figure = if figure.is_empty() { figure } else { format!("{figure}, ") };
    let pinned = if is_pinned { "pinned, " } else { "" };
    response
        .widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("{}. {name}, {pinned}{figure}{about}", row + 1)));
    let mut hint = vec![about.clone()];
    hint.extend(exact);
    hint.extend(step.blockers.iter().map(|blocker| blocker.way_out().to_owned()));
    response.on_hover_text(hint.join("\n"));
}

/// What a step frees, in short, and to the byte.
fn figure_of(step: &PlannedStep) -> (String, Option<String>) {
    match &step.forecast {
        _ if !step.blockers.is_empty() => (String::new(), None),
        None => ("…".to_owned(), None),
        Some(forecast) if forecast.frees < 0 => {
            let more = Bytes(forecast.frees.unsigned_abs());
            (format!("takes {more}"), Some(format!("takes {} more", more.exact())))
        }
        Some(forecast) => {
            let exact = format!("frees {}, needs {} meanwhile", forecast.freed().exact(), forecast.needs.exact());
            (format!("frees {}", forecast.freed()), Some(exact))
        }
    }
}
