//! What the usual rules are called in the language of the person. Files and the command line know them by their English
//! names, so that a change of the language forgets no rule.

use super::rule::Rule;
use crate::text;

/// The usual rules: what they are called in files, and what is shown for it.
fn all() -> [(&'static str, &'static str); 3] {
    [
        (Rule::CAREFUL, text!("retention-preset-careful")),
        (Rule::BALANCED, text!("retention-preset-balanced")),
        (Rule::THOROUGH, text!("retention-preset-thorough")),
    ]
}

/// What is shown for a rule's name: that of a usual rule is translated, any other is the person's.
#[must_use]
pub fn shown_rule_name(name: &str) -> &str {
    all().into_iter().find(|(kept, _)| *kept == name).map_or(name, |(_, shown)| shown)
}

/// The name that a rule is kept under, for one that the person wrote or was shown.
#[must_use]
pub fn kept_rule_name(shown: &str) -> &str {
    all().into_iter().find(|(_, known)| *known == shown).map_or(shown, |(kept, _)| kept)
}
