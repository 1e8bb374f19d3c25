//! The texts of every language: none is missing, none is unused, and each gets the variables that it names.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast;
use fluent_syntax::parser;
use snapgrove::language::{self, Language};
use snapgrove::model::{Age, Bytes};
use snapgrove::text;
use snapgrove::words;

/// Messages by their ids (`name` or `name.attribute`), with the variables that they name.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|known| known == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn messages(language: Language) -> Messages {
    let mut found = Messages::new();
    for path in files(&repository().join("assets/locales").join(language.tag()), "ftl") {
        let source = fs::read_to_string(&path).unwrap();
        let resource =
            parser::parse(source.as_str()).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        for entry in resource.body {
            let ast::Entry::Message(message) = entry else { continue };
            let mut add = |id: String, pattern: &ast::Pattern<&str>| {
                let mut variables = BTreeSet::new();
                in_pattern(pattern, &mut variables);
                assert!(found.insert(id.clone(), variables).is_none(), "{}: {id} is there twice", path.display());
            };
            if let Some(pattern) = &message.value {
                add(message.id.name.to_owned(), pattern);
            }
            for attribute in &message.attributes {
                add(format!("{}.{}", message.id.name, attribute.id.name), &attribute.value);
            }
        }
    }
    found
}

fn in_pattern(pattern: &ast::Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            in_expression(expression, variables);
        }
    }
}

fn in_expression(expression: &ast::Expression<&str>, variables: &mut BTreeSet<String>) {
    match expression {
        ast::Expression::Inline(inline) => in_inline(inline, variables),
        ast::Expression::Select { selector, variants } => {
            in_inline(selector, variables);
            for variant in variants {
                in_pattern(&variant.value, variables);
            }
        }
    }
}

fn in_inline(inline: &ast::InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
        }
        ast::InlineExpression::Placeable { expression } => in_expression(expression, variables),
        _ => {}
    }
}

/// What the code asks for: ids with the names of the variables that each call gives.
fn calls() -> Vec<(String, BTreeSet<String>, PathBuf)> {
    let mut found = Vec::new();
    for path in files(&repository().join("src"), "rs") {
        let source = fs::read_to_string(&path).unwrap();
        // The macro itself and examples in comments are no calls.
        let code: String =
            source.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| [line, "\n"]).collect();
        for (at, _) in code.match_indices("text!(") {
            let Some((id, variables)) = call(&code[at + "text!(".len()..]) else { continue };
            found.push((id, variables, path.clone()));
        }
    }
    found
}

/// The id and the names of the variables of a call whose parenthesis has just been opened.
fn call(code: &str) -> Option<(String, BTreeSet<String>)> {
    let rest = code.trim_start().strip_prefix('"')?;
    let (id, rest) = rest.split_once('"')?;
    let mut variables = BTreeSet::new();
    let (mut depth, mut in_text, mut part) = (0, false, String::new());
    let mut parts = Vec::new();
    let mut characters = rest.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' if in_text => {
                characters.next();
            }
            '"' => in_text = !in_text,
            _ if in_text => {}
            ')' | ']' | '}' if depth == 0 => break,
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => parts.push(std::mem::take(&mut part)),
            _ if depth == 0 => part.push(character),
            _ => {}
        }
    }
    parts.push(part);
    for part in parts {
        if let Some((name, _)) = part.split_once('=') {
            variables.insert(name.trim().to_owned());
        }
    }
    Some((id.to_owned(), variables))
}

#[test]
fn every_call_has_its_message_and_gives_what_it_names() {
    let english = messages(Language::English);
    for (id, given, path) in calls() {
        let Some(named) = english.get(&id) else { panic!("{}: there is no text “{id}”", path.display()) };
        assert_eq!(&given, named, "{}: what the call gives is not what the text “{id}” names", path.display());
    }
}

#[test]
fn every_message_is_used() {
    let called: BTreeSet<String> = calls().into_iter().map(|(id, ..)| id).collect();
    for id in messages(Language::English).keys() {
        assert!(called.contains(id), "nothing uses the text “{id}”");
    }
}

#[test]
fn every_language_has_the_same_messages() {
    let english = messages(Language::English);
    for language in Language::ALL {
        let theirs = messages(language);
        let (ids, known): (Vec<_>, Vec<_>) = (theirs.keys().collect(), english.keys().collect());
        assert_eq!(ids, known, "{language:?}");
        for (id, variables) in &theirs {
            assert!(variables.is_subset(&english[id]), "{language:?}: “{id}” names {variables:?}");
        }
    }
}

/// What looks like English in the code and is no text of the window: names of its parts and of threads, fonts, names of
/// rules as files have them, and names that are the same in every language.
const NOT_READ: [&str; 19] = [
    "Balanced",
    "Careful",
    "Inter",
    "Inter SemiBold",
    "Snapgrove",
    "Thorough",
    "Zone",
    "dialog lines",
    "folder dialog",
    "how it was opened",
    "kept files",
    "leads on",
    "machine header",
    "many machines",
    "practice dialog",
    "report dialog",
    "search hits",
    "status bar",
    "top bar",
];

