//! The messages of each language, and how one becomes a text.

use std::collections::HashMap;
use std::sync::{OnceLock, PoisonError, RwLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentMessage, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::{Language, current};
use crate::words::grouped;

/// The files of a language, built into the program.
macro_rules! files {
    ($folder:literal: $($room:literal)+) => {
        &[$(include_str!(concat!("../../assets/locales/", $folder, "/", $room, ".ftl"))),+]
    };
}

/// The same files of a language in another folder.
macro_rules! language {
    ($folder:literal) => {
        files!($folder: "clean-up" "commands" "copies" "details" "dialogs" "health" "hypervisor" "jobs" "machines" "many" "model" "naming" "overview" "plan" "platform" "retention" "settings" "views" "window" "words")
    };
}

const ENGLISH: &[&str] = language!("en");
const SIMPLIFIED_CHINESE: &[&str] = language!("zh-CN");

type Bundle = FluentBundle<FluentResource>;

/// The text of a message without variables. Each is written out once for each language and stays for good, as there are
/// only so many.
#[must_use]
pub fn plain(id: &'static str) -> &'static str {
    static KNOWN: OnceLock<RwLock<HashMap<(Language, &'static str), &'static str>>> = OnceLock::new();
    let known = KNOWN.get_or_init(RwLock::default);
    let key = (current(), id);
    if let Some(text) = known.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return text;
    }
    let text: &'static str = Box::leak(written(id, None).into_boxed_str());
    known.write().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(text)
}

/// The text of a message with its variables.
#[must_use]
pub fn filled(id: &'static str, values: &[(&'static str, FluentValue<'_>)]) -> String {
    let arguments: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
    written(id, Some(&arguments))
}

/// In the language of the person; in English where that lacks it.
fn written(id: &'static str, arguments: Option<&FluentArgs<'_>>) -> String {
    let languages = [current(), Language::English];
    let text = languages.into_iter().find_map(|language| write(bundle(language), id, arguments));
    text.unwrap_or_else(|| {
        tracing::error!(id, "there is no text for this");
        id.to_owned()
    })
}

fn write(bundle: &Bundle, id: &str, arguments: Option<&FluentArgs<'_>>) -> Option<String> {
    let (name, attribute) = id.split_once('.').map_or((id, None), |(name, attribute)| (name, Some(attribute)));
    let message: FluentMessage<'_> = bundle.get_message(name)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, arguments, &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(id, ?errors, "a text has faults");
    }
    Some(text)
}

fn bundle(language: Language) -> &'static Bundle {
    static ENGLISH_BUNDLE: OnceLock<Bundle> = OnceLock::new();
    static CHINESE_BUNDLE: OnceLock<Bundle> = OnceLock::new();
    match language {
        Language::English => ENGLISH_BUNDLE.get_or_init(|| read(language, ENGLISH)),
        Language::SimplifiedChinese => CHINESE_BUNDLE.get_or_init(|| read(language, SIMPLIFIED_CHINESE)),
    }
}

fn read(language: Language, files: &[&str]) -> Bundle {
    let identifier: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    // The marks around variables are for scripts from right to left; fonts here show them as boxes.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(FluentNumber { value, .. }) => whole(*value),
        _ => None,
    }));
    for file in files {
        // A faulty message is left out here, and found by a test.
        let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(resource, _)| resource);
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(?errors, language = language.tag(), "texts are there twice");
        }
    }
    bundle
}

/// A whole number with its thousands apart.
fn whole(value: f64) -> Option<String> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be a whole number that fits"
    )]
    (value >= 0.0 && value.fract() == 0.0 && value < 1e15).then(|| grouped(value as usize))
}
