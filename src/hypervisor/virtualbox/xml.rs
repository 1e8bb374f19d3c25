//! Reads XML token by token, with limits and with line and column for errors.
//!
//! Only what settings files need: elements, attributes, text and character references. A document
//! type is refused, so that no entity can expand into anything.

use std::borrow::Cow;
use std::path::Path;

use quick_xml::events::attributes::AttrError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::hypervisor::HypervisorError;
use crate::text;

/// Largest settings file that is read, in bytes. VirtualBox's deepest tree (250) takes 0.9 MB.
pub const MAX_FILE: u64 = 256 << 20;
/// Deepest nesting of elements. A snapshot takes two levels, and the model holds trees of 50,000.
const MAX_DEPTH: usize = 110_000;
/// Most attributes of one element. VirtualBox writes 12 at most, and looking for one that comes
/// twice compares each with each.
const MAX_ATTRIBUTES: usize = 64;

/// A settings file being read.
pub struct Document<'a> {
    text: &'a str,
    path: &'a Path,
    reader: Reader<&'a [u8]>,
    depth: usize,
    /// Where the token that was read last begins, in bytes; there may be space before it.
    token_start: u64,
    /// Whether the root element has begun.
    has_root: bool,
}

/// One piece of a document.
pub enum Token<'a> {
    /// An element begins; if it is empty, no [`Token::Close`] follows.
    Open {
        /// The element with its attributes.
        element: Element<'a>,
        /// Whether it ends at once.
        empty: bool,
    },
    /// The innermost open element ends.
    Close,
    /// Text, with references resolved.
    Text(Cow<'a, str>),
    /// The document is at its end.
    End,
}

/// An element's name and attributes.
pub struct Element<'a>(BytesStart<'a>);

impl<'a> Document<'a> {
    /// Begins to read `bytes`, which came from `path`.
    ///
    /// # Errors
    /// If the bytes are no UTF-8 text.
    pub fn new(bytes: &'a [u8], path: &'a Path) -> Result<Self, HypervisorError> {
        let text = text_of(bytes).map_err(|(offset, what)| {
            let (line, column) = place_of(&bytes[..offset]);
            damaged(path, line, column, what)
        })?;
        let mut reader = Reader::from_str(text);
        // Half of all events would be the indentation.
        reader.config_mut().trim_text_start = true;
        Ok(Self { text, path, reader, depth: 0, token_start: 0, has_root: false })
    }

    /// An error at the token that was read last.
    #[must_use]
    pub fn error(&self, what: impl Into<String>) -> HypervisorError {
        self.error_at(self.token_place(), what)
    }

    /// Where the token that was read last begins, in bytes, without the space before it.
    fn token_place(&self) -> u64 {
        let start = usize::try_from(self.token_start).unwrap_or(usize::MAX);
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let space = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.token_start.saturating_add(space as u64)
    }

    fn error_at(&self, offset: u64, what: impl Into<String>) -> HypervisorError {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX).min(self.text.len());
        let (line, column) = place_of(&self.text.as_bytes()[..offset]);
        damaged(self.path, line, column, what)
    }

    /// The next piece.
    ///
    /// # Errors
    /// [`HypervisorError::Damaged`] if the document is not well-formed, or nested too deep.
    pub fn next(&mut self) -> Result<Token<'a>, HypervisorError> {
        loop {
            self.token_start = self.reader.buffer_position();
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    // The parser knows the place of most errors; of others it knows nothing.
                    let offset = self.reader.error_position().max(self.token_place());
                    return Err(self.error_at(offset, error.to_string()));
                }
            };
            return Ok(match event {
                Event::Start(start) => {
                    self.check_tag(&start)?;
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(self.error(text!("virtualbox-xml-too-deep", most = MAX_DEPTH.to_string())));
                    }
                    Token::Open { element: Element(start), empty: false }
                }
                Event::Empty(start) => {
                    self.check_tag(&start)?;
                    Token::Open { element: Element(start), empty: true }
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Token::Close
                }
                Event::Text(text) => Token::Text(self.check_text(normal_newlines(text.into_inner()))?),
                Event::CData(text) => Token::Text(self.check_text(normal_newlines(text.into_inner()))?),
                Event::GeneralRef(reference) => Token::Text(self.resolve(&reference.into_inner())?),
                Event::DocType(_) => return Err(self.error(text!("virtualbox-xml-document-type"))),
                Event::Eof if self.depth > 0 => return Err(self.error(text!("virtualbox-xml-cut-short"))),
                Event::Eof => Token::End,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            });
        }
    }

    /// What the parser lets pass in a tag although it is no XML: an odd name, a `<`, a second root.
    fn check_tag(&mut self, start: &BytesStart<'_>) -> Result<(), HypervisorError> {
        let bytes = start.as_bytes();
        if !bytes.first().is_some_and(|first| first.is_ascii_alphabetic() || *first >= 0x80 || b"_:".contains(first)) {
            return Err(self.error(text!("virtualbox-xml-tag-name")));
        }
        // Looking for it in this way goes over many bytes at a time.
        if bytes.contains(&b'<') {
            let position = bytes.iter().position(|byte| *byte == b'<').unwrap_or(0);
            let offset = self.token_place().saturating_add(1).saturating_add(position as u64);
            return Err(self.error_at(offset, text!("virtualbox-xml-tag-inside")));
        }
        if self.depth == 0 && std::mem::replace(&mut self.has_root, true) {
            return Err(self.error(text!("virtualbox-xml-second-root")));
        }
        Ok(())
    }

    /// Outside of the root there is no text.
    fn check_text(&self, text: Cow<'a, str>) -> Result<Cow<'a, str>, HypervisorError> {
        if self.depth == 0 && !text.trim_ascii().is_empty() {
            return Err(self.error(text!("virtualbox-xml-text-outside")));
        }
        Ok(text)
    }

    fn resolve(&self, reference: &str) -> Result<Cow<'a, str>, HypervisorError> {
        if self.depth == 0 {
            return Err(self.error(text!("virtualbox-xml-text-outside")));
        }
        let unknown = || {
            let start: String = reference.chars().take(40).collect();
            self.error(text!("virtualbox-xml-reference", reference = start))
        };
        if let Some(named) = quick_xml::escape::resolve_xml_entity(reference) {
            return Ok(Cow::Borrowed(named));
        }
        let number = reference.strip_prefix('#').ok_or_else(unknown)?;
        let code = match number.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        let character = code.ok().and_then(char::from_u32).ok_or_else(unknown)?;
        Ok(Cow::Owned(character.to_string()))
    }

    /// Passes over the element that was opened last, to its end.
    ///
    /// # Errors
    /// As [`Document::next`].
    pub fn skip(&mut self) -> Result<(), HypervisorError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// The text of the element that was opened last, to its end. Elements in it are passed over.
    ///
    /// # Errors
    /// As [`Document::next`].
    pub fn text(&mut self) -> Result<String, HypervisorError> {
        self.reader.config_mut().trim_text_start = false;
        let mut whole = String::new();
        loop {
            match self.next()? {
                Token::Text(text) => whole.push_str(&text),
                Token::Open { empty: false, .. } => self.skip()?,
                Token::Open { empty: true, .. } => {}
                Token::Close | Token::End => break,
            }
        }
        self.reader.config_mut().trim_text_start = true;
        Ok(whole)
    }
}

