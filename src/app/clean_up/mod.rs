//! The page that cleans up: a rule as a sentence, what it would do to every snapshot, and to the host's disks.
//!
//! ```text
//! preview      what the rule decides, computed when something changed
//! exact        what that does to the byte, found out in the background
//! rule_card    the rule as a sentence whose words can be changed
//! phrase       a part of it with its words, as a message says
//! word         the small editors of words
//! scope_word   the word that says on which machines
//! rule_menu    rules by name
//! disk_card    the host's disks before and after
//! rows, table  a row for each machine and snapshot
//! cells        what stands in them
//! last_run     the last clean-up and what came of it
//! commands     what the page asks for, carried out
//! ```

mod cells;
mod commands;
mod disk_card;
mod exact;
mod last_run;
mod phrase;
mod preview;
mod rows;
mod rule_card;
mod rule_menu;
mod scope_word;
mod table;
mod word;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use egui::{Align, Layout, Margin, RichText, Ui, UiBuilder, vec2};
use egui_material_icons::icons;

use super::command::Command;
use super::components::{danger_button, empty_state, sign_line};
use super::kept::Kept;
use super::theme::{self, measure, space};
use crate::forecaster::Stage;
use crate::jobs::JobsStatus;
use crate::model::{Bytes, Inventory, MachineKey};
use crate::pins::SnapshotKey;
use crate::plan::{Certainty, Forecast};
use crate::retention::{Choose, Decisions, Overrides, Rule, shown_rule_name};
use crate::text;
use crate::words::snapshots;
pub use commands::CleanUpCommand;
use exact::Exact;
pub use exact::Known;
pub use last_run::{LastRun, MachineReport};
use preview::Preview;
use rule_card::RuleCard;
use table::Table;

/// From this width on, in points, the rule and the disks stand side by side.
const SIDE_BY_SIDE: f32 = 760.0;
/// Share of the width that the rule takes then.
const RULE_SHARE: f32 = 0.6;
/// Most of the page's height that the rule and the disks take.
const CARDS_SHARE: f32 = 0.46;

/// What the page remembers between frames.
#[derive(Default)]
pub struct CleanUp {
    rule: Rule,
    /// Whether a rule was chosen to begin with.
    has_rule: bool,
    overrides: Overrides,
    preview: Preview,
    exact: Exact,
    known: Arc<Known>,
    is_all_known: bool,
    /// Whether the maps of all images have been read.
    is_roughly_known: bool,
    /// How exactly the figures are wanted. Before somebody looks at any, no image is read.
    asked_for: Option<Stage>,
    unsafe_because: Option<String>,
    card: RuleCard,
    table: Table,
    last_run: Option<LastRun>,
    /// Height of the cards in the frame before, in points.
    cards_height: f32,
}

/// What a clean-up by the rule would free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CanFree {
    /// The rule, by the name that it is shown with.
    pub rule: String,
    /// How many snapshots would go.
    pub snapshots: usize,
    /// What that frees; `None` while images are looked at, or where they cannot be read.
    pub freed: Option<Bytes>,
    /// Whether it is known to the byte; else it may be more.
    pub is_exact: bool,
    /// Whether all images that can be read have been looked at.
    pub is_known: bool,
}

/// What the page needs to know.
pub struct CleanUpContext<'a> {
    /// The machines.
    pub inventory: &'a Arc<Inventory>,
    /// Pins and rules; `None` before they have been read.
    pub kept: Option<&'a Kept>,
    /// Name of the rule that was used last.
    pub last_rule: Option<&'a str>,
    /// That rule as it was changed and not saved.
    pub changed_rule: Option<&'a Rule>,
    /// What is being done.
    pub status: &'a JobsStatus,
    /// The time now, for ages.
    pub now: DateTime<Utc>,
    /// How exactly the figures in sight have to be known: to the byte on this page, from the maps of the images elsewhere.
    pub in_sight: Option<Stage>,
}

impl CleanUp {
    /// Decides again where something has changed, and takes what came from the background.
    pub fn follow(&mut self, ctx: &egui::Context, context: &CleanUpContext<'_>) {
        if let Some(run) = &mut self.last_run {
            run.follow(context.status);
        }
        let Some(kept) = context.kept else { return };
        if !self.has_rule {
            self.has_rule = true;
            let rules = &kept.rules;
            let last = context.last_rule.and_then(|name| rules.get(name)).or_else(|| rules.get(Rule::BALANCED));
            let last = last.or_else(|| rules.iter().next()).cloned().unwrap_or_else(Rule::balanced);
            self.rule = context.changed_rule.cloned().unwrap_or(last);
        }
        self.unsafe_because.clone_from(&kept.unsafe_because);
        let asks_for_more = context.in_sight > self.asked_for;
        self.asked_for = self.asked_for.max(context.in_sight);
        let (nothing, no_overrides) = (Rule::default(), Overrides::default());
        let wish =
            if self.unsafe_because.is_some() { (&nothing, &no_overrides) } else { (&self.rule, &self.overrides) };
        let changed = self.preview.update(ctx, context.inventory, kept, wish, context.now);
        if (changed || asks_for_more)
            && let Some(until) = self.asked_for
            && let Some(inventory) = self.preview.inventory()
        {
            self.exact.ask(ctx, inventory, self.preview.decisions().marked(), until);
        }
        let (known, is_all) = self.exact.known();
        self.is_all_known = is_all && self.asked_for == Some(Stage::Exact);
        self.is_roughly_known = is_all && self.asked_for.is_some();
        if !Arc::ptr_eq(&known, &self.known) {
            let mut left_out = known.machines.values().flat_map(|machine| &machine.left_out).peekable();
            if left_out.peek().is_some() {
                self.preview.refuse(left_out);
            }
            self.known = known;
        }
    }

