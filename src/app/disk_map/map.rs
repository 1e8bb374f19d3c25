//! A disk map on the screen: what it shows, what the pointer and the keyboard do.

use egui::{EventFilter, Id, Key, Modifiers, Pos2, Rect, Response, Role, Sense, Ui, UiBuilder, Vec2, pos2, vec2};

use super::contents::{Contents, Tile, TileRole};
use super::layout::{Level, Placed, What, lay_out};
use super::paint::TilePainter;
use crate::app::command::Command;
use crate::app::components::{describe_choice, keyboard_came};
use crate::app::theme::{self, space};
use crate::app::tree::layout::{Area, Point};
use crate::model::MachineKey;
use crate::text;

/// Tiles that are widgets of their own: the largest. Of the others only those that the pointer or the
/// keyboard is at.
const MOST_WIDGETS: usize = 300;

/// How a tile stands to what the person chose.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct TileState {
    /// It belongs to what is chosen.
    pub selected: bool,
    /// It goes when what is marked is deleted.
    pub marked: bool,
}

/// What a map shows in one frame.
pub struct MapContext<'a> {
    /// What it is called to those who cannot see it, such as “Disk map of web01”.
    pub name: String,
    /// The files.
    pub contents: &'a Contents,
    /// Another number for other contents.
    pub stamp: u64,
    /// The machine that is shown: a click in it chooses, a click on another machine's file leads there.
    pub shown: Option<&'a MachineKey>,
    /// How each tile stands to what is chosen and marked.
    pub state: &'a dyn Fn(&Tile) -> TileState,
    /// What else is to be said of a tile, if anything.
    pub note: &'a dyn Fn(&Tile) -> Option<String>,
    /// Opens a menu on a tile, where it has one.
    pub menu: &'a dyn Fn(&Ui, &Response, &mut Vec<Command>),
}

/// What a map remembers between frames.
#[derive(Default)]
pub struct DiskMap {
    /// How the person came to what is shown: from all to a part of it.
    levels: Vec<Level>,
    layout: Option<Layout>,
    wants_focus: Option<usize>,
}

struct Layout {
    stamp: u64,
    size: Vec2,
    level: Level,
    placed: Vec<Placed>,
    /// The places by size, the largest first.
    by_size: Vec<usize>,
}

impl DiskMap {
    /// Shows everything again.
    pub fn show_all(&mut self) {
        self.levels.clear();
    }

    /// Draws the map into all the room there is.
    pub fn show(&mut self, ui: &mut Ui, context: &MapContext<'_>, commands: &mut Vec<Command>) {
        if self.layout.as_ref().is_some_and(|layout| layout.stamp != context.stamp) {
            self.levels.clear();
            self.wants_focus = None;
        }
        self.show_way(ui, context.contents);
        let (canvas, background) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
        let level = self.levels.last().cloned().unwrap_or(Level::Groups(0..context.contents.groups.len()));
        self.update(context, canvas.size(), level);
        let Some(layout) = self.layout.take() else { return };
        let builder = UiBuilder::new()
            .max_rect(canvas)
            .accessibility_role(Role::ListBox)
            .accessibility_label(context.name.clone());
        let mut inner = ui.new_child(builder);
        inner.shrink_clip_rect(canvas);
        self.draw(&mut inner, context, &layout, canvas, &background, commands);
        let is_deeper = !self.levels.is_empty();
        if is_deeper && !ui.text_edit_focused() {
            let back = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
            if back(Key::Escape) || back(Key::Backspace) {
                self.levels.pop();
                ui.request_repaint();
            }
        }
        self.layout = Some(layout);
    }

    fn update(&mut self, context: &MapContext<'_>, size: Vec2, level: Level) {
        let is_current = self
            .layout
            .as_ref()
            .is_some_and(|layout| layout.stamp == context.stamp && layout.size == size && layout.level == level);
        if is_current {
            return;
        }
        let area = Area { left: 0.0, top: 0.0, right: f64::from(size.x), bottom: f64::from(size.y) };
        let placed = lay_out(context.contents, &level, area);
        let mut by_size: Vec<usize> = (0..placed.len()).collect();
        let extent = |place: &usize| placed[*place].area.width() * placed[*place].area.height();
        by_size.sort_by(|one, two| extent(two).total_cmp(&extent(one)));
        self.layout = Some(Layout { stamp: context.stamp, size, level, placed, by_size });
    }

