//! The rule as a sentence whose words can be changed.

use egui::{Align, Button, CornerRadius, Frame, Layout, Margin, RichText, ScrollArea, Stroke, Ui};
use egui_material_icons::icons;

use super::phrase::{PLACES, Phrase, Piece, pieces, plain};
use super::rule_menu::RuleMenu;
use super::scope_word::ScopeWord;
use super::word;
use crate::app::command::Command;
use crate::app::components::{button_menu, icon_button, icon_text};
use crate::app::theme::{self, measure, space};
use crate::model::{Bytes, Inventory};
use crate::retention::{Filter, Keep, Pattern, Period, Rule, Rules, Scope, Span, Trigger};
use crate::text;

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
                let button = Button::new((icon_text(icons::ICON_ADD, theme::colors(ui).text), text!("clean-up-add")));
                let button = ui
                    .add(button)
                    .on_hover_text(text!("clean-up-add-hint"))
                    .accessible_name(text!("clean-up-add-spoken"));
                button_menu(ui, &button, |ui| show_additions(ui, rule));
                self.menu.show_saving(ui, rules, rule, commands);
                let (icon, what) = if is_folded {
                    (icons::ICON_UNFOLD_MORE, text!("clean-up-rule-unfold"))
                } else {
                    (icons::ICON_UNFOLD_LESS, text!("clean-up-rule-fold"))
                };
                if icon_button(ui, icon, what).clicked() {
                    self.folded = Some(!is_folded);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let title = ui.label(RichText::new(text!("clean-up-rule")).font(theme::semibold(theme::TEXT)));
                    title.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Heading, true, text!("clean-up-rule")));
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
                ui.colored_label(dim, text!("clean-up-sentence-nothing"));
                return;
            }
            let [only, scope, when, keep, also, states] = PLACES;
            let sentence = text!(
                "clean-up-sentence",
                only = only,
                scope = scope,
                when = when,
                keep = keep,
                also = also,
                states = states
            );
            for piece in pieces(&sentence) {
                match piece {
                    Piece::Text(text) => plain(ui, text),
                    Piece::Place(0) => show_filters(ui, &mut rule.only),
                    Piece::Place(1) => self.show_scope(ui, &mut rule.scope, inventory),
                    Piece::Place(2) => show_triggers(ui, &mut rule.when),
                    Piece::Place(3) => show_kept(ui, &mut rule.keep),
                    Piece::Place(4) => show_permissions(ui, rule),
                    Piece::Place(_) => show_states(ui, rule),
                }
            }
            let stays = match (rule.also_current_snapshot, rule.also_fork_points) {
                (false, false) => "all",
                (false, true) => "current",
                (true, false) => "forks",
                (true, true) => "pinned",
            };
            let text = text!("clean-up-sentence-stays", stays = stays);
            ui.end_row();
            ui.add(egui::Label::new(RichText::new(text).font(theme::regular(theme::TEXT_SMALL)).color(dim)).wrap());
        });
    }

    fn show_scope(&mut self, ui: &mut Ui, scope: &mut Scope, inventory: &Inventory) {
        let message = text!("clean-up-sentence-scope", machines = PLACES[0]);
        let words = ScopeWord::words(scope, inventory);
        let phrase = Phrase { message: &message, words: &[&words], removes: None };
        phrase.show(ui, |ui, _| self.scope.edit(ui, scope, inventory));
    }
}

/// The sentence in one line, which is whole in the tooltip.
fn show_words(ui: &mut Ui, rule: &Rule) {
    let words = rule.to_string();
    let text = RichText::new(&words).color(theme::colors(ui).text_dim);
    ui.add(egui::Label::new(text).truncate()).on_hover_text(words);
}

/// Which variant of a message is wanted for one of several: `first` or `further`.
fn place_in_list(is_first: bool) -> &'static str {
    if is_first { "first" } else { "further" }
}