impl Element<'_> {
    /// Name as it is written: VirtualBox uses no prefixes.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.name().into_inner()
    }

    /// Calls `take` with name and value of each attribute.
    ///
    /// # Errors
    /// [`HypervisorError::Damaged`] if an attribute is not well-formed or comes twice.
    pub fn each_attribute(
        &self,
        document: &Document<'_>,
        mut take: impl FnMut(&str, Cow<'_, str>),
    ) -> Result<(), HypervisorError> {
        for (number, attribute) in self.0.attributes().enumerate() {
            if number == MAX_ATTRIBUTES {
                return Err(document.error(text!("virtualbox-xml-attributes", most = MAX_ATTRIBUTES)));
            }
            let attribute = attribute.map_err(|error| match error {
                AttrError::Duplicated(..) => document.error(text!("virtualbox-xml-attribute-twice")),
                other => document.error(other.to_string()),
            })?;
            // Mostly there is nothing to resolve, and nothing to make a space of.
            let plain = attribute.value.bytes().all(|byte| byte != b'&' && byte >= b' ');
            let value = if plain {
                attribute.value
            } else {
                let value = attribute.normalized_value(XmlVersion::Explicit1_0);
                value.map_err(|error| document.error(error.to_string()))?
            };
            take(attribute.key.into_inner(), value);
        }
        Ok(())
    }

    /// The value of one attribute.
    ///
    /// # Errors
    /// As [`Element::each_attribute`].
    pub fn attribute(&self, document: &Document<'_>, name: &str) -> Result<Option<String>, HypervisorError> {
        let mut found = None;
        self.each_attribute(document, |key, value| {
            if key == name {
                found = Some(value.into_owned());
            }
        })?;
        Ok(found)
    }
}

/// The document as text, or at which byte it stops being text, and why.
#[expect(clippy::needless_bitwise_bool, reason = "without a branch it goes over many bytes at a time")]
fn text_of(bytes: &[u8]) -> Result<&str, (usize, &'static str)> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err((0, text!("virtualbox-xml-utf16")));
    }
    let is_control = |byte: &u8| (*byte < 0x20) & (*byte != b'\t') & (*byte != b'\n') & (*byte != b'\r');
    // Looking at all, without stopping, goes over many bytes at a time; the place matters for damaged files only.
    if bytes.iter().fold(false, |any, byte| any | is_control(byte)) {
        let offset = bytes.iter().position(is_control).unwrap_or(0);
        return Err((offset, text!("virtualbox-xml-no-text")));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| (error.valid_up_to(), text!("virtualbox-xml-no-utf8")))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Line ends as XML defines them: a carriage return that is meant comes as a reference.
fn normal_newlines(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text }
}

fn place_of(before: &[u8]) -> (u64, u64) {
    let line = before.split(|byte| *byte == b'\n').count() as u64;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let column = String::from_utf8_lossy(&before[start..]).chars().count() as u64 + 1;
    (line, column)
}

fn damaged(path: &Path, line: u64, column: u64, what: impl Into<String>) -> HypervisorError {
    HypervisorError::Damaged { path: path.to_owned(), line, column, what: what.into() }
}
