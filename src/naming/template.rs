//! Templates of names, and reading them.

use std::fmt;
use std::str::FromStr;

use super::LONGEST_NAME;
use crate::text;

/// A part of a template that is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// What the snapshot is for, as the person says.
    Purpose,
    /// The day, such as `2026-10-11`.
    Date,
    /// The time of day, such as `14:03`.
    Time,
    /// A number that counts up.
    Number,
    /// The machine's name.
    Machine,
    /// Who takes it.
    User,
}

impl Field {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Purpose, Self::Date, Self::Time, Self::Number, Self::Machine, Self::User];

    /// The word that stands for it between braces.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Purpose => "purpose",
            Self::Date => "date",
            Self::Time => "time",
            Self::Number => "n",
            Self::Machine => "machine",
            Self::User => "user",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    Field(Field),
}

/// How names are made: text with fields in braces. Two braces stand for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pub(super) parts: Vec<Part>,
}

/// Why a text is no template. Positions are in characters, from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// There is nothing to see in it.
    #[error("{}", text!("naming-template-empty"))]
    Empty,
    /// It is longer than a name may be.
    #[error("{}", text!("naming-template-too-long", most = LONGEST_NAME.to_string()))]
    TooLong,
    /// A field that is not known.
    #[error(
        "{}",
        text!("naming-template-unknown-field", word = .word, position = .position, known = known_fields())
    )]
    UnknownField {
        /// What stands between the braces.
        word: String,
        /// Where its brace opens.
        position: usize,
    },
    /// A brace that is not closed.
    #[error("{}", text!("naming-template-not-closed", position = .position))]
    NotClosed {
        /// Where it opens.
        position: usize,
    },
    /// A brace that was not opened.
    #[error("{}", text!("naming-template-not-opened", position = .position))]
    NotOpened {
        /// Where it is.
        position: usize,
    },
    /// A line break, tab or another character that a name cannot have.
    #[error("{}", text!("naming-template-control-character", position = .position))]
    ControlCharacter {
        /// Where it is.
        position: usize,
    },
}

impl TemplateError {
    /// Where it is, in characters from 1; `None` if it is about the whole.
    #[must_use]
    pub fn position(&self) -> Option<usize> {
        match self {
            Self::Empty | Self::TooLong => None,
            Self::UnknownField { position, .. }
            | Self::NotClosed { position }
            | Self::NotOpened { position }
            | Self::ControlCharacter { position } => Some(*position),
        }
    }
}

fn known_fields() -> String {
    Field::ALL.map(|field| format!("{{{}}}", field.word())).join(text!("list-names"))
}

impl Template {
    /// Whether it has this field.
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        self.parts.contains(&Part::Field(field))
    }
}

impl FromStr for Template {
    type Err = TemplateError;

    fn from_str(text: &str) -> Result<Self, TemplateError> {
        if text.trim().is_empty() {
            return Err(TemplateError::Empty);
        }
        if text.chars().nth(LONGEST_NAME).is_some() {
            return Err(TemplateError::TooLong);
        }
        let mut template = Self { parts: Vec::new() };
        let mut rest = text.chars().zip(1..).peekable();
        while let Some((character, position)) = rest.next() {
            match character {
                '{' if rest.next_if(|(next, _)| *next == '{').is_some() => template.push_text('{'),
                '}' if rest.next_if(|(next, _)| *next == '}').is_some() => template.push_text('}'),
                '{' => {
                    let mut word = String::new();
                    loop {
                        match rest.next() {
                            Some(('}', _)) => break,
                            Some(('{', _)) | None => return Err(TemplateError::NotClosed { position }),
                            Some((letter, _)) => word.push(letter),
                        }
                    }
                    let known = Field::ALL.into_iter().find(|field| field.word() == word);
                    let field = known.ok_or(TemplateError::UnknownField { word, position })?;
                    template.parts.push(Part::Field(field));
                }
                '}' => return Err(TemplateError::NotOpened { position }),
                control if control.is_control() => return Err(TemplateError::ControlCharacter { position }),
                letter => template.push_text(letter),
            }
        }
        Ok(template)
    }
}

impl Template {
    fn push_text(&mut self, letter: char) {
        if let Some(Part::Text(text)) = self.parts.last_mut() {
            text.push(letter);
        } else {
            self.parts.push(Part::Text(letter.into()));
        }
    }
}

impl fmt::Display for Template {
    /// The text that it is read from.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Text(text) => out.write_str(&text.replace('{', "{{").replace('}', "}}"))?,
                Part::Field(field) => write!(out, "{{{}}}", field.word())?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_say_where() {
        let error = |text: &str| text.parse::<Template>().unwrap_err();
        assert_eq!(error(" "), TemplateError::Empty);
        assert_eq!(error("é {porpoise}"), TemplateError::UnknownField { word: "porpoise".to_owned(), position: 3 });
        assert_eq!(error("a {date"), TemplateError::NotClosed { position: 3 });
        assert_eq!(error("{date{n}"), TemplateError::NotClosed { position: 1 });
        assert_eq!(error("a}"), TemplateError::NotOpened { position: 2 });
        assert_eq!(error("a\nb").position(), Some(2));
        assert_eq!(error(&"x".repeat(LONGEST_NAME + 1)), TemplateError::TooLong);
        assert_eq!(
            error("{}").to_string(),
            "“{}” at 1 is not known: use {purpose}, {date}, {time}, {n}, {machine}, {user}"
        );
    }

    #[test]
    fn two_braces_are_one() {
        let template: Template = "{{n}} {n}".parse().unwrap();
        assert_eq!(template.parts, [Part::Text("{n} ".to_owned()), Part::Field(Field::Number)]);
        assert_eq!(template.to_string(), "{{n}} {n}");
    }
}
