//! The review before marked snapshots are deleted: in which order, what each frees, needs and becomes part
//! of, and what stands against it.

use egui::{Align2, Rect, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;

use super::frame::{self, Closed, Main, first_upper};
use super::meanwhile::Meanwhile;
use super::pinned::PinnedConsent;
use super::{DialogContext, commands_to_copy};
use crate::app::command::{Command, UiCommand};
use crate::app::components::{danger_button, icon_at, line_in, row_ground};
use crate::app::theme::{self, space};
use crate::forecaster::Answer;
use crate::model::{Bytes, MachineKey, SnapshotId, Step};
use crate::plan::forecast::Duration;
use crate::plan::{Blocker, Certainty, Forecast, Plan, PlannedStep};
use crate::text;
use crate::words::{snapshot_name, snapshots};

/// Height of a step, in points.
pub const ROW: f32 = 40.0;
/// The same where a step that cannot be done says what would help.
pub const ROW_WITH_WAY_OUT: f32 = 56.0;
/// Most of the dialog's height that the list of steps takes, in points.
const LIST: f32 = 340.0;

/// Most of the window's height that it takes.
const LIST_SHARE: f32 = 0.38;

/// The dialog. Its plan is made in the background, first without sizes, then with them.
#[derive(Debug)]
pub struct DeleteDialog {
    machine: MachineKey,
    pinned: PinnedConsent,
    meanwhile: Meanwhile,
    /// Whether the marks were made only to be reviewed here.
    takes_marks_back: bool,
}

impl DeleteDialog {
    /// For the marked snapshots of a machine.
    pub fn new(machine: MachineKey) -> Self {
        Self { machine, pinned: PinnedConsent::default(), meanwhile: Meanwhile::default(), takes_marks_back: false }
    }

    /// Who cancels has the marks of before.
    pub fn take_marks_back(&mut self) {
        self.takes_marks_back = true;
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
        let machine = found.map(|(_, entry)| frame::in_title(entry.name()));
        let (Some(machine), Some(tree), 1..) = (machine, tree, marked) else { return Closed::Overtaken };
        if let Some(kept) = context.kept {
            self.pinned.update(kept, &self.machine, context.marks.of(&self.machine), context.marks.version());
        }
        let possible = plan.map(|plan| plan.steps.iter().filter(|step| step.blockers.is_empty()).count());
        let title = match (possible, marked) {
            (Some(0), 1) => text!("delete-title-cannot", machine = machine),
            (Some(0), _) => text!("delete-title-none", snapshots = snapshots(marked), machine = machine),
            _ => text!("delete-title", snapshots = snapshots(marked), machine = machine),
        };
        let closed = frame::show(ui, &title, 720.0, |ui| {
            let colors = theme::colors(ui);
            if possible == Some(0) {
                ui.colored_label(colors.text_dim, text!("delete-nothing-changed"));
            } else {
                ui.colored_label(colors.text_dim, text!("delete-what-stays"));
            }
            ui.add_space(space::SMALL);
            let Some(plan) = plan else {
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label(text!("delete-looking"));
                });
                let main = Main {
                    button: danger_button(ui, text!("delete-button-waiting")),
                    why_not: Some(text!("delete-still-looking")),
                    by_enter: false,
                };
                return frame::buttons(ui, main, None, commands);
            };
            self.meanwhile.follow(plan);
            self.meanwhile.show(ui);
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
                let text = text!("delete-unmark", count = blocked.len());
                if ui.button(text).clicked() {
                    commands.push(Command::ToggleMarks(blocked));
                }
            }
            if possible == Some(0) {
                return frame::close_only(ui);
            }
            self.pinned.show(ui, tree, context.kept);
            let why_not = frame::why_not(plan).or_else(|| self.meanwhile.why_not());
            let why_not = why_not.or_else(|| self.pinned.why_not(context.kept));
            let button = danger_button(ui, &text!("delete-button", snapshots = snapshots(plan.steps.len())));
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
        if closed == Closed::Cancelled && self.takes_marks_back {
            commands.push(Command::Ui(UiCommand::UndoMark));
        }
        closed
    }
}

