//! The rule as a sentence whose words can be changed.

use egui::{Align, Button, CornerRadius, Frame, Layout, Margin, RichText, ScrollArea, Stroke, Ui};
use egui_material_icons::icons;

use super::rule_menu::RuleMenu;
use super::scope_word::ScopeWord;
use super::word::{self, Phrase, plain};
use crate::app::command::Command;
use crate::app::components::{button_menu, icon_button, icon_text};
use crate::app::theme::{self, measure, space};
use crate::model::{Bytes, Inventory};
use crate::retention::{Filter, Keep, Pattern, Period, Rule, Rules, Span, Trigger};

/// Space between the card's edge and what it holds, in points.
pub const MARGIN: i8 = 14;
/// With less room than this, in points, only the words of the rule are shown at first.
const ROOMY: f32 = 210.0;

/// What the card remembers between frames.
#[derive(Default)]
pub struct RuleCard {
    menu: RuleMenu,
    scope: ScopeWord,
    /// Whether only the words are shown, where the person chose.
    folded: Option<bool>,
}

/// The frame of the cards of this page.
pub fn frame(ui: &Ui) -> Frame {
    let colors = theme::colors(ui);
    Frame::new()
        .fill(colors.card)
        .stroke(Stroke::new(1.0, colors.line))
        .corner_radius(CornerRadius::same(measure::CORNER_CARD))
        .inner_margin(Margin::same(MARGIN))
}

/// Makes a card so much higher, if that is more than nothing.
pub fn fill_up(ui: &mut Ui, height: f32) {
    // The cursor stands one gap below what is there.
    let rest = height - ui.spacing().item_spacing.y;
    if rest > 0.0 {
        ui.allocate_space(egui::vec2(0.0, rest));
    }
}

impl RuleCard {
    /// Draws the card, at least and at most so high. Returns how high it would like to be.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        inventory: &Inventory,
        rules: &Rules,
        rule: &mut Rule,
        (least, most): (f32, f32),
        commands: &mut Vec<Command>,
    ) -> f32 {
        let margins = 2.0 * f32::from(MARGIN) + 2.0;
        let inner = frame(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let top = ui.cursor().top();
            let is_folded = self.folded.unwrap_or(most < ROOMY);
            self.show_head(ui, is_folded, rules, rule, commands);
            ui.add_space(space::SMALL);
            if is_folded {
                show_words(ui, rule);
                let used = ui.min_rect().bottom() - top;
                fill_up(ui, least - margins - used);
                return used;
            }
            let room = (most - margins - (ui.cursor().top() - top)).max(2.0 * word::LINE);
            ScrollArea::vertical().id_salt("rule").max_height(room).auto_shrink([false, true]).show(ui, |ui| {
                ui.set_width(ui.available_width() - f32::from(measure::SCROLL_BAR));
                self.show_sentence(ui, inventory, rule);
            });
            let used = ui.min_rect().bottom() - top;
            fill_up(ui, least - margins - used);
            used
        });
        inner.inner + margins
    }

    fn show_head(&mut self, ui: &mut Ui, is_folded: bool, rules: &Rules, rule: &mut Rule, commands: &mut Vec<Command>) {
        ui.horizontal(|ui| {
            ui.set_min_height(measure::CONTROL);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let button = Button::new((icon_text(icons::ICON_ADD, theme::colors(ui).text), "Add…"));
                let button = ui.add(button).on_hover_text("Let the rule say more").accessible_name("Add to the rule");
                button_menu(ui, &button, |ui| show_additions(ui, rule));
                self.menu.show_saving(ui, rules, rule, commands);
                let (icon, what) = if is_folded {
                    (icons::ICON_UNFOLD_MORE, "Show the rule's words, to change them")
                } else {
                    (icons::ICON_UNFOLD_LESS, "Fold the rule")
                };
                if icon_button(ui, icon, what).clicked() {
                    self.folded = Some(!is_folded);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let title = ui.label(RichText::new("Rule").font(theme::semibold(theme::TEXT)));
                    title.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Heading, true, "Rule"));
                    self.menu.show_name(ui, rules, rule, commands);
                });
            });
        });
    }

    fn show_sentence(&mut self, ui: &mut Ui, inventory: &Inventory, rule: &mut Rule) {
        let dim = theme::colors(ui).text_dim;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(6.0, 5.0);
            ui.spacing_mut().button_padding.x = 9.0;
            if rule.is_empty() {
                ui.colored_label(dim, "Delete nothing yet: “Add…” says what should go.");
                return;
            }
            plain(ui, "Delete snapshots");
            show_filters(ui, &mut rule.only);
            let scope = ScopeWord::words(&rule.scope, inventory);
            let phrase = Phrase { before: "of", word: &scope, after: "", removes: None };
            phrase.show(ui, |ui| self.scope.edit(ui, &mut rule.scope, inventory));
            show_triggers(ui, &mut rule.when);
            show_kept(ui, &mut rule.keep);
            show_permissions(ui, rule);
            show_states(ui, rule);
            let mut stays = vec!["Pinned snapshots stay"];
            stays.extend((!rule.also_current_snapshot).then_some("so does the current one"));
            stays.extend((!rule.also_fork_points).then_some("and forks of the current path"));
            let text = format!("{}.", stays.join(", "));
            ui.end_row();
            ui.add(egui::Label::new(RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(dim)).wrap());
        });
    }
}

