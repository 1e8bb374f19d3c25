//! Where each of several machines goes back to, as a person says it.

use std::collections::HashMap;

use chrono::{
    DateTime, Datelike as _, Days, Local, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _, Utc,
};
use egui::{Button, RichText, TextEdit, Ui};

use super::super::DialogContext;
use super::super::frame;
use crate::app::components::button_menu;
use crate::app::theme::{self, space};
use crate::model::{Age, MachineKey, SnapshotId};
use crate::pins::SnapshotSet;
use crate::plan::machines::{Goal, LeftOut, targets};
use crate::text;
use crate::words::machines;

/// Names that are offered.
const OFFERED: usize = 30;
/// How a moment is written.
const EXAMPLE: &str = "2026-11-16 09:00";

/// The snapshot of each machine, and the machines that have none.
pub type Targets = (Vec<(MachineKey, SnapshotId)>, Vec<LeftOut>);

/// Which way of saying it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum By {
    Name,
    Moment,
}

/// What is to be restored.
#[derive(Debug)]
pub struct GoalFields {
    by: By,
    name: String,
    moment: String,
    /// A set takes the place of both.
    set: Option<SnapshotSet>,
    /// Names that several of the machines have, with how many have them.
    names: Vec<(String, usize)>,
    wants_focus: bool,
}

impl GoalFields {
    /// For these machines. The name that most of them have is filled in.
    pub fn new(machines: &[MachineKey], context: &DialogContext<'_>) -> Self {
        let names = common_names(machines, context);
        let name = names.first().map(|(name, _)| name.clone()).unwrap_or_default();
        let moment = said(monday(context.now.with_timezone(&Local).date_naive(), context.now));
        Self { by: By::Name, name, moment, set: None, names, wants_focus: true }
    }

    /// Back to a set.
    pub fn of_set(set: SnapshotSet) -> Self {
        Self {
            by: By::Name,
            name: String::new(),
            moment: String::new(),
            set: Some(set),
            names: Vec::new(),
            wants_focus: false,
        }
    }

    /// What the answer depends on.
    pub fn stamp(&self) -> u64 {
        super::review::stamp((self.by, &self.name, &self.moment))
    }

    /// The title of the dialog.
    pub fn title(&self, count: usize) -> String {
        match &self.set {
            Some(set) => text!("many-restore-title-set", name = set.name.chars().take(80).collect::<String>()),
            None => text!("many-restore-title", machines = machines(count)),
        }
    }

    /// “Before restoring “clean” {date} {time}”: what the snapshots of the current states are called, as a template.
    pub fn kept_as(&self) -> String {
        let plain = |what: &str| {
            let plain: String = what.chars().filter(|letter| !letter.is_control()).take(58).collect();
            // What stands in it as a brace is doubled.
            plain.replace('{', "{{").replace('}', "}}")
        };
        match (&self.set, self.by) {
            (Some(set), _) => text!("many-restore-kept-as", name = plain(&set.name)),
            (None, By::Name) => text!("many-restore-kept-as", name = plain(self.name.trim())),
            (None, By::Moment) => text!("many-restore-kept-as-moment", moment = plain(self.moment.trim())),
        }
    }

    /// The snapshot of each machine, and the machines that have none. `Err` says what is missing to tell.
    pub fn targets(&self, machines: &[MachineKey], context: &DialogContext<'_>) -> Result<Targets, String> {
        if let Some(set) = &self.set {
            let members = set.members.iter().map(|member| (member.machine_key(), member.snapshot));
            let mut members: Vec<(MachineKey, SnapshotId)> = members.collect();
            members.sort_by_cached_key(|(key, _)| {
                context.inventory.machine(key).map(|(_, entry)| entry.name().to_lowercase())
            });
            return Ok((members, Vec::new()));
        }
        let goal = match self.by {
            By::Name if self.name.trim().is_empty() => return Err(text!("many-goal-lacks-name").to_owned()),
            By::Name => Goal::Named(self.name.trim().to_owned()),
            By::Moment => Goal::NewestBefore(parsed(&self.moment).ok_or(text!("many-goal-lacks-moment"))?),
        };
        Ok(targets(context.inventory, machines, &goal))
    }

