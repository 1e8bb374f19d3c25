//! What a screen reader finds in the window.

use egui::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use snapgrove::app::App;

/// Roles of what can be used.
const USABLE: [Role; 14] = [
    Role::Button,
    Role::CheckBox,
    Role::RadioButton,
    Role::Link,
    Role::ListItem,
    Role::ListBoxOption,
    Role::TreeItem,
    Role::Row,
    Role::Tab,
    Role::TextInput,
    Role::MultilineTextInput,
    Role::Slider,
    Role::SpinButton,
    Role::ComboBox,
];

/// Names of all that can be used, each of which has one.
pub fn names(harness: &Harness<'_, App>, scene: &str) -> Vec<String> {
    let mut found = Vec::new();
    for node in harness.root().children_recursive() {
        let node = node.accesskit_node();
        if !USABLE.contains(&node.role()) {
            continue;
        }
        let name = node.label().or_else(|| node.labelled_by().find_map(|label| label.label())).unwrap_or_default();
        assert!(!name.trim().is_empty(), "{scene}: a {:?} at {:?} has no name", node.role(), node.bounding_box());
        // Icons are private characters of a font: nobody can say them.
        let is_sayable = name.chars().any(|character| !('\u{e000}'..='\u{f8ff}').contains(&character));
        assert!(is_sayable, "{scene}: a {:?} is named by an icon alone", node.role());
        found.push(name);
    }
    found
}
