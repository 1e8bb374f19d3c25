//! How a tile of the disk map looks.

use egui::{Align2, Color32, CornerRadius, Mesh, Painter, Rect, Shape, Stroke, StrokeKind, pos2, vec2};
use egui_material_icons::icons;

use super::contents::{Contents, Group, Tile, TileRole};
use super::layout::{Placed, What};
use super::map::TileState;
use crate::app::components::{icon_at, line_in, one_line};
use crate::app::theme::{self, Colors, space, tile_ground};
use crate::model::Bytes;
use crate::text;

/// Corners of tiles, in points.
const CORNER: u8 = 3;
/// From this size on a tile has round corners.
const ROUND: f32 = 14.0;
/// Least width and height of a tile with a name.
const ROOM_FOR_NAME: (f32, f32) = (38.0, 20.0);
/// Least height of a tile with a name and, below it, its size.
const ROOM_FOR_SIZE: f32 = 38.0;

/// Paints the places of a map.
pub struct TilePainter<'a> {
    /// Where to.
    pub painter: &'a Painter,
    /// In which colours.
    pub colors: &'a Colors,
    /// What is shown.
    pub contents: &'a Contents,
}

/// How a place looks, besides its words.
struct Look {
    color: Color32,
    state: TileState,
}

impl TilePainter<'_> {
    /// The grounds of all places in one mesh where they are small, and each by itself where it has corners.
    pub fn grounds(&self, placed: &[Placed], at: &dyn Fn(&Placed) -> Rect, state: &dyn Fn(&Tile) -> TileState) {
        let mut small = Mesh::default();
        for place in placed {
            let rect = at(place);
            let look = self.look(&place.what, state);
            let ground = tile_ground(self.colors, look.color);
            if rect.width() < ROUND || rect.height() < ROUND {
                small.add_colored_rect(rect, ground);
            } else {
                self.painter.rect_filled(rect, CornerRadius::same(CORNER), ground);
            }
        }
        self.painter.add(Shape::mesh(small));
    }

    /// The frame of a group and its heading.
    pub fn group(&self, group: &Group, frame: Rect, heading: Rect, hovered: bool) {
        let colors = self.colors;
        self.painter.rect(
            frame,
            CornerRadius::same(CORNER),
            if hovered { colors.raised } else { colors.card },
            Stroke::new(1.0, if hovered { colors.text_dim } else { colors.line }),
            StrokeKind::Inside,
        );
        let line = heading.shrink2(vec2(7.0, 0.0));
        let size = group.bytes.to_string();
        self.name_and_size(line, &group.name, Some(&size));
    }

    /// The words and outlines of a place.
    pub fn words(&self, what: &What, rect: Rect, hovered: bool, state: &dyn Fn(&Tile) -> TileState) {
        let colors = self.colors;
        let look = self.look(what, state);
        let radius = CornerRadius::same(if rect.width() < ROUND || rect.height() < ROUND { 0 } else { CORNER });
        if look.state.marked {
            self.painter.rect_stroke(rect, radius, Stroke::new(1.3, colors.danger), StrokeKind::Inside);
        }
        if look.state.selected {
            // Two lines, so that it is seen on a ground of the same colour, too.
            self.painter.rect_stroke(rect, radius, Stroke::new(4.0, colors.background), StrokeKind::Inside);
            self.painter.rect_stroke(rect, radius, Stroke::new(2.5, colors.info), StrokeKind::Inside);
        } else if hovered {
            self.painter.rect_stroke(rect, radius, Stroke::new(1.5, colors.text), StrokeKind::Inside);
        }
        if rect.width() < ROOM_FOR_NAME.0 || rect.height() < ROOM_FOR_NAME.1 {
            return;
        }
        let inner = rect.shrink2(vec2(7.0, if rect.height() < 26.0 { 1.0 } else { 5.0 }));
        let (name, has_problem) = match what {
            What::Heading(_) => return,
            What::Tile(group, tile) => {
                let group = &self.contents.groups[*group];
                let tile = &group.tiles[*tile];
                // A group of one tile has no heading: the tile says what the group is.
                let is_named_by_group =
                    group.tiles.len() == 1 && !matches!(tile.role, TileRole::Base | TileRole::Unused);
                let name = if is_named_by_group { group.name.clone() } else { tile.name.clone() };
                (name, tile.problem.is_some())
            }
            What::Tiles(_, tiles) => (text!("disk-map-smaller", count = tiles.len()), false),
            What::Groups(groups) => (text!("disk-map-smaller", count = groups.len()), false),
        };
        let size = what.bytes(self.contents).to_string();
        self.tile_words(inner, &name, &size, look.state.marked, has_problem);
    }

    fn tile_words(&self, inner: Rect, name: &str, size: &str, marked: bool, has_problem: bool) {
        let colors = self.colors;
        let mut line = inner.with_max_y(inner.top() + 18.0_f32.min(inner.height()));
        if has_problem && line.width() > 60.0 {
            icon_at(self.painter, pos2(line.right() - 6.0, line.center().y), icons::ICON_WARNING, 14.0, colors.warning);
            line.max.x -= 18.0;
        }
        let below = inner.height() + 10.0 >= ROOM_FOR_SIZE;
        let width = self.name_and_size(line, name, (!below).then_some(size));
        if marked {
            self.painter.hline(line.left()..=line.left() + width, line.center().y, Stroke::new(1.2, colors.text));
        }
        if below {
            let rest = Rect::from_min_max(pos2(inner.left(), line.bottom()), pos2(inner.right(), line.bottom() + 16.0));
            let galley = one_line(self.painter, size, theme::regular(theme::TEXT_SMALL), colors.text, f32::INFINITY);
            // A number that is cut would be another number.
            if galley.size().x <= rest.width() {
                self.painter.galley(
                    Align2::LEFT_CENTER.align_size_within_rect(galley.size(), rest).min,
                    galley,
                    colors.text,
                );
            }
        }
    }

    /// A name, and behind it on the same line its size, if both have room. Returns the name's width.
    fn name_and_size(&self, line: Rect, name: &str, size: Option<&str>) -> f32 {
        const SIZE: f32 = 58.0;
        let ink = self.colors.text;
        let font = theme::semibold(theme::TEXT_SMALL);
        let mut room = line;
        if let Some(size) = size.filter(|_| line.width() > 2.0 * SIZE) {
            let taken = line_in(self.painter, line, Align2::RIGHT_CENTER, size, theme::regular(theme::TEXT_SMALL), ink);
            room.max.x -= taken + space::SMALL;
        }
        line_in(self.painter, room, Align2::LEFT_CENTER, name, font, ink)
    }

    fn look(&self, what: &What, state: &dyn Fn(&Tile) -> TileState) -> Look {
        let (role, state) = match what {
            What::Tile(group, tile) => {
                let tile = &self.contents.groups[*group].tiles[*tile];
                (tile.role, state(tile))
            }
            What::Heading(_) => return Look { color: self.colors.line, state: TileState::default() },
            What::Tiles(group, tiles) => {
                let tiles = &self.contents.groups[*group].tiles[tiles.clone()];
                common(tiles.iter(), state)
            }
            What::Groups(groups) => {
                let tiles = self.contents.groups[groups.clone()].iter().flat_map(|group| &group.tiles);
                common(tiles, state)
            }
        };
        let color = if state.marked { self.colors.danger } else { role.color(self.colors) };
        Look { color, state }
    }
}

/// The role that takes most of some tiles' space, and whether one of them is chosen or all are marked.
fn common<'a>(tiles: impl Iterator<Item = &'a Tile>, state: &dyn Fn(&Tile) -> TileState) -> (TileRole, TileState) {
    let mut sums = [Bytes::ZERO; 5];
    let mut together = TileState { selected: false, marked: true };
    for tile in tiles {
        let place = TileRole::ALL.iter().position(|role| *role == tile.role).unwrap_or_default();
        sums[place] += tile.bytes;
        let one = state(tile);
        together.selected |= one.selected;
        together.marked &= one.marked;
    }
    let largest = (0..sums.len()).max_by_key(|&place| (sums[place], std::cmp::Reverse(place))).unwrap_or_default();
    (TileRole::ALL[largest], together)
}
