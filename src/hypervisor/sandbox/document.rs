//! A settings file as a tree that is edited and written again.
//!
//! Everything that was read is kept, known or not, so that an imported machine loses nothing. The nodes
//! lie in one list and refer to each other by number: no step recurses, however deep a tree is.

use std::fmt::Write as _;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::text;

/// Deepest nesting of elements that is read, as in the reader of settings files.
const MAX_DEPTH: usize = 110_000;

/// Place of a node in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(usize);

#[derive(Debug, Clone)]
enum Content {
    /// The document itself: what stands beside the outermost element is its content too.
    Document,
    Element {
        name: String,
        attributes: Vec<(String, String)>,
    },
    Text(String),
    Comment(String),
    /// A processing instruction, as it was written.
    Instruction(String),
}

#[derive(Debug, Clone)]
struct Node {
    content: Content,
    parent: Option<NodeId>,
    children: Vec<NodeId>,
}

/// A settings file in memory.
#[derive(Debug, Clone)]
pub struct Document {
    nodes: Vec<Node>,
}

const TOP: NodeId = NodeId(0);

impl Document {
    /// A document with an outermost element of this name and nothing else.
    pub fn new(root: &str) -> (Self, NodeId) {
        let top = Node { content: Content::Document, parent: None, children: Vec::new() };
        let mut document = Self { nodes: vec![top] };
        let root = document.append_element(TOP, root);
        (document, root)
    }

