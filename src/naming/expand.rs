//! From a template to a name.

use std::collections::HashSet;

use chrono::{DateTime, FixedOffset, Local, NaiveDateTime, Utc};

use super::template::{Field, Part, Template};

/// Which clock on the wall dates and times are told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zone {
    /// This computer's.
    #[default]
    Local,
    /// One that is this far from Greenwich.
    Fixed(FixedOffset),
}

impl Zone {
    fn on_the_wall(self, at: DateTime<Utc>) -> NaiveDateTime {
        match self {
            Self::Local => at.with_timezone(&Local).naive_local(),
            Self::Fixed(offset) => at.with_timezone(&offset).naive_local(),
        }
    }
}

/// What fields are filled in with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Context {
    /// What the snapshot is for; may be empty.
    pub purpose: String,
    /// When it is taken.
    pub at: DateTime<Utc>,
    /// By which clock.
    pub zone: Zone,
    /// The machine's name.
    pub machine: String,
    /// Who takes it, as [`this_user`](super::this_user) says.
    pub user: String,
}

impl Template {
    /// The name it makes. `{n}` counts up past all names of `taken` that follow the template, whatever their other
    /// fields are. A field with nothing in it takes the space beside it away.
    #[must_use]
    pub fn expand<'a>(&self, context: &Context, taken: impl IntoIterator<Item = &'a str>) -> String {
        let mut number = 1;
        self.expand_counting(context, &taken.into_iter().collect(), &mut number, 1)
    }

    /// The same for several names in a row: `number` is the least that `{n}` may be, and one more than it was
    /// afterwards. It is written with at least `digits` digits.
    pub(crate) fn expand_counting(
        &self,
        context: &Context,
        taken: &HashSet<&str>,
        number: &mut u64,
        digits: usize,
    ) -> String {
        if !self.has(Field::Number) {
            return self.expand_with(context, "");
        }
        *number = self.next_number(taken).max(*number);
        loop {
            let name = self.expand_with(context, &format!("{number:0digits$}"));
            *number = number.saturating_add(1);
            // Where a number has no end that can be seen, as in “{machine}{n}”, it may have been read wrongly.
            if !taken.contains(name.as_str()) || *number == u64::MAX {
                return name;
            }
        }
    }

    /// Digits that the last number has, if so many names are made beside those of `taken`.
    pub(crate) fn digits(&self, taken: &HashSet<&str>, count: usize) -> usize {
        let last = self.next_number(taken).saturating_add(u64::try_from(count).unwrap_or(u64::MAX)) - 1;
        last.to_string().len()
    }

    /// One more than the highest number among those of `taken` that follow the template; 1 if none does.
    fn next_number(&self, taken: &HashSet<&str>) -> u64 {
        let numbers = taken.iter().filter_map(|name| self.captured(name, Field::Number)?.parse::<u64>().ok());
        numbers.max().map_or(1, |highest| highest.saturating_add(1))
    }

    fn expand_with(&self, context: &Context, number: &str) -> String {
        let wall = context.zone.on_the_wall(context.at);
        let mut name = String::new();
        let mut after_nothing = false;
        for part in &self.parts {
            match part {
                Part::Text(text) if after_nothing && (name.is_empty() || name.ends_with(' ')) => {
                    name.push_str(text.trim_start_matches(' '));
                }
                Part::Text(text) => name.push_str(text),
                Part::Field(Field::Purpose) => name.push_str(&one_line(&context.purpose)),
                Part::Field(Field::Date) => name.push_str(&wall.format("%Y-%m-%d").to_string()),
                Part::Field(Field::Time) => name.push_str(&wall.format("%H:%M").to_string()),
                Part::Field(Field::Number) => name.push_str(number),
                Part::Field(Field::Machine) => name.push_str(&one_line(&context.machine)),
                Part::Field(Field::User) => name.push_str(&one_line(&context.user)),
            }
            after_nothing = match part {
                Part::Field(Field::Purpose) => context.purpose.trim().is_empty(),
                Part::Field(Field::Machine) => context.machine.trim().is_empty(),
                Part::Field(Field::User) => context.user.trim().is_empty(),
                Part::Field(_) | Part::Text(_) => false,
            };
        }
        name.trim().to_owned()
    }
}

/// Without line breaks and other characters that a name cannot have.
fn one_line(text: &str) -> String {
    text.trim().chars().map(|one| if one.is_control() { ' ' } else { one }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(purpose: &str) -> Context {
        Context {
            purpose: purpose.to_owned(),
            at: DateTime::from_timestamp(1_795_348_800, 0).unwrap(),
            zone: Zone::Fixed(FixedOffset::east_opt(3600).unwrap()),
            machine: "web01".to_owned(),
            user: "ada".to_owned(),
        }
    }

    fn expand(template: &str, purpose: &str, taken: &[&str]) -> String {
        template.parse::<Template>().unwrap().expand(&context(purpose), taken.iter().copied())
    }

    #[test]
    fn fields_are_filled_in() {
        let all = "{purpose} {date} {time} {n} {machine} {user}";
        assert_eq!(expand(all, "Before\nupdate ", &[]), "Before update 2026-11-22 13:00 1 web01 ada");
    }

    #[test]
    fn nothing_leaves_no_gap() {
        assert_eq!(expand("{purpose} {date}", "", &[]), "2026-11-22");
        assert_eq!(expand("A {purpose} {date}", " ", &[]), "A 2026-11-22");
        assert_eq!(expand("{date} {purpose}", "", &[]), "2026-11-22");
    }

    #[test]
    fn numbers_count_past_those_that_are_there() {
        assert_eq!(expand("Step {n}", "", &["Step 2", "Step 10", "Stop 99", "Step 3a"]), "Step 11");
        assert_eq!(expand("{n} {purpose}", "b", &["1 a", "7 something else"]), "8 b");
        let huge = "Step 99999999999999999999999999";
        assert_eq!(expand("Step {n}", "", &[huge, "Step 4"]), "Step 5");
    }
}