/// The sentence in one line, which is whole in the tooltip.
fn show_words(ui: &mut Ui, rule: &Rule) {
    let words = rule.to_string();
    let text = RichText::new(&words).color(theme::colors(ui).text_dim);
    ui.add(egui::Label::new(text).truncate()).on_hover_text(words);
}

fn show_filters(ui: &mut Ui, filters: &mut Vec<Filter>) {
    let mut removed = None;
    let (mut like, mut unlike) = (0, 0);
    for (place, filter) in filters.iter_mut().enumerate() {
        let gone = match filter {
            Filter::TakenBySnapgrove => Phrase {
                before: "taken by",
                word: "Snapgrove",
                after: "",
                removes: Some("only those that Snapgrove took"),
            }
            .show(ui, |ui| {
                ui.label("Only snapshots that were taken with Snapgrove.");
            }),
            Filter::NameLike(Pattern(text)) => {
                like += 1;
                let before = if like == 1 { "named like" } else { "or like" };
                show_pattern(ui, before, text)
            }
            Filter::NameNotLike(Pattern(text)) => {
                unlike += 1;
                let before = if unlike == 1 { "but not named like" } else { "nor like" };
                show_pattern(ui, before, text)
            }
        };
        if gone {
            removed = Some(place);
        }
    }
    if let Some(place) = removed {
        filters.remove(place);
    }
}

fn show_pattern(ui: &mut Ui, before: &str, text: &mut String) -> bool {
    let shown = format!("“{text}”");
    let removes = format!("{before} {shown}");
    Phrase { before, word: &shown, after: "", removes: Some(&removes) }.show(ui, |ui| word::edit_pattern(ui, text))
}

fn show_triggers(ui: &mut Ui, triggers: &mut Vec<Trigger>) {
    if triggers.is_empty() {
        plain(ui, "of any age");
    }
    let mut removed = None;
    for (place, trigger) in triggers.iter_mut().enumerate() {
        let or = if place == 0 { "" } else { "or " };
        let oldest = if place == 0 { "the oldest " } else { "or the oldest " };
        let gone = match trigger {
            Trigger::OlderThan(span) => {
                let before = format!("{or}older than");
                let word = span.to_string();
                Phrase { before: &before, word: &word, after: "", removes: Some("by age") }
                    .show(ui, |ui| word::edit_span(ui, span))
            }
            Trigger::DeeperThan(most) => {
                let before = format!("{oldest}while a tree is more than");
                let word = format!("{most} deep");
                Phrase { before: &before, word: &word, after: "", removes: Some("by depth") }
                    .show(ui, |ui| word::edit_count(ui, most))
            }
            Trigger::BytesOver(most) => {
                let before = format!("{oldest}while a machine's snapshots take more than");
                let word = most.to_string();
                Phrase { before: &before, word: &word, after: "", removes: Some("by size") }
                    .show(ui, |ui| word::edit_bytes(ui, most))
            }
        };
        if gone {
            removed = Some(place);
        }
    }
    if let Some(place) = removed {
        triggers.remove(place);
    }
}

fn show_kept(ui: &mut Ui, kept: &mut Vec<Keep>) {
    let mut removed = None;
    for (place, keep) in kept.iter_mut().enumerate() {
        let and = if place == 0 { "but keep" } else { "and" };
        let gone = match keep {
            Keep::Newest(count) => {
                let (before, word) = (format!("{and} the newest"), count.to_string());
                Phrase { before: &before, word: &word, after: "of each machine", removes: Some("the newest") }
                    .show(ui, |ui| word::edit_count(ui, count))
            }
            Keep::OnePer { period, during } => {
                let before = format!("{and} one per");
                Phrase { before: &before, word: period.word(), after: "", removes: None }
                    .show(ui, |ui| word::edit_period(ui, period));
                let (before, word) = match during {
                    Some(span) => ("for", span.to_string()),
                    None => ("", "for ever".to_owned()),
                };
                let removes = format!("one per {}", period.word());
                Phrase { before, word: &word, after: "", removes: Some(&removes) }
                    .show(ui, |ui| word::edit_during(ui, during, Span::new(6, Period::Month)))
            }
        };
        if gone {
            removed = Some(place);
        }
    }
    if let Some(place) = removed {
        kept.remove(place);
    }
}