    /// What the badge beside the page's name says; `None` if there is nothing to free.
    pub fn badge(&self) -> Option<String> {
        let count = self.preview.counts().delete;
        if count == 0 {
            return None;
        }
        let freed = self.known.forecast.as_ref().filter(|_| self.is_all_known).map(Forecast::freed);
        Some(freed.filter(|freed| *freed > Bytes::ZERO).map_or_else(|| snapshots(count), |freed| freed.to_string()))
    }

    /// What the rule would free now; `None` before it has been looked at, or while nothing may be deleted.
    pub fn can_free(&self) -> Option<CanFree> {
        self.preview.inventory()?;
        if self.unsafe_because.is_some() {
            return None;
        }
        let snapshots = self.preview.counts().delete;
        let forecast = self.known.forecast.as_ref().filter(|_| self.is_roughly_known && snapshots > 0);
        Some(CanFree {
            rule: shown_rule_name(&self.rule.name).to_owned(),
            snapshots,
            freed: forecast.map(Forecast::freed),
            is_exact: forecast.is_some_and(|forecast| forecast.certainty == Certainty::Exact),
            is_known: self.is_roughly_known,
        })
    }

    /// What was decided.
    pub fn decisions(&self) -> &Decisions {
        self.preview.decisions()
    }

    /// What is known of it, and whether that is all.
    pub fn known(&self) -> (&Arc<Known>, bool) {
        (&self.known, self.is_all_known)
    }

    /// The rule as it is now.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The rule as it is now, if it differs from the one that is saved under its name.
    pub fn changed_rule(&self, kept: &Kept) -> Option<&Rule> {
        Some(&self.rule).filter(|rule| self.has_rule && kept.rules.get(&rule.name) != Some(*rule))
    }

    /// The last clean-up.
    pub fn last_run(&self) -> Option<&LastRun> {
        self.last_run.as_ref()
    }

    /// Goes on with another rule. What was chosen by hand stays chosen.
    pub fn use_rule(&mut self, rule: Rule) {
        self.rule = rule;
        self.has_rule = true;
    }

    /// Brings a machine into view.
    pub fn reveal(&mut self, machine: &MachineKey) {
        self.table.reveal(machine);
    }

    /// A clean-up has begun.
    pub fn begin(&mut self, run: LastRun) {
        self.last_run = Some(run);
    }

