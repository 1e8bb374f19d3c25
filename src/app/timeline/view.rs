//! The timeline on the screen: zoom and pan, clicks and keys, and what of it is drawn.

use egui::{Id, Rect, Response, Role, Sense, Stroke, Ui, UiBuilder, pos2, vec2};

use super::axis::{Axis, Moment};
use super::clusters::{Cluster, clusters};
use super::dots::{DotPainter, DotState, pill_rect, radius, several_name};
use super::labels::{describe_one, draw_heading, short_name, tooltip};
use super::lines::{Rails, draw_lines, lane_color};
use super::pointer::move_by_pointer;
pub use super::rows::Several;
use super::rows::{Places, Row, Rows, Shown};
use super::scale::{self, draw_now, draw_scale};
use super::unknown::{self, Undated, show_unknown};
use crate::app::availability::{Availability, node_menu};
use crate::app::command::{Command, Node, UiCommand};
use crate::app::components::{context_menu, describe_choice, keyboard_came};
use crate::app::rename::RenameField;
use crate::app::theme::{self, space};
use crate::app::zoom_bar;
use crate::model::{InventoryMachine, MachineKey};
use crate::text;
use crate::words::machines;

/// Room left and right of what is made to fit: the current state's words stand right of the present.
const MARGINS: (f32, f32) = (48.0, 190.0);
/// How much larger the time gets by a command.
const ZOOM_STEP: f64 = 1.6;
/// Room to the edges for what is brought into view.
const REVEAL_MARGIN: f32 = 80.0;
/// Least room for a name over several snapshots, in points: with less of it they all look alike.
const LEAST_NAME_OF_SEVERAL: f32 = 72.0;
/// Names listed of several snapshots.
const LISTED: usize = 8;

/// What the timeline remembers between frames.
#[derive(Default)]
pub struct TimelineView {
    pub(super) axis: Option<Axis>,
    /// How far the bands are scrolled down.
    pub(super) down: f32,
    pub(super) rows: Rows,
    pub(super) asked: Vec<UiCommand>,
    pub(super) reveal: Option<Node>,
    pub(super) wants_focus: Option<(MachineKey, Node)>,
    /// Whether one of its places has the keyboard in this frame.
    pub(super) has_keyboard: bool,
    /// The width and the number of machines that all was made to fit for, while nobody has moved it since.
    pub(super) framed_for: Option<(f32, usize)>,
}

/// What does not change within one frame.
pub(super) struct Frame<'a> {
    pub(super) availability: &'a Availability<'a>,
    pub(super) several: &'a Several<'a>,
    pub(super) shown: &'a [(MachineKey, Shown<'a>)],
    /// The machine whose details are shown.
    pub(super) key: MachineKey,
    pub(super) canvas: Rect,
    pub(super) axis: Axis,
    pub(super) now: Moment,
    pub(super) has_names: bool,
}

impl Frame<'_> {
    /// What a click on a place asks for.
    pub(super) fn choose(&self, key: &MachineKey, node: Node) -> Command {
        if *key == self.key { Command::SelectNode(node) } else { Command::SelectNodeOf(key.clone(), node) }
    }

    pub(super) fn selected(&self, entry: &InventoryMachine) -> Node {
        self.several.selection.node(entry)
    }

    fn x(&self, moment: Moment) -> f32 {
        self.canvas.left() + self.axis.x(moment)
    }
}

/// One machine's band in one frame.
struct BandFrame<'a> {
    key: &'a MachineKey,
    shown: Shown<'a>,
    row: &'a Row,
    rails: Rails,
}

impl TimelineView {
    /// Carries out a command that concerns the view itself, at the next frame.
    pub fn handle(&mut self, command: UiCommand) {
        self.asked.push(command);
    }

    /// Brings a place of the machine that is shown into view.
    pub fn reveal(&mut self, node: Node) {
        self.reveal = Some(node);
    }

