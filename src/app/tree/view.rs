//! The tree on the screen: pan and zoom, clicks and keys, and what of it is drawn.

use egui::{Color32, CornerRadius, EventFilter, Key, Modifiers, Rect, Response, Role, Sense, Ui, UiBuilder, Vec2};

use super::backdrop::{Shifts, dots, draw_edges};
use super::camera::{Camera, FAR};
use super::card::{CardPainter, CardState, far_color};
use super::far::{FarColors, FarDrawing};
use super::fold::{Folding, Item, ItemKind};
use super::item::{describe, item_id, item_menu, name_of, show_knob};
use super::lasso::{Lasso, in_fold};
use super::layout::{Direction, Trail};
use super::minimap::Minimap;
use super::motion::Motion;
use super::pointer::move_by_pointer;
use super::scene::Scene;
use crate::app::availability::Availability;
use crate::app::command::{Command, Node, UiCommand};
use crate::app::components::{context_menu, keyboard_came};
use crate::app::marks::MarkedSet;
use crate::app::pin::show_badge;
use crate::app::rename::RenameField;
use crate::app::snapshot_context::SnapshotContext;
use crate::app::theme::{self, measure};
use crate::app::zoom_bar;
use crate::model::{Machine, SnapshotId};
use crate::text;

/// What the tree view of one machine remembers between frames.
#[derive(Default)]
pub struct TreeView {
    camera: Option<Camera>,
    folding: Folding,
    folding_changed: bool,
    scene: Option<Scene>,
    trail: Trail,
    far: FarDrawing,
    minimap: Minimap,
    lasso: Lasso,
    motion: Option<Motion>,
    wishes: Wishes,
    canvas: Option<Rect>,
    /// The width that the tree was framed for, while nobody has moved it since.
    framed_for: Option<f32>,
}

/// What is to be done at the next frame.
#[derive(Default)]
struct Wishes {
    focus: Option<Node>,
    reveal: Option<Node>,
    centre: Option<Node>,
}

impl TreeView {
    /// Carries out a command that concerns the view itself.
    pub fn handle(&mut self, command: UiCommand) {
        self.framed_for = None;
        let middle = self.canvas.map_or(Vec2::ZERO, |canvas| canvas.size() / 2.0);
        match (command, &mut self.camera) {
            (UiCommand::ZoomIn, Some(camera)) => camera.zoom_around(1.25, middle),
            (UiCommand::ZoomOut, Some(camera)) => camera.zoom_around(0.8, middle),
            (UiCommand::ZoomReset, Some(camera)) => camera.zoom_around(1.0 / camera.zoom, middle),
            (UiCommand::Fit, camera) => {
                if let (Some(scene), Some(canvas)) = (&self.scene, self.canvas) {
                    *camera = Some(Camera::fit(scene.layout.bounds(), canvas.size()));
                }
            }
            (UiCommand::GoToCurrent, _) => self.wishes.centre = Some(Node::CurrentState),
            _ => {}
        }
    }

    /// Brings a place into view, out of folds and collapsed branches.
    pub fn reveal(&mut self, machine: &Machine, node: Node) {
        let index = match node {
            Node::Snapshot(id) => machine.tree.find(id),
            Node::CurrentState => machine.tree.current(),
        };
        if let Some(index) = index {
            self.folding.reveal(&machine.tree, index);
            if let Node::Snapshot(id) = node {
                self.folding.opened.insert(id);
            } else {
                self.folding.collapsed.remove(&machine.tree.get(index).id);
            }
            self.folding_changed = true;
        }
        self.wishes.reveal = Some(node);
    }

    /// Hides or shows what is below a snapshot.
    pub fn set_collapsed(&mut self, id: SnapshotId, collapsed: bool) {
        if collapsed {
            self.folding.collapsed.insert(id);
        } else {
            self.folding.collapsed.remove(&id);
        }
        self.folding_changed = true;
    }