/// Files whose texts are no messages: the gallery is for those who work on Snapgrove, the other speaks on the command line.
const NOT_TRANSLATED: [&str; 2] = ["app/gallery.rs", "app/start.rs"];

#[test]
fn no_text_of_the_window_is_written_in_the_code() {
    let mut found = Vec::new();
    for folder in ["app", "jobs", "model", "plan", "retention"] {
        for path in files(&repository().join("src").join(folder), "rs") {
            if NOT_TRANSLATED.iter().any(|file| path.ends_with(file)) {
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            let code = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
            let texts = quoted(code).into_iter().filter(|text| is_english(text) && !NOT_READ.contains(text));
            found.extend(texts.map(|text| format!("{}: “{text}”", path.display())));
        }
    }
    assert!(found.is_empty(), "text!(…) is for what a person reads:\n{}", found.join("\n"));
}

/// What stands between quotation marks in code, but for comments, attributes and logs.
fn quoted(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(['"', '/', '#', 't', '\'']) {
        rest = &rest[at..];
        if rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if rest.starts_with("#[") || rest.starts_with("#![") || rest.starts_with("tracing::") {
            rest = behind_brackets(rest);
        } else if rest.starts_with("'\"'") {
            rest = &rest[3..];
        } else if let Some(text) = rest.strip_prefix('"') {
            let end = end_of_text(text);
            found.push(&text[..end]);
            rest = &text[end + 1..];
        } else {
            rest = &rest[1..];
        }
    }
    found
}

/// Where a text ends whose first quotation mark has just been passed.
fn end_of_text(text: &str) -> usize {
    let mut escaped = false;
    let end = text.find(|letter| {
        let ends = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        ends
    });
    end.unwrap_or(text.len() - 1)
}

/// What comes after the first pair of brackets and all in it.
fn behind_brackets(code: &str) -> &str {
    let (mut rest, mut depth) = (code, 0);
    while let Some(at) = rest.find(['"', '(', '[', ')', ']', ';']) {
        let (letter, behind) = (rest.as_bytes()[at], &rest[at + 1..]);
        rest = behind;
        match letter {
            b'"' => rest = &behind[end_of_text(behind) + 1..],
            b'(' | b'[' => depth += 1,
            b';' if depth == 0 => return rest,
            b';' => {}
            _ if depth == 1 => return rest,
            _ => depth -= 1,
        }
    }
    ""
}

/// Whether a text has two English words next to each other, or is one word as it would stand on a button.
fn is_english(text: &str) -> bool {
    let word = |part: &str| {
        let part = part.trim_matches(|letter: char| letter.is_ascii_punctuation() || !letter.is_ascii());
        part.len() > 1 && part.chars().all(|letter| letter.is_ascii_alphabetic() || letter == '\'')
    };
    let words: Vec<bool> = text.split_whitespace().map(|part| !part.starts_with('{') && word(part)).collect();
    let on_button = |text: &str| {
        let mut letters = text.chars();
        letters.next().is_some_and(|first| first.is_ascii_uppercase())
            && text.len() > 3
            && letters.all(|letter| letter.is_ascii_lowercase() || letter == '…')
    };
    words.windows(2).any(|pair| pair == [true, true]) || on_button(text)
}

#[test]
fn english_in_code_is_found() {
    let code = r#"
        // A comment “says” "something here".
        #[expect(clippy::panic, reason = "a reason here")]
        tracing::warn!(%error, "what (is logged", more = f("x y"));
        ui.label("Two words"); ui.button("Cancel"); let c = '"'; ui.label(text!("an-id"));
        format!("{count} of them \"here\""); Id::new("one"); write!("{a}, {b}");
    "#;
    let found: Vec<&str> = quoted(code).into_iter().filter(|text| is_english(text)).collect();
    assert_eq!(found, ["Two words", "Cancel", r#"{count} of them \"here\""#]);
}

/// One test, as the language is the whole program's.
#[test]
fn texts_are_in_the_language_that_was_chosen() {
    let at = "2026-10-11T12:03:00Z".parse().unwrap();
    assert_eq!(words::snapshots(0), "no snapshots");
    assert_eq!(words::snapshots(1), "1 snapshot");
    assert_eq!(words::snapshots(12_345), "12,345 snapshots");
    assert_eq!(text!("no-name"), "(no name)");
    assert!(words::moment(at).contains(" Oct 2026, "), "{}", words::moment(at));
    language::choose(Language::SimplifiedChinese);
    assert_eq!(words::snapshots(12_345), "12,345 个快照");
    assert_eq!(text!("no-name"), "（无名称）");
    assert!(words::moment(at).starts_with("2026年10月11日 "), "{}", words::moment(at));
    assert_eq!(Age::Weeks(6).to_string(), "6 周前");
    assert_eq!(Bytes(12).to_string(), "12 字节");
    language::choose(Language::English);
}