    /// Draws the timeline into all the room there is.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        availability: &Availability<'_>,
        several: &Several<'_>,
        rename: &mut RenameField,
        commands: &mut Vec<Command>,
    ) {
        let context = &availability.context;
        let shown = several.shown(context);
        self.rows.update(&shown, context.generation, several.marks);
        let (whole, background) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
        let key = context.entry.entry.key();
        let undated = self.undated(&shown, several);
        let strip = if undated.is_empty() { 0.0 } else { unknown::WIDTH };
        let bar = whole.with_min_y(whole.bottom() - scale::HEIGHT).with_min_x(whole.left() + strip);
        let canvas = Rect::from_min_max(pos2(bar.left(), whole.top()), pos2(bar.right(), bar.top()));
        let now = context.now.timestamp_millis();
        let places = Places::new(&self.rows, &shown, canvas.height());
        let axis = self.move_axis(ui, &background, canvas, &places, now, &shown, &key);
        let frame =
            Frame { availability, several, shown: &shown, key, canvas, axis, now, has_names: places.has_names() };

        let painter = ui.painter().with_clip_rect(whole);
        let colors = theme::colors(ui);
        draw_scale(&painter, colors, axis, canvas, bar);
        draw_now(&painter, colors, axis, canvas, bar, context.now);
        let name = match &*shown {
            [(_, one)] => text!("timeline-of", what = one.entry.name()),
            several => text!("timeline-of", what = machines(several.len())),
        };
        let builder = UiBuilder::new().max_rect(canvas).accessibility_role(Role::ListBox).accessibility_label(name);
        let mut inner = ui.new_child(builder);
        inner.shrink_clip_rect(canvas);
        let rows = std::mem::take(&mut self.rows);
        for (position, (key, one)) in shown.iter().enumerate() {
            let rect = places.rect(position, canvas, self.down);
            let Some(row) = rows.get(key).filter(|_| rect.intersects(canvas)) else { continue };
            if places.heading > 0.0 {
                draw_heading(&inner, rect, one.entry, *key == frame.key, places.heading, position > 0);
            }
            let band = BandFrame { key, shown: *one, row, rails: places.rails(rect) };
            self.show_band(&mut inner, &frame, &band, rename, commands);
        }
        self.rows = rows;
        if !undated.is_empty() {
            let rect = whole.with_max_x(whole.left() + strip);
            show_unknown(ui, rect, availability, &undated, &|key, node| frame.choose(key, node), commands);
        }
        zoom_bar::show(ui, canvas, None, commands);
        if background.clicked() {
            background.request_focus();
        }
        let has_keyboard = std::mem::take(&mut self.has_keyboard) || background.has_focus();
        if has_keyboard || ui.memory(egui::Memory::focused).is_none() {
            self.walk(ui, &frame, commands);
        }
        background.widget_info(|| egui::WidgetInfo::labeled(Role::ScrollView, true, text!("timeline")));
    }

    fn undated<'a>(&self, shown: &[(MachineKey, Shown<'a>)], several: &Several<'_>) -> Vec<Undated<'a>> {
        let mut undated = Vec::new();
        for (key, Shown { entry, .. }) in shown {
            let (Some(row), Some(machine)) = (self.rows.get(key), entry.machine()) else { continue };
            let (selected, marked) = (several.selection.node(entry), several.marks.of(key));
            undated.extend(row.band.unknown.iter().map(|index| {
                let snapshot = machine.tree.get(*index);
                Undated {
                    key: key.clone(),
                    id: snapshot.id,
                    name: &snapshot.name,
                    selected: selected == Node::Snapshot(snapshot.id),
                    marked: marked.contains(&snapshot.id),
                }
            }));
        }
        undated
    }

    /// Where one looks in this frame: as before, or moved by commands, by the pointer, or to what is wanted.
    #[expect(clippy::too_many_arguments, reason = "one frame of the timeline; a struct would only rename the frame")]
    fn move_axis(
        &mut self,
        ui: &Ui,
        background: &Response,
        canvas: Rect,
        places: &Places,
        now: Moment,
        shown: &[(MachineKey, Shown<'_>)],
        key: &MachineKey,
    ) -> Axis {
        let framing = (canvas.width(), shown.len());
        let fit = || {
            let (from, to) = self.rows.range(now);
            Axis::fit(from, to, canvas.width(), MARGINS)
        };
        if self.axis.is_none() || self.framed_for.is_some_and(|before| before != framing) {
            self.axis = Some(fit());
            self.framed_for = Some(framing);
        }
        let mut axis = self.axis.unwrap_or_else(fit);
        let before = axis;
        let middle = canvas.width() / 2.0;
        for command in std::mem::take(&mut self.asked) {
            match command {
                UiCommand::ZoomIn => axis.zoom_around(ZOOM_STEP, middle),
                UiCommand::ZoomOut => axis.zoom_around(1.0 / ZOOM_STEP, middle),
                UiCommand::Fit | UiCommand::ZoomReset => {
                    let (from, to) = self.rows.range(now);
                    axis = Axis::fit(from, to, canvas.width(), MARGINS);
                }
                UiCommand::GoToCurrent => axis.reveal(now, canvas.width(), MARGINS.1),
                _ => {}
            }
        }
        if let Some(node) = self.reveal.take() {
            let time = match node {
                Node::CurrentState => Some(now),
                Node::Snapshot(id) => self.rows.get(key).and_then(|row| row.band.time(row.band.machine.tree.find(id)?)),
            };
            if let Some(time) = time {
                axis.reveal(time, canvas.width(), REVEAL_MARGIN);
            }
            if let Some(position) = shown.iter().position(|(other, _)| other == key) {
                let rect = places.rect(position, canvas, self.down);
                if rect.bottom() > canvas.bottom() {
                    self.down += (rect.bottom() - canvas.bottom()).min(rect.top() - canvas.top());
                }
                if rect.top() < canvas.top() {
                    self.down -= canvas.top() - rect.top();
                }
            }
        }
        self.down += move_by_pointer(ui, background, canvas, &mut axis);
        self.down = self.down.clamp(0.0, (places.height - canvas.height()).max(0.0));
        if axis != before {
            self.framed_for = None;
        }
        self.axis = Some(axis);
        axis
    }

    fn show_band(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        band: &BandFrame<'_>,
        rename: &mut RenameField,
        commands: &mut Vec<Command>,
    ) {
        let colors = theme::colors(ui);
        let painter = ui.painter().clone();
        let made = &band.row.band;
        let y = band.rails.y(made.current_lane);
        if let Some(from) = made.current_from {
            let across = frame.x(from).max(frame.canvas.left())..=frame.x(frame.now).min(frame.canvas.right());
            painter.extend(egui::Shape::dashed_line(
                &[pos2(*across.start(), y), pos2(across.end().max(*across.start()), y)],
                Stroke::new(2.0, colors.accent),
                5.0,
                4.0,
            ));
        }
        draw_lines(&painter, colors, made, frame.axis, band.rails, frame.canvas);
        for (lane, track) in (0_u8..).zip(&made.tracks) {
            let found = clusters(&track.times, frame.axis, frame.canvas.width());
            for (position, cluster) in found.iter().enumerate() {
                let end = match found.get(position + 1) {
                    Some(next) => frame.axis.x(next.at),
                    None => frame.canvas.width() + 60.0,
                };
                let room = end - frame.axis.x(cluster.at) - space::SMALL;
                self.show_cluster(ui, frame, band, lane, cluster, room, rename, commands);
            }
        }
        self.show_current_state(ui, frame, band, commands);
    }

    #[expect(clippy::too_many_arguments, reason = "one point of one frame; a struct would only rename the frame")]
    fn show_cluster(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        band: &BandFrame<'_>,
        lane: u8,
        cluster: &Cluster,
        room: f32,
        rename: &mut RenameField,
        commands: &mut Vec<Command>,
    ) {
        let made = &band.row.band;
        let Some(track) = made.tracks.get(usize::from(lane)) else { return };
        let Some(&first) = track.snapshots.get(cluster.range.start) else { return };
        let entry = band.shown.entry;
        let is_one = cluster.range.len() == 1;
        let center = pos2(frame.x(cluster.at), band.rails.y(lane));
        let size = entry.usage.snapshot(first);
        let radius = radius(size, made.largest);
        let rect =
            if is_one { Rect::from_center_size(center, vec2(2.0, 2.0) * (radius + 4.0)) } else { pill_rect(center) };
        let selected = frame.selected(entry);
        let holds = |node: Node| {
            made.place_of(node).is_some_and(|(other, position)| other == lane && cluster.range.contains(&position))
        };
        let is_shown_machine = *band.key == frame.key;
        let response = ui.interact(rect, place_id(ui, band.key, made.node(first)), Sense::click());
        let wanted = self.wants_focus.as_ref().is_some_and(|(key, node)| key == band.key && holds(*node));
        if wanted {
            self.wants_focus = None;
            response.request_focus();
        }
        let marked = band.row.marked_in(lane, &cluster.range);
        let compared = frame.availability.context.compared;
        let state = DotState {
            selected: holds(selected),
            compared: is_shown_machine && holds(compared),
            focused: response.has_focus(),
            hovered: response.hovered(),
            problem: band.row.has_problem_in(lane, &cluster.range),
            marked: marked > 0,
        };
        let painter = ui.painter().clone();
        let colors = theme::colors(ui);
        let dots = DotPainter { painter: &painter, colors };
        let color = lane_color(colors, track.colours.get(cluster.range.start).copied().unwrap_or_default());
        let snapshot = made.machine.tree.get(first);
        if is_one {
            dots.dot(center, radius, color, snapshot.online, state);
            if (frame.has_names && room > 40.0) || state.selected {
                dots.name(center, radius, if state.selected { room.max(120.0) } else { room }, snapshot, 0, state);
            }
            describe_one(ui, frame, entry, snapshot, size, &response, state);
        } else {
            dots.several(rect, cluster.range.len(), color, state);
            if frame.has_names && room > LEAST_NAME_OF_SEVERAL {
                dots.name(center, rect.width() / 2.0, room, snapshot, cluster.range.len() - 1, state);
            }
            let name = several_name(cluster.range.len());
            describe_choice(ui, &response, Role::ListBoxOption, state.selected, &name);
        }
        if is_shown_machine
            && let Node::Snapshot(id) = selected
            && state.selected
        {
            let field = Rect::from_min_size(rect.left_top() - vec2(0.0, 30.0), vec2(200.0, 26.0));
            rename.show_on(
                ui,
                id,
                || field.translate(vec2((frame.canvas.left() - field.left()).max(0.0), 0.0)),
                commands,
            );
        }
        if is_one {
            self.react(ui, frame, band, Node::Snapshot(snapshot.id), &response, state.selected, commands);
            let machine = (frame.shown.len() > 1).then(|| entry.name());
            let pin = frame.availability.context.pins.and_then(|pins| pins.of(band.key, snapshot.id));
            response.on_hover_ui(|ui| {
                tooltip(ui, frame, snapshot, size, machine);
                if let Some(pin) = pin {
                    ui.colored_label(theme::colors(ui).info, crate::app::pin::sentence(pin));
                }
            });
        } else {
            self.open_cluster(ui, frame, band, lane, cluster, &response, commands);
            response.on_hover_ui(|ui| {
                let names = cluster.range.clone().take(LISTED).filter_map(|item| track.snapshots.get(item));
                ui.label(egui::RichText::new(several_name(cluster.range.len())).font(theme::semibold(theme::TEXT)));
                for index in names {
                    ui.label(short_name(made.machine.tree.get(*index)));
                }
                let all = cluster.range.len() <= LISTED;
                let more = if all { text!("timeline-zooms-in") } else { text!("timeline-more-zooms-in") };
                ui.colored_label(theme::colors(ui).text_dim, more);
            });
        }
    }

    /// A click on several snapshots zooms in until they are apart. Those of one moment never are: a click
    /// chooses the next of them.
    #[expect(clippy::too_many_arguments, reason = "one point of one frame; a struct would only rename the frame")]
    fn open_cluster(
        &mut self,
        ui: &Ui,
        frame: &Frame<'_>,
        band: &BandFrame<'_>,
        lane: u8,
        cluster: &Cluster,
        response: &Response,
        commands: &mut Vec<Command>,
    ) {
        if response.has_focus() {
            self.follow_keys(ui, response.id);
        }
        let made = &band.row.band;
        let Some(track) = made.tracks.get(usize::from(lane)).filter(|_| response.clicked()) else { return };
        let times = &track.times[cluster.range.clone()];
        let (Some(&from), Some(&to)) = (times.first(), times.last()) else { return };
        if to > from && !frame.axis.is_closest() {
            let width = frame.canvas.width();
            let closer = Axis::fit(from, to, width, (width * 0.2, width * 0.2));
            // What fits as well as before would not open anything.
            let mut zoomed = frame.axis;
            zoomed.zoom_around(2.0, frame.axis.x(cluster.at));
            self.axis = Some(if closer.scale() < zoomed.scale() { closer } else { zoomed });
            self.framed_for = None;
        } else {
            let at = made.place_of(frame.selected(band.shown.entry)).filter(|(other, _)| *other == lane);
            let next = at.map(|(_, at)| at + 1).filter(|next| cluster.range.contains(next));
            let next = next.unwrap_or(cluster.range.start);
            if let Some(index) = track.snapshots.get(next) {
                commands.push(frame.choose(band.key, made.node(*index)));
            }
        }
        ui.request_repaint();
    }

    fn show_current_state(&mut self, ui: &Ui, frame: &Frame<'_>, band: &BandFrame<'_>, commands: &mut Vec<Command>) {
        let made = &band.row.band;
        let painter = ui.painter().clone();
        let dots = DotPainter { painter: &painter, colors: theme::colors(ui) };
        let machine = &made.machine;
        let words =
            if !machine.tree.is_empty() && machine.current_state.modified { text!("views-changed") } else { "" };
        let start = pos2(frame.x(frame.now), band.rails.y(made.current_lane));
        let rect = dots.current_rect(start, words);
        if !rect.intersects(frame.canvas) {
            return;
        }
        let response = ui.interact(rect, place_id(ui, band.key, Node::CurrentState), Sense::click());
        let wanted = (band.key.clone(), Node::CurrentState);
        if self.wants_focus.as_ref() == Some(&wanted) {
            self.wants_focus = None;
            response.request_focus();
        }
        let selected = frame.selected(band.shown.entry) == Node::CurrentState;
        let state = DotState {
            selected: selected && *band.key == frame.key,
            focused: response.has_focus(),
            hovered: response.hovered(),
            ..DotState::default()
        };
        dots.current_state(rect, words, state);
        describe_choice(ui, &response, Role::ListBoxOption, state.selected, text!("views-current-state"));
        self.react(ui, frame, band, Node::CurrentState, &response, state.selected, commands);
        response.on_hover_text(text!("views-current-state-hint"));
    }

    #[expect(clippy::too_many_arguments, reason = "one point of one frame; a struct would only rename the frame")]
    fn react(
        &mut self,
        ui: &Ui,
        frame: &Frame<'_>,
        band: &BandFrame<'_>,
        node: Node,
        response: &Response,
        selected: bool,
        commands: &mut Vec<Command>,
    ) {
        let is_chosen = selected && *band.key == frame.key;
        if response.clicked() {
            let modifiers = ui.input(|input| input.modifiers);
            match node {
                _ if modifiers.command && *band.key == frame.key => commands.push(Command::CompareWith(Some(node))),
                Node::Snapshot(id) if modifiers.shift => {
                    if *band.key != frame.key {
                        commands.push(frame.choose(band.key, node));
                    }
                    commands.push(Command::ToggleMarks(vec![id]));
                }
                _ => {
                    response.request_focus();
                    commands.push(frame.choose(band.key, node));
                }
            }
        } else if (keyboard_came(ui, response) || response.secondary_clicked()) && !is_chosen {
            // What has the keyboard is what is chosen, and the menu is about that.
            commands.push(frame.choose(band.key, node));
        }
        if response.has_focus() {
            self.follow_keys(ui, response.id);
        }
        context_menu(ui, response, |ui| node_menu(ui, frame.availability, commands));
    }
}

fn place_id(ui: &Ui, key: &MachineKey, node: Node) -> Id {
    ui.scope_id().with(("place", key, node))
}