    /// Opens the fold that begins with this snapshot.
    pub fn open_fold(&mut self, machine: &Machine, id: SnapshotId) {
        let item = self.scene.as_ref().and_then(|scene| {
            let place = scene.layout.find(machine.tree.find(id)?)?;
            scene.layout.items().get(place.item()).copied()
        });
        if let Some(Item { kind: ItemKind::Fold { first, last, .. }, .. }) = item {
            self.folding.open(&machine.tree, first, last);
            self.folding_changed = true;
        }
    }

    /// Folds all long runs again.
    pub fn close_folds(&mut self) {
        self.folding.opened.clear();
        self.folding_changed = true;
    }

    /// Draws the tree into all the room there is.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        availability: &Availability<'_>,
        rename: &mut RenameField,
        commands: &mut Vec<Command>,
    ) {
        let context = &availability.context;
        let (canvas, background) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
        self.canvas = Some(canvas);
        self.update_scene(context, canvas);
        let Some(scene) = self.scene.take() else { return };
        if self.camera.is_none() || self.framed_for.is_some_and(|width| (width - canvas.width()).abs() > 1.0) {
            self.camera = None;
            self.framed_for = Some(canvas.width());
        }
        let framed = self.camera.unwrap_or_else(|| first_camera(&scene, canvas));
        let mut camera = framed;
        self.fulfil_wishes(&scene, &mut camera, canvas);
        // With Shift, a drag marks and does not pan.
        let marking = self.lasso.follow(ui, &background, canvas, camera, &scene, commands);
        if !marking {
            move_by_pointer(ui, &background, canvas, &mut camera);
        }
        if self.camera.is_some() && camera != framed {
            self.framed_for = None;
        }
        self.camera = Some(camera);

        let tree_name = text!("tree-of", machine = context.entry.name());
        let builder = UiBuilder::new().max_rect(canvas).accessibility_role(Role::Tree).accessibility_label(tree_name);
        let mut inner = ui.new_child(builder);
        inner.shrink_clip_rect(canvas);
        self.draw(&mut inner, availability, rename, &scene, camera, canvas, commands);
        zoom_bar::show(ui, canvas, Some(camera.zoom), commands);
        self.show_minimap(ui, canvas, &scene, context, camera);
        if background.clicked() {
            background.request_focus();
        }
        if background.has_focus() || nothing_focused(ui) {
            self.walk(ui, &scene, context, commands);
        }
        self.scene = Some(scene);
    }

    fn show_minimap(&mut self, ui: &Ui, canvas: Rect, scene: &Scene, context: &SnapshotContext<'_>, camera: Camera) {
        let color = far_colors(ui, scene, context);
        let stamp = drawing_stamp(ui, scene, context);
        let mut moved = camera;
        self.minimap.show(ui, canvas, scene, &mut moved, &color, stamp);
        if moved != camera {
            self.camera = Some(moved);
            self.framed_for = None;
            ui.request_repaint();
        }
    }

    /// Lays out again after a change. What was chosen stays where it is on the screen.
    fn update_scene(&mut self, context: &SnapshotContext<'_>, canvas: Rect) {
        let current = self.scene.as_ref().is_some_and(|scene| scene.is_of(context.machine, context.generation));
        if current && !self.folding_changed {
            return;
        }
        let folded = std::mem::take(&mut self.folding_changed);
        let stamp = self.scene.as_ref().map_or(0, |scene| scene.stamp) + 1;
        let scene = Scene::new(
            context.machine,
            context.entry,
            &context.connection.images,
            &self.folding,
            context.generation,
            stamp,
        );
        self.motion = match (&self.scene, self.camera) {
            (Some(before), Some(camera)) => Motion::between(before, &scene, camera, canvas),
            _ => None,
        };
        // Nobody has moved it: what was taken or deleted must not push the rest out of sight.
        let bounds = scene.layout.bounds();
        if self.framed_for.is_some() && !folded && Camera::fits(bounds, canvas.size()) {
            self.camera = None;
        }
        if let (Some(before), Some(camera)) = (&self.scene, &mut self.camera) {
            let place = |scene: &Scene| {
                let item = scene.item_of(context.selected)?;
                Some(camera.rect_to_screen(canvas, scene.layout.area(item)).left_top())
            };
            if let (Some(from), Some(to)) = (place(before), place(&scene))
                && canvas.contains(from)
            {
                camera.pan_by(from - to);
            }
        }
        self.trail.clear();
        self.scene = Some(scene);
    }

    fn fulfil_wishes(&mut self, scene: &Scene, camera: &mut Camera, canvas: Rect) {
        let area = |node: Node| scene.item_of(node).map(|item| scene.layout.area(item));
        if let Some(area) = self.wishes.centre.take().and_then(area) {
            *camera = Camera::centred(area.centre(), canvas.size(), camera.zoom.max(0.8));
        }
        if let Some(area) = self.wishes.reveal.take().and_then(area) {
            if camera.zoom < FAR {
                *camera = Camera::centred(area.centre(), canvas.size(), 0.8);
            }
            camera.reveal(canvas, area);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one frame of the tree; a struct would only rename the frame")]
    fn draw(
        &mut self,
        ui: &mut Ui,
        availability: &Availability<'_>,
        rename: &mut RenameField,
        scene: &Scene,
        camera: Camera,
        canvas: Rect,
        commands: &mut Vec<Command>,
    ) {
        let context = &availability.context;
        let colors = theme::colors(ui);
        if camera.zoom < FAR {
            let color = far_colors(ui, scene, context);
            let stamp = drawing_stamp(ui, scene, context);
            let shape =
                self.far.shape(stamp, &scene.layout, camera, canvas, &FarColors { line: colors.line, item: &color });
            ui.painter().add(shape);
            self.show_far_pointer(ui, scene, camera, canvas, commands);
            return;
        }
        ui.painter().add(dots(canvas, camera, colors));
        let shifts = self.shifts(ui, scene, camera, canvas);
        draw_edges(ui, scene, camera, canvas, colors, &shifts);
        let seen = camera.seen(canvas);
        let visible: Vec<usize> = scene.layout.visible_items(seen).collect();
        for item in visible {
            let shift = shifts.of(item);
            self.show_item(ui, availability, rename, scene, camera, (canvas, shift), item, commands);
        }
    }

    /// How far from their places items are painted while the tree moves. What was deleted fades where it was.
    fn shifts(&mut self, ui: &Ui, scene: &Scene, camera: Camera, canvas: Rect) -> Shifts {
        let mut shifts = Shifts::default();
        let Some(motion) = &mut self.motion else { return shifts };
        let Some(progress) = motion.progress(ui) else {
            self.motion = None;
            return shifts;
        };
        let colors = theme::colors(ui);
        for rect in motion.gone() {
            let leaving = rect.scale_from_center(1.0 - 0.3 * progress);
            let fill = colors.danger_behind.gamma_multiply(1.0 - progress);
            ui.painter().rect_filled(leaving, CornerRadius::same(measure::CORNER_CARD), fill);
        }
        for item in scene.layout.visible_items(camera.seen(canvas)) {
            let place = camera.rect_to_screen(canvas, scene.layout.area(item)).min;
            if let Some(node) = scene.node_of(item) {
                shifts.insert(item, motion.offset(node, place, progress));
            }
        }
        if motion.gone().is_empty() && shifts.is_still() {
            self.motion = None;
        }
        shifts
    }

    /// Far out, blocks are too many and too small to be widgets: the pointer asks the layout.
    fn show_far_pointer(
        &mut self,
        ui: &mut Ui,
        scene: &Scene,
        camera: Camera,
        canvas: Rect,
        commands: &mut Vec<Command>,
    ) {
        let response = ui.interact(canvas, ui.scope_id().with("far"), Sense::click());
        let Some(at) = response.hover_pos() else { return };
        let Some(item) = scene.layout.item_at(camera.to_layout(canvas, at)) else { return };
        let Some(node) = scene.node_of(item) else { return };
        if response.clicked() {
            commands.push(Command::SelectNode(node));
        }
        if response.double_clicked() {
            self.camera = Some(Camera::centred(scene.layout.area(item).centre(), canvas.size(), 1.0));
        }
        let name = match node {
            Node::Snapshot(id) => {
                scene.machine.tree.find(id).map_or(String::new(), |index| name_of(&scene.machine, index))
            }
            Node::CurrentState => text!("views-current-state").to_owned(),
        };
        response.on_hover_text_at_pointer(name);
    }

    #[expect(clippy::too_many_arguments, reason = "one item of one frame; a struct would only rename the frame")]
    fn show_item(
        &mut self,
        ui: &mut Ui,
        availability: &Availability<'_>,
        rename: &mut RenameField,
        scene: &Scene,
        camera: Camera,
        (canvas, shift): (Rect, Vec2),
        item: usize,
        commands: &mut Vec<Command>,
    ) {
        let context = &availability.context;
        let Some(node) = scene.node_of(item) else { return };
        let Some(&Item { kind, hidden_below, .. }) = scene.layout.items().get(item) else { return };
        let rect = camera.rect_to_screen(canvas, scene.layout.area(item));
        let id = item_id(ui, node);
        let response = ui.interact(rect, id, Sense::click());
        if self.wishes.focus == Some(node) {
            self.wishes.focus = None;
            response.request_focus();
        }
        let pin = match (kind, node) {
            (ItemKind::Snapshot(_), Node::Snapshot(id)) => context.pin(id),
            _ => None,
        };
        let state = CardState {
            on_path: scene.on_path(item),
            selected: context.selected == node,
            compared: context.compared == node && context.compared != Node::CurrentState,
            focused: response.has_focus(),
            hovered: response.hovered(),
            problem: scene.has_problem(item),
            pinned: pin.is_some(),
            marked: marked_in(scene, item, context.marked) > 0,
        };
        // Clicks find it in its place at once; only what is painted moves there.
        let rect = rect.translate(shift);
        let painter = ui.painter().clone();
        #[expect(clippy::cast_possible_truncation, reason = "a zoom between 0.4 and 2.5")]
        let cards = CardPainter {
            painter: &painter,
            colors: theme::colors(ui),
            zoom: camera.zoom as f32,
            now: context.now,
            largest: scene.largest,
        };
        match kind {
            ItemKind::Snapshot(index) => {
                let size = context.entry.usage.complete.then(|| context.entry.usage.snapshot(index));
                let snapshot = context.machine.tree.get(index);
                cards.snapshot(rect, snapshot, size, state);
                if let Some(pin) = pin {
                    show_badge(ui, cards.pin_rect(rect), id, pin);
                }
                rename.show_on(ui, snapshot.id, || cards.name_rect(rect), commands);
                let has_children = !scene.layout.tree().children(item).is_empty();
                if hidden_below > 0 || (has_children && (state.hovered || state.selected)) {
                    show_knob(ui, &cards, rect, node, hidden_below, commands);
                }
            }
            ItemKind::Fold { count, .. } => cards.fold(rect, count, marked_in(scene, item, context.marked), state),
            ItemKind::CurrentState => {
                let words = match (context.machine.tree.is_empty(), context.machine.current_state.modified) {
                    (false, true) => text!("views-changed"),
                    (true, _) | (false, false) => "",
                };
                cards.current_state(rect, words, state);
            }
        }
        describe(ui, context, scene, item, &response, state.selected);
        self.react(ui, availability, scene, item, &response, commands);
    }

    fn react(
        &mut self,
        ui: &Ui,
        availability: &Availability<'_>,
        scene: &Scene,
        item: usize,
        response: &Response,
        commands: &mut Vec<Command>,
    ) {
        let context = &availability.context;
        let Some(node) = scene.node_of(item) else { return };
        let Some(&shown) = scene.layout.items().get(item) else { return };
        let kind = shown.kind;
        if response.clicked() {
            match (kind, node) {
                (ItemKind::Fold { .. }, Node::Snapshot(id)) => commands.push(Command::OpenFold(id)),
                _ if ui.input(|input| input.modifiers.command) => commands.push(Command::CompareWith(Some(node))),
                (ItemKind::Snapshot(_), Node::Snapshot(id)) if ui.input(|input| input.modifiers.shift) => {
                    commands.push(Command::ToggleMarks(vec![id]));
                }
                _ => {
                    response.request_focus();
                    commands.push(Command::SelectNode(node));
                }
            }
        }
        if response.double_clicked() && matches!(kind, ItemKind::Snapshot(_)) {
            commands.push(Command::Ui(UiCommand::Rename));
        }
        // The menu is about what is chosen.
        if response.secondary_clicked() && context.selected != node {
            commands.push(Command::SelectNode(node));
        }
        // However the keyboard came here: what has it is what is chosen.
        if keyboard_came(ui, response) && context.selected != node && !matches!(kind, ItemKind::Fold { .. }) {
            commands.push(Command::SelectNode(node));
        }
        if response.has_focus() {
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
            self.walk(ui, scene, context, commands);
        }
        context_menu(ui, response, |ui| item_menu(ui, availability, shown, node, commands));
    }

    /// The arrow keys go from item to item: what they reach is chosen and brought into view.
    fn walk(&mut self, ui: &Ui, scene: &Scene, context: &SnapshotContext<'_>, commands: &mut Vec<Command>) {
        let keys = [
            (Key::ArrowLeft, Direction::Left),
            (Key::ArrowRight, Direction::Right),
            (Key::ArrowUp, Direction::Up),
            (Key::ArrowDown, Direction::Down),
        ];
        // Consumed, since an item shown later in this frame would see the key again.
        let pressed = keys.into_iter().find(|(key, _)| ui.input_mut(|input| input.consume_key(Modifiers::NONE, *key)));
        let Some((_, direction)) = pressed else { return };
        let Some(from) = scene.item_of(context.selected) else { return };
        self.trail.visit(&scene.layout, from);
        let Some(to) = scene.layout.neighbour(from, direction, &self.trail) else { return };
        let Some(node) = scene.node_of(to) else { return };
        if let (Some(ItemKind::Fold { .. }), Node::Snapshot(id)) =
            (scene.layout.items().get(to).map(|item| item.kind), node)
        {
            commands.push(Command::OpenFold(id));
        }
        commands.push(Command::SelectNode(node));
        self.wishes.focus = Some(node);
        self.wishes.reveal = Some(node);
        ui.request_repaint();
    }
}

fn nothing_focused(ui: &Ui) -> bool {
    ui.memory(egui::Memory::focused).is_none()
}

fn first_camera(scene: &Scene, canvas: Rect) -> Camera {
    let current = scene.item_of(Node::CurrentState).map(|item| scene.layout.area(item).centre());
    Camera::first(scene.layout.bounds(), canvas.size(), current.unwrap_or_default())
}

fn far_colors<'a>(ui: &Ui, scene: &'a Scene, context: &SnapshotContext<'a>) -> impl Fn(usize) -> Color32 + 'a {
    let colors = theme::colors(ui);
    let selected = scene.item_of(context.selected);
    let marked = context.marked;
    move |item| {
        let state = CardState {
            on_path: scene.on_path(item),
            selected: Some(item) == selected,
            problem: scene.has_problem(item),
            marked: marked_in(scene, item, marked) > 0,
            ..CardState::default()
        };
        far_color(colors, state)
    }
}

/// Stands for everything that colours a far drawing: the scene, the selection and the theme.
fn drawing_stamp(ui: &Ui, scene: &Scene, context: &SnapshotContext<'_>) -> u64 {
    let selected = scene.item_of(context.selected).unwrap_or(usize::MAX) as u64;
    scene
        .stamp
        .wrapping_mul(0x9e37_79b9)
        .wrapping_add(selected)
        .wrapping_mul(0x9e37_79b9)
        .wrapping_add(context.marks_version)
        .wrapping_mul(2)
        .wrapping_add(u64::from(ui.visuals().dark_mode))
}

/// How many snapshots of an item are marked: of a fold it may be many.
fn marked_in(scene: &Scene, item: usize, marked: &MarkedSet) -> usize {
    let tree = &scene.machine.tree;
    if marked.is_empty() {
        return 0;
    }
    match scene.layout.items().get(item).map(|item| item.kind) {
        Some(ItemKind::Snapshot(index)) => usize::from(marked.contains(&tree.get(index).id)),
        Some(ItemKind::Fold { first, last, .. }) => {
            in_fold(tree, first, last).filter(|index| marked.contains(&tree.get(*index).id)).count()
        }
        Some(ItemKind::CurrentState) | None => 0,
    }
}
