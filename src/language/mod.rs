//! The languages that Snapgrove speaks, and its texts in them.
//!
//! Texts are Fluent messages in `assets/locales/`, one file for each room of the house, built into the program. Code
//! asks for them with [`text!`](crate::text): `text!("machines-chosen", count = 3)`. A test holds the messages against
//! the calls: none is missing, none is unused, and each gets the variables it names.
//!
//! The window speaks the person's language. The headless commands speak English, so that scripts can rely on them.

mod bundle;

use std::borrow::Cow;
use std::sync::atomic::{AtomicU8, Ordering};

use serde::{Deserialize, Serialize};

pub use bundle::{filled, plain};
pub use fluent_bundle::FluentValue;

/// A language that all texts are there in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[repr(u8)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Simplified Chinese.
    SimplifiedChinese,
}

static CURRENT: AtomicU8 = AtomicU8::new(Language::English as u8);

impl Language {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::English, Self::SimplifiedChinese];

    /// Its name in itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::SimplifiedChinese => "简体中文",
        }
    }

    /// Its tag, as of BCP 47; also the name of the folder with its texts.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::SimplifiedChinese => "zh-CN",
        }
    }

    /// The first of the system's languages that Snapgrove speaks; English if there is none.
    #[must_use]
    pub fn of_system() -> Self {
        sys_locale::get_locales().find_map(|tag| Self::of_tag(&tag)).unwrap_or_default()
    }

    /// The language that a tag such as `zh-Hans-CN` or `en_GB` is of. Traditional Chinese is not Simplified Chinese, but
    /// nearer to it than English.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_lowercase();
        match tag.split(['-', '_', '.']).next() {
            Some("en") => Some(Self::English),
            Some("zh") => Some(Self::SimplifiedChinese),
            _ => None,
        }
    }
}

/// Texts are in this language from now on, in the whole program.
pub fn choose(language: Language) {
    CURRENT.store(language as u8, Ordering::Relaxed);
}

/// The language that texts are in.
#[must_use]
pub fn current() -> Language {
    let number = CURRENT.load(Ordering::Relaxed);
    Language::ALL.into_iter().find(|language| *language as u8 == number).unwrap_or_default()
}

/// What can stand in the place of a message's variable.
pub trait Fills {
    /// As Fluent wants it: numbers choose between singular and plural.
    fn value(&self) -> FluentValue<'_>;
}

impl Fills for str {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::String(Cow::Borrowed(self))
    }
}

impl Fills for String {
    fn value(&self) -> FluentValue<'_> {
        self.as_str().value()
    }
}

impl Fills for Cow<'_, str> {
    fn value(&self) -> FluentValue<'_> {
        self.as_ref().value()
    }
}

impl<T: Fills + ?Sized> Fills for &T {
    fn value(&self) -> FluentValue<'_> {
        (*self).value()
    }
}

impl<T: Fills + ?Sized> Fills for std::sync::Arc<T> {
    fn value(&self) -> FluentValue<'_> {
        self.as_ref().value()
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {
        $(impl Fills for $number {
            fn value(&self) -> FluentValue<'_> {
                FluentValue::from(*self)
            }
        })+
    };
}

numbers!(u8, u16, u32, u64, usize, i32, i64);

/// What is written out by itself: a size, an age, an error.
macro_rules! written_out {
    ($($kind:ty),+) => {
        $(impl Fills for $kind {
            fn value(&self) -> FluentValue<'_> {
                FluentValue::String(Cow::Owned(self.to_string()))
            }
        })+
    };
}

written_out!(
    crate::model::ImageId,
    crate::model::ImageMode,
    crate::model::ImageProblem,
    crate::model::MachineState,
    crate::model::SnapshotId,
    crate::model::StepKind
);
written_out!(crate::model::Bytes, crate::model::Age, std::path::Display<'_>, std::io::Error, char);

/// A text in the language of the person: `text!("take-title")`, or with variables `text!("frees", amount = size)`.
/// Without variables it is a `&'static str`, with them a `String`. `"id.attribute"` is an attribute of a message.
#[macro_export]
macro_rules! text {
    ($id:literal) => {
        $crate::language::plain($id)
    };
    ($id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::language::filled($id, &[$((stringify!($name), $crate::language::Fills::value(&$value))),+])
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_systems_are_understood() {
        assert_eq!(Language::of_tag("en_GB.UTF-8"), Some(Language::English));
        assert_eq!(Language::of_tag("zh-Hans-CN"), Some(Language::SimplifiedChinese));
        assert_eq!(Language::of_tag("zh"), Some(Language::SimplifiedChinese));
        assert_eq!(Language::of_tag("de-DE"), None);
        assert_eq!(Language::of_tag("C"), None);
    }
}
