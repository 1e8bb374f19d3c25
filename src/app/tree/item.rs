//! One item of the tree as something to click, to hear of, and to open a menu on.

use egui::{Id, Rect, Response, Role, Sense, Ui, WidgetInfo};

use super::card::{CardPainter, knob_rect};
use super::fold::{Item, ItemKind};
use super::scene::Scene;
use crate::app::availability::{Availability, node_menu};
use crate::app::command::{Command, Node, UiCommand};
use crate::app::components::describe_choice;
use crate::app::pin::words;
use crate::app::snapshot_context::SnapshotContext;
use crate::model::{Age, Machine, SnapshotIndex};
use crate::text;
use crate::words::{moment, snapshot_name};

/// Identity of an item's widget.
pub fn item_id(ui: &Ui, node: Node) -> Id {
    ui.scope_id().with(("node", node))
}

/// A snapshot's name, not longer than can be read.
pub fn name_of(machine: &Machine, index: SnapshotIndex) -> String {
    snapshot_name(&machine.tree.get(index).name).chars().take(200).collect()
}

/// The knob that hides or shows what is below a snapshot.
pub fn show_knob(ui: &Ui, cards: &CardPainter<'_>, card: Rect, node: Node, hidden: u32, commands: &mut Vec<Command>) {
    let Node::Snapshot(id) = node else { return };
    let rect = knob_rect(card.right_center(), hidden, cards.zoom);
    let response = ui.interact(rect, item_id(ui, node).with("knob"), Sense::click());
    cards.knob(card.right_center(), hidden, response.hovered());
    let text = if hidden > 0 { text!("tree-show-below") } else { text!("tree-hide-below") };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
    if response.clicked() {
        commands.push(Command::SetCollapsed(id, hidden == 0));
    }
    response.on_hover_text(text);
}

/// What a screen reader says of an item.
pub fn describe(
    ui: &Ui,
    context: &SnapshotContext<'_>,
    scene: &Scene,
    item: usize,
    response: &Response,
    selected: bool,
) {
    let Some(&Item { kind, column, hidden_below, .. }) = scene.layout.items().get(item) else { return };
    let (name, about) = match kind {
        ItemKind::Snapshot(index) => {
            let snapshot = context.machine.tree.get(index);
            let mut about = Vec::new();
            if let Some(at) = snapshot.taken_at {
                about.extend([moment(at), Age::between(at, context.now).to_string()]);
            }
            about.push(context.entry.usage.snapshot(index).to_string());
            about.push(if snapshot.online { text!("views-online") } else { text!("views-offline") }.to_owned());
            about.extend(context.pin(snapshot.id).map(words));
            about.extend((hidden_below > 0).then(|| text!("tree-hidden-below", count = hidden_below)));
            about.extend(context.marked.contains(&snapshot.id).then(|| text!("views-marked").to_owned()));
            (name_of(context.machine, index), about.join(text!("list-separator")))
        }
        ItemKind::Fold { count, .. } => (text!("tree-folded", count = count), text!("tree-folded-about").to_owned()),
        ItemKind::CurrentState => (text!("views-current-state").to_owned(), text!("tree-current-about").to_owned()),
    };
    describe_choice(ui, response, Role::TreeItem, selected, &name);
    let siblings = scene.layout.siblings(item);
    ui.accesskit_node_builder(response.id, |node| {
        node.set_level(column as usize + 1);
        node.set_position_in_set(item - siblings.start + 1);
        node.set_size_of_set(siblings.len());
        node.set_description(about);
    });
}

/// What can be done with an item.
pub fn item_menu(ui: &mut Ui, availability: &Availability<'_>, item: Item, node: Node, commands: &mut Vec<Command>) {
    let context = &availability.context;
    node_menu(ui, availability, commands);
    if context.selected != node || matches!(node, Node::Snapshot(_)) {
        ui.separator();
    }
    let mut entry = |ui: &mut Ui, text: &str, command: Command| {
        if ui.button(text).clicked() {
            commands.push(command);
            ui.close();
        }
    };
    if context.selected != node {
        entry(ui, text!("tree-compare"), Command::CompareWith(Some(node)));
    }
    if let (ItemKind::Snapshot(index), Node::Snapshot(id)) = (item.kind, node) {
        let snapshot = context.machine.tree.get(index);
        if item.hidden_below > 0 || item.hides_current_state {
            entry(ui, text!("tree-expand"), Command::SetCollapsed(id, false));
        } else if !context.machine.tree.children(index).is_empty() || context.machine.tree.current() == Some(index) {
            entry(ui, text!("tree-collapse"), Command::SetCollapsed(id, true));
        }
        entry(ui, text!("tree-copy-name"), Command::Copy(snapshot.name.clone()));
        entry(ui, text!("tree-copy-id"), Command::Copy(id.to_string()));
    }
    ui.separator();
    entry(ui, text!("tree-fold"), Command::CloseFolds);
    entry(ui, UiCommand::Fit.text(), Command::Ui(UiCommand::Fit));
    entry(ui, UiCommand::GoToCurrent.text(), Command::Ui(UiCommand::GoToCurrent));
}