/// “at least 7.9 GB” and the like.
fn amount(forecast: &Forecast, bytes: Bytes) -> String {
    match forecast.certainty {
        Certainty::Exact => bytes.to_string(),
        Certainty::AtLeast => text!("delete-at-least", amount = bytes),
        Certainty::Estimate(_) => text!("delete-about", amount = bytes),
    }
}

fn show_total(ui: &mut Ui, context: &DialogContext<'_>, machine: &MachineKey, plan: &Plan, duration: Option<Duration>) {
    let colors = theme::colors(ui);
    let Some(forecast) = &plan.forecast else {
        ui.colored_label(colors.text_dim, text!("delete-being-read"));
        return;
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::TIGHT;
        let dim = |text: String| RichText::new(text).color(colors.text_dim);
        if forecast.frees < 0 {
            let more = Bytes(forecast.frees.unsigned_abs());
            ui.label(dim(text!("delete-takes").to_owned()));
            ui.label(RichText::new(text!("delete-more", amount = amount(forecast, more))).color(colors.warning))
                .on_hover_text(more.exact());
        } else {
            ui.label(dim(text!("delete-frees").to_owned()));
            let text = RichText::new(amount(forecast, forecast.freed())).font(theme::semibold(theme::TEXT));
            ui.label(text.color(colors.accent)).on_hover_text(forecast.freed().exact());
        }
        let free = frame::free_space(context.inventory, machine);
        let needs = match free {
            Some(free) => text!("delete-needs-of-free", needs = forecast.needs, free = free),
            None => text!("delete-needs", needs = forecast.needs),
        };
        ui.label(dim(needs)).on_hover_text(forecast.needs.exact());
        let copies = match plan.copies_in_worst_order.filter(|worst| *worst > forecast.copies) {
            Some(worst) => text!("delete-copies-instead", amount = forecast.copies, worst = worst),
            None => text!("delete-copies", amount = forecast.copies),
        };
        ui.label(dim(copies)).on_hover_text(text!("delete-copies-hint"));
        if let Some(duration) = duration {
            ui.label(dim(text!("delete-time", time = duration.to_string())));
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

/// A step of a plan: what goes, what it becomes part of or what stands against it, and what that frees.
pub fn show_step(ui: &mut Ui, row: usize, step: &PlannedStep, height: f32, is_pinned: bool) {
    let colors = theme::colors(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let name = snapshot_name(&step.subject);
    let (figure, exact) = figure_of(step);
    let about = match (step.blockers.first(), step.merges_into.as_slice()) {
        (Some(blocker), _) => first_upper(&blocker.to_string()),
        (None, []) => text!("delete-data-go").to_owned(),
        (None, into) => text!("delete-becomes-part", names = into.join(text!("list-separator"))),
    };
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        let ground = rect.shrink2(vec2(0.0, 1.5));
        let fill = if step.blockers.is_empty() { colors.card } else { colors.danger_behind };
        row_ground(painter, ground, fill, colors.line);
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
    let separator = text!("list-separator");
    let told = [Some(name), is_pinned.then_some(text!("delete-pinned")), Some(&*figure), Some(&*about)];
    let told: Vec<&str> = told.into_iter().flatten().filter(|words| !words.is_empty()).collect();
    let told = format!("{}. {}", row + 1, told.join(separator));
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &told));
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
            (text!("delete-step-takes", amount = more), Some(text!("delete-step-takes-exact", amount = more.exact())))
        }
        Some(forecast) => {
            let exact =
                text!("delete-step-frees-exact", frees = forecast.freed().exact(), needs = forecast.needs.exact());
            (text!("delete-step-frees", amount = forecast.freed()), Some(exact))
        }
    }
}