    /// How the person came to what is shown, each step a button that leads back there.
    fn show_way(&mut self, ui: &mut Ui, contents: &Contents) {
        if self.levels.is_empty() {
            return;
        }
        let mut back_to = None;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::TIGHT;
            if ui.button(text!("disk-map-all")).on_hover_text(text!("disk-map-all-hint")).clicked() {
                back_to = Some(0);
            }
            for (depth, level) in self.levels.iter().enumerate() {
                ui.colored_label(theme::colors(ui).text_dim, "›");
                let words = words_of(level, contents);
                if depth + 1 == self.levels.len() {
                    ui.label(words);
                } else if ui.button(words).clicked() {
                    back_to = Some(depth + 1);
                }
            }
        });
        if let Some(depth) = back_to {
            self.levels.truncate(depth);
        }
        ui.add_space(space::TIGHT);
    }

    fn draw(
        &mut self,
        ui: &mut Ui,
        context: &MapContext<'_>,
        layout: &Layout,
        canvas: Rect,
        background: &Response,
        commands: &mut Vec<Command>,
    ) {
        let at = |place: &Placed| on_screen(canvas, place.area);
        let under_pointer = background.ctx.pointer_latest_pos().filter(|at| canvas.contains(*at));
        let under_pointer = under_pointer.and_then(|at| place_at(layout, canvas, at));
        let focused = ui.memory(egui::Memory::focused);
        let is_widget = |position: usize, place: usize| {
            position < MOST_WIDGETS
                || Some(place) == under_pointer
                || Some(place) == self.wants_focus
                || focused.is_some_and(|focused| focused == place_id(ui, &layout.placed[place].what))
        };
        let widgets: Vec<usize> = layout
            .by_size
            .iter()
            .enumerate()
            .filter(|(position, place)| is_widget(*position, **place))
            .map(|(_, place)| *place)
            .collect();
        let responses: Vec<(usize, Response)> = widgets
            .into_iter()
            .map(|place| {
                let placed = &layout.placed[place];
                (place, ui.interact(at(placed), place_id(ui, &placed.what), Sense::click()))
            })
            .collect();
        let painter = ui.painter().clone();
        let tiles = TilePainter { painter: &painter, colors: theme::colors(ui), contents: context.contents };
        let hovered = |place: usize| responses.iter().any(|(other, response)| *other == place && response.hovered());
        for (place, placed) in layout.placed.iter().enumerate() {
            if let What::Heading(group) = placed.what {
                let group = &context.contents.groups[group];
                tiles.group(group, on_screen(canvas, placed.frame), at(placed), hovered(place));
            }
        }
        let is_tile = |placed: &&Placed| !matches!(placed.what, What::Heading(_));
        let only_tiles: Vec<Placed> = layout.placed.iter().filter(is_tile).cloned().collect();
        tiles.grounds(&only_tiles, &at, context.state);
        for (place, placed) in layout.placed.iter().enumerate().filter(|(_, placed)| is_tile(placed)) {
            tiles.words(&placed.what, at(placed), hovered(place), context.state);
        }
        for (place, response) in responses {
            self.react(ui, context, layout, place, response, commands);
        }
        if focused.is_none() {
            self.walk(ui, context, layout, None);
        }
    }

    fn react(
        &mut self,
        ui: &Ui,
        context: &MapContext<'_>,
        layout: &Layout,
        place: usize,
        response: Response,
        commands: &mut Vec<Command>,
    ) {
        let what = &layout.placed[place].what;
        if self.wants_focus == Some(place) {
            self.wants_focus = None;
            response.request_focus();
        }
        let leads_to = destination(what, context.contents);
        let is_selected = match what {
            What::Tile(group, tile) => (context.state)(&context.contents.groups[*group].tiles[*tile]).selected,
            _ => false,
        };
        describe_choice(ui, &response, Role::ListBoxOption, is_selected, &spoken(what, context.contents));
        if response.clicked() {
            response.request_focus();
            match (leads_to, what.closer(context.contents)) {
                (Some((key, node)), _) if Some(&key) == context.shown => commands.push(Command::SelectNode(node)),
                (Some((key, node)), _) => commands.push(Command::Jump(key, node)),
                (None, Some(level)) => self.look_closer(ui, level),
                (None, None) => {}
            }
        } else if keyboard_came(ui, &response) || response.secondary_clicked() {
            // What has the keyboard is what is chosen, and the menu is about that. Nobody is led elsewhere by it.
            if let Some((key, node)) = destination(what, context.contents)
                && Some(&key) == context.shown
                && !is_selected
            {
                commands.push(Command::SelectNode(node));
            }
        }
        if response.double_clicked()
            && let What::Heading(_) = what
            && let Some(level) = what.closer(context.contents)
        {
            self.look_closer(ui, level);
        }
        if response.has_focus() {
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
            self.walk(ui, context, layout, Some(place));
        }
        if matches!(what, What::Tile(..)) {
            (context.menu)(ui, &response, commands);
        }
        response.on_hover_ui(|ui| {
            tooltip(ui, what, context.contents);
            let tile = match what {
                What::Tile(group, tile) => Some(&context.contents.groups[*group].tiles[*tile]),
                _ => None,
            };
            if let Some(note) = tile.and_then(context.note) {
                ui.colored_label(theme::colors(ui).info, note);
            }
        });
    }

    fn look_closer(&mut self, ui: &Ui, level: Level) {
        self.levels.push(level);
        self.wants_focus = None;
        ui.request_repaint();
    }

    /// The arrow keys go to the next tile in their direction; from nowhere, to the chosen or the largest.
    fn walk(&mut self, ui: &Ui, context: &MapContext<'_>, layout: &Layout, from: Option<usize>) {
        let keys = [
            (Key::ArrowLeft, vec2(-1.0, 0.0)),
            (Key::ArrowRight, vec2(1.0, 0.0)),
            (Key::ArrowUp, vec2(0.0, -1.0)),
            (Key::ArrowDown, vec2(0.0, 1.0)),
        ];
        let pressed = keys.into_iter().find(|(key, _)| ui.input_mut(|input| input.consume_key(Modifiers::NONE, *key)));
        let Some((_, direction)) = pressed else { return };
        let is_chosen = |place: &&usize| match &layout.placed[**place].what {
            What::Tile(group, tile) => (context.state)(&context.contents.groups[*group].tiles[*tile]).selected,
            _ => false,
        };
        let next = match from.or_else(|| layout.by_size.iter().find(is_chosen).copied()) {
            Some(from) => neighbour(&layout.placed, from, direction),
            None => layout.by_size.first().copied(),
        };
        if next.is_some() {
            self.wants_focus = next;
            ui.request_repaint();
        }
    }
}

