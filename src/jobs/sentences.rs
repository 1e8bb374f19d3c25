//! Sentences one after the other.

use crate::text;

/// Several sentences as one text; empty ones are left out.
#[must_use]
pub fn in_a_row<T: AsRef<str>>(sentences: impl IntoIterator<Item = T>) -> String {
    let told = sentences.into_iter().filter(|sentence| !sentence.as_ref().is_empty());
    let joined = told.fold(None, |before: Option<String>, sentence| {
        let sentence = sentence.as_ref();
        Some(match before {
            None => sentence.to_owned(),
            Some(before) => text!("jobs-sentences", first = before, second = sentence),
        })
    });
    joined.unwrap_or_default()
}