    /// Reads a document; the error says what is wrong, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        let top = Node { content: Content::Document, parent: None, children: Vec::new() };
        let mut document = Self { nodes: vec![top] };
        let mut open = vec![TOP];
        loop {
            let inside = open.last().copied().unwrap_or(TOP);
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(start) => {
                    let node = document.add(inside, element(&start)?);
                    open.push(node);
                    if open.len() > MAX_DEPTH {
                        return Err(text!("virtualbox-xml-too-deep", most = MAX_DEPTH.to_string()));
                    }
                }
                Event::Empty(start) => {
                    document.add(inside, element(&start)?);
                }
                Event::End(_) => {
                    open.pop();
                }
                Event::Text(text) => document.append_text(inside, &normal_newlines(&text.into_inner())),
                Event::CData(text) => document.append_text(inside, &normal_newlines(&text.into_inner())),
                Event::GeneralRef(reference) => {
                    let resolved = resolve(&reference.into_inner())?;
                    document.append_text(inside, &resolved);
                }
                Event::Comment(comment) => {
                    document.add(inside, Content::Comment(comment.into_inner().into_owned()));
                }
                Event::PI(instruction) => {
                    document.add(inside, Content::Instruction(instruction.into_inner().into_owned()));
                }
                Event::DocType(_) => return Err(text!("virtualbox-xml-document-type").to_owned()),
                Event::Decl(_) => {}
                Event::Eof if open.len() > 1 => return Err(text!("virtualbox-xml-cut-short").to_owned()),
                Event::Eof => break,
            }
        }
        document.drop_formatting();
        Ok(document)
    }

    /// White space between elements is made anew when writing.
    fn drop_formatting(&mut self) {
        for index in 0..self.nodes.len() {
            let is_element = |child: &NodeId| matches!(self.nodes[child.0].content, Content::Element { .. });
            let only_space = |child: &NodeId| match &self.nodes[child.0].content {
                Content::Text(text) => text.trim().is_empty(),
                _ => true,
            };
            let children = &self.nodes[index].children;
            if index == TOP.0 || (children.iter().any(is_element) && children.iter().all(only_space)) {
                let kept = children.iter().filter(|child| !self.is_text(**child)).copied().collect();
                self.nodes[index].children = kept;
            }
        }
    }

    fn is_text(&self, node: NodeId) -> bool {
        matches!(self.nodes[node.0].content, Content::Text(_))
    }

    fn add(&mut self, parent: NodeId, content: Content) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node { content, parent: Some(parent), children: Vec::new() });
        self.nodes[parent.0].children.push(id);
        id
    }

    /// The outermost element.
    pub fn root(&self) -> Option<NodeId> {
        self.elements(TOP).next()
    }

    /// The elements directly inside `node`.
    pub fn elements(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        self.nodes[node.0]
            .children
            .iter()
            .copied()
            .filter(|child| matches!(self.nodes[child.0].content, Content::Element { .. }))
    }

    /// The elements of this name directly inside `node`.
    pub fn named<'a>(&'a self, node: NodeId, name: &'a str) -> impl Iterator<Item = NodeId> + 'a {
        self.elements(node).filter(move |child| self.name(*child) == name)
    }

    /// The first element of this name directly inside `node`.
    pub fn child(&self, node: NodeId, name: &str) -> Option<NodeId> {
        self.named(node, name).next()
    }

    /// All elements inside `node`, parents before their children, without those that `enter` refuses.
    pub fn descendants(&self, node: NodeId, enter: impl Fn(&str) -> bool) -> Vec<NodeId> {
        let mut found = Vec::new();
        let mut waiting: Vec<NodeId> = self.elements(node).collect();
        waiting.reverse();
        while let Some(next) = waiting.pop() {
            if !enter(self.name(next)) {
                continue;
            }
            found.push(next);
            let at = waiting.len();
            waiting.extend(self.elements(next));
            waiting[at..].reverse();
        }
        found
    }

    /// Name of an element without prefix; empty for what is no element.
    pub fn name(&self, node: NodeId) -> &str {
        match &self.nodes[node.0].content {
            Content::Element { name, .. } => name.rsplit_once(':').map_or(name, |(_, local)| local),
            _ => "",
        }
    }

    /// The node that `node` stands in.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.nodes[node.0].parent
    }

    /// Value of an attribute.
    pub fn attribute(&self, node: NodeId, key: &str) -> Option<&str> {
        match &self.nodes[node.0].content {
            Content::Element { attributes, .. } => {
                attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
            }
            _ => None,
        }
    }

    /// Sets an attribute. A new one comes right after the last of those named in `after`.
    pub fn set_attribute(&mut self, node: NodeId, key: &str, value: &str, after: &[&str]) {
        let Content::Element { attributes, .. } = &mut self.nodes[node.0].content else { return };
        if let Some((_, old)) = attributes.iter_mut().find(|(name, _)| name == key) {
            value.clone_into(old);
            return;
        }
        let at = attributes.iter().rposition(|(name, _)| after.contains(&name.as_str()));
        let at = at.map_or(if after.is_empty() { attributes.len() } else { 0 }, |at| at + 1);
        attributes.insert(at, (key.to_owned(), value.to_owned()));
    }

    /// Removes an attribute, if it is there.
    pub fn remove_attribute(&mut self, node: NodeId, key: &str) {
        if let Content::Element { attributes, .. } = &mut self.nodes[node.0].content {
            attributes.retain(|(name, _)| name != key);
        }
    }

    /// Replaces all that is inside an element by text.
    pub fn set_text(&mut self, node: NodeId, text: &str) {
        self.nodes[node.0].children.clear();
        self.append_text(node, text);
    }

    fn append_text(&mut self, node: NodeId, more: &str) {
        let last = self.nodes[node.0].children.last().copied();
        match last.map(|last| &mut self.nodes[last.0].content) {
            Some(Content::Text(text)) => text.push_str(more),
            _ => {
                self.add(node, Content::Text(more.to_owned()));
            }
        }
    }

    /// Adds an element at the end of `parent`.
    pub fn append_element(&mut self, parent: NodeId, name: &str) -> NodeId {
        self.add(parent, Content::Element { name: name.to_owned(), attributes: Vec::new() })
    }

    /// Adds an element beside the outermost one, or as such.
    pub fn append_element_to_top(&mut self, name: &str) -> NodeId {
        self.append_element(TOP, name)
    }

    /// Adds an element at the end of `parent`, with attributes.
    pub fn append_with(&mut self, parent: NodeId, name: &str, attributes: &[(&str, &str)]) -> NodeId {
        let attributes = attributes.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        self.add(parent, Content::Element { name: name.to_owned(), attributes })
    }

    /// Adds an element to `parent` before its first element whose name is one of `before`.
    pub fn insert_before(&mut self, parent: NodeId, name: &str, before: &[&str]) -> NodeId {
        let node = self.append_element(parent, name);
        let siblings = &self.nodes[parent.0].children;
        let at = siblings.iter().position(|sibling| before.contains(&self.name(*sibling)));
        if let Some(at) = at {
            let siblings = &mut self.nodes[parent.0].children;
            siblings.pop();
            siblings.insert(at, node);
        }
        node
    }

    /// Adds a comment before everything else.
    pub fn set_first_comment(&mut self, text: &str) {
        let comment = self.add(TOP, Content::Comment(text.to_owned()));
        let top = &mut self.nodes[TOP.0].children;
        top.pop();
        top.insert(0, comment);
    }

    /// Takes a node out of the document. Its number stays valid, so that it can be put elsewhere.
    pub fn detach(&mut self, node: NodeId) {
        if let Some(parent) = self.nodes[node.0].parent.take() {
            self.nodes[parent.0].children.retain(|child| *child != node);
        }
    }

    /// Moves a node to the end of another.
    pub fn move_to(&mut self, node: NodeId, parent: NodeId) {
        self.detach(node);
        self.nodes[node.0].parent = Some(parent);
        self.nodes[parent.0].children.push(node);
    }

    /// Puts `new` where `old` is, and takes `old` out.
    pub fn replace(&mut self, old: NodeId, new: NodeId) {
        self.detach(new);
        let Some(parent) = self.nodes[old.0].parent.take() else { return };
        for child in &mut self.nodes[parent.0].children {
            if *child == old {
                *child = new;
            }
        }
        self.nodes[new.0].parent = Some(parent);
    }

    /// Copies `node` with all that is in it to the end of `parent`, which must not be inside it.
    pub fn copy(&mut self, node: NodeId, parent: NodeId) -> NodeId {
        let copied = self.add(parent, self.nodes[node.0].content.clone());
        let mut waiting = vec![(node, copied)];
        while let Some((source, target)) = waiting.pop() {
            for child in self.nodes[source.0].children.clone() {
                let copied = self.add(target, self.nodes[child.0].content.clone());
                waiting.push((child, copied));
            }
        }
        copied
    }

    /// The document as text, in the form VirtualBox writes: two spaces a level, everything that is not
    /// ASCII as a reference.
    pub fn to_text(&self) -> String {
        enum Step {
            Open(NodeId, usize),
            Close(NodeId, Option<usize>),
        }
        let mut out = String::from("<?xml version=\"1.0\"?>\n");
        let mut steps: Vec<Step> = self.nodes[TOP.0].children.iter().rev().map(|node| Step::Open(*node, 0)).collect();
        while let Some(step) = steps.pop() {
            let (node, level) = match step {
                Step::Open(node, level) => (node, level),
                Step::Close(node, level) => {
                    if let Some(level) = level {
                        indent(&mut out, level);
                    }
                    if let Content::Element { name, .. } = &self.nodes[node.0].content {
                        out.extend(["</", name, ">"]);
                    }
                    self.end_line(&mut out, node);
                    continue;
                }
            };
            let lines = self.stands_alone(node);
            if lines {
                indent(&mut out, level);
            }
            let Node { content, children, .. } = &self.nodes[node.0];
            match content {
                Content::Element { name, attributes } => {
                    open_tag(&mut out, name, attributes);
                    if children.is_empty() {
                        out.push_str("/>");
                    } else {
                        out.push('>');
                        let formatted = !children.iter().any(|child| self.is_text(*child));
                        if formatted {
                            out.push('\n');
                        }
                        steps.push(Step::Close(node, formatted.then_some(level)));
                        steps.extend(children.iter().rev().map(|child| Step::Open(*child, level + 1)));
                        continue;
                    }
                }
                Content::Text(text) => escape(&mut out, text, false),
                Content::Comment(text) => out.extend(["<!--", text, "-->"]),
                Content::Instruction(text) => out.extend(["<?", text, "?>"]),
                Content::Document => {}
            }
            self.end_line(&mut out, node);
        }
        out
    }

    fn end_line(&self, out: &mut String, node: NodeId) {
        if self.stands_alone(node) {
            out.push('\n');
        }
    }

    /// Whether a node is on lines of its own: not beside text, which would change by that.
    fn stands_alone(&self, node: NodeId) -> bool {
        let siblings = self.nodes[node.0].parent.map(|parent| &self.nodes[parent.0].children);
        !siblings.is_some_and(|siblings| siblings.iter().any(|sibling| self.is_text(*sibling)))
    }
}