/// The place whose nearest edge lies in a direction, as straight as can be.
fn neighbour(placed: &[Placed], from: usize, direction: Vec2) -> Option<usize> {
    let middle = |area: Area| (area.centre().x, area.centre().y);
    let start = placed.get(from)?.area;
    let (x, y) = middle(start);
    let (across, down) = (f64::from(direction.x), f64::from(direction.y));
    let cost = |place: &usize| {
        let area = placed[*place].area;
        let near = Point { x: x.clamp(area.left, area.right), y: y.clamp(area.top, area.bottom) };
        let ahead = (near.x - x) * across + (near.y - y) * down;
        let aside = ((near.x - x) * down).abs() + ((near.y - y) * across).abs();
        ahead + 3.0 * aside
    };
    let is_ahead = |place: &usize| {
        let area = placed[*place].area;
        let edge = if across + down > 0.0 { (area.left, area.top) } else { (area.right, area.bottom) };
        let own = if across + down > 0.0 { (start.right, start.bottom) } else { (start.left, start.top) };
        // Tiles have a gap between them: half a point is not “behind”.
        (edge.0 - own.0) * across + (edge.1 - own.1) * down >= -0.5
    };
    (0..placed.len())
        .filter(|place| *place != from && is_ahead(place))
        .min_by(|one, two| cost(one).total_cmp(&cost(two)))
}