    /// Draws the fields; a set has none.
    pub fn show(&mut self, ui: &mut Ui, of: usize, now: DateTime<Utc>) {
        if self.set.is_some() {
            return;
        }
        ui.horizontal(|ui| {
            ui.radio_value(&mut self.by, By::Name, text!("many-goal-named"));
            ui.add_enabled_ui(self.by == By::Name, |ui| {
                let field = TextEdit::singleline(&mut self.name).desired_width(ui.available_width() - 84.0);
                let response = ui.add(field).accessible_name(text!("many-goal-name"));
                frame::keep_focus(ui, &response);
                if std::mem::take(&mut self.wants_focus) {
                    response.request_focus();
                }
                self.show_names(ui, of);
            });
        });
        ui.add_space(space::TIGHT);
        ui.horizontal(|ui| {
            ui.radio_value(&mut self.by, By::Moment, text!("many-goal-before"));
            ui.add_enabled_ui(self.by == By::Moment, |ui| {
                let field = TextEdit::singleline(&mut self.moment).hint_text(EXAMPLE).desired_width(150.0);
                let response = ui.add(field).accessible_name(text!("many-goal-moment"));
                frame::keep_focus(ui, &response);
                self.show_moments(ui, now);
                if self.by == By::Moment {
                    show_understood(ui, &self.moment, now);
                }
            });
        });
    }

    fn show_names(&mut self, ui: &mut Ui, of: usize) {
        let button = ui.add_enabled(!self.names.is_empty(), Button::new(text!("many-choose")));
        let button = button.on_hover_text(text!("many-goal-names"));
        button_menu(ui, &button, |ui| {
            egui::ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
                for (name, count) in &self.names {
                    let count = RichText::new(text!("many-goal-have", count = *count, all = of))
                        .color(theme::colors(ui).text_dim);
                    let shown: String = name.chars().take(60).collect();
                    if ui.add(Button::new(shown).right_text(count)).clicked() {
                        self.name.clone_from(name);
                        ui.close();
                    }
                }
            });
        });
    }

    fn show_moments(&mut self, ui: &mut Ui, now: DateTime<Utc>) {
        let button = ui.button(text!("many-choose")).on_hover_text(text!("many-goal-moments"));
        button_menu(ui, &button, |ui| {
            for (text, at) in moments(now) {
                let said = said(at);
                let right = RichText::new(&said).color(theme::colors(ui).text_dim);
                if ui.add(Button::new(text).right_text(right)).clicked() {
                    self.moment = said;
                    ui.close();
                }
            }
        });
    }
}

/// How the moment was understood: the day of the week tells a slip.
fn show_understood(ui: &mut Ui, text: &str, now: DateTime<Utc>) {
    let colors = theme::colors(ui);
    let small = |text: String| RichText::new(text).font(theme::regular(theme::TEXT_SMALL));
    match parsed(text) {
        Some(at) => {
            let weekday = at.with_timezone(&Local).weekday().number_from_monday();
            let text = text!("many-goal-understood", weekday = weekday, age = Age::between(at, now));
            ui.add(egui::Label::new(small(text).color(colors.text_dim)).truncate());
        }
        None => {
            ui.label(small(text!("many-goal-as-in", example = EXAMPLE)).color(colors.warning));
        }
    }
}

/// A day and a time of this computer's clock; a day alone is its beginning. A time that the clock skips in spring is the
/// next one that it shows, one that it shows twice in autumn the first.
fn parsed(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim().replace('T', " ");
    let day = || NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok().map(|day| day.and_time(NaiveTime::MIN));
    let local = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M").ok().or_else(day)?;
    on_the_clock(local)
}

fn on_the_clock(local: NaiveDateTime) -> Option<DateTime<Utc>> {
    let skipped = || Local.from_local_datetime(&(local + TimeDelta::hours(1))).earliest();
    Local.from_local_datetime(&local).earliest().or_else(skipped).map(|at| at.with_timezone(&Utc))
}

