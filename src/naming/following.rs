//! Whether a name follows a template, and what stands in its fields.

use chrono::{NaiveDate, NaiveTime};

use super::LONGEST_NAME;
use super::template::{Field, Part, Template};

/// For each place in a name, whether the parts before (or after) can end (or begin) there.
type Places = Vec<bool>;

impl Template {
    /// Whether the name could have been made by this template.
    #[must_use]
    pub fn is_followed_by(&self, name: &str) -> bool {
        let letters: Vec<char> = name.chars().take(LONGEST_NAME + 1).collect();
        letters.len() <= LONGEST_NAME && self.ends(&letters).last().is_some_and(|places| places[letters.len()])
    }

    /// What stands in the first field of this kind, if the name follows the template; of several readings, the longest.
    #[must_use]
    pub fn captured(&self, name: &str, field: Field) -> Option<String> {
        let at = self.parts.iter().position(|part| *part == Part::Field(field))?;
        let letters: Vec<char> = name.chars().take(LONGEST_NAME + 1).collect();
        if letters.len() > LONGEST_NAME {
            return None;
        }
        let begins = self.ends(&letters).into_iter().nth(at)?;
        let ends = self.begins(&letters).into_iter().nth(at + 1)?;
        let mut longest: Option<&[char]> = None;
        for begin in (0..=letters.len()).filter(|place| begins[*place]) {
            let fits = |end: &usize| ends[*end] && fills(field, &letters[begin..*end]);
            if let Some(end) = (begin..=letters.len()).rev().find(fits)
                && longest.is_none_or(|found| found.len() < end - begin)
            {
                longest = Some(&letters[begin..end]);
            }
        }
        longest.map(|letters| letters.iter().collect())
    }

    /// Where the first 0, 1, 2, … parts can end. Each part is looked at once for each place, so that no name takes long.
    fn ends(&self, letters: &[char]) -> Vec<Places> {
        let mut before = vec![false; letters.len() + 1];
        before[0] = true;
        let mut all = vec![before];
        for part in &self.parts {
            let Some(before) = all.last() else { break };
            let mut after = vec![false; letters.len() + 1];
            for begin in (0..=letters.len()).filter(|place| before[*place]) {
                if reach(part, letters, begin, &mut |end| after[end] = true) {
                    break;
                }
            }
            all.push(after);
        }
        all
    }

    /// Where the parts from the first, second, … on can begin to reach the end of the name.
    fn begins(&self, letters: &[char]) -> Vec<Places> {
        let mut after = vec![false; letters.len() + 1];
        after[letters.len()] = true;
        let mut all = vec![after];
        for part in self.parts.iter().rev() {
            let Some(after) = all.last() else { break };
            let mut before = vec![false; letters.len() + 1];
            for (begin, can) in before.iter_mut().enumerate() {
                reach(part, letters, begin, &mut |end| *can |= after[end]);
            }
            all.push(before);
        }
        all.reverse();
        all
    }
}

/// Tells where a part that begins at `begin` can end. Returns whether a later beginning reaches nothing more.
fn reach(part: &Part, letters: &[char], begin: usize, ends: &mut dyn FnMut(usize)) -> bool {
    let rest = &letters[begin..];
    match part {
        Part::Text(text) => {
            let length = text.chars().count();
            if rest.len() >= length && text.chars().eq(rest[..length].iter().copied()) {
                ends(begin + length);
            }
            false
        }
        Part::Field(Field::Date) => fixed(Field::Date, rest, 10, begin, ends),
        Part::Field(Field::Time) => fixed(Field::Time, rest, 5, begin, ends),
        Part::Field(Field::Number) => {
            let digits = rest.iter().take_while(|letter| letter.is_ascii_digit()).count();
            (1..=digits).for_each(|length| ends(begin + length));
            false
        }
        Part::Field(Field::Purpose | Field::Machine | Field::User) => {
            (1..=rest.len()).for_each(|length| ends(begin + length));
            true
        }
    }
}

fn fixed(field: Field, rest: &[char], length: usize, begin: usize, ends: &mut dyn FnMut(usize)) -> bool {
    if rest.len() >= length && fills(field, &rest[..length]) {
        ends(begin + length);
    }
    false
}

fn fills(field: Field, letters: &[char]) -> bool {
    let text = || letters.iter().collect::<String>();
    match field {
        Field::Date => letters.len() == 10 && NaiveDate::parse_from_str(&text(), "%Y-%m-%d").is_ok(),
        Field::Time => letters.len() == 5 && NaiveTime::parse_from_str(&text(), "%H:%M").is_ok(),
        Field::Number => !letters.is_empty() && letters.iter().all(char::is_ascii_digit),
        Field::Purpose | Field::Machine | Field::User => !letters.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follows(template: &str, name: &str) -> bool {
        template.parse::<Template>().unwrap().is_followed_by(name)
    }

    #[test]
    fn names_follow_or_break_a_template() {
        assert!(follows("{purpose} {date} {time}", "Before update 2026-10-11 14:03"));
        assert!(!follows("{purpose} {date} {time}", "Before update 2026-10-11"));
        assert!(!follows("{purpose} {date}", "Before update 2026-13-11"));
        assert!(!follows("{purpose} {date}", "2026-10-11"));
        assert!(follows("Step {n}", "Step 007"));
        assert!(!follows("Step {n}", "Step 7b"));
        assert!(!follows("Step {n}", "step 7"));
        assert!(follows("Initial State", "Initial State"));
        assert!(!follows("{purpose}", ""));
        assert!(follows("{machine}-{machine}-{n}", "a-b-c-4"));
    }

    #[test]
    fn a_long_name_of_digits_is_read_quickly() {
        let template: Template = "{purpose}{n}{user}{n}{machine}{n}".parse().unwrap();
        let name = "1".repeat(LONGEST_NAME);
        assert!(template.is_followed_by(&name));
        assert_eq!(template.captured(&name, Field::Number).map(|digits| digits.len()), Some(LONGEST_NAME - 5));
        assert!(!template.is_followed_by(&"1".repeat(LONGEST_NAME + 1)));
    }

    #[test]
    fn fields_are_read_back() {
        let template: Template = "{purpose} {date} #{n}".parse().unwrap();
        let name = "Before 2026 update 2026-10-11 #12";
        assert_eq!(template.captured(name, Field::Purpose).as_deref(), Some("Before 2026 update"));
        assert_eq!(template.captured(name, Field::Number).as_deref(), Some("12"));
        assert_eq!(template.captured(name, Field::User), None);
        assert_eq!(template.captured("Before", Field::Purpose), None);
    }
}