fn place_at(layout: &Layout, canvas: Rect, at: Pos2) -> Option<usize> {
    let from = at - canvas.min;
    let point = Point { x: f64::from(from.x), y: f64::from(from.y) };
    layout.placed.iter().position(|placed| placed.area.contains(point))
}

#[expect(clippy::cast_possible_truncation, reason = "points of a window")]
fn on_screen(canvas: Rect, area: Area) -> Rect {
    let corner = |x: f64, y: f64| canvas.min + vec2(x as f32, y as f32);
    Rect::from_min_max(corner(area.left, area.top), pos2(corner(area.right, 0.0).x, corner(0.0, area.bottom).y))
}

fn place_id(ui: &Ui, what: &What) -> Id {
    ui.scope_id().with(("tile", what))
}

/// Where a click leads: a tile to its snapshot, a heading to its group's.
fn destination(what: &What, contents: &Contents) -> Option<(MachineKey, crate::app::command::Node)> {
    match what {
        What::Tile(group, tile) => contents.groups[*group].tiles[*tile].place.clone(),
        What::Heading(group) => contents.groups[*group].place.clone(),
        What::Tiles(..) | What::Groups(_) => None,
    }
}

fn words_of(level: &Level, contents: &Contents) -> String {
    match level {
        Level::Groups(groups) => text!("disk-map-smaller", count = groups.len()),
        Level::Tiles(group, tiles) => {
            let Some(group) = contents.groups.get(*group) else { return String::new() };
            let name: String = group.name.chars().take(60).collect();
            if tiles.len() == group.tiles.len() {
                name
            } else {
                text!("disk-map-smaller-of", group = name, count = tiles.len())
            }
        }
    }
}

/// What a screen reader says of a place.
fn spoken(what: &What, contents: &Contents) -> String {
    let bytes = what.bytes(contents);
    match what {
        What::Heading(group) => {
            let group = &contents.groups[*group];
            text!("disk-map-heading-spoken", group = group.name, count = group.tiles.len(), size = bytes)
        }
        What::Tile(group, tile) => {
            let group = &contents.groups[*group];
            let tile = &group.tiles[*tile];
            [&group.name, &tile.name, &bytes.to_string()].map(String::as_str).join(text!("list-separator"))
        }
        What::Tiles(_, tiles) => text!("disk-map-files-spoken", count = tiles.len(), size = bytes),
        What::Groups(groups) => text!("disk-map-groups-spoken", count = groups.len(), size = bytes),
    }
}

fn tooltip(ui: &mut Ui, what: &What, contents: &Contents) {
    let colors = theme::colors(ui);
    let title = |ui: &mut Ui, text: &str| {
        ui.label(egui::RichText::new(text).font(theme::semibold(theme::TEXT)));
    };
    match what {
        What::Heading(group) => {
            let group = &contents.groups[*group];
            title(ui, &group.name);
            ui.label(text!("disk-map-heading-hint", count = group.tiles.len()));
        }
        What::Tile(group, tile) => {
            let group = &contents.groups[*group];
            let tile = &group.tiles[*tile];
            title(ui, &format!("{} · {}", group.name, tile.name));
            ui.label(role_words(tile.role));
            if let Some(path) = &tile.path {
                let path: String = path.display().to_string().chars().take(1_000).collect();
                ui.colored_label(colors.text_dim, path);
            }
            if let Some(problem) = &tile.problem {
                ui.colored_label(colors.danger, problem);
            }
        }
        What::Tiles(..) | What::Groups(_) => {
            title(ui, &spoken(what, contents));
            ui.label(text!("disk-map-small-hint"));
        }
    }
    ui.colored_label(colors.text_dim, what.bytes(contents).exact());
}

fn role_words(role: TileRole) -> &'static str {
    match role {
        TileRole::Base => text!("disk-map-role-base"),
        TileRole::Difference => text!("disk-map-role-difference"),
        TileRole::Current => text!("disk-map-role-current"),
        TileRole::Saved => text!("disk-map-role-saved"),
        TileRole::Unused => text!("disk-map-role-unused"),
    }
}
