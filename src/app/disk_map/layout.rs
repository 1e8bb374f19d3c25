//! Where the tiles of a disk map stand. What is too small to be seen alone is put together.

use std::ops::Range;

use super::contents::{Contents, Group};
use super::squarify::squarify;
use crate::app::tree::layout::Area;
use crate::model::Bytes;

/// Smallest tile that stands for itself, in square points: about 10 by 10.
const SMALLEST_TILE: f64 = 100.0;
/// Most tiles of a map. In a large window the smallest tile is larger.
const MOST_TILES: f64 = 3_000.0;
/// About how large a tile for many small ones is, in square points: there is room for its words.
const BUNDLE: f64 = 6_000.0;
/// Most tiles that small ones are put together in.
const MOST_BUNDLES: usize = 64;
/// Height of a group's heading, in points.
pub const HEADING: f64 = 20.0;
/// A group that is not at least this wide and high has no heading.
const SMALLEST_WITH_HEADING: (f64, f64) = (64.0, 48.0);
/// Room around a group, in points; around a tile it is half of that.
const GAP: f64 = 2.0;

/// What part of the contents is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Level {
    /// These groups.
    Groups(Range<usize>),
    /// These tiles of a group.
    Tiles(usize, Range<usize>),
}

/// What a place of the map stands for. Groups and tiles are numbered as the contents have them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum What {
    /// The heading of a group.
    Heading(usize),
    /// One tile of a group.
    Tile(usize, usize),
    /// Several small tiles of a group.
    Tiles(usize, Range<usize>),
    /// Several small groups.
    Groups(Range<usize>),
}

impl What {
    /// What is shown when one looks closer; `None` for a single tile.
    #[must_use]
    pub fn closer(&self, contents: &Contents) -> Option<Level> {
        match self {
            Self::Tile(..) => None,
            Self::Heading(group) => Some(Level::Tiles(*group, 0..contents.groups.get(*group)?.tiles.len())),
            Self::Tiles(group, tiles) => Some(Level::Tiles(*group, tiles.clone())),
            Self::Groups(groups) => Some(Level::Groups(groups.clone())),
        }
    }

    /// How much space it stands for.
    #[must_use]
    pub fn bytes(&self, contents: &Contents) -> Bytes {
        match self {
            Self::Heading(group) => contents.groups[*group].bytes,
            Self::Tile(group, tile) => contents.groups[*group].tiles[*tile].bytes,
            Self::Tiles(group, tiles) => {
                contents.groups[*group].tiles[tiles.clone()].iter().map(|tile| tile.bytes).sum()
            }
            Self::Groups(groups) => contents.groups[groups.clone()].iter().map(|group| group.bytes).sum(),
        }
    }
}

/// One place of the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// What it stands for.
    pub what: What,
    /// Where it is, in points.
    pub area: Area,
    /// The frame of a heading's whole group; the same as `area` for all else.
    pub frame: Area,
}

/// Lays out a part of the contents. Headings come before what is below them.
#[must_use]
pub fn lay_out(contents: &Contents, level: &Level, area: Area) -> Vec<Placed> {
    let room = area.width() * area.height();
    let smallest = SMALLEST_TILE.max(room / MOST_TILES);
    let mut placed = Vec::new();
    match level {
        Level::Groups(groups) => {
            let shown = contents.groups.get(groups.clone()).unwrap_or_default();
            let weights: Vec<u64> = shown.iter().map(|group| group.bytes.0).collect();
            for (piece, area) in divide(&weights, area, smallest) {
                let piece = piece.start + groups.start..piece.end + groups.start;
                match contents.groups.get(piece.start) {
                    Some(group) if piece.len() == 1 => place_group(group, piece.start, area, smallest, &mut placed),
                    _ => add(&mut placed, What::Groups(piece), area),
                }
            }
        }
        Level::Tiles(number, tiles) => {
            if let Some(group) = contents.groups.get(*number) {
                place_tiles(group, *number, tiles.clone(), area, smallest, &mut placed);
            }
        }
    }
    placed
}

fn place_group(group: &Group, number: usize, area: Area, smallest: f64, placed: &mut Vec<Placed>) {
    if group.tiles.len() == 1 {
        add(placed, What::Tile(number, 0), area);
        return;
    }
    let (width, height) = SMALLEST_WITH_HEADING;
    let frame = shrunk(area, GAP / 2.0);
    let inner = if frame.width() >= width && frame.height() >= height {
        let heading = Area { bottom: frame.top + HEADING, ..frame };
        placed.push(Placed { what: What::Heading(number), area: heading, frame });
        shrunk(Area { top: heading.bottom, ..frame }, GAP / 2.0)
    } else {
        area
    };
    place_tiles(group, number, 0..group.tiles.len(), inner, smallest, placed);
}

fn place_tiles(group: &Group, number: usize, tiles: Range<usize>, area: Area, smallest: f64, placed: &mut Vec<Placed>) {
    let shown = group.tiles.get(tiles.clone()).unwrap_or_default();
    let weights: Vec<u64> = shown.iter().map(|tile| tile.bytes.0).collect();
    for (piece, area) in divide(&weights, area, smallest) {
        let piece = piece.start + tiles.start..piece.end + tiles.start;
        let what = if piece.len() == 1 { What::Tile(number, piece.start) } else { What::Tiles(number, piece) };
        add(placed, what, area);
    }
}

fn add(placed: &mut Vec<Placed>, what: What, area: Area) {
    let area = shrunk(area, GAP / 2.0);
    placed.push(Placed { what, area, frame: area });
}

/// Divides an area among weights of descending order, and puts together those that would be too small.
fn divide(weights: &[u64], area: Area, smallest: f64) -> Vec<(Range<usize>, Area)> {
    let pieces = bundle(weights, area.width() * area.height(), smallest);
    let sums: Vec<u64> = pieces
        .iter()
        .map(|piece| weights[piece.clone()].iter().fold(0_u64, |sum, weight| sum.saturating_add(*weight)))
        .collect();
    let areas = squarify(&sums, area);
    pieces.into_iter().zip(areas).collect()
}

/// Runs of weights that one tile stands for: those that are large enough by themselves alone, the others
/// in as many tiles as there is room for. `weights` descend, `room` is what they share in square points.
#[must_use]
pub fn bundle(weights: &[u64], room: f64, smallest: f64) -> Vec<Range<usize>> {
    #[expect(clippy::cast_precision_loss, reason = "sixteen digits are more than any screen has")]
    let sum = |weights: &[u64]| weights.iter().map(|weight| *weight as f64).sum::<f64>();
    let whole = sum(weights);
    #[expect(clippy::cast_precision_loss, reason = "as above")]
    let alone = weights.partition_point(|weight| *weight as f64 * room >= smallest * whole);
    let mut pieces: Vec<Range<usize>> = (0..alone).map(|item| item..item + 1).collect();
    let rest = weights.len() - alone;
    if rest > 0 {
        let share = sum(&weights[alone..]) / whole.max(1.0) * room;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive number")]
        let bundles = ((share / BUNDLE) as usize).clamp(1, MOST_BUNDLES.min(rest.div_ceil(2)));
        let length = rest.div_ceil(bundles);
        pieces.extend((alone..weights.len()).step_by(length).map(|from| from..(from + length).min(weights.len())));
    }
    pieces
}

fn shrunk(area: Area, by: f64) -> Area {
    let across = by.min(area.width() / 2.0);
    let down = by.min(area.height() / 2.0);
    Area { left: area.left + across, right: area.right - across, top: area.top + down, bottom: area.bottom - down }
}