    /// The last clean-up need not be told of any more.
    pub fn forget_last_run(&mut self) {
        self.last_run = None;
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, context: &CleanUpContext<'_>, commands: &mut Vec<Command>) {
        let margin = Margin { left: 20, right: 20, top: 12, bottom: 10 };
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            self.show_header(ui, context, commands);
            ui.add_space(space::SMALL);
            let Some(kept) = context.kept else {
                let text = text!("clean-up-being-read");
                empty_state(ui, icons::ICON_HOURGLASS_EMPTY, text!("clean-up-one-moment"), text, |_| {});
                return;
            };
            if let Some(why) = self.unsafe_because.clone() {
                show_unsafe(ui, &why, commands);
                return;
            }
            if let Some(run) = &self.last_run {
                last_run::show(ui, run, context.now, commands);
            }
            if let Some(problem) = &kept.problem {
                let words = super::dialogs::first_upper(problem);
                sign_line(ui, icons::ICON_WARNING, &words, theme::colors(ui).warning);
                ui.add_space(space::SMALL);
            }
            self.show_cards(ui, context, kept, commands);
            ui.add_space(space::MEDIUM);
            let shown = table::Shown {
                preview: &self.preview,
                known: &self.known,
                overrides: &self.overrides,
                rule: &self.rule,
                now: context.now,
            };
            let acts = self.table.show(ui, &shown, commands);
            for act in acts {
                self.choose(ui.ctx(), context, kept, act);
            }
        });
    }

    fn show_header(&self, ui: &mut Ui, context: &CleanUpContext<'_>, commands: &mut Vec<Command>) {
        let colors = theme::colors(ui);
        let count = self.preview.counts().delete;
        ui.horizontal(|ui| {
            ui.set_min_height(measure::CONTROL);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let text = text!("clean-up-review-button", count = count);
                let why_not = self.why_not_now(context, count);
                let button = ui.add_enabled(why_not.is_none(), danger_button(ui, &text));
                if button.clicked() {
                    commands.push(CleanUpCommand::Review.into());
                }
                if let Some(why) = why_not {
                    button.on_disabled_hover_text(why);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let title =
                        ui.label(RichText::new(text!("clean-up-title")).font(theme::semibold(theme::TEXT_TITLE)));
                    title.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Heading, true, text!("clean-up-title")));
                    ui.add_space(space::TIGHT);
                    let text = text!("clean-up-subtitle");
                    ui.add(egui::Label::new(RichText::new(text).color(colors.text_dim)).truncate());
                });
            });
        });
    }

    fn why_not_now(&self, context: &CleanUpContext<'_>, count: usize) -> Option<&'static str> {
        if self.unsafe_because.is_some() {
            return Some(text!("clean-up-why-not-pins-unknown"));
        }
        if self.last_run.as_ref().is_some_and(|run| run.is_active(context.status)) {
            return Some(text!("clean-up-why-not-under-way"));
        }
        (count == 0).then_some(text!("clean-up-why-not-nothing"))
    }

    fn show_cards(&mut self, ui: &mut Ui, context: &CleanUpContext<'_>, kept: &Kept, commands: &mut Vec<Command>) {
        let most = ui.available_height() * CARDS_SHARE;
        let height = self.cards_height.min(most);
        let room = ui.available_rect_before_wrap();
        let mut next = self.rule.clone();
        if room.width() < SIDE_BY_SIDE {
            self.card.show(ui, context.inventory, &kept.rules, &mut next, (0.0, most), commands);
            ui.add_space(space::SMALL);
            disk_card::show_narrow(ui, context.inventory, &self.known, self.is_all_known);
        } else {
            let rule_width = (room.width() * RULE_SHARE).round();
            let (left, right) = room.split_left_right_at_x(room.left() + rule_width);
            let right = right.with_min_x(right.left() + space::MEDIUM);
            let mut tallest = 0.0_f32;
            let left = ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
                self.card.show(ui, context.inventory, &kept.rules, &mut next, (height, most), commands)
            });
            tallest = tallest.max(left.inner);
            let right = ui.scope_builder(UiBuilder::new().max_rect(right), |ui| {
                disk_card::show(ui, context.inventory, &self.known, self.is_all_known, (height, most))
            });
            tallest = tallest.max(right.inner);
            if (tallest - self.cards_height).abs() > 0.5 {
                self.cards_height = tallest;
                ui.request_repaint();
            }
            ui.advance_cursor_after_rect(left.response.rect.union(right.response.rect));
        }
        self.rule = next;
    }

    /// Leaves snapshots to the rule again, or takes the other decision by hand.
    fn choose(&mut self, ctx: &egui::Context, context: &CleanUpContext<'_>, kept: &Kept, act: table::Act) {
        match act {
            table::Act::AllAsTheRuleSays => self.overrides = Overrides::default(),
            table::Act::AsTheRuleSays(key) => self.overrides.set(key, None),
            table::Act::Toggle(key, deletes) => {
                self.overrides.set(key.clone(), None);
                self.decide(ctx, context, kept);
                let decided = self.decides_to_delete(&key);
                if decided == deletes {
                    let other = if deletes { Choose::Keep } else { Choose::Delete };
                    self.overrides.set(key, Some(other));
                }
            }
        }
        self.decide(ctx, context, kept);
        if let Some(inventory) = self.preview.inventory() {
            self.exact.ask(ctx, inventory, self.preview.decisions().marked(), Stage::Exact);
        }
    }

    fn decide(&mut self, ctx: &egui::Context, context: &CleanUpContext<'_>, kept: &Kept) {
        self.preview.update(ctx, context.inventory, kept, (&self.rule, &self.overrides), context.now);
    }

    fn decides_to_delete(&self, key: &SnapshotKey) -> bool {
        let machine = self.preview.decisions().machine(&key.machine_key());
        machine.and_then(|machine| machine.get(key.snapshot)).is_some_and(crate::retention::Decision::deletes)
    }
}

/// What stands in the place of everything else while nothing may be deleted by a rule.
fn show_unsafe(ui: &mut Ui, why: &str, commands: &mut Vec<Command>) {
    let text = text!("clean-up-unsafe-why", why = why);
    empty_state(ui, icons::ICON_GPP_BAD, text!("clean-up-unsafe"), &text, |ui| {
        if ui.add_sized(vec2(120.0, measure::CONTROL), egui::Button::new(text!("clean-up-read-again"))).clicked() {
            commands.push(CleanUpCommand::ReadKeptAgain.into());
        }
    });
}
