//! Names with wildcards.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text;

/// A name with wildcards: `*` stands for any text, `?` for any one character. Upper and lower case are the same, and
/// the whole name must fit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pattern(pub String);

impl Pattern {
    /// A pattern from its text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Whether this name fits.
    #[must_use]
    pub fn fits(&self, name: &str) -> bool {
        Matcher::new(self).fits(&name.to_lowercase())
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&text!("retention-pattern", pattern = self.0))
    }
}

/// A pattern made ready to be compared with many names.
#[derive(Debug)]
pub(super) struct Matcher(Vec<char>);

impl Matcher {
    pub(super) fn new(pattern: &Pattern) -> Self {
        Self(pattern.0.to_lowercase().chars().collect())
    }

    /// Whether a name in lower case fits. After a mismatch only the last `*` is tried again, one character further: the
    /// work is bounded by the product of both lengths.
    pub(super) fn fits(&self, lowercase: &str) -> bool {
        let pattern = &self.0;
        let mut rest = lowercase.chars();
        let mut at = 0;
        let mut star: Option<(usize, std::str::Chars<'_>)> = None;
        loop {
            if pattern.get(at) == Some(&'*') {
                at += 1;
                star = Some((at, rest.clone()));
                continue;
            }
            match (rest.next(), pattern.get(at)) {
                (None, None) => return true,
                (Some(found), Some(&wanted)) if wanted == '?' || wanted == found => at += 1,
                // Nothing is left for the rest of the pattern.
                (None, Some(_)) => return false,
                (Some(_), _) => {
                    let Some((after_star, start)) = &mut star else { return false };
                    if start.next().is_none() {
                        return false;
                    }
                    at = *after_star;
                    rest = start.clone();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wildcards() {
        for (pattern, name, fits) in [
            ("before*", "before updates", true),
            ("before*", "Before", true),
            ("before*", "not before", false),
            ("*updates*", "before Updates March", true),
            ("snapshot ?", "Snapshot 3", true),
            ("snapshot ?", "Snapshot 31", false),
            ("a*b*c", "aXbXbXc", true),
            ("a*b*c", "aXbXbX", false),
            ("*", "", true),
            ("", "", true),
            ("", "x", false),
            ("?", "", false),
            ("über*", "ÜBERGABE", true),
            ("*ab", "aab", true),
            ("exactly", "exactly so", false),
        ] {
            assert_eq!(Pattern::new(pattern).fits(name), fits, "{pattern} {name}");
        }
    }

    /// The rule as it is told, without thought for speed.
    fn fits_plainly(pattern: &[char], name: &[char]) -> bool {
        match (pattern.split_first(), name.split_first()) {
            (None, None) => true,
            (Some(('*', rest)), _) => {
                fits_plainly(rest, name) || (!name.is_empty() && fits_plainly(pattern, &name[1..]))
            }
            (Some(('?', rest)), Some((_, below))) => fits_plainly(rest, below),
            (Some((one, rest)), Some((two, below))) => one == two && fits_plainly(rest, below),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn as_the_plain_rule_says(pattern in "[ab*?]{0,8}", name in "[ab]{0,10}") {
            let (plain, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
            prop_assert_eq!(Pattern::new(&pattern).fits(&name), fits_plainly(&plain, &text));
        }
    }
}