fn indent(out: &mut String, level: usize) {
    out.extend(std::iter::repeat_n("  ", level));
}

fn open_tag(out: &mut String, name: &str, attributes: &[(String, String)]) {
    out.push('<');
    out.push_str(name);
    for (key, value) in attributes {
        out.extend([" ", key, "=\""]);
        escape(out, value, true);
        out.push('"');
    }
}

/// Control characters have no place in XML, not even as references: VirtualBox replaces them when it
/// saves, and so does this.
fn escape(out: &mut String, text: &str, in_attribute: bool) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            '\n' if in_attribute => out.push_str("&#10;"),
            '\t' if in_attribute => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' | ' '..='~' => out.push(character),
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => out.push_str("&#xFFFD;"),
            other => {
                // Writing to a text cannot fail.
                let _ = write!(out, "&#x{:X};", u32::from(other));
            }
        }
    }
}

fn element(start: &BytesStart<'_>) -> Result<Content, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|error| error.to_string())?;
        attributes.push((attribute.key.into_inner().to_owned(), value.into_owned()));
    }
    Ok(Content::Element { name: start.name().into_inner().to_owned(), attributes })
}

fn normal_newlines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn resolve(reference: &str) -> Result<String, String> {
    if let Some(named) = quick_xml::escape::resolve_xml_entity(reference) {
        return Ok(named.to_owned());
    }
    let number = reference.strip_prefix('#');
    let code = number.and_then(|number| match number.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    let character = code.and_then(char::from_u32);
    character.map(String::from).ok_or_else(|| text!("virtualbox-xml-reference", reference = reference))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AS_VIRTUALBOX_WRITES: &str = "<?xml version=\"1.0\"?>\n<!--\n** comment\n-->\n\
        <VirtualBox xmlns=\"http://www.virtualbox.org/\" version=\"1.19-linux\">\n  \
        <Machine uuid=\"{a}\" name=\"a &quot;b&quot; &#x7B2C;&#10;\">\n    \
        <Description>two\nlines &amp; &lt;more&gt;&#13; &#xFC;</Description>\n    \
        <Unknown one=\"1\">\n      <Deeper/>\n      <!--kept-->\n    </Unknown>\n  </Machine>\n</VirtualBox>\n";

    #[test]
    fn what_virtualbox_wrote_is_written_again() {
        let document = Document::parse(AS_VIRTUALBOX_WRITES).unwrap();
        assert_eq!(document.to_text(), AS_VIRTUALBOX_WRITES);
    }

    #[test]
    fn text_beside_elements_stays() {
        let mixed = "<?xml version=\"1.0\"?>\n<A>\n  <B>one <C/> two\n <D>x</D></B>\n  <E>  </E>\n</A>\n";
        assert_eq!(Document::parse(mixed).unwrap().to_text(), mixed);
    }

    #[test]
    fn damage_is_an_error() {
        for text in ["<A>", "<A></B>", "<A b='1' b='2'/>", "<!DOCTYPE a []><A/>", "<A>&unknown;</A>"] {
            assert!(Document::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_deep_document_does_not_exhaust_the_stack() {
        let depth = 50_000;
        let text = "<A>".repeat(depth) + &"</A>".repeat(depth);
        let document = Document::parse(&text).unwrap();
        assert_eq!(document.descendants(TOP, |_| true).len(), depth);
        let mut twice = document.clone();
        twice.copy(document.root().unwrap(), TOP);
        assert_eq!(twice.descendants(TOP, |_| true).len(), 2 * depth);
    }
}