/// What the rule permits beyond the usual protection.
fn show_permissions(ui: &mut Ui, rule: &mut Rule) {
    for (also, word, about) in [
        (
            &mut rule.also_current_snapshot,
            "the current snapshot",
            "The current state descends from it. Deleting it keeps the current state as it is.",
        ),
        (
            &mut rule.also_fork_points,
            "forks of the current path",
            "Snapshots of the current path from which several branches go on.",
        ),
    ] {
        if *also {
            let phrase = Phrase { before: "also", word, after: "", removes: Some(word) };
            if phrase.show(ui, |ui| {
                ui.label(about);
            }) {
                *also = false;
            }
        }
    }
}

/// Which states machines may be in.
fn show_states(ui: &mut Ui, rule: &mut Rule) {
    const CHOICES: [(&str, &str, bool, bool); 3] = [
        ("are not running", "Running and paused machines are left alone", false, false),
        ("are powered off", "Saved and aborted machines are left alone, too", false, true),
        ("are in any state", "Running machines are cleaned up live, where the hypervisor can do so", true, false),
    ];
    let chosen = |rule: &Rule| match (rule.only_powered_off, rule.also_running_machines) {
        (true, _) => 1,
        (false, true) => 2,
        (false, false) => 0,
    };
    let word = CHOICES[chosen(rule)].0;
    let phrase = Phrase { before: "on machines that", word, after: "", removes: None };
    phrase.show(ui, |ui| {
        for (place, (word, about, also_running, only_off)) in CHOICES.into_iter().enumerate() {
            if ui.radio(chosen(rule) == place, word).on_hover_text(about).clicked() {
                (rule.also_running_machines, rule.only_powered_off) = (also_running, only_off);
                ui.close();
            }
        }
    });
}

/// Draws what the rule does not say yet.
fn show_additions(ui: &mut Ui, rule: &mut Rule) {
    ui.set_min_width(250.0);
    let has = |fits: fn(&Trigger) -> bool, rule: &Rule| rule.when.iter().any(fits);
    if !has(|trigger| matches!(trigger, Trigger::OlderThan(_)), rule) && ui.button("Older than…").clicked() {
        rule.when.insert(0, Trigger::OlderThan(Span::days(90)));
    }
    if !has(|trigger| matches!(trigger, Trigger::DeeperThan(_)), rule) && ui.button("Trees deeper than…").clicked() {
        rule.when.push(Trigger::DeeperThan(10));
    }
    if !has(|trigger| matches!(trigger, Trigger::BytesOver(_)), rule)
        && ui.button("Snapshots of a machine larger than…").clicked()
    {
        rule.when.push(Trigger::BytesOver(Bytes(50_000_000_000)));
    }
    ui.separator();
    if !rule.keep.iter().any(|keep| matches!(keep, Keep::Newest(_))) && ui.button("Keep the newest…").clicked() {
        rule.keep.insert(0, Keep::Newest(3));
    }
    if ui.button("Keep one per…").clicked() {
        rule.keep.push(next_period(&rule.keep));
    }
    ui.separator();
    if ui.button("Only names like…").clicked() {
        rule.only.push(Filter::NameLike(Pattern::new("before*")));
    }
    if ui.button("Not names like…").clicked() {
        rule.only.push(Filter::NameNotLike(Pattern::new("*release*")));
    }
    if !rule.only.contains(&Filter::TakenBySnapgrove) && ui.button("Only those that Snapgrove took").clicked() {
        rule.only.insert(0, Filter::TakenBySnapgrove);
    }
    if rule.also_current_snapshot && rule.also_fork_points {
        return;
    }
    ui.separator();
    if !rule.also_current_snapshot && ui.button("Also the current snapshot").clicked() {
        rule.also_current_snapshot = true;
    }
    if !rule.also_fork_points && ui.button("Also forks of the current path").clicked() {
        rule.also_fork_points = true;
    }
}

/// The shortest period that the rule does not name yet.
fn next_period(kept: &[Keep]) -> Keep {
    let named =
        |period: Period| kept.iter().any(|keep| matches!(keep, Keep::OnePer { period: known, .. } if *known == period));
    let usual = [
        (Period::Week, Some(Span::new(2, Period::Month))),
        (Period::Month, Some(Span::new(1, Period::Year))),
        (Period::Day, Some(Span::new(2, Period::Week))),
        (Period::Year, None),
        (Period::Hour, Some(Span::days(2))),
    ];
    let (period, during) = usual.into_iter().find(|(period, _)| !named(*period)).unwrap_or(usual[0]);
    Keep::OnePer { period, during }
}