fn show_filters(ui: &mut Ui, filters: &mut Vec<Filter>) {
    let mut removed = None;
    let (mut like, mut unlike) = (0, 0);
    for (number, filter) in filters.iter_mut().enumerate() {
        let gone = match filter {
            Filter::TakenBySnapgrove => {
                let message = text!("clean-up-sentence-own", program = PLACES[0]);
                let removes = Some(text!("clean-up-take-away-own"));
                Phrase { message: &message, words: &["Snapgrove"], removes }.show(ui, |ui, _| {
                    ui.label(text!("clean-up-own-about"));
                })
            }
            Filter::NameLike(pattern) => {
                like += 1;
                let place = place_in_list(like == 1);
                show_pattern(ui, pattern, &text!("clean-up-sentence-like", place = place, name = PLACES[0]))
            }
            Filter::NameNotLike(pattern) => {
                unlike += 1;
                let place = place_in_list(unlike == 1);
                show_pattern(ui, pattern, &text!("clean-up-sentence-unlike", place = place, name = PLACES[0]))
            }
        };
        if gone {
            removed = Some(number);
        }
    }
    if let Some(number) = removed {
        filters.remove(number);
    }
}

fn show_pattern(ui: &mut Ui, pattern: &mut Pattern, message: &str) -> bool {
    let shown = pattern.to_string();
    let before = message.split(PLACES[0]).next().unwrap_or_default();
    let removes = format!("{before}{shown}");
    let phrase = Phrase { message, words: &[&shown], removes: Some(&removes) };
    phrase.show(ui, |ui, _| word::edit_pattern(ui, &mut pattern.0))
}

fn show_triggers(ui: &mut Ui, triggers: &mut Vec<Trigger>) {
    if triggers.is_empty() {
        plain(ui, text!("clean-up-sentence-any-age"));
    }
    let mut removed = None;
    for (number, trigger) in triggers.iter_mut().enumerate() {
        let place = place_in_list(number == 0);
        let gone = match trigger {
            Trigger::OlderThan(span) => {
                let message = text!("clean-up-sentence-older", place = place, age = PLACES[0]);
                let removes = Some(text!("clean-up-take-away-age"));
                Phrase { message: &message, words: &[&span.to_string()], removes }
                    .show(ui, |ui, _| word::edit_span(ui, span))
            }
            Trigger::DeeperThan(most) => {
                let message = text!("clean-up-sentence-deeper", place = place, levels = PLACES[0]);
                let removes = Some(text!("clean-up-take-away-depth"));
                let levels = text!("clean-up-word-levels", count = *most);
                Phrase { message: &message, words: &[&levels], removes }.show(ui, |ui, _| word::edit_count(ui, most))
            }
            Trigger::BytesOver(most) => {
                let message = text!("clean-up-sentence-larger", place = place, amount = PLACES[0]);
                let removes = Some(text!("clean-up-take-away-size"));
                Phrase { message: &message, words: &[&most.to_string()], removes }
                    .show(ui, |ui, _| word::edit_bytes(ui, most))
            }
        };
        if gone {
            removed = Some(number);
        }
    }
    if let Some(number) = removed {
        triggers.remove(number);
    }
}

fn show_kept(ui: &mut Ui, kept: &mut Vec<Keep>) {
    let mut removed = None;
    for (number, keep) in kept.iter_mut().enumerate() {
        let place = place_in_list(number == 0);
        let gone = match keep {
            Keep::Newest(count) => {
                let message = text!("clean-up-sentence-newest", place = place, count = PLACES[0]);
                let removes = Some(text!("clean-up-take-away-newest"));
                Phrase { message: &message, words: &[&count.to_string()], removes }
                    .show(ui, |ui, _| word::edit_count(ui, count))
            }
            Keep::OnePer { period, during } => show_one_per(ui, place, period, during),
        };
        if gone {
            removed = Some(number);
        }
    }
    if let Some(number) = removed {
        kept.remove(number);
    }
}