fn said(at: DateTime<Utc>) -> String {
    crate::words::local_time(at)
}

/// The last Monday at nine that has passed.
fn monday(today: NaiveDate, now: DateTime<Utc>) -> DateTime<Utc> {
    let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
    let back = u64::from(today.weekday().num_days_from_monday());
    let this = today.checked_sub_days(Days::new(back)).unwrap_or(today);
    let at = |day: NaiveDate| on_the_clock(day.and_time(nine)).unwrap_or(now);
    let before = || this.checked_sub_days(Days::new(7)).map_or(now, at);
    if at(this) <= now { at(this) } else { before() }
}

fn moments(now: DateTime<Utc>) -> Vec<(&'static str, DateTime<Utc>)> {
    let today = now.with_timezone(&Local).date_naive();
    let morning = |days: u64| {
        let day = today.checked_sub_days(Days::new(days)).unwrap_or(today);
        on_the_clock(day.and_time(NaiveTime::MIN)).unwrap_or(now)
    };
    vec![
        (text!("many-goal-now"), now),
        (text!("many-goal-an-hour-ago"), now - TimeDelta::hours(1)),
        (text!("many-goal-today"), morning(0)),
        (text!("many-goal-yesterday"), morning(1)),
        (text!("many-goal-monday"), monday(today, now)),
        (text!("many-goal-a-week-ago"), now - TimeDelta::days(7)),
        (text!("many-goal-four-weeks-ago"), now - TimeDelta::days(28)),
    ]
}

/// Names of snapshots with the number of machines that have them, the commonest first and of these the newest.
fn common_names(machines: &[MachineKey], context: &DialogContext<'_>) -> Vec<(String, usize)> {
    struct Name {
        shown: String,
        count: usize,
        newest: Option<DateTime<Utc>>,
    }
    let mut names: HashMap<String, Name> = HashMap::new();
    for key in machines {
        let Some(machine) = context.inventory.machine(key).and_then(|(_, entry)| entry.machine()) else { continue };
        let mut own: HashMap<String, (&str, Option<DateTime<Utc>>)> = HashMap::new();
        for (_, snapshot) in machine.tree.iter().filter(|(_, snapshot)| !snapshot.name.trim().is_empty()) {
            let newest = own.entry(snapshot.name.trim().to_lowercase()).or_insert((snapshot.name.trim(), None));
            newest.1 = newest.1.max(snapshot.taken_at);
        }
        for (folded, (shown, newest)) in own {
            let name = names.entry(folded).or_insert_with(|| Name { shown: shown.to_owned(), count: 0, newest: None });
            name.count += 1;
            name.newest = name.newest.max(newest);
        }
    }
    let mut names: Vec<Name> = names.into_values().collect();
    names.sort_by(|one, two| (two.count, two.newest, &one.shown).cmp(&(one.count, one.newest, &two.shown)));
    names.into_iter().take(OFFERED).map(|name| (name.shown, name.count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_understood_as_it_is_said() {
        let at = DateTime::from_timestamp(1_795_348_800, 0).unwrap();
        assert_eq!(parsed(&said(at)), Some(at), "it has no seconds");
        assert_eq!(parsed("2026-11-16"), parsed(" 2026-11-16 00:00 "));
        assert_eq!(parsed("2026-11-16T09:30"), parsed("2026-11-16 09:30"));
        assert_eq!(parsed("16.11.2026"), None);
        assert_eq!(parsed("2026-02-30 10:00"), None);
    }

    #[test]
    fn monday_is_the_last_one_that_has_passed() {
        for hours in 0..24 * 8 {
            let now = DateTime::from_timestamp(1_795_348_800 + hours * 3600, 0).unwrap();
            let monday = monday(now.with_timezone(&Local).date_naive(), now);
            assert!(monday <= now && now - monday <= TimeDelta::hours(7 * 24 + 1), "{monday} before {now}");
            assert_eq!(monday.with_timezone(&Local).format("%A %H:%M").to_string(), "Monday 09:00");
        }
    }
}