fn show_one_per(ui: &mut Ui, place: &str, period: &mut Period, during: &mut Option<Span>) -> bool {
    let [of, back, ..] = PLACES;
    let (message, span) = match during {
        Some(span) => (text!("clean-up-sentence-one-per", place = place, period = of, span = back), span.to_string()),
        None => (
            text!("clean-up-sentence-one-per-for-ever", place = place, period = of, ever = back),
            text!("clean-up-word-for-ever").to_owned(),
        ),
    };
    let removes = text!("clean-up-take-away-one-per", unit = period.word());
    let phrase = Phrase { message: &message, words: &[&period.name(), &span], removes: Some(&removes) };
    phrase.show(ui, |ui, word| match word {
        0 => word::edit_period(ui, period),
        _ => word::edit_during(ui, during, Span::new(6, Period::Month)),
    })
}

/// What the rule permits beyond the usual protection.
fn show_permissions(ui: &mut Ui, rule: &mut Rule) {
    for (also, word, about) in [
        (&mut rule.also_current_snapshot, text!("clean-up-word-current"), text!("clean-up-current-about")),
        (&mut rule.also_fork_points, text!("clean-up-word-forks"), text!("clean-up-forks-about")),
    ] {
        if *also {
            let message = text!("clean-up-sentence-also", what = PLACES[0]);
            let phrase = Phrase { message: &message, words: &[word], removes: Some(word) };
            let removed = phrase.show(ui, |ui, _| {
                ui.label(about);
            });
            *also = !removed;
        }
    }
}

/// Which states machines may be in.
fn show_states(ui: &mut Ui, rule: &mut Rule) {
    let choices = [
        (text!("clean-up-word-not-running"), text!("clean-up-not-running-about"), false, false),
        (text!("clean-up-word-powered-off"), text!("clean-up-powered-off-about"), false, true),
        (text!("clean-up-word-any-state"), text!("clean-up-any-state-about"), true, false),
    ];
    let chosen = |rule: &Rule| match (rule.only_powered_off, rule.also_running_machines) {
        (true, _) => 1,
        (false, true) => 2,
        (false, false) => 0,
    };
    let message = text!("clean-up-sentence-states", states = PLACES[0]);
    let phrase = Phrase { message: &message, words: &[choices[chosen(rule)].0], removes: None };
    phrase.show(ui, |ui, _| {
        for (number, (word, about, also_running, only_off)) in choices.into_iter().enumerate() {
            if ui.radio(chosen(rule) == number, word).on_hover_text(about).clicked() {
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
    if !has(|trigger| matches!(trigger, Trigger::OlderThan(_)), rule)
        && ui.button(text!("clean-up-add-older")).clicked()
    {
        rule.when.insert(0, Trigger::OlderThan(Span::days(90)));
    }
    if !has(|trigger| matches!(trigger, Trigger::DeeperThan(_)), rule)
        && ui.button(text!("clean-up-add-deeper")).clicked()
    {
        rule.when.push(Trigger::DeeperThan(10));
    }
    if !has(|trigger| matches!(trigger, Trigger::BytesOver(_)), rule)
        && ui.button(text!("clean-up-add-larger")).clicked()
    {
        rule.when.push(Trigger::BytesOver(Bytes(50_000_000_000)));
    }
    ui.separator();
    if !rule.keep.iter().any(|keep| matches!(keep, Keep::Newest(_)))
        && ui.button(text!("clean-up-add-newest")).clicked()
    {
        rule.keep.insert(0, Keep::Newest(3));
    }
    if ui.button(text!("clean-up-add-one-per")).clicked() {
        rule.keep.push(next_period(&rule.keep));
    }
    ui.separator();
    if ui.button(text!("clean-up-add-like")).clicked() {
        rule.only.push(Filter::NameLike(Pattern::new("before*")));
    }
    if ui.button(text!("clean-up-add-unlike")).clicked() {
        rule.only.push(Filter::NameNotLike(Pattern::new("*release*")));
    }
    if !rule.only.contains(&Filter::TakenBySnapgrove) && ui.button(text!("clean-up-add-own")).clicked() {
        rule.only.insert(0, Filter::TakenBySnapgrove);
    }
    if rule.also_current_snapshot && rule.also_fork_points {
        return;
    }
    ui.separator();
    if !rule.also_current_snapshot && ui.button(text!("clean-up-add-current")).clicked() {
        rule.also_current_snapshot = true;
    }
    if !rule.also_fork_points && ui.button(text!("clean-up-add-forks")).clicked() {
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
